"""Counts of contacts by pair and by party, taken one contact at a time, so that a million need not be held.

A contact leaves a row of plain strings with each pair of its parties, and counts with each party. Which came
first makes no difference to what they say in the end.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any

from diplograph.extract.model import Contact, Evidence, Party, Source, Status
from diplograph.extract.times import Basis
from diplograph.graph.select import placed
from diplograph.graph.summary import OCCURRED, UNDATED, Naming, Row, edge, node, spells

Pair = tuple[str, str]


class Aggregate:
    """The pairs and the parties of contacts; equal contacts count once, told apart by a hash of 64 bits.

    Args:
        basis: How firmly a time must be known to count; see ``diplograph.graph.select.placed``.

    Attributes:
        contacts: How many were added, repetitions included.
    """

    def __init__(self, basis: Basis = Basis.INHERITED) -> None:
        self.contacts = 0
        self._basis = basis
        self._seen: set[int] = set()
        self._rows: defaultdict[Pair, list[Row]] = defaultdict(list)
        self._parties: defaultdict[str, _Counts] = defaultdict(_Counts)

    def add(self, contact: Contact) -> None:
        """Take what the graph needs of a contact."""
        self.contacts += 1
        mark = hash(contact)
        pairs = _pairs(contact)
        if not pairs or mark in self._seen:
            return
        self._seen.add(mark)
        row = _row(contact, self._basis)
        for pair in pairs:
            self._rows[pair].append(row)
        self._count(contact, row, {party for pair in pairs for party in pair})

    def _count(self, contact: Contact, row: Row, met: Collection[str]) -> None:
        for party in met:
            self._parties[party].count(row)
        for p in contact.parties:
            if p.id in met:
                names = self._parties[p.id].names
                name = (p.name, p.type.value, p.country or "", p.mention)
                names[name] = names.get(name, 0) + 1
                self._parties[p.id].describe(p)

    def occurred(self) -> set[Pair]:
        """Return the pairs with a contact that occurred."""
        return {pair for pair, rows in self._rows.items() if _any_occurred(rows)}

    def nodes(self, of: Collection[Pair] | None = None) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the parties (of some pairs) by their ids, with their attributes."""
        for party in sorted(self._parties if of is None else {p for pair in of for p in pair}):
            counts = self._parties[party]
            days = counts.days or counts.other_days
            yield party, node(party, counts.names, counts.occurred, days, org=counts.org, ids=counts.ids)

    def pairs(self, of: Collection[Pair] | None = None) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Yield an edge for each pair (of some)."""
        for a, b in sorted(self._rows if of is None else of):
            yield a, b, edge(sorted(self._rows[a, b]))

    def kinds(self, of: Collection[Pair] | None = None) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
        """Yield an edge for each pair (of some) and kind of contact, with a key; with ``of``, only if one occurred."""
        for a, b in sorted(self._rows if of is None else of):
            rows = sorted(self._rows[a, b], key=attrgetter("kind", "day", "id"))
            for kind, same in groupby(rows, key=attrgetter("kind")):
                of_kind = list(same)
                if of is None or _any_occurred(of_kind):
                    yield a, b, f"{a}--{b}--{kind}", _kind_edge(kind, of_kind)


class _Counts:
    """How often a party goes by each name; its contacts that occurred; the days of those, and of all others.

    ``org`` is what it acts for that has no code, of several the least; ``ids`` are its own identifiers.
    """

    __slots__ = ("days", "ids", "names", "occurred", "org", "other_days")

    def __init__(self) -> None:
        self.names: dict[Naming, int] = {}
        self.org: str | None = None
        self.ids: tuple[tuple[str, str], ...] = ()
        self.occurred = 0
        self.days: tuple[str, str] | None = None
        self.other_days: tuple[str, str] | None = None

    def describe(self, party: Party) -> None:
        if party.org and (self.org is None or party.org < self.org):
            self.org = party.org
        self.ids = max(self.ids, party.ids)

    def count(self, row: Row) -> None:
        days = None if row.day == UNDATED else (row.day, row.last)
        if row.status in OCCURRED:
            self.occurred += 1
            self.days = _spanned(self.days, days)
        else:
            self.other_days = _spanned(self.other_days, days)


def _spanned(days: tuple[str, str] | None, more: tuple[str, str] | None) -> tuple[str, str] | None:
    if days is None or more is None:
        return days or more
    return min(days[0], more[0]), max(days[1], more[1])


def _pairs(contact: Contact) -> set[Pair]:
    return {(a.id, b.id) if a.id < b.id else (b.id, a.id) for a, b in contact.pairs() if a.id != b.id}


def _row(contact: Contact, basis: Basis) -> Row:
    when = placed(contact, basis)
    return Row(
        when.start.isoformat() if when else UNDATED,
        contact.id,
        when.end.isoformat() if when else UNDATED,
        contact.kind.value,
        contact.status.value,
        " ".join(cited(contact.evidence).split()),
        tuple(sorted({name_of(r.document) for r in contact.reports})) or (name_of(contact.document),),
        contact.sources,
    )


def name_of(document: Source) -> str:
    """Return what best points to the document: its address, else its title, else its id."""
    return document.url or document.title or document.id


def cited(evidence: Evidence) -> str:
    """Return a sentence with its page behind it, if there is one: "They met. (p. 4)"."""
    return evidence.sentence if evidence.page is None else f"{evidence.sentence} (p. {evidence.page})"


def aggregate(
    contacts: Iterable[Contact], *, statuses: Collection[Status] | None = None, basis: Basis = Basis.INHERITED
) -> Aggregate:
    """Take what pair and kind level need of the contacts, one at a time; ``assemble`` makes graphs of it.

    Args:
        statuses: Take only contacts of these; None takes all.
        basis: How firmly a time must be known to count.
    """
    aggregated = Aggregate(basis)
    for contact in contacts:
        if statuses is None or contact.status in statuses:
            aggregated.add(contact)
    return aggregated


def _any_occurred(rows: Collection[Row]) -> bool:
    return any(row.status in OCCURRED for row in rows)


def _kind_edge(kind: str, rows: list[Row]) -> dict[str, Any]:
    data = edge(rows)
    data["kind"] = data.pop("kinds")
    days = spells(rows)
    return data | {"days": days} if days else data
