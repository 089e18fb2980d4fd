"""A table of words: what reports are made of, in the terminal and in Markdown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a heading.

    Attributes:
        left: The columns of words; the others hold numbers, to be set flush right.
        note: What a reader should know of it; may be empty.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left: tuple[int, ...] = (0,)
    note: str = ""


def without(table: Table, column: int) -> Table:
    """Return the table without a column that has nothing to tell."""
    heads, *rows = ((*row[:column], *row[column + 1 :]) for row in (table.heads, *table.rows))
    left = tuple(n - (n > column) for n in table.left if n != column)
    return replace(table, heads=heads, rows=tuple(rows), left=left)


def number(count: int) -> str:
    """Return "1,234"."""
    return f"{count:,}"


def left_out(things: Sequence[object], top: int) -> str:
    """Return how many of ``things`` a table of ``top`` rows leaves out, or nothing."""
    return f"{len(things) - top:,} more." if len(things) > top else ""
