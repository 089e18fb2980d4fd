"""The view in the address: a link shows another reader the same."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

import pytest
from browse import Open, spot, state
from factories import many
from playwright.sync_api import Page

from diplograph.extract.model import Contact, Kind
from diplograph.graph.select import select

pytestmark = pytest.mark.slow


def _contacts() -> list[Contact]:
    return [replace(c, channel=[None, "phone, video & fax", "letter"][n % 3]) for n, c in enumerate(many(120, 40))]


def _untick(group: str, value: str) -> Callable[[Page], None]:
    return lambda page: page.locator(f"#by-{group} input[data-value={value}]").uncheck()


def _channel(page: Page) -> None:
    page.locator("#by-channel summary").click()
    page.locator("#by-channel input").first.check()


def _basis(page: Page) -> None:
    page.locator("#since").fill("2022-01-01")
    page.locator("#basis input[value=reported]").check()


def _path(page: Page) -> None:
    page.evaluate("window.diplograph.select({node: 0})")
    page.get_by_role("button", name="Path to …").click()
    page.keyboard.type("a")
    page.keyboard.press("Enter")


def _sorted(page: Page) -> None:
    page.locator("#tab-table").click()
    page.locator("th button", has_text="Parties").click()


def _moved(page: Page) -> None:
    page.locator("#zoom-in").click()
    page.wait_for_timeout(400)


VIEWS: dict[str, Callable[[Page], None]] = {
    "kind": _untick("kind", "call"),
    "status": _untick("status", "occurred"),
    "type": _untick("type", "person"),
    "channel": _channel,
    "basis": _basis,
    "days": lambda page: page.locator("#since").fill("2022-01-01"),
    "words": lambda page: page.locator("#words").fill("visited"),
    "least": lambda page: page.locator("#least").fill("2"),
    "states": lambda page: page.locator("#by-level").get_by_label("States").check(),
    "unit": lambda page: page.locator("#units").get_by_label("Year").check(),
    "table": _sorted,
    "party": lambda page: page.evaluate("window.diplograph.select({node: 3})"),
    "pair": lambda page: page.evaluate("window.diplograph.select({edge: 3})"),
    "path": _path,
    "moved": _moved,
}


def _view(page: Page) -> dict[str, object]:
    state(page)
    seen = ["#panel h2", "#showing", "#table-view tbody tr:first-child", "#span", "#notice"]
    scale = page.evaluate("window.diplograph.network.getScale()")
    found: dict[str, object] = {s: page.locator(s).all_inner_texts() for s in seen}
    return found | {"scale": round(scale, 3), "table": page.locator("#table-view").is_visible()}


@pytest.mark.parametrize("name", VIEWS)
def test_the_link_shows_the_same(opened: Open, name: str) -> None:
    page = opened(_contacts())
    before = _view(page)
    VIEWS[name](page)
    page.wait_for_function("location.hash.length > 1")
    page.wait_for_timeout(250)
    wanted, link = _view(page), page.url.partition("#")[2]
    assert wanted != before
    again = opened(_contacts(), at=f"#{link}")
    assert _view(again) == wanted
    again.wait_for_timeout(250)
    assert again.url.partition("#")[2] == link, "what was read is what would be written"


def test_all_at_once_and_back_to_nothing(opened: Open) -> None:
    page = opened(_contacts())
    for name in ("kind", "channel", "basis", "days"):
        VIEWS[name](page)
    page.wait_for_timeout(250)
    words = parse_qs(page.url.partition("#")[2])
    assert set(words) == {"kind", "channel", "basis", "from"}
    page.locator("#reset").click()
    page.wait_for_function("location.hash.length <= 1")


def test_an_address_typed_by_hand_is_followed(opened: Open) -> None:
    page = opened(_contacts())
    page.evaluate("location.hash = 'kind=call'")
    page.wait_for_function("window.diplograph.shown.contacts < 120")
    assert page.locator("#by-kind input:checked").count() == 1
    page.evaluate("location.hash = ''")
    page.wait_for_function("window.diplograph.shown.contacts === 120")


@pytest.mark.parametrize(
    "at",
    [
        "#",
        "#kind=&status=nothing&party=__proto__&pair=a&at=NaN+1+1",
        "#from=yesterday&to=2021-99-99&least=-3&unit=decade&sort=-nothing&by=planet",
        "#path=x&path=y&ego=nobody&channel=%00%ff&words=%3Cscript%3E",
        "#%E0%A4%A",
        "#party=" + "a" * 5000,
        "#at=1+1+0&at=2",
        "#basis=toString&undated=maybe",
        "#by=constructor&unit=constructor&sort=constructor",
    ],
)
def test_an_address_that_makes_no_sense_breaks_nothing(opened: Open, at: str) -> None:
    page = opened(_contacts(), at=at)
    state(page)
    page.locator("#reset").click() if page.locator("#reset").is_visible() else None
    assert state(page)["shown"]["contacts"] == 120


@pytest.mark.parametrize("undated", ["", "&undated=no"])
@pytest.mark.parametrize("span", ["", "&from=2021-08-01&to=2021-12-31"])
def test_a_link_of_before_opens_with_the_usual_basis(opened: Open, span: str, undated: str) -> None:
    """When what has no day could be let through or left out: now it stands beside the range, and a range counts days."""
    page = opened(_contacts(), at=f"#kind=call+meeting{undated}{span}")
    wanted: dict[str, Any] = {"kinds": {Kind.CALL, Kind.MEETING}}
    wanted |= {"since": dt.date(2021, 8, 1), "until": dt.date(2021, 12, 31)} if span else {}
    assert state(page)["shown"]["contacts"] == len(select(_contacts(), **wanted))
    page.wait_for_timeout(250)
    assert page.url.partition("#")[2] == f"kind=meeting+call{span}", "and what is gone goes from the address"


def test_a_place_on_the_map_is_kept_in_another_window(opened: Open) -> None:
    page = opened(_contacts())
    page.mouse.move(600, 400)
    page.mouse.wheel(0, -400)
    page.wait_for_timeout(300)
    link = page.url.partition("#")[2]
    assert "at=" in link
    label = page.evaluate("window.diplograph.boxes[0].text")
    small = opened(_contacts(), at=f"#{link}", viewport={"width": 1200, "height": 700})
    assert spot(small, label)["x"] < 1200
