"""Which states a panel has a row for, and under which code: those of a state system, or all that the contacts have."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, Protocol

from diplograph.extract.ids import slug
from diplograph.extract.lexicon.gazetteer import lookup
from diplograph.extract.model import Party, PartyType
from diplograph.extract.times import When
from diplograph.graph import codes
from diplograph.graph.periods import Period
from diplograph.graph.rollup import state_of
from diplograph.graph.summary import commonest


class System(StrEnum):
    """Whose list of states a panel follows: Gleditsch and Ward's, the Correlates of War's, ISO 3166-1, or the contacts' own."""

    GW = "gw"
    COW = "cow"
    ISO = "iso"
    SEEN = "seen"


class Actor(NamedTuple):
    """What a party acts for: the code of its state, or the slug of what has none, as ``Party.home`` has it."""

    home: str
    name: str
    type: PartyType


class Population(Protocol):
    """The units of a panel, by their codes."""

    def code(self, actor: Actor, when: When | None) -> str | None:
        """Return the code of an actor at a time; None if it then is no unit."""

    def units(self, period: Period) -> tuple[str, ...]:
        """Return the codes of a period's units, in order."""

    def name(self, code: str) -> str:
        """Return what a unit is called."""

    def type(self, code: str) -> PartyType:
        """Return what a unit is."""


def actor(party: Party) -> Actor | None:
    """Return what a party acts for; None for a person of whom nobody says it."""
    rolled = state_of(party)
    if rolled.type is PartyType.STATE:
        return Actor(rolled.home, rolled.name, PartyType.STATE)
    if rolled.type is not PartyType.PERSON:
        return Actor(rolled.id, rolled.name, rolled.type)
    if not party.org:
        return None
    known = next((m.type for m in lookup(party.org)), PartyType.ORGANISATION)
    return Actor(slug(party.org), party.org, known)


def by_code(code: str) -> tuple[bool, int, str]:
    """Return the order of codes: numbers by their size, before letters."""
    return (not code.isdecimal(), int(code) if code.isdecimal() else 0, code)


@dataclass(slots=True)
class Seen:
    """Every state, organisation and group that the contacts have, a unit in every period."""

    _names: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    _types: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    _codes: tuple[str, ...] | None = None

    @classmethod
    def among(cls, actors: Iterable[Actor]) -> "Seen":
        """Return the population of all actors, each of which is named as often as it stands there."""
        found = cls()
        for one in actors:
            found._names[one.home][one.name] += 1
            found._types[one.home][one.type] += 1
        return found

    def code(self, actor: Actor, when: When | None) -> str | None:
        """Return its home."""
        return actor.home

    def units(self, period: Period) -> tuple[str, ...]:
        """Return all there are."""
        if self._codes is None:
            self._codes = tuple(sorted(self._names, key=by_code))
        return self._codes

    def name(self, code: str) -> str:
        """Return what it is called most often."""
        return commonest(self._names[code].items())

    def type(self, code: str) -> PartyType:
        """Return what it is taken for most often."""
        return PartyType(commonest(self._types[code].items()))


@dataclass(frozen=True, slots=True)
class Listed:
    """The states of a system, each a unit in the periods in which it is a member for a day or more."""

    system: codes.System
    _spans: tuple[tuple[str, dt.date, dt.date], ...]
    _names: dict[str, str]

    @classmethod
    def by(cls, system: codes.System, start: dt.date, end: dt.date) -> "Listed":
        """Return the members of a system from a first to a last day, each by the name that it has at the end."""
        members = codes.members(system, start, end)
        spans = tuple((m.code, m.start, m.end or dt.date.max) for m in members)
        return cls(system, spans, {m.code: m.name for m in sorted(members, key=lambda m: m.start)})

    def code(self, actor: Actor, when: When | None) -> str | None:
        """Return its code on the first day of a time, or else the last, on which it was a member."""
        if actor.type is not PartyType.STATE:
            return None
        days = (when.start, when.end) if when else (None,)
        found = (codes.code(actor.home, self.system, day) for day in days)
        return next((code for code in found if code is not None), None)

    def units(self, period: Period) -> tuple[str, ...]:
        """Return those of the members in it."""
        then = {code for code, start, end in self._spans if start <= period.end and period.start <= end}
        return tuple(sorted(then, key=by_code))

    def name(self, code: str) -> str:
        """Return the system's name of it."""
        return self._names[code]

    def type(self, code: str) -> PartyType:
        """Return that it is a state."""
        return PartyType.STATE
