"""Counts contacts by unit and period."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from diplograph.extract.lexicon.levels import highest
from diplograph.extract.model import Contact, Party
from diplograph.extract.times import Basis, When
from diplograph.graph import codes
from diplograph.graph.assemble import in_order
from diplograph.graph.calendar import By, Calendar
from diplograph.graph.panel.cells import Cell
from diplograph.graph.panel.columns import Columns, columns
from diplograph.graph.panel.population import Listed, Population, Seen, System, actor
from diplograph.graph.panel.rosters import Roster, all_of, running
from diplograph.graph.panel.seats import Key, Place, Seat, Unit, places, seats
from diplograph.graph.periods import Period
from diplograph.graph.rollup import state_of
from diplograph.graph.select import is_called, placed
from diplograph.graph.summary import commonest

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of one period.

    Attributes:
        cells: The counts of those units that have any, by their row.
        unplaced: How many contacts of a unit no period has, by its row.
    """

    period: Period
    roster: Roster
    cells: dict[int, Cell]
    unplaced: dict[int, int]


@dataclass(slots=True)
class Tally:
    """What became of the contacts.

    Attributes:
        counted: How many are in some row.
        unplaced: How many occurred between units and are in no period: without a day, or of one of several periods.
        others: How many that did not occur are in no period either, nor in any column.
        before: How many began before the span.
        within: How many were within one unit, or of fewer than two persons in a panel of persons.
        left_out: Who is no unit, and in how many contacts.
    """

    counted: int = 0
    unplaced: int = 0
    others: int = 0
    before: int = 0
    within: int = 0
    left_out: Counter[str] = field(default_factory=Counter)

    def note(self, sat: Iterable[Seat], found: bool) -> None:
        """Take note of a contact that has, or has not, brought units together."""
        strangers = {seat.whom or seat.name for seat in sat if seat.code is None}
        self.left_out.update(strangers)
        self.within += not found and not strangers


@dataclass(slots=True)
class Panel:
    """Units by periods; ``blocks`` gives its rows, however many, one period at a time.

    Attributes:
        parties: Only dyads of which one of these is an end have rows; None for all.
    """

    unit: Unit
    system: System
    population: Population
    calendar: Calendar | None = None
    parties: Collection[str] | None = None
    tally: Tally = field(default_factory=Tally)
    _cells: defaultdict[int, dict[Key, Cell]] = field(default_factory=lambda: defaultdict(dict))
    _unplaced: Counter[Key] = field(default_factory=Counter)
    _spans: dict[Key, tuple[int, int]] = field(default_factory=dict)
    _persons: defaultdict[str, list[Seat]] = field(default_factory=lambda: defaultdict(list))
    _named: set[str] = field(default_factory=set)

    @property
    def columns(self) -> Columns:
        """Its columns."""
        return columns(self.unit, self.system)

    @property
    def periods(self) -> int:
        """How many periods it has; 0 if there is no contact and no span was given."""
        return len(self.calendar) if self.calendar else 0

    def __len__(self) -> int:
        return sum(len(self._roster(index)) for index in range(self.periods))

    def blocks(self) -> Iterator[Block]:
        """Yield the rows of each period."""
        before, unplaced = None, dict[int, int]()
        for index in range(self.periods):
            roster = self._roster(index)
            if roster is not before:
                before, unplaced = roster, dict(_by_row(roster, self._unplaced))
            yield Block(self._period(index), roster, dict(_by_row(roster, self._cells.get(index, {}))), unplaced)

    def label(self, name: str) -> tuple[str, ...]:
        """Return what the columns of labels say of a code, or of a person's id."""
        if self.unit is Unit.LEADER_DYAD:
            sat = self._persons[name]
            level = highest(*(seat.level for seat in sat))
            return name, commonest((s.name, 1) for s in sat), commonest((s.code or "", 1) for s in sat), level.value
        label = name, self.population.name(name)
        return (*label, self.population.type(name).value) if self.system is System.SEEN else label

    def add(self, contact: Contact, basis: Basis) -> None:
        """Count a contact in the period that holds it, else as one that no period has."""
        when = placed(contact, basis)
        if when and self._before(contact, when, basis):
            self.tally.before += 1
            return
        index = self._index(contact, when, basis)
        sat = seats(contact, self.population, self._known(contact, index), persons=self.unit is Unit.LEADER_DYAD)
        found = places(sat, self.unit)
        self.tally.note(sat, bool(found))
        self._named.update(
            seat.code for party, seat in zip(contact.parties, sat, strict=True) if self._means(party) and seat.code
        )
        if when is not None and index is not None:
            self._count(contact, found, when, index)
            self._meet(sat, found)
        elif contact.status.took_place:
            self._unplaced.update(found.keys())
            self.tally.unplaced += bool(found)
        else:
            self.tally.others += bool(found)

    def _known(self, contact: Contact, index: int | None) -> When | None:
        """Return the days on which the parties of a contact have their codes: its own, or its document's, that are in its period."""
        when = placed(contact, Basis.REPORTED)
        return when if when is None or index is None else replace(when, end=min(when.end, self._period(index).end))

    def _means(self, party: Party) -> bool:
        """Tell whether a party, or the state that it acts for, is one of those that were named."""
        return self.parties is not None and any(is_called(one, self.parties) for one in (party, state_of(party)))

    def _before(self, contact: Contact, when: When, basis: Basis) -> bool:
        """Tell whether a contact counts in a period before the span, or in the part of its first that is cut off."""
        if self.calendar is None or when.start >= self.calendar.start:
            return False
        return _own(self.calendar.by, when)[0].holds(contact, basis)

    def _index(self, contact: Contact, when: When | None, basis: Basis) -> int | None:
        """Return the number of the period that holds a contact; None if none does."""
        index = self.calendar.index(when.start) if when and self.calendar else None
        return index if index is not None and self._period(index).holds(contact, basis) else None

    def _count(self, contact: Contact, found: dict[Key, Place], when: When, index: int) -> None:
        for key, place in found.items():
            self._cells[index].setdefault(key, Cell()).add(contact, place, when, self.unit)
            first, last = self._spans.get(key, (index, index))
            self._spans[key] = min(first, index), max(last, index)
        self.tally.counted += bool(found)

    def _meet(self, sat: Iterable[Seat], found: dict[Key, Place]) -> None:
        if self.unit is Unit.LEADER_DYAD:
            for seat in sat:
                if seat.unit is not None and any(seat.unit in key for key in found):
                    self._persons[seat.unit].append(seat)

    def _period(self, index: int) -> Period:
        assert self.calendar is not None
        return self.calendar[index]

    def _roster(self, index: int) -> Roster:
        if self.unit is Unit.LEADER_DYAD:
            return running(self._spans, index)
        having = None if self.parties is None else frozenset(self._named)
        return all_of(self.population.units(self._period(index)), self.unit, having)


