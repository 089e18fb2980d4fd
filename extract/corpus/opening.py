"""A corpus file on its way to being used: whose it is, which tables it lacks, and whether it may be written to.

Tables and views are described in ``001.sql`` and the following, which are also the migrations: a file that an
earlier version wrote gets the scripts that it lacks when it is opened.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import cache
from importlib.resources import files
from pathlib import Path

from diplograph.errors import CorpusError

PATIENCE = 60
"""Seconds to wait for another program that writes."""

_APPLICATION = 0x6469706C  # "dipl", where SQLite files say whose they are
_UNWRITABLE = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)

Transaction = Callable[[], AbstractContextManager[None]]


def prepare(db: sqlite3.Connection, path: Path, transaction: Transaction) -> None:
    """Make the tables that a file lacks, and set what holds for the connection.

    Raises:
        CorpusError: The file is of another program, or of a newer version.
    """
    version = _version(db, path)
    for setting in (
        f"busy_timeout = {PATIENCE * 1000}",
        "foreign_keys = ON",
        "cache_size = -64000",
        "wal_autocheckpoint = 8000",
    ):
        db.execute(f"PRAGMA {setting}")
    if version < len(_scripts()):
        _write_ahead(db)
        _migrate(db, transaction)
    db.execute("PRAGMA synchronous = NORMAL")  # with WAL, a crash of the system can't damage the file


def unwritable(error: sqlite3.OperationalError) -> bool:
    """Tell whether a file could not be opened since SQLite may not write to it or beside it."""
    return error.sqlite_errorcode & 0xFF in _UNWRITABLE


def is_whole(path: Path) -> bool:
    """Tell whether a file alone holds all: beside it may lie a log of what was written last."""
    log = path.with_name(f"{path.name}-wal")
    return path.is_file() and not (log.exists() and log.stat().st_size)


def read_only(path: Path) -> sqlite3.Connection:
    """Open a file on a medium, or in a folder, that nobody can write to.

    Raises:
        CorpusError: The file is of another program, or of another version.
    """
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)
    try:
        if _version(db, path) < len(_scripts()):
            raise CorpusError(
                f"{path} was written by an older diplograph and may not be written to: copy it, and use the copy."
            )
    except BaseException:
        db.close()
        raise
    return db


def inspecting(path: Path) -> sqlite3.Connection:
    """Open a corpus of any version to look into it only, however damaged it is.

    Raises:
        CorpusError: There is no such file, or it is no corpus that can be read.
    """
    if not path.is_file():
        raise CorpusError(f"There is no corpus {path}: make it with `diplograph corpus add {path} INPUT...`.")
    error: sqlite3.Error | None = None
    for how in ("", "&immutable=1") if is_whole(path) else ("",):
        db = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro{how}", uri=True, isolation_level=None, timeout=PATIENCE
        )
        try:
            if _version(db, path):
                return db
            error = sqlite3.DatabaseError("it is empty")
        except sqlite3.Error as why:
            error = why
        except CorpusError:
            db.close()
            raise
        db.close()
    raise CorpusError(
        f"The corpus {path} can't be read at all ({error}): take a copy from before, or build it anew with"
        f" `diplograph corpus add`, in a new file."
    ) from error


def _version(db: sqlite3.Connection, path: Path) -> int:
    """Return how many of the scripts a file has had; 0 if it is empty."""
    (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()  # first: another may be making it
    application, version = _pragma(db, "application_id"), _pragma(db, "user_version")
    if tables and application != _APPLICATION:
        raise CorpusError(f"{path} is a database of another program: give another name.")
    if version > len(_scripts()):
        raise CorpusError(f"{path} was written by a newer diplograph: upgrade, or give another name.")
    return version


def _write_ahead(db: sqlite3.Connection) -> None:
    """Have the file written by way of a log; SQLite itself does not wait for another who does just that."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(0.01)


def _migrate(db: sqlite3.Connection, transaction: Transaction) -> None:
    scripts = _scripts()
    with transaction():
        for script in scripts[_pragma(db, "user_version") :]:
            for statement in _statements(script):
                db.execute(statement)
        db.execute(f"PRAGMA application_id = {_APPLICATION}")
        db.execute(f"PRAGMA user_version = {len(scripts)}")


def _pragma(db: sqlite3.Connection, name: str) -> int:
    (value,) = db.execute(f"PRAGMA {name}").fetchone()
    return int(value)


@cache
def _scripts() -> tuple[str, ...]:
    folder = files("diplograph.extract.corpus")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return tuple((folder / name).read_text(encoding="utf-8") for name in names)


def _statements(script: str) -> Iterator[str]:
    """Cut a script, which ``executescript`` would run outside of the transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
