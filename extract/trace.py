"""What happens on the way from a parsed text to its contacts, kept for whoever asks to have it explained."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from spacy.tokens import Token

from diplograph.extract.attributes.status import Verdict
from diplograph.extract.contacts.candidate import Candidate
from diplograph.extract.model import Contact
from diplograph.extract.parties.resolution import Parties


@dataclass(frozen=True, slots=True)
class Reading:
    """One contact word: what the grammar made of it, and what is left where all parties are known to act for somebody."""

    word: Token
    found: tuple[Candidate, ...]
    kept: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """One contact before merging, what it was made from, and the day of the event told before it."""

    contact: Contact
    found: Candidate
    verdict: Verdict
    scene_day: dt.date | None


@dataclass(slots=True)
class Trace:
    """A record of one reading of one document, filled by ``annotate``; it holds spaCy's objects, so it is not for keeping.

    Attributes:
        parties: Resolves the noun phrases of the document; None where it has no contact word.
        contacts: What the reading gave in the end.
    """

    parties: Parties | None = None
    readings: list[Reading] = field(default_factory=list)
    made: list[Made] = field(default_factory=list)
    contacts: tuple[Contact, ...] = ()

    def read(self, word: Token, found: Iterable[Candidate], kept: Iterable[Candidate]) -> None:
        """Note what one contact word gave."""
        self.readings.append(Reading(word, tuple(found), tuple(kept)))
