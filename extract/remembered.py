"""What a Doc of spaCy remembers of us: ``doc._.contacts``, and the document that it is.

Contacts, source and day lie in ``doc.user_data`` as plain values, so that they go where the Doc goes: to the processes of
``nlp.pipe``, into a ``DocBin`` that stores user data, into a pickle. Whoever asks gets the records, made anew.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from spacy.tokens import Doc

from diplograph.extract.model import Contact, Source
from diplograph.extract.plain import plain

_CONTACTS = "diplograph_contacts"
_SOURCE = "diplograph_source"
_UNKNOWN = Source("doc")


def remember() -> None:
    """Register what a Doc has of us under ``doc._``, once a process."""
    if not Doc.has_extension("contacts"):
        Doc.set_extension("contacts", getter=_contacts, setter=_keep_contacts)
        Doc.set_extension("diplograph_source", getter=_source, setter=_keep_source)
        Doc.set_extension("diplograph_date", getter=_date, setter=_keep_date)
        Doc.set_extension("diplograph_origin", default=None)
        Doc.set_extension("diplograph_trace", default=None)


def _contacts(doc: Doc) -> tuple[Contact, ...]:
    return tuple(map(Contact.from_dict, doc.user_data.get(_CONTACTS, ())))


def _keep_contacts(doc: Doc, contacts: Iterable[Contact]) -> None:
    doc.user_data[_CONTACTS] = [contact.to_dict() for contact in contacts]


def _source(doc: Doc) -> Source:
    """Return what was said of the document: by ``doc._.diplograph_source``, or beside its text with ``as_tuples``."""
    kept = doc.user_data.get(_SOURCE)
    if kept is not None:
        return Source(**kept | {"date": _day(kept["date"])})
    context = getattr(doc, "_context", None)
    return context if isinstance(context, Source) else _UNKNOWN


def _keep_source(doc: Doc, source: Source) -> None:
    if not isinstance(source, Source):
        raise TypeError(f"{source!r:.60} is no source of a document: give a diplograph.Source.")
    doc.user_data[_SOURCE] = plain(source)


def _date(doc: Doc) -> dt.date | None:
    return _source(doc).date


def _keep_date(doc: Doc, day: dt.date | str | None) -> None:
    _keep_source(doc, replace(_source(doc), date=_day(day)))


def _day(day: dt.date | str | None) -> dt.date | None:
    if day is None or (isinstance(day, dt.date) and not isinstance(day, dt.datetime)):
        return day
    if isinstance(day, dt.datetime):
        return day.date()
    try:
        return dt.date.fromisoformat(day)
    except (TypeError, ValueError):
        raise ValueError(f"{day!r:.60} is not a day: give a datetime.date, or write it as 2021-08-16.") from None
