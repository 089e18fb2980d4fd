"""Days as a table writes them, as exactly as it knows them: 2004, 2004-03, 2004-03-09."""

import calendar
import datetime as dt
import re
from functools import cache

_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


@cache
def first_day(text: str) -> dt.date:
    """Return the first day of a year, a month or a day."""
    year, month, day = _parts(text)
    return dt.date(year, month or 1, day or 1)


@cache
def last_day(text: str) -> dt.date:
    """Return the last day of a year, a month or a day."""
    year, month, day = _parts(text)
    month = month or 12
    return dt.date(year, month, day or calendar.monthrange(year, month)[1])


def _parts(text: str) -> tuple[int, int, int]:
    """Return year, month and day, 0 for what is not given."""
    if not (found := _DATE.fullmatch(text)) or "00" in found.groups():
        raise ValueError(f"{text!r}")
    return int(found[1]), int(found[2] or 0), int(found[3] or 0)
