"""The day that a line of a press database names, in the languages of its interfaces."""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from diplograph.extract.read.exports.article import listing

_LANGUAGES = listing("en fr de es it pt nl sv da nb fi pl cs ru uk tr")
_MONTHS = listing("january february march april may june july august september october november december")
_WEEKDAYS = listing("monday tuesday wednesday thursday friday saturday sunday")
_BEFORE = frozenset(listing("le the am den el del il la on"))
_MOST_WORDS = 3  # before the day: "le lundi", "Segunda-feira"
_LONGEST = 300  # characters of a line that names a day

_WORD = r"(?P<month>[^\W\d_]{3,14})\.?"
_YEAR = r"(?P<year>(?:1[6-9]|20)[0-9]{2})(?![0-9])"
_DAY = r"(?<![0-9.,/-])(?P<day>[0-9]{1,2})"
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?<![0-9])(?P<year>(?:1[6-9]|20)[0-9]{2})-(?P<m>[0-9]{2})-(?P<day>[0-9]{2})(?![0-9])",
        rf"{_DAY}(?:st|nd|rd|th|er|\.|o|a)?(?: ?- ?[0-9]{{1,2}}\.?)? ?(?:de |of |d')?{_WORD},? ?(?:de |del )?{_YEAR}",
        rf"{_DAY}-{_WORD}-{_YEAR}",
        rf"\b{_WORD} {_DAY}(?:st|nd|rd|th)?(?: ?- ?[0-9]{{1,2}})?,? {_YEAR}",
        rf"{_YEAR}\s*[年년]\s*(?P<m>[0-9]{{1,2}})\s*[月월]\s*(?P<day>[0-9]{{1,2}})\s*[日일]",
        rf"{_DAY}\.\s?(?P<m>[0-9]{{1,2}})\.\s?{_YEAR}",
        rf"{_DAY}/(?P<m>[0-9]{{1,2}})/{_YEAR}",
    )
)
_MONTH_ONLY = re.compile(rf"\b{_WORD}(?: ?[-/] ?[^\W\d_]{{3,14}})?,? (?:de |del )?{_YEAR}")
_SEASON = re.compile(
    r"(?:(?:early|late|mid) ?-? ?)?(?:spring|summer|fall|autumn|winter|fruhjahr|fruhling|sommer|herbst|printemps|ete|automne|hiver"
    r"|primavera|verano|otono|invierno|estate|autunno|inverno|lente|zomer|herfst)\b[ ,/0-9a-z-]{0,20}?(?:1[6-9]|20)[0-9]{2}$"
    r"|(?:1[6-9]|20)[0-9]{2}$"
)


@dataclass(frozen=True, slots=True)
class Named:
    """What a line names.

    Attributes:
        day: None where it is only a month, or no day of the calendar.
        start: Where in the line, as ``plain`` makes it.
    """

    day: dt.date | None
    start: int


def day_in(text: str | None) -> dt.date | None:
    """Return the first day that a text names; None if it names none, or one such as 03/04/2021 that may be two."""
    found = _named(plain(text[:_LONGEST])) if text else None
    return found.day if found else None


def begins_with_day(line: str) -> Named | None:
    """Return the day, or month, with which a line begins, behind no more than the name of a weekday; a season or year is no day."""
    line = plain(line[:_LONGEST])
    if _SEASON.match(line):
        return Named(None, 0)
    found = _named(line)
    if found is None:
        return None
    before = re.findall(r"[\w']+", line[: found.start])
    known = _words()[1]
    return found if len(before) <= _MOST_WORDS and all(word in known for word in before) else None


def plain(text: str) -> str:
    """Return a text in lower case and without accents, on one line."""
    decomposed = unicodedata.normalize("NFKD", " ".join(text.split()).casefold())
    composed = "".join(char for char in decomposed if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", composed)


def _named(line: str) -> Named | None:
    found = [named for form in _FORMS for match in form.finditer(line) if (named := _of(match))]
    months = [] if found else [m for m in _MONTH_ONLY.finditer(line) if m["month"] in _words()[0]]
    if months:
        return Named(None, months[0].start())
    return min(found, key=lambda named: named.start, default=None)


def _of(match: re.Match[str]) -> Named | None:
    fields = match.groupdict()
    day, year = int(fields["day"]), int(fields["year"])
    month = int(fields["m"]) if fields.get("m") else _words()[0].get(fields["month"])
    if month is None:
        return None
    if "/" in match[0]:
        if day <= 12 and month <= 12 and day != month:
            return Named(None, match.start())
        day, month = (month, day) if month > 12 else (day, month)
    try:
        return Named(dt.date(year, month, day), match.start())
    except ValueError:
        return Named(None, match.start())


@cache
def _words() -> tuple[dict[str, int], frozenset[str]]:
    """Return the months by their names and short forms, and what may stand before a day, from dateparser's lists."""
    from dateparser.languages.loader import default_loader

    months: dict[str, int] = {}
    before = set(_BEFORE)
    for language in _LANGUAGES:
        info = default_loader.get_locale(language).info
        for at, month in enumerate(_MONTHS, 1):
            for name in info.get(month, []):
                months.setdefault(plain(name).rstrip("."), at)
        before.update(
            word for day in _WEEKDAYS for name in info.get(day, []) for word in re.findall(r"\w+", plain(name))
        )
    months |= {"sept": 9, "mrz": 3, "maerz": 3, "janner": 1, "feber": 2, "setiembre": 9}
    return months, frozenset(before)
