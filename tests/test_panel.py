"""Panels: a row for every unit and period, with zeros, counts by hand, and none lost in silence."""

import csv
import datetime as dt
import io
import os
import random
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import click
import pytest
from conftest import Run
from factories import contact, folded, party

from diplograph.cli.panel import command
from diplograph.extract.model import Contact, Kind, Party, PartyType, Source, Status
from diplograph.extract.times import Basis, When
from diplograph.graph.formats import write
from diplograph.graph.panel import By, Panel, System, Unit, panel, writer
from diplograph.graph.panel.columns import columns

BIDEN = party("Joe Biden", country="US", role="president")
BLINKEN = party("Antony Blinken", country="US", role="Secretary of State")
LAVROV = party("Sergei Lavrov", side=1, country="RU", role="foreign minister")
XI = party("Xi Jinping", side=1, country="CN", role="president")
CHINA = party("China", side=1, type=PartyType.STATE, country="CN")
TALIBAN = party("Taliban", side=1, type=PartyType.GROUP)


def state(name: str, country: str | None, side: int = 0) -> Party:
    """Make a state."""
    return party(name, side=side, type=PartyType.STATE, country=country)


def rows(found: Panel) -> list[dict[str, str]]:
    """Return the rows of a panel as CSV has them."""
    handle = io.StringIO()
    writer("csv")(found, handle)
    return list(csv.DictReader(io.StringIO(handle.getvalue())))


def told(found: Panel, *names: str) -> list[tuple[str, ...]]:
    """Return some columns of the rows in which anything is counted."""
    return [tuple(row[n] for n in names) for row in rows(found) if any(row[n] not in ("0", "") for n in _COUNTED)]


_COUNTED = ("contacts", "planned", "negated", "hypothetical")


def vague(start: str, end: str) -> When:
    """Return some unknown day of several."""
    return When(dt.date.fromisoformat(start), dt.date.fromisoformat(end), "then", vague=True)


# --- what counts --------------------------------------------------------------------------------


def test_a_dyad_counts_by_kind_status_level_and_initiative() -> None:
    """Persons count for their states; what did not occur has a column of its own and no other."""
    found = panel(
        [
            contact(BLINKEN, LAVROV, kind=Kind.VISIT, day="2021-08-16"),
            contact(BIDEN, LAVROV, kind=Kind.CALL, day="2021-08-20"),
            contact(state("Russia", "RU"), state("United States", "US", 1), kind=Kind.VISIT, day="2021-08-21"),
            contact(BIDEN, LAVROV, status=Status.PLANNED, day="2021-08-22"),
            contact(BIDEN, LAVROV, status=Status.NEGATED, day="2021-08-23"),
        ],
        by=By.MONTH,
    )
    [row] = [row for row in rows(found) if row["contacts"] != "0"]

    assert {name: row[name] for name in ("period", "start", "end", "code1", "name1", "code2")} == {
        "period": "2021-08", "start": "2021-08-01", "end": "2021-08-31",
        "code1": "2", "name1": "United States", "code2": "365",
    }  # fmt: skip
    assert {name: int(row[name]) for name in columns(Unit.DYAD, System.GW).counts if row[name] != "0"} == {
        "contacts": 3, "visit": 2, "call": 1, "planned": 1, "negated": 1,
        "leaders": 1, "foreign_ministers": 1, "states": 1,
        "initiated1": 1, "initiated2": 1, "documents": 1, "publishers": 1,
    }  # fmt: skip
    assert (row["first"], row["last"]) == ("2021-08-16", "2021-08-21")


def test_summits_are_those_of_two_leaders() -> None:
    """A leader who meets a state's minister is at the leaders' level, and at no summit."""
    found = panel([contact(BIDEN, XI), contact(BIDEN, LAVROV), contact(BIDEN, CHINA)], by=By.DAY)

    assert told(found, "code2", "leaders", "summits") == [("365", "1", "0"), ("710", "2", "1")]


def test_an_office_known_on_the_day_counts_where_the_text_names_none() -> None:
    """Bare "Blinken" was secretary of state in 2021, and an official without a known office in 2035."""
    bare = party("Antony Blinken", country="US")
    found = panel([contact(bare, CHINA, day="2021-08-16"), contact(bare, CHINA, day="2035-08-16")], system=System.SEEN)

    assert told(found, "foreign_ministers", "officials") == [("1", "0"), ("0", "1")]


