"""The histogram: brushed, moved by keys, in days, months and years, and played."""

import datetime as dt

import pytest
from browse import Open, state
from factories import contact
from playwright.sync_api import Page

from diplograph.extract.model import Contact, Source

pytestmark = pytest.mark.slow


def _days() -> list[Contact]:
    """Ten a month from January to June 2021, and two without a day, told on 20 March."""
    days = [f"2021-{month:02}-{day:02}" for month in range(1, 7) for day in range(1, 11)]
    contacts = [contact("Ana Ito", f"Bo Kim {n}", day=day) for n, day in enumerate(days)]
    document = Source("march", date=dt.date(2021, 3, 20))
    return [*contacts, *(contact("Ana Ito", name, day=None, document=document) for name in ("Cy Day", "Di Roe"))]


def _drag(page: Page, start: float, end: float) -> None:
    box = page.locator("#histogram").bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * start, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * end, y, steps=5)
    page.mouse.up()


def _range(page: Page) -> tuple[str, str]:
    state(page)
    return page.locator("#since").input_value(), page.locator("#until").input_value()


def test_brush_then_move_then_clear(opened: Open) -> None:
    page = opened(_days())
    assert page.locator("#units input:checked").get_attribute("value") == "month"
    _drag(page, 0.2, 0.45)
    assert _range(page) == ("2021-02-01", "2021-03-31")
    assert state(page)["shown"]["contacts"] == 20
    assert page.locator("#apart").inner_text() == "and 2 told then without a day"
    assert page.locator("#histogram rect.range").count() == 1
    _drag(page, 0.25, 0.6)
    assert _range(page) == ("2021-04-01", "2021-05-31"), "a drag within the range moves it"
    assert state(page)["shown"]["contacts"] == 20
    assert not page.locator("#apart").is_visible()
    page.locator("#histogram").dblclick(position={"x": 3, "y": 20})
    assert _range(page) == ("", "")


def test_keys_move_and_widen_the_range(opened: Open) -> None:
    page = opened(_days())
    page.locator("#histogram").focus()
    page.keyboard.press("ArrowRight")
    assert _range(page) == ("2021-01-01", "2021-01-31")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    assert _range(page) == ("2021-02-01", "2021-03-31")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert _range(page) == ("2021-01-01", "2021-02-28"), "it stays within the whole"


def test_days_months_years(opened: Open) -> None:
    page = opened(_days())
    bars = page.locator("#histogram rect.all")
    assert bars.count() == 6
    page.locator("#units").get_by_label("Day").check()
    assert bars.count() == 60
    page.locator("#units").get_by_label("Year").check()
    assert bars.count() == 1
    assert page.locator(".span span").all_inner_texts() == ["2021", "2021"]


def test_too_many_days_cannot_be_chosen(opened: Open) -> None:
    page = opened([contact("Ana Ito", f"Bo Kim {n}", day=f"{1990 + n}-05-01") for n in range(30)])
    assert page.locator("#units input:checked").get_attribute("value") == "year"
    assert page.locator("#units input[value=day]").is_disabled()


def test_play_lets_time_run_and_stops_at_the_end(opened: Open) -> None:
    page = opened(_days())
    page.clock.install()
    page.locator("#play").click()
    seen = [page.evaluate("window.diplograph.shown.contacts")]
    assert page.locator("#playing").inner_text() == "Jan 2021"
    for _ in range(5):
        page.clock.run_for(700)
        seen.append(page.evaluate("window.diplograph.shown.contacts"))
    assert seen == [10, 20, 30, 40, 50, 60]
    page.clock.run_for(700)
    assert page.locator("#play").get_attribute("aria-label") == "Play"
    assert (page.locator("#since").input_value(), page.locator("#until").input_value()) == ("", "")


def test_play_moves_a_chosen_range_and_pauses(opened: Open) -> None:
    page = opened(_days())
    page.clock.install()
    page.locator("#histogram").focus()
    page.keyboard.press("ArrowRight")
    page.locator("#play").click()
    page.clock.run_for(1400)
    assert page.locator("#since").input_value() == "2021-03-01"
    page.locator("#play").click()
    page.clock.run_for(3000)
    assert page.locator("#since").input_value() == "2021-03-01", "it rests where it was paused"


def test_without_any_date_there_is_no_time(opened: Open) -> None:
    page = opened([contact("Ana Ito", "Bo Kim", day=None, document=Source("a"))])
    assert not page.locator("#by-date").is_visible()


def _heights(page: Page, look: str) -> list[float]:
    """Return how high the bars of a look stand, the lowest edge first."""
    bars = page.locator(f"#histogram rect.{look}").all()
    return [round(float(bar.get_attribute("height") or 0), 2) for bar in bars]


def test_what_is_only_told_then_stands_paler_on_the_bars(opened: Open) -> None:
    page = opened(_days())
    assert _heights(page, "told:not(.near)") == _heights(page, "near") == [round(2 / 12 * 96, 2)]
    bar, dated = page.locator("#histogram rect.near"), page.locator("#histogram rect.all").nth(2)
    assert float(bar.get_attribute("y") or 0) == pytest.approx(4) and bar.get_attribute("x") == dated.get_attribute("x")
    page.locator("#since").fill("2021-05-01")
    assert (len(_heights(page, "told")), len(_heights(page, "near"))) == (1, 0), "seen, though no click takes it in"
    page.locator("#since").fill("2021-02-01")
    assert (len(_heights(page, "in")), len(_heights(page, "near"))) == (5, 1)
    page.locator("#apart").click()
    assert _heights(page, "told") == []
    assert max(_heights(page, "in")) == 96, "counted like all others"
    assert state(page)["shown"]["contacts"] == 52


def test_the_axis_spans_days_and_bounds(opened: Open) -> None:
    told = contact("Ana Ito", "Bo Kim", day=None, document=Source("a", date=dt.date(2021, 9, 20)))
    page = opened([told])
    assert page.locator(".span span").all_inner_texts() == ["20 Sep 2021"] * 2
    assert (len(_heights(page, "all")), len(_heights(page, "near"))) == (0, 1)
    page = opened([told, contact("Ana Ito", "Cy Day", day="2021-01-04")])
    assert page.locator(".span span").all_inner_texts() == ["Jan 2021", "Sep 2021"]


def test_a_bar_tells_both_numbers(opened: Open) -> None:
    page = opened(_days())
    box, bar = page.locator("#histogram").bounding_box(), page.locator("#bar")
    assert box is not None and not bar.is_visible()
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + 30)
    assert bar.inner_text() == "Mar 2021: 10 contacts and 2 told then without a day"
    page.mouse.move(box["x"] + box["width"] * 0.1, box["y"] + 30)
    assert bar.inner_text() == "Jan 2021: 10 contacts"
    page.mouse.move(box["x"], box["y"] + 300)
    assert not bar.is_visible()
    page.locator("#histogram").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    assert bar.inner_text() == "Feb 2021 – Mar 2021: 20 contacts and 2 told then without a day", "by keys the range"
    page.keyboard.press("Tab")
    assert not bar.is_visible()
    assert "; paler, 2 told then without a day." in (page.locator("#histogram").get_attribute("aria-label") or "")
