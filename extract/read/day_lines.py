"""Lines that hold a day and nothing else, as texts have them above their headline or below their last paragraph."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from diplograph.extract.text.date_words import MONTH_IN_FULL, MONTH_IN_SHORT, WEEKDAY_IN_FULL
from diplograph.extract.text.dates import resolve

_LONGEST = 80  # characters
_HEAD, _FOOT = 6, 4  # lines that are not blank, in which a text says its day
_MOST_DAYS = 2  # a text with more such lines is a chronology
_SHORT = 150  # characters of a line that is no paragraph
_ISO = re.compile(r"([12][0-9]{3})([-/.]?)([0-9]{2})\2([0-9]{2})(?:[T ][0-9:.]{4,12}(?:Z|[+-][0-9:]{4,5})?)?")
_LABEL = re.compile(
    r"(?:(?:first |date )?(?:published|posted|issued|released|publication|release)(?: date)?(?: (?:on|at))?"
    r"|date(?:d| of (?:issue|publication|release))?)\s*:?\s+",
    re.IGNORECASE,
)
_PLACE = re.compile(r"[A-ZÀ-Þ][\w'’.-]*(?: [A-ZÀ-Þ][\w'’.-]*){0,2}(?:, [A-ZÀ-Þ][\w'’.-]*(?: [A-ZÀ-Þ][\w'’.-]*)?)?, ?")
_TIME = re.compile(
    r"(?:[\s,|–—-]|\bat\b)*\(?[0-9]{1,2}[:.h][0-9]{2}(?::[0-9]{2})?\s?(?:[ap]\.?m\.?)?"
    r"(?:\s?(?:\([A-Z+0-9:]{2,8}\)|[A-Z]{2,5}))?\)?\Z",
    re.IGNORECASE,
)
# "SG/SM/20894", "2021/789": what organisations number their papers with
_SYMBOL = re.compile(r"[\s,|–—-]+(?:No\.? ?)?(?=[A-Z0-9().-]*[/0-9])[A-Z0-9]+(?:[/.()-]+[A-Z0-9]+)*\)?\Z")
_MARKS = " \t\r*_#|"
_OPENS = re.compile(rf"[0-9(]|{WEEKDAY_IN_FULL}|{MONTH_IN_FULL}|{MONTH_IN_SHORT}|{_LABEL.pattern}", re.IGNORECASE)
_MAY_BE = re.compile(r"[^\n]{0,60}[0-9]{2}")


@dataclass(frozen=True, slots=True)
class DayLine:
    """A line that names its text's day.

    Attributes:
        end: Where it ends in the text.
        opens: Whether it is the first of the text, and has no place that belongs to what is told.
    """

    day: dt.date
    end: int
    opens: bool


def day_of_line(line: str) -> dt.date | None:
    """Return the day that a line names, if that is all it does: with or without weekday, place, time of day or a symbol."""
    line = line.strip(_MARKS)
    if not 8 <= len(line) <= _LONGEST or not _MAY_BE.match(line):
        return None
    line = line[label.end() :] if (label := _LABEL.match(line)) else line
    return _day_with_time(line) or (_day_with_time(line[place.end() :]) if (place := _PLACE.match(line)) else None)


def _day_with_time(words: str) -> dt.date | None:
    for rest in (words, _SYMBOL.sub("", words, count=1)):
        day = _day(rest) or _day(_TIME.sub("", rest, count=1))
        if day:
            return day
    return None


def _day(words: str) -> dt.date | None:
    """Read a day with its year and no time; two readings are none."""
    iso = _ISO.fullmatch(words)
    if iso:
        try:
            return dt.date(int(iso[1]), int(iso[3]), int(iso[4]))
        except ValueError:
            return None
    days = None if ":" in words else resolve(words.rstrip(" .,"), None)
    return days[0] if days and days[0] == days[1] else None


def day_above(text: str, start: int = 0) -> DayLine | None:
    """Return the line above the prose that holds the day of the text; None if there is none, or one for each of many."""
    for number, (at, line) in enumerate(_lines(text, start)):
        day = day_of_line(line)
        if day:
            opens = number == 0 and _OPENS.match(line.strip(_MARKS)) is not None
            return None if is_chronology(text) else DayLine(day, at + len(line), opens)
        if number + 1 >= _HEAD or _is_prose(line):
            return None
    return None


def day_below(text: str) -> dt.date | None:
    """Return the day that a line below the prose holds."""
    end = text.rstrip()
    for _ in range(_FOOT):
        cut = end.rfind("\n") + 1
        day = day_of_line(end[cut : cut + _LONGEST + 20]) if len(end) - cut <= _LONGEST + 20 else None
        if day:
            return None if is_chronology(text) else day
        end = end[:cut].rstrip()
        if not end:
            return None
    return None


def is_chronology(text: str) -> bool:
    """Tell whether a text has a line for each of many days, none of which is its own."""
    days = set[dt.date]()
    for _, line in _lines(text, 0):
        day = day_of_line(line)
        if day:
            days.add(day)
            if len(days) > _MOST_DAYS:
                return True
    return False


def _lines(text: str, start: int) -> Iterator[tuple[int, str]]:
    for match in re.compile(r"[^\n]+").finditer(text, start):
        if not match[0].isspace():
            yield match.start(), match[0]


def _is_prose(line: str) -> bool:
    line = line.rstrip()
    return len(line) > _SHORT or (line.endswith(".") and len(line.split()) > 6)
