"""The histogram: brushed, moved by keys, in days, months and years, and played."""

import pytest
from browse import Open, state
from factories import contact
from playwright.sync_api import Page

from diplograph.extract.model import Contact

pytestmark = pytest.mark.slow


def _days() -> list[Contact]:
    """Ten a month from January to June 2021, and two undated."""
    days = [f"2021-{month:02}-{day:02}" for month in range(1, 7) for day in range(1, 11)]
    contacts = [contact("Ana Ito", f"Bo Kim {n}", day=day) for n, day in enumerate(days)]
    return [*contacts, contact("Ana Ito", "Cy Day", day=None), contact("Ana Ito", "Di Roe", day=None)]


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
    assert state(page)["shown"]["contacts"] == 22
    assert page.locator("#histogram rect.range").count() == 1
    _drag(page, 0.25, 0.6)
    assert _range(page) == ("2021-04-01", "2021-05-31"), "a drag within the range moves it"
    page.locator("#undated").uncheck()
    assert state(page)["shown"]["contacts"] == 20
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
    page.locator("#undated").uncheck()
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
    page = opened([contact("Ana Ito", "Bo Kim", day=None)])
    assert not page.locator("#by-date").is_visible()
