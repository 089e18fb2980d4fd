"""A still picture of the graph as SVG: its largest part, with names; no script, no font or image from elsewhere."""

from collections.abc import Iterator
from typing import Any, TextIO

import networkx as nx

from diplograph.extract.model import PartyType
from diplograph.graph.formats.xml import attribute, text
from diplograph.graph.layout import positions
from diplograph.graph.looks import LOOKS, radius

_MOST = 100  # parties that still have room for their names
_MARGIN, _FOOT = 24.0, 44.0
_NAME = 34  # letters of a name; the layout leaves room for as many
_LETTER = 8.9
_SHAPES = {
    "dot": '<circle cx="{x}" cy="{y}" r="{r}"',
    "square": '<rect x="{left}" y="{top}" width="{wide}" height="{wide}"',
    "diamond": '<path d="M{x} {top}L{right} {y}L{x} {bottom}L{left} {y}Z"',
    "triangle": '<path d="M{x} {top}L{right} {bottom}L{left} {bottom}Z"',
}
_STYLE = (
    "text{font:16px system-ui,-apple-system,'Segoe UI',Roboto,'Liberation Sans',sans-serif;fill:#1c2733;"
    "paint-order:stroke;stroke:#fff;stroke-width:4px;stroke-linejoin:round}"
    ".name{text-anchor:middle}.edge{stroke:#8a97a5;stroke-opacity:.75}.node{stroke:#fff;stroke-width:1.5}"
)


def dump(graph: nx.Graph, handle: TextIO) -> None:
    """Write the picture of a graph as ``contact_graph`` makes it; sizes go by its contacts."""
    handle.writelines(f"{line}\n" for line in _lines(largest_part(graph), caption(graph)))


def caption(graph: nx.Graph) -> str:
    """Return what the picture of a graph shows, in words."""
    part = largest_part(graph)
    whole = len(part) == len(graph)
    of = "" if whole else f" of {len(graph):,}"
    return f"{len(part):,}{of} parties in {part.number_of_edges():,} pairs{'' if whole else ': the largest part'}"


def largest_part(graph: nx.Graph) -> nx.Graph:
    """Return the largest connected part, of no more than the 100 parties in it with the most contacts."""
    part = _largest(graph)
    if len(part) > _MOST:
        degree = dict(part.degree(weight="weight"))
        part = _largest(part.subgraph(sorted(part, key=lambda n: (-degree[n], n))[:_MOST]))
    return part


def _largest(graph: nx.Graph) -> nx.Graph:
    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    kept = parts[0] if parts else set()
    drawn = nx.Graph()
    drawn.add_nodes_from((n, d) for n, d in graph.nodes(data=True) if n in kept)
    drawn.add_edges_from((a, b, d) for a, b, d in graph.edges(data=True) if a in kept)
    return drawn


def _lines(graph: nx.Graph, title: str) -> Iterator[str]:
    places, size = positions(graph), {n: radius(count) for n, count in graph.nodes(data="contacts")}
    left, top, right, bottom = _frame(graph, places, size)
    view = f"{left:.0f} {top:.0f} {right - left:.0f} {bottom - top:.0f}"
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" width="{right - left:.0f}" height="{bottom - top:.0f}" role="img">'
    yield f"<title>{text(title)}</title>"
    yield f"<style>{_STYLE}</style>"
    yield f'<rect x="{left:.0f}" y="{top:.0f}" width="100%" height="100%" fill="#fff"/>'
    for a, b, data in graph.edges(data=True):
        yield _edge(places[a], places[b], data)
    order = sorted(graph, key=lambda n: (size[n], n))
    for node in order:
        yield _node(places[node], size[node], PartyType(graph.nodes[node]["party_kind"]), _tip(graph, node))
    for node in order:
        yield _name(places[node], size[node], str(graph.nodes[node]["label"]))
    yield from _legend(graph, left + _MARGIN, bottom - _MARGIN)
    yield "</svg>"


def _frame(
    graph: nx.Graph, places: dict[str, tuple[float, float]], size: dict[str, float]
) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of what is drawn, names and legend included."""
    half = {n: max(size[n], len(_short(graph.nodes[n]["label"])) * _LETTER / 2) for n in graph}
    xs = [(places[n][0] - half[n], places[n][0] + half[n]) for n in graph]
    ys = [(places[n][1] - size[n], places[n][1] + size[n] + 22) for n in graph]
    left, top = min(x for x, _ in xs) - _MARGIN, min(y for y, _ in ys) - _MARGIN
    return left, top, max(max(x for _, x in xs) + _MARGIN, left + 420), max(y for _, y in ys) + _MARGIN + _FOOT


def _edge(a: tuple[float, float], b: tuple[float, float], data: dict[str, Any]) -> str:
    """Draw a line, the wider the more contacts; dashed if none of them occurred."""
    width = min(1.7 + 1.8 * max(data["weight"] - 1, 0) ** 0.5, 11)
    dash = "" if data["contacts"] else ' stroke-dasharray="6"'
    return f'<line class="edge" x1="{a[0]}" y1="{a[1]}" x2="{b[0]}" y2="{b[1]}" stroke-width="{width:.1f}"{dash}/>'


def _node(place: tuple[float, float], size: float, type: PartyType, tip: str = "") -> str:
    look, (x, y) = LOOKS[type], place
    spots = {"left": x - size, "right": x + size, "top": y - size, "bottom": y + size, "wide": 2 * size}
    shape = _SHAPES[look.shape].format(x=x, y=y, r=size, **{k: round(v, 2) for k, v in spots.items()})
    return (
        f'{shape} class="node" fill={attribute(look.hex)}>{f"<title>{text(tip)}</title>" if tip else ""}{_end(shape)}'
    )


def _end(shape: str) -> str:
    return f"</{shape[1:].split()[0]}>"


def _tip(graph: nx.Graph, node: str) -> str:
    count = graph.degree(node)
    return f"{graph.nodes[node]['label']}: in contact with {count:,} {'party' if count == 1 else 'parties'}"


def _name(place: tuple[float, float], size: float, name: str) -> str:
    return f'<text class="name" x="{place[0]}" y="{place[1] + size + 17:.2f}">{text(_short(name))}</text>'


def _short(name: str) -> str:
    return name if len(name) <= _NAME else name[: _NAME - 1].rstrip() + "…"


def _legend(graph: nx.Graph, x: float, y: float) -> Iterator[str]:
    types = {kind for _, kind in graph.nodes(data="party_kind")}
    for type in (t for t in PartyType if t in types):
        yield _node((round(x + 6, 2), round(y, 2)), 6, type)
        yield f'<text x="{x + 18:.2f}" y="{y + 5.5:.2f}">{LOOKS[type].plural}</text>'
        x += 18 + len(LOOKS[type].plural) * _LETTER + 22
