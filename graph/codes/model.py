"""What the tables of codes hold: units of a system of states with their days, and the codes of one party."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class System(StrEnum):
    """A list of states: Gleditsch and Ward, Correlates of War, or all that ISO 3166-1 has a code for."""

    GW = "gw"
    COW = "cow"
    ISO = "iso"


@dataclass(frozen=True, slots=True)
class Membership:
    """One span of days in which a state is a unit of COW's or of Gleditsch and Ward's system.

    Attributes:
        start: First day, no earlier than 1 January 1816.
        end: Last day; None: to today.
    """

    number: int
    abbreviation: str | None
    start: dt.date
    end: dt.date | None


@dataclass(frozen=True, slots=True)
class Member:
    """A unit of a system in one span of its membership.

    Attributes:
        code: What data on the system call it: "365" for Russia in COW and GW, "RUS" in ISO.
        abbreviation: The system's letters for it ("GMY"); in ISO the same as the code.
        name: Its usual short English name at the last day asked for: Soviet Union in 1972.
        start: First day of the span.
        end: Last day of the span; None: to today.
        microstate: Whether Gleditsch and Ward have it only on their list of microstates.
    """

    code: str
    abbreviation: str
    name: str
    start: dt.date
    end: dt.date | None
    microstate: bool = False


@dataclass(frozen=True, slots=True)
class StateCodes:
    """The codes of a state or territory.

    Attributes:
        id: As a party that is this state has it: the slug of its name.
        iso2: ISO 3166-1 alpha-2; XK for Kosovo; None for states of the past and territories without a code.
        iso3: ISO 3166-1 alpha-3, of some states of the past the withdrawn code; XKX for Kosovo.
        wikidata: Q-identifier of its Wikidata item.
        cow: Its spans as a member of the Correlates of War state system, the earliest first.
        gw: Its spans as a member of Gleditsch and Ward's system.
        iso: Its spans with a code of ISO 3166.
    """

    id: str
    name: str
    iso2: str | None = None
    iso3: str | None = None
    wikidata: str | None = None
    cow: tuple[Membership, ...] = ()
    gw: tuple[Membership, ...] = ()
    iso: tuple[Member, ...] = ()

    def code(self, system: System, start: dt.date = dt.date.min, end: dt.date = dt.date.max) -> str | None:
        """Return its code in the newest membership that shares a day with those from ``start`` to ``end``; None without one."""
        fits = (code for code, first, last in self._spans(system) if first <= end and (last is None or start <= last))
        return next(fits, None)

    def _spans(self, system: System) -> Iterator[tuple[str, dt.date, dt.date | None]]:
        """Yield its codes in the system with their first and last days, the newest first."""
        if system is System.ISO:
            yield from ((m.code, m.start, m.end) for m in reversed(self.iso))
        else:
            numbered = self.gw if system is System.GW else self.cow
            yield from ((str(m.number), m.start, m.end) for m in reversed(numbered))


class ActorKind(StrEnum):
    """What sort of organisation or group a party is; ``organisations.yaml`` explains the words."""

    INTERNATIONAL_ORGANISATION = "international organisation"
    ALLIANCE = "alliance"
    ORGAN = "organ"
    FORUM = "forum"
    COURT = "court"
    MISSION = "mission"
    NON_GOVERNMENTAL = "non-governmental organisation"
    AUTHORITY = "authority"
    ARMED_GROUP = "armed group"
    PARTY = "party"
    MOVEMENT = "movement"


@dataclass(frozen=True, slots=True)
class OrganisationCodes:
    """What is known of an organisation or group beside its name; the Q-identifier is None where it isn't certain."""

    id: str
    name: str
    kind: ActorKind
    wikidata: str | None = None
