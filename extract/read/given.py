"""Documents out of what a program has at hand: texts, Documents, and mappings such as rows of a data frame."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from diplograph.errors import InputError, OnError
from diplograph.extract.model import Document, Source
from diplograph.extract.read.columns import Columns, listed
from diplograph.extract.read.fields import Notes, flat, picked
from diplograph.extract.read.record import read_record
from diplograph.extract.read.text import InputName, InputNotice, document, raise_or_warn
from diplograph.extract.text.language import ENGLISH, NAMES, language

Given = str | Document | Mapping[str, object]

_TAKEN = "give texts, Documents, or mappings with a `text`"


def documents_of(given: Iterable[Given], on_error: OnError | None = None) -> Iterator[Document]:
    """Yield the documents; a text is read as that of a file would be, a mapping as the row of a table.

    Args:
        on_error: Called with what can't be read, which is then skipped; with None errors are raised, and notices become
            Python warnings.

    Raises:
        TypeError: It is one text or document alone, or, when it is met, something that is none of the three.
        InputError: A mapping has no text, or a text is too long, and there is no ``on_error``.
    """
    if isinstance(given, str | Document | Mapping):
        raise TypeError(f"Several documents are wanted, not one {_kind(given)}: put it in a list.")
    return _documents(given, on_error or raise_or_warn)


def in_english(documents: Iterable[Document], on_error: OnError | None = None) -> Iterator[Document]:
    """Yield the documents that are in English.

    Args:
        on_error: Called with an ``InputNotice`` for each other; with None that becomes a Python warning.
    """
    report = on_error or raise_or_warn
    for one in documents:
        told = language(one.text[one.body :])
        if told == ENGLISH:
            yield one
        else:
            report(InputNotice(f"{one.source.id} is in {NAMES[told]}, not in English: it was not read."))


def _documents(given: Iterable[Given], report: OnError) -> Iterator[Document]:
    for number, one in enumerate(given, 1):
        name = InputName(f"text:{number}", f"document {number}")
        found = _document(one, name, report)
        if found is not None:
            yield found


def _document(one: Given, name: InputName, report: OnError) -> Document | None:
    match one:
        case Document():
            return one
        case str():
            return _of_text(one, name, report)
        case Mapping():
            return _of_mapping(one, name, report)
        case _:
            raise TypeError(f"{name.shown.capitalize()} is {one!r:.60}, of the type {_kind(one)}: {_TAKEN}.")


def _of_text(text: str, name: InputName, report: OnError) -> Document | None:
    if not text.strip():
        report(InputNotice(f"{name.shown} is empty: nothing was read from it."))
        return None
    return document(text, name, Source(name.id), None, report)


def _of_mapping(row: Mapping[str, object], name: InputName, report: OnError) -> Document | None:
    there = {str(field): _plain(value) for field, value in row.items() if not _is_nothing(value)}
    values = flat(there)
    places = {**Columns().find(values), **picked(values, Columns())}
    if "text" not in places:
        report(
            InputError(
                f"{name.shown} has no field that is known to hold the text; it has: {listed(there)}. Call it `text`."
            )
        )
        return None
    notes = Notes(name, Columns())
    notes.met(values, places)
    notes.tell(report)
    return read_record({field: values[place] for field, place in places.items()}, name, None, report)


def _is_nothing(value: object) -> bool:
    """Whether it is None, or what data frames have in its place."""
    return value is None or (isinstance(value, float | dt.date) and str(value) in ("nan", "NaT"))


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value


def _kind(value: object) -> str:
    return "text" if isinstance(value, str) else type(value).__name__
