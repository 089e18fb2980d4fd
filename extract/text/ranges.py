"""The run of days that an English expression names which settles no single day: "last week", "in June", "early 2019".

The run is as wide as the words allow: "early June" is June, since nobody knows where early ends. What has taken place lies
no later than the day counted from, and what is to come no earlier. Seasons are those of the north, by whole months.
"""

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Callable
from functools import lru_cache

from diplograph.extract.text.date_words import COUNT, MONTH_IN_FULL, MONTH_IN_SHORT, MONTHS, number
from diplograph.extract.text.dates import LONGEST, Days, months_on, plain, resolve

_Rule = Callable[[re.Match[str], dt.date, bool], Days | None]

_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}  # the month in which each begins
_STEP = {"last": -1, "past": -1, "previous": -1, "preceding": -1, "this": 0, "the": 0, "same": 0, "next": 1}
_STEP |= {"coming": 1, "following": 1, "that": 0}
_ORDER = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": 3, "1": 0, "2": 1, "3": 2, "4": 3}


def run_of_days(text: str, base: dt.date | None, *, future: bool = False) -> Days | None:
    """Return the first and the last day that ``text`` may mean, or None where it names no run of days.

    Args:
        text: A date expression that ``diplograph.extract.text.dates.resolve`` settles no day of.
        base: The day to count from; without one, only expressions with a year have an answer.
        future: The event is still to come.
    """
    return _run(text, base, future) if len(text) <= LONGEST else None


def leans(text: str) -> bool:
    """Tell whether ``text`` counts from another event ("that month"), not from the day of writing."""
    return _LEANING.fullmatch(plain(text)) is not None


@lru_cache(maxsize=4096)
def _run(text: str, base: dt.date | None, future: bool) -> Days | None:
    words = plain(text)
    try:
        for pattern, rule in _WITH_YEAR:
            if match := pattern.fullmatch(words):
                days = rule(match, base or dt.date.max, future)
                return _cut(days, match, base, future) if base else days
        for pattern, rule in _COUNTED:
            if base is not None and (match := pattern.fullmatch(words)):
                return _cut(rule(match, base, future), match, base, future)
    except (ValueError, OverflowError):
        pass
    return None


def _cut(days: Days | None, match: re.Match[str], base: dt.date, future: bool) -> Days | None:
    """Leave out what lies on the wrong side of the day counted from; "earlier this week" tells the side itself."""
    if days is None or _LEANING.fullmatch(match.string):
        return days
    side = match.groupdict().get("side")
    if (side or ("later" if future else "earlier")) == "earlier":
        days = days[0], min(days[1], base)
    else:
        days = max(days[0], base), days[1]
    return days if days[0] <= days[1] else None


# --- runs of days -------------------------------------------------------------------------------


def _week_of(day: dt.date) -> Days:
    monday = day - dt.timedelta(days=day.weekday())
    return monday, monday + dt.timedelta(days=6)


def _months_from(year: int, month: int, count: int) -> Days:
    """Return whole months; a month above 12 is of a later year, one below 1 of an earlier."""
    first = months_on(dt.date(year, 1, 1), month - 1, 1)
    last = months_on(first, count - 1, 1)
    return first, last.replace(day=monthrange(last.year, last.month)[1])


def _year(year: int) -> Days:
    return _months_from(year, 1, 12)


def _step(match: re.Match[str]) -> int:
    """Tell whether the words mean the unit counted from, the one before, or the next."""
    return _STEP[match["which"].split()[-1]]


# --- rules --------------------------------------------------------------------------------------


def _of_year(match: re.Match[str], _base: dt.date, _future: bool) -> Days:
    return _year(int(match["year"]))


def _of_decade(match: re.Match[str], _base: dt.date, _future: bool) -> Days:
    return _months_from(int(match["decade"]), 1, 120)


def _of_half(match: re.Match[str], _base: dt.date, _future: bool) -> Days:
    return _months_from(int(match["year"]), 7 if match["half"] in ("second", "latter") else 1, 6)


def _of_quarter(match: re.Match[str], _base: dt.date, _future: bool) -> Days:
    return _months_from(int(match["year"]), 3 * _ORDER[match["quarter"] or match["q"]] + 1, 3)


