"""What several reports of one encounter make together: one contact, with the day, place and parties that most give."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

from diplograph.extract.model import Contact, Party, PartyType
from diplograph.extract.times import When

_T = TypeVar("_T")


def merged(contacts: list[Contact]) -> Contact:
    """Merge the contacts of one encounter into one.

    Args:
        contacts: Those that decide most come first; the first gives the status.
    """
    if len(contacts) == 1:
        return contacts[0]
    best = [c for c in contacts if c.status is contacts[0].status]
    lead = _lead(best)
    others = [c for c in contacts if c is not lead]
    return replace(
        lead,
        parties=_parties(lead, others),
        date=_date(best),
        place=_commonest(c.place for c in best if c.place),
        topic=_first(c.topic for c in (lead, *best)),
        channel=_first(c.channel for c in (lead, *best) if c.kind is lead.kind),
        decided=_first(c.decided for c in (lead, *best)),
        reports=tuple(r for c in (lead, *sorted(others, key=_by_document_day)) for r in c.every_report()),
    )


def _lead(contacts: list[Contact]) -> Contact:
    """Return the first contact of the kind that most give."""
    kind = _commonest(c.kind for c in contacts)
    return next(c for c in contacts if c.kind is kind)


def _first(words: Iterable[_T | None]) -> _T | None:
    return next((word for word in words if word), None)


def _by_document_day(contact: Contact) -> tuple[str, str]:
    return str(contact.document.date or "9999"), contact.id


def _date(contacts: list[Contact]) -> When | None:
    """Return the day that most reports give, sooner than a week or a month; of as many, one that is stated, the earliest."""
    dated = [c.date for c in contacts if c.date]
    counts = Counter((d.start, d.end) for d in dated)

    def rank(when: When) -> tuple[Any, ...]:
        days = when.start, when.end
        return when.vague, -counts[days], when.basis.rank, *days, when.text

    return min(dated, key=rank, default=None)


def _commonest(values: Iterable[_T]) -> _T | None:
    counts = Counter(values)
    return min(counts, key=lambda v: (-counts[v], str(v)), default=None)


def _parties(lead: Contact, others: list[Contact]) -> tuple[Party, ...]:
    """Return the lead's parties; a state gives way to its person where another report has one, and one only."""
    return tuple(_person(party, lead, others) or party for party in lead.parties)


def _person(party: Party, lead: Contact, others: list[Contact]) -> Party | None:
    if party.type is PartyType.PERSON:
        return None
    met = {p.id for p in lead.parties if p.side != party.side}
    found = {p.id: p for c in others for p in _opposite(c, met) if _is_of(p, party)}
    if len(found) != 1 or any(p.id in found for p in lead.parties):
        return None
    (person,) = found.values()
    return replace(person, mention=party.mention, start=party.start, end=party.end, side=party.side)


def _opposite(contact: Contact, met: set[str]) -> Iterator[Party]:
    for a, b in contact.pairs():
        for one, other in ((a, b), (b, a)):
            if other.id in met:
                yield one


def _is_of(person: Party, state: Party) -> bool:
    return person.type is PartyType.PERSON and person.home == state.home
