"""Which columns of a table hold what a document needs."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields

_USUAL = {  # after the field's own name, the first that is there
    "text": "body content article full_text fulltext article_text maintext main_text story",
    "id": "doc_id document_id article_id guid uuid",
    "title": "headline heading",
    "date": "published publish_date published_at publication_date date_published pubdate datetime timestamp",
    "url": "link source_url web_url",
    "publisher": "source outlet newspaper site domain",
}


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of the columns; None for the usual ones, whatever their case.

    Attributes:
        text: Of the text; else text, body, content, article, full_text, ...
        id: Of the identifier; else id, doc_id, article_id, guid, uuid.
        title: Of the title; else title, headline, heading.
        date: Of the date; else date, published, publish_date, pubdate, timestamp, ...
        url: Of the address; else url, link, source_url, web_url.
        publisher: Of the publisher; else publisher, source, outlet, newspaper, site, domain.
    """

    text: str | None = None
    id: str | None = None
    title: str | None = None
    date: str | None = None
    url: str | None = None
    publisher: str | None = None

    def named(self) -> dict[str, str]:
        """Return the fields whose column is given, with its name."""
        return {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) is not None}

    def find(self, columns: Iterable[str]) -> dict[str, str]:
        """Return the column of each field that has one among ``columns``."""
        there = list(columns)
        folded: dict[str, str] = {}
        for column in there:
            folded.setdefault(_fold(column), column)
        found = {field: self._one(field, there, folded) for field in _USUAL}
        return {field: column for field, column in found.items() if column is not None}

    def _one(self, field: str, there: list[str], folded: dict[str, str]) -> str | None:
        named = getattr(self, field)
        if named is not None:
            return named if named in there else folded.get(_fold(named))
        if field in there:
            return field
        return next((folded[name] for name in (field, *_USUAL[field].split()) if name in folded), None)


def listed(columns: Iterable[str]) -> str:
    """Return the names for a message: the first thirty, short."""
    names = [f"{name:.40}" for name in columns]
    more = f" and {len(names) - 30} more" if len(names) > 30 else ""
    return (", ".join(names[:30]) or "none") + more


def _fold(name: str) -> str:
    return re.sub(r"[\s-]+", "_", name.strip().casefold())
