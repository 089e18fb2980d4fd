"""What nouns of contact say: talks between A and B, A's call with B, after consultations with B, A ..."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from diplograph.extract.contacts.candidate import Candidate, Side
from diplograph.extract.contacts.participants import Participants
from diplograph.extract.contacts.sides import Sides, mediation
from diplograph.extract.lexicon.frames import NounFrame, effects, nouns, roles, words
from diplograph.extract.model import Kind, PartyType, Status
from diplograph.extract.syntax.governors import EXISTING, governing, phrases
from diplograph.extract.syntax.grammar import (
    agents,
    carried,
    conjuncts,
    is_verbal,
    owners,
    patients,
    prepositions,
)

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_VISITED = frozenset({"to", "of", "in"})
_ENGAGED = frozenset({"be", "get", "keep", "remain", "stay"})
_RECEIVED = frozenset({"call", "credential", "credence"})  # "received a call from A", "credentials of A"


class NounRules:
    """Reads the nouns of one document."""

    def __init__(self, sides: Sides) -> None:
        self.sides, self.participants = sides, Participants(sides)
        self.doc, self.mentions, self.parties = sides.doc, sides.mentions, sides.parties
        self.last: Candidate | None = None

    def read(self, token: Token) -> Iterator[Candidate]:
        """Yield the contacts that a noun names."""
        frame = nouns().get(token.lemma_.lower()) or nouns().get(token.lower_.removesuffix("s"))
        if frame and not (frame.plural and not token.lower_.endswith("s") and not _bare_purpose(token)):
            for found in self._noun(token, frame):
                self.remember(found)
                yield found

    def remember(self, found: Candidate) -> None:
        """Note talks or a meeting: "the talks" after it are most likely these."""
        self.last = found if found.kind in (Kind.TALKS, Kind.MEETING) else self.last

    def _noun(self, noun: Token, frame: NounFrame) -> Iterator[Candidate]:
        if noun.i in self.mentions.at and self.mentions.at[noun.i].type is PartyType.PERSON:
            return
        low = {c.lower_ for c in noun.children}
        if frame.needs and not low & set(frame.needs):
            return
        if frame.lemma == "exchange" and any(n == "of" for n, _ in prepositions(noun)):
            return
        if frame.lemma == "letter" and any(o.lower_ == "credence" for _, o in prepositions(noun)):
            return
        whole = carried(noun)
        slots = self._slots(noun, whole, frame)
        if (
            frame.lemma == "call"
            and ("for" in slots or any(t.ent_type_ != "DATE" for t in slots.get("on", ())))
            and not slots.keys() & {"with", "between"}
            and not self._courtesy(noun)
        ):
            return
        kind = Kind.CALL if frame.kind in (Kind.TALKS, Kind.MEETING) and low & words("phone") else frame.kind
        kind = Kind.MEETING if frame.lemma == "call" and self._courtesy(noun) else kind
        yield from self._mediated(noun, slots, frame)
        if frame.kind is Kind.MEDIATION:
            return
        if whole.dep_ == "nsubj" and whole.head.lemma_ == "bring":
            slots["between"] = [
                *patients(whole.head),
                *(n for name, n in prepositions(whole.head) if name.endswith("with")),
            ]
            yield from self._mediated(noun, slots, frame)
        sides, arguments = self._noun_sides(noun, frame, slots)
        if len(sides) == 2 and not sides[0] and (heading := self._heading(noun)) is not None:
            owner = [
                m for m in self.mentions.found if heading.start <= m.start < heading.end and m.type is PartyType.PERSON
            ]
            if len(owner) == 1:
                holder = self.parties.of(self.doc[owner[0].start : owner[0].end].root)
                yield Candidate(
                    noun, kind, [holder, sides[1]], frame.rule, frame.code, arguments, Status.PLANNED, heading
                )
        elif len(sides) > 1 and all(sides):
            yield Candidate(noun, kind, sides, frame.rule, frame.code, arguments)
            if not slots.keys() & {"between", "among"}:
                yield from self._brokered(noun, whole, sides)
        elif (last := self.last) is not None and self._another_round(whole, frame, last):
            yield Candidate(noun, kind, last.sides, frame.rule, frame.code, last.arguments)
        elif last is not None and frame.kind in (Kind.TALKS, Kind.MEETING) and self._the_same(whole, last):
            yield from self._brokered(noun, whole, last.sides)

    def _slots(self, noun: Token, whole: Token, frame: NounFrame) -> dict[str, list[Token]]:
        """Return what stands after each preposition of a noun, of the one that stands for it, and of the verb that carries it."""
        slots: dict[str, list[Token]] = {}
        carrier = whole.head if whole.dep_ in ("dobj", "attr", "nsubjpass", "oprd") and is_verbal(whole.head) else None
        if whole.dep_ == "nsubj" and whole.head.lemma_ in EXISTING:
            carrier = whole.head
        for name, below in [*prepositions(noun), *(prepositions(whole) if whole.i > noun.i else ())]:
            slots.setdefault(name, []).append(below)
        if carrier is not None and (
            carrier.lemma_ in words("light") or carrier.lemma_ in EXISTING or governing(carrier)
        ):
            for name, below in prepositions(carrier):
                if (
                    name in ("with", "between", "among", "to")
                    and name in frame.preps
                    and (below.i > noun.i or carrier.dep_ == "relcl")
                ):
                    slots.setdefault(name, []).append(below)
        if carrier is not None and carrier.lemma_ in ("receive", "get", "take") and frame.lemma in _RECEIVED:
            slots.setdefault("from", []).extend(n for name, n in prepositions(carrier) if name == "from")
        engaged = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ in ("in", "on") else noun
        if is_verbal(engaged) and engaged.lemma_ in _ENGAGED:  # "is on the phone with B"
            slots.setdefault("with", []).extend(
                n for name, n in prepositions(engaged) if name == "with" and n.i > noun.i
            )
        for clause in noun.children:
            if clause.dep_ == "relcl" and clause.lemma_ in words("light"):
                for name, below in prepositions(clause):
                    if name in ("with", "between"):
                        slots.setdefault(name, []).append(below)
        return slots

    def _brokered(self, noun: Token, whole: Token, sides: list[Side]) -> Iterator[Candidate]:
        """A third party that hosts or chairs an encounter; one who takes part in it is none."""
        taking_part = {r.referent.id for side in sides for r in side}
        brokers = self._brokers(whole)
        if not any(r.referent.id in taking_part for r in brokers):
            yield from filter(None, [mediation(noun, brokers, sides, "noun.brokered")])

    def _another_round(self, noun: Token, frame: NounFrame, last: Candidate) -> bool:
        """ "Negotiations would resume in October": of those whose talks this sentence, or the one before, named."""
        return (
            frame.kind is Kind.TALKS
            and noun.dep_ in ("nsubj", "nsubjpass")
            and noun.head.lemma_ in words("resuming")
            and all(c.dep_ in ("det", "amod", "nummod") for c in noun.children)
            and self._just_named(noun, last)
        )

    def _the_same(self, noun: Token, last: Candidate) -> bool:
        """ "The talks were hosted by Qatar": those that this sentence, or the one before, named."""
        whose = [c for c in noun.children if c.dep_ == "det"]
        plain = len(whose) == 1 and whose[0].lower_ in words("definite")
        return plain and all(c.dep_ in ("det", "punct") for c in noun.children) and self._just_named(noun, last)

    def _just_named(self, noun: Token, last: Candidate) -> bool:
        before = self.doc[noun.sent.start - 1].sent if noun.sent.start else noun.sent
        return before.start <= last.trigger.i and not any(t.i in self.mentions.at for t in noun.subtree)

    def _heading(self, noun: Token) -> Span | None:
        """Return the heading of a schedule that an entry without a verb stands under ("Diary of Minister X, 12 June")."""
        sent = noun.sent
        if any(t.tag_ in _FINITE for t in sent):
            return None
        for _ in range(12):
            if sent.start == 0:
                return None
            sent = self.doc[sent.start - 1].sent
            if any(t.lower_ in words("schedule") for t in sent[:3]) and not any(t.tag_ in _FINITE for t in sent):
                return sent
        return None

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
        both = [t for name in ("between", "among") for t in slots.get(name, ())]
        if both := both or self._between_behind(noun, slots):
            return self.sides.between(both), both
        others = [
            t
            for name in frame.preps
            if name not in ("between", "among", "of", "by", "from")
            for t in slots.get(name, ())
        ]
        if "for" in frame.preps:
            others += _honoured(noun)
        if frame.lemma == "call" and "on" in slots and self._courtesy(noun):
            others += slots["on"]
        if not others and (told := self._told_during(noun)):
            return told, []
        if not others and {"of", "by"} <= slots.keys():
            return [self.parties.all(slots["by"]), self.parties.all(slots["of"])], slots["of"]
        giver = [t for name in ("from", "of") for t in slots.get(name, ())] if frame.lemma in _RECEIVED else []
        if caller := self.parties.all(giver):
            return [caller, self.participants.first_side(noun, {})], giver
        refs = self.parties.all(others)
        first = self.participants.first_side(noun, slots)
        if (
            refs
            and {c.lower_ for c in noun.children} & {"joint", "trilateral", "three-way", "tripartite", "quadrilateral"}
            and len(first) + len(refs) > 2
        ):
            return self.sides.joint(list({r.referent.id: r for r in [*first, *refs]}.values())), others
        if refs:
            mine = {r.referent.id for r in first}
            return [first, [r for r in refs if r.referent.id not in mine or len(refs) == 1]], others
        pair = self.participants.compound_pair(noun) if frame.alone else []
        if pair:
            return self.sides.joint(pair), []
        if any(t.pos_ in ("PROPN", "PRON") or t.lemma_.lower() in roles("heads") | roles("bodies") for t in others):
            return [], []
        if not frame.alone:
            return [], []
        of = self.parties.all(slots.get("of", ()) if "of" in frame.preps else ())
        if noun.tag_ == "NNS" and of and all(r.referent.type is PartyType.ORGANISATION for r in of):
            return [], []
        joint = of or self.participants.joint_subjects(noun)
        return (self.sides.joint(joint), slots.get("of", [])) if len(joint) > 1 else ([], [])

    def _between_behind(self, noun: Token, slots: dict[str, list[Token]]) -> list[Token]:
        """Find "between A and B" that the parser hung on a place or a day behind the noun."""
        if "with" in slots or noun.dep_ == "compound":
            return []
        for token in self.doc[noun.i + 1 : min(noun.sent.end, noun.i + 14)]:
            if is_verbal(token) or token.lower_ in (",", ";", "with"):
                return []
            if token.lower_ == "between" and token.dep_ == "prep":
                return [c for c in token.children if c.dep_ == "pobj"]
        return []

    def _told_during(self, noun: Token) -> list[Side]:
        """ "During the call, A thanked B": what A said to B was said in the encounter that the phrase names."""
        verb = (
            noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ in ("during", "in", "on", "at", "by") else None
        )
        if verb is None or not is_verbal(verb) or verb.lemma_ not in words("addressing"):
            return []
        sides = [self.parties.all(agents(verb)), self.parties.all(patients(verb))]
        persons = all(r.referent.type is PartyType.PERSON for side in sides for r in side)
        return sides if all(sides) and persons else []

    def _visit_sides(
        self, noun: Token, frame: NounFrame, slots: dict[str, list[Token]]
    ) -> tuple[list[Side], list[Token]]:
        if frame.lemma == "welcome":
            given = (
                [c for c in noun.head.children if c.dep_ == "dative" and c.pos_ != "ADP"] if noun.dep_ == "dobj" else []
            )
            return [self.parties.all(slots.get("to", given)), self.participants.light_subjects(noun)], given
        where = [t for name in frame.preps if name in _VISITED for t in slots.get(name, ())]
        if frame.lemma == "visit":
            where = slots.get("to", [])
        places = self.sides.destinations(where)
        visitors = self.sides.possessors(noun)
        if visitors and not places and frame.lemma == "visit" and slots.get("by"):
            places, visitors = visitors, []
        if not places and frame.lemma == "visit":
            behind = [
                n for name in ("by", "of") for t in slots.get(name, ()) for to, n in prepositions(t) if to == "to"
            ]
            places = self.sides.destinations(behind)
        visitors = visitors or self.parties.all(
            [
                t
                for name in ("by", "of", "from")
                for t in slots.get(name, ())
                if (name in frame.preps and name != "of") or frame.lemma == "visit"
            ]
        )
        if not visitors and frame.lemma == "visit":
            whose = [n for t in where for name, n in prepositions(t) if name == "of"]
            visitors = self.parties.all(whose)
            if not visitors and _somebody_else([*slots.get("of", ()), *slots.get("by", ()), *whose]):
                return [], []
        if noun.dep_ == "nsubj" and noun.head.lemma_ == "take":
            return [], []
        if noun.dep_ == "nsubj" and noun.head.lemma_ == "bring":
            visitors = self.parties.all(patients(noun.head))
            where = [n for name, n in prepositions(noun.head) if name == "to"]
            return [visitors, self.sides.destinations(where)], where
        visitors = visitors or self.participants.first_side(noun, {})
        if not places and noun.dep_ == "pobj" and noun.head.lower_ in ("on", "for") and is_verbal(noun.head.head):
            where = [n for name, n in prepositions(noun.head.head) if name in ("in", "to")]
            places = self.sides.destinations(where)
        host = noun.dep_ == "dobj" and is_verbal(noun.head)
        host = host and (noun.head.lemma_ == "host" or bool(set(phrases(noun.head)) & effects("negated").verbs))
        if not places and host:
            hosts = self.parties.all(agents(noun.head))
            places = [h for h in hosts if h.referent.type is PartyType.STATE]
        return [visitors, places or self.sides.hosts(noun)], where

    def _letter_sides(self, noun: Token, slots: dict[str, list[Token]]) -> tuple[list[Side], list[Token]]:
        if (both := slots.get("between")) and (noun.tag_ == "NNS" or noun.lemma_ in ("correspondence", "exchange")):
            return self.sides.between(both), both
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
        if verb is not None and verb.lemma_ == "exchange":
            writers = self.parties.all(agents(verb))
            readers = self.parties.all([n for name, n in [*prepositions(verb), *prepositions(noun)] if name == "with"])
            return ([writers, readers], to) if readers else (self.sides.joint(writers), to)
        origins = [n for name, n in prepositions(verb) if name == "from"] if verb is not None else []
        origins = [*slots.get("from", ()), *slots.get("by", ()), *origins]
        senders = self.parties.all(origins) or self.sides.possessors(noun)
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

    def _mediated(self, noun: Token, slots: dict[str, list[Token]], frame: NounFrame) -> Iterator[Candidate]:
        """A third party that hosts, brokers or facilitates what the noun names, with each side."""
        both = [t for name in ("between", "among") for t in slots.get(name, ())]
        whole = carried(noun)
        if frame.kind is Kind.MEDIATION and not both:
            mediators = self.sides.possessors(noun) or [
                r for c in noun.children if c.dep_ in ("amod", "compound") for r in self.participants.nationality(c)
            ]
            sides = [self.participants.light_subjects(noun), self.parties.all(slots.get("with", ()))]
            if found := mediation(noun, mediators, sides, frame.rule):
                yield found
            return
        if frame.kind is Kind.MEDIATION and both:
            mediators = self.participants.first_side(noun, slots) or self.participants.light_subjects(whole)
            if found := mediation(noun, mediators, self.sides.between(both), frame.rule):
                yield found
            return
        mediators = self._brokers(whole)
        sides = self.sides.between(both) if both else []
        if mediators and len(sides) > 1 and (found := mediation(noun, mediators, sides, "noun.brokered")):
            yield found

    def _brokers(self, noun: Token) -> Side:
        verb = noun.head
        if noun.dep_ in ("dobj", "nsubjpass") and verb.lemma_ in words("mediating"):
            return self.parties.all(agents(verb))
        for child in noun.children:
            if child.dep_ in ("acl", "relcl") and child.lemma_ in words("mediating"):
                return self.parties.all(agents(child))
            if (
                child.dep_ == "amod"
                and child.lemma_ in words("mediating")
                and (found := self.sides.left_neighbours(child, [], loose=True))
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


def _honoured(noun: Token) -> list[Token]:
    """ "A dinner in honour of B", wherever the parser hung it."""
    around = [*prepositions(noun), *prepositions(noun.head)]
    honours = [n for name, n in around if name == "in" and n.lemma_ in ("honour", "honor")]
    return [o for n in honours for name, o in prepositions(n) if name == "of"]


def _somebody_else(tokens: list[Token]) -> bool:
    """ "An alleged visit of a senior official": the visitor is told, and is none whom the text names."""
    return any(t.lemma_.lower() in roles("heads") | roles("bodies") for t in tokens)


def _bare_purpose(noun: Token) -> bool:
    """ "Arrived for talk with B": without an article, the singular that some of the press writes for talks."""
    return noun.dep_ == "pobj" and noun.head.lower_ == "for" and all(c.dep_ in ("prep", "amod") for c in noun.children)
