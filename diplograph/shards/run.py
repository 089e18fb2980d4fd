"""All shards, by this process or by several of this machine."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from diplograph.extract.run.apart import analyse_some
from diplograph.extract.run.workers import in_processes
from diplograph.shards.plan import Shard
from diplograph.shards.work import Job, ShardResult, State, attempt, failed

DIED = "the process that worked on it died, of memory, of time, or of a defect; split it, or give it more memory"


@dataclass(slots=True)
class Totals:
    """What a run has done so far.

    Attributes:
        done: Shards that were worked on.
        found: Shards that had been finished before.
        failed: The names of those that could not be finished.
        documents: Documents of the shards that are finished.
        contacts: Their contacts.
        foreign: Documents that are not in English and were left alone, by language.
        alike: Two shards whose first documents have one identifier.
    """

    done: int = 0
    found: int = 0
    failed: list[str] = field(default_factory=list)
    documents: int = 0
    contacts: int = 0
    foreign: Counter[str] = field(default_factory=Counter)
    alike: tuple[str, str] | None = None
    _first: dict[str, str] = field(default_factory=dict)

    @property
    def shards(self) -> int:
        """How many there were."""
        return self.done + self.found + len(self.failed)

    def add(self, result: ShardResult) -> None:
        """Count a shard."""
        self.done += result.state is State.DONE
        self.found += result.state is State.FOUND
        self.documents += result.documents
        self.contacts += result.contacts
        self.foreign.update(result.foreign)
        if result.state is State.FAILED:
            self.failed.append(result.name)
        if result.first is not None and self.alike is None:
            other = self._first.setdefault(result.first, result.name)
            self.alike = (other, result.name) if other != result.name else None


def run(shards: Iterable[Shard], job: Job, *, jobs: int = 1) -> Iterator[ShardResult]:
    """Yield what becomes of each shard, in their order, as worked out by ``jobs`` processes.

    Raises:
        OutputError: The folder can't be written to.
        ModelError: The model is not installed, or lacks what extraction needs.
    """
    if jobs == 1:
        yield from (attempt(shard, job, analyse=analyse_some) for shard in shards)
        return
    for results in in_processes(([shard] for shard in shards), partial(_attempts, job=job), _lost, jobs=jobs):
        yield from results


def _attempts(shards: list[Shard], job: Job) -> list[ShardResult]:
    return [attempt(shard, job) for shard in shards]


def _lost(shard: Shard) -> ShardResult:
    return failed(shard, DIED)
