"""By what channel a contact was held, and what kind of contact that makes it."""

from collections.abc import Iterator

from spacy.tokens import Token

from diplograph.extract.attributes.phrase import below
from diplograph.extract.lexicon.words import words
from diplograph.extract.model import Kind

_BY = frozenset({"by", "via", "over", "on", "through"})
_REACH = 5  # words
_STEPS = 3  # from the contact word up


def channel(trigger: Token, path: list[Token]) -> str | None:
    """Return the medium that the text names: phone, video, hotline, letter, or None."""
    said = {c.lower_ for c in below(trigger, "compound", "amod", "nmod")}  # "phone talks"
    for token in path[:_STEPS]:
        for child in token.children:
            said.update(_words_of(child))
    if said & words("video"):
        return "video"
    if said & words("telephone"):
        return "phone"
    return min(said & words("channels"), default=None)


def _words_of(child: Token) -> Iterator[str]:
    """Yield the words at a word of the clause that may name a channel."""
    if child.dep_ in ("prep", "agent") and child.lower_ in _BY:  # "spoke by video link"
        yield from (t.lower_ for t in child.subtree if t.i - child.i < _REACH)
    elif child.dep_ == "prep" and child.lower_ == "in":
        for noun in child.children:
            yield from _words_of_call(noun)
    elif child.dep_ == "advmod":
        yield from _medium_of_adverb(child)


def _words_of_call(noun: Token) -> Iterator[str]:
    if noun.lemma_ in words("conferences"):  # "in a video conference"
        yield from (t.lower_ for t in noun.children)
    if noun.lemma_ in words("calling"):  # "in a call"
        yield "phone"
    if noun.lemma_ in words("written"):  # "told B in a letter"
        yield noun.lemma_


def _medium_of_adverb(adverb: Token) -> Iterator[str]:
    if adverb.lower_ in words("remotely"):  # "met virtually"
        yield "video"
    if adverb.lower_ in words("by_phone"):  # "conferred telephonically"
        yield "phone"


def kind_by(medium: str | None, kind: Kind) -> Kind:
    """Return the kind of an exchange, which a stated channel decides: "talks by phone" are a call."""
    if medium in words("phone") and kind in (Kind.TALKS, Kind.MEETING, Kind.CORRESPONDENCE):
        return Kind.CALL
    return Kind.CORRESPONDENCE if medium in words("written") and kind is Kind.TALKS else kind
