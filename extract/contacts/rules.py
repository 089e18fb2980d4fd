"""What the contact words of a document give: candidates between two sides or more, or why there is none."""

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from spacy.attrs import DEP, LEMMA, POS
from spacy.symbols import ADJ, pobj
from spacy.tokens import Doc, Token

from diplograph.extract.contacts.answers import Answers
from diplograph.extract.contacts.candidate import Candidate, Reason, Rejected, apart, once
from diplograph.extract.contacts.nouns import NounRules
from diplograph.extract.contacts.presence import Presence
from diplograph.extract.contacts.sides import Sides, mediation
from diplograph.extract.contacts.triggers import sport_hashes
from diplograph.extract.contacts.verbs import VerbRules
from diplograph.extract.lexicon import gazetteer
from diplograph.extract.lexicon.words import words
from diplograph.extract.mentions.mention import Mentions
from diplograph.extract.model import Kind
from diplograph.extract.parties.referent import Ref, state_ref
from diplograph.extract.parties.resolution import Parties
from diplograph.extract.parties.scene import SceneState
from diplograph.extract.syntax.clauses import Clauses
from diplograph.extract.syntax.prepositions import after, go_between

_ONE_BY_ONE = re.compile(
    r"\b(separate (meetings|talks|calls|conversations|discussions)|one after the other|one by one|in turn\b)"
)


class Rules:
    """Reads the contact words of one document, in text order.

    Attributes:
        sport_words: How many different words of sport the document holds.
    """

    def __init__(self, doc: Doc, mentions: Mentions, parties: Parties) -> None:
        self._scene = SceneState.of(mentions, parties.persons)
        sides = Sides(doc, mentions, parties)
        answers = Answers(sides)
        self._doc, self._mentions, self._parties, self._sides = doc, mentions, parties, sides
        lemmas, classes, relations = doc.to_array([LEMMA, POS, DEP]).T
        self._sport = np.isin(lemmas, sport_hashes()) & ((classes != ADJ) | (relations == pobj))
        self.sport_words = len(np.unique(lemmas[self._sport]))
        self._verbs, self._nouns = VerbRules(sides, Clauses(mentions), answers), NounRules(sides, answers)
        self._presence = Presence(sides)

    def answers(self, word: Token) -> Iterator[Candidate | Rejected]:
        """Yield the candidates that a contact word gives, joint ones once, separate ones one by one; else why none."""
        answers = list(self._proposed(word))
        if (visit := self._presence.visit(word, [a for a in answers if isinstance(a, Candidate)])) is not None:
            yield from self._checked(visit)
        for answer in answers:
            if isinstance(answer, Candidate):
                yield from self._checked(answer)
            elif answer.reason is Reason.OTHER_SENSE and self._is_sport(word):  # "Italy met Wales in the final"
                yield replace(answer, reason=Reason.SPORT)
            else:
                yield answer

    def _proposed(self, word: Token) -> Iterator[Candidate | Rejected]:
        if word.pos_ in ("VERB", "AUX"):
            for answer in self._verbs.answer(word):
                if isinstance(answer, Candidate):
                    self._nouns.remember(answer)
                yield answer
        if word.pos_ in ("NOUN", "PROPN") or (word.lower_ == "talks" and word.pos_ == "VERB") or _heads_a_title(word):
            yield from self._nouns.answer(word)
        if word.pos_ not in ("VERB", "AUX", "NOUN", "PROPN"):
            yield self._welcomed(word) or Rejected(Reason.WORD, (word,))

    def _welcomed(self, word: Token) -> Candidate | None:
        """ "Welcome, Mr President", said by A: whoever is spoken to is A's guest."""
        said = word.lower_ in words("welcoming") and word.dep_ not in ("amod", "acomp", "attr", "oprd")
        if not said or any(c.dep_ in ("nsubj", "det") for c in word.children):
            return None
        guests, hosts = self._parties.addressed(word), self._parties.speaking(word)
        states = {r.referent.country for r in (*guests, *hosts)}
        # not "welcome to the call", nor where the title names a third country
        venues = [t for t in after(word, "to") if not self._sides.destination(t)]
        if not guests or not hosts or venues or not self._parties.context.states <= states:
            return None
        return Candidate(word, Kind.VISIT, [guests, hosts], "verb.welcome")

    def _checked(self, candidate: Candidate) -> Iterator[Candidate | Rejected]:
        """Leave of each side those who stand opposite somebody of another state or body."""
        parties = tuple(candidate.parties())
        candidate.sides = apart(
            [once(side) for side in candidate.sides], self._home(candidate.trigger), self._scene.most
        )
        if len(candidate.sides) < 2:
            yield Rejected(Reason.ONE_SIDE, parties=parties)
        elif self._is_sport(candidate.trigger):
            yield Rejected(Reason.SPORT, parties=parties)
        else:
            yield from _split(candidate)

    def _home(self, word: Token) -> str | None:
        """Return whose own the persons of a sentence are who are of no state that it tells, unless it speaks of abroad."""
        context, sent = self._parties.context, word.sent
        home = self._scene.only if context.speaker is None else context.home
        if home is None:
            return None
        named = {m.country for m in self._mentions.between(sent.start, sent.end)}
        named |= {gazetteer.city_country(e.text) for e in sent.ents if e.label_ == "GPE"}
        return home if named <= {home, None} else None

    def _is_sport(self, word: Token) -> bool:
        """Whether the sentence speaks of sport."""
        return bool(self._sport[word.sent.start : word.sent.end].any())

    def besides(self, found: Candidate) -> Iterator[Candidate]:
        """Yield what a sentence tells besides a contact: the visit of a visiting president, who mediates."""
        if found.kind is not Kind.VISIT:
            for n, side in enumerate(found.sides):
                hosts = [r for m, other in enumerate(found.sides) if m != n for r in other if r.referent.country]
                yield from self._visits(side, hosts)
        if found.kind in (Kind.MEETING, Kind.TALKS):
            nouns = [noun for t in found.trigger.sent if (noun := go_between(t)) is not None]
            if mediated := mediation(found.trigger, self._parties.all(nouns), found.sides, "noun.brokered"):
                yield mediated

    def _visits(self, guests: list[Ref], hosts: list[Ref]) -> Iterator[Candidate]:
        """Yield the visit that "talks with the visiting President X" tells besides the talks."""
        for guest in guests if hosts else ():
            visiting = self._visiting(guest)
            if visiting is None or guest.referent.country == hosts[0].referent.country:
                continue
            if there := state_ref(hosts[0].referent.country, visiting, "host"):
                yield Candidate(visiting, Kind.VISIT, [[guest], there], "adjective.visiting")

    def _visiting(self, guest: Ref) -> Token | None:
        mention = self._mentions.at.get(guest.token)
        title = [*self._doc[mention.left : mention.start]] if mention is not None and mention.is_person else []
        # "the visiting delegation"; "the visiting chief of staff, X"
        head = self._doc[guest.head]
        office = head.head if head.dep_ == "appos" else head
        return next((t for t in (*title, *head.children, *office.children) if t.lower_ == "visiting"), None)


