"""Nouns of an encounter: talks between A and B, A's call with B, A and B held a meeting, US-Russia talks."""

from spacy.tokens import Token

from diplograph.extract.contacts.answers import Answers
from diplograph.extract.contacts.candidate import Candidate, Reason, Rejected, Side
from diplograph.extract.contacts.nominal import Nominal, names_somebody
from diplograph.extract.contacts.participants import Participants
from diplograph.extract.lexicon.words import words
from diplograph.extract.model import Kind, PartyType
from diplograph.extract.syntax.objects import patients
from diplograph.extract.syntax.repairs import between_behind, honoured, included_behind
from diplograph.extract.syntax.subjects import agents
from diplograph.extract.syntax.tokens import is_verbal

_NOT_OPPOSITE = frozenset({"between", "among", "of", "by", "from"})  # after these stand both sides, or the first


class Encounters:
    """Reads the nouns of one document that name talks, a meeting or a call."""

    def __init__(self, participants: Participants, answers: Answers) -> None:
        self._participants, self._answers = participants, answers
        self._sides, self._parties = participants.sides, participants.parties

    def read(self, it: Nominal) -> Candidate | Rejected:
        """Return the encounter that a noun names: those who held it on the first side, those opposite on the second."""
        if both := _both(it):
            return self._answers.between(it, both)
        others = _opposite(it)
        return (
            (self._without_others(it) or self._invited(it) if not others else None)
            or self._received(it)
            or self._with_others(it, others)
            or self._of_pair(it)
            or self._together(it, others)
        )

    def _nobody_opposite(self, it: Nominal, others: list[Token]) -> Rejected:
        """ "A's talks with officials", "talks between officials"."""
        first = self._participants.first_side(it.noun, it.after("by", "of"))
        return self._answers.lacking(first, others if first else [*it.holders(), *others])

    def _without_others(self, it: Nominal) -> Candidate | Rejected | None:
        # "during the call, A thanked B"
        if told := self._told_during(it.noun):
            return it.candidate(told, [])
        # "a meeting of B by A"
        if {"of", "by"} <= it.slots.keys():
            return self._answers.opposed(
                it, self._parties.all(it.after("by")), self._parties.all(it.after("of")), it.after("of")
            )
        return None

    def _invited(self, it: Nominal) -> Candidate | Rejected | None:
        """ "A invited B to talks"."""
        verb = it.whole.head.head
        to = it.whole.dep_ == "pobj" and it.whole.head.lower_ == "to"
        guests = patients(verb) if to and verb.lemma_ in words("inviting") else []
        hosts, invited = self._parties.all(agents(verb)), self._parties.all(guests)
        return self._answers.opposed(it, hosts, invited, guests) if hosts and invited else None

    def _told_during(self, noun: Token) -> list[Side]:
        """ "During the call, A thanked B": what A said to B was said in the encounter that the phrase names."""
        inside = noun.dep_ == "pobj" and noun.head.lower_ in ("during", "in", "on", "at", "by")
        verb = noun.head.head
        if not inside or not is_verbal(verb) or verb.lemma_ not in words("addressing"):
            return []
        sides = [self._parties.all(agents(verb)), self._parties.all(patients(verb))]
        persons = all(r.referent.type is PartyType.PERSON for side in sides for r in side)
        return sides if all(sides) and persons else []

    def _received(self, it: Nominal) -> Candidate | Rejected | None:
        """ "A received a call from B", "A received the credentials of B"."""
        giver = it.after("from", "of") if it.frame.received else []
        if caller := self._parties.all(giver):
            called = self._parties.all(it.after("to"))  # "a call from A to B"
            return self._answers.opposed(it, caller, called or self._participants.first_side(it.noun), giver)
        return None

    def _with_others(self, it: Nominal, others: list[Token]) -> Candidate | Rejected | None:
        """ "A's talks with B", "A held talks with B"."""
        opposite = self._parties.all([*others, *included_behind(others)])
        # "an approach to X", but not "the approach to China"
        if it.frame.persons:
            opposite = [r for r in opposite if r.referent.is_person]
        if not opposite:
            return None
        first = self._participants.first_side(it.noun, it.after("by", "of"))
        # "a trilateral meeting with B and C", "a summit involving B and C"
        all_together = "involving" in it.slots or not it.modifiers.isdisjoint(words("three_way") | words("joint"))
        if len(first) + len(opposite) > 2 and all_together:
            return self._answers.joined(it, list({r.referent.id: r for r in [*first, *opposite]}.values()), others)
        if len(opposite) > 1:
            mine = {r.referent.id for r in first}
            opposite = [r for r in opposite if r.referent.id not in mine]
        return self._answers.opposed(it, first, opposite, others)

    def _of_pair(self, it: Nominal) -> Candidate | Rejected | None:
        """ "US-Russia talks"."""
        pair = self._participants.compound_pair(it.noun) if it.frame.alone else []
        # "the IMF-World Bank meetings"
        if pair and it.frame.kind is Kind.MEETING and _are_of_bodies(it.noun, pair):
            return Rejected(Reason.OTHER_SENSE, (it.noun,), tuple(pair))
        return self._answers.joined(it, pair, []) if pair else None

    def _together(self, it: Nominal, others: list[Token]) -> Candidate | Rejected:
        """ "A and B held talks", "a meeting of A and B"; not "A and B held talks with officials"."""
        if not it.frame.alone or any(map(_could_be_a_party, others)):
            return self._nobody_opposite(it, others)
        of = it.after("of") if "of" in it.frame.preps else []
        named = self._parties.all(of)
        # "meetings of the UN and the AU", each of its own members
        if named and _are_of_bodies(it.noun, named):
            return Rejected(Reason.OTHER_SENSE, tuple(of), tuple(named))
        together = named or self._participants.joint_subjects(it.noun)
        if len(together) > 1:
            return self._answers.joined(it, together, it.after("of"))
        return self._nobody_opposite(it, others)


def _are_of_bodies(noun: Token, parties: Side) -> bool:
    """Whether a plural names what each of some organisations holds of its own members."""
    return noun.tag_ in ("NNS", "NNPS") and all(r.referent.type is PartyType.ORGANISATION for r in parties)


def _both(it: Nominal) -> list[Token]:
    """Return the words after "between", wherever the parser hung it."""
    elsewhere = "between" in it.frame.preps and "with" not in it.slots and it.noun.dep_ != "compound"
    return it.both() or (between_behind(it.noun) if elsewhere else [])


def _opposite(it: Nominal) -> list[Token]:
    """Return the words where the other side stands."""
    # "talks with B"
    others = it.after(*(name for name in it.frame.preps if name not in _NOT_OPPOSITE))
    others += it.after("involving")
    # "a dinner in honour of B"
    if "for" in it.frame.preps:
        others += honoured(it.noun)
    # "paid a call on B"
    return others + it.after("on") if it.paid else others


def _could_be_a_party(token: Token) -> bool:
    """Whether words that stand for no party known may still stand for somebody: a name, "they", "officials"."""
    return token.pos_ in ("PROPN", "PRON") or names_somebody(token)
