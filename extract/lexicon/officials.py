"""People known by their office: that a bare "Lavrov" acts for Russia, and what he was on that day.

The table is ``lexicon/officials.yaml``, read once and checked as it is read. Names are compared without
case, accents, hyphens and middle initials.
"""

import datetime as dt
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from types import MappingProxyType
from typing import NamedTuple

from diplograph.errors import LexiconError
from diplograph.extract.lexicon.coarse_days import first_day, last_day
from diplograph.extract.lexicon.gazetteer import Sense, lookup, state_named, state_of_code
from diplograph.extract.lexicon.loading import Code, read_lexicon
from diplograph.extract.lexicon.spelling import fold, surname, without_article, without_initials
from diplograph.extract.model import PartyType

_FAMILY_FIRST = frozenset({"CN", "TW", "KR", "KP", "VN", "South Vietnam", "North Vietnam"})
_YEAR = dt.timedelta(days=366)
_REMEMBERED = dt.timedelta(days=12 * 366)


@dataclass(frozen=True, slots=True)
class Office:
    """An office and when it was held.

    Attributes:
        start: First day; where the table has no more than a year or a month, its first day.
        end: Last day, counted likewise; None while the office is held.
        country: Code of the state it is an office of; None for a state without a code and for organisations.
        state: Usual English name of that state.
        org: Name of the organisation or group it is an office of.
    """

    role: str
    start: dt.date
    end: dt.date | None
    country: str | None = None
    state: str | None = None
    org: str | None = None

    def held_on(self, day: dt.date, give: dt.timedelta = dt.timedelta(0)) -> bool:
        """Tell whether the office was held on ``day``, give or take ``give``."""
        return self.start - day <= give and (self.end is None or day - self.end <= give)


@dataclass(frozen=True, slots=True)
class Official:
    """A person who acts, or acted, for a state, an organisation or a group.

    Attributes:
        country: ISO 3166-1 alpha-2 code of the state served; None for a state without a code.
        org: Name of the organisation or group served. Who served both has both; ``office_on`` tells which when.
        gender: ``f`` or ``m``.
        state: Usual English name of the state served.
    """

    name: str
    country: str | None
    org: str | None
    gender: str | None
    offices: tuple[Office, ...]
    state: str | None = None

    def office_on(self, day: dt.date | None) -> Office | None:
        """Return the office held on ``day``, the more telling one of several; the last one if ``day`` is None."""
        if day is None:
            return max(self.offices, key=lambda office: office.start)
        return next((office for office in self.offices if office.held_on(day)), None)

    def role_on(self, day: dt.date | None) -> str | None:
        """Return what the person was on ``day``, or was last if ``day`` is None; None if out of office."""
        office = self.office_on(day)
        return office.role if office else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """Whose officials these are, and they, one a line: an entry of ``lexicon/officials.yaml``."""

    code: Code | None = None
    state: str | None = None
    org: str | None = None
    people: str

    def __post_init__(self) -> None:
        if len(list(filter(None, (self.code, self.state, self.org)))) != 1:
            raise ValueError("whose officials are these; give one of code, state and org")

    @property
    def key(self) -> str:
        """What no two entries share."""
        return self.code or self.state or self.org or ""


@dataclass(frozen=True, slots=True)
class Officials:
    """The checked table.

    Attributes:
        names: The people under each folded name, with and without its middle initials.
        surnames: The people under each folded surname, with whether it is too common to tell anyone by.
    """

    people: tuple[Official, ...]
    names: Mapping[str, tuple[Official, ...]]
    surnames: Mapping[str, tuple[tuple[Official, bool], ...]]

    @staticmethod
    def of(entries: Iterable[Served]) -> "Officials":
        """Read the lines of all entries.

        Raises:
            LexiconError: A remark or date is not one that the table has, a party is not in the tables of
                parties, or two lines contradict each other.
        """
        lines: dict[str, _Line] = {}
        for entry in entries:
            for line in _lines(entry):
                name = line.official.name
                lines[name] = _joined(lines[name], line) if name in lines else line
        return _index(lines.values())


