"""What each filter leaves, against the same question asked of the contacts."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from browse import Open, state, trio
from factories import contact, folded, many, party
from playwright.sync_api import Page

from diplograph.extract.model import Contact, Decided, PartyType, Source, Status
from diplograph.graph.assemble import assemble
from diplograph.graph.rollup import by_state

pytestmark = pytest.mark.slow
CHANNELS = [None, "phone", "video", "letter"]


def _contacts() -> list[Contact]:
    return [replace(c, channel=CHANNELS[n % 4]) for n, c in enumerate(many(240, 60))]


def _open_facet(page: Page, group: str) -> None:
    page.locator(f"#by-{group} summary").click()
    page.locator(f"#by-{group} label").first.wait_for()


def _left(contacts: list[Contact], keep: Callable[[Contact], bool]) -> dict[str, int]:
    graph = assemble([c for c in contacts if keep(c)])
    return {"nodes": len(graph), "edges": graph.number_of_edges(), "contacts": sum(map(keep, contacts))}


def test_facets_count_filter_and_add_up(opened: Open) -> None:
    contacts = _contacts()
    page = opened(contacts)
    _open_facet(page, "channel")
    counts = dict(zip(CHANNELS[1:], [Counter(c.channel for c in contacts)[c] for c in CHANNELS[1:]], strict=True))
    rows = page.locator("#by-channel label")
    assert {r.inner_text().split("\n")[0]: int(r.inner_text().split("\n")[-1]) for r in rows.all()} == counts
    page.locator("#by-channel input[data-value=phone]").check()
    assert state(page)["shown"] == _left(contacts, lambda c: c.channel == "phone")
    page.locator("#by-channel input[data-value=video]").check()
    assert state(page)["shown"] == _left(contacts, lambda c: c.channel in ("phone", "video"))
    assert page.locator("#by-channel summary output").inner_text() == "2 chosen"
    page.locator("#by-kind input[data-value=call]").uncheck()
    assert state(page)["shown"] == _left(contacts, lambda c: c.channel in ("phone", "video") and c.kind != "call")
    page.locator("#reset").click()
    assert state(page)["shown"] == _left(contacts, lambda c: True)
    assert not page.locator("#reset").is_visible()


def test_reporters_and_publishers(opened: Open) -> None:
    contacts = _contacts()
    page = opened(contacts)
    _open_facet(page, "by")
    page.locator("#by-by input").first.check()
    assert state(page)["shown"] == _left(contacts, lambda c: c.reported_by == "the foreign ministry")
    page.locator("#by-by input").first.uncheck()
    _open_facet(page, "publisher")
    page.locator("#by-publisher input[data-value=Wire]").check()
    assert state(page)["shown"] == _left(contacts, lambda c: c.document.publisher == "Wire")


def test_trust_is_chosen_by_ranges(opened: Open) -> None:
    """Which take in their lower end; what somebody decided on is a choice of its own."""
    contacts = [replace(c, decided=Decided.RIGHT) if n % 7 == 0 else c for n, c in enumerate(_contacts())]
    page = opened(contacts)
    _open_facet(page, "trust")
    page.locator("#by-trust input[data-value=decided]").check()
    assert state(page)["shown"] == _left(contacts, lambda c: c.decided is not None)
    page.locator("#by-trust input[data-value=decided]").uncheck()
    bounds = {"0": (0, 0.6), "0.6": (0.6, 0.8), "0.8": (0.8, 0.9), "0.9": (0.9, 2)}
    told = [value for value in bounds if page.locator(f"#by-trust input[data-value='{value}']").count()]
    assert told
    for value in told:
        low, high = bounds[value]
        page.locator(f"#by-trust input[data-value='{value}']").check()
        assert state(page)["shown"] == _left(contacts, partial(_trusted, low=low, high=high))
        page.locator(f"#by-trust input[data-value='{value}']").uncheck()


def _trusted(one: Contact, *, low: float, high: float) -> bool:
    return one.decided is None and low <= one.trust < high


def test_countries_keep_the_pairs_that_have_them(opened: Open) -> None:
    contacts = _contacts()
    page = opened(contacts)
    _open_facet(page, "country")
    assert page.locator("#by-country label").count() == 10
    page.locator("#by-country button").click()
    assert page.locator("#by-country label").count() == 12
    page.locator("#by-country input[data-value=FR]").check()
    assert state(page)["shown"] == _left(contacts, lambda c: any(p.country == "FR" for p in c.parties))
    assert page.locator("#by-country label").first.inner_text().startswith("France")


def test_words_are_sought_without_accents_and_case(opened: Open) -> None:
    contacts = [contact("Péter Szabó", "Bo Kim"), *trio()]
    page = opened(contacts)
    page.locator("#words").fill("PETER  szabo")
    page.wait_for_function("window.diplograph.shown.contacts === 1")
    page.locator("#words").fill("no such words")
    page.wait_for_function("window.diplograph.shown.contacts === 0")
    assert page.locator("#empty").is_visible()


def test_least_contacts_and_the_backbone(opened: Open) -> None:
    contacts = many(3000, 900)
    page, graph = opened(contacts), assemble(contacts)
    assert state(page)["shown"]["edges"] < graph.number_of_edges()
    assert f"of {graph.number_of_edges():,} pairs" in page.locator("#notice").inner_text()
    assert not page.locator("#reset").is_visible(), "it opened like this"
    page.get_by_role("button", name="Show all").first.click()
    assert state(page)["shown"] == {"nodes": len(graph), "edges": graph.number_of_edges(), "contacts": 3000}
    page.locator("#reset").click()
    assert page.locator("#notice").is_visible()


def test_rolled_up_to_states(opened: Open) -> None:
    contacts = _contacts()
    page, graph = opened(contacts), assemble(by_state(contacts))
    page.locator("#by-level").get_by_label("States").check()
    found = state(page)
    assert found["shown"] == {
        "nodes": len(graph),
        "edges": graph.number_of_edges(),
        "contacts": len(by_state(contacts)),
    }
    page.locator("#by-status input[data-value=occurred]").uncheck()
    assert state(page)["shown"]["contacts"] == sum(c.status != "occurred" for c in by_state(contacts))
    page.locator("#by-level").get_by_label("Parties").check()
    assert state(page)["shown"]["contacts"] == sum(c.status != "occurred" for c in contacts), "filters stay"


def test_a_contact_of_states_names_the_persons(opened: Open) -> None:
    one = party("Ana Ito", country="JP", role="minister")
    page = opened(
        [contact(one, party("Bo Kim", country="KR", side=1)), contact(one, party("Cy Day", country="JP", side=1))]
    )
    assert state(page)["shown"]["contacts"] == 2
    page.locator("#by-level").get_by_label("States").check()
    assert state(page)["shown"] == {"nodes": 2, "edges": 1, "contacts": 1}, "two of one state are no contact of states"
    page.evaluate("window.diplograph.select({edge: 0})")
    assert page.locator("#panel h2").inner_text() == "Japan – South Korea"
    assert "Ana Ito – Bo Kim" in page.locator("#panel dl").inner_text()


def test_states_alone_have_no_switch(opened: Open) -> None:
    page = opened([contact(party("France", type=PartyType.STATE), party("Japan", side=1, type=PartyType.STATE))])
    assert not page.locator("#by-level").is_visible()


def test_reports_count_for_their_publishers_too(opened: Open) -> None:
    other = Source("doc-2", "Other", None, None, "Second Wire")
    contacts = [
        folded(contact("Ana Ito", "Bo Kim"), contact("Ana Ito", "Bo Kim", document=other, status=Status.NEGATED))
    ]
    page = opened([*contacts, contact("Ana Ito", "Cy Day")])
    _open_facet(page, "publisher")
    page.locator("#by-publisher input[data-value='Second Wire']").check()
    assert state(page)["shown"] == {"nodes": 2, "edges": 1, "contacts": 1}
