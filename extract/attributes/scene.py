"""What the discourse has established: on which day and in which place the event told last took place."""

import datetime as dt
from bisect import bisect_left
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from diplograph.extract.lexicon import gazetteer

_NEAR = 60  # words


@dataclass(slots=True)
class Scene:
    """What the discourse has established so far, and the days that the model marked in the document.

    Attributes:
        day: That of the event told last: "the next day" counts from it.
        year: The year that the text told last, if the document has no date to count from.
        place: Where "there" is.
    """

    dates: list[Span]
    starts: list[int]
    day: dt.date | None = None
    year: int | None = None
    place: str | None = None

    @classmethod
    def of(cls, doc: Doc) -> "Scene":
        """Return the scene at the beginning of a document."""
        found = [e for e in doc.ents if e.label_ == "DATE" and "\n" not in e.text]
        return cls(found, [e.start for e in found])

    def dates_in(self, sent: Span) -> list[Span]:
        """Return the days that the model marked in a sentence."""
        return self.dates[bisect_left(self.starts, sent.start) : bisect_left(self.starts, sent.end)]

    def come_to(self, sent: Span) -> None:
        """Take the city named last, not long before a sentence, for the place that it speaks of."""
        for i in range(sent.start - 1, max(-1, sent.start - _NEAR), -1):
            token = sent.doc[i]
            if token.ent_type_ == "GPE" and gazetteer.capital_or_city(token.text):
                self.place = token.text
                return
