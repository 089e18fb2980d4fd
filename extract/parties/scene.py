"""The state in which a text plays: of one that hardly names another, whoever is of no state that it tells is its own."""

from collections import Counter
from dataclasses import dataclass
from typing import Self

from diplograph.extract.mentions.mention import Mentions
from diplograph.extract.parties.persons import Persons

_LEAST = 5  # names of states, their people and places
_SHARE = 0.75


@dataclass(frozen=True, slots=True)
class SceneState:
    """Which state a text is about.

    Attributes:
        most: The state, by its code, of more of those whom and what it names than any other.
        only: The same, where it is that of nearly all.
    """

    most: str | None = None
    only: str | None = None

    @classmethod
    def of(cls, mentions: Mentions, persons: Persons) -> Self:
        """Return the scene of a text, so far as it tells of which state those are whom it names."""
        told = [m.country or (p.country if (p := persons.bearer(m)) is not None else None) for m in mentions.found]
        states = Counter(country for country in told if country)
        if states.total() < _LEAST:
            return cls()
        state, times = states.most_common(1)[0]
        return cls(state, state if times >= _SHARE * states.total() else None)
