"""The sides of a contact: who stands with whom, where one travels to, and repairs of what the parser misplaced."""

from collections.abc import Iterable

from spacy.tokens import Doc, Token

from diplograph.extract.contacts.candidate import Candidate, Side, internal
from diplograph.extract.lexicon import gazetteer
from diplograph.extract.lexicon.gazetteer import Sense
from diplograph.extract.mentions.mention import Mentions
from diplograph.extract.model import Kind, PartyType
from diplograph.extract.parties.groups import is_armed
from diplograph.extract.parties.referent import Ref, Referent, state_ref
from diplograph.extract.parties.resolution import Parties
from diplograph.extract.syntax.grammar import (
    agents,
    antecedent,
    conjuncts,
    is_passive,
    is_verbal,
    prepositions,
    stray_subject,
    surface_subjects,
)

_LEADING = frozenset({"president", "prime", "premier", "chancellor", "king", "queen", "emir", "sultan", "taoiseach"})
_SERVING = frozenset({"minister", "secretary", "adviser", "advisor", "deputy", "ambassador", "chief"})


class Sides:
    """Finds the parties on each side of the contacts of one document."""

    def __init__(self, doc: Doc, mentions: Mentions, parties: Parties) -> None:
        self.doc = doc
        self.mentions = mentions
        self.parties = parties

    def destinations(self, tokens: Iterable[Token]) -> list[Ref]:
        """Return the states that one travels to: by name, by capital, for a visit by any known city."""
        found: list[Ref] = []
        for token in (m for t in tokens for m in conjuncts(antecedent(t))):
            found += self.destination(token)
        return found

    def destination(self, token: Token) -> list[Ref]:
        mention = self.mentions.covering(token)
        if mention is not None:
            if mention.type is PartyType.PERSON:
                return self.parties.of(token)
            return [r for r in self.parties.of(token) if mention.sense is not Sense.DEMONYM]
        for child in token.children:
            there = self.mentions.covering(child)
            if child.dep_ == "appos" and there and there.type is PartyType.STATE and there.sense is Sense.NAME:
                return self.destinations([child])
        if state := state_ref(gazetteer.city_country(_run(token)), token, "city"):
            return state
        if token.lemma_.lower() in ("country", "state", "nation") and (several := self.parties.listed(token)):
            return several
        if token.lemma_.lower() in ("country", "capital", "city", "state", "nation"):
            return [
                r
                for c in token.children
                if c.dep_ in ("appos", "amod", "prep")
                for t in ([c] if c.dep_ != "prep" else c.children)
                for r in self.destination(t)
            ]
        return []

    def hosts(self, noun: Token) -> list[Ref]:
        """ "A visit at the invitation of X": the state whose official or government invited."""
        for word in noun.sent:
            if word.lower_ == "invitation" and word.dep_ == "pobj" and word.head.lower_ in ("at", "on", "upon"):
                inviting = [c for c in word.children if c.dep_ == "poss"]
                inviting += [o for name, o in prepositions(word) if name in ("of", "from")]
                return [s for r in self.parties.all(inviting) for s in state_ref(r.referent.country, word, "host")][:1]
        return []

    def joint(self, side: Side) -> list[Side]:
        """Split several subjects into sides; those known to act for one state or body stand together."""
        sides: list[Side] = []
        for ref in side:
            home = next((s for s in sides if internal(s[0].referent, ref.referent)), None)
            if sides and (ref.how == "own" or (len(side) > 2 and _under(sides[-1][-1].referent, ref.referent))):
                home = sides[-1]
            if home is not None:
                home.append(ref)
            else:
                sides.append([ref])
        return sides

    def headline(self, subjects: Side, verb: Token) -> Side:
        """Add the first of "Blinken, Lavrov discuss ...": a headline's comma is an "and"."""
        if len(subjects) != 1:
            return subjects
        own = self.mentions.at.get(subjects[0].token)
        if own is None or own.left < 2 or self.doc[own.left - 1].text != "," or own.end != verb.i:
            return subjects
        first = self.mentions.at.get(own.left - 2)
        if first is None or first.type is not PartyType.PERSON or first.left != verb.sent.start:
            return subjects
        return [*self.parties.of(self.doc[first.start : first.end].root), *subjects]

    def left_neighbours(self, verb: Token, doers: list[Token], *, loose: bool = False) -> Side:
        """Repair a subject that the parser hung elsewhere: the list of names that ends right before the verb."""
        tags = {verb.tag_, *(c.tag_ for c in verb.children if c.dep_ == "aux")}
        if doers or (not loose and (not tags & {"VBD", "VBZ", "VBP", "MD"} or is_passive(verb))):
            return []
        i = verb.i - 1
        while i > verb.sent.start and (self.doc[i].tag_ in ("RB", "DT") or self.doc[i].dep_ == "aux"):
            i -= 1
        refs: list[Ref] = []
        joined = False
        while i >= verb.sent.start and (mention := self.mentions.at.get(i)):
            if mention.type is not PartyType.PERSON and refs:
                break
            refs = self.parties.of(self.doc[mention.start : mention.end].root) + refs
            i = mention.left - 1
            while i > verb.sent.start and (
                self.doc[i].tag_ in ("POS",)
                or (i in self.mentions.at and self.mentions.at[i].type is not PartyType.PERSON)
            ):
                i -= 1
            if i < verb.sent.start or not (self.doc[i].lower_ == "and" or (joined and self.doc[i].text == ",")):
                break
            joined = True
            i -= 1
        return refs

    def subject(self, verb: Token, doers: list[Token]) -> Side:
        """Return who does what a verb says; names that end right before it go before a single stray subject."""
        if doers and doers == stray_subject(verb):
            return self.left_neighbours(verb, []) or self.parties.all(doers)
        return self.headline(self.parties.all(doers), verb) or self.left_neighbours(verb, doers)

    def possessors(self, noun: Token) -> Side:
        """Return whose meeting it is; a pronoun is first taken for the subject of its own clause."""
        found = [c for c in noun.children if c.dep_ == "poss"]
        if not found or found[0].pos_ != "PRON":
            return self.parties.all(found)
        verb = noun.head
        while not is_verbal(verb) and verb.head != verb:
            verb = verb.head
        doers = (agents(verb) or surface_subjects(verb)) if is_verbal(verb) and found[0].i > verb.i else []
        subjects = self.parties.all(doers)
        low = found[0].lower_
        alone = len(subjects) == 1 and subjects[0].referent.type is PartyType.PERSON
        if (low in ("his", "her") and alone) or (low == "their" and len(subjects) > 1):
            return subjects
        if low == "its" and len(subjects) == 1 and not alone:
            return subjects
        return self.parties.all(found)

    def between(self, tokens: list[Token]) -> list[Side]:
        """Return the sides after "between": each of two members its own, of more each party its own."""
        members = [m for t in tokens for m in self.parties.coordinated(t)]
        if len(members) == 1 and (split := self._split_compound(members[0])):
            return split
        sides = [s for m in members if (s := self.parties.of(m))]
        if len(sides) == 2:
            return sides
        return self.joint([r for s in sides for r in s])

    def _split_compound(self, token: Token) -> list[Side]:
        """ "Between Khartoum and Darfur rebels", which the parser reads as rebels of both places."""
        for child in token.children:
            mention = self.mentions.covering(child)
            other = next((c for c in child.children if c.dep_ == "conj" and c.pos_ == "PROPN"), None)
            state = child.dep_ in ("nmod", "compound") and mention is not None and mention.type is PartyType.STATE
            if state and other is not None and is_armed(token) and other.i not in self.mentions.at:
                referent = Referent(f"{other.text} {token.text}", PartyType.GROUP)
                group = Ref(referent, other.idx, token.idx + len(token), "group", other.i, token.i)
                return [self.parties.of(child), [group]]
        return []


def _under(leader: Referent, other: Referent) -> bool:
    """ "Israeli prime minister X and energy minister Y, ...": Y, of whom no state is told, serves under X."""
    first, second = (set((a.role or "").lower().split()) for a in (leader, other))
    known = other.country is not None or other.org is not None or leader.country is None
    return not known and bool(first & _LEADING) and bool(second & _SERVING) and not second & _LEADING


def mediation(trigger: Token, mediators: Side, sides: list[Side], rule: str) -> Candidate | None:
    between = [ref for side in sides for ref in side]
    own = {r.referent.id for r in mediators}
    between = [r for r in between if r.referent.id not in own]
    return Candidate(trigger, Kind.MEDIATION, [mediators, between], rule) if mediators and between else None


def _run(token: Token) -> str:
    """Return the capitalised words that end at a place's head word."""
    start = token.i
    while start > token.sent.start and token.doc[start - 1].dep_ == "compound" and token.doc[start - 1].head == token:
        start -= 1
    return token.doc[start : token.i + 1].text