def _of_season(match: re.Match[str], _base: dt.date, _future: bool) -> Days:
    """Return a season of a year, and of "winter of 2019" either, since both are called so."""
    year, season = int(match["year"]), match["season"]
    return _months_from(year - 1, 12, 15) if season == "winter" else _months_from(year, _SEASONS[season], 3)


def _of_month(match: re.Match[str], base: dt.date, _future: bool) -> Days:
    month, year = MONTHS.index(match["month"][:3]) + 1, match["year"]
    if year.isdecimal():
        return _months_from(int(year), month, 1)
    return _months_from(base.year + _STEP[year.removeprefix("the ").split()[0]], month, 1)


def _this_week(match: re.Match[str], base: dt.date, _future: bool) -> Days:
    return _week_of(base + dt.timedelta(weeks=_step(match)))


def _this_month(match: re.Match[str], base: dt.date, _future: bool) -> Days:
    return _months_from(base.year, base.month + _step(match), 1)


def _this_year(match: re.Match[str], base: dt.date, _future: bool) -> Days:
    return _year(base.year + _step(match))


def _this_quarter(match: re.Match[str], base: dt.date, _future: bool) -> Days:
    return _months_from(base.year, 3 * ((base.month - 1) // 3 + _step(match)) + 1, 3)


def _weekend(match: re.Match[str], base: dt.date, future: bool) -> Days:
    saturday = base - dt.timedelta(days=(base.weekday() - 5) % 7)  # the latest until now
    if match["which"] == "next" or (future and match["which"] != "last" and base.weekday() < 5):
        saturday += dt.timedelta(weeks=1)
    elif match["which"] == "last" and base.weekday() >= 5:
        saturday -= dt.timedelta(weeks=1)
    return saturday, saturday + dt.timedelta(days=1)


def _named_month(match: re.Match[str], base: dt.date, future: bool) -> Days:
    """Read "June", "last June": the one that last began, or the next that is not over."""
    month = MONTHS.index(match["month"][:3]) + 1
    if match["which"] == "last":
        year = base.year - int(month >= base.month)
    elif future or match["which"] == "next":
        year = base.year + int(month < base.month or (match["which"] == "next" and month == base.month))
    else:
        year = base.year - int(month > base.month)
    return _months_from(year, month, 1)


def _named_season(match: re.Match[str], base: dt.date, future: bool) -> Days:
    first = _SEASONS[match["season"]]
    begun = base.year - int(first > base.month)  # the latest that has begun
    start, end = _months_from(begun, first, 3)
    step = 0
    if match["which"] == "last":
        step = -int(end >= base)
    elif future or match["which"] == "next":
        step = int(end < base or match["which"] == "next")
    return _months_from(start.year + step, first, 3)


def _ago(match: re.Match[str], base: dt.date, _future: bool) -> Days | None:
    """Read "two months ago" as that month, "three years ago" as that year, "six weeks ago" as that week."""
    count, unit = number(match["n"]), match["unit"]
    count = -count if match["way"] in ("later", "after", "afterwards") else count
    match unit:
        case "week":
            return _week_of(base - dt.timedelta(weeks=count))
        case "month":
            return _months_from(base.year, base.month - count, 1)
        case _:
            return _year(base.year - count)


def _within(match: re.Match[str], base: dt.date, future: bool) -> Days | None:
    """Read "in the past two weeks", "over the next three months"."""
    count, unit = number(match["n"] or "one"), match["units"] or match["unit"]
    sign = 1 if match["which"] in ("next", "coming") else -1
    if future is not (sign > 0):
        return None
    if unit in ("day", "week"):
        other = base + dt.timedelta(days=sign * count * (7 if unit == "week" else 1))
    else:
        first, last = _months_from(base.year, base.month + sign * count, 1)
        other = min(first.replace(day=min(base.day, last.day)), last)
    return min(base, other), max(base, other)


def _week_with(match: re.Match[str], base: dt.date, future: bool) -> Days | None:
    """Read "the week of 14 March"."""
    day = resolve(match["day"], base if base != dt.date.max else None, future=future)
    return _week_of(day[0]) if day else None


# --- the patterns, on text that ``plain`` made plain --------------------------------------------

_MONTH = rf"(?P<month>{MONTH_IN_FULL}|{MONTH_IN_SHORT})"
_YEAR = r"(?P<year>[12][0-9]{3})"
_SEASON = rf"(?P<season>{'|'.join(_SEASONS)})"
_PART = r"(?:(?:the )?(?:very )?(?:early|late|mid|beginning|start|middle|end|close|latter part|first days|last days)(?: in| of|-)? ?)?(?:the )?"
_SIDE = r"(?:(?P<side>earlier|later)(?: in)? )?"
_THIS = r"(?P<which>last|previous|preceding|this|that|same|the same|that same|next|coming|following|the following|the next|the previous|the preceding|the last)"
_WHICH_END = r"(?:the )?(?:beginning|start|middle|end|close) of"
_ABOUT = r"(?:(?:about|almost|around|exactly|just|nearly|only|over|roughly|some) )*"

_WITH_YEAR_PATTERNS: tuple[tuple[str, _Rule], ...] = (
    (rf"{_PART}(?:year )?{_YEAR}", _of_year),
    (r"(?:the )?(?:early |mid-?|late )?(?P<decade>[12][0-9]{2}0)s", _of_decade),
    (rf"(?:the )?(?P<half>first|second|latter) half of {_YEAR}", _of_half),
    (rf"(?:the )?(?:(?P<quarter>first|second|third|fourth|last) quarter of|q(?P<q>[1-4])) {_YEAR}", _of_quarter),
    (rf"{_PART}{_SEASON}(?: of)? {_YEAR}", _of_season),
    (rf"{_PART}{_MONTH}(?: of)? (?P<year>[12][0-9]{{3}})", _of_month),
    (r"(?:the )?week (?:of|beginning|starting) (?P<day>.*[0-9]{4})", _week_with),
)
_COUNTED_PATTERNS: tuple[tuple[str, _Rule], ...] = (
    (
        rf"{_PART}{_MONTH}(?: of)? (?P<year>(?:(?:the )?(?:following|previous|same)|this|last|next|that) year)",
        _of_month,
    ),
    *(
        (pattern + unit, rule)
        for unit, rule in (
            ("week", _this_week),
            ("month", _this_month),
            ("year", _this_year),
            ("quarter", _this_quarter),
        )
        for pattern in (
            rf"{_SIDE}{_PART}{_THIS} ",
            r"(?P<side>earlier|later) in (?P<which>the) ",
            rf"{_WHICH_END} (?P<which>the) ",
        )
    ),
    (r"(?:the |this )?(?:past )?(?P<which>last|this|next|coming|)(?: |^)?(?:long )?weekend", _weekend),
    (rf"{_SIDE}{_PART}(?P<which>last|this|past|next|coming|) ?{_MONTH}", _named_month),
    (rf"{_SIDE}{_PART}(?P<which>last|this|past|next|coming|) ?{_SEASON}", _named_season),
    (
        rf"{_ABOUT}(?P<n>{COUNT}) (?P<unit>week|month|year)s? (?P<way>ago|earlier|before|previously|later|after|afterwards)",
        _ago,
    ),
    (
        rf"(?:the )?(?P<which>last|past|previous|next|coming) (?:(?P<n>{COUNT}) (?P<units>day|week|month)s?|(?P<unit>week|month))",
        _within,
    ),
    (r"(?:the )?week (?:of|beginning|starting) (?P<day>.+)", _week_with),
)
_WITH_YEAR = tuple((re.compile(pattern), rule) for pattern, rule in _WITH_YEAR_PATTERNS)
_COUNTED = tuple((re.compile(pattern), rule) for pattern, rule in _COUNTED_PATTERNS)
_LEANING = re.compile(
    rf"(?:(?:earlier|later) (?:in )?)?{_PART}(?:(?:{MONTH_IN_FULL})(?: of)? )?(?:that|same|the same|that same|previous|following|preceding|the previous|the following|the preceding)"
    rf" (?:week|month|year|quarter|{'|'.join(_SEASONS)})|{_ABOUT}{COUNT} (?:week|month|year)s? (?:earlier|before|previously|later|after|afterwards)"
)
