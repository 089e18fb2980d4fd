"""What a reader takes away: pictures, tables and a graph of what is shown, read back by other programs."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest
from browse import Open, hostile_contacts, inherited, state, trio
from factories import contact, many
from hostile import HOSTILE
from playwright.sync_api import Page

import diplograph
from diplograph.extract.model import Status
from diplograph.graph.assemble import assemble
from diplograph.graph.check import check
from diplograph.graph.rollup import by_state

pytestmark = pytest.mark.slow
SVG = "{http://www.w3.org/2000/svg}"


def _take(page: Page, what: str) -> Path:
    page.locator("#take-button").click()
    with page.expect_download() as download:
        page.locator(f"#take [data-take={what}]").click()
    assert not page.locator("#take").is_visible()
    assert download.value.suggested_filename == f"diplograph.{what}"
    return download.value.path()


def test_png_has_the_size_of_the_map(opened: Open) -> None:
    page = opened(many(60, 40))
    found = _take(page, "png").read_bytes()
    assert found.startswith(b"\x89PNG")
    width, height = (int.from_bytes(found[n : n + 4], "big") for n in (16, 20))
    box = page.locator("#canvas canvas").bounding_box()
    assert box is not None and (width, height) == (round(box["width"]), round(box["height"]))


def test_svg_draws_what_the_map_draws(opened: Open) -> None:
    page = opened(trio())
    root = ElementTree.fromstring(_take(page, "svg").read_text(encoding="utf-8"))
    assert {t.text for t in root.iter(f"{SVG}text")} == {"Ana Ito", "Bo Kim", "France"}
    lines = root.findall(f"{SVG}g[1]/{SVG}path")
    weights = [weight for *_, weight in assemble(trio()).edges(data="weight")]
    assert [("stroke-dasharray" in p.attrib) for p in lines] == [w == 0 for w in weights], (
        "dashed where nothing occurred"
    )
    assert len(root.findall(f"{SVG}g[2]/{SVG}path")) == 3
    page.locator("#by-type input[data-value=state]").uncheck()
    root = ElementTree.fromstring(_take(page, "svg").read_text(encoding="utf-8"))
    assert len(root.findall(f"{SVG}g[2]/{SVG}path")) == 2


def test_csv_of_what_is_shown(opened: Open) -> None:
    contacts = [*trio(), contact("=cmd()", "Cy, Day", day="2020-01-01", place='a "b"', topic="+1")]
    page = opened(contacts)
    page.locator("#by-status input[data-value=negated]").uncheck()
    text = _take(page, "csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [r["date_start"] for r in rows] == ["2022-05-01", "2021-03-01", "2020-01-01"]
    assert rows[0]["evidence"] == "Ana Ito met Bo Kim." and rows[0]["source_url"] == "https://example.org/readout"
    assert [*rows[0]][1:5] == ["date_start", "date_end", "date_precision", "date_basis"]
    assert (rows[2]["parties"], rows[2]["place"], rows[2]["topic"]) == ("'=cmd() – Cy, Day", 'a "b"', "'+1")


def test_json_holds_the_contacts(opened: Open) -> None:
    contacts = [*many(80, 30), inherited()]
    page = opened(contacts)
    page.locator("#by-kind input[data-value=call]").uncheck()
    records = json.loads(_take(page, "json").read_text(encoding="utf-8"))
    kept = {c.id: c for c in contacts if c.kind != "call"}
    assert {r["id"] for r in records} == set(kept)
    for record in records:
        wanted = kept[record["id"]].to_dict()
        assert record["evidence"] == wanted["evidence"]["sentence"]
        same = ("kind", "status", "place", "topic", "channel", "reported_by", "bound")
        assert {n: record[n] for n in same} == {n: wanted[n] for n in same}
        assert record["date"] == (wanted["date"] and {n: v for n, v in wanted["date"].items() if n != "text"})
        assert [(p["id"], p["side"]) for p in record["parties"]] == [(p["id"], p["side"]) for p in wanted["parties"]]


@pytest.mark.parametrize("level", ["party", "state"])
def test_graphml_is_the_graph_that_is_shown(opened: Open, level: str) -> None:
    contacts = many(200, 60)
    page = opened(contacts)
    page.locator("#by-status input[data-value=planned]").uncheck()
    if level == "state":
        page.locator("#by-level").get_by_label("States").check()
    path = _take(page, "graphml")
    back, kept = nx.read_graphml(path), [c for c in contacts if c.status is not Status.PLANNED]
    graph = assemble(by_state(kept) if level == "state" else kept)
    ids = {n: d["party_id"] for n, d in back.nodes(data=True)}
    assert {i: (d["label"], d["contacts"]) for i, d in zip(ids.values(), back.nodes.values(), strict=True)} == {
        n: (d["label"], d["contacts"]) for n, d in graph.nodes(data=True)
    }
    columns = ("contacts", "planned", "negated", "hypothetical", "first_date", "last_date")
    shown = {frozenset((ids[a], ids[b])): [d.get(c) for c in columns] for a, b, d in back.edges(data=True)}
    assert shown == {frozenset((a, b)): [d.get(c) for c in columns] for a, b, d in graph.edges(data=True)}
    assert check(path).lost == 0


def test_hostile_text_stays_whole_and_harmless(opened: Open, tmp_path: Path) -> None:
    page = opened(hostile_contacts())
    shown = state(page)["shown"]
    graph = nx.read_graphml(_take(page, "graphml"))
    assert (len(graph), graph.number_of_edges()) == (shown["nodes"], shown["edges"])
    ElementTree.fromstring(_take(page, "svg").read_text(encoding="utf-8"))
    assert len(json.loads(_take(page, "json").read_text(encoding="utf-8"))) == len(HOSTILE)
    rows = list(csv.reader(io.StringIO(_take(page, "csv").read_text(encoding="utf-8-sig"))))
    assert len({len(row) for row in rows}) == 1 and len(rows) == len(HOSTILE) + 1
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@\t\r" and cell]


def test_a_citation_is_copied_with_its_source(opened: Open) -> None:
    page = opened([replace(c, id=f"c_{n}") for n, c in enumerate(trio())])
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("window.diplograph.select({node: 2})")
    page.locator("#panel .cite").first.click()
    page.locator("#panel .cite", has_text="Copied").wait_for()
    text = page.evaluate("navigator.clipboard.readText()")
    assert text == (
        "“Bo Kim met France.” Ministers speak, Example News, 16 Aug 2021, https://example.org/readout. "
        f"[Bo Kim – France: meeting, negated, by 16 Aug 2021; c_2; diplograph {diplograph.__version__}]"
    )


def test_what_made_it_goes_along(opened: Open) -> None:
    """In the graph and the picture, with how much of it was shown."""
    page = opened(trio())
    page.locator("#by-status input[data-value=negated]").uncheck()
    page.locator("#made summary").click()
    assert page.locator("#made dd").first.inner_text() == "not known"
    name = "{http://graphml.graphdrawing.org/xmlns}desc"
    graph = ElementTree.parse(_take(page, "graphml")).getroot().findtext(name) or ""
    picture = ElementTree.parse(_take(page, "svg")).getroot().findtext("{http://www.w3.org/2000/svg}desc") or ""
    assert graph == picture and graph.startswith(
        f"diplograph {diplograph.__version__}; extraction: not known; shown: Showing 2 of 3 contacts"
    )