def test_a_directed_dyad_has_a_row_each_way() -> None:
    """All contacts stand in both, and the level is that of the first one's own side."""
    found = panel([contact(BIDEN, LAVROV, kind=Kind.VISIT)], unit=Unit.DIRECTED_DYAD)
    names = ("code1", "code2", "contacts", "leaders", "foreign_ministers", "initiated1", "initiated2")

    assert told(found, *names) == [
        ("2", "365", "1", "1", "0", "1", "0"),
        ("365", "2", "1", "0", "1", "0", "1"),
    ]
    assert len(found) == 2 * len(panel([contact(BIDEN, LAVROV)]))


def test_a_state_counts_contacts_with_anybody_else() -> None:
    """Also with a group that has no row, once a contact however many of it were there."""
    both = party("Taliban", side=1, type=PartyType.GROUP)
    found = panel([contact(BIDEN, BLINKEN, both, kind=Kind.VISIT), contact(BIDEN, BLINKEN)], unit=Unit.STATE)

    assert told(found, "code", "contacts", "leaders", "initiated", "received") == [("2", "1", "1", "1", "0")]
    assert found.tally.left_out == {"Taliban": 1}
    assert found.tally.within == 1


def test_three_sides_are_three_dyads() -> None:
    """Every two of them; those on one side were not in contact."""
    three = [BIDEN, LAVROV, party("Xi Jinping", side=2, country="CN", role="president")]
    side = [BIDEN, LAVROV, XI]

    assert told(panel([contact(*three)]), "code1", "code2") == [("2", "365"), ("2", "710"), ("365", "710")]
    assert told(panel([contact(*side)]), "code1", "code2") == [("2", "365"), ("2", "710")]


def test_contacts_within_a_state_are_none_of_a_dyad() -> None:
    """They are counted apart, and there is no row of a state with itself."""
    found = panel([contact(BIDEN, party("Antony Blinken", side=1, country="US"))])

    assert told(found, "code1") == []
    assert not any(row["code1"] == row["code2"] for row in rows(found))
    assert (found.tally.within, found.tally.counted) == (1, 0)


def test_documents_and_publishers_are_counted_once() -> None:
    """Of an encounter all that tell it."""
    sources = [Source(f"d{i}", publisher=name) for i, name in enumerate(("Wire", "Wire", None))]
    one = folded(*(contact(BIDEN, XI, document=source) for source in sources))
    other = contact(BIDEN, XI, document=sources[0], kind=Kind.CALL)

    assert told(panel([one, other]), "contacts", "documents", "publishers") == [("2", "3", "1")]


def test_persons_have_rows_from_their_first_contact_to_their_last() -> None:
    """And no others: who never met has none."""
    found = panel(
        [
            contact(BIDEN, XI, day="2021-02-10"),
            contact(BIDEN, XI, day="2021-04-10"),
            contact(BLINKEN, LAVROV, day="2021-03-10"),
            contact(BIDEN, CHINA, day="2021-06-10"),
        ],
        unit=Unit.LEADER_DYAD,
        by=By.MONTH,
    )

    assert [(row["period"], row["id1"], row["code2"], row["contacts"]) for row in rows(found)] == [
        ("2021-02", "joe-biden", "710", "1"),
        ("2021-03", "antony-blinken", "365", "1"),
        ("2021-03", "joe-biden", "710", "0"),
        ("2021-04", "joe-biden", "710", "1"),
    ]
    assert {(row["level1"], row["level2"]) for row in rows(found)} == {
        ("leaders", "leaders"), ("foreign_ministers", "foreign_ministers"),
    }  # fmt: skip


# --- which states -------------------------------------------------------------------------------


def test_the_soviet_union_is_a_state_of_its_days() -> None:
    """Persons of it too: 2-365 in 1972, by the name that it had."""
    leaders = [
        party("Richard Nixon", country="US", role="president"),
        party("Leonid Brezhnev", side=1, org="Soviet Union", role="general secretary"),
    ]
    soviet = [state("United States", "US"), state("Soviet Union", None, 1)]
    russian = [state("United States", "US"), state("Russia", "RU", 1)]  # as some texts say
    found = panel([contact(*sides, day="1972-05-22", id=str(i)) for i, sides in enumerate((leaders, soviet, russian))])

    assert told(found, "period", "code1", "code2", "name2", "contacts", "summits") == [
        ("1972", "2", "365", "Soviet Union", "3", "1")
    ]
    assert found.tally.left_out == {}


