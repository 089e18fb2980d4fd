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


class Keys:
    """Keys of rows that were met: a byte each, but for those that are so large that they must be damaged."""

    _DENSE = 2**26

    def __init__(self) -> None:
        self._dense, self._others = bytearray(), set[int]()

    def add(self, key: int) -> bool:
        """Note a key; tell whether it is new."""
        if not 0 <= key < self._DENSE:
            new = key not in self._others
            self._others.add(key)
            return new
        if key >= len(self._dense):
            self._dense.extend(bytes(key + 1 - len(self._dense) + len(self._dense) // 4))
        new, self._dense[key] = not self._dense[key], 1
        return new

    def count(self, upto: int) -> int:
        """Return how many there are up to one."""
        return self._dense.count(1, 0, min(upto, self._DENSE) + 1) + sum(key <= upto for key in self._others)


_TRIED = 5_000_000  # keys between what was read from either end


def rows(db: sqlite3.Connection, table: str, columns: str, known: Iterable[int] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield each row of a table that can be read: from its beginning, from its end, and those between them one by one.

    Args:
        columns: What to select, the key first.
        known: Keys that an index tells, whose rows the table itself may have lost the way to.
    """
    met, first, last = Keys(), 0, 0
    scan = f"SELECT {columns} FROM {table} NOT INDEXED"
    try:
        for row in db.execute(f"{scan} ORDER BY key"):
            last = max(last, row[0])
            if met.add(row[0]):
                yield row
    except sqlite3.Error as error:
        if not is_damage(error):
            raise
        first = last
        for row in until_damage(db.execute, f"{scan} WHERE key > {last} ORDER BY key DESC"):
            first = row[0]
            if met.add(row[0]):
                yield row
    for key in (*range(last + 1, min(first, last + _TRIED)), *known):
        if met.add(key):
            yield from until_damage(db.execute, f"{scan} WHERE key = {key}")


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
