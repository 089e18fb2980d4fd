"""A Dask scheduler with one worker, as a user would start them."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from harness.commands import ROOT, kill


def dask_is_here() -> bool:
    """Tell whether Dask's scheduler is installed."""
    return find_spec("distributed") is not None


@contextmanager
def one_worker(work: Path) -> Iterator[str]:
    """Run a scheduler and a worker in a folder; yield the path of the scheduler's file."""
    file = work / "scheduler.json"
    common = ["--scheduler-file", str(file)]
    started = [start("scheduler", *common, "--port", "0", "--no-dashboard", at=work)]
    try:
        end = time.monotonic() + 60
        while not file.exists() and time.monotonic() < end:
            time.sleep(0.1)
        started.append(start("worker", *common, "--nthreads", "1", "--no-nanny", "--no-dashboard", at=work))
        yield str(file)
    finally:
        for process in started:
            kill(process)
            process.wait()
        file.unlink(missing_ok=True)


def start(what: str, *options: str, at: Path) -> "subprocess.Popen[bytes]":
    """Start a scheduler or a worker; what it says goes nowhere."""
    return subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.dask_{what}", *options],
        cwd=at,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
