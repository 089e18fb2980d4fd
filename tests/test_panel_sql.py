"""Panels of real contacts have the counts that plain SQL gives: of the seeds, and of a century of travels, where these are."""

import csv
import datetime as dt
import io
import json
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from factories import contact, party
from reading import SHARED

from diplograph.extract.ids import slug
from diplograph.extract.lexicon.gazetteer import lookup_in
from diplograph.extract.model import Contact, Kind, Party, PartyType
from diplograph.extract.pipeline import extract_contacts
from diplograph.extract.read import read_documents
from diplograph.graph.formats.jsonl import line
from diplograph.graph.identity import fold
from diplograph.graph.panel import By, System, Unit, panel, writer

FACTS = SHARED / "facts"
SEEDS = Path(__file__).parents[1] / "seeds"

_START = {
    By.YEAR: "date({}, 'start of year')",
    By.QUARTER: "date({0}, 'start of year', ((strftime('%m', {0}) - 1) / 3 * 3) || ' months')",
    By.MONTH: "date({}, 'start of month')",
    By.WEEK: "date({}, 'weekday 0', '-6 days')",
    By.DAY: "date({})",
}
_UNITS = {
    Unit.STATE: "SELECT {start}, a.home, '' , {counts}",
    Unit.DYAD: "SELECT {start}, a.home, b.home, {counts}",
    Unit.DIRECTED_DYAD: "SELECT {start}, a.home, b.home, {counts}",
}
_ORDER = {Unit.STATE: "a.home IS NOT b.home", Unit.DYAD: "a.home < b.home", Unit.DIRECTED_DYAD: "a.home <> b.home"}
_COUNTS = (
    "count(DISTINCT CASE WHEN status = 'occurred' THEN contact.number END)",
    "count(DISTINCT CASE WHEN status = 'occurred' AND kind = 'visit' THEN contact.number END)",
    "count(DISTINCT CASE WHEN status = 'occurred' AND kind = 'call' THEN contact.number END)",
    "count(DISTINCT CASE WHEN status = 'planned' THEN contact.number END)",
    "count(DISTINCT CASE WHEN status = 'negated' THEN contact.number END)",
    "count(DISTINCT CASE WHEN status = 'occurred' THEN report.document END)",
)
_NAMES = ("contacts", "visit", "call", "planned", "negated", "documents")


