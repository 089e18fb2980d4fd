"""What Gephi's GraphML importer does with keys and values."""

from collections.abc import Mapping

from diplograph.graph.check.findings import Findings
from diplograph.graph.check.rules import INTEGER, SHARED, Rules, number

_TYPES = SHARED | {"int", "integer", "listint", "listshort"}
_PROPERTIES = {
    "node": frozenset(["label", "nodelabel", "x", "y", "z", "xpos", "ypos", "zpos", "size", "r", "g", "b", "color"]),
    "edge": frozenset(["label", "edgelabel", "weight", "Edge Weight", "r", "g", "b", "color"]),
}


class GraphML(Rules):
    def __init__(self, found: Findings) -> None:
        super().__init__(found)
        self._keys: dict[str, tuple[str, str, str]] = {}
        self._open: dict[str, str] | None = None
        self._values: dict[str, str] = {}
        self._key: str | None = None

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        match element:
            case "key":
                self._declare(attributes)
            case "graph":
                self.directed = attributes.get("edgedefault") == "directed"
            case "node":
                self.node(attributes.get("id", ""))
                self._domain = "node"
            case "edge":
                self._open, self._values, self._domain = dict(attributes), {}, "edge"
            case "data":
                self._key = attributes.get("key")

    def _declare(self, key: Mapping[str, str]) -> None:
        id, domain = key.get("id", ""), key.get("for", "all")
        name, kind = key.get("attr.name", id), key.get("attr.type")
        if domain == "graph":
            self.found.notes.append(f"the key {id} is for the graph: Gephi ignores it")
            return
        if kind is None or kind.lower() not in _TYPES:
            why = f"has the type {kind!r}" if kind else "has no type"
            self.lose(f"the column {name} {why}: Gephi {'loses it' if kind else 'takes it for text'}")
        for table in ("node", "edge") if domain == "all" else (domain,):
            if table not in _PROPERTIES or id in _PROPERTIES[table] or name in _PROPERTIES[table]:
                continue
            if name in self.found.columns[table]:
                self.lose(f"two columns of {table}s are called {name}: Gephi shows both under one title")
            self.found.columns[table].append(name)
        self._keys[id] = (name, (kind or "string").lower(), domain)

    def end(self, element: str, text: str) -> None:
        if element == "data" and self._key is not None:
            self._cell(self._key, text)
            self._key = None
        elif element == "edge" and self._open is not None:
            weights = [self._values[n] for n in ("weight", "Edge Weight") if n in self._values]
            self.edge(self._open, next(iter(weights), None), self._open.get("label", ""))
            self._open = None

    def _cell(self, key: str, text: str) -> None:
        if key not in self._keys:
            self.lose(f"a value under the key {key!r}, which is not declared: Gephi ignores it")
            return
        name, kind, domain = self._keys[key]
        self._values[name] = self._values[key] = text.strip()
        if name in ("r", "g", "b") and not INTEGER.fullmatch(text):
            self.lose(f"the colour part {name} is {text!r:.20}, no whole number: Gephi leaves the colour out")
        elif text.strip():
            self.value(name, kind, text)
            self.sized += name == "size" and domain == "node" and number(text) not in (None, 0)

    def _direction(self, edge: Mapping[str, str]) -> bool | None:
        return edge["directed"] == "true" if "directed" in edge else self.directed
