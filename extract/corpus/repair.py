"""Mend a damaged corpus: all that can be read goes into a new file, and what is damaged is read anew from its source.

The damaged file is kept beside the new one, which takes its place whole or not at all.
"""

import json
import os
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from diplograph.errors import CorpusError, OnError
from diplograph.extract.corpus.damage import RECORDS, Checked, Damage, Fault, check, examine, indexed, numbered
from diplograph.extract.corpus.opening import PATIENCE, is_whole
from diplograph.extract.corpus.rows import PARTY, contact_row, fields_of
from diplograph.extract.corpus.salvage import Text, is_damage, rows, text_of, until_damage
from diplograph.extract.corpus.store import Corpus
from diplograph.extract.corpus.update import versions
from diplograph.extract.model import Contact
from diplograph.extract.read import Columns, Raw, read_found
from diplograph.extract.run.analysis import Settings
from diplograph.extract.run.workers import analyse_all

_LOST = "It was lost when the corpus was damaged."
_SUSPECT = "damaged"  # in place of a digest: a text of the document was none


@dataclass(frozen=True, slots=True)
class Repaired:
    """What a repair did.

    Attributes:
        before: What was damaged.
        mended: The ids of documents that were read anew.
        left: What is damaged still, or lost.
        kept: Where the damaged file is now; None if nothing was damaged, and nothing was done.
    """

    before: Checked
    mended: tuple[str, ...] = ()
    left: tuple[Damage, ...] = ()
    kept: Path | None = None


def repair(
    path: Path,
    settings: Settings,
    *,
    columns: Columns | None = None,
    jobs: int = 1,
    on_error: OnError | None = None,
) -> Repaired:
    """Mend a corpus as far as it goes.

    Args:
        settings: How documents are read whose sources are still there.
        columns: Which columns of their tables hold what.
        jobs: Processes that read them.
        on_error: Called with each problem of a document that is read now.

    Raises:
        CorpusError: Nothing of it can be read, another program uses it, or no new file can be made; it stays as it was.
        ModelError: The model is not installed, or lacks what extraction needs.
    """
    before = check(path)
    if not before.damage:
        return Repaired(before)
    made = path.with_name(f"{path.name}.repair")
    try:
        with closing(_alone(path)) as source:
            lost = _copied(source, made)
            mended = _read_anew(made, settings, columns, jobs, on_error)
            kept = _put_in_place(made, path)
    except (OSError, sqlite3.Error) as error:
        raise CorpusError(f"Can't repair the corpus {path}: {error}; it is as it was.") from error
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            made.with_name(made.name + end).unlink(missing_ok=True)
    after = check(path).damage
    told = {*mended, *(one.document for one in after)}
    left = [*after, *(one for one in lost if one.document not in told)]
    return Repaired(before, tuple(mended), tuple(left), kept)


def _alone(path: Path) -> sqlite3.Connection:
    """Open a file that nobody else writes to until this is closed, and that is all there is: no log lies beside it."""
    with Corpus(path):
        pass  # brings it up to date
    db = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    try:
        try:
            db.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.Error as error:
            if not is_damage(error):
                raise
        if not is_whole(path):
            raise CorpusError(
                f"Can't repair the corpus {path}: another program uses it; close that, and run this again."
            )
        db.execute("BEGIN EXCLUSIVE")
    except BaseException:
        db.close()
        raise
    db.text_factory = text_of
    return db


# --- what can be read --------------------------------------------------------------------------


