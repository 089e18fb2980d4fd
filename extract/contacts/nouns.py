"""What nouns of contact say: talks between A and B, A's visit to B, a letter from A to B, A's mediation between B and C."""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from diplograph.extract.contacts.answers import Answers
from diplograph.extract.contacts.candidate import Candidate, Reason, Rejected
from diplograph.extract.contacts.encounters import Encounters
from diplograph.extract.contacts.letters import Letters
from diplograph.extract.contacts.mediation import Mediation
from diplograph.extract.contacts.nominal import Nominal, nominal
from diplograph.extract.contacts.participants import Participants
from diplograph.extract.contacts.sides import Sides
from diplograph.extract.contacts.visits import Visits
from diplograph.extract.lexicon.frames import NounFrame, nouns
from diplograph.extract.lexicon.words import words
from diplograph.extract.model import Kind, PartyType
from diplograph.extract.parties.referent import Ref
from diplograph.extract.syntax.prepositions import after

_MET = (Kind.TALKS, Kind.MEETING)
_MET_OR_CALLED = (*_MET, Kind.CALL)


class NounRules:
    """Reads the nouns of one document."""

    def __init__(self, sides: Sides, answers: Answers) -> None:
        self._doc, self._mentions = sides.doc, sides.mentions
        participants = Participants(sides)
        self._encounters, self._mediation = Encounters(participants, answers), Mediation(participants, answers)
        self._visits, self._letters = Visits(participants, answers), Letters(participants, answers)
        self._last: Candidate | None = None
        self._title: Candidate | None = None
        self._visit: Candidate | None = None
        self._context = sides.parties.context
        self._places = sides.destinations

    def read(self, token: Token) -> Iterator[Candidate]:
        """Yield the contacts that a noun names."""
        return (answer for answer in self.answer(token) if isinstance(answer, Candidate))

    def answer(self, token: Token) -> Iterator[Candidate | Rejected]:
        """Yield the contacts that a noun names; or if it names none, say once why not."""
        found = self._nominal(token)
        if isinstance(found, Rejected):
            yield found
            return
        for answer in self._answers(found):
            if isinstance(answer, Candidate):
                self.remember(answer)
            yield answer

    def remember(self, found: Candidate) -> None:
        """Note talks or a meeting: "the talks" after it are most likely these."""
        self._last = found if found.kind in _MET else self._last
        in_title = self._context.in_title(found.trigger)
        if found.kind is Kind.VISIT:
            self._visit = (self._visit or found) if in_title else _the_same(self._visit, found)
        if in_title:
            self._title = self._title or found
        elif found.kind is not Kind.VISIT:  # until the text tells of an encounter itself
            self._title = None

    def _nominal(self, token: Token) -> Nominal | Rejected:
        """Return a noun of contact with what stands around it, or why it is none."""
        frame = _frame_of(token)
        mention = self._mentions.at.get(token.i)
        # "a talk with B"; "Minister Summit"
        if frame is None or _is_lone(token, frame) or (mention is not None and mention.type is PartyType.PERSON):
            return Rejected(Reason.WORD)
        # "laid the table with B"
        if frame.needs and not any(c.lower_ in frame.needs for c in token.children):
            return Rejected(Reason.OTHER_SENSE)
        it = nominal(token, frame)
        other_sense = _other_sense(it) or _of_any(it) or _of_formula(it)
        return Rejected(Reason.OTHER_SENSE, (*it.holders(), *other_sense)) if other_sense else it

    def _answers(self, it: Nominal) -> list[Candidate | Rejected]:
        if it.frame.kind is Kind.MEDIATION:
            return [self._mediation.read(it)]
        held = self._held(it)
        found = [self._mediation.brokered_between(it)]
        if isinstance(held, Rejected):
            found.append(self._named_before(it))
        else:
            found += [held, self._mediation.brokered(it, held.sides) if _may_be_brokered(it, held) else None]
        return [one for one in found if one is not None] or [held]

    def _held(self, it: Nominal) -> Candidate | Rejected:
        if it.frame.kind is Kind.VISIT:
            return self._visits.read(it)
        if it.frame.kind is Kind.CORRESPONDENCE and not it.is_spoken():
            return self._letters.read(it)
        return self._encounters.read(it)

    def _named_before(self, it: Nominal) -> Candidate | None:
        """Return what a noun tells of the encounter that was named last, if it means that one."""
        if (told := self._told_by_title(it) or self._visit_of_title(it)) is not None:
            return told
        last = self._last
        again = _is_another_round(it)
        if last is None or not (again or _is_the_same(it)) or not self._just_named(it.whole, last):
            return None
        return it.candidate(last.sides, last.arguments) if again else self._mediation.brokered(it, last.sides)

    def _told_by_title(self, it: Nominal) -> Candidate | None:
        """ "*The conversation* focused on trade", under the title "Telephone conversation with B"."""
        last, context = self._title, self._context
        if last is None or context.in_title(it.noun) or not (_means_encounter(it, last) or _means_letter(it, last)):
            return None
        sides = [[Ref.at(ref.referent, it.noun, "collective") for ref in side] for side in last.sides]
        found = it.candidate(sides, [])
        return found if last.kind is Kind.VISIT else replace(found, kind=last.kind)

    def _visit_of_title(self, it: Nominal) -> Candidate | None:
        """ "During *the visit*", under the title "Visit of Minister B to A"."""
        titled = self._visit
        if (
            titled is None
            or it.frame.kind is not Kind.VISIT
            or self._context.in_title(it.noun)
            or not _is_the_visit(it)
        ):
            return None
        named = {ref.referent.id for ref in self._places(it.after("to"))}
        sides = [[Ref.at(ref.referent, it.noun, "collective") for ref in side] for side in titled.sides]
        return it.candidate(sides, []) if named <= {ref.referent.id for ref in titled.parties()} else None

    def _just_named(self, noun: Token, last: Candidate) -> bool:
        """Whether this sentence, or the one before, named an encounter, and the noun's phrase names nobody."""
        before = self._doc[noun.sent.start - 1].sent if noun.sent.start else noun.sent
        return before.start <= last.trigger.i and not any(t.i in self._mentions.at for t in noun.subtree)