@pytest.mark.parametrize(
    ("system", "there", "gone"),
    [(System.GW, "1990-09", "1990-11"), (System.COW, "1990-09", "1990-11"), (System.ISO, "1990-09", "1990-11")],
)
def test_a_state_that_ends_has_no_rows_behind_its_end(system: System, there: str, gone: str) -> None:
    """The German Democratic Republic ended on 2 October 1990."""
    found = panel(
        [], unit=Unit.STATE, by=By.MONTH, system=system, since=dt.date(1990, 9, 1), until=dt.date(1990, 11, 30)
    )
    names = {(row["period"], row["name"]) for row in rows(found)}

    assert (there, "East Germany") in names
    assert (gone, "East Germany") not in names
    assert ("1990-10", "East Germany") in names  # for two days


def test_a_contact_of_a_state_before_it_was_one_is_named() -> None:
    """South Sudan is a member from 9 July 2011; some day of 2011 is one on which it can have been."""
    sudan = state("South Sudan", "SS", 1)
    found = panel(
        [contact(BIDEN, sudan, day="2011-07-01"), contact(BIDEN, sudan, date=vague("2011-01-01", "2011-12-31"))]
    )

    assert told(found, "code2", "contacts") == [("626", "1")]
    assert found.tally.left_out == {"South Sudan": 1}


@pytest.mark.parametrize(("by", "counted"), [(By.DAY, 0), (By.WEEK, 1)])
def test_a_state_must_be_one_in_the_period_in_which_its_contact_counts(by: By, counted: int) -> None:
    """Of a visit from 8 July 2011 on, a day before there was South Sudan: what is counted has a row."""
    sudan = state("South Sudan", "SS", 1)
    found = panel([contact(BIDEN, sudan, day="2011-07-08", until="2011-07-10")], by=by)

    assert sum(int(row["contacts"]) for row in rows(found)) == found.tally.counted == counted
    assert found.tally.left_out.total() == 1 - counted


def test_all_that_is_seen_has_rows() -> None:
    """Organisations and groups too, for which persons may act, with what they are; nobody's persons have none."""
    fighter = party("Abdul Ghani Baradar", side=1, org="Taliban", role="leader")
    found = panel([contact(BIDEN, TALIBAN), contact(BIDEN, fighter), contact(BIDEN, "Nobody")], system=System.SEEN)

    assert told(found, "code1", "type1", "code2", "name2", "type2", "contacts") == [
        ("US", "state", "taliban", "Taliban", "group", "2")
    ]
    assert found.tally.left_out == {"Nobody": 1}


def test_zeros_are_those_of_all_units_and_periods() -> None:
    """Of 3 parties over 12 months, 3 pairs a month."""
    found = panel(
        [contact(BIDEN, XI, day="2021-01-05"), contact(BLINKEN, LAVROV, day="2021-12-05")],
        by=By.MONTH,
        system=System.SEEN,
    )

    assert len(found) == len(rows(found)) == 3 * 12
    assert [row["period"] for row in rows(found)][::3] == [f"2021-{month:02}" for month in range(1, 13)]
    assert [(row["code1"], row["code2"]) for row in rows(found)][:3] == [("CN", "RU"), ("CN", "US"), ("RU", "US")]


# --- when ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "date", "period"),
    [
        (By.DAY, When(dt.date(2021, 5, 3), dt.date(2021, 5, 5), "from 3 to 5 May"), "2021-05-03"),
        (By.WEEK, When(dt.date(2021, 5, 30), dt.date(2021, 6, 2), "a visit"), "2021-W21"),
        (By.MONTH, When(dt.date(2021, 5, 30), dt.date(2021, 6, 2), "a visit"), "2021-05"),
        (By.MONTH, vague("2021-05-31", "2021-06-06"), None),
        (By.WEEK, vague("2021-05-31", "2021-06-06"), "2021-W22"),
        (By.MONTH, vague("2021-01-01", "2021-12-31"), None),
        (By.QUARTER, vague("2021-04-01", "2021-06-30"), "2021-Q2"),
        (By.YEAR, vague("2021-01-01", "2021-12-31"), "2021"),
        (By.MONTH, When(dt.date(2021, 5, 20), dt.date(2021, 7, 1), "six weeks"), None),
        (By.YEAR, When(dt.date(2021, 5, 20), dt.date(2021, 7, 1), "six weeks"), "2021"),
        (By.DAY, vague("2021-05-31", "2021-06-06"), None),
    ],
)  # fmt: skip
def test_a_contact_counts_in_the_period_of_its_first_day(by: By, date: When, period: str | None) -> None:
    """Unless some unknown day of several periods is meant, or it lasted over a month: then it is counted, and placed nowhere."""
    frame = [contact(BIDEN, XI, day=day, kind=Kind.CALL) for day in ("2021-01-01", "2021-12-31")]
    found = panel([*frame, contact(BIDEN, XI, date=date)], by=by, system=System.SEEN)

    assert [row["period"] for row in rows(found) if row["meeting"] == "1"] == [period] * (period is not None)
    assert {row["unplaced"] for row in rows(found)} == {"0" if period else "1"}
    assert found.tally.unplaced == (period is None)


