"""A digest of all that a corpus holds of a document, by which damage shows that leaves the file's structure whole."""

import hashlib
import json
import sqlite3
from typing import Any

# Spelt out, so that columns of later versions change no digest; `file` follows a document that is moved.
DOCUMENT = (
    "id", "title", "date", "url", "publisher", "text", "body", "state", "problem", "hash", "model", "rules", "dated_by",
    "language", "words", "skipped",
)  # fmt: skip
CONTACT = (
    "number", "id", "kind", "status", "first_day", "last_day", "place", "topic", "channel", "recurring", "reported_by", "code",
    "plover", "mode", "sentence", "trigger", "rule", "record", "precision", "basis", "page",
)  # fmt: skip
PARTY = ("number", "id", "name", "type", "country", "role", "org", "side", "mention")


def digest(db: sqlite3.Connection, document: int) -> str:
    """Return the digest of a document's rows, by its key.

    Raises:
        sqlite3.Error: The file is damaged where they are.
    """
    held: list[Any] = [_rows(db, DOCUMENT, "documents WHERE key", document)]
    held.append(_rows(db, CONTACT, "contacts WHERE document", document))
    parties = ", ".join(f"p.{column}" for column in PARTY)
    held.append(
        db.execute(
            f"SELECT c.number, {parties} FROM contacts c JOIN parties p ON p.contact = c.key WHERE c.document = ?"
            " ORDER BY c.number, p.number",
            (document,),
        ).fetchall()
    )
    return hashlib.sha256(json.dumps(held, default=repr).encode()).hexdigest()


def _rows(db: sqlite3.Connection, columns: tuple[str, ...], where: str, key: int) -> list[Any]:
    order = "ORDER BY number" if "number" in columns else ""
    return db.execute(f"SELECT {', '.join(columns)} FROM {where} = ? {order}", (key,)).fetchall()
