"""What ``crash.py`` does a hundred times, a few times."""

import crash
import pytest


@pytest.mark.slow
@pytest.mark.parametrize(("way", "kills", "copies"), [("corpus add", 4, crash.COPIES), ("build --corpus", 2, 1)])
def test_nothing_is_lost_or_doubled(way: str, kills: int, copies: int) -> None:
    """Killed at any moment, the corpus keeps what was finished, and the next run completes it."""
    count = crash.crash(kills, seed=7, by=way, copies=copies)

    assert count.kills == kills
    assert count.idle < kills
