"""The parties that text can name without introducing them: states, organisations, groups and places.

The tables are ``lexicon/states.yaml``, ``organisations.yaml``, ``cities.yaml`` and ``political_parties.yaml``, read
once and checked as they are read. Forms are keyed as text has them, with single spaces and the straight
apostrophe; case counts, but a form of more than three letters is also known in capitals.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import ClassVar

from diplograph.errors import LexiconError
from diplograph.extract.lexicon.loading import Code, read_lexicon
from diplograph.extract.model import PartyType

Places = dict[Code, frozenset[str]]
"""Names by the code of their country."""


class Sense(StrEnum):
    """How a form stands for its party; in this order where one form has several senses."""

    NAME = "name"
    DEMONYM = "demonym"
    CAPITAL = "capital"
    SEAT = "seat"


_RANK = {sense: rank for rank, sense in enumerate(Sense)}


@dataclass(frozen=True, slots=True)
class Meaning:
    """One meaning of one form: the party that it stands for.

    Attributes:
        name: The party's usual English name.
        code: ISO 3166-1 alpha-2 (XK for Kosovo); None for organisations and for states without a code.
        years: First and last year of a state of the past; None for parties that exist.
    """

    name: str
    type: PartyType
    code: str | None
    sense: Sense
    years: tuple[int, int] | None = None

    def stood(self, year: int) -> bool:
        """Tell whether it is a state of the past that existed in ``year``."""
        return self.years is not None and self.years[0] <= year <= self.years[1]


@dataclass(frozen=True, slots=True)
class State:
    """A state or a territory with its own government, and the forms that stand for it; see ``lexicon/states.yaml``.

    Attributes:
        within: Code of the state that holds or claims the territory.
        years: First and last year of a state of the past; None for those that exist.
    """

    name: str
    code: Code | None = None
    within: Code | None = None
    years: tuple[int, int] | None = None
    aliases: frozenset[str] = frozenset()
    misspelt: frozenset[str] = frozenset()
    demonyms: frozenset[str] = frozenset()
    capitals: frozenset[str] = frozenset()
    seats: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()
    type: ClassVar[PartyType] = PartyType.STATE

    def __post_init__(self) -> None:
        if not (self.code or self.within or self.years):
            raise ValueError("no code; add it, or 'within' for a territory, or 'years' for a state of the past")

    @property
    def key(self) -> str:
        """What no two entries share."""
        return self.name

    def forms(self) -> Iterator[tuple[Sense, str]]:
        """Yield what stands for it, and how."""
        yield Sense.NAME, self.name
        yield from _in_sense(Sense.NAME, self.aliases)
        yield from _in_sense(Sense.NAME, self.misspelt)
        yield from _in_sense(Sense.DEMONYM, self.demonyms)
        yield from _in_sense(Sense.CAPITAL, self.capitals)
        yield from _in_sense(Sense.SEAT, self.seats)


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation or a group, and the forms that stand for it; see ``lexicon/organisations.yaml``."""

    name: str
    type: PartyType
    aliases: frozenset[str] = frozenset()
    adjectives: frozenset[str] = frozenset()
    code: ClassVar[None] = None
    years: ClassVar[None] = None

    def __post_init__(self) -> None:
        if self.type not in (PartyType.ORGANISATION, PartyType.GROUP):
            raise ValueError(f"type is '{self.type}'; write organisation or group")

    @property
    def key(self) -> str:
        """What no two entries share."""
        return self.name

    def forms(self) -> Iterator[tuple[Sense, str]]:
        """Yield what stands for it, and how."""
        yield Sense.NAME, self.name
        yield from _in_sense(Sense.NAME, self.aliases)
        yield from _in_sense(Sense.DEMONYM, self.adjectives)


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The checked tables.

    Attributes:
        forms: Each form's meanings, the likeliest first.
        states: By their usual English names.
        codes: The names of states by their codes.
        cities: The codes of the countries of cities, capitals and venues.
    """

    forms: Mapping[str, tuple[Meaning, ...]]
    states: Mapping[str, State]
    codes: Mapping[str, str]
    cities: Mapping[str, str]

    @staticmethod
    def of(states: tuple[State, ...], organisations: tuple[Organisation, ...], cities: Places) -> "Gazetteer":
        """Bring the three tables together.

        Raises:
            LexiconError: Two entries share a form.
        """
        known = {state.name: state for state in states}
        forms = _forms(states, organisations)
        codes = {state.code: state.name for state in states if state.code}
        places = _places(cities, forms, known)
        return Gazetteer(*map(MappingProxyType, (forms, known, codes, places)))  # type: ignore[arg-type]


def lookup(words: str) -> tuple[Meaning, ...]:
    """Return what ``words`` can stand for, the likeliest first; empty if nothing."""
    return _tables().forms.get(words, ())


def lookup_in(words: str, year: int | None) -> tuple[Meaning, ...]:
    """Return what ``words`` could stand for in ``year``: Moscow is the Soviet Union's in 1987, Russia's today.

    A state of the past comes first in its years (among equal senses); outside them its capitals and
    seats no longer stand for it. Its names and demonyms stay, since they are never anything else.
    """
    meanings = lookup(words)
    if year is None or not any(m.years for m in meanings):
        return meanings
    kept = [m for m in meanings if m.sense in (Sense.NAME, Sense.DEMONYM) or not m.years or m.stood(year)]
    return tuple(sorted(kept, key=lambda m: (_RANK[m.sense], not m.stood(year))))


def surface_forms() -> Mapping[str, tuple[Meaning, ...]]:
    """Return every known form of a party with its meanings, for a matcher to compile."""
    return _tables().forms


def city_country(name: str) -> str | None:
    """Return the ISO code of the country that the city, capital or venue ``name`` lies in."""
    return _tables().cities.get(name)


def capital_or_city(name: str) -> bool:
    """Tell whether ``name`` is a capital, a well-known city or a venue of diplomacy."""
    return name in _tables().cities or any(m.sense is Sense.CAPITAL for m in lookup(name))


def state_of_code(code: str) -> str | None:
    """Return the usual English name of the state with this ISO 3166-1 alpha-2 code."""
    return _tables().codes.get(code)


def state_named(name: str) -> State | None:
    """Return the state whose usual English name is exactly ``name``."""
    return _tables().states.get(name)


@cache
def sovereigns() -> Mapping[str, str]:
    """Return the offices that only one state has, or had, with the state's name."""
    return {office: state.name for state in _tables().states.values() for office in state.offices}


