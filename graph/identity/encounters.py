"""One encounter reported by many documents: which contacts are one.

Two contacts are one encounter where the same parties, or their states, were in contact in a way that is compatible, on
days that agree with each other or with the days of the documents. A contact joins an encounter only if it fits every
report that the encounter already has, and only where no other encounter fits as well.
"""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple, Self, assert_never

from diplograph.extract.ids import slug
from diplograph.extract.model import Contact, Kind, Party, PartyType, Source, Status
from diplograph.extract.times import When
from diplograph.graph.identity.merging import merged
from diplograph.graph.identity.ties import Ties, ids
from diplograph.graph.identity.windows import LATE, POST, Days, possible_days

_DAY = dt.timedelta(days=1)  # by which reports of one encounter may be mistaken
LOOSE = ({Kind.MEETING, Kind.TALKS}, {Kind.CALL, Kind.TALKS}, {Kind.MEETING, Kind.VISIT}, {Kind.TALKS, Kind.VISIT})
_BODY, _UNKNOWN = "*", "?"  # in a key: a state or organisation; somebody of whom nobody says what he acts for
_DULL = frozenset(["the", "of", "and", "on", "in", "a", "for", "to", "with", "an", "its", "their"])

_Key = tuple[frozenset[str], int]


class _Who(NamedTuple):
    """What is compared of a party.

    Attributes:
        country: Whether its state is known.
    """

    id: str
    home: str
    person: bool
    country: bool

    @classmethod
    def of(cls, party: Party) -> Self:
        return cls(party.id, party.home, party.type is PartyType.PERSON, bool(party.country))


_Pair = tuple[_Who, _Who]


@dataclass(frozen=True, eq=False)
class _Telling:
    """A contact as one document tells it, with what is compared."""

    contact: Contact

    @cached_property
    def pairs(self) -> tuple[_Pair, ...]:
        return tuple((_Who.of(a), _Who.of(b)) for a, b in self.contact.pairs())

    @cached_property
    def documents(self) -> frozenset[str]:
        return frozenset(r.document.id for r in self.contact.reports) | {self.contact.document.id}

    @cached_property
    def persons(self) -> int:
        return sum(p.type is PartyType.PERSON for p in self.contact.parties)

    @cached_property
    def exact(self) -> When | None:
        """Its date, if that is not vague."""
        date = self.contact.date
        return None if date is None or date.vague else date

    @cached_property
    def days(self) -> Days | None:
        return possible_days(self.contact)

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(re.findall(r"\w+", (self.contact.topic or "").casefold())) - _DULL

    @property
    def order(self) -> tuple[int, int, bool, str, str]:
        c = self.contact
        return (
            c.status.rank,
            -self.persons,
            self.exact is None,
            str(self.exact.start if self.exact else c.document.date or "9999"),
            c.id,
        )


def folded(contacts: Iterable[Contact], ties: Ties | None = None) -> list[Contact]:
    """Return each encounter once; contacts must go by the names that hold for all documents.

    Args:
        ties: What was decided on two of them.
    """
    found = list(contacts)
    if ties is not None and ties.together:
        found = [_merged(map(_Telling, group)) for group in ties.groups(found)]
    apart = ties.forbidden() if ties is not None else {}
    while True:  # what the reports of an encounter say together may fit what one alone did not
        groups = _groups(sorted(map(_Telling, found), key=lambda t: t.order), apart)
        if len(groups) == len(found):
            return found
        found = [_merged(group) for group in groups]


def _merged(tellings: Iterable[_Telling]) -> Contact:
    return merged([t.contact for t in sorted(tellings, key=lambda t: t.order)])


def counterparts(old: Iterable[Contact], new: Iterable[Contact]) -> list[tuple[list[Contact], list[Contact]]]:
    """Return which encounters of one time are which of another, where no document tells both; those without are left out.

    The parties of both must go by the same names.
    """
    before, after = [_Telling(c) for c in old], [_Telling(c) for c in new]
    first = set(map(id, before))
    groups = _groups(sorted([*before, *after], key=lambda t: t.order), {})
    sides = (([t.contact for t in g if id(t) in first], [t.contact for t in g if id(t) not in first]) for g in groups)
    return [(one, two) for one, two in sides if one and two]


