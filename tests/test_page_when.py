"""What the page makes of the times of contacts, against the same questions asked in Python."""

import csv
import datetime as dt
import io
import json
import random
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import cases_io
import networkx as nx
import pytest
from browse import Open, inherited, state, trio
from factories import contact, folded, many
from playwright.sync_api import Page

from diplograph.extract.model import Contact, Source, Status
from diplograph.extract.pipeline import extract_contacts
from diplograph.extract.read import read_documents
from diplograph.extract.times import Basis, Precision, When
from diplograph.graph.assemble import assemble
from diplograph.graph.identity import fold
from diplograph.graph.page import render
from diplograph.graph.select import placed, select, told_then

pytestmark = pytest.mark.slow

_SEEDS = Path(__file__).parents[1] / "seeds"
_AUGUST = "from=2021-08-01&to=2021-08-31"
_RANGES = [
    ("", ""),
    ("2021-08-01", "2021-08-31"),
    ("2021-08-01", ""),
    ("", "2021-08-31"),
    ("2021-08-16", "2021-08-16"),
    ("2021-08-16", "2021-08-22"),
    ("2021-07-01", "2021-09-30"),
    ("2021-01-01", "2021-12-31"),
    ("2021-09-01", "2021-08-01"),
]
_WHOLE = [("2021-08-16", "2021-08-22"), ("2021-08-01", "2021-08-31"), ("2021-07-01", "2021-09-30")]
_WHOLE += [("2021-01-01", "2021-12-31"), ("2021-06-01", "2021-08-31"), ("2021-07-26", "2021-08-01")]


def _all_sorts(count: int = 400) -> list[Contact]:
    """Contacts of every status, precision and basis around August 2021; some of several reports, some of no known day."""
    dice = random.Random(7)
    return [_sort(c, n, dice) for n, c in enumerate(many(count, 50))]


def _sort(one: Contact, number: int, dice: random.Random) -> Contact:
    day = dt.date(2021, 6, 15) + dt.timedelta(days=dice.randrange(110))
    first, last = map(dt.date.fromisoformat, dice.choice(_WHOLE))
    if dice.random() < 0.6:
        first, last = day, day + dt.timedelta(days=dice.choice([0, 0, 0, 1, 3, 29, 30, 31, 32, 60]))
    vague = first != last and dice.random() < 0.5
    basis = dice.choice([Basis.STATED, Basis.INHERITED])
    when = When(first, last, "then", basis, vague) if dice.random() < 0.6 else None
    document = Source(f"d{number}", date=day if dice.random() < 0.85 else None)
    found = replace(one, document=document, date=when, status=dice.choice(list(Status)))
    if dice.random() < 0.8:
        return found
    other = Source(f"e{number}", date=day + dt.timedelta(days=dice.randrange(-30, 30)))
    return folded(found, replace(found, document=other, date=None, status=dice.choice([found.status, Status.NEGATED])))


def _go(page: Page, address: str) -> None:
    page.evaluate(
        """(to) => new Promise((done) => {
            addEventListener("hashchange", () => done(), { once: true });
            location.hash = to;
        })""",
        address,
    )


def _taken(page: Page, what: str) -> str:
    page.locator("#take-button").click()
    with page.expect_download() as download:
        page.locator(f"#take [data-take={what}]").click()
    return download.value.path().read_text(encoding="utf-8-sig")


def _apart(page: Page) -> int:
    """Return the number beside the range, 0 where there is none."""
    if not page.locator("#apart").is_visible():
        return 0
    return int(re.findall(r"\d+", page.locator("#apart").inner_text())[0])


def _wanted(since: str, until: str) -> dict[str, Any]:
    since_day, until_day = (dt.date.fromisoformat(day) if day else None for day in (since, until))
    return {"since": since_day, "until": until_day, "statuses": {Status.OCCURRED, Status.PLANNED, Status.HYPOTHETICAL}}


