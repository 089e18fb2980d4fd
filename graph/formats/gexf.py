"""GEXF 1.3 for Gephi: parallel edges, timeline, colours and positions in one file.

GraphML has no place for dates or kinds of edges that Gephi acts on; GEXF has. Every pair has an edge for each
kind of contact, so that Gephi keeps calls and visits apart, with the days on which they took place as its spells. Gephi would
merge parallel edges of one kind and mix up what they say; so at contact level "don't merge" has to be chosen there.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, TextIO

import networkx as nx

from diplograph.extract.model import PartyType
from diplograph.graph.formats.cells import Cells, Columns
from diplograph.graph.formats.graphml import FAINT, NODE_COLUMNS, columns_of, keyed_edges, placed
from diplograph.graph.formats.xml import attribute, text, tokens, write
from diplograph.graph.looks import LOOKS
from diplograph.graph.provenance import Provenance

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd" version="1.3">
<meta><creator>diplograph</creator><description>%s</description></meta>
<graph mode="dynamic" defaultedgetype="undirected" timeformat="date" timerepresentation="interval">
"""
_SHAPES = {"dot": "disc", "square": "square", "diamond": "diamond", "triangle": "triangle"}
_NODES = {n: t for n, t in NODE_COLUMNS.items() if n not in {"label", "x", "y", "size", "r", "g", "b"}}
_APART = {"label", "weight", "kind", "days"}


def dump(graph: nx.MultiGraph, handle: TextIO, made: Provenance | None = None) -> None:
    """Write a graph that ``assemble`` built at kind or contact level as GEXF 1.3; the graph stays as it is."""
    columns = {name: kind for name, kind in columns_of(graph).items() if name not in _APART}
    handle.write(_HEAD % text(str(made or Provenance())))
    handle.writelines(_declared("node", _NODES))
    handle.writelines(_declared("edge", columns))
    ids = tokens(graph.nodes)
    handle.write("<nodes>\n")
    nodes, edges = (
        Cells(names, ('<attvalue for="NAME" value="', '"/>'), lambda value: attribute(value)[1:-1])
        for names in (_NODES, columns)
    )
    write(handle, (_node(ids[node], data, nodes) for node, data in placed(graph)))
    handle.write("</nodes>\n<edges>\n")
    write(handle, (_edge(key, ids[a], ids[b], data, edges) for key, a, b, data in keyed_edges(graph)))
    handle.write("</edges>\n</graph>\n</gexf>\n")


def _declared(domain: str, columns: Columns) -> Iterator[str]:
    yield f'<attributes class="{domain}" mode="static">\n'
    for name, kind in columns.items():
        yield f'<attribute id="{name}" title="{name}" type="{"integer" if kind == "int" else kind}"/>\n'
    yield "</attributes>\n"


def _node(node: str, data: Mapping[str, Any], cells: Cells) -> str:
    shape = _SHAPES[LOOKS[PartyType(data["party_kind"])].shape]
    size = f'<viz:size value="{data["size"]}"/>' if "size" in data else ""
    return (
        f'<node id="{node}" label={attribute(data.get("label", node))}><attvalues>{cells(data)}</attvalues>'
        f'<viz:color r="{data["r"]}" g="{data["g"]}" b="{data["b"]}"/>'
        f'<viz:position x="{data["x"]}" y="{data["y"]}" z="0.0"/>'
        f'{size}<viz:shape value="{shape}"/></node>\n'
    )


def _edge(key: str, a: str, b: str, data: Mapping[str, Any], cells: Cells) -> str:
    days = f' start="{data["date_start"]}" end="{data["date_end"]}"' if "date_start" in data else ""
    values, runs = cells(data), data.get("days")
    spells = f"<spells>{''.join(map(_spell, runs.split(' ')))}</spells>" if runs else ""
    return (
        f'<edge id="{key}" source="{a}" target="{b}" label={_word(data["label"])} kind={_word(data["kind"])}'
        f' weight="{data["weight"] or FAINT}"{days}>'
        f"{f'<attvalues>{values}</attvalues>' if values else ''}{spells}</edge>\n"
    )


@lru_cache(maxsize=65536)
def _spell(days: str) -> str:
    first, last = days.split("/")
    return f'<spell start="{first}" end="{last}"/>'


_word = lru_cache(maxsize=4096)(attribute)
