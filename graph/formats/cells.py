"""The values of a row as XML, quickly: rows that have the same columns share one pattern."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from operator import itemgetter
from typing import Any

Columns = Mapping[str, str]

_FORMATS = {"string": "%s", "int": "%d", "double": "%r"}
# texts, a line each, that are not blank and hold nothing that XML escapes or forbids
_CLEAN = '[^&<>"\\x00-\\x1f\\ud800-\\udfff\\ufffe\\uffff]'
_TEXT = rf" *(?!\s){_CLEAN}{_CLEAN}*"
_usual = re.compile(rf"{_TEXT}(?:\n{_TEXT})*").fullmatch
_Row = Mapping[str, Any]
_Pattern = tuple[Callable[[_Row], tuple[Any, ...]], Callable[[_Row], tuple[str, ...]], str]


class Cells:
    """Writes rows whose columns have fixed types: string, int, double or boolean.

    Args:
        columns: The type of each column, in the order in which cells are written.
        cell: What stands before and after a value, ``NAME`` standing for its column.
        escape: Makes any text fit to stand there.
    """

    def __init__(self, columns: Columns, cell: tuple[str, str], escape: Callable[[str], str]) -> None:
        self._columns, (self._before, self._after), self._escape = columns, cell, escape
        self._booleans = [name for name, kind in columns.items() if kind == "boolean"]
        self._patterns: dict[tuple[Any, ...], _Pattern] = {}

    def __call__(self, data: _Row) -> str:
        """Return the cells of the row; what is None, empty or blank has none."""
        key = (*data, *map(data.get, self._booleans)) if self._booleans else tuple(data)
        values, texts, pattern = self._patterns.get(key) or self._patterns.setdefault(key, self._pattern(data))
        try:
            if _usual("\n".join(texts(data))):
                return pattern % values(data)
        except TypeError:
            pass  # None, or a number where text should be
        return "".join([self._cell(name, kind, data.get(name)) for name, kind in self._columns.items()])

    def _pattern(self, data: _Row) -> _Pattern:
        present = {name: kind for name, kind in self._columns.items() if name in data}
        opened = {name: self._before.replace("NAME", name) for name in present}
        parts = [opened[n] + _FORMATS.get(kind, _truth(data[n])) + self._after for n, kind in present.items()]
        values = _getter([n for n, kind in present.items() if kind != "boolean"])
        return values, _getter([n for n, kind in present.items() if kind == "string"]), "".join(parts)

    def _cell(self, name: str, kind: str, value: Any) -> str:
        text = "" if value is None else _cast(kind, value)
        return self._before.replace("NAME", name) + self._escape(text) + self._after if text.strip(" \t\r\n") else ""


def _getter(names: list[str]) -> Callable[[_Row], tuple[Any, ...]]:
    if len(names) > 1:
        return itemgetter(*names)
    return partial(_few, names)


def _few(names: list[str], data: _Row) -> tuple[Any, ...]:
    return tuple([data[name] for name in names])


def _cast(kind: str, value: Any) -> str:
    if kind == "boolean":
        return _truth(value)
    return repr(float(value)) if kind == "double" else str(int(value)) if kind == "int" else str(value)


def _truth(value: object) -> str:
    return "true" if value else "false"
