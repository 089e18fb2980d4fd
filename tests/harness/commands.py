"""Whole commands, each in a process of its own, and what they cost."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[2]
LONGEST = 300  # seconds by the clock
_MAIN = "from diplograph.cli import main; main(prog_name='diplograph')"


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of a command.

    Attributes:
        code: How it ended; negative if a signal ended it.
        seconds: Of processor time, with that of its children.
        megabytes: At most, of it and of the largest of its children.
    """

    words: tuple[str, ...]
    code: int
    out: str
    err: str
    seconds: float
    megabytes: int

    @property
    def warnings(self) -> frozenset[str]:
        """Return what it warned of."""
        return frozenset(line for line in self.err.splitlines() if line.startswith("Warning: "))

    @property
    def broken(self) -> str | None:
        """Return what no command may do, if it did: end by a signal, show a traceback, end by another code."""
        if self.code not in (0, 1, 2):
            return f"ended by {self.code}"
        if "Traceback" in self.err or "should not" in self.err:
            return "a defect shows"
        return "failed without a word" if self.code and not self.err.strip() else None


def diplograph(*words: object, at: Path, longest: float = LONGEST) -> Ran:
    """Run a command in a folder; one that takes longer than ``longest`` seconds is killed, and has the code -9."""
    given = tuple(map(str, words))
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = begin(*given, at=at, out=out.fileno(), err=err.fileno())
        timer = threading.Timer(longest, kill, (process,))
        timer.start()
        _, status, used = os.wait4(process.pid, 0)
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        told = [_text(handle) for handle in (out, err)]
    seconds = used.ru_utime + used.ru_stime
    return Ran(given, process.returncode, told[0], told[1], seconds, used.ru_maxrss // 1024)


def begin(
    *words: str, at: Path, out: int = subprocess.DEVNULL, err: int = subprocess.DEVNULL
) -> "subprocess.Popen[bytes]":
    """Start a command, in a session of its own, and don't wait for it."""
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    return subprocess.Popen(
        [sys.executable, "-c", _MAIN, *words],
        cwd=at,
        env={**os.environ, "PYTHONPATH": path},
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=err,
        start_new_session=True,
    )


def kill(process: "subprocess.Popen[bytes]") -> None:
    """Kill a command and all that it has started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _text(handle: IO[bytes]) -> str:
    handle.seek(0)
    return handle.read().decode("utf-8", "replace")
