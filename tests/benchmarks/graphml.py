"""How long GraphML takes: our streaming writer beside networkx's, for the same graph, as a ratio.

Usage: PYTHONPATH=. python tests/benchmarks/graphml.py [CONTACTS:PARTIES ...]
"""

import io
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import networkx as nx

sys.path.insert(0, str(Path(__file__).parents[1]))

from factories import many

from diplograph.graph.assemble import assemble
from diplograph.graph.formats import graphml
from diplograph.graph.layout import positions


def main() -> None:
    """Print one line a size: seconds for positions, for our writer without them, for networkx's, and the ratio."""
    sizes = [tuple(map(int, a.split(":"))) for a in sys.argv[1:]] or [(1_000, 500), (10_000, 2_000), (50_000, 5_000)]
    print(f"{'contacts':>9} {'parties':>8} {'layout':>9} {'write':>9} {'networkx':>9} {'ratio':>7}")
    for count, parties in sizes:
        graph = assemble(many(count, parties), level="contact")
        places, layout = _timed(positions, graph)
        with mock.patch.object(graphml, "positions", return_value=places):
            _, ours = _timed(graphml.dump, graph, io.StringIO())
        _, theirs = _timed(nx.write_graphml, graph, io.BytesIO())
        print(f"{count:9} {parties:8} {layout:7.2f} s {ours:7.2f} s {theirs:7.2f} s {theirs / ours:7.1f}", flush=True)


def _timed(work: Callable[..., Any], *arguments: Any) -> tuple[Any, float]:
    start = time.perf_counter()
    result = work(*arguments)
    return result, time.perf_counter() - start


if __name__ == "__main__":
    main()
