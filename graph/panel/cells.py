"""What a panel counts of one unit in one period."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from diplograph.extract.lexicon.levels import Level, highest
from diplograph.extract.model import Contact
from diplograph.extract.times import When
from diplograph.graph.panel.seats import Place, Unit


@dataclass(slots=True)
class Cell:
    """The counts of one unit in one period.

    Attributes:
        first: The first day of its contacts that occurred.
        last: The last day of them, which may lie beyond the period, as that of a visit does.
    """

    numbers: Counter[str] = field(default_factory=Counter)
    first: dt.date | None = None
    last: dt.date | None = None
    _documents: set[str] = field(default_factory=set)
    _publishers: set[str] = field(default_factory=set)

    def add(self, contact: Contact, place: Place, when: When, unit: Unit) -> None:
        """Count a contact: all that is told of one that occurred, of any other its status only."""
        if not contact.status.took_place:
            self.numbers[contact.status.value] += 1
            return
        self.numbers.update(["contacts", contact.kind.value, *_marks(place, unit)])
        self.first = min(self.first or when.start, when.start)
        self.last = max(self.last or when.end, when.end)
        reports = contact.every_report()
        self._documents.update(r.document.id for r in reports)
        self._publishers.update(r.document.publisher for r in reports if r.document.publisher)
        self.numbers["documents"], self.numbers["publishers"] = len(self._documents), len(self._publishers)


def _marks(place: Place, unit: Unit) -> list[str]:
    """Return which columns of level and initiative a contact counts in."""
    level = place.levels[0] if unit in (Unit.STATE, Unit.DIRECTED_DYAD) else highest(*place.levels)
    names = ("initiated", "received") if unit is Unit.STATE else ("initiated1", "initiated2")
    marks = [level.value, *(name for name, did in zip(names, place.initiated, strict=True) if did)]
    return [*marks, "summits"] if place.levels == (Level.LEADERS, Level.LEADERS) else marks
