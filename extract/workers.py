"""Documents analysed by several processes, in order, whatever one of them does to the process that reads it."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing.connection import wait
from types import TracebackType
from typing import Self

from diplograph.extract.analysis import LIMIT, Outcome, Settings, analyse, given_up
from diplograph.extract.read import Raw

MOST_MEMORY = 3 * 2**30
"""Bytes that a worker may take for its data, where the system can limit it; usual documents need a fifth of that."""

_CHUNK = 32  # documents that are sent at once
_CHUNK_BYTES = 500_000
_AHEAD = 3  # chunks a worker that are sent before the first is back


def analyse_all(raws: Iterable[Raw], settings: Settings, *, jobs: int, limit: float = LIMIT) -> Iterator[Outcome]:
    """Yield what becomes of each document, in their order, as worked out by ``jobs`` processes.

    A document that takes longer than ``limit`` seconds, more memory than ``MOST_MEMORY``, or its process with it,
    is given up and named; those beside it are read again.

    Raises:
        ModelError: The model is not installed, or lacks what extraction needs.
    """
    with _Pool(settings, jobs, limit) as pool:
        waiting: deque[tuple[list[Raw], Future[list[Outcome]]]] = deque()
        for chunk in _chunks(raws):
            waiting.append((chunk, pool.submit(chunk)))
            if len(waiting) >= _AHEAD * jobs:
                yield from pool.result(waiting)
        while waiting:
            yield from pool.result(waiting)


class _Pool:
    """A pool of processes that is replaced when one of them dies."""

    def __init__(self, settings: Settings, jobs: int, limit: float) -> None:
        self.settings, self.jobs, self.limit = settings, jobs, limit
        self._executor = self._new()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._executor.shutdown(wait=error is None, cancel_futures=True)

    def submit(self, chunk: list[Raw]) -> "Future[list[Outcome]]":
        """Have a chunk analysed."""
        try:
            return self._executor.submit(analyse, chunk, self.settings, limit=self.limit)
        except BrokenProcessPool:
            broken: Future[list[Outcome]] = Future()
            broken.set_exception(BrokenProcessPool())
            return broken

    def result(self, waiting: "deque[tuple[list[Raw], Future[list[Outcome]]]]") -> list[Outcome]:
        """Return the outcomes of the chunk that was sent first; if a process died, find out for which document."""
        chunk, future = waiting.popleft()
        try:
            return future.result()
        except BrokenProcessPool:
            self._restart()
            outcomes = [self._alone(raw) for raw in chunk]
            for n, (later, lost) in enumerate(waiting):
                if not lost.done() or lost.exception() is not None:
                    waiting[n] = later, self.submit(later)
            return outcomes

    def _alone(self, raw: Raw) -> Outcome:
        try:
            return self.submit([raw]).result()[0]
        except BrokenProcessPool:
            self._restart()
            return given_up(raw, "the process that read it died, of memory, of time, or of a defect")

    def _new(self) -> ProcessPoolExecutor:
        # spawn: a fork would copy the locks of threads that it does not copy
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self.jobs, context, initializer=_start)

    def _restart(self) -> None:
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._executor = self._new()


def _chunks(raws: Iterable[Raw]) -> Iterator[list[Raw]]:
    chunk: list[Raw] = []
    size = 0
    for raw in raws:
        chunk.append(raw)
        size += len(raw.data) if isinstance(raw.data, bytes) else sum(len(str(v)) for v in raw.data.values())
        if len(chunk) == _CHUNK or size >= _CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


# --- in the worker ------------------------------------------------------------------------------


def _start() -> None:
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
