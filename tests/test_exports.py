"""Formats for other programs: read back by their readers, with hostile text, in any order, whole or not at all."""

import csv
import datetime as dt
import importlib.util
import io
import json
import os
import random
import re
import subprocess
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

import igraph
import networkx as nx
import pytest
from bibliographies import read_bibtex, read_ris
from columns import MADE
from factories import contact, folded, many, party
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from manual import blocks
from test_rem import remify_refuses

from diplograph.errors import OutputError
from diplograph.extract.model import Contact, Evidence, Kind, Party, PartyType, Report, Source, Status
from diplograph.extract.times import Basis, When
from diplograph.graph.assemble import assemble, in_order, party_pairs
from diplograph.graph.codes import PartyCodes
from diplograph.graph.formats import events, formats, rem, suffixes, write
from diplograph.graph.formats.atomic import storable
from diplograph.graph.formats.csv import guarded
from diplograph.graph.formats.jsonl import read_contacts
from diplograph.graph.formats.records import documents, party_profiles, statements, title
from diplograph.graph.formats.xml import legal
from diplograph.graph.ids import distinct, identified
from diplograph.graph.layout import positions

LEVELS: list[Literal["pair", "contact"]] = ["pair", "contact"]
LIBRARIES = {
    "parquet": "pyarrow",
    "turtle": "rdflib",
    "json-ld": "rdflib",
    "ntriples": "rdflib",
    "ftm": "followthemoney",
}
RDF = [name for name, library in LIBRARIES.items() if library == "rdflib"]
_ALL = set(Status)


def _needs(name: str) -> Any:
    """Return a parameter that is skipped where the library of the format is not installed."""
    library = LIBRARIES.get(name)
    lacking = library is not None and importlib.util.find_spec(library) is None
    return pytest.param(name, marks=pytest.mark.skipif(lacking, reason=f"{library} is not installed"), id=name)


EVERY = [_needs(name) for name in formats()]


def _sample() -> list[Contact]:
    """Return contacts of every status, some of them reported by several documents."""
    ids = (("viaf", "123: 4"), ("wikidata", "Q58217"))
    bo = party("Bo Kim", side=1, role="envoy", org="UN", country="KR", ids=ids)
    first = contact("Ana Ito", bo, kind=Kind.CALL, place="Doha")
    denied = replace(
        contact("Ana Ito", "Bo Kim", document=Source("denial", "A denial"), day=None), status=Status.NEGATED
    )
    other = contact("Ana Ito", "Bo Kim", document=Source("other", url="https://example.org/8?a=b c#d"))
    twice = replace(other, id="c_twice", also=(Evidence("They met again.", 90, 105, "met", 95, 98, "test"),))
    return [*many(90, 40), folded(first, other, denied), twice, replace(twice, topic="visas"), *_timed()]


def _timed() -> list[Contact]:
    """Return contacts of every basis, by topic: stated, inherited, told as a month; a bound of what was, of what is to come; none."""
    august = When(dt.date(2021, 8, 1), dt.date(2021, 8, 31), "in August")
    inherited = When(dt.date(2021, 8, 14), dt.date(2021, 8, 14), "Saturday", Basis.INHERITED)
    return [
        contact("Ana Ito", "Bo Kim", topic="stated", day="2021-08-12"),
        contact("Ana Ito", "Bo Kim", topic="inherited", date=inherited),
        contact("Ana Ito", "Bo Kim", topic="month", date=august),
        contact("Ana Ito", "Bo Kim", topic="bound", day=None),
        contact("Ana Ito", "Bo Kim", topic="ahead", day=None, status=Status.PLANNED),
        contact("Ana Ito", "Bo Kim", topic="none", day=None, document=Source("undated")),
    ]


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


# --- all formats ----------------------------------------------------------------------------------


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("name", EVERY)
def test_bytes_are_the_same_for_any_order(tmp_path: Path, name: str, level: Literal["pair", "contact"]) -> None:
    """Shuffled and repeated contacts make no difference."""
    contacts = _sample()
    for folder, order in (("a", contacts), ("b", random.Random(3).sample(contacts + contacts[:9], len(contacts) + 9))):
        (tmp_path / folder).mkdir()
        write(order, tmp_path / folder / "g", level=level, format=name)

    assert _files(tmp_path / "a") == _files(tmp_path / "b") != {}


def test_bytes_are_the_same_in_any_process(tmp_path: Path) -> None:
    """Nothing depends on the order of a set."""
    names = [n for n in formats() if n not in LIBRARIES or importlib.util.find_spec(LIBRARIES[n])]
    code = (
        "import sys; from factories import many; from diplograph.graph.formats import write\n"
        f"for name in {names}: write(many(60, 30), f'g.{{name}}', format=name)"
    )
    for seed in ("1", "2"):
        (tmp_path / seed).mkdir()
        paths = os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": paths}
        subprocess.run([sys.executable, "-c", code], cwd=tmp_path / seed, env=environment, check=True)

    assert _files(tmp_path / "1") == _files(tmp_path / "2") != {}


@pytest.mark.parametrize("name", EVERY)
def test_no_contacts_make_a_valid_file(tmp_path: Path, name: str) -> None:
    """An empty graph is a graph."""
    write([], tmp_path / "g", format=name)

    READ[name](tmp_path, [])


@pytest.mark.parametrize("name", EVERY)
def test_a_missing_folder_is_named(tmp_path: Path, name: str) -> None:
    """The message names the place."""
    with pytest.raises(OutputError, match="missing"):
        write(_sample(), tmp_path / "missing" / "g", format=name)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", EVERY)
def test_suffix_and_name_write_the_same(tmp_path: Path, name: str) -> None:
    """In capitals too; and the contacts stay as they are."""
    contacts = _sample()
    ending = dict(zip(formats(), suffixes(), strict=True))[name]
    for folder, path, wanted in (("a", f"g{ending.upper()}", None), ("b", f"g{ending.upper()}", name)):
        (tmp_path / folder).mkdir()
        write(contacts, tmp_path / folder / path, format=wanted)

    assert _files(tmp_path / "a") == _files(tmp_path / "b")
    assert contacts == _sample()


