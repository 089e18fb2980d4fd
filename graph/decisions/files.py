"""Decisions as JSON Lines: one a line, in the order in which they were made; a file only grows."""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from diplograph.errors import DiplographError, InputError, OnError, OutputError
from diplograph.graph.decisions.making import completed
from diplograph.graph.decisions.record import Decision
from diplograph.graph.formats.json import encoded

SUFFIX = ".decisions.jsonl"


def read_decisions(path: str | Path, *, on_error: OnError | None = None) -> tuple[Decision, ...]:
    """Return the decisions of a file, in its order; empty lines are skipped.

    Args:
        on_error: Called with an error for each line that holds no decision, which is then left out; None raises it.

    Raises:
        InputError: The file can't be read, none of its lines is a decision, or one is not and there is no ``on_error``;
            the message names file and line.
    """
    problems: list[DiplographError] = []
    try:
        lines = Path(path).read_bytes().split(b"\n")
    except OSError as error:
        raise InputError(
            f"Can't read {path}: {error.strerror or error}; give a file of decisions, as `diplograph review` writes it."
        ) from error
    found = tuple(of_lines(lines, str(path), None if on_error is None else problems.append))
    if problems and not found:
        raise InputError(f"{path} holds no decision: give a file that `diplograph review` or the page wrote.")
    for problem in problems:
        assert on_error is not None
        on_error(problem)
    return found


def of_lines(lines: Iterable[bytes], name: str, on_error: OnError | None) -> Iterator[Decision]:
    """Yield the decisions of lines of JSON; ``name`` is what messages call where they come from."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield _decision(line.decode("utf-8-sig" if number == 1 else "utf-8"))
        except (ValueError, RecursionError) as error:
            reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
            problem = InputError(
                f"{name}, line {number}: {reason}; each line must hold one decision, as `diplograph review` writes it."
            )
            if on_error is None:
                raise problem from error
            on_error(problem)


def _decision(text: str) -> Decision:
    record = json.loads(text)
    if not isinstance(record, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004 - reported like every other broken line
    return Decision.from_dict(completed(record))


def append(path: str | Path, decisions: Iterable[Decision]) -> None:
    """Add decisions to a file, which is made if it is not there; several programs may add to it at once.

    They are on the disk when this returns. A line that a broken-off program left unfinished is closed first.

    Raises:
        OutputError: The file can't be written to.
    """
    data = "".join(encoded(decision.to_dict()) + "\n" for decision in decisions).encode("utf-8")
    if not data:
        return
    try:
        handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o666)
        try:
            with _locked(handle):
                _write(handle, b"" if _is_whole(handle) else b"\n", data)
        finally:
            os.close(handle)
    except OSError as error:
        raise OutputError(f"Can't write to {path}: {error.strerror or error}; name another file.") from error


def _is_whole(handle: int) -> bool:
    """Tell whether a file is empty or ends with the end of a line."""
    size = os.lseek(handle, 0, os.SEEK_END)
    if not size:
        return True
    os.lseek(handle, size - 1, os.SEEK_SET)
    return os.read(handle, 1) == b"\n"


def _write(handle: int, *parts: bytes) -> None:
    rest = memoryview(b"".join(parts))
    while rest:
        rest = rest[os.write(handle, rest) :]
    os.fsync(handle)


@contextmanager
def _locked(handle: int) -> Iterator[None]:
    """Keep others from adding meanwhile, where the system has locks of this sort; elsewhere a write at the end is one."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(handle, fcntl.LOCK_UN)
