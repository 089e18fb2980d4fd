"""Files: read back by other programs' readers, with hostile text, in any order, and never half written."""

import csv
import datetime as dt
import io
import json
import os
import random
import re
import stat
from collections import Counter
from pathlib import Path
from typing import Any, Literal
from xml.etree import ElementTree

import igraph
import networkx as nx
import pytest
from factories import contact, many, party
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from diplograph.errors import InputError, OutputError
from diplograph.extract.model import Contact, PartyType, Source, Status
from diplograph.extract.times import Basis, When
from diplograph.graph.assemble import assemble, in_order
from diplograph.graph.formats import suffixes, write
from diplograph.graph.formats.atomic import atomic_write
from diplograph.graph.formats.jsonl import dump, read_contacts
from diplograph.graph.formats.xml import legal, tokens

LEVELS: list[Literal["pair", "contact"]] = ["pair", "contact"]
SUFFIXES = [".html", ".graphml", ".gexf", ".csv", ".jsonl"]
_NS = "{http://graphml.graphdrawing.org/xmlns}"
_ALL = set(Status)


def _read(path: Path) -> nx.MultiGraph:
    return nx.read_graphml(path, force_multigraph=True, edge_key_type=str)


# --- GraphML


@pytest.mark.parametrize("level", LEVELS)
def test_graphml_comes_back_whole(tmp_path: Path, level: Literal["pair", "contact"]) -> None:
    contacts = many(150, 60)
    write(contacts, tmp_path / "g.graphml", level=level, statuses=_ALL)
    graph, back = assemble(contacts, level=level), _read(tmp_path / "g.graphml")
    assert dict(back.nodes(data="label")) == dict(graph.nodes(data="label"))
    assert dict(back.nodes(data="contacts")) == dict(graph.nodes(data="contacts"))
    assert back.number_of_edges() == graph.number_of_edges()
    fields = ("label", "weight", "evidence", "first_date", "date_start", "status", "recurring", "planned")
    assert _rows(back, fields) == _rows(graph, fields)


def _rows(graph: nx.Graph, fields: tuple[str, ...]) -> list[str]:
    return sorted(
        repr((sorted((a, b)), [0.0 if (f, d.get(f)) == ("weight", 0.001) else d.get(f) for f in fields]))
        for a, b, d in graph.edges(data=True)
    )


@pytest.mark.parametrize("level", LEVELS)
def test_igraph_agrees(tmp_path: Path, level: Literal["pair", "contact"]) -> None:
    write(many(150, 60), tmp_path / "g.graphml", level=level)
    ours, theirs = _read(tmp_path / "g.graphml"), igraph.Graph.Read_GraphML(str(tmp_path / "g.graphml"))
    assert (theirs.vcount(), theirs.ecount()) == (ours.number_of_nodes(), ours.number_of_edges())
    assert theirs.vs["label"] == [d["label"] for _, d in ours.nodes(data=True)]
    assert theirs.vs["party_kind"] == [d["party_kind"] for _, d in ours.nodes(data=True)]
    assert sorted(theirs.es["evidence"]) == sorted(d["evidence"] for *_, d in ours.edges(data=True))
    assert sum(theirs.es["weight"]) == sum(d["weight"] for *_, d in ours.edges(data=True))


@pytest.mark.parametrize("level", LEVELS)
def test_graphml_keeps_gephis_rules(tmp_path: Path, level: Literal["pair", "contact"]) -> None:
    contacts = [*many(80, 40), contact(party("a b", id="has space"), party("c,d", id="c/d, e", side=1))]
    write(contacts, tmp_path / "g.graphml", level=level, statuses=_ALL)
    root = ElementTree.parse(tmp_path / "g.graphml").getroot()
    ids = [e.get("id", "") for e in root.iter() if e.tag in (_NS + "edge", _NS + "node")]
    assert len(set(ids)) == len(ids) and all(re.fullmatch(r"[\w.:·-]+", i) for i in ids)
    keys = [(k.get("for"), k.get("attr.name"), k.get("attr.type")) for k in root.iter(_NS + "key")]
    assert len({k[:2] for k in keys}) == len(keys)
    assert {k[2] for k in keys} <= {"boolean", "int", "long", "float", "double", "string"}
    assert all(re.fullmatch("[a-z0-9_]+", str(k[1])) for k in keys) and {k[0] for k in keys} == {"node", "edge"}
    for cell in root.iter(_NS + "data"):
        assert cell.text and cell.text.strip() and cell.text != "None"
    rgb = [d.text for d in root.iter(_NS + "data") if d.get("key") in ("n_r", "n_g", "n_b")]
    assert rgb and all(str(v).isdecimal() for v in rgb)


