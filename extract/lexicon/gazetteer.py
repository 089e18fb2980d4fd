"""The parties that text can name without introducing them: states, organisations, groups and places.

The tables are ``lexicon/states.yaml``, ``organisations.yaml`` and ``cities.yaml``. They are read once and
checked as they are read. Forms are keyed as text has them, with single spaces and the straight
apostrophe; case counts, but a form of more than three letters is also known in capitals.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

from diplograph.errors import LexiconError
from diplograph.extract.model import PartyType

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_STATES, _ORGANISATIONS, _CITIES = "states.yaml", "organisations.yaml", "cities.yaml"
_POLITICAL = "political_parties.yaml"


class Sense(StrEnum):
    """How a form stands for its party; in this order where one form has several senses."""

    NAME = "name"
    DEMONYM = "demonym"
    CAPITAL = "capital"
    SEAT = "seat"


_RANK = {sense: rank for rank, sense in enumerate(Sense)}
_LISTS = {
    _STATES: {
        "aliases": Sense.NAME,
        "misspelt": Sense.NAME,
        "demonyms": Sense.DEMONYM,
        "capitals": Sense.CAPITAL,
        "seats": Sense.SEAT,
    },
    _ORGANISATIONS: {"aliases": Sense.NAME, "adjectives": Sense.DEMONYM},
}
_OTHER_KEYS = {_STATES: {"name", "code", "within", "years"}, _ORGANISATIONS: {"name", "type"}}


@dataclass(frozen=True, slots=True)
class Entry:
    """One sense of one form: the party that it stands for.

    Attributes:
        name: The party's usual English name.
        code: ISO 3166-1 alpha-2 (XK for Kosovo); None for organisations and for states without a code.
    """

    name: str
    type: PartyType
    code: str | None
    sense: Sense


@dataclass(frozen=True, slots=True)
class State:
    """A state or a territory with its own government.

    Attributes:
        within: Code of the state that holds or claims the territory.
        years: First and last year of a state of the past; None for those that exist.
    """

    name: str
    code: str | None
    within: str | None
    years: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The checked tables. ``forms`` holds each form's entries, the likeliest first."""

    forms: Mapping[str, tuple[Entry, ...]]
    states: Mapping[str, State]
    codes: Mapping[str, str]
    cities: Mapping[str, str]


def lookup(words: str) -> tuple[Entry, ...]:
    """Return what ``words`` can stand for, the likeliest first; empty if nothing."""
    return _tables().forms.get(words, ())


def surface_forms() -> Mapping[str, tuple[Entry, ...]]:
    """Return every known form of a party with its entries, for a matcher to compile."""
    return _tables().forms


def city_country(name: str) -> str | None:
    """Return the ISO code of the country that the city, capital or venue ``name`` lies in."""
    return _tables().cities.get(name)


def country_of_political_party(title: str) -> str | None:
    """Return the ISO code of the state whose political party a title names ("Tory leader"), else None."""
    table, pattern = _political()
    found = pattern.search(title)
    return table[found[0]] if found else None


@cache
def _political() -> tuple[Mapping[str, str], re.Pattern[str]]:
    text = files("diplograph.extract.lexicon").joinpath(_POLITICAL).read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for code, names in _by_country(text, _POLITICAL).items():
        for name in names:
            if found.setdefault(name, code) != code:
                raise LexiconError(f"{_POLITICAL}, {code}: {name!r} is also a party of {found[name]}; leave it out")
    names = sorted(found, key=lambda n: (-len(n), n))
    return found, re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")


def capital_or_city(name: str) -> bool:
    """Tell whether ``name`` is a capital, a well-known city or a venue of diplomacy."""
    tables = _tables()
    return name in tables.cities or any(e.sense is Sense.CAPITAL for e in tables.forms.get(name, ()))


def state_of_code(code: str) -> str | None:
    """Return the usual English name of the state with this ISO 3166-1 alpha-2 code."""
    return _tables().codes.get(code)


