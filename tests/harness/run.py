"""Try what the harness promises for so many minutes, and keep what breaks.

    python tests/harness/run.py [--minutes 20] [--seed 1] [--findings FOLDER] [--only WORDS]

Each round makes folders of documents in many formats, some of them damaged, reads them by whole commands in processes of
their own, and tries one promise after the other; and it reads documents of one string over and over. What breaks is made
small and kept in the folder, with the files and how it came about.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from harness import growth
from harness.findings import keep, smallest, tried
from harness.inputs import Files, damaged, folder
from harness.promises import PROMISES, Marks, Promise

_BATCH = 12  # hostile documents a command


@dataclass(slots=True)
class Count:
    """What was done so far, by name, and where the findings are."""

    done: dict[str, int] = field(default_factory=dict)
    found: list[Path] = field(default_factory=list)


def given(promise: Promise, seed: str) -> tuple[Files, Marks]:
    """Make what a promise is tried with; the same seed makes the same."""
    chance = Random(seed)
    files, marks = folder(chance, promise.files, twisted=promise.twisted)
    if promise.damaged:
        broken = sorted(files)[: 1 + len(files) // 3]
        files |= {name: damaged(files[name], chance) for name in broken}
        marks |= {name: name for name in broken}
    return files, marks


def try_promise(promise: Promise, seed: str, findings: Path) -> Path | None:
    """Try a promise once; keep what breaks it."""
    files, marks = given(promise, seed)
    story = tried(promise.broken, files, marks)
    if story is None:
        return None
    small = smallest(promise.broken, files, marks)
    again = tried(promise.broken, small, {m: f for m, f in marks.items() if f in small})
    return keep(findings, promise.name, seed, again or f"(only with all files, or not each time) {story}", small)


def try_growth(seed: str, findings: Path, count: int = _BATCH) -> list[Path]:
    """Read some hostile documents; keep those that take too long."""
    return _kept(growth.slow(growth.hostile(Random(seed), count)), seed, findings)


def _kept(slow: list[tuple[growth.Hostile, str]], seed: str, findings: Path) -> list[Path]:
    return [
        keep(findings, f"slow {one.vessel}", f"{seed} {n}", told, growth.files_of(one))
        for n, (one, told) in enumerate(slow)
    ]


def try_patterns(seed: str, findings: Path) -> list[Path]:
    """Read what regular expressions of the sources are slow with; keep what takes too long."""
    return _kept(growth.slow(growth.by_pattern(Random(seed), 2 * _BATCH)), seed, findings)


def try_megabyte(seed: str, findings: Path) -> list[Path]:
    """Read a hostile document of a megabyte; keep it if it takes too long."""
    return _kept(growth.slow_at_a_megabyte(growth.hostile(Random(seed), 1)[0]), seed, findings)


_GROWTH = {"growth": try_growth, "growth by pattern": try_patterns, "growth to a megabyte": try_megabyte}


def rounds(seed: int, findings: Path, only: str) -> Iterator[tuple[str, list[Path]]]:
    """Try everything, over and over; yield what was tried, and what came of it."""
    number = 0
    while True:
        for promise in PROMISES:
            if only in promise.name and number % promise.every == 0:
                kept = try_promise(promise, f"{seed}/{number}", findings)
                yield promise.name, [kept] if kept else []
        for name, attempt in _GROWTH.items():
            if only in name:
                yield name, attempt(f"{seed}/{number}/{name}", findings)
        number += 1


def run(minutes: float, seed: int, findings: Path, only: str = "") -> Count:
    """Try for so long."""
    count, end = Count(), time.monotonic() + 60 * minutes
    for name, kept in rounds(seed, findings, only):
        count.done[name] = count.done.get(name, 0) + 1
        count.found += kept
        for path in kept:
            print(f"{name}: {path}", flush=True)
        if time.monotonic() > end:
            return count
    raise AssertionError


def main() -> None:
    """Read the command line and tell what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--findings", type=Path, default=Path("build/findings"))
    parser.add_argument("--only", default="", help="words of a promise's name, or growth")
    options = parser.parse_args()
    count = run(options.minutes, options.seed, options.findings, options.only)
    done = ", ".join(f"{name} {times}" for name, times in count.done.items())
    print(f"seed {options.seed}: {len(count.found)} findings; tried {done}")
    sys.exit(bool(count.found))


if __name__ == "__main__":
    main()
