"""A codebook as CSV: what every column of every format means, and of the record of a contact also what stands in it.

All of it stands in ``columns.yaml``, from which RDF takes the comments of its words too.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any, TextIO

import yaml

from diplograph.extract.model import Contact
from diplograph.graph.formats.csv import guarded

HEAD = (
    *("format", "table", "row", "column", "meaning", "type", "unit", "values", "example"),
    *("records", "filled", "different", "found"),
)

_RECORD = "jsonl"
_MOST_FOUND, _LONGEST_FOUND = 20, 40  # words, and characters of each
_FRAMES = {"frame.contact": (), "frame.pair": ("a_", "b_"), "frame.mention": ("party_",)}
"""What the columns of parties begin with in each data frame."""

_TABLES = {"document": "documents", "also": "evidence", "date": "dates", "bound": "bounds"}
"""The table of what stands in a field of the record, where it is not called as the field is."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table that a format writes.

    Attributes:
        format: As ``formats()`` calls it; rdf for Turtle, JSON-LD and N-Triples, build for documents.csv, corpus for
            SQLite, panel, frame for data frames, page for what the page saves.
        table: Which of its tables.
        row: What a row of that is.
        type: text, integer, number, boolean, date, record or list.
        unit: Of a number that has one.
        values: What each word means, where there are no others.
    """

    format: str
    table: str
    row: str
    name: str
    meaning: str
    type: str
    unit: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    example: str = ""


@cache
def columns() -> tuple[Column, ...]:
    """Return every column of every format, table by table.

    Raises:
        ValueError: The table of columns names a table or a set of values that it does not have.
    """
    told = yaml.safe_load((files("diplograph.graph.formats") / "columns.yaml").read_text(encoding="utf-8"))
    tables, sets = told["tables"], told["values"]
    found: defaultdict[str, list[Column]] = defaultdict(list)
    for entry in told["columns"]:
        entry = {**entry, "values": sets[entry["values"]] if "values" in entry else {}}
        named, example = entry.pop("named"), str(entry.pop("example", ""))
        for name, places in named.items():
            for place in _places(places, tables):
                format, _, table = place.partition(".")
                found[place].append(Column(format, table, tables[place], name, example=example, **entry))
    for place, prefixes in _FRAMES.items():
        found[place] = list(_of_a_frame(place, tables[place], prefixes, found))
    return tuple(column for place in tables for column in found[place])


def _of_a_frame(place: str, row: str, prefixes: tuple[str, ...], found: Mapping[str, list[Column]]) -> Iterator[Column]:
    """Yield the columns of a data frame: those of the Parquet file, in place of whose lists may stand those of parties."""
    format, _, table = place.partition(".")
    for column in found["parquet.contacts"]:
        if column.type != "list" or not prefixes:
            yield replace(column, format=format, table=table, row=row)
    for prefix in prefixes:
        for column in found["parquet.parties"]:
            yield replace(column, format=format, table=table, row=row, name=prefix + column.name)


def _places(words: str, tables: Iterable[str]) -> list[str]:
    """Return the tables that words mean, - before a word taking away what it means."""
    places: dict[str, None] = {}
    for word in words.split():
        name = word.removeprefix("-")
        meant = [table for table in tables if name in _calls(table)]
        if not meant:
            raise ValueError(f"columns.yaml names the table {name}, which is not among its tables")
        for place in meant:
            if word == name:
                places[place] = None
            else:
                places.pop(place, None)
    return list(places)


def _calls(place: str) -> set[str]:
    """Return how a table may be called; that of the edges of a graph is "edges", whatever an edge is."""
    format, _, table = place.partition(".")
    edges = {"edges", f"{format}.edges"} if table.endswith("-edges") else set()
    return {place, format, table} | edges


def dump(contacts: Iterable[Contact], handle: TextIO) -> None:
    """Write a row for every column; those of the record tell how many of the contacts fill it, and with what."""
    found = _values(contacts)
    rows = csv.writer(handle, lineterminator="\n")
    rows.writerow(HEAD)
    for c in columns():
        values = "; ".join(f"{word}: {meaning}" for word, meaning in c.values.items())
        told = (c.format, c.table, c.row, c.name, c.meaning, c.type, c.unit, values, c.example)
        counts = _counts(found[c.table], c.name) if c.format == _RECORD else ("",) * 4
        rows.writerow(map(guarded, (*told, *counts)))


class _Values:
    """What stands in the records of one table."""

    def __init__(self) -> None:
        self.records = 0
        self.of: defaultdict[str, Counter[str]] = defaultdict(Counter)


def _values(contacts: Iterable[Contact]) -> defaultdict[str, _Values]:
    found: defaultdict[str, _Values] = defaultdict(_Values)
    for contact in contacts:
        for table, record in _records("contacts", contact.to_dict()):
            found[table].records += 1
            for name, value in record.items():
                if value is not None and value != [] and value != "":
                    found[table].of[name][_word(value)] += 1
    return found


def _word(value: Any) -> str:
    return "" if isinstance(value, dict | list) else str(value).lower() if isinstance(value, bool) else str(value)


def _records(table: str, record: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield a record and those in it, each with its table."""
    yield table, record
    for name, value in record.items():
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, dict):
                yield from _records(_TABLES.get(name, name), inner)


def _counts(values: _Values, name: str) -> tuple[object, ...]:
    """Return how many records there are, how many fill the column, by how many words, and which, if they are few and short."""
    words = values.of[name]
    if "" in words:  # records, which have rows of their own
        return values.records, words.total(), "", ""
    few = len(words) <= _MOST_FOUND and all(len(word) <= _LONGEST_FOUND for word in words)
    ranked = sorted(words.items(), key=lambda item: (-item[1], item[0]))
    return values.records, words.total(), len(words), "; ".join(f"{word}: {n}" for word, n in ranked) if few else ""
