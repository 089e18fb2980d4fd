"""Verbs of contact: who is the subject, the object, the company, in any voice or clause."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Token

from diplograph.extract.contacts.answers import Answers
from diplograph.extract.contacts.candidate import Candidate, Reason, Rejected, Side
from diplograph.extract.contacts.errands import Errands
from diplograph.extract.contacts.guards import other_sense
from diplograph.extract.contacts.sides import Sides, is_building, mediation
from diplograph.extract.lexicon.frames import VerbFrame, nouns, patterned, verbs
from diplograph.extract.lexicon.words import roles, words
from diplograph.extract.model import Kind, PartyType, Status
from diplograph.extract.syntax.clauses import Clause, Clauses
from diplograph.extract.syntax.prepositions import after, place_of_where, prepositions, visitor
from diplograph.extract.syntax.repairs import behind_set_off, included_behind
from diplograph.extract.syntax.subjects import is_order, lacks_subject
from diplograph.extract.syntax.tokens import has_to, lemma_guesses

_PARTICLES = frozenset({"prt", "advmod"})
_ENCOUNTERS = frozenset({Kind.MEETING, Kind.TALKS, Kind.CALL})
_VENUE_REACH = 16  # words


class VerbRules:
    """Reads the verbs of one document."""

    def __init__(self, sides: Sides, clauses: Clauses, answers: Answers) -> None:
        self.sides, self.clauses, self.answers = sides, clauses, answers
        self.doc, self.mentions, self.parties = sides.doc, sides.mentions, sides.parties
        self.errands = Errands(sides, answers)

    def answer(self, token: Token) -> Iterator[Candidate | Rejected]:
        """Yield the candidates that a verb makes, or else why it makes none."""
        clause = self.clauses.of(token)
        lemma = verb_lemma(token)
        frame = _frame_of(clause, lemma) if lemma is not None else None
        if lemma is None or (frame is None and lemma in patterned()):
            yield from self.errands.answer(clause)
        elif frame is None or token.dep_ == "amod" or visitor(token) is not None:  # "the visiting president"
            yield Rejected(Reason.WORD, (token,))
        else:
            yield self._framed(clause, frame)

    def _framed(self, clause: Clause, frame: VerbFrame) -> Candidate | Rejected:
        shown = other_sense(clause, frame.unless)
        if shown and not any(map(_is_reciprocal, clause.objects)):  # "we last saw each other in Paris"
            return Rejected(Reason.OTHER_SENSE, (*clause.agents, *clause.objects, *shown))
        if self._in_another_sense(clause, frame):
            return Rejected(Reason.OTHER_SENSE, (*clause.agents, *clause.objects))
        objects, company = self._objects(clause, frame), self._company(clause, frame)
        side = _from_abroad(self._doers(clause, frame), clause, frame)
        refs = self._resolved(objects, company, frame) or self._around(clause, frame)
        places = (*clause.agents, *objects, *company)
        if frame.kind is Kind.MEDIATION:
            return self._mediated(clause, frame, side, refs) or self.answers.lacking([*side, *refs], places)
        if self._is_outside_the_frame(frame, side, refs, objects):
            return Rejected(Reason.OTHER_SENSE, places)
        sides = self._sides(clause, frame, side, [r for r in refs if r.how != "own" or not side], objects)
        if len(sides) < 2 or not all(sides):
            return self.answers.lacking([*side, *refs], places)
        kind, arguments = self._kind(clause, frame), [*company, *objects]
        found = Candidate(clause.head, kind, sides, frame.rule, frame.code, arguments, frame.status)
        return replace(found, each_known=frame.each_known, status=_status(clause, frame))

    # --- what stands in the places ----------------------------------------------------------------

    def _doers(self, clause: Clause, frame: VerbFrame) -> Side:
        """Return who does it; where a passive names nobody, its subject: "A and B were negotiated with"."""
        if found := self.parties.all(clause.agents):
            return found
        # "Meeting with B", on the page of A
        if self.parties.context.in_title(clause.head):
            return self.parties.publisher(clause.head)
        # "was received in B"
        if frame.guest and clause.passive:
            return self._receiving_states(clause)
        # "it is an honour to welcome you"
        if _is_pleased(clause):
            return self.parties.speaking(clause.head)
        return self.parties.all(clause.subjects) if frame.object == "none" else self.sides.unsaid(clause.head)

    def _objects(self, clause: Clause, frame: VerbFrame) -> list[Token]:
        """Return the objects that may be the other side."""
        if frame.object == "none":
            return []
        found = clause.objects
        if not found and frame.particle:  # "called on B"
            found = clause.after(frame.particle)
        if not found and not clause.after(*frame.preps):  # "met B", where the parser took B for an apposition
            found = clause.loose
        found = [self._apposed(t) or t for t in found] if frame.object == "person" else found
        return [t for t in (*found, *included_behind(found)) if self._fits(t, frame)]

    def _apposed(self, token: Token) -> Token | None:
        """ "Welcomed her friend, *the President of B*"."""
        if token.i in self.mentions.at or token.pos_ != "NOUN" or self.parties.of(token):
            return None
        beside = (c for c in token.children if c.dep_ == "appos" and self.parties.of(c))
        return next(beside, None)

    def _fits(self, token: Token, frame: VerbFrame) -> bool:
        """Whether an object is of the sort that the verb takes."""
        mention = self.mentions.covering(token)
        person = mention if mention is not None and mention.type is PartyType.PERSON else None
        lemma = token.lemma_.lower()
        match frame.object:
            case "envoy":  # "summoned the ambassador"
                return bool((person.role_words if person else {lemma, token.lower_}) & roles("envoys"))
            case "person":  # "received B", "received a delegation"
                team = frame.guest and lemma in words("guests")
                body = frame.kind is Kind.TALKS and lemma in roles("governments")  # "approached the government of B"
                return team or body or person is not None or lemma in roles("heads") or token.pos_ == "PRON"
            case _:
                return True

    def _company(self, clause: Clause, frame: VerbFrame) -> list[Token]:
        """Return what stands after the prepositions of the frame, wherever the parser hung them."""
        found = clause.after(*frame.preps)
        if frame.kind is Kind.VISIT and not frame.guest and frame.object == "none" and not found:
            found = place_of_where(clause.head)
        if frame.needs == "topic" and not frame.things:
            found = [t for t in found if not self._is_subject_matter(t)]
        if frame.particle:  # "sat down with B", where "with" hangs on "down"
            particles = [c for c in clause.head.children if c.lower_ == frame.particle]
            found += [o for c in particles for o in _objects_below(c, frame.preps)]
        found += [*self._behind_objects(clause, frame), *behind_set_off(clause.head, frame.preps)]
        return [*found, *included_behind(found)]

    def _behind_objects(self, clause: Clause, frame: VerbFrame) -> Iterator[Token]:
        """Yield the company that hangs on an object: "exchanged views *with B*", "discussed ties in the region *with B*"."""
        about = frame.needs == "topic" and not frame.things
        for direct in (c for c in clause.head.children if c.dep_ == "dobj"):
            hung = after(direct, *(name for name in frame.preps if name != "to")) if frame.object == "none" else []
            yield from (o for o in hung if not (about and self._is_subject_matter(o)))
            if about and "with" in frame.preps:  # deep in the subject matter only a person is company
                yield from filter(self._is_person, _objects_below(direct, ["with"]))
            yield from self._addressed(direct, frame)

    def _addressed(self, direct: Token, frame: VerbFrame) -> Iterator[Token]:
        """ "Expressed its concern *to B*", "outlined the plan *to X*"."""
        if frame.kind is Kind.TALKS and (frame.things or frame.each_known):
            told = (o for o in _objects_below(direct, frame.preps) if o.head.head.pos_ in ("NOUN", "PROPN"))
            yield from (o for o in told if frame.things or self._is_person(o))

    def _is_person(self, token: Token) -> bool:
        mention = self.mentions.covering(token)
        return mention is not None and mention.is_person

    def _is_subject_matter(self, token: Token) -> bool:
        """Whether a name belongs to what was talked about: "discussed relations with *B*", if it is no person's."""
        relation = token.head.head if token.dep_ == "pobj" else token
        return relation.lemma_.lower() in words("relational") and not self._is_person(token)

    def _resolved(self, objects: list[Token], company: list[Token], frame: VerbFrame) -> Side:
        of_objects = self.sides.visited if frame.object == "place" else self.parties.all
        of_company = self.sides.destinations if frame.kind is Kind.VISIT else self.parties.all
        return [*of_objects(objects), *(r for noun in company for r in of_company([noun]))]

    def _around(self, clause: Clause, frame: VerbFrame) -> Side:
        """ "Toured a hospital in *A*", where the parser hung the place on the verb."""
        buildings = [t for t in clause.objects if is_building(t)] if frame.object == "place" else []
        return self._receiving_states(clause) if buildings else []

    # --- which sides they make --------------------------------------------------------------------

    def _sides(self, clause: Clause, frame: VerbFrame, side: Side, refs: Side, objects: list[Token]) -> list[Side]:
        if refs:
            sides = [refs, side] if frame.guest else [side, refs]
            together = side and any(_is_three_way(n) for _, n in clause.prepositions)  # "... for a trilateral meeting"
            return self.sides.joint([r for s in sides for r in s]) if together else sides
        # "we discussed trade", said to you
        if _may_join(frame, clause.objects) and _is_said_of_us(clause) and not clause.after("with", *frame.preps):
            side = [*side, *self.parties.addressed(clause.head)]
        persons = all(r.referent.is_person for r in side)
        return self.sides.joint(side) if _is_joint(clause, frame, objects) and (persons or not frame.persons) else []

    def _kind(self, clause: Clause, frame: VerbFrame) -> Kind:
        named = self._purpose(clause) if frame.guest or frame.needs == "encounter" else None
        # "was greeted in B", by none who is told
        received = frame.guest and clause.passive and not clause.agents
        return named or (Kind.VISIT if received else frame.kind)

    def _receiving_states(self, clause: Clause) -> Side:
        places = self.sides.destinations(clause.after("in", "at"))
        return [r for r in places if r.referent.type is PartyType.STATE]

    def _mediated(self, clause: Clause, frame: VerbFrame, side: Side, refs: Side) -> Candidate | None:
        """ "A mediated between B and C", "A settled the dispute between B and C"."""
        settled = [n for t in clause.things for name, n in prepositions(t) if name == "between"]
        between = refs or self.parties.all(settled) or self._at_odds(clause, side)
        return mediation(clause.head, side, [between], frame.rule)

    def _at_odds(self, clause: Clause, mediators: Side) -> Side:
        """ "A tried to mediate *the dispute*": the two states of which the text spoke last."""
        known = [t for t in clause.things if t.lemma_ in words("relational") and _is_the_one(t)]
        return self.sides.two_before(known[0], mediators) if known else []

    def _purpose(self, clause: Clause) -> Kind | None:
        """ "Received for lunch", "hosted for talks": the encounter named decides the kind."""
        for noun in clause.after("for", "to", "in"):
            of = [nouns().get(o.lemma_.lower()) for o in after(noun, "of")]  # "for the presentation of his credentials"
            frame = next(filter(None, of), None) or nouns().get(noun.lemma_.lower())
            if frame and frame.kind in _ENCOUNTERS and not frame.needs:
                return frame.kind
        return None

    # --- when it is no contact --------------------------------------------------------------------

    def _in_another_sense(self, clause: Clause, frame: VerbFrame) -> bool:
        """Whether what the frame asks for is lacking, or the verb moves something else."""
        if self._lacks_what_it_needs(clause, frame):
            return True
        if frame.things:  # "broke" what is not bread
            return not any(t.lemma_ in frame.things for t in clause.things)
        if frame.kind is not Kind.VISIT or frame.guest:
            return False
        moves_another = frame.object == "none" and self._moves_another(clause)  # "returned refugees to B"
        return moves_another or self._to_a_venue(clause.head)

    def _moves_another(self, clause: Clause) -> bool:
        """Whether somebody or something else travels ("returned refugees to Albania"; not "left Paris for Albania")."""
        if clause.passive:
            return False
        moved = [c for c in clause.head.children if c.dep_ == "dobj" and c.pos_ in ("NOUN", "PROPN")]
        leaves = clause.head.lemma_ in words("leaving")
        return any(not (leaves and self.sides.destination(t)) for t in moved)

    def _lacks_what_it_needs(self, clause: Clause, frame: VerbFrame) -> bool:
        match frame.needs:
            case "phone":  # "reached B" without a telephone
                return not any(n.lower_ in words("phone") for _, n in clause.prepositions)
            case "encounter":  # "joined B in a statement"
                return self._purpose(clause) is None
            case "passive":  # "expects progress in B", "is expected to speak in B"
                return not clause.passive or bool(clause.complements)
            case _:
                return False

    def _to_a_venue(self, verb: Token) -> bool:
        """Whether one goes to a conference, a match or the like, so that the place is only its venue."""
        after = self.doc[verb.i + 1 : min(verb.sent.end, verb.i + _VENUE_REACH)]
        return any(t.lemma_.lower() in words("venue") for t in after)

    def _is_outside_the_frame(self, frame: VerbFrame, side: Side, refs: Side, objects: list[Token]) -> bool:
        """Whether those in its places are none whom the verb joins."""
        named = [r for r in (*side, *refs) if r.how == "name"]
        if frame.close and any(r.how == "addressee" for r in refs):
            return True  # "I have to tell you"
        if refs and frame.persons and any(r.referent.type is not PartyType.PERSON for r in named):
            return True  # "France signed the treaty with Italy"
        bare = len(named) == len(side) + len(refs) and all(r.referent.type is PartyType.STATE for r in named)
        return bool(objects and named) and bare and not frame.states  # "Italy met Wales"


