"""A contact as event data counts it: an event a dyad, that is for every two of its parties, and who acts on whom."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from diplograph.extract.ids import slug
from diplograph.extract.model import Contact, Kind, Party, PartyType, Status
from diplograph.extract.times import Basis, When
from diplograph.graph.assemble import party_pairs
from diplograph.graph.ids import unused
from diplograph.graph.initiative import initiators
from diplograph.graph.rollup import state_of
from diplograph.graph.select import day_of, placed


@dataclass(frozen=True, slots=True)
class Dyad:
    """Two parties of a contact that stood on different sides.

    Attributes:
        id: Unique among all; the edge between them has it where an edge is a contact.
        actor: Who took the initiative or mediated; where that is not told, the one whose state and id come first.
        directed: Whether it is told.
        when: The days of the contact, where they are known as firmly as wanted.
    """

    id: str
    contact: Contact
    actor: Party
    recipient: Party
    directed: bool
    when: When | None

    @property
    def day(self) -> dt.date | None:
        """The day that the event counts on: see ``event_day``."""
        return event_day(self.contact, self.when)


@dataclass(frozen=True, slots=True)
class Lost:
    """What a file of events has not, or has without a day.

    Attributes:
        format: Its name.
        statuses: How many contacts are left out for their status.
        undated: How many of the others have no day, since no time is known as firmly as wanted.
        vague: How many have none since some day of several is meant: of a week, of a month.
    """

    format: str
    statuses: Mapping[Status, int]
    undated: int
    vague: int

    def __bool__(self) -> bool:
        return bool(self.statuses or self.undated or self.vague)


def eventful(
    contacts: Iterable[Contact], statuses: Collection[Status], basis: Basis, format: str
) -> tuple[list[Contact], Lost]:
    """Return the contacts of some statuses, and what is lost of the others and of their days."""
    known = list(contacts)
    kept = [c for c in known if c.status in statuses]
    dayless = [(c, when) for c in kept if event_day(c, when := placed(c, basis)) is None]
    vague = sum(when is not None and c.status.took_place for c, when in dayless)
    left = Counter(c.status for c in known if c.status not in statuses)
    return kept, Lost(format, {s: left[s] for s in Status if left[s]}, len(dayless) - vague, vague)


def event_day(contact: Contact, when: When | None) -> dt.date | None:
    """Return the day of what took place on some days; of what did not, the day on which its document tells of it.

    None if no day is known, or if some day of several is meant.
    """
    if not contact.status.took_place:
        return contact.document.date
    return day_of(when) if when else None


def dyads(contacts: Iterable[Contact], basis: Basis = Basis.INHERITED) -> Iterator[Dyad]:
    """Yield every two parties that were in contact, once a contact, in the order of the contacts.

    Args:
        basis: How firmly a time must be known, as ``placed`` takes it.
    """
    taken: Counter[str] = Counter()
    for contact in contacts:
        active, when = {p.id for p in source(contact)}, placed(contact, basis)
        for a, b in party_pairs(contact):
            actor, recipient = _ordered(a, b, active)
            yield Dyad(unused(f"{contact.id}.{a.id}.{b.id}", taken), contact, actor, recipient, bool(active), when)


def source(contact: Contact) -> tuple[Party, ...]:
    """Return who acts, in the sense of event data: who took the initiative, or mediates; () if nobody is told to."""
    if contact.kind is Kind.MEDIATION:
        first = min(p.side for p in contact.parties)
        return tuple(p for p in contact.parties if p.side == first)
    return initiators(contact)


@lru_cache(maxsize=4096)  # asked of one party over and over
def home_of(party: Party) -> str:
    """Return what a party acts for, as ``Party.home`` does; of who serves a body of states, not the country of birth."""
    if party.type is PartyType.PERSON and party.country and state_of(party) is party:
        return slug(party.org) if party.org else party.id
    return party.home


def _ordered(a: Party, b: Party, active: set[str]) -> tuple[Party, Party]:
    if active:
        return (a, b) if a.id in active else (b, a)
    first, second = sorted((a, b), key=lambda p: (home_of(p), p.id))
    return first, second
