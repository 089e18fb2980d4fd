"""Codes of states and organisations: what they are on a day, and that the tables are whole."""

import datetime as dt
import io
import json
import re
from itertools import pairwise
from typing import Any

import pytest
from factories import contact, party

from diplograph.errors import InputError
from diplograph.extract.ids import slug
from diplograph.extract.lexicon.gazetteer import lookup, surface_forms
from diplograph.extract.model import PartyType
from diplograph.graph.assemble import assemble
from diplograph.graph.codes import Member, System, code, codes_of, members, organisation, state
from diplograph.graph.codes.tables import organisations, states, units
from diplograph.graph.formats.jsonl import read_contacts
from diplograph.graph.formats.records import party_profiles

TODAY = dt.date(2026, 1, 1)
BEGINNING = dt.date(1816, 1, 1)

# what a party acts for, a year, and its codes in the middle of it: GW, COW, ISO
CODES = [
    ("US", 1816, "2", "2", "USA"),
    ("DE", 1820, "255", "255", "DEU"),
    ("DE", 1940, "255", "255", "DEU"),
    ("DE", 1948, None, None, None),
    ("DE", 1952, "260", None, "DEU"),
    ("DE", 1972, "260", "260", "DEU"),
    ("DE", 2000, "260", "255", "DEU"),
    ("west-germany", 1972, "260", "260", "DEU"),
    ("west-germany", 2000, None, None, None),
    ("east-germany", 1972, "265", "265", "DDR"),
    ("prussia", 1850, "255", "255", "DEU"),
    ("prussia", 1900, None, None, None),
    ("bavaria", 1850, "245", "245", None),
    ("bavaria", 1972, None, None, None),
    ("RU", 1900, "365", "365", "RUS"),
    ("RU", 1972, "365", "365", "SUN"),
    ("soviet-union", 1972, "365", "365", "SUN"),
    ("soviet-union", 1995, None, None, None),
    ("UA", 1972, None, None, None),
    ("CZ", 1950, "315", "315", "CSK"),
    ("czechoslovakia", 1942, "315", None, "CSK"),
    ("SK", 1950, None, None, None),
    ("AT", 1850, "300", "300", None),
    ("austria-hungary", 1914, "300", "300", None),
    ("AT", 1950, "305", None, "AUT"),
    ("IT", 1850, "325", "325", "ITA"),
    ("piedmont-sardinia", 1850, "325", "325", "ITA"),
    ("two-sicilies", 1850, "329", "329", None),
    ("papal-states", 1865, "327", None, None),
    ("VA", 1972, None, None, "VAT"),
    ("TR", 1900, "640", "640", "TUR"),
    ("ottoman-empire", 1900, "640", "640", "TUR"),
    ("RS", 1900, "340", "345", "SRB"),
    ("RS", 1972, "345", "345", "YUG"),
    ("RS", 2010, "340", "345", "SRB"),
    ("yugoslavia", 1972, "345", "345", "YUG"),
    ("serbia-and-montenegro", 2004, "345", "345", "SCG"),
    ("ME", 1900, "341", None, "MNE"),
    ("ME", 1972, None, None, None),
    ("VN", 1965, None, None, None),
    ("VN", 1975, "816", "816", None),
    ("VN", 2000, "816", "816", "VNM"),
    ("north-vietnam", 1965, "816", "816", "VDR"),
    ("south-vietnam", 1965, "817", "817", None),
    ("YE", 1980, "678", "678", "YEM"),
    ("YE", 2000, "678", "679", "YEM"),
    ("north-yemen", 1980, "678", "678", "YEM"),
    ("south-yemen", 1980, "680", "680", "YMD"),
    ("KR", 1890, "730", "730", None),
    ("KR", 1972, "732", "732", "KOR"),
    ("KP", 1972, "731", "731", "PRK"),
    ("joseon", 1890, "730", "730", None),
    ("ET", 1900, "530", "530", "ETH"),
    ("ET", 1938, "530", None, "ETH"),
    ("ER", 1972, None, None, None),
    ("SD", 2000, "625", "625", "SDN"),
    ("SS", 2000, None, None, None),
    ("SS", 2012, "626", "626", "SSD"),
    ("PK", 1960, "770", "770", "PAK"),
    ("BD", 1960, None, None, None),
    ("BD", 1975, "771", "771", "BGD"),
    ("IN", 1940, None, None, None),
    ("CO", 1825, "99", None, None),
    ("CO", 1850, "100", "100", "COL"),
    ("gran-colombia", 1825, "99", None, None),
    ("CN", 1930, "710", "710", "CHN"),
    ("TW", 1972, "713", "713", "TWN"),
    ("EG", 1890, None, None, None),
    ("united-arab-republic", 1960, "651", "651", "EGY"),
    ("SY", 1960, "652", None, "SYR"),
    ("FR", 1943, "220", None, "FRA"),
    ("vichy-france", 1941, "220", "220", "FRA"),
    ("ZW", 1970, "552", "552", "ZWE"),
    ("rhodesia", 1970, "552", "552", "ZWE"),
    ("zanzibar", 1964, None, None, None),
    ("TO", 1990, "972", None, "TON"),
    ("TO", 2010, "972", "955", "TON"),
    ("XK", 2010, "347", "347", "XKX"),
    ("PS", 2010, None, None, "PSE"),
    ("orange-free-state", 1890, "564", None, None),
    ("tibet", 1930, "711", None, None),
    ("abkhazia", 2010, "396", None, None),
    ("GL", 2010, None, None, "GRL"),
    ("chad", 2010, None, None, None),  # it has a code: this is somebody called Chad
    ("antony-blinken", 2021, None, None, None),
]

