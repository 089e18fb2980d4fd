"""People known by their office: that a bare "Lavrov" acts for Russia, and what he was on that day.

The table is ``lexicon/officials.yaml``, read once and checked as it is read. Names are compared without
case, accents, hyphens and middle initials.
"""

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

from diplograph.errors import LexiconError
from diplograph.extract.lexicon.gazetteer import Sense, lookup, state_named, state_of_code
from diplograph.extract.model import PartyType

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_FILE = "officials.yaml"
_OWNERS = ("code", "state", "org")
_FAMILY_FIRST = frozenset({"CN", "TW", "KR", "KP", "VN", "South Vietnam", "North Vietnam"})
_PARTICLES = frozenset(
    {
        "abu",
        "al",
        "ben",
        "bin",
        "da",
        "de",
        "del",
        "della",
        "den",
        "der",
        "di",
        "do",
        "dos",
        "du",
        "el",
        "ibn",
        "la",
        "le",
        "ould",
        "st",
        "ter",
        "van",
        "von",
    }
)
_TITLES = frozenset(
    {
        "count",
        "crown",
        "emperor",
        "grand",
        "king",
        "lady",
        "lord",
        "mullah",
        "pope",
        "prince",
        "princess",
        "queen",
        "sheikh",
        "sultan",
    }
)
_JUNIOR = frozenset({"jr", "sr"})
_YEAR = dt.timedelta(days=366)
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_ROMAN = re.compile(r"[ivx]+")
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "-": " ", "‐": " ", "–": " "}
    | {".": " ", ",": " ", "'": None, "’": None, "‘": None, "ʻ": None, "`": None}
)


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


def by_name(name: str) -> Official | None:
    """Return the person with this full name, in any of its spellings; None if unknown or shared."""
    key = _fold(name)
    names = _officials().names
    found = names.get(key) or names.get(_without_initials(key), ())
    return found[0] if len(found) == 1 else None


def by_surname(surname: str, day: dt.date | None) -> Official | None:
    """Return the one person of this surname in office on ``day``, give or take a year (ever, if None).

    None if there are several, or if the surname is also an ordinary word or very common.
    """
    bearers = _officials().surnames.get(_without_article(_fold(surname)), ())
    if any(common for _, common in bearers):
        return None
    found = [p for p, _ in bearers if day is None or any(office.held_on(day, _YEAR) for office in p.offices)]
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=65536)
def is_surname(word: str) -> bool:
    """Tell whether someone in the table, in office at any time, may go by this surname alone."""
    bearers = _officials().surnames.get(_without_article(_fold(word)), ())
    return bool(bearers) and not any(common for _, common in bearers)


def load(text: str) -> Officials:
    """Read the table from YAML text and check it.

    Raises:
        LexiconError: A key, remark or date is not one that the table has, a party is not in the tables of
            parties, or two lines contradict each other.
    """
    rows: dict[str, _Row] = {}
    for group in _groups(text):
        for row in _group_rows(group):
            rows[row.official.name] = _joined(rows[row.official.name], row) if row.official.name in rows else row
    return _index(list(rows.values()))


@dataclass(frozen=True, slots=True)
class _Row:
    official: Official
    aliases: tuple[str, ...]
    alone: str | None
    common: bool
    family_first: bool


@cache
def _officials() -> Officials:
    return load(files("diplograph.extract.lexicon").joinpath(_FILE).read_text(encoding="utf-8"))


def _groups(text: str) -> list[dict[str, str]]:
    try:
        groups = yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise LexiconError(f"{_FILE}: not YAML, {error}; mend the file") from error
    if not isinstance(groups, list):
        raise LexiconError(f"{_FILE}: expected a list of parties; begin each with '- code:', '- state:' or '- org:'")
    for number, group in enumerate(groups, 1):
        _check_group(group, f"{_FILE}, entry {number}")
    return groups


def _check_group(group: object, where: str) -> None:
    if not isinstance(group, dict) or len(group.keys() & set(_OWNERS)) != 1:
        raise LexiconError(f"{where}: whose officials are these; give one of code, state and org")
    for key, value in group.items():
        if key not in (*_OWNERS, "people"):
            raise LexiconError(f"{where}: unknown key {key!r}; use one of code, state, org and people")
        if not isinstance(value, str):
            raise LexiconError(f"{where}: {key} is {value!r}; write text, in quotes if YAML reads it otherwise")
    if "people" not in group:
        raise LexiconError(f"{where}: no people; list them after 'people: |', one a line")


def _group_rows(group: Mapping[str, str]) -> Iterator[_Row]:
    owner = _owner(group)
    where = f"{_FILE}, {next(group[k] for k in _OWNERS if k in group)}"
    seen: set[str] = set()
    for line in group["people"].splitlines():
        row = _row(line, owner, where)
        if row.official.name in seen:
            raise LexiconError(f"{where}, {row.official.name}: stands there twice; put the offices on one line")
        seen.add(row.official.name)
        yield row


def _owner(group: Mapping[str, str]) -> tuple[str | None, str | None, str | None]:
    if code := group.get("code"):
        if not (name := state_of_code(code)):
            raise LexiconError(f"{_FILE}, {code}: not a code of the table of states; mend it or add the state there")
        return code, name, None
    if name := group.get("state"):
        if not (state := state_named(name)):
            raise LexiconError(f"{_FILE}, {name}: not in the table of states; mend it or add the state there")
        return state.code, name, None
    name = group["org"]
    kinds = {e.type for e in lookup(name) if e.name == name and e.sense is Sense.NAME}
    if not kinds & {PartyType.ORGANISATION, PartyType.GROUP}:
        raise LexiconError(f"{_FILE}, {name}: not in the table of organisations; mend it or add the organisation there")
    return None, None, name


