"""Which contacts to look at first: those that are most likely wrong."""

from collections.abc import Iterable

from diplograph.extract.model import Contact
from diplograph.graph.identity.contradictions import contradictions


def doubtful_first(contacts: Iterable[Contact]) -> list[Contact]:
    """Return contacts, first those whose reports contradict each other, then by trust; of as much, by document and place in it."""
    return sorted(contacts, key=_doubt)


def _doubt(contact: Contact) -> tuple[int, float, str, int, str]:
    return -len(contradictions(contact)), contact.trust, contact.document.id, contact.evidence.trigger_start, contact.id