def test_the_contacts_are_of_all_sorts() -> None:
    contacts = _all_sorts()
    sorts = {(c.date.precision, c.date.basis) for c in contacts if c.date}
    assert len(sorts) == len(Precision) * 2
    assert (
        {c.status for c in contacts if c.date} == {c.status for c in contacts if c.bound and not c.date} == set(Status)
    )
    assert any(not c.date and not c.bound for c in contacts)


@pytest.mark.parametrize(("since", "until"), _RANGES)
def test_a_range_takes_what_it_takes_in_python(opened: Open, since: str, until: str) -> None:
    contacts, wanted = _all_sorts(), _wanted(since, until)
    page = opened(contacts)
    beside = {b: sum(told_then(c, basis=b, **wanted) for c in contacts) for b in Basis}
    for basis in Basis:
        _go(page, f"status=occurred+planned+hypothetical&from={since}&to={until}&basis={basis}")
        shown = {r["id"] for r in json.loads(_taken(page, "json"))}
        assert shown == {c.id for c in select(contacts, basis=basis, **wanted)}
        assert state(page)["shown"]["contacts"] == len(shown)
        assert beside[Basis.REPORTED] == 0
        assert _apart(page) == beside[Basis.INHERITED if basis is Basis.REPORTED else basis]
    if since or until:
        numbers = [int(text) for text in page.locator("#basis output").all_inner_texts()]
        assert numbers == [len(select(contacts, basis=basis, **wanted)) for basis in Basis]


def _wang_yi() -> list[Contact]:
    """Five whom he met in August, one by what was told before; four told then or in September, without a day."""
    names = ["Antony Blinken", "Dominic Raab", "Sergey Lavrov", "Mevlüt Çavuşoğlu", "Shah Qureshi"]
    dated = [contact("Wang Yi", name, day=f"2021-08-{10 + n}") for n, name in enumerate(names[:4])]
    before = When(dt.date(2021, 8, 20), dt.date(2021, 8, 20), "that day", Basis.INHERITED)
    told = [
        contact("Wang Yi", name, day=None, document=Source(name, date=dt.date(2021, month, 30)))
        for name, month in [("Abdul Baradar", 8), ("Mullah Omar", 8), ("Martin Griffiths", 8), ("Chen Li", 9)]
    ]
    return [*dated, contact("Wang Yi", names[4], date=before), *told]


def test_whom_wang_yi_met_in_august(opened: Open) -> None:
    page = opened(_wang_yi(), at=f"#{_AUGUST}&party=wang-yi")
    assert page.locator("#panel h3").all_inner_texts() == [
        "In contact with 5 parties",
        "Contacts: 5 occurred (10–20 Aug 2021)",
    ]
    assert page.locator("#apart").inner_text() == "and 3 told then without a day"
    assert page.locator("#panel .card small").all_inner_texts() == ["inherited"]
    page.locator("#basis input[value=stated]").check()
    assert page.locator("#panel h3").first.inner_text() == "In contact with 4 parties"
    assert page.locator("#apart").inner_text() == "and 4 told then without a day of their own"
    page.locator("#apart").click()
    assert page.locator("#panel h3").first.inner_text() == "In contact with 8 parties"
    assert "Contacts: 8 occurred (10–30 Aug 2021)" in page.locator("#panel").inner_text()
    assert page.locator("#panel .card .undated").all_inner_texts() == ["by 30 Aug 2021"] * 3
    page.locator("#apart").click()
    assert page.locator("#basis input:checked").get_attribute("value") == "stated", "back to what was chosen"


