"""Word files (DOCX): paragraphs, headings and tables in their order; no notes, comments, headers or footers."""

import datetime as dt
import re
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import Any

from diplograph.errors import OnError
from diplograph.extract.model import Document
from diplograph.extract.read.office import joined, office_document, opened_parts, row_text
from diplograph.extract.read.text import InputName

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_LEFT_OUT = frozenset(
    {f"{_W}{tag}" for tag in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "txbxContent", "pict", "object")}
    | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)
_AROUND = frozenset(f"{_W}{tag}" for tag in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_TITLES = ("title", "heading 1")
_FIRST = 3  # paragraphs among which a title stands
_MAIN = re.compile(r"(?:word/)?document\d*\.xml$")
_PARAGRAPH_ENDS = re.compile(rb"</w:(?:p|tr)>|<w:br\b[^<>]*>")
_TAG = re.compile(rb"<[^<>]*>")


def read_docx(data: bytes, name: InputName, date: dt.date | None, report: OnError) -> Document | None:
    """Read one Word file; None, and a report, if there is nothing to read in it.

    Args:
        date: The day of the document if its text doesn't tell it.

    Raises:
        InputError: It is none, or holds more than it should.
    """
    found = _opened(data, name)
    body = found.element.body
    heading = next(
        (text for text, style in islice(_blocks(body), _FIRST) if text.strip() and _is_title(found, style)), None
    )
    text = joined(text for text, _ in _blocks(body))
    return office_document(text, heading, found.core_properties.title, name, date, report)


def text_of_docx(data: bytes, name: InputName) -> tuple[str, str | None]:
    """Return the text of a Word file, a blank line between its paragraphs."""
    return joined(text for text, _ in _blocks(_opened(data, name).element.body)), None


def rough_docx(data: bytes, name: InputName) -> bytes:
    """Return the text of a Word file as bytes, fast: lines and words only."""
    with opened_parts(BytesIO(data), name, "DOCX") as archive:
        main = [part for part in archive.namelist() if _MAIN.search(part)]
        return b"\n".join(_TAG.sub(b"", _PARAGRAPH_ENDS.sub(b"\n", archive.read(part))) for part in main)


def _opened(data: bytes, name: InputName) -> Any:
    import docx

    with opened_parts(BytesIO(data), name, "DOCX"):
        return docx.Document(BytesIO(data))


def _blocks(parent: Any) -> Iterator[tuple[str, str | None]]:
    """Yield the paragraphs below an element with the ids of their styles, and the rows of tables."""
    for child in parent:
        if child.tag == f"{_W}p":
            yield _text(child), _style(child)
        elif child.tag == f"{_W}tbl":
            for row in _within(child, f"{_W}tr"):
                cells = [[text for text, _ in _blocks(cell)] for cell in _within(row, f"{_W}tc")]
                yield from ((text, None) for text in row_text(cells))
        elif child.tag not in _LEFT_OUT and isinstance(child.tag, str):
            yield from _blocks(child)


def _within(parent: Any, tag: str) -> Iterator[Any]:
    """Yield the rows of a table, or cells of a row, also those that content controls and changes enclose."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _AROUND:
            yield from _within(child, tag)


def _text(element: Any) -> str:
    """The text of a paragraph with what was inserted, without what was deleted."""
    parts = []
    for child in element:
        if child.tag == f"{_W}t":
            parts.append(child.text or "")
        elif child.tag in _SPACE:
            parts.append(_SPACE[child.tag])
        elif child.tag not in _LEFT_OUT and isinstance(child.tag, str):
            parts.append(_text(child))
    return "".join(parts)


def _style(paragraph: Any) -> str | None:
    found = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return None if found is None else found.get(f"{_W}val")


def _is_title(found: Any, style: str | None) -> bool:
    """Tell whether a style is that of titles; programs call it by its English name in every language."""
    names = (one.name for one in found.styles if one.style_id == style) if style else iter(())
    return (next(names, None) or "").lower() in _TITLES
