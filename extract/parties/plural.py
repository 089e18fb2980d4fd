"""The several whom "they", "the two" or "both ministers" means, and the group that "the movement" means."""

from collections.abc import Iterable, Iterator
from itertools import chain

from spacy.tokens import Span, Token

from diplograph.extract.lexicon import gazetteer
from diplograph.extract.lexicon.gazetteer import Sense
from diplograph.extract.lexicon.words import roles, words
from diplograph.extract.mentions.mention import Mention
from diplograph.extract.model import PartyType
from diplograph.extract.parties.referent import Ref, Referent
from diplograph.extract.parties.resolver import Resolver
from diplograph.extract.parties.singular import Singulars
from diplograph.extract.syntax.prepositions import after
from diplograph.extract.syntax.tokens import SUBJECT, sentence_start

_THEY = frozenset({"they", "them", "their", "themselves", "both"})
_PERSONAL = frozenset({"they", "them", "their"})
_DEFINITE = frozenset({"the", "these", "those"})
_ARGUMENT = SUBJECT | {"conj", "pobj", "dobj"}
_CONTACTS = 20  # back to the one whose sides are meant
_SENTENCES = 2  # likewise


class Plurals:
    """Resolves plural pronouns and collective nouns of one document."""

    def __init__(self, parties: Resolver, singulars: Singulars) -> None:
        self._parties, self._doc = parties, parties.doc
        self._singulars = singulars
        self._contacts: list[tuple[int, list[list[Ref]]]] = []

    def remember(self, position: int, sides: list[list[Ref]]) -> None:
        """Note a contact's sides: "the two" after it are most likely these."""
        self._contacts.append((position, sides))

    def several(self, token: Token) -> list[Referent]:
        """Return those whom a plural pronoun or a collective noun points back to; empty where that is unclear."""
        low, size = token.lower_, _size(token)
        if size is None and low not in _THEY:
            return []
        # "X and Y are in Oslo; Z met *them*", "the rebels ... talks with *them*"
        if low == "them":
            return self._named_last(token, size) or self.band_before(token)
        if pair := self._by_pronoun(token):
            return pair
        # "X called Y. *The two* agreed"
        if sides := self._in_contact(token, size or 2):
            return _states_of(sides) if token.lemma_.lower() in words("countries") else sides
        # "X, Y and Z are in Oslo. *The three* met."
        if size and size > 2 and (group := self._subjects_before(token, size)):
            return group
        # "X is in Oslo, and so is Y. *The two* met."
        named = self._named_last(token, size)
        return [] if low == "their" and len(named) != 2 else named

    def opposite(self, one: str, at: Token) -> list[Referent]:
        """Return who stood opposite somebody in the contact of two that was told last: "X met Y. X told *his guest* ..."."""
        floor = sentence_start(at, _SENTENCES)
        for position, sides in reversed(self._contacts[-_CONTACTS:]):
            parties = _unique(r.referent for side in sides for r in side)
            if floor <= position < at.i and len(parties) == 2 and one in (p.id for p in parties):
                return [p for p in parties if p.id != one]
        return []

    def of_two(self, token: Token) -> list[Referent]:
        """Return the first or the second of the two persons named last: "X met Y. *The latter* ..."."""
        for back in range(_SENTENCES):
            named = self._parties.mentions.between(sentence_start(token, back), token.i)
            persons = _unique(p for m in named if m.is_person and (p := self._parties.persons.bearer(m)))
            if persons:
                return [persons[token.lower_ in words("seconds")]] if len(persons) == 2 else []
        return []

    def _by_pronoun(self, token: Token) -> list[Referent]:
        # "X and Y are in Oslo. *They* met."
        if token.lower_ == "they":
            return self._subjects_before(token, None)
        # "Z said that X repeated it to Y in *their* call", of two whom the sentence names
        pair = self._persons_before(token) if token.lower_ == "their" else []
        return pair if len(pair) == 2 else []

    def _persons_before(self, token: Token) -> list[Referent]:
        """Return the persons whom the sentence names before a word, each once."""
        named = self._parties.mentions.between(token.sent.start, token.i)
        return _unique(p for m in named if m.is_person and (p := self._parties.persons.bearer(m)))

    def band_before(self, token: Token) -> list[Referent]:
        """Return the group or organisation spoken of last: "negotiating with *them*"."""
        floor = sentence_start(token, 1)
        for mention in reversed(self._parties.mentions.between(floor, token.i)):
            if mention.type is PartyType.GROUP:
                return [Referent.of(mention)]
        return []

    def _in_contact(self, token: Token, size: int) -> list[Referent]:
        """Return the sides of the contact told last that has so many parties, else of the title's, else of the only one."""
        floor, title_end = sentence_start(token, _SENTENCES), self._parties.context.title_end
        before = [(at, sides) for at, sides in reversed(self._contacts) if at < token.i]
        near = sorted((sides for at, sides in before[:_CONTACTS] if at >= floor), key=_is_of_person_and_state)
        above = (sides for at, sides in before if at < title_end)
        found = (r for sides in chain(near, above) if (r := _fitting(token, sides, size)))
        return next(found, None) or self._in_the_only_contact(token, [sides for _, sides in before], size)

    def _in_the_only_contact(self, token: Token, told: list[list[list[Ref]]], size: int) -> list[Referent]:
        """Return the sides of all contacts told so far, if these are the same: "*The sides*", far behind "A met B"."""
        if not told or token.pos_ != "NOUN":
            return []
        alike = {frozenset(r.referent.id for side in sides for r in side) for sides in told}
        return _fitting(token, told[0], size) if len(alike) == 1 else []

    def _subjects_before(self, token: Token, size: int | None) -> list[Referent]:
        """Return the several whom a subject of the sentences before named together; of unknown size, the one before."""
        for sent in self._sentences_before(token, 1 if size is None else 5):
            root = sent.root
            subjects = [t for t in sent if t.dep_ in SUBJECT and t.head == root and t.pos_ != "PRON" and t.i < root.i]
            referents = _unique(r.referent for r in self._parties.all(subjects))
            if len(referents) == size or (size is None and len(referents) > 1):
                return referents
        return []

    def _sentences_before(self, token: Token, most: int) -> Iterator[Span]:
        sent = token.sent
        for _ in range(most):
            if sent.start == 0:
                return
            sent = self._doc[sent.start - 1].sent
            yield sent

    def _named_last(self, token: Token, size: int | None) -> list[Referent]:
        """Return the persons, or else the states, of the last sentences: two of them, unless the size is told."""
        rivals = self._singulars.fellows(token)
        types = [PartyType.PERSON, PartyType.STATE]
        if token.lower_ in _PERSONAL:
            types = types[:1]
        elif token.lemma_.lower() in roles("sides"):
            types.reverse()
        for type_ in types:
            referents = self._recent(token, type_, rivals)
            if len(referents) == (size or 2):
                return referents
            if size and len(referents) > size and type_ is PartyType.PERSON:
                return []
        return []

    def _recent(self, token: Token, type_: PartyType, rivals: set[str]) -> list[Referent]:
        """Return those of a type named in this sentence; where they are not two, also those of the one before."""
        referents: list[Referent] = []
        for back in range(_SENTENCES):
            mentions = self._parties.mentions.between(sentence_start(token, back), token.i)
            found = (self._party(m, token) for m in mentions if m.type is type_)
            referents = _unique(a for a in found if a and a.id not in rivals)
            if len(referents) > 1:
                break
        return referents

    def _party(self, mention: Mention, token: Token) -> Referent | None:
        if mention.is_person:
            return self._parties.persons.bearer(mention)
        argument = mention.head(self._doc).dep_ in _ARGUMENT and mention.sense is not Sense.DEMONYM
        return Referent.of(mention) if argument or token.lemma_.lower() in roles("sides") else None


