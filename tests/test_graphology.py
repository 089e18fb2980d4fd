"""graphology, on which Gephi Lite and sigma.js stand, reads our GraphML and GEXF; .ci/run installs it, else this skips."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Literal

import pytest
from factories import many

from diplograph.graph.assemble import assemble
from diplograph.graph.formats import write

HOME = Path(__file__).parent / "node"
pytestmark = pytest.mark.skipif(
    shutil.which("node") is None or not (HOME / "node_modules").exists(),
    reason="Node or its packages are missing: run `npm ci` in tests/node",
)


@pytest.mark.parametrize("count", [300, 20_000])
@pytest.mark.parametrize(("suffix", "level"), [("graphml", "pair"), ("gexf", "kind")])
def test_graphology_agrees(tmp_path: Path, suffix: str, level: Literal["pair", "kind"], count: int) -> None:
    """Nodes, edges, labels and the sum of the weights are those of the graph."""
    contacts, path = many(count, count // 3), tmp_path / f"g.{suffix}"
    write(contacts, path)
    graph = assemble(contacts, level=level, weightless=False)
    done = subprocess.run(["node", str(HOME / "read.mjs"), str(path)], capture_output=True, check=True, timeout=120)
    found = json.loads(done.stdout)

    assert (found["nodes"], found["edges"]) == (graph.number_of_nodes(), graph.number_of_edges())
    assert sorted(found["labels"]) == sorted(d["label"] for _, d in graph.nodes(data=True))
    assert found["weight"] == pytest.approx(sum(d["weight"] for *_, d in graph.edges(data=True)))
