"""CSL-JSON, which Zotero, Pandoc and every other processor of the Citation Style Language read: an item a document."""

from typing import Any, TextIO

from diplograph.extract.model import Contact
from diplograph.graph.formats.json import listed
from diplograph.graph.formats.references import Reference, Sort, references

_TYPES = {
    Sort.PRESS: "article-newspaper",
    Sort.OFFICIAL: "document",
    Sort.PAGE: "webpage",
    Sort.OTHER: "document",
}


def dump(contacts: list[Contact], handle: TextIO) -> None:
    """Write an array with an item for each document, by its key."""
    handle.writelines(listed(map(item, references(contacts))))
    handle.write("\n")


def item(reference: Reference) -> dict[str, Any]:
    """Return a document as an item of CSL-JSON 1.0.2; what is not known of it is left out."""
    day = reference.source.date
    fields = {
        "id": reference.key,
        "type": _TYPES[reference.sort],
        "title": reference.title,
        "container-title" if reference.sort is Sort.PRESS else "publisher": reference.publisher,
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if day else None,
        "URL": reference.url,
        "note": reference.note,
    }
    return {name: value for name, value in fields.items() if value}
