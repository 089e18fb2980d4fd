"""Who says "I" and "we", and to whom "you" is said: by the label of the turn, by the page, by whom its title names."""

from collections.abc import Iterable
from functools import cached_property

from spacy.tokens import Span, Token

from diplograph.extract.lexicon.gazetteer import Sense
from diplograph.extract.lexicon.words import roles
from diplograph.extract.parties.referent import Referent
from diplograph.extract.parties.resolver import Resolver

SPEAKER = frozenset({"i", "me", "we", "us", "my", "our"})
ADDRESSEE = frozenset({"you", "your", "yours"})


class Speakers:
    """Resolves the first and second person of one document of which the publisher speaks for somebody."""

    def __init__(self, parties: Resolver) -> None:
        self._parties = parties

    def speaking(self, token: Token) -> list[Referent]:
        """Return whom "I" or "we" means: the one whose turn it is, else for whom the publisher speaks."""
        speaker, label = self._parties.context.speaker, self._label(token)
        if speaker is None or _is_quoted(token) or label == "":
            return []
        if self._writer is not None:
            return [self._writer]
        if self._is_from_abroad:
            return []
        guest = self._guest
        return [guest] if guest is not None and label and _bears(guest, label) else [speaker]

    def addressed(self, token: Token) -> list[Referent]:
        """Return whom "you" means: of the publisher and the one guest whom the title names, who does not speak."""
        speaker, label = self._parties.context.speaker, self._label(token)
        if speaker is None or _is_quoted(token):
            return []
        if self._addressed_at is not None:
            return self._receivers(speaker, self._addressed_at)
        guest = self._guest
        if label == "":  # asked from the floor
            return [speaker] if guest is None else []
        if guest is None:
            return []
        return [speaker] if label and _bears(guest, label) else [guest]

    @cached_property
    def _guest(self) -> Referent | None:
        """Return the one party of another state whom the title names; a person goes before the state."""
        if any(t.lower_ == "to" for t in self._title):  # to whom somebody speaks or goes, of whatever state
            return None
        abroad = self._foreign(0, len(self._title))
        persons = [r for r in abroad if r.is_person and r.official]
        return _only(persons or [r for r in abroad if not r.is_person])

    @cached_property
    def _writer(self) -> Referent | None:
        """Return the one person of another state by whom a letter is: "*Lord Marsh, U.K. Secretary of State*, to Lund"."""
        if self._addressed_at is None:
            return None
        persons = [r for r in self._foreign(0, self._addressed_at) if r.is_person and r.country]
        return _only(persons) if persons else _only(self._writing_states(self._addressed_at))

    def between(self) -> tuple[Referent | None, Referent | None]:
        """Return who writes the letter that the text is, and to whom, where the title names one person each."""
        if self._addressed_at is None:
            return None, None
        writers = self._titled(0, self._addressed_at)
        readers = self._titled(self._addressed_at, len(self._title))
        return _only([r for r in writers if r.is_person]), _only([r for r in readers if r.is_person])

    @property
    def in_letter(self) -> bool:
        """Whether the title is that of a letter."""
        return self._addressed_at is not None

    @cached_property
    def corresponding(self) -> frozenset[str]:
        """The ids of the persons between whom a letter goes: its "he" and its "Minister" are others."""
        if self._addressed_at is None:
            return frozenset()
        return frozenset(person.id for person in self._titled(0, len(self._title)) if person.is_person)

    @cached_property
    def _is_from_abroad(self) -> bool:
        """Whether a letter to those for whom the publisher speaks is of another state: it speaks of "your Government"."""
        if self._addressed_at is None or self._foreign(self._addressed_at, len(self._title)):
            return False
        doc = self._parties.doc
        return any(t.lower_ == "your" and t.head.lemma_.lower() in roles("state_bodies") for t in doc)

    def _writing_states(self, end: int) -> list[Referent]:
        """ "The *Chilean* Minister to the Secretary of State", but not "the Embassy in *Chile* to the Secretary of State"."""
        doc, state = self._parties.doc, self._parties.context.state
        found = [
            m for m in self._parties.mentions.between(0, end) if not m.is_person and m.country not in (None, state)
        ]
        before = (doc[m.start - 1 - (m.start > 1 and doc[m.start - 1].lower_ == "the")] for m in found)
        own = (
            m
            for m, word in zip(found, before, strict=True)
            if m.start == 0 or word.dep_ != "prep" or word.lower_ == "of"
        )
        return [ref.referent for m in own for ref in self._parties.named(m)]

    def _receivers(self, speaker: Referent, at: int) -> list[Referent]:
        """Return to whom a letter is: those for whom the publisher speaks, unless the title says that they write to another state."""
        if self._writer is not None:
            return [speaker]
        abroad = self._foreign(at, len(self._title))
        if not abroad:
            return [speaker]
        to = _only([r for r in abroad if r.is_person] or abroad)
        return [to] if to is not None else []

    @cached_property
    def _addressed_at(self) -> int | None:
        """Return where the title of a letter says to whom it is: "Lund, Minister of Trade, *to* Marsh"."""
        title = self._title
        # not "Minister *to* the United States"
        found = [t for t in title if t.lower_ == "to" and t.i and title[t.i - 1].lower_ not in roles("heads")]
        to = next((t for t in found if title[t.i - 1].text == ","), found[0] if found else None)
        if to is None or any(t.pos_ in ("VERB", "AUX") or t.lower_ == "by" for t in title[: to.i]):
            return None
        before = title[to.i - 1]
        return to.i if before.text in (",", ")") or before.pos_ == "PROPN" else None

    @cached_property
    def _title(self) -> Span:
        return self._parties.doc[: self._parties.context.title_end]

    def _foreign(self, start: int, end: int) -> list[Referent]:
        """Return those of another state whom the title names between two words."""
        return [
            r for r in self._titled(start, end) if (r.country or r.org) and r.country != self._parties.context.state
        ]

    def _titled(self, start: int, end: int) -> list[Referent]:
        """Return those whom the title names between two words, each once; a capital there is a place."""
        mentions = [m for m in self._parties.mentions.between(start, end) if m.sense is not Sense.CAPITAL]
        return list({ref.referent.id: ref.referent for m in mentions for ref in self._parties.named(m)}.values())

    def _label(self, token: Token) -> str | None:
        """Return the label of the turn that a word stands in, empty for a question; None where none is told."""
        return self._parties.context.label_at(token.i)


def _only(found: Iterable[Referent]) -> Referent | None:
    """Return the one that is found, None where there are none or several."""
    found = list(found)
    return found[0] if len(found) == 1 else None


def _bears(person: Referent, label: str) -> bool:
    """Whether a label is that of a person: it ends with the surname, which may stand first."""
    return label.split()[-1].lower() in person.name.lower().split()


def _is_quoted(token: Token) -> bool:
    return sum(t.text in ('"', "``", "''") for t in token.doc[token.sent.start : token.i]) % 2 == 1