def _copied(source: sqlite3.Connection, made: Path) -> list[Damage]:
    """Make a new corpus of what can be read of another; return what can't be."""
    made.unlink(missing_ok=True)
    with Corpus(made, create=True):
        pass
    with closing(sqlite3.connect(made, isolation_level=None)) as target:
        target.text_factory = text_of
        target.execute("BEGIN")
        ids, known = indexed(source), numbered(source)
        read = _copy(source, target, "documents", rows(source, "documents", "key, *", ids))
        held = _copy(source, target, "contacts", rows(source, "contacts", "key, *", known))
        for contact in sorted(held):
            parties = until_damage(source.execute, f"SELECT contact, * FROM parties WHERE contact = {contact}")
            _copy(source, target, "parties", parties)
        _copy(source, target, "decisions", rows(source, "decisions", "key, *"))
        for key, document, number, record in rows(source, "contacts", RECORDS, known):
            if key not in held:
                _made_of(target, key, document, number, record)
        lost = _take_in(target, {key: id for key, id in ids.items() if key not in read})
        _rename(target, ids)
        for key, many in Counter(document for document, _ in known.values()).items():
            if many > target.execute("SELECT count(*) FROM contacts WHERE document = ?", (key,)).fetchone()[0]:
                target.execute("UPDATE documents SET digest = ? WHERE key = ?", (_SUSPECT, key))
        target.execute("COMMIT")
    return [Damage(Fault.LOST, id, "only its identifier is left; add its source again") for id in lost.values()]


def _copy(
    source: sqlite3.Connection, target: sqlite3.Connection, table: str, found: Iterable[tuple[Any, ...]]
) -> set[int]:
    """Write rows, whose keys come first, into a table of the same columns; return the keys of those that it took."""
    columns = [row[1] for row in source.execute(f"PRAGMA table_info({table})")]
    query = f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
    taken, suspect = set[int](), set[int]()
    for key, *values in found:
        if any(isinstance(value, Text) for value in values):
            suspect.add(key)
        row = [v.value if isinstance(v, Text) else v for v in values]
        if target.execute(query, row).rowcount or _taken_apart(
            target, table, query, dict(zip(columns, row, strict=True))
        ):
            taken.add(key)
    of = {"documents": "key", "contacts": "(SELECT document FROM contacts WHERE key = ?)"}.get(table)
    for key in suspect if of else ():
        place = "?" if table == "documents" else of
        target.execute(f"UPDATE documents SET digest = '{_SUSPECT}' WHERE key = {place}", (key,))
    return taken


def _taken_apart(target: sqlite3.Connection, table: str, query: str, row: dict[str, Any]) -> bool:
    """Write a row whose place is taken, since it or the other one is damaged, to another place."""
    if table == "contacts":
        last = "SELECT coalesce(max(number), 0) FROM contacts WHERE document = ?"
        row["number"] = target.execute(last, (row["document"],)).fetchone()[0] + 1
    elif table == "documents":
        row["id"] = f"{row['id']} [{row['key']}]"
    return target.execute(query, [*row.values()]).rowcount == 1


def _made_of(target: sqlite3.Connection, key: int, document: Any, number: Any, record: bytes) -> None:
    """Write a contact of which no more than the record can be read."""
    try:
        one = Contact.from_dict(json.loads(record))
    except (ValueError, RecursionError, TypeError):
        return  # the index knows of it
    of = document if isinstance(document, int) else -key  # which is the key of none
    row = {"key": key, "document": of, "number": number if isinstance(number, int) else key, **contact_row(one)}
    query = f"INSERT OR IGNORE INTO contacts ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"
    if target.execute(query, [*row.values()]).rowcount or _taken_apart(target, "contacts", query, row):
        for nth, party in enumerate(one.parties, 1):
            values = {"contact": key, "number": nth, **fields_of(party, PARTY)}
            query = f"INSERT OR IGNORE INTO parties ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})"
            target.execute(query, [*values.values()])


def _take_in(target: sqlite3.Connection, lost: dict[int, str]) -> dict[int, str]:
    """Give each contact a document: its own, or in place of one that is lost a note, which is listed, and read when it is added.

    Returns:
        The ids of the lost documents, by key.
    """
    lost = {key: id for key, id in lost.items() if _note_lost(target, key, id)}
    for key, id in target.execute(_ORPHANED).fetchall():
        own = target.execute("SELECT key FROM documents WHERE id = ?", (id,)).fetchone()
        if own is not None:
            target.execute("UPDATE OR IGNORE contacts SET document = ? WHERE document = ?", (*own, key))
        if target.execute("SELECT 1 FROM contacts WHERE document = ?", (key,)).fetchone():
            lost[key] = id if own is None and id else f"lost document {key}"
            _note_lost(target, key, lost[key])
    target.execute("DELETE FROM parties WHERE contact NOT IN (SELECT key FROM contacts)")
    return lost


