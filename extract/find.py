"""Contact words and their sides: what verbs and nouns of contact say, in any voice or clause."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import numpy as np
from spacy.attrs import LEMMA, LOWER
from spacy.strings import hash_string
from spacy.tokens import Doc, Span, Token

from diplograph.extract import gazetteer
from diplograph.extract.frames import NounFrame, VerbFrame, effects, nouns, roles, verbs, words
from diplograph.extract.gazetteer import Sense
from diplograph.extract.grammar import (
    agents,
    antecedent,
    carried,
    conjuncts,
    is_passive,
    is_verbal,
    owners,
    patients,
    prepositions,
    surface_subjects,
)
from diplograph.extract.mentions import Mentions
from diplograph.extract.model import Kind, PartyType, Status
from diplograph.extract.parties import Parties, Ref, group_name
from diplograph.extract.people import Actor
from diplograph.extract.status import EXISTING

Side = list[Ref]
_VISITED = frozenset({"to", "of", "in"})


@dataclass(slots=True)
class Found:
    """A contact as the grammar gives it: its word, kind, sides, and the words that were arguments."""

    trigger: Token
    kind: Kind
    sides: list[Side]
    rule: str
    code: str | None = None
    arguments: list[Token] = field(default_factory=list)
    status: Status = Status.OCCURRED

    def parties(self) -> list[Ref]:
        """Return the parties of all sides in order."""
        return [ref for side in self.sides for ref in side]


@cache
def _hashes() -> tuple[Any, Any, Any]:
    """Return the hashes of lemmas, of inflected forms, and of words of sport, as sorted arrays."""
    lemmas = {*verbs(), *nouns(), "hand", "invite"}
    stems = {v.removesuffix("e") for v in verbs()}
    forms = {s + end for s in stems for end in ("ed", "ing")} | {n + "s" for n in nouns()}
    return tuple(
        np.array(sorted(hash_string(w) for w in words_), dtype="uint64") for words_ in (lemmas, forms, words("sport"))
    )  # type: ignore[return-value]


def contact_words(doc: Doc) -> list[Token]:
    """Return the words that could make a contact, in text order; a document without any need not be read further."""
    lemmas, forms, _ = _hashes()
    table = doc.to_array([LEMMA, LOWER])
    hits = np.isin(table[:, 0], lemmas) | np.isin(table[:, 1], forms) | np.isin(table[:, 1], lemmas)
    return [doc[int(i)] for i in np.flatnonzero(hits)]


def sport_words(span: Doc | Span) -> int:
    """Return how many different words of sport a text holds."""
    table = span.to_array([LEMMA, LOWER])
    return len(set(table[np.isin(table[:, 0], _hashes()[2]), 0])) if len(table) else 0


class Finder:
    """Finds the contacts of one document."""

    def __init__(self, doc: Doc, mentions: Mentions, parties: Parties) -> None:
        self.doc = doc
        self.mentions = mentions
        self.parties = parties

    def at(self, token: Token) -> Iterator[Found]:
        """Yield the contacts that one contact word makes."""
        for found in self._at(token):
            found.sides = _apart([_once(side) for side in found.sides])
            if len(found.sides) > 1 and not sport_words(token.sent):
                yield from _split(found)

    def _at(self, token: Token) -> Iterator[Found]:
        if token.pos_ in ("VERB", "AUX") and (lemma := verb_lemma(token)) and token.dep_ != "amod":
            frame = _frame_of(token, lemma)
            if frame and (found := self._verb(token, frame)):
                yield found
        elif token.pos_ == "VERB" and token.lemma_ == "hand":
            yield from self._delivery(token)
        elif token.pos_ == "VERB" and token.lemma_ == "invite":
            yield from self._invitation(token)
        if token.pos_ in ("NOUN", "PROPN") or (token.lower_ == "talks" and token.pos_ == "VERB"):
            noun = nouns().get(token.lemma_.lower()) or nouns().get(token.lower_.removesuffix("s"))
            if noun and not (noun.plural and not token.lower_.endswith("s")):
                yield from self._noun(token, noun)

    # verbs

    def _verb(self, verb: Token, frame: VerbFrame) -> Found | None:
        if _idiom(verb, frame):
            return None
        others: list[Token] = []
        arguments: list[Token] = []
        doers = agents(verb) if frame.object != "none" else surface_subjects(verb)
        side = self.parties.all(doers) or self._left_neighbours(verb, doers)
        if frame.object != "none":
            after_particle = [n for name, n in prepositions(verb) if name == frame.particle]
            loose = [c for c in verb.children if c.dep_ == "npadvmod" and c.i in self.mentions.at]
            others = [t for t in patients(verb) or after_particle or loose if self._object_fits(t, frame)]
        refs = self._destinations(others, frame) if frame.object == "place" else self.parties.all(others)
        slots = list(prepositions(verb))
        if frame.preps and frame.object == "none":
            slots += [
                (name, n) for c in verb.children if c.dep_ == "dobj" for name, n in prepositions(c) if name == "with"
            ]
        for name, noun in slots:
            if name in frame.preps:
                arguments.append(noun)
                refs += self._destinations([noun], frame) if frame.kind is Kind.VISIT else self.parties.all([noun])
        if not refs and frame.object != "none" and others:
            return None
        if frame.things and not any(c.dep_ == "dobj" and c.lemma_ in frame.things for c in verb.children):
            return None
        if (
            frame.lemma == "meet"
            and others
            and all(r.how == "name" and r.actor.type is PartyType.STATE for r in [*side, *refs])
        ):
            return None
        refs = [r for r in refs if r.how != "own"] if side else refs
        if frame.kind is Kind.VISIT and not frame.guest and _venue(verb, self.doc):
            return None
        if frame.kind is Kind.MEDIATION:
            return _mediation(verb, side, [refs], frame.rule)
        if refs:
            sides = [refs, side] if frame.guest else [side, refs]
        elif frame.joint and not others and not (frame.needs_topic and not _has_topic(verb)):
            sides = self._joint(side)
        else:
            return None
        if not all(sides) or len(sides) < 2:
            return None
        kind = self._purpose(verb) or frame.kind if frame.guest else frame.kind
        return Found(verb, kind, sides, frame.rule, frame.code, [*arguments, *others])

    def _purpose(self, verb: Token) -> Kind | None:
        """ "Received for lunch", "hosted for talks": the encounter named decides the kind."""
        for name, noun in prepositions(verb):
            frame = nouns().get(noun.lemma_.lower())
            if (
                name in ("for", "to", "in")
                and frame
                and frame.kind in (Kind.MEETING, Kind.TALKS, Kind.CALL)
                and not frame.needs
            ):
                return frame.kind
        return None

    def _object_fits(self, token: Token, frame: VerbFrame) -> bool:
        mention = self.mentions.covering(token)
        if frame.object == "envoy":
            role = (
                mention.role_words
                if mention and mention.type is PartyType.PERSON
                else {token.lemma_.lower(), token.lower_}
            )
            return bool(set(role) & roles("envoys"))
        if frame.object == "person":
            if frame.guest and token.lemma_.lower() in ("delegation", "team", "leader", "official", "mission"):
                return True
            return (
                (mention is not None and mention.type is PartyType.PERSON)
                or token.lemma_.lower() in roles("heads")
                or token.pos_ == "PRON"
            )
        return True

    def _destinations(self, tokens: Iterable[Token], frame: VerbFrame | NounFrame) -> list[Ref]:
        """Return the states that one travels to: by name, by capital, for a visit by any known city."""
        found: list[Ref] = []
        for token in (m for t in tokens for m in conjuncts(antecedent(t))):
            found += self._destination(token)
        return found

    def _destination(self, token: Token) -> list[Ref]:
        mention = self.mentions.covering(token)
        if mention is not None:
            if mention.type is PartyType.PERSON:
                return self.parties.of(token)
            return [r for r in self.parties.of(token) if mention.sense is not Sense.DEMONYM]
        code = gazetteer.city_country(_run(token))
        state = gazetteer.state_of_code(code) if code else None
        if state and code:
            return [
                Ref(Actor(state, PartyType.STATE, code), token.idx, token.idx + len(token), "city", token.i, token.i)
            ]
        if token.lemma_.lower() in ("country", "capital", "city", "state", "nation"):
            return [
                r
                for c in token.children
                if c.dep_ in ("appos", "amod", "prep")
                for t in ([c] if c.dep_ != "prep" else c.children)
                for r in self._destination(t)
            ]
        return []

    def _joint(self, side: Side) -> list[Side]:
        """Split several subjects into sides; those known to act for one state or body stand together."""
        sides: list[Side] = []
        for ref in side:
            home = next((s for s in sides if _internal(s[0].actor, ref.actor)), None)
            if home is not None:
                home.append(ref)
            else:
                sides.append([ref])
        return sides

    def _left_neighbours(self, verb: Token, doers: list[Token], *, loose: bool = False) -> Side:
        """Repair a subject that the parser hung elsewhere: the list of names that ends right before the verb."""
        if doers or (not loose and (verb.tag_ not in ("VBD", "VBZ", "VBP") or is_passive(verb))):
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

    def _delivery(self, verb: Token) -> Iterator[Found]:
        """Delivery by hand: the author's letter, and the bearer's meeting with the addressee."""
        nouns_here = [
            c for c in verb.children if c.dep_ in ("dobj", "oprd") and c.lemma_.lower() in ("letter", "note", "message")
        ]
        if not nouns_here:
            return
        letter = nouns_here[0]
        given = [c for c in verb.children if c.dep_ in ("dative", "dobj") and c != letter and c.pos_ != "ADP"]
        given += [n for name, n in prepositions(verb) if name == "to"]
        addressees, bearers = self.parties.all(given), self.parties.all(agents(verb))
        authors = self.parties.all(
            [n for name, n in prepositions(letter) if name in ("from", "by", "of")]
            + [c for c in letter.children if c.dep_ == "poss"]
        )
        if addressees and bearers:
            yield Found(verb, Kind.MEETING, [bearers, addressees], "verb.hand", None, given)
        if addressees and authors:
            yield Found(letter, Kind.CORRESPONDENCE, [authors, addressees], "noun.letter", None, given)

    def _invitation(self, verb: Token) -> Iterator[Found]:
        """ "A invited B to visit", "A invited B for talks": a contact that is only offered."""
        hosts, guests = self.parties.all(agents(verb)), self.parties.all(patients(verb))
        travels = any(
            c.dep_ in ("xcomp", "ccomp", "advcl") and c.lemma_ in ("visit", "come", "travel") for c in verb.children
        )
        travels = travels or any(
            (name in ("to", "for") and n.lemma_.lower() in ("visit", "trip")) or (name == "to" and self._destination(n))
            for name, n in prepositions(verb)
        )
        people = [g for g in guests if g.actor.type is PartyType.PERSON or g.how in ("title", "office")]
        if hosts and guests and (travels or people):
            yield Found(verb, Kind.VISIT, [guests, hosts], "verb.invite", status=Status.HYPOTHETICAL)

    # nouns

    def _noun(self, noun: Token, frame: NounFrame) -> Iterator[Found]:
        if noun.i in self.mentions.at and self.mentions.at[noun.i].type is PartyType.PERSON:
            return
        low = {c.lower_ for c in noun.children}
        if frame.needs and not low & set(frame.needs):
            return
        if frame.lemma == "exchange" and any(n == "of" for n, _ in prepositions(noun)):
            return
        slots: dict[str, list[Token]] = {}
        whole = carried(noun)
        carrier = whole.head if whole.dep_ in ("dobj", "attr", "nsubjpass", "oprd") and is_verbal(whole.head) else None
        if whole.dep_ == "nsubj" and whole.head.lemma_ in EXISTING:
            carrier = whole.head
        for name, below in [*prepositions(noun), *(prepositions(whole) if whole.i > noun.i else ())]:
            slots.setdefault(name, []).append(below)
        if carrier is not None and (carrier.lemma_ in words("light") or carrier.lemma_ in EXISTING):
            for name, below in prepositions(carrier):
                if (
                    name in ("with", "between", "among", "to")
                    and name in frame.preps
                    and (below.i > noun.i or carrier.dep_ == "relcl")
                ):
                    slots.setdefault(name, []).append(below)
        for clause in noun.children:
            if clause.dep_ == "relcl" and clause.lemma_ in words("light"):
                for name, below in prepositions(clause):
                    if name in ("with", "between"):
                        slots.setdefault(name, []).append(below)
        if (
            frame.lemma == "call"
            and ("for" in slots or "on" in slots)
            and not slots.keys() & {"with", "between"}
            and not self._courtesy(noun)
        ):
            return
        kind = Kind.CALL if frame.kind in (Kind.TALKS, Kind.MEETING) and low & words("phone") else frame.kind
        kind = Kind.MEETING if frame.lemma == "call" and self._courtesy(noun) else kind
        yield from self._mediated(noun, slots, frame)
        if frame.kind is Kind.MEDIATION:
            return
        sides, arguments = self._noun_sides(noun, frame, slots)
        if len(sides) > 1 and all(sides):
            yield Found(noun, kind, sides, frame.rule, frame.code, arguments)

    def _courtesy(self, noun: Token) -> bool:
        low = {c.lower_ for c in noun.children}
        return "courtesy" in low or (
            noun.head.lemma_ in ("pay", "make") and any(n == "on" for n, _ in prepositions(noun))
        )

    def _noun_sides(
        self, noun: Token, frame: NounFrame, slots: dict[str, list[Token]]
    ) -> tuple[list[Side], list[Token]]:
        if frame.kind is Kind.VISIT:
            return self._visit_sides(noun, frame, slots)
        if frame.kind is Kind.CORRESPONDENCE:
            return self._letter_sides(noun, slots)
        if both := [t for name in ("between", "among") for t in slots.get(name, ())]:
            return self._between(both), both
        others = [
            t
            for name in frame.preps
            if name not in ("between", "among", "of", "by", "from")
            for t in slots.get(name, ())
        ]
        if frame.lemma == "call" and "on" in slots and self._courtesy(noun):
            others += slots["on"]
        refs = self.parties.all(others)
        first = self._first_side(noun, slots, refs)
        if refs:
            mine = {r.actor.id for r in first}
            return [first, [r for r in refs if r.actor.id not in mine or len(refs) == 1]], others
        if frame.lemma == "call" and (caller := self.parties.all(slots.get("from", ()))):
            return [caller, self._first_side(noun, {}, caller)], slots["from"]
        pair = self._compound_pair(noun) if frame.alone else []
        if pair:
            return self._joint(pair), []
        if any(t.pos_ in ("PROPN", "PRON") or t.lemma_.lower() in roles("heads") | roles("bodies") for t in others):
            return [], []
        if not frame.alone:
            return [], []
        joint = self.parties.all(slots.get("of", ()) if "of" in frame.preps else ()) or self._joint_subjects(noun)
        return (self._joint(joint), slots.get("of", [])) if len(joint) > 1 else ([], [])

    def _first_side(self, noun: Token, slots: dict[str, list[Token]], others: list[Ref]) -> Side:
        """Return who held it with them: a possessor, a nationality, "by" or "of", else the verb's subject."""
        if possessors := self._possessors(noun):
            return possessors
        named = self.parties.all([t for name in ("by", "of") for t in slots.get(name, ())])
        if named:
            return named
        nationality = [r for c in noun.children if c.dep_ in ("amod", "compound", "nmod") for r in self._nationality(c)]
        if nationality:
            return nationality
        for clause in noun.children:
            if (
                clause.dep_ == "relcl"
                and clause.lemma_ in words("light")
                and (held := self.parties.all(agents(clause)))
            ):
                return held
        if noun.dep_ == "nsubjpass" and noun.head.lemma_ in words("light"):
            return self.parties.all(agents(noun.head))
        return self._light_subjects(noun)

    def _possessors(self, noun: Token) -> Side:
        """Return whose meeting it is; a pronoun is first taken for the subject of its own clause."""
        found = [c for c in noun.children if c.dep_ == "poss"]
        if not found or found[0].pos_ != "PRON":
            return self.parties.all(found)
        verb = noun.head
        while not is_verbal(verb) and verb.head != verb:
            verb = verb.head
        subjects = self.parties.all(surface_subjects(verb)) if is_verbal(verb) and found[0].i > verb.i else []
        low = found[0].lower_
        alone = len(subjects) == 1 and subjects[0].actor.type is PartyType.PERSON
        if (low in ("his", "her") and alone) or (low == "their" and len(subjects) > 1):
            return subjects
        if low == "its" and len(subjects) == 1 and not alone:
            return subjects
        return self.parties.all(found)

    def _joint_subjects(self, noun: Token) -> Side:
        """Return who held it together: the possessors, or the subject of a verb that carries the noun directly."""
        possessors = self._possessors(noun)
        if len(possessors) > 1:
            return possessors
        noun = carried(noun)
        if noun.dep_ == "pobj" and not (
            is_verbal(noun.head.head)
            and noun.head.lower_ in ("in", "for", "at", "during", "after", "following", "into", "despite", "amid")
        ):
            return []
        return self._light_subjects(noun)

    def _nationality(self, token: Token) -> list[Ref]:
        mention = self.mentions.covering(token)
        if (
            mention is None
            or mention.type is PartyType.PERSON
            or mention.sense is Sense.CAPITAL
            or mention.sense is Sense.SEAT
        ):
            return []
        return self.parties.all([token])

    def _light_subjects(self, noun: Token) -> Side:
        """Return the subject of the verb that carries the noun ("held talks", "after talks", "agreed on talks")."""
        node = carried(noun)
        if node.dep_ == "nsubjpass" and node.head.lemma_ in words("light"):
            return self.parties.all(agents(node.head))
        if node.dep_ in ("dobj", "attr", "oprd") and is_verbal(node.head):
            verb = node.head
            names = {verb.lemma_} | {f"{verb.lemma_} {c.lower_}" for c in verb.children if c.dep_ == "prt"}
            known = verb.lemma_ in words("light") or any(
                names & effects(s).verbs for s in ("negated", "planned", "hypothetical")
            )
            known = known or (verb.lemma_ == "follow" and verb.dep_ == "prep")
            if not known:
                return []
            given = [c for c in verb.children if c.dep_ == "dobj" and c != node and c.i < node.i]
            doers = owners(node) if verb.dep_ == "prep" else agents(verb)
            refs = self.parties.all(doers) or (self._repaired_owner(verb) if verb.dep_ == "prep" else [])
            return refs or self._left_neighbours(verb, doers) if not given else self.parties.all(given)
        if node.dep_ == "pobj":
            return self.parties.all(owners(node)) or self._repaired_owner(node)
        return []

    def _repaired_owner(self, node: Token) -> Side:
        """ "During talks with B, A asked": where the parser took A for more of B, the verb has no subject."""
        verb = node.head.head
        if not is_verbal(verb) or agents(verb) or verb.i < node.i:
            return []
        return self._left_neighbours(verb, [])

    def _between(self, tokens: list[Token]) -> list[Side]:
        members = [m for t in tokens for m in self.parties._members(t)]
        sides = [s for m in members if (s := self.parties.of(m) or [r for r in [group_name(m)] if r])]
        if len(sides) == 2:
            return sides
        return self._joint([r for s in sides for r in s])

    def _compound_pair(self, noun: Token) -> Side:
        """ "US-Russia talks", "Russian-Turkish talks", "Sudanese and Egyptian negotiations"."""
        refs: dict[str, Ref] = {}
        for i in range(noun.left_edge.i, noun.i):
            mention = self.mentions.at.get(i)
            if mention and mention.start == i and mention.type is not PartyType.PERSON and noun.i - i < 7:
                inside = self.doc[mention.start : mention.end].root
                if inside.dep_ in ("amod", "compound", "nmod", "conj", "npadvmod", "punct") and not any(
                    t.dep_ in ("prep", "relcl") for t in self.doc[i : noun.i]
                ):
                    for ref in self.parties._named(mention):
                        refs.setdefault(ref.actor.id, ref)
        joined = "-" in [t.text for t in self.doc[noun.left_edge.i : noun.i]] or any(
            t.lower_ == "and" for t in self.doc[noun.left_edge.i : noun.i]
        )
        return list(refs.values()) if len(refs) == 2 and joined else []

    def _visit_sides(
        self, noun: Token, frame: NounFrame, slots: dict[str, list[Token]]
    ) -> tuple[list[Side], list[Token]]:
        if frame.lemma == "welcome":
            return [self.parties.all(slots.get("to", ())), self._light_subjects(noun)], []
        where = [t for name in frame.preps if name in _VISITED for t in slots.get(name, ())]
        if frame.lemma == "visit":
            where = slots.get("to", [])
        places = self._destinations(where, frame)
        visitors = self._possessors(noun)
        if visitors and not places and frame.lemma == "visit" and slots.get("by"):
            places, visitors = visitors, []
        visitors = visitors or self.parties.all(
            [
                t
                for name in ("by", "of", "from")
                for t in slots.get(name, ())
                if (name in frame.preps and name != "of") or frame.lemma == "visit"
            ]
        )
        visitors = visitors or self._first_side(noun, {}, places)
        if not places and frame.lemma == "visit" and slots.get("with"):
            places = self.parties.all(slots["with"])
        ended = {noun.head.lemma_, *(f"{noun.head.lemma_} {c.lower_}" for c in noun.head.children if c.dep_ == "prt")}
        if not places and ended & (effects("negated").verbs | {"host"}) and noun.dep_ == "dobj":
            hosts = self.parties.all(agents(noun.head))
            places = [h for h in hosts if h.actor.type is PartyType.STATE]
        return [visitors, places], where

    def _letter_sides(self, noun: Token, slots: dict[str, list[Token]]) -> tuple[list[Side], list[Token]]:
        if both := slots.get("between"):
            return self._between(both), both
        verb = noun.head if noun.dep_ in ("dobj", "nsubjpass", "oprd") and is_verbal(noun.head) else None
        if verb is not None and verb.lemma_ == "hand":
            return [], []
        to = [*slots.get("to", ()), *slots.get("with", ())]
        if verb is not None:
            to += [c for c in verb.children if c.dep_ == "dative" and c.pos_ != "ADP"]
            to += [n for name, n in prepositions(verb) if name == "to"]
        for clause in noun.children:
            if clause.dep_ in ("acl", "relcl") and clause.lemma_ in ("address", "send", "write", "deliver", "hand"):
                to += [n for part in conjuncts(clause) for name, n in prepositions(part) if name == "to"]
        senders = self.parties.all([*slots.get("from", ()), *slots.get("by", ())]) or self._possessors(noun)
        addressees = self.parties.all(to)
        if verb is not None and verb.lemma_ in ("receive", "get", "answer") and not addressees:
            addressees = self.parties.all(agents(verb))
        elif verb is not None and verb.lemma_ in words("light"):
            senders = senders or self.parties.all(agents(verb))
        elif noun.dep_ == "pobj":
            senders = senders or self.parties.all(owners(noun))
            if noun.head.lower_ == "to" and noun.head.head.lemma_ in ("reply", "respond"):
                return [self.parties.all(agents(noun.head.head)), senders], to
        return [senders, addressees], to

    def _mediated(self, noun: Token, slots: dict[str, list[Token]], frame: NounFrame) -> Iterator[Found]:
        """A third party that hosts, brokers or facilitates what the noun names, with each side."""
        both = [t for name in ("between", "among") for t in slots.get(name, ())]
        whole = carried(noun)
        if frame.kind is Kind.MEDIATION and not both:
            mediators = self._possessors(noun) or [
                r for c in noun.children if c.dep_ in ("amod", "compound") for r in self._nationality(c)
            ]
            sides = [self._light_subjects(noun), self.parties.all(slots.get("with", ()))]
            if found := _mediation(noun, mediators, sides, frame.rule):
                yield found
            return
        if frame.kind is Kind.MEDIATION and both:
            mediators = self._first_side(noun, slots, []) or self._light_subjects(whole)
            if found := _mediation(noun, mediators, self._between(both), frame.rule):
                yield found
            return
        mediators = self._brokers(noun)
        sides = self._between(both) if both else []
        if mediators and len(sides) > 1 and (found := _mediation(noun, mediators, sides, "noun.brokered")):
            yield found

    def _brokers(self, noun: Token) -> Side:
        verb = noun.head
        if noun.dep_ in ("dobj", "nsubjpass") and verb.lemma_ in words("mediating"):
            return [r for r in self.parties.all(agents(verb))]
        for child in noun.children:
            if child.dep_ in ("acl", "relcl") and child.lemma_ in words("mediating"):
                return self.parties.all(agents(child))
            if (
                child.dep_ == "amod"
                and child.lemma_ in words("mediating")
                and (found := self._left_neighbours(child, [], loose=True))
            ):
                return found
            if child.dep_ == "amod" and child.lemma_ in (
                "broker",
                "mediate",
                "host",
                "sponsor",
                "brokered",
                "mediated",
                "sponsored",
            ):
                return [
                    r
                    for c in child.children
                    for r in self.parties.all([c])
                    if c.dep_ in ("npadvmod", "compound", "amod", "nmod")
                ]
        return []


