"""The page in a real browser: what it shows, what a click opens, and what can run in it."""

import base64
import hashlib
import json
import random
import re
from collections import Counter
from pathlib import Path

import pytest
from browse import Open, click_edge, hostile_contacts, state, trio
from factories import contact, folded, many, party
from hostile import HOSTILE
from playwright.sync_api import Browser

from diplograph.extract.model import Evidence, Kind, Party, PartyType, Source, Status
from diplograph.extract.provenance import Digest, Extraction
from diplograph.extract.shown import segments
from diplograph.graph.assemble import assemble
from diplograph.graph.page import render
from diplograph.graph.provenance import Provenance


@pytest.mark.slow
def test_counts_and_labels(opened: Open) -> None:
    contacts = many(60, 40)
    found, graph = state(opened(contacts)), assemble(contacts)
    assert (found["nodes"], found["edges"]) == (graph.number_of_nodes(), graph.number_of_edges())
    assert found["shown"] == {"nodes": len(graph), "edges": graph.number_of_edges(), "contacts": 60}
    assert found["labels"] >= 30


@pytest.mark.slow
def test_labels_do_not_vanish_in_a_large_graph(opened: Open) -> None:
    found = state(opened(many(2000, 700)))
    assert found["labels"] >= 20
    assert 0 < found["shown"]["edges"] <= found["edges"]


@pytest.mark.slow
def test_clicking_an_edge_shows_its_sentences_newest_first(opened: Open) -> None:
    page = opened(trio())
    click_edge(page, "Ana Ito", "Bo Kim")
    assert page.locator("#panel h2").inner_text() == "Ana Ito – Bo Kim"
    assert page.locator("#panel blockquote").all_inner_texts() == [
        "Ana Ito met Bo Kim.",
        "Ana Ito spoke by phone with Bo Kim.",
    ]
    assert page.locator("#panel .card").first.locator("mark").all_inner_texts() == ["Ana Ito", "met", "Bo Kim"]
    assert page.locator("#panel .card").last.locator("mark.t").inner_text() == "spoke by phone with"
    text = page.locator("#panel").inner_text()
    for fact in ("1 May 2022", "Geneva", "grain", "the ministry", "Ministers speak", "Example News", "16 Aug 2021"):
        assert fact in text
    assert page.locator("#panel a").first.get_attribute("href") == "https://example.org/readout"


@pytest.mark.slow
def test_clicking_a_node_shows_its_partners_and_the_void_clears(opened: Open) -> None:
    page = opened(trio())
    spot = page.evaluate("window.diplograph.network.canvasToDOM(window.diplograph.network.getPositions([1])[1])")
    page.locator("#canvas canvas").click(position=spot)
    assert page.locator("#panel h2").inner_text() == "Bo Kim"
    assert page.locator("#panel .list .what").all_inner_texts() == ["Ana Ito", "France"]
    assert page.locator("#panel .list .count").all_inner_texts() == ["2", "negated"], "only what occurred is counted"
    assert "2 occurred, 1 negated" in page.locator("#panel").inner_text()
    page.locator("#panel .list button").nth(1).click()
    assert page.locator("#panel h2").inner_text() == "Bo Kim – France"
    page.keyboard.press("Escape")
    assert page.locator("#panel h2").inner_text() == "Overview"


@pytest.mark.slow
def test_a_party_shows_its_country_by_name_and_its_offices_once(opened: Open) -> None:
    offices = ["minister", "Minister", "minister of trade", "counterpart", "minister of trade"]
    contacts = [
        contact(party("Ana Ito", country="FR", role=role), party(f"Bo Kim {n}", country="JP", side=1))
        for n, role in enumerate(offices)
    ]
    page = opened([*contacts, contact("Cy Day", party("France", country="FR", side=1, type=PartyType.STATE))])
    page.evaluate("window.diplograph.select({node: 0})")
    lines = page.locator("#panel .sub").all_inner_texts()
    assert lines[:2] == ["person, France", "minister of trade"]
    assert set(page.locator("#panel .list .from").all_inner_texts()) == {"Japan"}
    page.locator("#panel .sub .name").click()
    assert page.locator("#panel h2").inner_text() == "France"


