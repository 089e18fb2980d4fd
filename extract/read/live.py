"""Live blogs and other pages that hold many entries, each with a time of its own, and pages that are lists of links.

An entry is a child of the element that has most children with a ``time`` in them; or an update in the JSON-LD of a
LiveBlogPosting, where the page itself shows fewer.
"""

import copy
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from diplograph.errors import OnError
from diplograph.extract.model import Source
from diplograph.extract.read.declared import json_ld
from diplograph.extract.read.exports.article import Article, Export, one_line
from diplograph.extract.read.header import parse_day
from diplograph.extract.read.html import article, page_of, plain, text_of, tree_of
from diplograph.extract.read.text import InputName

_LIVE = re.compile(r"live-?blog", re.IGNORECASE)
_MOST = 2_000  # entries
_LEAST_LIVE, _LEAST_OTHER = 2, 3  # entries of a page that says that it is a live blog, and of another
_LEAST_WORDS = 5  # of an entry
_SHARE = 0.5  # of all text that one entry may have where the page doesn't say what it is
_DAY = re.compile(r"\s*(?P<day>[12][0-9]{3}-[01][0-9]-[0-3][0-9])(?![0-9])")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5")
_NO_TEXT = ("time", "figure", "figcaption", "aside", "button", "form", "nav", "footer", "script", "style", "template")
_REMARK = re.compile(r"comment", re.IGNORECASE)


def read_live_blog(data: bytes, name: InputName, report: OnError) -> Export | None:
    """Return the entries of a page that holds several; None of one that is an article."""
    if not _may_have_entries(data):
        return None
    page, _ = page_of(data)
    tree = tree_of(page)
    if tree is None:
        return None
    updates = _updates(tree)
    is_live = bool(updates) or _is_live(tree)
    shown = list(_shown(tree, is_live=is_live))
    entries = shown if len(shown) >= len(updates) else updates
    if len(entries) < (_LEAST_LIVE if is_live else _LEAST_OTHER) or not (is_live or _are_alike(entries)):
        return None
    whole = article(page, Source(name.id))[1]
    return Export(tuple(_of_page(entry, whole) for entry in entries))


def _may_have_entries(data: bytes) -> bool:
    low = data.lower()
    live = b"liveblog" in low or b"live-blog" in low
    return live or min(low.count(b"<article"), low.count(b"<time")) >= _LEAST_OTHER


def _of_page(entry: Article, page: Source) -> Article:
    """Return an entry with the publisher, title and address of its page, as far as it has none."""
    title, url = entry.title or page.title, entry.url or page.url
    return Article(entry.text, title, entry.date, page.publisher, None, url)


def _is_live(tree: Any) -> bool:
    """Tell whether a page calls itself, or a part of it, a live blog."""
    return any(_LIVE.search(str(one.get("@type"))) for one in json_ld(tree)) or any(
        _LIVE.search(element.get(key) or "")
        for element in tree.iter("body", "main", "article", "section", "div", "ol", "ul")
        for key in ("class", "id", "itemtype")
    )


def _are_alike(entries: list[Article]) -> bool:
    """Tell whether no entry is so much longer than all others that it is the article, and they what stands around it."""
    sizes = [len(entry.text) for entry in entries]
    return max(sizes) <= _SHARE * sum(sizes)


# --- what the page shows ------------------------------------------------------------------------


def _shown(tree: Any, *, is_live: bool) -> Iterator[Article]:
    """Yield the entries that a page shows, each with a time."""
    times = [time for time in tree.iter("time") if _DAY.match(time.get("datetime") or "")]
    found: Counter[Any] = Counter()
    children: dict[Any, dict[Any, Any]] = {}
    for time in times:
        for child in _above(time):
            parent = child.getparent()
            if parent is not None and child not in children.setdefault(parent, {}):
                children[parent][child] = time
                found[parent] += 1
    if not found:
        return
    parent = max(found, key=lambda element: found[element])
    for child, time in islice(children[parent].items(), _MOST):
        if is_live or child.tag == "article" or child.find(".//article") is not None:
            yield from _entry(child, time)


def _above(time: Any) -> Iterator[Any]:
    """Yield the elements around a time that may be an entry."""
    element = time.getparent()
    while element is not None and element.tag not in ("body", "html"):
        if not _REMARK.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            yield element
        element = element.getparent()


def _entry(element: Any, time: Any) -> Iterator[Article]:
    match = _DAY.match(time.get("datetime") or "")
    day = parse_day(match["day"]) if match else None
    own = copy.deepcopy(element)
    heading = next(own.iter(*_HEADINGS), None)
    title = one_line(heading.text_content()) if heading is not None else None
    if heading is not None:
        heading.drop_tree()
    for part in list(own.iter(*_NO_TEXT)):
        if part.getparent() is not None:
            part.drop_tree()
    text = text_of(own)
    if len(text.split()) >= _LEAST_WORDS:
        yield Article(text, title, day)


# --- what it says of itself ---------------------------------------------------------------------


def _updates(tree: Any) -> list[Article]:
    """Return the updates in the JSON-LD of a live blog."""
    found: list[Article] = []
    for one in json_ld(tree):
        given = one.get("liveBlogUpdate")
        for update in (given if isinstance(given, list) else [given])[:_MOST]:
            if isinstance(update, Mapping) and len(found) < _MOST:
                found += _update(update)
    return found


def _update(update: Mapping[str, Any]) -> Iterator[Article]:
    body, headline, url = (_said(update, key) for key in ("articleBody", "headline", "url"))
    text = plain(body).strip()
    if len(text.split()) >= _LEAST_WORDS:
        yield Article(text, one_line(headline), _day(update), url=url if url.startswith("http") else None)


def _said(update: Mapping[str, Any], key: str) -> str:
    value = update.get(key)
    return value if isinstance(value, str) else ""


def _day(update: Mapping[str, Any]) -> dt.date | None:
    matches = (_DAY.match(_said(update, key)) for key in ("datePublished", "dateCreated", "dateModified"))
    return next((parse_day(match["day"]) for match in matches if match), None)
