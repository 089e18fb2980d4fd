"""The day of a dateline: "WASHINGTON, Aug. 16 (Agency) -- ... today" is told of the 16th, in a document of the 17th too."""

import datetime as dt

from diplograph.extract.text.clean import dateline_end
from diplograph.extract.text.date_spans import find_dates
from diplograph.extract.text.dates import resolve

_DELAY = 3  # days from a dateline to the document that prints it
_OPENING = 4  # lines: a header and a headline may come first


def day_of_dateline(dateline: str, near: dt.date | None) -> dt.date | None:
    """Return the day that a dateline names, if it names one; ``near`` gives the year to one without."""
    days = (resolve(dateline[start:end], near) for start, end in find_dates(dateline))
    return next((first for first, last in filter(None, days) if first == last), None)


def day_told(text: str, dated: dt.date | None) -> dt.date | None:
    """Return the day from which a text counts its days: that of its dateline shortly before its date, else its date."""
    if dated is None:
        return None
    lines = [line for line in text.split("\n", 2 * _OPENING) if line.strip()]
    for line in lines[:_OPENING]:
        day = day_of_dateline(line[: dateline_end(line)], dated)
        if day is not None and 0 <= (dated - day).days <= _DELAY:
            return day
    return dated
