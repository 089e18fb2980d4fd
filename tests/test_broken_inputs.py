"""Broken files of every format: each is read or named, none takes over five seconds, and no text stops extraction."""

import os

import pytest
from fuzz.broken import Tally, broken, extract_all, read_all

COUNT = int(os.environ.get("DIPLOGRAPH_BROKEN", "1500"))
"""How many files; ``python tests/fuzz/run.py --broken 10000`` reads as many as that and says how it went."""


@pytest.mark.slow
def test_broken_files_are_read_or_named() -> None:
    """No file crashes reading or keeps it over five seconds."""
    tally = Tally()
    found = list(read_all(broken(COUNT), tally))

    assert tally.wrong == []
    assert tally.files > 0.9 * COUNT
    assert len(found) > COUNT / 4


@pytest.mark.slow
@pytest.mark.real
def test_broken_texts_stop_no_extraction() -> None:
    """What was read of them goes through the whole extraction, a fifth of them here."""
    tally = Tally()
    extract_all(read_all(broken(COUNT // 5), tally), tally)

    assert tally.wrong == []


def test_broken_files_are_the_same_each_time() -> None:
    """A failure can be repeated."""
    assert list(broken(90)) == list(broken(90))
