"""Relational event history: what remify asks of it, by its manual, since R's packages can't be had here."""

import csv
import datetime as dt
import io
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from factories import contact, many, party

from diplograph.extract.model import Contact, Kind, Source, Status
from diplograph.extract.times import Basis, When
from diplograph.graph.dyads import Lost
from diplograph.graph.formats import write
from diplograph.graph.formats.jsonl import line
from diplograph.graph.formats.rem import COLUMNS

Row = tuple[str, ...]

VAGUE = When(dt.date(2021, 8, 1), dt.date(2021, 8, 31), "in August", vague=True)


def _text(contacts: Iterable[Contact], **how: Any) -> str:
    handle = io.StringIO()
    write(contacts, handle, format="rem", **how)
    return handle.getvalue()


def _rows(contacts: Iterable[Contact], **how: Any) -> list[Row]:
    head, *rows = csv.reader(io.StringIO(_text(contacts, **how)))
    assert tuple(head) == COLUMNS
    return list(map(tuple, rows))


def remify_refuses(text: str) -> list[str]:
    """Return what ``remify::remify(edgelist)`` would stop at or warn of, read by read.csv with time as Date.

    Its manual, vignette and tests (versions 3 and 4): at least three columns, of which the first are time, actor1 and actor2
    in this order; time of class numeric, integer, Date or POSIXct, else it stops; time that falls is sorted with a warning;
    events of one actor with itself are dropped with a warning; rows where time, an actor, type or weight is NA are dropped with
    a warning; it stops at an actor or a type that is an empty string, and where no event is left.
    """
    head, *rows = csv.reader(io.StringIO(text))
    faults = [] if head[:3] == ["time", "actor1", "actor2"] and {"type", "weight"} <= set(head[3:]) else ["columns"]
    cells = [dict(zip(head, row, strict=True)) for row in rows]
    faults += [f"NA: {c}" for c in cells if "NA" in (c["time"], c["actor1"], c["actor2"], c["type"], c["weight"])]
    faults += [f"empty: {c}" for c in cells if not all(c[n] for n in ("time", "actor1", "actor2", "type", "weight"))]
    faults += [f"self: {c}" for c in cells if c["actor1"] == c["actor2"]]
    faults += [f"weight: {c}" for c in cells if not float(c["weight"]) > 0]
    days = [dt.date.fromisoformat(c["time"]) for c in cells]
    return faults + (["order"] if days != sorted(days) else []) + ([] if rows else ["no event"])


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("time,actor1,actor2,type,weight\n2021-08-16,a,b,call,1\n", []),
        ("actor1,time,actor2,type,weight\na,2021-08-16,b,call,1\n", ["columns"]),
        ("time,actor1,actor2,type,weight\n2021-08-17,a,b,call,1\n2021-08-16,a,b,call,1\n", ["order"]),
        ("time,actor1,actor2,type,weight\n", ["no event"]),
    ],
)
def test_the_check_finds_what_remify_refuses(text: str, fault: list[str]) -> None:
    try:
        assert remify_refuses(text) == fault
    except ValueError:
        assert fault == ["columns"]


@pytest.mark.parametrize("cell", ["NA", ""])
@pytest.mark.parametrize("column", [1, 2, 3])
def test_the_check_finds_what_is_missing(column: int, cell: str) -> None:
    row = ["2021-08-16", "a", "b", "call", "1"]
    row[column] = cell

    assert len(remify_refuses(f"time,actor1,actor2,type,weight\n{','.join(row)}\n")) == 1


@pytest.mark.parametrize("statuses", [None, set(Status)])
def test_remify_takes_it(statuses: set[Status] | None) -> None:
    text = _text(many(400, 40), statuses=statuses)

    assert remify_refuses(text) == []
    assert text.count("\n") > 200


def test_what_stands_there() -> None:
    """In order of time; who took the initiative first, of others the lesser id; how many of a kind on a day, and ties."""
    lavrov, wang = party("Sergei Lavrov", side=1), party("Wang Yi", side=1)
    contacts = [
        contact("Wang Yi", "Sergei Lavrov", day="2021-08-18"),
        contact("Wang Yi", lavrov, kind=Kind.VISIT, day="2021-08-17", until="2021-08-19"),
        contact("Sergei Lavrov", wang, kind=Kind.CALL, day="2021-08-16"),
        contact("Sergei Lavrov", wang, kind=Kind.CALL, day="2021-08-16", document=Source("doc-2")),
        contact("Ana Ito", "Bo Kim", "Cy Day", day="2021-08-18"),
    ]

    assert _rows(contacts) == [
        ("2021-08-16", "sergei-lavrov", "wang-yi", "call", "2", "FALSE", "0"),
        ("2021-08-17", "wang-yi", "sergei-lavrov", "visit", "1", "TRUE", "0"),
        ("2021-08-18", "ana-ito", "bo-kim", "meeting", "1", "FALSE", "3"),
        ("2021-08-18", "ana-ito", "cy-day", "meeting", "1", "FALSE", "3"),
        ("2021-08-18", "bo-kim", "cy-day", "meeting", "1", "FALSE", "3"),
        ("2021-08-18", "sergei-lavrov", "wang-yi", "meeting", "1", "FALSE", "3"),
    ]


