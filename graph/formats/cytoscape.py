"""Cytoscape JSON (.cyjs), for Cytoscape and cytoscape.js: elements with data, and nodes with their places.

networkx reads a node from ``value`` and an edge's key from ``key``; cytoscape.js wants identifiers that are
not empty and that nodes and edges don't share. A graph gives the same bytes every time.
"""

from collections.abc import Iterator, Mapping
from typing import Any, TextIO

import networkx as nx

from diplograph.extract.model import PartyType
from diplograph.graph.formats.atomic import storable
from diplograph.graph.formats.graphml import keyed_edges
from diplograph.graph.formats.json import encoded, listed
from diplograph.graph.ids import distinct
from diplograph.graph.layout import positions
from diplograph.graph.looks import LOOKS, radius
from diplograph.graph.provenance import Provenance

_HEAD = {"format_version": "1.0", "generated_by": "diplograph", "target_cytoscapejs_version": "~3.0"}


def dump(graph: nx.Graph | nx.MultiGraph, handle: TextIO, made: Provenance | None = None) -> None:
    """Write a graph that ``assemble`` built as Cytoscape JSON; the graph stays as it is."""
    ids = distinct(graph.nodes, lambda node: storable(node) or "-")
    told = {"name": "diplograph", "made": str(made or Provenance())}
    head = _HEAD | {"directed": False, "multigraph": graph.is_multigraph(), "data": told}
    handle.write(encoded(head)[:-1] + ', "elements": {"nodes": ')
    handle.writelines(listed(_nodes(graph, ids)))
    handle.write(', "edges": ')
    handle.writelines(listed(_edges(graph, ids)))
    handle.write("}}\n")


def _nodes(graph: nx.Graph | nx.MultiGraph, ids: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    places = positions(graph)
    for node, data in graph.nodes(data=True):
        name = data.get("label", node)
        look = {"color": LOOKS[PartyType(data["party_kind"])].hex, "size": 2 * radius(data["contacts"])}
        x, y = places[node]
        ident = {"id": ids[node], "value": ids[node], "name": name, "shared_name": name}
        yield {"data": ident | data | look, "position": {"x": x, "y": y}}


def _edges(graph: nx.Graph | nx.MultiGraph, ids: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    edges = list(keyed_edges(graph))
    keys = distinct((key for key, *_ in edges), storable, taken=ids.values())
    for key, a, b, data in edges:
        ident = {"id": keys[key], "key": keys[key], "source": ids[a], "target": ids[b], "interaction": data["label"]}
        yield {"data": ident | data}
