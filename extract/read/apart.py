"""A program of ours that reads one file in a process of its own, which may fail, stall or swell without harm."""

import json
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

SECONDS = 60.0
"""How long one file may take, half of what a document has; a small one takes as long only by design, and has less."""

_LEAST, _BYTES_A_SECOND = 10.0, 50_000

MEMORY = 2**30
"""Bytes that the process may take for its data, where the system can limit it."""


def read_apart(program: Path, data: bytes, settings: Mapping[str, Any]) -> Generator[dict[str, Any], None, None]:
    """Yield what ``program`` prints of ``data``, a JSON object a line, as it comes.

    It is started by its path in a Python that looks for libraries where this one does, and ended when nobody asks for
    more. If it dies, of its limits or of a defect, what it printed until then is all that comes.

    Args:
        settings: What it is told besides its limits of time and memory.
    """
    seconds = min(SECONDS, _LEAST + len(data) / _BYTES_A_SECOND)
    told = {"seconds": seconds, "memory": MEMORY, **settings, "path": sys.path}
    with subprocess.Popen(
        [sys.executable, "-I", str(program), json.dumps(told)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        try:
            with suppress(OSError), process.stdin:  # it may have died by now
                process.stdin.write(data)
            for line in process.stdout:
                with suppress(ValueError):
                    yield json.loads(line)
        finally:
            process.kill()
