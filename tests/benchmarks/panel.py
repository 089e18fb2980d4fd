"""A panel of every two of so many states by day: memory, seconds and bytes, written row by row by nobody.

Usage: PYTHONPATH=. python tests/benchmarks/panel.py [--states 200] [--years 50] [--contacts 100000] [--unit dyad] [csv] [parquet]

Every format is written by a process of its own, so that its peak of memory is its own, into a file that is removed.
"""

import argparse
import datetime as dt
import multiprocessing
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from factories import contact, party

from diplograph.extract.model import Contact, Kind, PartyType
from diplograph.extract.times import Basis, When
from diplograph.graph.calendar import By, Calendar
from diplograph.graph.panel import Panel, System, Unit, writer
from diplograph.graph.panel.population import Actor
from diplograph.graph.periods import Period

START = dt.date(1970, 1, 1)


class Made:
    """So many states, all of them from the first day to the last."""

    def __init__(self, states: int) -> None:
        self._codes = tuple(str(number) for number in range(2, states + 2))

    def code(self, actor: Actor, when: When | None) -> str | None:
        """Return the number in its name."""
        return actor.name.split()[1]

    def units(self, period: Period) -> tuple[str, ...]:
        """Return all."""
        return self._codes

    def name(self, code: str) -> str:
        """Return its name."""
        return f"State {code}"

    def type(self, code: str) -> PartyType:
        """Return that it is a state."""
        return PartyType.STATE


def main() -> None:
    """Print one line a format."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, number in (("states", 200), ("years", 50), ("contacts", 100_000)):
        parser.add_argument(f"--{name}", type=int, default=number, metavar="N")
    parser.add_argument("--unit", type=Unit, default=Unit.DYAD, choices=list(Unit))
    parser.add_argument("formats", nargs="*", default=["parquet"])
    options = parser.parse_args()
    print("  ".join(f"{head:>13}" for head in ("format", "rows", "contacts", "count", "write", "size", "peak")))
    for name in options.formats:
        child = multiprocessing.get_context("spawn").Process(target=measure, args=(name, options))
        child.start()
        child.join()


def measure(name: str, options: argparse.Namespace) -> None:
    """Count and write."""
    last = START.replace(year=START.year + options.years) - dt.timedelta(1)
    began = time.perf_counter()
    panel = Panel(options.unit, System.COW, Made(options.states), Calendar(By.DAY, START, last))
    for one in _contacts(options.contacts, options.states, (last - START).days):
        panel.add(one, Basis.INHERITED)
    counted = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"panel.{name}"
        with path.open("w", encoding="utf-8") as handle:
            writer(name)(panel, handle)
        written, size = time.perf_counter(), path.stat().st_size
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    cells = (name, f"{len(panel):,}", f"{options.contacts:,}", f"{counted - began:.1f} s", f"{written - counted:.1f} s")
    print("  ".join(f"{c:>13}" for c in (*cells, f"{size / 1e6:,.1f} MB", f"{peak:.2f} GB")), flush=True)


def _contacts(count: int, states: int, days: int) -> Iterator[Contact]:
    dice = random.Random(0)
    for number in range(count):
        one, two = sorted(int(states * dice.random() ** 2) + 2 for _ in "ab")
        sides = [party(f"State {s}", type=PartyType.STATE, side=i) for i, s in enumerate((one, two))]
        day = START + dt.timedelta(dice.randint(0, days))
        yield contact(*sides, kind=dice.choice(list(Kind)), day=day.isoformat(), id=str(number))


if __name__ == "__main__":
    main()
