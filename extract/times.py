"""The time of a contact: its first and last day, how exactly they are told, and how they are known."""

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

LONGEST_EVENT = 31  # days that the first of them may stand for


class Basis(StrEnum):
    """How the time of a contact is known, the firmest first.

    Stated by its own sentence; inherited from what was told before and still holds; or only reported, by a document
    whose own day is no more than a bound.
    """

    STATED = "stated"
    INHERITED = "inherited"
    REPORTED = "reported"

    @property
    def rank(self) -> int:
        """How firmly a time is known; 0 is the firmest."""
        return list(Basis).index(self)

    def at_least(self, least: "Basis") -> bool:
        """Tell whether a time known like this is known as firmly as another."""
        return self.rank <= least.rank


class Precision(StrEnum):
    """How exactly a time is told."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    RANGE = "range"


@dataclass(frozen=True, slots=True)
class When:
    """The days of a contact as the text tells them.

    Attributes:
        start: The first day on which it took place, or on which it can have been, if that is vague.
        end: The last such day.
        text: The words that gave them.
        basis: Whether its own sentence states them, or they are inherited from what was told before.
        vague: Whether some unknown day of them is meant ("last week"), and not all ("from 3 to 5 May").
    """

    start: dt.date
    end: dt.date
    text: str
    basis: Basis = Basis.STATED
    vague: bool = False

    @property
    def precision(self) -> Precision:
        """How exactly it is told: as a day, a whole week, month, quarter or year, or another run of days."""
        a, b = self.start, self.end
        if a == b:
            return Precision.DAY
        if a.weekday() == 0 and (b - a).days == 6:
            return Precision.WEEK
        whole = a.day == 1 and b.day == monthrange(b.year, b.month)[1]
        months = (b.year - a.year) * 12 + b.month - a.month + 1 if whole else 0
        match months:
            case 1:
                return Precision.MONTH
            case 3 if a.month % 3 == 1:
                return Precision.QUARTER
            case 12 if a.month == 1:
                return Precision.YEAR
            case _:
                return Precision.RANGE

    def overlaps(self, other: "When") -> bool:
        """Tell whether two times have a day in common."""
        return self.start <= other.end and other.start <= self.end

    def falls_within(self, since: dt.date | None, until: dt.date | None) -> bool:
        """Tell whether it was between two days, both included.

        The days of a visit need only overlap with them; a vague time must lie wholly within.
        """
        if self.vague:
            return (since is None or self.start >= since) and (until is None or self.end <= until)
        return (since is None or self.end >= since) and (until is None or self.start <= until)


def firmest(first: When | None, second: When | None) -> When | None:
    """Return the more exact of two times of one encounter, of equally exact ones the firmer, else the first."""
    if first is None or second is None:
        return first or second
    return min(first, second, key=lambda when: (when.vague, not when.basis.at_least(Basis.STATED)))


@dataclass(frozen=True, slots=True)
class Bound:
    """What a document's own day says of a contact to which the text gives no day: a bound, never a claim.

    Attributes:
        start: The day before which it was not: of what is yet to come. None if it is open.
        end: The day after which it was not: of what took place. None if it is open.
    """

    start: dt.date | None
    end: dt.date | None

    @classmethod
    def by(cls, days: Iterable[dt.date | None], *, ahead: bool) -> Self | None:
        """Return the bound that the days of some documents set; None if none of them has a day.

        Args:
            ahead: They tell of what is yet to come, not of what took place.
        """
        known = [day for day in days if day is not None]
        if not known:
            return None
        return cls(max(known), None) if ahead else cls(None, min(known))

    @property
    def basis(self) -> Basis:
        """Always ``Basis.REPORTED``."""
        return Basis.REPORTED

    @property
    def precision(self) -> Precision:
        """Always ``Precision.RANGE``."""
        return Precision.RANGE

    @property
    def day(self) -> dt.date:
        """The document's day, at which the bound is."""
        day = self.start or self.end
        assert day is not None
        return day
