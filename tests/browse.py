"""What the tests of the page share: contacts to show, and ways to look at it and click in it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from factories import contact, party
from hostile import HOSTILE
from playwright.sync_api import Page, Position

from diplograph.extract.model import Contact, Evidence, Kind, PartyType, Source, Status
from diplograph.extract.times import Basis, When

Open = Callable[..., Page]


def state(page: Page) -> dict[str, Any]:
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    found = page.evaluate("({...window.diplograph, network: null, select: null})")
    assert isinstance(found, dict)
    return found


def spot(page: Page, name: str) -> Position:
    """Return where a party stands on the map, in pixels."""
    at = page.evaluate(
        """(name) => {
            const labels = JSON.parse(document.getElementById("data").textContent).levels.party.map(p => p.label);
            return window.diplograph.network.canvasToDOM(window.diplograph.network.getPosition(labels.indexOf(name)));
        }""",
        name,
    )
    return {"x": at["x"], "y": at["y"]}


def click_edge(page: Page, a: str, b: str) -> None:
    """Click in the middle of the line between two parties."""
    one, two = spot(page, a), spot(page, b)
    page.locator("#canvas canvas").click(position={"x": (one["x"] + two["x"]) / 2, "y": (one["y"] + two["y"]) / 2})


def trio() -> list[Contact]:
    return [
        contact("Ana Ito", "Bo Kim", kind=Kind.CALL, day="2021-03-01", topic="grain", reported_by="the ministry"),
        contact("Ana Ito", "Bo Kim", kind=Kind.MEETING, day="2022-05-01", place="Geneva"),
        contact("Bo Kim", party("France", side=1, type=PartyType.STATE), status=Status.NEGATED, day=None),
    ]


def inherited(first: str = "2022-06-13", last: str = "2022-06-19", *, vague: bool = True) -> Contact:
    """Return a contact whose days are known from what was told before, by default some day of a week."""
    when = When(dt.date.fromisoformat(first), dt.date.fromisoformat(last), "that week", Basis.INHERITED, vague)
    return contact("Ana Ito", "Bo Kim", date=when, id=f"c_inherited_{first}")


def hostile_contacts() -> list[Contact]:
    """One contact for every string, with the string wherever a string can stand."""
    contacts = []
    for n, text in enumerate(HOSTILE):
        one = party(text, id=f"{text}{n}", mention=text, country=text, role=text)
        two = party(f"B{text}", id=f"b{n}{text}", mention=text, side=1, type=PartyType.STATE)
        words: dict[str, Any] = dict.fromkeys(
            ("place", "topic", "channel", "reported_by", "code", "plover", "mode"), text
        )
        also = (Evidence(text, 0, -5, text, 10**9, -(10**9), text),)
        contacts.append(contact(one, two, document=Source(text, text, None, text, text), id=text, also=also, **words))
    return contacts
