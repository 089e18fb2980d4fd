"""GraphML by Gephi's rules: fixed typed columns, identifiers unique in the file, positions and colours.

What did not occur weighs next to nothing, since Gephi drops edges of weight 0. Gephi keeps one edge an id, knows
``label weight x y size r g b`` by exactly these names and reads colours as whole numbers only. The file is written as
a stream, and a graph gives the same bytes every time.
"""

from collections.abc import Iterator, Mapping
from typing import Any, TextIO

import networkx as nx

from diplograph.extract.model import PartyType
from diplograph.graph.codes.parties import NAMES
from diplograph.graph.formats.cells import Cells, Columns
from diplograph.graph.formats.xml import text, tokens, write
from diplograph.graph.layout import positions
from diplograph.graph.looks import LOOKS, radius
from diplograph.graph.provenance import Provenance
from diplograph.graph.summary import OTHERS

NODE_COLUMNS: Columns = {
    "label": "string",
    "party_kind": "string",
    "country": "string",
    **dict.fromkeys(NAMES, "string"),
    "aliases": "string",
    "contacts": "int",
    "first_date": "string",
    "last_date": "string",
    "x": "double",
    "y": "double",
    "size": "double",
    "r": "int",
    "g": "int",
    "b": "int",
}
PAIR_COLUMNS: Columns = {
    "label": "string",
    "weight": "double",
    "kind": "string",
    "contacts": "int",
    **dict.fromkeys(OTHERS, "int"),
    "kinds": "string",
    "first_date": "string",
    "last_date": "string",
    "days": "string",
    "reports": "int",
    "sources": "string",
    "evidence": "string",
}
CONTACT_COLUMNS: Columns = {
    "label": "string",
    "weight": "double",
    "contact_id": "string",
    "kind": "string",
    "status": "string",
    "date_start": "string",
    "date_end": "string",
    "date_precision": "string",
    "date_basis": "string",
    "place": "string",
    "topic": "string",
    "channel": "string",
    "recurring": "boolean",
    "reported_by": "string",
    "code": "string",
    "plover": "string",
    "mode": "string",
    "decided": "string",
    "trust": "double",
    "evidence": "string",
    "rule": "string",
    "page": "int",
    "source_id": "string",
    "source_title": "string",
    "source_date": "string",
    "source_url": "string",
    "source_publisher": "string",
    "reports": "int",
    "sources": "string",
}
FAINT = 0.001  # Gephi drops what weighs nothing
SMALLEST = 10.0  # the radius that Gephi gives a node without one

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""


def dump(graph: nx.Graph | nx.MultiGraph, handle: TextIO, made: Provenance | None = None) -> None:
    """Write a graph that ``assemble`` built as GraphML; the graph stays as it is."""
    edge_columns = columns_of(graph)
    node_cells, edge_cells = (
        Cells(columns, (f'<data key="{prefix}NAME">', "</data>"), text)
        for prefix, columns in (("n_", NODE_COLUMNS), ("e_", edge_columns))
    )
    handle.write(f"{_HEAD}<desc>{text(str(made or Provenance()))}</desc>\n")
    handle.writelines(_keys("node", "n_", NODE_COLUMNS))
    handle.writelines(_keys("edge", "e_", edge_columns))
    handle.write('<graph id="diplograph" edgedefault="undirected">\n')
    ids = tokens(graph.nodes)
    write(handle, (f'<node id="{ids[node]}">{node_cells(data)}</node>\n' for node, data in placed(graph)))
    edges = (
        f'<edge id="{key}" source="{ids[a]}" target="{ids[b]}">{edge_cells(weighed(data))}</edge>\n'
        for key, a, b, data in keyed_edges(graph)
    )
    write(handle, edges)
    handle.write("</graph>\n</graphml>\n")


def columns_of(graph: nx.Graph | nx.MultiGraph) -> Columns:
    """Return the columns of the graph's edges, which tell at which level it was assembled."""
    first: Mapping[str, Any] = next((data for *_, data in graph.edges(data=True)), {})
    if "contact_id" in first or (graph.is_multigraph() and "contacts" not in first):
        return CONTACT_COLUMNS
    apart = {"kinds"} if graph.is_multigraph() else {"kind", "days"}
    return {name: kind for name, kind in PAIR_COLUMNS.items() if name not in apart}


def placed(graph: nx.Graph | nx.MultiGraph) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every node with its data and its place, size and colour, the y axis pointing up as in Gephi.

    The size is a radius. The smallest nodes have none, and Gephi gives them its own, 10. Were every node to have a size, its
    import dialog would by default stretch sizes and places, and the small ones would all but vanish.
    """
    places = positions(graph)
    radii = {node: radius(contacts) for node, contacts in graph.nodes(data="contacts")}
    smallest = min(radii.values(), default=SMALLEST)
    for node, data in graph.nodes(data=True):
        x, y = places[node]
        r, g, b = LOOKS[PartyType(data["party_kind"])].rgb
        size = {"size": round(SMALLEST * radii[node] / smallest, 2)} if radii[node] > smallest else {}
        yield node, {**data, "x": x, "y": -y + 0.0, **size, "r": r, "g": g, "b": b}


def keyed_edges(graph: nx.Graph | nx.MultiGraph) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Yield every edge as an id that no other edge has, its two nodes and its data."""
    multi = graph.is_multigraph()
    if columns_of(graph) is not CONTACT_COLUMNS and _names_make_keys(graph):
        for a, b, _, data in _edges(graph, multi):
            yield f"{a}--{b}--{data['kind']}" if multi else f"{a}--{b}", a, b, data
        return
    edges = list(_edges(graph, multi))
    keys = [k for *_, k, _ in edges] if multi else [f"{a}--{b}" for a, b, *_ in edges]
    if len(set(keys)) < len(keys):
        keys = [f"{number}-{key}" for number, key in enumerate(keys)]
    ids = tokens(keys)
    for (a, b, _, data), key in zip(edges, keys, strict=True):
        yield ids[key], a, b, data


def _names_make_keys(graph: nx.Graph | nx.MultiGraph) -> bool:
    """Tell whether the names of two nodes, joined by "--", are an identifier that no other two have."""
    return all("--" not in node and token == node for node, token in tokens(graph.nodes).items())


def _edges(graph: nx.Graph | nx.MultiGraph, multi: bool) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Yield every edge as its two nodes, the lesser name first, its key, which only parallel edges have, and its data."""
    edges = graph.edges(keys=True, data=True) if multi else ((a, b, "", data) for a, b, data in graph.edges(data=True))
    return ((b, a, key, data) if b < a else (a, b, key, data) for a, b, key, data in edges)


def weighed(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an edge's data with a weight that Gephi does not drop."""
    return data if data["weight"] else {**data, "weight": FAINT}


def _keys(domain: str, prefix: str, columns: Columns) -> Iterator[str]:
    for name, kind in columns.items():
        yield f'<key id="{prefix}{name}" for="{domain}" attr.name="{name}" attr.type="{kind}"/>\n'