def _from_abroad(side: Side, clause: Clause, frame: VerbFrame) -> Side:
    """Leave out, of a verb that leads home, those of no state: "the student returned to Kenya", "flew back to Kenya"."""
    back = frame.kind is Kind.VISIT and any(c.lower_ in words("homeward") for c in clause.modifiers)
    return [r for r in side if not ((frame.homeward or back) and r.referent.of_none)]


def verb_lemma(token: Token) -> str | None:
    """Return the lemma under which the lexicon has a verb; the model's lemmatizer does not know them all."""
    return next((g for g in lemma_guesses(token) if g in verbs()), None)


def _frame_of(clause: Clause, lemma: str) -> VerbFrame | None:
    """Return the frame whose particle the verb has, or the plain one: "sat down with B", "sat with B"."""
    direct = not clause.passive and any(c.dep_ == "dobj" for c in clause.head.children)
    particles = {c.lower_ for c in clause.modifiers if (not direct or c.dep_ in _PARTICLES) and not _is_of_time(c)}
    return next((f for f in verbs()[lemma] if f.particle is None or f.particle in particles), None)


def _is_the_one(noun: Token) -> bool:
    """ "The dispute", "their dispute"; not "a dispute", nor "the dispute over wages of the miners"."""
    told = [c for c in noun.children if c.dep_ in ("det", "poss")]
    return any(c.lower_ in words("definite") or c.lower_ == "their" for c in told)


