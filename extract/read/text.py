"""Plain text and Markdown: one file, one document."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from diplograph.errors import InputError
from diplograph.extract.model import Document, Source
from diplograph.extract.read.header import day_in_name, read_header

LIMIT = 1_000_000
"""Characters that one document may hold."""

MOST_BYTES = 4 * LIMIT
"""Bytes that a document within the limit can't exceed."""

Report = Callable[[InputError], None]


class InputNotice(InputError):
    """An input was read, though something in it is not as it should be."""


@dataclass(frozen=True, slots=True)
class Name:
    """What an input is called.

    Attributes:
        id: The identifier of the document.
        shown: What messages call it.
        stem: The file name without its suffix, if there is a file.
    """

    id: str
    shown: str
    stem: str | None = None


def decode(data: bytes) -> tuple[str, str | None]:
    """Return the text that ``data`` holds, without a byte order mark, and what is wrong with its encoding.

    UTF-8, or UTF-16 with a mark; else Windows-1252 where every byte has a meaning in it; else UTF-8 with
    U+FFFD in the place of what can't be read.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), None
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        at = error.start
    try:
        return data.decode("cp1252"), f"byte {at:,} is not UTF-8, so it was read as Windows-1252; save it as UTF-8"
    except UnicodeDecodeError:
        text = data.decode("utf-8-sig", "replace")
        return text, f"byte {at:,} is not UTF-8, and what can't be read became \ufffd; save it as UTF-8"


def is_binary(data: bytes) -> bool:
    """Tell whether ``data`` is no text in any encoding that ``decode`` knows."""
    return b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff"))


def read_text(data: bytes, name: Name, date: dt.date | None, report: Report) -> Document | None:
    """Read one text; None, and a report, if there is nothing to read in it.

    Args:
        date: The day of the document if neither header nor dateline tells it.
    """
    if is_binary(data):
        report(InputError(f"{name.shown} is a binary file, not text: save it as plain text in UTF-8."))
        return None
    text, problem = decode(data)
    if problem:
        report(InputNotice(f"In {name.shown}, {problem}."))
    if not text.strip():
        report(InputNotice(f"{name.shown} is empty: nothing was read from it."))
        return None
    return document(text, name, Source(name.id), date, report)


def document(text: str, name: Name, known: Source, date: dt.date | None, report: Report) -> Document | None:
    """Join what is known of a text, what its header says, and, failing both, ``date`` and the file name."""
    if len(text) > LIMIT:
        report(too_long(name.shown, f"{len(text):,} characters"))
        return None
    fallback = date or day_in_name(name.stem or "")
    header = read_header(text, near=known.date or fallback)
    for problem in header.problems:
        report(InputNotice(f"In {name.shown}, {problem}."))
    source = Source(
        known.id,
        known.title or header.title or name.stem,
        known.date or header.date or fallback,
        known.url or header.url,
        known.publisher or header.publisher,
    )
    return Document(text, source, header.body)


def too_long(shown: str, size: str) -> InputError:
    """Say that a text is over the limit, and what to do."""
    return InputError(f"{shown} is too long, {size} where {LIMIT:,} characters are the limit: split it into articles.")