def state_named(name: str) -> State | None:
    """Return the state whose usual English name is exactly ``name``."""
    return _tables().states.get(name)


def lookup_in(words: str, year: int | None) -> tuple[Entry, ...]:
    """Return what ``words`` could stand for in ``year``: Moscow is the Soviet Union's in 1987, Russia's today.

    A state of the past comes first in its years (among equal senses); outside them its capitals and
    seats no longer stand for it. Its names and demonyms stay, since they are never anything else.
    """
    entries = lookup(words)
    if year is None or not any(_past(e) for e in entries):
        return entries
    kept = [e for e in entries if e.sense in (Sense.NAME, Sense.DEMONYM) or not _past(e) or _stood(e, year)]
    return tuple(sorted(kept, key=lambda e: (_RANK[e.sense], not (_past(e) and _stood(e, year)))))


def load(states: str, organisations: str, cities: str) -> Gazetteer:
    """Read the three tables from YAML text and check them.

    Raises:
        LexiconError: A key is unknown, a value is not what its key holds, or two entries share a form.
    """
    state_rows, other_rows = _rows(states, _STATES), _rows(organisations, _ORGANISATIONS)
    known = {row["name"]: _state(row) for row in state_rows}
    forms = _forms(state_rows, other_rows, known)
    codes = {s.code: s.name for s in known.values() if s.code}
    places = _places(_by_country(cities, _CITIES), forms, known)
    return Gazetteer(*map(MappingProxyType, (forms, known, codes, places)))  # type: ignore[arg-type]


@cache
def _tables() -> Gazetteer:
    folder = files("diplograph.extract.lexicon")
    return load(*(folder.joinpath(name).read_text(encoding="utf-8") for name in (_STATES, _ORGANISATIONS, _CITIES)))


def _past(entry: Entry) -> bool:
    state = state_named(entry.name)
    return state is not None and state.years is not None


def _stood(entry: Entry, year: int) -> bool:
    state = state_named(entry.name)
    return state is not None and state.years is not None and state.years[0] <= year <= state.years[1]


def _rows(text: str, file: str) -> list[dict[str, Any]]:
    rows = _parse(text, file)
    if not isinstance(rows, list):
        raise LexiconError(f"{file}: expected a list of entries; begin each with '- name:'")
    names: set[str] = set()
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict) or not isinstance(row.get("name"), str):
            raise LexiconError(f"{file}, entry {number}: no name; give it one")
        _check(row, file)
        if row["name"] in names:
            raise LexiconError(f"{file}, {row['name']}: two entries have this name; merge them")
        names.add(row["name"])
    return rows


def _parse(text: str, file: str) -> object:
    try:
        return yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise LexiconError(f"{file}: not YAML, {error}; mend the file") from error


def _check(row: Mapping[str, Any], file: str) -> None:
    where = f"{file}, {row['name']}"
    for key, value in row.items():
        if key in _LISTS[file]:
            _check_words(value, f"{where}: {key}")
        elif key not in _OTHER_KEYS[file]:
            raise LexiconError(f"{where}: unknown key {key!r}; use one of {', '.join(_keys(file))}")
    if file == _ORGANISATIONS and row.get("type") not in ("organisation", "group"):
        raise LexiconError(f"{where}: type is {row.get('type')!r}; write organisation or group")
    if file == _STATES:
        _check_state(row, where)


def _check_state(row: Mapping[str, Any], where: str) -> None:
    for key in ("code", "within"):
        if key in row and not _is_code(row[key]):
            raise LexiconError(f"{where}: {key} is {row[key]!r}; write two capital letters, in quotes if they are NO")
    years = row.get("years")
    if years is not None and not (isinstance(years, list) and len(years) == 2 and all(type(y) is int for y in years)):
        raise LexiconError(f"{where}: years is {years!r}; write the first and the last")
    if not row.keys() & {"code", "within", "years"}:
        raise LexiconError(f"{where}: no code; add it, or 'within' for a territory, or 'years' for a state of the past")


