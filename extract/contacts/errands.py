"""Verbs that move a letter, a guest or a delegation: what they give, and to whom, makes the contact."""

from collections.abc import Callable, Iterator, Mapping

from spacy.tokens import Token

from diplograph.extract.contacts.answers import Answers
from diplograph.extract.contacts.candidate import Candidate, Reason, Rejected, Side
from diplograph.extract.contacts.sides import Sides
from diplograph.extract.lexicon.frames import Pattern, VerbFrame, nouns, patterned, verbs
from diplograph.extract.lexicon.words import roles, words
from diplograph.extract.model import Kind, PartyType, Status
from diplograph.extract.parties.referent import state_ref
from diplograph.extract.syntax.clauses import Clause
from diplograph.extract.syntax.prepositions import after, prepositions


class Errands:
    """Reads the verbs of giving, sending, inviting, leading and taking of one document."""

    def __init__(self, sides: Sides, answers: Answers) -> None:
        self._answers = answers
        self.sides, self.mentions, self.parties = sides, sides.mentions, sides.parties
        self._patterns: Mapping[Pattern, Callable[[Clause, VerbFrame], Iterator[Candidate]]] = {
            Pattern.DELIVERY: self._delivery,
            Pattern.INVITATION: self._invitation,
            Pattern.JOURNEY: self._journey,
            Pattern.LEADING: self._leading,
            Pattern.MISSION: self._mission,
        }

    def answer(self, clause: Clause) -> Iterator[Candidate | Rejected]:
        """Yield the candidates that such a verb makes, or else why it makes none."""
        frame = patterned().get(clause.head.lemma_) if clause.head.pos_ == "VERB" else None
        if frame is None or frame.pattern is None:
            yield Rejected(Reason.WORD, (clause.head,))
            return
        found = list(self._patterns[frame.pattern](clause, frame))
        yield from found
        if not found:
            yield self._answers.lacking([], (*clause.agents, *clause.objects, *clause.after("to")))

    def _delivery(self, clause: Clause, frame: VerbFrame) -> Iterator[Candidate]:
        """Delivery by hand: the author's letter, and the bearer's meeting with the addressee."""
        verb, letter = clause.head, _letter(clause)
        if letter is None:
            return
        given = [c for c in verb.children if c.dep_ in ("dative", "dobj") and c != letter and c.pos_ != "ADP"]
        given += clause.after("to")
        addressees, bearers = self.parties.all(given), self.parties.all(clause.agents)
        authors = self.parties.all(
            [n for name, n in prepositions(letter) if name in ("from", "by", "of")]
            + [c for c in letter.children if c.dep_ == "poss"]
        )
        if addressees and bearers:
            yield Candidate(verb, frame.kind, [bearers, addressees], frame.rule, None, given)
        if addressees and authors:
            yield Candidate(letter, Kind.CORRESPONDENCE, [authors, addressees], "noun.letter", None, given)

    def _mission(self, clause: Clause, frame: VerbFrame) -> Iterator[Candidate]:
        """ "A sent a delegation to B for talks": those sent visit; a team needs a word that says it comes to talk."""
        for sent in clause.things:
            places = self.sides.destinations([*clause.after("to"), *after(sent, "to")])
            if places and self._comes_to_talk(sent, clause.head):
                envoys = self.parties.of(sent) or self._senders(clause)
                yield Candidate(clause.head, frame.kind, [envoys, places], frame.rule)

    def _comes_to_talk(self, sent: Token, verb: Token) -> bool:
        mention, lemma = self.mentions.covering(sent), sent.lemma_.lower()
        if mention is not None and mention.type is PartyType.PERSON and mention.role_words:
            return True
        if lemma not in roles("missions"):
            return False
        around = {t.lemma_.lower() for t in verb.sent if t.i > verb.i}
        # "diplomats sent to B" may be posted there
        return lemma in roles("heads") - roles("residents") or bool(
            around & (roles("heads") | nouns().keys() | verbs().keys())
        )

    def _senders(self, clause: Clause) -> Side:
        senders = self.parties.all(clause.agents)
        return [r for s in senders for r in state_ref(s.referent.country, clause.head, "sender")]

    def _leading(self, clause: Clause, frame: VerbFrame) -> Iterator[Candidate]:
        """ "X will lead a delegation to A": X visits A."""
        for led in clause.things:
            where = [*clause.after("to"), *after(led, "to")]
            if led.lemma_.lower() in frame.things and (places := self.sides.destinations(where)):
                leaders = self.parties.all(clause.agents)
                yield Candidate(clause.head, frame.kind, [leaders, places], frame.rule, None, where)

    def _journey(self, clause: Clause, frame: VerbFrame) -> Iterator[Candidate]:
        """ "A tour that takes X to A and B": whoever is taken visits them."""
        tours = [nouns().get(t.lemma_.lower()) for t in clause.subjects]
        if any(tour and tour.kind is Kind.VISIT for tour in tours):
            where = clause.after("to")
            sides = [self.parties.all(clause.objects), self.sides.destinations(where)]
            yield Candidate(clause.head, frame.kind, sides, frame.rule, None, where)

    def _invitation(self, clause: Clause, frame: VerbFrame) -> Iterator[Candidate]:
        """ "A invited B to visit", "A invited B for talks": a contact that is only offered."""
        if any(c.lemma_ in words("commented") for c in clause.complements):  # "A invited B to comment"
            return
        hosts, guests = self.parties.all(clause.agents), self.parties.all(clause.objects)
        persons = any(g.referent.type is PartyType.PERSON or g.how == "office" for g in guests)
        if hosts and guests and (persons or self._is_to_travel(clause)):
            yield Candidate(clause.head, frame.kind, [guests, hosts], frame.rule, status=Status.HYPOTHETICAL)

    def _is_to_travel(self, clause: Clause) -> bool:
        return (
            any(c.lemma_ in words("travelling") for c in clause.complements)
            or any(n.lemma_.lower() in words("journeys") for n in clause.after("to", "for"))
            or any(self.sides.destination(n) for n in clause.after("to"))
        )


def _letter(clause: Clause) -> Token | None:
    """Return the letter that is handed over, also as an apposition ("handed over a text, a note of protest")."""
    direct = [t for t in (*clause.things, *clause.head.children) if t.dep_ in ("dobj", "oprd", "nsubjpass")]
    named = [*direct, *(c for t in direct for c in t.subtree if c.dep_ == "appos")]
    return next((t for t in named if t.lemma_.lower() in words("letters")), None)
