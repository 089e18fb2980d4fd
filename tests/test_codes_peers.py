"""Our codes against those that packages ship which others made; each difference stands here with its reason.

None of them is a dependency. rigour is in the group of peers; of the others some are under the GPL or LGPL, so that who wants
to repeat the comparison installs them: countrycode, country_converter, pycountry, histwardb.
"""

import csv
import pickle
from importlib.resources import files
from typing import Any

import pytest

from diplograph.graph.codes import StateCodes, System, state
from diplograph.graph.codes.tables import states, units

# of rigour: alpha-2 code, and why its item is another
ITEMS_OF_RIGOUR = {
    "DK": "it prefers the Kingdom, Q756617, with Greenland and the Faroe Islands",
    "NL": "it prefers the Kingdom, Q29999, with Aruba, Curaçao and Sint Maarten",
    "EH": "it prefers the Sahrawi Republic, Q40362, a party to the dispute",
}

# of countrycode: its name, and why its numbers are others than those of the newest membership
CODES_OF_COUNTRYCODE = {
    "Serbia": "it gives COW's 345 to Yugoslavia alone; COW itself has Serbia under 345 since 2006",
    "Vatican City": "it gives both systems' 327, which is the Papal States and ended in 1860 and 1870",
    "Vietnam": "it gives GW's 817, which was South Vietnam; 816 goes on",
    "Yemen": "it has no number of GW, which goes on with 678",
}

# of country_converter: its name and why its number of GW is another
NUMBERS_OF_COUNTRY_CONVERTER = {
    "Czechia": "it gives Czechoslovakia's 315; 316 since 1993",
    "Vietnam": "it gives South Vietnam's 817; 816 goes on",
    "Yemen": "it gives South Yemen's 680; 678 goes on",
}

# of histwardb: the item, and why its numbers are others
NUMBERS_OF_HISTWARDB = {
    "Q974": "it has no number of GW for the Democratic Republic of the Congo, which is 490",
    "Q678": "it has no number of GW for Tonga, which is 972 among the microstates",
    "Q199821": "it counts Gran Colombia as Colombia, 100; GW has 99, COW has neither before 1831",
    "Q217169": "it has no number of COW for Rhodesia, which is 552 from 1965",
}

# of pycountry: withdrawn codes of ISO 3166-3 that are those of a state that only changed its name, or of no state
WITHDRAWN = {
    "AFI": "Djibouti",
    "BUR": "Myanmar",
    "DHY": "Benin",
    "GEL": "Kiribati and Tuvalu",
    "HVO": "Burkina Faso",
    "NHB": "Vanuatu",
    "RHO": "Zimbabwe",
    "TMP": "East Timor",
    "ZAR": "Democratic Republic of the Congo",
    "BYS": "Belarus in the Soviet Union",
    "SKM": "Sikkim, in India's protection",
    **dict.fromkeys(["ATB", "ATF", "ATN", "CTE", "FXX", "JTN", "MID", "NTZ", "PCI", "PCZ", "PUS", "WAK"], "no state"),
}


def _by_alpha2() -> dict[str, StateCodes]:
    return {codes.iso2: codes for codes in states().values() if codes.iso2}


def _last(codes: StateCodes, system: System) -> str | None:
    return codes.code(system)


def test_items_are_those_of_rigour() -> None:
    """And the alpha-3 codes with them."""
    rigour = pytest.importorskip("rigour.territories")
    theirs = {t.code.upper(): t for t in rigour.get_territories()}
    ours = _by_alpha2()

    assert {a for a in ours if theirs[a].alpha3.upper() != ours[a].iso3} == set()
    assert {a for a in ours if ours[a].wikidata not in theirs[a].qids} == set()
    assert {a for a in ours if theirs[a].qid != ours[a].wikidata} == ITEMS_OF_RIGOUR.keys()


@pytest.mark.parametrize(
    ("home", "code"),
    [
        ("soviet-union", "suhh"),
        ("east-germany", "dd"),
        ("czechoslovakia", "cshh"),
        ("serbia-and-montenegro", "csxx"),
        ("netherlands-antilles", "an"),
        ("yugoslavia", "yucs"),
        ("nagorno-karabakh", "az-nk"),
        ("south-ossetia", "x-so"),
        ("abkhazia", "ge-ab"),
        ("transnistria", "md-pmr"),
        ("somaliland", "so-som"),
        ("bavaria", "de-by"),
        ("crimea", "ua-cri"),
        ("donetsk-people-s-republic", "ua-dpr"),
        ("luhansk-people-s-republic", "ua-lpr"),
        ("west-germany", "de"),
        ("south-vietnam", "vn"),
        ("north-vietnam", "vn"),
        ("south-yemen", "ye"),
        ("rhodesia", "zw"),
        ("transvaal", "za"),
    ],
)
def test_items_of_past_and_unrecognised_states_are_known_to_rigour(home: str, code: str) -> None:
    """Among those of the territory, of which a state of today has those before it."""
    rigour = pytest.importorskip("rigour.territories")
    codes = state(home)

    assert codes is not None and codes.wikidata in rigour.get_territory(code).qids


