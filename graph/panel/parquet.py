"""A panel as Parquet, by row groups: columns of zeros, in which only the rows that have contacts are filled in."""

import datetime as dt
from collections.abc import Iterator
from typing import TextIO

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from diplograph.graph.panel.cells import Cell
from diplograph.graph.panel.columns import DAYS, Columns
from diplograph.graph.panel.counting import Block, Panel

_ROWS = 1_000_000  # of a row group, and in memory at a time
_EPOCH = 719_163  # 1970-01-01, as ``date.toordinal`` counts


def dump(panel: Panel, handle: TextIO) -> None:
    """Write a row for every unit and period to the bytes beneath the handle; days are null where nothing occurred.

    A panel gives the same bytes every time, with one release of pyarrow.
    """
    schema = _schema(panel.columns)
    with pq.ParquetWriter(handle.buffer, schema, store_schema=False) as writer:
        for blocks in _groups(panel):
            writer.write_table(pa.Table.from_arrays(_Group(panel, blocks).arrays(), schema=schema))


def _schema(columns: Columns) -> pa.Schema:
    words = pa.dictionary(pa.int32(), pa.string())
    labels = {name for end in columns.labels for name in end} | {"period"}
    days = {"start", "end", *DAYS}
    return pa.schema([(n, words if n in labels else pa.date32() if n in days else pa.int32()) for n in columns.names])


def _groups(panel: Panel) -> Iterator[list[Block]]:
    """Yield blocks by so many as have together about the rows of a row group."""
    group, rows = list[Block](), 0
    for block in panel.blocks():
        if group and rows + len(block.roster) > _ROWS:
            yield group
            group, rows = [], 0
        group.append(block)
        rows += len(block.roster)
    if rows:
        yield group


class _Group:
    """The columns of some blocks."""

    def __init__(self, panel: Panel, blocks: list[Block]) -> None:
        self._panel, self._blocks = panel, blocks
        self._sizes = [len(block.roster) for block in blocks]
        self._starts = np.cumsum([0, *self._sizes[:-1]])
        self._zeros = np.zeros(sum(self._sizes), dtype=np.int32)

    def arrays(self) -> list[pa.Array]:
        """Return the columns in their order."""
        columns = self._panel.columns
        found = self._periods() | self._labels(columns) | self._days()
        found |= {name: self._counted(name) for name in columns.counts[:-1]} | {columns.counts[-1]: self._unplaced()}
        return [found[name] for name in columns.names]

    def _periods(self) -> dict[str, pa.Array]:
        periods = [block.period for block in self._blocks]
        names = pa.array([period.text for period in periods], pa.string())
        numbers = np.repeat(np.arange(len(periods), dtype=np.int32), self._sizes)
        start, end = (
            [day.toordinal() - _EPOCH for day in days]
            for days in zip(*((p.start, p.end) for p in periods), strict=True)
        )
        days = {"start": start, "end": end}
        repeated = {n: pa.array(np.repeat(np.array(d, dtype=np.int32), self._sizes)) for n, d in days.items()}
        return {"period": pa.DictionaryArray.from_arrays(numbers, names)} | {
            name: column.view(pa.date32()) for name, column in repeated.items()
        }

    def _labels(self, columns: Columns) -> dict[str, pa.Array]:
        names = list(dict.fromkeys(name for block in self._blocks for name in block.roster.names))
        number = {name: i for i, name in enumerate(names)}
        texts = list(zip(*map(self._panel.label, names), strict=True)) if names else [()] * len(columns.labels[0])
        found = {}
        for end, heads in enumerate(columns.labels):
            rows = np.concatenate([_numbers(block, end, number) for block in self._blocks])
            for head, words in zip(heads, texts, strict=True):
                unique = sorted(set(words))
                places = np.array([unique.index(word) for word in words], dtype=np.int32)
                found[head] = pa.DictionaryArray.from_arrays(places[rows], pa.array(unique, pa.string()))
        return found

    def _counted(self, name: str) -> pa.Array:
        return self._filled({at: n for at, cell in self._cells() if (n := cell.numbers[name])})

    def _unplaced(self) -> pa.Array:
        starts = zip(map(int, self._starts), self._blocks, strict=True)
        return self._filled({start + row: n for start, block in starts for row, n in block.unplaced.items()})

    def _filled(self, values: dict[int, int]) -> pa.Array:
        if not values:
            return pa.array(self._zeros)
        column = self._zeros.copy()
        column[list(values)] = list(values.values())
        return pa.array(column)

    def _days(self) -> dict[str, pa.Array]:
        return {name: self._dated({at: getattr(cell, name) for at, cell in self._cells()}) for name in DAYS}

    def _dated(self, days: dict[int, dt.date | None]) -> pa.Array:
        told = {at: day.toordinal() - _EPOCH for at, day in days.items() if day is not None}
        if not told:
            return pa.nulls(len(self._zeros), pa.date32())
        column, unknown = self._zeros.copy(), np.ones(len(self._zeros), dtype=np.bool_)
        column[list(told)] = list(told.values())
        unknown[list(told)] = False
        return pa.array(column, pa.int32(), mask=unknown).view(pa.date32())

    def _cells(self) -> Iterator[tuple[int, Cell]]:
        """Yield the cells with their rows in the group."""
        for start, block in zip(self._starts, self._blocks, strict=True):
            for row, cell in block.cells.items():
                yield int(start) + row, cell


def _numbers(block: Block, end: int, number: dict[str, int]) -> npt.NDArray[np.int32]:
    """Return the numbers of the names at one end of a block's units."""
    own = np.array([number[name] for name in block.roster.names], dtype=np.int32)
    return own[block.roster.ends[end]]
