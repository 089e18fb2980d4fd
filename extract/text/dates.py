"""The day that an English date expression names, counted from a given day.

Only expressions that settle a day, or a first and a last day, have an answer; "last week", "in
June", "recently" or "overnight" have none. Section 7 of the annotation standard gives the rules.
"""

import datetime as dt
import re
from collections.abc import Callable
from functools import lru_cache

from diplograph.extract.text.date_words import (
    COUNT,
    MONTH_IN_FULL,
    MONTH_IN_SHORT,
    MONTHS,
    PART_OF_DAY,
    UNIT,
    WEEKDAY_IN_FULL,
    WEEKDAYS,
    number,
)

Days = tuple[dt.date, dt.date]
_Rule = Callable[[re.Match[str], dt.date, bool], Days | None]
_MonthDay = tuple[int, int]

LONGEST = 100  # characters; no date expression is longer
_LEAP_GAP = 8  # years between two 29 Februaries at most
_EXACT_DAYS = 31  # "45 days ago", "six weeks later" are round figures unless called exact


def resolve(text: str, base: dt.date | None, *, future: bool = False) -> Days | None:
    """Return the first and the last day that ``text`` names, or None when it settles no day.

    Args:
        text: A date expression, such as "late on Monday", "two days later" or "June 30 - July 2".
        base: The day to count from: the document's, or another event's where ``anchored`` says so.
            Without one, only expressions with a year have an answer.
        future: The event is still to come, so that "Monday" and "16 August" lie on or after ``base``
            and not on or before it.
    """
    return _resolve(text, base, future) if len(text) <= LONGEST else None


def anchored(text: str) -> bool:
    """Tell whether ``text`` counts from another event ("two days later"), not from the day of writing ("Monday")."""
    return len(text) <= LONGEST and _ANCHORED.fullmatch(plain(text)) is not None


def lacks_a_year(text: str) -> bool:
    """Tell whether ``text`` names days with their month, but no year."""
    match = _DAY_AND_MONTH.fullmatch(plain(text)) if len(text) <= LONGEST else None
    return match is not None and not _groups(match, "year")


@lru_cache(maxsize=4096)
def _resolve(text: str, base: dt.date | None, future: bool) -> Days | None:
    words = plain(text)
    try:
        if match := _DAY_AND_MONTH.fullmatch(words):
            return _absolute(match, base, future)
        for pattern, rule in _RULES:
            if match := pattern.fullmatch(words):
                return rule(match, base, future) if base else None
        return _with_time(text)
    except (ValueError, OverflowError):  # 31 June, or a day beyond the calendar
        return None


def plain(text: str) -> str:
    """Return an expression in lower case, with single spaces and plain dashes, without commas, brackets and lead-in words."""
    low = re.sub(r"[–—‒‐‑−-]+", "-", text.casefold().replace("’", "'"))
    low = re.sub(r"'s?\s*$|[.;:]+\s*$|[,()\"“”]|(?<=[a-z])\.", " ", low)
    low = re.sub(r" ?- ?", "-", " ".join(low.split()))
    low = _WEEKDAY_BEFORE_DATE.sub("", low)
    return _LEAD_IN.sub("", low, count=1) if _LEAD_IN.match(low) else low


def _one(day: dt.date) -> Days:
    return day, day


# --- counting from the base ---------------------------------------------------------------------


def _near(days: int) -> _Rule:
    return lambda _match, base, _future: _one(base + dt.timedelta(days=days))


def _shift(match: re.Match[str], base: dt.date, future: bool) -> Days | None:
    found = match.groupdict()
    if found.get("within") and not future:  # "visited three states in two days"
        return None
    count = number(match["n"])
    back = found.get("way") in {"ago", "earlier", "before", "previously", "prior"}
    exact = bool(found.get("exact") or found.get("today"))
    return _count(base, -count if back else count, match["unit"], exact)


def _count(base: dt.date, count: int, unit: str, exact: bool) -> Days | None:
    if unit in {"month", "year"}:
        return _one(months_on(base, count * (12 if unit == "year" else 1), base.day)) if exact else None
    hours = count * {"hour": 1, "day": 24, "week": 168, "fortnight": 336}[unit]
    settled = hours % 24 == 0 and (exact or abs(hours) <= _EXACT_DAYS * 24)
    return _one(base + dt.timedelta(hours=hours)) if settled else None


