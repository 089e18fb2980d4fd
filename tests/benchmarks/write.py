"""From JSON Lines to GraphML and GEXF: our streaming writers beside networkx's, for the same graph, as ratios.

Usage: PYTHONPATH=. python tests/benchmarks/write.py [--networkx-up-to N] [CONTACTS:PARTIES ...]

Every size runs in a process of its own, so that its peak of memory is its own; networkx writes after that was measured.
"""

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import networkx as nx

sys.path.insert(0, str(Path(__file__).parents[1]))

from factories import stream

from diplograph.graph.aggregate import aggregate
from diplograph.graph.assemble import assemble
from diplograph.graph.formats import gexf, graphml, jsonl
from diplograph.graph.layout import positions

SIZES = [(10_000, 2_000), (100_000, 10_000), (1_000_000, 20_000)]


def main() -> None:
    """Print one line a size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--networkx-up-to", type=int, default=1_000_000, metavar="N", help="contacts; more is ours alone"
    )
    parser.add_argument("sizes", nargs="*", help="CONTACTS:PARTIES")
    options = parser.parse_args()
    sizes = [(int(a), int(b)) for a, b in (s.split(":") for s in options.sizes)] or SIZES
    heads = [
        "contacts",
        "pairs",
        "read",
        "layout",
        "graphml",
        "gexf",
        "peak",
        "nx graphml",
        "ratio",
        "nx gexf",
        "ratio",
    ]
    print("  ".join(f"{h:>10}" for h in heads))
    for count, parties in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "contacts.jsonl"
            with path.open("w", encoding="utf-8") as handle:
                jsonl.dump(stream(count, parties), handle)
            child = multiprocessing.get_context("spawn").Process(
                target=measure, args=(path, count, count <= options.networkx_up_to)
            )
            child.start()
            child.join()


def measure(path: Path, count: int, beside: bool) -> None:
    """Read, assemble, lay out and write; then let networkx write the same graphs."""
    aggregated, read = _timed(lambda: aggregate(jsonl.read_contacts(path)))
    pairs, pair_time = _timed(lambda: assemble(aggregated, weightless=False))
    kinds, kind_time = _timed(lambda: assemble(aggregated, level="kind", weightless=False))
    places, layout = _timed(lambda: positions(pairs))
    with mock.patch.object(graphml, "positions", return_value=places):
        _, ours = _timed(lambda: _to_file(path, graphml.dump, pairs))
        _, ours_gexf = _timed(lambda: _to_file(path, gexf.dump, kinds))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    cells = [f"{count:,}", f"{pairs.number_of_edges():,}", f"{read + pair_time + kind_time:.1f} s", f"{layout:.1f} s"]
    cells += [f"{ours:.2f} s", f"{ours_gexf:.2f} s", f"{peak:.2f} GB"]
    if beside:
        _, theirs = _timed(lambda: nx.write_graphml_xml(pairs, path.with_suffix(".nx")))
        _, theirs_gexf = _timed(lambda: nx.write_gexf(kinds, path.with_suffix(".nx")))
        cells += [f"{theirs:.2f} s", f"{theirs / ours:.1f}", f"{theirs_gexf:.2f} s", f"{theirs_gexf / ours_gexf:.1f}"]
    print("  ".join(f"{c:>10}" for c in cells), flush=True)


def _to_file(path: Path, dump: Callable[[Any, Any], None], graph: nx.Graph) -> None:
    with path.with_suffix(".out").open("w", encoding="utf-8") as handle:
        dump(graph, handle)


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


if __name__ == "__main__":
    main()