_ORPHANED = """
    SELECT document, max(CASE WHEN json_valid(record) THEN json_extract(record, '$.document.id') END) FROM contacts
    WHERE document NOT IN (SELECT key FROM documents) GROUP BY document
"""


def _note_lost(target: sqlite3.Connection, key: int, id: str) -> bool:
    query = f"""
        INSERT OR IGNORE INTO documents (key, id, body, state, problem, hash, model, rules, skipped, file)
        VALUES (?, ?, 0, 'unreadable', '{_LOST}', '', '', '', 'could not be read', ?)
    """
    return target.execute(query, (key, id, _file_of(id))).rowcount == 1


def _rename(target: sqlite3.Connection, ids: dict[int, str]) -> None:
    """Call documents as the index does and their contacts do, where their own rows call them otherwise."""
    told = """
        SELECT d.key FROM documents d JOIN contacts c ON c.document = d.key
        WHERE d.key = ? AND d.id <> ? AND json_valid(c.record) AND json_extract(c.record, '$.document.id') = ?
    """
    for key, id in ids.items():
        if target.execute(told, (key, id, id)).fetchone():
            target.execute("UPDATE OR IGNORE documents SET id = ? WHERE key = ?", (id, key))


def _file_of(id: str) -> str | None:
    """Return the file that a document's identifier tells, if it is a place in one that is there."""
    for place in (Path(id), Path(id.rpartition(":")[0]), *Path(id).parents):
        try:
            if place.is_file():
                return str(place.absolute())
        except (OSError, ValueError):
            continue
    return None


# --- what is read anew -------------------------------------------------------------------------


def _read_anew(
    made: Path, settings: Settings, columns: Columns | None, jobs: int, on_error: OnError | None
) -> list[str]:
    """Read the damaged documents whose sources are there; return their ids."""
    wanted = _sources(made)
    if not wanted:
        return []
    tell = on_error or (lambda error: None)
    version, mended = versions(settings), list[str]()
    with Corpus(made) as corpus:
        for outcome in analyse_all(_raws(wanted, columns, tell), settings, jobs=jobs):
            for problem in outcome.problems:
                tell(problem)
            if outcome.document is not None and not outcome.failed:
                corpus.remove([outcome.raw.id])
                corpus.put(outcome, version(outcome.raw))
                mended.append(outcome.raw.id)
        corpus.index()
    return mended


def _sources(made: Path) -> dict[str, Path]:
    """Return the files of the damaged documents, by id."""
    with closing(sqlite3.connect(made)) as db:
        db.text_factory = text_of
        damaged = {one.document for one in examine(db).damage}
        found = db.execute("SELECT id, file, problem FROM documents WHERE file IS NOT NULL").fetchall()
    return {id: Path(file) for id, file, why in found if (id in damaged or why == _LOST) and Path(str(file)).is_file()}


def _raws(wanted: dict[str, Path], columns: Columns | None, tell: OnError) -> Iterator[Raw]:
    files = {path: _shown(id, path) for id, path in wanted.items()}
    for raw in read_found(files.items(), columns=columns, on_error=tell):
        if raw.id in wanted and wanted[raw.id] == Path(str(raw.file)):
            yield raw


def _shown(id: str, path: Path) -> str:
    """Return what a file was called when it was read: what its documents' ids begin with, where they have none of their own."""
    before, name, _ = id.partition(path.name)
    return before + name if name else str(path)


# --- in place of the damaged one ---------------------------------------------------------------


def _put_in_place(made: Path, path: Path) -> Path:
    """Give a new file the name of the damaged one, which gets another; at no moment is neither there."""
    with closing(sqlite3.connect(made)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    kept = next(name for n in count() if not (name := path.with_name(f"{path.name}.bak{n or ''}")).exists())
    try:
        os.link(path, kept)
    except OSError:  # on file systems that know no links
        shutil.copy2(path, kept)
    made.replace(path)
    return kept