NAMES = [  # system, year, code, name
    (System.COW, 1850, "255", "Prussia"),
    (System.COW, 1900, "255", "Germany"),
    (System.GW, 1972, "260", "West Germany"),
    (System.GW, 2000, "260", "Germany"),
    (System.COW, 1972, "365", "Soviet Union"),
    (System.GW, 2000, "365", "Russia"),
    (System.COW, 1972, "345", "Yugoslavia"),
    (System.ISO, 1850, "ITA", "Piedmont-Sardinia"),
    (System.ISO, 1972, "SUN", "Soviet Union"),
    (System.ISO, 1972, "EGY", "Egypt"),
    (System.ISO, 1965, "EGY", "United Arab Republic"),
]


def _middle(year: int) -> dt.date:
    return dt.date(year, 7, 2)


@pytest.mark.parametrize(("home", "year", "gw", "cow", "iso"), CODES)
def test_code(home: str, year: int, gw: str | None, cow: str | None, iso: str | None) -> None:
    """A state has the code that its system had for it on that day."""
    assert [code(home, system, _middle(year)) for system in System] == [gw, cow, iso]


@pytest.mark.parametrize(
    ("home", "codes"),
    [
        ("DE", ["260", "255", "DEU"]),
        ("soviet-union", ["365", "365", "SUN"]),
        ("YE", ["678", "679", "YEM"]),
        ("VA", [None, None, "VAT"]),
        ("nobody", [None, None, None]),
    ],
)
def test_newest_code(home: str, codes: list[str | None]) -> None:
    """Without a day it is the code of the newest membership."""
    assert [code(home, system) for system in System] == codes


@pytest.mark.parametrize(("system", "year", "number", "name"), NAMES)
def test_names_are_those_of_the_time(system: System, year: int, number: str, name: str) -> None:
    """A member is called what it was called on the last day asked for."""
    assert [m.name for m in members(system, _middle(year), _middle(year)) if m.code == number] == [name]


@pytest.mark.parametrize(
    ("system", "year", "size"),
    [(System.COW, 1816, 23), (System.COW, 1900, 42), (System.COW, 1950, 75), (System.COW, 2016, 195)],
)
def test_size_of_the_system(system: System, year: int, size: int) -> None:
    """The system has as many members at the end of a year as its authors tell."""
    assert len(members(system, dt.date(year, 12, 31), dt.date(year, 12, 31))) == size


def test_spans_are_not_cut() -> None:
    """Who left and came back stands there for each span, with its true days."""
    france = [m for m in members(System.COW, dt.date(1940, 1, 1), dt.date(1950, 1, 1)) if m.code == "220"]

    assert france == [
        Member("220", "FRN", "France", BEGINNING, dt.date(1942, 11, 11)),
        Member("220", "FRN", "France", dt.date(1944, 8, 25), None),
    ]


