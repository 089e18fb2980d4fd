"""Text laid out in columns of the terminal, whatever characters it holds."""

import shutil
import sys
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, assert_never

import click

from diplograph.extract.model import Contact, Status

if TYPE_CHECKING:
    from diplograph.graph.tables import Table

GAP = "  "
_INDENT = 6
_LEAST = 12  # columns that words are shortened to
_JOINERS = "\u200c\u200d"  # invisible, but parts of words in Persian and in Indian scripts


def status_colour(status: Status) -> str:
    """Return the colour that the terminal gives a status."""
    match status:
        case Status.OCCURRED:
            return "green"
        case Status.PLANNED:
            return "cyan"
        case Status.NEGATED:
            return "red"
        case Status.HYPOTHETICAL:
            return "yellow"
        case _:
            assert_never(status)


def printable(text: str) -> str:
    """Return ``text`` as one line that can't steer a terminal: no control, direction or surrogate characters."""
    return " ".join("".join(map(_safe, text)).split())


def _safe(character: str) -> str:
    match unicodedata.category(character):
        case "Cc" | "Zl" | "Zp":
            return " "
        case "Cf":
            return character if character in _JOINERS else ""
        case "Cs":
            return "\ufffd"
        case _:
            return character


def width(text: str) -> int:
    """Return how many columns ``text`` takes."""
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.combining(character) or character in _JOINERS:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def shorten(text: str, columns: int) -> str:
    """Return ``text``, cut with an ellipsis to so many columns."""
    if width(text) <= columns:
        return text
    kept, used = "", 1
    for character in text:
        used += _columns(character)
        if used > columns:
            break
        kept += character
    return kept.rstrip() + "…"


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """Return ``text`` filled up with spaces to so many columns."""
    space = " " * (columns - width(text))
    return space + text if right else text + space


def terminal_width() -> int | None:
    """Return the columns of the terminal, or None where standard output is none and lines may be of any length."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def sheets(tables: "Iterable[Table]", columns: int | None) -> Iterator[str]:
    """Yield the lines of tables, each under its heading and after an empty line."""
    for table in tables:
        yield from ("", click.style(table.title, bold=True))
        rows = [table.heads, *(tuple(map(printable, row)) for row in table.rows)]
        heads, *lines = aligned(rows, left=table.left, columns=columns)
        yield click.style(heads, dim=True)
        yield from lines
        if table.note:
            yield click.style(printable(table.note), dim=True)


def quoted(contact: Contact, columns: int | None) -> Iterator[str]:
    """Yield what a contact rests on, indented: its sentence, then its document and how many others tell the same."""
    from diplograph.graph.aggregate import cited
    from diplograph.graph.assemble import document_name

    others = len({r.document.id for r in contact.reports} - {contact.document.id})
    more = f" (and {others:,} other document{'' if others == 1 else 's'})" if others else ""
    room = max(20, columns - _INDENT) if columns else sys.maxsize
    for words in wrap(printable(cited(contact.evidence)), room):
        yield " " * _INDENT + words
    yield " " * _INDENT + click.style(printable(document_name(contact) + more), dim=True)


def aligned(rows: Iterable[Sequence[str]], *, left: Collection[int] = (0,), columns: int | None = None) -> list[str]:
    """Return rows as lines.

    Args:
        left: The columns that stand flush left, words; the others, numbers, stand flush right.
        columns: So many the lines may take: the widest columns of words are shortened, and what still doesn't fit
            is left out.
    """
    kept = [list(row) for row in rows]
    widths = [max(map(width, column)) for column in zip(*kept, strict=True)]
    if columns is not None:
        widths = _fitted(widths, left, columns)
    lines = (_line(row, widths, left) for row in kept)
    return [line.rstrip() for line in lines]


def _line(row: Sequence[str], widths: Sequence[int], left: Collection[int]) -> str:
    cells = zip(row, widths, strict=False)
    return GAP.join(pad(shorten(cell, size), size, right=i not in left) for i, (cell, size) in enumerate(cells))


def _fitted(widths: list[int], left: Collection[int], columns: int) -> list[int]:
    fitted = list(widths)
    while len(fitted) > 1 and (over := sum(fitted) + len(GAP) * (len(fitted) - 1) - columns) > 0:
        long = sorted((-fitted[i], i) for i in left if i < len(fitted) and fitted[i] > _LEAST)
        if long:
            others = [-size for size, _ in long[1:] if size > long[0][0]]
            fitted[long[0][1]] = max(-long[0][0] - over, _LEAST, *others[:1])
        else:
            fitted = widths[: len(fitted) - 1]
    return fitted
