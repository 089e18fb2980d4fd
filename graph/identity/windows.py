"""When an encounter can have been, by what a document tells and by the document's own day."""

import datetime as dt
from typing import assert_never

from diplograph.extract.model import Contact, Kind, Status

LATE = dt.timedelta(days=4)  # within which a report follows what occurred
POST = dt.timedelta(days=4)  # between the writing of a letter and its reading
_AHEAD = dt.timedelta(days=45)  # within which what is planned takes place
_DENIED = dt.timedelta(days=30)  # within which a denial follows

Days = tuple[dt.date, dt.date]


def possible_days(contact: Contact) -> Days | None:
    """Return the first and last day on which it can have been, by its own date or else by the day of the document."""
    date, day = contact.date, contact.document.date
    if date:
        return date.start, date.end
    if day is None:
        return None
    match contact.status:
        case Status.OCCURRED:
            return day - (2 * POST if contact.kind is Kind.CORRESPONDENCE else LATE), day
        case Status.NEGATED:
            return day - _DENIED, day + _AHEAD
        case Status.PLANNED | Status.HYPOTHETICAL:
            return day, day + _AHEAD
        case status:
            assert_never(status)
