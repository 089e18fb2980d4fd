"""What the page around a text tells of it: its title, which is read before it, and for whom its publisher speaks."""

from bisect import bisect_right
from dataclasses import dataclass
from typing import Self

from spacy.tokens import Token

from diplograph.extract.lexicon import publishers
from diplograph.extract.mentions.mention import Mentions
from diplograph.extract.parties.referent import Referent


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a text before it is read. It may tell who a party of the text is, and never adds a contact.

    Attributes:
        speaker: The state, or the body, that the publisher speaks for; None for the press.
        office: The words of the publisher's name, in lower case: "president" in "President of Ukraine".
        title_end: How many tokens of the parsed document are its title.
        states: The states that the title names, or whose people, by their codes.
        turns: The first token of each speaker's turn, and its label, in text order.
    """

    speaker: Referent | None = None
    office: frozenset[str] = frozenset()
    title_end: int = 0
    states: frozenset[str] = frozenset()
    turns: tuple[tuple[int, str], ...] = ()

    @classmethod
    def of(
        cls, publisher: str | None, title_end: int, mentions: Mentions, turns: tuple[tuple[int, str], ...] = ()
    ) -> Self:
        """Return the context of a text of which its publisher, and so much of a title, is known."""
        office = frozenset((publisher or "").lower().split())
        states = frozenset(m.country for m in mentions.between(0, title_end) if m.country)
        return cls(spoken_for(publisher), office, title_end, states, turns)

    @property
    def state(self) -> str | None:
        """The state for which the publisher speaks, by its code."""
        return self.speaker.country if self.speaker is not None else None

    @property
    def home(self) -> str | None:
        """The same, where the title names no other: who is of no state that the text tells is most likely its own."""
        return self.state if self.states <= {self.state} else None

    def label_at(self, i: int) -> str | None:
        """Return the label of the turn that a token stands in, empty if it is a question; None where none is told."""
        before = bisect_right(self.turns, i, key=lambda turn: turn[0]) - 1
        return self.turns[before][1] if before >= 0 else None

    def in_title(self, token: Token) -> bool:
        """Whether a word is one of the title."""
        return token.i < self.title_end


def spoken_for(publisher: str | None) -> Referent | None:
    """Return for whom a publisher speaks, as one whom a text may mean."""
    meaning = publishers.spoken_for(publisher)
    return Referent(meaning.name, meaning.type, meaning.code) if meaning else None