def test_what_did_not_occur_is_left_out_unless_asked_for(tmp_path: Path) -> None:
    contacts = [contact("Ana Ito", "Bo Kim"), contact("Cy Day", "Bo Kim", status=Status.NEGATED)]
    for suffix in (".graphml", ".gexf"):
        read = _read if suffix == ".graphml" else nx.read_gexf
        write(contacts, tmp_path / f"g{suffix}")
        assert (len(read(tmp_path / f"g{suffix}")), read(tmp_path / f"g{suffix}").number_of_edges()) == (2, 1)
        write(contacts, tmp_path / f"g{suffix}", statuses=_ALL)
        assert (len(read(tmp_path / f"g{suffix}")), read(tmp_path / f"g{suffix}").number_of_edges()) == (3, 2)


# --- GEXF


@pytest.mark.parametrize("level", LEVELS)
def test_gexf_has_kinds_and_days(tmp_path: Path, level: Literal["pair", "contact"]) -> None:
    contacts = many(150, 60)
    write(contacts, tmp_path / "g.gexf", level=level, statuses=_ALL)
    graph = assemble(contacts, level="kind" if level == "pair" else level)
    back = nx.read_gexf(tmp_path / "g.gexf")
    assert (len(back), back.number_of_edges()) == (len(graph), graph.number_of_edges())
    ns = {"g": "http://gexf.net/1.3", "viz": "http://gexf.net/1.3/viz"}
    root = ElementTree.parse(tmp_path / "g.gexf").getroot()
    head = root.find("g:graph", ns)
    assert head is not None and head.get("timeformat") == "date"
    edges = root.findall(".//g:edge", ns)
    assert len({e.get("id") for e in edges}) == len(edges) == graph.number_of_edges()
    if level == "pair":
        told_as = {(e.get("source"), e.get("target"), e.get("kind")) for e in edges}
        assert len(told_as) == len(edges)
        assert {s.get("start") for e in edges for s in e.iterfind(".//g:spell", ns)}
    else:
        days = sorted((e.get("start") or "", e.get("end") or "", e.get("kind") or "") for e in edges)
        assert days == sorted((*_days(c), c.kind.value) for c in contacts)
    nodes = root.findall(".//g:node", ns)
    assert all(n.find(f"viz:{what}", ns) is not None for n in nodes for what in ("color", "position"))


def test_spells_are_joined_where_they_meet() -> None:
    """Gephi drops an interval that overlaps one before it."""
    contacts = [contact("A", "B", day=d, until=u) for d, u in (("2021-08-01", "2021-08-31"), ("2021-08-16", None))]
    contacts += [contact("A", "B", day="2021-09-05")]
    ((*_, data),) = assemble(contacts, level="kind").edges(data=True)
    assert data["days"] == "2021-08-01/2021-08-31 2021-09-05/2021-09-05"
    assert data["weight"] == 3


def _days(one: Contact) -> tuple[str, str]:
    return (str(one.date.start), str(one.date.end)) if one.date else ("", "")


def _of_every_basis() -> list[Contact]:
    """A call that is stated, one that is inherited, one that only its document's day bounds."""
    told = When(dt.date(2021, 8, 14), dt.date(2021, 8, 14), "Saturday", Basis.INHERITED)
    times: list[dict[str, Any]] = [{"day": "2021-08-12"}, {"date": told}, {"day": None}]
    return [contact("Ana Ito", "Bo Kim", topic=str(n), **time) for n, time in enumerate(times)]


_STATED, _INHERITED, _REPORTED = "2021-08-12/2021-08-12", "2021-08-14/2021-08-14", "2021-08-16/2021-08-16"


@pytest.mark.parametrize(
    ("basis", "spells"),
    [
        (Basis.STATED, [_STATED]),
        (Basis.INHERITED, [_STATED, _INHERITED]),
        (Basis.REPORTED, [_STATED, _INHERITED, _REPORTED]),
    ],
)
@pytest.mark.parametrize("level", LEVELS)
def test_spells_by_basis(tmp_path: Path, level: Literal["pair", "contact"], basis: Basis, spells: list[str]) -> None:
    """The timeline has what is known as firmly as is asked for; the first and the last day of pair and party too."""
    write(_of_every_basis(), tmp_path / "g.gexf", level=level, basis=basis)
    root = ElementTree.parse(tmp_path / "g.gexf").getroot()
    ns = "{http://gexf.net/1.3}"
    found = [
        f"{e.get('start')}/{e.get('end')}"
        for e in root.iter()
        if e.tag in (ns + "spell", ns + "edge") and e.get("start")
    ]
    last = {v.get("value") for v in root.iter(ns + "attvalue") if v.get("for") == "last_date"}

    assert sorted(found) == spells
    assert last == {spells[-1].partition("/")[2]}