def _check_words(value: object, where: str) -> None:
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise LexiconError(f"{where} must be a list of words; put those that YAML reads otherwise in quotes")
    for word in value:
        if word != " ".join(word.split()) or "’" in word or not word:
            raise LexiconError(f"{where}: {word!r} must have single spaces and the straight apostrophe")
        if value.count(word) > 1:
            raise LexiconError(f"{where}: {word!r} stands there twice; remove one")


def _keys(file: str) -> list[str]:
    return sorted(_OTHER_KEYS[file] | _LISTS[file].keys())


def _is_code(value: object) -> bool:
    return isinstance(value, str) and len(value) == 2 and value.isascii() and value.isalpha() and value.isupper()


def _state(row: Mapping[str, Any]) -> State:
    years = row.get("years")
    return State(row["name"], row.get("code"), row.get("within"), (years[0], years[1]) if years else None)


def _forms(
    states: Iterable[Mapping[str, Any]], others: Iterable[Mapping[str, Any]], known: Mapping[str, State]
) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = {}
    for file, rows in ((_STATES, states), (_ORGANISATIONS, others)):
        for row in rows:
            for form, entry in _entries(row, file):
                _add(found, form, entry, known, file)
    for form in [f for f in found if sum(c.isalpha() for c in f) > 3]:
        if form.upper() not in found:
            found[form.upper()] = found[form]
    return {form: tuple(sorted(e, key=lambda x: _order(x, known))) for form, e in found.items()}


def _entries(row: Mapping[str, Any], file: str) -> Iterator[tuple[str, Entry]]:
    kind = PartyType(row.get("type", "state"))
    yield row["name"], Entry(row["name"], kind, row.get("code"), Sense.NAME)
    for key, sense in _LISTS[file].items():
        entry = Entry(row["name"], kind, row.get("code"), sense)
        for form in row.get(key, ()):
            yield form, entry


def _add(found: dict[str, list[Entry]], form: str, entry: Entry, known: Mapping[str, State], file: str) -> None:
    entries = found.setdefault(form, [])
    for other in entries:
        # A capital or seat outlives its state (Moscow), a name must not be shared at all.
        shared = entry.sense in (Sense.CAPITAL, Sense.SEAT) and any(_is_past(e, known) for e in (entry, other))
        if other == entry or (other.sense is entry.sense and not shared):
            raise LexiconError(f"{file}, {entry.name}: {form!r} is also a {entry.sense} of {other.name}; keep one")
    entries.append(entry)


def _is_past(entry: Entry, known: Mapping[str, State]) -> bool:
    return entry.name in known and known[entry.name].years is not None


def _order(entry: Entry, known: Mapping[str, State]) -> tuple[int, bool]:
    return _RANK[entry.sense], _is_past(entry, known)


def _by_country(text: str, file: str) -> dict[str, list[str]]:
    table = _parse(text, file)
    if not isinstance(table, dict):
        raise LexiconError(f"{file}: expected country codes with their names; write 'CH: [Geneva]'")
    for code, names in table.items():
        if not _is_code(code):
            raise LexiconError(f"{file}, {code}: not a code; write two capital letters, in quotes if they are NO")
        _check_words(names, f"{file}, {code}")
    return table


def _places(
    table: Mapping[str, list[str]], forms: Mapping[str, tuple[Entry, ...]], known: Mapping[str, State]
) -> dict[str, str]:
    places = {f: c for f, entries in forms.items() for e in entries if (c := _capital_code(e, known))}
    for code, cities in table.items():
        for city in cities:
            if city in places:
                raise LexiconError(f"{_CITIES}, {code}: {city!r} is already a place in {places[city]}; keep one")
            places[city] = code
            if len(city) > 3:
                places.setdefault(city.upper(), code)
    return places


def _capital_code(entry: Entry, known: Mapping[str, State]) -> str | None:
    if entry.sense is not Sense.CAPITAL or _is_past(entry, known):
        return None
    return entry.code or known[entry.name].within
