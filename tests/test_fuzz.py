"""A short run of the fuzzing in tests/fuzz, and every input that it ever found something with."""

from pathlib import Path
from random import Random

import pytest
from fuzz.mutate import mutated
from fuzz.targets import Target, execute, targets

TARGETS = targets()
CASES = sorted(path for path in (Path(__file__).parent / "fuzz" / "cases").glob("*/*") if path.parent.name in TARGETS)
_FEWER = {"write-html": 20, "write-turtle": 30}  # which take longer
_SAME = {"read.htm", "read.xhtml", "read.ndjson", "read.atom"}  # as others


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_found_stays_fixed(path: Path) -> None:
    """Each case once crashed what its folder is called after, took too long, or made a broken file."""
    found = execute(TARGETS[path.parent.name], path.read_bytes())

    assert found is None, found.story


@pytest.mark.parametrize("target", [t for t in TARGETS.values() if t.name not in _SAME], ids=lambda target: target.name)
def test_broken_input_is_read_or_named(target: Target) -> None:
    """Whatever the bytes, a reader reads or reports, and a writer writes what its parser reads."""
    for number in range(_FEWER.get(target.name, 150)):
        data = mutated(Random(f"suite/{target.name}/{number}"), target.ending)
        found = execute(target, data)
        assert found is None, f"input {number}: {found.defect}\n{found.story}"
