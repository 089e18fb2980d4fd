"""A short run of the harness in tests/harness, and that it sees what it is there for."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from harness import growth, patterns, promises
from harness.findings import smallest
from harness.growth import VESSELS, Hostile
from harness.patterns import Repetition
from harness.promises import PROMISES
from harness.run import given, try_growth, try_promise

_SHORT = (
    "same by every road, damaged",
    "blank paragraphs change nothing",
    "offsets of odd texts are true",
    "read or named, damaged",
)


@pytest.mark.real
@pytest.mark.slow
@pytest.mark.parametrize("name", _SHORT)
def test_what_is_promised_holds(tmp_path: Path, name: str) -> None:
    """By whole commands, of a folder of files in many formats."""
    promise = next(promise for promise in PROMISES if promise.name == name)
    found = try_promise(promise, "suite", tmp_path)

    assert found is None, (found / "finding.json").read_text(encoding="utf-8")


@pytest.mark.real
@pytest.mark.slow
def test_time_grows_with_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of documents of one string over and over."""
    monkeypatch.setattr(growth, "suspicious", tuple)  # which takes minutes

    assert [found.read_text() for path in try_growth("suite", tmp_path, 10) for found in path.glob("*.json")] == []


@pytest.mark.parametrize(
    ("pattern", "one"),
    [
        (r"\s+$", Repetition("", " ", "x")),
        (r"(?:a|aa)+$", Repetition("", "a", "b")),
        (r"<!--.*?-->", Repetition("", "<!--", "")),
    ],
)
def test_a_slow_pattern_is_seen(pattern: str, one: Repetition) -> None:
    """The texts that it is slow with are made of it, and its time is measured."""
    regex = re.compile(pattern)

    assert any(found.pump in one.pump * 3 for found in patterns.repetitions(regex))
    assert patterns.growth(regex, one) is not None


def test_a_fast_pattern_is_no_suspect() -> None:
    assert not [*patterns.suspects([patterns.Pattern("here", re.compile(r"[a-z]++\b|\d{1,3}"))])]


def test_every_pattern_of_the_sources_is_known() -> None:
    """In a process that imports them for the first time."""
    code = "from harness.patterns import noted; print(len(noted()))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": f"{Path(__file__).parent}:{Path(__file__).parents[1]}", "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )

    assert int(done.stdout) > 250


def test_what_is_made_is_the_same_each_time() -> None:
    """A seed makes the same files, and each document has its mark in one of them."""
    promise = PROMISES[0]
    files, marks = given(promise, "x")

    assert given(promise, "x")[1] == marks and set(marks.values()) <= set(files)
    assert len({*marks}) == len(marks) > 8
    assert all(
        Hostile(vessel, Repetition("", "ab", "")).data(1000).count(b"ab") >= 450
        for vessel in VESSELS
        if vessel != "body.docx"
    )


def test_what_breaks_is_made_small() -> None:
    """Files that have no part in it are left out."""
    files = {f"{n}.txt": b"good" for n in range(8)} | {"5.txt": b"bad"}

    def broken(files: dict[str, bytes], marks: dict[str, str], work: Path) -> str | None:
        return "it broke" if b"bad" in files.values() else None

    assert smallest(broken, files, {}) == {"5.txt": b"bad"}


def test_wrong_offsets_are_seen() -> None:
    """A record that cites what is not there."""
    evidence = {
        "sentence": "Ana met Jun.",
        "start": 0,
        "end": 12,
        "trigger": "met",
        "trigger_start": 4,
        "trigger_end": 7,
    }
    record = {"parties": [{"mention": "Ana", "start": 0, "end": 3}], "evidence": evidence}

    assert promises._untrue(record, "Ana met Jun.", str) is None
    assert promises._untrue(record, "An\u200ba met Jun.", str) is not None
    assert promises._untrue(record, "Ivo met Jun.", promises._letters) is not None