def _size(token: Token) -> int | None:
    """Return how many parties the phrase speaks of: 0 for "the leaders", None for no such phrase."""
    # "the *two* met", but not "the two ministers"
    number = _number(token)
    if number is not None and token.dep_ not in ("nummod", "det", "predet"):
        return number
    lemma = token.lemma_.lower()
    group = lemma in roles("sides") or lemma in roles("individuals") or lemma in roles("heads")
    if not group or token.tag_ not in ("NNS", "NNPS"):
        return None
    # "the two *ministers*"
    numbers = (n for child in token.children if (n := _number(child)) is not None)
    if (number := next(numbers, None)) is not None:
        return number
    return 0 if _is_plain(token) else None


def _is_plain(token: Token) -> bool:
    """ "The *ministers*", but not "the Chadian ministers", nor "the *leaders* of the two churches"."""
    owned = any(whose.lemma_.lower() not in roles("sides") for whose in after(token, "of"))
    plain = [c for c in token.children if c.dep_ not in ("punct", "prep", "relcl", "cc", "conj")]
    return not owned and len(plain) == 1 and plain[0].lower_ in _DEFINITE


def _number(token: Token) -> int | None:
    low = token.lower_
    if low in words("twos"):
        return 2
    if low in words("threes"):
        return 3
    return 4 if low in words("fours") else None


def _states_of(referents: list[Referent]) -> list[Referent]:
    """ "*The two nations*", of those whose leaders were named."""
    names = [(r, gazetteer.state_of_code(r.country) if r.is_person and r.country else None) for r in referents]
    return [Referent(name, PartyType.STATE, r.country) if name else r for r, name in names]


def _fitting(token: Token, sides: list[list[Ref]], size: int) -> list[Referent]:
    """Return those in contact, each its own side unless they are two, if a phrase for so many can mean them.

    "The leaders" are not a minister and the country that he visits.
    """
    referents = _unique(r.referent for side in sides for r in side)
    if len(referents) != size or size not in (2, len(sides)):
        return []
    persons = len({r.referent.id for side in sides for r in side if r.referent.is_person or r.how == "publisher"})
    leaders = token.lemma_.lower() in roles("leaders") | roles("individuals")
    return [] if leaders and persons not in (0, size) else referents


def _is_of_person_and_state(sides: list[list[Ref]]) -> bool:
    """Whether a contact is such that "they" rather means the sides of another: that of a visitor and a country."""
    return len({r.referent.is_person for side in sides for r in side}) > 1


def _unique(referents: Iterable[Referent]) -> list[Referent]:
    return list({a.id: a for a in referents}.values())
