"""The documents behind contacts as references: what of a document each format of bibliographies tells, and by which key."""

import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from diplograph.extract.ids import slug
from diplograph.extract.lexicon.publishers import spoken_for
from diplograph.extract.model import Contact, Source
from diplograph.graph.formats.atomic import storable
from diplograph.graph.formats.records import documents

_MOST_WORDS, _LONGEST = 3, 24  # words of a title, and characters of one of them or of a publisher, in a key
_DULL = frozenset([
    "a", "an", "and", "as", "at", "before", "between", "by", "call", "for", "from", "has", "his", "in", "into",
    "is", "its", "joint", "meeting", "minister", "new", "news", "of", "on", "or", "over", "president", "press",
    "prime", "readout", "remarks", "secretary", "state", "statement", "that", "the", "their", "to", "update",
    "vice", "visit", "with",
])  # fmt: skip  # by which no title is told from others


class Sort(StrEnum):
    """What a document is, as far as that is known of it."""

    PRESS = "press"  # somebody publishes it who speaks for no state
    OFFICIAL = "official"  # a state or an organisation publishes it
    PAGE = "page"  # it has an address, and nobody is known to publish it
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Reference:
    """A document as it is cited; texts are one line each, without what no file can hold.

    Attributes:
        key: By which it is cited: of publisher, year and title, so that it is the same in every selection, unless another
            document has the same of all three.
        url: Its address on the web.
        pages: Those on which the sentences of the contacts begin, in order.
    """

    key: str
    sort: Sort
    source: Source
    title: str
    publisher: str
    url: str
    pages: tuple[int, ...]

    @property
    def note(self) -> str:
        """Which pages are cited; of a document without a title and an address, also its identifier."""
        cited = ", ".join(map(str, self.pages))
        pages = f"{'p.' if len(self.pages) == 1 else 'pp.'} {cited}" if cited else ""
        id = "" if self.title or self.url else _line(self.source.id)
        return ", ".join(filter(None, [id, pages]))


def references(contacts: Iterable[Contact]) -> list[Reference]:
    """Return the documents that tell contacts, by their keys; those that would share one have a digest of their id behind it."""
    told = list(contacts)
    sources, pages = documents(told), _pages(told)
    keys = {source.id: _key(source) for source in sources}
    shared = Counter(keys.values())
    made = (_reference(s, _apart(keys[s.id], s, shared), tuple(sorted(pages[s.id]))) for s in sources)
    return sorted(made, key=lambda reference: reference.key)


def _pages(contacts: Iterable[Contact]) -> dict[str, set[int]]:
    pages: defaultdict[str, set[int]] = defaultdict(set)
    for contact in contacts:
        reports = [(r.document.id, r.evidence) for r in contact.every_report()]
        for id, evidence in (*reports, *((contact.document.id, evidence) for evidence in contact.also)):
            pages[id] |= {evidence.page} if evidence.page is not None else set()
    return pages


def _reference(source: Source, key: str, pages: tuple[int, ...]) -> Reference:
    url = source.url or ""
    web = _line(url) if re.match(r"https?://", url, re.IGNORECASE) else ""
    return Reference(key, _sort(source, web), source, _line(source.title), _line(source.publisher), web, pages)


def _sort(source: Source, url: str) -> Sort:
    if (source.publisher or "").strip():
        return Sort.OFFICIAL if spoken_for(source.publisher) else Sort.PRESS
    return Sort.PAGE if url else Sort.OTHER


def _line(text: str | None) -> str:
    """Return a text as one line, without control characters and with U+FFFD for lone surrogates."""
    told = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in storable(text or ""))
    return " ".join(told.split())


def _key(source: Source) -> str:
    """Return what a document is cited by: "reuters2021-blinken-calls-lavrov"; nd stands for no date."""
    words = [word for word in _ascii(source.title) if word not in _DULL and len(word) > 1]
    year = f"{source.date.year:04}" if source.date else "nd"
    named = words or _ascii(PurePosixPath(source.id).stem)
    return "-".join([_publisher(source) + year, *(word[:_LONGEST] for word in named[:_MOST_WORDS])])


def _publisher(source: Source) -> str:
    words = [word for word in _ascii(source.publisher) if word not in _DULL]
    if not words:
        words = _ascii(_host(source.url).removeprefix("www."))[:1]
    name = ""
    for word in words:
        name += word if len(name + word) <= _LONGEST else ""
    return name or "document"


def _host(url: str | None) -> str:
    try:
        return urlsplit(url or "").hostname or ""
    except ValueError:
        return ""


def _ascii(text: str | None) -> list[str]:
    """Return the words of a text, in letters and digits that every program takes in a key."""
    plain = re.sub(r"['’]s\b|['’]", "", text or "")
    return [word for word in slug(plain).split("-") if word.isascii()] if re.search(r"\w", plain) else []


def _apart(key: str, source: Source, shared: Counter[str]) -> str:
    if shared[key] == 1:
        return key
    return f"{key}-{hashlib.sha256(source.id.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
