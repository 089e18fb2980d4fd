"""Parquet: a row a document, read some rows at a time."""

from collections.abc import Iterator
from typing import Any

from diplograph.errors import OnError
from diplograph.extract.read.columns import Columns
from diplograph.extract.read.delimited import located
from diplograph.extract.read.fields import Notes
from diplograph.extract.read.patience import Patience
from diplograph.extract.read.raw import Raw, row
from diplograph.extract.read.streams import Opened
from diplograph.extract.read.text import InputName, InputNotice

_ROWS = 100  # in memory at a time; each may be at the limit


def read_parquet(file: Opened, columns: Columns, report: OnError) -> Iterator[Raw]:
    """Yield the rows of a table; their numbers begin with 1.

    Args:
        columns: Which columns hold what; dates may be days, times, numbers or words.
    """
    import pyarrow.parquet as pq

    with pq.ParquetFile(file.searchable()) as table:
        yield from _rows(table, file.name, columns, report)


def _rows(table: Any, name: InputName, columns: Columns, report: OnError) -> Iterator[Raw]:
    header = table.schema_arrow.names
    places = located(header, columns, name, report)
    if places is None:
        return
    number, patience, notes = 0, Patience(name), Notes(name, columns)
    wanted = {field: header[at] for field, at in places.items()}
    for batch in table.iter_batches(_ROWS, columns=sorted(set(wanted.values()))):
        values = {field: _plain(batch.column(column)) for field, column in wanted.items()}
        for at in range(batch.num_rows):
            number += 1
            fields = {field: column[at] for field, column in values.items() if column[at] is not None}
            yield row(name, number, {"text": "", **fields})
            patience.met(fields.get("text"))
            notes.met({wanted[field]: value for field, value in fields.items()}, {f: wanted[f] for f in fields})
    notes.tell(report)
    if not number:
        report(InputNotice(f"{name.shown} has no rows: nothing was read from it."))


def _plain(column: Any) -> Any:
    """Return the values of a column as strings and numbers; times as Arrow writes them, for Python knows fewer."""
    import pyarrow as pa

    kind = column.type
    if pa.types.is_dictionary(kind):
        return _plain(column.dictionary_decode())
    if pa.types.is_temporal(kind):
        zoned = pa.types.is_timestamp(kind) and kind.tz
        column = column.cast(pa.timestamp(kind.unit)) if zoned else column
        return column.cast(pa.string()).to_pylist()
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return [value if value is None else value.decode("utf-8", "replace") for value in column.to_pylist()]
    scalar = pa.types.is_primitive(kind) or pa.types.is_string(kind) or pa.types.is_large_string(kind)
    scalar = scalar or pa.types.is_string_view(kind)
    return column.to_pylist() if scalar else [None] * len(column)
