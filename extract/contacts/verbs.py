"""What verbs of contact say: who is the subject, the object, the company, in any voice or clause."""

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from diplograph.extract.contacts.candidate import Candidate
from diplograph.extract.contacts.sides import Sides, mediation
from diplograph.extract.lexicon.frames import VerbFrame, nouns, roles, verbs, words
from diplograph.extract.model import Kind, PartyType, Status
from diplograph.extract.parties.referent import state_ref
from diplograph.extract.syntax.grammar import (
    agents,
    is_passive,
    lemma_guesses,
    patients,
    prepositions,
    surface_subjects,
    visitor,
)


class VerbRules:
    """Reads the verbs of one document."""

    def __init__(self, sides: Sides) -> None:
        self.sides = sides
        self.doc, self.mentions, self.parties = sides.doc, sides.mentions, sides.parties

    def read(self, token: Token) -> Iterator[Candidate]:
        """Yield the contacts that a verb makes."""
        if (lemma := verb_lemma(token)) and token.dep_ != "amod" and visitor(token) is None:
            frame = _frame_of(token, lemma)
            if frame and (found := self._verb(token, frame)):
                yield found
        elif token.pos_ == "VERB" and token.lemma_ == "hand":
            yield from self._delivery(token)
        elif token.pos_ == "VERB" and token.lemma_ == "invite":
            yield from self._invitation(token)
        elif token.pos_ == "VERB" and token.lemma_ in ("send", "dispatch"):
            yield from self._mission(token)
        elif token.pos_ == "VERB" and token.lemma_ == "take":
            yield from self._journey(token)
        elif token.pos_ == "VERB" and token.lemma_ == "lead":
            yield from self._led(token)

    def _verb(self, verb: Token, frame: VerbFrame) -> Candidate | None:
        if _idiom(verb, frame):
            return None
        others: list[Token] = []
        arguments: list[Token] = []
        doers = agents(verb)
        if frame.object == "none" and not self.parties.all(doers):
            doers = surface_subjects(verb)
        side = self.sides.subject(verb, doers)
        if frame.object != "none":
            after_particle = [n for name, n in prepositions(verb) if name == frame.particle]
            loose = [
                c for c in verb.children if c.i in self.mentions.at and c.i > verb.i and c.dep_ in ("npadvmod", "appos")
            ]
            accompanied = any(name in frame.preps for name, _ in prepositions(verb))
            objects = patients(verb) or after_particle or ([] if accompanied else loose)
            others = [t for t in objects if self._object_fits(t, frame)]
        refs = self.sides.destinations(others) if frame.object == "place" else self.parties.all(others)
        slots = list(prepositions(verb))
        particles = [t for c in verb.children if c.lower_ == frame.particle for t in c.subtree if t.dep_ == "prep"]
        slots += [(t.lower_, o) for t in particles for o in t.children if o.dep_ == "pobj"]
        if frame.preps and frame.object == "none":
            slots += [
                (name, n)
                for c in verb.children
                if c.dep_ == "dobj"
                for name, n in prepositions(c)
                if name in frame.preps and name != "to"
            ]
        if frame.needs == "topic" and "with" in frame.preps:
            within = [
                t
                for c in verb.children
                if c.dep_ == "dobj"
                for t in c.subtree
                if t.lower_ == "with" and t.dep_ == "prep"
            ]
            slots += [("with", o) for w in within for o in w.children if o.dep_ == "pobj"]
        for name, noun in slots:
            if name in frame.preps:
                arguments.append(noun)
                refs += self.sides.destinations([noun]) if frame.kind is Kind.VISIT else self.parties.all([noun])
        mutual = any(t.lower_ in ("other", "another") and t.nbor(-1).lower_ in ("each", "one") for t in others if t.i)
        if not refs and frame.object != "none" and others and not mutual:
            return None
        if frame.needs == "phone" and not any(n.lower_ in words("phone") for _, n in prepositions(verb)):
            return None
        if frame.things and not any(t.lemma_ in frame.things for t in _things(verb)):
            return None
        if (
            frame.lemma == "meet"
            and others
            and all(r.how == "name" and r.referent.type is PartyType.STATE for r in [*side, *refs])
        ):
            return None
        refs = [r for r in refs if r.how != "own"] if side else refs
        if frame.kind is Kind.VISIT and not frame.guest and _venue(verb, self.doc):
            return None
        if frame.kind is Kind.VISIT and frame.object == "none" and not frame.things and _moves_another(verb):
            return None
        if frame.kind is Kind.MEDIATION:
            settled = [n for t in _things(verb) for name, n in prepositions(t) if name == "between"]
            return mediation(verb, side, [refs or self.parties.all(settled)], frame.rule)
        if (
            refs
            and frame.persons
            and any(r.how == "name" and r.referent.type is not PartyType.PERSON for r in [*side, *refs])
        ):
            return None
        if refs:
            sides = [refs, side] if frame.guest else [side, refs]
        elif (mutual or (frame.joint and not others)) and not (frame.needs == "topic" and not _has_topic(verb)):
            persons = all(r.referent.type is PartyType.PERSON for r in side)
            sides = self.sides.joint(side) if persons or not frame.persons else []
        else:
            return None
        if not all(sides) or len(sides) < 2:
            return None
        if refs and any(n.lemma_ in nouns() and _three_way(n) for _, n in prepositions(verb)):
            sides = self.sides.joint([r for s in sides for r in s])
        kind = self._purpose(verb) or frame.kind if frame.guest else frame.kind
        return Candidate(verb, kind, sides, frame.rule, frame.code, [*arguments, *others])

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

    def _delivery(self, verb: Token) -> Iterator[Candidate]:
        """Delivery by hand: the author's letter, and the bearer's meeting with the addressee."""
        direct = [t for t in (*_things(verb), *verb.children) if t.dep_ in ("dobj", "oprd", "nsubjpass")]
        letters = [*direct, *(c for t in direct for c in t.subtree if c.dep_ == "appos")]
        letter = next((t for t in letters if t.lemma_.lower() in ("letter", "note", "message")), None)
        if letter is None:
            return
        given = [c for c in verb.children if c.dep_ in ("dative", "dobj") and c != letter and c.pos_ != "ADP"]
        given += [n for name, n in prepositions(verb) if name == "to"]
        addressees, bearers = self.parties.all(given), self.parties.all(agents(verb))
        authors = self.parties.all(
            [n for name, n in prepositions(letter) if name in ("from", "by", "of")]
            + [c for c in letter.children if c.dep_ == "poss"]
        )
        if addressees and bearers:
            yield Candidate(verb, Kind.MEETING, [bearers, addressees], "verb.hand", None, given)
        if addressees and authors:
            yield Candidate(letter, Kind.CORRESPONDENCE, [authors, addressees], "noun.letter", None, given)

    def _mission(self, verb: Token) -> Iterator[Candidate]:
        """ "A sent a delegation to B for talks": those sent visit; a team needs a word that says it comes to talk."""
        for sent in _things(verb):
            lemma, mention = sent.lemma_.lower(), self.mentions.covering(sent)
            places = self.sides.destinations([n for t in (verb, sent) for name, n in prepositions(t) if name == "to"])
            official = mention is not None and mention.type is PartyType.PERSON and bool(mention.role_words)
            if not (lemma in roles("missions") or official) or not places:
                continue
            around = {t.lemma_.lower() for t in verb.sent if t.i > verb.i}
            if official or lemma in roles("heads") or around & (roles("heads") | nouns().keys() | verbs().keys()):
                senders = [
                    r for s in self.parties.all(agents(verb)) for r in state_ref(s.referent.country, verb, "sender")
                ]
                yield Candidate(verb, Kind.VISIT, [self.parties.of(sent) or senders, places], f"verb.{verb.lemma_}")

    def _led(self, verb: Token) -> Iterator[Candidate]:
        """ "X will lead a delegation to A": X visits A."""
        for led in _things(verb):
            where = [n for t in (verb, led) for name, n in prepositions(t) if name == "to"]
            if led.lemma_.lower() in words("led") and (places := self.sides.destinations(where)):
                yield Candidate(verb, Kind.VISIT, [self.parties.all(agents(verb)), places], "verb.lead", None, where)

    def _journey(self, verb: Token) -> Iterator[Candidate]:
        """ "A tour that takes X to A and B": whoever is taken visits them."""
        frames = [nouns().get(t.lemma_.lower()) for t in surface_subjects(verb)]
        if any(frame and frame.kind is Kind.VISIT for frame in frames):
            where = [n for name, n in prepositions(verb) if name == "to"]
            places = self.sides.destinations(where)
            yield Candidate(verb, Kind.VISIT, [self.parties.all(patients(verb)), places], "verb.take", None, where)

    def _invitation(self, verb: Token) -> Iterator[Candidate]:
        """ "A invited B to visit", "A invited B for talks": a contact that is only offered."""
        hosts, guests = self.parties.all(agents(verb)), self.parties.all(patients(verb))
        travels = any(
            c.dep_ in ("xcomp", "ccomp", "advcl") and c.lemma_ in ("visit", "come", "travel") for c in verb.children
        )
        travels = travels or any(
            (name in ("to", "for") and n.lemma_.lower() in ("visit", "trip"))
            or (name == "to" and self.sides.destination(n))
            for name, n in prepositions(verb)
        )
        people = [g for g in guests if g.referent.type is PartyType.PERSON or g.how in ("title", "office")]
        if hosts and guests and (travels or people):
            yield Candidate(verb, Kind.VISIT, [guests, hosts], "verb.invite", status=Status.HYPOTHETICAL)


