"""A clause: a verb with its places, the same in every voice and however it is joined to other clauses.

What the parser is known to get wrong is put right here, where the clause is made: a subject hung on another phrase, a
"with" hung on a place. The rules of contacts read the places of a clause and do not ask the tree anew.
"""

from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Token

from diplograph.extract.mentions.mention import Mentions
from diplograph.extract.syntax.objects import direct_objects, patients
from diplograph.extract.syntax.prepositions import prepositions
from diplograph.extract.syntax.repairs import loose_objects, put_right
from diplograph.extract.syntax.subjects import agents, surface_subjects
from diplograph.extract.syntax.tokens import is_passive

_MODIFIERS = frozenset(
    {
        "prt",  # "sat DOWN"
        "advmod",  # "met AGAIN"
        "npadvmod",  # "met MONDAY"
        "acomp",  # "came FACE to face"
        "attr",  # the same, where the parser takes it for a predicate
        "prep",  # "sat ACROSS from"
    }
)
_COMPLEMENTS = frozenset(
    {
        "xcomp",  # "agreed TO MEET"
        "ccomp",  # "said THAT THEY MET"
        "advcl",  # "flew TO MEET"
    }
)


@dataclass(frozen=True)
class Clause:
    """A verb and what stands in its places. Each place is worked out when it is first asked for, and once.

    Attributes:
        head: The verb.
        mentions: The names of the document, by which what the parser misplaced is found again.
    """

    head: Token
    mentions: Mentions

    @cached_property
    def passive(self) -> bool:
        """Whether the grammatical subject is what the action is done to."""
        return is_passive(self.head)

    @cached_property
    def subjects(self) -> list[Token]:
        """The grammatical subject, own or inherited."""
        return put_right(self.head, surface_subjects(self.head), self.mentions)

    @cached_property
    def agents(self) -> list[Token]:
        """Who does it: the subject, or in a passive the noun after "by"."""
        return put_right(self.head, agents(self.head), self.mentions)

    @cached_property
    def objects(self) -> list[Token]:
        """To whom it is done: the object, or in a passive the subject."""
        return patients(self.head)

    @cached_property
    def loose(self) -> list[Token]:
        """Names behind the verb that the parser took for none of its places; they may be its object."""
        return loose_objects(self.head, self.mentions)

    @cached_property
    def things(self) -> list[Token]:
        """What it is done to, by the labels alone: the direct objects, or in a passive the subject too."""
        return direct_objects(self.head)

    @cached_property
    def prepositions(self) -> tuple[tuple[str, Token], ...]:
        """Each preposition with the noun after it, in text order."""
        return tuple(prepositions(self.head))

    def after(self, *names: str) -> list[Token]:
        """Return the nouns after prepositions of these names."""
        return [noun for name, noun in self.prepositions if name in names]

    @cached_property
    def modifiers(self) -> tuple[Token, ...]:
        """Particles, adverbs and other words that hang on the verb and are none of its parties."""
        return tuple(c for c in self.head.children if c.dep_ in _MODIFIERS)

    @cached_property
    def complements(self) -> tuple[Token, ...]:
        """The verbs of the clauses that hang on this one as its complement or purpose."""
        return tuple(c for c in self.head.children if c.dep_ in _COMPLEMENTS)

    @cached_property
    def governor(self) -> Token | None:
        """The word that the clause hangs on; None for the main clause of a sentence."""
        return self.head.head if self.head.head != self.head else None


class Clauses:
    """The clauses of one document, each made once."""

    def __init__(self, mentions: Mentions) -> None:
        self._mentions = mentions
        self._made: dict[int, Clause] = {}

    def of(self, verb: Token) -> Clause:
        """Return the clause of a verb."""
        if verb.i not in self._made:
            self._made[verb.i] = Clause(verb, self._mentions)
        return self._made[verb.i]
