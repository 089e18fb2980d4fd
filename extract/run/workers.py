"""Work done by several processes, in order, whatever a document does to the process that reads it."""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from types import TracebackType
from typing import Generic, Self, TypeVar

from diplograph.extract.limits import SECONDS
from diplograph.extract.read import Raw
from diplograph.extract.run.analysis import Outcome, Settings, analyse, given_up
from diplograph.extract.run.bounded import settle

_CHUNK = 32  # documents that are sent at once
_CHUNK_BYTES = 500_000
_AHEAD = 3  # chunks a worker that are sent before the first is back

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


def analyse_all(raws: Iterable[Raw], settings: Settings, *, jobs: int, limit: float = SECONDS) -> Iterator[Outcome]:
    """Yield what becomes of each document, in their order, as worked out by ``jobs`` processes.

    A document that takes longer than ``limit`` seconds, more memory than ``MOST_MEMORY``, or its process with it,
    is given up and named; those beside it are read again.

    Raises:
        ModelError: The model is not installed, or lacks what extraction needs.
    """
    work = partial(analyse, settings=settings, limit=limit)
    for outcomes in in_processes(chunks(raws), work, _lost, jobs=jobs):
        yield from outcomes


def in_processes(
    tasks: Iterable[list[_Task]],
    work: Callable[[list[_Task]], list[_Result]],
    lost: Callable[[_Task], _Result],
    *,
    jobs: int,
) -> Iterator[list[_Result]]:
    """Yield what ``work`` makes of each list of tasks, in their order.

    If a process dies, its tasks are tried again one by one.

    Args:
        work: Sent to the processes, so that it must be importable there.
        lost: Makes the result of a task that alone has killed its process.
    """
    with _Pool(work, lost, jobs) as pool:
        waiting: deque[tuple[list[_Task], Future[list[_Result]]]] = deque()
        for chunk in tasks:
            waiting.append((chunk, pool.submit(chunk)))
            if len(waiting) >= _AHEAD * jobs:
                yield pool.result(waiting)
        while waiting:
            yield pool.result(waiting)


class _Pool(Generic[_Task, _Result]):
    """A pool of processes that is replaced when one of them dies."""

    def __init__(
        self, work: Callable[[list[_Task]], list[_Result]], lost: Callable[[_Task], _Result], jobs: int
    ) -> None:
        self.work, self.lost, self.jobs = work, lost, jobs
        self._executor = self._new()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._executor.shutdown(wait=error is None, cancel_futures=True)

    def submit(self, chunk: list[_Task]) -> "Future[list[_Result]]":
        """Have a chunk worked on."""
        try:
            return self._executor.submit(self.work, chunk)
        except BrokenProcessPool:
            broken: Future[list[_Result]] = Future()
            broken.set_exception(BrokenProcessPool())
            return broken

    def result(self, waiting: "deque[tuple[list[_Task], Future[list[_Result]]]]") -> list[_Result]:
        """Return the results of the chunk that was sent first; if a process died, find out for which task."""
        chunk, future = waiting.popleft()
        try:
            return future.result()
        except BrokenProcessPool:
            self._restart()
            results = [self._alone(task) for task in chunk]
            for n, (later, lost) in enumerate(waiting):
                if not lost.done() or lost.exception() is not None:
                    waiting[n] = later, self.submit(later)
            return results

    def _alone(self, task: _Task) -> _Result:
        try:
            return self.submit([task]).result()[0]
        except BrokenProcessPool:
            self._restart()
            return self.lost(task)

    def _new(self) -> ProcessPoolExecutor:
        # spawn: a fork would copy the locks of threads that it does not copy
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self.jobs, context, initializer=settle)

    def _restart(self) -> None:
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._executor = self._new()


def _lost(raw: Raw) -> Outcome:
    return given_up(raw, "the process that read it died, of memory, of time, or of a defect")


def chunks(raws: Iterable[Raw]) -> Iterator[list[Raw]]:
    """Gather documents until they are many or long."""
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
