"""Which contacts to look at first: those that are most likely wrong."""

from collections.abc import Iterable

from diplograph.extract.model import Contact, Party, PartyType
from diplograph.graph.identity.contradictions import contradictions

_LONG = 300  # characters of a sentence, beyond which parsers err often


def doubtful_first(contacts: Iterable[Contact]) -> list[Contact]:
    """Return contacts, those with the most doubts first; of as many, by document and place in it."""
    return sorted(contacts, key=lambda c: (-doubts(c), c.document.id, c.evidence.trigger_start, c.id))


def doubts(contact: Contact) -> int:
    """Return in how many ways a contact is doubtful."""
    return (
        len(contradictions(contact))
        + (not contact.status.took_place)
        + (len(contact.evidence.sentence) > _LONG)
        + sum(map(_is_pointed_at, contact.parties))
        + sum(map(_is_bare, contact.parties))
    )


def _is_pointed_at(party: Party) -> bool:
    """Whether the text names a party by other words than its name: "he", "the two", "the minister"."""
    return not set(party.mention.casefold().split()) & set(party.name.casefold().split())


def _is_bare(party: Party) -> bool:
    """Whether a person has one name, and nobody says what he acts for."""
    return party.type is PartyType.PERSON and not (" " in party.name and (party.country or party.role or party.org))