def test_every_state_of_the_lexicon_has_an_entry() -> None:
    """Nothing that can be a state in a text is unknown here, and what has an alpha-2 code has an alpha-3 one."""
    known = {m.name: m.code for meanings in surface_forms().values() for m in meanings if m.type is PartyType.STATE}

    for name, alpha2 in known.items():
        codes = state(alpha2 or slug(name))
        assert codes is not None, name
        assert (codes.name, codes.iso2) == (name, alpha2)
        assert codes.iso3 or not alpha2, name


def test_entries_beside_the_lexicon_are_no_words_of_it() -> None:
    """What the table adds are states under names that mean nothing else in a text."""
    added = {codes.name for codes in states().values() if not lookup(codes.name)}

    assert {"Hanover", "Modena", "Württemberg"} <= added
    assert len(added) == 10


@pytest.mark.parametrize("system", System)
def test_units_are_whole(system: System) -> None:
    """Codes are each there once and in order; spans begin in 1816 at the earliest, follow one another, and don't touch."""
    found = units(system)
    key = str if system is System.ISO else int

    assert [u.code for u in found] == sorted({u.code for u in found}, key=key)
    for unit in found:
        assert unit.spans and unit.spans[0][0] >= BEGINNING
        assert all(last is not None and last < first for (_, last), (first, _) in pairwise(unit.spans)), unit
        assert all(last is None or first <= last for first, last in unit.spans), unit
        assert [first for first, _ in unit.names] == sorted(first for first, _ in unit.names)


@pytest.mark.parametrize("system", System)
def test_every_member_is_somebodys_code(system: System) -> None:
    """On each day on which a unit comes, goes or changes hands, some state has its code: none is out of reach."""
    days = {day for u in units(system) for span in u.spans for day in span if day} | {TODAY}
    for day in sorted(days | {day + dt.timedelta(1) for day in days}):
        reached = {code(home, system, day) for home in states()}
        assert {m.code for m in members(system, day, day)} == reached - {None}, day


def test_letters() -> None:
    """Codes look as codes of their list do."""
    for codes in states().values():
        assert re.fullmatch("[A-Z]{3}", codes.iso3 or "XXX"), codes
        assert re.fullmatch(r"Q[1-9]\d*", codes.wikidata or "Q1"), codes
    assert all(re.fullmatch("[A-Z]{3}", u.abbreviation) for s in System for u in units(s))


def test_no_item_is_given_twice() -> None:
    """No two states share a Wikidata item, and no two an alpha-3 code but those that followed one another under it."""
    items = [codes.wikidata for codes in states().values() if codes.wikidata]

    assert len(items) == len(set(items))


# --- parties


def _codes(**given: Any) -> dict[str, str | None]:
    """Return what a party has, without what it has not."""
    one = party(given.pop("name"), **given.pop("party", {}))
    codes = codes_of(one.id, one.type, one.home, one.ids, given.pop("days", None))
    return {name: value for name, value in codes.attributes().items() if value}


_STATE, _BODY, _GROUP = (dict[str, Any](type=t) for t in (PartyType.STATE, PartyType.ORGANISATION, PartyType.GROUP))
_COLD_WAR = (dt.date(1985, 3, 1), dt.date(1989, 11, 9))

