"""All shards, by the workers of a dask scheduler, which may come, go and die while it runs."""

import logging
import re
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any

from diplograph.errors import ClusterError, DiplographError
from diplograph.shards.plan import Shard
from diplograph.shards.run import DIED
from diplograph.shards.work import Job, ShardResult, attempt, failed, installed

TIMEOUT = 10
"""Seconds in which a scheduler must answer."""

PATIENCE = 60
"""Seconds to wait for a worker where there is none."""

_AHEAD = 3  # shards a thread that are sent before the first is back
_LOOK = 2  # seconds after which to see whether workers are there
_ADDRESS = re.compile(r"([a-z]+://)?[^/\s]+:[0-9]+")
_LACKS = "has no diplograph, or another version"
_one_at_a_time = threading.Lock()


def run_on(
    scheduler: str, shards: Iterable[Shard], job: Job, *, on_error: Callable[[DiplographError], None]
) -> Iterator[ShardResult]:
    """Yield what becomes of each shard, as they are finished.

    A shard that kills its workers is tried once more when all others are finished, then given up and named.

    Args:
        scheduler: Its address, or the file that ``dask scheduler --scheduler-file`` has written.
        on_error: Called with what hinders a worker but does not stop it.

    Raises:
        ClusterError: No scheduler answers, no worker comes, or one has something else installed.
        DiplographError: What hinders a worker in every shard, with its address.
    """
    with _connected(scheduler) as client:
        work = _Work(client, job)
        work.wait_for_workers()
        _check(client, job, on_error)
        yield from work.results(iter(shards))


@contextmanager
def _connected(scheduler: str) -> Iterator[Any]:
    try:
        from distributed import Client
        from distributed.client import FuturesCancelledError
    except ImportError as error:
        raise ClusterError(f'--dask needs another library: run `pip install "diplograph[dask]"` ({error}).') from None
    for name in [name for name in logging.root.manager.loggerDict if name.startswith("distributed")]:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)  # what it tells of lost workers is told here
    where = {"address": scheduler} if _is_address(scheduler) else {"scheduler_file": scheduler}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of other versions of its own
            client = Client(**where, timeout=TIMEOUT, set_as_default=False)
    except (OSError, ValueError, KeyError, TypeError) as error:
        what = str(error).partition("\n")[0] or type(error).__name__
        raise ClusterError(
            f"No dask scheduler answers at {scheduler} ({what:.200}): start one with `dask scheduler`."
        ) from None
    try:
        with client.as_current():
            yield client
    except (FuturesCancelledError, OSError):
        raise ClusterError(
            f"The dask scheduler at {scheduler} went away: start it anew and run this again, which goes on."
        ) from None
    finally:
        with suppress(OSError):
            client.close(timeout=TIMEOUT)


def _is_address(scheduler: str) -> bool:
    if Path(scheduler).is_file():
        return False
    if not _ADDRESS.fullmatch(scheduler):
        raise ClusterError(
            f"There is no file {scheduler}: give that which `dask scheduler --scheduler-file` writes, or an address"
            " such as tcp://10.0.0.1:8786."
        )
    return True


def _check(client: Any, job: Job, on_error: Callable[[DiplographError], None]) -> None:
    """See that scheduler and workers have what is installed here.

    Raises:
        ClusterError: One has not.
    """
    try:
        client.run_on_scheduler(_ready)
    except (ImportError, AttributeError) as error:
        raise ClusterError(f"The scheduler {_LACKS} ({error}): install the same there.") from None
    for worker, there in client.run(installed, job.settings.model, on_error="return").items():
        if isinstance(there, DiplographError):
            raise ClusterError(f"The worker {worker} can't work: {there}")
        if isinstance(there, dict):
            _compare(worker, there, job)
        elif not isinstance(there, OSError):  # which is one that has just gone
            raise ClusterError(f"The worker {worker} {_LACKS} ({there}): install the same there.")
    _advise(client.nthreads(), on_error)


def _ready() -> None:
    """Do nothing, where this module is installed."""


def _advise(threads: dict[str, int], on_error: Callable[[DiplographError], None]) -> None:
    for worker, count in threads.items():
        if count > 1:
            on_error(
                ClusterError(
                    f"The worker {worker} has {count} threads, of which only one works at a time: start it with"
                    f" `--nworkers {count} --nthreads 1`."
                )
            )


def _compare(worker: str, there: dict[str, str], job: Job) -> None:
    for what, wanted in job.installed.items():
        if there.get(what) != wanted:
            raise ClusterError(
                f"The worker {worker} has {what} {there.get(what)} where this machine has {wanted}: install the same."
            )


class _Work:
    """Shards on their way."""

    def __init__(self, client: Any, job: Job) -> None:
        self.client, self.job = client, job
        self._pending: dict[Any, Shard] = {}

    def wait_for_workers(self) -> int:
        """Return how many threads all workers have.

        Raises:
            ClusterError: There are none for a minute.
        """
        until = time.monotonic() + PATIENCE
        while not (threads := sum(map(int, self.client.nthreads().values()))):
            if time.monotonic() > until:
                raise ClusterError(
                    f"The scheduler has had no worker for {PATIENCE} seconds: start some with"
                    f" `dask worker {self.client.scheduler.address} --nthreads 1`, and run this again, which goes on."
                )
            time.sleep(_LOOK / 10)
        return threads

    def results(self, shards: Iterator[Shard]) -> Iterator[ShardResult]:
        """Yield what becomes of each shard; those that killed a worker last, each alone."""
        suspects: list[Shard] = []
        while self._send(shards):
            for shard, result in self._finished():
                if result is None:
                    suspects.append(shard)
                else:
                    yield result
        for shard in suspects:
            self._send(iter([shard]))
            while self._pending:
                yield from (result or failed(shard, DIED) for _, result in self._finished())

    def _send(self, shards: Iterator[Shard]) -> int:
        """Keep as many shards on their way as keep the workers busy, and return how many that are."""
        most = _AHEAD * self.wait_for_workers() + _AHEAD
        for shard in islice(shards, max(0, most - len(self._pending))):
            future = self.client.submit(_task, shard, self.job, pure=False)
            self._pending[future] = shard
        return len(self._pending)

    def _finished(self) -> list[tuple[Shard, ShardResult | None]]:
        """Return what is finished, after a while perhaps nothing; no report is that of a shard that killed workers."""
        from distributed import wait

        try:
            done, _ = wait(list(self._pending), timeout=_LOOK, return_when="FIRST_COMPLETED")
        except TimeoutError:
            return []
        return [(self._pending.pop(future), _result(future)) for future in done]


def _result(future: Any) -> ShardResult | None:
    from distributed import KilledWorker

    try:
        result: ShardResult = future.result()
    except KilledWorker:
        return None
    except (ImportError, AttributeError) as error:
        raise ClusterError(f"A worker {_LACKS} ({error}): install the same there.") from None
    return result


def _task(shard: Shard, job: Job) -> ShardResult:
    """Work on a shard, as a worker does in one of its threads."""
    from distributed import get_worker

    worker = str(get_worker().address)
    with _one_at_a_time:
        try:
            _compare(worker, installed(job.settings.model), job)
            return attempt(shard, job)
        except ClusterError:
            raise
        except DiplographError as error:
            raise ClusterError(f"The worker {worker} can't work: {error}") from None
