"""What turns a document as found into a Document."""

import datetime as dt
import re
from dataclasses import replace

from diplograph.errors import OnError
from diplograph.extract.model import Document
from diplograph.extract.read.faults import faults_reported
from diplograph.extract.read.formats import BY_NAME, FORMATS
from diplograph.extract.read.header import parse_day
from diplograph.extract.read.raw import Raw
from diplograph.extract.read.record import read_record
from diplograph.extract.read.text import DECLARED, InputNotice

_READERS = {format.name: format.one for format in FORMATS if format.one is not None}
_OUR_PAGE = b'<meta name="generator" content="diplograph '
_OUR_REPORT = re.compile(rb"<!-- diplograph [\w.+-]{1,30} -->\s*\Z")
_ENDS = 2_000  # bytes
_DECLARED_BY = {"html": "page", "mail": "mail"}  # by format; else the file itself tells


def convert(raw: Raw, date: dt.date | None, report: OnError) -> Document | None:
    """Turn what was found into a document; None, and a report, if there is nothing to read in it.

    It never raises: what a library makes of hostile data becomes an ``InputError`` in ``report``, and a defect of our
    own an ``ExtractionError``.

    Args:
        date: The day of the document if nothing in it tells.
    """
    document = None
    with faults_reported(raw.name, BY_NAME.get(raw.format), report):
        document = _converted(raw, date, report)
    return _told(document, raw, date) if document else None


def _told(document: Document, raw: Raw, date: dt.date | None) -> Document:
    """Add how the day of a document is known; one that nothing in it tells is that of --date, or of the file's name."""
    dated_by = document.dated_by
    if dated_by == DECLARED:
        dated_by = _DECLARED_BY.get(raw.format, "file")
    elif dated_by is None and document.source.date:
        dated_by = "--date" if document.source.date == date else "file name"
    return replace(document, dated_by=dated_by)


def _converted(raw: Raw, date: dt.date | None, report: OnError) -> Document | None:
    if isinstance(raw.data, bytes):
        if _is_ours(raw.data):
            report(InputNotice(f"{raw.name.shown} was written by diplograph itself: it was not read."))
            return None
        told = parse_day(raw.told.get("date", ""))
        document = _READERS[raw.format](raw.data, raw.name, date or told, report)
        return _addressed(document, raw.told.get("url")) if document else None
    return read_record(raw.data, raw.name, date, report)


def _addressed(document: Document, url: str | None) -> Document:
    source = document.source
    return document if source.url or not url else replace(document, source=replace(source, url=url))


def _is_ours(data: bytes) -> bool:
    """Whether a page or a report says that diplograph wrote it."""
    return _OUR_PAGE in data[:_ENDS] or _OUR_REPORT.search(data[-_ENDS:]) is not None