PARTIES: list[tuple[dict[str, Any], dict[str, str]]] = [
    (
        {"name": "Germany", "party": _STATE | {"country": "DE"}},
        {"country_iso3": "DEU", "country_cow": "255", "country_gw": "260", "wikidata": "Q183"},
    ),
    (
        {"name": "Germany", "party": _STATE | {"country": "DE"}, "days": _COLD_WAR},
        {"country_iso3": "DEU", "country_cow": "260", "country_gw": "260", "wikidata": "Q183"},
    ),
    (
        {"name": "Soviet Union", "party": _STATE, "days": _COLD_WAR},
        {"country_iso3": "SUN", "country_cow": "365", "country_gw": "365", "wikidata": "Q15180"},
    ),
    (
        {"name": "Andrei Gromyko", "party": {"org": "Soviet Union"}, "days": _COLD_WAR},
        {"country_iso3": "SUN", "country_cow": "365", "country_gw": "365"},
    ),
    (
        {"name": "Dmytro Kuleba", "party": {"country": "UA"}, "days": _COLD_WAR},
        {"country_iso3": "UKR"},
    ),
    ({"name": "NATO", "party": _BODY}, {"actor_kind": "alliance", "wikidata": "Q7184"}),
    ({"name": "Hamas", "party": _GROUP}, {"actor_kind": "armed group", "wikidata": "Q38799"}),
    ({"name": "Jens Stoltenberg", "party": {"org": "NATO"}}, {}),
    ({"name": "Some Front", "party": _GROUP}, {}),
    ({"name": "Prussia"}, {}),  # somebody of that name, for whom nobody says what she acts for
    ({"name": "Palestine", "party": _STATE | {"country": "PS"}}, {"country_iso3": "PSE", "wikidata": "Q219060"}),
    (
        {"name": "Sergei Lavrov", "party": {"country": "RU", "ids": (("viaf", "17"), ("wikidata", "Q58217"))}},
        {
            "country_iso3": "RUS",
            "country_cow": "365",
            "country_gw": "365",
            "wikidata": "Q58217",
            "ids": "viaf:17; wikidata:Q58217",
        },
    ),
    (
        {"name": "Ruritania", "party": _STATE | {"ids": (("cow", "999"), ("iso3", "RUR"))}},
        {"country_iso3": "RUR", "country_cow": "999", "ids": "cow:999; iso3:RUR"},
    ),
    ({"name": "Ana Ito", "party": {"ids": (("wikidata", "Q1> <x"),)}}, {"ids": "wikidata:Q1> <x"}),
]


@pytest.mark.parametrize(("given", "codes"), PARTIES)
def test_codes_of_a_party(given: dict[str, Any], codes: dict[str, str]) -> None:
    """Of its state on its own days, and its own item, which a person has of the user's table alone."""
    assert _codes(**given) == codes


def test_a_node_has_the_codes_of_its_days() -> None:
    """The newest membership within the days on which the party was met."""
    sides = party("Germany", country="DE", **_STATE), party("Andrei Gromyko", side=1, org="Soviet Union")
    old, new = contact(*sides, day="1972-05-12"), contact(*sides, day="1990-11-12")

    assert [assemble([c]).nodes["germany"]["country_cow"] for c in (old, new)] == ["260", "255"]
    assert assemble([old, new]).nodes["germany"]["country_cow"] == "255"
    assert assemble([old]).nodes["andrei-gromyko"]["country_cow"] == "365"
    assert party_profiles([old])[1].codes.country_cow == "260"


def test_every_organisation_of_the_lexicon_has_a_kind() -> None:
    """And no entry is there for anything else."""
    bodies = (PartyType.ORGANISATION, PartyType.GROUP)
    known = {m.name for meanings in surface_forms().values() for m in meanings if m.type in bodies}

    assert organisations().keys() == {slug(name) for name in known}
    assert {o.name for o in organisations().values()} == known - {"OPEC"}  # OPEC+ has the same id
    assert all(organisation(slug(name)) for name in known)


def test_no_item_of_an_organisation_is_given_twice() -> None:
    """Nor one that is a state's."""
    items = [o.wikidata for o in organisations().values() if o.wikidata]
    items += [codes.wikidata for codes in states().values() if codes.wikidata]

    assert len(items) == len(set(items))


@pytest.mark.parametrize("ids", [{"wikidata": 1}, {"viaf": None}, {"viaf": ["1"]}, ["Q1"], "Q1"])
def test_broken_identifiers_of_a_line_are_refused(ids: object) -> None:
    """By the line, as everything else in it."""
    record = contact("Ana Ito", "Bo Kim").to_dict()
    record["parties"][0]["ids"] = ids

    with pytest.raises(InputError, match=r"line 1: (the field 'ids' must be texts by name|not a contact)"):
        list(read_contacts(io.StringIO(json.dumps(record))))
