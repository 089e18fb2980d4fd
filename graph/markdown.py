"""A report as Markdown; nothing in it that comes from documents can be taken for markup."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO
from urllib.parse import quote

import diplograph
from diplograph.graph.tables import Table

_MARKUP = re.compile(r"([\\`*_\[\]|#~!])")

METHOD = """\
*Contacts* counts encounters, *partners* the parties in contact with one, and *degree* adds up a party's contacts with each
partner. *Between* is betweenness, the share of the shortest chains between two others that pass through a party; *core* is
the greatest k for which it belongs to a group in which each has k partners. *Communities* are parties in contact with each other
more than with the rest (Louvain), friends or foes alike. *Reciprocity* is the share of calls, visits, letters and summonses
that the other side matched; calls count only where the text says who rang."""


def dump(
    handle: TextIO,
    *,
    title: str,
    intro: Iterable[str],
    tables: Iterable[Table],
    picture: tuple[str, str] | None = None,
    method: str = METHOD,
    made: Sequence[str] = (),
) -> None:
    """Write a report: a heading, paragraphs, a picture, tables, how things are measured, and what made it.

    Args:
        intro: Paragraphs of plain text.
        picture: The address of a picture, relative to the report, and what it shows.
        method: How things are measured, in Markdown.
        made: What made the contacts, in paragraphs of plain text.
    """
    handle.write(f"# {escaped(title)}\n")
    handle.writelines(f"\n{escaped(paragraph)}\n" for paragraph in intro)
    if picture:
        address, shown = picture
        handle.write(f"\n![{escaped(shown)}]({quote(address)})\n")
    for table in tables:
        handle.writelines(f"{line}\n" for line in _section(table))
    handle.write(f"\n## How it is measured\n\n{method}\n")
    if made:
        handle.write("\n## What made it\n")
        handle.writelines(f"\n{escaped(paragraph)}\n" for paragraph in made)
    handle.write(f"\n<!-- diplograph {diplograph.__version__} -->\n")


def escaped(value: str) -> str:
    """Return plain text as one line of Markdown that shows just that."""
    line = " ".join(value.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKUP.sub(r"\\\1", line)


def _section(table: Table) -> Iterator[str]:
    yield from ("", f"## {escaped(table.title)}", "")
    yield _row(table.heads)
    yield _row(["---" if i in table.left else "---:" for i in range(len(table.heads))])
    yield from (_row(map(escaped, row)) for row in table.rows)
    if table.note:
        yield from ("", escaped(table.note))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
