"""RIS, which EndNote, Zotero and libraries' catalogues read: a record a document, a line a field."""

from collections.abc import Iterator
from typing import TextIO

from diplograph.extract.model import Contact
from diplograph.graph.formats.references import Reference, Sort, references

_TYPES = {Sort.PRESS: "NEWS", Sort.OFFICIAL: "GOVDOC", Sort.PAGE: "ELEC", Sort.OTHER: "GEN"}
_END = "\r\n"  # as the format asks for


def dump(contacts: list[Contact], handle: TextIO) -> None:
    """Write a record for each document, by its key, with an empty line between two."""
    for reference in references(contacts):
        handle.writelines(f"{tag}  - {value}{_END}" for tag, value in _fields(reference) if value)
        handle.write(f"ER  - {_END}{_END}")


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    day = reference.source.date
    yield "TY", _TYPES[reference.sort]
    yield "ID", reference.key
    yield "TI", reference.title
    yield "T2" if reference.sort is Sort.PRESS else "PB", reference.publisher
    yield "PY", f"{day.year:04}" if day else ""
    yield "DA", f"{day:%Y/%m/%d}/" if day else ""
    yield "UR", reference.url
    yield "N1", reference.note
