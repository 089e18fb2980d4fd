"""``diplograph check``: on files good and bad, by hand and against Gephi itself."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import Result
from factories import many
from test_gephi import pytestmark as gephi
from test_gephi import reads

from diplograph.errors import InputError
from diplograph.extract.model import Status
from diplograph.graph.check import check
from diplograph.graph.formats import write

Run = Callable[..., Result]

HERE = Path(__file__).parent / "check"
CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "expected.yaml").read_text(encoding="utf-8"))
each = pytest.mark.parametrize("case", CASES, ids=[c["file"] for c in CASES])


@each
def test_what_is_kept(case: dict[str, Any]) -> None:
    found = check(HERE / case["file"])

    assert found.kept == case["kept"]
    assert bool(found.lost) is bool(case["lost"])
    assert case["lost"] in " ".join(p.message for p in found.problems)
    assert bool(found.notes) is ("note" in case)
    assert case.get("note", "") in " ".join(found.notes)


@each
@pytest.mark.slow
def test_gephi_agrees(case: dict[str, Any]) -> None:
    """What is foretold is what Gephi has: nodes, edges, and an issue where something is lost on reading."""
    found, gephi_has = check(HERE / case["file"]), reads(HERE / case["file"])

    assert (gephi_has["node_count"], gephi_has["edge_count"]) == (found.nodes, found.kept)
    warned = bool(gephi_has["issue_counts"].keys() - {"INFO"})
    assert warned is bool(found.lost - (found.merged > 0))
    if "size" in case["file"]:
        assert ({n["size"] for n in gephi_has["nodes"]} == {10, 30}) is ("note" not in case)


for mark in gephi:
    test_gephi_agrees = mark(test_gephi_agrees)


def test_every_file_is_a_case() -> None:
    assert {p.name for p in HERE.iterdir()} == {c["file"] for c in CASES} | {"expected.yaml"}


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
    path = HERE / "weightless.graphml"
    text, plain = run("check", path), run("check", path, "--json")

    assert text.exit_code == plain.exit_code == 1
    assert "Gephi will have 2 nodes and 0 of 1 edges." in text.stdout
    assert "Lost, line 7: the edge '1' weighs 0" in text.stdout
    assert json.loads(plain.stdout)["dropped"] == 1
    assert run("check", tmp_path / "none.gexf").exit_code == 1
