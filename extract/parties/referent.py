"""Who is meant, and where: a party as the document knows it, and a reference to it in the text."""

from dataclasses import dataclass
from typing import Self

from spacy.tokens import Token

from diplograph.extract.ids import home, slug
from diplograph.extract.lexicon import gazetteer
from diplograph.extract.mentions.mention import Mention
from diplograph.extract.model import PartyType


@dataclass(frozen=True, slots=True)
class Referent:
    """A party as this document knows it.

    Attributes:
        org: The organisation whose office the person holds, where the text gives one.
        official: Whether the text shows that the party acts for a state, an organisation or a group.
        private: Whether the text gives it an office that is none of a state (a director, a coach).
        unmarked: Whether the text gives the office but not its state, as one does with one's own president.
    """

    name: str
    type: PartyType
    country: str | None = None
    role: str | None = None
    org: str | None = None
    gender: str | None = None
    official: bool = True
    private: bool = False
    unmarked: bool = False

    @classmethod
    def of(cls, mention: Mention) -> Self:
        """Return the state, organisation or group that a mention names."""
        return cls(mention.name, mention.type, mention.country)

    @property
    def id(self) -> str:
        """A slug of the name."""
        return slug(self.name)

    @property
    def home(self) -> str:
        """What it acts for, as that of a ``Party``."""
        return home(self.country, self.org, self.id)

    @property
    def of_none(self) -> bool:
        """Whether it is a person of no state or body that the text tells."""
        return self.is_person and not self.country and not self.org

    @property
    def is_person(self) -> bool:
        """Whether it is a person."""
        return self.type is PartyType.PERSON


@dataclass(frozen=True, slots=True)
class Ref:
    """A party where the text refers to it.

    Attributes:
        start: Offset of the first character of the mention; ``end`` is that behind its last.
        how: How the reference was resolved, in a word: name, demonym, office, pronoun ...
        token: Index of the first token of the mention; ``head`` is that of the word that heads it.
    """

    referent: Referent
    start: int
    end: int
    how: str
    token: int
    head: int

    @classmethod
    def at(cls, referent: Referent, token: Token, how: str, first: Token | None = None) -> Self:
        """Return a reference by a word, or by the words from ``first`` up to the word that heads them."""
        first = token if first is None else first
        return cls(referent, first.idx, token.idx + len(token), how, first.i, token.i)


def state_ref(code: str | None, token: Token, how: str) -> list[Ref]:
    """Return the state with an ISO code as a party that a word stands for; empty where there is none."""
    name = gazetteer.state_of_code(code) if code else None
    return [Ref.at(Referent(name, PartyType.STATE, code), token, how)] if name else []
