"""What of a sentence and of a word of contact in it tells how likely the word tells a contact that was not found."""

from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from importlib.resources import files
from itertools import pairwise
from typing import Any

import yaml
from spacy.tokens import Span, Token

from diplograph.extract.contacts.candidate import Rejected
from diplograph.extract.model import PartyType
from diplograph.extract.parties.referent import Ref
from diplograph.extract.parties.resolution import Parties

_LENGTHS = (8, 15, 25, 40)  # words of a sentence
_GAPS = (3, 7, 15)  # words between two parties of different homes
_NEAR = 10  # words on each side


class Sentence:
    """A sentence with words of contact that made none.

    Attributes:
        words: These words, each with why it made none.
        told: Whether other words of it told a contact.
        contacts: How many contacts its document has.
    """

    def __init__(self, words: Iterable[tuple[Token, Rejected]], parties: Parties, *, told: bool, contacts: int) -> None:
        self.words = tuple(words)
        self.told = told
        self.contacts = contacts
        self._span: Span = self.words[0][0].sent
        self._pointed = {token.i: parties.of(token) for token in self._span}

    @property
    def text(self) -> str:
        """The sentence as it was parsed."""
        return self._span.text

    @cached_property
    def refs(self) -> tuple[Ref, ...]:
        """Whom its words name or point at, each party once, in the order of the text."""
        found: dict[str, Ref] = {}
        for refs in self._pointed.values():
            for ref in refs:
                found.setdefault(ref.referent.name, ref)
        return tuple(found.values())

    def features(self, word: Token, why: Rejected) -> tuple[str, ...]:
        """Return the features that one of its words has, as ``name=value``, sorted, each once."""
        return tuple(sorted({*self._shared, *self._of_word(word, why)}))

    @cached_property
    def _shared(self) -> frozenset[str]:
        return frozenset((*self._of_parties(), *self._of_text()))

    def _of_parties(self) -> Iterator[str]:
        referents = [ref.referent for ref in self.refs]
        persons = [one for one in referents if one.is_person]
        yield f"homes={min(self._homes(self._pointed), 4)}"
        yield f"parties={min(len(referents), 5)}"
        yield f"persons={min(len(persons), 3)}"
        yield f"in office={min(sum(bool(p.role) for p in persons), 2)}"
        yield f"states={min(sum(r.type is PartyType.STATE for r in referents), 3)}"
        yield f"gap={self._gap()}"
        for refs in self._pointed.values():
            yield from (f"type={ref.referent.type}" for ref in refs)
            yield from (f"how={ref.how}" for ref in refs)

    def _of_text(self) -> Iterator[str]:
        said = {word for token in self._span for word in (token.lower_, token.lemma_)}
        yield f"told={self.told}"
        yield f"contacts={min(self.contacts, 2)}"
        yield f"length={sum(len(self._span) > most for most in _LENGTHS)}"
        yield f"words={min(len(self.words), 3)}"
        yield f"open={not said.isdisjoint(_words()['open'])}"
        yield f"quoted={any(mark in self.text for mark in _words()['quotes'])}"
        yield f"asks={self.text.rstrip().endswith('?')}"

    def _of_word(self, word: Token, why: Rejected) -> Iterator[str]:
        yield f"reason={why.reason}"
        yield f"word={word.lemma_.lower()}"
        yield f"class={word.pos_}"
        yield f"reason and class={why.reason} {word.pos_}"
        yield f"placed={min(len(why.parties), 3)}"
        yield f"below={min(self._homes(token.i for token in word.subtree), 3)}"
        yield f"clause={min(self._homes(token.i for token in _clause(word).subtree), 3)}"
        yield f"near={min(self._homes(range(word.i - _NEAR, word.i + _NEAR + 1)), 3)}"
        below = {child.lower_ for child in word.children if child.dep_ in ("prep", "agent")}
        yield from (f"preposition={preposition}" for preposition in below & _words()["prepositions"])

    def _homes(self, places: Iterable[int]) -> int:
        """Return for how many states and bodies those act that are pointed at there."""
        return len({ref.referent.home for place in places for ref in self._pointed.get(place, ())})

    def _gap(self) -> str:
        places = [(next(i for i, refs in self._pointed.items() if ref in refs), ref.referent.home) for ref in self.refs]
        gaps = [later - earlier for (earlier, a), (later, b) in pairwise(places) if a != b]
        return str(sum(min(gaps) > most for most in _GAPS)) if gaps else "none"


def _clause(word: Token) -> Token:
    """Return the head of the clause that a word stands in."""
    head = word
    while head.dep_ not in _words()["clauses"] and head.head.i != head.i:
        head = head.head
    return head


@cache
def _words() -> dict[str, Any]:
    told = yaml.safe_load((files("diplograph.extract.missed") / "words.yaml").read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in told.items()}
