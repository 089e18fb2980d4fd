"""Rows of a data frame of pandas or polars, of a table of Arrow, or of one column, as mappings and texts with their names."""

import math
from collections.abc import Iterator, Mapping
from numbers import Integral, Real
from typing import Any, Protocol, TypeGuard

from diplograph.extract.read.text import InputName


class Frame(Protocol):
    """A data frame of pandas or polars, or a table of Arrow."""

    @property
    def columns(self) -> Any:
        """Its columns, or their names."""

    def __getitem__(self, name: Any, /) -> Any:
        """Return a column."""

    def __len__(self) -> int:
        """Return how many rows it has."""


def is_frame(given: object) -> TypeGuard[Frame]:
    """Tell whether it has columns and rows."""
    needed = ("columns", "__getitem__", "__len__")
    return not isinstance(given, Mapping) and all(hasattr(given, name) for name in needed)


def is_column(given: object) -> bool:
    """Tell whether it is a column of a data frame."""
    return hasattr(given, "dtype") and hasattr(given, "name")


def header(frame: Frame) -> list[str]:
    """Return the names of its columns."""
    return [str(name) for name in getattr(frame, "column_names", frame.columns)]


def rows(frame: Frame) -> Iterator[Mapping[str, object]]:
    """Yield its rows, one at a time."""
    names = header(frame)
    for values in zip(*(_column(frame, at) for at in range(len(names))), strict=True):
        yield dict(zip(names, values, strict=True))


def _column(frame: Any, at: int) -> Any:
    if hasattr(frame, "iloc"):  # pandas, where two columns may have one name
        return frame.iloc[:, at]
    column = frame[header(frame)[at]]
    return column.to_pylist() if hasattr(column, "to_pylist") else column


def row_names(given: Any, *, by_index: bool) -> Iterator[InputName]:
    """Yield what each row is called: by its number, or by its label in the index, which messages tell where it is another."""
    labels = index_of(given)
    for number in range(1, len(given) + 1):
        label = number - 1 if labels is None else labels[number - 1]
        shown = f"row {number}" if label == number - 1 else f"row {number} (index {label!s:.60})"
        yield InputName(str(label) if by_index else f"row:{number}", shown)


def index_of(given: object) -> Any:
    """Return the index of pandas; None for what has none, though it may have a method of that name."""
    index = getattr(given, "index", None)
    return None if callable(index) else index


def is_missing(value: object) -> bool:
    """Tell whether it is None, or what data frames have in its place: NaN, NaT, NA."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, Real) and not isinstance(value, Integral) and math.isnan(value)
