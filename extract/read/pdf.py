"""PDF files: the text of their pages, and where in it each page begins.

Of pypdf, pdfminer.six and pypdfium2, which were compared (tests/benchmarks/README.md), PDFium gives the best characters, and
their places, in a third of the time; since it is compiled code, it reads in a process of its own. What makes columns, paragraphs
and words of its characters is ours.
"""

import datetime as dt
import importlib.util
import re
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from diplograph.errors import InputError, OnError
from diplograph.extract.model import Document, Source
from diplograph.extract.read.apart import read_apart
from diplograph.extract.read.exports import articles_within
from diplograph.extract.read.header import parse_day
from diplograph.extract.read.pdf_columns import blocks_of
from diplograph.extract.read.pdf_layout import Line, Word, lines_of
from diplograph.extract.read.pdf_margins import without_margins
from diplograph.extract.read.pdf_prose import Paragraph, body_height, joined, paragraphs_of
from diplograph.extract.read.text import LIMIT, InputName, InputNotice, document

_LIBRARY = "pypdfium2"
_PROGRAM = Path(__file__).with_name("pdfium.py")
_MOST_PAGES = 2_000
_MANY_UNKNOWN = 0.2  # of the characters
_TURNS = 5  # directions of lines: four upright, and slanted
_TITLE_WORDS, _LONGEST_TITLE = range(2, 31), 300
_NO_TITLE = re.compile(
    r"untitled|microsoft (?:word|powerpoint|excel)|\.(?:docx?|pdf|indd|rtf|odt|tmp|pptx?|html?|tex|dvi|qxd|p65)\b"
    r"|^(?:document|layout|slide|print) ?[0-9]*$|^[\W\d]*$|[/\\]",
    re.IGNORECASE,
)
_MADE = re.compile(r"D:([0-9]{4})([0-9]{2})([0-9]{2})")
_MONTHS = ["January", "February", "March", "April", "May", "June"]
_MONTHS += ["July", "August", "September", "October", "November", "December"]
_MONTH = rf"(?:{'|'.join(_MONTHS)}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
_DAY = re.compile(
    rf"\b(?:[0-9]{{1,2}}(?:st|nd|rd|th)? {_MONTH},? [0-9]{{4}}|{_MONTH} [0-9]{{1,2}}(?:st|nd|rd|th)?,? [0-9]{{4}}"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2})\b",
    re.IGNORECASE,
)
_LINES_OF_A_DAY, _LONGEST_LINE_OF_A_DAY = 12, 60  # of the first page; characters
_PROBLEMS = {
    "password": "has a password: save it without, and give that file",
    "pages": f"has over {_MOST_PAGES:,} pages: split it",
    "long": f"is too long, over {LIMIT:,} characters: split it into articles",
    "empty": "has no text, its pages may be pictures: run it through text recognition (OCR)",
    "damaged": "is no PDF file, or is damaged: fetch it again, or save it anew",
}


@dataclass(slots=True)
class _File:
    """What PDFium found in a file; pages count from 1.

    Attributes:
        pages: Of each page the lines that run as most of it does.
        asides: Of each page those that run otherwise, along a margin or across, a list a direction.
    """

    title: str | None = None
    made: str | None = None
    pages: list[list[Line]] = field(default_factory=list)
    asides: list[list[list[Line]]] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)
    characters: int = 0
    unknown: int = 0
    end: str | None = None


def read_pdf(data: bytes, name: InputName, date: dt.date | None, report: OnError) -> Document | None:
    """Read one PDF file; None, and a report, if there is nothing to read in it.

    Columns follow each other as they are read, without running heads, feet and page numbers; words and paragraphs are
    whole, also over the end of a page, and notes stand behind the paragraph above them. ``Document.pages`` tells where each
    page begins, counted from 1 as viewers do.

    The title is that of the file's own data, if it is one and the first page doesn't show another; else what the first page
    shows in the largest letters. The date is one that stands alone near the beginning, or in the running head; that on which the
    file was made only where the text names its month.

    Args:
        date: The day of the document if neither its text nor its own data tells it.
    """
    if importlib.util.find_spec(_LIBRARY) is None:
        raise ModuleNotFoundError(f"No module named {_LIBRARY!r}", name=_LIBRARY)
    found = _found(data)
    if found.end != "read":
        raise InputError(f"{name.shown} {_PROBLEMS.get(found.end or '', _gave_up(found))}.")
    margins = without_margins(found.pages)
    body = body_height(margins.bodies)
    pages = [
        [p for lines in (main, *asides) for p in paragraphs_of(blocks_of(lines), number, body)]
        for number, (main, asides) in enumerate(zip(margins.bodies, found.asides, strict=True), 1)
    ]
    text, starts = joined(pages)
    if not text.strip():
        raise InputError(f"{name.shown} {_PROBLEMS['damaged' if found.failed else 'empty']}.")
    _report_gaps(found, name, report)
    if (articles := articles_within(text)) > 1:
        what = f"{name.shown} is an export of {articles} articles, of which PDF files are read as one document"
        report(InputNotice(f"{what}: save it as DOCX, RTF or HTML."))
    declared = Source(name.id, _title(found.title, pages[0], body), _date(found.made, pages[0], margins.margins, text))
    read = document(text, name, declared, date, report)
    return replace(read, pages=tuple(starts)) if read is not None else None


