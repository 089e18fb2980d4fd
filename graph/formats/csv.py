"""Two spreadsheets, nodes and edges, with the column names that Gephi's spreadsheet import knows."""

import csv
import re
from collections.abc import Mapping
from typing import Any, TextIO

import networkx as nx

from diplograph.graph.formats.graphml import NODE_COLUMNS, columns_of, keyed_edges, weighed
from diplograph.graph.formats.xml import legal

# OWASP, CSV injection: what makes a spreadsheet run the cell; with the full-width forms that Excel also takes
_FORMULA = re.compile(r"\s*[=+\-@\t\r\n|%＝＋－＠]")
_FIELD = re.compile(r"(?<=;)(?=\s*[=+\-@|%＝＋－＠])")  # a cell of its own where a locale divides lists by semicolons
_NODES = [n for n in NODE_COLUMNS if n not in {"label", "x", "y", "size", "r", "g", "b"}]


def dump_nodes(graph: nx.Graph | nx.MultiGraph, handle: TextIO) -> None:
    """Write a row for every party: Id, Label, and what ``assemble`` knows of it."""
    rows = csv.writer(handle, lineterminator="\n")
    rows.writerow(["Id", "Label", *_NODES])
    for node, data in graph.nodes(data=True):
        rows.writerow([guarded(node), guarded(data.get("label", node)), *_cells(_NODES, data)])


def dump_edges(graph: nx.Graph | nx.MultiGraph, handle: TextIO) -> None:
    """Write a row for every edge; above pair level the column Kind keeps parallel edges apart in Gephi."""
    multi = graph.is_multigraph()
    rest = [n for n in columns_of(graph) if n not in {"label", "weight", "kind"}]
    rows = csv.writer(handle, lineterminator="\n")
    rows.writerow(["Source", "Target", "Type", *(["Kind"] if multi else []), "Id", "Label", "Weight", *rest])
    for key, a, b, data in keyed_edges(graph):
        kind = [data["kind"]] if multi else []
        ends = [guarded(a), guarded(b), "Undirected", *kind]
        rows.writerow([*ends, guarded(key), guarded(data["label"]), weighed(data)["weight"], *_cells(rest, data)])


def guarded(value: object) -> str:
    """Return the value as a cell of text that no spreadsheet runs as a formula; None is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    cell = legal(str(value)).replace("\r\n", "\n").replace("\r", "\n")  # csv leaves a lone \r unquoted
    if not isinstance(value, str):
        return cell
    return ("'" if _FORMULA.match(cell) else "") + _FIELD.sub("'", cell)


def _cells(columns: list[str], data: Mapping[str, Any]) -> list[str]:
    return [guarded(data.get(name)) for name in columns]