def test_undated_contacts_are_placed_by_their_documents_on_request() -> None:
    """One notion with ``basis``; else they stand in a column of their unit."""
    dated, undated = contact(BIDEN, XI, day="2021-09-01"), contact(BIDEN, XI, day=None, kind=Kind.CALL)

    assert told(panel([dated, undated], by=By.MONTH), "period", "contacts", "unplaced") == [("2021-09", "1", "1")]
    assert told(panel([dated, undated], by=By.MONTH, basis=Basis.REPORTED), "period", "contacts", "unplaced") == [
        ("2021-08", "1", "0"),
        ("2021-09", "1", "0"),
    ]


def test_a_span_may_be_given() -> None:
    """Its ends cut the first and the last period, and what began before it counts there."""
    found = panel(
        [
            contact(BIDEN, XI, day="2021-08-12", until="2021-08-17"),
            contact(BIDEN, XI, day="2021-08-16"),
            contact(BIDEN, XI, date=vague("2021-01-01", "2021-12-31"), kind=Kind.CALL),
        ],
        by=By.MONTH,
        system=System.SEEN,
        since=dt.date(2021, 8, 15),
        until=dt.date(2021, 10, 10),
    )

    assert [(row["start"], row["end"], row["contacts"]) for row in rows(found)] == [
        ("2021-08-15", "2021-08-31", "1"),
        ("2021-09-01", "2021-09-30", "0"),
        ("2021-10-01", "2021-10-10", "0"),
    ]
    assert (found.tally.before, found.tally.unplaced) == (1, 1)


def test_a_party_that_is_chosen_is_an_end_of_every_dyad() -> None:
    """Since all other dyads had zeros only because their contacts were not chosen."""
    three = [BIDEN, LAVROV, party("Xi Jinping", side=2, country="CN", role="president")]
    found = panel([contact(*three)], party=["xi jinping"])
    directed = panel([contact(*three)], party=["China"], unit=Unit.DIRECTED_DYAD)

    assert {"710" in (row["code1"], row["code2"]) for row in rows(found)} == {True}
    assert len(directed) == 2 * len(found) == 2 * (len(panel([contact(*three)], unit=Unit.STATE)) - 1)
    assert told(found, "code1", "code2") == [("2", "710"), ("365", "710")]


def test_no_contact_is_no_row() -> None:
    """Unless a span is given; one contact is one period."""
    assert rows(panel([])) == []
    assert rows(panel([contact(BIDEN, XI, day=None)])) == []
    assert len(panel([], by=By.MONTH, since=dt.date(2021, 1, 1), until=dt.date(2021, 2, 1), unit=Unit.STATE)) > 380
    assert len(panel([contact(BIDEN, XI)], by=By.DAY, system=System.SEEN)) == 1


# --- files --------------------------------------------------------------------------------------


def _mixed() -> list[Contact]:
    dice = random.Random(4)
    cast = [
        BIDEN,
        BLINKEN,
        LAVROV,
        XI,
        CHINA,
        TALIBAN,
        state("Soviet Union", None),
        party("=cmd|' /C calc'!A0", org="+Front"),
    ]
    found = []
    for number in range(120):
        one, two = dice.sample(cast, 2)
        day = dt.date(2021, 1, 1) + dt.timedelta(dice.randrange(90))
        sides = [
            party(p.name, **{n: getattr(p, n) for n in ("type", "country", "role", "org")}, side=i)
            for i, p in enumerate((one, two))
        ]
        found.append(
            contact(
                *sides,
                kind=dice.choice(list(Kind)),
                status=dice.choice([Status.OCCURRED, Status.OCCURRED, Status.PLANNED]),
                day=dice.choice([day.isoformat(), day.isoformat(), None]),
                document=Source(f"d{dice.randrange(9)}", date=day, publisher=dice.choice([None, "Wire", "Gazette"])),
                id=str(number),
            )
        )
    return found


