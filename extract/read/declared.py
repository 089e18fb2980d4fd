"""What a page says of itself, judged: the day of an article and not of a template, its title and not the site's name."""

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from diplograph.extract.model import Source
from diplograph.extract.read.header import parse_day, read_header
from diplograph.extract.read.titles import is_called_like, same_name, without_outlet
from diplograph.extract.text.date_spans import find_dates

_LONGEST_DATA = 500_000  # characters of JSON-LD
_MOST_OBJECTS = 1_000
_LATER = re.compile(r"modif|updat|revis|expir|valid|lastmod|build|image|video", re.IGNORECASE)
_DECLARES = re.compile(r"date|publi|issued|created|time|url", re.IGNORECASE)
_PUBLISHED = re.compile(r"publi(?!sher)|pubdate|issued|created|(?:^|[.:_ ])date$", re.IGNORECASE)
_ISO = re.compile(r"(?<![0-9])([12][0-9]{3})[-/.]([0-9]{2})[-/.]([0-9]{2})(?![0-9])")
_LONGEST_VISIBLE = 120  # characters of a line about the article
_LONGEST_TITLE = 300  # characters
_MOST_NAME_WORDS = 6
_MARKS = re.compile(r"\s+(?:[|·•»–—-]|::)\s+")
_UPDATES = frozenset({"liveblogupdate", "comment", "itemlistelement", "mainentity", "haspart", "video", "image"})


@dataclass(frozen=True, slots=True)
class Data:
    """What is in a page's JSON-LD of the article and the site; what it is a list of is kept apart, in ``updates``."""

    titles: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    updates: tuple[str, ...] = ()


def judged(tree: Any, text: str, found: Source, own: Source) -> Source:
    """Return what is known of a page: what was ``found``, put right by what the page shows.

    Args:
        tree: The page.
        text: The article in it.
        found: What a library took from the page's data.
        own: What was declared before the page was read, which goes first.
    """
    data = data_of(tree)
    title, publisher = _without_tail(tree, *_named(tree, found, data), found.url)
    return Source(
        own.id,
        own.title or title,
        own.date or _day(tree, text, found.date, data),
        own.url or found.url,
        own.publisher or publisher,
    )


# --- title and publisher ------------------------------------------------------------------------


def _named(tree: Any, found: Source, data: Data) -> tuple[str | None, list[str | None]]:
    """Return the title, and what the site is called, the likeliest name first."""
    title, publisher = found.title, found.publisher
    sites = [*_metas(tree, "og:site_name", "application-name"), *data.sites]
    titles = [*_headings(tree), *_metas(tree, "og:title", "twitter:title"), *data.titles, *_title_tag(tree)]
    if _is_swapped(tree, found, data):
        title, publisher = publisher, title
        sites = [site for site in sites if not same_name(site, title)]
    elif _is_one_of(title, sites) or (_is_one_of(title, data.updates) and not _is_one_of(title, titles)):
        title = _other(titles, [*sites, *data.updates]) or title
    return title, [_other(sites, [title]) if same_name(publisher, title) else publisher, *sites]


def _without_tail(
    tree: Any, title: str | None, names: list[str | None], url: str | None
) -> tuple[str | None, str | None]:
    """Return the title without the outlet, and the publisher, which the tail tells where only an address is known."""
    publisher = names[0]
    if title is None:
        return None, publisher
    title, tail = without_outlet(title, names, url, guess=not _is_one_of(title, _headings(tree)))
    tail = tail or _tail(title, _title_tag(tree))
    unknown = publisher is None or ("." in publisher and " " not in publisher)
    return title, tail if tail and unknown else publisher


def _is_swapped(tree: Any, found: Source, data: Data) -> bool:
    """Tell whether what was taken for the title is the site's name, and the other way round."""
    title, publisher = found.title, found.publisher
    if not title or not publisher or same_name(title, publisher):
        return False
    names = [*_metas(tree, "application-name"), *data.sites]
    if _is_one_of(title, names) or is_called_like(title, found.url):
        return not _is_one_of(publisher, names) and not is_called_like(publisher, found.url)
    if _is_one_of(publisher, [*names, *_metas(tree, "og:site_name")]):
        return False
    parts = [
        part for tag in _title_tag(tree) for part in re.split(_MARKS, tag)
    ]  # of which a library takes one for each
    both = _is_one_of(title, parts) and _is_one_of(publisher, parts)
    return both and len(publisher.split()) > len(title.split())


def _other(names: list[str], but: Sequence[str | None]) -> str | None:
    """Return the first of some names that is none of the others."""
    return next((name for name in names if not _is_one_of(name, but)), None)


def _is_one_of(name: str | None, names: Sequence[str | None]) -> bool:
    return any(same_name(name, one) for one in names)


def _tail(title: str, tags: list[str]) -> str | None:
    """Return what the page's title tag has behind its title, if that is a name."""
    for tag in tags:
        *before, last = re.split(_MARKS, tag)
        words = last.split()
        named = len(words) <= _MOST_NAME_WORDS and "," not in last and all(word[0].isupper() for word in words[-1:])
        if named and before and same_name(before[0], title):
            return last
    return None


def _headings(tree: Any) -> list[str]:
    found = [_line(heading.text_content()) for heading in tree.iter("h1")]
    return [line for line in found if line] if len(found) == 1 else []