def months_on(base: dt.date, count: int, day: int) -> dt.date:
    months = base.year * 12 + base.month - 1 + count
    return dt.date(months // 12, months % 12 + 1, day)


# --- weekdays -----------------------------------------------------------------------------------


def _on(name: str, base: dt.date, future: bool, strict: bool = False) -> dt.date:
    """The latest such weekday on or before ``base``, or the first on or after it; ``strict`` leaves out ``base``."""
    number = next(n for n, full in enumerate(WEEKDAYS) if full.startswith(name[:3]))
    same = 7 if strict else 0
    if future:
        return base + dt.timedelta(days=(number - base.weekday()) % 7 or same)
    return base - dt.timedelta(days=(base.weekday() - number) % 7 or same)


def _weekday(match: re.Match[str], base: dt.date, future: bool) -> Days:
    which = match["which"] or match["after"] or ""
    if which in {"last", "past", "previous", "preceding", "before", "earlier"}:
        return _one(_on(match["weekday"], base, future=False, strict=True))
    if which in {"next", "coming", "following", "after"}:
        return _one(_on(match["weekday"], base, future=True, strict=True))
    return _one(_on(match["weekday"], base, future))


def _weekday_of_week(match: re.Match[str], base: dt.date, future: bool) -> Days:
    monday = base - dt.timedelta(days=base.weekday() - {"last": -7, "this": 0, "next": 7}[match["week"]])
    return _one(_on(match["weekday"], monday, future=True))


def _weekdays(match: re.Match[str], base: dt.date, future: bool) -> Days:
    if future:
        start = _on(match["first"], base, future=True)
        return start, _on(match["last"], start, future=True)
    end = _on(match["last"], base, future=False)
    return _on(match["first"], end, future=False), end


# --- days of the month --------------------------------------------------------------------------


def _day_of_month(match: re.Match[str], base: dt.date, future: bool) -> Days:
    """Read "the 16th", of the month of ``base`` or of a neighbour that suits ``future``."""
    day, step = int(match["day"]), {"last": -1, "next": 1}.get(match["month"] or "", 0)
    if not match["month"] and (day < base.day if future else day > base.day):
        step = 1 if future else -1
    return _one(months_on(base, step, day))


def _absolute(match: re.Match[str], base: dt.date | None, future: bool) -> Days | None:
    """Read one or two days with their month, which may lack the year."""
    days = [int(re.sub(r"[^0-9]", "", text)) for text in _groups(match, "day")]
    months = [MONTHS.index(text[:3]) + 1 for text in _groups(match, "month")]
    years = [_year(text, base) for text in _groups(match, "year")]
    first, last = (months[0], days[0]), (months[-1], days[-1])
    if len(months) < len(days) and last < first:  # "5-3 March"
        return None
    if not years:
        return _nearest(first, last, base, future) if base else None
    return _in_years(first, last, years)


def _groups(match: re.Match[str], kind: str) -> list[str]:
    """Return the days, the months or the years of a match, in the order of the text."""
    return [text for name, text in match.groupdict().items() if text and name.startswith(kind)]


def _year(text: str, base: dt.date | None) -> int | None:
    if text.isdecimal():
        return int(text)
    return base.year + {"last": -1, "this": 0, "next": 1}[text.split()[0]] if base else None


def _in_years(first: _MonthDay, last: _MonthDay, years: list[int | None]) -> Days | None:
    """Give the last day its year, and the first its own, or the latest that lets it come first."""
    if years[0] is None or years[-1] is None:  # "last year", in a document without a date
        return None
    start = years[0] if len(years) == 2 else years[0] - int(last < first)
    days = dt.date(start, *first), dt.date(years[-1], *last)
    return days if days[0] <= days[1] else None


def _nearest(first: _MonthDay, last: _MonthDay, base: dt.date, future: bool) -> Days | None:
    """Give both days the nearest year that puts a past start before and a planned end after ``base``."""
    years = range(base.year - 1, base.year + _LEAP_GAP + 1)
    if not future:
        years = range(base.year, base.year - _LEAP_GAP - 1, -1)
    for year in years:
        try:
            start, end = dt.date(year, *first), dt.date(year + int(last < first), *last)
        except ValueError:  # no 29 February in that year
            continue
        if end >= base if future else start <= base:
            return start, end
    return None


def _with_time(text: str) -> Days | None:
    """Read a full date in digits, or one with a time of day, where no two readings exist."""
    if match := _DIGITS.fullmatch(text.strip()):
        return _digits(*match.groups(default=""))
    if not _WITH_TIME.fullmatch(text):
        return None
    import dateparser  # a tenth of a second, which few documents need

    moment = dateparser.parse(text, languages=["en"], settings={"REQUIRE_PARTS": ["day", "month", "year"]})
    return _one(moment.date()) if moment else None


def _digits(iso: str, a: str, b: str, year: str) -> Days | None:
    if iso:
        return _one(dt.date(*(int(n) for n in re.split(r"[-/.]", iso))))
    one, two = int(a), int(b)
    if one > 12 or one == two:
        return _one(dt.date(int(year), two, one))
    return _one(dt.date(int(year), one, two)) if two > 12 else None


# --- the patterns, on text that plain made plain -----------------------------------------------

_WEEKDAY = rf"(?:{WEEKDAY_IN_FULL}|mon|tues?|wed|thurs?|thu|fri|sat|sun)"
_MONTH = rf"(?:{MONTH_IN_FULL}|{MONTH_IN_SHORT})"
_DAY = r"(?:the )?[0-9]{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:[12][0-9]{3}|(?:this|last|next) year)"
_TIME_OF_DAY = rf"(?: (?:in the |at )?(?:early |late )?{PART_OF_DAY})?"
_JOIN = r"(?:[-/]| (?:to|and|until|till|through|thru) )"
_TO = r"(?(between) and |(?:[-/]| (?:to|until|till|through|thru) ))"  # "2 May and 3 June" is no span of days
_SHIFT = rf"(?P<exact>exactly )?(?P<n>{COUNT}) (?P<unit>{UNIT})s?"
_BEFORE = r"(?:previous|preceding)"
_AFTER = r"(?:next|following)"
_WAY = r"(?:later|earlier|before|after|afterwards?|previously|prior|on)"
_WHICH = rf"(?:last|past|this|coming|same|{_BEFORE}|{_AFTER})"

_WEEKDAY_BEFORE_DATE = re.compile(rf"\b{_WEEKDAY} (?=(?:the )?[0-9]|{_MONTH} [0-9])")
_LEAD_IN = re.compile(
    rf"(?:(?:on|early|earlier|late|later|dated|just|only|{PART_OF_DAY}"
    rf"|(?:in |during )?the (?:early |late )?(?:hours|{PART_OF_DAY})(?: hours)?)(?: on| of)? )+"
    rf"(?=(?:last |this |next )?{_WEEKDAY}\b|{_MONTH} |the |[0-9]|yesterday|today|tomorrow)"
)


def _dated(n: int, month_first: bool) -> str:
    day, month = rf"(?P<day{n}>{_DAY})", rf"(?P<month{n}>{_MONTH})"
    year = rf"(?:[ -](?:of )?(?P<year{n}>{_YEAR}))?"
    return rf"{month}[ -]{day}{year}" if month_first else rf"{day}[ -](?:day )?(?:of )?{month}{year}"


def _several(n: int) -> str:
    return rf"(?P<dayA{n}>{_DAY})(?: {_DAY})*{_JOIN}(?P<dayB{n}>{_DAY})"


def _day_and_month() -> str:
    within = (
        rf"{_several(5)} (?:of )?(?P<month5>{_MONTH})(?: (?P<year5>{_YEAR}))?",
        rf"(?P<month6>{_MONTH}) {_several(6)}(?: (?P<year6>{_YEAR}))?",
    )
    across = (f"{_dated(n, first)}(?:{_TO}{_dated(n + 1, first)})?" for n, first in ((1, False), (3, True)))
    return rf"(?:from |(?P<between>between ))?(?:{'|'.join((*within, *across))})(?: {_WEEKDAY})?{_TIME_OF_DAY}"


_DAY_AND_MONTH = re.compile(_day_and_month())
_DIGITS = re.compile(r"([0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2})|([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})")
_WITH_TIME = re.compile(
    rf"(?i:[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}[T ][0-9:.]+(?:Z|[+-][0-9:]+)?"
    rf"|(?=.*[0-9]{{4}})(?=.*[0-9](?::[0-9]{{2}}| ?[ap]\.?m\b))[\w,.:+ -]*\b{_MONTH}\b[\w,.:+ -]*)",
    re.ASCII,
)
_ANCHORED = re.compile(
    rf"(?:the )?(?:{_AFTER}|{_BEFORE}) (?:day|{PART_OF_DAY})|the (?:day|{PART_OF_DAY}|{_WEEKDAY}) (?:before|after|earlier)"
    rf"|(?:that|the)(?: very)? same (?:day|{PART_OF_DAY}|{_WEEKDAY})|(?:that|this very) (?:day|{PART_OF_DAY})"
    rf"|(?:earlier|later) (?:in the|the same|that|that same) day"
    rf"|(?:.* )?(?:{UNIT}|moment|minute)s? {_WAY}"
    rf"|the (?:{_AFTER}|{_BEFORE}) {_WEEKDAY}{_TIME_OF_DAY}|(?:following|{_BEFORE}) {_WEEKDAY}{_TIME_OF_DAY}"
)

_A_WEEKDAY = (
    rf"(?:the )?(?:this )?(?P<which>{_WHICH})? ?(?P<weekday>{_WEEKDAY}){_TIME_OF_DAY}"
    r"(?: (?P<after>before|after|earlier))?"
)
_WEEKDAYS = (
    rf"(?:from |between |on )?(?P<first>{_WEEKDAY})(?: {PART_OF_DAY})?"
    rf"{_JOIN}(?:on )?(?P<last>{_WEEKDAY}){_TIME_OF_DAY}"
)
_DAY_OF_MONTH = (
    rf"(?:on )?the (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)"
    rf"(?: of (?:the|(?P<month>this|last|next)) month)?{_TIME_OF_DAY}"
)

_PATTERNS: tuple[tuple[str, _Rule], ...] = (
    (rf"today|tonight|this {PART_OF_DAY}|(?:earlier|later) today", _near(0)),
    (rf"(?:(?:that|the)(?: very)? same|that|this very) (?:day|{PART_OF_DAY})", _near(0)),
    (rf"(?:earlier|later) (?:in the|the same|that|that same) day|today{_TIME_OF_DAY}", _near(0)),
    (rf"yesterday{_TIME_OF_DAY}|last night|(?:the )?{_BEFORE} (?:day|{PART_OF_DAY})", _near(-1)),
    (rf"the (?:day|{PART_OF_DAY}) (?:before|earlier)", _near(-1)),
    (rf"tomorrow{_TIME_OF_DAY}|(?:the )?{_AFTER} (?:day|{PART_OF_DAY})|the (?:day|{PART_OF_DAY}) after", _near(1)),
    ("the day before yesterday", _near(-2)),
    ("the day after tomorrow", _near(2)),
    (rf"{_SHIFT} (?P<way>{_WAY}|ago|hence|from (?:now|today))(?P<today> today| to the day)?", _shift),
    (rf"(?P<within>in) {_SHIFT}(?:' time)?", _shift),
    (_A_WEEKDAY, _weekday),
    (rf"(?P<weekday>{_WEEKDAY}){_TIME_OF_DAY} (?:of )?(?P<week>last|this|next) week", _weekday_of_week),
    (rf"(?P<week>last|this|next) week(?: on)? (?P<weekday>{_WEEKDAY}){_TIME_OF_DAY}", _weekday_of_week),
    (_WEEKDAYS, _weekdays),
    (_DAY_OF_MONTH, _day_of_month),
)
_RULES = tuple((re.compile(pattern), rule) for pattern, rule in _PATTERNS)