def verb_lemma(token: Token) -> str | None:
    """Return the lemma under which the lexicon has a verb; the model's lemmatizer does not know them all."""
    low = token.lower_
    guesses = (token.lemma_, low[:-1], low[:-2], low[:-3], low[:-3] + "e")
    return next((g for g in guesses[: 1 if token.lemma_ in verbs() else 5] if g in verbs()), None)


def _frame_of(verb: Token, lemma: str) -> VerbFrame | None:
    direct = any(c.dep_ == "dobj" for c in verb.children)
    loose = ("prt", "advmod") if direct and not is_passive(verb) else ("prt", "advmod", "prep")
    particles = {c.lower_ for c in verb.children if c.dep_ in loose}
    for frame in verbs()[lemma]:
        if frame.particle is None or frame.particle in particles:
            return frame
    return None


def _idiom(verb: Token, frame: VerbFrame) -> bool:
    """Whether the verb is used in another sense: "called X a thug", "called on X to act", "saw X as"."""
    if frame.lemma == "call" and frame.particle is None:
        complement = [c for c in verb.children if c.dep_ in ("oprd", "acomp", "ccomp", "prt")]
        if any(c.dep_ != "oprd" or c.pos_ != "PROPN" for c in complement):
            return True
        if any(name in ("for", "on", "upon") for name, _ in prepositions(verb)) and not patients(verb):
            return True
        direct = [c for c in verb.children if c.dep_ in ("dobj", "oprd")]
        if any(
            t.lower_ in ("a", "an") and t.ent_type_ not in ("DATE", "TIME")
            for d in direct
            for t in d.doc[d.i + 1 : d.i + 2]
        ):
            return True
        return len(direct) > 1 or any(t.text in ('"', "'", "``") for d in direct for t in d.doc[d.i + 1 : d.i + 2])
    if frame.lemma == "call" and frame.particle == "on":
        return any(
            c.dep_ in ("xcomp", "advcl", "ccomp") and c.tag_ == "VB" for t in [verb, *verb.children] for c in t.children
        )
    if frame.lemma == "see":
        if any(c.dep_ == "prt" for c in verb.children):
            return True
        return any(
            c.dep_ in ("ccomp", "xcomp", "oprd", "prep") and c.lower_ not in ("in", "at", "on", "about", "for", "after")
            for c in verb.children
        )
    if frame.lemma == "meet":
        return any(
            c.dep_ == "dobj"
            and c.lemma_.lower()
            in (
                "demand",
                "criterion",
                "need",
                "target",
                "deadline",
                "standard",
                "condition",
                "requirement",
                "goal",
                "obligation",
                "challenge",
            )
            for c in verb.children
        )
    return frame.lemma == "go" and any(
        c.dep_ == "xcomp" or c.lower_ in ("war", "court") for t in [verb, *verb.children] for c in t.children
    )