def _title_tag(tree: Any) -> list[str]:
    element = tree.find(".//head/title")
    line = _line(element.text_content()) if element is not None else ""
    return [line] if line else []


def _metas(tree: Any, *names: str) -> list[str]:
    found = dict.fromkeys(names, "")
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or "").strip().lower()
        if name in found:
            found[name] = found[name] or _line(meta.get("content") or "")
    return [line for line in found.values() if line]


def _line(text: str) -> str:
    return " ".join(text[:2_000].split())[:_LONGEST_TITLE]


# --- the day ------------------------------------------------------------------------------------


def _day(tree: Any, text: str, found: dt.date | None, data: Data) -> dt.date | None:
    """Return the day that was found if the page declares it for the article or shows it, else another that it declares or states."""
    if found is not None and (found in _declared(tree, data, _DECLARES) or found in _shown(tree, found)):
        return found
    times = {day for time in tree.iter("time") for day in _days_in((time.get("datetime") or "")[:_LONGEST_VISIBLE])}
    for days in (_declared(tree, data, _PUBLISHED), times):  # before 1995, say, where libraries look no further
        if len(days) == 1:
            return next(iter(days))
    return read_header(text).date or found


def _declared(tree: Any, data: Data, names: re.Pattern[str]) -> set[dt.date]:
    values = [*data.days]
    for meta in tree.iter("meta"):
        name = " ".join(filter(None, (meta.get(key) for key in ("property", "name", "itemprop", "http-equiv"))))
        if names.search(name) and not _LATER.search(name):
            values.append(meta.get("content") or "")
    if names is _DECLARES:
        values += [link.get("href") or "" for link in tree.iter("link") if link.get("rel") == "canonical"]
    return {day for value in values for day in _days_in(value[:_LONGEST_TITLE])}


def _shown(tree: Any, day: dt.date) -> set[dt.date]:
    """Return the days that the page shows in elements of time and in short lines, where these have the year of ``day``."""
    values = [f"{time.get('datetime') or ''} {time.text_content()[:_LONGEST_VISIBLE]}" for time in tree.iter("time")]
    year = str(day.year)
    for element in tree.iter():
        if element.tag not in ("script", "style"):
            pieces = (element.text, element.tail if element.getparent() is not None else None)
            values += [piece for piece in pieces if piece and len(piece) <= _LONGEST_VISIBLE and year in piece]
    values = [value for value in values if not _LATER.search(value)]
    return {found for value in values for found in _days_in(value)}


def _days_in(value: str) -> Iterator[dt.date]:
    for match in _ISO.finditer(value):
        day = parse_day("-".join(match.groups()))
        if day:
            yield day
    for start, end in find_dates(value):
        day = parse_day(value[start:end])
        if day:
            yield day


# --- JSON-LD ------------------------------------------------------------------------------------


def data_of(tree: Any) -> Data:
    """Return what the page's JSON-LD says; what is none is passed over."""
    data = Data()
    for loaded in _loaded(tree):
        data = _with(data, loaded)
    return data


def json_ld(tree: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the objects in a page's JSON-LD, but those within lists of updates, comments and the like."""
    for loaded in _loaded(tree):
        yield from _objects([loaded], but=_UPDATES)


def _loaded(tree: Any) -> Iterator[Any]:
    for script in tree.iter("script"):
        text = script.text or ""
        if (script.get("type") or "").strip().lower() == "application/ld+json" and len(text) <= _LONGEST_DATA:
            yield parsed(text)


def parsed(text: str) -> Any:
    """Return what a script holds if that is JSON, else None."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _with(data: Data, loaded: Any) -> Data:
    objects, updates = list(_objects([loaded], but=_UPDATES)), list(_objects([loaded], but=frozenset()))
    for one in objects:
        data = _of_object(data, one)
    headlines = {_line(one["headline"]) for one in updates if isinstance(one.get("headline"), str)}
    return replace(data, updates=(*data.updates, *sorted(headlines.difference(data.titles))))


def _objects(values: list[Any], but: frozenset[str]) -> Iterator[Mapping[str, Any]]:
    """Yield the objects in some values, but those under some keys, and not too many of them."""
    for _ in range(_MOST_OBJECTS):
        if not values:
            return
        one = values.pop(0)
        if isinstance(one, list):
            values += one[:_MOST_OBJECTS]
        elif isinstance(one, Mapping):
            yield one
            inner = (value for key, value in one.items() if str(key).lower() not in but | {"publisher"})
            values += [value for value in inner if isinstance(value, Mapping | list)]


def _of_object(data: Data, one: Mapping[str, Any]) -> Data:
    kind = str(one.get("@type")).casefold()
    publisher = one.get("publisher")
    name = publisher.get("name") if isinstance(publisher, Mapping) else one.get("name") if "website" in kind else None
    title, day = one.get("headline"), one.get("datePublished") or one.get("dateCreated")
    return replace(
        data,
        titles=(*data.titles, _line(title)) if isinstance(title, str) and title.strip() else data.titles,
        sites=(*data.sites, _line(name)) if isinstance(name, str) and name.strip() else data.sites,
        days=(*data.days, day) if isinstance(day, str) else data.days,
    )
