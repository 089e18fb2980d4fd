"""What the tests of the review share: contacts in texts, the page's data, and hands on the keys."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from factories import contact, party
from playwright.sync_api import Page

from diplograph.extract.model import Contact, Source
from diplograph.graph.decisions import Decision, read_decisions
from diplograph.graph.decisions.context import Review, in_context

BEFORE = "🕊️ Rain fell 😀. “So it was,” she said."
AFTER = "Both smiled 😀 at it. Boris Lisov then saw the Qatari envoy of Qatar. The rest is silence."


def text_of(contact: Contact) -> str:
    return f"A headline 🎈 of old\n\n{BEFORE} {contact.evidence.sentence} {AFTER}"


def placed(one: Contact, document: Source) -> Contact:
    """Return a contact at the place that its sentence has in its document's text."""
    record, by = one.to_dict(), text_of(one).index(one.evidence.sentence)
    for part in (*record["parties"], record["evidence"]):
        for name in ("start", "end", "trigger_start", "trigger_end"):
            if name in part:
                part[name] += by
    return replace(Contact.from_dict(record), document=document)


def told(count: int = 5) -> list[Contact]:
    """Return contacts of as many documents, as doubtful as each other, whose sentences hold signs of two units."""
    made = []
    for n in range(count):
        one = contact(
            f"Ana 🎓 Castro {n}",
            party("Jun Ito", side=1, country="JP"),
            id=f"c_{n:03}",
            place="Doha",
        )
        made.append(placed(one, Source(f"doc-{n:03}", f"Report {n}", one.document.date, f"https://example.org/{n}")))
    return made


def review(contacts: list[Contact], *, texts: bool = True, **more: Any) -> Review:
    return Review([in_context(c, text_of(c) if texts else None) for c in contacts], **more)


def given(page: str) -> dict[str, Any]:
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert data is not None
    found = json.loads(data[1])
    assert isinstance(found, dict)
    return found


class Desk:
    """The review of a page, as somebody sees it who has no mouse."""

    def __init__(self, page: Page, name: str = "ana") -> None:
        self.page = page
        page.locator("#tab-graph").focus()
        page.keyboard.press("End")
        page.keyboard.press("Enter")
        if name and page.locator("#as").inner_text() == "Say who decides":
            page.locator("#as").press("Enter")
            self.type(name)

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.page.keyboard.press("Enter")

    def keys(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            field = self.page.locator(f"#asking [name={name.removesuffix('_')}]")
            if field.evaluate("e => e.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def said(self) -> str:
        return str(self.page.locator("#said").evaluate("e => e.firstChild ? e.firstChild.textContent : ''"))

    def left(self) -> tuple[int, int]:
        decided, left = (int(n.replace(",", "")) for n in self.page.locator("#left strong").all_inner_texts())
        return decided, left

    def title(self) -> str:
        return " ".join((self.page.locator("#case-title").text_content() or "").split())

    def go_to(self, words: str) -> None:
        """Go to the contact whose title has some words."""
        while self.said() != "This is the first.":
            self.keys("ArrowLeft")
        while words not in self.title():
            assert self.said() != "This is the last."
            self.keys("ArrowRight")

    def verdict(self) -> str:
        found = self.page.locator("#case .verdict")
        return found.inner_text() if found.count() else ""

    def reload(self) -> None:
        self.page.wait_for_url("**view=review**")  # which is written a moment later
        self.page.reload()
        self.page.wait_for_function("window.diplograph && window.diplograph.ready")

    def saved(self, path: Path) -> tuple[Decision, ...]:
        with self.page.expect_download() as download:
            self.page.keyboard.press("Control+s")
        path.write_bytes(download.value.path().read_bytes())
        assert download.value.suggested_filename == "contacts.decisions.jsonl"
        return read_decisions(path)


At = Callable[..., Desk]
