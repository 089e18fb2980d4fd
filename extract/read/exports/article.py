"""What is found in an export of a press database: its articles, and how many it says that it holds."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

HEADLINE = "\ue0f2"
"""What stands before the headline of an article that comes from a web page, where its class tells it."""

_LONG = 120  # characters; no hard-wrapped line is longer, so that its end is that of a paragraph


@dataclass(frozen=True, slots=True)
class Article:
    """One article of an export.

    Attributes:
        text: Its paragraphs, a blank line between them; empty where the database has only its title.
        publisher: The newspaper, agency or the like, not the company that owns it.
        id: The database's own identifier.
    """

    text: str
    title: str | None = None
    date: dt.date | None = None
    publisher: str | None = None
    id: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """A file of a press database.

    Attributes:
        announced: How many articles it says that it holds; None if it doesn't say.
    """

    articles: tuple[Article, ...]
    announced: int | None = None


def blocks_of(text: str, apart: Callable[[str], bool] = lambda line: False, *, single: bool = False) -> list[str]:
    """Cut a text at its blank lines, and before each line that is to stand ``apart``; lines lose their indents.

    Args:
        single: Whether to cut below such a line, too.
    """
    blocks: list[str] = []
    lines: list[str] = []
    alone = False
    for line in text.replace("\u00a0", " ").splitlines():
        line = line.strip(" \t\ufeff\u200b\u200e\u200f")
        begins = bool(line) and apart(line)
        if lines and (not line or begins or alone):
            blocks.append("\n".join(lines))
            lines = []
        alone = single and begins
        if line:
            lines.append(line)
    return [*blocks, "\n".join(lines)] if lines else blocks


def one_line(text: str | None) -> str | None:
    """Return a text as one line; None if there is none."""
    return " ".join(text.split())[:1_000] or None if text else None


def prose(blocks: Iterable[str]) -> str:
    """Join the blocks of an article's text; a block of long lines has a paragraph in each."""
    paragraphs: list[str] = []
    for block in blocks:
        lines = block.split("\n")
        paragraphs += lines if any(len(line) > _LONG for line in lines) else [block]
    return "\n\n".join(paragraphs).strip()


def number(written: str) -> int:
    """Return the number that is written as 1,074 or 1.074."""
    return int("".join(filter(str.isdigit, written))[:9] or 0)


def only(values: Sequence[int]) -> int | None:
    """Return the largest of the numbers that a file says; None of none."""
    return max(values, default=None)


def listing(listed: str) -> tuple[str, ...]:
    """Return the words of a list that is written as one text."""
    return tuple(listed.split())
