"""Plain text and Markdown: one file, one document."""

import codecs
import datetime as dt
import re
import string
import warnings
from dataclasses import dataclass

from diplograph.errors import DiplographError, InputError, OnError
from diplograph.extract.model import Document, Source
from diplograph.extract.read.header import day_in_name, read_header

LIMIT = 1_000_000
"""Characters that one document may hold."""

MOST_BYTES = 4 * LIMIT
"""Bytes that a document within the limit can't exceed."""

DECLARED = "declared"
"""How a day is known that its page, its row or its mail tells, until ``convert`` says which of these."""

_SAMPLE = 65_536  # bytes that an encoding is guessed from
_FEWEST = 16  # bytes beyond ASCII that tell one encoding from another
_HIGH = re.compile(rb"[\x80-\xff]")
_MAC_QUOTE = re.compile(rb"[a-z]\xd5(?:s|t|re|ve|ll)\b|(?<![\x80-\xff])\xd2[A-Za-z]")  # what is in no other encoding
_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_PRINTED = frozenset(string.printable)
TITLES = {  # what news is written in; of others nobody could tell
    "cp1252": "Windows-1252",
    "utf-8": "UTF-8",
    "mac_roman": "Mac Roman",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "cp1253": "Windows-1253",
    "cp1254": "Windows-1254",
    "cp1256": "Windows-1256",
    "iso8859_2": "ISO 8859-2",
    "iso8859_15": "ISO 8859-15",
    "koi8_r": "KOI8-R",
    "gb18030": "GB 18030",
    "big5": "Big5",
    "shift_jis": "Shift JIS",
    "euc_jp": "EUC-JP",
    "euc_kr": "EUC-KR",
}
"""The encodings that are guessed, and what messages call them."""


class InputNotice(InputError):
    """An input was read, though something in it is not as it should be."""


class KindsNotRead(InputNotice):
    """Files of a folder or archive were passed over, since their kinds are not read."""


@dataclass(frozen=True, slots=True)
class InputName:
    """What an input is called.

    Attributes:
        id: The identifier of the document.
        shown: What messages call it.
        stem: The file name without its suffix, if there is a file.
    """

    id: str
    shown: str
    stem: str | None = None


def decode(data: bytes, encoding: str | None = None) -> tuple[str, str | None]:
    """Return the text that ``data`` holds, without a byte order mark, and what is wrong with its encoding.

    UTF-8, UTF-16 or UTF-32; else what the bytes most likely are, Windows-1252 when in doubt; and where
    a byte has no meaning in that, or nearly all is UTF-8, UTF-8 with U+FFFD in the place of what can't be read.

    Args:
        encoding: What to try instead of a guess where the bytes are not UTF-8.
    """
    marked = wide(data)
    if marked:
        return data.decode(marked, "replace").removeprefix("\ufeff"), None
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        at = error.start
    encoding = encoding or guess(data)
    try:
        return data.decode(
            encoding
        ), f"byte {at:,} is not UTF-8, so it was read as {TITLES[encoding]}; save it as UTF-8"
    except UnicodeDecodeError:
        text = data.decode("utf-8-sig", "replace")
        return text, f"byte {at:,} is not UTF-8, and what can't be read became \ufffd; save it as UTF-8"


def wide(data: bytes) -> str | None:
    """Return which UTF-16 or UTF-32 ``data`` is in; None if in neither. A mark tells, or where its zeros are."""
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return "utf-32"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    sample = data[:_SAMPLE]
    return next((name for name in _WIDE if _is_prose(sample, name)), None) if b"\0" in sample[:64] else None


def _is_prose(sample: bytes, encoding: str) -> bool:
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeDecodeError:
        return False
    plain = sum(char in _PRINTED for char in text)
    return plain * 2 > len(text) and not any(char < " " and char not in "\t\n\r\f" for char in text)


def guess(data: bytes) -> str:
    """Return the encoding of text that is not in UTF-8, from the part of it where the odd bytes are."""
    start = max(0, next((match.start() for match in _HIGH.finditer(data)), 0) - 200)
    sample = data[start : start + _SAMPLE]
    if len(data) > start + _SAMPLE:  # not within a character of several bytes
        sample = sample[: max(sample.rfind(b" "), sample.rfind(b"\n")) + 1] or sample
    odd = len(_HIGH.findall(sample))
    lost = sample.decode("utf-8", "replace").count("\ufffd")
    if 8 * lost <= odd:
        return "utf-8"
    if odd < _FEWEST and not _MAC_QUOTE.search(sample):
        return "cp1252"
    return _likeliest(sample)


def _likeliest(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    found = list(from_bytes(sample, cp_isolation=list(TITLES), enable_fallback=False))
    least = min((match.chaos for match in found), default=1.0)
    good = {name for match in found if match.chaos < least + 0.05 for name in match.could_be_from_charset}
    return "cp1252" if "cp1252" in good or not found or found[0].encoding not in TITLES else found[0].encoding


def is_binary(data: bytes) -> bool:
    """Tell whether ``data`` is no text in any encoding that ``decode`` knows."""
    return b"\0" in data and wide(data) is None


def read_text(data: bytes, name: InputName, date: dt.date | None, report: OnError) -> Document | None:
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


def document(text: str, name: InputName, declared: Source, date: dt.date | None, report: OnError) -> Document | None:
    """Join what is known of a text, what its header says, and, failing both, the file name and ``date``."""
    if len(text) > LIMIT:
        report(too_long(name.shown, f"{len(text):,} characters"))
        return None
    fallback = day_in_name(name.stem or "") or date
    header = read_header(text, near=declared.date or fallback, dated=declared.date)
    for problem in header.problems:
        report(InputNotice(f"In {name.shown}, {problem}."))
    source = Source(
        declared.id,
        declared.title or header.title or name.stem,
        declared.date or header.date or fallback,
        declared.url or header.url,
        declared.publisher or header.publisher,
    )
    dated_by = DECLARED if declared.date else header.dated_by if header.date else None
    return Document(text, source, header.body, dated_by=dated_by)


def raise_or_warn(problem: DiplographError) -> None:
    """Raise what is wrong with an input, where nobody asked to be told; a notice is only a warning."""
    if not isinstance(problem, InputNotice):
        raise problem
    warnings.warn(str(problem), UserWarning, stacklevel=3)


def too_long(shown: str, size: str) -> InputError:
    """Say that a text is over the limit, and what to do."""
    return InputError(f"{shown} is too long, {size} where {LIMIT:,} characters are the limit: split it into articles.")
