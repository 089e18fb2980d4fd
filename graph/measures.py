"""Who is central, who brokers, who keeps to whom, who calls whom, and when: measures of a body of contacts.

A measure is the same for the same contacts, whatever their order: nodes and edges are sorted before
networkx sees them, and what draws lots draws from a fixed seed.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import networkx as nx

from diplograph.extract.model import TOOK_PLACE, Contact, Status
from diplograph.extract.times import Basis
from diplograph.graph.assemble import assemble, in_order, party_pairs
from diplograph.graph.communities import Community, communities, modularity
from diplograph.graph.initiative import Initiative, initiative, reciprocity
from diplograph.graph.periods import months
from diplograph.graph.select import placed
from diplograph.graph.summary import OTHERS

_EXACT = 2000  # parties; betweenness of more is estimated
_SOURCES = 300  # from which it is estimated
_SEED = 0
_COUNTS = ("contacts", *OTHERS)


@dataclass(frozen=True, slots=True)
class PartyMeasures:
    """The place of one party among the others.

    Attributes:
        contacts: In how many contacts it was.
        partners: With how many parties.
        degree: The weighted degree: its contacts with each partner, added up.
        betweenness: On what share of the shortest chains between two others it lies, each link counting as one step
            (Freeman 1977); estimated above 2,000 parties.
        core: The greatest k for which it belongs to a group in which each has k partners or more (Seidman 1983).
        community: The number of its community.
        initiated: How often it called, visited, wrote to or summoned another.
        received: How often another did so to it.
        first: The first day of a contact, in ISO 8601.
        last: The last day.
    """

    id: str
    name: str
    type: str
    country: str | None
    contacts: int
    partners: int
    degree: int
    betweenness: float
    core: int
    community: int
    initiated: int
    received: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class PairMeasures:
    """Two parties, and the number, the kinds and the first and last day of their contacts."""

    ids: tuple[str, str]
    names: tuple[str, str]
    contacts: int
    kinds: str
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Measures:
    """What is measured of a body of contacts.

    Attributes:
        contacts: How many there are.
        undated: How many of them have no time, or only one less firm than was asked for.
        parties: Those in most contacts first.
        pairs: Those with most contacts first.
        communities: The largest first.
        modularity: How far they keep to themselves; see ``diplograph.graph.communities.modularity``.
        initiative: Who calls, visits, writes to and summons whom.
        reciprocity: The share of initiatives that were matched; None if there are none.
        months: The number of contacts by month, as ``{"2021-08": 12}``.
        told: The number of the undated by the month in which a time less firm, or a document's day, places them.
        basis: How firmly a time had to be known to count.
    """

    contacts: int
    undated: int
    parties: tuple[PartyMeasures, ...]
    pairs: tuple[PairMeasures, ...]
    communities: tuple[Community, ...]
    modularity: float | None
    initiative: tuple[Initiative, ...]
    reciprocity: float | None
    months: dict[str, int]
    told: dict[str, int]
    basis: Basis = Basis.INHERITED


def measure(
    contacts: Iterable[Contact], *, statuses: Collection[Status] = TOOK_PLACE, basis: Basis = Basis.INHERITED
) -> Measures:
    """Measure a body of contacts; the order of the contacts makes no difference.

    Args:
        contacts: Contacts of any number of documents; exact repetitions count once.
        statuses: Count only contacts of these; as a rule, what occurred.
        basis: How firmly a time must be known to count.
    """
    kept = [c for c in in_order(contacts) if c.status in statuses]
    graph = contact_graph(kept, basis)
    undated = [c for c in kept if placed(c, basis) is None]
    groups, initiatives = communities(graph), initiative(kept)
    return Measures(
        contacts=len(kept),
        undated=len(undated),
        parties=tuple(_parties(graph, groups, initiatives)),
        pairs=tuple(_pairs(graph)),
        communities=tuple(groups),
        modularity=modularity(graph, groups),
        initiative=tuple(initiatives),
        reciprocity=reciprocity(initiatives),
        months=months(kept, basis),
        told=months(undated, Basis.REPORTED),
        basis=basis,
    )


def contact_graph(contacts: Iterable[Contact], basis: Basis = Basis.INHERITED) -> nx.Graph:
    """Return the graph of pairs as ``assemble`` makes it, but counting all the contacts, whatever their status."""
    unique = set(contacts)
    graph = assemble(unique, basis=basis)
    counts = Counter(node for c in unique for node in {p.id for pair in party_pairs(c) for p in pair})
    nx.set_node_attributes(graph, counts, "contacts")
    for *_, data in graph.edges(data=True):
        data["weight"] = sum(data[count] for count in _COUNTS)
    return graph


def betweenness(graph: nx.Graph) -> dict[str, float]:
    """Return the betweenness of every node, exact up to 2,000 nodes, else from 300 nodes drawn with a fixed seed."""
    sample = _SOURCES if len(graph) > _EXACT else None
    found = nx.betweenness_centrality(graph, k=sample, seed=_SEED)
    return {node: round(value, 6) for node, value in found.items()}


def _parties(graph: nx.Graph, groups: list[Community], initiatives: list[Initiative]) -> list[PartyMeasures]:
    between, core = betweenness(graph), nx.core_number(graph)
    home = {member: group.number for group in groups for member in group.members}
    initiated, received = _initiatives(initiatives)
    found = [
        PartyMeasures(
            id=node,
            name=data["label"],
            type=data["party_kind"],
            country=data.get("country"),
            contacts=data["contacts"],
            partners=graph.degree(node),
            degree=graph.degree(node, weight="weight"),
            betweenness=between[node],
            core=core[node],
            community=home[node],
            initiated=initiated[node],
            received=received[node],
            first=data.get("first_date"),
            last=data.get("last_date"),
        )
        for node, data in graph.nodes(data=True)
    ]
    return sorted(found, key=lambda p: (-p.contacts, -p.degree, p.name, p.id))


def _pairs(graph: nx.Graph) -> list[PairMeasures]:
    name = dict(graph.nodes(data="label"))
    found = [
        PairMeasures(
            ids=(a, b),
            names=(name[a], name[b]),
            contacts=data["weight"],
            kinds=data["label"],
            first=data.get("first_date"),
            last=data.get("last_date"),
        )
        for a, b, data in graph.edges(data=True)
    ]
    return sorted(found, key=lambda p: (-p.contacts, p.names, p.ids))


def _initiatives(initiatives: Iterable[Initiative]) -> tuple[Counter[str], Counter[str]]:
    initiated, received = Counter[str](), Counter[str]()
    for pair in initiatives:
        for (active, passive), count in ((pair.ids, pair.there), (pair.ids[::-1], pair.back)):
            initiated[active] += count
            received[passive] += count
    return initiated, received