def test_an_undirected_event_is_one_whoever_stands_first() -> None:
    """Else a model would take two meetings of a day for one each way."""
    contacts = [contact("Ana Ito", "Bo Kim"), contact("Bo Kim", "Ana Ito", document=Source("doc-2"))]

    assert _rows(contacts) == [("2021-08-16", "ana-ito", "bo-kim", "meeting", "2", "FALSE", "0")]


def test_what_did_not_occur_is_an_event_of_its_own_type() -> None:
    """Of the day on which it is told, and only if it is asked for."""
    contacts = [contact("Ana Ito", "Bo Kim", status=status, day="2021-09-30") for status in Status]

    assert [row[3] for row in _rows(contacts)] == ["meeting"]
    assert [(row[0], row[3]) for row in _rows(contacts, statuses=set(Status))] == [
        ("2021-08-16", "hypothetical meeting"),
        ("2021-08-16", "negated meeting"),
        ("2021-08-16", "planned meeting"),
        ("2021-09-30", "meeting"),
    ]


def test_what_has_no_day_is_left_out_and_told() -> None:
    """Some day of a month is none; the document's counts if it is asked for."""
    contacts = [
        contact("Ana Ito", "Bo Kim", day=None),
        contact("Ana Ito", "Bo Kim", date=VAGUE),
        contact("Ana Ito", "Bo Kim"),
    ]
    told: list[Lost] = []

    assert len(_rows(contacts, tell=told.append)) == 1
    assert _rows(contacts, tell=told.append, basis=Basis.REPORTED)[0][4] == "2"
    assert told == [Lost("rem", {}, 1, 1), Lost("rem", {}, 0, 1)]


@pytest.mark.parametrize("ids", [("NA", "na"), ("", "_"), ("=1+1", "'=1+1"), ("a\tb", "a b"), ("a", "A")])
def test_actors_stay_apart_and_are_text(ids: tuple[str, str]) -> None:
    """Whatever their identifiers hold: R reads NA as missing, a spreadsheet runs what begins with =."""
    contacts = [
        contact(party("X", id=id), party("Bo Kim", id=f"other {n}", side=1), day=f"2021-08-1{n}")
        for n, id in enumerate(ids)
    ]
    text = _text(contacts)

    assert remify_refuses(text) == []
    assert len({cell for row in _rows(contacts) for cell in row[1:3]}) == 4
    assert not any(cell.startswith("=") for row in _rows(contacts) for cell in row)


R = """
events <- read.csv(commandArgs(TRUE)[1], colClasses = c(time = "Date", actor1 = "character", actor2 = "character"), encoding = "UTF-8")
stopifnot(identical(names(events)[1:5], c("time", "actor1", "actor2", "type", "weight")))
stopifnot(class(events$time) == "Date", !is.unsorted(events$time), !anyNA(events), is.logical(events$directed))
stopifnot(is.numeric(events$weight), all(events$actor1 != events$actor2), all(nchar(events$type) > 0))
stopifnot(events$tied == as.vector(table(as.character(events$time))[as.character(events$time)]) - 1)
undirected <- subset(events, !directed)
stopifnot(!anyDuplicated(undirected[c("time", "actor1", "actor2", "type")]))
cat(nrow(events), length(unique(events$time)), sum(events$directed))
"""


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_r_reads_it(tmp_path: Path) -> None:
    """As the documentation shows it."""
    contacts = many(300, 40)
    write(contacts, tmp_path / "e.rem.csv")
    (tmp_path / "read.R").write_text(R, encoding="utf-8")
    ran = subprocess.run(
        ["Rscript", "--vanilla", "read.R", "e.rem.csv"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    rows = _rows(contacts)

    assert ran.returncode == 0, ran.stderr
    assert list(map(int, ran.stdout.split())) == [
        len(rows), len({row[0] for row in rows}), Counter(row[5] for row in rows)["TRUE"],
    ]  # fmt: skip


def test_graph_tells_what_it_leaves_out(run: Run, tmp_path: Path) -> None:
    """By status, and for want of a day."""
    contacts = [contact("Ana Ito", "Bo Kim", status=status) for status in Status]
    contacts += [contact("Ana Ito", "Bo Kim", day=None), contact("Ana Ito", "Cy Day", date=VAGUE)]
    (tmp_path / "c.jsonl").write_text("".join(map(line, contacts)), encoding="utf-8")
    result = run("graph", tmp_path / "c.jsonl", "--no-fold", "--to", "rem", "-o", "-")

    assert result.exit_code == 0 and result.stdout.count("\n") == 2
    assert result.stderr.splitlines()[1] == (
        "rem: left out 1 planned (--status planned takes them in), 1 negated (--status negated takes them in), "
        "1 hypothetical (--status hypothetical takes them in), 1 undated (--basis reported takes their documents' days), "
        "1 told only as a week, a month or the like."
    )
