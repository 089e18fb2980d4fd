"""The sides of a contact: who stands with whom, and where one travels to."""

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Token

from diplograph.extract.contacts.candidate import Candidate, Side, internal
from diplograph.extract.lexicon import gazetteer
from diplograph.extract.lexicon.gazetteer import Sense
from diplograph.extract.lexicon.words import roles, words
from diplograph.extract.mentions.mention import Mention, Mentions
from diplograph.extract.model import Kind, PartyType
from diplograph.extract.parties.groups import is_armed
from diplograph.extract.parties.referent import Ref, Referent, state_ref
from diplograph.extract.parties.resolution import Parties
from diplograph.extract.syntax.objects import judged_for
from diplograph.extract.syntax.prepositions import after
from diplograph.extract.syntax.repairs import put_right, state_and_name_before
from diplograph.extract.syntax.subjects import agents, is_order, lacks_subject, surface_subjects
from diplograph.extract.syntax.tokens import antecedent, clause_above, conjuncts, is_verbal, sentence_start

_SENTENCES = 3  # that may tell between whom a dispute is


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
        """Return the state that one word leads to, or whoever is visited there."""
        mention = self.mentions.covering(token)
        if mention is not None:
            # "visited A", "visited President A"; not "visited the French"
            people = mention.type is not PartyType.PERSON and mention.sense is Sense.DEMONYM
            return [] if people else self.parties.of(token)
        # "visited its neighbour, A"
        if (named := next(filter(self._is_apposed_state, token.children), None)) is not None:
            return self.destinations([named])
        # "a visit to the French king"
        if token.lemma_.lower() in roles("heads") and token.tag_ in ("NN", "NNP"):
            return self.parties.of(token)
        # "visited Geneva", which is in no list of capitals
        return state_ref(gazetteer.city_country(_run(token)), token, "city") or self._unnamed_place(token)

    def visited(self, tokens: Iterable[Token]) -> list[Ref]:
        """Return the states, or those, that one visits: also by a seat or a building ("visited a school in A")."""
        members = [m for t in tokens for m in conjuncts(antecedent(t))]
        return [
            ref
            for m in members
            for ref in self.destination(m) or self._owner_of_seat(m) or self._around(m) or self._person(m)
        ]

    def _person(self, token: Token) -> list[Ref]:
        """ "Visited *him* in Geneva"."""
        return [ref for ref in self.parties.of(token) if ref.referent.is_person] if token.tag_ == "PRP" else []

    def _owner_of_seat(self, token: Token) -> list[Ref]:
        """ "Visited *A's parliament*", "the headquarters of the UN"."""
        if token.lemma_.lower() not in words("seats"):
            return []
        owners = [c for c in token.children if c.dep_ in ("amod", "compound", "poss", "nmod")]
        named = [self.mentions.covering(t) for t in (*owners, *after(token, "of"))]
        return next((self.parties.named(m) for m in named if m is not None and not m.is_person), [])

    def _around(self, building: Token) -> list[Ref]:
        """ "Visited a school in *A*", "the Great Mosque of *Damascus*": the state that a building stands in."""
        if building.i in self.mentions.at or not is_building(building):
            return []
        inside = [(t, self.mentions.covering(t)) for t in after(building, "in", "at", "near", "outside")]
        states = [self.parties.named(m) for _, m in inside if m is not None and m.type is PartyType.STATE]
        cities = [t for t, m in inside if m is None] + after(building, "of")
        states += [state_ref(gazetteer.city_country(_run(t)), t, "city") for t in cities]
        return next(filter(None, states), [])

    def _is_apposed_state(self, token: Token) -> bool:
        mention = self.mentions.covering(token) if token.dep_ == "appos" else None
        return mention is not None and mention.type is PartyType.STATE and mention.sense is Sense.NAME

    def _unnamed_place(self, token: Token) -> list[Ref]:
        lemma = token.lemma_.lower()
        # "visited the two countries"
        if lemma in words("countries") and (several := self.parties.listed(token)):
            return several
        # "visited his country"
        if lemma in words("countries") and any(c.tag_ == "PRP$" for c in token.children):
            return [ref for r in self.parties.of(token) for ref in state_ref(r.referent.country, token, "office")]
        if lemma not in words("countries") and lemma not in words("towns"):
            return []
        return [ref for name in _named_beside(token) for ref in self.destination(name)]

    def hosts(self, noun: Token) -> list[Ref]:
        """ "A visit at the invitation of X": the state whose official or government invited."""
        for word in noun.sent:
            if word.lower_ in words("invitations") and word.dep_ == "pobj" and word.head.lower_ in ("at", "on", "upon"):
                inviting = [*(c for c in word.children if c.dep_ == "poss"), *after(word, "of", "from")]
                states = (state_ref(ref.referent.country, word, "host") for ref in self.parties.all(inviting))
                return next(filter(None, states), [])
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

    def subject(self, verb: Token, found: list[Token]) -> Side:
        """Return who does what a verb says, those whom the parser misplaced put right."""
        return self.parties.all(put_right(verb, found, self.mentions))

    def unsaid(self, verb: Token) -> Side:
        """ "Saw B today", "please inform B": who writes the telegram, or who gets it."""
        if self.parties.context.in_title(verb) or not lacks_subject(verb):
            return []
        return self.parties.addressed(verb) if is_order(verb) else self.parties.speaking(verb)

    def possessors(self, noun: Token) -> Side:
        """Return whose meeting it is; a pronoun is first taken for the subject of its own clause."""
        found = [c for c in noun.children if c.dep_ == "poss"]
        if found and found[0].pos_ == "PRON" and (subjects := self._subjects_meant(noun, found[0])):
            return subjects
        return self.parties.all(found)

    def _subjects_meant(self, noun: Token, pronoun: Token) -> Side:
        """ "A told of his talks with B": whom a pronoun behind the verb means, if the subject agrees with it."""
        # "A faulted C for his talks with B"
        judged = self.parties.all(judged_for(noun))
        if judged and _agrees(pronoun, judged):
            return judged
        verb = clause_above(noun)
        if not is_verbal(verb) or pronoun.i < verb.i:
            return []
        subjects = self.parties.all(agents(verb) or surface_subjects(verb))
        return subjects if _agrees(pronoun, subjects) else []

    def two_before(self, token: Token, but: Side) -> Side:
        """Return the two states of which a sentence and those before it speak, by name or by their people; none if they are not two."""
        apart = {r.referent.country for r in but} | {r.referent.name for r in but}
        codes: dict[str, None] = {}
        for back in range(_SENTENCES):
            named = self.mentions.between(sentence_start(token, back), token.i)
            codes = dict.fromkeys(
                c for m in named if (c := self._acts_for(m)) and c not in apart and m.name not in apart
            )
            if len(codes) > 1:
                break
        found = [ref for code in codes for ref in state_ref(code, token, "collective")]
        return found if len(found) == 2 else []

    def _acts_for(self, mention: Mention) -> str | None:
        person = self.parties.persons.bearer(mention) if mention.is_person else None
        return person.country if person is not None else mention.country

    def between(self, tokens: list[Token]) -> list[Side]:
        """Return the sides after "between": each of two members its own, of more each party its own."""
        members = [m for t in tokens for m in self.parties.coordinated(t)]
        if len(members) == 1 and (split := self._split_compound(members[0])):
            return split
        sides = [s for m in members if (s := self.parties.of(m))]
        if len(sides) == 2:
            return sides
        # "between A, B and their counterparts"
        if len(sides) == len(members) and members and _is_theirs(members[-1]):
            return [[r for s in sides[:-1] for r in s], sides[-1]]
        return self.joint([r for s in sides for r in s])

    def _split_compound(self, token: Token) -> list[Side]:
        """ "Between Khartoum and Darfur rebels"."""
        pair = state_and_name_before(token, self.mentions) if is_armed(token) else None
        if pair is None:
            return []
        state, name = pair
        actor = Referent(f"{name.text} {token.text}", PartyType.GROUP)
        group = Ref(actor, name.idx, token.idx + len(token), "group", name.i, token.i)
        return [self.parties.of(state), [group]]


