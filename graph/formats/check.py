"""What Gephi will keep of a GraphML or GEXF file, by the rules that its importers were seen to follow.

The rules were measured with Gephi 0.10.1 (gephi-toolkit) at the defaults of its import dialog: edges of weight 0 are
dropped, edges of a known id too, parallel edges of one type are merged into one that mixes what they say, and values
that don't fit their column's type are lost. The file is read as a stream; entities are refused.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

from diplograph.errors import InputError

_SHARED = {"boolean", "long", "float", "double", "string", "byte", "short", "char", "bigdecimal", "biginteger"}
_SHARED |= {"liststring", "listboolean", "listlong", "listdouble", "listfloat"}
_GRAPHML_TYPES = _SHARED | {"int", "integer", "listint", "listshort"}
_GEXF_TYPES = _SHARED | {"int", "integer", "bool", "listint", "listinteger", "listshort"}
_PROPERTIES = {
    "node": frozenset(["label", "nodelabel", "x", "y", "z", "xpos", "ypos", "zpos", "size", "r", "g", "b", "color"]),
    "edge": frozenset(["label", "edgelabel", "weight", "Edge Weight", "r", "g", "b", "color"]),
}
_OVERWRITTEN = {"node": frozenset(["id", "label", "timeset"]), "edge": frozenset(["id", "label", "timeset", "weight"])}
_WHOLE = frozenset(["int", "integer", "long", "short", "byte", "biginteger"])
_REAL = frozenset(["double", "float", "bigdecimal"])
_INTEGER = re.compile(r"[+-]?\d+")
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?)?)?)?)?")
_MOST = 1000  # problems that are kept


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that Gephi does not keep as it stands in the file, and where."""

    line: int
    message: str


@dataclass(slots=True)
class Findings:
    """What Gephi will have of a file.

    Attributes:
        written: Edges in the file.
        dropped: Edges that Gephi leaves out.
        merged: Edges that go into a parallel one.
        columns: Columns of nodes and edges that Gephi will show.
        timed: Whether Gephi will offer its timeline.
        problems: What is lost, at most a thousand; ``lost`` counts all.
        notes: What is worth knowing and no loss.
    """

    format: str
    nodes: int = 0
    written: int = 0
    dropped: int = 0
    merged: int = 0
    columns: dict[str, list[str]] = field(default_factory=lambda: {"node": [], "edge": []})
    timed: bool = False
    lost: int = 0
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def kept(self) -> int:
        """Edges that Gephi will have."""
        return self.written - self.dropped - self.merged


def check(path: str | Path) -> Findings:
    """Tell what Gephi will keep of a file.

    Raises:
        InputError: The file can't be read, is neither GraphML nor GEXF, is no XML, or declares entities.
    """
    reader = _Reader(str(path))
    try:
        with Path(path).open("rb") as handle:
            reader.parser.ParseFile(handle)
    except OSError as error:
        raise InputError(f"Can't read {path}: {error.strerror}; give a GraphML or GEXF file.") from None
    except expat.ExpatError as error:
        what = expat.errors.messages[error.code]
        raise InputError(f"{path}, line {error.lineno}: {what}; Gephi can't open the file at all.") from None
    return reader.done()


class _Reader:
    """Follows the parser from element to element."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.EntityDeclHandler = self._entity
        self.found: Findings | None = None
        self._rules: _Rules | None = None
        self._words: list[str] = []

    def _entity(self, *_: Any) -> None:
        raise InputError(f"{self._file}, line {self.parser.CurrentLineNumber}: it declares an entity; remove it.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        element = name.rpartition(" ")[2]
        if self._rules is None:
            kinds: Mapping[str, Callable[[Findings], _Rules]] = {"graphml": _GraphML, "gexf": _Gexf}
            if element not in kinds:
                raise InputError(f"{self._file} is neither GraphML nor GEXF: it begins with <{element}>.")
            self.found = Findings(element)
            self._rules = kinds[element](self.found)
        self._words.clear()
        self._rules.line = self.parser.CurrentLineNumber
        self._rules.start(element, {k.rpartition(" ")[2]: v for k, v in attributes.items()})

    def _end(self, name: str) -> None:
        if self._rules is not None:
            self._rules.end(name.rpartition(" ")[2], "".join(self._words))
        self._words.clear()

    def _text(self, words: str) -> None:
        self._words.append(words)

    def done(self) -> Findings:
        assert self.found is not None and self._rules is not None
        self._rules.done()
        return self.found


class _Rules:
    """What both importers do with edges."""

    def __init__(self, found: Findings) -> None:
        self.found, self.line = found, 0
        self.directed = False
        self._ids: set[str] = set()
        self._nodes: set[str] = set()
        self._types: Counter[tuple[str, str, str]] = Counter()
        self._ways: set[bool] = set()

    def lose(self, message: str) -> None:
        self.found.lost += 1
        if len(self.found.problems) < _MOST:
            self.found.problems.append(Problem(self.line, message))

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
        elif weight is not None and _number(weight) == 0:
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
        """Tell of a value that its column's type does not take."""
        if kind in _WHOLE and not _INTEGER.fullmatch(text):
            self.lose(f"{text!r:.40} in the column {column} is no whole number: Gephi leaves the cell empty")
        elif kind in _REAL and _number(text) is None:
            self.lose(f"{text!r:.40} in the column {column} is no number: Gephi leaves the cell empty")
        elif kind == "boolean" and text.lower() not in ("true", "false", "1", "0"):
            self.lose(f"{text!r:.40} in the column {column} is neither true nor false: Gephi takes it for false")

    def done(self) -> None:
        self.found.merged = sum(n - 1 for n in self._types.values())
        for (a, b, kind), count in sorted(self._types.items()):
            if count > 1:
                of = f" of the kind {kind!r}" if kind else ""
                self.lose(f"{count} parallel edges {a} – {b}{of}: Gephi merges them and mixes their attributes")
        if len(self._ways) > 1:
            self.found.notes.append("directed and undirected edges: Gephi makes a mixed graph of them")

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        raise NotImplementedError

    def end(self, element: str, text: str) -> None:
        raise NotImplementedError


