"""Contact words and the contacts that they make: joint ones once, separate ones one by one."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

import numpy as np
import numpy.typing as npt
from spacy.attrs import DEP, LEMMA, LOWER, POS, SENT_START
from spacy.strings import StringStore
from spacy.symbols import ADJ, pobj
from spacy.tokens import Doc, Token

from diplograph.extract.contacts.candidate import Candidate, apart, once
from diplograph.extract.contacts.nouns import NounRules
from diplograph.extract.contacts.sides import Sides, mediation
from diplograph.extract.contacts.verbs import VerbRules
from diplograph.extract.lexicon.frames import nouns, verbs, words
from diplograph.extract.mentions.mention import Mentions
from diplograph.extract.model import Kind
from diplograph.extract.parties.referent import state_ref
from diplograph.extract.parties.resolution import Parties
from diplograph.extract.syntax.grammar import go_between

_LONGEST_SENTENCE = 1000  # words

_Hashes = npt.NDArray[np.uint64]


@cache
def _hashes() -> tuple[_Hashes, _Hashes, _Hashes]:
    """Return the hashes of lemmas, of inflected forms, and of words of sport."""
    stems = {v.removesuffix("e") for v in verbs()}
    forms = {s + end for s in stems for end in ("ed", "ing")} | {n + "s" for n in nouns()}
    return _hashed({*verbs(), *nouns(), *words("giving"), "lead", "take"}), _hashed(forms), _hashed(words("sport"))


def _hashed(strings: Iterable[str]) -> _Hashes:
    store = StringStore()
    return np.array([store.add(s) for s in sorted(strings)], dtype=np.uint64)


def contact_words(doc: Doc) -> list[Token]:
    """Return the words that could make a contact, in text order; a document without any need not be read further.

    What goes on for a thousand words without an end is no sentence, and is not read as one.
    """
    lemmas, forms, _ = _hashes()
    table = doc.to_array([LEMMA, LOWER])
    hits = np.isin(table[:, 0], lemmas) | np.isin(table[:, 1], forms) | np.isin(table[:, 1], lemmas)
    found = np.flatnonzero(hits)
    if len(doc) > _LONGEST_SENTENCE:
        starts = np.flatnonzero(doc.to_array([SENT_START]) == 1)
        bounds = np.append(starts, len(doc))
        sentence = np.searchsorted(bounds, found, side="right")
        found = found[np.diff(np.insert(bounds, 0, 0))[sentence] <= _LONGEST_SENTENCE]
    return [doc[int(i)] for i in found]


class Finder:
    """Finds the contacts of one document.

    Attributes:
        sport_words: How many different words of sport the document holds.
    """

    def __init__(self, doc: Doc, mentions: Mentions, parties: Parties) -> None:
        sides = Sides(doc, mentions, parties)
        self._doc, self._mentions, self._parties = doc, mentions, parties
        lemmas, classes, relations = doc.to_array([LEMMA, POS, DEP]).T
        self._sport = np.isin(lemmas, _hashes()[2]) & ((classes != ADJ) | (relations == pobj))
        self.sport_words = len(np.unique(lemmas[self._sport]))
        self._verbs, self._nouns = VerbRules(sides), NounRules(sides)

    def at(self, token: Token) -> Iterator[Candidate]:
        """Yield the contacts that one contact word makes."""
        for found in self._at(token):
            found.sides = apart([once(side) for side in found.sides])
            if len(found.sides) > 1 and not self._sport[token.sent.start : token.sent.end].any():
                yield from _split(found)

    def besides(self, found: Candidate) -> Iterator[Candidate]:
        """Yield what a sentence tells besides a contact: the visit of a visiting president, who mediates."""
        yield from self._guests(found)
        if found.kind in (Kind.MEETING, Kind.TALKS):
            nouns = [noun for t in found.trigger.sent if (noun := go_between(t)) is not None]
            if mediated := mediation(found.trigger, self._parties.all(nouns), found.sides, "noun.brokered"):
                yield mediated

    def _guests(self, found: Candidate) -> Iterator[Candidate]:
        """Yield the visit that "talks with the visiting President X" tells besides the talks."""
        for i, side in enumerate(found.sides):
            hosts = [r.referent for j, s in enumerate(found.sides) if j != i for r in s if r.referent.country]
            for ref in side:
                mention = self._mentions.at.get(ref.token)
                if mention is None or not hosts or found.kind is Kind.VISIT:
                    continue
                visiting = next((t for t in self._doc[mention.left : mention.start] if t.lower_ == "visiting"), None)
                if visiting is None or ref.referent.country == hosts[0].country:
                    continue
                if there := state_ref(hosts[0].country, visiting, "host"):
                    yield Candidate(visiting, Kind.VISIT, [[ref], there], "adjective.visiting")

    def _at(self, token: Token) -> Iterator[Candidate]:
        if token.pos_ in ("VERB", "AUX"):
            for found in self._verbs.read(token):
                self._nouns.remember(found)
                yield found
        if token.pos_ in ("NOUN", "PROPN") or (token.lower_ == "talks" and token.pos_ == "VERB"):
            yield from self._nouns.read(token)


def _split(found: Candidate) -> Iterator[Candidate]:
    """Divide what was done separately, one by one, or respectively into contacts of its own."""
    cue = _separate(found)
    if cue is None or len(found.sides) != 2:
        yield found
        return
    left, right = found.sides
    if cue == "respectively" and len(left) == len(right) > 1:
        pairs = [([a], [b]) for a, b in zip(left, right, strict=True)]
    elif len(right) > 1:
        pairs = [(left, [b]) for b in right]
    elif len(left) > 1:
        pairs = [([a], right) for a in left]
    else:
        pairs = [(left, right)]
    for a, b in pairs:
        yield replace(found, sides=[a, b])


def _separate(found: Candidate) -> str | None:
    low = [t.lower_ for t in found.trigger.sent]
    for word in sorted(words("separately")):
        if word in low:
            return word
    text = " ".join(low)
    return (
        "separately"
        if re.search(
            r"\b(separate (meetings|talks|calls|conversations|discussions)|one after the other|one by one|in turn\b)",
            text,
        )
        else None
    )
