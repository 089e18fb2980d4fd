"""A panel as CSV: a block of text for each period, in which only the rows that have contacts are written one by one."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from diplograph.graph.formats.csv import guarded
from diplograph.graph.panel.cells import Cell
from diplograph.graph.panel.columns import Columns
from diplograph.graph.panel.counting import Block, Panel
from diplograph.graph.panel.rosters import Roster

_AT_ONCE = 100_000  # rows


def dump(panel: Panel, handle: TextIO) -> None:
    """Write a row for every unit and period, with a head; days are empty where nothing occurred."""
    columns, labels = panel.columns, dict[str, str]()
    handle.write(_line(columns.names))
    before, rows = None, list[str]()
    for block in panel.blocks():
        if block.roster is not before:
            labels = {name: _line(map(guarded, panel.label(name)))[:-1] for name in block.roster.names}
            before, rows = block.roster, list(_zeros(block, columns, labels))
        _write(block, rows, columns, labels, handle)


def _write(block: Block, rows: list[str], columns: Columns, labels: dict[str, str], handle: TextIO) -> None:
    period = block.period
    start = f"{period.text},{period.start},{period.end},"
    told = {
        row: _row(_ends(block.roster, row, labels), columns, cell, block.unplaced.get(row, 0))
        for row, cell in block.cells.items()
    }
    for at in range(0, len(rows), _AT_ONCE):
        some = rows[at : at + _AT_ONCE]
        for row in told.keys() & range(at, at + len(some)):
            some[row - at] = told[row]
        handle.write(start + f"\n{start}".join(some) + "\n")


def _zeros(block: Block, columns: Columns, labels: dict[str, str]) -> Iterator[str]:
    """Yield the rows of a roster as they are where nothing occurred."""
    nothing = _row("", columns, Cell(), 0).removesuffix("0")
    for row in range(len(block.roster)):
        yield f"{_ends(block.roster, row, labels)}{nothing}{block.unplaced.get(row, 0)}"


def _ends(roster: Roster, row: int, labels: dict[str, str]) -> str:
    return ",".join([labels[roster.names[end[row]]] for end in roster.ends])


def _row(ends: str, columns: Columns, cell: Cell, unplaced: int) -> str:
    *counts, documents, publishers, _ = columns.counts
    cells = [*(str(cell.numbers[name]) for name in counts), *(str(day or "") for day in (cell.first, cell.last))]
    cells += [str(cell.numbers[documents]), str(cell.numbers[publishers]), str(unplaced)]
    return ",".join([ends, *cells])


def _line(cells: Iterable[Any]) -> str:
    handle = io.StringIO()
    csv.writer(handle, lineterminator="\n").writerow(cells)
    return handle.getvalue()