def _status(clause: Clause, frame: VerbFrame) -> Status:
    """ "Please inform B" orders what was not yet done."""
    return Status.PLANNED if is_order(clause.head) and lacks_subject(clause.head) else frame.status


def _is_of_time(word: Token) -> bool:
    """ "Called B *on Monday*", which is no "called on"."""
    return word.dep_ == "prep" and any(c.ent_type_ in ("DATE", "TIME") for c in word.children)


def _is_said_of_us(clause: Clause) -> bool:
    """ "We discussed trade", but not "as we speak", "when we talk about trade", "we're talking about trade"."""
    beside = {c.lower_ for c in clause.head.children if c.dep_ in ("mark", "advmod")}
    running = clause.head.tag_ == "VBG" and any(c.lower_ in ("are", "'re", "’re") for c in clause.head.children)
    return [t.lower_ for t in clause.agents] == ["we"] and beside.isdisjoint(("as", "when")) and not running


def _is_pleased(clause: Clause) -> bool:
    """ "It is an honour to welcome you", "good to see you"."""
    head = clause.head.head
    said = {head.lemma_.lower(), *(c.lemma_.lower() for c in head.children if c.dep_ in ("attr", "acomp"))}
    return has_to(clause.head) and not said.isdisjoint(words("pleasing"))


