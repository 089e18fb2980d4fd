"""OpenDocument texts (ODT): headings, paragraphs, lists and tables in their order; no notes and comments."""

import datetime as dt
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import Any

from diplograph.errors import InputError, OnError
from diplograph.extract.model import Document
from diplograph.extract.read.office import joined, office_document, opened_parts, row_text
from diplograph.extract.read.text import InputName

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_DUBLIN = "{http://purl.org/dc/elements/1.1/}"
_LEFT_OUT = frozenset(
    {f"{_TEXT}{tag}" for tag in ("note", "tracked-changes", "table-of-content", "bibliography", "sequence-decls")}
    | {f"{_OFFICE}annotation", f"{_OFFICE}forms", f"{_OFFICE}annotation-end"}
)
_MOST_SPACES = 100
_FIRST = 3  # paragraphs among which a title stands


def read_odt(data: bytes, name: InputName, date: dt.date | None, report: OnError) -> Document | None:
    """Read one OpenDocument text; None, and a report, if there is nothing to read in it.

    Args:
        date: The day of the document if its text doesn't tell it.

    Raises:
        InputError: It is none, or holds more than it should.
    """
    with opened_parts(BytesIO(data), name, "ODT") as archive:
        parts = set(archive.namelist())
        if "content.xml" not in parts:
            raise InputError(f"{name.shown} is no ODT file, since it has no content: save it anew.")
        content = _parsed(archive.read("content.xml"), name)
        about = _parsed(archive.read("meta.xml"), name) if "meta.xml" in parts else None
    body = content.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise InputError(f"{name.shown} is no ODT file, since it holds no text document: save it anew.")
    heading = next((text for text, is_title in islice(_blocks(body), _FIRST) if is_title and text.strip()), None)
    title = None if about is None else about.findtext(f".//{_DUBLIN}title")
    text = joined(text for text, _ in _blocks(body))
    return office_document(text, heading, title, name, date, report)


def _parsed(data: bytes, name: InputName) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        broken = f"{name.shown} is no ODT file, or is damaged ({error.msg or 'an empty part'!s:.80})"
        raise InputError(f"{broken}: fetch it again, or save it anew.") from None


def _blocks(parent: Any) -> Iterator[tuple[str, bool]]:
    """Yield the paragraphs below an element, each with whether it is a title, and the rows of tables."""
    for child in parent:
        if child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
            style = child.get(f"{_TEXT}style-name") or ""
            level = child.get(f"{_TEXT}outline-level") if child.tag == f"{_TEXT}h" else None
            yield _text(child), level == "1" or style == "Title"
        elif child.tag == f"{_TABLE}table":
            for row in _rows(child):
                cells = [[text for text, _ in _blocks(cell)] for cell in row if cell.tag == f"{_TABLE}table-cell"]
                yield from ((text, False) for text in row_text(cells))
        elif child.tag not in _LEFT_OUT and isinstance(child.tag, str):
            yield from _blocks(child)


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == f"{_TABLE}table-row":
            yield child
        elif child.tag in (f"{_TABLE}table-header-rows", f"{_TABLE}table-rows", f"{_TABLE}table-row-group"):
            yield from _rows(child)


def _text(element: Any) -> str:
    parts = [_words(element.text)]
    for child in element:
        if child.tag == f"{_TEXT}s":
            count = child.get(f"{_TEXT}c") or "1"
            parts.append(" " * min(int(count) if count.isdecimal() and len(count) < 4 else 1, _MOST_SPACES))
        elif child.tag == f"{_TEXT}tab":
            parts.append("\t")
        elif child.tag == f"{_TEXT}line-break":
            parts.append("\n")
        elif child.tag not in _LEFT_OUT and isinstance(child.tag, str):
            parts.append(_text(child))
        parts.append(_words(child.tail))
    return "".join(parts)


def _words(text: str | None) -> str:
    """Return a piece of text whose spaces are one each, as the standard reads them (OpenDocument 1.3, 6.1.2)."""
    if not text:
        return ""
    words = " ".join(text.split())
    return f"{' ' * text[0].isspace()}{words}{' ' * (text[-1].isspace() and bool(words))}"
