"""What Gephi's GEXF importer does with columns, values and times."""

import re
from collections.abc import Mapping

from diplograph.graph.check.findings import Findings
from diplograph.graph.check.rules import SHARED, Rules, number

_TYPES = SHARED | {"int", "integer", "bool", "listint", "listinteger", "listshort"}
_OVERWRITTEN = {"node": frozenset(["id", "label", "timeset"]), "edge": frozenset(["id", "label", "timeset", "weight"])}
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?)?)?)?)?")


class Gexf(Rules):
    """Follows a GEXF file from element to element."""

    def __init__(self, found: Findings) -> None:
        super().__init__(found)
        self._domain, self._format = "node", "double"
        self._columns: dict[tuple[str, str], str] = {}
        self._inside = ""
        self._spells: list[tuple[str, str]] = []

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        match element:
            case "graph":
                self.directed = attributes.get("defaultedgetype") == "directed"
                self._format = attributes.get("timeformat", "double").lower()
            case "attributes":
                self._domain = attributes.get("class", "node")
            case "attribute":
                self._declare(attributes)
            case "node" | "edge":
                self._open(element, attributes)
                self._time(attributes)
            case "size":
                self.sized += number(attributes.get("value", "")) not in (None, 0)
            case "spell":
                self._time(attributes)
            case "attvalue":
                self._cell(attributes)

    def _open(self, element: str, attributes: Mapping[str, str]) -> None:
        self._inside, self._spells = element, []
        if element == "edge":
            self.edge(attributes, attributes.get("weight"), attributes.get("kind", ""))
            return
        self.node(attributes.get("id", ""))
        if "label" not in attributes:
            self.found.notes.append(f"line {self.line}: the node {attributes.get('id')!r} has no label")

    def _cell(self, cell: Mapping[str, str]) -> None:
        kind = self._columns.get((self._inside, cell.get("for", "")))
        if kind is None:
            self.lose(f"a value for {cell.get('for')!r}, which is not declared: Gephi ignores it")
        else:
            self.value(cell["for"], kind, cell.get("value", ""))

    def _declare(self, column: Mapping[str, str]) -> None:
        id, kind = column.get("id", ""), column.get("type", "string").lower()
        if kind not in _TYPES:
            self.lose(f"the column {column.get('title', id)} has the type {kind!r}: Gephi loses it")
        elif id.lower() in _OVERWRITTEN.get(self._domain, ()):
            self.lose(f"a column of {self._domain}s has the id {id!r}, which Gephi uses itself")
        else:
            self.found.columns.setdefault(self._domain, []).append(column.get("title", id))
        self._columns[self._domain, id] = kind

    def _time(self, attributes: Mapping[str, str]) -> None:
        first, last = attributes.get("start"), attributes.get("end")
        if first is None and last is None:
            return
        if (loss := self._loss(first, last)) is not None:
            self.lose(loss)
        else:
            self.found.timed = True
            self._spells.append((first or "", last or "~"))

    def _loss(self, first: str | None, last: str | None) -> str | None:
        """Say what Gephi does not take of an interval, or return None where it takes it."""
        if not all(self._read(t) for t in (first, last) if t is not None):
            return f"the time {first or last!r} does not fit the time format {self._format}: Gephi leaves it out"
        if not first or not last:
            return None
        if last < first:
            return f"the interval ends {last}, before it starts, {first}: Gephi leaves it out"
        if any(first <= b and a <= last for a, b in self._spells):
            return f"the interval {first} to {last} overlaps another of the same {self._inside}: Gephi loses one"
        return None

    def _read(self, time: str) -> bool:
        if self._format in ("date", "datetime", "timestamp"):
            return _DAY.fullmatch(time) is not None
        return number(time) is not None

    def end(self, element: str, text: str) -> None:
        pass

    def _direction(self, edge: Mapping[str, str]) -> bool | None:
        directed = edge.get("type", "directed" if self.directed else "undirected") == "directed"
        return None if directed and not self.directed else directed