@pytest.mark.slow
def test_one_contact_of_long_ago_leaves_the_histogram_readable(opened: Open) -> None:
    days = [f"2021-08-{n:02}" for n in range(1, 31)]
    contacts = [contact("Ana Ito", f"Bo Kim {n}", day=day) for n, day in enumerate(["1972-02-21", *days])]
    page = opened(contacts)
    assert page.locator("#histogram rect.in").count() == 30
    assert page.locator(".span span").all_inner_texts() == ["≤ 1 Aug 2021", "30 Aug 2021"]
    box = page.locator("#histogram").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 1, box["y"] + 30)
    assert state(page)["shown"]["contacts"] == 2, "the first bar holds all that came before"


@pytest.mark.slow
def test_reports_of_one_encounter_stand_together_with_what_they_differ_in(opened: Open) -> None:
    gazette = Source("doc-2", "No such call", None, "https://example.org/denial", "Gazette")
    contacts = contact("Ana Ito", "Bo Kim", kind=Kind.CALL, day="2021-03-01")
    denied = contact("Ana Ito", "Bo Kim", day="2021-03-02", status=Status.NEGATED, document=gazette)
    page = opened([folded(contacts, denied), contact("Ana Ito", "Bo Kim", day="2020-01-01")])
    assert state(page)["shown"]["contacts"] == 2
    page.evaluate("window.diplograph.select({edge: 0})")
    card = page.locator("#panel .card").first
    assert page.locator("#panel .card").count() == 2
    assert "Reports differ" in card.locator(".disputed").first.inner_text()
    card.locator("summary", has_text="1 more report").click()
    report = card.locator(".report")
    assert report.locator("blockquote").inner_text() == "Ana Ito met Bo Kim."
    assert report.locator(".tag").all_inner_texts() == ["2 Mar 2021", "meeting", "negated"]
    assert report.locator("a").get_attribute("href") == "https://example.org/denial"


@pytest.mark.slow
def test_search_by_name_alias_and_part(opened: Open) -> None:
    page = opened([*trio(), contact(party("Søren Ødegård", id="s", mention="Soren"), party("Bo Kim", side=1))])
    for query, name in (("ana ito", "Ana Ito"), ("fran", "France"), ("soren", "Søren Ødegård"), ("kim", "Bo Kim")):
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        page.keyboard.press("/")
        page.keyboard.type(query)
        page.keyboard.press("Enter")
        assert page.locator("#panel h2").inner_text() == name
    page.locator("#query").fill("nobody")
    page.keyboard.press("Enter")
    assert "No party" in page.locator("#missed").inner_text()


@pytest.mark.slow
def test_filters_change_what_is_shown_and_reset_brings_it_back(opened: Open) -> None:
    page = opened(trio())
    whole = state(page)["shown"]
    assert whole == {"nodes": 3, "edges": 2, "contacts": 3}

    def without(group: str, value: str) -> dict[str, int]:
        page.locator(f"#by-{group} input[data-value={value}]").uncheck()
        shown = state(page)["shown"]
        page.locator("#reset").click()
        assert state(page)["shown"] == whole
        assert isinstance(shown, dict)
        return shown

    assert without("status", "negated") == {"nodes": 2, "edges": 1, "contacts": 2}
    assert without("kind", "call") == {"nodes": 3, "edges": 2, "contacts": 2}
    assert without("type", "state") == {"nodes": 2, "edges": 1, "contacts": 2}
    page.locator("#since").fill("2022-01-01")
    page.locator("#since").dispatch_event("change")
    assert state(page)["shown"] == {"nodes": 2, "edges": 1, "contacts": 1}
    assert "Showing 1 of 3 contacts, 1 of 2 pairs" in page.locator("#showing").inner_text()
    page.locator("#until").fill("2021-01-01")
    page.locator("#until").dispatch_event("change")
    assert state(page)["shown"] == {"nodes": 0, "edges": 0, "contacts": 0}
    assert page.locator("#empty").is_visible()


@pytest.mark.slow
def test_counts_beside_the_filters_are_right(opened: Open) -> None:
    contacts = many(90, 40)
    page = opened(contacts)
    for group in ("status", "kind"):
        for value, number in Counter(str(getattr(c, group)) for c in contacts).items():
            label = page.locator(f"#by-{group} label", has=page.locator(f"input[data-value={value}]"))
            assert int(label.locator("output").inner_text()) == number


