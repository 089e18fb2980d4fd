"""One HTML file that shows the graph and the sentence behind every edge, and asks the network for nothing.

pyvis builds it, through a template of our own: its own template calls two CDNs, runs text from nodes as
markup, and drops all but one contact of a pair.
"""

import base64
import datetime as dt
import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import pyvis
from jinja2 import Environment, PackageLoader
from markupsafe import Markup
from pyvis.network import Network

import diplograph
from diplograph.extract.model import MOST_PAIRED, Contact, Status
from diplograph.extract.shown import address, days_and_basis, parties, source
from diplograph.graph.assemble import in_order
from diplograph.graph.decisions.context import Review
from diplograph.graph.formats.atomic import storable
from diplograph.graph.formats.xml import legal
from diplograph.graph.looks import LOOKS, shade
from diplograph.graph.page.payload import payload
from diplograph.graph.provenance import Provenance

__all__ = ["render"]

_PLAIN_ROWS = 2000  # of the table that needs no script
_SCRIPTS = (
    "dom",
    "model",
    "when",
    "map",
    "panel",
    "table",
    "filters",
    "time",
    "search",
    "takeaway",
    "address",
)
_REVIEW = ("passage", "decisions", "keeping", "asking", "review")
_START = ("start",)


def render(
    contacts: Iterable[Contact],
    *,
    title: str | None = None,
    statuses: Collection[Status] | None = None,
    made: Provenance | None = None,
    review: Review | None = None,
) -> str:
    """Return the page as one string of HTML; the order of the contacts makes no difference.

    Every pair of parties is one edge, as wide as it has contacts that occurred, dashed if there are none.
    Pages may open it from a disk, without a network; nothing in the contacts can run.

    Args:
        title: The heading; None gives "Diplomatic contacts".
        statuses: Keep only contacts of these; None keeps all.
        made: What made the contacts, for the footer; None says that it is not known.
        review: The contacts as extracted, so that they can be decided on in the page; None for a page to look at.
    """
    kept = [c for c in in_order(contacts) if statuses is None or c.status in statuses]
    shades = {s.value: shade(s) for s in Status}
    values = {
        "title": legal(title or "Diplomatic contacts"),
        "footer": _footer(kept, made or Provenance()),
        "payload": payload(kept, review),
        "review": review is not None,
        **_plain(kept),
        "shades": shades,
        "colours": {t.value: look for t, look in LOOKS.items()} | {s: found for s, found in shades.items() if found},
        "scripts": _scripts(review=review is not None),
    }
    return storable(str(_Page(values).generate_html("diplograph.html")))


class _Page(Network):  # type: ignore[misc]  # pyvis has no types
    """pyvis's network with our template."""

    def __init__(self, values: dict[str, Any]) -> None:
        super().__init__(cdn_resources="in_line")
        self.templateEnv = Environment(autoescape=True, loader=PackageLoader("diplograph.graph.page", "."))
        self.templateEnv.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
        self.templateEnv.globals.update(values)
        self.path = "template.html"


@dataclass(frozen=True, slots=True)
class _Script:
    """A script and the hash by which the page's policy (CSP) lets it run, and nothing else."""

    text: Markup

    @property
    def hash(self) -> str:
        return "sha256-" + base64.b64encode(hashlib.sha256(self.text.encode()).digest()).decode()


@cache
def _scripts(*, review: bool) -> tuple[_Script, ...]:
    """Return vis-network as pyvis bundles it, and our scripts joined in one function, those of the review if it is wanted."""
    bundle = Path(pyvis.__file__).parent / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"
    names = (*_SCRIPTS, *(_REVIEW if review else ()), *_START)
    ours = (resources.files("diplograph.graph.page") / "script" / f"{name}.js" for name in names)
    joined = "\n".join(part.read_text(encoding="utf-8") for part in ours)
    texts = (bundle.read_text(encoding="utf-8"), f'(() => {{\n"use strict";\n{joined}}})();')
    return tuple(_Script(Markup(text.replace("\r\n", "\n"))) for text in texts)


def _plain(contacts: list[Contact]) -> dict[str, Any]:
    newest = [c for c in reversed(contacts) if c.date]
    newest += sorted((c for c in contacts if not c.date), key=_told, reverse=True)
    return {
        "rows": [_row(c) for c in newest[:_PLAIN_ROWS]],
        "left_out": max(0, len(newest) - _PLAIN_ROWS),
    }


def _told(contact: Contact) -> dt.date:
    return contact.bound.day if contact.bound else dt.date.min


def _row(contact: Contact) -> dict[str, Any]:
    url = address(contact)
    return {
        "date": days_and_basis(contact),
        "parties": legal(parties(contact)),
        "kind": contact.kind.value,
        "status": contact.status.value,
        "sentence": legal(contact.evidence.sentence),
        "source": legal(source(contact)),
        "url": legal(url) if url else None,
    }


def _footer(contacts: list[Contact], made: Provenance) -> dict[str, Any]:
    told = [day for c in contacts if c.date for day in (c.date.start, c.date.end)]
    return {
        "contacts": len(contacts),
        "gatherings": sum(c.is_gathering for c in contacts),
        "most": MOST_PAIRED,
        "documents": len({d for c in contacts for d in (c.document.id, *(r.document.id for r in c.reports))}),
        "first": min(told, default=None),
        "last": max(told, default=None),
        "version": diplograph.__version__,
        "made": [(name, legal(value)) for name, value in made.rows()[1:]],
    }
