"""The codebook tells of every column that is written, of no other, and of what stands in the contacts at hand."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import get_args

import pytest
import yaml
from columns import RDF, Columns, of_a_corpus, rich, written
from factories import contact as made
from factories import many, party

import diplograph
from diplograph.cli.build import list_documents
from diplograph.extract.corpus import Corpus
from diplograph.extract.lexicon.levels import Level
from diplograph.extract.model import Contact, Kind, PartyType, Status
from diplograph.extract.run.fates import Skipped
from diplograph.extract.times import Basis, Precision
from diplograph.graph.codes import ActorKind
from diplograph.graph.formats import formats, write
from diplograph.graph.formats.codebook import Column, columns
from diplograph.graph.formats.graphml import CONTACT_COLUMNS, NODE_COLUMNS, PAIR_COLUMNS
from diplograph.graph.frame import Rows
from diplograph.graph.panel import System, Unit
from diplograph.graph.panel.columns import columns as columns_of_panel

TABLE = Path(__file__).parents[1] / "graph/formats/columns.yaml"
ELSEWHERE = {"build", "corpus", "panel", "frame", "page"}  # what diplograph.write does not write
_TYPES = {"text": "string", "date": "string", "integer": "int", "number": "double", "boolean": "boolean"}


@cache
def _told() -> Columns:
    found: Columns = {}
    for column in columns():
        found.setdefault(f"{column.format}.{column.table}", set()).add(column.name)
    return found


def _wrong(found: Columns, format: str) -> list[str]:
    """Say what the table of columns lacks of a format, and what it has too much, as the lines to add or to remove."""
    own = {place: names for place, names in _told().items() if place.startswith(f"{format}.")}
    lines = [
        f"add to tables in graph/formats/columns.yaml:\n  {place}: what a row of it is"
        for place in found.keys() - own.keys()
    ]
    for place, names in sorted(found.items()):
        lines += [
            f"add to columns in graph/formats/columns.yaml (or `{name}: {place}` to the `named` of one that means the same):\n"
            f"- meaning: ...\n  type: text, integer, number, boolean, date, record or list\n  example: ...\n  named:\n    {name}: {place}"
            for name in sorted(names - own.get(place, set()))
        ]
    for place, names in sorted(own.items()):
        lines += [
            f"graph/formats/columns.yaml tells of {name} in {place}, which is not written: take {place} from its `named`, "
            "or let rich() in tests/columns.py fill it"
            for name in sorted(names - found.get(place, set()))
        ]
    return lines


def _hold(found: Columns, format: str) -> None:
    wrong = _wrong(found, format)
    assert not wrong, "\n\n".join(wrong)


@pytest.mark.parametrize("name", [n for n in formats() if n != "html"])
def test_every_column_of_a_format_is_told_and_no_other(tmp_path: Path, name: str) -> None:
    """At every level, of contacts in which every field is filled."""
    library = {"ftm": "followthemoney", "parquet": "pyarrow", **dict.fromkeys(RDF, "rdflib")}.get(name, "json")
    pytest.importorskip(library)

    found = written(name, tmp_path)

    _hold(found, "rdf" if name in RDF else name)


def test_every_column_of_a_corpus_is_told(tmp_path: Path) -> None:
    """Of its tables and views."""
    with Corpus(tmp_path / "c.db", create=True):
        pass

    _hold(of_a_corpus(tmp_path / "c.db"), "corpus")


def test_every_column_of_the_list_of_documents_is_told(tmp_path: Path) -> None:
    """Which ``build`` writes."""
    with list_documents([], {}, tmp_path).open(encoding="utf-8", newline="") as handle:
        _hold({"build.documents": set(next(csv.reader(handle)))}, "build")


def test_every_column_of_a_panel_is_told() -> None:
    """Of every unit; what a unit is has a column only where the system is what is seen."""
    found = {f"panel.{unit}": set(columns_of_panel(unit, System.SEEN).names) for unit in Unit}

    assert all(set(columns_of_panel(unit, System.GW).names) <= found[f"panel.{unit}"] for unit in Unit)
    _hold(found, "panel")


def test_every_column_of_a_data_frame_is_told() -> None:
    pytest.importorskip("pyarrow")
    frames = {rows: diplograph.frame(rich(), rows=rows, library="arrow") for rows in get_args(Rows)}

    _hold({f"frame.{rows}": set(frame.column_names) for rows, frame in frames.items()}, "frame")


def test_every_column_that_the_page_saves_is_told() -> None:
    """By the script that writes them."""
    script = (TABLE.parents[1] / "page/script/takeaway.js").read_text(encoding="utf-8")
    head = re.search(r'const head = "(.+?)"\.split', script)
    assert head is not None

    _hold({"page.contacts": set(head[1].split(","))}, "page")


def test_formats_are_those_that_are_written() -> None:
    """The page alone has no columns."""
    known = {"rdf" if name in RDF else name for name in formats()} - {"html"}

    assert {c.format for c in columns()} == known | ELSEWHERE


def test_a_column_is_told_once() -> None:
    """Of its table; and a word of RDF means one thing wherever it stands."""
    assert [place for place, n in Counter((c.format, c.table, c.name) for c in columns()).items() if n > 1] == []
    meanings = {(c.name, c.meaning) for c in columns() if c.name.startswith("dip:")}
    assert [name for name, n in Counter(name for name, _ in meanings).items() if n > 1] == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("kind", Kind),
        ("level", [level for level in Level if level is not Level.STATES]),
        ("status", Status),
        ("party", PartyType),
        ("actor", ActorKind),
        ("basis", Basis),
        ("precision", Precision),
        ("skipped", Skipped),
    ],
)
def test_words_are_those_of_the_code(name: str, words: Iterable[StrEnum]) -> None:
    """A word that is new in the code is one to explain."""
    told = yaml.safe_load(TABLE.read_text(encoding="utf-8"))["values"][name]

    assert list(told) == [word.value for word in words]


def test_types_are_those_of_the_files() -> None:
    """Of GraphML; of Parquet they are its own."""
    typed = {
        "nodes": NODE_COLUMNS,
        "pair-edges": PAIR_COLUMNS,
        "kind-edges": PAIR_COLUMNS,
        "contact-edges": CONTACT_COLUMNS,
    }
    for c in (c for c in columns() if c.format == "graphml" and c.name in typed[c.table]):
        assert _TYPES[c.type] == typed[c.table][c.name], c


def test_types_are_those_of_parquet() -> None:
    pa = pytest.importorskip("pyarrow")
    from diplograph.graph.formats.parquet import SCHEMA

    own = {
        "text": pa.string(),
        "date": pa.date32(),
        "integer": pa.int64(),
        "boolean": pa.bool_(),
        "number": pa.float64(),
    }
    for c in (c for c in columns() if c.format == "parquet" and c.type != "list"):
        table = SCHEMA if c.table == "contacts" else SCHEMA.field(c.table).type.value_type
        assert own[c.type] == table.field(c.name).type, c


@pytest.mark.parametrize("column", columns(), ids=lambda c: f"{c.format}.{c.table}.{c.name}")
def test_a_column_is_explained(column: Column) -> None:
    """In a sentence, with an example of what stands there, which is one of its words if it has some."""
    assert column.meaning[0].isupper() and column.meaning.endswith(".")
    assert column.example or column.type in ("list", "record") or column.name in ("text", "record", "rdfs:comment")
    if column.values:
        assert column.example in column.values
    assert not column.unit or column.type in ("integer", "number", "record")


def test_rdf_says_of_its_words_what_the_codebook_says() -> None:
    pytest.importorskip("rdflib")
    from diplograph.graph.formats.vocabulary import words

    comments = {str(s).partition("#")[2]: str(o) for s, p, o in words() if str(p).endswith("comment")}

    assert comments["side"].startswith("The side taken") and comments["Contact"].startswith("An encounter")
    assert {c.name.removeprefix("dip:") for c in columns() if c.name.startswith("dip:")} <= comments.keys()


# --- what stands in the contacts


def _rows(contacts: list[Contact]) -> dict[tuple[str, str, str], dict[str, str]]:
    handle = io.StringIO()
    write(contacts, handle, format="codebook")
    return {(r["format"], r["table"], r["column"]): r for r in csv.DictReader(io.StringIO(handle.getvalue()))}


def test_it_counts_what_stands_in_the_record() -> None:
    """How many fill a column, by how many words and which, if they are few."""
    contacts = [
        made("Ana Ito", party("Qatar", type=PartyType.STATE, side=1), topic="visas"),
        made("Ana Ito", "Bo Kim", kind=Kind.CALL, day=None),
        made("Ana Ito", "Bo Kim", kind=Kind.CALL, day="2021-08-17"),
    ]
    rows = _rows(contacts)

    def counts(table: str, column: str) -> tuple[str, ...]:
        row = rows["jsonl", table, column]
        return row["records"], row["filled"], row["different"], row["found"]

    assert counts("contacts", "kind") == ("3", "3", "2", "call: 2; meeting: 1")
    assert counts("contacts", "topic") == ("3", "1", "1", "visas: 1")
    assert counts("contacts", "place") == ("3", "0", "0", "")
    assert counts("contacts", "date") == ("3", "2", "", "")
    assert counts("contacts", "recurring") == ("3", "3", "1", "false: 3")
    assert counts("parties", "type") == ("6", "6", "2", "person: 5; state: 1")
    assert counts("bounds", "end")[:2] == ("1", "1")
    assert rows["graphml", "nodes", "country"]["records"] == ""


def test_many_words_are_only_counted() -> None:
    row = _rows(many(200, 60))["jsonl", "parties", "name"]

    assert (row["records"], row["filled"], row["different"], row["found"]) == ("400", "400", "57", "")


def test_what_stands_there_does_nothing_in_a_spreadsheet() -> None:
    """A topic is text of the web."""
    row = _rows([made("Ana Ito", "Bo Kim", topic="=1+1")])["jsonl", "contacts", "topic"]

    assert row["found"].startswith("'=1+1")


def test_it_is_whole_without_contacts() -> None:
    rows = _rows([])

    assert len(rows) == len(columns()) > 400
    assert not any(re.search(r"[1-9]", row["records"]) for row in rows.values())
