"""``--basis`` in every command that chooses by time, over one small file: stated, inherited, or only reported."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from conftest import Run
from factories import contact, party
from test_corpus import VERSION, _outcome

from diplograph.extract.corpus import Corpus
from diplograph.extract.model import Source, Status
from diplograph.extract.times import Basis, When
from diplograph.graph.formats.jsonl import line, read_contacts

AUGUST = ("--from", "2021-08-01", "--until", "2021-08-31")
THEN = "told then without a time as firm; --basis reported takes all in.\n"
TELLINGS = {Basis.STATED: f"2 more were {THEN}", Basis.INHERITED: f"1 more was {THEN}", Basis.REPORTED: ""}
CHOICES = list(TELLINGS.items())


def _when(first: str, last: str, basis: Basis = Basis.STATED, *, vague: bool = False) -> When:
    return When(dt.date.fromisoformat(first), dt.date.fromisoformat(last), "", basis, vague)


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ana Castro of Spain met somebody in August by each basis, and others at other times, or nobody knows when."""
    monkeypatch.chdir(tmp_path)
    ana = party("Ana Castro", country="ES")
    contacts = [
        contact(ana, party("Stated", side=1), day="2021-08-12"),
        contact(ana, party("Inherited", side=1), date=_when("2021-08-14", "2021-08-14", Basis.INHERITED)),
        contact(ana, party("Reported", side=1), day=None),
        contact(ana, party("July", side=1), day="2021-07-01"),
        contact(ana, party("Summer", side=1), date=_when("2021-06-01", "2021-08-31", vague=True)),
        contact(ana, party("September", side=1), day=None, document=Source("late", date=dt.date(2021, 9, 20))),
        contact(ana, party("Never", side=1), day=None, document=Source("undated")),
        contact("Jun Ito", "Ivo Demir", day=None, status=Status.PLANNED),
    ]
    Path("c.jsonl").write_text("".join(map(line, contacts)), encoding="utf-8")


def _met(basis: Basis) -> list[str]:
    """Whom Ana Castro met in August, by the time of as firm a basis."""
    return [
        "Stated",
        *(["Inherited"] if basis is not Basis.STATED else []),
        *(["Reported"] if basis is Basis.REPORTED else []),
    ]


def _listed(text: str) -> list[str]:
    return [
        name
        for name in ("Stated", "Inherited", "Reported", "July", "Summer", "September", "Never")
        if f"{name}" in text
    ]


def _records(text: str) -> list[str]:
    return [record["parties"][1]["name"] for record in map(json.loads, text.splitlines())]


Read = Callable[[Result], list[str]]
COMMANDS: dict[str, tuple[tuple[str, ...], Read]] = {
    "show": (("show", "c.jsonl"), lambda done: _listed(done.stdout)),
    "graph": (("graph", "c.jsonl", "--to", "jsonl", "-o", "-"), lambda done: _records(done.stdout)),
    "report": (("report", "c.jsonl"), lambda done: _listed(done.stdout)),
    "report --json": (
        ("report", "c.jsonl", "--json"),
        lambda done: _listed(" ".join(p["name"] for p in json.loads(done.stdout)["parties"])),
    ),
    "ego": (("ego", "Ana Castro", "c.jsonl"), lambda done: _listed(done.stdout)),
    "ego --json": (
        ("ego", "Ana Castro", "c.jsonl", "--json"),
        lambda done: _listed(" ".join(c["parties"][1]["name"] for c in json.loads(done.stdout)["contacts"])),
    ),
}


@pytest.mark.parametrize(("basis", "then"), CHOICES)
@pytest.mark.parametrize("name", COMMANDS)
def test_a_range_by_basis(run: Run, name: str, basis: Basis, then: str) -> None:
    """Contacts of August whose time is known as firmly as is asked for; the others of then are counted on standard error."""
    args, read = COMMANDS[name]
    done = run(*args, "--party", "Ana Castro", *AUGUST, "--basis", basis)

    assert done.exit_code == 0
    assert read(done) == _met(basis)
    assert done.stderr.partition("\n")[2] == then


@pytest.mark.parametrize("name", COMMANDS)
def test_what_is_inherited_counts_by_default(run: Run, name: str) -> None:
    """And what is only reported does not."""
    args, read = COMMANDS[name]

    assert read(run(*args, *AUGUST, "--party", "Ana Castro")) == _met(Basis.INHERITED)


@pytest.mark.parametrize("name", COMMANDS)
def test_without_a_range_nothing_is_told_apart(run: Run, name: str) -> None:
    """Every contact passes, whatever its time."""
    args, read = COMMANDS[name]
    done = run(*args, "--basis", "stated", "--party", "Ana Castro")

    assert sorted(read(done)) == sorted(("Stated", "Inherited", "Reported", "July", "Summer", "September", "Never"))
    assert THEN not in done.stderr


@pytest.mark.parametrize(("basis", "then"), CHOICES)
def test_path_by_basis(run: Run, basis: Basis, then: str) -> None:
    """A chain of links that are known to be of then; without it, the names are known nonetheless."""
    done = run("path", "Stated", "Inherited", "c.jsonl", *AUGUST, "--basis", basis, "--json")
    chains = json.loads(done.stdout)["chains"]

    assert done.exit_code == 0
    assert [len(chain) for chain in chains] == ([] if basis is Basis.STATED else [2])
    assert done.stderr.partition("\n")[2] == then


