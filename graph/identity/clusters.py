"""Names as the documents give them, and clusters of them that are one party."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Self

from diplograph.extract.model import Contact, Party, PartyType
from diplograph.graph.identity.actors import Actor, Actors
from diplograph.graph.identity.names import parsed

Key = tuple[str, str, PartyType]  # document, party as extracted, type


@dataclass(slots=True)
class Unit:
    """One name as one or several documents give it, before anything is merged."""

    name: str
    type: PartyType
    keys: set[Key] = field(default_factory=set)
    countries: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    days: set[dt.date] = field(default_factory=set)
    partners: set[str] = field(default_factory=set)
    ids: set[tuple[str, str]] = field(default_factory=set)
    count: int = 0
    actor: Actor | None = None

    @property
    def country(self) -> str | None:
        return min(self.countries, key=lambda c: (-self.countries[c], c)) if self.countries else None

    @property
    def order(self) -> tuple[str, str, str]:
        return self.name, self.country or "", min(k[0] for k in self.keys)


class Cluster:
    """Units that are one party; it grows only by units that fit every one that it has."""

    def __init__(self, unit: Unit) -> None:
        self.units = [unit]
        self.why: list[tuple[Unit, str, float | None]] = []

    def add(self, unit: Unit, reason: str, score: float | None = None) -> None:
        self.units.append(unit)
        self.why.append((unit, reason, score))

    def absorb(self, other: "Cluster", reason: str, score: float | None) -> None:
        self.units += other.units
        self.why += [(other.units[0], reason, score), *other.why]

    @property
    def actor(self) -> Actor | None:
        return next((u.actor for u in self.units if u.actor), None)

    @property
    def countries(self) -> set[str]:
        return {u.country for u in self.units if u.country}

    @property
    def country(self) -> str | None:
        return min(self.countries, default=None)

    @property
    def days(self) -> set[dt.date]:
        return {d for u in self.units for d in u.days}

    @property
    def ids(self) -> tuple[tuple[str, str], ...]:
        """What its names were given, the table of actors first; of several values for one name, the least."""
        given = sorted((pair for u in self.units for pair in u.ids), reverse=True)
        return tuple(sorted((dict(given) | dict(self.actor.ids if self.actor else ())).items()))

    @property
    def partners(self) -> set[str]:
        return {p for u in self.units for p in u.partners}

    @property
    def name(self) -> str:
        counts: Counter[str] = Counter()
        for unit in self.units:
            counts[unit.name] += unit.count
        full = [n for n in counts if not parsed(n).bare and not parsed(n).initials] or [
            n for n in counts if not parsed(n).bare
        ]
        return min(full or counts, key=lambda n: (-counts[n], -len(n), n))


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two parties that could be one, or a name that could be several's; nothing was merged."""

    name: str
    others: tuple[str, ...]
    reason: str

    @classmethod
    def between(cls, name: str, clusters: Iterable[Cluster], reason: str) -> Self:
        """Return the doubt whose of several clusters a name is."""
        return cls(name, tuple(sorted({c.name for c in clusters})), reason)


def units_of(contacts: Iterable[Contact], actors: Actors) -> Iterator[Unit]:
    """Yield the names: full names once a country, bare surnames once a document."""
    found: dict[tuple[object, ...], Unit] = {}
    for contact in sorted(set(contacts), key=lambda c: c.id):
        day = contact.date.start if contact.date else contact.document.date
        for party in contact.parties:
            person = party.type is PartyType.PERSON
            apart = contact.document.id if person and parsed(party.name).bare else party.country
            unit = found.setdefault((party.name, party.type, apart), Unit(party.name, party.type))
            unit.keys.add((contact.document.id, party.id, party.type))
            unit.count += 1
            if party.country:
                unit.countries[party.country] += 1
            if party.role:
                unit.roles[party.role] += 1
            unit.ids.update(party.ids)
            if day:
                unit.days.add(day)
            unit.partners.update(_partners(contact, party))
    for unit in found.values():
        unit.actor = actors.of(unit.name, unit.type, unit.country, unit.days)
        yield unit


def _partners(contact: Contact, party: Party) -> Iterator[str]:
    for other in contact.parties:
        if other.side != party.side:
            yield other.home
            if other.type is PartyType.PERSON:
                yield from (f"~{word}" for word in parsed(other.name).tokens)
