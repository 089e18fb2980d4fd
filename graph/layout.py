"""Positions for a graph of parties: the same for the same graph, whatever the order it was built in.

A diplomatic graph is a few hubs, many parties seen once, and many small islands. Each component is laid
out by itself: up to some hundred nodes by stress majorisation (Gansner, Koren and North 2004), which
draws distances as they are; above that the backbone by forces (Fruchterman and Reingold 1991, far
nodes taken together by the cell), and the leaves in rings round their hub. Both begin from pivots
(Brandes and Pich 2006). Components are then packed into a page of 16 to 10.

No routine here calls BLAS or LAPACK, whose sums depend on the number of threads.
"""

import math

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from diplograph.graph.box_packing import ASPECT, Indices, Points, packed, separated, spans

Pairs = Indices  # a row an edge

SPACING = 95.0  # between neighbours; the page shows about one unit a pixel
_NAME = (9.5, 34, 44.0)  # room for a name: a letter's width, letters at most, and the space beside them
_HEIGHT = 62.0  # of a node with its name below it
_DOT = (60.0, 46.0)  # room for a node in a graph too large to name them all
_RING, _RING_STEP, _RING_SPACING = 52.0, 44.0, 52.0
_STRESS_LIMIT = 520  # above, all-pairs distances cost more than they improve
_PIVOTS, _CELLS = 40, 28


def positions(graph: nx.Graph | nx.MultiGraph, seed: int = 0) -> dict[str, tuple[float, float]]:
    """Return x and y of every node, y pointing down, centred on 0 and rounded to 0.01.

    The graph is left as it is. Neighbours lie about 95 units apart and no two nodes overlap.
    """
    nodes = sorted(graph.nodes, key=str)
    places = np.zeros((len(nodes), 2))
    parts = _components(graph, nodes)
    boxes = _boxes(graph, nodes)
    blocks = [_component(boxes[part], edges, np.random.default_rng(seed)) for part, edges in parts]
    lows = [(block - boxes[part] / 2).min(axis=0) for (part, _), block in zip(parts, blocks, strict=True)]
    highs = [(block + boxes[part] / 2).max(axis=0) for (part, _), block in zip(parts, blocks, strict=True)]
    corners = packed([(float(w), float(h)) for w, h in (high - low for low, high in zip(lows, highs, strict=True))])
    for (part, _), block, low, corner in zip(parts, blocks, lows, corners, strict=True):
        places[part] = block - low + corner
    if len(nodes):
        places -= (places.min(axis=0) + places.max(axis=0)) / 2
    return {n: (round(float(x), 2) + 0.0, round(float(y), 2) + 0.0) for n, (x, y) in zip(nodes, places, strict=True)}


def _components(graph: nx.Graph, nodes: list[str]) -> list[tuple[list[int], Pairs]]:
    """Return every component as its node numbers and its edges, numbered within it; the largest first."""
    index = {node: i for i, node in enumerate(nodes)}
    found = sorted((sorted(index[n] for n in c) for c in nx.connected_components(graph)), key=lambda c: (-len(c), c))
    home = {i: (number, place) for number, part in enumerate(found) for place, i in enumerate(part)}
    edges: list[set[tuple[int, int]]] = [set() for _ in found]
    for a, b in graph.edges():
        (number, i), (_, j) = home[index[a]], home[index[b]]
        if i != j:
            edges[number].add((min(i, j), max(i, j)))
    return [(part, np.array(sorted(e), dtype=np.intp).reshape(-1, 2)) for part, e in zip(found, edges, strict=True)]


def _boxes(graph: nx.Graph, nodes: list[str]) -> Points:
    """Return the width and height that every node needs to show its name."""
    letter, most, margin = _NAME
    names = [str(graph.nodes[n].get("label", n)) for n in nodes]
    return np.array([(margin + letter * min(len(name), most), _HEIGHT) for name in names]).reshape(-1, 2)


def _component(boxes: Points, edges: Pairs, random: np.random.Generator) -> Points:
    count = len(boxes)
    if count <= 2:
        return np.array([(0.0, 0.0), (max(1.3 * SPACING, 1.15 * float(boxes[:, 0].mean())), 0.0)])[:count]
    if count <= _STRESS_LIMIT:
        return separated(_upright(_stress(count, edges, random)), boxes, random)
    return _backbone(count, edges, random)


