"""Who held what a noun of contact names: its possessor, the nation before it, the subject of the verb that carries it."""

from collections.abc import Iterable

from spacy.tokens import Token

from diplograph.extract.contacts.candidate import Side
from diplograph.extract.contacts.sides import Sides
from diplograph.extract.lexicon.frames import nouns
from diplograph.extract.lexicon.gazetteer import Sense
from diplograph.extract.lexicon.words import words
from diplograph.extract.mentions.mention import Mention
from diplograph.extract.model import Kind, PartyType
from diplograph.extract.parties.referent import Ref
from diplograph.extract.syntax.governors import governing, listed_on
from diplograph.extract.syntax.objects import carried, patients
from diplograph.extract.syntax.prepositions import after
from diplograph.extract.syntax.repairs import hung_on_names, swallowed_subject, verb_above_naming
from diplograph.extract.syntax.subjects import agents, owners, stray_subject, surface_subjects
from diplograph.extract.syntax.tokens import DASHES, RELATIVE, SUBJECT, is_passive, is_verbal

_DURING = frozenset({"in", "for", "at", "during", "after", "following", "into", "despite", "amid", "over"})
_BEFORE_A_NOUN = frozenset({"amod", "compound", "nmod", "conj", "npadvmod", "appos", "punct"})
_PAIR_REACH = 9  # words from the first of a pair to the noun