def by_name(name: str) -> Official | None:
    """Return the person with this full name, in any of its spellings; None if unknown or shared."""
    key = fold(name)
    names = _officials().names
    found = names.get(key) or names.get(without_initials(key)) or names.get(_without_middle(key), ())
    return found[0] if len(found) == 1 else None


def _without_middle(name: str) -> str:
    """ "George Catlett Marshall": the table has him without his middle name."""
    words = name.split()
    return f"{words[0]} {words[2]}" if len(words) == 3 else name


def by_surname(name: str, day: dt.date | None) -> Official | None:
    """Return the one person of this surname in office on ``day``, give or take a year (ever, if None).

    None if there are several, or if the surname is also an ordinary word or very common.
    """
    bearers = _bearers(name)
    if any(common for _, common in bearers):
        return None
    found = [p for p, _ in bearers if day is None or _about(p, day)]
    return found[0] if len(found) == 1 else None


def by_surname_of(name: str, day: dt.date, countries: Container[str | None]) -> Official | None:
    """Return whoever of this surname, however common, about ``day`` held an office of one of some countries.

    Of several in one country nothing is told but for whom they act.
    """
    offices = [(p, office) for p, _ in _bearers(name) for office in p.offices if office.held_on(day, _YEAR)]
    found = {p.name: p for p, office in offices if office.country is not None and office.country in countries}
    if len({p.country for p in found.values()}) != 1:
        return None
    one, *others = found.values()
    gender = one.gender if all(p.gender == one.gender for p in others) else None
    return replace(one, gender=gender, org=None, offices=()) if others else one


@lru_cache(maxsize=65536)
def bears_surname(word: str) -> bool:
    """Tell whether someone in the table has this surname, however common."""
    return bool(_bearers(word))


def formerly(name: str, day: dt.date) -> Official | None:
    """Return the one person of this surname who left office not long before ``day``; None if it is a common one, or still borne."""
    bearers = _bearers(name)
    if any(common or _about(p, day) for p, common in bearers):
        return None
    found = [p for p, _ in bearers if any(o.start <= day and o.held_on(day, _REMEMBERED) for o in p.offices)]
    return found[0] if len(found) == 1 else None


def _bearers(name: str) -> tuple[tuple[Official, bool], ...]:
    """Return the people of a surname, each with whether it is too common to tell anyone by."""
    return _officials().surnames.get(without_article(fold(name)), ())


def _about(person: Official, day: dt.date) -> bool:
    return any(office.held_on(day, _YEAR) for office in person.offices)


@lru_cache(maxsize=65536)
def begins_name(word: str) -> bool:
    """Tell whether some full name of two words or more in the table begins with a word."""
    return fold(word) in _first_words()


def full_names() -> frozenset[str]:
    """Return the full names of all persons in the table, as it spells them."""
    return frozenset(person.name for person in _officials().people)


@cache
def _first_words() -> frozenset[str]:
    return frozenset(first for first, _, rest in (name.partition(" ") for name in _officials().names) if rest)


@lru_cache(maxsize=65536)
def is_surname(word: str) -> bool:
    """Tell whether someone in the table, in office at any time, may go by this surname alone."""
    bearers = _bearers(word)
    return bool(bearers) and not any(common for _, common in bearers)


@cache
def _officials() -> Officials:
    return Officials.of(read_lexicon("officials", tuple[Served, ...]))


# --- lines --------------------------------------------------------------------------------------


class _Owner(NamedTuple):
    """The party that an office is of."""

    country: str | None = None
    state: str | None = None
    org: str | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    """A person with the names to be known by."""

    official: Official
    aliases: tuple[str, ...]
    alone: str | None
    common: bool
    family_first: bool

    @property
    def names(self) -> tuple[str, ...]:
        return (self.official.name, *self.aliases)

    def surnames(self) -> set[str]:
        """Return what the person may be called alone, folded."""
        if self.alone:
            return {without_article(fold(self.alone))}
        return {without_article(found) for name in self.names if (found := surname(name, self.family_first))}