@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize("system", [System.GW, System.SEEN])
def test_parquet_holds_what_csv_holds(
    unit: Unit, system: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Across row groups, with codes as text, days as days; and the same bytes whatever the order of the contacts."""
    pq = pytest.importorskip("pyarrow.parquet")
    from diplograph.graph.panel import parquet

    monkeypatch.setattr(parquet, "_ROWS", 50)
    contacts = _mixed()
    for name in ("one.parquet", "two.parquet", "one.csv", "two.csv"):
        random.Random(name).shuffle(contacts)
        with (tmp_path / name).open("w", encoding="utf-8") as handle:
            writer(name[4:])(panel(contacts, unit=unit, by=By.MONTH, system=system, since=dt.date(2021, 1, 1)), handle)
    one, two = ((tmp_path / f"{name}.parquet").read_bytes() for name in ("one", "two"))
    table = pq.read_table(tmp_path / "one.parquet")
    text = (tmp_path / "one.csv").read_text(encoding="utf-8")

    assert one == two
    assert text == (tmp_path / "two.csv").read_text(encoding="utf-8")
    plain = [{n: "" if v is None else str(v) for n, v in row.items()} for row in table.to_pylist()]
    assert [{n: v.lstrip("'") for n, v in row.items()} for row in csv.DictReader(io.StringIO(text))] == plain
    assert table.column_names == list(columns(unit, system).names)
    assert {str(table.schema.field(n).type) for n in table.column_names if n.startswith(("code", "id", "period"))} == {
        "string"
    }
    assert {str(table.schema.field(n).type) for n in ("start", "end", "first", "last")} == {"date32[day]"}


def test_names_run_nothing_in_a_spreadsheet() -> None:
    """A name that looks like a formula is told as text."""
    found = panel([contact(BIDEN, party("=1+1", side=1, type=PartyType.GROUP, id="=1+1"))], system=System.SEEN)

    assert [row["name1"] for row in rows(found)] == ["'=1+1"]


# --- the command --------------------------------------------------------------------------------


def _file(contacts: Iterable[Contact], folder: Path) -> Path:
    path = folder / "contacts.jsonl"
    write(contacts, path)
    return path


def test_the_command_tells_what_is_not_in_it(run: Run, tmp_path: Path) -> None:
    """Nobody is lost in silence."""
    source = _file(
        [
            contact(BIDEN, XI),
            contact(BLINKEN, LAVROV, day=None),
            contact(BIDEN, TALIBAN),
            contact(BIDEN, party("Antony Blinken", side=1, country="US")),
            contact(BIDEN, XI, status=Status.PLANNED, day=None),
        ],
        tmp_path,
    )
    done = run("panel", source, "-o", tmp_path / "p.csv", "--no-fold")

    assert done.exit_code == 0
    assert done.stdout == ""
    first, *others = done.stderr.splitlines()
    count = len((tmp_path / "p.csv").read_text().splitlines()) - 1
    assert first == f"{count:,} rows in {tmp_path / 'p.csv'}: 1 year, 2021; 1 contact counted."
    assert "\n".join(others) == (
        "1 more contact was in no year, but in the column unplaced, since no day is told, or a time of several;"
        " --basis reported takes the day of the document.\n"
        "1 contact that did not occur was in no year, and in no column.\n"
        "1 contact was within one unit.\n"
        "Left out, since they are no units of the system gw then, with the contacts of each: Taliban 1."
    )
    assert run("panel", source, "-o", "-", "-q").stderr == ""


def test_options_are_those_of_the_library() -> None:
    """The command names them itself, so that its help needs no library."""
    options = {p.name: p.type for p in command.params}

    for name, words in (("unit", Unit), ("by", By), ("system", System)):
        choices = options[name]
        assert isinstance(choices, click.Choice)
        assert list(choices.choices) == [word.value for word in words]


def test_undated_report_is_the_basis_reported(run: Run, tmp_path: Path) -> None:
    """One notion; and two that contradict each other are refused."""
    source = _file([contact(BIDEN, XI, day="2021-09-01"), contact(BLINKEN, LAVROV, day=None)], tmp_path)
    first, second = (
        run("panel", source, "-o", "-", "--by", "month", *words).stdout
        for words in (("--undated", "report"), ("--basis", "reported"))
    )
    both = run("panel", source, "-o", "-", "--undated", "report", "--basis", "stated")

    assert first == second
    assert "2021-08,2021-08-01" in first
    assert both.exit_code == 2
    assert "--undated report is --basis reported" in both.stderr


def test_contacts_are_chosen_as_elsewhere(run: Run, tmp_path: Path) -> None:
    """By the names of states as by those of persons; what has no day in the span is unplaced, where its document is of then."""
    source = _file(
        [
            contact(BIDEN, XI),
            contact(BLINKEN, LAVROV, kind=Kind.CALL),
            contact(BLINKEN, LAVROV, day=None, kind=Kind.TALKS),
            contact(BIDEN, XI, status=Status.PLANNED, day="2021-10-01"),
        ],
        tmp_path,
    )

    def chosen(*words: str) -> list[tuple[str, ...]]:
        out = run("panel", source, "-o", "-", "--system", "seen", "--no-fold", *words).stdout
        names = ("code1", "code2", "contacts", "planned", "unplaced")
        return [tuple(row[n] for n in names) for row in csv.DictReader(io.StringIO(out)) if row["code2"] == "US"]

    assert chosen() == [("CN", "US", "1", "1", "0"), ("RU", "US", "1", "0", "1")]
    assert chosen("--party", "China") == chosen("--party", "Xi Jinping") == [("CN", "US", "1", "1", "0")]
    assert chosen("--kind", "call") == [("RU", "US", "1", "0", "0")]
    assert chosen("--status", "planned") == [("CN", "US", "0", "1", "0")]
    assert chosen("--from", "2021-08-01", "--until", "2021-08-31") == [
        ("CN", "US", "1", "0", "0"),
        ("RU", "US", "1", "0", "1"),
    ]
    assert chosen("--from", "2021-09-01") == [("CN", "US", "0", "1", "0")]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("-o", "p.xlsx"), "must end in .csv or .parquet"),
        (("-o", "p.csv", "--from", "2021-02-01", "--until", "2021-01-01"), "is before --from 2021-02-01"),
        (("-o", "p.csv", "--by", "decade"), "is not one of"),
    ],
)
def test_wrong_use_is_told(run: Run, tmp_path: Path, words: tuple[str, ...], message: str) -> None:
    """In one sentence, with exit code 2."""
    done = run("panel", _file([contact(BIDEN, XI)], tmp_path), *words)

    assert done.exit_code == 2
    assert message in done.stderr


def test_no_contacts_are_a_head_without_rows(run: Run, tmp_path: Path) -> None:
    """And said to be none."""
    done = run("panel", _file([], tmp_path), "-o", tmp_path / "p.csv")

    assert (tmp_path / "p.csv").read_text() == ",".join(columns(Unit.DYAD, System.GW).names) + "\n"
    assert done.stderr == f"There are no contacts, so that {tmp_path / 'p.csv'} has no rows: 0 contacts read.\n"


def test_a_day_far_off_fills_no_disk(run: Run, tmp_path: Path) -> None:
    """One that is mistyped makes millions of rows of zeros: whoever wants them gives the span."""
    file = _file([contact(BIDEN, XI), contact(BIDEN, XI, day="9999-12-31", id="c_far")], tmp_path)
    done = run("panel", file, "-o", tmp_path / "p.csv")

    assert done.exit_code == 2 and not (tmp_path / "p.csv").exists()
    assert "between 2021 and 9999" in done.stderr and "--from and --until" in done.stderr
    assert run("panel", file, "-o", tmp_path / "p.csv", "--until", "2021-12-31").exit_code == 0


def test_parquet_without_its_library_says_what_to_install(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And writes nothing."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "diplograph.graph.panel.parquet", raising=False)
    done = run("panel", _file([contact(BIDEN, XI)], tmp_path), "-o", tmp_path / "p.parquet")

    assert done.exit_code == 1
    assert 'pip install "diplograph[parquet]"' in done.stderr
    assert not (tmp_path / "p.parquet").exists()


@pytest.mark.slow
@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_memory_does_not_grow_with_the_rows(format: str) -> None:
    """Four times the rows, in which all at once would take hundreds of megabytes more."""
    pytest.importorskip("pyarrow")
    root = Path(__file__).parents[1]
    script = ["tests/benchmarks/panel.py", "--states", "60", "--contacts", "500", format]
    peaks = []
    for years in ("2", "8"):
        command = [sys.executable, *script, "--years", years]
        done = subprocess.run(
            command, cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, capture_output=True, text=True, check=True
        )
        rows, peak = re.search(r" ([\d,]+) +500 .* ([\d.]+) GB", done.stdout.splitlines()[-1]).groups()  # type: ignore[union-attr]
        assert int(rows.replace(",", "")) > int(years) * 600_000
        peaks.append(float(peak))

    assert peaks[1] < peaks[0] + 0.1
