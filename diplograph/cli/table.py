"""Text laid out in columns of the terminal, whatever characters it holds."""

import unicodedata
from collections.abc import Iterable, Sequence

from diplograph.extract.model import Status

GAP = "  "
STATUS_COLOURS = {
    Status.OCCURRED: "green",
    Status.PLANNED: "cyan",
    Status.NEGATED: "red",
    Status.HYPOTHETICAL: "yellow",
}
_JOINERS = "\u200c\u200d"  # invisible, but parts of words in Persian and in Indian scripts


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


def aligned(rows: Iterable[Sequence[str]]) -> list[str]:
    """Return rows as lines, the first column flush left and the others, numbers, flush right."""
    kept = [list(row) for row in rows]
    widths = [max(width(row[i]) for row in kept) for i in range(len(kept[0]))] if kept else []
    lines = (GAP.join(pad(cell, widths[i], right=i > 0) for i, cell in enumerate(row)) for row in kept)
    return [line.rstrip() for line in lines]
