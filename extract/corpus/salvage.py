"""Rows of a damaged file, as far as they can be read: by the table alone, around what is broken."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_MISMATCH)
"""How SQLite tells that what it reads is damaged, by the last byte of its code."""


def is_damage(error: sqlite3.Error) -> bool:
    """Tell whether an error says that the file is damaged."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in DAMAGED


@dataclass(frozen=True, slots=True)
class Text:
    """A text that is damaged.

    Attributes:
        value: It, with a sign for each byte that is none of UTF-8.
    """

    value: str


def text_of(data: bytes) -> Any:
    """Return what a column holds as text; a ``Text`` if it is damaged. Meant as SQLite's ``text_factory``."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return Text(data.decode("utf-8", "replace"))


def rows(db: sqlite3.Connection, table: str, columns: str, known: Iterable[int] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield each row of a table that can be read: from its beginning, from its end, and those between them one by one.

    Args:
        columns: What to select, the key first.
        known: Keys that an index tells, whose rows the table itself may have lost the way to.
    """
    met = set[int]()
    for order in ("", "DESC"):
        for row in until_damage(db.execute, f"SELECT {columns} FROM {table} NOT INDEXED ORDER BY key {order}"):
            if row[0] in met:
                break
            met.add(row[0])
            yield row
    for key in sorted({*range(min(met, default=1), max(met, default=0)), *known} - met):
        for row in until_damage(db.execute, f"SELECT {columns} FROM {table} NOT INDEXED WHERE key = {key}"):
            if row[0] == key:
                yield row


def keys(db: sqlite3.Connection, query: str) -> dict[int, tuple[Any, ...]]:
    """Return what an index tells of the rows of a table, by key.

    Args:
        query: Selects the key, and what else, with {} where the order is told.
    """
    found = dict[int, tuple[Any, ...]]()
    for order in ("", "DESC"):
        for key, *others in until_damage(db.execute, query.format(order)):
            if isinstance(key, int):
                found[key] = tuple(others)
    return found


def until_damage(execute: Any, query: str) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a query, up to what is damaged."""
    try:
        yield from execute(query)
    except sqlite3.Error as error:
        if not is_damage(error):
            raise
