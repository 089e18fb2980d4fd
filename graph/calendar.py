"""Years, quarters, months, weeks and days, one after another: the periods that a span of days is cut into."""

import datetime as dt
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from diplograph.graph.periods import Period


class By(StrEnum):
    """How long a period is."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Calendar:
    """The periods of a span, numbered from 0.

    Weeks are those of ISO 8601, from Monday to Sunday; the first belongs to the year that has its Thursday.

    Attributes:
        start: The first day of the span; the first period is that which holds it, without the days before.
        end: The last day, likewise.
    """

    by: By
    start: dt.date
    end: dt.date

    @classmethod
    def around(cls, by: By, start: dt.date, end: dt.date) -> "Calendar":
        """Return the calendar of the whole periods that hold two days and what lies between."""
        return cls(by, _UNITS[by].days(_UNITS[by].number(start))[0], _UNITS[by].days(_UNITS[by].number(end))[1])

    def __len__(self) -> int:
        return _UNITS[self.by].number(self.end) - self._first + 1

    def __getitem__(self, index: int) -> Period:
        if not 0 <= index < len(self):
            raise IndexError(index)
        unit = _UNITS[self.by]
        first, last = unit.days(self._first + index)
        return Period(max(first, self.start), min(last, self.end), unit.text(first))

    def index(self, day: dt.date) -> int | None:
        """Return the number of the period that holds a day; None if the span doesn't."""
        return _UNITS[self.by].number(day) - self._first if self.start <= day <= self.end else None

    @property
    def _first(self) -> int:
        return _UNITS[self.by].number(self.start)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A length of period: the number of that which holds a day, the days of a number, and what a period is called."""

    number: Callable[[dt.date], int]
    days: Callable[[int], tuple[dt.date, dt.date]]
    text: Callable[[dt.date], str]


def _of_months(months: int, text: Callable[[dt.date], str]) -> _Unit:
    def number(day: dt.date) -> int:
        return (day.year * 12 + day.month - 1) // months

    def days(number: int) -> tuple[dt.date, dt.date]:
        (first, month), (year, last) = divmod(number * months, 12), divmod(number * months + months - 1, 12)
        return dt.date(first, month + 1, 1), dt.date(year, last + 1, monthrange(year, last + 1)[1])

    return _Unit(number, days, text)


def _of_days(length: int, text: Callable[[dt.date], str]) -> _Unit:
    def number(day: dt.date) -> int:
        return (day.toordinal() - 1) // length  # 1 January of the year 1 was a Monday

    def days(number: int) -> tuple[dt.date, dt.date]:
        first = number * length + 1
        return dt.date.fromordinal(first), dt.date.fromordinal(min(first + length - 1, dt.date.max.toordinal()))

    return _Unit(number, days, text)


def _week(day: dt.date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


_UNITS = {
    By.YEAR: _of_months(12, lambda day: f"{day.year:04}"),
    By.QUARTER: _of_months(3, lambda day: f"{day.year:04}-Q{(day.month + 2) // 3}"),
    By.MONTH: _of_months(1, lambda day: day.isoformat()[:7]),
    By.WEEK: _of_days(7, _week),
    By.DAY: _of_days(1, dt.date.isoformat),
}
