"""PDF files: the text of their pages, with what breaks at the end of a line joined again."""

import datetime as dt
import logging
import re
import warnings
from collections import Counter
from io import BytesIO
from typing import Any

from diplograph.errors import InputError, OnError
from diplograph.extract.model import Document, Source
from diplograph.extract.read.text import LIMIT, InputName, document

_MOST_PAGES = 2_000
_MOST_CONTENT = 32 * 2**20  # bytes of drawing instructions of all pages
_MOST_MARKS = 800_000  # signs that end a word of those instructions, each of which takes pypdf microseconds
_MARKS = b" \n\r\t)]>/"
_PAGE_NUMBER = re.compile(r"(?:page |p\. ?)?[-–— ]*[0-9]{1,4}[-–— ]*(?:(?:/|of) ?[0-9]{1,4})?", re.IGNORECASE)
_HYPHEN = re.compile(r"(?<![^\W\d_])(?P<first>[^\W\d_]++)[-\u00ad\u2010][ \t]*\n[ \t]*(?P<second>[a-zß-ÿ]\w*)")
_NO_TITLE = re.compile(r"untitled|microsoft word|\.(?:docx?|pdf|indd|rtf|odt|tmp)$|^document ?[0-9]*$", re.IGNORECASE)


def read_pdf(data: bytes, name: InputName, date: dt.date | None, report: OnError) -> Document | None:
    """Read one PDF file; None, and a report, if there is nothing to read in it.

    Pages follow each other without their numbers and running titles. The title is that of the file's own
    data, where that is one; the day on which the file was made is no date of what it tells.

    Args:
        date: The day of the document if its text does not tell it.
    """
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pages, title = _pages(pypdf, data, name)
    text = joined(pages)
    if not text.strip():
        report(
            InputError(f"{name.shown} has no text, its pages may be pictures: run it through text recognition (OCR).")
        )
        return None
    return document(text, name, Source(name.id, title), date, report)


def _pages(pypdf: Any, data: bytes, name: InputName) -> tuple[list[str], str | None]:
    reader = pypdf.PdfReader(BytesIO(data), strict=False)
    if reader.is_encrypted and not _is_open(pypdf, reader):
        raise InputError(f"{name.shown} has a password: save it without, and give that file.")
    if len(reader.pages) > _MOST_PAGES:
        raise InputError(f"{name.shown} has over {_MOST_PAGES:,} pages: split it.")
    pages: list[str] = []
    content = marks = length = 0
    for page in reader.pages:
        contents = page.get_contents()
        drawn = contents.get_data() if contents is not None else b""
        content += len(drawn)
        marks += sum(drawn.count(mark) for mark in _MARKS)
        if content > _MOST_CONTENT or marks > _MOST_MARKS:
            raise InputError(f"{name.shown} is too large, its pages hold over {content:,} bytes: split it.")
        pages.append(page.extract_text() or "")
        length += len(pages[-1])
        if length > 2 * LIMIT:
            raise InputError(f"{name.shown} is too long, over {LIMIT:,} characters: split it into articles.")
    return pages, _title(reader)


def _is_open(pypdf: Any, reader: Any) -> bool:
    """Try the empty password, with which files are opened that only forbid printing."""
    try:
        return bool(reader.decrypt(""))
    except (pypdf.errors.PyPdfError, pypdf.errors.DependencyError, NotImplementedError):
        return False


def _title(reader: Any) -> str | None:
    found = reader.metadata.title if reader.metadata else None
    title = " ".join(found.split()) if isinstance(found, str) else ""
    return None if len(title.split()) < 2 or len(title) > 300 or _NO_TITLE.search(title) else title


def joined(pages: list[str]) -> str:
    """Join pages to one text; a sentence runs on from one to the next."""
    rows = [[line.strip() for line in page.replace("\r\n", "\n").split("\n")] for page in pages]
    edges = Counter(line for lines in rows for line in {*_edges(lines)})
    repeated = {line for line, count in edges.items() if line and count > max(2, len(pages) // 2)}
    bodies = [body for lines in rows if (body := "\n".join(_body(lines, repeated)).strip())]
    text = ""
    for body in bodies:
        gap = "\n\n" if text[-1:] in (".", "!", "?", '"', "”") else "\n"
        text += gap * bool(text) + body
    return _unhyphenated(text)


def _edges(lines: list[str]) -> list[str]:
    said = [line for line in lines if line]
    return [*said[:2], *said[-2:]]


def _body(lines: list[str], repeated: set[str]) -> list[str]:
    """The lines of a page without its number and running titles."""

    def is_odd(line: str) -> bool:
        return not line or line in repeated or _PAGE_NUMBER.fullmatch(line) is not None

    start, end = 0, len(lines)
    while start < end and is_odd(lines[start]):
        start += 1
    while end > start and is_odd(lines[end - 1]):
        end -= 1
    return lines[start:end]


def _unhyphenated(text: str) -> str:
    """Join the words that a line's end divides; a hyphen stays if the word has one elsewhere in the text."""
    words = frozenset(re.findall(r"[\w-]+", text))

    def whole(match: re.Match[str]) -> str:
        first, second = match["first"], match["second"]
        return f"{first}-{second}" if f"{first}-{second}" in words and first + second not in words else first + second

    return _HYPHEN.sub(whole, text)
