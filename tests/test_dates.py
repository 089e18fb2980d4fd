"""Dates: the cases in cases/dates.yaml, and what must hold for any string."""

import datetime as dt
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from diplograph.extract.text.date_spans import find_dates
from diplograph.extract.text.dates import anchored, resolve
from diplograph.extract.text.ranges import leans, run_of_days

_GROUPS = yaml.safe_load((Path(__file__).parent / "cases" / "dates.yaml").read_text(encoding="utf-8"))
_CASES = [
    pytest.param(*case, id=f"{group}: {case[0]} {case[1]}{' ahead' * case[2]}")
    for group, cases in _GROUPS.items()
    for case in cases
]
_RANGES = yaml.safe_load((Path(__file__).parent / "cases" / "ranges.yaml").read_text(encoding="utf-8"))
_RUNS = [
    pytest.param(*case, id=f"{group}: {case[0]} {case[1]}{' ahead' * case[2]}")
    for group, cases in _RANGES.items()
    for case in cases
]
_WORDS = sorted(
    {word for cases in (*_GROUPS.values(), *_RANGES.values()) for case in cases for word in case[0].split()}
)


@pytest.mark.parametrize(("text", "base", "future", "expected"), _CASES)
def test_case(text: str, base: dt.date | None, future: bool, expected: dt.date | list[dt.date] | None) -> None:
    days = tuple(expected) if isinstance(expected, list) else (expected, expected)
    assert resolve(text, base, future=future) == (days if expected else None)


@pytest.mark.parametrize(("text", "base", "future", "expected"), _RUNS)
def test_run_of_days(text: str, base: dt.date | None, future: bool, expected: list[dt.date] | None) -> None:
    """Only what settles no day is a run of days."""
    assert run_of_days(text, base, future=future) == (tuple(expected) if expected else None)
    assert expected is None or resolve(text, base, future=future) is None


@pytest.mark.parametrize(("group", "case"), sorted({(g, str(c[0])) for g, cases in _RANGES.items() for c in cases}))
def test_leaning(group: str, case: str) -> None:
    assert leans(case) is (group == "leaning")


@pytest.mark.parametrize("case", _GROUPS["from_another_event"], ids=lambda case: case[0])
def test_anchored(case: list[str]) -> None:
    assert anchored(case[0])


@pytest.mark.parametrize("group", ["near", "day_and_month", "with_a_year", "ranges", "vague"])
def test_not_anchored(group: str) -> None:
    leaning = [case[0] for case in _GROUPS[group] if anchored(case[0])]
    assert leaning == ([] if group != "vague" else ["several days later"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The two met on 16 August in Doha.", ["16 August"]),
        ("They spoke Aug. 16 and again Aug 18.", ["Aug. 16", "Aug 18"]),
        ("She left the next morning and was back two days later.", ["the next morning", "two days later"]),
        ("Talks were held from 27 to 28 January in Oslo.", ["from 27 to 28 January"]),
        ("He had called yesterday, or a day earlier.", ["yesterday", "a day earlier"]),
        ("On Monday evening the envoys met; last Friday they had not.", ["Monday evening", "last Friday"]),
        ("Monday's call followed a letter of August 16th, 2021.", ["Monday's", "August 16th, 2021"]),
        ("The summit of June 30 – July 2, 2022 went well.", ["June 30 – July 2, 2022"]),
        ("They met on Monday, 16 August 2021.", ["Monday, 16 August 2021"]),
        ("They met on March 3-5 and between October 18 and 24.", ["March 3-5", "between October 18 and 24"]),
        ("He arrived the day before.", ["the day before"]),
        ("He arrived the day before the summit.", []),
        ("They talked on the 16th, in Rome.", ["the 16th"]),
        ("It was the 16th round of talks.", []),
        ("They may visit in May; the march on Rome began in March 2021.", []),
        ("In May 2021 and in June the 27 met 16 times.", []),
        ("Theresa May met 12 ministers; G7 May hold talks.", []),
        ("he came on monday, and on tuesdays.", ["monday"]),
        ("On 5 May 2021 (Wednesday) they met.", ["5 May 2021 (Wednesday)"]),
        ("Calls on 2 May and 3 June; talks between 2 May and 3 June.", ["2 May", "3 June", "between 2 May and 3 June"]),
        ("On Tuesday the 17th, the Good Friday Agreement and Bloody Sunday came up.", ["Tuesday the 17th"]),
        ("HELD ON 3 JUNE; THE 12 MAY MEET AGAIN", ["3 JUNE"]),
        ("The visit is set for 2021-08-16.", ["2021-08-16"]),
    ],
)
def test_find(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in find_dates(text)] == expected


_ANY = st.text(max_size=120) | st.lists(st.sampled_from(_WORDS), max_size=7).map(" ".join)


@given(_ANY, st.none() | st.dates(), st.booleans())
def test_total_and_in_order(text: str, base: dt.date | None, future: bool) -> None:
    days = resolve(text, base, future=future)
    assert days is None or days[0] <= days[1]
    assert anchored(text) in {True, False}
    run = run_of_days(text, base, future=future)
    assert run is None or run[0] <= run[1]
    assert leans(text) in {True, False}


@given(_ANY)
def test_spans_apart_and_inside(text: str) -> None:
    edges = [0, *(edge for span in find_dates(text) for edge in span), len(text)]
    assert edges == sorted(edges)


@given(st.dates(dt.date(1901, 1, 1), dt.date(2099, 12, 31)), st.dates(dt.date(1901, 1, 1), dt.date(2099, 12, 31)))
def test_past_lies_before_and_planned_after(day: dt.date, base: dt.date) -> None:
    for text in (f"{day:%A}", f"{day.day} {day:%B}", f"{day:%b}. {day.day}"):
        past, planned = resolve(text, base), resolve(text, base, future=True)
        assert past and planned
        assert past[0] <= base <= planned[0]
    assert resolve(f"{day:%B} {day.day}, {day.year}", None) == (day, day)


def test_long_text_is_quick() -> None:
    began = time.perf_counter()
    for text in ("from 1 1 1 " * 20_000, "the " * 50_000, "12 " * 50_000, "Monday, " * 50_000, "May 1, " * 50_000):
        assert resolve(text, dt.date(2021, 8, 18)) is None
        assert run_of_days(text[:100], dt.date(2021, 8, 18)) is None
        find_dates(text)
    assert time.perf_counter() - began < 5