@pytest.mark.slow
def test_dragging_over_the_histogram_sets_the_range(opened: Open) -> None:
    page = opened(many(90, 40))
    box = page.locator("#histogram").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 30, steps=4)
    page.mouse.up()
    since, until = page.locator("#since").input_value(), page.locator("#until").input_value()
    assert "2021" < since < until < "2024"
    assert 0 < state(page)["shown"]["contacts"] < 90


@pytest.mark.slow
def test_the_table_lists_the_contacts(opened: Open) -> None:
    page = opened(many(230, 60))
    page.locator("#tab-table").click()
    assert page.locator("#table-view tbody tr").count() == 200
    page.locator("#table-view .more").click()
    assert page.locator("#table-view tbody tr").count() == 230
    page.locator("#by-status input[data-value=occurred]").uncheck()
    assert page.locator("#table-view td.occurred").count() == 0


@pytest.mark.slow
def test_contacts_can_be_read_without_javascript(opened: Open) -> None:
    page = opened(trio(), java_script_enabled=False)
    assert page.locator("noscript tbody tr").count() == 3
    assert page.locator("noscript tbody tr").first.is_visible()
    assert not page.locator("#app").is_visible()


@pytest.mark.slow
def test_dark_and_light(opened: Open) -> None:
    page = opened(trio(), color_scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    page.locator("#theme").click()
    assert page.evaluate(ground) != dark
    assert page.locator("html").get_attribute("data-theme") == "light"


@pytest.mark.slow
def test_a_phone_shows_all_without_scrolling_sideways(opened: Open) -> None:
    page = opened(
        many(60, 40), title="A rather long title for such a small screen", viewport={"width": 360, "height": 740}
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator("#filters-button").click()
    assert page.locator("#by-status").is_visible()


@pytest.mark.slow
@pytest.mark.parametrize("day", [None, "0001-01-01", "9999-12-31"])
def test_odd_dates(opened: Open, day: str | None) -> None:
    page = opened([contact("Ana Ito", "Bo Kim", day=day), contact("Ana Ito", "Cy Day", day=day and "2021-01-01")])
    assert state(page)["shown"]["contacts"] == 2


@pytest.mark.slow
def test_no_contacts(opened: Open) -> None:
    page = opened([])
    assert page.locator("#empty").is_visible()


@pytest.mark.slow
def test_hostile_text_does_nothing(opened: Open) -> None:
    """More than 200 strings in every field: each is looked at in panel and table, found, and shown as it is."""
    assert len(HOSTILE) >= 200
    page = opened(hostile_contacts(), title="".join(HOSTILE[:70]))
    assert state(page)["shown"]["contacts"] == len(HOSTILE)
    links, cards = set(), []
    for n in range(len(HOSTILE)):
        page.evaluate("n => window.diplograph.select({edge: n})", n)
        links |= set(page.evaluate("[...document.querySelectorAll('a')].map(a => a.getAttribute('href'))"))
        cards.append(page.evaluate("document.querySelectorAll('#panel .card blockquote').length"))
    assert min(cards) >= 1
    assert links and all(re.match("https?://", link or "") for link in links)
    page.evaluate("window.diplograph.select(null)")
    page.locator("#tab-table").click()
    while page.locator("#table-view .more").is_visible():
        page.locator("#table-view .more").click()
    assert page.locator("#table-view tbody tr").count() == len(HOSTILE)
    for facet in ("country", "channel", "by", "publisher"):
        page.locator(f"#by-{facet} summary").click()
        page.locator(f"#by-{facet} input").nth(3).check()
        page.locator(f"#by-{facet} input").first.uncheck()
    for text in HOSTILE[::7]:
        page.locator("#query").fill(text.replace("\ud800", "").replace("\udfff", "")[:200])
    page.locator("#query").fill("")
    page.locator("#by-type input[data-value=group]").uncheck()
    assert page.evaluate("window.pwned") is None
    assert (
        page.locator(
            "img, iframe, object, embed, link, base, form:not(#find), style:not(head style, noscript style)"
        ).count()
        == 0
    )
    assert page.locator("script").count() == 3


@pytest.mark.slow
def test_hostile_text_does_nothing_without_the_guards_of_javascript(opened: Open) -> None:
    page = opened(hostile_contacts(), java_script_enabled=False)
    assert page.locator("noscript tbody tr").count() == len(HOSTILE)
    assert page.locator("img, iframe, svg[onload]").count() == 0


@pytest.mark.slow
def test_the_policy_forbids_every_request_and_lets_the_picture_be_saved(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "graph.html"
    file.write_text(render(trio()), encoding="utf-8")
    page = browser.new_context().new_page()
    failed: dict[str, str | None] = {}
    page.on("requestfailed", lambda r: failed.update({r.url: r.failure}))
    page.goto(file.as_uri())
    page.evaluate(
        "() => new Promise(done => { const i = new Image(); i.onerror = done; i.src = 'https://example.org/i'; })"
    )
    with page.expect_download() as download:
        page.locator("#take-button").click()
        page.locator("#take [data-take=png]").click()
    assert download.value.path().read_bytes().startswith(b"\x89PNG")
    page.evaluate("() => fetch('https://example.org/f').catch(() => null)")
    assert failed.get("https://example.org/i") == "csp"
    assert failed.get("https://example.org/f", "csp") == "csp"


# --- without a browser


def test_the_page_holds_no_address_but_those_of_the_contacts() -> None:
    page = render([contact("Ana Ito", "Bo Kim", document=Source("d"))])
    tags = re.findall(r"<(?:script|link|img|iframe|a)\b[^>]*(?:src|href)=[^>]*>", page.split("<script>")[0])
    assert tags == []
    assert "cdn" not in page.split("<script>")[0]


def test_marks_follow_offsets_and_survive_wrong_ones() -> None:
    one = contact("Ana Ito", "Bo Kim")
    right = [("Ana Ito", "m"), (" ", ""), ("met", "t"), (" ", ""), ("Bo Kim", "m"), (".", "")]
    assert segments(one, one.evidence) == right
    for shift in (-3, 5, 10**12):
        moved = Evidence(one.evidence.sentence, shift, shift + 9, "met", 4, 2, "test")
        assert segments(one, moved) == right, "the words are found where the offsets mislead"


def test_marks_never_overlap_and_lose_no_text() -> None:
    sides = (party("Ana Ito"), Party("i", "Ito", PartyType.PERSON, "Ito", 4, 7, 1), party("he", mention="he", side=2))
    one = contact("Ana Ito", "Bo Kim", parties=sides, evidence=Evidence("Ana Ito met the other.", 0, 22, "", 0, 0, ""))
    pieces = segments(one, one.evidence)
    assert "".join(text for text, _ in pieces) == "Ana Ito met the other."
    assert [text for text, mark in pieces if mark] == ["Ana Ito"], "'he' is not marked within 'the'"


def test_payload_is_json_that_ends_no_script() -> None:
    page = render(hostile_contacts())
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert data is not None
    labels = {p["label"] for p in json.loads(data[1])["levels"]["party"]}
    assert {re.sub("[\ud800-\udfff]", "\ufffd", t) for t in HOSTILE} <= labels


def test_footer_tells_documents_days_and_version() -> None:
    page = render(many(40, 20), made=Provenance(Extraction(("0.1.0+x",), ("some-model 1.0",), Digest(3, 7))))
    footer = page[page.index("<footer>") : page.index("</footer>")]
    assert (
        "40 contacts from" in footer and "2021-" in footer and "some-model 1.0" in footer and "diplograph 0." in footer
    )


def test_order_and_number_of_runs_make_no_difference() -> None:
    contacts = many(300, 80)
    shuffled = contacts[:]
    random.Random(1).shuffle(shuffled)
    assert render(contacts) == render(contacts) == render(shuffled)


def test_the_policy_names_each_script_that_runs() -> None:
    page = render(trio())
    policy = re.search('Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    rule = policy[1].replace("&#43;", "+")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in scripts]
    assert len(scripts) == 2 and all(h in rule for h in hashes)
    assert "'unsafe-inline'" not in rule.split("style-src")[0]
