r"""BibTeX: an entry a document, for LaTeX by BibTeX or biber, and for reference managers.

Written here: pybtex, the library for it, leaves ``$`` and ``^`` as they are and puts backslashes into addresses. Braces within a text are
``\textbraceleft`` and ``\textbraceright``, since BibTeX counts every other one. ``date`` is for biber, ``year`` and ``month`` are
for the styles of BibTeX, which know no date.
"""

from collections.abc import Iterator
from typing import TextIO
from urllib.parse import quote

from diplograph.extract.model import Contact
from diplograph.graph.formats.references import Reference, Sort, references

_ESCAPED = str.maketrans(
    {"\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}"}
    | {"^": r"\textasciicircum{}", **{c: f"\\{c}" for c in "$&#%_"}}
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_OF_ADDRESSES = ":/?#[]@!$&'()*+,;=~%"


def dump(contacts: list[Contact], handle: TextIO) -> None:
    """Write an entry for each document, by its key, with an empty line between two."""
    handle.write("\n".join(map(_entry, references(contacts))))


def _entry(reference: Reference) -> str:
    kind = "article" if reference.sort is Sort.PRESS else "misc"
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(reference))
    return f"@{kind}{{{reference.key},\n{fields}}}\n"


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    if reference.title:
        yield "title", f"{{{{{_escaped(reference.title)}}}}}"  # the second pair keeps its capitals
    if reference.publisher:
        published = "journal" if reference.sort is Sort.PRESS else "howpublished"
        yield published, f"{{{_escaped(reference.publisher)}}}"
    if day := reference.source.date:
        yield "date", f"{{{day.isoformat()}}}"
        yield "year", f"{{{day.year}}}"
        yield "month", _MONTHS[day.month - 1]
    if reference.url:
        yield "url", f"{{{quote(reference.url, safe=_OF_ADDRESSES)}}}"
    if reference.note:
        yield "note", f"{{{_escaped(reference.note)}}}"


def _escaped(text: str) -> str:
    """Return a text of which LaTeX sets just the characters."""
    return text.translate(_ESCAPED)
