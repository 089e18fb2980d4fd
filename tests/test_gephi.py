"""Gephi itself reads our files, through its toolkit: nothing is dropped, merged or turned into something else.

The toolkit is no part of this repository: ``.ci/run`` fetches it; without it, or without Java, these tests skip.
"""

import json
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any, Literal

import igraph
import networkx as nx
import numpy as np
import pytest
from factories import many

from diplograph.extract.model import Contact, Status
from diplograph.extract.pipeline import extract_contacts
from diplograph.extract.read import read_documents
from diplograph.graph.assemble import assemble
from diplograph.graph.formats import write
from diplograph.graph.formats.graphml import SMALLEST, placed
from diplograph.graph.identity import fold

READER = Path(__file__).parent / "gephi" / "GephiReads.java"
JAR = Path(
    os.environ.get("DIPLOGRAPH_GEPHI_JAR") or Path.home() / ".cache" / "diplograph" / "gephi-toolkit-0.10.1-all.jar"
)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("java") is None, reason="Java is not installed"),
    pytest.mark.skipif(not JAR.exists(), reason=f"the Gephi toolkit is not at {JAR}; .ci/run fetches it"),
]


def reads(path: Path, *options: str) -> dict[str, Any]:
    """Return what Gephi holds after it opened a file."""
    command = ["java", "-Xmx2g", "-cp", str(JAR), str(READER), str(path), *options]
    done = subprocess.run(command, capture_output=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr.decode()
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@cache
def sample(count: int) -> list[Contact]:
    return many(count, count // 3)


@pytest.mark.parametrize("statuses", [None, set(Status)], ids=["occurred", "all"])
@pytest.mark.parametrize(("suffix", "level"), [("graphml", "pair"), ("gexf", "kind")])
def test_gephi_keeps_everything(
    tmp_path: Path, suffix: str, level: Literal["pair", "kind"], statuses: set[Status] | None
) -> None:
    """Nodes and edges with labels, weights, places, colours, columns and days: what we wrote is what Gephi has."""
    path = tmp_path / f"g.{suffix}"
    write(sample(300), path, statuses=statuses)
    graph = assemble(sample(300), level=level, statuses=statuses, weightless=statuses is not None)
    found = reads(path)

    assert not found["issue_counts"].keys() - {"INFO"}
    assert found["graph_type"] == "undirected"
    assert found["edges_read"] == found["edge_count"] == graph.number_of_edges()
    assert _weights(found) == sorted(round(d["weight"] or 0.001, 4) for *_, d in graph.edges(data=True))
    assert sorted(e["label"] for e in found["edges"]) == sorted(d["label"] for *_, d in graph.edges(data=True))
    wanted = {n: (d["label"], "#{r:02x}{g:02x}{b:02x}".format(**d)) for n, d in placed(graph)}
    assert {n["id"]: (n["label"], n["color"]) for n in found["nodes"]} == wanted
    got = {n["id"]: (n["x"], n["y"], n["size"]) for n in found["nodes"]}
    drawn = {n: (d["x"], d["y"], d.get("size", SMALLEST)) for n, d in placed(graph)}
    moved = [[a - b for a, b in zip(got[n], drawn[n], strict=True)] for n in drawn]
    assert np.ptp(moved, axis=0) == pytest.approx([0, 0, 0], abs=0.01)  # all by the same way: to the centre
    assert moved[0][2] == pytest.approx(0, abs=0.01)
    columns = {c["title"]: c["type"] for c in found["edge_columns"] if c["origin"] == "DATA"}
    assert columns["contacts"] == "Integer" and columns["evidence"] == "String"


def _weights(found: dict[str, Any]) -> list[float]:
    return sorted(round(e["weight"], 4) for e in found["edges"])


def test_gephi_has_kinds_and_a_timeline(tmp_path: Path) -> None:
    """Kinds are edge types, so that parallel edges stay apart; the days of contacts are intervals from first to last."""
    write(sample(300), tmp_path / "g.gexf")
    graph = assemble(sample(300), level="kind", weightless=False)
    found = reads(tmp_path / "g.gexf")
    days = [d for *_, data in graph.edges(data=True) for s in data.get("days", "").split() for d in s.split("/")]

    assert {t for t in found["edge_types"] if t} == {d["kind"] for *_, d in graph.edges(data=True)}
    assert found["parallel_pairs"] > 0
    assert found["time"]["format"] == "DATE"
    assert found["time"]["bounds"] == [min(days), max(days)]


@cache
def seeds() -> list[Contact]:
    return fold(extract_contacts(read_documents([Path(__file__).parents[1] / "seeds"])))


@pytest.mark.parametrize("source", ["seeds", "20,000 contacts"])
def test_all_readers_agree(tmp_path: Path, source: str) -> None:
    """Gephi, igraph and networkx find the same counts, labels and weights; test_graphology.py asks the fourth."""
    write(seeds() if source == "seeds" else sample(20_000), tmp_path / "g.graphml")
    ours = nx.read_graphml(tmp_path / "g.graphml")
    other = igraph.Graph.Read_GraphML(str(tmp_path / "g.graphml"))
    found = reads(tmp_path / "g.graphml")
    weights = sorted(round(d["weight"], 4) for *_, d in ours.edges(data=True))

    assert (found["node_count"], found["edge_count"]) == (len(ours), ours.number_of_edges())
    assert (other.vcount(), other.ecount()) == (len(ours), ours.number_of_edges())
    labels = sorted(d["label"] for _, d in ours.nodes(data=True))
    assert sorted(n["label"] for n in found["nodes"]) == sorted(other.vs["label"]) == labels
    assert _weights(found) == sorted(round(w, 4) for w in other.es["weight"]) == weights
