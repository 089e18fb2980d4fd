"""What happens on the way from a parsed text to its contacts, kept for whoever asks to have it explained."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from spacy.tokens import Token

from diplograph.extract.contacts.candidate import Candidate, Reason, Rejected
from diplograph.extract.model import Contact
from diplograph.extract.parties.resolution import Parties
from diplograph.extract.records import Made


@dataclass(frozen=True, slots=True)
class Reading:
    """One contact word, what it may make, and why it makes nothing else."""

    word: Token
    found: tuple[Candidate, ...]
    rejected: tuple[Rejected, ...] = ()


@dataclass(slots=True)
class Trace:
    """A record of one reading of one document, filled by ``annotate``; it holds spaCy's objects, so it is not for keeping.

    Attributes:
        parties: Resolves the noun phrases of the document; None where it has no contact word.
        rejected: The candidates that became no contact after all, and why.
        contacts: What the reading gave in the end.
    """

    parties: Parties | None = None
    readings: list[Reading] = field(default_factory=list)
    rejected: list[tuple[Candidate, Rejected]] = field(default_factory=list)
    made: list[Made] = field(default_factory=list)
    contacts: tuple[Contact, ...] = ()

    def read(self, word: Token, answers: Iterable[Candidate | Rejected]) -> tuple[Candidate, ...]:
        """Note what is answered to one contact word, and return the candidates."""
        found, rejected = list[Candidate](), list[Rejected]()
        for answer in answers:
            if isinstance(answer, Rejected):
                rejected.append(answer)
            else:
                found.append(answer)
        self.readings.append(Reading(word, tuple(found), tuple(rejected)))
        return tuple(found)

    def became(self, found: Candidate, result: Made | Rejected) -> None:
        """Note what became of a candidate."""
        if isinstance(result, Rejected):
            self.rejected.append((found, result))
        else:
            self.made.append(result)

    def why_not(self, reading: Reading) -> Rejected:
        """Return why a contact word made no contact: what kept its candidate from it, else what its rules answered."""
        lost = [why for found, why in self.rejected if any(found is one for one in reading.found)]
        answers = [*lost, *reading.rejected]
        return next((why for why in answers if why.reason is not Reason.WORD), answers[0])
