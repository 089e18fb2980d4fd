"""The day that an English date expression names, counted from a given day.

Only expressions that settle a day, or a first and a last day, have an answer; "last week", "in
June", "recently" or "overnight" have none. Section 7 of the annotation standard gives the rules.
"""

import datetime as dt
import re
from collections.abc import Callable
from functools import lru_cache

Days = tuple[dt.date, dt.date]
_Rule = Callable[[re.Match[str], dt.date, bool], Days | None]

_LONGEST = 100  # characters; no date expression is longer
_LEAP_GAP = 8  # years between two 29 Februaries at most
_EXACT_DAYS = 31  # "45 days ago", "six weeks later" are round figures unless called exact

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TO_TEN = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBERS = {word: n for n, word in enumerate(_TO_TEN, 1)}
_NUMBERS |= {
    "a": 1,
    "an": 1,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
}

_FULL_WD = "|".join(_WEEKDAYS)
_WD = rf"(?:{_FULL_WD}|mon|tues?|wed|thurs?|thu|fri|sat|sun)"
_FULL_MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
_SHORT_MONTH = "jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
_MONTH = rf"(?:{_FULL_MONTH}|{_SHORT_MONTH})"
_PART = r"(?:morning|afternoon|evening|night|noon|midday|midnight|lunchtime|dawn)"
_TAIL = rf"(?: (?:in the |at )?(?:early |late )?{_PART})?"
_DAY = r"(?:the )?[0-9]{1,2}(?:st|nd|rd|th)?"
_JOIN = r"(?:[-/]| (?:to|and|until|till|through|thru) )"
_TO = r"(?(between) and |(?:[-/]| (?:to|until|till|through|thru) ))"  # "2 May and 3 June" is no span of days
_YEAR = r"(?:[12][0-9]{3}|(?:this|last|next) year)"
_COUNT = rf"(?:[0-9]{{1,3}}|{'|'.join(_NUMBERS)})"
_UNIT = r"(?:day|week|fortnight|month|year|hour)"

_LEAD = re.compile(
    rf"(?:(?:on|early|earlier|late|later|dated|just|only|{_PART}"
    rf"|(?:in |during )?the (?:early |late )?(?:hours|{_PART})(?: hours)?)(?: on| of)? )+"
    rf"(?=(?:last |this |next )?{_WD}\b|{_MONTH} |the |[0-9]|yesterday|today|tomorrow)"
)


def resolve(text: str, base: dt.date | None, *, future: bool = False) -> Days | None:
    """Return the first and the last day that ``text`` names, or None when it settles no day.

    Args:
        text: A date expression, such as "late on Monday", "two days later" or "June 30 - July 2".
        base: The day to count from: the document's, or another event's where ``anchored`` says so.
            Without one, only expressions with a year have an answer.
        future: The event is still to come, so that "Monday" and "16 August" lie on or after ``base``
            and not on or before it.
    """
    return _resolve(text, base, future) if len(text) <= _LONGEST else None


def anchored(text: str) -> bool:
    """Tell whether ``text`` counts from another event ("two days later"), not from the day of writing ("Monday")."""
    return len(text) <= _LONGEST and _ANCHORED.fullmatch(_tidy(text)) is not None


def find_dates(text: str) -> list[tuple[int, int]]:
    """Return the spans of the expressions in ``text`` that may settle a day, in order and apart.

    A month needs its capital letter and its day: "may visit" and "a march" are no dates. A preposition
    that moves the day ("since", "until", "before") is not in the span.
    """
    return [match.span() for match in _IN_TEXT.finditer(text)]


@lru_cache(maxsize=4096)
def _resolve(text: str, base: dt.date | None, future: bool) -> Days | None:
    tidy = _tidy(text)
    try:
        if match := _FULL_DATE.fullmatch(tidy):
            return _absolute(match, base, future)
        for pattern, rule in _RULES:
            if match := pattern.fullmatch(tidy):
                return rule(match, base, future) if base else None
        return _with_time(text)
    except (ValueError, OverflowError):  # 31 June, or a day beyond the calendar
        return None


def _tidy(text: str) -> str:
    """Lower case, single spaces, plain dashes; no commas, brackets, abbreviation dots or lead-in words."""
    low = re.sub(r"[–—‒‐‑−-]+", "-", text.casefold().replace("’", "'"))
    low = re.sub(r"'s?\s*$|[.;:]+\s*$|[,()\"“”]|(?<=[a-z])\.", " ", low)
    low = re.sub(r" ?- ?", "-", " ".join(low.split()))
    low = re.sub(rf"\b{_WD} (?=(?:the )?[0-9]|{_MONTH} [0-9])", "", low)
    return _LEAD.sub("", low, count=1) if _LEAD.match(low) else low


