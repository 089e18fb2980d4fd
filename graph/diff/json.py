"""What differs between two builds as JSON: the contacts whole, the documents by their ids and once each."""

from collections.abc import Iterable
from typing import Any

from diplograph.extract.model import Contact
from diplograph.extract.plain import plain
from diplograph.graph.diff.records import Because, Diff, Difference, Fate, PlanOutcome


def record(diff: Diff) -> dict[str, Any]:
    """Return the differences as JSON holds them."""
    before, after = (day.isoformat() if day else None for day in diff.days)
    return {
        "before": before,
        "after": after,
        "documents": _documents(diff),
        "contacts": {
            **{fate.value: [_contact(d) for d in diff.of(fate)] for fate in Fate},
            "same": diff.same,
        },
        "parties": [_explained(p, p.because) for p in diff.parties],
        "pairs": [_explained(p, p.because) for p in diff.pairs],
        "plans": [_plan(p) for p in diff.plans],
    }


def _documents(diff: Diff) -> dict[str, dict[str, Any]]:
    """Return every document that explains something, by its id, and what became of it."""
    found = {b.document.id: _document(b) for b in _every_because(diff)}
    found |= {d.document.id: _document(d) | {"contacts": d.contacts} for d in diff.documents}
    return {id: found[id] for id in sorted(found)}


def _document(change: Any) -> dict[str, Any]:
    source = plain(change.document)
    assert isinstance(source, dict)
    return {"cause": change.cause.value, **{name: value for name, value in source.items() if name != "id"}}


def _every_because(diff: Diff) -> Iterable[Because]:
    for part in (diff.contacts, diff.parties, diff.pairs, diff.plans):
        for one in part:
            yield from one.because


def _because(because: Iterable[Because]) -> list[dict[str, str]]:
    return [{"document": b.document.id, "cause": b.cause.value} for b in because]


def _explained(change: Any, because: Iterable[Because]) -> dict[str, Any]:
    fields = plain(change)
    assert isinstance(fields, dict)
    return fields | {"because": _because(because)}


def _contact(difference: Difference) -> dict[str, Any]:
    old, new = ([c.to_dict() for c in side] for side in (difference.old, difference.new))
    edits = [plain(edit) for edit in difference.edits]
    told: dict[str, Any] = {"old": old} if old else {}
    told |= {"new": new} if new else {}
    return told | ({"edits": edits} if edits else {}) | {"because": _because(difference.because)}


def _plan(plan: PlanOutcome) -> dict[str, Any]:
    return {
        "outcome": plan.outcome.value,
        "plan": plan.plan.to_dict(),
        "told": _told(plan.told),
        "because": _because(plan.because),
    }


def _told(contact: Contact | None) -> dict[str, Any] | None:
    return contact.to_dict() if contact else None
