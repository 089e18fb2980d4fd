"""Who sits on which side of a contact, for which unit and how high; and which units that brings together."""

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from itertools import combinations
from typing import NamedTuple

from diplograph.extract.lexicon.levels import Level, highest, level_of
from diplograph.extract.lexicon.officials import by_name
from diplograph.extract.model import Contact, Party, PartyType
from diplograph.extract.times import When
from diplograph.graph.initiative import initiators
from diplograph.graph.panel.population import Population, actor, by_code

Key = tuple[str, ...]  # of a unit: one code, or two


class Unit(StrEnum):
    """What a panel has a row for in each period: a pair of states, each way of a pair, a pair of persons, a state."""

    DYAD = "dyad"
    DIRECTED_DYAD = "directed-dyad"
    LEADER_DYAD = "leader-dyad"
    STATE = "state"


class Seat(NamedTuple):
    """A party at a contact.

    Attributes:
        unit: The code of its state, or in a panel of persons its id; None if it is no unit.
        whom: What it acts for, whether a unit or not; None of whom nobody says it.
        code: The code of what it acts for; None if that is no unit.
        name: What the party is called.
        active: Whether its side took the initiative.
    """

    side: int
    unit: str | None
    whom: str | None
    code: str | None
    name: str
    level: Level
    active: bool

    def faces(self, other: "Seat") -> bool:
        """Tell whether it was in contact with another that is not of the same unit."""
        return self.side != other.side and (self.unit != other.unit or self.unit is None)


class Place(NamedTuple):
    """What a contact says of a unit that was in it.

    Attributes:
        levels: The highest of those who sat there, for each end of the unit.
        initiated: Whether each end took the initiative; of a state, whether it did, and whether another did towards it.
    """

    levels: tuple[Level, ...]
    initiated: tuple[bool, bool]


def seats(contact: Contact, population: Population, when: When | None, *, persons: bool) -> list[Seat]:
    """Return the seats of a contact that was at a time; with ``persons`` each person is a unit, and nothing else is."""
    active = {id(p) for p in initiators(contact)}
    day = when.start if when else None
    return [_seat(p, population, when, day, persons, id(p) in active) for p in contact.parties]


def _seat(
    party: Party, population: Population, when: When | None, day: dt.date | None, persons: bool, active: bool
) -> Seat:
    whom = actor(party)
    code = population.code(whom, when) if whom else None
    unit = code
    if persons:
        unit = party.id if code is not None and party.type is PartyType.PERSON else None
    return Seat(party.side, unit, whom and whom.name, code, party.name, _level(party, day), active)


def _level(party: Party, day: dt.date | None) -> Level:
    """Return the level of a party: by the office that the text gives and by that which it is known to hold on the day."""
    if party.type is not PartyType.PERSON:
        return Level.STATES
    known = by_name(party.name)
    roles = (party.role, known.role_on(day) if known and day else None)
    return highest(Level.OFFICIALS, *(level_of(role) for role in roles if role))


def places(sat: Iterable[Seat], unit: Unit) -> dict[Key, Place]:
    """Return the units that a contact counts for, each once."""
    together = list(sat)
    if unit is Unit.STATE:
        return _states(together)
    pairs = _pairs(together)
    if unit is Unit.DIRECTED_DYAD:
        return pairs | {key[::-1]: Place(p.levels[::-1], p.initiated[::-1]) for key, p in pairs.items()}
    return pairs


def _states(sat: list[Seat]) -> dict[Key, Place]:
    found: dict[Key, Place] = {}
    for seat in sat:
        opposite = [other for other in sat if seat.faces(other)]
        if seat.unit is None or not opposite:
            continue
        before = found.get((seat.unit,), Place((seat.level,), (False, False)))
        started = before.initiated[0] or seat.active, before.initiated[1] or any(o.active for o in opposite)
        found[(seat.unit,)] = Place((highest(seat.level, *before.levels),), started)
    return found


def _pairs(sat: list[Seat]) -> dict[Key, Place]:
    found: dict[Key, Place] = {}
    for pair in combinations(sat, 2):
        a, b = sorted(pair, key=lambda seat: by_code(seat.unit or ""))
        if a.unit is None or b.unit is None or not a.faces(b):
            continue
        key = (a.unit, b.unit)
        before = found.get(key, Place((a.level, b.level), (False, False)))
        levels = tuple(map(highest, (a.level, b.level), before.levels))
        found[key] = Place(levels, (before.initiated[0] or a.active, before.initiated[1] or b.active))
    return found