def _heads_a_title(word: Token) -> bool:
    """ "*Visit* to A of Minister B", "*Meeting* of the presidents of A and B", which the tagger took for a verb."""
    first = word.dep_ == "ROOT" and word.i == word.sent.start and word.tag_ in ("VB", "VBG", "VBP")
    return first and all(c.dep_ in ("prep", "agent", "punct") for c in word.children)


def _split(found: Candidate) -> Iterator[Candidate]:
    """Divide what was done separately, one by one, or respectively into candidates of its own."""
    cue = _separate(found) if len(found.sides) == 2 else None
    if cue is None:
        yield found
        return
    left, right = found.sides
    if cue in words("pairing") and len(left) == len(right) > 1:  # "A and B met C and D respectively"
        pairs = [([a], [b]) for a, b in zip(left, right, strict=True)]
    elif len(right) > 1:  # "A met B and C separately"
        pairs = [(left, [b]) for b in right]
    else:  # "A and B met C separately"
        pairs = [([a], right) for a in left]
    for a, b in pairs:
        yield replace(found, sides=[a, b])


def _separate(found: Candidate) -> str | None:
    """Return the word by which one verb tells of several contacts."""
    low = [t.lower_ for t in found.trigger.sent]
    cue = next((word for word in sorted(words("separately")) if word in low), None)
    return cue or ("one by one" if _ONE_BY_ONE.search(" ".join(low)) else None)