class Participants:
    """Finds those who held an encounter, in one document."""

    def __init__(self, sides: Sides) -> None:
        self.sides = sides
        self.doc, self.mentions, self.parties = sides.doc, sides.mentions, sides.parties

    def first_side(self, noun: Token, named: Iterable[Token] = ()) -> Side:
        """Return who held it with others.

        Args:
            named: What stands after "by" or "of", if that tells who held it.
        """
        told = (
            # "A's talks with B"
            self.sides.possessors(noun)
            # "a visit by A", "the meeting of A with B"
            or self.parties.all(named)
            # "Libyan talks with B"
            or self.nation_before(noun)
            # "a dinner given by A for B"
            or self.parties.all(_givers(noun))
        )
        # "the talks that A held with B"
        if not told and (holders := _holders_in_clause(noun)):
            return self.parties.all(holders)
        # "A held talks with B"; "the UN meeting with B"
        return (
            told
            or self.light_subjects(noun)
            or self._body_before(noun)
            or self._who_tells(noun)
            or self._only_doer(noun)
        )

    def _only_doer(self, noun: Token) -> Side:
        """ "*America* had other plans should the talks with B fail": the one party that does anything before the noun, if there is one."""
        opposite = [] if _has_its_own(noun) else self.parties.all(after(noun, "with"))
        if not opposite:
            return []
        theirs = {_home(ref) for ref in opposite}
        subjects = [
            t for t in noun.sent if t.dep_ == "nsubj" and t.i < noun.i and t.head.lemma_ not in words("judging")
        ]
        others = [ref for ref in self.parties.all(subjects) if _home(ref) not in theirs]
        return others[-1:] if len({_home(ref) for ref in others}) == 1 else []

    def _who_tells(self, noun: Token) -> Side:
        """ "Talks with B have stalled, A said", "A said the change followed talks with B": who speaks of them in a clause of none."""
        node = carried(noun)
        clause = node.head
        before = node.dep_ == "dobj" and clause.lemma_ in words("ensuing")
        told = clause.dep_ == "ccomp" and clause.head.lemma_ in words("saying") and after(noun, "with")
        if not told or not (before or node.dep_ in SUBJECT):
            return []
        if before and self.parties.all(surface_subjects(clause)):
            return []
        return self.parties.all(agents(clause.head))

    def _body_before(self, noun: Token) -> Side:
        before = [c for c in noun.children if c.dep_ == "compound" and c.i in self.mentions.at]
        return [r for c in before for r in self.parties.all([c]) if r.referent.type is PartyType.ORGANISATION]

    def joint_subjects(self, noun: Token) -> Side:
        """Return who held it together: the possessors, or the subject of a verb that carries the noun directly."""
        # "A's and B's talks"
        possessors = self.sides.possessors(noun)
        # "our meeting", said to you
        if any(c.dep_ == "poss" and c.lower_ == "our" for c in noun.children):
            possessors = [*possessors, *self.parties.addressed(noun)]
        if len(possessors) > 1:
            return possessors
        # "the talks that A and B held"; not "the dinner that A and B gave"
        if holders := _holders_in_clause(noun):
            others = any(_entertains(c) or _takes_another(c) for c in noun.children)
            return [] if others else self.parties.all(holders)
        whole = carried(noun)
        return [] if _stand_apart(noun, whole) else self.light_subjects(whole)

    def nation_before(self, noun: Token) -> Side:
        """Return the state whose adjective or name stands before the noun; a capital there is a place."""
        before = [(c, self.mentions.covering(c)) for c in noun.children if c.dep_ in ("amod", "compound", "nmod")]
        nations = [token for token, mention in before if mention is not None and _is_owner(mention, token)]
        # "*American*-led talks with B"
        led = [c for c in noun.children if c.lower_ in words("led") and self.doc[c.i - 1].text == "-"]
        nations += [self.doc[c.i - 2] for c in led if c.i - 2 in self.mentions.at]
        return [ref for token in nations for ref in self.parties.all([token])]

    def light_subjects(self, noun: Token) -> Side:
        """Return the subject of the verb that carries the noun ("held talks", "after talks", "agreed on talks")."""
        node = carried(noun)
        # "A's diary lists talks with B"
        if (schedule := listed_on(node)) is not None:
            return self.parties.all(owners(schedule))
        # "talks with B were held by A"
        if node.dep_ == "nsubjpass" and _lends_subject(node.head):
            return self.parties.all(agents(node.head))
        if (visit := _visit_including(node) or _visit_for(node)) is not None:
            return self.first_side(visit, _visitors(visit))
        if node.dep_ in ("dobj", "attr", "oprd") and is_verbal(node.head):
            return self._of_verb(node, verb_above_naming(node) or node.head)
        return self._of_phrase(node) if node.dep_ == "pobj" else []

    def _of_verb(self, node: Token, verb: Token) -> Side:
        # "following talks with B, A left", where the participle is a preposition
        preposition = verb.dep_ == "prep"
        if not (_lends_subject(verb) or (preposition and verb.lemma_ in words("following"))):
            return []
        # "granted A an audience"
        if given := [c for c in verb.children if c.dep_ == "dobj" and c.i < node.i]:
            return self.parties.all(given)
        if preposition:
            return self.sides.subject(verb, owners(node)) or self._swallowed(verb)
        return self.sides.subject(verb, agents(verb)) or self.sides.unsaid(verb)

    def _of_phrase(self, node: Token) -> Side:
        """Return who takes part in "after talks", "agreed to talks": the subject of the clause that the phrase is in."""
        if drawn := self._drawn_into(node):
            return self.parties.all(drawn)
        doers = owners(node)
        swallowed = self._swallowed(node)
        first = swallowed if doers == stray_subject(node.sent.root) else []
        return first or self.parties.all(doers) or swallowed or self._bound_subject(node)

    def _drawn_into(self, node: Token) -> list[Token]:
        """ "Coax A back into talks with B": who is brought to them, not who brings."""
        verb = _gone(node)
        drawn = node.head.lower_ in ("into", "to") and is_verbal(verb) and verb.lemma_ in words("drawing")
        return patients(verb) if drawn else []

    def _bound_subject(self, node: Token) -> Side:
        """ "Is committed to talks", "bound for talks": the subject of a passive that leaves open who makes it do so."""
        verb = node.head.head
        bound = node.head.lower_ in ("to", "for") and is_verbal(verb) and is_passive(verb) and governing(verb)
        return self.parties.all(surface_subjects(verb)) if bound and not agents(verb) else []

    def _swallowed(self, node: Token) -> Side:
        """ "During talks with B, A asked"."""
        return self.parties.all(swallowed_subject(node.head.head, node, self.mentions))

    def compound_pair(self, noun: Token) -> Side:
        """ "US-Russia talks", "Russian–Turkish talks", "Sudanese and Egyptian negotiations", "the US-Japan-Chad summit"."""
        before = self.doc[noun.left_edge.i : noun.i]
        joints = sum(t.text in DASHES or t.lower_ == "and" for t in before)
        if not joints:
            return []
        refs: dict[str, Ref] = {}
        for mention in self.mentions.between(max(noun.left_edge.i, noun.i - _PAIR_REACH), noun.i):
            if self._belongs_to(mention, noun):
                for ref in self.parties.named(mention):
                    refs.setdefault(ref.referent.id, ref)
        return list(refs.values()) if len(refs) == 2 or 2 < len(refs) <= joints + 1 else []

    def _belongs_to(self, mention: Mention, noun: Token) -> bool:
        """Whether a name stands before a noun in its own phrase, not in a clause or a phrase within it."""
        # "the Macron-Putin call"
        joined = any(self.doc[i].text in DASHES for i in (mention.start - 1, mention.end))
        if (mention.is_person and not joined) or mention is not self.mentions.at.get(mention.start):
            return False
        root = self.doc[mention.start : mention.end].root
        return root.dep_ in _BEFORE_A_NOUN and all(
            t.dep_ not in ("prep", "relcl") for t in self.doc[mention.start : noun.i]
        )


def _has_its_own(noun: Token) -> bool:
    """Whether the text tells otherwise who held an encounter, or that nobody did: "his talks", "burned talks", "in consultation"."""
    owned = any(c.dep_ == "poss" for c in noun.children)
    acted_on = noun.dep_ == "dobj" and noun.head.lemma_ not in words("mentioning")
    return owned or acted_on or not words("alongside").isdisjoint((noun.lower_, noun.head.head.lower_))


