"""The state in which a text plays: of one that hardly names another, whoever is of no state that it tells is its own."""

from collections import Counter

from diplograph.extract.mentions.mention import Mentions
from diplograph.extract.parties.persons import Persons

_LEAST = 5  # names of states, their people and places
_SHARE = 0.75


def state_of_scene(mentions: Mentions, persons: Persons) -> str | None:
    """Return the state, by its code, of nearly all whom and what a text names, so far as it tells of which state they are."""
    told = [m.country or (p.country if (p := persons.bearer(m)) is not None else None) for m in mentions.found]
    states = Counter(country for country in told if country)
    if states.total() < _LEAST:
        return None
    state, times = states.most_common(1)[0]
    return state if times >= _SHARE * states.total() else None
