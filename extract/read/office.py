"""What the formats of office programs share: a ZIP archive of XML with limits, and where a title comes from."""

import datetime as dt
import re
import zipfile
from collections.abc import Iterable
from typing import IO

from diplograph.errors import InputError, OnError
from diplograph.extract.model import Document, Source
from diplograph.extract.read.header import read_header
from diplograph.extract.read.text import InputName, InputNotice, document

MOST_BYTES = 64 * 2**20
"""Bytes of a file, most of which may be pictures."""

_MOST_PART, _MOST_STREAMED = 64 * 2**20, 256 * 2**20  # bytes, unpacked
_ALWAYS, _RATIO = 8 * 2**20, 200
_MOST_UNPACKED = 512 * 2**20
_MOST_PARTS = 20_000
_PIECE = 2**20
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_NO_TITLE = re.compile(
    r"(?:microsoft word|untitled|document\d*|unbenannt|sans titre|title|titel|titre)\b.*|.*\.(?:docx?|odt|rtf|dotx?)",
    re.IGNORECASE,
)
_ENCRYPTED = 0x1


def opened_parts(stream: IO[bytes], name: InputName, kind: str, streamed: str | None = None) -> zipfile.ZipFile:
    """Open an office file as the archive that it is, once no part of it can harm.

    Args:
        kind: What messages call its format.
        streamed: What the names of parts begin with that are never in memory as a whole, and may be larger.

    Raises:
        InputError: It is none, has a password, unpacks to too much, or has a part that declares entities.
    """
    try:
        archive = zipfile.ZipFile(stream)
        problem = _problem(archive, streamed)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError, RuntimeError) as error:
        broken = f"{name.shown} is no {kind} file, or is damaged ({error!s:.80})"
        raise InputError(f"{broken}: fetch it again, or save it anew.") from None
    if problem:
        raise InputError(f"{name.shown} {problem}.")
    return archive


def _problem(archive: zipfile.ZipFile, streamed: str | None) -> str | None:
    parts = archive.infolist()
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        return "has a password: save it without one"
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        return f"unpacks to over {_MOST_UNPACKED:,} bytes, or {_MOST_PARTS:,} parts: split it, or save its text alone"
    if any(part.file_size > (_MOST_STREAMED if _is_streamed(part, streamed) else _MOST_PART) for part in parts):
        return f"has a part that unpacks to over {_MOST_PART:,} bytes: split it, or save its text alone"
    if any(part.file_size > max(_ALWAYS, _RATIO * part.compress_size) for part in parts):
        return f"has a part that unpacks to over {_RATIO} times its size, as no office program makes: it isn't read"
    declares = any(_declares(archive, part) for part in parts if part.filename.lower().endswith((".xml", ".rels")))
    return "declares entities, as no office program does: it isn't read" if declares else None


def _is_streamed(part: zipfile.ZipInfo, streamed: str | None) -> bool:
    return streamed is not None and part.filename.startswith(streamed)


def _declares(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Tell whether a part of XML has a document type, in whatever encoding."""
    before = b""
    with archive.open(part) as stream:
        while piece := stream.read(_PIECE):
            piece = piece.replace(b"\0", b"")  # of UTF-16
            if _DECLARES.search(before + piece):
                return True
            before = piece[-16:]
    return False


def office_document(
    text: str, heading: str | None, property: str | None, name: InputName, date: dt.date | None, report: OnError
) -> Document | None:
    """Return the document of an office file's text; None, and a report, if it has none.

    The day is never that of the file's properties: it is when somebody saved it, or its template.

    Args:
        heading: The text that a style marks as the title, if any; before what the text itself tells.
        property: The title in the properties of the file; where nothing else tells one.
        date: The day of the document if its text doesn't tell it.
    """
    if not text.strip():
        report(InputNotice(f"{name.shown} holds no text: nothing was read from it."))
        return None
    title = _line(heading) or read_header(text).title
    if title is None and property and not _NO_TITLE.fullmatch(property.strip()):
        title = _line(property)
    return document(text, name, Source(name.id, title), date, report)


def joined(paragraphs: Iterable[str]) -> str:
    """Join paragraphs with a blank line between them; those without text are left out."""
    return "\n\n".join(text for paragraph in paragraphs if (text := _stripped(paragraph)))


def row_text(cells: Iterable[list[str]]) -> list[str]:
    """Return the paragraphs of a table's row: one with tabs between the cells, or those of cells that hold more."""
    filled = [[text for one in cell if (text := _stripped(one))] for cell in cells]
    if any(len(cell) > 1 for cell in filled):
        return [text for cell in filled for text in cell]
    return ["\t".join(cell[0] for cell in filled if cell)]


def _stripped(paragraph: str) -> str:
    return "\n".join(line.strip() for line in paragraph.replace("\u00a0", " ").split("\n")).strip()


def _line(text: str | None) -> str | None:
    return " ".join(text.split())[:1_000] or None if text else None