def is_building(token: Token) -> bool:
    """Whether a noun may be a building or a site, not one's family: "visited *a school* in A", "visited *his daughter* in A"."""
    return token.pos_ in ("NOUN", "PROPN") and token.lemma_.lower() not in words("kin")


def _is_theirs(token: Token) -> bool:
    opposite = token.lemma_.lower() in roles("outside")
    return opposite and any(c.dep_ == "poss" and c.lower_ == "their" for c in token.children)


def _named_beside(place: Token) -> Iterator[Token]:
    """Yield A in "the capital, A", "the Gulf state of A" and "A's capital" (by its adjective)."""
    for child in place.children:
        if child.dep_ == "prep":
            yield from child.children
        elif child.dep_ in ("appos", "amod"):
            yield child


def _agrees(pronoun: Token, subjects: Side) -> bool:
    """Whether a possessive may stand for the subject: "his" for a person, "its" for a state, "their" for several."""
    person = len(subjects) == 1 and subjects[0].referent.type is PartyType.PERSON
    match pronoun.lower_:
        case "his" | "her":
            return person
        case "its":
            return len(subjects) == 1 and not person
        case "their":
            return len(subjects) > 1
        case _:
            return False


def _under(leader: Referent, other: Referent) -> bool:
    """ "Israeli prime minister X and energy minister Y, ...": Y, of whom no state is told, serves under X."""
    first, second = (set((a.role or "").lower().split()) for a in (leader, other))
    known = other.country is not None or other.org is not None or leader.country is None
    serves = not second.isdisjoint(roles("serving")) and second.isdisjoint(roles("leading"))
    return serves and not known and not first.isdisjoint(roles("leading"))


def mediation(trigger: Token, mediators: Side, sides: list[Side], rule: str) -> Candidate | None:
    between = [ref for side in sides for ref in side]
    own = {r.referent.id for r in mediators}
    # "Moscow hosted talks between the Russian president and B": it is of one side
    states = {m.referent.country for m in mediators if m.referent.type is PartyType.STATE and m.referent.country}
    if any(b.referent.is_person and b.referent.country in states for b in between):
        return None
    between = [r for r in between if r.referent.id not in own]
    return Candidate(trigger, Kind.MEDIATION, [mediators, between], rule) if mediators and between else None


def _run(token: Token) -> str:
    """Return the capitalised words that end at a place's head word."""
    start = token.i
    while start > token.sent.start and token.doc[start - 1].dep_ == "compound" and token.doc[start - 1].head == token:
        start -= 1
    return token.doc[start : token.i + 1].text
