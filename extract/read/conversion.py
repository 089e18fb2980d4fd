"""What turns a document as found into a Document."""

import datetime as dt
from dataclasses import replace

from diplograph.errors import OnError
from diplograph.extract.model import Document
from diplograph.extract.read.faults import faults_reported
from diplograph.extract.read.formats import BY_NAME, FORMATS
from diplograph.extract.read.header import parse_day
from diplograph.extract.read.raw import Raw
from diplograph.extract.read.record import read_record

_READERS = {format.name: format.one for format in FORMATS if format.one is not None}


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
    return document  # noqa: RET504 - none, if that was reported


def _converted(raw: Raw, date: dt.date | None, report: OnError) -> Document | None:
    if isinstance(raw.data, bytes):
        told = parse_day(raw.told.get("date", ""))
        document = _READERS[raw.format](raw.data, raw.name, date or told, report)
        return _addressed(document, raw.told.get("url")) if document else None
    return read_record(raw.data, raw.name, date, report)


def _addressed(document: Document, url: str | None) -> Document:
    source = document.source
    return document if source.url or not url else replace(document, source=replace(source, url=url))