def _stress(count: int, edges: Pairs, random: np.random.Generator) -> Points:
    wanted = _distances(count, edges)
    places = _from_pivots(wanted, random)
    weight = 1 / np.square(np.where(wanted > 0, wanted, np.inf))
    attraction, total = weight * wanted, weight.sum(axis=1)
    for _ in range(200 if count < 200 else 80):
        x, y = places.T
        apart = np.sqrt(np.square(x[:, None] - x) + np.square(y[:, None] - y))
        pull = attraction / np.maximum(apart, 1e-6)
        held, rest = pull.sum(axis=1), weight - pull
        goal = np.stack([(v * held + np.einsum("ij,j->i", rest, v)) / total for v in (x, y)], axis=1)
        places = (places + goal) / 2
    return places


def _distances(count: int, edges: Pairs) -> Points:
    """Return the shortest paths, where an edge is the longer the more its ends' neighbours differ: hubs need room."""
    near: list[set[int]] = [set() for _ in range(count)]
    for a, b in edges.tolist():
        near[a].add(b)
        near[b].add(a)
    far = np.full((count, count), np.inf)
    np.fill_diagonal(far, 0.0)
    for a, b in edges.tolist():
        far[a, b] = far[b, a] = SPACING * max(1.0, 0.5 * math.sqrt(len(near[a] ^ near[b])))
    for k in range(count):
        np.minimum(far, far[:, k, None] + far[k], out=far)
    return far


def _from_pivots(far: Points, random: np.random.Generator) -> Points:
    """Place nodes by their distances (a column a pivot), along the two directions that spread them most."""
    square = np.square(far)
    centred = square.mean(axis=0) + square.mean(axis=1)[:, None] - square - square.mean()
    first = _direction(centred, random)
    share = (centred * first[:, None]).sum(axis=0)
    second = _direction(centred - first[:, None] * share, random)
    size = float(np.sqrt(square.mean()))
    return np.stack([first, second], axis=1) * size * math.sqrt(len(far)) / 2 + random.normal(0, 3, (len(far), 2))


def _direction(matrix: Points, random: np.random.Generator) -> Points:
    vector = random.normal(size=len(matrix))
    for _ in range(40):
        vector = (matrix * (matrix * vector[:, None]).sum(axis=0)).sum(axis=1)
        length = math.sqrt(float(np.square(vector).sum()))
        vector = vector / length if length > 0 else random.normal(size=len(matrix))
    return np.asarray(vector * np.sign(vector[np.argmax(np.abs(vector).round(6))]))


def _upright(places: Points) -> Points:
    """Turn the longer axis level, then stretch a little towards the page's proportions."""
    x, y = (places - places.mean(axis=0)).T
    angle = 0.5 * math.atan2(2 * float((x * y).sum()), float((x * x).sum() - (y * y).sum()))
    sin, cos = math.sin(angle), math.cos(angle)
    turned = np.stack([x * cos + y * sin, y * cos - x * sin], axis=1)
    width, height = np.ptp(turned, axis=0)
    stretch = min(1.35, max(0.8, math.sqrt(ASPECT * max(height, 1.0) / max(width, 1.0))))
    return np.asarray(turned * np.array([stretch, 1 / stretch]))


def _contracted(places: Points) -> Points:
    """Bring stragglers nearer: halfway to where they would lie if the disc were filled evenly, in their order."""
    arms = places - places.mean(axis=0)
    reach = np.maximum(np.hypot(*arms.T), 1e-9)
    rank = reach.argsort(kind="stable").argsort(kind="stable") + 0.5
    even = 1.5 * float(np.median(reach)) * np.sqrt(rank / len(rank))
    return np.asarray(arms * ((reach + 2 * even) / 3 / reach)[:, None])


def _backbone(count: int, edges: Pairs, random: np.random.Generator) -> Points:
    degree = np.bincount(edges.ravel(), minlength=count)
    core = np.flatnonzero(degree > 1)
    number = np.full(count, -1, dtype=np.intp)
    number[core] = np.arange(len(core))
    inner = edges[(degree[edges] > 1).all(axis=1)]
    outer = edges[(degree[edges] == 1).any(axis=1)]
    hub_of = {int(a if degree[a] == 1 else b): int(b if degree[a] == 1 else a) for a, b in outer}
    leaves: dict[int, list[int]] = {}
    for leaf, hub in sorted(hub_of.items()):
        leaves.setdefault(hub, []).append(leaf)
    room = np.array([_rings(len(leaves.get(int(hub), [])))[-1] for hub in core])
    placed = _upright(_contracted(_forces(number[inner], room, random)))
    placed = separated(placed, np.array(_DOT) + 2 * room[:, None], random)
    return _with_leaves(count, core, placed, leaves)


