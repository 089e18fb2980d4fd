"""Mail: one message, one document; its attachments are not read."""

import datetime as dt
import email
import email.policy
import re
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from itertools import islice

from diplograph.errors import InputError, OnError
from diplograph.extract.model import Document, Source
from diplograph.extract.read.html import article, page_of
from diplograph.extract.read.text import MOST_BYTES, InputName, InputNotice, decode, document, is_binary, too_long

_MOST_PARTS = 1_000
_NOT_TRIED = frozenset(
    {"utf-8", "us-ascii", "iso-8859-1", "unknown-8bit"}  # as any other text
    | {"punycode", "idna", "unicode-escape", "raw-unicode-escape"}  # no mail's, and the first take time by the square
)
_LONGEST_HEADER = 1_000  # characters
_DEEPEST = 50  # multiparts within one another
_MOST_LINES = 2_000_000  # a mail at the limit of bytes has half as many
_MULTIPART = re.compile(rb"content-type\s*:\s*(?:multipart/|message/)", re.IGNORECASE)
_MOST_FIELD = 10_000  # characters of what a header says of its part; the library takes time by their square
_LONG_FIELD = re.compile(
    rb"^content-(?:type|disposition)\s{0,9}:(?:[^\r\n]|\r?\n[ \t]|\r[ \t]){%d}" % _MOST_FIELD,
    re.IGNORECASE | re.MULTILINE,
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")


def read_mail(data: bytes, name: InputName, date: dt.date | None, report: OnError) -> Document | None:
    """Read one message; None, and a report, if there is nothing to read in it.

    The title is its subject, the date its own in its own time zone, the publisher its sender's name. The
    text is that of its web page if it has one, else its plain text.

    Args:
        date: The day of the document if the message doesn't tell it.
    """
    problem = _problem(data)
    if problem:
        report(InputError(f"{name.shown} {problem}."))
        return None
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    plain, page = _parts(message)
    declared = Source(name.id, _subject(message), _date(message), None, _sender(message))
    text = ""
    if page is not None:
        text, declared = _of_page(page, declared, name)
    if not text.strip() and plain is not None:
        text, problem = _decoded(plain, name)
        if problem:
            report(InputNotice(f"In {name.shown}, {problem}."))
    if not text.strip():
        report(InputNotice(f"{name.shown} is no mail, or has no text: nothing was read from it."))
        return None
    return document(text, name, declared, date, report)


def _problem(data: bytes) -> str | None:
    if len(_MULTIPART.findall(data)) > _DEEPEST:
        return f"has over {_DEEPEST} parts of parts, which no mail has: save its text alone"
    if data.count(b"\n") + data.count(b"\r") > _MOST_LINES:
        return f"has over {_MOST_LINES:,} lines, which no mail has: save its text alone"
    if _LONG_FIELD.search(data):
        return f"has a header of over {_MOST_FIELD:,} characters about a part, which no mail has: save its text alone"
    return "is a binary file, not mail: export the message as .eml, or as text" if is_binary(data[:4_096]) else None


def _parts(message: Message) -> tuple[Message | None, Message | None]:
    """Return the first plain text and the first web page of a message that are no attachments."""
    plain = page = None
    for part in islice(message.walk(), _MOST_PARTS):
        if part.is_multipart() or part.get_content_disposition() == "attachment" or part.get_filename():
            continue
        if part.get_content_type() == "text/plain":
            plain = plain or part
        elif part.get_content_type() == "text/html":
            page = page or part
    return plain, page


def _of_page(part: Message, declared: Source, name: InputName) -> tuple[str, Source]:
    data = _payload(part, name)
    charset = part.get_content_charset()
    return article(page_of(data)[0] if charset is None else _read_as(data, charset)[0], declared)


def _decoded(part: Message, name: InputName) -> tuple[str, str | None]:
    return _read_as(_payload(part, name), part.get_content_charset())


def _read_as(data: bytes, charset: str | None) -> tuple[str, str | None]:
    """Decode as declared where that is possible, else as any other text."""
    if charset and charset.replace("_", "-") not in _NOT_TRIED:
        try:
            return str(data, charset), None
        except (LookupError, UnicodeError, ValueError):
            pass
    if charset == "iso-8859-1":
        return data.decode("cp1252", "replace"), None
    return decode(data)


def _payload(part: Message, name: InputName) -> bytes:
    data = part.get_payload(decode=True)
    if isinstance(data, bytes) and len(data) > MOST_BYTES:
        raise too_long(name.shown, f"{len(data):,} bytes")
    return data if isinstance(data, bytes) else b""


def _subject(message: Message) -> str | None:
    return _words(message.get("Subject"))


def _sender(message: Message) -> str | None:
    """The name of who sent it, else the address."""
    shown, address = parseaddr(str(message.get("From") or "")[:_LONGEST_HEADER])
    return _words(shown) or _words(address)


def _words(value: object) -> str | None:
    """A header in plain words, on one line."""
    if value is None:
        return None
    try:
        text = str(make_header(decode_header(str(value)[:_LONGEST_HEADER])))
    except (MessageError, LookupError, ValueError):
        text = str(value)[:_LONGEST_HEADER]
    return " ".join(_CONTROL.sub(" ", text).split()) or None


def _date(message: Message) -> dt.date | None:
    try:
        return parsedate_to_datetime(str(message.get("Date") or "")[:200]).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
