"""The time of a contact: how exactly it is told, how it is known, and what a span of days takes in."""

import datetime as dt
from typing import Any

import pytest
from factories import contact, folded

from diplograph.extract.model import Contact, Source, Status
from diplograph.extract.shown import days
from diplograph.extract.times import Basis, Bound, When
from diplograph.graph.periods import compare, months, period
from diplograph.graph.select import select, told_then


def _when(first: str, last: str, basis: Basis = Basis.STATED, *, vague: bool = False) -> When:
    return When(dt.date.fromisoformat(first), dt.date.fromisoformat(last), "", basis, vague)


def _told(day: str, status: Status = Status.OCCURRED, name: str = "a") -> Contact:
    """A contact without a day, of a document that has one."""
    return contact("Ana Ito", "Bo Kim", day=None, status=status, document=Source(name, date=dt.date.fromisoformat(day)))


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        ("2021-08-16", "2021-08-16", "day"),
        ("2021-08-16", "2021-08-22", "week"),
        ("2021-08-17", "2021-08-23", "range"),
        ("2024-02-01", "2024-02-29", "month"),
        ("2023-02-01", "2023-02-27", "range"),
        ("2021-04-01", "2021-06-30", "quarter"),
        ("2021-06-01", "2021-08-31", "range"),
        ("2021-01-01", "2021-12-31", "year"),
        ("2021-02-01", "2022-01-31", "range"),
        ("9999-12-01", "9999-12-31", "month"),
    ],
)
def test_precision(first: str, last: str, name: str) -> None:
    assert _when(first, last).precision == name


@pytest.mark.parametrize(
    ("first", "last", "vague", "within"),
    [
        ("2021-08-16", "2021-08-16", False, True),
        ("2021-07-30", "2021-08-02", False, True),  # a visit that runs into the month
        ("2021-06-01", "2021-10-31", False, True),
        ("2021-08-01", "2021-08-31", True, True),
        ("2021-08-02", "2021-08-08", True, True),
        ("2021-07-26", "2021-08-01", True, False),  # some day of a week of which most is not in it
        ("2021-08-29", "2021-09-02", True, False),
        ("2021-01-01", "2021-12-31", True, False),
    ],
)
def test_a_month_takes_in(first: str, last: str, vague: bool, within: bool) -> None:
    """What took place for several days need only overlap; where some day of them is meant, they must lie within."""
    when = _when(first, last, vague=vague)
    assert when.falls_within(dt.date(2021, 8, 1), dt.date(2021, 8, 31)) is within


def test_bound() -> None:
    """What took place was no later than the document that tells it, what is planned is no earlier; a date needs no bound."""
    assert _told("2021-08-16").bound == Bound(None, dt.date(2021, 8, 16))
    assert _told("2021-08-16", Status.PLANNED).bound == Bound(dt.date(2021, 8, 16), None)
    assert contact("Ana Ito", "Bo Kim", day=None, document=Source("a")).bound is None
    dated = contact("Ana Ito", "Bo Kim", day="2021-08-01")
    assert dated.time == dated.date
    reports = [_told("2021-08-18"), _told("2021-08-16", name="b"), _told("2021-08-01", Status.PLANNED, "c")]
    assert folded(*reports).bound == Bound(None, dt.date(2021, 8, 16))


def test_record_of_the_time() -> None:
    """A record tells its date with precision and basis, or else its bound; what an earlier version wrote was stated."""
    dated = contact("Ana Ito", "Bo Kim", day="2021-08-01").to_dict()
    assert dated["date"]["precision"] == "day"
    assert dated["date"]["basis"] == "stated"
    assert dated["bound"] is None
    assert _told("2021-08-16").to_dict()["bound"] == {"start": None, "end": "2021-08-16"}
    del dated["date"]["basis"], dated["date"]["precision"], dated["date"]["vague"]
    when = Contact.from_dict(dated).date
    assert when is not None
    assert when.basis is Basis.STATED


def _body() -> list[Contact]:
    inherited = contact("Ana Ito", "Cy Day", date=_when("2021-08-10", "2021-08-10", Basis.INHERITED))
    stated = contact("Ana Ito", "Bo Kim", day="2021-08-16")
    return [
        stated,
        inherited,
        _told("2021-08-20"),
        _told("2021-09-20", name="b"),
        contact("X Y", "Z W", day="2021-07-01"),
    ]


@pytest.mark.parametrize(("basis", "count"), [(Basis.STATED, 1), (Basis.INHERITED, 2), (Basis.REPORTED, 3)])
def test_three_choices(basis: Basis, count: int) -> None:
    """A range takes what is stated, by default also what is inherited, on demand also what a document of then tells."""
    wanted: dict[str, Any] = {"since": dt.date(2021, 8, 1), "until": dt.date(2021, 8, 31), "basis": basis}
    assert len(select(_body(), **wanted)) == count
    assert sum(told_then(c, **wanted) for c in _body()) == 3 - count
    assert months(_body(), basis).get("2021-08", 0) == count
    found = compare(_body(), period("2021-07"), period("2021-08"), basis=basis)
    assert found.contacts == (1, count)
    assert found.apart == (0, 3 - count)


def test_without_a_range_everything_passes() -> None:
    assert len(select(_body())) == len(_body())
    assert not any(told_then(c) for c in _body())


def test_days_in_words() -> None:
    assert days(_told("2021-08-16")) == "by 2021-08-16"
    assert days(_told("2021-08-16", Status.PLANNED)) == "after 2021-08-16"
    assert days(contact("Ana Ito", "Bo Kim", day="2021-08-01", until="2021-08-03")) == "2021-08-01/2021-08-03"
    assert days(contact("Ana Ito", "Bo Kim", day=None, document=Source("a"))) == "undated"