def _frame_of(token: Token) -> NounFrame | None:
    return nouns().get(token.lemma_.lower()) or nouns().get(token.lower_.removesuffix("s"))


def _is_lone(noun: Token, frame: NounFrame) -> bool:
    """Whether a noun that names a contact in the plural alone is singular, and says no other side: "a talk to students"."""
    if not frame.plural or noun.lower_.endswith("s"):
        return False
    # "came for talk with B"
    purpose = noun.dep_ == "pobj" and noun.head.lower_ == "for"
    bare = purpose and all(c.dep_ in ("prep", "amod") for c in noun.children)
    # "a long talk with B", "my first talk with B"
    single = any(c.dep_ in ("det", "poss", "nummod") for c in noun.children) and after(noun, "with", "between")
    return not (bare or single)


def _other_sense(it: Nominal) -> list[Token]:
    """Return the words by which a noun does not name a contact: "the exchange of *prisoners*"."""
    if it.paid:
        return []
    for guard in it.frame.unless:
        said = [t for t in it.after(*guard.preps) if t.ent_type_ != "DATE"]
        said = [t for t in said if t.lower_ not in guard.save and (not guard.things or t.lower_ in guard.things)]
        if said and guard.but.isdisjoint(it.slots):
            return said
    return []


def _of_any(it: Nominal) -> list[Token]:
    """ "Welcomed *any* talks with B": none that the text knows of."""
    welcomed = it.whole.dep_ == "dobj" and it.whole.head.lemma_ in words("performing")
    return [c for c in it.whole.children if c.lower_ == "any" and c.dep_ == "det"] if welcomed else []


def _of_formula(it: Nominal) -> list[Token]:
    """ "Agreed to *stay* in touch": no contact of its own."""
    verb = it.whole.head.head
    inside = it.whole.dep_ == "pobj" and it.whole.head.lower_ == "in"
    promised = verb.dep_ in ("xcomp", "pcomp", "acl") and verb.tag_ in ("VB", "VBG")
    return [verb] if inside and promised and verb.lemma_ in words("staying") else []


def _may_be_brokered(it: Nominal, held: Candidate) -> bool:
    """Whether a third party may stand beside a noun whose sides are not those after "between", which were asked before."""
    return held.heading is None and not it.both()


def _is_another_round(it: Nominal) -> bool:
    """ "Negotiations would resume in October": those between whom talks were named."""
    whole = it.whole
    resumed = whole.dep_ in ("nsubj", "nsubjpass") and whole.head.lemma_ in words("resuming")
    return it.frame.kind is Kind.TALKS and resumed and all(c.dep_ in ("det", "amod", "nummod") for c in whole.children)


def _means_encounter(it: Nominal, titled: Candidate) -> bool:
    return _is_the_same(it) and titled.kind in (*_MET_OR_CALLED, Kind.VISIT)


def _means_letter(it: Nominal, titled: Candidate) -> bool:
    """ "*The message* says", under the title "A sent B a message"."""
    return titled.kind is it.frame.kind is Kind.CORRESPONDENCE and _is_definite(it)


def _is_the_same(it: Nominal) -> bool:
    """ "The talks were hosted by Qatar": those that were named."""
    return it.frame.kind in _MET and _is_definite(it)


def _the_same(titled: Candidate | None, found: Candidate) -> Candidate | None:
    """Return the visit of the title, until the text tells of that of somebody else."""
    same = titled is not None and {r.referent.id for r in found.parties()} <= {r.referent.id for r in titled.parties()}
    return titled if same else None


def _is_the_visit(it: Nominal) -> bool:
    """ "The visit", "this visit to A": one that is known, and of which the words beside it tell at most where it leads."""
    definite = any(c.dep_ == "det" and c.lower_ in words("definite") for c in it.noun.children)
    beside = all(
        c.dep_ in ("det", "punct", "amod") or (c.dep_ == "prep" and c.lower_ == "to") for c in it.noun.children
    )
    return definite and beside and not it.after("by", "of")


def _is_definite(it: Nominal) -> bool:
    """ "The talks", and nothing more."""
    determiners = [c.lower_ in words("definite") for c in it.whole.children if c.dep_ == "det"]
    return determiners == [True] and all(c.dep_ in ("det", "punct") for c in it.whole.children)
