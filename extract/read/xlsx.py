"""Excel tables (XLSX): a row a document, like CSV; from the first sheet that has a column with the text."""

import datetime as dt
import warnings
from collections.abc import Iterator
from itertools import islice
from typing import Any

from diplograph.errors import InputError, OnError
from diplograph.extract.read.columns import Columns
from diplograph.extract.read.delimited import located
from diplograph.extract.read.office import opened_parts
from diplograph.extract.read.patience import Patience
from diplograph.extract.read.raw import Raw, row
from diplograph.extract.read.streams import Opened
from diplograph.extract.read.text import InputName, InputNotice

_SHEETS = "xl/worksheets/"
_MOST_ROWS = 1_048_576  # of a sheet, in the program itself
_MOST_COLUMNS = 1_000
_ABOVE = 10  # rows among which those with the names of the columns is sought
_ROWS = 100  # that are read at a time

_Row = tuple[Any, ...]


def read_xlsx(file: Opened, columns: Columns, report: OnError) -> Iterator[Raw]:
    """Yield the rows of a table, whose numbers are those that the program shows.

    Sheets that are not read are named.

    Args:
        columns: Which columns hold what; the cells of dates may be dates.

    Raises:
        InputError: It is no such table, or holds more than it should.
    """
    stream, name = file.searchable(), file.name
    opened_parts(stream, name, "XLSX", _SHEETS)
    stream.seek(0)
    book = _opened(stream)
    try:
        yield from _sheets(book, name, columns, report)
    finally:
        book.close()


def _opened(stream: Any) -> Any:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and the like, which concern no text
        return openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)


def _sheets(book: Any, name: InputName, columns: Columns, report: OnError) -> Iterator[Raw]:
    heads = {sheet.title: _head(sheet, columns, name) for sheet in book.worksheets}
    filled = {title: head for title, head in heads.items() if head[1]}
    if not filled:
        report(InputNotice(f"{name.shown} is empty: nothing was read from it."))
        return
    chosen = next((title for title, head in filled.items() if "text" in columns.find(head[1])), next(iter(filled)))
    at, header = filled[chosen]
    places = located(header, columns, name, report)
    if places is None:
        return
    others = [title for title in filled if title != chosen]
    if others:
        listed = ", ".join(f"{title!r:.60}" for title in others[:10])
        report(
            InputNotice(f"Of {name.shown}, only the sheet {chosen!r:.60} was read, not {listed}: save others alone.")
        )
    yield from _rows(book[chosen], at, max(places.values()) + 1, places, name, report)


def _head(sheet: Any, columns: Columns, name: InputName) -> tuple[int, list[str]]:
    """Return the number of the row with the names of the columns, and these; no names if the sheet is empty."""
    first: tuple[int, list[str]] = (0, [])
    for number, cells in islice(_cells(sheet, _MOST_COLUMNS, name), _ABOVE):
        names = [str(_plain(cell) or "").strip() for cell in cells]
        if "text" in columns.find(names):
            return number, names
        if any(names) and not first[1]:
            first = number, names
    return first


def _rows(sheet: Any, head: int, width: int, places: Any, name: InputName, report: OnError) -> Iterator[Raw]:
    empty, patience = True, Patience(name)
    for number, cells in _cells(sheet, width, name):
        if number <= head or not any(cell not in (None, "") for cell in cells):
            continue
        empty = False
        values = {field: _plain(cells[at]) for field, at in places.items() if at < len(cells)}
        fields = {field: value for field, value in values.items() if value is not None and str(value).strip()}
        fields["text"] = str(fields.get("text", ""))
        yield row(name, number, fields)
        patience.met(fields["text"])
    if empty:
        report(InputNotice(f"{name.shown} has no rows below its header: nothing was read from it."))


def _cells(sheet: Any, width: int, name: InputName) -> Iterator[tuple[int, _Row]]:
    """Yield the rows of a sheet with their numbers.

    Raises:
        InputError: It has more rows than the program allows.
    """
    sheet.reset_dimensions()  # which a file may state wrongly
    rows = enumerate(sheet.iter_rows(max_col=width, values_only=True), 1)
    while True:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            some = list(islice(rows, _ROWS))
        if not some:
            return
        if some[-1][0] > _MOST_ROWS:
            raise InputError(
                f"{name.shown} has over {_MOST_ROWS:,} rows in a sheet, which no program writes: save it as CSV."
            )
        yield from some


def _plain(value: object) -> object:
    """Return a cell as a string or number; a date as 2021-08-16."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    return value if isinstance(value, str | int | float) and not isinstance(value, bool) else None
