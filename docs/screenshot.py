"""Take the manual's pictures of the page of the seeds in headless Chromium: the map, the panel of an edge, states in the dark, the review.

Usage, from the root of a checkout with Chromium on the PATH: python docs/screenshot.py
"""

import shutil
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

from diplograph import extract_contacts, read_documents
from diplograph.graph.decisions.context import Review, in_context
from diplograph.graph.identity import fold
from diplograph.graph.page import render

_ROOT = Path(__file__).parents[1]
_TITLE = "Around Afghanistan, summer 2021"
_PAIR = "Antony Blinken – Wang Yi"
_STATES = "#by=state&party=china&from=2021-07-01&to=2021-09-30"
_LIMIT = 300_000  # bytes


def main() -> None:
    """Write the pictures beside this script, or fail if one is larger than a repository should bear."""
    documents = list(read_documents([_ROOT / "seeds"]))
    found, texts = list(extract_contacts(documents)), {d.source.id: d.text for d in documents}
    contacts, review = fold(found), Review([in_context(c, texts[c.document.id]) for c in found])
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file, desk = Path(folder) / "graph.html", Path(folder) / "review.html"
        file.write_text(render(contacts, title=_TITLE), encoding="utf-8")
        desk.write_text(render(contacts, title=_TITLE, review=review), encoding="utf-8")
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"), args=["--no-sandbox"]
        )
        page = _opened(browser, file.as_uri(), "light")
        _store("graph.png", page.screenshot())
        _store("panel.png", _panel(page))
        _store("states.png", _opened(browser, file.as_uri() + _STATES, "dark").screenshot())
        _store("review.png", _decided(_opened(browser, desk.as_uri() + "#view=review", "light")))
        browser.close()


def _opened(browser: Browser, address: str, scheme: Literal["light", "dark"]) -> Page:
    page = browser.new_page(viewport={"width": 1260, "height": 800}, reduced_motion="reduce", color_scheme=scheme)
    page.goto(address)
    page.wait_for_function("window.diplograph && window.diplograph.ready")
    return page


def _panel(page: Page) -> bytes:
    page.locator("#panel .list button", has_text=_PAIR).click()
    return page.screenshot(clip={"x": 888, "y": 57, "width": 372, "height": 420})


def _decided(page: Page) -> bytes:
    page.locator("#as").click()
    page.keyboard.type("ana")
    for key in ("Enter", *"ynyyny", "ArrowLeft"):
        page.keyboard.press(key)
    return page.screenshot()


def _store(name: str, picture: bytes) -> None:
    if len(picture) > _LIMIT:
        raise SystemExit(f"{name} would have {len(picture):,} bytes: take it smaller than {_LIMIT:,}.")
    (_ROOT / "docs" / name).write_bytes(picture)


if __name__ == "__main__":
    main()
