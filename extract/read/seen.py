"""What was met before, and names in order, for more of them than memory holds."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import chain, islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

_IN_MEMORY = 10_000  # names that are sorted without a file


class Seen:
    """A set of strings that only grows, in a private temporary file of SQLite's beyond a few megabytes."""

    def __init__(self) -> None:
        self._database = _database()

    def add(self, key: str) -> bool:
        """Add ``key``, and tell whether it is new."""
        return self._database.execute("INSERT OR IGNORE INTO seen VALUES (?)", (_bytes(key),)).rowcount > 0

    def close(self) -> None:
        """Forget everything."""
        self._database.close()


def in_order(names: Iterable[str]) -> Iterator[str]:
    """Yield ``names`` sorted by code point, each once; more than 10,000 of them are sorted on disk."""
    names = iter(names)
    first = list(islice(names, _IN_MEMORY + 1))
    if len(first) <= _IN_MEMORY:
        yield from sorted(set(first))
        return
    with closing(_database()) as database:
        database.executemany("INSERT OR IGNORE INTO seen VALUES (?)", ((_bytes(n),) for n in chain(first, names)))
        for (key,) in database.execute("SELECT key FROM seen ORDER BY key"):
            yield key.decode("utf-8", "surrogatepass")


def _bytes(key: str) -> bytes:
    return key.encode("utf-8", "surrogatepass")  # bytes, which sort as the characters do


def _database() -> "sqlite3.Connection":
    import sqlite3  # which a Python may lack: `diplograph doctor` tells of it

    database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    for statement in ("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "PRAGMA cache_size = -16000"):
        database.execute(statement)
    database.execute("CREATE TABLE seen (key BLOB PRIMARY KEY) WITHOUT ROWID")
    database.execute("BEGIN")
    return database
