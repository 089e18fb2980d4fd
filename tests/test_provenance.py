"""What made an output: told in every format, the same every time, and not told where it is not known."""

import csv
import datetime as dt
import json
import os
import random
import re
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from columns import MADE
from conftest import Run
from factories import contact, many
from faked import pipeline

import diplograph
from diplograph.cli.made import digests
from diplograph.errors import InputError
from diplograph.extract.model import Document, Source
from diplograph.extract.provenance import Digest, Extraction, digest_of
from diplograph.extract.read import read_documents
from diplograph.graph.check import check
from diplograph.graph.formats import formats, write
from diplograph.graph.formats.manifest import digest, read_manifest
from diplograph.graph.provenance import Provenance

RULES = "0.1.0+0123456789ab"
FILES = {
    "a.txt": "date 2021-08-16 A visit.\n\nAna Castro met Jun Ito. Jun Ito will call Ivo Demir.",
    "b.txt": "date 2021-08-17 A day later.\n\nAna Castro met Bo Kim.",
}


@pytest.fixture(autouse=True)
def _without_a_model(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    if "real" not in request.keywords:
        monkeypatch.setitem(sys.modules, "diplograph.extract.pipeline", pipeline())
        for name in ("diplograph.extract.corpus.rules", "diplograph.shards.work"):
            monkeypatch.setattr(f"{name}.rules_version", lambda: RULES)


@pytest.fixture
def news() -> Path:
    """Two articles with three contacts in them."""
    for name, text in FILES.items():
        Path("news").mkdir(exist_ok=True)
        Path("news", name).write_text(text, encoding="utf-8")
    return Path("news")


def _manifest(path: str = "outputs/manifest.json") -> dict[str, Any]:
    told: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))
    return told


# --- the digest of documents


def _document(**changes: Any) -> Document:
    source = Source("a", "A title", None, "https://example.org/a", "Gazette")
    return replace(Document("Ana met Bo.", source), **changes)


def test_the_digest_is_the_same_in_any_order_and_adds_up() -> None:
    digests = [Digest.of(_document(text=f"Text {n}.")) for n in range(20)]
    shuffled = random.Random(1).sample(digests, 20)

    assert digest_of(digests) == digest_of(shuffled) == digest_of(digests[:7]) + digest_of(digests[7:])
    assert digest_of(digests).documents == 20 and re.fullmatch("[0-9a-f]{64}", str(digest_of(digests)))


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "Ana met Bo. "},
        {"source": replace(_document().source, id="b")},
        {"source": replace(_document().source, title="Another")},
        {"source": replace(_document().source, url=None)},
        {"source": replace(_document().source, publisher="Wire")},
        {"source": replace(_document().source, date=dt.date(2021, 8, 16))},
        {"source": replace(_document().source, title="A title\0https://example.org/a", url="")},
    ],
)
def test_another_document_has_another_digest(changes: dict[str, Any]) -> None:
    assert Digest.of(_document(**changes)) != Digest.of(_document())


def test_a_day_that_was_given_is_not_of_the_document(news: Path) -> None:
    """It stands among the options."""
    Path("bare.txt").write_text("Ana Castro met Jun Ito.")
    days = (None, dt.date(2021, 8, 16))
    bare, given = (digest_of(map(Digest.of, read_documents(["bare.txt"], date=day))) for day in days)

    assert bare == given


# --- the record


def test_a_record_is_read_as_it_was_written() -> None:
    for made in (Provenance(), replace(MADE, contacts=None), replace(MADE, whole=False)):
        assert Provenance.from_record(json.loads(json.dumps(made.record()))) == made


