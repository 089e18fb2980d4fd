"""Work for a process of its own that stalls, hangs, dies or devours; importable there."""

import os
import signal
import time
from typing import Any

from diplograph.extract.run.bounded import Channel


def gives(channel: Channel, *things: Any) -> None:
    """Give things."""
    for thing in things:
        channel.give(thing)


def stalls(channel: Channel) -> None:
    """Take long, in Python."""
    channel.give("before")
    while True:
        time.sleep(0.01)


def hangs(channel: Channel) -> None:
    """Take long, and hear nothing."""
    channel.give("before")
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
    time.sleep(600)


def dies(channel: Channel) -> None:
    """Die as of a defect of compiled code."""
    channel.give("before")
    os.kill(os.getpid(), signal.SIGSEGV)


def devours(channel: Channel) -> None:
    """Take all the memory there is."""
    channel.give("before")
    held = [b"x" * 2**29 for _ in range(100)]
    channel.give(len(held))


def breaks(channel: Channel) -> None:
    """Raise what its parent should hear of."""
    channel.give("before")
    raise FileNotFoundError(2, "No such file", "a.txt")


def fetches(channel: Channel) -> None:
    """Give what the parent's stream holds."""
    while data := channel.fetch(10):
        channel.give(data)


def takes_its_time(channel: Channel, path: str) -> None:
    """Read a large file and give nothing for longer than the limit."""
    with open(path, "rb", buffering=0) as handle:  # noqa: PTH123
        channel.follow(handle.fileno())
        while handle.read(100 * 2**20):
            time.sleep(0.3)
    channel.give("after")
