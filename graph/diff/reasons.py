"""By which documents two builds differ in something."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from diplograph.extract.model import Contact, Report
from diplograph.graph.diff.records import Because, Build, Cause

_Told = frozenset[tuple[Any, ...]]


class Reasons:
    """Tells which documents explain that contacts are others than before.

    Args:
        old: The build before, its contacts as they were given.
        new: The build after.
    """

    def __init__(self, old: Build, new: Build) -> None:
        self._old, self._new = old.documents, new.documents
        self._told_old, self._told_new = _as_given(old), _as_given(new)

    def of(self, old: Iterable[Contact], new: Iterable[Contact]) -> tuple[Because, ...]:
        """Return the documents that tell other contacts than before, or are new or gone; all of them, if no one is."""
        before, after = _by_document(old, self._told_old), _by_document(new, self._told_new)
        found = []
        for id in sorted(before.keys() | after.keys()):
            cause = self._cause(id, before.get(id) != after.get(id))
            found.append(Because(cause, self._new.get(id) or self._old[id]))
        return tuple(b for b in found if b.cause is not Cause.BESIDE) or tuple(found)

    def _cause(self, id: str, otherwise: bool) -> Cause:
        if id not in self._old:
            return Cause.NEW
        if id not in self._new:
            return Cause.GONE
        return Cause.READ if otherwise else Cause.BESIDE

    def documents(self) -> list[Because]:
        """Return the documents that are only in one of the builds."""
        new = [Because(Cause.NEW, self._new[id]) for id in self._new.keys() - self._old.keys()]
        return new + [Because(Cause.GONE, self._old[id]) for id in self._old.keys() - self._new.keys()]


def _as_given(build: Build) -> Mapping[str, tuple[Any, ...]]:
    """Return the contacts as they were given, by their ids, with what a document can tell otherwise, or somebody decide."""
    return {c.id: (*_told(c), c.also, c.decided, _parties(c)) for c in build.contacts}


def _told(of: Contact | Report) -> tuple[Any, ...]:
    return of.kind, of.status, of.date, of.place, of.evidence


def _parties(contact: Contact) -> tuple[Any, ...]:
    return tuple((p.name, p.type, p.country, p.side) for p in contact.parties)


def _by_document(contacts: Iterable[Contact], given: Mapping[str, tuple[Any, ...]]) -> dict[str, _Told]:
    """Return what each document tells of some contacts."""
    told: defaultdict[str, set[tuple[Any, ...]]] = defaultdict(set)
    for report in (r for c in contacts for r in c.every_report()):
        told[report.document.id].add((report.id, *given.get(report.id, _told(report))))
    return {id: frozenset(found) for id, found in told.items()}