@pytest.mark.parametrize("name", [p for p in EVERY if p.id not in ("csv", "neo4j")])
def test_an_open_file_may_be_given(tmp_path: Path, name: str) -> None:
    """The stream gets what the file would."""
    write(_sample(), tmp_path / "g", format=name)
    stream = io.TextIOWrapper(raw := io.BytesIO(), encoding="utf-8", newline="\n")
    write(_sample(), stream, format=name)
    stream.flush()

    assert raw.getvalue() == (tmp_path / "g").read_bytes()


@pytest.mark.parametrize("name", ["csv", "neo4j"])
def test_several_files_do_not_fit_one_stream(name: str) -> None:
    """The error says what to do."""
    with pytest.raises(OutputError, match="several files: give a file name"):
        write(_sample(), io.StringIO(), format=name)


def test_an_unknown_format_names_the_known_ones(tmp_path: Path) -> None:
    """By name, by suffix, and for a stream without either."""
    for path, name, known in ((tmp_path / "g", "excel", formats()), (tmp_path / "g.xlsx", None, suffixes())):
        with pytest.raises(OutputError) as caught:
            write([], path, format=name)
        assert all(word in str(caught.value) for word in known)
    with pytest.raises(OutputError, match="choose one of html"):
        write([], io.StringIO())

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", LIBRARIES)
def test_a_missing_library_is_one_sentence(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It names the command that installs it, and no file is begun."""
    extra = {"turtle": "rdf", "json-ld": "rdf", "ntriples": "rdf"}.get(name, name)
    monkeypatch.setitem(sys.modules, LIBRARIES[name], None)
    for module in ("parquet", "rdf", "vocabulary", "ftm"):
        monkeypatch.delitem(sys.modules, f"diplograph.graph.formats.{module}", raising=False)
    with pytest.raises(OutputError) as caught:
        write(_sample(), tmp_path / "g", format=name)

    assert f'run `pip install "diplograph[{extra}]"`' in str(caught.value)
    assert "\n" not in str(caught.value) and list(tmp_path.iterdir()) == []


def test_all_files_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was there stays if the last of several files can't be written."""
    write(_sample(), tmp_path / "g.cypher")
    before = _files(tmp_path)
    monkeypatch.setattr("diplograph.graph.formats.neo4j._script", lambda stem, made, handle: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write(many(5, 4), tmp_path / "g.cypher")

    assert _files(tmp_path) == before and len(before) == 6


@pytest.mark.parametrize("name", EVERY)
def test_what_did_not_occur(tmp_path: Path, name: str) -> None:
    """Where a format can't say so plainly, it is left out unless asked for."""
    contacts = [
        contact("Ana Ito", "Bo Kim", topic="one"),
        contact("Cy Day", "Bo Kim", status=Status.NEGATED, topic="two"),
    ]
    write(contacts, tmp_path / "g", format=name, level="contact")
    plain = b"".join(_files(tmp_path).values())
    write(contacts, tmp_path / "g", format=name, level="contact", statuses=_ALL)
    if name in ("bibtex", "ris", "csl-json"):  # which tell of documents
        return
    known = b"cy-day" if name == "rem" else b"Cy Day"
    told = {
        n for n in formats() if n not in {"graphml", "gexf", "csv", "cytoscape", "node-link", "ftm", "events", "rem"}
    }

    assert (known in plain) == (name in told)
    assert (known in b"".join(_files(tmp_path).values())) == (name != "events")  # which has no word for a denial


# --- Parquet --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [_needs("parquet")])
def test_parquet_comes_back_equal(tmp_path: Path, name: str) -> None:
    """Nothing of a contact is lost."""
    write(_sample(), tmp_path / "g", format=name)

    assert _from_parquet(tmp_path / "g") == in_order(_sample())


@pytest.mark.parametrize("name", [_needs("parquet")])
def test_parquet_has_a_column_for_every_field(tmp_path: Path, name: str) -> None:
    """A new field of the records must not go missing."""
    import pyarrow.parquet as pq

    write([], tmp_path / "g", format=name)
    schema = pq.read_schema(tmp_path / "g")
    own = {"document", "date", "evidence"}

    codes = {f.name for f in fields(PartyCodes)}
    assert set(Party.__dataclass_fields__) | codes == {f.name for f in schema.field("parties").type.value_type}
    assert set(Contact.__dataclass_fields__) - own <= set(schema.names)
    assert set(Report.__dataclass_fields__) - own <= {f.name for f in schema.field("reports").type.value_type}


@pytest.mark.parametrize("name", [_needs("parquet")])
def test_parquet_has_types_and_no_time_of_writing(tmp_path: Path, name: str) -> None:
    """Days are days, lists are lists, and a second row group is like the first."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    parquet: Any = import_module("diplograph.graph.formats.parquet")  # the one that writes, whatever a test loaded anew
    whole = parquet._ROWS
    try:
        parquet._ROWS = 7
        write(_sample(), tmp_path / "g", format=name)
    finally:
        parquet._ROWS = whole
    schema, metadata = pq.read_schema(tmp_path / "g"), pq.read_metadata(tmp_path / "g")

    assert {str(schema.field(n).type) for n in ("start", "end", "source_date")} == {"date32[day]"}
    assert pa.types.is_struct(schema.field("parties").type.value_type)
    assert pa.types.is_struct(schema.field("reports").type.value_type)
    assert metadata.num_row_groups == -(-len(in_order(_sample())) // 7)
    assert set(metadata.metadata or {}) <= {b"ARROW:schema", b"diplograph"}
    assert _from_parquet(tmp_path / "g") == in_order(_sample())


@pytest.mark.parametrize("name", [_needs("parquet")])
def test_parquet_holds_numbers_of_any_size(tmp_path: Path, name: str) -> None:
    """An offset that no text has is cut to what the column holds."""
    write([contact(party("Ana Ito", id="a"), party("Bo Kim", side=10**30))], tmp_path / "g", format=name)

    assert _from_parquet(tmp_path / "g")[0].parties[1].side == 2**63 - 1


@pytest.mark.parametrize("name", [_needs("parquet")])
def test_parquet_has_the_time_of_every_contact(tmp_path: Path, name: str) -> None:
    """Its first and last day, of which a bound leaves one open, how exactly it is told, and how it is known."""
    import pyarrow.parquet as pq

    write([folded(c, c) for c in _timed()], tmp_path / "g", format=name)
    rows = pq.read_table(tmp_path / "g").to_pylist()
    columns = ("start", "end", "precision", "basis")

    assert {row["topic"]: tuple(row[n] and str(row[n]) for n in columns) for row in rows} == {
        "stated": ("2021-08-12", "2021-08-12", "day", "stated"),
        "inherited": ("2021-08-14", "2021-08-14", "day", "inherited"),
        "month": ("2021-08-01", "2021-08-31", "month", "stated"),
        "bound": (None, "2021-08-16", "range", "reported"),
        "ahead": ("2021-08-16", None, "range", "reported"),
        "none": (None, None, None, None),
    }
    assert all(row[n] == report[n] for row in rows for report in row["reports"] for n in columns)


def _from_parquet(path: Path) -> list[Contact]:
    import pyarrow.parquet as pq

    return [_whole(row) for row in pq.read_table(path).to_pylist()]


def _whole(row: dict[str, Any]) -> Contact:
    plain = {n: row[n] for n in ("topic", "recurring", "code", "plover", "mode")}
    parties = tuple(map(_party, row["parties"]))
    reports = tuple(Report(**_report(r)) for r in row["reports"])
    return Contact(**_report(row), **plain, parties=parties, also=tuple(map(_evidence, row["also"])), reports=reports)


def _party(row: dict[str, Any]) -> Party:
    ids = [id.partition(":") for id in (row["ids"] or "").split("; ") if id]
    own = {name: row[name] for name in Party.__dataclass_fields__}
    return Party(**own | {"type": PartyType(row["type"]), "ids": tuple((name, value) for name, _, value in ids)})


def _report(row: dict[str, Any]) -> dict[str, Any]:
    bounded = row["basis"] in (None, Basis.REPORTED)
    when = None if bounded else When(row["start"], row["end"], row["date_text"], Basis(row["basis"]))
    plain = {n: row[n] for n in ("id", "place", "channel", "reported_by")}
    source = Source(**{n: row[f"source_{n}"] for n in Source.__dataclass_fields__})
    kinds = {"kind": Kind(row["kind"]), "status": Status(row["status"])}
    return plain | kinds | {"document": source, "evidence": _evidence(row), "date": when}


def _evidence(row: dict[str, Any]) -> Evidence:
    start, end = row["evidence_start"], row["evidence_end"]
    rest = (row[n] for n in ("trigger", "trigger_start", "trigger_end", "rule", "page"))
    return Evidence(row["evidence"], start, end, *rest)


# --- Cytoscape and node-link ----------------------------------------------------------------------


@pytest.mark.parametrize("level", LEVELS)
def test_networkx_reads_cytoscape(tmp_path: Path, level: Literal["pair", "contact"]) -> None:
    """Nodes, edges, their data and the places are those of the graph."""
    write(_sample(), tmp_path / "g.cyjs", level=level, statuses=_ALL)
    graph, made = assemble(_sample(), level=level), json.loads((tmp_path / "g.cyjs").read_text(encoding="utf-8"))
    back = nx.cytoscape_graph(made)

    assert back.is_multigraph() == (level == "contact")
    assert dict(back.nodes(data="label")) == dict(graph.nodes(data="label"))
    assert _edges(back) == _edges(graph)
    places = {n["data"]["id"]: (n["position"]["x"], n["position"]["y"]) for n in made["elements"]["nodes"]}
    assert places == positions(graph)


@pytest.mark.parametrize("level", LEVELS)
def test_cytoscape_shares_no_identifier(tmp_path: Path, level: Literal["pair", "contact"]) -> None:
    """An edge has no node's identifier, and none is empty."""
    contacts = [
        contact(party("A", id="a"), party("B", id="b", side=1)),
        contact(party("C", id="a--b"), party("", side=1)),
    ]
    write([*contacts, contact(party("D", id=""), party("B", id="b", side=1))], tmp_path / "g.cyjs", level=level)
    elements = json.loads((tmp_path / "g.cyjs").read_text(encoding="utf-8"))["elements"]
    ids = [e["data"]["id"] for e in elements["nodes"] + elements["edges"]]

    assert all(ids) and len(set(ids)) == len(ids) == 8


@pytest.mark.parametrize("level", LEVELS)
def test_networkx_reads_node_link(tmp_path: Path, level: Literal["pair", "contact"]) -> None:
    """Nodes, edges and their data are those of the graph."""
    write(_sample(), tmp_path / "g.json", level=level, statuses=_ALL)
    graph = assemble(_sample(), level=level)
    back = _node_link(json.loads((tmp_path / "g.json").read_text(encoding="utf-8")))

    assert back.is_multigraph() == (level == "contact")
    assert dict(back.nodes(data=True)) == dict(graph.nodes(data=True))
    assert _edges(back) == _edges(graph)


@pytest.mark.parametrize("level", LEVELS)
def test_igraph_reads_node_link(tmp_path: Path, level: Literal["pair", "contact"]) -> None:
    """As lists of nodes and edges, parallel edges kept."""
    write(_sample(), tmp_path / "g.json", level=level)
    made = json.loads((tmp_path / "g.json").read_text(encoding="utf-8"))
    back = igraph.Graph.DictList(made["nodes"], made["edges"], vertex_name_attr="id")
    graph = _node_link(made)

    assert (back.vcount(), back.ecount()) == (graph.number_of_nodes(), graph.number_of_edges())
    assert sum(back.es["weight"]) == sum(d["weight"] for *_, d in graph.edges(data=True))


def _node_link(made: Any) -> nx.Graph:
    return nx.node_link_graph(made, edges="edges")  # which networkx before 3.6 has to be told


def _edges(graph: nx.Graph) -> list[str]:
    fields = ("label", "weight", "evidence", "first_date", "date_start", "status", "recurring", "planned")
    return sorted(repr((sorted((a, b)), [d.get(f) for f in fields])) for a, b, d in graph.edges(data=True))


# --- RDF ------------------------------------------------------------------------------------------

_ASK = """
PREFIX sem: <http://semanticweb.cs.vu.nl/2009/11/sem/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX schema: <https://schema.org/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX dip: <urn:diplograph:ns#>
"""


def _graph(path: Path, name: str) -> Any:
    import rdflib

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "ConjunctiveGraph is deprecated")  # rdflib's own, in its JSON-LD reader
        return rdflib.Graph().parse(path, format={"ntriples": "nt"}.get(name, name))


@pytest.mark.parametrize("name", [_needs(n) for n in RDF])
def test_rdf_comes_back_whole(tmp_path: Path, name: str) -> None:
    """Each way of writing holds the same statements, and no blank node."""
    from diplograph.graph.formats.rdf import triples

    write(_sample(), tmp_path / "g", format=name)
    graph, made = _graph(tmp_path / "g", name), list(triples(in_order(_sample())))

    assert set(graph) == set(made)
    assert len(set(made)) == len(made)
    assert not re.search(r"_:|\[\s*\]", (tmp_path / "g").read_text(encoding="utf-8").replace('"@graph": [', ""))


@pytest.mark.parametrize("name", [_needs(n) for n in RDF])
def test_sparql_finds_who_was_in_contact(tmp_path: Path, name: str) -> None:
    """By SEM's words only what occurred; by sides, who with whom; by PROV, where it says so."""
    sides = [party("Ana Ito", side=0), party("Her Deputy", side=0), party("Bo Kim", side=1)]
    denial = contact("Ana Ito", "Cy Day", status=Status.NEGATED, document=Source("doc-2", "No"))
    write([contact(*sides, kind=Kind.CALL, place="Doha"), denial], tmp_path / "g", format=name)
    graph = _graph(tmp_path / "g", name)

    actors = "SELECT ?l { ?e a sem:Event ; sem:eventType dip:call ; sem:hasActor/rdfs:label ?l } ORDER BY ?l"
    assert [str(row[0]) for row in graph.query(_ASK + actors)] == ["Ana Ito", "Bo Kim", "Her Deputy"]
    when = "SELECT ?t ?p { ?e a sem:Event ; sem:hasTimeStamp ?t ; sem:hasPlace/rdfs:label ?p }"
    assert [(row[0].toPython(), str(row[1])) for row in graph.query(_ASK + when)] == [(dt.date(2021, 8, 16), "Doha")]
    met = """SELECT ?a ?b { ?e a sem:Event ; dip:participation ?p, ?q . ?p dip:side ?s ; dip:party/rdfs:label ?a .
             ?q dip:side ?t ; dip:party/rdfs:label ?b . FILTER (?s < ?t) } ORDER BY ?a"""
    assert [tuple(map(str, row)) for row in graph.query(_ASK + met)] == [
        ("Ana Ito", "Bo Kim"),
        ("Her Deputy", "Bo Kim"),
    ]
    denied = """SELECT ?title ?text { ?c dip:status dip:negated ; prov:wasDerivedFrom ?d ; dip:report ?r .
                ?r prov:wasQuotedFrom ?d ; schema:text ?text . ?d dcterms:title ?title }"""
    assert [tuple(map(str, row)) for row in graph.query(_ASK + denied)] == [("No", "Ana Ito met Cy Day.")]


@pytest.mark.parametrize("name", [_needs("turtle")])
def test_rdf_tells_what_each_document_says(tmp_path: Path, name: str) -> None:
    """A folded contact has a report for every document, with its own status."""
    write(_sample(), tmp_path / "g", format=name)
    ask = "SELECT ?d ?s { ?c prov:wasDerivedFrom/dcterms:identifier 'denial' ; dip:report ?r . ?r dip:status ?s ; "
    rows = _graph(tmp_path / "g", name).query(_ASK + ask + "prov:wasQuotedFrom/dcterms:identifier ?d } ORDER BY ?d")

    assert [(str(d), str(s).partition("#")[2]) for d, s in rows] == [
        ("denial", "negated"), ("doc-1", "occurred"), ("other", "occurred"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", [_needs("turtle")])
def test_the_question_in_the_manual_has_an_answer(tmp_path: Path, name: str) -> None:
    """It finds who was on the other side of a call, and neither denials nor one's own side."""
    (question,) = blocks("docs/formats.md", "sparql")
    sides = [party("Sergei Lavrov", side=0), party("Ana Ito", side=0), party("Bo Kim", side=1)]
    denied = contact("Sergei Lavrov", "Cy Day", kind=Kind.CALL, status=Status.NEGATED)
    write([contact(*sides, kind=Kind.CALL), contact("Sergei Lavrov", "Dee Fox"), denied], tmp_path / "g", format=name)

    assert [(str(day), str(who)) for day, who in _graph(tmp_path / "g", name).query(question)] == [
        ("2021-08-16", "Bo Kim")
    ]


@pytest.mark.parametrize("name", [_needs("turtle")])
def test_rdf_stamps_the_time(tmp_path: Path, name: str) -> None:
    """A day has all three stamps of SEM, a month its ends, a bound one end; what is yet to come is no event and has none."""
    write(_timed(), tmp_path / "g", format=name)
    ask = """SELECT ?topic ?at ?first ?last ?precision ?basis { ?c a dip:Contact ; dip:topic ?topic
             OPTIONAL { ?c sem:hasTimeStamp ?at } OPTIONAL { ?c sem:hasEarliestBeginTimeStamp ?first }
             OPTIONAL { ?c sem:hasLatestEndTimeStamp ?last }
             OPTIONAL { ?c dip:precision ?precision ; dip:basis ?basis } }"""
    rows = _graph(tmp_path / "g", name).query(_ASK + ask)
    stamps = {str(topic): tuple(v and str(v).rpartition("#")[2] for v in values) for topic, *values in rows}

    assert stamps == {
        "stated": ("2021-08-12", "2021-08-12", "2021-08-12", "day", "stated"),
        "inherited": ("2021-08-14", "2021-08-14", "2021-08-14", "day", "inherited"),
        "month": (None, "2021-08-01", "2021-08-31", "month", "stated"),
        "bound": (None, None, "2021-08-16", "range", "reported"),
        "ahead": (None, None, None, None, None),
        "none": (None, None, None, None, None),
    }


@pytest.mark.parametrize("name", [_needs("turtle")])
def test_rdf_explains_its_own_words(tmp_path: Path, name: str) -> None:
    """Every word of our namespace that is used has a comment in the file, and every one explained is a word in use."""
    write(_sample(), tmp_path / "g", format=name, made=MADE)
    graph = _graph(tmp_path / "g", name)
    rows = graph.query(_ASK + "SELECT ?w { ?w rdfs:comment ?c }")
    used = {str(n) for triple in graph for n in triple if str(n).startswith("urn:diplograph:ns#")}

    assert used == {str(row[0]) for row in rows}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://example.org/a b?q=<x>#\u00e9", "https://example.org/a%20b?q=%3Cx%3E#%C3%A9"),
        ("http://example.org/100%", "http://example.org/100%25"),
        ("http://example.org/[1]#a#b", "http://example.org/%5B1%5D#a%23b"),
        ("javascript:alert(1)", None),
        ("https://", None),
        ("http://[::1", None),
        ("http://a\nb/", None),
        ("\ud800", None),
    ],
)
@pytest.mark.parametrize("name", [_needs("turtle")])
def test_only_addresses_of_the_web_are_links(tmp_path: Path, name: str, given: str, kept: str | None) -> None:
    """Anything else stays text."""
    import rdflib

    write([contact("Ana Ito", "Bo Kim", document=Source("d", url=given))], tmp_path / "g", format=name)
    (url,) = _graph(tmp_path / "g", name).objects(None, rdflib.SDO.url)

    assert url == (rdflib.URIRef(kept) if kept else rdflib.Literal(legal(given)))


# --- Neo4j ----------------------------------------------------------------------------------------

_TABLES = ("parties", "contacts", "documents", "took_part", "reported_in")


def _tables(folder: Path, legacy: bool = False) -> dict[str, list[dict[str, str | None]]]:
    return {name: list(_rows((folder / f"g.{name}.csv").read_text(encoding="utf-8"), legacy)) for name in _TABLES}


def _rows(text: str, legacy: bool) -> Iterator[dict[str, str | None]]:
    """Read a table by Neo4j's rules: nothing is null; LOAD CSV alone takes a backslash for an escape, in quotes."""
    escape = r"\\\\|\\\"|" if legacy else ""
    cell = re.compile(rf'"((?:{escape}""|[^"])*)"|([^",\n]*)')
    lines, row, at = [], [], 0
    while at < len(text):
        match = cell.match(text, at)
        assert match
        quoted = match[1]
        if quoted is not None:
            quoted = re.sub(rf'{escape}""', lambda m: m[0][1], quoted)
        row.append(quoted if quoted is not None else match[2] or None)
        at = match.end() + 1
        if text[match.end()] == "\n":
            lines.append(row)
            row = []
        else:
            assert text[match.end()] == ","
    for values in lines[1:]:
        yield dict(zip((str(h) for h in lines[0]), values, strict=True))


def test_neo4j_tables_belong_together(tmp_path: Path) -> None:
    """Identifiers are unique, every end of a relationship is there, and columns have their types."""
    write(_sample(), tmp_path / "g.cypher")
    tables = _tables(tmp_path)
    contacts = in_order(_sample())

    ids = {name: [row[f"id:ID({space})"] for row in tables[name]] for name, space in _SPACES.items()}
    assert all(None not in i and len(set(i)) == len(i) for i in ids.values())
    assert {row[":START_ID(Party)"] for row in tables["took_part"]} == set(ids["parties"])
    assert {row[":END_ID(Contact)"] for row in tables["took_part"]} == set(ids["contacts"])
    assert {row[":START_ID(Contact)"] for row in tables["reported_in"]} == set(ids["contacts"])
    assert {row[":END_ID(Document)"] for row in tables["reported_in"]} == set(ids["documents"])
    assert len(tables["contacts"]) == len(contacts)
    assert len(tables["took_part"]) == sum(len(c.parties) for c in contacts)
    assert len(tables["reported_in"]) == sum(len(statements(c)) for c in contacts)
    for rows in tables.values():
        for row in rows:
            for column, value in row.items():
                assert value is None or re.fullmatch(_TYPES.get(column.partition(":")[2], "(?s).*"), value), column


_SPACES = {"parties": "Party", "contacts": "Contact", "documents": "Document"}
_TYPES = {"int": r"\d+", "long": r"\d+", "date": r"\d{4}-\d\d-\d\d", "boolean": "true|false"}


def test_neo4j_tells_how_a_time_is_known(tmp_path: Path) -> None:
    """Days, where the text tells them, and the basis in any case."""
    write(_timed(), tmp_path / "g.cypher")
    columns = ("date_start:date", "date_end:date", "date_precision:string", "date_basis:string")
    rows = _tables(tmp_path)["contacts"]

    assert {row["topic:string"]: tuple(row[n] for n in columns) for row in rows} == {
        "stated": ("2021-08-12", "2021-08-12", "day", "stated"),
        "inherited": ("2021-08-14", "2021-08-14", "day", "inherited"),
        "month": ("2021-08-01", "2021-08-31", "month", "stated"),
        "bound": (None, None, None, "reported"),
        "ahead": (None, None, None, "reported"),
        "none": (None, None, None, None),
    }


def test_neo4j_script_loads_every_column(tmp_path: Path) -> None:
    """What it asks for is in the table that it reads; files are named as they are, percent-encoded."""
    write(_sample(), tmp_path / "it's a graph.cypher")
    script = (tmp_path / "it's a graph.cypher").read_text(encoding="utf-8")
    loads = re.findall(
        r"LOAD CSV WITH HEADERS FROM 'file:///it%27s%20a%20graph\.(\w+)\.csv' AS row\n(.*?);\n", script, re.DOTALL
    )

    assert [name for name, _ in loads] == list(_TABLES)
    for name, body in loads:
        with (tmp_path / f"it's a graph.{name}.csv").open(encoding="utf-8", newline="") as handle:
            header = next(csv.reader(handle))
        assert set(re.findall(r"row\['(.*?)'\]", body)) == set(header[:-1])
    assert script.count("CREATE CONSTRAINT IF NOT EXISTS") == 3
    assert "--nodes='it'\"'\"'s a graph.parties.csv'" in script


@pytest.mark.parametrize(
    "text", ["\\", 'a\\"b', "a\\\\b\\", '"', '\\""', ",", "a\nb", "a\r\nb", "=1", " x ", "\x00", ";"]
)
def test_neo4j_reads_the_same_by_either_rule(tmp_path: Path, text: str) -> None:
    """LOAD CSV and neo4j-admin disagree on backslashes, so there is none that they could disagree on."""
    write([contact(party(text, id=text), party("Bo Kim", side=1), topic=text)], tmp_path / "g.cypher")
    strict, legacy = _tables(tmp_path), _tables(tmp_path, legacy=True)

    assert strict == legacy
    assert strict["contacts"][0]["topic:string"] in (guarded(text), re.sub(r'\\(?=["\\]|$)', "＼", text))


# --- FollowTheMoney -------------------------------------------------------------------------------


def _entities(path: Path) -> list[Any]:
    """Read the entities, each valid by its schema and left alone by the library's cleaning."""
    from followthemoney.proxy import EntityProxy

    made = []
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        made.append(EntityProxy.from_dict(record, cleaned=False))
        made[-1].schema.validate(record)
        assert all(made[-1].get(name) for name in made[-1].schema.required)
    return made


@pytest.mark.parametrize("name", [_needs("ftm")])
def test_ftm_is_valid_and_joined(tmp_path: Path, name: str) -> None:
    """Every reference leads to an entity of the kind that the schema asks for."""
    from followthemoney.types import registry

    write(_sample(), tmp_path / "g", format=name)
    entities = _entities(tmp_path / "g")
    by_id = {entity.id: entity for entity in entities}

    assert len(by_id) == len(entities)
    for entity in entities:
        assert entity.to_dict() in [json.loads(line) for line in (tmp_path / "g").read_text().splitlines()]
        for prop, value in entity.itervalues():
            if prop.type == registry.entity:
                assert by_id[value].schema.is_a(prop.range)
    occurred = [c for c in in_order(_sample()) if c.status is Status.OCCURRED]
    assert Counter(e.schema.name for e in entities if e.schema.name in ("Event", "Article")) == {
        "Event": len(occurred), "Article": len(documents(occurred)),
    }  # fmt: skip


@pytest.mark.parametrize("name", [_needs("ftm")])
def test_ftm_tells_the_contact(tmp_path: Path, name: str) -> None:
    """Parties, day, place, sentences and documents are where Aleph shows them."""
    sides = [party("Ana Ito", role="envoy", country="JP"), party("Qatar", type=PartyType.STATE, country="QA", side=1)]
    one = contact(*sides, kind=Kind.CALL, place="Doha", topic="visas", day="2021-08-16", until="2021-08-17")
    other = contact(*sides, document=Source("doc-2", "Readout", dt.date(2021, 8, 18), "https://example.org/2", "MFA"))
    write([folded(one, other)], tmp_path / "g", format=name)
    entities = {e.schema.name: e for e in _entities(tmp_path / "g")}
    event = entities["Event"]

    assert set(entities) == {"Person", "PublicBody", "Article", "Event"}
    assert event.caption == "call: Ana Ito — Qatar"
    assert sorted(event.get("involved")) == sorted([entities["Person"].id, entities["PublicBody"].id])
    assert (event.get("startDate"), event.get("endDate")) == (["2021-08-16"], ["2021-08-17"])
    assert (event.get("location"), event.get("summary")) == (["Doha"], ["visas"])
    assert event.get("description") == ["Ana Ito spoke by phone with Qatar.", "Ana Ito met Qatar."]
    assert event.get("keywords") == ["call", "occurred"] and len(event.get("proof")) == 2
    assert (entities["Person"].get("position"), entities["Person"].get("country")) == (["envoy"], ["jp"])
    assert entities["Article"].get("title") == ["Readout"]


def _of_time(notes: list[str]) -> str | None:
    """Return what notes say of the time; of the trust they tell too."""
    assert sum(note.startswith("Trust: ") for note in notes) == 1
    return next((note for note in notes if note.startswith("Time: ")), None)


@pytest.mark.parametrize("name", [_needs("ftm")])
def test_ftm_notes_how_a_time_is_known(tmp_path: Path, name: str) -> None:
    """The days that the text tells, and a note on how; a bound is no day of the event."""
    write(_timed(), tmp_path / "g", format=name)
    events = [e for e in _entities(tmp_path / "g") if e.schema.name == "Event"]

    assert {
        e.first("summary"): (e.first("startDate"), e.first("endDate"), _of_time(e.get("notes"))) for e in events
    } == {
        "stated": ("2021-08-12", "2021-08-12", "Time: stated."),
        "inherited": ("2021-08-14", "2021-08-14", "Time: inherited."),
        "month": ("2021-08-01", "2021-08-31", "Time: stated."),
        "bound": (None, None, "Time: reported."),
        "none": (None, None, None),
    }


@pytest.mark.parametrize("name", [_needs("ftm")])
def test_ftm_names_what_did_not_occur(tmp_path: Path, name: str) -> None:
    """If asked for, so that nobody takes a denial for a meeting."""
    write([contact("Ana Ito", "Bo Kim", status=Status.NEGATED)], tmp_path / "g", format=name, statuses=_ALL)
    (event,) = (e for e in _entities(tmp_path / "g") if e.schema.name == "Event")

    assert event.caption == "negated meeting: Ana Ito — Bo Kim"
    assert event.get("keywords") == ["meeting", "negated"]


# --- what they share ------------------------------------------------------------------------------


@given(st.lists(st.text(st.characters(exclude_categories=()), max_size=4), max_size=9))
@example(["a", "\ud800", "\ud801", "\ufffd", "\ufffd.2"])
def test_identifiers_stay_apart(names: list[str]) -> None:
    """Cleaned where they must be, and as they were where they may."""
    made = distinct(names, storable, taken=["a"])

    assert list(made) == list(dict.fromkeys(names))
    assert len({"a", *made.values()}) == len(made) + 1
    assert all(made[n] == n for n in names if n != "a" and storable(n) == n)


def test_contacts_of_one_identifier_are_numbered() -> None:
    """Two readings of one document may disagree."""
    contacts = [contact("Ana Ito", "Bo Kim", id=id, topic=str(n)) for n, id in enumerate(["c", "c", "c.2", "c"])]

    assert [id for id, _ in identified(contacts)] == ["c", "c.2", "c.2.2", "c.3"]


def test_parties_documents_and_titles() -> None:
    """A party has its commonest name and every other; a title tells sides and what did not occur."""
    contacts = [
        contact(party("Ana Ito", id="ana", role="envoy"), party("Bo Kim", side=1)),
        contact(party("A. Ito", id="ana", country="JP"), party("Bo Kim", side=1), status=Status.PLANNED),
        contact(party("Ana Ito", id="ana"), party("Her\nDeputy"), party("Bo Kim", side=1), document=Source("doc-0")),
    ]
    first = party_profiles(contacts)[0]

    assert (first.id, first.name, first.names, first.roles, first.country) == (
        "ana",
        "Ana Ito",
        ("A. Ito",),
        ("envoy",),
        "JP",
    )
    assert [d.id for d in documents(contacts)] == ["doc-0", "doc-1"]
    assert [title(c) for c in contacts] == [
        "meeting: Ana Ito — Bo Kim", "planned meeting: A. Ito — Bo Kim", "meeting: Ana Ito, Her Deputy — Bo Kim",
    ]  # fmt: skip


# --- hostile text ---------------------------------------------------------------------------------

_NASTY = ["", " ", "]]>", "</script>", '"', "'", "\\", '\\"', "\\\\", "\x00", "\x1b[31m", "\ud800", "\udfff", "\u202eRTL", "\u2028", "\x85",
          "\ufeff", "\uffff", "\r", "a\r\nb", "a b", "=1+1", "@x", "-", ";", "a,b", "<b>&amp;", "{{7*7}}", "$a", "''''''", '"""', "_:b0", "@id",
          "https://example.org/a b<>\"{}|\\^`", "http://[", "javascript:1", "urn:x", "%00", "%zz", "..", "/etc", "العلي", "王毅", "x" * 10_000, "王" * 10_000]  # fmt: skip
_LIST = st.from_regex(r"[a-z_]{1,9}", fullmatch=True)  # what a user's table of parties takes for the name of a list
_ANY = st.sampled_from(_NASTY) | st.text(st.characters(exclude_categories=()), max_size=12)


def _without_glue(value: str) -> str:
    """Return what a table can hold in one cell with others."""
    return value.replace("; ", ", ")


@st.composite
def _contacts(draw: st.DrawFn) -> list[Contact]:
    def one(names: list[tuple[str, str]]) -> Contact:
        sides = [
            party(name, id=id, mention=draw(_ANY), side=draw(st.integers(0, 2)), type=draw(st.sampled_from(PartyType)),
                  country=draw(st.none() | _ANY), role=draw(st.none() | _ANY), org=draw(st.none() | _ANY),
                  ids=tuple(sorted(draw(st.dictionaries(_LIST | st.just("wikidata"), _ANY.map(_without_glue), max_size=2)).items())))
            for id, name in names
        ]  # fmt: skip
        words: dict[str, Any] = {
            f: draw(st.none() | _ANY) for f in ("place", "topic", "channel", "reported_by", "code")
        }
        source = Source(draw(_ANY), draw(_ANY), draw(st.none() | st.dates()), draw(_ANY), draw(_ANY))
        first, last = sorted([draw(st.dates()), draw(st.dates())])
        when = draw(st.none() | st.just(When(first, last, draw(_ANY))))
        one = contact(*sides, document=source, status=draw(st.sampled_from(Status)), id=draw(_ANY), day=None, **words)
        return replace(
            one,
            date=when,
            also=(replace(one.evidence, trigger=draw(_ANY), page=draw(st.none() | st.integers(1, 9))),)
            * draw(st.integers(0, 1)),
        )

    def several() -> Contact:
        names = draw(st.lists(st.tuples(_ANY, _ANY), min_size=2, max_size=3))
        return folded(*(one(names) for _ in range(2))) if draw(st.booleans()) else one(names)

    return [several() for _ in range(draw(st.integers(1, 3)))]


def _read_html(folder: Path, contacts: list[Contact]) -> None:
    page = (folder / "g").read_text(encoding="utf-8")
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert data and len(json.loads(data[1])["levels"]["party"]) == len(assemble(contacts))


def _read_graph(
    read: Callable[[Path], nx.Graph], level: Literal["pair", "contact"]
) -> Callable[[Path, list[Contact]], None]:
    def check(folder: Path, contacts: list[Contact]) -> None:
        graph, back = assemble(contacts, level=level), read(folder / "g")
        assert (len(back), back.number_of_edges()) == (len(graph), graph.number_of_edges())

    return check


def _read_csv(folder: Path, contacts: list[Contact]) -> None:
    graph = assemble(contacts, level="contact")
    for name, count in (("nodes", len(graph)), ("edges", graph.number_of_edges())):
        with (folder / f"g.{name}.csv").open(encoding="utf-8", newline="") as handle:
            assert len(list(csv.DictReader(handle))) == count


def _read_json(reader: Callable[[Any], nx.Graph]) -> Callable[[Path, list[Contact]], None]:
    def check(folder: Path, contacts: list[Contact]) -> None:
        graph, back = (
            assemble(contacts, level="contact"),
            reader(json.loads((folder / "g").read_text(encoding="utf-8"))),
        )
        ids = [n for n in graph if n and storable(n) == n]
        assert set(ids) <= set(back) and (len(back), back.number_of_edges()) == (len(graph), graph.number_of_edges())
        labels = sorted(storable(d["label"]) for _, d in graph.nodes(data=True) if "label" in d)
        assert sorted(d["label"] for _, d in back.nodes(data=True) if "label" in d) == labels
        assert sorted(d["evidence"] for *_, d in back.edges(data=True) if "evidence" in d) == sorted(
            storable(d["evidence"]) for *_, d in graph.edges(data=True) if "evidence" in d
        )

    return check


def _read_rdf(name: str) -> Callable[[Path, list[Contact]], None]:
    def check(folder: Path, contacts: list[Contact]) -> None:
        from diplograph.graph.formats.rdf import triples

        graph = _graph(folder / "g", name)
        assert set(graph) == set(triples(in_order(contacts)))
        sentences = {str(row[0]) for row in graph.query(_ASK + "SELECT ?t { ?r a dip:Report ; schema:text ?t }")}
        assert sentences == {legal(r.evidence.sentence) for c in contacts for r in statements(c)}

    return check


def _read_neo4j(folder: Path, contacts: list[Contact]) -> None:
    strict = _tables(folder)
    assert strict == _tables(folder, legacy=True)
    assert len(strict["contacts"]) == len(in_order(contacts))
    assert len({row["id:ID(Contact)"] for row in strict["contacts"]} - {None}) == len(strict["contacts"])
    assert len({row["id:ID(Party)"] for row in strict["parties"]} - {None}) == len(party_profiles(contacts))
    assert {row[":START_ID(Party)"] for row in strict["took_part"]} == {
        row["id:ID(Party)"] for row in strict["parties"]
    }
    for path in folder.glob("g.*.csv"):
        with path.open(encoding="utf-8", newline="") as handle:
            for row in csv.reader(handle):
                assert not any(re.match(r"\s*[=+\-@|%＝]|[\t\r]", cell) for cell in row)


def _read_ftm(folder: Path, contacts: list[Contact]) -> None:
    entities = _entities(folder / "g")
    assert len({e.id for e in entities}) == len(entities)
    assert len(entities) == len(party_profiles(contacts)) + len(documents(contacts)) + len(in_order(contacts))


def _read_codebook(folder: Path, contacts: list[Contact]) -> None:
    with (folder / "g").open(encoding="utf-8", newline="") as handle:
        rows = {(row["format"], row["table"], row["column"]): row for row in csv.DictReader(handle)}
    assert int(rows["jsonl", "contacts", "id"]["filled"] or 0) == sum(bool(c.id) for c in in_order(contacts))


def _read_events(folder: Path, contacts: list[Contact]) -> None:
    text = (folder / "g").read_bytes().decode("utf-8")
    with (folder / "g").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle, dialect="excel-tab"))
    pairs = [pair for c in in_order(contacts) if c.status in events.CODED for pair in party_pairs(c)]
    assert len(rows) == len({row["Event ID"] for row in rows}) == len(pairs) == len(text.splitlines()) - 1
    assert {line.count("\t") for line in text.splitlines()} == {len(events.POLECAT) + len(events.OWN) - 1}
    assert not any(re.match(r"\s*[=+\-@|%＝]", cell) for row in rows for cell in row.values())