def _row(line: str, owner: tuple[str | None, str | None, str | None], where: str) -> _Row:
    country, state, org = owner
    names, remarks, held = _fields(line, where)
    name, *aliases = names.split("; ")
    where = f"{where}, {name}"
    gender, common, alone = _remarks(remarks, where)
    offices = tuple([_office(text, owner, where) for text in held.split("; ")])
    first = (country or state) in _FAMILY_FIRST
    return _Row(Official(name, country, org, gender, offices, state), tuple(aliases), alone, common, first)


def _fields(line: str, where: str) -> list[str]:
    fields = line.split(" | ")
    if len(fields) != 3 or not all(fields):
        raise LexiconError(f"{where}: {line!r} is not a person; write 'names | f or m | offices'")
    return fields


def _remarks(text: str, where: str) -> tuple[str, bool, str | None]:
    gender, *rest = text.split(", ")
    if gender not in ("f", "m"):
        raise LexiconError(f"{where}: gender is {gender!r}; write f or m")
    common, alone = False, None
    for remark in rest:
        if remark == "common":
            common = True
        elif remark.startswith("alone "):
            alone = remark.removeprefix("alone ")
        else:
            raise LexiconError(f"{where}: unknown remark {remark!r}; use 'common' or 'alone' with a name")
    return gender, common, alone


def _office(text: str, owner: tuple[str | None, str | None, str | None], where: str) -> Office:
    role, _, span = text.rpartition(" ")
    start, dots, end = span.partition("..")
    if not role or not dots:
        raise LexiconError(f"{where}: {text!r} is not an office; write the role and 'from..to'")
    try:
        office = Office(role, _day(start, False), _day(end, True) if end else None, *owner)
    except ValueError as error:
        raise LexiconError(f"{where}: {text!r} has a bad date, {error}; write 2004, 2004-03 or 2004-03-09") from error
    if office.end is not None and office.end < office.start:
        raise LexiconError(f"{where}: {text!r} ends before it begins; mend the dates")
    return office


@cache
def _day(text: str, last: bool) -> dt.date:
    """Return the first or the last day of a year, month or day; ValueError if it is none."""
    if not (found := _DATE.fullmatch(text)):
        raise ValueError(f"{text!r}")
    year, month, day = (int(part) if part else None for part in found.groups())
    if not year:
        raise ValueError("year 0")
    month = (12 if last else 1) if month is None else month
    if day is None:
        day = calendar.monthrange(year, month)[1] if last else 1
    return dt.date(year, month, day)


def _joined(one: _Row, two: _Row) -> _Row:
    """Join what two parties' lists say of one person."""
    a, b = one.official, two.official
    if a.gender != b.gender or (a.country and b.country):
        raise LexiconError(f"{_FILE}, {a.name}: {b.state or b.org} has it otherwise than {a.state or a.org}; mend one")
    country = a.country or b.country
    state = a.state if a.country or not b.state else b.state
    official = replace(a, country=country, org=a.org or b.org, state=state, offices=a.offices + b.offices)
    common, first = one.common or two.common, one.family_first or two.family_first
    return _Row(official, (*one.aliases, *two.aliases), one.alone or two.alone, common, first)


def _index(rows: Iterable[_Row]) -> Officials:
    people: list[Official] = []
    names: dict[str, tuple[Official, ...]] = {}
    surnames: dict[str, tuple[tuple[Official, bool], ...]] = {}
    for row in rows:
        person = row.official
        people.append(person)
        full = {_fold(name) for name in (person.name, *row.aliases)}
        short = {_without_initials(key) for key in full}
        for key in full | short:
            names[key] = (*names[key], person) if key in names else (person,)
        bearer = (person, row.common)
        for key in _surnames(row):
            surnames[key] = (*surnames[key], bearer) if key in surnames else (bearer,)
    return Officials(tuple(people), MappingProxyType(names), MappingProxyType(surnames))


def _surnames(row: _Row) -> set[str]:
    if row.alone:
        return {_without_article(_fold(row.alone))}
    found = {_surname(name, row.family_first) for name in (row.official.name, *row.aliases)}
    return {_without_article(name) for name in found if name}


def _surname(name: str, family_first: bool) -> str | None:
    words = [_fold(word) for word in name.split(" ")]
    if words[-1] in _JUNIOR:
        words.pop()
    if words[0] in _TITLES or words[:-1] == ["abu"] or _ROMAN.fullmatch(words[-1]):
        return None
    if family_first:
        return words[0]
    start = len(words) - 1
    while start > 1 and words[start - 1] in _PARTICLES:
        start -= 1
    return " ".join(words[start:])


def _fold(name: str) -> str:
    flat = name.casefold().translate(_PLAIN)
    if not flat.isascii():
        flat = "".join(c for c in unicodedata.normalize("NFKD", flat) if not unicodedata.combining(c))
    return " ".join(flat.split())


def _without_initials(key: str) -> str:
    words = key.split(" ")
    if len(words) < 3 or len(words[0]) == 1:
        return key
    if words[-1] in _JUNIOR:
        words = words[:-1]
    return " ".join([words[0], *(w for w in words[1:-1] if len(w) > 1), words[-1]])


def _without_article(key: str) -> str:
    return key[3:] if key.startswith(("al ", "el ")) else key