def _venue(verb: Token, doc: Doc) -> bool:
    """Whether one goes to a conference, a match or the like, so that the place is only its venue."""
    after = doc[verb.i + 1 : min(verb.sent.end, verb.i + 16)]
    return any(t.lemma_.lower() in words("venue") for t in after)


def _has_topic(verb: Token) -> bool:
    return any(c.dep_ in ("dobj", "ccomp", "nsubjpass") for c in verb.children)


def _mediation(trigger: Token, mediators: Side, sides: list[Side], rule: str) -> Found | None:
    between = [ref for side in sides for ref in side]
    own = {r.actor.id for r in mediators}
    between = [r for r in between if r.actor.id not in own]
    return Found(trigger, Kind.MEDIATION, [mediators, between], rule) if mediators and between else None


def _run(token: Token) -> str:
    """Return the capitalised words that end at a place's head word."""
    start = token.i
    while start > token.sent.start and token.doc[start - 1].dep_ == "compound" and token.doc[start - 1].head == token:
        start -= 1
    return token.doc[start : token.i + 1].text


def _once(side: Side) -> Side:
    return list({r.actor.id: r for r in reversed(side)}.values())[::-1]


def _internal(a: Actor, b: Actor) -> bool:
    """Whether two parties act for one state or one organisation, or are the same."""
    if a.id == b.id:
        return True
    if a.type is PartyType.PERSON and a.org and a.org in (b.name, b.org):
        return True
    if b.type is PartyType.PERSON and b.org and b.org == a.name:
        return True
    if PartyType.GROUP in (a.type, b.type) or PartyType.ORGANISATION in (a.type, b.type):
        return False
    if a.org or b.org:
        return False
    return a.country is not None and a.country == b.country