def _rings(leaves: int) -> list[float]:
    """Return the radius of the ring for every leaf; the last one tells the room that the hub needs."""
    rings: list[float] = []
    radius = _RING
    while len(rings) < leaves:
        rings += [radius] * min(leaves - len(rings), int(2 * math.pi * radius / _RING_SPACING))
        radius += _RING_STEP
    return rings or [0.0]


def _with_leaves(count: int, core: NDArray[np.intp], placed: Points, leaves: dict[int, list[int]]) -> Points:
    places = np.zeros((count, 2))
    places[core] = placed
    for hub, members in leaves.items():
        rings = _rings(len(members))
        for radius in sorted(set(rings)):
            ring = [leaf for leaf, own in zip(members, rings, strict=True) if own == radius]
            outward = math.atan2(places[hub][1], places[hub][0])
            angles = outward + 2 * math.pi * np.arange(len(ring)) / len(ring)
            places[ring] = places[hub] + radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return places


def _forces(edges: Pairs, room: Points, random: np.random.Generator) -> Points:
    count = len(room)
    if count == 1:
        return np.zeros((1, 2))
    places = _from_pivots(SPACING * _hops(count, edges), random)
    mass = 1 + room / SPACING
    length = SPACING + room[edges].sum(axis=1)
    degree = np.bincount(edges.ravel(), minlength=count)
    give = 1 / np.sqrt(np.maximum(degree[edges], 1)).prod(axis=1)
    rounds = 70 if count <= 2000 else 50
    for step in range(rounds):
        push = _repulsion(places, mass) - 0.02 * places
        apart = places[edges[:, 0]] - places[edges[:, 1]]
        pull = apart * (np.hypot(*apart.T) / length * (0.25 + give))[:, None]
        for axis in (0, 1):
            push[:, axis] -= np.bincount(edges[:, 0], pull[:, axis], count)
            push[:, axis] += np.bincount(edges[:, 1], pull[:, axis], count)
        force = np.maximum(np.hypot(*push.T), 1e-9)
        places = places + push * (np.minimum(force, 4 * SPACING * (1 - step / rounds) + 2) / force)[:, None]
    return places


def _repulsion(places: Points, mass: Points) -> Points:
    """Push every node from the cells of a grid, each standing at the centre of its nodes with all their mass."""
    low = places.min(axis=0)
    cell = np.minimum((places - low) / (np.ptp(places, axis=0) + 1e-9) * _CELLS, _CELLS - 1).astype(np.intp)
    _, home = np.unique(cell[:, 0] * _CELLS + cell[:, 1], return_inverse=True)
    weight = np.bincount(home, mass)
    centre = np.stack([np.bincount(home, mass * places[:, axis]) / weight for axis in (0, 1)], axis=1)
    push = np.empty_like(places)
    for start in range(0, len(places), 1024):
        some = slice(start, start + 1024)
        x, y = (places[some, axis, None] - centre[:, axis] for axis in (0, 1))
        strength = weight / (x * x + y * y + (0.3 * SPACING) ** 2)
        push[some, 0], push[some, 1] = (x * strength).sum(axis=1), (y * strength).sum(axis=1)
    return push * (SPACING * SPACING * mass)[:, None]


def _hops(count: int, edges: Pairs) -> Points:
    """Return the hops to every node from pivots, each pivot the farthest from those before it; a column a pivot."""
    both = np.concatenate([edges, edges[:, ::-1]])
    both = both[np.lexsort((both[:, 1], both[:, 0]))]
    first = np.searchsorted(both[:, 0], np.arange(count + 1))
    pivot = int(np.diff(first).argmax())
    closest = np.full(count, np.inf)
    columns = []
    for _ in range(min(_PIVOTS, count)):
        columns.append(_search(first, both[:, 1], pivot))
        closest = np.minimum(closest, columns[-1])
        pivot = int(closest.argmax())
    return np.stack(columns, axis=1)


def _search(first: Indices, near: Indices, start: int) -> Points:
    """Return the hops from one node to all; the neighbours of node i stand in ``near`` from ``first[i]`` to ``first[i + 1]``."""
    hops = np.full(len(first) - 1, -1.0)
    hops[start] = 0
    front, depth = np.array([start]), 0
    while len(front):
        depth += 1
        reached = near[spans(first[front], first[front + 1])[1]]
        front = np.unique(reached[hops[reached] < 0])
        hops[front] = depth
    return hops
