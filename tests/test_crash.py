"""What ``crash.py`` does a hundred times, a few times."""

import crash
import pytest


@pytest.mark.slow
def test_nothing_is_lost_or_doubled() -> None:
    """Killed at any moment, the corpus keeps what was finished, and the next run completes it."""
    count = crash.crash(kills=4, seed=7)

    assert count.kills == 4
    assert count.idle < 4
