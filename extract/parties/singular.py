"""The person whom "he" or "she" means."""

from collections.abc import Iterator
from functools import cached_property

import numpy as np
from spacy.attrs import POS
from spacy.symbols import PRON
from spacy.tokens import Span, Token

from diplograph.extract.lexicon.words import roles
from diplograph.extract.parties.referent import Referent
from diplograph.extract.parties.resolver import Resolver
from diplograph.extract.syntax.subjects import surface_subjects
from diplograph.extract.syntax.tokens import SUBJECT, antecedent, is_verbal

_HE = frozenset({"he", "him", "his", "himself"})
_SHE = frozenset({"she", "her", "hers", "herself"})
HE_OR_SHE = _HE | _SHE
_EMBEDDED = frozenset({"xcomp", "ccomp", "advcl", "acl", "relcl"})
_SENTENCES = 2  # back from a pronoun to whom it means


class Singulars:
    """Resolves the singular pronouns of one document."""

    def __init__(self, parties: Resolver) -> None:
        self._parties, self._doc = parties, parties.doc
        self._resolved: dict[int, Referent | None] = {}
        self._next = 0

    def meant(self, token: Token) -> Referent | None:
        """Return the person whom a pronoun means; None where that is unclear."""
        return self._subject_ahead(token) or self._subject_behind_phrase(token) or self._person(token)

    def fellows(self, token: Token) -> set[str]:
        """Return the ids of the other arguments of a pronoun's verb, whom it can't mean."""
        found = set()
        for child in _verb_above(token).children:
            if child == token or child.dep_ not in ("nsubj", "nsubjpass", "dobj"):
                continue
            # "*he* told him"
            if child.lower_ in HE_OR_SHE and child.dep_ in SUBJECT and token.dep_ not in SUBJECT:
                person = self._person(child)
                found.update([person.id] if person else [])
            elif (named := antecedent(child)).pos_ != "PRON":
                found.update(r.referent.id for r in self._parties.of(named))
        if token.dep_ in SUBJECT:
            found.update(self._met_before(_verb_above(token)))
        return found

    def _met_before(self, verb: Token) -> Iterator[str]:
        """ "After having spoken with X, *he* ...": whom the subject has met in a clause that opens the sentence, he is not."""
        for clause in (t for c in verb.children if c.i < verb.i for t in (c, *c.children)):
            if clause.dep_ in ("advcl", "pcomp") and clause.tag_ == "VBG" and clause.i < verb.i:
                below = [o for c in clause.children for o in ((c,) if c.dep_ == "dobj" else c.children)]
                yield from (r.referent.id for o in below if o.dep_ in ("dobj", "pobj") for r in self._parties.of(o))

    def _person(self, token: Token) -> Referent | None:
        """Resolve a pronoun; those before it first, so that each of a long row finds the one before it resolved."""
        while self._next < len(self._pronouns) and self._pronouns[self._next].i < token.i:
            self._next += 1
            self._person(self._pronouns[self._next - 1])
        if token.i not in self._resolved:
            self._resolved[token.i] = None
            self._resolved[token.i] = self._antecedent(token)
        return self._resolved[token.i]

    @cached_property
    def _pronouns(self) -> list[Token]:
        pronouns = np.flatnonzero(self._doc.to_array([POS]).ravel() == PRON).tolist()
        return [t for t in map(self._doc.__getitem__, pronouns) if t.lower_ in HE_OR_SHE]

    def _antecedent(self, token: Token) -> Referent | None:
        gender = _gender(token)
        rivals = self._rivals(token)
        fits = (a for a in self._candidates(token) if a and a.id not in rivals and a.gender in (None, gender))
        return next((a for a in fits if not self._parties.corresponds(a)), None)

    def _rivals(self, token: Token) -> set[str]:
        """Return the ids of those whom another word of the sentence means."""
        rivals = self.fellows(token) if token.dep_ != "poss" else set()
        for other in self._doc[token.sent.start : token.i]:
            if other.lower_ in HE_OR_SHE and _gender(other) != _gender(token) and (person := self._person(other)):
                rivals.add(person.id)
        return rivals

    def _candidates(self, token: Token) -> Iterator[Referent | None]:
        """Yield whom a pronoun may mean, the likeliest first."""
        if token.dep_ not in (*SUBJECT, "poss"):
            yield self._subject_above(token)
        # "X arrived, and *he* met Y"
        else:
            subjects = [t for t in self._doc[token.sent.start : token.i] if t.dep_ in SUBJECT]
            yield from map(self._person_at, reversed(subjects))
        # "X arrived when Y left. *He* met Z": the subject of the main clause goes first
        for sent in self._sentences_before(token):
            subjects = [t for t in sent if t.dep_ in SUBJECT]
            yield from map(self._person_at, sorted(subjects, key=lambda t: (t.head != sent.root, -t.i)))
        yield from self._offices_before(token)
        # "The plane of X landed. *He* met Z."
        yield from (person for _, person in self._parties.persons.before(token, _SENTENCES))

    def _offices_before(self, token: Token) -> Iterator[Referent | None]:
        """ "I called on the French *ambassador*. I told him ...", "received from the French *minister* his letter"."""
        if not all(self._parties.corresponds(person) for _, person in self._parties.persons.before(token, 1)):
            return
        before = next(self._sentences_before(token), token.sent)
        for noun in reversed(self._doc[before.start : token.i]):
            object_ = noun.dep_ in ("dobj", "pobj") and noun.lemma_.lower() in roles("heads")
            if any(c.tag_ == "PRP$" for c in noun.children):  # "recalled *its* ambassador from Chad, and told him"
                continue
            if object_ and not noun.is_ancestor(token) and self._parties.mentions.covering(noun) is None:
                yield self._one_of(noun)

    def _sentences_before(self, token: Token) -> Iterator[Span]:
        sent = token.sent
        for _ in range(_SENTENCES):
            if sent.start:
                sent = self._doc[sent.start - 1].sent
                yield sent

    def _person_at(self, subject: Token) -> Referent | None:
        """Return the one person that a subject stands for, or that it belongs to."""
        if subject.lower_ in HE_OR_SHE:
            return self._person(subject)
        alone = subject.pos_ != "PRON" and not any(c.dep_ == "conj" for c in subject.children)
        return self._one_of(subject) if alone else None

    def _one_of(self, subject: Token) -> Referent | None:
        refs = self._parties.of(subject)
        # "*Otieno*'s letter arrived. He ..."
        if not refs:
            owners = [c for c in subject.children if c.dep_ == "poss" and c.pos_ == "PROPN"]
            refs = [r for owner in owners for r in self._parties.of(owner)]
        # "The Turkish *president* met X. He ...": the state stands for its unnamed president; not "Turkish *intelligence*"
        one = subject.tag_ in ("NN", "NNP") and subject.lemma_.lower() in roles("heads")
        unnamed = len(refs) == 1 and refs[0].how == "office" and one
        return refs[0].referent if len(refs) == 1 and (unnamed or refs[0].referent.is_person) else None

    def _subject_above(self, token: Token) -> Referent | None:
        """ "X asked Y to meet *him*": an object in an embedded clause most often means the subject of the one above."""
        verb = _verb_above(token)
        above = verb.head
        while verb.dep_ == "relcl" and not is_verbal(above) and above.head != above:
            above = above.head
        if verb.dep_ not in _EMBEDDED or not is_verbal(above):
            return None
        mentions = map(self._parties.mentions.covering, surface_subjects(above))
        named = next((m for m in mentions if m is not None and m.is_person and m.end <= token.i), None)
        return self._parties.persons.bearer(named) if named is not None else None

    def _subject_ahead(self, token: Token) -> Referent | None:
        """ "Before *she* met X, Y had ...": the subject of the main clause that follows."""
        clause = token.head
        if token.dep_ != "nsubj" or clause.dep_ != "advcl" or clause.i > clause.head.i:
            return None
        for subject in surface_subjects(clause.head):
            mention = self._parties.mentions.covering(subject)
            # "Before she met X, the minister had ..."
            if mention is None:
                refs = self._parties.of(subject) if subject.pos_ in ("NOUN", "PROPN") else []
                return refs[0].referent if refs and refs[0].referent.is_person else None
            if mention.is_person and mention.start > token.i:
                return self._parties.persons.bearer(mention)
        return None

    def _subject_behind_phrase(self, token: Token) -> Referent | None:
        """ "On *her* visit to B, Y said", "on his visit to B, the minister said": the subject behind a phrase that opens a sentence."""
        if token.dep_ != "poss":
            return None
        verb = _verb_above(token)
        opening = verb.i > token.i and all(t.dep_ not in SUBJECT for t in verb.doc[verb.sent.start : token.i])
        subjects = [t for t in surface_subjects(verb) if t.i > token.i and t.pos_ != "PRON"] if opening else []
        person = self._person_at(subjects[0]) if len(subjects) == 1 else None
        return person if person is not None and person.gender in (None, _gender(token)) else None


def _gender(pronoun: Token) -> str:
    return "m" if pronoun.lower_ in _HE else "f"


def _verb_above(token: Token) -> Token:
    """Return the verb above a token, or the root of its sentence."""
    verb = token.head
    while verb.pos_ not in ("VERB", "AUX") and verb.head != verb:
        verb = verb.head
    return verb
