"""One document as found, and what turns it into a Document: cheap to find, dear to convert, so apart."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from diplograph.errors import InputError
from diplograph.extract.model import Document
from diplograph.extract.read.record import read_record, word
from diplograph.extract.read.text import Name, Report, read_text


@dataclass(frozen=True, slots=True)
class Raw:
    """One document as found, not yet converted. It can be sent to another process.

    Attributes:
        name: What it is called; the stem of a row is that of its file.
        format: text, html, pdf, mail or record.
        data: The bytes of a file, or the fields of a row or feed entry as plain JSON values.
    """

    name: Name
    format: str
    data: bytes | Mapping[str, Any]

    @property
    def id(self) -> str:
        """The identifier that the document will have: a record's own, if it has one."""
        own = None if isinstance(self.data, bytes) else word(self.data, "id")
        return own or self.name.id

    def digest(self) -> str:
        """Return the SHA-256, in hexadecimal, of all that the document is made of: format, stem and data."""
        data = self.data if isinstance(self.data, bytes) else _canonical(self.data)
        head = f"{self.format}\0{self.name.stem or ''}\0".encode("utf-8", "surrogatepass")
        return hashlib.sha256(head + data).hexdigest()


def convert(raw: Raw, date: dt.date | None, report: Report) -> Document | None:
    """Turn what was found into a document; None, and a report, if there is nothing to read in it.

    It never raises: what another library makes of hostile data becomes an ``InputError`` in ``report``.

    Args:
        date: The day of the document if nothing in it tells.
    """
    try:
        return _convert(raw, date, report)
    except InputError as error:
        report(error)
    except Exception as error:  # noqa: BLE001 - whatever a parser of hostile data raises
        what = f"{type(error).__name__}: {error}"
        report(
            InputError(f"Can't read {raw.name.shown}: it is broken ({what:.200}); open and save it anew, or as text.")
        )
    return None


def _convert(raw: Raw, date: dt.date | None, report: Report) -> Document | None:
    if not isinstance(raw.data, bytes):
        return read_record(raw.data, raw.name, date, report)
    match raw.format:
        case "html":
            from diplograph.extract.read.html import read_html as read
        case "pdf":
            from diplograph.extract.read.pdf import read_pdf as read
        case "mail":
            from diplograph.extract.read.mail import read_mail as read
        case _:
            read = read_text
    return read(raw.data, raw.name, date, report)


def _canonical(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, sort_keys=True, ensure_ascii=True, default=str).encode()


def row(name: Name, number: int, fields: Mapping[str, Any], noun: str = "row") -> Raw:
    """Return the row of a table, called by its place in the file ``name``."""
    return Raw(Name(f"{name.id}:{number}", f"{name.shown}, {noun} {number}", name.stem), "record", fields)
