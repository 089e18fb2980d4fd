"""A span is cut into years, quarters, months, weeks and days, without a gap and without a day twice."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplograph.graph.calendar import By, Calendar

DAYS = st.dates(dt.date(1800, 1, 1), dt.date(2100, 1, 1))


@pytest.mark.parametrize(
    ("by", "day", "text", "start", "end"),
    [
        (By.YEAR, "2021-08-16", "2021", "2021-01-01", "2021-12-31"),
        (By.QUARTER, "2021-03-31", "2021-Q1", "2021-01-01", "2021-03-31"),
        (By.QUARTER, "2021-04-01", "2021-Q2", "2021-04-01", "2021-06-30"),
        (By.QUARTER, "2020-12-31", "2020-Q4", "2020-10-01", "2020-12-31"),
        (By.MONTH, "2024-02-29", "2024-02", "2024-02-01", "2024-02-29"),
        (By.MONTH, "1900-02-28", "1900-02", "1900-02-01", "1900-02-28"),
        (By.WEEK, "2021-08-16", "2021-W33", "2021-08-16", "2021-08-22"),
        (By.WEEK, "2021-01-03", "2020-W53", "2020-12-28", "2021-01-03"),
        (By.WEEK, "2018-12-31", "2019-W01", "2018-12-31", "2019-01-06"),
        (By.DAY, "2000-02-29", "2000-02-29", "2000-02-29", "2000-02-29"),
        (By.WEEK, "0001-01-01", "0001-W01", "0001-01-01", "0001-01-07"),
        (By.WEEK, "9999-12-31", "9999-W52", "9999-12-27", "9999-12-31"),
        (By.MONTH, "9999-12-31", "9999-12", "9999-12-01", "9999-12-31"),
    ],
)
def test_the_period_of_a_day(by: By, day: str, text: str, start: str, end: str) -> None:
    """As the calendar and ISO 8601 have it."""
    period = Calendar.around(by, dt.date.fromisoformat(day), dt.date.fromisoformat(day))[0]

    assert (period.text, str(period.start), str(period.end)) == (text, start, end)


@given(by=st.sampled_from(By), days=st.tuples(DAYS, st.integers(0, 500)))
def test_every_day_is_in_one_period(by: By, days: tuple[dt.date, int]) -> None:
    """Periods follow one another from the first day to the last."""
    start, end = days[0], days[0] + dt.timedelta(days[1])
    calendar = Calendar(by, start, end)
    periods = [calendar[i] for i in range(len(calendar))]

    assert (periods[0].start, periods[-1].end) == (start, end)
    assert [a.end + dt.timedelta(1) for a in periods[:-1]] == [b.start for b in periods[1:]]
    assert (
        [calendar.index(p.start) for p in periods] == [calendar.index(p.end) for p in periods] == [*range(len(periods))]
    )
    assert calendar.index(start - dt.timedelta(1)) is calendar.index(end + dt.timedelta(1)) is None
    assert len({p.text for p in periods}) == len(periods)


def test_there_is_no_period_beyond_the_last() -> None:
    """As of a list."""
    with pytest.raises(IndexError):
        Calendar.around(By.YEAR, dt.date(2021, 1, 1), dt.date(2021, 1, 1))[1]