def _one(day: dt.date) -> Days:
    return day, day


# --- counting from the base ---------------------------------------------------------------------


def _near(days: int) -> _Rule:
    return lambda _match, base, _future: _one(base + dt.timedelta(days=days))


def _shift(match: re.Match[str], base: dt.date, future: bool) -> Days | None:
    found = match.groupdict()
    if found.get("within") and not future:  # "visited three states in two days"
        return None
    count = int(match["n"]) if match["n"].isdecimal() else _NUMBERS[match["n"]]
    back = found.get("way") in {"ago", "earlier", "before", "previously", "prior"}
    exact = bool(found.get("exact") or found.get("today"))
    return _count(base, -count if back else count, match["unit"], exact)


def _count(base: dt.date, count: int, unit: str, exact: bool) -> Days | None:
    if unit in {"month", "year"}:
        months = base.year * 12 + base.month - 1 + count * (12 if unit == "year" else 1)
        return _one(dt.date(months // 12, months % 12 + 1, base.day)) if exact else None
    hours = count * {"hour": 1, "day": 24, "week": 168, "fortnight": 336}[unit]
    settled = hours % 24 == 0 and (exact or abs(hours) <= _EXACT_DAYS * 24)
    return _one(base + dt.timedelta(hours=hours)) if settled else None


# --- weekdays -----------------------------------------------------------------------------------


def _on(name: str, base: dt.date, future: bool, strict: bool = False) -> dt.date:
    """The latest such weekday on or before ``base``, or the first on or after it; ``strict`` leaves out ``base``."""
    number = next(n for n, full in enumerate(_WEEKDAYS) if full.startswith(name[:3]))
    same = 7 if strict else 0
    if future:
        return base + dt.timedelta(days=(number - base.weekday()) % 7 or same)
    return base - dt.timedelta(days=(base.weekday() - number) % 7 or same)


def _weekday(match: re.Match[str], base: dt.date, future: bool) -> Days:
    which = match["rel"] or match["after"] or ""
    if which in {"last", "past", "previous", "preceding", "before", "earlier"}:
        return _one(_on(match["wd"], base, future=False, strict=True))
    if which in {"next", "coming", "following", "after"}:
        return _one(_on(match["wd"], base, future=True, strict=True))
    return _one(_on(match["wd"], base, future))


def _weekday_of_week(match: re.Match[str], base: dt.date, future: bool) -> Days:
    monday = base - dt.timedelta(days=base.weekday() - {"last": -7, "this": 0, "next": 7}[match["week"]])
    return _one(_on(match["wd"], monday, future=True))


def _weekdays(match: re.Match[str], base: dt.date, future: bool) -> Days:
    if future:
        start = _on(match["wd"], base, future=True)
        return start, _on(match["wd2"], start, future=True)
    end = _on(match["wd2"], base, future=False)
    return _on(match["wd"], end, future=False), end


# --- days of the month --------------------------------------------------------------------------


def _numbered(match: re.Match[str], base: dt.date, future: bool) -> Days:
    """Read "the 16th", of the month of ``base`` or of a neighbour that suits ``future``."""
    day, step = int(match["d"]), {"last": -1, "next": 1}.get(match["month"] or "", 0)
    if not match["month"] and (day < base.day if future else day > base.day):
        step = 1 if future else -1
    months = base.year * 12 + base.month - 1 + step
    return _one(dt.date(months // 12, months % 12 + 1, day))


def _absolute(match: re.Match[str], base: dt.date | None, future: bool) -> Days | None:
    """Read one or two days with their month, which may lack the year."""
    found = {name: value for name, value in match.groupdict().items() if value}
    days = [int(re.sub(r"[^0-9]", "", v)) for k, v in found.items() if k.startswith("day")]
    months = [_MONTHS.index(v[:3]) + 1 for k, v in found.items() if k.startswith("month")]
    years = [_year(v, base) for k, v in found.items() if k.startswith("year")]
    first, last = (months[0], days[0]), (months[-1], days[-1])
    if len(months) < len(days) and last < first:  # "5-3 March"
        return None
    if not years:
        return _nearest(first, last, base, future) if base else None
    if years[-1] is None or years[0] is None:
        return None
    start = years[0] if len(years) == 2 else years[0] - int(last < first)
    return _ordered(dt.date(start, *first), dt.date(years[-1], *last))


def _year(text: str, base: dt.date | None) -> int | None:
    if text.isdecimal():
        return int(text)
    return base.year + {"last": -1, "this": 0, "next": 1}[text.split()[0]] if base else None


def _nearest(first: tuple[int, int], last: tuple[int, int], base: dt.date, future: bool) -> Days | None:
    """Give (month, day) pairs the nearest year that puts a past start before and a planned end after ``base``."""
    years = (
        range(base.year - 1, base.year + _LEAP_GAP + 1) if future else range(base.year, base.year - _LEAP_GAP - 1, -1)
    )
    for year in years:
        try:
            start, end = dt.date(year, *first), dt.date(year + int(last < first), *last)
        except ValueError:  # no 29 February in that year
            continue
        if end >= base if future else start <= base:
            return start, end
    return None


def _ordered(start: dt.date, end: dt.date) -> Days | None:
    return (start, end) if start <= end else None


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


# --- the patterns, on text that _tidy made plain ------------------------------------------------


def _named(n: int, month_first: bool) -> str:
    day, month = rf"(?P<day{n}>{_DAY})", rf"(?P<month{n}>{_MONTH})"
    year = rf"(?:[ -](?:of )?(?P<year{n}>{_YEAR}))?"
    return rf"{month}[ -]{day}{year}" if month_first else rf"{day}[ -](?:day )?(?:of )?{month}{year}"


def _several(n: int) -> str:
    return rf"(?P<dayA{n}>{_DAY})(?: {_DAY})*{_JOIN}(?P<dayB{n}>{_DAY})"


def _full_dates() -> str:
    within = (
        rf"{_several(5)} (?:of )?(?P<month5>{_MONTH})(?: (?P<year5>{_YEAR}))?",
        rf"(?P<month6>{_MONTH}) {_several(6)}(?: (?P<year6>{_YEAR}))?",
    )
    across = (f"{_named(n, first)}(?:{_TO}{_named(n + 1, first)})?" for n, first in ((1, False), (3, True)))
    return rf"(?:from |(?P<between>between ))?(?:{'|'.join((*within, *across))})(?: {_WD})?{_TAIL}"


_FULL_DATE = re.compile(_full_dates())
_DIGITS = re.compile(r"([0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2})|([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})")
_WITH_TIME = re.compile(
    rf"(?i:[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}[T ][0-9:.]+(?:Z|[+-][0-9:]+)?"
    rf"|(?=.*[0-9]{{4}})(?=.*[0-9](?::[0-9]{{2}}| ?[ap]\.?m\b))[\w,.:+ -]*\b{_MONTH}\b[\w,.:+ -]*)",
    re.ASCII,
)
_SHIFT = rf"(?P<exact>exactly )?(?P<n>{_COUNT}) (?P<unit>{_UNIT})s?"
_BEFORE = r"(?:previous|preceding)"
_AFTER = r"(?:next|following)"
_WAY = r"(?:later|earlier|before|after|afterwards?|previously|prior|on)"
_WHICH = rf"(?:last|past|this|coming|same|{_BEFORE}|{_AFTER})"

_PATTERNS: tuple[tuple[str, _Rule], ...] = (
    (rf"today|tonight|this {_PART}|(?:earlier|later) today", _near(0)),
    (rf"(?:(?:that|the)(?: very)? same|that|this very) (?:day|{_PART})", _near(0)),
    (r"(?:earlier|later) (?:in the|the same|that|that same) day|today" + _TAIL, _near(0)),
    (
        rf"yesterday{_TAIL}|last night|(?:the )?{_BEFORE} (?:day|{_PART})|the (?:day|{_PART}) (?:before|earlier)",
        _near(-1),
    ),
    (rf"tomorrow{_TAIL}|(?:the )?{_AFTER} (?:day|{_PART})|the (?:day|{_PART}) after", _near(1)),
    ("the day before yesterday", _near(-2)),
    ("the day after tomorrow", _near(2)),
    (
        rf"{_SHIFT} (?P<way>{_WAY}|ago|hence|from (?:now|today))(?P<today> today| to the day)?",
        _shift,
    ),
    (rf"(?P<within>in) {_SHIFT}(?:' time)?", _shift),
    (
        rf"(?:the )?(?:this )?(?P<rel>{_WHICH})? ?(?P<wd>{_WD}){_TAIL}(?: (?P<after>before|after|earlier))?",
        _weekday,
    ),
    (rf"(?P<wd>{_WD}){_TAIL} (?:of )?(?P<week>last|this|next) week", _weekday_of_week),
    (rf"(?P<week>last|this|next) week(?: on)? (?P<wd>{_WD}){_TAIL}", _weekday_of_week),
    (rf"(?:from |between |on )?(?P<wd>{_WD})(?: {_PART})?{_JOIN}(?:on )?(?P<wd2>{_WD}){_TAIL}", _weekdays),
    (
        rf"(?:on )?the (?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)(?: of (?:the|(?P<month>this|last|next)) month)?{_TAIL}",
        _numbered,
    ),
)
_RULES = tuple((re.compile(pattern), rule) for pattern, rule in _PATTERNS)

_ANCHORED = re.compile(
    rf"(?:the )?(?:{_AFTER}|{_BEFORE}) (?:day|{_PART})|the (?:day|{_PART}|{_WD}) (?:before|after|earlier)"
    rf"|(?:that|the)(?: very)? same (?:day|{_PART}|{_WD})|(?:that|this very) (?:day|{_PART})"
    rf"|(?:earlier|later) (?:in the|the same|that|that same) day"
    rf"|(?:.* )?(?:{_UNIT}|moment|minute)s? {_WAY}"
    rf"|the (?:{_AFTER}|{_BEFORE}) {_WD}{_TAIL}|(?:following|{_BEFORE}) {_WD}{_TAIL}"
)

# --- the patterns, in running text --------------------------------------------------------------


def _in_text() -> str:
    """A pattern with the capitals that English gives to months, longest expressions first."""
    named = "".join(rf"(?<!\b{word} )" for word in ("Good", "Bloody", "Black", "Palm", "Easter", "Ash", "Holy"))
    weekday = rf"(?:{named}(?i:{_FULL_WD}))"
    short = r"(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\b\.?"
    upper = rf"(?!MAY|MARCH)(?:{_FULL_MONTH.upper()})"  # "THE 12 MAY MEET"
    month = rf"(?:{_FULL_MONTH.title()}|(?:{_SHORT_MONTH.title()})\b\.?|{upper})"
    number = r"[0-9]{1,2}(?:st|nd|rd|th)?(?![\w%]|[.,:][0-9])"
    day = rf"(?:the {number}|{number})"
    nth = rf"(?:the [0-9]{{1,2}}(?:st|nd|rd|th)\b|{number})"
    year = r"(?:,? ?(?:of )?[12][0-9]{3}\b(?!-)|,? (?:this|last|next) year)"
    join = r"(?:\s?[-–—/]\s?|\s(?:to|and|until|till|through)\s)"
    to = r"(?:\s?[-–—/]\s?|\s(?:to|until|till|through)\s)"
    part = rf"(?:\s(?:in the |at )?(?:early |late )?{_PART}\b)?"
    one = rf"(?:{day}[ -](?:day )?(?:of )?{month}{year}?|{month}[ -]{nth}{year}?)"
    days = rf"{day}(?:, {day}){{0,6}},?{join}{day}"
    dated = (
        rf"(?:(?i:from|between) )?(?:(?:{weekday}|{short}),?(?: the)? )?"
        rf"(?:{one}{to}(?:{weekday},? )?{one}|{days} (?:of )?{month}{year}?|{month} {days}{year}?|{one})"
        rf"(?: \({weekday}\))?{part}"
    )
    both = rf"(?i:between) {one} and {one}"
    back, ahead, unit = r"previous|preceding", r"next|following", rf"{_UNIT}s?"
    which = rf"(?:(?:the )?(?:{back}|{ahead}|same)|(?:this )?(?:last|past|coming)|this)"
    weekdays = (
        rf"(?:(?i:from|between) )?{weekday}{join}{weekday}{part}|(?i:last|this|next) week(?: on)? {weekday}{part}"
        rf"|(?:(?i:{which})\s)?{weekday}(?:'s|’s)?{part}"
        r"(?: (?:of )?(?:last|this|next) week| (?:before|earlier|after)\b(?= ?[,.;]))?"
    )
    plain = (
        rf"(?:the\sday\s(?:before|after)\s(?:yesterday|tomorrow)|(?:early|earlier|later|late)\stoday"
        rf"|(?:exactly\s)?\b{_COUNT}\s{unit}\s(?:ago|earlier|later|before|afterwards?|previously|from now)(?:\stoday)?"
        rf"|(?:the\s)?\b(?:{back}|{ahead})\s(?:day|{_PART})"
        rf"|the\s(?:day|{_PART})\s(?:before|after|earlier)(?=\s?(?:[,.;:)]|$))"
        rf"|(?:(?:that|the)(?:\svery)?\ssame|this very|that)\s(?:day|{_PART})"
        r"|(?:earlier|later) (?:in the|the same|that(?: same)?) day"
        rf"|(?:yesterday|tomorrow){part}|today|tonight|this\s(?:morning|afternoon|evening)|last\snight)"
    )
    digits = r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}([/.])[0-9]{1,2}\1[0-9]{4}"
    ordinal = (
        rf"(?:{weekday},? )?the [0-9]{{1,2}}(?:st|nd|rd|th)(?: of (?:this|last|next|the) month|(?=\s?(?:[,.;)]|$)))"
    )
    return rf"(?<![\w-])(?<![0-9][.,/])(?:{both}|{dated}|{ordinal}|{weekdays}|(?i:{plain})|{digits})(?![\w])"


_IN_TEXT = re.compile(_in_text())
