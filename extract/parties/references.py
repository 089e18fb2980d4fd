"""He, she, they, the two, both ministers: to whom a word points back. Abstains where it is not clear."""

from dataclasses import dataclass, field, replace

from spacy.tokens import Doc, Token

from diplograph.extract.lexicon.words import roles, words
from diplograph.extract.model import PartyType
from diplograph.extract.parties.persons import Actor, People
from diplograph.extract.parties.resolution import Parties, Ref
from diplograph.extract.syntax.subjects import surface_subjects
from diplograph.extract.syntax.tokens import SUBJECT, antecedent, is_verbal

_HE = frozenset({"he", "him", "his", "himself"})
_SHE = frozenset({"she", "her", "hers", "herself"})
_THEY = frozenset({"they", "them", "their", "themselves", "both"})
_SIZES = {"two": 2, "both": 2, "pair": 2, "duo": 2, "three": 3, "trio": 3, "four": 4, "2": 2, "3": 3}


@dataclass(slots=True)
class References:
    """Resolves the references of one document; ``remember`` tells it of contacts as they are found."""

    doc: Doc
    parties: Parties
    people: People
    contacts: list[tuple[int, list[list[Ref]]]] = field(default_factory=list)
    resolved: dict[int, Actor | None] = field(default_factory=dict)
    open: set[int] = field(default_factory=set)

    def remember(self, position: int, sides: list[list[Ref]]) -> None:
        """Note a contact's sides: "the two" after it are most likely these."""
        self.contacts.append((position, sides))

    def resolve(self, token: Token) -> list[Ref]:
        """Return the parties that a pronoun or a collective noun points back to; none where it points to itself."""
        if token.i in self.open:
            return []
        self.open.add(token.i)
        try:
            return self._meant(token)
        finally:
            self.open.remove(token.i)

    def _meant(self, token: Token) -> list[Ref]:
        low = token.lower_
        if low in ("i", "me", "we", "us"):
            return self._speaker(token)
        if low == "it" and token.dep_ == "nsubj" and token.head.dep_ == "ccomp" and is_verbal(token.head.head):
            bodies = self.parties.all([s for s in surface_subjects(token.head.head) if s.pos_ != "PRON"])
            return [_at(r.actor, token, "pronoun") for r in bodies if r.actor.type is not PartyType.PERSON]
        if low in _HE | _SHE:
            actor = self._ahead(token) or self._singular(token, "m" if low in _HE else "f")
            return [_at(actor, token, "pronoun")] if actor else []
        if low == "they" and (group := self._group_above(token)):
            return [
                replace(r, start=token.idx, end=token.idx + len(token), how="collective", token=token.i, head=token.i)
                for r in group
            ]
        if low in ("they", "their") and len(group := self._subjects_here(token)) > 1:
            return [_at(r.actor, token, "collective") for r in group]
        size = self._size(token)
        if token.lemma_.lower() in roles("bands") and [c.lower_ for c in token.children if c.dep_ != "punct"] == [
            "the"
        ]:
            return [_at(a, token, "group") for a in self._band_before(token)]
        if low in _THEY or size is not None:
            return [_at(a, token, "collective") for a in self._plural(token, size)]
        return []

    def _size(self, token: Token) -> int | None:
        """Return how many parties the phrase speaks of: 0 for "the leaders", None for no such phrase."""
        low, lemma = token.lower_, token.lemma_.lower()
        if low in _SIZES and token.dep_ not in ("nummod", "det", "predet"):
            return _SIZES[low]
        group = lemma in roles("sides") | roles("individuals") or lemma in roles("heads")
        if not group or token.tag_ not in ("NNS", "NNPS"):
            return None
        for child in token.children:
            if child.lower_ in _SIZES:
                return _SIZES[child.lower_]
        plain = [c for c in token.children if c.dep_ not in ("punct", "prep", "relcl", "cc", "conj")]
        return 0 if len(plain) == 1 and plain[0].lower_ in ("the", "these", "those") else None

    def _singular(self, token: Token, gender: str) -> Actor | None:
        """The subject spoken of last for a subject; for an object, the last person who is not that subject."""
        if token.i not in self.resolved:
            self.resolved[token.i] = None
            self.resolved[token.i] = self._person_meant(token, gender)
        return self.resolved[token.i]

    def _person_meant(self, token: Token, gender: str) -> Actor | None:
        rivals = self._fellows(token) if token.dep_ != "poss" else set()
        others = _HE if gender == "f" else _SHE
        for other in self.doc[token.sent.start : token.i]:
            if other.lower_ in others and (actor := self._singular(other, "m" if gender == "f" else "f")):
                rivals.add(actor.id)
        candidates = [self._matrix_subject(token)]
        candidates += self._subjects_before(token, here=token.dep_ in ("nsubj", "nsubjpass", "poss"))
        candidates += [actor for _, actor in self.people.before(token, 2)]
        return next((a for a in candidates if a and a.id not in rivals and a.gender in (None, gender)), None)

    def _subjects_before(self, token: Token, *, here: bool) -> list[Actor | None]:
        """The subjects of this sentence, the nearest first, then those of the two before, the main clause's first."""
        near = [t for t in self.doc[token.sent.start : token.i] if _is_subject(t)] if here else []
        found = [self._person_at(t) for t in reversed(near)]
        sent = token.sent
        for _ in range(2):
            if sent.start == 0:
                break
            sent = self.doc[sent.start - 1].sent
            subjects = [t for t in sent if _is_subject(t)]
            found += [self._person_at(t) for t in sorted(subjects, key=lambda t: (t.head != sent.root, -t.i))]
        return found

    def _person_at(self, token: Token) -> Actor | None:
        """The one person that a subject stands for, or that it belongs to ("Orban's letter")."""
        if token.lower_ in _HE | _SHE:
            return self._singular(token, "m" if token.lower_ in _HE else "f")
        if token.pos_ == "PRON" or any(c.dep_ == "conj" for c in token.children):
            return None
        refs = self.parties.of(token)
        if not refs:
            refs = [r for c in token.children if c.dep_ == "poss" and c.pos_ == "PROPN" for r in self.parties.of(c)]
        return refs[0].actor if len(refs) == 1 and refs[0].actor.type is PartyType.PERSON else None

    def _group_before(self, token: Token, size: int) -> list[Actor]:
        """The several whom a subject of the sentences before named together."""
        sent = token.sent
        for _ in range(5 if size > 2 else 3):
            if sent.start == 0:
                return []
            sent = self.doc[sent.start - 1].sent
            subjects = [
                t for t in sent if _is_subject(t) and t.head == sent.root and t.pos_ != "PRON" and t.i < sent.root.i
            ]
            actors = _unique([r.actor for r in self.parties.all(subjects)])
            if len(actors) == size or (not size and len(actors) > 1):
                return actors
            if not size:
                return []
        return []

    def _band_before(self, token: Token) -> list[Actor]:
        """The group or organisation spoken of last: "negotiating with them"."""
        floor = self.doc[token.sent.start - 1].sent.start if token.sent.start else 0
        for mention in reversed(self.parties.mentions.between(floor, token.i)):
            if mention.type is PartyType.GROUP:
                return [Actor(mention.name, mention.type, mention.country)]
        return []

    def _group_above(self, token: Token) -> list[Ref]:
        """ "Palestinian leaders said they would ...": the plural subject of the verb of saying."""
        clause = token.head
        if token.dep_ not in ("nsubj", "nsubjpass") or clause.dep_ != "ccomp" or not is_verbal(clause.head):
            return []
        subjects = [s for s in surface_subjects(clause.head) if s.tag_ in ("NNS", "NNPS") and s.i < token.i]
        return self.parties.all(subjects)

    def _subjects_here(self, token: Token) -> list[Ref]:
        """The several who are the subject of the sentence's main clause, where the pronoun stands in another."""
        root = token.sent.root
        subjects = [s for s in surface_subjects(root) if s.i < token.i and s.pos_ != "PRON"] if is_verbal(root) else []
        return self.parties.all(subjects) if subjects and token.head != root else []

    def _matrix_subject(self, token: Token) -> Actor | None:
        """An object pronoun in an embedded clause most often means the subject of the clause above."""
        if token.dep_ in ("nsubj", "nsubjpass", "poss"):
            return None
        verb = token.head
        while verb.pos_ not in ("VERB", "AUX") and verb.head != verb:
            verb = verb.head
        above = verb.head
        while verb.dep_ == "relcl" and not is_verbal(above) and above.head != above:
            above = above.head
        if verb.dep_ not in ("xcomp", "ccomp", "advcl", "acl", "relcl") or not is_verbal(above):
            return None
        for subject in surface_subjects(above):
            mention = self.parties.mentions.covering(subject)
            if mention is not None and mention.type is PartyType.PERSON and mention.end <= token.i:
                return self.people.actor(mention)
        return None

    def _speaker(self, token: Token) -> list[Ref]:
        """ "I met X," said Y: the subject of the verb of saying, where it names a person."""
        for above in token.ancestors:
            if above.dep_ == "ccomp" and above.head.lemma_ in words("saying"):
                refs = [r for r in self.parties.all(surface_subjects(above.head)) if r.actor.type is PartyType.PERSON]
                return [_at(refs[0].actor, token, "speaker")] if refs else []
        return []

    def _ahead(self, token: Token) -> Actor | None:
        """ "Before she met X, Y had ...": the subject of the main clause that follows."""
        clause = token.head
        if token.dep_ != "nsubj" or clause.dep_ != "advcl" or clause.i > clause.head.i:
            return None
        for subject in surface_subjects(clause.head):
            mention = self.parties.mentions.covering(subject)
            if mention is None:
                refs = self.parties.of(subject) if subject.pos_ in ("NOUN", "PROPN") else []
                return refs[0].actor if refs and refs[0].actor.type is PartyType.PERSON else None
            if mention.type is PartyType.PERSON and mention.start > token.i:
                return self.people.actor(mention)
        return None

    def _fellows(self, token: Token) -> set[str]:
        """The other arguments of the same verb can't be meant by its pronoun."""
        verb = token.head
        while verb.pos_ not in ("VERB", "AUX") and verb.head != verb:
            verb = verb.head
        found = set()
        for child in verb.children:
            if child == token or child.dep_ not in ("nsubj", "nsubjpass", "dobj"):
                continue
            if child.lower_ in _HE | _SHE and token.dep_ not in ("nsubj", "nsubjpass") and child.dep_ != "dobj":
                other = self._singular(child, "m" if child.lower_ in _HE else "f")
                found.update([other.id] if other else [])
            elif (named := antecedent(child)).pos_ != "PRON":
                found.update(r.actor.id for r in self.parties.of(named))
        return found

    def _plural(self, token: Token, size: int | None) -> list[Actor]:
        wanted = size or 0
        states = token.lemma_.lower() in roles("sides")
        if token.lower_ == "them":
            return self._listed(token, wanted, False, self._fellows(token)) or self._band_before(token)
        if token.lower_ == "they" and (group := self._group_before(token, 0)):
            return group
        for position, sides in reversed(self.contacts[-20:]):
            if position < token.i and self._near(position, token, 2):
                actors = _unique([r.actor for side in sides for r in side])
                if _fits(len(actors), wanted) and (len(actors) == 2 or len(actors) == len(sides)):
                    return actors
        if wanted > 2 and (group := self._group_before(token, wanted)):
            return group
        listed = self._listed(token, wanted, states, self._fellows(token))
        return [] if token.lower_ == "their" and len(listed) != 2 else listed

    def _listed(self, token: Token, wanted: int, states: bool, rivals: set[str]) -> list[Actor]:
        """Without a contact before it: the persons, or else the states, of the last sentences."""
        kinds = [PartyType.STATE, PartyType.PERSON] if states else [PartyType.PERSON, PartyType.STATE]
        kinds = kinds[:1] if token.lower_ in ("them", "they", "their") else kinds
        for kind in kinds:
            actors = [a for a in self._recent(token, kind, rivals) if a.id not in rivals]
            if _fits(len(actors), wanted):
                return actors
            if wanted and len(actors) > wanted and kind is PartyType.PERSON:
                return []
        return []

    def _recent(self, token: Token, kind: PartyType, rivals: set[str]) -> list[Actor]:
        floor = token.sent.start
        for _ in range(2):
            found = []
            for mention in self.parties.mentions.between(floor, token.i):
                if mention.type is kind:
                    if kind is PartyType.PERSON:
                        actor = self.people.actor(mention)
                    else:
                        root = self.doc[mention.start : mention.end].root
                        plain = root.dep_ in (*SUBJECT, "conj", "pobj", "dobj") and mention.sense != "demonym"
                        argument = plain or token.lemma_.lower() in roles("sides")
                        actor = Actor(mention.name, mention.type, mention.country) if argument else None
                    found += [actor] if actor else []
            actors = [a for a in _unique(found) if a.id not in rivals]
            if len(actors) > 1:
                return actors
            floor = self.doc[floor - 1].sent.start if floor > 0 else 0
        return actors

    def _near(self, position: int, token: Token, sentences: int) -> bool:
        floor = token.sent.start
        for _ in range(sentences):
            floor = self.doc[floor - 1].sent.start if floor > 0 else 0
        return position >= floor


def _at(actor: Actor, token: Token, how: str) -> Ref:
    return Ref(actor, token.idx, token.idx + len(token), how, token.i, token.i)


def _fits(count: int, wanted: int) -> bool:
    return count == (wanted or 2)


def _unique(actors: list[Actor]) -> list[Actor]:
    return list({a.id: a for a in actors}.values())


def _is_subject(token: Token) -> bool:
    return token.dep_ in SUBJECT
