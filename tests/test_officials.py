"""The table of office-holders: what its checks refuse, whom names and surnames tell, and when they do not."""

import csv
import datetime as dt
import html
import os
import re
import time
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from diplograph.errors import LexiconError
from diplograph.extract.lexicon import gazetteer, officials
from diplograph.extract.lexicon.loading import parse_lexicon
from diplograph.extract.lexicon.officials import Office, Officials, Served, by_name, by_surname

LAVROV = "Sergei Lavrov; Sergey Lavrov | m | foreign minister 2004-03.."
_REALMS = re.compile(r"ELIZABETH II|CHARLES III")
_RENAMED = {
    "Burma": "Myanmar",
    "The Bahamas": "Bahamas",
    "The Gambia": "Gambia",
    "The Dominican": "Dominican Republic",
    "Holy See (Vatican City)": "Vatican",
}


def table(line: str, owner: str = "code: RU") -> str:
    return f"- {owner}\n  people: |\n    {line}\n"


def read(text: str) -> Officials:
    """The table of a text."""
    return Officials.of(parse_lexicon("officials", text, tuple[Served, ...]))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (table(LAVROV) + "  colour: red\n", r"officials\.yaml, code 'RU': unknown key 'colour'"),
        ("- people: |\n    A B | m | king 2000..\n", "entry 1: whose officials"),
        ("- code: RU\n", "code 'RU': the key 'people' is missing"),
        ("- code: RU\n  people: [1]\n", r"people: \[1\] is not text"),
        ("- code: NO\n  people: x\n", "code: False is not two capital letters"),
        ("{}", r"officials\.yaml: expected a list"),
        ("- [", r"officials\.yaml is not YAML"),
        (table(LAVROV, "code: QQ"), r"officials\.yaml, QQ: not in the table of states"),
        (table(LAVROV, "state: Ruritania"), "Ruritania: not in the table of states"),
        (table(LAVROV, "org: SPECTRE"), "SPECTRE: not in the table of organisations"),
        (table(LAVROV, "org: Russia"), "Russia: not in the table of organisations"),
        (table("Sergei Lavrov | m"), "RU: 'Sergei Lavrov | m' is not a person"),
        (table("Sergei Lavrov | x | king 2000.."), "RU, Sergei Lavrov: gender is 'x'"),
        (table("Sergei Lavrov | m, rare | king 2000.."), "unknown remark 'rare'"),
        (table("Sergei Lavrov | m | king 2000"), "'king 2000' is not an office"),
        (table("Sergei Lavrov | m | 2000.."), "'2000..' is not an office"),
        (table("Sergei Lavrov | m | king 2000-13.."), "'king 2000-13..' has a bad date"),
        (table("Sergei Lavrov | m | king ..2000-00"), "has a bad date"),
        (table("Sergei Lavrov | m | king 2000..2001-02-30"), "has a bad date"),
        (table("Sergei Lavrov | m | king 2000..1999"), "ends before it begins"),
        (table(f"{LAVROV}\n    {LAVROV}"), "RU, Sergei Lavrov: stands there twice"),
        (table(LAVROV) + table(LAVROV, "code: DE"), "Germany has it otherwise than Russia"),
    ],
)
def test_a_broken_table_is_refused(text: str, message: str) -> None:
    with pytest.raises(LexiconError, match=message):
        read(text)


def test_dates_may_be_coarse() -> None:
    found = read(table("A Bee | m | king 2000..2004; judge 2004-02..2004-02; clerk 2005-01-02.."))
    spans = [(o.start, o.end) for o in found.people[0].offices]
    assert spans == [
        (dt.date(2000, 1, 1), dt.date(2004, 12, 31)),
        (dt.date(2004, 2, 1), dt.date(2004, 2, 29)),
        (dt.date(2005, 1, 2), None),
    ]


@pytest.mark.parametrize(
    ("name", "person", "country", "org"),
    [
        ("Wang Yi", "Wang Yi", "CN", None),
        ("Sergey Lavrov", "Sergei Lavrov", "RU", None),
        ("SERGEI LAVROV", "Sergei Lavrov", "RU", None),
        ("Antony J. Blinken", "Antony Blinken", "US", None),
        ("Joseph R. Biden, Jr.", "Joe Biden", "US", None),
        ("Recep Tayyip Erdogan", "Recep Tayyip Erdoğan", "TR", None),
        ("Volodymyr Zelenskyy", "Volodymyr Zelensky", "UA", None),
        ("Jean Yves Le Drian", "Jean-Yves Le Drian", "FR", None),
        ("Lech Walesa", "Lech Wałęsa", "PL", "Solidarity"),
        ("Kofi Annan", "Kofi Annan", None, "United Nations"),
        ("Ban Ki-moon", "Ban Ki-moon", "KR", "United Nations"),
        ("Khaled Mashal", "Khaled Meshaal", None, "Hamas"),
        ("George W. Bush", "George W. Bush", "US", None),
        ("Andrei Gromyko", "Andrei Gromyko", None, None),
    ],
)
def test_a_full_name_is_known(name: str, person: str, country: str | None, org: str | None) -> None:
    found = by_name(name)
    assert found is not None
    assert (found.name, found.country, found.org) == (person, country, org)


@pytest.mark.parametrize("name", ["George Bush", "George Q. Bush", "Ferdinand Marcos", "Jane Nobody", "Lavrov", ""])
def test_a_shared_or_unknown_name_is_nobody(name: str) -> None:
    assert by_name(name) is None