def _groups(tellings: list[_Telling], apart: Mapping[str, set[str]]) -> list[list[_Telling]]:
    groups: list[list[_Telling]] = []
    by_key: defaultdict[_Key, dict[int, list[_Telling]]] = defaultdict(dict)
    for telling in tellings:
        wanted, held = _keys(telling)
        near = {n: g for key in wanted if key in by_key for n, g in by_key[key].items()}
        if apart:
            near = {n: g for n, g in near.items() if not _kept_apart(telling, g, apart)}
        number = _chosen(telling, near)
        if number is None:
            number = len(groups)
            groups.append([])
        groups[number].append(telling)
        for key in held:
            by_key[key][number] = groups[number]
    return groups


def _kept_apart(telling: _Telling, group: list[_Telling], apart: Mapping[str, set[str]]) -> bool:
    not_with = {other for id in ids(telling.contact) for other in apart.get(id, ())}
    return any(not_with & ids(one.contact) for one in group)


def _chosen(telling: _Telling, groups: dict[int, list[_Telling]]) -> int | None:
    """Return the encounter that a telling fits best, or None where it fits none, or two about as well."""
    scored = {number: score for number, group in groups.items() if (score := _fits(telling, group)) is not None}
    highest = max(scored.values(), default=0.0)
    best = [number for number, score in scored.items() if score >= highest - 0.25]
    return best[0] if len(best) == 1 else None


def _keys(telling: _Telling) -> tuple[set[_Key], set[_Key]]:
    """Return where to look for what may be the same, and where to be found: what two parties act for, in a month.

    Somebody of whom nobody says what he acts for may be of any, and is found by whom he was in contact with.
    """
    wanted, held = set(), set()
    for pair in telling.pairs:
        both = {frozenset((x, y)) for x in _homes(pair[0]) for y in _homes(pair[1])}
        wanted |= both
        held |= both
        for one, other in (pair, pair[::-1]):
            if not one.person or one.home == one.id:
                sought, own = (_BODY, _UNKNOWN) if one.person else (_UNKNOWN, _BODY)
                wanted |= {frozenset((x, sought)) for x in _homes(other)}
                held |= {frozenset((x, own)) for x in _homes(other)}
    months = _months(telling.days)
    return {(pair, month) for pair in wanted for month in months}, {(pair, month) for pair in held for month in months}


def _homes(party: _Who) -> set[str]:
    """Return what a party acts for; it may come with an organisation and without."""
    return {party.home} if party.country else {party.home, party.id}


