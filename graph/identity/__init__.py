"""Who is who, and what is one encounter: one party under many names, one contact reported by many documents."""

from collections.abc import Iterable

from diplograph.extract.model import Contact
from diplograph.extract.shown import Contacts
from diplograph.graph.assemble import in_order
from diplograph.graph.identity.actors import Actors, read_actors
from diplograph.graph.identity.clusters import Doubt
from diplograph.graph.identity.contradictions import contradictions
from diplograph.graph.identity.copies import mark_copies
from diplograph.graph.identity.encounters import folded
from diplograph.graph.identity.parties import Identity, Merge, identify
from diplograph.graph.identity.ties import Ties

__all__ = [
    "Actors",
    "Doubt",
    "Identity",
    "Merge",
    "Ties",
    "contradictions",
    "fold",
    "identify",
    "read_actors",
    "told_once",
]


def fold(contacts: Iterable[Contact], actors: Actors | None = None, ties: Ties | None = None) -> Contacts:
    """Return each encounter once, under one name for each party; ``reports`` keeps what every document says,
    and which says it in the words of another.

    The order of the contacts makes no difference. Contacts that were folded before come back as they are.

    Args:
        contacts: Of any number of documents; all are read before the first is returned.
        actors: A user's own table of parties, as ``read_actors`` reads it, which raises an ``InputError`` where it can't.
        ties: Which contacts were decided to be one encounter, and which not, whatever they say.

    Returns:
        The contacts, each still a ``Contact``, by day and id, the undated last, in a list that shows itself in a notebook.
    """
    ordered = in_order(contacts)
    return Contacts(told_once(ordered, identify(ordered, actors), ties))


def told_once(contacts: Iterable[Contact], identity: Identity, ties: Ties | None = None) -> list[Contact]:
    """Return each encounter once, as ``fold`` does, where it is known who is who."""
    return in_order(mark_copies(folded((identity.rename(c) for c in in_order(contacts)), ties)))