def test_whom_wang_yi_met_in_august_by_the_seeds(opened: Open) -> None:
    """The page names those, and only those, whom a careful reader of the documents found."""
    met = [
        {label["a"], label["b"]} - {"Wang Yi"}
        for entry in cases_io.load("seeds")
        for label in entry["contacts"]
        if "Wang Yi" in (label["a"], label["b"])
        and label["status"] == "occurred"
        and str(label.get("on"))[:7] == "2021-08"
    ]
    contacts = fold(extract_contacts(read_documents([str(_SEEDS)])))
    page = opened(contacts, at=f"#{_AUGUST}&party=wang-yi&status=occurred")
    assert page.locator("#panel h3").first.inner_text() == f"In contact with {len(set.union(*met))} parties"
    shown = {r["id"] for r in json.loads(_taken(page, "json"))}
    pairs = [{a.name, b.name} for c in contacts if c.id in shown for a, b in c.pairs()]
    assert {name for pair in pairs if "Wang Yi" in pair for name in pair} - {"Wang Yi"} == set.union(*met)


def test_the_button_and_the_basis_by_keyboard(opened: Open) -> None:
    page = opened(_wang_yi(), at=f"#{_AUGUST}")
    button = page.get_by_role("button", name="and 3 told then without a day", exact=True)
    button.focus()
    for key, pressed, shown in [("Enter", "true", 8), ("Space", "false", 5), ("Enter", "true", 8)]:
        page.keyboard.press(key)
        assert button.get_attribute("aria-pressed") == pressed
        assert state(page)["shown"]["contacts"] == shown
        assert page.evaluate("document.activeElement.id") == "apart"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "reported", "the choice that is made"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert state(page)["shown"]["contacts"] == 4
    group = page.get_by_role("radiogroup", name="How a day must be known")
    assert group.get_by_role("radio", checked=True).get_attribute("value") == "stated"
    page.locator("#reset").click()
    assert not group.is_visible(), "without a range it says nothing"
    assert not page.locator("#apart").is_visible()
    assert state(page)["shown"]["contacts"] == 9


def test_a_basis_without_a_range_leaves_all(opened: Open) -> None:
    contacts = _all_sorts()
    page = opened(contacts, at="#basis=stated")
    assert state(page)["shown"]["contacts"] == len(contacts)
    assert not page.locator("#basis").is_visible()


@pytest.mark.parametrize(
    ("first", "last", "vague", "words"),
    [
        ("2022-03-15", "2022-03-15", False, "15 Mar 2022"),
        ("2022-03-14", "2022-03-20", True, "week of 14 Mar 2022"),
        ("2022-03-14", "2022-03-20", False, "14–20 Mar 2022"),
        ("2022-03-01", "2022-03-31", True, "Mar 2022"),
        ("2022-04-01", "2022-06-30", True, "Q2 2022"),
        ("2022-10-01", "2022-12-31", True, "Q4 2022"),
        ("2022-01-01", "2022-12-31", True, "2022"),
        ("2022-03-15", "2022-04-02", False, "15 Mar–2 Apr 2022"),
        ("2022-03-01", "2022-03-16", True, "within 1–16 Mar 2022"),
    ],
)
def test_days_in_words(opened: Open, first: str, last: str, vague: bool, words: str) -> None:
    page = opened([inherited(first, last, vague=vague)])
    page.evaluate("window.diplograph.select({edge: 0})")
    assert page.locator("#panel .card time").inner_text() == words
    assert page.locator("#panel .card time").get_attribute("title") == "From what was told before"
    page.locator("#tab-table").click()
    assert page.locator("#table-view td").first.inner_text().split() == [*words.split(), "inherited"]


def test_bounds_in_words_and_in_their_order(opened: Open) -> None:
    def told(status: Status, day: dt.date | None) -> Contact:
        return contact("Ana Ito", "Bo Kim", day=None, status=status, document=Source(f"{status} {day}", date=day))

    contacts = [told(status, dt.date(2021, 8, 12 + n)) for n, status in enumerate(Status)]
    dated = contact("Ana Ito", "Bo Kim", day="1999-01-01")
    page = opened([told(Status.OCCURRED, None), *contacts, dated], at="#sort=date")
    page.locator("#tab-table").click()
    cells = page.locator("#table-view td:first-child")
    bounds = ["by 12 Aug 2021", "after 13 Aug 2021", "by 14 Aug 2021", "after 15 Aug 2021"]
    assert cells.all_inner_texts() == ["1 Jan 1999", *bounds, "undated"]
    page.locator("th button", has_text="Date").click()
    assert cells.all_inner_texts() == ["1 Jan 1999", *reversed(bounds), "undated"]
    assert page.locator("#table-view td .undated").count() == 5, "all of them muted"