@pytest.mark.parametrize(
    ("basis", "days"),
    [
        (Basis.STATED, [_STATED, "", ""]),
        (Basis.INHERITED, [_STATED, _INHERITED, ""]),
        (Basis.REPORTED, [_STATED, _INHERITED, _REPORTED]),
    ],
)
def test_an_edge_a_contact_tells_its_basis(tmp_path: Path, basis: Basis, days: list[str]) -> None:
    """Days by the basis chosen, the basis in any case; a document's day is never told as the day of the contact."""
    for suffix in (".csv", ".graphml"):
        write(_of_every_basis(), tmp_path / f"g{suffix}", level="contact", basis=basis)
    sheet = sorted(_sheet(tmp_path / "g.edges.csv"), key=lambda row: row["topic"])
    graph = sorted((d for *_, d in _read(tmp_path / "g.graphml").edges(data=True)), key=lambda row: row["topic"])

    for rows in (sheet, graph):
        assert [row["date_basis"] for row in rows] == ["stated", "inherited", "reported"]
        told = [f"{row['date_start']}/{row['date_end']}" if row.get("date_start") else "" for row in rows]
        assert told == days
        exact = [row.get("date_precision") or "" for row in rows]
        assert exact == [p if day else "" for p, day in zip(("day", "day", "range"), days, strict=True)]


# --- CSV


@pytest.mark.parametrize("level", LEVELS)
def test_csv_has_gephis_columns(tmp_path: Path, level: Literal["pair", "contact"]) -> None:
    contacts = many(80, 40)
    write(contacts, tmp_path / "g.csv", level=level, statuses=_ALL)
    nodes, edges = _sheet(tmp_path / "g.nodes.csv"), _sheet(tmp_path / "g.edges.csv")
    graph = assemble(contacts, level=level)
    assert (len(nodes), len(edges)) == (graph.number_of_nodes(), graph.number_of_edges())
    assert list(nodes[0])[:2] == ["Id", "Label"]
    assert list(edges[0])[:3] == ["Source", "Target", "Type"] and ("Kind" in edges[0]) == (level == "contact")
    assert {e["Type"] for e in edges} == {"Undirected"}
    assert {e[end] for e in edges for end in ("Source", "Target")} == {n["Id"] for n in nodes}
    assert not (tmp_path / "g.csv").exists()


@pytest.mark.parametrize(
    "start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "|calc", "%0A", "a;=1", "a; +1"]
)
def test_csv_runs_no_formula(tmp_path: Path, start: str) -> None:
    """Nor where somebody divides the cells at semicolons."""
    evil = contact(party(start, id=start), party("Bo Kim", side=1), topic=start, place=start)
    for level in LEVELS:
        write([evil], tmp_path / "g.csv", level=level)
        for sheet in ("g.nodes.csv", "g.edges.csv"):
            for row in _sheet(tmp_path / sheet):
                assert not any(re.search(r"(?:^|;)\s*[=+\-@|%＝]|^[\t\r]", cell) for cell in row.values())


