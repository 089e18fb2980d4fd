"""Positions: the same for the same graph, apart from each other, and wide rather than tall."""

import random

import networkx as nx
import numpy as np
import pytest
from factories import many

from diplograph.graph.assemble import assemble
from diplograph.graph.box_packing import packed
from diplograph.graph.layout import positions


def _shuffled(graph: nx.Graph) -> nx.Graph:
    dice, mixed = random.Random(3), nx.Graph()
    mixed.add_nodes_from(dice.sample(list(graph.nodes(data=True)), len(graph)))
    mixed.add_edges_from((b, a) for a, b in dice.sample(list(graph.edges), graph.number_of_edges()))
    return mixed


@pytest.mark.parametrize("size", [40, 700])
def test_order_of_nodes_and_edges_makes_no_difference(size: int) -> None:
    graph = assemble(many(size * 3 // 2, size))
    assert positions(graph) == positions(_shuffled(graph)) == positions(graph)
    assert positions(graph, seed=1) != positions(graph)


@pytest.mark.parametrize("size", [3, 40, 100, 700])
def test_no_two_nodes_overlap(size: int) -> None:
    places = np.array(list(positions(assemble(many(size * 3 // 2, size))).values()))
    apart = np.abs(places[:, None] - places[None])
    near = (apart[..., 0] < 40) & (apart[..., 1] < 30)
    assert near.sum() == len(places), "each node is near itself alone"


@pytest.mark.parametrize("size", [30, 60, 100, 700])
def test_page_is_wider_than_tall(size: int) -> None:
    places = np.array(list(positions(assemble(many(size * 3 // 2, size))).values()))
    width, height = np.ptp(places, axis=0)
    assert 1.1 < width / height < 2.4


def test_neighbours_are_nearer_than_strangers() -> None:
    graph = nx.connected_caveman_graph(6, 6)
    graph = nx.relabel_nodes(graph, str)
    places = {n: np.array(p) for n, p in positions(graph).items()}
    linked = [float(np.hypot(*(places[a] - places[b]))) for a, b in graph.edges]
    other = [float(np.hypot(*(places[a] - places[b]))) for a, b in nx.non_edges(graph)]
    assert np.mean(linked) < 0.5 * np.mean(other)


def test_leaves_lie_round_their_hub() -> None:
    graph = nx.Graph()
    for hub in range(8):
        graph.add_edge(f"hub{hub}", f"hub{(hub + 1) % 8}")
        graph.add_edges_from((f"hub{hub}", f"leaf{hub}-{n}") for n in range(70))
    places = {n: np.array(p) for n, p in positions(graph).items()}
    hubs = {n: p for n, p in places.items() if n.startswith("hub")}
    nearest = {n: min(hubs, key=lambda h: float(np.hypot(*(hubs[h] - places[n])))) for n in places if n not in hubs}
    assert all(nearest[n] == f"hub{n[4]}" for n in nearest)


@pytest.mark.parametrize(
    "graph",
    [
        nx.Graph(),
        nx.empty_graph(3),
        nx.path_graph(2),
        nx.star_graph(900),
        nx.complete_graph(40),
        nx.MultiGraph([(1, 1), (1, 2)]),
    ],
    ids=["empty", "isolated", "pair", "large star", "complete", "loop"],
)
def test_odd_graphs(graph: nx.Graph) -> None:
    before = (list(graph.nodes(data=True)), list(graph.edges(data=True)))
    places = positions(graph)
    assert set(places) == set(graph) and len(set(places.values())) == len(places)
    assert np.isfinite(np.array(list(places.values()))).all()
    assert (list(graph.nodes(data=True)), list(graph.edges(data=True))) == before


def test_islands_are_packed_without_overlap() -> None:
    dice = random.Random(5)
    boxes = [(dice.uniform(20, 400), dice.uniform(20, 300)) for _ in range(120)]
    corners = packed(boxes)
    for i, ((x, y), (w, h)) in enumerate(zip(corners, boxes, strict=True)):
        for (x2, y2), (w2, h2) in list(zip(corners, boxes, strict=True))[:i]:
            assert x + w <= x2 + 1e-6 or x2 + w2 <= x + 1e-6 or y + h <= y2 + 1e-6 or y2 + h2 <= y + 1e-6
    used = max(x + w for (x, _), (w, _) in zip(corners, boxes, strict=True))
    deep = max(y + h for (_, y), (_, h) in zip(corners, boxes, strict=True))
    assert sum(w * h for w, h in boxes) > 0.7 * used * deep
