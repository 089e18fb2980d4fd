"""The record of a name in the text."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

from spacy.tokens import Doc, Token

from diplograph.extract.lexicon.gazetteer import Meaning, Sense
from diplograph.extract.model import PartyType
from diplograph.extract.syntax.tokens import sentence_start

_ARGUMENT = frozenset({"nsubj", "nsubjpass", "dobj", "pobj"})


@dataclass(slots=True)
class Mention:
    """A name in the text: tokens ``start`` to ``end`` are the name, ``left`` is where its title begins.

    Attributes:
        entries: What the tables know under the name, the likeliest first; empty for persons and unlisted bodies.
        country: Code of the state that it is, or that the person acts for.
        role: The person's office, as in the text; ``role_words`` are its words by which the office is recognised.
        org: The organisation, or the state without a code, that the person acts for.
    """

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

    @classmethod
    def tabled(cls, start: int, end: int, entries: tuple[Meaning, ...]) -> Self:
        """Make the mention of what the tables know under some words."""
        best = entries[0]
        return cls(start, end, start, best.type, best.name, entries, country=best.code)

    @property
    def sense(self) -> Sense | None:
        """In which sense the tables know the name, if they do."""
        return self.entries[0].sense if self.entries else None

    @property
    def is_person(self) -> bool:
        """Whether it names a person."""
        return self.type is PartyType.PERSON

    @property
    def named_org(self) -> str | None:
        """The organisation that it names, or the state without a code, for whose people ``country`` tells nothing."""
        return self.name if self.type is not PartyType.STATE or self.country is None else None

    def head(self, doc: Doc) -> Token:
        """Return the word of the name that the others hang on."""
        return doc[self.start : self.end].root

    def take_owner(self, owner: "Mention") -> None:
        """Take for whom a person acts from the name of a state or an organisation, where nothing has told it before."""
        if owner.type is PartyType.STATE:
            self.country = self.country or owner.country
        self.org = self.org or owner.named_org


@dataclass(slots=True)
class Mentions:
    """All names of a document, in text order.

    Attributes:
        at: The name that covers a token, by its own words or, where no name does, by its title's.
        titled: The person whose title holds the token.
    """

    found: list[Mention]
    at: dict[int, Mention] = field(default_factory=dict)
    titled: dict[int, Mention] = field(default_factory=dict)
    starts: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, found: Iterable[Mention]) -> Self:
        """Put names in order and note which tokens they cover."""
        every = sorted(found, key=lambda m: m.start)
        mentions = cls(every, covered(every), starts=[m.start for m in every])
        for mention in every:
            for i in range(mention.left, mention.start):
                mentions.at.setdefault(i, mention)
                mentions.titled[i] = mention
        return mentions

    def between(self, start: int, end: int) -> list[Mention]:
        """Return the names that begin from one token up to another, in text order."""
        return self.found[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def countries(self) -> set[str | None]:
        """Return the states that the text names, by their codes."""
        return {m.country for m in self.found if m.type is PartyType.STATE}

    def covering(self, token: Token) -> Mention | None:
        """Return the name whose words, or whose title's words, hold the token."""
        mention = self.at.get(token.i)
        if mention is not None and token.dep_ in _ARGUMENT:
            return self.titled.get(token.i, mention)
        return mention


def covered(mentions: Iterable[Mention]) -> dict[int, Mention]:
    """Return which name covers which token, of several the last."""
    return {i: m for m in mentions for i in range(m.start, m.end)}


def countries_near(token: Token, at: Mapping[int, Mention]) -> set[str | None]:
    """Return the states that are named in a token's sentence and in those beside it, by their codes.

    Args:
        at: The names by the tokens that they cover.
    """
    doc, sent = token.doc, token.sent
    start = sentence_start(token, 1)
    end = doc[sent.end].sent.end if sent.end < len(doc) else sent.end
    return {m.country for i in range(start, end) if (m := at.get(i)) and m.type is PartyType.STATE}
