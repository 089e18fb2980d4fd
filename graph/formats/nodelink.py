"""Node-link JSON, which ``networkx.node_link_graph(data, edges="edges")`` reads and d3 draws; written as a stream."""

from collections.abc import Iterator, Mapping
from typing import Any, TextIO

import networkx as nx

from diplograph.graph.formats.atomic import storable
from diplograph.graph.formats.graphml import keyed_edges
from diplograph.graph.formats.json import encoded, listed
from diplograph.graph.ids import distinct
from diplograph.graph.provenance import Provenance


def dump(graph: nx.Graph | nx.MultiGraph, handle: TextIO, made: Provenance | None = None) -> None:
    """Write a graph that ``assemble`` built, the edges under "edges"; the graph stays as it is."""
    ids = distinct(graph.nodes, storable)
    head = {"directed": False, "multigraph": graph.is_multigraph(), "graph": {"made": (made or Provenance()).record()}}
    handle.write(encoded(head)[:-1] + ', "nodes": ')
    handle.writelines(listed({"id": ids[node], **data} for node, data in graph.nodes(data=True)))
    handle.write(', "edges": ')
    handle.writelines(listed(_edges(graph, ids)))
    handle.write("}\n")


def _edges(graph: nx.Graph | nx.MultiGraph, ids: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for key, a, b, data in keyed_edges(graph):
        own = {"key": key} if graph.is_multigraph() else {"id": key}
        yield {"source": ids[a], "target": ids[b], **own, **data}
