"""Codes of states and organisations in the lists that data on international relations are joined by.

A party acts for a home: the ISO 3166-1 alpha-2 code of its state, or the id of a state without one. ``code`` gives what
a system called that state on a day: Gleditsch and Ward's number, that of Correlates of War, or ISO's three letters. The
tables and every decision in them are in ``states.yaml`` and ``systems.yaml`` here.
"""

import datetime as dt

from diplograph.graph.codes.model import ActorKind, Member, Membership, OrganisationCodes, StateCodes, System
from diplograph.graph.codes.parties import PartyCodes, codes_of
from diplograph.graph.codes.tables import organisations, states, units

__all__ = [
    "ActorKind",
    "Member",
    "Membership",
    "OrganisationCodes",
    "PartyCodes",
    "StateCodes",
    "System",
    "code",
    "codes_of",
    "members",
    "organisation",
    "state",
]


def state(home: str) -> StateCodes | None:
    """Return the codes of a state by what its parties have as home: "RU", "soviet-union"; None for everything else."""
    return states().get(home)


def organisation(id: str) -> OrganisationCodes | None:
    """Return what is known of an organisation or a group by the id of its party."""
    return organisations().get(id)


def code(home: str, system: System, day: dt.date | None = None) -> str | None:
    """Return what a system calls a state on a day: "365" for both "RU" and "soviet-union" in 1972, "260" for "DE".

    Args:
        home: Alpha-2 code of the state, or the id of one without such a code.
        day: None takes the newest membership.

    Returns:
        The unit's code; None if there is no such state, or it is no member on that day.
    """
    known = state(home)
    if known is None:
        return None
    return known.code(system) if day is None else known.code(system, day, day)


def members(system: System, start: dt.date, end: dt.date) -> tuple[Member, ...]:
    """Return the units of a system that were members on a day from ``start`` to ``end``, by number or ISO code.

    A unit that left and came back within these days stands there for each of its spans, which are not cut to them.
    Gleditsch and Ward's microstates are among them and marked.
    """
    return tuple(member for unit in units(system) for member in unit.members(start, end))
