"""Who held what a noun of contact names: its possessor, the nation before it, the subject of the verb that carries it."""

from spacy.tokens import Token

from diplograph.extract.contacts.candidate import Side
from diplograph.extract.contacts.sides import Sides
from diplograph.extract.lexicon.frames import words
from diplograph.extract.lexicon.gazetteer import Sense
from diplograph.extract.model import PartyType
from diplograph.extract.parties.referent import Ref
from diplograph.extract.syntax.governors import governing, listed_on
from diplograph.extract.syntax.grammar import (
    agents,
    carried,
    is_passive,
    is_verbal,
    owners,
    patients,
    stray_subject,
    surface_subjects,
)

_DURING = frozenset({"in", "for", "at", "during", "after", "following", "into", "despite", "amid", "over"})


class Participants:
    """Finds those who held an encounter, in one document."""

    def __init__(self, sides: Sides) -> None:
        self.sides = sides
        self.doc, self.mentions, self.parties = sides.doc, sides.mentions, sides.parties

    def first_side(self, noun: Token, slots: dict[str, list[Token]]) -> Side:
        """Return who held it with them: a possessor, a nationality, "by" or "of", else the verb's subject."""
        if possessors := self.sides.possessors(noun):
            return possessors
        named = self.parties.all([t for name in ("by", "of") for t in slots.get(name, ())])
        if named:
            return named
        nationality = [r for c in noun.children if c.dep_ in ("amod", "compound", "nmod") for r in self.nationality(c)]
        if nationality:
            return nationality
        for clause in noun.children:
            if clause.dep_ == "acl" and clause.lemma_ == "give" and (givers := self.parties.all(agents(clause))):
                return givers
            if clause.dep_ == "relcl" and clause.lemma_ in words("light") and (held := surface_subjects(clause)):
                return self.parties.all(held)
        bodies = [
            r for c in noun.children if c.dep_ == "compound" and c.i in self.mentions.at for r in self.parties.all([c])
        ]
        return self.light_subjects(noun) or [r for r in bodies if r.referent.type is PartyType.ORGANISATION]

    def joint_subjects(self, noun: Token) -> Side:
        """Return who held it together: the possessors, or the subject of a verb that carries the noun directly."""
        possessors = self.sides.possessors(noun)
        if len(possessors) > 1:
            return possessors
        noun = carried(noun)
        if noun.dep_ == "dobj" and noun.head.lemma_ in ("host", "give", "throw"):
            return []
        if noun.dep_ == "pobj" and not _takes_part(noun):
            return []
        return self.light_subjects(noun)

    def nationality(self, token: Token) -> list[Ref]:
        """Return the state whose adjective or name stands before the noun; a capital there is a place."""
        mention = self.mentions.covering(token)
        if (
            mention is None
            or mention.type is PartyType.PERSON
            or mention.sense is Sense.CAPITAL
            or mention.sense is Sense.SEAT
            or (mention.type is PartyType.ORGANISATION and token.dep_ != "amod")
        ):
            return []
        return self.parties.all([token])

    def light_subjects(self, noun: Token) -> Side:
        """Return the subject of the verb that carries the noun ("held talks", "after talks", "agreed on talks")."""
        node = carried(noun)
        if (schedule := listed_on(node)) is not None:
            return self.parties.all(owners(schedule))
        if node.dep_ == "nsubjpass" and (node.head.lemma_ in words("light") or governing(node.head)):
            return self.parties.all(agents(node.head))
        if node.dep_ in ("dobj", "attr", "oprd") and is_verbal(node.head):
            verb = node.head
            follows = verb.lemma_ == "follow" and verb.dep_ == "prep"
            if not (follows or verb.lemma_ in words("light") or governing(verb)):
                return []
            given = [c for c in verb.children if c.dep_ == "dobj" and c != node and c.i < node.i]
            doers = owners(node) if verb.dep_ == "prep" else agents(verb)
            if given:
                return self.parties.all(given)
            return self.sides.subject(verb, doers) or (self._repaired_owner(verb) if verb.dep_ == "prep" else [])
        if node.dep_ == "pobj":
            if drawn := self._drawn_into(node):
                return self.parties.all(drawn)
            doers = owners(node)
            if doers == stray_subject(node.sent.root):
                return self._repaired_owner(node) or self.parties.all(doers) or self._bound_subject(node)
            return self.parties.all(doers) or self._repaired_owner(node) or self._bound_subject(node)
        return []

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

    def _repaired_owner(self, node: Token) -> Side:
        """ "During talks with B, A asked": where the parser took A for more of B, the verb has no subject."""
        verb = node.head.head
        if not is_verbal(verb) or (agents(verb) and not stray_subject(verb)) or verb.i < node.i:
            return []
        return self.sides.left_neighbours(verb, [])

    def compound_pair(self, noun: Token) -> Side:
        """ "US-Russia talks", "Russian-Turkish talks", "Sudanese and Egyptian negotiations"."""
        refs: dict[str, Ref] = {}
        for i in range(noun.left_edge.i, noun.i):
            mention = self.mentions.at.get(i)
            if mention and mention.start == i and mention.type is not PartyType.PERSON and noun.i - i < 7:
                inside = self.doc[mention.start : mention.end].root
                if inside.dep_ in ("amod", "compound", "nmod", "conj", "npadvmod", "appos", "punct") and not any(
                    t.dep_ in ("prep", "relcl") for t in self.doc[i : noun.i]
                ):
                    for ref in self.parties.named(mention):
                        refs.setdefault(ref.referent.id, ref)
        joined = "-" in [t.text for t in self.doc[noun.left_edge.i : noun.i]] or any(
            t.lower_ == "and" for t in self.doc[noun.left_edge.i : noun.i]
        )
        return list(refs.values()) if len(refs) == 2 and joined else []


def _takes_part(noun: Token) -> bool:
    """Whether the subject of the verb that a phrase belongs to takes part ("after talks", "returned to talks")."""
    verb, name = _gone(noun), noun.head.lower_
    if not is_verbal(verb) or (verb.lemma_ == "join" and is_passive(verb)):
        return False
    return name in _DURING or (name in ("to", "around") and verb.lemma_ in words("returning"))


def _gone(noun: Token) -> Token:
    """Return what a noun's preposition hangs on, "returned" in "returned to" and in "came back to"."""
    above = noun.head.head
    return above.head if above.lower_ == "back" else above
