"""Third parties: who mediates between others, and who hosts, brokers or facilitates an encounter of theirs."""

from spacy.tokens import Token

from diplograph.extract.contacts.answers import Answers
from diplograph.extract.contacts.candidate import Candidate, Rejected, Side
from diplograph.extract.contacts.nominal import Nominal
from diplograph.extract.contacts.participants import Participants
from diplograph.extract.contacts.sides import mediation
from diplograph.extract.lexicon.words import words
from diplograph.extract.syntax.repairs import names_before
from diplograph.extract.syntax.subjects import agents

_BROKERED = "noun.brokered"


class Mediation:
    """Finds the third parties of one document."""

    def __init__(self, participants: Participants, answers: Answers) -> None:
        self._participants, self._answers = participants, answers
        self._sides, self._parties = participants.sides, participants.parties

    def read(self, it: Nominal) -> Candidate | Rejected:
        """Return the mediation that a noun names: the mediator on the first side, the others on the second."""
        others = it.both() or it.after("with")
        mediators, sides = self._named_between(it) if it.both() else self._sought_by(it)
        between = [ref for side in sides for ref in side]
        found = mediation(it.noun, mediators, sides, it.frame.rule)
        return found or self._answers.lacking([*mediators, *between], others if mediators else [*it.holders(), *others])

    def _named_between(self, it: Nominal) -> tuple[Side, list[Side]]:
        """ "A's mediation between B and C", "A acted as a broker between B and C"."""
        mediators = self._participants.first_side(it.noun, it.after("by", "of"))
        return mediators or self._participants.light_subjects(it.whole), self._sides.between(it.both())

    def _sought_by(self, it: Nominal) -> tuple[Side, list[Side]]:
        """ "B accepted Libyan mediation with C", "B and C agreed through the mediation of Libya"."""
        mediators = (
            self._sides.possessors(it.noun)
            or self._participants.nation_before(it.noun)
            or self._parties.all(it.after("by", "of"))
        )
        return mediators, [self._participants.light_subjects(it.noun), self._parties.all(it.after("with"))]

    def brokered_between(self, it: Nominal) -> Candidate | None:
        """ "A hosted talks between B and C": A mediates between those whom the noun itself names."""
        both = it.both()
        mediators = self._brokers(it.whole) if both else []
        sides = self._sides.between(both) if mediators else []
        return mediation(it.noun, mediators, sides, _BROKERED) if len(sides) > 1 else None

    def brokered(self, it: Nominal, sides: list[Side]) -> Candidate | None:
        """ "B's talks with C, hosted by A": A mediates between those who meet, unless A is one of them."""
        taking_part = {r.referent.id for side in sides for r in side}
        brokers = self._brokers(it.whole)
        apart = all(r.referent.id not in taking_part for r in brokers)
        return mediation(it.noun, brokers, sides, _BROKERED) if apart else None

    def _brokers(self, noun: Token) -> Side:
        # "A hosted talks", "talks were hosted by A"
        if noun.dep_ in ("dobj", "nsubjpass") and noun.head.lemma_ in words("mediating"):
            return self._parties.all(agents(noun.head))
        for child in noun.children:
            if child.lemma_ not in words("mediating"):
                continue
            # "talks hosted by A", "talks which A hosted"
            if child.dep_ in ("acl", "relcl"):
                return self._parties.all(agents(child))
            if child.dep_ == "amod" and (brokers := self._brokers_before(child)):
                return brokers
        return []

    def _brokers_before(self, participle: Token) -> Side:
        # "A hosted talks between B and C took place", "A-brokered talks"
        within = [c for c in participle.children if c.dep_ in ("npadvmod", "compound", "amod", "nmod")]
        return self._parties.all(names_before(participle, self._sides.mentions)) or [
            ref for c in within for ref in self._parties.all([c])
        ]
