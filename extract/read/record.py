"""A row of a table, a line of JSON or an entry of a feed: fields in, a document out."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from diplograph.errors import InputError, OnError
from diplograph.extract.model import Document, Source
from diplograph.extract.named import NamedPerson
from diplograph.extract.read.header import day_in_name, parse_day
from diplograph.extract.read.text import DECLARED, InputName, InputNotice, document
from diplograph.extract.read.titles import without_outlet

_EPOCH = re.compile(r"[0-9]{9,13}(?:\.[0-9]*)?")  # seconds or milliseconds
_COMPACT = re.compile(r"([0-9]{8})[0-9]{6}")  # 20210816093000
_LAST_SECOND = 4_102_444_800  # of the year 2099, in UTC


def read_record(record: Mapping[str, Any], name: InputName, date: dt.date | None, report: OnError) -> Document | None:
    """Read one record; None, and a report, if there is nothing to read in it.

    Args:
        record: The fields id, title, date, text, url and publisher; all but text may be missing. An edition also gives
            persons, the start, end and full name of each, and undated where no day in the text is that of the document.
        name: What it is called, with the stem of the file that it is in.
        date: The day of the document if neither the record nor its text tells it.
    """
    text = record.get("text")
    if not isinstance(text, str):
        report(InputError(f"{name.shown} has no `text`: each record must hold one document."))
        return None
    if not text.strip():
        report(InputNotice(f"{name.shown} has an empty `text`: nothing was read from it."))
        return None
    title, url, publisher = (word(record, field) for field in ("title", "url", "publisher"))
    if title:
        title, _ = without_outlet(title, [publisher], url)
    declared = Source(word(record, "id") or name.id, title, _date(record, name, report), url, publisher)
    found = document(text, InputName(name.id, name.shown), declared, day_in_name(name.stem or "") or date, report)
    if found is None:
        return None
    if record.get("undated") is True and found.dated_by == "text":  # but that of an attachment
        found = replace(found, source=replace(found.source, date=None), dated_by=None)
    persons = tuple(NamedPerson(*person) for person in record.get("persons") or ())
    return replace(found, persons=persons, dated_by="field" if found.dated_by == DECLARED else found.dated_by)


def word(record: Mapping[str, Any], key: str) -> str | None:
    """Return a field as one line of text; None if it holds none."""
    value = record.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return " ".join(str(value).split()) or None


def _date(record: Mapping[str, Any], name: InputName, report: OnError) -> dt.date | None:
    written = word(record, "date")
    date = day_of(written) if written else None
    if date is None and (written or record.get("date") not in (None, "")) and str(record["date"]).strip():
        report(InputNotice(f"In {name.shown}, {record['date']!r:.60} is not a date, write it as 2021-08-16."))
    return date


def day_of(written: str) -> dt.date | None:
    """Return the day that a field names: as ``parse_day`` reads it, 20210816093000, or (milli)seconds since 1970, in UTC."""
    compact = _COMPACT.fullmatch(written)
    if compact:
        return parse_day(compact[1])
    return _since_1970(float(written)) if _EPOCH.fullmatch(written) else parse_day(written)


def _since_1970(number: float) -> dt.date | None:
    """The day, in UTC, of a number of seconds or, where that would be after 2099, of milliseconds."""
    seconds = number if number < _LAST_SECOND else number / 1000
    return dt.datetime.fromtimestamp(seconds, dt.UTC).date() if seconds < _LAST_SECOND else None
