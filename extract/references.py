"""He, she, they, the two, both ministers: to whom a word points back. Abstains where it is not clear."""

from dataclasses import dataclass, field, replace

from spacy.tokens import Doc, Token

from diplograph.extract.frames import roles, words
from diplograph.extract.grammar import is_verbal, surface_subjects
from diplograph.extract.model import PartyType
from diplograph.extract.parties import Parties, Ref
from diplograph.extract.people import Actor, People

_HE = frozenset({"he", "him", "his", "himself"})
_SHE = frozenset({"she", "her", "hers", "herself"})
_THEY = frozenset({"they", "them", "their", "themselves", "both"})
_SIZES = {"two": 2, "both": 2, "pair": 2, "duo": 2, "three": 3, "trio": 3, "four": 4, "2": 2, "3": 3}
_STATES = frozenset(
    {
        "side",
        "country",
        "capital",
        "government",
        "nation",
        "state",
        "party",
        "neighbour",
        "neighbor",
        "delegation",
        "power",
        "rival",
    }
)
_PERSONS = frozenset({"man", "woman", "counterpart", "official", "diplomat"})


@dataclass(slots=True)
class References:
    """Resolves the references of one document; ``remember`` tells it of contacts as they are found."""

    doc: Doc
    parties: Parties
    people: People
    contacts: list[tuple[int, list[list[Ref]]]] = field(default_factory=list)

    def remember(self, position: int, sides: list[list[Ref]]) -> None:
        """Note a contact's sides: "the two" after it are most likely these."""
        self.contacts.append((position, sides))

    def resolve(self, token: Token) -> list[Ref]:
        """Return the parties that a pronoun or a collective noun points back to."""
        low = token.lower_
        if low in ("i", "me"):
            return self._speaker(token)
        if low in _HE | _SHE:
            actor = self._ahead(token) or self._singular(token, "m" if low in _HE else "f")
            return [_at(actor, token, "pronoun")] if actor else []
        if low == "they" and (group := self._group_above(token)):
            return [
                replace(r, start=token.idx, end=token.idx + len(token), how="collective", token=token.i, head=token.i)
                for r in group
            ]
        size = self._size(token)
        if low in _THEY or size is not None:
            return [_at(a, token, "collective") for a in self._plural(token, size)]
        return []

    def _size(self, token: Token) -> int | None:
        """Return how many parties the phrase speaks of: 0 for "the leaders", None for no such phrase."""
        low, lemma = token.lower_, token.lemma_.lower()
        if low in _SIZES and token.dep_ not in ("nummod", "det", "predet"):
            return _SIZES[low]
        group = lemma in _STATES | _PERSONS or lemma in roles("heads")
        if not group or token.tag_ not in ("NNS", "NNPS"):
            return None
        for child in token.children:
            if child.lower_ in _SIZES:
                return _SIZES[child.lower_]
        plain = [c for c in token.children if c.dep_ not in ("punct", "prep", "relcl", "cc", "conj")]
        return 0 if len(plain) == 1 and plain[0].lower_ in ("the", "these", "those") else None

    def _singular(self, token: Token, gender: str) -> Actor | None:
        """The subject spoken of last for a subject; for an object, the last person who is not that subject."""
        rivals = self._fellows(token) if token.dep_ != "poss" else set()
        if (above := self._matrix_subject(token)) and above.id not in rivals and above.gender in (None, gender):
            return above
        seen: list[Actor] = []
        subject: Actor | None = None
        for mention, actor in self.people.before(token, 2):
            if actor.id in rivals or (actor.gender and actor.gender != gender):
                continue
            head = self.doc[mention.start : mention.end].root
            seen.append(actor)
            if subject is None and _subject(head):
                subject = actor
        if not seen:
            return None
        return (subject or seen[0]) if token.dep_ in ("nsubj", "nsubjpass", "poss") else seen[0]

    def _group_above(self, token: Token) -> list[Ref]:
        """ "Palestinian leaders said they would ...": the plural subject of the verb of saying."""
        clause = token.head
        if token.dep_ not in ("nsubj", "nsubjpass") or clause.dep_ != "ccomp" or not is_verbal(clause.head):
            return []
        subjects = [s for s in surface_subjects(clause.head) if s.tag_ in ("NNS", "NNPS") and s.i < token.i]
        return self.parties.all(subjects)

    def _matrix_subject(self, token: Token) -> Actor | None:
        """An object pronoun in an embedded clause most often means the subject of the clause above."""
        if token.dep_ in ("nsubj", "nsubjpass", "poss"):
            return None
        verb = token.head
        while verb.pos_ not in ("VERB", "AUX") and verb.head != verb:
            verb = verb.head
        if verb.dep_ not in ("xcomp", "ccomp", "advcl", "acl") or not is_verbal(verb.head):
            return None
        for subject in surface_subjects(verb.head):
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
            elif child.pos_ != "PRON":
                found.update(r.actor.id for r in self.parties.of(child))
        return found

    def _plural(self, token: Token, size: int | None) -> list[Actor]:
        wanted = size or 0
        states = token.lemma_.lower() in _STATES
        if token.lower_ == "them":
            return self._listed(token, wanted, False, self._fellows(token))
        for position, sides in reversed(self.contacts):
            if position < token.i and self._near(position, token, 2):
                actors = _unique([r.actor for side in sides for r in side])
                if _fits(len(actors), wanted) and (len(actors) == 2 or len(actors) == len(sides)):
                    return actors
        listed = self._listed(token, wanted, states, self._fellows(token))
        return [] if token.lower_ == "their" and len(listed) != 2 else listed

    def _listed(self, token: Token, wanted: int, states: bool, rivals: set[str]) -> list[Actor]:
        """Without a contact before it: the persons, or else the states, of the last sentences."""
        kinds = [PartyType.STATE, PartyType.PERSON] if states else [PartyType.PERSON, PartyType.STATE]
        kinds = kinds[:1] if token.lower_ == "them" else kinds
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
            for mention in self.parties.mentions.found:
                if floor <= mention.start < token.i and mention.type is kind:
                    if kind is PartyType.PERSON:
                        actor = self.people.actor(mention)
                    else:
                        root = self.doc[mention.start : mention.end].root
                        argument = (
                            root.dep_ in ("nsubj", "nsubjpass", "conj", "pobj", "dobj") and mention.sense != "demonym"
                        )
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
    return count == wanted if wanted else 2 <= count <= 4


def _unique(actors: list[Actor]) -> list[Actor]:
    return list({a.id: a for a in actors}.values())


def _subject(token: Token) -> bool:
    while token.dep_ in ("conj", "compound", "poss", "appos") and token.head != token:
        token = token.head
    return token.dep_ in ("nsubj", "nsubjpass")
