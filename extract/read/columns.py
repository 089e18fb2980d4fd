"""Which columns of a table, or fields of a record of JSON, hold what a document needs."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache

_USUAL = {  # after the field's own name; folded, those of a record within a record behind a full stop
    "text": "bodytext body content contenttext contenthtml article fulltext articletext articlebody maintext storytext story"
    " volltext inhalt texte contenu texto contenido",
    "id": "docid documentid articleid storiesid storyid guid uuid _id uri",
    "title": "headline headline.main heading webtitle articletitle headline.printheadline titel titre titulo",
    "date": "published publishdate publishedat publishedon publicationdate datepublished pubdate publisheddate"
    " webpublicationdate datepublication dateofpublication firstpublicationdate seendate datetime timestamp datum fecha",
    "url": "link sourceurl weburl articleurl storyurl pageurl permalink canonicalurl",
    "publisher": "source source.name source.title outlet newspaper medianame media.name sitename site publication"
    " domain source.domain source.uri",
}
_SHORT = "leadparagraph description abstract snippet summary excerpt standfirst trailtext teaser"
_SHORT_HEADER = 5_000  # characters of all names
_WRAPPERS = frozenset({"_source", "fields", "attributes", "article", "document", "data", "story"})


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of the columns; None for the usual ones, whatever their case, spaces, hyphens and underscores.

    Attributes:
        text: Of the text; else text, body, content, article, full_text, ...; failing these, what services give in its
            place: lead_paragraph, description, abstract, snippet, ...
        id: Of the identifier; else id, doc_id, article_id, guid, uuid, ...
        title: Of the title; else title, headline, headline.main, heading, webTitle, ...
        date: Of the date; else date, published, publish_date, publishedAt, pub_date, seendate, timestamp, ...
        url: Of the address; else url, link, source_url, web_url, ...
        publisher: Of the publisher; else publisher, source, source.name, outlet, newspaper, media_name, site, domain, ...
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
        return {field: names[0] for field, names in self.every(columns).items()}

    def every(self, columns: Iterable[str]) -> dict[str, list[str]]:
        """Return all columns that may hold a field, the likeliest first, of each field that has one."""
        there = tuple(columns)
        return (_remembered if sum(map(len, there)) <= _SHORT_HEADER else _every)(self, there)

    def all_of(self, field: str, there: Sequence[str], folded: Mapping[str, str]) -> list[str]:
        """Return the columns of a field among those that are ``there``, whose names are also given as they compare."""
        named = getattr(self, field)
        if named is not None:
            one = named if named in there else folded.get(_fold(named))
            return [] if one is None else [one]
        usual = (field, *_USUAL[field].split(), *(_SHORT.split() if field == "text" else ()))
        exact = [field] if field in there else []
        return list(dict.fromkeys([*exact, *(folded[name] for name in usual if name in folded)]))


def _every(columns: Columns, there: tuple[str, ...]) -> dict[str, list[str]]:
    folded: dict[str, str] = {}
    for column in there:
        folded.setdefault(_fold(column), column)
    for column in there:  # fields.bodyText, where there is no bodyText
        head, _, rest = _fold(column).partition(".")
        if rest and head in _WRAPPERS:
            folded.setdefault(rest, column)
    found = {field: columns.all_of(field, there, folded) for field in _USUAL}
    return {field: names for field, names in found.items() if names}


_remembered = lru_cache(maxsize=64)(_every)  # most records of a file have the same fields


def is_short(column: str) -> bool:
    """Tell whether a column is known to hold what services give in the place of a text: a summary, a first paragraph."""
    return _fold(column).rsplit(".", 1)[-1] in _SHORT.split()


def listed(columns: Iterable[str]) -> str:
    """Return the names for a message: the first thirty, short."""
    names = [f"{name:.40}" for name in columns]
    more = f" and {len(names) - 30} more" if len(names) > 30 else ""
    return (", ".join(names[:30]) or "none") + more


def _fold(name: str) -> str:
    """Return a name as it is compared: ``Published At``, ``published_at`` and ``publishedAt`` are one."""
    return re.sub(r"[\s-]|(?<=[^.])_", "", re.sub(r"\s*/\s*", ".", name[:100].strip().casefold()))