@pytest.mark.parametrize(
    ("surname", "day", "person"),
    [
        ("Lavrov", dt.date(2022, 3, 1), "Sergei Lavrov"),
        ("Lavrov", None, "Sergei Lavrov"),
        ("Lavrov", dt.date(1999, 1, 1), None),
        ("Zelenskyy", dt.date(2022, 3, 1), "Volodymyr Zelensky"),
        ("von der Leyen", dt.date(2022, 3, 1), "Ursula von der Leyen"),
        ("Leyen", dt.date(2022, 3, 1), None),
        ("Sisi", dt.date(2022, 3, 1), "Abdel Fattah el-Sisi"),
        ("al-Sisi", dt.date(2022, 3, 1), "Abdel Fattah el-Sisi"),
        ("Xi", dt.date(2015, 3, 1), "Xi Jinping"),
        ("Jinping", dt.date(2015, 3, 1), None),
        ("Abe", dt.date(2015, 3, 1), "Shinzo Abe"),
        ("Orban", dt.date(2015, 3, 1), "Viktor Orbán"),
        ("Abiy", dt.date(2020, 3, 1), "Abiy Ahmed"),
        ("Kissinger", dt.date(1973, 10, 20), "Henry Kissinger"),
        ("Boutros-Ghali", dt.date(1993, 6, 1), "Boutros Boutros-Ghali"),
        ("Ghali", dt.date(1993, 6, 1), None),
        ("Marcos", dt.date(1975, 6, 1), "Ferdinand Marcos"),
        ("Marcos", dt.date(2024, 6, 1), "Ferdinand Marcos Jr."),
        ("Franco", dt.date(1950, 6, 1), "Francisco Franco"),
        ("II", dt.date(1990, 6, 1), None),
        ("Gandhi", dt.date(1983, 6, 1), "Indira Gandhi"),
        ("Gandhi", dt.date(1988, 6, 1), "Rajiv Gandhi"),
        ("Gandhi", dt.date(1984, 12, 1), None),
        ("Gandhi", None, None),
        ("Trudeau", dt.date(1970, 1, 1), "Pierre Trudeau"),
        ("Trudeau", dt.date(2020, 1, 1), "Justin Trudeau"),
        ("Vance", dt.date(1979, 1, 1), "Cyrus Vance"),
        ("Vance", dt.date(2025, 6, 1), "JD Vance"),
    ],
)
def test_a_surname_tells_one_person_in_office(surname: str, day: dt.date | None, person: str | None) -> None:
    found = by_surname(surname, day)
    assert (found and found.name) == person


@pytest.mark.parametrize(
    "surname", ["May", "Brown", "Ford", "Bush", "Major", "Li", "Wang", "Kim", "Park", "Singh", "Khan", "Johnson"]
)
def test_an_ordinary_word_or_a_very_common_name_is_nobody(surname: str) -> None:
    assert by_surname(surname, dt.date(2003, 6, 1)) is None
    assert by_surname(surname, dt.date(2018, 6, 1)) is None
    assert by_surname(surname, None) is None


def test_the_role_is_that_of_the_day() -> None:
    guterres = by_name("Antonio Guterres")
    assert guterres is not None
    assert guterres.role_on(dt.date(2000, 1, 1)) == "prime minister"
    assert guterres.role_on(dt.date(2020, 1, 1)) == "secretary-general"
    assert guterres.role_on(dt.date(2003, 1, 1)) is None
    assert guterres.role_on(None) == "secretary-general"
    assert guterres.office_on(dt.date(2000, 1, 1)) == Office(
        "prime minister", dt.date(1995, 10, 1), dt.date(2002, 4, 30), "PT", "Portugal", None
    )


def test_states_of_the_past_have_a_name_where_they_have_no_code() -> None:
    found = by_name("Eduard Shevardnadze")
    assert found is not None
    served = [found.office_on(dt.date(year, 1, 10)) for year in (1988, 2000)]
    assert [(office.state, office.country) for office in served if office] == [
        ("Soviet Union", None),
        ("Georgia", "GE"),
    ]


def test_the_table_is_large_and_quick_to_read() -> None:
    people = officials._officials().people
    assert len(people) >= 3000
    assert all(person.gender in ("f", "m") and person.offices for person in people)
    text = files("diplograph.extract.lexicon").joinpath("officials.yaml").read_text(encoding="utf-8")
    assert min(_seconds(text) for _ in range(5)) < 0.5, "a generous bound: the machine may be busy"


def _seconds(text: str) -> float:
    start = time.perf_counter()
    read(text)
    return time.perf_counter() - start


def test_leaders_whom_the_table_knows_have_the_right_country() -> None:
    if not (folder := os.environ.get("DIPLOGRAPH_SHARED")):
        pytest.skip("DIPLOGRAPH_SHARED names no folder of facts")
    right, wrong = 0, []
    for title, country, code in _leaders(Path(folder) / "facts" / "leaders.csv"):
        if found := _known(title):
            right += found.country == code
            wrong += [(title, country, found.name)] if found.country != code else []
    assert right >= 800
    assert right / (right + len(wrong)) >= 0.95, wrong


def _leaders(path: Path) -> Iterator[tuple[str, str, str]]:
    """Yield title with name, country and code of each leader of a sovereign state, but for monarchs of many realms."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            country = html.unescape(row["country"]).strip()
            entries = gazetteer.lookup(_RENAMED.get(country, country))
            code = next((e.code for e in entries if e.code), None)
            state = gazetteer.state_named(entries[0].name) if code else None
            if code and state and state.within is None and not _REALMS.search(row["title_and_name"]):
                yield row["title_and_name"], country, code


def _known(title: str) -> officials.Official | None:
    words = re.sub(r"\([^)]*\)|,.*", "", title).split()
    spans = [words[i:j] for i in range(len(words)) for j in range(len(words), i + 1, -1)]
    return next((found for span in spans if (found := by_name(" ".join(span)))), None)
