"""Reads the cases and compares what is found with what they expect."""

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from diplograph.extract.ids import slug
from diplograph.extract.model import Contact, Document, Source

CASES = Path(__file__).parent / "cases"
FIELDS = ("on", "through", "basis", "place", "topic", "reported_by")

Case = Mapping[str, Any]
LabelledPair = tuple[frozenset[str], str, str]


@cache
def load(name: str) -> tuple[Case, ...]:
    """Return the cases of ``cases/NAME.yaml``."""
    return tuple(yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8")) or ())


def themes() -> list[str]:
    """Return the names of the case files that hold passages."""
    apart = {"dates", "ranges", "seeds", "known-failures", "status-words"}
    return sorted(p.stem for p in CASES.glob("*.yaml") if p.stem not in apart)


def document(case: Case) -> Document:
    """Return the case's passage as a document."""
    date = case.get("date")
    day = dt.date.fromisoformat(str(date)) if date else None
    source = Source(str(case["id"]), title=case.get("title"), date=day, publisher=case.get("publisher"))
    return Document(case["text"], source)


def expected(case: Case) -> list[LabelledPair]:
    """Return the pairs, kinds and statuses that a case expects."""
    return sorted((_pair(c["a"], c["b"], c["kind"], c["status"]) for c in case["contacts"]), key=_order)


def found(contacts: Iterable[Contact]) -> list[LabelledPair]:
    """Return the pairs, kinds and statuses of contacts."""
    return sorted(
        (_pair(a.name, b.name, str(c.kind), str(c.status)) for c in contacts for a, b in c.pairs()), key=_order
    )


def wrong_fields(case: Case, contacts: list[Contact]) -> list[str]:
    """Return what date, place, topic or source differs, where the case gives one."""
    wrong = []
    for label in case["contacts"]:
        pair = frozenset((slug(label["a"]), slug(label["b"])))
        same = [c for c in contacts if str(c.kind) == label["kind"] and any({a.id, b.id} == pair for a, b in c.pairs())]
        for name in FIELDS:
            if label.get(name) and not any(_value(c, name) == str(label[name]) for c in same):
                wrong.append(f"{name}: expected {label[name]!r}, found {[_value(c, name) for c in same]}")
    return wrong


def _value(contact: Contact, name: str) -> str | None:
    match name:
        case "on":
            return contact.date.start.isoformat() if contact.date else None
        case "through":
            return contact.date.end.isoformat() if contact.date else None
        case "basis":
            return contact.time.basis.value if contact.time else None
    value: str | None = getattr(contact, name)
    return value


def _pair(a: str, b: str, kind: str, status: str) -> LabelledPair:
    return frozenset((slug(a), slug(b))), kind, status


def _order(pair: LabelledPair) -> tuple[list[str], str, str]:
    return sorted(pair[0]), pair[1], pair[2]
