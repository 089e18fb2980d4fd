"""To whom a word points back: he, she, they, the two, both ministers, its envoys. Abstains where it is not clear."""

from collections.abc import Callable, Iterable

from spacy.tokens import Token

from diplograph.extract.lexicon.words import roles, words
from diplograph.extract.model import PartyType
from diplograph.extract.parties.plural import Plurals
from diplograph.extract.parties.referent import Ref, Referent, state_ref
from diplograph.extract.parties.resolver import Resolver
from diplograph.extract.parties.singular import HE_OR_SHE, Singulars
from diplograph.extract.parties.speakers import ADDRESSEE, SPEAKER, Speakers
from diplograph.extract.syntax.subjects import surface_subjects
from diplograph.extract.syntax.tokens import clause_above, conjuncts, is_verbal

_DEFINITE = frozenset({"the", "his", "her", "its"})


class References:
    """Resolves the references of one document.

    A noun phrase is resolved from the words below it in the tree. Only a reference leads up or back in the text, and
    none is followed again while it is being resolved: so no two can go in a circle.
    """

    def __init__(self, parties: Resolver) -> None:
        self._parties = parties
        self._speakers = Speakers(parties)
        self._singulars = Singulars(parties)
        self._plurals = Plurals(parties, self._singulars)
        self._open: set[int] = set()

    def remember(self, position: int, sides: list[list[Ref]]) -> None:
        """Note a contact's sides: "the two" after it are most likely these."""
        self._plurals.remember(position, sides)

    def resolve(self, token: Token) -> list[Ref]:
        """Return the parties that a pronoun or a collective noun points back to; none where it points to itself."""
        return self._once(token, self._meant)

    def speaking(self, token: Token) -> list[Ref]:
        """Return who speaks where a word stands."""
        return _all_at(self._speakers.speaking(token), token, "speaker")

    def corresponding(self) -> tuple[Referent | None, Referent | None]:
        """Return who writes the letter that the text is, and to whom."""
        return self._speakers.between()

    def in_letter(self) -> bool:
        """Whether the text is a letter: its title says who writes to whom."""
        return self._speakers.in_letter

    def corresponds(self, person: Referent) -> bool:
        """Whether somebody writes the letter that the text is, or gets it."""
        return person.id in self._speakers.corresponding

    def addressed(self, token: Token) -> list[Ref]:
        """Return to whom one speaks where a word stands."""
        return _all_at(self._speakers.addressed(token), token, "addressee")

    def staff(self, noun: Token) -> list[Ref]:
        """ "A ordered its *envoys* to ...": the staff of the subject acts for its state, or for the body that it is."""
        return self._once(noun, self._employer)

    def _once(self, token: Token, meant: Callable[[Token], list[Ref]]) -> list[Ref]:
        if token.i in self._open:
            return []
        self._open.add(token.i)
        try:
            return meant(token)
        finally:
            self._open.remove(token.i)

    def _meant(self, token: Token) -> list[Ref]:
        low = token.lower_
        if low in SPEAKER:
            return _all_at(self._speaker(token)[:1] or self._speakers.speaking(token), token, "speaker")
        if low in ADDRESSEE:
            return self.addressed(token)
        if low == "it":
            return _all_at(self._body_that_said(token), token, "pronoun")
        if low in HE_OR_SHE:
            person = self._singulars.meant(token)
            return _all_at([person] if person else [], token, "pronoun")
        # "the latter"
        if low in words("firsts") | words("seconds") and _has_only_the(token):
            return _all_at(self._plurals.of_two(token), token, "pronoun")
        # "his guest", of whom he received
        if token.lemma_.lower() in roles("facing") and token.tag_ == "NN":
            return _all_at(self._facing(token), token, "pronoun")
        # "the movement", which was named before
        if token.lemma_.lower() in roles("bands") and _has_only_the(token):
            return _all_at(self._plurals.band_before(token), token, "group")
        return _all_at(self._in_sentence(token) or self._plurals.several(token), token, "collective")

    def _facing(self, token: Token) -> list[Referent]:
        """ "X met Y. X told *his guest* ...", "X briefed *the interlocutor*": whom he met."""
        owners = [c for c in token.children if c.dep_ == "poss"]
        plain = all(c.dep_ in ("poss", "det", "punct") and c.lower_ in _DEFINITE for c in token.children)
        if not plain or not (owners or _has_only_the(token)):
            return []
        subjects = [s for s in surface_subjects(clause_above(token)) if s != token]
        own = self._parties.all(subjects or owners)
        return self._plurals.opposite(own[0].referent.id, token) if len(own) == 1 else []

    def _speaker(self, token: Token) -> list[Referent]:
        """ "*I* met X," said Y: the subject of the verb of saying, where it names a person."""
        said = next((a for a in token.ancestors if a.dep_ == "ccomp" and a.head.lemma_ in words("saying")), None)
        speakers = self._parties.all(surface_subjects(said.head)) if said is not None else []
        return [r.referent for r in speakers if r.referent.is_person]

    def _body_that_said(self, token: Token) -> list[Referent]:
        """ "The ministry said *it* had summoned ...": the subject of the verb of saying, where it names no person."""
        said = token.head
        if token.dep_ != "nsubj" or said.dep_ != "ccomp" or not is_verbal(said.head):
            return []
        subjects = [s for s in surface_subjects(said.head) if s.pos_ != "PRON"]
        return [r.referent for r in self._parties.all(subjects) if not r.referent.is_person]

    def _in_sentence(self, token: Token) -> list[Referent]:
        """Return the several whom "they" or "their" means within its sentence."""
        if token.lower_ not in ("they", "their"):
            return []
        return self._that_said(token) or self._subjects(token)

    def _that_said(self, token: Token) -> list[Referent]:
        """ "Palestinian leaders said *they* would ...": the plural subject of the verb of saying."""
        clause = token.head
        subject = token.lower_ == "they" and token.dep_ in ("nsubj", "nsubjpass")
        if not subject or clause.dep_ != "ccomp" or not is_verbal(clause.head):
            return []
        plurals = [s for s in surface_subjects(clause.head) if self._is_several(s) and s.i < token.i]
        return [r.referent for r in self._parties.all(plurals)]

    def _is_several(self, subject: Token) -> bool:
        mention = self._parties.mentions.covering(subject)
        return subject.tag_ in ("NNS", "NNPS") or (mention is not None and mention.type is PartyType.GROUP)

    def _subjects(self, token: Token) -> list[Referent]:
        """ "X and Y left after *they* met": the subject of the main clause, where the pronoun stands in another."""
        root = token.sent.root
        if not is_verbal(root) or token.head == root:
            return []
        named = [s for s in surface_subjects(root) if s.i < token.i and s.pos_ != "PRON"]
        several = [r.referent for r in self._parties.all(named)]
        return several if len(several) > 1 else []

    def _employer(self, noun: Token) -> list[Ref]:
        verb = clause_above(noun)
        subjects = surface_subjects(verb) if is_verbal(verb) else []
        # "A denied that its envoys had met B"
        if verb.dep_ in ("ccomp", "acl") and any(s == noun or s.is_ancestor(noun) for s in subjects):
            verb = clause_above(verb)
            subjects = surface_subjects(verb) if is_verbal(verb) else []
        if any(s.i >= noun.i or s.pos_ == "PRON" or noun in conjuncts(s) for s in subjects):
            return []
        found: list[Ref] = []
        for ref in self._parties.all(subjects):
            person = ref.referent.is_person
            found += state_ref(ref.referent.country, noun, "own") if person else [Ref.at(ref.referent, noun, "own")]
        return found if len(found) == 1 else []


def _has_only_the(noun: Token) -> bool:
    return [c.lower_ for c in noun.children if c.dep_ != "punct"] == ["the"]


def _all_at(referents: Iterable[Referent], token: Token, how: str) -> list[Ref]:
    return [Ref.at(referent, token, how) for referent in referents]