def verb_lemma(token: Token) -> str | None:
    """Return the lemma under which the lexicon has a verb; the model's lemmatizer does not know them all."""
    return next((g for g in lemma_guesses(token) if g in verbs()), None)


def _frame_of(verb: Token, lemma: str) -> VerbFrame | None:
    direct = any(c.dep_ == "dobj" for c in verb.children)
    loose = (
        ("prt", "advmod") if direct and not is_passive(verb) else ("prt", "advmod", "prep", "acomp", "attr", "npadvmod")
    )
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
    if frame.lemma == "tell":
        return any(c.lemma_.lower() == "delegate" for c in patients(verb))
    if frame.lemma == "welcome":
        return any(name in ("to", "into") and n.lemma_.lower() in words("membership") for name, n in prepositions(verb))
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


def _three_way(noun: Token) -> bool:
    return any(c.lower_ in ("trilateral", "three-way", "tripartite", "quadrilateral") for c in noun.children)


def _moves_another(verb: Token) -> bool:
    """Whether somebody or something else travels ("returned refugees to Albania")."""
    return not is_passive(verb) and any(c.dep_ == "dobj" and c.pos_ in ("NOUN", "PROPN") for c in verb.children)


def _things(verb: Token) -> list[Token]:
    """Return what a verb acts on: its objects, or in a passive its subject."""
    found = [c for c in verb.children if c.dep_ == "dobj"]
    return found + (surface_subjects(verb) if is_passive(verb) else [])


def _has_topic(verb: Token) -> bool:
    return bool(_things(verb)) or any(c.dep_ == "ccomp" for c in verb.children)
