"""RSS and Atom: a document an entry. The feed is a file: nothing that it names is fetched."""

import datetime as dt
import re
import sys
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from diplograph.errors import InputError, OnError
from diplograph.extract.read.columns import Columns
from diplograph.extract.read.html import has_endless_tag, plain
from diplograph.extract.read.raw import Raw, row
from diplograph.extract.read.streams import Opened
from diplograph.extract.read.text import InputNotice, wide

_MOST_BYTES = 8 * 2**20
_ENTITY = re.compile(rb"<!ENTITY\b", re.IGNORECASE)
_ROOT = re.compile(rb"<(?:[\w.-]{1,40}:)?(?:rss|feed|rdf|channel)\b", re.IGNORECASE)
_BEGINNING = 65_536  # bytes in which a feed says that it is one
_LONG_SPACE = re.compile(rb"[ \t\r\n]{200,}+")  # over which others' patterns take time by its square
_REFERENCE = re.compile(rb"&#(?:x([0-9a-f]++)|([0-9]++))", re.IGNORECASE)
_DIGITS = 20  # of a number that may yet be that of a character, with zeros before it
_DEAR = {b"<": 40, b"&": 2, b"\n": 2}  # microseconds that feedparser takes for each, at most
_MOST = 3_000_000


def read_feed(file: Opened, columns: Columns, report: OnError) -> Iterator[Raw]:
    """Yield the entries of a feed as records; one without a text is left out with a notice."""
    data, name = file.whole(_MOST_BYTES), file.name
    problem = _problem(data)
    if problem:
        report(InputError(f"{name.shown} {problem}."))
        return
    feed, entries, broken = _parsed(data)
    if broken:
        report(InputNotice(f"{name.shown} is no well-formed feed ({broken:.100}): perhaps not all was read from it."))
    elif not entries:
        report(InputNotice(f"{name.shown} has no entries: nothing was read from it."))
    for number, entry in enumerate(entries, 1):
        fields = {"publisher": feed.get("title"), **_fields(entry)}
        yield row(name, number, {field: value for field, value in fields.items() if value}, "entry")


def _problem(data: bytes) -> str | None:
    beginning = data[:_BEGINNING]
    encoding = wide(beginning)
    if encoding:
        beginning = beginning.decode(encoding, "replace").encode()
        data = data.decode(encoding, "replace").encode("utf-8", "replace")
    if not _ROOT.search(beginning):
        return "is XML, but neither RSS, Atom nor TEI: give its articles as text, HTML or a table"
    if _ENTITY.search(data):
        return "defines entities, as no news feed does: it isn't read"
    if _cost(data) > _MOST:
        return "has more tags than a news feed: split it, or give its articles as a table"
    return "has a tag without end: fetch it again" if has_endless_tag(data.decode("utf-8", "replace")) else None


def _cost(data: bytes) -> int:
    """Return how long feedparser takes for a feed at most, in microseconds; what CDATA holds is no tag to it."""
    first, *rest = data.split(b"<![CDATA[")
    tags = b"<" + b"<".join([first, *(part.partition(b"]]>")[2] or part for part in rest)])
    return sum(cost * (tags if mark == b"<" else data).count(mark) for mark, cost in _DEAR.items())


def _parsed(data: bytes) -> tuple[Mapping[str, Any], list[Mapping[str, Any]], str | None]:
    """Return what the feed says of itself, its entries, and where it is not well-formed."""
    from xml.sax import SAXException

    import feedparser

    data = _REFERENCE.sub(_to_a_character, _LONG_SPACE.sub(b"\n\n", data))
    found = feedparser.parse(BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    problem = found.get("bozo_exception")
    return found.get("feed", {}), found.get("entries", []), str(problem) if isinstance(problem, SAXException) else None


def _to_a_character(reference: re.Match[bytes]) -> bytes:
    """Keep a reference to a character; at one to none feedparser would give up the whole feed."""
    digits, base = (reference[1], 16) if reference[1] else (reference[2], 10)
    number = int(digits, base) if len(digits) < _DIGITS else sys.maxunicode + 1
    return reference[0] if number <= sys.maxunicode and not 0xD800 <= number < 0xE000 else b"&#63"


def _fields(entry: Mapping[str, Any]) -> dict[str, str | None]:
    title = plain(_text(entry.get("title")))
    return {
        "id": _text(entry.get("id")),
        "title": " ".join(title.split()),
        "date": _date(entry),
        "url": _text(entry.get("link")),
        "text": _without_title(plain(_longest(entry)), title) or title,
    }


def _longest(entry: Mapping[str, Any]) -> str:
    """The whole text where the feed gives it, else the summary."""
    contents = entry.get("content") or []
    texts = [_text(content.get("value")) for content in contents if isinstance(content, Mapping)]
    return max([*texts, _text(entry.get("summary"))], key=len)


def _without_title(text: str, title: str) -> str:
    first, _, rest = text.partition("\n")
    return rest.strip() if rest.strip() and " ".join(first.split()) == " ".join(title.split()) else text


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _date(entry: Mapping[str, Any]) -> str | None:
    """The day of an entry, in UTC, as feedparser understood it, else as it stands there."""
    key = next((key for key in ("published_parsed", "updated_parsed") if key in entry), "")
    found = entry.get(key)
    try:
        return dt.date(*found[:3]).isoformat() if found else _text(entry.get("published")) or None
    except (ValueError, TypeError):
        return _text(entry.get("published")) or None