def _read_rem(folder: Path, contacts: list[Contact]) -> None:
    text = (folder / "g").read_text(encoding="utf-8")
    events = rem.history(in_order(contacts))
    assert [fault for fault in remify_refuses(text) if fault != "no event"] == []
    assert text.count("\n") == len(events) + 1
    ends = {end for event in events for end in (event.actor1, event.actor2)}
    assert len({cell for row in csv.DictReader(io.StringIO(text)) for cell in (row["actor1"], row["actor2"])}) == len(
        ends
    )


def _sources(contacts: list[Contact]) -> int:
    """Return how many documents tell the contacts."""
    return len({r.document.id for c in contacts for r in c.every_report()})


def _read_bibtex(folder: Path, contacts: list[Contact]) -> None:
    text = (folder / "g").read_text(encoding="utf-8")
    assert len(read_bibtex(text)) == text.count("\n@") + text.startswith("@") == _sources(contacts)


def _read_ris(folder: Path, contacts: list[Contact]) -> None:
    text = (folder / "g").read_bytes().decode("utf-8")
    assert len({record["id"] for record in read_ris(text)}) == _sources(contacts)
    assert all(re.match(r"[A-Z][A-Z0-9]  - |$", line) for line in text.split("\r\n"))


def _read_csl(folder: Path, contacts: list[Contact]) -> None:
    items = json.loads((folder / "g").read_text(encoding="utf-8"))
    assert len({item["id"] for item in items}) == len(items) == _sources(contacts)