@pytest.mark.parametrize("basis", list(Basis))
def test_what_is_taken_away_has_the_days_of_the_basis(opened: Open, basis: Basis) -> None:
    contacts = _all_sorts(150)
    wanted: dict[str, Any] = {"since": dt.date(2021, 7, 1), "until": dt.date(2021, 9, 30), "basis": basis}
    page, kept = opened(contacts, at=f"#from=2021-07-01&to=2021-09-30&basis={basis}"), select(contacts, **wanted)
    for row in csv.DictReader(io.StringIO(_taken(page, "csv"))):
        one = next(c for c in kept if c.id == row["id"])
        when = placed(one, basis)
        assert when is not None and one.time is not None
        columns = ("date_start", "date_end", "date_precision", "date_basis")
        assert [row[n] for n in columns] == [str(when.start), str(when.end), when.precision, one.time.basis]
    for record in json.loads(_taken(page, "json")):
        told = next(c for c in kept if c.id == record["id"]).to_dict()
        assert record["date"] == (told["date"] and {n: v for n, v in told["date"].items() if n != "text"})
        assert record["bound"] == told["bound"]
    back = nx.parse_graphml(_taken(page, "graphml"))
    graph, ids = assemble(kept, basis=basis), {n: d["party_id"] for n, d in back.nodes(data=True)}
    names = ("first_date", "last_date")
    shown = {frozenset((ids[a], ids[b])): [d.get(n) for n in names] for a, b, d in back.edges(data=True)}
    assert shown == {frozenset((a, b)): [d.get(n) for n in names] for a, b, d in graph.edges(data=True)}


def test_without_a_range_what_is_taken_away_has_the_usual_days(opened: Open) -> None:
    contacts = _all_sorts(150)
    page, graph = opened(contacts), assemble(contacts)
    back = nx.parse_graphml(_taken(page, "graphml"))
    spans = sorted(str([d.get(n) for n in ("first_date", "last_date")]) for *_, d in back.edges(data=True))
    assert spans == sorted(str([d.get(n) for n in ("first_date", "last_date")]) for *_, d in graph.edges(data=True))
    rows = {r["id"]: r for r in csv.DictReader(io.StringIO(_taken(page, "csv")))}
    for one in contacts:
        assert rows[one.id]["date_start"] == (str(one.date.start) if one.date else "")
        assert rows[one.id]["date_basis"] == (one.time.basis if one.time else "")


def test_a_citation_tells_what_is_inherited(opened: Open) -> None:
    page = opened([inherited()])
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("window.diplograph.select({edge: 0})")
    page.locator("#panel .cite").click()
    page.locator("#panel .cite", has_text="Copied").wait_for()
    assert "meeting, occurred, week of 13 Jun 2022 (inherited); " in page.evaluate("navigator.clipboard.readText()")


def test_reports_tell_how_exactly(opened: Open) -> None:
    first = contact("Ana Ito", "Bo Kim", day="2022-06-14")
    page = opened([folded(first, replace(inherited(), document=Source("b")))])
    page.evaluate("window.diplograph.select({edge: 0})")
    page.locator("#panel summary", has_text="1 more report").click()
    assert page.locator("#panel .report .tag").inner_text() == "week of 13 Jun 2022 inherited"


def test_the_table_without_scripts_tells_bounds_and_bases() -> None:
    dates = re.findall(r"<tr><td>(.*?)</td>", render([*trio(), inherited()]))
    assert dates == ["2022-06-13/2022-06-19 (inherited)", "2022-05-01", "2021-03-01", "by 2021-08-16"]
