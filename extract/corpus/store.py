"""The file: what is in it, and how a document gets in and out whole.

Tables and views are described in ``001.sql`` and the following, which are also the migrations: a file that an
earlier version wrote gets the scripts that it lacks when it is opened. Other programs may read the file at any time.
"""

import json
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from diplograph.errors import CorpusError
from diplograph.extract.model import Contact
from diplograph.extract.run.analysis import Outcome

PATIENCE = 60
"""Seconds to wait for another program that writes."""

_INDEXED_AT_ONCE = 10_000  # contacts
_APPLICATION = 0x6469706C  # "dipl", where SQLite files say whose they are
_READ, _UNREADABLE, _GIVEN_UP = "read", "unreadable", "given up"

_TROUBLES = {
    sqlite3.SQLITE_BUSY: f"another program has kept it locked for {PATIENCE} seconds; close that, and run this again, which goes on",
    sqlite3.SQLITE_FULL: "the disk is full; make room, and run this again, which goes on",
    sqlite3.SQLITE_READONLY: "it may not be written to; check its permissions and those of its folder",
    sqlite3.SQLITE_CANTOPEN: "it can't be opened; check that its folder exists, and the permissions",
    sqlite3.SQLITE_IOERR: "the disk failed, or is full; check it, and run this again, which goes on",
    sqlite3.SQLITE_CORRUPT: "it is damaged; take a copy from before, or build it anew",
    sqlite3.SQLITE_NOTADB: "it is no SQLite file; give another name",
    sqlite3.SQLITE_PERM: "it may not be used; check its permissions",
}


@dataclass(frozen=True, slots=True)
class Version:
    """What contacts depend on besides the text: a document is read anew when any of it is another.

    Attributes:
        hash: Of what the document is read from.
        model: The spaCy pipeline and its version.
        rules: The version of diplograph and of its rules and lexicons.
    """

    hash: str
    model: str
    rules: str


@dataclass(frozen=True, slots=True)
class CorpusEntry:
    """A document in a corpus, without its text.

    Attributes:
        state: read, unreadable or given up.
        contacts: How many it tells.
    """

    id: str
    title: str | None
    date: str | None
    publisher: str | None
    state: str
    problem: str | None
    contacts: int