READ: dict[str, Callable[[Path, list[Contact]], None]] = {
    "html": _read_html,
    "graphml": _read_graph(lambda p: nx.read_graphml(p, force_multigraph=True, edge_key_type=str), "contact"),
    "gexf": _read_graph(nx.read_gexf, "contact"),
    "csv": _read_csv,
    "jsonl": lambda folder, contacts: _same(list(read_contacts(folder / "g")), contacts),
    "parquet": lambda folder, contacts: _same(_from_parquet(folder / "g"), contacts),
    "cytoscape": _read_json(nx.cytoscape_graph),
    "node-link": _read_json(_node_link),
    "turtle": _read_rdf("turtle"),
    "json-ld": _read_rdf("json-ld"),
    "ntriples": _read_rdf("ntriples"),
    "neo4j": _read_neo4j,
    "ftm": _read_ftm,
    "events": _read_events,
    "rem": _read_rem,
    "bibtex": _read_bibtex,
    "ris": _read_ris,
    "csl-json": _read_csl,
    "codebook": _read_codebook,
}


def _same(back: list[Contact], contacts: list[Contact]) -> None:
    assert list(map(_storable, in_order(contacts))) == back


def _storable(thing: Any) -> Any:
    """Return the record with U+FFFD for lone surrogates."""
    if type(thing) is str:
        return storable(thing)
    if isinstance(thing, tuple):
        return tuple(map(_storable, thing))
    names = getattr(thing, "__dataclass_fields__", {})
    return replace(thing, **{n: _storable(getattr(thing, n)) for n in names}) if names else thing


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


@pytest.mark.parametrize("name", EVERY)
@given(contacts=_contacts())
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
def test_hostile_text_breaks_no_file(folder: Path, name: str, contacts: list[Contact]) -> None:
    """Whatever the names, sentences, identifiers, titles and addresses hold."""
    write(contacts, folder / "g", format=name, level="contact", statuses=_ALL)

    READ[name](folder, contacts)


def test_every_format_is_read_back() -> None:
    """A new format comes with its reader."""
    assert set(READ) == set(formats())
