"""The review in the page: one contact at a time, by keys alone, kept, saved, and read by the next build as it was meant."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from browse import Open
from conftest import Run
from desk import AFTER, BEFORE, At, Desk, given, placed, review, text_of, told
from factories import contact, party
from playwright.sync_api import Browser

from diplograph.extract.model import Decided, Kind, PartyType, Source, Status
from diplograph.extract.times import Basis
from diplograph.graph.decisions import Ledger, Verdict, quote
from diplograph.graph.decisions.making import decided, missed
from diplograph.graph.formats.jsonl import read_contacts
from diplograph.graph.page import render

pytestmark = pytest.mark.slow


def test_the_keys_decide_and_the_file_says_what_they_said(desk: At, tmp_path: Path) -> None:
    at, contacts = desk(), told()
    assert at.title() == "Ana 🎓 Castro 0 – Jun Ito Japan"
    at.keys("y", "n", "ArrowRight", "y", "ArrowLeft")
    assert at.left() == (3, 2) and "Castro 3" in at.title() and at.verdict() == "Right, by ana"
    assert at.said() == ""
    made = at.saved(tmp_path / "d.jsonl")
    assert [(d.verdict, d.by) for d in made] == [(Verdict.RIGHT, "ana"), (Verdict.WRONG, "ana"), (Verdict.RIGHT, "ana")]
    assert [d.contact for d in made] == [contacts[0], contacts[1], contacts[3]]
    assert [d.around for d in made] == [
        quote(text_of(c), c.evidence.start, c.evidence.end) for c in (contacts[0], contacts[1], contacts[3])
    ]
    assert made[0].at < made[1].at < made[2].at and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", made[0].at)


def test_the_sentence_stands_in_its_context_with_its_words_marked(desk: At) -> None:
    passage = desk().page.locator("#passage")
    assert (
        passage.inner_text() == f"{BEFORE} {told(1)[0].evidence.sentence} {AFTER.removesuffix(' The rest is silence.')}"
    )
    assert passage.locator(".own").inner_text().strip() == told(1)[0].evidence.sentence
    assert passage.locator("mark").all_inner_texts() == ["Ana 🎓 Castro 0", "met", "Jun Ito"]


def test_without_the_text_it_says_so(desk: At, tmp_path: Path) -> None:
    at = desk(texts=False)
    assert "text of the document was not at hand" in at.page.locator("#case").inner_text()
    at.keys("y", "m")
    at.fill(side0="Jun Ito", side1="Ana 🎓 Castro 1")
    at.keys("Enter", "Enter")
    right, added = at.saved(tmp_path / "d.jsonl")
    assert (right.around, added.around, added.contact.parties[0].name) == (None, None, "Jun Ito")


def test_who_decides_is_asked_once(desk: At) -> None:
    at = desk(name="")
    at.keys("y")
    assert at.left() == (0, 5) and at.page.evaluate("document.activeElement.name") == "who"
    at.keys("Enter")
    assert "Give a name" in at.page.locator("#mistake").inner_text()
    at.type("Ben Ö.")
    assert at.left() == (1, 4) and at.said() == "Right. 4 contacts left."
    at.keys("n")
    assert at.left() == (2, 3) and at.page.locator("#as").inner_text() == "Deciding as Ben Ö."


def test_undo_takes_back_one_after_the_other_and_brings_back_what_was_before(desk: At, tmp_path: Path) -> None:
    at = desk()
    at.keys("y", "n", "ArrowLeft", "y")  # the second anew
    assert at.left() == (2, 3)
    at.keys("u")
    assert "Castro 1" in at.title() and at.verdict() == "Wrong, by ana"
    at.keys("u", "u")
    assert at.left() == (0, 5) and "Castro 0" in at.title()
    at.keys("u")
    assert at.said() == "There is nothing to undo."
    at.keys("y", "u")
    settled = Ledger(at.saved(tmp_path / "d.jsonl")).settle(told(1)[0].document, told(1), text_of(told(1)[0]))
    assert settled == tuple(told(1))


def test_an_edit_changes_each_field(desk: At, tmp_path: Path) -> None:
    at = desk()
    at.keys("e")
    at.fill(kind="call", status="planned", from_="2021-09-01", to="2021-09-03", place="")
    at.fill(name0="Ana Kåstro", name1="Qatar", type1="state")
    at.keys("Enter")
    assert at.said() == "Changed. 4 contacts left."
    at.keys("ArrowLeft")
    assert (
        "kind call; status planned; day 1–3 Sep 2021; place none; parties Ana Kåstro – Qatar"
        in at.page.locator("#case").inner_text()
    )
    (made,) = at.saved(tmp_path / "d.jsonl")
    becomes = made.becomes
    assert made.contact == told(1)[0] and becomes is not None and becomes.date is not None
    assert (becomes.kind, becomes.status, becomes.place, becomes.date.basis) == (
        Kind.CALL,
        Status.PLANNED,
        None,
        Basis.STATED,
    )
    assert (str(becomes.date.start), str(becomes.date.end)) == ("2021-09-01", "2021-09-03")
    assert [(p.id, p.type, p.country, p.mention) for p in becomes.parties] == [
        ("ana-kastro", PartyType.PERSON, None, "Ana 🎓 Castro 0"), ("qatar", PartyType.STATE, "QA", "Jun Ito"),
    ]  # fmt: skip
    (after,) = Ledger([made]).settle(made.contact.document, told(1), text_of(told(1)[0]))
    assert (after.kind, after.status, after.parties, after.decided) == (
        Kind.CALL,
        Status.PLANNED,
        becomes.parties,
        Decided.CHANGED,
    )


@pytest.mark.parametrize(("fields", "said"), [
    ({}, "Nothing was changed."),
    ({"to": "2021-01-01"}, "It ends before it begins."),
    ({"from_": ""}, "Give the first day too."),
    ({"name1": " "}, "Each party needs a name."),
])  # fmt: skip
def test_an_edit_that_can_not_be_is_told(desk: At, fields: dict[str, str], said: str) -> None:
    at = desk()
    at.keys("e")
    at.fill(**fields)
    at.page.locator("#asking [name=place]").press("Enter")
    assert at.page.locator("#mistake").inner_text() == said
    at.keys("Escape")
    assert at.left() == (0, 5) and at.page.evaluate("document.activeElement.id") == "case"


def test_a_party_of_the_page_is_that_party(desk: At, tmp_path: Path) -> None:
    at = desk(
        [*told(2), placed(contact("Bo Kim", party("France", side=1, country="FR", type=PartyType.STATE)), Source("f"))]
    )
    at.go_to("Castro 0")
    at.keys("e")
    field = at.page.locator("#asking [name=name1]")
    field.fill("France")
    field.press("Tab")
    assert at.page.locator("#asking [name=type1]").input_value() == "state"
    at.page.locator("#asking [name=place]").press("Enter")
    becomes = at.saved(tmp_path / "d.jsonl")[0].becomes
    assert becomes is not None and (becomes.parties[1].id, becomes.parties[1].country) == ("france", "FR")


def test_a_missed_contact_is_what_python_would_make_of_it(desk: At, tmp_path: Path) -> None:
    """Its names typed, in another sentence of the passage; the offsets count code points."""
    at, (one, *_) = desk(), told()
    at.keys("m")
    at.type("Boris Lisov")
    at.fill(kind="talks", side1="Nobody Here")
    at.keys("Enter")
    assert at.page.locator("#mistake").inner_text() == "The passage does not say “Nobody Here”."
    at.page.locator("#asking [name=side1]").fill("Qatar")
    at.page.locator("#asking [name=side1]").press("Enter")
    assert at.page.locator("#passage mark").all_inner_texts() == ["Boris Lisov", "Qatar"]
    at.keys("Enter")
    assert (
        at.said() == "Added. 5 contacts left."
        and "Boris Lisov – Qatar (talks, occurred)" in at.page.locator("#case").inner_text()
    )
    text, (made,) = text_of(one), at.saved(tmp_path / "d.jsonl")
    sentence = "Boris Lisov then saw the Qatari envoy of Qatar."
    span = (text.index(sentence), text.index(sentence) + len(sentence))
    sides = [[(text.rindex(name), text.rindex(name) + len(name))] for name in ("Boris Lisov", "Qatar")]
    whole = missed(one.document, text, span, sides, kind=Kind.TALKS, status=Status.OCCURRED)
    assert made == decided(Verdict.MISSED, whole, "ana", text=text, at=made.at)
    at.keys("u")
    assert at.said() == "Taken back: added. 5 contacts left."
    assert Ledger(at.saved(tmp_path / "d.jsonl")).settle(one.document, [], text) == ()


def test_a_missed_contact_is_selected_in_the_passage(desk: At, tmp_path: Path) -> None:
    at = desk()
    select = """name => {
        const walk = document.createTreeWalker(document.getElementById("passage"), NodeFilter.SHOW_TEXT);
        for (let node = walk.nextNode(); node; node = walk.nextNode()) {
            const at = node.data.indexOf(name);
            if (at >= 0) { getSelection().setBaseAndExtent(node, Math.max(0, at - 1), node, at + name.length); return; }
        }
    }"""
    at.page.evaluate(select, "Boris Lisov")
    at.keys("m")
    for side, name in enumerate(("Boris Lisov", "Qatar")):
        if side:
            at.page.evaluate(select, name)
        at.page.locator("#asking .pick").nth(side).click()
        assert at.page.locator(f"#side{side} li").all_inner_texts() == [f"{name} ×"]
    at.page.evaluate(select, "Lisov")
    at.page.locator("#asking .pick").first.click()
    assert at.page.locator("#mistake").inner_text() == "These words are taken."
    at.page.locator("#asking .chief").click()
    (made,) = at.saved(tmp_path / "d.jsonl")
    text = text_of(told(1)[0])
    assert [text[p.start : p.end] for p in made.contact.parties] == ["Boris Lisov", "Qatar"]


def test_a_reload_keeps_everything(desk: At, tmp_path: Path) -> None:
    at = desk()
    at.keys("y", "n", "w")
    at.type("no such talks")
    at.keys("n")
    at.page.wait_for_url("**contact=c_003**")
    address = at.page.url
    at.reload()
    assert at.page.url == address and "view=review" in address
    assert at.left() == (3, 2) and at.page.locator("#as").inner_text() == "Deciding as ana"
    at.page.locator("#case").focus()
    at.keys("u")
    assert at.left() == (2, 3)
    assert [d.why for d in at.saved(tmp_path / "d.jsonl")][:3] == [None, None, "no such talks"]


def test_another_page_of_the_same_contacts_knows_what_was_decided(desk: At) -> None:
    """A page that was made anew, as by a build, with a contact more."""
    at = desk()
    at.keys("y", "n")
    more = told(6)
    Path(at.page.url.partition("#")[0].removeprefix("file://")).write_text(
        render(more, review=review(more)), encoding="utf-8"
    )
    at.reload()
    assert at.left() == (2, 4)


def test_the_filters_are_those_of_the_map(desk: At) -> None:
    at = desk([*told(4), placed(contact("Cy Day", "Di Lu", kind=Kind.CALL), Source("call"))])
    at.page.locator("#by-kind input[data-value=call]").uncheck()
    assert at.left() == (0, 4)
    at.page.locator("#words").fill("Castro 3")
    at.page.wait_for_function("document.getElementById('left').textContent.startsWith('0 decided, 1 left')")
    assert "Castro 3" in at.title()
    at.page.locator("#words").press("y")
    assert at.left()[0] == 0, "what is typed in a field decides nothing"
    at.page.locator("#reset").click()
    assert at.left() == (0, 5)


def test_a_row_of_the_table_and_a_card_lead_to_their_contact(desk: At) -> None:
    at = desk()
    at.page.locator("#tab-table").click()
    at.page.locator("#table-view tr", has_text="Castro 3").locator("button", has_text="Review").click()
    assert "Castro 3" in at.title() and at.page.evaluate("document.activeElement.id") == "case"
    at.page.wait_for_url("**contact=c_003**")
    at.page.locator("#tab-graph").click()
    at.page.evaluate("window.diplograph.select({edge: 0})")
    at.page.locator("#panel .card button", has_text="Review").click()
    assert at.page.locator("#review-view").is_visible() and not at.page.locator("#panel").is_visible()


def test_a_saved_file_goes_on_elsewhere(desk: At, tmp_path: Path) -> None:
    at = desk()
    at.keys("y", "n")
    at.saved(tmp_path / "d.jsonl")
    stranger = decided(Verdict.WRONG, contact("Cy Day", "Di Lu", document=Source("elsewhere")), "ben")
    lines = (tmp_path / "d.jsonl").read_text(encoding="utf-8") + json.dumps(stranger.to_dict()) + '\n{"broken\n'
    (tmp_path / "d.jsonl").write_text(lines, encoding="utf-8")
    at.page.evaluate("localStorage.clear()")
    at.reload()
    assert at.left() == (0, 5)
    at.page.locator("#file").set_input_files(tmp_path / "d.jsonl")
    at.page.wait_for_function("document.getElementById('said').textContent.includes('loaded')")
    assert at.said() == (
        "3 decisions loaded. 1 on contacts that this page does not have: saved with the rest. No decision stands in line 4 of d.jsonl."
    )
    assert at.left() == (2, 3) and at.page.locator("#save").inner_text() == "Save"
    assert stranger in at.saved(tmp_path / "e.jsonl")


def test_what_was_decided_before_is_shown_saved_and_decided_anew(opened: Open, tmp_path: Path) -> None:
    contacts = told(3)
    before = decided(Verdict.WRONG, contacts[2], "ben", text=text_of(contacts[2]))
    shown = [replace(contacts[0], decided=Decided.RIGHT), *contacts[1:]]
    at = Desk(opened(shown, review=review(shown, decisions=[before])))
    assert at.left() == (2, 1) and "Castro 1" in at.title()
    at.go_to("Castro 2")
    assert at.verdict() == "Wrong, by ben"
    at.keys("y")
    at.go_to("Castro 0")
    assert at.verdict() == "Right, before"
    assert [(d.by, d.verdict) for d in at.saved(tmp_path / "d.jsonl")] == [
        ("ben", Verdict.WRONG),
        ("ana", Verdict.RIGHT),
    ]


def test_the_next_build_does_what_the_keys_said(
    run: Run, browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fifty contacts, by keys alone: the file lies beside the contacts, and build applies all of it."""
    monkeypatch.chdir(tmp_path)
    Path("news").mkdir()
    names = ["Antony Blinken", "Sergei Lavrov", "Wang Yi", "Heiko Maas", "Dominic Raab"]
    for n in range(50):
        a, b = names[n % 5], names[(n + 1 + n // 25) % 5]
        text = (
            f"Rain fell 😀 on day {n}. {a} met {b} in Geneva. For Angela Merkel 🕊️ it was the day of Joe Biden. The end."
        )
        Path(f"news/{n:02}.txt").write_text(text, encoding="utf-8")
    assert run("build", "news", "-o", "out", "--review", "--no-fold", "-q").exit_code == 0
    before = {c.id: c for c in read_contacts("out/contacts.jsonl")}
    assert len(before) == 50
    page = browser.new_context(bypass_csp=True).new_page()
    page.goto((tmp_path / "out" / "graph.html").as_uri())
    page.wait_for_function("window.diplograph && window.diplograph.ready")
    at, said = Desk(page), dict[str, str]()
    order = [
        c["contact"]["id"] for c in given(Path("out/graph.html").read_text(encoding="utf-8"))["review"]["contacts"]
    ]
    for n, id in enumerate(order):
        said[id] = "y" if n % 3 == 0 else "n" if n % 3 == 1 else "e"
        at.keys(said[id])
        if said[id] == "e":
            at.keys("Tab", "ArrowDown", "Enter")  # the next status
    assert at.left() == (50, 0)
    at.keys("m")
    at.type("Joe Biden")
    at.keys("Tab")  # over the name that can be taken out again
    at.type("Angela Merkel")
    at.keys("Enter")
    at.saved(Path("out/contacts.decisions.jsonl"))
    result = run("build", "news", "-o", "out", "--no-fold")
    assert result.exit_code == 0, result.stderr
    assert "51 decisions applied" in result.stdout + result.stderr, result.stderr
    after = {c.id: c for c in read_contacts("out/contacts.jsonl")}
    for id, key in said.items():
        if key == "n":
            assert id not in after
        else:
            assert after[id].decided is (Decided.RIGHT if key == "y" else Decided.CHANGED)
            assert after[id].status is (Status.PLANNED if key == "e" else before[id].status)
    (added,) = [c for c in after.values() if c.decided is Decided.ADDED]
    assert {p.name for p in added.parties} == {"Joe Biden", "Angela Merkel"}