class Corpus:
    """A corpus file, open; several processes may have it open and write to it.

    Args:
        path: The file.
        create: Whether to make it if it is not there.

    Raises:
        CorpusError: There is no such file, it is no corpus, or it can't be used; so does every method.
    """

    def __init__(self, path: str | Path, *, create: bool = False) -> None:
        self.path = Path(path)
        if not create and not self.path.exists():
            raise CorpusError(f"There is no corpus {path}: make it with `diplograph corpus add {path} INPUT...`.")
        with self._trouble():
            self._db = sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None)
            try:
                self._prepare()
            except BaseException:
                self._db.close()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    # --- writing ---

    def holds(self, id: str, version: Version) -> bool:
        """Tell whether a document was read from the same, by the same model and rules."""
        with self._trouble():
            return self._version(id) == (version.hash, version.model, version.rules)

    def put(self, outcome: Outcome, version: Version) -> bool:
        """Write a document and its contacts in place of what was known of it, whole or not at all.

        Returns:
            False if another process has written the same in the meantime, and nothing was to do.
        """
        with self._transaction():
            if self.holds(outcome.raw.id, version):
                return False
            self._db.execute("DELETE FROM documents WHERE id = ?", (_text(outcome.raw.id),))
            document = self._insert("documents", _document(outcome, version))
            for number, contact in enumerate(outcome.contacts, 1):
                key = self._insert("contacts", {"document": document, "number": number, **_contact(contact)})
                for place, party in enumerate(contact.parties, 1):
                    self._insert("parties", {"contact": key, "number": place, **_fields(party, _PARTY)})
        return True

    def remove(self, ids: Iterable[str]) -> list[str]:
        """Remove documents with their contacts; return the ids that are none of its own."""
        with self._transaction():
            return [
                id for id in ids if self._db.execute("DELETE FROM documents WHERE id = ?", (_text(id),)).rowcount == 0
            ]

    def index(self) -> None:
        """Bring the index of sentences up to date with the contacts; searching does it too."""
        with self._trouble():
            while self._db.execute("SELECT max(key) > (SELECT upto FROM indexed) FROM contacts").fetchone()[0]:
                with self._transaction():
                    (upto,) = self._db.execute("SELECT upto FROM indexed").fetchone()
                    keys = (upto, upto + _INDEXED_AT_ONCE)
                    self._db.execute(
                        "INSERT INTO sentences (rowid, sentence) SELECT key, sentence FROM contacts WHERE key > ? AND key <= ?",
                        keys,
                    )
                    self._db.execute("UPDATE indexed SET upto = min(?, (SELECT max(key) FROM contacts))", keys[1:])

    # --- reading ---

    def contacts(self, *, search: str | None = None) -> Iterator[Contact]:
        """Yield the contacts, by the id of their document and in text order.

        Args:
            search: Only those whose sentence has these words, all of them, in any order.
        """
        words = _words(search or "")
        matching = "WHERE c.key IN (SELECT rowid FROM sentences WHERE sentences MATCH :words)" if words else ""
        query = (
            f"SELECT record FROM documents d JOIN contacts c ON c.document = d.key {matching} ORDER BY d.id, c.number"
        )
        if words:
            self.index()
        with self._trouble():
            for (record,) in self._db.execute(query, {"words": words}):
                yield Contact.from_dict(json.loads(record))

    def entries(self, *, troubled: bool = False) -> Iterator[CorpusEntry]:
        """Yield the documents by id; with ``troubled`` only those that something was wrong with."""
        query = f"""
            SELECT id, title, date, publisher, state, problem,
                (SELECT count(*) FROM contacts c WHERE c.document = d.key)
            FROM documents d {"WHERE problem IS NOT NULL" if troubled else ""} ORDER BY id
        """
        with self._trouble():
            yield from (CorpusEntry(*row) for row in self._db.execute(query))

    def documents(self) -> tuple[int, int]:
        """Return how many documents there are, and how many of those that could be read have no date."""
        with self._trouble():
            query = "SELECT count(*), count(*) FILTER (WHERE date IS NULL AND text IS NOT NULL) FROM documents"
            found: tuple[int, int] = self._db.execute(query).fetchone()
            return found

    def counts(self, what: str) -> dict[str, int]:
        """Return how many documents there are by "state", "model" or "rules", or contacts by "status" or "kind"."""
        table = {"state": "documents", "model": "documents", "rules": "documents"}.get(what, "contacts")
        with self._trouble():
            rows = self._db.execute(f"SELECT {what}, count(*) FROM {table} GROUP BY 1 ORDER BY 2 DESC, 1")
            return dict(rows.fetchall())

    # --- inside ---

    def _version(self, id: str) -> tuple[str, str, str] | None:
        found: tuple[str, str, str] | None = self._db.execute(
            "SELECT hash, model, rules FROM documents WHERE id = ?", (_text(id),)
        ).fetchone()
        return found

    def _insert(self, table: str, row: dict[str, Any]) -> int:
        columns, places = ", ".join(row), ", ".join("?" * len(row))
        key = self._db.execute(f"INSERT INTO {table} ({columns}) VALUES ({places})", list(row.values())).lastrowid
        assert key is not None
        return key

    def _prepare(self) -> None:
        (tables,) = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()  # first: another may be making it
        (application,), (version,) = self._pragma("application_id"), self._pragma("user_version")
        if tables and application != _APPLICATION:
            raise CorpusError(f"{self.path} is a database of another program: give another name.")
        scripts = _scripts()
        if version > len(scripts):
            raise CorpusError(f"{self.path} was written by a newer diplograph: upgrade, or give another name.")
        for setting in (
            f"busy_timeout = {PATIENCE * 1000}",
            "foreign_keys = ON",
            "cache_size = -64000",
            "wal_autocheckpoint = 8000",
        ):
            self._db.execute(f"PRAGMA {setting}")
        if version < len(scripts):
            self._write_ahead()
            self._migrate(scripts)
        self._db.execute("PRAGMA synchronous = NORMAL")  # with WAL, a crash of the system can't damage the file

    def _write_ahead(self) -> None:
        """Have the file written by way of a log; SQLite itself does not wait for another who does just that."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                self._db.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                    raise
                time.sleep(0.01)

    def _migrate(self, scripts: tuple[str, ...]) -> None:
        with self._transaction():
            (done,) = self._pragma("user_version")
            for script in scripts[done:]:
                for statement in _statements(script):
                    self._db.execute(statement)
            self._db.execute(f"PRAGMA application_id = {_APPLICATION}")
            self._db.execute(f"PRAGMA user_version = {len(scripts)}")

    def _pragma(self, name: str) -> tuple[int]:
        value: tuple[int] = self._db.execute(f"PRAGMA {name}").fetchone()
        return value

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._trouble():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    @contextmanager
    def _trouble(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            why = _TROUBLES.get(code, f"{error}; run this again with --debug and report it")
            raise CorpusError(f"Can't use the corpus {self.path}: {why}.") from error


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


def _words(search: str) -> str:
    """Return a query for all of some words, none of which is taken for an operator."""
    return " ".join('"' + word.replace('"', '""') + '"' for word in search.replace("\0", " ").split())


_CONTACT = ("id", "kind", "status", "place", "topic", "channel", "recurring", "reported_by", "code", "plover", "mode")
_PARTY = ("id", "name", "type", "country", "role", "org", "side", "mention")
_EVIDENCE = ("sentence", "trigger", "rule")


def _document(outcome: Outcome, version: Version) -> dict[str, Any]:
    document = outcome.document
    source = _fields(document.source, ("title", "date", "url", "publisher")) if document else {}
    return {
        "id": _text(outcome.raw.id),
        **source,
        "text": _text(document.text) if document else None,
        "body": document.body if document else 0,
        "state": _GIVEN_UP if outcome.failed else _READ if document else _UNREADABLE,
        "problem": _text("\n".join(map(str, outcome.problems))) or None,
        "hash": version.hash,
        "model": version.model,
        "rules": version.rules,
    }


def _contact(contact: Contact) -> dict[str, Any]:
    record = json.dumps(contact.to_dict(), separators=(",", ":"))
    return _fields(contact, _CONTACT) | _time(contact) | _fields(contact.evidence, _EVIDENCE) | {"record": record}


def _time(contact: Contact) -> dict[str, Any]:
    when, time = contact.date, contact.time
    return {
        "first_day": when and when.start.isoformat(),
        "last_day": when and when.end.isoformat(),
        "precision": when and when.precision.value,
        "basis": time and time.basis.value,
    }


def _fields(record: object, names: Iterable[str]) -> dict[str, Any]:
    return {name: _stored(getattr(record, name)) for name in names}


def _stored(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return _text(str(value)) if isinstance(value, str) else value


def _text(value: str) -> str:
    """Return what SQLite can hold: a lone surrogate becomes a question mark."""
    return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")
