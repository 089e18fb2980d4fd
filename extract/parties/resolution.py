"""From noun phrases to parties: names, unnamed officials as their state, capitals that act, lists of all these."""

import datetime as dt
from collections.abc import Iterable

from spacy.tokens import Doc, Token

from diplograph.extract.lexicon.gazetteer import Sense
from diplograph.extract.lexicon.words import roles, words
from diplograph.extract.mentions.mention import Mention, Mentions
from diplograph.extract.model import PartyType
from diplograph.extract.parties import principals
from diplograph.extract.parties.common_nouns import common_noun
from diplograph.extract.parties.context import Context
from diplograph.extract.parties.groups import people_within
from diplograph.extract.parties.persons import Persons
from diplograph.extract.parties.references import References
from diplograph.extract.parties.referent import Ref, Referent
from diplograph.extract.syntax.coordination import coordinated
from diplograph.extract.syntax.repairs import is_head_of_body

_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "DET"})
_DEEPEST = 8  # noun phrases within one another; "envoys of the ministers of the states of ..." is followed no further


class Parties:
    """Resolves the noun phrases of one document: its persons, what its nouns stand for, whom its pronouns mean."""

    def __init__(
        self, doc: Doc, mentions: Mentions, day: dt.date | None = None, context: Context | None = None
    ) -> None:
        self.doc = doc
        self.mentions = mentions
        self.context = context if context is not None else Context()
        self.persons = Persons(doc, mentions, day)
        self._references = References(self)
        self._depth = 0

    def all(self, tokens: Iterable[Token]) -> list[Ref]:
        """Return the parties of several noun phrases with all that is joined to them, each party once."""
        found: dict[str, Ref] = {}
        for token in tokens:
            for member in self.coordinated(token):
                for ref in self.of(member):
                    found.setdefault(ref.referent.id, ref)
        refs = list(found.values())
        if any(r.referent.is_person for r in refs):
            refs = [r for r in refs if not self._is_the_rest(r)]
        return refs

    def _is_the_rest(self, ref: Ref) -> bool:
        """ "X, Y and other senior officials", "X and Greek officials": those named are the party, the rest adds no state."""
        word = self.doc[ref.head]
        others = any(c.lower_ == "other" for c in word.children)
        return ref.how == "office" and not ref.referent.is_person and (others or word.lemma_ in roles("rest"))

    def coordinated(self, token: Token) -> list[Token]:
        """Return the heads of a list; a person set beside another person is a member, not an apposition."""
        return coordinated(token, self.mentions)

    def of(self, token: Token) -> list[Ref]:
        """Return the parties that one noun phrase stands for; none where it is no party or unclear."""
        if self._depth == _DEEPEST:
            return []
        self._depth += 1
        try:
            return self._of(token)
        finally:
            self._depth -= 1

    def named(self, mention: Mention) -> list[Ref]:
        """Return the party that a name stands for; none where its bearer is unknown."""
        if (holder := self._holder_behind(mention)) is not None:
            return self.named(holder)
        if mention.is_person:
            person = self.persons.bearer(mention)
            return [self._ref(person, mention, "name")] if person else []
        return [self._ref(Referent.of(mention), mention, str(mention.sense) if mention.sense else "label")]

    def refer(self, token: Token) -> list[Ref]:
        """Return the parties that a pronoun or a collective noun points back to; none where it points to itself."""
        return self._references.resolve(token)

    def corresponds(self, person: Referent) -> bool:
        """Whether somebody writes the letter that the text is, or gets it."""
        return self._references.corresponds(person)

    def corresponding(self) -> tuple[Referent | None, Referent | None]:
        """Return who writes the letter that the text is, and to whom; None for whoever its title does not name."""
        return self._references.corresponding()

    def in_letter(self) -> bool:
        """Whether the text is a letter: its title says who writes to whom."""
        return self._references.in_letter()

    def staff(self, noun: Token) -> list[Ref]:
        """Return for whom "its envoys" act: the subject of their clause."""
        return self._references.staff(noun)

    def publisher(self, token: Token) -> list[Ref]:
        """Return for whom the publisher speaks, where a word leaves that open: its office-holder, if the text names one."""
        speaker = self.context.speaker
        if speaker is None:
            return []
        # "President X" of no state that the text tells, on the page of a president
        countries = (speaker.country, None) if speaker.country else ()
        named = (self.persons.holding(self.context.office, country) for country in countries)
        holders = next(filter(None, named), [])
        return [Ref.at(holders[0] if len(holders) == 1 else speaker, token, "publisher")]

    def speaking(self, token: Token) -> list[Ref]:
        """Return who speaks where a word stands, if the text tells: "I", "we"."""
        return self._references.speaking(token)

    def addressed(self, token: Token) -> list[Ref]:
        """Return to whom one speaks where a word stands, if the text tells: "you"."""
        return self._references.addressed(token)

    def remember(self, position: int, sides: list[list[Ref]]) -> None:
        """Note a contact's sides: "the two" after it are most likely these."""
        self._references.remember(position, sides)

    def listed(self, noun: Token) -> list[Ref]:
        """ "Four countries - A, B and C": the states that a dash, a colon or "including" brings after the noun."""
        return principals.listed(noun, self)

    def _of(self, token: Token) -> list[Ref]:
        mention = self.mentions.covering(token)
        if mention is not None and not _is_office_before(token, mention):
            return self._by_name(token, mention)
        # "some of the ministers"
        if token.lemma_.lower() in roles("quantities") and token.pos_ in ("DET", "PRON"):
            return common_noun(token, self)
        # "he"; "they, A and B,"
        if token.pos_ == "PRON" or token.tag_ in ("PRP", "PRP$"):
            return self.all([c for c in token.children if c.dep_ == "appos"]) or self.refer(token)
        if token.pos_ in _NOMINAL or token.dep_ in ("nsubj", "pobj", "dobj"):
            return common_noun(token, self)
        return []

    def _by_name(self, token: Token, mention: Mention) -> list[Ref]:
        if (people := people_within(token, mention)) is not None:
            return [people]
        if mention.sense is Sense.DEMONYM and _is_crowd(token):
            return []
        # "his Hamas", "its UN": somebody's own, not the body
        body = mention.type in (PartyType.ORGANISATION, PartyType.GROUP)
        own = body and (any(c.tag_ == "PRP$" for c in token.children) or self._is_organ(mention))
        return [] if own else self.named(mention)

    def _is_organ(self, mention: Mention) -> bool:
        """ "The Security Council", on the page of a government that speaks nowhere of that body by its name: its own."""
        if self.context.speaker is None or self._text(mention).lower() not in words("organs_of_states"):
            return False
        return all(
            self._text(m).lower() in words("organs_of_states") for m in self.mentions.found if m.name == mention.name
        )

    def _text(self, mention: Mention) -> str:
        return str(self.doc[mention.start : mention.end].text)

    def _holder_behind(self, mention: Mention) -> Mention | None:
        """ "The UN High Commissioner for Refugees, NAME": who holds the office that a body goes by."""
        if mention.type is not PartyType.ORGANISATION or self.doc[mention.end - 1].tag_ != "NNP":
            return None
        person = self.mentions.at.get(mention.end + 1)
        if person is None or not person.is_person or person.left != mention.end + 1:
            return None
        by_office = any(t.lower_ in roles("personified") for t in self.doc[mention.start : mention.end])
        set_apart = self.doc[mention.end].text == ","
        heads = by_office or is_head_of_body(person, mention, self.doc, self.mentions)
        return person if set_apart and heads else None

    def _ref(self, referent: Referent, mention: Mention, how: str) -> Ref:
        span = self.doc[mention.start : mention.end]
        return Ref(referent, span.start_char, span.end_char, how, mention.start, span.root.i)


def _is_crowd(people: Token) -> bool:
    """ "143,000 Chadians", "young Chadians": a crowd, no state."""
    plural = people.tag_ == "NNPS"
    return any(c.dep_ == "nummod" or (plural and c.dep_ == "amod" and c.pos_ == "ADJ") for c in people.children)


def _is_office_before(token: Token, mention: Mention) -> bool:
    """Whether a name does not own the office before it, a plural: "*ministers* NAME and NAME"."""
    return mention.is_person and token.i < mention.start and token.tag_ in ("NNS", "NNPS")
