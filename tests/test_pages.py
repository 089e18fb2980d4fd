"""The page of a PDF on which evidence stands: from the file to the record, the files, the page and the terminal."""

import csv
import io
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from factories import contact, folded
from pdfs import lines
from reading import read, write

from diplograph.errors import InputError
from diplograph.extract.corpus import Corpus
from diplograph.extract.corpus.store import Version
from diplograph.extract.model import Contact, Document, Source
from diplograph.extract.read import Raw
from diplograph.extract.read.text import InputName
from diplograph.extract.run.analysis import Outcome
from diplograph.extract.text.origin import Origin
from diplograph.graph.assemble import assemble
from diplograph.graph.formats import write as write_graph
from diplograph.graph.formats.jsonl import line, read_contacts
from diplograph.graph.measure_tables import evidence_table
from diplograph.graph.measures import measure
from diplograph.graph.page.payload import payload

TEXTS = (
    "The minister was in the old town hall.\nAntony Blinken called Sergei Lavrov on Monday.",
    "Wang Yi met Dominic Raab in Geneva, and Raab said that he had been glad to see Wang Yi",
    "there. Later, Angela Merkel met Emmanuel Macron in Paris.",
)


def _on(page: int | None, *names: str, also: int | None = None, **options: Any) -> Contact:
    one = contact(*names, **options)
    evidence = replace(one.evidence, page=page)
    return replace(one, evidence=evidence, also=(replace(evidence, start=90, page=also),) if also else ())


ONE = _on(3, "Ana Ito", "Bo Kim", also=5)
NONE = _on(None, "Ana Ito", "Cy Day", day="2021-01-01")


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(("place", "page"), [(0, 1), (9, 1), (10, 2), (19, 2), (20, 1), (10**6, 1)])
def test_the_page_of_a_place(place: int, page: int) -> None:
    """A note leads back to the page before."""
    assert Origin(pages=((0, 1), (10, 2), (20, 1))).page(place) == page
    assert Origin().page(place) is None


@pytest.mark.real
def test_evidence_has_the_page_on_which_its_sentence_begins() -> None:
    """One that runs over the end of a page is of the page before."""
    from diplograph.extract.pipeline import extract_contacts

    pytest.importorskip("pypdfium2")
    (document,), _ = read(write("a.pdf", lines(*TEXTS)))
    found = {c.parties[0].name: c for c in extract_contacts([document])}

    assert {name: one.evidence.page for name, one in found.items()} == {
        "Antony Blinken": 1,
        "Wang Yi": 2,
        "Angela Merkel": 3,
    }
    for one in found.values():
        assert document.text[one.evidence.start : one.evidence.end] == one.evidence.sentence


@pytest.mark.real
def test_a_text_has_no_pages() -> None:
    """Nor has its evidence."""
    from diplograph.extract.pipeline import extract_contacts

    (found,) = extract_contacts([Document("Wang Yi met Dominic Raab in Geneva.", Source("x"))])

    assert found.evidence.page is None


@pytest.mark.real
def test_explain_names_the_page(run: Any) -> None:
    """Of a file that comes by standard input."""
    pytest.importorskip("pypdfium2")
    shown = run("explain", "-", stdin=lines(*TEXTS)).stdout

    assert [row.split() for row in shown.splitlines() if row.startswith("   page ")] == [["page", n] for n in "123"]


def test_json_lines(tmp_path: Path) -> None:
    """What is written is read; a file of an earlier version has none."""
    before = json.loads(line(ONE))
    assert (before["evidence"]["page"], before["also"][0]["page"]) == (3, 5)
    del before["evidence"]["page"]
    (tmp_path / "c.jsonl").write_text(line(ONE) + line(NONE) + json.dumps(before), encoding="utf-8")
    found = list(read_contacts(tmp_path / "c.jsonl"))

    assert found[:2] == [ONE, NONE]
    assert found[2].evidence.page is None


@pytest.mark.parametrize("page", ["3", True, 1.5, []])
def test_a_page_is_a_number(page: object) -> None:
    """Anything else is named by its line."""
    record = json.loads(line(ONE))
    record["evidence"]["page"] = page

    with pytest.raises(InputError, match="line 1: the field 'page' must be a whole number"):
        list(read_contacts(io.StringIO(json.dumps(record))))


def test_edges_of_contacts(tmp_path: Path) -> None:
    """In GraphML, GEXF and CSV, empty where there is none."""
    graph = assemble([ONE, NONE], level="contact")
    assert sorted(str(data.get("page")) for *_, data in graph.edges(data=True)) == ["3", "None"]
    for name in ("graphml", "gexf", "csv"):
        write_graph([ONE, NONE], tmp_path / f"g.{name}", level="contact")
    rows = csv.DictReader(io.StringIO((tmp_path / "g.edges.csv").read_text(encoding="utf-8")))

    assert sorted(row["page"] for row in rows) == ["", "3"]
    assert (tmp_path / "g.graphml").read_text(encoding="utf-8").count(">3</data>") == 1
    assert '<attvalue for="page" value="3"/>' in (tmp_path / "g.gexf").read_text(encoding="utf-8")


