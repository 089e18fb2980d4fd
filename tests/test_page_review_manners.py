"""Whom the review must not shut out, and what it keeps where a browser keeps little."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browse import Open, hostile_contacts, state
from desk import At, Desk, review, told
from factories import many
from hostile import HOSTILE
from playwright.sync_api import Browser

from diplograph.graph.decisions import Verdict
from diplograph.graph.decisions.making import decided
from diplograph.graph.page import render

pytestmark = pytest.mark.slow
AXE = Path(__file__).parent / "node" / "node_modules" / "axe-core" / "axe.min.js"
PHONE = {"width": 360, "height": 740}


def _asked_edit(at: Desk) -> None:
    at.keys("e")


def _asked_missed(at: Desk) -> None:
    at.keys("m")
    at.type("Boris Lisov")


def _some_decided(at: Desk) -> None:
    at.keys("y", "n", "ArrowLeft")


def _table(at: Desk) -> None:
    at.page.locator("#tab-table").click()


def _who(at: Desk) -> None:
    at.page.locator("#as").click()


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is missing: run `npm ci` in tests/node")
@pytest.mark.parametrize("look", ["light", "dark", "phone"])
@pytest.mark.parametrize("view", [_some_decided, _asked_edit, _asked_missed, _table, _who])
def test_axe_finds_nothing(desk: At, view: Callable[[Desk], None], look: str) -> None:
    how: dict[str, Any] = (
        {"viewport": PHONE} if look == "phone" else {"color_scheme": look, "viewport": {"width": 1366, "height": 768}}
    )
    at = desk([*told(), *many(20, 12)], **how)
    view(at)
    at.page.wait_for_timeout(300)
    at.page.add_script_tag(content=AXE.read_text(encoding="utf-8"))
    found = at.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [(v["id"], v["impact"], [n["html"][:120] for n in v["nodes"]]) for v in found["violations"]] == []


@pytest.mark.parametrize("size", [(320, 568), (360, 740), (768, 1024), (1024, 700), (1366, 768), (1920, 1080)])
def test_the_review_fits_every_window(desk: At, size: tuple[int, int]) -> None:
    at = desk(viewport={"width": size[0], "height": size[1]})
    for key in ("y", "e", "Escape", "m", "Escape"):
        at.keys(key)
        assert at.page.evaluate("document.documentElement.scrollWidth") <= size[0]
    for act in ("right", "wrong", "edit", "missed", "undo", "back", "next"):
        box = at.page.locator(f"#act-{act}").bounding_box()
        assert box is not None and min(box["width"], box["height"]) >= 44
        assert box["y"] + box["height"] <= size[1] and box["x"] + box["width"] <= size[0], "in sight without scrolling"


def test_a_phone_goes_on_after_a_reload(desk: At) -> None:
    at = desk(viewport=PHONE)
    at.keys("y")
    at.reload()
    assert at.left() == (1, 4)
    at.page.locator("#tab-graph").click()
    assert state(at.page)["labels"] > 3


def test_what_was_decided_is_said_and_focus_stays(desk: At) -> None:
    at = desk()
    at.page.locator("#case").focus()
    at.keys("n")
    assert at.page.locator("#said").get_attribute("role") == "status"
    assert at.page.locator("#said").text_content() == (
        f"Wrong. 4 contacts left. Now: meeting, occurred, Ana 🎓 Castro 1, Jun Ito: {told(2)[1].evidence.sentence}"
    )
    assert at.page.evaluate("document.activeElement.id") == "case"
    at.keys("n", "n", "n", "n")
    assert at.said() == "Wrong. All are decided: save the file."


def test_two_tabs_lose_nothing_and_show_it_at_once(desk: At, tmp_path: Path) -> None:
    one = desk()
    page = one.page.context.new_page()
    page.goto(one.page.url)
    page.wait_for_function("window.diplograph && window.diplograph.ready")
    two = Desk(page)
    one.keys("y")
    page.wait_for_function("document.getElementById('left').textContent.startsWith('1 decided')")
    two.page.locator("#case").focus()
    two.keys("ArrowRight", "n")
    one.page.wait_for_function("document.getElementById('left').textContent.startsWith('2 decided')")
    assert [d.verdict for d in one.saved(tmp_path / "d.jsonl")] == [Verdict.RIGHT, Verdict.WRONG]


@pytest.mark.parametrize("broken", ["throw new DOMException('no', 'SecurityError')", "return {setItem() { throw new DOMException('no', 'QuotaExceededError') }, removeItem() {}, getItem: () => null, length: 0}"])  # fmt: skip
def test_a_browser_that_keeps_nothing_is_told(browser: Browser, tmp_path: Path, broken: str) -> None:
    (tmp_path / "a.html").write_text(render(told(), review=review(told())), encoding="utf-8")
    page = browser.new_context(bypass_csp=True).new_page()
    page.add_init_script(f"Object.defineProperty(window, 'localStorage', {{get() {{ {broken}; }}}})")
    page.goto((tmp_path / "a.html").as_uri())
    page.wait_for_function("window.diplograph && window.diplograph.ready")
    at = Desk(page)
    assert "keeps nothing" in page.locator("#kept").inner_text()
    asked: list[str] = []
    page.on("dialog", lambda dialog: asked.append(dialog.type))
    page.on("dialog", lambda dialog: dialog.dismiss())
    at.keys("y", "n")
    page.close(run_before_unload=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"] and at.left() == (2, 3), "and it asks before it is left"
    assert len(at.saved(tmp_path / "d.jsonl")) == 2


def test_a_browser_that_is_full_is_told_and_loses_nothing(desk: At, tmp_path: Path) -> None:
    at = desk()
    at.keys("y")
    at.page.evaluate(
        "() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; }"
    )
    at.keys("n")
    assert "keeps no more" in at.page.locator("#kept").inner_text()
    assert at.left() == (2, 3) and len(at.saved(tmp_path / "d.jsonl")) == 2


def test_keys_can_be_switched_off(desk: At) -> None:
    at = desk()
    at.page.locator("#keys").press("Space")
    at.keys("y")
    assert at.left() == (0, 5)
    at.page.locator("#act-right").press("Enter")
    assert at.left() == (1, 4) and at.page.evaluate("document.activeElement.id") == "act-right"


def test_hostile_text_does_nothing_in_the_review(opened: Open, tmp_path: Path) -> None:
    contacts = hostile_contacts()
    at = Desk(opened(contacts, review=review(contacts, texts=False), viewport={"width": 1400, "height": 900}))
    for n in range(len(HOSTILE)):
        at.keys("e" if n % 9 == 0 else "m" if n % 9 == 1 else "y")
        if n % 9 < 2:
            at.keys("Escape", "ArrowRight")
    assert at.page.evaluate("window.pwned") is None
    assert at.page.locator("#case img, #case iframe, #case script, #case style, #asking img").count() == 0
    assert all(
        re.match("https?://", link)
        for link in at.page.evaluate("[...document.querySelectorAll('#case a')].map(a => a.href)")
    )
    assert len(at.saved(tmp_path / "d.jsonl")) > 100


BROKEN: list[Any] = [None, 1, [], "x", {}, {"document": 1, "evidence": 1, "parties": 1}]


def test_a_file_that_holds_anything_harms_nothing(desk: At, tmp_path: Path) -> None:
    """Each line whose contact is none is named, also where a part of it is broken, or where only the page would stumble."""
    at, whole = desk(), decided(Verdict.RIGHT, told(1)[0], "ben").to_dict()
    broken = [whole | {"contact": one} for one in BROKEN]
    broken += [whole | {"decision": "change", "becomes": one} for one in BROKEN]
    broken += [whole | {"contact": whole["contact"] | {"parties": [one]}} for one in (None, 1, {"name": "x"})]
    broken += [whole | {"contact": whole["contact"] | {"date": one}} for one in (1, {"start": 1, "end": "x"})]
    broken += [whole | {"decision": "<img>"}, whole | {"by": 1}, whole | {"at": None}]
    every: list[Any] = [*broken, *BROKEN, whole | {"by": "<img src=x onerror=window.pwned=1>"}]
    lines = [json.dumps(one) for one in every]
    (tmp_path / "d.jsonl").write_text("\n".join(lines), encoding="utf-8")
    at.page.locator("#file").set_input_files(tmp_path / "d.jsonl")
    at.page.wait_for_function("document.getElementById('said').textContent.includes('loaded')")
    assert at.said() == "1 decision loaded. No decision stands in lines 1, 2, 3, 4, 5 and others of d.jsonl."
    at.go_to("Castro 0")
    assert at.verdict() == "Right, by <img src=x onerror=window.pwned=1>"
    assert at.page.evaluate("window.pwned") is None and len(at.saved(tmp_path / "e.jsonl")) == 1


def test_a_key_that_is_held_down_decides_once(desk: At) -> None:
    at = desk()
    at.page.keyboard.down("y")
    at.page.keyboard.down("y")
    at.page.keyboard.up("y")
    assert at.left() == (1, 4)
