"""Decisions as gold passages: the document with the contacts that somebody said there are, and those that there are not."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any

from diplograph.extract.model import Contact, Source
from diplograph.graph.decisions.record import Decision, Verdict
from diplograph.graph.decisions.settle import Ledger, standing

Text = Callable[[str], str | None]


def passages(decisions: Iterable[Decision], contacts: Iterable[Contact], text_of: Text) -> Iterator[dict[str, Any]]:
    """Yield a gold passage for each document on which something was decided, by the document's id.

    A document all of whose contacts were decided on is labelled whole; of another, ``label_is`` is "partial", so that it
    counts for recall, and for what must not be found.

    Args:
        contacts: As extracted, of these documents.
        text_of: Returns the text of a document by its id; documents without one are left out.
    """
    made = [d for d in standing(decisions) if not d.verdict.of_two and d.verdict is not Verdict.NONE]
    found: dict[str, list[Contact]] = {}
    for contact in contacts:
        found.setdefault(contact.document.id, []).append(contact)
    for id, group in groupby(sorted(made, key=lambda d: d.contact.document.id), key=lambda d: d.contact.document.id):
        text, own = text_of(id), list(group)
        if text is not None:
            yield _passage(own[0].contact.document, text, own, found.get(id, []))


def _passage(document: Source, text: str, decisions: list[Decision], contacts: list[Contact]) -> dict[str, Any]:
    settled = Ledger(decisions).settle(document, contacts, text)
    told = [c for c in settled if c.decided]
    context = {"title": document.title, "publisher": document.publisher}
    record = {
        "id": document.id,
        "date": document.date.isoformat() if document.date else None,
        "text": text,
        "context": {name: value for name, value in context.items() if value},
        "contacts": [label for contact in told for label in _labels(contact)],
        "not_contacts": sorted(_denied(decisions) - {_names(a.name, b.name) for c in told for a, b in c.pairs()}),
    }
    return record | ({} if len(told) == len(settled) else {"label_is": "partial"})


def _labels(contact: Contact) -> Iterator[dict[str, Any]]:
    when = contact.date
    for a, b in contact.pairs():
        yield {
            "a": a.name,
            "b": b.name,
            "kind": contact.kind.value,
            "status": contact.status.value,
            "on": when.start.isoformat() if when else None,
            "place": contact.place,
        }


def _denied(decisions: Iterable[Decision]) -> set[tuple[str, str]]:
    """Return the pairs that were found wrong."""
    return {_names(a.name, b.name) for d in decisions if d.verdict is Verdict.WRONG for a, b in d.contact.pairs()}


def _names(one: str, two: str) -> tuple[str, str]:
    return (one, two) if one <= two else (two, one)
