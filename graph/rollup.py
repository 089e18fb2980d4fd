"""From persons to states: every person becomes the state that he or she acts for."""

import re
from collections.abc import Iterable
from dataclasses import replace

from diplograph.extract.ids import slug
from diplograph.extract.lexicon.gazetteer import state_named, state_of_code
from diplograph.extract.model import Contact, Party, PartyType
from diplograph.extract.shown import Contacts

# Their country is where they come from, not whom they act for
_OF_BODIES = re.compile(r"\bsecretary[- ]general\b|\bhigh representative\b", re.IGNORECASE)


def by_state(contacts: Iterable[Contact]) -> Contacts:
    """Return the contacts between states: a person of a known country becomes its state.

    Organisations, groups, persons of no known state and those in office at an international body stay. Parties that
    become one on the same side are one, under the first mention; a contact whose sides are all one and the same state
    is left out, and so is a gathering of so many that its text says little of any two. Ids, evidence and mentions stay.
    """
    rolled = (replace(c, parties=_merged(map(state_of, c.parties))) for c in contacts if not c.is_gathering)
    return Contacts(c for c in rolled if any(a.id != b.id for a, b in c.pairs()))


def state_of(party: Party) -> Party:
    """Return the state that a person acts for as a party, also one of the past without a code; any other party as it is."""
    if party.type is not PartyType.PERSON or _OF_BODIES.search(party.role or ""):
        return party
    name = state_of_code(party.country) if party.country else _uncoded(party.org)
    return replace(party, id=slug(name), name=name, type=PartyType.STATE, role=None, ids=()) if name else party


def _uncoded(org: str | None) -> str | None:
    """Return the state by a name that stands where an organisation would, as that of the Soviet Union does."""
    state = state_named(org) if org else None
    return state.name if state and not state.code else None


def _merged(parties: Iterable[Party]) -> tuple[Party, ...]:
    first: dict[tuple[str, int], Party] = {}
    for party in parties:
        first.setdefault((party.id, party.side), party)
    return tuple(first.values())
