"""Parquet: a row a document, read some rows at a time."""

from collections.abc import Iterator
from typing import IO, Any

from diplograph.errors import InputError
from diplograph.extract.read.columns import Columns
from diplograph.extract.read.delimited import located
from diplograph.extract.read.patience import Patience
from diplograph.extract.read.raw import Raw, row
from diplograph.extract.read.text import InputNotice, Name, Report

_ROWS = 100  # in memory at a time; each may be at the limit
_INSTALL = 'pip install "diplograph[parquet]"'


def read_parquet(handle: IO[bytes], name: Name, columns: Columns, report: Report) -> Iterator[Raw]:
    """Yield the rows of a table; their numbers begin with 1.

    Args:
        handle: A stream that can be searched.
        columns: Which columns hold what; dates may be days, times, numbers or words.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ModuleNotFoundError:
        report(InputError(f"Can't read {name.shown}: Parquet needs pyarrow, install it with {_INSTALL}."))
        return
    try:
        with pq.ParquetFile(handle) as file:
            yield from _rows(file, name, columns, report)
    except (pa.ArrowException, OSError, ValueError, KeyError, NotImplementedError, MemoryError) as error:
        what = " ".join(str(error).split())
        report(InputError(f"{name.shown} is no Parquet file, or is damaged ({what:.120}): export it again."))


def _rows(file: Any, name: Name, columns: Columns, report: Report) -> Iterator[Raw]:
    header = file.schema_arrow.names
    places = located(header, columns, name, report)
    if places is None:
        return
    number, patience = 0, Patience(name)
    wanted = {field: header[at] for field, at in places.items()}
    for batch in file.iter_batches(_ROWS, columns=sorted(set(wanted.values()))):
        values = {field: _plain(batch.column(column)) for field, column in wanted.items()}
        for at in range(batch.num_rows):
            number += 1
            fields = {field: column[at] for field, column in values.items() if column[at] is not None}
            yield row(name, number, {"text": "", **fields})
            patience.met(fields.get("text"))
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
