"""Measure what SECURITY.md promises: run the tests that it names, and tell how many cases there were and what they took.

    python tests/guards.py

A threat's figure is the number of cases, all of which hold, and the seconds of the slowest.
"""

import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "SECURITY.md"
_NAMED = re.compile(r"`(?P<file>test_\w+\.py)?(?:::(?P<test>\w+))?(?P<case>\[[^\]`]*\])?`")


@dataclass(frozen=True, slots=True)
class Row:
    """A threat of the table.

    Attributes:
        tests: As pytest names them.
    """

    threat: str
    tests: tuple[str, ...]


def table() -> list[Row]:
    """Return the threats, in their order."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    cells = [(line, line.strip("| ").split(" | ")) for line in lines if line.startswith("| ")]
    return [Row(parts[0], tuple(_tests(parts[2]))) for line, parts in cells if "`test_" in line]


def _tests(cell: str) -> Iterator[str]:
    file = ""
    for named in _NAMED.finditer(cell):
        file = named["file"] or file
        if named["file"] or named["test"]:
            yield f"tests/{file}" + (f"::{named['test']}{named['case'] or ''}" if named["test"] else "")


def measured(rows: list[Row]) -> dict[str, tuple[int, float]]:
    """Run all tests; return for each threat the number of its cases and the seconds of the slowest."""
    wanted = sorted({test for row in rows for test in row.tests})
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={told}", *wanted]
        done = subprocess.run(command, cwd=ROOT, check=False)
        cases = [case for case in ET.parse(told).iter("testcase") if case.find("skipped") is None]
    if done.returncode:
        sys.exit("A test fails: see above.")
    took = [
        (f"tests/{case.get('classname', '').rpartition('.')[2]}.py", case.get("name", ""), float(case.get("time", 0)))
        for case in cases
    ]
    return {row.threat: _figure(row, took) for row in rows}


def _figure(row: Row, took: list[tuple[str, str, float]]) -> tuple[int, float]:
    mine = [seconds for file, name, seconds in took if any(_is_of(test, file, name) for test in row.tests)]
    return len(mine), max(mine, default=0.0)


def _is_of(test: str, file: str, name: str) -> bool:
    wanted, _, case = test.partition("::")
    return wanted == file and (not case or name == case or name.startswith(f"{case}["))


def main() -> None:
    """Measure, and tell the figures."""
    for threat, (cases, slowest) in measured(table()).items():
        print(f"{threat}: {cases} case{'s' * (cases != 1)}, {slowest:.1f} s")


if __name__ == "__main__":
    main()
