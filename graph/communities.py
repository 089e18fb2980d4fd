"""Which parties keep to each other: communities of a graph of contacts."""

from collections.abc import Iterable
from dataclasses import dataclass

import networkx as nx

_SEED = 0


@dataclass(frozen=True, slots=True)
class Community:
    """Parties that were in contact with each other more than with the rest; that says nothing of friend or foe.

    Attributes:
        number: From 1 for the largest; of equals, the one with the name that comes first in the alphabet.
        members: Party ids, those with most contacts first.
        names: Their names.
        contacts: The weight of the edges within.
    """

    number: int
    members: tuple[str, ...]
    names: tuple[str, ...]
    contacts: int


def communities(graph: nx.Graph) -> list[Community]:
    """Return the communities that Louvain's method finds from a fixed seed (Blondel and others 2008)."""
    degree = dict(graph.degree(weight="weight"))
    name = dict(graph.nodes(data="label"))
    parts = [sorted(part, key=lambda n: (-degree[n], name[n], n)) for part in _louvain(graph)]
    parts.sort(key=lambda part: (-len(part), min((name[n], n) for n in part)))
    return [
        Community(number, tuple(part), tuple(name[n] for n in part), int(graph.subgraph(part).size(weight="weight")))
        for number, part in enumerate(parts, 1)
    ]


def modularity(graph: nx.Graph, groups: Iterable[Community]) -> float | None:
    """Return how far communities keep to themselves: 0 as if by chance, near 1 wholly; None without a contact."""
    if not graph.size(weight="weight"):
        return None
    return round(float(nx.community.modularity(graph, [group.members for group in groups])), 6)


def _louvain(graph: nx.Graph) -> list[list[str]]:
    """Find communities of numbers: the order within a set of strings would change from one run of Python to the next."""
    nodes = list(graph)
    numbered = nx.convert_node_labels_to_integers(graph)
    parts = nx.community.louvain_communities(numbered, weight="weight", seed=_SEED)
    return [[nodes[i] for i in part] for part in parts]
