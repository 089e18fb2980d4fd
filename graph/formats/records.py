"""What the formats of records write: every party and document once, and every statement of a document."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from diplograph.extract.ids import home
from diplograph.extract.model import Contact, Party, PartyType, Report, Source, Status
from diplograph.graph.codes import PartyCodes, codes_of
from diplograph.graph.summary import commonest


@dataclass(frozen=True, slots=True)
class PartyProfile:
    """A party as all contacts together describe it.

    Attributes:
        names: Every other name that it goes by.
        roles: The offices that the texts give, as in the texts.
        codes: Of its state, on the last day of a contact of it that occurred; and its own.
    """

    id: str
    name: str
    type: PartyType
    country: str | None
    names: tuple[str, ...]
    roles: tuple[str, ...]
    codes: PartyCodes


def party_profiles(contacts: Iterable[Contact]) -> list[PartyProfile]:
    """Return the parties of the contacts by id, named as in the graph: the name used most."""
    seen: defaultdict[str, list[Party]] = defaultdict(list)
    days: defaultdict[tuple[str, bool], list[dt.date]] = defaultdict(list)
    for contact in contacts:
        for party in contact.parties:
            seen[party.id].append(party)
            if contact.date:
                days[party.id, contact.status.took_place] += [contact.date.start, contact.date.end]
    return [_profile(id, seen[id], days[id, True] or days[id, False]) for id in sorted(seen)]


def _profile(id: str, seen: list[Party], days: list[dt.date]) -> PartyProfile:
    name = commonest((p.name, 1) for p in seen)
    kind = PartyType(commonest((p.type, 1) for p in seen))
    country = commonest((p.country, 1) for p in seen if p.country) or None
    acts_for = home(country, min((p.org for p in seen if p.org), default=None), id)
    return PartyProfile(
        id,
        name,
        kind,
        country,
        tuple(sorted({p.name for p in seen} - {name, ""})),
        tuple(sorted({p.role for p in seen if p.role})),
        codes_of(id, kind, acts_for, max(p.ids for p in seen), (min(days), max(days)) if days else None),
    )


def documents(contacts: Iterable[Contact]) -> list[Source]:
    """Return the documents of the contacts by id; where two share one, what the first says."""
    seen: dict[str, Source] = {}
    for contact in contacts:
        for report in statements(contact):
            seen.setdefault(report.document.id, report.document)
    return [seen[id] for id in sorted(seen)]


def statements(contact: Contact) -> list[Report]:
    """Return what each sentence says as a report: one a document, its own first, then its other sentences."""
    reports = contact.every_report()
    return [*reports, *(replace(reports[0], evidence=evidence) for evidence in contact.also)]


def title(contact: Contact) -> str:
    """Name kind and parties in one line: "call: A, B — C", and the status first if it did not occur."""
    status = "" if contact.status is Status.OCCURRED else f"{contact.status} "
    return f"{status}{contact.kind}: {parties(contact)}"


def parties(contact: Contact) -> str:
    """Name the parties, sides apart by a dash: "A, B — C"."""
    sides: defaultdict[int, list[str]] = defaultdict(list)
    for party in contact.parties:
        sides[party.side].append(" ".join(party.name.split()))
    return " — ".join(", ".join(sides[side]) for side in sorted(sides))
