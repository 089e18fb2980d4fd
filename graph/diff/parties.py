"""Which party of one build is which of another."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import networkx as nx

from diplograph.extract.model import Party, PartyType
from diplograph.graph.identity import Identity
from diplograph.graph.identity.clusters import Key

Token = tuple[str, str]  # what stands for one party on both sides
TokenOf = Callable[[Party], Token]

OLD, NEW = "old", "new"


@dataclass(frozen=True, slots=True)
class _Names:
    """The parties of one build: what each is called in which documents, by its id."""

    parties: Mapping[Key, Party]
    keys: Mapping[str, set[Key]]

    @classmethod
    def of(cls, identity: Identity) -> "_Names":
        keys: defaultdict[str, set[Key]] = defaultdict(set)
        for key, party in identity.parties.items():
            keys[party.id].add(key)
        return cls(identity.parties, keys)

    def clusters(self, id: str, joint: Identity) -> set[str]:
        """Return which parties it is where both builds are taken together."""
        return {joint.parties[key].id for key in self.keys[id]}

    def is_person(self, id: str) -> bool:
        return any(self.parties[key].type is PartyType.PERSON for key in self.keys[id])


def tokens(old: Identity, new: Identity, joint: Identity) -> tuple[Mapping[str, Token], Mapping[str, Token]]:
    """Return what stands for each party of two builds, by its id in the build; equal for one and the same party.

    A name that a document gives in both builds is one party. Where no document is in both, those are one that are
    one where all documents are taken together.

    Args:
        joint: Who is who in the contacts of both.
    """
    one, two = _Names.of(old), _Names.of(new)
    links: nx.Graph = nx.Graph()
    links.add_nodes_from([*((OLD, id) for id in one.keys), *((NEW, id) for id in two.keys)])
    links.add_edges_from(
        ((OLD, id), (NEW, id)) for id in one.keys.keys() & two.keys.keys() if _same(id, one, two, joint)
    )
    links.add_edges_from(((OLD, id), (NEW, other)) for id, other in _renamed(one, two, joint))
    links.add_edges_from(((OLD, other), (NEW, id)) for id, other in _renamed(two, one, joint))
    found = {node: min(group) for group in nx.connected_components(links) for node in group}
    return ({id: found[OLD, id] for id in one.keys}, {id: found[NEW, id] for id in two.keys})


def _same(id: str, one: _Names, two: _Names, joint: Identity) -> bool:
    """Tell whether a party of one id is one; two persons may have one name."""
    return not one.is_person(id) or bool(one.clusters(id, joint) & two.clusters(id, joint))


def _renamed(one: _Names, two: _Names, joint: Identity) -> Iterator[tuple[str, str]]:
    """Yield each party of the first that the second has not, by its id, with what it is called there."""
    by_cluster: defaultdict[str, set[str]] = defaultdict(set)
    for other in two.keys.keys() - one.keys.keys():
        for cluster in two.clusters(other, joint):
            by_cluster[cluster].add(other)
    for id in one.keys.keys() - two.keys.keys():
        told = {two.parties[key].id for key in one.keys[id] if key in two.parties}
        alike = {other for cluster in one.clusters(id, joint) for other in by_cluster[cluster]}
        yield from ((id, other) for other in told or alike)


def token_of(known: Mapping[str, Token], *, states: bool) -> TokenOf:
    """Return what tells the token of a party of one build.

    Args:
        states: Persons have become their states, which go by their ids.
    """

    def token(party: Party) -> Token:
        by_id = "", party.id
        return by_id if states and party.type is PartyType.STATE else known.get(party.id, by_id)

    return token