def _home(ref: Ref) -> str:
    return ref.referent.country or ref.referent.id


def _givers(noun: Token) -> list[Token]:
    clauses = (c for c in noun.children if c.dep_ == "acl" and c.lemma_ in words("giving_dinners"))
    return [giver for clause in clauses for giver in agents(clause)]


def _entertains(verb: Token) -> bool:
    return verb.lemma_ in words("hosting") or verb.lemma_ in words("giving_dinners")


def _holders_in_clause(noun: Token) -> list[Token]:
    """Return who holds it by a clause on the noun: "the talks that A held", "the meeting which A and B agreed to hold"."""
    verbs = [verb for c in noun.children if c.dep_ == "relcl" for verb in (c, *_complements(c))]
    return next(filter(None, (surface_subjects(verb) for verb in verbs if verb.lemma_ in words("light"))), [])


def _complements(verb: Token) -> list[Token]:
    return [c for c in verb.children if c.dep_ == "xcomp"] if governing(verb) else []


def _takes_another(clause: Token) -> bool:
    """ "The talks at which A and B held *a minority*": what they held was something else."""
    objects = [c for c in clause.children if c.dep_ == "dobj"]
    return clause.dep_ == "relcl" and any(o.tag_ not in RELATIVE and o.lower_ != "that" for o in objects)


def _visit_including(noun: Token) -> Token | None:
    """Return the visit in "a visit that includes talks with B", "the trip culminated in a meeting with B"."""
    verb = noun.head if noun.dep_ == "dobj" else noun.head.head
    culminates = noun.dep_ == "pobj" and noun.head.lower_ in ("in", "with") and verb.lemma_ in words("culminating")
    if not culminates and (noun.dep_ != "dobj" or verb.lemma_ not in words("listing")):
        return None
    # "a tour of the Gulf that ended in", where the parser hung the clause on the place
    named = (visit for s in surface_subjects(verb) for visit in (s, s.head.head if s.dep_ == "pobj" else s))
    return next((visit for visit in named if visit.i < noun.i and _is_visit(visit)), None)


def _visit_for(noun: Token) -> Token | None:
    """Return the visit in "a visit by A to B for talks with C", wherever the parser hung the purpose."""
    if noun.dep_ != "pobj" or noun.head.lower_ != "for":
        return None
    above = noun.head.head
    while not _is_visit(above) and above.dep_ == "pobj" and above.head.head != above:
        above = above.head.head
    return above if _is_visit(above) else None


def _is_visit(token: Token) -> bool:
    frame = nouns().get(token.lemma_.lower()) if token.pos_ == "NOUN" else None
    return frame is not None and frame.kind is Kind.VISIT


def _visitors(visit: Token) -> list[Token]:
    names = nouns()[visit.lemma_.lower()].visitors
    return [o for name in names for o in (*after(visit, name), *hung_on_names(after(visit, "to"), name))]


def _is_owner(mention: Mention, token: Token) -> bool:
    """Whether a name before a noun tells whose it is: "Libyan talks"; not "Geneva talks", nor "UN talks", held there."""
    if mention.type is PartyType.PERSON or mention.sense in (Sense.CAPITAL, Sense.SEAT):
        return False
    return mention.type is not PartyType.ORGANISATION or token.dep_ == "amod"


def _lends_subject(verb: Token) -> bool:
    """Whether a verb's subject holds what its object names ("held talks"), or plans to ("proposed talks")."""
    return verb.lemma_ in words("light") or bool(governing(verb))


def _stand_apart(noun: Token, whole: Token) -> bool:
    """Whether the subject of the verb that carries a noun need not have held it."""
    # "A and B gave a dinner", whose guests are others; "A and B attended the summit", "discussed the upcoming summit"
    if whole.dep_ == "dobj":
        return _entertains(whole.head) or whole.head.lemma_ in words("attending")
    # "A and B spoke of talks"; "at the Summit of the Americas, A and B announced"
    return whole.dep_ == "pobj" and (not _takes_part(whole) or any(o.pos_ == "PROPN" for o in after(noun, "of")))


def _takes_part(noun: Token) -> bool:
    """Whether the subject of the verb that a phrase belongs to takes part ("after talks", "returned to talks")."""
    verb, name = _gone(noun), noun.head.lower_
    # not "A was joined in talks by B"
    if not is_verbal(verb) or (verb.lemma_ in words("joining") and is_passive(verb)):
        return False
    return name in _DURING or (name in ("to", "around") and verb.lemma_ in words("returning"))


def _gone(noun: Token) -> Token:
    """Return what a noun's preposition hangs on, "returned" in "returned to" and in "came back to"."""
    above = noun.head.head
    return above.head if above.lower_ == "back" else above
