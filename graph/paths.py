"""How two parties are joined: the shortest chains of contacts from one to the other."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice, pairwise

import networkx as nx

from diplograph.extract.model import Contact
from diplograph.graph.assemble import in_order, party_names, party_pairs
from diplograph.graph.measures import contact_graph
from diplograph.graph.periods import latest_first

_MOST = 1000  # chains that are compared; there can be exponentially many


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a chain: two parties and their contacts, the latest first, the undated last."""

    ids: tuple[str, str]
    names: tuple[str, str]
    contacts: tuple[Contact, ...]


Chain = tuple[Step, ...]


def chains(contacts: Iterable[Contact], start: str, goal: str) -> list[Chain]:
    """Return the shortest chains between two party ids, the firmest first, at most 1,000; none if nothing joins them.

    A chain is as firm as its weakest link, the one with fewest contacts.
    """
    ordered = in_order(contacts)
    graph = contact_graph(ordered)
    if start not in graph or goal not in graph or start == goal or not nx.has_path(graph, start, goal):
        return []
    found = list(islice(nx.all_shortest_paths(graph, start, goal), _MOST))
    found.sort(key=lambda path: (*_strength(graph, path), path))
    names, links = party_names(ordered), _links(ordered)
    return [tuple(_step(a, b, names, links) for a, b in pairwise(path)) for path in found]


def _strength(graph: nx.Graph, path: list[str]) -> tuple[int, int]:
    weights = [graph.edges[pair]["weight"] for pair in pairwise(path)]
    return -min(weights), -sum(weights)


def _links(contacts: Iterable[Contact]) -> dict[frozenset[str], list[Contact]]:
    found: dict[frozenset[str], list[Contact]] = {}
    for contact in contacts:
        for a, b in party_pairs(contact):
            found.setdefault(frozenset((a.id, b.id)), []).append(contact)
    return found


def _step(a: str, b: str, names: dict[str, str], links: dict[frozenset[str], list[Contact]]) -> Step:
    return Step((a, b), (names[a], names[b]), tuple(latest_first(links[frozenset((a, b))])))
