"""A few documents, from as they were found to their contacts: the unit of work of every way to run many."""

import ctypes
import datetime as dt
import faulthandler
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from diplograph.errors import DiplographError, ExtractionError
from diplograph.extract.limits import OutOfTime
from diplograph.extract.manifest import DEFAULT_MODEL
from diplograph.extract.model import Contact, Document
from diplograph.extract.read import Raw, convert
from diplograph.extract.text.language import ENGLISH, language

_GRACE = 10  # seconds


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides, besides a document itself, which contacts are found in it.

    Attributes:
        model: An installed English spaCy pipeline.
        date: The day of documents that don't tell theirs.
        any_language: Whether documents are read that are not in English.
    """

    model: str = DEFAULT_MODEL
    date: dt.date | None = None
    any_language: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document.

    Attributes:
        document: As it was read; None if it could not be.
        contacts: In text order.
        problems: What was wrong with it, each a sentence; with a document, what hindered only in part.
        failed: Whether its text could be read but not be analysed.
        language: By ISO 639-1, as ``diplograph.extract.text.language`` tells it; None if it could not be read.
        foreign: Whether it was left alone since it is not in English.
    """

    raw: Raw
    document: Document | None
    contacts: tuple[Contact, ...] = ()
    problems: tuple[DiplographError, ...] = ()
    failed: bool = False
    language: str | None = None
    foreign: bool = False


def analyse(
    found: Sequence[Raw | Outcome], settings: Settings, *, limit: float | None = None, ends: bool = True
) -> list[Outcome]:
    """Return what becomes of each document, in their order.

    Args:
        found: Documents as they were found, or as ``converted`` has left them.
        limit: Seconds that each may take; None for no limit.
        ends: Whether the process ends soon after, where the limit is not heard because compiled code is at work. It is
            for a process that does nothing else.

    Raises:
        ModelError: The model is not installed, or lacks what extraction needs.
    """
    from diplograph.extract.pipeline import load

    nlp = load(settings.model)
    try:
        with within(limit, ends=ends), nlp.memory_zone():
            return _analyse(found, settings)
    except OutOfTime:
        if len(found) > 1:
            return [outcome for one in found for outcome in analyse([one], settings, limit=limit, ends=ends)]
        return [given_up(found[0], f"it took longer than {limit:g} seconds")]


def given_up(found: Raw | Outcome, why: str) -> Outcome:
    """Return the outcome of a document that can't be analysed in reason."""
    raw = found.raw if isinstance(found, Outcome) else found
    problem = f"{raw.name.shown} was given up: {why}; split it, or take out what is not prose."
    return Outcome(raw, None, problems=(ExtractionError(problem, raw.id),), failed=True)


def _analyse(found: Sequence[Raw | Outcome], settings: Settings) -> list[Outcome]:
    from diplograph.extract.pipeline import parse

    read = (one if isinstance(one, Outcome) else converted(one, settings) for one in found)
    outcomes = {one.raw.id: one for one in read}
    documents = [o.document for o in outcomes.values() if o.document is not None and not o.foreign]
    failures: list[DiplographError] = []
    for doc in parse(documents, model=settings.model, whole=False, on_error=failures.append):
        key = doc._.diplograph_origin.source.id
        outcomes[key] = replace(outcomes[key], contacts=doc._.contacts)
    for failure in failures:
        assert isinstance(failure, ExtractionError) and failure.document is not None
        one = outcomes[failure.document]
        failed = one.failed or failure.sentence is None
        outcomes[failure.document] = replace(one, problems=(*one.problems, failure), failed=failed)
    return list(outcomes.values())


def converted(raw: Raw, settings: Settings) -> Outcome:
    """Return what becomes of a document up to where contacts are looked for."""
    problems: list[DiplographError] = []
    document = convert(raw, settings.date, problems.append)
    told = language(document.text[document.body :]) if document else None
    foreign = told not in (None, ENGLISH) and not settings.any_language
    return Outcome(raw, document, problems=tuple(problems), language=told, foreign=foreign)


@contextmanager
def within(limit: float | None, *, ends: bool) -> Iterator[None]:
    """Raise ``OutOfTime`` in the block if it takes longer than ``limit`` seconds; end the process if that is not heard."""
    if limit is None:
        yield
        return
    heard = threading.current_thread() is threading.main_thread() and hasattr(signal, "setitimer")
    with _watchdog(limit + _GRACE) if ends else nullcontext(), (_alarm if heard else _timer)(limit):
        yield


@contextmanager
def _watchdog(limit: float) -> Iterator[None]:
    with Path(os.devnull).open("w") as nowhere:
        faulthandler.dump_traceback_later(limit, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


@contextmanager
def _alarm(limit: float) -> Iterator[None]:
    def ring(number: int, frame: object) -> None:
        raise OutOfTime(limit)

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, limit)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _timer(limit: float) -> Iterator[None]:
    """Do what ``_alarm`` does in any thread: only the main one hears signals."""
    worker, lock, over = ctypes.c_ulong(threading.get_ident()), threading.Lock(), threading.Event()

    def ring() -> None:
        with lock:
            if not over.is_set():
                ctypes.pythonapi.PyThreadState_SetAsyncExc(worker, ctypes.py_object(OutOfTime))

    timer = threading.Timer(limit, ring)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        with lock:
            over.set()
            ctypes.pythonapi.PyThreadState_SetAsyncExc(worker, None)
