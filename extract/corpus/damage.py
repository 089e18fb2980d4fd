"""What is damaged in a corpus: the file, what refers to nothing, records that are none, documents that are not as written."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from diplograph.errors import CorpusError
from diplograph.extract.corpus.opening import inspecting
from diplograph.extract.corpus.salvage import Text, is_damage, keys, rows, text_of
from diplograph.extract.corpus.seal import digest
from diplograph.extract.model import Contact

RECORDS = "key, document, number, CAST(record AS BLOB)"
"""What of contacts is needed to know them again."""

_MOST = 100  # findings of SQLite's own


class Fault(StrEnum):
    """What may be wrong with a corpus."""

    FILE = "file"  # its pages or indexes, as SQLite tells it
    ORPHAN = "orphan"  # contacts without their document, parties without their contact
    LOST = "lost"  # a document that an index knows and no table holds, or contacts of one
    RECORD = "record"  # a contact that can't be read
    ALTERED = "altered"  # a document, its contacts or parties are not as they were written


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing that is damaged.

    Attributes:
        document: The id of the document that it concerns; None where it is none, or unknown which.
        problem: What is wrong.
    """

    fault: Fault
    document: str | None
    problem: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found.

    Attributes:
        documents: How many can be read.
        contacts: How many can be read.
        undigested: Documents that were written before digests were kept, so that no change of a letter shows.
        damage: Empty if the corpus is whole.
    """

    documents: int
    contacts: int
    undigested: int
    damage: tuple[Damage, ...]


def check(path: Path) -> Checked:
    """Tell what is damaged in a corpus; nothing is written.

    Raises:
        CorpusError: There is no such file, it is no corpus, or so damaged that nothing can be read.
    """
    with closing(inspecting(path)) as db:
        db.text_factory = text_of
        try:
            db.execute("BEGIN")  # so that nothing seems torn that another is writing
            return examine(db)
        except sqlite3.Error as error:
            raise CorpusError(
                f"Can't check the corpus {path}: {error}; if nothing else uses it, take a copy from before, or build it anew."
            ) from error


def examine(db: sqlite3.Connection) -> Checked:
    """Tell what is damaged in an open corpus whose ``text_factory`` is ``text_of``."""
    damage = [Damage(Fault.FILE, None, problem) for problem in _structure(db)]
    digests, ids = _digests(db), indexed(db)
    documents = dict[int, str]()
    for key, id in rows(db, "documents", "key, id", ids):
        documents[key] = id.value if isinstance(id, Text) else str(id)
    damage += [Damage(Fault.LOST, id, "the document can't be read") for key, id in ids.items() if key not in documents]
    numbers, contacts = Counter[int](), 0
    for found in _records(rows(db, "contacts", RECORDS, numbered(db) if damage else ()), documents, numbers):
        contacts += found is None
        damage += [found] if found else []
    counted = {one.document for one in damage}
    for key, id in documents.items():
        if id not in counted and (problem := _altered(db, key, digests.get(key), numbers[key])):
            damage.append(Damage(Fault.ALTERED, id, problem))
    return Checked(len(documents), contacts, sum(key not in digests for key in documents), tuple(damage))


def indexed(db: sqlite3.Connection) -> dict[int, str]:
    """Return the documents that the index of ids knows, by key."""
    found = keys(db, "SELECT key, id FROM documents ORDER BY id {}")
    return {key: id.value if isinstance(id, Text) else str(id) for key, (id,) in found.items()}


def numbered(db: sqlite3.Connection) -> dict[int, tuple[Any, ...]]:
    """Return the document's key and the number of each contact that the index of them knows, by key."""
    return keys(db, "SELECT key, document, number FROM contacts ORDER BY document {0}, number {0}")


def _structure(db: sqlite3.Connection) -> Iterator[str]:
    try:
        for (found,) in db.execute(f"PRAGMA integrity_check({_MOST})").fetchall():
            if found != "ok":
                yield from str(found).splitlines()
    except sqlite3.Error as error:
        if not is_damage(error):
            raise
        yield str(error)


def _digests(db: sqlite3.Connection) -> dict[int, Any]:
    """Return the digests that were kept, by the document's key; none in a file of an earlier version."""
    if not any(row[1] == "digest" for row in db.execute("PRAGMA table_info(documents)")):
        return {}
    return {key: kept for key, kept in rows(db, "documents", "key, digest") if kept is not None}


def _records(
    found: Iterable[tuple[Any, ...]], documents: dict[int, str], numbers: Counter[int]
) -> Iterator[Damage | None]:
    """Yield what is wrong with each contact, None if nothing is; count those of each document."""
    for _, document, number, record in found:
        numbers[document] += 1
        id = documents.get(document)
        if (problem := _problem(record)) is not None:
            yield Damage(Fault.RECORD, id, f"contact {number} can't be read: {problem}")
        elif id is None:
            yield Damage(Fault.ORPHAN, _document_of(record), f"contact {number} has no document")
        else:
            yield None


def _problem(record: Any) -> str | None:
    try:
        Contact.from_dict(json.loads(record))
    except (ValueError, RecursionError, TypeError) as error:
        return str(error)
    return None


def _document_of(record: bytes) -> str:
    return str(json.loads(record)["document"]["id"])


def _altered(db: sqlite3.Connection, key: int, kept: Any, contacts: int) -> str | None:
    """Tell what is wrong with a document whose records can all be read."""
    try:
        known = db.execute("SELECT count(*) FROM contacts WHERE document = ?", (key,)).fetchone()[0]
        if known != contacts:
            return f"{known} contacts are known of it, and {contacts} are there"
        if kept is not None and digest(db, key) != kept:
            return "it, a contact or a party of it is not as it was written"
    except sqlite3.Error as error:
        if not is_damage(error):
            raise
        return str(error)
    return None