@pytest.mark.parametrize(
    "record", [{}, {"extraction_known": "yes", "steps": []}, {"extraction_known": "no", "steps": None}]
)
def test_another_record_is_none(record: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not a record"):
        Provenance.from_record(record)


def test_what_is_joined_is_known_as_far_as_its_parts() -> None:
    other = Provenance(Extraction(("0.2.0+1",), ("en_core_web_md 3.7.1",), Digest(5, 9)), steps=("build",))
    both = MADE + other

    assert both.extraction == Extraction(("0.1.0+0a", "0.2.0+1"), ("en_core_web_md 3.7.1",), Digest(35, 16))
    assert (both.known, both.steps) == ("yes", MADE.steps)
    assert ((MADE + Provenance()).known, (Provenance() + Provenance()).known) == ("in part", "no")
    assert (MADE + Provenance() + other).known == "in part"


def test_it_reads_well() -> None:
    assert str(replace(MADE, contacts=9)) == (
        f"diplograph {diplograph.__version__}; rules: 0.1.0+0a; model: en_core_web_md 3.7.1; documents: 30;"
        f" digest of the documents: {7:064x}; steps: build, then graph --kind call; contacts: 9"
    )
    assert str(Provenance()) == f"diplograph {diplograph.__version__}; extraction: not known"


# --- in every format


def _graphml(path: Path) -> str:
    return ElementTree.parse(path).getroot().findtext("{http://graphml.graphdrawing.org/xmlns}desc") or ""


def _gexf(path: Path) -> str:
    names = {"g": "http://gexf.net/1.3"}
    return ElementTree.parse(path).getroot().findtext("g:meta/g:description", "", names)


def _parquet(path: Path) -> Any:
    pq = pytest.importorskip("pyarrow.parquet")
    return json.loads(pq.read_schema(path).metadata[b"diplograph"])


def _rdf(path: Path) -> str:
    pytest.importorskip("rdflib")
    return path.read_text(encoding="utf-8").replace("\\n", " ")


TOLD: dict[str, Callable[[Path], Any]] = {
    "html": lambda path: path.read_text(encoding="utf-8"),
    "graphml": _graphml,
    "gexf": _gexf,
    "cytoscape": lambda path: json.loads(path.read_text(encoding="utf-8"))["data"]["made"],
    "node-link": lambda path: json.loads(path.read_text(encoding="utf-8"))["graph"]["made"],
    "parquet": _parquet,
    "turtle": _rdf,
    "json-ld": _rdf,
    "ntriples": _rdf,
    "neo4j": lambda path: path.read_text(encoding="utf-8").splitlines()[0].removeprefix("// "),
}


@pytest.mark.parametrize("name", formats())
def test_every_format_tells_or_a_manifest_does(tmp_path: Path, name: str) -> None:
    """And counts the contacts that it was given."""
    if name == "ftm":
        pytest.importorskip("followthemoney")
    contacts = many(30, 12)
    made = replace(MADE, contacts=30)
    write((c for c in contacts), tmp_path / "g", format=name, made=MADE)
    place = tmp_path / "g.manifest.json"

    assert place.exists() is (name not in TOLD)
    if name not in TOLD:
        told = json.loads(place.read_text(encoding="utf-8"))
        assert {key: told[key] for key in made.record()} == made.record()
        assert {file: entry["sha256"] for file, entry in told["files"].items()} == {
            path.name: digest(path) for path in tmp_path.iterdir() if path != place
        }
    elif name in ("node-link", "parquet"):
        assert TOLD[name](tmp_path / "g") == made.record()
    elif name == "html":
        assert all(
            f"<dt>{key}</dt>" in TOLD[name](tmp_path / "g") and value in TOLD[name](tmp_path / "g")
            for key, value in made.rows()[1:]
        )
    else:
        assert str(made) in TOLD[name](tmp_path / "g")


@pytest.mark.parametrize("name", TOLD)
def test_what_is_not_known_is_said(tmp_path: Path, name: str) -> None:
    """A library that gives contacts alone gets files that claim no more, and none beside them."""
    write(many(9, 5), tmp_path / "g", format=name)
    told = TOLD[name](tmp_path / "g")

    assert told.get("extraction_known") == "no" if isinstance(told, dict) else "not known" in told
    assert "en_core" not in str(told) and not list(tmp_path.glob("*manifest*"))


def test_hostile_options_stay_text(tmp_path: Path) -> None:
    """A name may be anything."""
    made = replace(MADE, steps=("graph --party '</desc><x>\"\n//\x00]]>'",))
    for name in TOLD:
        write(many(9, 5), tmp_path / name, format=name, made=made)

    assert '</desc><x>" //\ufffd]]>' in _graphml(tmp_path / "graphml") and "</desc>" in _gexf(tmp_path / "gexf")
    assert (tmp_path / "neo4j").read_text().splitlines()[1].startswith("// Into a database")
    assert "<x>" not in (tmp_path / "html").read_text(encoding="utf-8")
    assert all(check(tmp_path / name).lost == 0 for name in ("graphml", "gexf"))


def test_rdf_tells_it_in_words_of_provenance(tmp_path: Path) -> None:
    """An activity of a software agent, which every contact was generated by."""
    rdflib = pytest.importorskip("rdflib")
    write([contact("Ana Ito", "Bo Kim")], tmp_path / "g.ttl", made=MADE)
    ask = """
        PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX dip: <urn:diplograph:ns#> PREFIX schema: <https://schema.org/>
        SELECT ?rules ?documents ?version {
            ?contact a dip:Contact ; prov:wasGeneratedBy ?activity .
            ?activity a prov:Activity ; prov:wasAssociatedWith ?agent ; dip:rules ?rules ; dip:documents ?documents .
            ?agent a prov:SoftwareAgent ; schema:softwareVersion ?version }
    """
    ((rules, documents, version),) = rdflib.Graph().parse(tmp_path / "g.ttl").query(ask)

    assert (str(rules), int(documents), str(version)) == ("0.1.0+0a", 30, diplograph.__version__)


# --- the commands


def _build(run: Run, *options: str) -> dict[str, Any]:
    result = run("build", "news", "-q", *options)
    assert result.exit_code == 0, result.stderr
    return _manifest()


def test_a_file_that_is_given_twice_is_told_once(run: Run, news: Path) -> None:
    told = _build(run)
    assert run("build", "news", f"news/{next(iter(FILES))}", "-q").exit_code == 0
    assert _manifest()["inputs"] == told["inputs"]


def _changed(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    assert before.keys() == after.keys()
    return {key for key in before if before[key] != after[key]}


def test_build_tells_what_made_its_files(run: Run, news: Path) -> None:
    told = _build(run)

    assert (told["extraction_known"], told["rules"], told["models"]) == ("yes", [RULES], ["en_core_web_md 3.7.1"])
    assert (told["documents"], told["contacts"], told["steps"]) == (2, 3, ["build"])
    assert told["inputs"] == [{"name": f"news/{name}", "sha256": digest(news / name)} for name in FILES]
    assert told["counts"] == {
        **dict.fromkeys(("without_contact", "without_date", "not_in_english", "not_read", "copies"), 0),
        "encounters": 3,
    }
    for name, entry in told["files"].items():
        assert entry == {"bytes": Path("outputs", name).stat().st_size, "sha256": digest(Path("outputs", name))}
    assert told["files"].keys() == {path.name for path in Path("outputs").iterdir()} - {"manifest.json"}
    assert str(Provenance.from_record(told)).removesuffix("; contacts: 3") in _gexf(Path("outputs/graph.gexf"))


def test_build_twice_makes_the_same_bytes(run: Run, news: Path, tmp_path: Path) -> None:
    """Wherever the folder is, and also where the results lie among the documents; nothing tells of the machine or the user."""
    elsewhere = tmp_path / "elsewhere"
    run("build", news.resolve(), "-q", "-o", elsewhere)
    run("build", "news", "-q", "-o", "news/out")
    first = _bytes(Path("news/out"))
    run("build", "news", "-q", "-o", "news/out")
    again = _bytes(Path("news/out"))

    assert first == _bytes(elsewhere)
    assert {name for name in first if first[name] != again[name]} == {
        "documents.csv",
        "manifest.json",
    }  # of the results
    before, after = (json.loads(files["manifest.json"]) for files in (first, again))
    assert _changed(before, after) == {"counts", "files"}
    assert not [word for word in (str(tmp_path), str(Path.home())) if word.encode() in first["manifest.json"]]


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize(
    ("options", "step"),
    [
        (["--any-language"], "build --any-language"),
        (["--by", "state"], "build --by state"),
        (["--by", "party"], "build"),
        (["--date", "2021-08-20"], "build --date 2021-08-20"),
        (["--no-fold", "--text-column", "full text"], "build --no-fold --text-column 'full text'"),
        (["--title", "August", "--jobs", "1"], "build"),
    ],
)
def test_an_option_changes_the_steps_alone(run: Run, news: Path, options: list[str], step: str) -> None:
    """Those that decide what comes; and the files that tell of them."""
    before, after = _build(run), _build(run, *options)

    assert after["steps"] == [step]
    assert _changed(before, after) - {"steps", "counts", "contacts"} <= {"files"}
    assert before["documents_digest"] == after["documents_digest"]
    assert after["files"]["contacts.jsonl"] == before["files"]["contacts.jsonl"]


def test_a_document_changes_the_digest_alone(run: Run, news: Path) -> None:
    """And the digest of its file, and of what was written."""
    before = _build(run)
    (news / "b.txt").write_text(FILES["b.txt"] + " It rained.", encoding="utf-8")

    assert _changed(before, _build(run)) == {"documents_digest", "inputs", "files"}


def test_a_rule_changes_the_rules_alone(run: Run, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _build(run)
    monkeypatch.setattr("diplograph.extract.corpus.rules.rules_version", lambda: "0.1.0+ba9876543210")
    after = _build(run)

    assert _changed(before, after) == {"rules", "files"}
    assert {name for name, entry in before["files"].items() if entry != after["files"][name]} == {
        "graph.html",
        "graph.graphml",
        "graph.gexf",
    }


def test_a_table_of_parties_counts_by_its_content(run: Run, news: Path) -> None:
    Path("actors.yaml").write_text("actors: []\n")
    Path("same.yaml").write_text("actors: []\n")
    before = _build(run, "--actors", "actors.yaml")

    assert before == _build(run, "--actors", "same.yaml")
    assert before["steps"] == [f"build --actors sha256:{digest(Path('same.yaml'))}"]


def test_decisions_count_by_their_content(run: Run, news: Path) -> None:
    """Those too that were found beside the contacts; they stay known in what is made of them later."""
    _build(run)
    Path("outputs/contacts.decisions.jsonl").write_text("\n")
    told = _build(run)
    run("graph", "outputs/contacts.jsonl", "-q", "--no-decisions", "-o", "a.csv")
    step = f"build --decisions sha256:{digest(Path('outputs/contacts.decisions.jsonl'))}"

    assert told["steps"] == [step]
    assert _manifest("a.csv.manifest.json")["steps"] == [step, "graph"]


def test_graph_knows_by_the_manifest_how_the_contacts_were_extracted(run: Run, news: Path) -> None:
    """Of ``build`` and of ``extract``; and what was chosen from it stays known, step by step."""
    _build(run)
    run("extract", "news", "-q", "-o", "contacts.jsonl", "--date", "2021-08-20")
    run("graph", "outputs/contacts.jsonl", "-q", "-o", "a.gexf", "--kind", "meeting", "--party", "Ana Castro")
    run("graph", "contacts.jsonl", "-q", "-o", "b.jsonl", "--status", "all", "--from", "2021-08-16")
    run("graph", "b.jsonl", "-q", "-o", "c.csv")

    assert "steps: build, then graph --kind meeting --party 'Ana Castro'; contacts: 2" in _gexf(Path("a.gexf"))
    told = _manifest("c.csv.manifest.json")
    assert told["steps"] == ["extract --date 2021-08-20", "graph --status all --from 2021-08-16", "graph"]
    assert (told["documents"], told["rules"], told["contacts"]) == (2, [RULES], 3)
    assert told["files"].keys() == {"c.nodes.csv", "c.edges.csv"}


def test_a_panel_has_a_manifest(run: Run, news: Path) -> None:
    """With the options that shape it."""
    _build(run)
    done = run(
        "panel", "outputs/contacts.jsonl", "-q", "-o", "p.csv", "--system", "seen", "--by", "month", "--unit", "state"
    )
    told = _manifest("p.csv.manifest.json")

    assert done.exit_code == 0 and told["files"].keys() == {"p.csv"}
    assert (told["steps"], told["extraction_known"]) == (
        ["build", "panel --unit state --by month --system seen"],
        "yes",
    )


def test_reports_tell_it_too(run: Run, news: Path) -> None:
    """In Markdown as text, of both sides of a comparison; a spreadsheet has a manifest."""
    _build(run)
    done = run("report", "outputs/contacts.jsonl", "-q", "-o", "r.md", "--csv", "r.csv", "--party", "Ana Castro")
    run("diff", "outputs/contacts.jsonl", "outputs/contacts.jsonl", "-q", "-o", "d.md", "--kind", "meeting")
    report, changes = (Path(name).read_text(encoding="utf-8") for name in ("r.md", "d.md"))

    assert done.exit_code == 0, done.stderr
    assert f"\n## What made it\n\ndiplograph {diplograph.__version__}; rules: {RULES}; " in report
    assert "steps: build, then report --party 'Ana Castro'; contacts: 2\n" in report
    assert _manifest("r.csv.manifest.json")["steps"] == ["build", "report --party 'Ana Castro'"]
    assert all(
        f"\n{when}: diplograph {diplograph.__version__}; rules: {RULES}" in changes for when in ("Before", "After")
    )
    assert changes.count("then diff --kind meeting") == 2


def test_contacts_that_were_changed_are_of_unknown_origin(run: Run, news: Path) -> None:
    """As are those that come by a pipe, or lie elsewhere."""
    _build(run)
    contacts = Path("outputs/contacts.jsonl")
    Path("moved.jsonl").write_bytes(contacts.read_bytes())
    whole = read_manifest(contacts)
    contacts.write_text("".join(contacts.read_text(encoding="utf-8").splitlines(keepends=True)[:1]), encoding="utf-8")
    run("graph", "-", "-q", "-o", "a.gexf", stdin=contacts.read_bytes())
    run("graph", "outputs/contacts.jsonl", "-q", "-o", "b.gexf")

    assert (whole.known, read_manifest(contacts).known, read_manifest(Path("moved.jsonl")).known) == ("yes", "no", "no")
    assert all("extraction: not known" in _gexf(Path(name)) for name in ("a.gexf", "b.gexf"))


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"files": {"c.jsonl": 1}}', '{"files": []}', "[" * 100_000])
def test_a_broken_manifest_tells_nothing(text: str) -> None:
    Path("c.jsonl").write_text("")
    Path("c.jsonl.manifest.json").write_text(text)

    assert read_manifest(Path("c.jsonl")) == Provenance()


def test_several_files_are_known_in_part(run: Run, news: Path) -> None:
    _build(run)
    write([contact("Cy Day", "Bo Kim", document=Source("elsewhere"))], "other.jsonl")
    run("graph", "outputs/contacts.jsonl", "other.jsonl", "-q", "-o", "a.gexf")

    assert "extraction: not known of all contacts" in _gexf(Path("a.gexf"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_not_opened_again(news: Path) -> None:
    """It would wait for another writer without end."""
    os.mkfifo("pipe.txt")
    read = {str(path.resolve()) for path in (Path("pipe.txt"), news / "a.txt")}

    assert [one["name"] for one in digests(["pipe.txt", "news", "-"], read, Path("out"))] == ["news/a.txt"]


def test_a_device_gets_no_manifest(run: Run, news: Path) -> None:
    _build(run)
    assert run("graph", "outputs/contacts.jsonl", "-q", "--to", "csv", "-o", "a.csv").exit_code == 0
    assert run("graph", "outputs/contacts.jsonl", "-q", "--to", "jsonl", "-o", os.devnull).exit_code == 0
    assert run("extract", "news", "-q", "-o", os.devnull).exit_code == 0

    assert Path("a.csv.manifest.json").exists() and not Path(f"{os.devnull}.manifest.json").exists()


@pytest.mark.parametrize("name", ["manifest.json", "contacts.jsonl.manifest.json"])
def test_a_manifest_is_no_document(run: Run, news: Path, name: str) -> None:
    """It says what it is."""
    run("build", "news", "-q", "-o", "news/out")
    run("extract", "news/a.txt", "-q", "-o", "news/out/contacts.jsonl")

    with pytest.raises(InputError, match="what made files of diplograph"):
        list(read_documents([f"news/out/{name}"]))


@pytest.mark.real
def test_a_corpus_tells_what_read_it(run: Run, news: Path) -> None:
    """With the digest of the same documents read without one."""
    run("build", "news", "-q", "-o", "a")
    run("build", "news", "-q", "-o", "b", "--corpus", "news.db")
    run("corpus", "export", "news.db", "-q", "-o", "c.jsonl", "--kind", "meeting")
    run("corpus", "export", "news.db", "-q", "-o", "c.gexf")
    plain, kept, chosen = (_manifest(path) for path in ("a/manifest.json", "b/manifest.json", "c.jsonl.manifest.json"))

    assert plain == kept
    assert chosen["steps"] == ["corpus export --kind meeting"]
    same = ("rules", "models", "documents", "documents_digest")
    assert {key: chosen[key] for key in same} == {key: plain[key] for key in same}
    assert plain["documents_digest"] in _gexf(Path("c.gexf"))
    with sqlite3.connect("news.db") as db:
        db.execute("UPDATE documents SET rules = '0.0.9+1' WHERE id = 'news/a.txt'")
    run("graph", "news.db", "-q", "-o", "d.csv")
    assert _manifest("d.csv.manifest.json")["rules"] == sorted(["0.0.9+1", *plain["rules"]])


def test_shards_tell_what_made_them(run: Run, news: Path) -> None:
    """Together, as one file would."""
    Path("more.jsonl").write_text('{"id": "x", "text": "Ana Castro met Cy Day."}\n')
    run("extract", "news", "more.jsonl", "-q", "-o", "c.jsonl", "--any-language")
    run("extract", "news", "more.jsonl", "-q", "--shards", "shards", "--any-language")
    for source, target in (("c.jsonl", "a.csv"), ("shards", "b.csv")):
        run("graph", source, "-q", "-o", target)
    whole, parts = (_manifest(f"{name}.csv.manifest.json") for name in "ab")
    next(Path("shards").glob("more*.contacts.jsonl")).write_text("")
    run("graph", "shards", "-q", "-o", "c.csv")

    assert whole["documents"] == 3 and whole["steps"] == ["extract --any-language", "graph"]
    assert {key: value for key, value in whole.items() if key != "files"} == {
        k: v for k, v in parts.items() if k != "files"
    }
    assert _manifest("c.csv.manifest.json")["extraction_known"] == "in part"


def test_the_library_tells_it_of_its_own_documents(tmp_path: Path, news: Path) -> None:
    documents = list(read_documents(["news"]))
    write([contact("Ana Ito", "Bo Kim")], tmp_path / "g.csv", made=Provenance.of(documents))
    told = _manifest(str(tmp_path / "g.csv.manifest.json"))

    assert (told["rules"], told["models"], told["documents"]) == ([RULES], ["en_core_web_md 3.7.1"], 2)
    with (tmp_path / "g.nodes.csv").open(encoding="utf-8") as handle:
        assert len(list(csv.reader(handle))) == 3
