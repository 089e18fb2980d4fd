"""What the tables of a corpus hold of a document, a contact and a party."""

import hashlib
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from diplograph.extract.model import Contact
from diplograph.extract.run.analysis import Outcome
from diplograph.extract.run.fates import skipped, words

if TYPE_CHECKING:
    from diplograph.extract.corpus.store import Version

_READ, _UNREADABLE, _GIVEN_UP = "read", "unreadable", "given up"
_CONTACT = ("id", "kind", "status", "place", "topic", "channel", "recurring", "reported_by", "code", "plover", "mode")
PARTY = ("id", "name", "type", "country", "role", "org", "side", "mention")
_EVIDENCE = ("sentence", "trigger", "rule", "page")


def document_row(outcome: Outcome, version: "Version") -> dict[str, Any]:
    """Return the row of a document, as it was read by ``version``."""
    document = outcome.document
    source = fields_of(document.source, ("title", "date", "url", "publisher")) if document else {}
    return {
        "id": stored_id(outcome.raw.id),
        **source,
        "text": stored_text(document.text) if document else None,
        "body": document.body if document else 0,
        "state": _GIVEN_UP if outcome.failed else _READ if document else _UNREADABLE,
        "problem": stored_text("\n".join(map(str, outcome.problems))) or None,
        "hash": version.hash,
        "model": version.model,
        "rules": version.rules,
        "dated_by": document and document.dated_by,
        "language": outcome.language,
        "words": words(outcome),
        "skipped": skipped(outcome),
        "file": place(outcome.raw.file),
    }


def contact_row(contact: Contact) -> dict[str, Any]:
    """Return the row of a contact but for its place in its document."""
    record = json.dumps(contact.to_dict(), separators=(",", ":"))
    return fields_of(contact, _CONTACT) | _time(contact) | fields_of(contact.evidence, _EVIDENCE) | {"record": record}


def _time(contact: Contact) -> dict[str, Any]:
    when, time = contact.date, contact.time
    return {
        "first_day": when and when.start.isoformat(),
        "last_day": when and when.end.isoformat(),
        "precision": when and when.precision.value,
        "basis": time and time.basis.value,
    }


def fields_of(record: object, names: Iterable[str]) -> dict[str, Any]:
    """Return fields of a record by name, as SQLite holds them."""
    return {name: _stored(getattr(record, name)) for name in names}


def _stored(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return stored_text(str(value)) if isinstance(value, str) else value


def place(file: str | None) -> str | None:
    """Return the path of a file as it can be found by again; None of one whose name SQLite can't hold."""
    return file if file is not None and stored_text(file) == file else None


def stored_text(value: str) -> str:
    """Return what SQLite can hold: a lone surrogate becomes a question mark."""
    return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")


def stored_id(value: str) -> str:
    """Return an identifier as SQLite can hold it, with a digest where it holds a lone surrogate, so that no two become one."""
    stored = stored_text(value)
    if stored == value:
        return value
    return f"{stored} [{hashlib.sha256(value.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}]"