def test_path_takes_in_what_is_reported(run: Run) -> None:
    """With the document's day in place of a day."""
    found = run("path", "Stated", "Reported", "c.jsonl", *AUGUST, "--basis", "reported").stdout

    assert "   Ana Castro — Reported: meeting, by 2021-08-16\n" in found


@pytest.mark.parametrize(("basis", "then"), CHOICES)
def test_corpus_export_by_basis(run: Run, basis: Basis, then: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As from a file of contacts."""
    with Corpus("news.db", create=True) as corpus:
        corpus.put(_outcome("a", *read_contacts("c.jsonl")), VERSION)
    choice = (*AUGUST, "--basis", basis, "--party", "Ana Castro")
    done = run("corpus", "export", "news.db", *choice, "-o", "out.jsonl")

    assert sorted(_records(Path("out.jsonl").read_text(encoding="utf-8"))) == sorted(_met(basis))
    assert done.stderr.partition("\n")[2] == then
    assert _records(run("corpus", "export", "news.db", *choice).stdout) == _records(
        Path("out.jsonl").read_text(encoding="utf-8")
    )


@pytest.mark.parametrize(("basis", "then"), CHOICES)
@pytest.mark.parametrize("name", ["graph", "report", "ego"])
def test_by_state(run: Run, name: str, basis: Basis, then: str) -> None:
    """The same of states: those told apart are of the state asked for."""
    args, read = COMMANDS[name]
    args = ("ego", "Spain", "c.jsonl") if name == "ego" else (*args, "--party", "Spain")
    done = run(*args, *AUGUST, "--by", "state", "--basis", basis)

    assert read(done) == _met(basis)
    assert done.stderr.partition("\n")[2] == then


@pytest.mark.parametrize(
    ("args", "then"),
    [
        (("ego", "Ana Castro", "c.jsonl"), f"1 more was {THEN}"),
        (("ego", "Jun Ito", "c.jsonl"), f"1 more was {THEN}"),
        (("path", "Stated", "Inherited", "c.jsonl"), f"1 more was {THEN}"),
        (("path", "Stated", "Inherited", "c.jsonl", "--status", "all"), f"2 more were {THEN}"),
        (("graph", "c.jsonl", "-o", "x.html"), f"2 more were {THEN}"),
        (("report", "c.jsonl"), f"1 more was {THEN}"),
    ],
)
def test_only_what_was_asked_for_is_told_apart(run: Run, args: tuple[str, ...], then: str) -> None:
    """Of the party and of the status: a plan of others is none that a party's contacts lack."""
    done = run(*args, *AUGUST)

    assert done.exit_code == 0
    assert done.stderr.partition("\n")[2] == then


@pytest.mark.parametrize(("basis", "apart"), [("stated", [0, 2]), ("inherited", [0, 1]), ("reported", [0, 0])])
def test_a_report_counts_by_basis(run: Run, basis: str, apart: list[int]) -> None:
    """Months, periods and the number without a time; what counts nowhere is told beside."""
    found = json.loads(run("report", "c.jsonl", "--basis", basis, "--compare", "2021-07", "2021-08", "--json").stdout)
    table = run("report", "c.jsonl", "--basis", basis).stdout

    assert found["basis"] == found["comparison"]["basis"] == basis
    assert found["comparison"]["contacts"] == [1, 3 - apart[1]]
    assert found["comparison"]["apart"] == apart
    assert found["undated"] == {"stated": 4, "inherited": 3, "reported": 1}[basis]
    assert found["months"].get("2021-08") == 3 - apart[1]
    assert found["told"].get("2021-08", 0) == apart[1]
    assert ("told without a stated time" in table, "told without a time" in table) == (
        basis == "stated",
        basis != "stated",
    )


def test_ego_tells_first_and_last_days_by_basis(run: Run) -> None:
    """A document's day is a first and last day only where it was asked for."""
    found: dict[str, Any] = {}
    for basis in Basis:
        told = json.loads(run("ego", "Ana Castro", "c.jsonl", "--json", "--basis", basis).stdout)["partners"]
        found[basis] = {p["name"]: p["first"] for p in told if p["first"]}

    always = {"July": "2021-07-01", "Summer": "2021-06-01", "Stated": "2021-08-12"}
    assert found[Basis.STATED] == always
    assert found[Basis.INHERITED] == always | {"Inherited": "2021-08-14"}
    assert found[Basis.REPORTED] == found[Basis.INHERITED] | {"Reported": "2021-08-16", "September": "2021-09-20"}


def test_quiet_says_nothing(run: Run) -> None:
    """Not even what was told apart."""
    assert run("report", "c.jsonl", *AUGUST, "-q").stderr == ""


def test_an_unknown_basis(run: Run) -> None:
    """Wrong use."""
    done = run("show", "c.jsonl", "--basis", "guessed")

    assert done.exit_code == 2
    assert "'guessed' is not one of 'stated', 'inherited', 'reported'" in done.stderr