def _lines(entry: Served) -> Iterator[_Line]:
    owner = _owner(entry)
    seen: set[str] = set()
    for text in entry.people.splitlines():
        line = _line(text, owner, entry.key)
        name = line.official.name
        if name in seen:
            raise _fault(f"{entry.key}, {name}", "stands there twice; put the offices on one line")
        seen.add(name)
        yield line


def _owner(entry: Served) -> _Owner:
    if entry.org:
        kinds = {m.type for m in lookup(entry.org) if m.name == entry.org and m.sense is Sense.NAME}
        if not kinds & {PartyType.ORGANISATION, PartyType.GROUP}:
            raise _fault(entry.org, "not in the table of organisations; mend it or add the organisation there")
        return _Owner(org=entry.org)
    name = state_of_code(entry.code) if entry.code else entry.state
    state = state_named(name) if name else None
    if state is None:
        raise _fault(entry.key, "not in the table of states; mend it or add the state there")
    return _Owner(state.code, state.name)


def _line(text: str, owner: _Owner, where: str) -> _Line:
    fields = text.split(" | ")
    if len(fields) != 3 or not all(fields):
        raise _fault(where, f"{text!r} is not a person; write 'names | f or m | offices'")
    name, *aliases = fields[0].split("; ")
    where = f"{where}, {name}"
    gender, common, alone = _remarks(fields[1], where)
    offices = tuple([_office(office, owner, where) for office in fields[2].split("; ")])
    official = Official(name, owner.country, owner.org, gender, offices, owner.state)
    return _Line(official, tuple(aliases), alone, common, (owner.country or owner.state) in _FAMILY_FIRST)


def _remarks(text: str, where: str) -> tuple[str, bool, str | None]:
    gender, *rest = text.split(", ")
    if gender not in ("f", "m"):
        raise _fault(where, f"gender is {gender!r}; write f or m")
    common, alone = False, None
    for remark in rest:
        if remark == "common":
            common = True
        elif remark.startswith("alone "):
            alone = remark.removeprefix("alone ")
        else:
            raise _fault(where, f"unknown remark {remark!r}; use 'common' or 'alone' with a name")
    return gender, common, alone


def _office(text: str, owner: _Owner, where: str) -> Office:
    role, _, span = text.rpartition(" ")
    start, dots, end = span.partition("..")
    if not role or not dots:
        raise _fault(where, f"{text!r} is not an office; write the role and 'from..to'")
    try:
        office = Office(role, first_day(start), last_day(end) if end else None, *owner)
    except ValueError as error:
        raise _fault(where, f"{text!r} has a bad date, {error}; write 2004, 2004-03 or 2004-03-09") from error
    if office.end is not None and office.end < office.start:
        raise _fault(where, f"{text!r} ends before it begins; mend the dates")
    return office


def _joined(one: _Line, two: _Line) -> _Line:
    """Join what two parties' lists say of one person."""
    a, b = one.official, two.official
    if a.gender != b.gender or (a.country and b.country):
        raise _fault(a.name, f"{b.state or b.org} has it otherwise than {a.state or a.org}; mend one")
    official = replace(
        a,
        country=a.country or b.country,
        org=a.org or b.org,
        state=a.state if a.country or not b.state else b.state,
        offices=a.offices + b.offices,
    )
    common, first = one.common or two.common, one.family_first or two.family_first
    return _Line(official, one.aliases + two.aliases, one.alone or two.alone, common, first)


def _index(lines: Iterable[_Line]) -> Officials:
    people: list[Official] = []
    names: dict[str, tuple[Official, ...]] = {}
    surnames: dict[str, tuple[tuple[Official, bool], ...]] = {}
    for line in lines:
        person = line.official
        people.append(person)
        full = {fold(name) for name in line.names}
        for key in full | {without_initials(name) for name in full}:
            names[key] = (*names.get(key, ()), person)
        for key in line.surnames():
            surnames[key] = (*surnames.get(key, ()), (person, line.common))
    return Officials(tuple(people), MappingProxyType(names), MappingProxyType(surnames))


def _fault(where: str, what: str) -> LexiconError:
    return LexiconError(f"lexicon/officials.yaml, {where}: {what}.")
