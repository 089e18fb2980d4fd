"""A process of its own for work that may stall, swell or die: bounded in time and memory, and replaced when it ends.

Between two things that it gives, it has a limit of seconds, in which Python's own code is interrupted; where compiled code
is at work, which hears nothing, it is killed a little later.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from multiprocessing.connection import Connection, wait
from typing import Any

from diplograph.extract.limits import MOST_MEMORY, OutOfTime

GRACE = 10
"""Seconds after its limit when work that did not hear of it is ended."""

_PROGRESS = 64 * 2**20  # bytes of a file that may be passed over, instead of something given


class DiedError(Exception):
    """The process died, or had to be ended; says why."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The process asks for so many bytes of a stream that only its parent has."""

    size: int


@dataclass(frozen=True, slots=True)
class _Ended:
    """The process has given all; ``error`` is what ended it, if anything did."""

    error: Exception | None = None


class _Alive:
    """The process has given nothing for long, but gets on with its file."""


class BoundedProcess:
    """Does one piece of work at a time, in a process that is started when first needed."""

    def __init__(self, module: str) -> None:
        """Take the name of the module whose functions it will be given, to import it before the first."""
        self._module = module
        self._process: multiprocessing.process.BaseProcess | None = None
        self._connection: Connection | None = None

    def start(self) -> None:
        """Start the process unless it is there; it takes a while to be ready."""
        if self._process is None or not self._process.is_alive():
            self.end()
            context = multiprocessing.get_context("spawn")
            self._connection, theirs = context.Pipe()
            self._process = context.Process(target=_serve, args=(theirs, self._module), daemon=True)
            self._process.start()
            theirs.close()

    def end(self) -> None:
        """End the process, whatever it is at."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._connection is not None:
            self._connection.close()
        self._process = self._connection = None

    def results(
        self, work: "Callable[..., None]", *args: Any, limit: float, fetch: Callable[[int], bytes] | None = None
    ) -> Iterator[Any]:
        """Yield what ``work`` gives to the channel that is its first argument, before ``args``, as it comes.

        Args:
            work: Sent to the process, so that it must be importable there.
            limit: Seconds between two things that it gives.
            fetch: Returns so many bytes of the stream that ``work`` reads, if it reads one.

        Raises:
            DiedError: The process died, or took so long that it was ended.
        """
        self.start()
        finished = False
        try:
            self._send((work, args, limit))
            while not isinstance(thing := self._receive(limit + GRACE), _Ended):
                if isinstance(thing, _Wanted):
                    assert fetch is not None
                    self._send(fetch(thing.size))
                elif not isinstance(thing, _Alive):
                    yield thing
            finished = True
        finally:
            if not finished:
                self.end()
        if thing.error is not None:
            raise thing.error

    def _send(self, thing: object) -> None:
        assert self._connection is not None
        with suppress(ConnectionError):  # what comes next tells
            self._connection.send(thing)

    def _receive(self, patience: float) -> Any:
        assert self._connection is not None
        try:
            if self._connection.poll(patience):
                return self._connection.recv()
        except (EOFError, OSError):
            raise DiedError("the process that read it died, of memory, of time, or of a defect") from None
        raise DiedError(f"it took longer than {patience - GRACE:g} seconds")


_WORK = "diplograph.extract.run.apart"


@cache
def finder() -> BoundedProcess:
    """Return the process that opens files and finds documents in them."""
    return BoundedProcess(_WORK)


@cache
def converter() -> BoundedProcess:
    """Return the process that converts documents where this one analyses them."""
    return BoundedProcess(_WORK)


def may_start() -> bool:
    """Tell whether this process may start others, as a daemon may not."""
    return not multiprocessing.current_process().daemon


# --- in the process -----------------------------------------------------------------------------


def settle() -> None:
    """Make this a process that works for its parent: ends with it, leaves interruptions to it, and has a bound of memory."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    with suppress(ImportError, OSError, ValueError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, hard))


def _end_with(parent: int) -> None:
    """A worker whose parent was killed has nobody left to work for."""
    wait([parent])
    os._exit(1)


class Channel:
    """What work in the process gives its results to; while they are taken, no time is counted.

    Attributes:
        place: How far the file has been read that is followed, in bytes.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._limit, self._counts = 0.0, False
        self._file, self._before = -1, 0
        if hasattr(signal, "SIGALRM"):
            signal.signal(signal.SIGALRM, self._ring)

    def begin(self, limit: float) -> None:
        """Count time from now on."""
        self._limit, self._file = limit, -1
        self._resume()

    def give(self, thing: object) -> None:
        """Send a result; one that can't be sent raises what hinders it."""
        self._pause()
        try:
            self._connection.send(thing)
        finally:
            self._resume()

    def fetch(self, size: int) -> bytes:
        """Return bytes of the parent's stream, for which it may have to wait."""
        self._pause()
        self._connection.send(_Wanted(size))
        data: bytes = self._connection.recv()
        self._resume()
        return data

    def end(self, error: Exception | None = None) -> None:
        """All was given."""
        self._pause()
        self._connection.send(_Ended(error))

    def follow(self, file: int) -> None:
        """Take reading on in a file, of this number, for getting on."""
        self._file, self._before = file, 0

    @property
    def place(self) -> int:

        with suppress(OSError):
            return os.lseek(self._file, 0, os.SEEK_CUR)
        return 0

    def _pause(self) -> None:
        self._counts = False
        self._timer(0)

    def _resume(self) -> None:
        self._counts = True
        self._timer(self._limit)

    def _timer(self, seconds: float) -> None:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, seconds)

    def _ring(self, number: int, frame: object) -> None:
        if not self._counts:
            return
        place, before = self.place, self._before
        if place - before < _PROGRESS:
            raise OutOfTime(self._limit)
        self._before = place
        self.give(_Alive())


def _serve(connection: Connection, module: str) -> None:
    settle()
    import_module(module)
    channel = Channel(connection)
    with suppress(EOFError, ConnectionError):  # the parent has ended
        while True:
            work, args, limit = connection.recv()
            channel.begin(limit)
            try:
                work(channel, *args)
            except OutOfTime as why:
                channel.end(DiedError(str(why)))
            except MemoryError:
                channel.end(DiedError("it takes more memory than there is"))
            except Exception as error:  # noqa: BLE001 - raised in the parent
                channel.end(error)
            else:
                channel.end()
