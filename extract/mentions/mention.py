"""The record of a name in the text."""

from bisect import bisect_left
from dataclasses import dataclass, field

from spacy.tokens import Token

from diplograph.extract.lexicon.gazetteer import Meaning, Sense
from diplograph.extract.model import PartyType


@dataclass(slots=True)
class Mention:
    """A name in the text: tokens ``start`` to ``end`` are the name, ``left`` is where its title begins."""

    start: int
    end: int
    left: int
    type: PartyType
    name: str
    entries: tuple[Meaning, ...] = ()
    country: str | None = None
    role: str | None = None
    role_words: frozenset[str] = frozenset()
    gender: str | None = None
    org: str | None = None

    @property
    def sense(self) -> Sense | None:
        """In which sense the tables know the name, if they do."""
        return self.entries[0].sense if self.entries else None


def body(owner: Mention) -> str | None:
    """Return the organisation, or the state without an ISO code, that somebody who belongs to it acts for."""
    return owner.name if owner.type is not PartyType.STATE or owner.country is None else None


@dataclass(slots=True)
class Mentions:
    """All names of a document, in text order, and which of them covers a token."""

    found: list[Mention]
    at: dict[int, Mention] = field(default_factory=dict)
    titled: dict[int, Mention] = field(default_factory=dict)
    starts: list[int] = field(default_factory=list)

    def between(self, start: int, end: int) -> list[Mention]:
        """Return the names that begin from one token up to another, in text order."""
        if not self.starts:
            self.starts.extend(m.start for m in self.found)
        return self.found[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def covering(self, token: Token) -> Mention | None:
        """Return the name whose words, or whose title's words, hold the token."""
        mention = self.at.get(token.i)
        if mention is not None and token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj"):
            return self.titled.get(token.i, mention)
        return mention