class _GraphML(_Rules):
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
        if kind is None or kind.lower() not in _GRAPHML_TYPES:
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
        name, kind, _ = self._keys[key]
        self._values[name] = self._values[key] = text.strip()
        if name in ("r", "g", "b") and not _INTEGER.fullmatch(text):
            self.lose(f"the colour part {name} is {text!r:.20}, no whole number: Gephi leaves the colour out")
        elif text.strip():
            self.value(name, kind, text)

    def _direction(self, edge: Mapping[str, str]) -> bool | None:
        return edge["directed"] == "true" if "directed" in edge else self.directed


class _Gexf(_Rules):
    def __init__(self, found: Findings) -> None:
        super().__init__(found)
        self._domain, self._format, self._static = "node", "double", True
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
            case "node":
                self._inside, self._spells = "node", []
                self.node(attributes.get("id", ""))
                if "label" not in attributes:
                    self.found.notes.append(f"line {self.line}: the node {attributes.get('id')!r} has no label")
                self._time(attributes)
            case "edge":
                self._inside, self._spells = "edge", []
                self.edge(attributes, attributes.get("weight"), attributes.get("kind", ""))
                self._time(attributes)
            case "spell":
                self._time(attributes)
            case "attvalue":
                kind = self._columns.get((self._inside, attributes.get("for", "")))
                if kind is None:
                    self.lose(f"a value for {attributes.get('for')!r}, which is not declared: Gephi ignores it")
                else:
                    self.value(attributes["for"], kind, attributes.get("value", ""))

    def _declare(self, column: Mapping[str, str]) -> None:
        id, kind = column.get("id", ""), column.get("type", "string").lower()
        if kind not in _GEXF_TYPES:
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
        if not all(self._read(t) for t in (first, last) if t is not None):
            self.lose(f"the time {first or last!r} does not fit the time format {self._format}: Gephi leaves it out")
        elif first and last and last < first:
            self.lose(f"the interval ends {last}, before it starts, {first}: Gephi leaves it out")
        elif any(first <= b and a <= last for a, b in self._spells) if first and last else False:
            self.lose(f"the interval {first} to {last} overlaps another of the same {self._inside}: Gephi loses one")
        else:
            self.found.timed = True
            self._spells.append((first or "", last or "~"))

    def _read(self, time: str) -> bool:
        if self._format in ("date", "datetime", "timestamp"):
            return _DAY.fullmatch(time) is not None
        return _number(time) is not None

    def end(self, element: str, text: str) -> None:
        pass

    def _direction(self, edge: Mapping[str, str]) -> bool | None:
        directed = edge.get("type", "directed" if self.directed else "undirected") == "directed"
        return None if directed and not self.directed else directed


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def lines(found: Findings, most: int) -> Iterator[str]:
    """Yield the findings in words: what is kept, the columns, and the first problems with their lines."""
    name = {"graphml": "GraphML", "gexf": "GEXF"}[found.format]
    yield f"{name}: Gephi will have {found.nodes:,} nodes and {found.kept:,} of {found.written:,} edges."
    if found.dropped or found.merged:
        yield f"{found.dropped:,} edges are dropped, {found.merged:,} merged into parallel ones."
    for table, columns in found.columns.items():
        yield f"Columns of {table}s: {', '.join(columns) or 'none'}."
    yield f"Timeline: {'yes' if found.timed else 'no'}."
    yield from (f"Note: {note}." for note in found.notes[:most])
    yield from (f"Lost, line {p.line}: {p.message}." for p in found.problems[:most])
    if found.lost > most:
        yield f"{found.lost - most:,} more problems."
