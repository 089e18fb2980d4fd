"""Where date expressions stand in running text.

The patterns want the capitals that English gives to months and weekdays, and take the longest expression.
"""

import re

from diplograph.extract.text.date_words import (
    COUNT,
    MONTH_IN_FULL,
    MONTH_IN_SHORT,
    PART_OF_DAY,
    UNIT,
    WEEKDAY_IN_FULL,
)


def find_dates(text: str) -> list[tuple[int, int]]:
    """Return the spans of the expressions in ``text`` that may settle a day, in order and apart.

    A month needs its capital letter and its day: "may visit" and "a march" are no dates. A preposition
    that moves the day ("since", "until", "before") is not in the span.
    """
    return [match.span() for match in _DATE.finditer(text)]


# --- words and numbers --------------------------------------------------------------------------

_FEAST = "".join(rf"(?<!\b{word} )" for word in ("Good", "Bloody", "Black", "Palm", "Easter", "Ash", "Holy"))
_WEEKDAY = rf"(?:{_FEAST}(?i:{WEEKDAY_IN_FULL}))"
_SHORT_WEEKDAY = r"(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\b\.?"
_CAPITALS = rf"(?!MAY|MARCH)(?:{MONTH_IN_FULL.upper()})"  # "THE 12 MAY MEET"
_MONTH = rf"(?:{MONTH_IN_FULL.title()}|(?:{MONTH_IN_SHORT.title()})\b\.?|{_CAPITALS})"
_NUMBER = r"[0-9]{1,2}(?:st|nd|rd|th)?(?![\w%]|[.,:][0-9])"
_DAY = rf"(?:the {_NUMBER}|{_NUMBER})"
_DAY_BEHIND_MONTH = rf"(?:the [0-9]{{1,2}}(?:st|nd|rd|th)\b|{_NUMBER})"
_YEAR = r"(?:,? ?(?:of )?[12][0-9]{3}\b(?!-)|,? (?:this|last|next) year)"
_JOIN = r"(?:\s?[-–—/]\s?|\s(?:to|and|until|till|through)\s)"
_TO = r"(?:\s?[-–—/]\s?|\s(?:to|until|till|through)\s)"
_TIME_OF_DAY = rf"(?:\s(?:in the |at )?(?:early |late )?{PART_OF_DAY}\b)?"
_BEFORE, _AFTER = r"previous|preceding", r"next|following"
_WHICH = rf"(?:(?:the )?(?:{_BEFORE}|{_AFTER}|same)|(?:this )?(?:last|past|coming)|this)"

# --- expressions --------------------------------------------------------------------------------

_ONE_DAY = rf"(?:{_DAY}[ -](?:day )?(?:of )?{_MONTH}{_YEAR}?|{_MONTH}[ -]{_DAY_BEHIND_MONTH}{_YEAR}?)"
_SEVERAL_DAYS = rf"{_DAY}(?:, {_DAY}){{0,6}},?{_JOIN}{_DAY}"
_BETWEEN_DAYS = rf"(?i:between) {_ONE_DAY} and {_ONE_DAY}"
_DAY_AND_MONTH = (
    rf"(?:(?i:from|between) )?(?:(?:{_WEEKDAY}|{_SHORT_WEEKDAY}),?(?: the)? )?"
    rf"(?:{_ONE_DAY}{_TO}(?:{_WEEKDAY},? )?{_ONE_DAY}"
    rf"|{_SEVERAL_DAYS} (?:of )?{_MONTH}{_YEAR}?|{_MONTH} {_SEVERAL_DAYS}{_YEAR}?|{_ONE_DAY})"
    rf"(?: \({_WEEKDAY}\))?{_TIME_OF_DAY}"
)
_DAY_OF_MONTH = (
    rf"(?:{_WEEKDAY},? )?the [0-9]{{1,2}}(?:st|nd|rd|th)(?: of (?:this|last|next|the) month|(?=\s?(?:[,.;)]|$)))"
)
_WEEKDAYS = (
    rf"(?:(?i:from|between) )?{_WEEKDAY}{_JOIN}{_WEEKDAY}{_TIME_OF_DAY}"
    rf"|(?i:last|this|next) week(?: on)? {_WEEKDAY}{_TIME_OF_DAY}"
    rf"|(?:(?i:{_WHICH})\s)?{_WEEKDAY}(?:'s|’s)?{_TIME_OF_DAY}"
    r"(?: (?:of )?(?:last|this|next) week| (?:before|earlier|after)\b(?= ?[,.;]))?"
)
_DISTANCE = (
    rf"(?:the\sday\s(?:before|after)\s(?:yesterday|tomorrow)|(?:early|earlier|later|late)\stoday"
    rf"|(?:exactly\s)?\b{COUNT}\s{UNIT}s?\s(?:ago|earlier|later|before|afterwards?|previously|from now)(?:\stoday)?"
    rf"|(?:the\s)?\b(?:{_BEFORE}|{_AFTER})\s(?:day|{PART_OF_DAY})"
    rf"|the\s(?:day|{PART_OF_DAY})\s(?:before|after|earlier)(?=\s?(?:[,.;:)]|$))"
    rf"|(?:(?:that|the)(?:\svery)?\ssame|this very|that)\s(?:day|{PART_OF_DAY})"
    r"|(?:earlier|later) (?:in the|the same|that(?: same)?) day"
    rf"|(?:yesterday|tomorrow){_TIME_OF_DAY}|today|tonight|this\s(?:morning|afternoon|evening)|last\snight)"
)
_DIGITS = r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}([/.])[0-9]{1,2}\1[0-9]{4}"
_EXPRESSIONS = (_BETWEEN_DAYS, _DAY_AND_MONTH, _DAY_OF_MONTH, _WEEKDAYS, f"(?i:{_DISTANCE})", _DIGITS)
_DATE = re.compile(rf"(?<![\w-])(?<![0-9][.,/])(?:{'|'.join(_EXPRESSIONS)})(?![\w])")
