"""What it costs to find who is who and which contacts are one encounter, as contacts grow tenfold.

Usage: PYTHONPATH=. python tests/benchmarks/fold.py [CONTACTS:PARTIES ...]

``told once`` are contacts of which hardly two are one encounter; ``told often`` are those of the first size again and again,
each time by another document. The ratio is the cost of a contact beside that in the first row.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from factories import many

from diplograph.extract.model import Contact
from diplograph.graph.identity import fold

_SIZES = ["2000:500", "20000:5000", "50000:10000"]


def main() -> None:
    """Print a row a size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", help="CONTACTS:PARTIES")
    sizes = [(int(a), int(b)) for a, b in (s.split(":") for s in parser.parse_args().sizes or _SIZES)]
    first = sizes[0]
    heads = ("contacts", "parties", "told once", "ratio", "encounters", "told often", "ratio")
    print("".join(f"{head:>12}" for head in heads))
    costs: list[float] = []
    for count, parties in sizes:
        _, once = _timed(many(count, parties))
        encounters, often = _timed(list(_again(many(*first), count // first[0])))
        costs = costs or [once / count, often / count]
        ratios = [once / count / costs[0], often / count / costs[1]]
        print(
            f"{count:>12,}{parties:>12,}{once:>10.1f} s{ratios[0]:>12.1f}{encounters:>12,}{often:>10.1f} s{ratios[1]:>12.1f}",
            flush=True,
        )


def _timed(contacts: list[Contact]) -> tuple[int, float]:
    began = time.perf_counter()
    return len(fold(contacts)), time.perf_counter() - began


def _again(contacts: list[Contact], times: int) -> Iterator[Contact]:
    for n in range(times):
        for one in contacts:
            yield replace(one, id=f"{one.id}-{n}", document=replace(one.document, id=f"{one.document.id}-{n}"))


if __name__ == "__main__":
    main()