def test_parquet(tmp_path: Path) -> None:
    """A column, and a field of the further sentences."""
    parquet = pytest.importorskip("pyarrow.parquet")
    write_graph([ONE, NONE], tmp_path / "g.parquet")
    rows = {row["id"]: row for row in parquet.read_table(tmp_path / "g.parquet").to_pylist()}

    assert (rows[ONE.id]["page"], rows[ONE.id]["also"][0]["page"], rows[NONE.id]["page"]) == (3, 5, None)


def test_rdf(tmp_path: Path) -> None:
    """Of each report that has one."""
    rdflib = pytest.importorskip("rdflib")
    write_graph([ONE, NONE], tmp_path / "g.ttl")
    graph = rdflib.Graph().parse(tmp_path / "g.ttl")

    assert sorted(int(page) for page in graph.objects(None, rdflib.URIRef("urn:diplograph:ns#page"))) == [3, 5]


def test_neo4j(tmp_path: Path) -> None:
    """Of each report."""
    write_graph([ONE, NONE], tmp_path / "g.cypher")
    rows = csv.DictReader(io.StringIO((tmp_path / "g.reported_in.csv").read_text(encoding="utf-8")))

    assert sorted(row["page:int"] for row in rows) == ["", "3", "5"]


def test_edges_of_pairs(tmp_path: Path) -> None:
    """Each sentence in their evidence is cited with its page."""
    write_graph([ONE, NONE], tmp_path / "g.csv")
    rows = csv.DictReader(io.StringIO((tmp_path / "g.edges.csv").read_text(encoding="utf-8")))

    sentence = ONE.evidence.sentence
    assert sorted(row["evidence"] for row in rows) == sorted([f"{sentence} (p. 3)", NONE.evidence.sentence])


def test_ftm(tmp_path: Path) -> None:
    """In the description, which has the sentences."""
    pytest.importorskip("followthemoney")
    write_graph([ONE, NONE], tmp_path / "g.ftm.json")
    lines = map(json.loads, (tmp_path / "g.ftm.json").read_text(encoding="utf-8").splitlines())
    told = [text for entity in lines for text in entity["properties"].get("description", ())]

    assert f"{ONE.evidence.sentence} (p. 3)" in told and NONE.evidence.sentence in told


def test_the_evidence_of_a_report() -> None:
    """In tables, and below a path on the terminal."""
    from diplograph.cli.table import quoted

    assert next(line.strip() for line in quoted(ONE, None)) == f"{ONE.evidence.sentence} (p. 3)"
    assert evidence_table([ONE], measure([ONE]), 5).rows[0][3] == f"{ONE.evidence.sentence} (p. 3)"


def test_the_corpus(tmp_path: Path) -> None:
    """A column of its table and of its view; a file of an earlier version gets it from its records."""
    path = tmp_path / "news.db"
    shown = "SELECT page FROM contact_list ORDER BY page"
    raw, version = Raw(InputName("a", "a"), "text", b"x"), Version("hash", "model", "rules")
    with Corpus(path, create=True) as corpus:
        corpus.put(Outcome(raw, Document("x", Source("a")), (ONE, NONE)), version)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute(shown).fetchall() == [(None,), (3,)]
        db.executescript(
            "DROP VIEW contact_list; ALTER TABLE contacts DROP COLUMN page; ALTER TABLE documents DROP COLUMN digest;"
            " DROP TABLE decisions; PRAGMA user_version = 4"
        )
        db.executescript(
            "CREATE VIEW contact_list AS SELECT 1; UPDATE contacts SET record = substr(record, 9) WHERE number = 2"
        )
    Corpus(path).close()
    with closing(sqlite3.connect(path)) as db:
        assert db.execute(shown).fetchall() == [(None,), (3,)]


def test_the_payload() -> None:
    """Every page of a contact, and those of its other reports."""
    other = _on(7, "Ana Ito", "Bo Kim", document=Source("other"))
    records = payload([folded(ONE, other), NONE])["contacts"]

    assert [record.get("pages") for record in records] == [[3, 5], None]
    assert [report["pages"] for report in records[0]["reports"]] == [[7]]


@pytest.mark.slow
def test_the_panel_shows_it(opened: Any) -> None:
    """Beside the source, and in a citation."""
    page = opened([ONE])
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("window.diplograph.select({node: 0})")
    assert "16 Aug 2021, pp. 3, 5)" in page.locator("#panel .card").first.inner_text()
    page.locator("#panel .cite").first.click()
    page.locator("#panel .cite", has_text="Copied").wait_for()

    assert "16 Aug 2021, p. 3, https://" in page.evaluate("navigator.clipboard.readText()")
