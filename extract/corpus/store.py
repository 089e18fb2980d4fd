"""The file: what is in it, and how a document gets in and out whole.

Tables and views are described in ``001.sql`` and the following. Other programs may read the file at any time.
"""

import datetime as dt
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from diplograph.errors import CorpusError, OnError
from diplograph.extract.corpus.contacts import ContactReader
from diplograph.extract.corpus.opening import PATIENCE, is_whole, prepare, read_only, unwritable
from diplograph.extract.corpus.rows import PARTY, contact_row, document_row, fields_of, place, stored_id, stored_text
from diplograph.extract.corpus.seal import digest
from diplograph.extract.model import Contact, Document, Source
from diplograph.extract.run.analysis import Outcome
from diplograph.extract.run.fates import Fate, Skipped
from diplograph.extract.text.language import ENGLISH

_INDEXED_AT_ONCE = 10_000  # contacts

_TROUBLES = {
    sqlite3.SQLITE_BUSY: f"another program has kept it locked for {PATIENCE} seconds; close that, and run this again, which goes on",
    sqlite3.SQLITE_FULL: "the disk is full; make room, and run this again, which goes on",
    sqlite3.SQLITE_READONLY: "it may not be written to; check its permissions and those of its folder",
    sqlite3.SQLITE_CANTOPEN: "it can't be opened; check that its folder exists, and the permissions",
    sqlite3.SQLITE_IOERR: "the disk failed, or is full; check it, and run this again, which goes on",
    sqlite3.SQLITE_CORRUPT: "it is damaged; `diplograph corpus repair` mends what can be, else take a copy from before",
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
        any_language: Whether it is read if it is not in English.
    """

    hash: str
    model: str
    rules: str
    any_language: bool = False


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
        self._file: tuple[int, int] | None = None
        if not create and not self.path.exists():
            raise CorpusError(f"There is no corpus {path}: make it with `diplograph corpus add {path} INPUT...`.")
        with self._trouble():
            self._db = sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None)
            try:
                prepare(self._db, self.path, self._transaction)
            except sqlite3.OperationalError as error:
                self._db.close()
                if not (unwritable(error) and is_whole(self.path)):
                    raise
                self._db = read_only(self.path)
            except BaseException:
                self._db.close()
                raise
        self._file = _identity(self.path)

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
        """Tell whether a document was read from the same, by the same model and rules, or left alone for its language."""
        query = "SELECT hash, model, rules, language, skipped FROM documents WHERE id = ?"
        with self._trouble():
            found = self._db.execute(query, (stored_id(id),)).fetchone()
        if found is None or found[:3] != (version.hash, version.model, version.rules):
            return False
        language, why = found[3:]
        foreign = language not in (None, ENGLISH) and not version.any_language
        return foreign is (str(why) == Skipped.FOREIGN)

    def moved(self, id: str, file: str | None) -> None:
        """Note in which file a document is that it holds already."""
        with self._trouble():
            now = place(file), stored_id(id)
            if self._db.execute("SELECT 1 FROM documents WHERE file IS NOT ? AND id = ?", now).fetchone():
                self._db.execute("UPDATE documents SET file = ? WHERE id = ?", now)

    def put(self, outcome: Outcome, version: Version) -> bool:
        """Write a document and its contacts in place of what was known of it, whole or not at all.

        Returns:
            False if another process has written the same in the meantime, and nothing was to do.
        """
        with self._transaction():
            if self.holds(outcome.raw.id, version):
                return False
            self._db.execute("DELETE FROM documents WHERE id = ?", (stored_id(outcome.raw.id),))
            document = self._insert("documents", document_row(outcome, version))
            for number, contact in enumerate(outcome.contacts, 1):
                key = self._insert("contacts", {"document": document, "number": number, **contact_row(contact)})
                for nth, party in enumerate(contact.parties, 1):
                    self._insert("parties", {"contact": key, "number": nth, **fields_of(party, PARTY)})
            self._db.execute("UPDATE documents SET digest = ? WHERE key = ?", (digest(self._db, document), document))
        return True

    def decide(self, records: Iterable[Mapping[str, Any]]) -> None:
        """Keep decisions, each as JSON holds it, whole or not at all; one that is there already is left."""
        query = 'INSERT OR IGNORE INTO decisions (document, decision, "by", at, why, record) VALUES (?, ?, ?, ?, ?, ?)'
        with self._transaction():
            for record in records:
                told = (record["contact"]["document"]["id"], *(record.get(n) for n in ("decision", "by", "at", "why")))
                line = json.dumps(record, ensure_ascii=False)
                self._db.execute(query, [v if v is None else stored_text(str(v)) for v in (*told, line)])

    def decisions(self) -> Iterator[str]:
        """Yield the decisions as lines of JSON, in the order in which they came."""
        with self._trouble():
            yield from (record for (record,) in self._db.execute("SELECT record FROM decisions ORDER BY key"))

    def remove(self, ids: Iterable[str]) -> list[str]:
        """Remove documents with their contacts; return the ids that are none of its own."""
        with self._transaction():
            delete = "DELETE FROM documents WHERE id = ?"
            return [id for id in ids if self._db.execute(delete, (stored_id(id),)).rowcount == 0]

    def check_place(self) -> None:
        """Raise an error if the file has been moved, deleted or replaced while it was open: what is written would be lost."""
        if self._file is not None and _identity(self.path) != self._file:
            raise CorpusError(
                f"The corpus {self.path} was moved, deleted or replaced while it was written to: what was read since may "
                "be lost; put it back, and run this again, which goes on."
            )

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

    def contacts(self, *, search: str | None = None, on_error: OnError | None = None) -> Iterator[Contact]:
        """Yield the contacts, by the id of their document and in text order.

        Args:
            search: Only those whose sentence has these words, all of them, in any order.
            on_error: Called with an error for each record that is damaged, which is then left out, and for a damaged file, of
                which all else is read; None raises it.
        """
        words, reader = _words(search or ""), ContactReader(self._db, self.path, on_error)
        if words:
            self.index()
        with self._trouble():
            yield from reader.matching(words) if words else reader.every()

    def entries(self, *, troubled: bool = False) -> Iterator[CorpusEntry]:
        """Yield the documents by id; with ``troubled`` only those that something was wrong with."""
        query = f"""
            SELECT id, title, date, publisher, state, problem,
                (SELECT count(*) FROM contacts c WHERE c.document = d.key)
            FROM documents d {"WHERE problem IS NOT NULL" if troubled else ""} ORDER BY id
        """
        with self._trouble():
            yield from (CorpusEntry(*row) for row in self._db.execute(query))

    def hashes(self) -> dict[str, str]:
        """Return of each document that could be read, by its id, the SHA-256 of what it was read from."""
        with self._trouble():
            return dict(self._db.execute("SELECT id, hash FROM documents WHERE text IS NOT NULL ORDER BY id"))

    def fates(self) -> Iterator[Fate]:
        """Yield what became of each document, by id."""
        columns = ", ".join(field.name for field in fields(Fate))
        with self._trouble():
            yield from (Fate(*row) for row in self._db.execute(f"SELECT {columns} FROM document_list ORDER BY id"))

    def texts(self) -> Iterator[tuple[str, str | None, str | None, str | None, str | None, str | None, str]]:
        """Yield id, title, date, ``dated_by``, address, publisher and text of each document that could be read."""
        query = "SELECT id, title, date, dated_by, url, publisher, text FROM documents WHERE text IS NOT NULL"
        with self._trouble():
            yield from self._db.execute(query)

    def below(self, folder: str) -> Iterator[tuple[str, str]]:
        """Yield the documents that came from files in a folder and those in it, each with its file, by id.

        Args:
            folder: An absolute path.
        """
        start = stored_text(folder.rstrip(os.sep) + os.sep)
        query = "SELECT id, file FROM documents WHERE substr(file, 1, ?) = ? ORDER BY id"
        with self._trouble():
            yield from self._db.execute(query, (len(start), start))

    def text(self, id: str) -> str | None:
        """Return the text of a document; None if there is none of this id, or it could not be read."""
        with self._trouble():
            row = self._db.execute("SELECT text FROM documents WHERE id = ?", (stored_id(id),)).fetchone()
            return row[0] if row else None

    def source(self, id: str) -> Source | None:
        """Return what contacts remember of a document; None if there is none of this id, or it could not be read."""
        document = self.document(id)
        return document.source if document is not None else None

    def document(self, id: str) -> Document | None:
        """Return a document as it was read, but for its pages; None if there is none of this id, or it could not be read."""
        query = "SELECT id, title, date, url, publisher, text, body, dated_by FROM documents WHERE id = ? AND text IS NOT NULL"
        with self._trouble():
            row = self._db.execute(query, (stored_id(id),)).fetchone()
        if row is None:
            return None
        day = dt.date.fromisoformat(row[2]) if row[2] else None
        return Document(row[5], Source(row[0], row[1], day, *row[3:5]), row[6], dated_by=row[7])

    def read(self) -> list[str]:
        """Return the ids of the documents in which contacts were looked for, sorted."""
        query = "SELECT id FROM documents WHERE text IS NOT NULL AND skipped IS NULL ORDER BY id"
        with self._trouble():
            return [id for (id,) in self._db.execute(query)]

    def documents(self) -> tuple[int, int]:
        """Return how many documents there are, and how many of those that could be read have no date."""
        with self._trouble():
            query = "SELECT count(*), count(*) FILTER (WHERE date IS NULL AND text IS NOT NULL) FROM documents"
            found: tuple[int, int] = self._db.execute(query).fetchone()
            return found

    def counts(self, what: str) -> dict[str, int]:
        """Return how many documents there are by "state", "language", "model" or "rules", or contacts by "status" or "kind"."""
        table = "contacts" if what in ("status", "kind") else "documents"
        with self._trouble():
            known = f"WHERE {what} IS NOT NULL"
            rows = self._db.execute(f"SELECT {what}, count(*) FROM {table} {known} GROUP BY 1 ORDER BY 2 DESC, 1")
            return dict(rows.fetchall())

    # --- inside ---

    def _insert(self, table: str, row: dict[str, Any]) -> int:
        columns, places = ", ".join(row), ", ".join("?" * len(row))
        key = self._db.execute(f"INSERT INTO {table} ({columns}) VALUES ({places})", list(row.values())).lastrowid
        assert key is not None
        return key

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self.check_place()
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


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _words(search: str) -> str:
    """Return a query for all of some words, none of which is taken for an operator."""
    return " ".join('"' + word.replace('"', '""') + '"' for word in search.replace("\0", " ").split())