def _sheet(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


# --- JSON Lines


def test_jsonl_comes_back_equal(tmp_path: Path) -> None:
    contacts = many(60, 30)
    write(contacts, tmp_path / "c.jsonl")
    assert list(read_contacts(tmp_path / "c.jsonl")) == in_order(contacts)
    assert list(read_contacts([tmp_path / "c.jsonl"] * 2)) == in_order(contacts) * 2
    with (tmp_path / "c.jsonl").open(encoding="utf-8") as handle:
        assert list(read_contacts(handle)) == in_order(contacts)
    with (tmp_path / "c.jsonl").open("rb") as binary:
        assert list(read_contacts(binary)) == in_order(contacts)


def test_jsonl_tells_the_bound(tmp_path: Path) -> None:
    """What has no date has a bound, which is worked out and not read: what other programs make of it changes nothing."""
    contacts = [*_of_every_basis(), contact("Ana Ito", "Bo Kim", day=None, status=Status.PLANNED)]
    contacts += [contact("Ana Ito", "Bo Kim", day=None, document=Source("undated"))]
    write(contacts, tmp_path / "c.jsonl")
    records = [json.loads(line) for line in (tmp_path / "c.jsonl").read_text(encoding="utf-8").splitlines()]

    told = Counter(
        (r["date"] and r["date"]["basis"], r["bound"] and (r["bound"]["start"], r["bound"]["end"])) for r in records
    )
    assert told == {
        ("stated", None): 1, ("inherited", None): 1, (None, (None, "2021-08-16")): 1, (None, ("2021-08-16", None)): 1,
        (None, None): 1,
    }  # fmt: skip
    assert list(read_contacts(tmp_path / "c.jsonl")) == in_order(contacts)
    changed = [json.dumps(r | {"bound": {"start": "1999-01-01", "end": None}}) + "\n" for r in records]
    assert list(read_contacts(io.StringIO("".join(changed)))) == in_order(contacts)


def test_dump_keeps_the_order() -> None:
    contacts, out = many(9, 5), io.StringIO()
    dump(contacts, out)
    assert list(read_contacts(io.StringIO("\ufeff\n" + out.getvalue()))) == contacts


def test_no_character_ends_a_line_of_jsonl(tmp_path: Path) -> None:
    one = contact("Ana Ito", "Bo Kim", topic="a\u2028b\u2029c\x85d\ne\r\x0b\x0c\x1c")
    write([one], tmp_path / "c.jsonl")
    assert len((tmp_path / "c.jsonl").read_text(encoding="utf-8").splitlines()) == 1
    assert list(read_contacts(tmp_path / "c.jsonl")) == [one]


def _broken() -> dict[str, str | bytes]:
    good = contact("Ana Ito", "Bo Kim").to_dict()
    return {
        "cut": json.dumps(good)[:50],
        "array": "[1]",
        "empty object": "{}",
        "kind": json.dumps(good | {"kind": "lunch"}),
        "date": json.dumps(good | {"date": {"start": "soon", "end": "2021-01-01", "text": ""}}),
        "name": json.dumps(good | {"parties": [good["parties"][0] | {"name": 5}]}),
        "place": json.dumps(good | {"place": ["x"]}),
        "offset": json.dumps(good | {"parties": [good["parties"][0] | {"start": "x"}]}),
        "evidence": json.dumps(good | {"evidence": good["evidence"] | {"sentence": None}}),
        "party": json.dumps(good | {"parties": [None]}),
        "document": json.dumps(good | {"document": "x"}),
        "parties": json.dumps(good | {"parties": 5}),
        "deep": "[" * 100_000,
        "number": "9" * 10_000,
        "bytes": b"\xff\xfe{}",
        "nul": b"\x00\x00",
    }


@pytest.mark.parametrize("name", list(_broken()))
def test_a_broken_line_is_named_and_the_rest_is_read(tmp_path: Path, name: str) -> None:
    good, bad = json.dumps(contact("Ana Ito", "Bo Kim").to_dict()).encode(), _broken()[name]
    raw = bad if isinstance(bad, bytes) else bad.encode()
    (tmp_path / "c.jsonl").write_bytes(good + b"\n\n" + raw + b"\n" + good)
    errors: list[InputError] = []
    assert len(list(read_contacts(tmp_path / "c.jsonl", on_error=errors.append))) == 2
    assert len(errors) == 1 and "c.jsonl, line 3: " in str(errors[0])
    with pytest.raises(InputError, match="line 3"):
        list(read_contacts(tmp_path / "c.jsonl"))


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    for path in (tmp_path / "none.jsonl", tmp_path):
        with pytest.raises(InputError, match=re.escape(str(path))):
            list(read_contacts(path))


# --- all formats


def test_unknown_suffix_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as caught:
        write([], tmp_path / "g.xlsx")
    assert all(suffix in str(caught.value) for suffix in suffixes())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_missing_folder_is_named(tmp_path: Path, suffix: str) -> None:
    with pytest.raises(OutputError, match="missing"):
        write(many(5, 4), tmp_path / "missing" / f"g{suffix}")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_contacts_make_a_valid_file(tmp_path: Path, suffix: str) -> None:
    write([], tmp_path / f"g{suffix}")
    assert list(tmp_path.iterdir())
    if suffix == ".graphml":
        assert len(_read(tmp_path / "g.graphml")) == 0


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("level", LEVELS)
def test_bytes_are_the_same_for_any_order(tmp_path: Path, suffix: str, level: Literal["pair", "contact"]) -> None:
    contacts = many(120, 50)
    for name, order in (("a", contacts), ("b", random.Random(2).sample(contacts, len(contacts)))):
        (tmp_path / name).mkdir()
        write(order, tmp_path / name / f"g{suffix}", level=level, title="T")
    files = sorted(p.name for p in (tmp_path / "a").iterdir())
    assert files == sorted(p.name for p in (tmp_path / "b").iterdir()) and files
    for name in files:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_upper_case_suffix_and_symbolic_link(tmp_path: Path) -> None:
    write(many(5, 4), tmp_path / "real.graphml")
    (tmp_path / "link.GRAPHML").symlink_to("real.graphml")
    write(many(30, 20), tmp_path / "link.GRAPHML")
    assert (tmp_path / "link.GRAPHML").is_symlink() and len(_read(tmp_path / "real.graphml")) > 10


_ANY = st.text(st.characters(exclude_categories=()), max_size=30)


@st.composite
def _contacts(draw: st.DrawFn) -> list[Contact]:
    def one() -> Contact:
        names = draw(st.lists(st.tuples(_ANY, _ANY, _ANY), min_size=2, max_size=3))
        kinds = st.sampled_from(PartyType)
        sides = [
            party(
                n,
                id=i,
                mention=m,
                side=s,
                type=draw(kinds),
                country=draw(_ANY),
                role=draw(_ANY),
                ids=(("wikidata", draw(_ANY)),),
            )
            for s, (n, i, m) in enumerate(names)
        ]
        source = Source(draw(_ANY), draw(_ANY), None, draw(_ANY), draw(_ANY))
        words: dict[str, Any] = {f: draw(st.none() | _ANY) for f in ("place", "topic", "channel", "reported_by")}
        return contact(*sides, document=source, status=draw(st.sampled_from(Status)), id=draw(_ANY), **words)

    return [one() for _ in range(draw(st.integers(1, 4)))]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


@given(_contacts())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_hostile_text_breaks_no_file(folder: Path, contacts: list[Contact]) -> None:
    for level in LEVELS:
        graph = assemble(contacts, level=level)
        write(contacts, folder / "g.graphml", level=level, statuses=_ALL)
        back = _read(folder / "g.graphml")
        assert (len(back), back.number_of_edges()) == (len(graph), graph.number_of_edges())
        labels = sorted(
            legal(d["label"]) for _, d in graph.nodes(data=True) if legal(d.get("label", "")).strip(" \t\r\n")
        )
        assert sorted(d["label"] for _, d in back.nodes(data=True) if "label" in d) == labels
        igraph.Graph.Read_GraphML(str(folder / "g.graphml"))
        write(contacts, folder / "g.csv", level=level, statuses=_ALL)
        assert len(_sheet(folder / "g.edges.csv")) == graph.number_of_edges()
    write(contacts, folder / "g.gexf", statuses=_ALL)
    assert nx.read_gexf(folder / "g.gexf").number_of_edges() == assemble(contacts, level="kind").number_of_edges()
    write(contacts, folder / "g.jsonl")
    assert len(list(read_contacts(folder / "g.jsonl"))) == len(in_order(contacts))
    write(contacts, folder / "g.html", title=contacts[0].id)
    page = (folder / "g.html").read_text(encoding="utf-8")
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert data is not None
    payload: dict[str, Any] = json.loads(data[1])
    assert len(payload["levels"]["party"]) == len(assemble(contacts))


@given(st.lists(_ANY, max_size=8))
@example(["a\u1680b", "a b", "a-b", "", " "])
def test_tokens_are_different_and_legal(names: list[str]) -> None:
    made = tokens(names)
    assert len(set(made.values())) == len(set(names))
    for token in made.values():
        ElementTree.fromstring(f'<a b="{token}"/>')
        assert token and not re.search(r"[\s<>&\"']", token)


# --- writing


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "g.txt"
    target.write_text("old")
    with pytest.raises(RuntimeError), atomic_write(target) as handle:
        handle.write("half")
        raise RuntimeError
    assert target.read_text() == "old" and list(tmp_path.iterdir()) == [target]


def test_the_text_is_utf8_with_plain_line_ends(tmp_path: Path) -> None:
    with atomic_write(tmp_path / "g.txt") as handle:
        handle.write("é\ud800x\n")
    assert (tmp_path / "g.txt").read_bytes() == "é\ufffdx\n".encode()


def test_permissions_are_kept_and_otherwise_usual(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("")
    (tmp_path / "kept").chmod(0o640)
    usual = 0o666 & ~_umask()
    for name, mode in (("kept", 0o640), ("new", usual)):
        with atomic_write(tmp_path / name) as handle:
            handle.write("x")
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == mode


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_a_folder_is_no_file_and_a_device_stays_one(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="folder"), atomic_write(tmp_path):
        pass
    with atomic_write("/dev/null") as handle:
        handle.write("x")
    assert not Path("/dev/null").is_file()
