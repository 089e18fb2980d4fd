"""What Gephi's two importers do alike with nodes, edges and the values of typed columns."""

import re
from collections import Counter
from collections.abc import Mapping

from diplograph.graph.check.findings import Findings

SHARED = {"boolean", "long", "float", "double", "string", "byte", "short", "char", "bigdecimal", "biginteger"}
SHARED |= {"liststring", "listboolean", "listlong", "listdouble", "listfloat"}
_WHOLE = frozenset(["int", "integer", "long", "short", "byte", "biginteger"])
_REAL = frozenset(["double", "float", "bigdecimal"])
INTEGER = re.compile(r"[+-]?\d+")


class Rules:
    """What both importers do with edges."""

    def __init__(self, found: Findings) -> None:
        self.found, self.line = found, 0
        self.directed = False
        self._ids: set[str] = set()
        self._nodes: set[str] = set()
        self._types: Counter[tuple[str, str, str]] = Counter()
        self._ways: set[bool] = set()
        self.sized = 0

    def lose(self, message: str) -> None:
        self.found.lose(self.line, message)

    def node(self, id: str) -> None:
        if id in self._nodes:
            self.lose(f"a second node with the id {id!r}: Gephi keeps one")
        else:
            self._nodes.add(id)
            self.found.nodes += 1

    def edge(self, edge: Mapping[str, str], weight: str | None, kind: str) -> None:
        """Count an edge in, unless Gephi drops it."""
        self.found.written += 1
        id, a, b = edge.get("id", ""), edge.get("source", ""), edge.get("target", "")
        directed = self._direction(edge)
        for end in (a, b):
            if end not in self._nodes:
                self._nodes.add(end)
                self.found.nodes += 1
                self.found.notes.append(f"line {self.line}: the node {end!r} is not declared; Gephi makes it")
        if directed is None:
            self._drop(f"the edge {id or a + ' – ' + b!r} is directed in an undirected graph: Gephi drops it")
        elif id and id in self._ids:
            self._drop(f"a second edge with the id {id!r}: Gephi drops it")
        elif weight is not None and number(weight) == 0:
            self._drop(f"the edge {id or a + ' – ' + b!r} weighs 0: Gephi drops it; give it a small weight")
        else:
            self._ids.add(id)
            self._ways.add(directed)
            ends = (a, b) if directed or a <= b else (b, a)
            self._types[(*ends, kind)] += 1

    def _direction(self, edge: Mapping[str, str]) -> bool | None:
        return self.directed

    def _drop(self, message: str) -> None:
        self.found.dropped += 1
        self.lose(message)

    def value(self, column: str, kind: str, text: str) -> None:
        """Note a value that its column's type does not take."""
        if kind in _WHOLE and not INTEGER.fullmatch(text):
            self.lose(f"{text!r:.40} in the column {column} is no whole number: Gephi leaves the cell empty")
        elif kind in _REAL and number(text) is None:
            self.lose(f"{text!r:.40} in the column {column} is no number: Gephi leaves the cell empty")
        elif kind == "boolean" and text.lower() not in ("true", "false", "1", "0"):
            self.lose(f"{text!r:.40} in the column {column} is neither true nor false: Gephi takes it for false")

    def done(self) -> None:
        self.found.merged = sum(n - 1 for n in self._types.values())
        for (a, b, kind), count in sorted(self._types.items()):
            if count > 1:
                of = f" of the kind {kind!r}" if kind else ""
                self.lose(f"{count} parallel edges {a} – {b}{of}: Gephi merges them and mixes their attributes")
        if self.found.nodes and self.sized == self.found.nodes:
            self.found.notes.append(
                "every node has a size: Gephi stretches sizes and places unless auto-scale is unticked"
            )
        if len(self._ways) > 1:
            self.found.notes.append("directed and undirected edges: Gephi makes a mixed graph of them")

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        raise NotImplementedError

    def end(self, element: str, text: str) -> None:
        raise NotImplementedError


def number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