def panel(
    contacts: Iterable[Contact],
    *,
    unit: Unit = Unit.DYAD,
    by: By = By.YEAR,
    system: System = System.GW,
    basis: Basis = Basis.INHERITED,
    since: dt.date | None = None,
    until: dt.date | None = None,
    party: Collection[str] | None = None,
) -> Panel:
    """Count contacts by unit and period; the order of the contacts makes no difference.

    A contact counts in the period of its first day; one of which some day of several periods is meant, or that lasted
    longer than 31 days over several, in none.

    Args:
        contacts: Of persons, as extracted or folded, not rolled up to states: their offices give the levels.
        unit: What has a row in each period.
        system: Whose list of states says which units there are in a period.
        basis: How firmly a time must be known; ``Basis.REPORTED`` places what has none by the day of its document.
        since: The first day of the span; by default the first of the period that has the first contact.
        until: The last day likewise.
        party: By which parties, as ``select`` takes them, the contacts were chosen: dyads without any of them have no rows,
            since their zeros would be false.
    """
    found = in_order(contacts)
    calendar = _calendar(found, by, basis, since, until)
    counted = Panel(unit, system, _population(found, system, calendar), calendar, party)
    for contact in found:
        if not contact.is_gathering:
            counted.add(contact, basis)
    return counted


def _population(contacts: Iterable[Contact], system: System, calendar: Calendar | None) -> Population:
    if system is not System.SEEN and calendar is not None:
        return Listed.by(codes.System(system), calendar.start, calendar.end)
    return Seen.among(whom for c in contacts for p in c.parties if (whom := actor(p)))


def _calendar(
    contacts: Iterable[Contact], by: By, basis: Basis, since: dt.date | None, until: dt.date | None
) -> Calendar | None:
    """Return the periods of a span, whose ends are by default those of the periods that have the contacts."""
    held = [own[0] for c in contacts if (when := placed(c, basis)) and (own := _own(by, when))[0].holds(c, basis)]
    start = since or min((p.start for p in held), default=None)
    end = until or max((p.end for p in held), default=None)
    return Calendar(by, start, end) if start and end and start <= end else None


def _own(by: By, when: When) -> Calendar:
    """Return the one period that has the first day of a time."""
    return Calendar.around(by, when.start, when.start)


def _by_row(roster: Roster, values: Mapping[Key, _Value]) -> Iterator[tuple[int, _Value]]:
    for key, value in values.items():
        row = roster.place(key)
        if row is not None:
            yield row, value