def _months(days: Days | None) -> set[int]:
    if days is None:
        return {-1}
    first, last = days[0].toordinal() - POST.days, days[1].toordinal() + POST.days
    found = range(first // 30, last // 30 + 1)
    return set(found) if len(found) < 15 else {-2}


def _fits(telling: _Telling, group: list[_Telling]) -> float | None:
    """Return how well a telling fits an encounter; None where it does not fit every report of the usual day."""
    usual = _usual(group)
    agreements = []
    for other in group:
        agreement = _agreement(telling, other)
        if agreement is not None:
            agreements.append(agreement)
        elif other in usual:
            return None
    kind = _together(a.kind for a in agreements)
    place, topic = _together(a.place for a in agreements), _together(a.topic for a in agreements)
    when = max(a.when for a in agreements)
    if kind == -1 or place == topic == -1 or (-1 in (place, topic) and when < 2):
        return None
    return max(a.parties for a in agreements) + when + kind + place + topic


def _usual(group: list[_Telling]) -> list[_Telling]:
    """Return the reports that give the day that most give, and those that give none, or no exact one."""
    if len(group) == 1:
        return group
    days = Counter((d.start, d.end) for t in group if (d := t.exact))
    most = min(days, key=lambda d: (-days[d], d), default=None)
    return [t for t in group if not (d := t.exact) or (d.start, d.end) == most]


def _together(values: Iterable[int]) -> int:
    """Return 1 where one agrees, else -1 where one disagrees (of kinds: where none agrees), else 0."""
    found = set(values)
    return 1 if 1 in found else min(found)


class _Agreement(NamedTuple):
    """How far two tellings agree, by what is compared; less than 0 is against it."""

    parties: float
    when: float
    kind: int
    place: int
    topic: int


def _agreement(one: _Telling, two: _Telling) -> _Agreement | None:
    """Return how far parties, days, kind, place and topic agree, or None where two tellings can't be of one encounter."""
    a, b = one.contact, two.contact
    if one.documents & two.documents or _apart(one, two) or not _statuses_agree(one, two):
        return None
    parties = _parties_agree(one.pairs, two.pairs)
    when = _days_agree(one, two, parties) if parties else None
    kind = _kinds_agree(one, two, parties, when) if parties and when else None
    if parties is None or when is None or kind is None:
        return None
    place, topic = _same(a.place, b.place), _alike(one.words, two.words)
    if parties < 1 and (when < 3 or place + topic < 1):
        return None
    return _Agreement(parties, when, kind, place, topic)


def _statuses_agree(one: _Telling, two: _Telling) -> bool:
    firm, loose = sorted((one.contact, two.contact), key=lambda c: c.status.rank)
    match loose.status:
        case Status.OCCURRED | Status.NEGATED:
            return True
        case Status.PLANNED:  # what is planned after a denial is another encounter
            return not firm.status.denied or _no_later(loose.document, firm.document)
        case Status.HYPOTHETICAL:  # an offer is that of another report only if both name its day
            return firm.status is Status.HYPOTHETICAL and bool(one.exact and two.exact)
        case status:
            assert_never(status)


def _no_later(first: Source, last: Source) -> bool:
    return first.date is None or last.date is None or first.date <= last.date


@lru_cache(maxsize=65536)
def _parties_agree(one: tuple[_Pair, ...], two: tuple[_Pair, ...]) -> float | None:
    """Return 2 where persons are the same, 1 where a state stands for its person; None if a pair has no match."""
    short, long = sorted((one, two), key=len)
    levels = [max(_match(p, q) for q in long) for p in short]
    return min(levels) if levels and min(levels) > 0 else None


def _match(one: _Pair, two: _Pair) -> float:
    (a, b), (c, d) = one, two
    return max(min(_level(a, c), _level(b, d)), min(_level(a, d), _level(b, c)))


def _level(one: _Who, two: _Who) -> float:
    """Return 2 for the same party, 1 for a person and what he acts for, a half where nobody says what he acts for."""
    if one.id == two.id:
        return 2
    if one.person is two.person:
        return 0
    person = one if one.person else two
    if person.home == person.id:
        return 0.5
    return 1 if one.home == two.home else 0


def _days_agree(one: _Telling, two: _Telling, parties: float) -> float | None:
    """Return 3 for the same dates, 2 for dates that overlap, 1 where one is vague or follows from a document's day."""
    a, b = one.days, two.days
    if a is None or b is None:
        return 0.5 if one.words & two.words else None
    dated = (one.exact is not None) + (two.exact is not None)
    if a[0] <= b[1] and b[0] <= a[1]:
        return 3.0 if dated == 2 and a == b else float(dated) if dated else 1.0
    return 0.25 if dated == 2 and parties == 2 and _mistaken_day(one, two, max(a[0], b[0]) - min(a[1], b[1])) else None


def _mistaken_day(one: _Telling, two: _Telling, apart: dt.timedelta) -> bool:
    """Tell whether one of two reports may be a day wrong, or a letter be dated by its writing and by its reading."""
    letters = one.contact.kind is two.contact.kind is Kind.CORRESPONDENCE
    agree = min(_same(one.contact.place, two.contact.place), _alike(one.words, two.words)) >= 0
    return apart <= (POST if letters else _DAY) and _close(one, two) and agree


def _apart(one: _Telling, two: _Telling) -> bool:
    """Tell whether their days are further from each other than those of any two reports of one encounter."""
    a, b = one.days, two.days
    return a is not None and b is not None and (a[0] > b[1] + POST or b[0] > a[1] + POST)


def _close(one: _Telling, two: _Telling) -> bool:
    a, b = one.contact.document.date, two.contact.document.date
    return a is not None and b is not None and abs(a - b) <= LATE


def _kinds_agree(one: _Telling, two: _Telling, parties: float, when: float) -> int | None:
    """Return 1 for the same kind, 0 for words of one thing, -1 where that holds for persons only, None for others."""
    kinds = {one.contact.kind, two.contact.kind}
    if len(kinds) == 1:
        return 1
    if kinds in LOOSE:
        return 0 if Kind.VISIT not in kinds or parties == 2 else -1
    mistaken = kinds == {Kind.MEETING, Kind.CALL} and parties == 2 and when == 3 and _alike(one.words, two.words) > 0
    return 0 if mistaken else None


def _same(one: str | None, two: str | None) -> int:
    if one is None or two is None:
        return 0
    return 1 if slug(one) == slug(two) else -1


def _alike(one: frozenset[str], two: frozenset[str]) -> int:
    if not one or not two:
        return 0
    return 1 if len(one & two) * 3 >= min(len(one), len(two)) else -1
