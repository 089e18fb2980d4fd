"""What was decided on two contacts: that they are one encounter, or that they are not."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from diplograph.extract.model import Contact


@dataclass(frozen=True, slots=True)
class Ties:
    """Contacts, two by two, by their ids as extracted.

    Attributes:
        together: Those that are one encounter.
        apart: Those that are not.
    """

    together: tuple[tuple[str, str], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()

    def groups(self, contacts: Iterable[Contact]) -> list[list[Contact]]:
        """Return the contacts, those together that are one encounter."""
        import networkx as nx

        held = {contact.id: contact for contact in contacts}
        graph = nx.Graph()
        graph.add_nodes_from(held)
        graph.add_edges_from((a, b) for a, b in self.together if a in held and b in held)
        return [[held[id] for id in held if id in group] for group in nx.connected_components(graph)]

    def forbidden(self) -> Mapping[str, set[str]]:
        """Return what each contact must not be one with."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for a, b in self.apart:
            found[a].add(b)
            found[b].add(a)
        return found


def ids(contact: Contact) -> set[str]:
    """Return the ids of a contact as extracted: its own, and those of its reports."""
    return {contact.id, *(report.id for report in contact.reports)}
