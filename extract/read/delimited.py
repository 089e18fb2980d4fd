"""CSV and TSV: a row a document, the first row the names of the columns; read as a stream."""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import islice

from diplograph.errors import InputError, OnError
from diplograph.extract.read.columns import Columns, listed
from diplograph.extract.read.fields import Notes, picked
from diplograph.extract.read.patience import Patience
from diplograph.extract.read.raw import Raw, row
from diplograph.extract.read.streams import Joined, Opened
from diplograph.extract.read.text import LIMIT, TITLES, InputName, InputNotice, guess, wide

_SAMPLE = 1 << 20  # bytes that encoding and separator are told from
_ROWS = 50  # of the sample
_SEPARATORS = ",;\t|"
_LONGEST = 16 * LIMIT  # characters of a field that are read to its end, only to refuse it as too long
_NONE = "\x1f"  # of a table with one column
_SAID = re.compile(r"sep=(.)\s*", re.IGNORECASE)  # what Excel writes first


def read_delimited(file: Opened, columns: Columns, report: OnError, *, tabs: bool) -> Iterator[Raw]:
    """Yield the rows of a table; a row without a text is reported with its number, the header being row 1.

    Args:
        file: The ids of rows without one begin with that of its name.
        columns: Which columns hold what.
        tabs: Only a tab separates; else a comma, semicolon, tab or bar, whichever fits the first rows.
    """
    name, sample = file.name, file.stream.read(_SAMPLE)
    encoding, problem = _encoding(sample)
    head = codecs.getincrementaldecoder(encoding)("replace").decode(sample)
    if encoding == "utf-8" and "\0" in head and _is_binary(head):
        report(InputError(f"{name.shown} is a binary file, not a table: save it as CSV in UTF-8."))
        return
    if problem:
        report(InputNotice(f"In {name.shown}, {problem}."))
    text = io.TextIOWrapper(io.BufferedReader(Joined(sample, file.stream)), encoding, errors="replace", newline="")
    rows = _Rows(text, "\t" if tabs else _separator(head), name, report)
    yield from _records(rows, name, columns, report)


def _encoding(sample: bytes) -> tuple[str, str | None]:
    """Return the encoding of a table, from its beginning, and what is wrong with it."""
    marked = wide(sample)
    if marked:
        return marked, None
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError as error:
        encoding = guess(sample)
        what = f"byte {error.start:,} is not UTF-8, so it was read as {TITLES[encoding]}; save it as UTF-8"
        return "utf-8-sig" if encoding == "utf-8" else encoding, what
    return "utf-8-sig" if sample.startswith(codecs.BOM_UTF8) else "utf-8", None


def _is_binary(head: str) -> bool:
    return head.count("\0") * 10 > len(head) or head.count("\ufffd") * 20 > len(head)


def _separator(head: str) -> str:
    """Return what separates the fields: what cuts most rows of the sample as it cuts the first."""
    said = _SAID.match(head)
    if said:
        return said[1]
    lines = head.replace("\0", "").removeprefix("\ufeff").splitlines(keepends=True)
    best = max(_SEPARATORS, key=lambda separator: _fit(lines, separator))
    return best if _fit(lines, best)[0] else _NONE


def _fit(lines: list[str], separator: str) -> tuple[float, int]:
    rows: list[list[str]] = []
    with suppress(csv.Error):  # the rows before it tell as well
        rows.extend(cells for cells in islice(csv.reader(lines, delimiter=separator), _ROWS) if cells)
    width = len(rows[0]) if rows else 0
    like = sum(len(cells) == width for cells in rows)
    return (like / len(rows), width) if width > 1 else (0, 0)


class _Rows:
    """The rows of a table with their numbers; those that break the limits are reported and left out."""

    def __init__(self, text: io.TextIOWrapper, separator: str, name: InputName, report: OnError) -> None:
        csv.field_size_limit(max(csv.field_size_limit(), _LONGEST))
        self._text, self._name, self._report = text, name, report
        self._rows = csv.reader(self._lines(), delimiter=separator)
        self._cut = self._lossy = False
        self.number = self.width = 0

    def __iter__(self) -> Iterator[list[str]]:
        lost = False
        while True:
            try:
                cells = next(self._rows, None)
            except csv.Error as error:
                self.number += 1
                lost = (
                    self._skip()
                    if self._cut
                    else self._tell(f"{error!s:.80}; a quote may not be closed there, or the text is too long")
                )
                continue
            if cells is None:
                return
            self.number += 1
            if self._cut:
                lost = self._skip()
            elif any(cells) and not (lost and len(cells) != self.width):  # after a broken row, the next whole one
                lost = False
                yield cells

    def _lines(self) -> Iterator[str]:
        """Yield the lines as the file has them, without what no text holds; one without end comes in pieces."""
        while line := self._text.readline(2 * LIMIT):
            self._cut = len(line) >= 2 * LIMIT and line[-1] not in "\r\n"
            if "\ufffd" in line and not self._lossy:
                self._lossy = True
                self._report(
                    InputNotice(f"In {self._name.shown}, not all bytes are text: what can't be read became \ufffd.")
                )
            yield line.replace("\0", "")

    def _skip(self) -> bool:
        """Leave out a row that is one line without end."""
        for _ in self._lines():
            if not self._cut:
                break
        self._cut = False
        return self._tell(f"it is longer than {2 * LIMIT:,} characters")

    def _tell(self, what: str) -> bool:
        self._report(InputError(f"{self._name.shown}, row {self.number}: {what}; the row was left out."))
        return True


def _records(rows: _Rows, name: InputName, columns: Columns, report: OnError) -> Iterator[Raw]:
    source = iter(rows)
    header = next((cells for cells in source if not (rows.number == 1 and _SAID.fullmatch(",".join(cells)))), None)
    if header is None:
        report(InputNotice(f"{name.shown} is empty: nothing was read from it."))
        return
    header = [cell.removeprefix("\ufeff").strip() for cell in header]
    rows.width = len(header)
    if located(header, columns, name, report) is None:
        return
    empty, patience, notes = True, Patience(name), Notes(name, columns)
    for cells in source:
        empty = False
        while len(cells) > rows.width and not cells[-1].strip():
            cells.pop()
        if len(cells) > rows.width:
            where = f"{name.shown}, row {rows.number}"
            report(
                InputError(f"{where} has {len(cells)} fields where the header has {rows.width}: put text in quotes.")
            )
            patience.met(None)
            continue
        values = {
            column: cell
            for column, cell in zip(reversed(header[: len(cells)]), reversed(cells), strict=True)
            if cell.strip()
        }
        found = picked(values, columns)
        notes.met(values, found)
        fields = {field: values[column] for field, column in found.items()}
        yield row(name, rows.number, {"text": "", **fields})
        patience.met(fields.get("text"))
    notes.tell(report)
    if empty:
        report(InputNotice(f"{name.shown} has no rows below its header: nothing was read from it."))


def located(header: list[str], columns: Columns, name: InputName, report: OnError) -> Mapping[str, int] | None:
    """Return the place of each field's column in the header; None, and a report, if one that is needed is missing."""
    found = picked(dict.fromkeys(header, "-"), columns)
    missing = [column for field, column in columns.named().items() if field not in found]
    if missing:
        what = f"{name.shown} has no column {' or '.join(f'`{column}`' for column in missing)}"
        report(InputError(f"{what}; it has: {listed(header)}. Name one of these."))
        return None
    if "text" not in found:
        what = f"{name.shown} has no column that is known to hold the text; it has: {listed(header)}"
        report(InputError(f"{what}. Name it with --text-column."))
        return None
    return {field: header.index(column) for field, column in found.items()}
