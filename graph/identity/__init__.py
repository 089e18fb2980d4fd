"""Who is who, and what is one encounter: one party under many names, one contact told by many documents."""

from collections.abc import Iterable

from diplograph.extract.model import Contact
from diplograph.graph.assemble import in_order

__all__ = ["fold"]


def fold(contacts: Iterable[Contact]) -> list[Contact]:
    """Return each encounter once, under one name for each party; ``reports`` keeps what every document says."""
    return in_order(contacts)