def _found(data: bytes) -> _File:
    found = _File()
    settings = {"pages": _MOST_PAGES, "characters": LIMIT + LIMIT // 4}  # some of which stand in margins
    with closing(read_apart(_PROGRAM, data, settings)) as records:
        for record in records:
            if "end" in record:
                found.end = record["end"]
            elif "words" in record:
                _add_page(found, record)
            else:
                found.title, found.made = record.get("title"), record.get("made")
    return found


def _add_page(found: _File, record: dict[str, Any]) -> None:
    number = len(found.pages) + 1
    words: list[list[Word]] = [[] for _ in range(_TURNS)]
    for text, left, right, base, height, turn in record["words"]:
        words[turn].append(Word(text, left, right, base, height))
    words.sort(key=lambda some: -sum(len(word.text) for word in some))
    main, *others = (lines_of(some) for some in words)
    found.pages.append(main)
    found.asides.append([lines for lines in others if lines])
    found.pictures += [number] * bool(record.get("drawn"))
    found.failed += [number] * bool(record.get("failed"))
    found.characters += record.get("count", 0)
    found.unknown += record.get("unknown", 0)


def _gave_up(found: _File) -> str:
    where = f"at its page {len(found.pages) + 1:,}"
    return f"could not be read, {where} it takes too much time or memory: split it, or print it to a new PDF file"


def _report_gaps(found: _File, name: InputName, report: OnError) -> None:
    """Say what of a file was not read."""
    if found.pictures:
        what = f"{_listed(found.pictures)} no text and may be pictures, run the file through text recognition (OCR)"
        report(InputNotice(f"In {name.shown}, {what}."))
    if found.failed:
        verb = "is" if len(found.failed) == 1 else "are"
        what = f"{_listed(found.failed, verb='')} {verb} damaged and not read, fetch the file again or save it anew"
        report(InputNotice(f"In {name.shown}, {what}."))
    if found.unknown > _MANY_UNKNOWN * found.characters:
        what = "many characters can't be told from its fonts, so that its text may be wrong: run it through OCR"
        report(InputNotice(f"In {name.shown}, {what}."))


def _listed(pages: Sequence[int], verb: str = "have") -> str:
    """Name pages: "page 3 has", "pages 3, 4 and 90 more have"."""
    if len(pages) == 1:
        return f"page {pages[0]}{' has' if verb else ''}"
    shown, rest = [f"{page:,}" for page in pages[:5]], len(pages) - 5
    last = f"{rest:,} more" if rest > 0 else shown.pop()
    return f"pages {', '.join(shown)} and {last}{f' {verb}' if verb else ''}"


def _title(told: str | None, first: list[Paragraph], body: float) -> str | None:
    """Return the title: the file's own, if it is one and no other is shown in large letters, else that."""
    own = " ".join((told or "").split())
    own = "" if len(own.split()) < 2 or len(own) > _LONGEST_TITLE or _NO_TITLE.search(own) else own
    shown = _shown_title(first, body)
    if not shown or not own:
        return own or shown or None
    beginning = {word.casefold() for p in first for line in p.lines for word in re.findall(r"\w+", line)}
    words = [word.casefold() for word in re.findall(r"\w+", own)]
    return own if 2 * sum(word in beginning for word in words) >= len(words) else shown


def _shown_title(first: list[Paragraph], body: float) -> str:
    """Return what stands on the first page in its largest letters, where they are larger than those of its text."""
    large = [p for p in first if p.height > 1.15 * body and len("".join(p.lines)) <= _LONGEST_TITLE]
    if not large:
        return ""
    largest = max(p.height for p in large)
    title = " ".join(line for p in large if p.height > 0.95 * largest for line in p.lines)
    title = " ".join(title.split())
    return title if len(title.split()) in _TITLE_WORDS and len(title) <= _LONGEST_TITLE else ""


def _date(made: str | None, first: list[Paragraph], margins: list[str], text: str) -> dt.date | None:
    """Return the day that stands in a short line near the beginning, or in the running head, or on which it was made."""
    lines = [line for p in first for line in p.lines][:_LINES_OF_A_DAY]
    for line in (*(line for line in lines if len(line) <= _LONGEST_LINE_OF_A_DAY), *margins):
        found = _DAY.search(line)
        day = parse_day(found[0]) if found else None
        if day is not None:
            return day
    return _day_made(made, text)


def _day_made(made: str | None, text: str) -> dt.date | None:
    """Return the day on which the file was made, where the text names its month, so that it is no later copy."""
    match = _MADE.match(made or "")
    day = parse_day("-".join(match.groups())) if match else None
    if day is None:
        return None
    named = re.search(rf"\b{_MONTHS[day.month - 1]},? {day.year}\b", text)
    return day if named else None
