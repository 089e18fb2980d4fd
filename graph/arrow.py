"""Contacts as a table of Arrow, which data frames are made of: a row a contact, a pair or a mention."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from itertools import chain, islice
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from diplograph.extract.model import Contact, Decided, Kind, Party, PartyType, Status
from diplograph.extract.times import Basis, Precision
from diplograph.graph.assemble import party_pairs
from diplograph.graph.formats.parquet import PARTY, SCHEMA, party_row, row

_MOST = 10_000  # rows made at a time
_WORDS: dict[str, type[StrEnum]] = {"kind": Kind, "status": Status, "decided": Decided}
_WORDS |= {"precision": Precision, "basis": Basis}
_WORDS |= {f"{whose}_type": PartyType for whose in ("a", "b", "party")}


def table(contacts: Iterable[Contact], rows: str) -> pa.Table:
    """Return contacts as a table, in the order given; its columns are those of the Parquet file.

    Args:
        rows: A row a contact, with lists of records; a row a pair, or a mention, with the columns of their parties.
    """
    schema, made = _schema(rows), chain.from_iterable(map(_ROWS[rows], contacts))
    batches = []
    while some := list(islice(made, _MOST)):
        batches.append(pa.RecordBatch.from_pylist(some, schema))
    return _in_categories(pa.Table.from_batches(batches, schema))


def is_nested(field: pa.Field) -> bool:
    """Tell whether a column holds lists of records."""
    return bool(pa.types.is_list(field.type))


def _schema(rows: str) -> pa.Schema:
    if rows == "contact":
        return SCHEMA
    whose = ("a", "b") if rows == "pair" else ("party",)
    parties = (field.with_name(f"{one}_{field.name}") for one in whose for field in PARTY)
    return pa.schema([*(field for field in SCHEMA if not is_nested(field)), *parties])


def _pairs(contact: Contact) -> Iterator[dict[str, Any]]:
    shared = row(contact)
    for a, b in party_pairs(contact):
        yield shared | _party(a, "a", contact) | _party(b, "b", contact)


def _mentions(contact: Contact) -> Iterator[dict[str, Any]]:
    shared = row(contact)
    for party in contact.parties:
        yield shared | _party(party, "party", contact)


def _party(party: Party, whose: str, contact: Contact) -> dict[str, Any]:
    return {f"{whose}_{name}": value for name, value in party_row(party, contact.time).items()}


_ROWS: dict[str, Callable[[Contact], Iterable[dict[str, Any]]]] = {
    "contact": lambda contact: [row(contact)],
    "pair": _pairs,
    "mention": _mentions,
}


def _in_categories(made: pa.Table) -> pa.Table:
    """Make categories of the columns whose words are known, of all these words, so that frames can be joined."""
    for at, name in enumerate(made.column_names):
        if name in _WORDS:
            words = pa.array([word.value for word in _WORDS[name]])
            chosen = pc.index_in(made.column(at).combine_chunks(), value_set=words).cast(pa.int8())
            made = made.set_column(at, name, pa.DictionaryArray.from_arrays(chosen, words))
    return made
