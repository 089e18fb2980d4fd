"""By which documents two builds differ in something."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from diplograph.extract.model import Contact
from diplograph.graph.diff.records import Because, Build, Cause


class Reasons:
    """Tells which documents explain that contacts are others than before.

    Args:
        old: The build before, its contacts as they were given.
        new: The build after.
    """

    def __init__(self, old: Build, new: Build) -> None:
        self._old, self._new = old.documents, new.documents
        edited = (id for id in old.hashes.keys() & new.hashes.keys() if old.hashes[id] != new.hashes[id])
        self._edited = frozenset(edited)
        before, after = _as_extracted(old), _as_extracted(new)
        self._differing = {id for id in before.keys() & after.keys() if before[id] != after[id]}

    def of(self, old: Iterable[Contact], new: Iterable[Contact]) -> tuple[Because, ...]:
        """Return the documents that tell other contacts than before, or are new or gone; all of them, if no one is."""
        before, after = _by_document(old), _by_document(new)
        found = []
        for id in sorted(before.keys() | after.keys()):
            one, two = before.get(id, {}), after.get(id, {})
            cause = self._cause(id, one != two or not self._differing.isdisjoint(one))
            found.append(Because(cause, self._new.get(id) or self._old[id]))
        return tuple(b for b in found if b.cause is not Cause.BESIDE) or tuple(found)

    def _cause(self, id: str, otherwise: bool) -> Cause:
        if id not in self._old:
            return Cause.NEW
        if id not in self._new:
            return Cause.GONE
        if not otherwise:
            return Cause.BESIDE
        return Cause.EDITED if id in self._edited else Cause.READ

    def documents(self) -> list[Because]:
        """Return the documents that are only in one of the builds."""
        new = [Because(Cause.NEW, self._new[id]) for id in self._new.keys() - self._old.keys()]
        return new + [Because(Cause.GONE, self._old[id]) for id in self._old.keys() - self._new.keys()]


def _as_extracted(build: Build) -> Mapping[str, tuple[Any, ...]]:
    """Return what a document can tell otherwise of a contact, or somebody decide on it, beside what its report has."""
    return {c.id: (c.also, c.decided, _parties(c)) for c in build.contacts if not c.reports}


def _parties(contact: Contact) -> tuple[Any, ...]:
    return tuple((p.name, p.type, p.country, p.side) for p in contact.parties)


def _by_document(contacts: Iterable[Contact]) -> dict[str, dict[str, tuple[Any, ...]]]:
    """Return what each document tells of some contacts, by their ids as extracted."""
    told: defaultdict[str, dict[str, tuple[Any, ...]]] = defaultdict(dict)
    for report in (r for c in contacts for r in c.every_report()):
        told[report.document.id][report.id] = (report.kind, report.status, report.date, report.place, report.evidence)
    return told