def country_of_political_party(title: str) -> str | None:
    """Return the ISO code of the state whose political party a title names ("Tory leader"), else None."""
    table, pattern = _political_parties()
    found = pattern.search(title)
    return table[found[0]] if found else None


@cache
def _tables() -> Gazetteer:
    return Gazetteer.of(
        read_lexicon("states", tuple[State, ...]),
        read_lexicon("organisations", tuple[Organisation, ...]),
        read_lexicon("cities", Places),
    )


@cache
def _political_parties() -> tuple[Mapping[str, str], re.Pattern[str]]:
    found: dict[str, str] = {}
    for name, code in _named(read_lexicon("political_parties", Places)):
        if found.setdefault(name, code) != code:
            raise _clash("political_parties", code, f"{name!r} is also a party of {found[name]}; leave it out")
    names = sorted(found, key=lambda n: (-len(n), n))
    return found, re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")


# --- forms --------------------------------------------------------------------------------------


def _in_sense(sense: Sense, forms: Iterable[str]) -> Iterator[tuple[Sense, str]]:
    return ((sense, form) for form in sorted(forms))


def _forms(states: Iterable[State], organisations: Iterable[Organisation]) -> dict[str, tuple[Meaning, ...]]:
    found: dict[str, list[Meaning]] = {}
    parties: list[State | Organisation] = [*states, *organisations]
    for party in parties:
        for sense, form in party.forms():
            meaning = Meaning(party.name, party.type, party.code, sense, party.years)
            _check_apart(form, meaning, found.setdefault(form, []))
            found[form].append(meaning)
    for form in [form for form in found if _also_in_capitals(form)]:
        found.setdefault(form.upper(), found[form])
    return {form: tuple(sorted(meanings, key=_likelihood)) for form, meanings in found.items()}


def _also_in_capitals(form: str) -> bool:
    return sum(map(str.isalpha, form)) > 3


def _likelihood(meaning: Meaning) -> tuple[int, bool]:
    return _RANK[meaning.sense], meaning.years is not None


def _check_apart(form: str, meaning: Meaning, others: Iterable[Meaning]) -> None:
    """A capital or seat outlives its state (Moscow), a name must not be shared at all."""
    for other in others:
        outlived = meaning.sense in (Sense.CAPITAL, Sense.SEAT) and (meaning.years or other.years)
        if other == meaning or (other.sense is meaning.sense and not outlived):
            file = "states" if meaning.type is PartyType.STATE else "organisations"
            raise _clash(file, meaning.name, f"{form!r} is also a {other.sense} of {other.name}; keep one")


def _places(cities: Places, forms: Mapping[str, tuple[Meaning, ...]], states: Mapping[str, State]) -> dict[str, str]:
    places = {form: code for form, meanings in forms.items() for m in meanings if (code := _capital_code(m, states))}
    for city, code in _named(cities):
        if city in places:
            raise _clash("cities", code, f"{city!r} is already a place in {places[city]}; keep one")
        places[city] = code
        if len(city) > 3:
            places.setdefault(city.upper(), code)
    return places


def _capital_code(meaning: Meaning, states: Mapping[str, State]) -> str | None:
    if meaning.sense is not Sense.CAPITAL or meaning.years:
        return None
    return meaning.code or states[meaning.name].within


def _named(places: Places) -> Iterator[tuple[str, str]]:
    return ((name, code) for code, names in places.items() for name in sorted(names))


def _clash(file: str, entry: str, fault: str) -> LexiconError:
    return LexiconError(f"lexicon/{file}.yaml, {entry}: {fault}.")
