"""Finding one's way on the page, as a reader does with keys and mouse: search, neighbours, paths."""

import pytest
from browse import Open, spot, state, trio
from factories import contact, party
from playwright.sync_api import Page

from diplograph.extract.model import Contact, Kind, Status

pytestmark = pytest.mark.slow


def _circle() -> list[Contact]:
    """Ana – Bo – Cy – Di – Ana, Bo and Cy most often; Eve knows only Fay."""
    contacts = [contact("Ana Ito", "Bo Kim", day="2021-03-01"), contact("Ana Ito", "Di Roe", day="2021-03-02")]
    contacts += [contact("Bo Kim", "Cy Day", day=f"2021-04-{n:02}", id=f"c_{n}") for n in range(1, 4)]
    contacts += [contact("Cy Day", "Di Roe", day="2021-05-01", kind=Kind.CALL), contact("Eve Oz", "Fay Poe")]
    return [*contacts, contact("Fay Poe", "Ana Ito", status=Status.NEGATED)]


def _hits(page: Page) -> list[str]:
    return page.locator("#hits li .what").all_inner_texts()


def test_suggestions_by_name_alias_and_words(opened: Open) -> None:
    page = opened([*trio(), contact(party("Søren Ødegård", id="s", mention="Mr Fjord"), party("Bo Kim", side=1))])
    page.keyboard.press("/")
    page.keyboard.type("kim")
    assert _hits(page) == ["Bo Kim", "Sentences with “kim”"]
    assert page.locator("#query").get_attribute("aria-expanded") == "true"
    page.locator("#query").fill("fjord")
    assert _hits(page)[0] == "Søren Ødegård"
    assert page.locator("#hits li .from").first.inner_text() == "also Mr Fjord"
    page.locator("#hits li").first.click()
    assert page.locator("#panel h2").inner_text() == "Søren Ødegård"
    assert not page.locator("#hits").is_visible()


def test_arrows_choose_and_words_become_a_filter(opened: Open) -> None:
    page = opened(trio())
    page.keyboard.press("/")
    page.keyboard.type("phone")
    assert _hits(page) == ["Sentences with “phone”"]
    assert page.locator("#hits .count").inner_text() == "1"
    page.locator("#query").fill("ito")
    page.keyboard.press("ArrowDown")
    assert page.locator("#hits [aria-selected=true] .what").inner_text() == "Sentences with “ito”"
    assert page.locator("#query").get_attribute("aria-activedescendant") == "hit-1"
    page.keyboard.press("Enter")
    assert page.locator("#words").input_value() == "ito"
    assert state(page)["shown"] == {"nodes": 2, "edges": 1, "contacts": 2}


def test_only_the_neighbours_of_one(opened: Open) -> None:
    page = opened(_circle())
    page.evaluate("window.diplograph.select({node: 0})")
    page.get_by_role("button", name="Only its neighbours").click()
    assert state(page)["shown"] == {"nodes": 4, "edges": 3, "contacts": 3}
    assert "Only Ana Ito and its neighbours" in page.locator("#notice").inner_text()
    page.locator("#by-status input[data-value=negated]").uncheck()
    assert state(page)["shown"] == {"nodes": 3, "edges": 2, "contacts": 2}
    page.get_by_role("button", name="Show others").click()
    assert state(page)["shown"]["nodes"] == 6
    assert not page.locator("#notice").is_visible()


def test_the_path_between_two_is_the_firmest_of_the_shortest(opened: Open) -> None:
    page = opened(_circle())
    page.evaluate("window.diplograph.select({node: 0})")
    page.get_by_role("button", name="Path to …").click()
    page.keyboard.type("cy")
    assert _hits(page) == ["Cy Day"], "no sentences, and not the party itself"
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text() == "From Ana Ito to Cy Day"
    assert page.locator("#panel h3").all_inner_texts() == ["Ana Ito – Bo Kim", "Bo Kim – Cy Day"]
    assert page.locator("#panel blockquote").all_inner_texts() == ["Ana Ito met Bo Kim.", "Bo Kim met Cy Day."]
    page.locator("#panel button", has_text="All 3 contacts").click()
    assert page.locator("#panel h2").inner_text() == "Bo Kim – Cy Day"


def test_a_path_follows_the_filters_and_says_when_there_is_none(opened: Open) -> None:
    page = opened(_circle())
    page.locator("#canvas canvas").click(position=spot(page, "Ana Ito"))
    page.locator("#canvas canvas").click(position=spot(page, "Fay Poe"), modifiers=["Shift"])
    assert page.locator("#panel h2").inner_text() == "From Ana Ito to Fay Poe"
    assert page.locator("#panel .tag.negated").count() == 1
    page.locator("#by-status input[data-value=negated]").uncheck()
    assert "Nothing that is shown joins them" in page.locator("#panel").inner_text()
    page.keyboard.press("Escape")
    assert page.locator("#panel h2").inner_text() == "Overview"


def test_a_party_outside_the_map_is_found_all_the_same(opened: Open) -> None:
    page = opened(_circle())
    page.locator("#by-status input[data-value=negated]").uncheck()
    page.locator("#words").fill("Eve")
    page.wait_for_function("window.diplograph.shown.contacts === 1")
    page.locator("#query").fill("bo kim")
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text() == "Bo Kim"
    assert "4 contacts hidden by the filters" in page.locator("#panel").inner_text()
