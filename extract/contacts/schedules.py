"""Entries of a schedule: an encounter without a verb, under the heading that tells whose day it is."""

from spacy.tokens import Span, Token

from diplograph.extract.contacts.candidate import Candidate, Side
from diplograph.extract.contacts.nominal import Nominal
from diplograph.extract.contacts.sides import Sides
from diplograph.extract.lexicon.words import words
from diplograph.extract.model import PartyType, Status
from diplograph.extract.syntax.tokens import FINITE

_REACH = 12  # sentences of a schedule below its heading


class Schedules:
    """Finds whose schedule an entry stands in, in one document."""

    def __init__(self, sides: Sides) -> None:
        self._doc, self._mentions, self._parties = sides.doc, sides.mentions, sides.parties

    def entry(self, it: Nominal, others: Side, arguments: list[Token]) -> Candidate | None:
        """Return what an entry plans: an encounter of the one person whom its heading names, with the others."""
        heading = self._heading(it.noun.sent)
        holder = self._holder(heading) if heading is not None else []
        if not holder:
            return None
        planned = it.candidate([holder, others], arguments)
        planned.status, planned.heading = Status.PLANNED, heading
        return planned

    def _heading(self, sent: Span) -> Span | None:
        """Return the heading that an entry stands under ("Diary of Minister A, 12 June")."""
        if _is_told(sent):
            return None
        for _ in range(_REACH):
            if sent.start == 0:
                return None
            sent = self._doc[sent.start - 1].sent
            if any(t.lower_ in words("schedule") for t in sent[:3]) and not _is_told(sent):
                return sent
        return None

    def _holder(self, heading: Span) -> Side:
        named = self._mentions.between(heading.start, heading.end)
        people = [m for m in named if m.type is PartyType.PERSON]
        return self._parties.of(self._doc[people[0].start : people[0].end].root) if len(people) == 1 else []


def _is_told(sent: Span) -> bool:
    """Whether a sentence has a finite verb, as no entry and no heading has."""
    return any(t.tag_ in FINITE for t in sent)
