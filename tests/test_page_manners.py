"""Whom the page must not shut out: keyboard, screen reader, paper, phone, large screen, other scripts, quiet motion."""

from pathlib import Path
from typing import Any

import pytest
from browse import Open, inherited, spot, state, trio
from factories import contact, many, party
from playwright.sync_api import Page

from diplograph.extract.model import PartyType

pytestmark = pytest.mark.slow
AXE = Path(__file__).parent / "node" / "node_modules" / "axe-core" / "axe.min.js"
PHONE = {"width": 360, "height": 740}


def _plain(page: Page) -> None:
    state(page)


def _panel(page: Page) -> None:
    page.evaluate("window.diplograph.select({node: 0})")


def _table(page: Page) -> None:
    page.locator("#tab-table").click()


def _menus(page: Page) -> None:
    page.locator("#take-button").click()
    page.locator("#by-country summary").click()
    page.locator("#by-kind input[data-value=call]").uncheck()
    page.locator("#query").fill("a")


def _range(page: Page) -> None:
    page.locator("#filters-button").click() if page.locator("#filters-button").is_visible() else None
    page.locator("#until").fill("2022-01-01")
    page.locator("#apart").click()
    page.locator("#histogram").hover()
    page.locator("#bar").wait_for()


def _path(page: Page) -> None:
    page.evaluate("window.diplograph.select({path: [], from: 0, to: 1})")


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is missing: run `npm ci` in tests/node")
@pytest.mark.parametrize("look", ["light", "dark", "phone"])
@pytest.mark.parametrize("view", [_plain, _panel, _table, _menus, _range, _path])
def test_axe_finds_nothing(opened: Open, view: Any, look: str) -> None:
    how: dict[str, Any] = {"viewport": PHONE} if look == "phone" else {"color_scheme": look}
    page = opened([*many(60, 40), *trio(), inherited()], **how)
    if look == "phone" and view is _menus:
        page.locator("#filters-button").click()
    view(page)
    page.wait_for_timeout(300)
    page.add_script_tag(content=AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [(v["id"], v["impact"], [n["html"][:120] for n in v["nodes"]]) for v in found["violations"]] == []


def test_all_can_be_done_without_a_mouse(opened: Open) -> None:
    page = opened(many(60, 40), at="#from=2021-03-01")
    where = "({activeElement: e}) => e.id || e.name || (e.closest('#panel') ? 'panel' : '')"
    reached: list[str] = []
    while "panel" not in reached and len(reached) < 80:
        page.keyboard.press("Tab")
        reached.append(page.evaluate(f"({where})(document)"))
    wanted = [
        "query",
        "tab-graph",
        "take-button",
        "theme",
        "level",
        "play",
        "unit",
        "histogram",
        "since",
        "until",
        "apart",
        "basis",
    ]
    wanted += ["words", "canvas", "zoom-in", "panel"]
    assert list(dict.fromkeys(r for r in reached if r in wanted)) == wanted, "in the order in which they stand"
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text() != "Overview"
    page.keyboard.press("Escape")
    assert page.locator("#panel h2").inner_text() == "Overview"


def test_tabs_by_arrow_keys(opened: Open) -> None:
    page = opened(trio())
    page.locator("#tab-graph").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#table-view").is_visible()
    assert page.evaluate("document.activeElement.id") == "tab-table"


def test_the_table_is_sorted_by_any_column(opened: Open) -> None:
    page = opened(trio())
    page.locator("#tab-table").click()
    first = page.locator("#table-view tbody tr").first
    assert first.inner_text().startswith("1 May 2022")
    page.locator("th button", has_text="Date").click()
    assert first.inner_text().startswith("1 Mar 2021")
    assert page.locator("#table-view tbody tr").last.inner_text().startswith("by 16 Aug 2021"), (
        "whichever way the days run"
    )
    page.locator("th button", has_text="Status").click()
    assert page.locator("th[aria-sort=ascending]").inner_text().startswith("Status")
    page.locator("th button", has_text="Kind").focus()
    page.keyboard.press("Enter")
    assert page.locator("#table-view td:nth-child(3)").all_inner_texts() == ["call", "meeting", "meeting"]


def test_on_paper_the_map_and_every_contact(opened: Open) -> None:
    page = opened(many(300, 60), color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("#table-view tbody tr").count() == 300
    assert page.locator("#table-view tbody tr").last.is_visible()
    assert page.locator("#paper svg text").count() == state(page)["labels"]
    assert page.locator("#paper svg rect").first.get_attribute("fill") == "#fbfcfd", "light, though the page is dark"
    for gone in ("#stage", "#filters", "#panel", "nav", "#find"):
        assert not page.locator(gone).is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert not page.locator("#table-view").is_visible() and page.locator("#panel").is_visible()
    assert page.locator("html").get_attribute("data-theme") == "dark" and page.locator("#paper svg").count() == 0


@pytest.mark.parametrize("size", [(360, 740), (768, 1024), (1024, 700), (1920, 1080), (3840, 2160)])
def test_no_window_is_too_small_or_too_large(opened: Open, size: tuple[int, int]) -> None:
    page = opened(
        many(200, 90), title="A heading of a good many words " * 4, viewport={"width": size[0], "height": size[1]}
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    for view in ("#tab-table", "#tab-graph"):
        page.locator(view).click()
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.evaluate("window.diplograph.select({node: 0})")
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    box = page.locator("#canvas").bounding_box()
    assert box is not None and box["height"] > 300


@pytest.mark.parametrize("zooms", [0, 3, -3])
def test_labels_never_overlap_nor_leave_the_map(opened: Open, zooms: int) -> None:
    page = opened(many(400, 150))
    for _ in range(abs(zooms)):
        page.locator("#zoom-in" if zooms > 0 else "#zoom-out").click()
        page.wait_for_timeout(250)
    boxes = state(page)["boxes"]
    assert len(boxes) >= 5
    for n, a in enumerate(boxes):
        for b in boxes[n + 1 :]:
            assert (
                a["x"] + a["w"] <= b["x"]
                or b["x"] + b["w"] <= a["x"]
                or a["y"] + a["h"] <= b["y"]
                or b["y"] + b["h"] <= a["y"]
            )
    canvas = page.locator("#canvas").bounding_box()
    assert canvas is not None
    assert all(b["x"] >= 0 and b["x"] + b["w"] <= canvas["width"] for b in boxes)


def test_a_phone_says_what_is_left_out(opened: Open) -> None:
    page = opened(many(3000, 900), viewport=PHONE)
    notice, legend = page.locator("#notice").bounding_box(), page.locator(".legend").bounding_box()
    assert notice is not None and legend is not None
    assert notice["y"] >= legend["y"] + legend["height"], "not behind the legend"
    assert notice["x"] >= 0 and notice["x"] + notice["width"] <= 360
    page.locator("#notice button").click()
    assert not page.locator("#notice").is_visible()


def test_a_phone_that_opens_with_the_table_has_its_map_too(opened: Open) -> None:
    page = opened(many(60, 40), at="#view=table", viewport=PHONE)
    page.locator("#tab-graph").click()
    assert state(page)["labels"] > 3


def test_reduced_motion_is_heeded(opened: Open) -> None:
    page = opened(many(60, 40), reduced_motion="reduce")
    before = page.evaluate("window.diplograph.network.getScale()")
    page.locator("#zoom-in").click()
    assert page.evaluate("window.diplograph.network.getScale()") == pytest.approx(before * 1.4)


def test_names_of_other_scripts_stand_as_they_are(opened: Open) -> None:
    contacts = [contact(party("王毅", id="w"), party("سارة العلي", id="s", side=1)), contact("Лев Лисов", "Nguyễn Phú")]
    page = opened(contacts, title="لقاءات")
    page.keyboard.press("/")
    page.keyboard.type("العلي")
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text() == "سارة العلي"
    assert page.locator("#panel h2").evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert {b["text"] for b in state(page)["boxes"]} >= {"王毅", "سارة العلي"}


def test_positions_stay_while_filters_change(opened: Open) -> None:
    page = opened(many(120, 50))
    places, view = "window.diplograph.network.getPositions()", "window.diplograph.network.getViewPosition()"
    before = page.evaluate(places), page.evaluate(view)
    page.locator("#by-kind input[data-value=call]").uncheck()
    page.locator("#by-status input[data-value=planned]").uncheck()
    state(page)
    after = page.evaluate(places)
    assert 0 < len(after) <= len(before[0]) and page.evaluate(view) == before[1]
    assert after == {node: before[0][node] for node in after}


def test_a_choice_dims_all_but_its_neighbours(opened: Open) -> None:
    """Seen in the pixels: a party that is no neighbour of the chosen one fades towards the ground."""
    contacts = [contact("Ana Ito", "Bo Kim"), contact("Cy Day", party("France", side=1, type=PartyType.STATE))]
    page = opened(contacts)

    def colour(name: str) -> list[int]:
        at = spot(page, name)
        found = page.evaluate(
            """([x, y]) => {
                const spot = Object.assign(document.createElement("canvas"), {width: 1, height: 1});
                const context = spot.getContext("2d", {willReadFrequently: true});
                context.drawImage(document.querySelector("#canvas canvas"), -x, -y);
                return [...context.getImageData(0, 0, 1, 1).data];
            }""",
            [at["x"], at["y"]],
        )
        assert isinstance(found, list)
        return found

    before = colour("Cy Day"), colour("Bo Kim")
    page.evaluate("window.diplograph.select({node: 0})")
    page.wait_for_timeout(200)
    assert before[0][3] == before[1][3] == 255, "opaque"
    assert colour("Cy Day")[3] < 80
    assert colour("Bo Kim") == before[1]
