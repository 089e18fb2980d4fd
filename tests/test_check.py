"""``diplograph check``: on files good and bad, by hand and against Gephi itself."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from factories import many
from test_gephi import pytestmark as gephi
from test_gephi import reads

from diplograph.errors import InputError
from diplograph.extract.model import Status
from diplograph.graph.formats import write
from diplograph.graph.formats.check import check

Run = Callable[..., Result]

_GRAPHML = (
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">{}<graph edgedefault="undirected">{}</graph></graphml>'
)
_GEXF = (
    '<gexf xmlns="http://gexf.net/1.3" version="1.3"><graph defaultedgetype="undirected"{}>'
    '<nodes><node id="a" label="A"/><node id="b" label="B"/></nodes><edges>{}</edges></graph></gexf>'
)
_NODES = '<node id="a"/><node id="b"/>'
_WEIGHT = '<key id="w" for="edge" attr.name="weight" attr.type="double"/>'
_DATED = ' mode="dynamic" timeformat="date"'

# name, file, edges that Gephi keeps, what is said of the loss ("" for none)
FILES = [
    ("plain.graphml", _GRAPHML.format("", _NODES + '<edge id="1" source="a" target="b"/>'), 1, ""),
    (
        "weightless.graphml",
        _GRAPHML.format(_WEIGHT, _NODES + '<edge id="1" source="a" target="b"><data key="w">0</data></edge>'),
        0,
        "weighs 0",
    ),
    (
        "faint.graphml",
        _GRAPHML.format(_WEIGHT, _NODES + '<edge id="1" source="a" target="b"><data key="w">0.001</data></edge>'),
        1,
        "",
    ),
    (
        "twice.graphml",
        _GRAPHML.format(
            "", _NODES + '<node id="c"/><edge id="1" source="a" target="b"/><edge id="1" source="a" target="c"/>'
        ),
        1,
        "second edge with the id '1'",
    ),
    (
        "parallel.graphml",
        _GRAPHML.format("", _NODES + '<edge id="1" source="a" target="b"/><edge id="2" source="b" target="a"/>'),
        1,
        "2 parallel edges a – b",
    ),
    (
        "types.graphml",
        _GRAPHML.format(
            "", _NODES + '<edge id="1" source="a" target="b" label="x"/><edge id="2" source="a" target="b" label="y"/>'
        ),
        2,
        "",
    ),
    (
        "number.graphml",
        _GRAPHML.format(
            '<key id="n" for="edge" attr.name="count" attr.type="int"/>',
            _NODES + '<edge id="1" source="a" target="b"><data key="n">7.0</data></edge>',
        ),
        1,
        "no whole number",
    ),
    (
        "type.graphml",
        _GRAPHML.format(
            '<key id="n" for="edge" attr.name="day" attr.type="date"/>',
            _NODES + '<edge id="1" source="a" target="b"><data key="n">2021</data></edge>',
        ),
        1,
        "has the type 'date'",
    ),
    ("plain.gexf", _GEXF.format("", '<edge id="1" source="a" target="b"/>'), 1, ""),
    (
        "kinds.gexf",
        _GEXF.format("", '<edge id="1" source="a" target="b" kind="x"/><edge id="2" source="a" target="b" kind="y"/>'),
        2,
        "",
    ),
    (
        "parallel.gexf",
        _GEXF.format("", '<edge id="1" source="a" target="b" kind="x"/><edge id="2" source="a" target="b" kind="x"/>'),
        1,
        "of the kind 'x'",
    ),
    ("weightless.gexf", _GEXF.format("", '<edge id="1" source="a" target="b" weight="0"/>'), 0, "weighs 0"),
    (
        "dated.gexf",
        _GEXF.format(_DATED, '<edge id="1" source="a" target="b" start="2021-08-16" end="2021-08-16"/>'),
        1,
        "",
    ),
    (
        "slashes.gexf",
        _GEXF.format(_DATED, '<edge id="1" source="a" target="b" start="16/08/2021" end="17/08/2021"/>'),
        1,
        "does not fit the time format date",
    ),
    (
        "directed.gexf",
        _GEXF.format("", '<edge id="1" source="a" target="b" type="directed"/>'),
        0,
        "directed in an undirected graph",
    ),
]


@pytest.mark.parametrize(("name", "text", "kept", "words"), FILES, ids=[f[0] for f in FILES])
def test_what_is_kept(tmp_path: Path, name: str, text: str, kept: int, words: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    found = check(tmp_path / name)

    assert found.kept == kept
    assert bool(found.lost) is bool(words)
    assert words in " ".join(p.message for p in found.problems)


@pytest.mark.parametrize(("name", "text", "kept", "words"), FILES, ids=[f[0] for f in FILES])
@pytest.mark.slow
def test_gephi_agrees(tmp_path: Path, name: str, text: str, kept: int, words: str) -> None:
    """What is foretold is what Gephi has: nodes, edges, and an issue where something is lost on reading."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    found, gephi_has = check(tmp_path / name), reads(tmp_path / name)

    assert (gephi_has["node_count"], gephi_has["edge_count"]) == (found.nodes, found.kept)
    warned = bool(gephi_has["issue_counts"].keys() - {"INFO"})
    assert warned is bool(found.lost - (found.merged > 0))


for mark in gephi:
    test_gephi_agrees = mark(test_gephi_agrees)


@pytest.mark.parametrize("suffix", ["graphml", "gexf"])
def test_our_own_files_lose_nothing(tmp_path: Path, suffix: str) -> None:
    write(many(400, 100), tmp_path / f"g.{suffix}", statuses=set(Status))
    found = check(tmp_path / f"g.{suffix}")

    assert (found.lost, found.notes) == (0, [])
    assert found.timed is (suffix == "gexf")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<graphml", "line 1: "),
        ("<html/>", "neither GraphML nor GEXF"),
        ('<!DOCTYPE g [<!ENTITY x "y">]><graphml/>', "declares an entity"),
        ("<graphml>\x01</graphml>", "can't open the file at all"),
    ],
)
def test_what_cannot_be_read_is_an_error(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "g.graphml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        check(tmp_path / "g.graphml")


def test_the_command_tells_and_exits_with_1(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "g.graphml"
    path.write_text(FILES[1][1], encoding="utf-8")
    told, plain = run("check", path), run("check", path, "--json")

    assert told.exit_code == plain.exit_code == 1
    assert "Gephi will have 2 nodes and 0 of 1 edges." in told.stdout
    assert "Lost, line 1: the edge '1' weighs 0" in told.stdout
    assert json.loads(plain.stdout)["dropped"] == 1
    assert run("check", tmp_path / "none.gexf").exit_code == 1
