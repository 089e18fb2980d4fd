"""Bring a corpus up to date with its inputs: what is new or was read otherwise is analysed, the rest is left."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from diplograph.errors import DiplographError
from diplograph.extract.corpus.rules import rules_version
from diplograph.extract.corpus.store import Corpus, Version
from diplograph.extract.manifest import identity
from diplograph.extract.read import Raw
from diplograph.extract.run.analysis import Outcome, Settings
from diplograph.extract.run.workers import analyse_all

_UNINDEXED = 5_000  # documents, at most, that a long run leaves out of the index of sentences


@dataclass(slots=True)
class Tally:
    """What an update has done so far.

    Attributes:
        read: Documents that were analysed and written, or noted as unreadable.
        unchanged: Documents that the corpus held already.
        unreadable: Those of the written that could not be read, or were given up.
        contacts: Contacts of the documents that were written.
    """

    read: int = 0
    unchanged: int = 0
    unreadable: int = 0
    contacts: int = 0


def update(
    corpus: Corpus,
    raws: Iterable[Raw],
    settings: Settings,
    *,
    jobs: int = 1,
    on_error: Callable[[DiplographError], None] | None = None,
    on_progress: Callable[[Tally], None] | None = None,
) -> Tally:
    """Add what is new among ``raws``, in one transaction a document, so that whatever ends it loses nothing finished.

    Args:
        raws: What ``read_raw`` yields.
        jobs: Processes that analyse; another one, this, reads and writes.
        on_error: Called with each problem of a document that is read now.
        on_progress: Called after each document.

    Raises:
        CorpusError: The corpus can't be written to.
        ModelError: The model is not installed, or lacks what extraction needs.
    """
    tally = Tally()
    tell = on_progress or (lambda tally: None)
    model, rules = identity(settings.model), rules_version()

    def version(raw: Raw) -> Version:
        return Version(_hash(raw, settings), model, rules)

    def new() -> Iterator[Raw]:
        for raw in raws:
            if corpus.holds(raw.id, version(raw)):
                tally.unchanged += 1
                tell(tally)
            else:
                yield raw

    for outcome in analyse_all(new(), settings, jobs=jobs):
        _write(corpus, outcome, version(outcome.raw), tally)
        for problem in outcome.problems if on_error else ():
            on_error(problem)  # type: ignore[misc]
        if tally.read % _UNINDEXED == 0:
            corpus.index()
        tell(tally)
    corpus.index()
    return tally


def _write(corpus: Corpus, outcome: Outcome, version: Version, tally: Tally) -> None:
    if corpus.put(outcome, version):
        tally.read += 1
        tally.unreadable += outcome.document is None or outcome.failed
        tally.contacts += len(outcome.contacts)
    else:
        tally.unchanged += 1


def _hash(raw: Raw, settings: Settings) -> str:
    return hashlib.sha256(f"{raw.digest()} {settings.date}".encode()).hexdigest()
