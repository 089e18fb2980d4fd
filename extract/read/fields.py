"""The fields of a record as services save it, nested and with gaps, and what is worth a word on all records of a file."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from diplograph.errors import OnError
from diplograph.extract.read.columns import Columns, is_short, listed
from diplograph.extract.read.record import day_of
from diplograph.extract.read.text import InputName, InputNotice
from diplograph.extract.text.clean import cut_off, is_cut

_DEEPEST = 3  # records within one another
_MOST = 1_000  # fields
_LONGEST_NAME = 200  # characters
_REMOVED = re.compile(r"\s*(?:\[removed\]|only available in [a-z ]{1,40} plans?)\s*", re.IGNORECASE)
_LONGEST_DAY = 40  # characters
_SAYS_DAY = re.compile(r"date|day|time|publi|created|issued|datum|fecha", re.IGNORECASE)
_PARTED = re.compile(r"[0-9].{0,12}[-/. ,]|[A-Za-z].*[0-9]")  # as days are written; "20210816" may be an id
_YEARS = range(1500, 2101)
_TRIED = 50  # records in which a day is looked for that was not used


def flat(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the plain values of a record, those of records within it by names such as ``source.name``."""
    found: dict[str, Any] = {}
    for name, value in _leaves(record, "", 1):
        if len(found) >= _MOST:
            break
        found[name] = value
    return found


def _leaves(record: Mapping[str, Any], before: str, depth: int) -> Iterator[tuple[str, Any]]:
    for key, value in record.items():
        if len(key) > _LONGEST_NAME:
            continue
        if isinstance(value, Mapping):
            if depth < _DEEPEST:
                yield from _leaves(value, f"{before}{key}.", depth + 1)
        elif value is not None and (depth == 1 or not isinstance(value, list)):
            yield f"{before}{key}", value


def picked(values: Mapping[str, Any], columns: Columns) -> dict[str, str]:
    """Return the name of each field's value among those of a flat record: the likeliest that says something.

    Of a list of addresses and titles without any text, as some services give it, the titles are the texts.
    """
    found = {}
    for field, names in columns.every(values).items():
        one = next((name for name in names if _says(field, values[name])), None)
        if one is not None:
            found[field] = one
    if "text" not in found and columns.text is None and "title" in found and "url" in found:
        found["text"] = found["title"]
    return found


def _says(field: str, value: object) -> bool:
    if field == "text":
        return isinstance(value, str) and not is_removed(value) and cut_off(value) > 0
    return field == "date" if isinstance(value, list) else bool(str(value).strip())


def is_removed(text: str) -> bool:
    """Tell whether a text is empty, or says only that the service doesn't give it."""
    return not text.strip() or (len(text) < 80 and _REMOVED.fullmatch(text) is not None)


class Notes:
    """Counts what concerns many records of a file, to tell it once: texts cut, only summaries or titles, a day not used."""

    def __init__(self, name: InputName, columns: Columns, option: str = "--{}-column") -> None:
        self._shown, self._named, self._option = name.shown, columns.named(), option.format
        self._cut = self._short = self._titles = self._undated = 0
        self._short_names: dict[str, None] = {}
        self._days: dict[str, None] = {}

    def met(self, values: Mapping[str, Any], places: Mapping[str, str]) -> None:
        """Note what a record's values are, and which of them hold its fields."""
        name = places.get("text")
        if name is not None:
            self._cut += is_cut(str(values[name]))
            self._titles += name == places.get("title")
            if is_short(name) and "text" not in self._named:
                self._short += 1
                self._short_names[name] = None
        if "date" not in places and "date" not in self._named:
            self._undated += 1
            if self._undated <= _TRIED:
                self._days |= dict.fromkeys(_days_among(values))

    def tell(self, report: OnError) -> None:
        """Report what was noted."""
        if self._cut:
            what = f"{_count(self._cut)} cut off by the service (“… [+2219 chars]”)"
            self._say(report, f"{what}, and the last, broken sentence of each was left out")
        if self._short:
            names = " or ".join(f"`{name}`" for name in list(self._short_names)[:5])
            what = f"{_count(self._short)} missing and {names} was read in its place"
            self._say(report, f"{what}; name the text with {self._option('text')} if there is one")
        if self._titles:
            what = f"{_count(self._titles)} missing and only the title was read"
            self._say(report, f"{what}; name the text with {self._option('text')} if there is one")
        if self._days:
            what = f"no date was taken from {listed(f'`{name}`' for name in self._days)}, though it looks like one"
            self._say(report, f"{what}: name it with {self._option('date')}")

    def _say(self, report: OnError, what: str) -> None:
        report(InputNotice(f"In {self._shown}, {what}."))


def _count(number: int) -> str:
    return "1 text is" if number == 1 else f"{number:,} texts are"


def _days_among(values: Mapping[str, Any]) -> Iterable[str]:
    return (name for name, value in values.items() if _looks_like_a_day(name, value))


def _looks_like_a_day(name: str, value: object) -> bool:
    if isinstance(value, dt.date):
        return True
    if isinstance(value, bool) or not isinstance(value, str | int | float) or len(str(value)) > _LONGEST_DAY:
        return False
    written = str(value).strip()
    if not any(char.isdigit() for char in written):
        return False
    if not _SAYS_DAY.search(name) and not (isinstance(value, str) and _PARTED.match(written)):
        return False
    day = day_of(written)
    return day is not None and day.year in _YEARS