def test_numbers_are_those_of_countrycode() -> None:
    """Numbers, abbreviations and alpha-3 codes, but the microstates, which it has no number of GW for."""
    rows = _countrycode()
    ours = _by_alpha2()
    told = {row["country.name.en"]: ours[row["iso2c"]] for row in rows if row["iso2c"] in ours}
    small = {int(u.code) for u in units(System.GW) if u.microstate}

    assert {n for n, r in _named(rows).items() if n in told and r["iso3c"] != told[n].iso3} == set()
    wrong = {
        name
        for name, row in _named(rows).items()
        if name in told
        and not (_same(row["cown"], told[name], System.COW) and _same(row["gwn"], told[name], System.GW, small))
    }
    assert wrong == CODES_OF_COUNTRYCODE.keys()


def test_abbreviations_are_those_of_countrycode() -> None:
    """Of every unit that it knows; it lacks none but those that it files under another name."""
    rows = _countrycode()
    for system, number, letters in ((System.COW, "cown", "cowc"), (System.GW, "gwn", "gwc")):
        ours = {int(u.code): u.abbreviation for u in units(system)}
        assert {(r[number], r[letters]) for r in rows if r[number] is not None} <= ours.items()


def test_numbers_are_those_of_country_converter() -> None:
    """Of Gleditsch and Ward; COW's it has not."""
    package = pytest.importorskip("country_converter")
    text = (files(package) / "country_data.tsv").read_text(encoding="utf-8")
    rows = {r["ISO2"]: r for r in csv.DictReader(text.splitlines(), delimiter="\t")}
    ours = _by_alpha2()

    assert {a for a, r in rows.items() if a in ours and r["ISO3"] != ours[a].iso3} == set()
    wrong = {
        r["name_short"]
        for a, r in rows.items()
        if a in ours and r["GWcode"] and str(int(float(r["GWcode"]))) != _last(ours[a], System.GW)
    }
    assert wrong == NUMBERS_OF_COUNTRY_CONVERTER.keys()


def test_items_have_their_numbers_in_histwardb() -> None:
    """Which joins items of Wikidata, also of states of the past, with numbers of both systems."""
    package = pytest.importorskip("histwardb")
    text = (files(package) / "data" / "crosswalk.csv").read_text(encoding="utf-8")
    rows = {r["country_qid"]: r for r in csv.DictReader(text.splitlines())}
    ours = {codes.wikidata: codes for codes in states().values() if codes.wikidata in rows}

    assert len(ours) > 140
    wrong = {
        item
        for item, codes in ours.items()
        if (rows[item]["cow_code"] or None, rows[item]["gw_code"] or None)
        != (_last(codes, System.COW), _last(codes, System.GW))
    }
    assert wrong == NUMBERS_OF_HISTWARDB.keys()


def test_withdrawn_codes_are_those_of_pycountry() -> None:
    """Every alpha-3 code of ours is one of ISO 3166-1 or -3; those of the latter that we have not are explained."""
    pycountry = pytest.importorskip("pycountry")
    ours = {codes.iso3 for codes in states().values() if codes.iso3}
    today = {country.alpha_3 for country in pycountry.countries}
    past = {country.alpha_3 for country in pycountry.historic_countries}

    assert ours - today - past == {"XKX"}
    assert past - ours == WITHDRAWN.keys()


def _countrycode() -> list[dict[str, Any]]:
    package = pytest.importorskip("countrycode")
    table: dict[str, list[Any]] = pickle.loads((files(package) / "data" / "codelist.pickle").read_bytes())
    columns = ("country.name.en", "iso2c", "iso3c", "cown", "cowc", "gwn", "gwc")
    return [dict(zip(columns, row, strict=True)) for row in zip(*(table[c] for c in columns), strict=True)]


def _named(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["country.name.en"]: row for row in rows}


def _same(number: int | None, codes: StateCodes, system: System, but: frozenset[int] | set[int] = frozenset()) -> bool:
    own = _last(codes, system)
    return (str(number) if number else None) == own or (number is None and own is not None and int(own) in but)
