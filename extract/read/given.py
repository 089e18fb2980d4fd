"""Documents out of what a program has at hand: texts, Documents, mappings, data frames and their columns."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from diplograph.errors import InputError, OnError
from diplograph.extract.model import Document, Source
from diplograph.extract.read.columns import Columns, listed
from diplograph.extract.read.fields import Notes, flat, picked
from diplograph.extract.read.frames import Frame, header, index_of, is_column, is_frame, is_missing, row_names, rows
from diplograph.extract.read.patience import Patience
from diplograph.extract.read.record import read_record
from diplograph.extract.read.text import InputName, InputNotice, document, raise_or_warn
from diplograph.extract.text.language import ENGLISH, NAMES, language

__all__ = ["Given", "documents", "in_english"]

Given = str | Document | Mapping[str, object]

_TAKEN = "give texts, Documents, or mappings with a `text`"
_OPTION = "`diplograph.documents(..., {}=...)`"


def documents(
    given: Iterable[Given] | Frame,
    *,
    text: str | None = None,
    id: str | None = None,
    title: str | None = None,
    date: str | None = None,
    url: str | None = None,
    publisher: str | None = None,
    index: bool = False,
    on_error: OnError | None = None,
) -> Iterator[Document]:
    """Yield the documents that a program has at hand, in their order; a generator is read as it is needed.

    Args:
        given: Texts, Documents and mappings, mixed or not; a data frame of pandas or polars, or a table of Arrow, a row a
            document; or a column of one, of texts. A text is read as that of a file would be, with its header; a mapping
            and a row as the row of a table. A row without a text is left out, with an ``InputNotice``.
        text: The name of the column, or field of a mapping, that holds the text; None for the usual names, which
            ``diplograph.extract.read.Columns`` lists.
        id: Of the identifier; without one a document is called by its place, ``text:1`` or ``row:1``. No two rows or
            mappings have the same: the second becomes ``row:2:own``.
        title: Of the title, as above.
        date: Of the day.
        url: Of the address.
        publisher: Of the publisher.
        index: Take the labels of the index of pandas for identifiers.
        on_error: Called with what can't be read, which is then skipped; with None errors are raised, and notices become
            Python warnings.

    Raises:
        TypeError: It is one text or document alone, or, when it is met, something that is no document.
        InputError: There is no text where it should be, or a text is too long, and there is no ``on_error``.
    """
    if isinstance(given, str | Document | Mapping):
        raise TypeError(f"Several documents are wanted, not one {_kind(given)}: put it in a list.")
    columns = Columns(text, id, title, date, url, publisher)
    return _documents(given, columns, index, on_error or raise_or_warn)


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


def _documents(given: Iterable[Given] | Frame, columns: Columns, index: bool, report: OnError) -> Iterator[Document]:
    problem = _lacking_index(given) if index else None
    if problem is None and is_frame(given):
        problem = _lacking_columns(header(given), columns)
    if problem is not None:
        report(problem)
        return
    whole = "the data frame" if is_frame(given) else "what was given"
    yield from _Reader(columns, whole, report).read(_named(given, index))


def _lacking_index(given: object) -> InputError | None:
    labels = index_of(given)
    if labels is None:
        return InputError("What was given has no index: name the column of the identifiers with `id=`.")
    if not labels.is_unique:
        return InputError("Labels of the index stand for several rows: give each its own, as `reset_index()` does.")
    return None


def _lacking_columns(names: list[str], columns: Columns) -> InputError | None:
    found = picked(dict.fromkeys(names, "-"), columns)
    missing = [f"`{column}`" for field, column in columns.named().items() if field not in found]
    if missing:
        return InputError(
            f"The data frame has no column {' or '.join(missing)}; it has: {listed(names)}. Name one of these."
        )
    if "text" not in found:
        what = "The data frame has no column that is known to hold the text"
        return InputError(f"{what}; it has: {listed(names)}. Name it with {_OPTION.format('text')}.")
    return None


def _named(given: Any, index: bool) -> Iterator[tuple[InputName, object]]:
    """Yield what is given, each with its name."""
    if is_frame(given):
        return zip(row_names(given, by_index=index), rows(given), strict=False)
    if index or is_column(given):
        return zip(row_names(given, by_index=index), given, strict=False)
    return ((InputName(f"text:{number}", f"document {number}"), one) for number, one in enumerate(given, 1))


class _Reader:
    """Reads one after the other, and remembers what concerns them all."""

    def __init__(self, columns: Columns, whole: str, report: OnError) -> None:
        self.columns, self.report = columns, report
        name = InputName(whole, whole)
        self.notes, self.patience, self.ids = Notes(name, columns, _OPTION), Patience(name), set[str]()

    def read(self, named: Iterable[tuple[InputName, object]]) -> Iterator[Document]:
        """Yield the documents; what is none is reported."""
        for name, one in named:
            found = self._document(one, name)
            if found is not None:
                yield found
            try:
                self.patience.met(found and found.text)
            except InputError as error:
                self.report(error)
                break
        self.notes.tell(self.report)

    def _document(self, one: object, name: InputName) -> Document | None:
        if isinstance(one, Document):
            return one
        found = self._made(one, name)
        return self._unique(found, name) if found is not None else None

    def _unique(self, found: Document, name: InputName) -> Document:
        """Return a document that has an id of its own; where that is taken, it is called by its place too."""
        own = found.source.id
        while own in self.ids:
            own = f"{name.id}:{own}"
        self.ids.add(own)
        return found if own == found.source.id else replace(found, source=replace(found.source, id=own))

    def _made(self, one: object, name: InputName) -> Document | None:
        if isinstance(one, str):
            return self._of_text(one, name)
        if isinstance(one, Mapping):
            return self._of_mapping(one, name)
        if hasattr(one, "keys"):  # a row of pandas or of SQLite
            return self._of_mapping({key: one[key] for key in one.keys()}, name)  # type: ignore[index]  # noqa: SIM118
        if is_missing(one):
            self.report(_without_text(name))
            return None
        raise TypeError(f"{name.shown.capitalize()} is {one!r:.60}, of the type {_kind(one)}: {_TAKEN}.")

    def _of_text(self, text: str, name: InputName) -> Document | None:
        if not text.strip():
            self.report(InputNotice(f"{name.shown} is empty: nothing was read from it."))
            return None
        return document(text, name, Source(name.id), None, self.report)

    def _of_mapping(self, row: Mapping[str, object], name: InputName) -> Document | None:
        there = {str(field): _plain(value) for field, value in row.items() if not is_missing(value)}
        values = flat(there)
        places = {**self.columns.find(values), **picked(values, self.columns)}
        if "text" not in places:
            self.report(self._textless(row, name))
            return None
        text = values[places["text"]]
        if not isinstance(text, str):
            what = f"has {text!r:.60} where its text should be, of the type {_kind(text)}"
            self.report(InputError(f"{name.shown} {what}: give a text there."))
            return None
        self.notes.met(values, places)
        return read_record({field: values[place] for field, place in places.items()}, name, None, self.report)

    def _textless(self, row: Mapping[str, object], name: InputName) -> InputError:
        """Return what to say of a mapping without a text: that there is none where one was looked for, or no such field."""
        names = [str(field) for field in row]
        if "text" in self.columns.find(names):
            return _without_text(name)
        if self.columns.text is not None:
            return InputError(
                f"{name.shown} has no field `{self.columns.text}`; it has: {listed(names)}. Name one of these."
            )
        what = f"{name.shown} has no field that is known to hold the text"
        return InputError(f"{what}; it has: {listed(names)}. Call it `text`.")


def _without_text(name: InputName) -> InputNotice:
    return InputNotice(f"{name.shown} has no text: nothing was read from it; fill it in, or leave it out (`dropna()`).")


def _plain(value: object) -> object:
    """Return a value as JSON has it: days, periods and the numbers of NumPy as words."""
    if isinstance(value, dt.date):
        return value.isoformat()
    single = hasattr(value, "strftime") or getattr(value, "shape", None) == ()
    return str(value) if single and not isinstance(value, str | float) else value


def _kind(value: object) -> str:
    return "text" if isinstance(value, str) else type(value).__name__
