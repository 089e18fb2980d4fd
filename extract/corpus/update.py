"""Bring a corpus up to date with its inputs: what is new or was read otherwise is analysed, the rest is left."""

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

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
        foreign: Those of the written that are not in English and were left alone, by language.
    """

    read: int = 0
    unchanged: int = 0
    unreadable: int = 0
    contacts: int = 0
    foreign: Counter[str] = field(default_factory=Counter)


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
    version = versions(settings)

    def new() -> Iterator[Raw]:
        for raw in raws:
            if corpus.holds(raw.id, version(raw)):
                corpus.moved(raw.id, raw.file)
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
    corpus.check_place()
    return tally


def versions(settings: Settings) -> Callable[[Raw], Version]:
    """Return what tells of a document what its contacts depend on besides the text.

    Raises:
        ModelError: The model is not installed.
    """
    model, rules = identity(settings.model), rules_version()
    return lambda raw: Version(_hash(raw, settings), model, rules, settings.any_language)


def prune(corpus: Corpus, folders: Iterable[str | Path]) -> list[str]:
    """Remove the documents whose files were in these folders and are gone; return their ids, sorted.

    A file counts as gone only where the system says that there is none: not where a folder is missing that was given, or
    one can't be looked into.

    Raises:
        CorpusError: The corpus can't be written to.
    """
    gone = set[str]()
    for folder in folders:
        if Path(folder).is_dir():
            held = corpus.below(os.path.abspath(folder))  # noqa: PTH100 - as files are called that are read
            gone.update(id for id, file in held if _is_gone(file))
    corpus.remove(sorted(gone))
    return sorted(gone)


def _is_gone(file: str) -> bool:
    try:
        os.stat(file)  # noqa: PTH116 - Path.exists takes what can't be looked into for gone
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        return False
    return False


def _write(corpus: Corpus, outcome: Outcome, version: Version, tally: Tally) -> None:
    if corpus.put(outcome, version):
        tally.read += 1
        tally.unreadable += outcome.document is None or outcome.failed
        tally.contacts += len(outcome.contacts)
        if outcome.foreign and outcome.language:
            tally.foreign[outcome.language] += 1
    else:
        tally.unchanged += 1


def _hash(raw: Raw, settings: Settings) -> str:
    return hashlib.sha256(f"{raw.digest()} {settings.date}".encode()).hexdigest()
