"""What the parts of the resolution ask of the whole: each of them meets noun phrases that others resolve."""

from collections.abc import Iterable
from typing import Protocol

from spacy.tokens import Doc, Token

from diplograph.extract.mentions.mention import Mention, Mentions
from diplograph.extract.parties.context import Context
from diplograph.extract.parties.persons import Persons
from diplograph.extract.parties.referent import Ref, Referent


class Resolver(Protocol):
    """Resolves the noun phrases of one document, whose names and persons it knows."""

    doc: Doc
    mentions: Mentions
    persons: Persons
    context: Context

    def all(self, tokens: Iterable[Token]) -> list[Ref]:
        """Return the parties of several noun phrases with all that is joined to them, each party once."""

    def of(self, token: Token) -> list[Ref]:
        """Return the parties that one noun phrase stands for; none where it is no party or unclear."""

    def named(self, mention: Mention) -> list[Ref]:
        """Return the party that a name stands for; none where its bearer is unknown."""

    def refer(self, token: Token) -> list[Ref]:
        """Return the parties that a pronoun or a collective noun points back to."""

    def corresponds(self, person: Referent) -> bool:
        """Whether somebody writes the letter that the text is, or gets it."""

    def in_letter(self) -> bool:
        """Whether the text is a letter: its title says who writes to whom."""

    def staff(self, noun: Token) -> list[Ref]:
        """Return for whom "its envoys" act: the subject of their clause."""