def _is_reciprocal(token: Token) -> bool:
    """ "Each other", "one another"."""
    return token.lower_ in ("other", "another") and token.i > 0 and token.nbor(-1).lower_ in ("each", "one")


def _may_join(frame: VerbFrame, objects: list[Token]) -> bool:
    """Whether subjects may be in contact with each other: "we talked", "we saw each other"."""
    return frame.joint or any(map(_is_reciprocal, objects))


def _is_joint(clause: Clause, frame: VerbFrame, objects: list[Token]) -> bool:
    """Whether the subjects are in contact with each other: "A and B met", "met each other", "A and B discussed X"."""
    # "A and B met each other", "we saw each other"
    if any(_is_reciprocal(t) for t in (clause.objects if _is_said_of_us(clause) else objects)):
        return True
    gathered = (c.lemma_.lower() for c in clause.head.children if c.dep_ == "dobj")
    if frame.object == "none" and not roles("heads").isdisjoint(gathered):  # "A and B convened officials"
        return False
    return frame.joint and not objects and (frame.needs != "topic" or _has_topic(clause))


def _objects_below(word: Token, names: Iterable[str]) -> list[Token]:
    """Return the objects of all prepositions of these names below a word."""
    found = (t for t in word.subtree if t.dep_ == "prep" and t.lower_ in names)
    return [o for t in found for o in t.children if o.dep_ == "pobj"]


def _is_three_way(noun: Token) -> bool:
    return noun.lemma_ in nouns() and any(c.lower_ in words("three_way") for c in noun.children)


def _has_topic(clause: Clause) -> bool:
    return bool(clause.things) or any(c.dep_ == "ccomp" for c in clause.complements)