def _database(lines: Iterable[str]) -> sqlite3.Connection:
    """Put JSON Lines into tables; SQLite reads the JSON, and says for what each party acts."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE line (number INTEGER PRIMARY KEY, record)")
    db.executemany("INSERT INTO line (record) VALUES (?)", ((text,) for text in lines))
    db.executescript("""
        CREATE TABLE contact AS SELECT number, record ->> 'kind' AS kind, record ->> 'status' AS status,
            record ->> '$.date.start' AS day, record ->> '$.date.end' AS last, record ->> '$.date.vague' AS vague FROM line;
        CREATE TABLE report AS SELECT DISTINCT number, r.value ->> '$.document.id' AS document
            FROM line, json_each(record, '$.reports') AS r
            UNION SELECT number, record ->> '$.document.id' FROM line;
        CREATE TABLE party AS SELECT number, p.value ->> 'side' AS side, CASE
            WHEN p.value ->> 'type' = 'state' THEN coalesce(p.value ->> 'country', p.value ->> 'id')
            WHEN p.value ->> 'type' IN ('organisation', 'group') THEN p.value ->> 'id'
            WHEN lower(p.value ->> 'role') GLOB '*secretary[- ]general*' OR lower(p.value ->> 'role') LIKE '%high representative%'
                OR p.value ->> 'country' IS NULL THEN lower(replace(p.value ->> 'org', ' ', '-'))
            ELSE p.value ->> 'country' END AS home
            FROM line, json_each(record, '$.parties') AS p;
        CREATE INDEX parties ON party (number);
        CREATE INDEX reports ON report (number);
    """)
    return db


def _by_sql(db: sqlite3.Connection, unit: Unit, by: By) -> set[tuple[Any, ...]]:
    start, last = (_START[by].format(f"contact.{day}") for day in ("day", "last"))
    head = _UNITS[unit].format(start=start, counts=", ".join(_COUNTS))
    return set(
        db.execute(f"""{head} FROM contact
            JOIN party a ON a.number = contact.number JOIN party b ON b.number = contact.number AND a.side <> b.side
            JOIN report ON report.number = contact.number
            WHERE day IS NOT NULL AND {_ORDER[unit]} AND a.home IS NOT NULL
            AND ({start} = {last} OR (NOT vague AND julianday(last) - julianday(day) < 31))
            GROUP BY 1, 2, 3""")
    )


def _by_panel(
    contacts: Iterable[Contact], unit: Unit, by: By, system: System = System.SEEN
) -> Iterator[dict[str, str]]:
    handle = io.StringIO()
    writer("csv")(panel(contacts, unit=unit, by=by, system=system), handle)
    handle.seek(0)
    yield from csv.DictReader(handle)


@pytest.fixture(scope="session")
def seeds() -> list[Contact]:
    """The encounters of the seeds."""
    return list(fold(extract_contacts(read_documents([SEEDS]))))


@pytest.mark.parametrize("unit", _UNITS)
@pytest.mark.parametrize("by", [By.YEAR, By.QUARTER, By.MONTH, By.WEEK])
def test_the_panel_of_the_seeds_has_the_counts_of_sql(seeds: list[Contact], unit: Unit, by: By) -> None:
    """For every unit that has any, and every period."""
    found = {
        (row["start"], row.get("code1") or row["code"], row.get("code2", ""), *(int(row[n]) for n in _NAMES))
        for row in _by_panel(seeds, unit, by)
        if any(row[name] != "0" for name in ("contacts", "planned", "negated", "hypothetical"))
    }

    assert found == _by_sql(_database(map(line, seeds)), unit, by)
    assert len(found) > 30


def test_the_panel_of_the_seeds_by_day_has_the_counts_of_sql(seeds: list[Contact]) -> None:
    """Of states, since the pairs have hundreds of thousands of rows."""
    rows = _by_panel(seeds, Unit.STATE, By.DAY)
    found = {(r["start"], r["code"], "", *(int(r[n]) for n in _NAMES)) for r in rows if r["contacts"] != "0"}

    assert found == {row for row in _by_sql(_database(map(line, seeds)), Unit.STATE, By.DAY) if row[3]}


# --- travels and visits -------------------------------------------------------------------------

needs_facts = pytest.mark.skipif(not FACTS.exists(), reason="DIPLOGRAPH_SHARED names no folder of facts")


def _records(name: str) -> list[dict[str, Any]]:
    return [json.loads(text) for text in (FACTS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="session")
def travels() -> list[Contact]:
    """Travels of presidents and secretaries of state, and visits of foreign leaders, as contacts."""
    found = []
    for record in _records("us_travels"):
        role = {"president": "President", "secretary": "Secretary of State"}[record["role"]]
        found.append(
            _visit(record, party(record["traveler"], country="US", role=role), _state(record["country"], record, 1))
        )
    for record in _records("us_visits"):
        for home in record["from"]:
            host = party("United States", type=PartyType.STATE, country="US", side=1)
            found.append(_visit(record, _state(home, record, 0), host))
    return found


def _visit(record: dict[str, Any], guest: Party, host: Party) -> Contact:
    return contact(guest, host, kind=Kind.VISIT, day=record["start"], until=record["end"], id=record["id"])


def _state(name: str, record: dict[str, Any], side: int) -> Party:
    meaning = next((m for m in lookup_in(name, int(record["start"][:4])) if m.type is PartyType.STATE), None)
    known = meaning.name if meaning else name
    return party(known, type=PartyType.STATE, id=slug(known), country=meaning.code if meaning else None, side=side)


@needs_facts
@pytest.mark.parametrize("by", [By.YEAR, By.QUARTER, By.MONTH, By.WEEK])
def test_the_panel_of_travels_has_the_counts_of_sql(travels: list[Contact], by: By) -> None:
    """Whoever travelled, wherever to, from 1866 on."""
    found = {
        (row["start"], row["code"], "", *(int(row[name]) for name in _NAMES))
        for row in _by_panel(travels, Unit.STATE, by)
        if row["contacts"] != "0"
    }

    assert found == _by_sql(_database(map(line, travels)), Unit.STATE, by)


@needs_facts
@pytest.mark.parametrize(
    ("number", "names", "since", "until"),
    [
        (20, ("Canada",), "1920-01-10", "2100"),
        (365, ("U.S.S.R.",), "1917-11-07", "1991-12-25"),  # three travels to it in 1992 are to no state of then
        (365, ("Russia",), "1992-01-01", "2100"),
        (265, ("German Democratic Republic",), "1949-10-07", "1990-10-02"),
        (345, ("Yugoslavia",), "1944-10-20", "1991-12-31"),
        (315, ("Czechoslovakia",), "1918-10-28", "1992-12-31"),
        (316, ("Czech Republic", "Czechia"), "1993-01-01", "2100"),
        (626, ("South Sudan",), "2011-07-09", "2100"),
    ],
)
@pytest.mark.parametrize("system", [System.GW, System.COW])
def test_states_of_the_past_have_their_travels(
    travels: list[Contact], number: int, names: tuple[str, ...], since: str, until: str, system: System
) -> None:
    """The years of their dyads with the United States, by what the records say, without our tables.

    Both systems have these states in these days; both have Russia's one number for the Soviet Union.
    """
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE visit (day, last, who, home, level)")
    for record in _records("us_travels"):
        row = (record["start"], record["end"], "US", record["country"], record["role"])
        db.execute("INSERT INTO visit VALUES (?, ?, ?, ?, ?)", row)
    for record in _records("us_visits"):
        for home in record["from"]:
            db.execute("INSERT INTO visit VALUES (?, ?, 'them', ?, NULL)", (record["start"], record["end"], home))
    marks = ", ".join("?" * len(names))
    told = db.execute(
        f"""SELECT strftime('%Y', day), count(*), count(CASE WHEN who = 'US' THEN 1 END), count(CASE WHEN who = 'them' THEN 1 END),
        count(CASE WHEN level = 'president' THEN 1 END), count(CASE WHEN level = 'secretary' THEN 1 END)
        FROM visit WHERE home IN ({marks}) AND day BETWEEN ? AND ? GROUP BY 1""",
        (*names, since, until),
    ).fetchall()
    columns = ("contacts", "initiated1", "initiated2", "leaders", "foreign_ministers")
    dyad = [row for row in _dyads(travels, system) if (row["code1"], row["code2"]) == ("2", str(number))]

    assert [
        (row["period"], *(int(row[n]) for n in columns))
        for row in dyad
        if row["contacts"] != "0" and since[:4] <= row["period"] <= until[:4]
    ] == told
    assert told


_PANELS: dict[System, list[dict[str, str]]] = {}


def _dyads(travels: list[Contact], system: System) -> list[dict[str, str]]:
    """Return the dyads of the United States, of a panel that is made once."""
    if system not in _PANELS:
        _PANELS[system] = [row for row in _by_panel(travels, Unit.DYAD, By.YEAR, system) if row["code1"] == "2"]
    return _PANELS[system]


@needs_facts
def test_no_travel_is_lost(travels: list[Contact]) -> None:
    """Each is in a row, or one of its parties is named as no unit then."""
    found = panel(travels, system=System.COW)

    lansing = 1  # at the Paris Peace Conference, from 1918 to 1919
    assert found.tally.counted + sum(found.tally.left_out.values()) + lansing == len(travels)
    assert (found.tally.unplaced, found.tally.before, found.tally.within) == (lansing, 0, 0)
    assert found.calendar is not None
    assert found.calendar.start == dt.date(1866, 1, 1)