def _apart(sides: list[Side]) -> list[Side]:
    """Drop from each side the parties that stand in no contact with any other side."""
    kept = []
    for i, side in enumerate(sides):
        rest = [r for j, s in enumerate(sides) if j != i for r in s]
        kept.append([r for r in side if any(not _internal(r.actor, o.actor) for o in rest)])
    return [s for s in kept if s]


def _split(found: Found) -> Iterator[Found]:
    """Divide what was done separately, one by one, or respectively into contacts of its own."""
    cue = _separate(found)
    if cue is None or len(found.sides) != 2:
        yield found
        return
    left, right = found.sides
    if cue == "respectively" and len(left) == len(right) > 1:
        pairs = [([a], [b]) for a, b in zip(left, right, strict=True)]
    elif len(right) > 1:
        pairs = [(left, [b]) for b in right]
    elif len(left) > 1:
        pairs = [([a], right) for a in left]
    else:
        pairs = [(left, right)]
    for a, b in pairs:
        yield replace(found, sides=[a, b])


def _separate(found: Found) -> str | None:
    low = [t.lower_ for t in found.trigger.sent]
    for word in sorted(words("separately")):
        if word in low:
            return word
    text = " ".join(low)
    return (
        "separately"
        if re.search(
            r"\b(separate (meetings|talks|calls|conversations|discussions)|one after the other|one by one|in turn\b)",
            text,
        )
        else None
    )
