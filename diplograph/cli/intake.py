"""What the commands share that read documents: which, how, by how many processes, and what is said meanwhile."""

import datetime as dt
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from diplograph.cli.common import plural, reading_options
from diplograph.cli.deciding import Deciding
from diplograph.cli.table import printable
from diplograph.errors import DiplographError, InputError
from diplograph.extract.provenance import Digest
from diplograph.extract.read.formats import listed_titles
from diplograph.extract.read.text import InputNotice, KindsNotRead
from diplograph.extract.run.fates import Fate, Fates, Skipped, fate, not_in_english

if TYPE_CHECKING:
    from diplograph.extract.corpus import Tally
    from diplograph.extract.model import Contact, Document
    from diplograph.extract.read import Columns, Raw
    from diplograph.extract.read.meter import Meter
    from diplograph.extract.run.analysis import Outcome, Settings
    from diplograph.shards import ShardResult, Totals

_MOST_WARNINGS = 20
_FOREIGN = "they were not read, --any-language reads them"
_BETWEEN_UPDATES = 0.1  # seconds
_SETTLED = 3.0  # seconds after which a rate means something
_MEANT = {"id": "identifier", "url": "address"}
_COLUMNS = ("text", "id", "title", "date", "url", "publisher")

_Function = TypeVar("_Function", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Reading:
    """How documents are read.

    Attributes:
        columns: The columns of tables that are named, by field.
        jobs: Processes that analyse; 1 for this one alone.
        any_language: Whether documents are read that are not in English.
    """

    date: dt.date | None = None
    model: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    jobs: int = 1
    any_language: bool = False

    def settings(self) -> "Settings":
        """Return what decides on the contacts of a document besides itself."""
        from diplograph.extract.run.analysis import Settings

        named = {"model": self.model} if self.model else {}
        return Settings(date=self.date, any_language=self.any_language, **named)

    def mapping(self) -> "Columns":
        """Return which columns hold what."""
        from diplograph.extract.read import Columns

        return Columns(**dict(self.columns))


def intake_options(function: _Function) -> _Function:
    """Add --date, --model, --jobs, --any-language and the names of columns, passed on together as ``reading``.

    In the help, {formats} becomes the formats that are read.
    """

    @wraps(function)
    def wrapped(*args: Any, **named: Any) -> Any:
        columns = ((field, named.pop(f"{field}_column")) for field in _COLUMNS)
        given = {field.name: named.pop(field.name) for field in fields(Reading) if field.name != "columns"}
        return function(*args, reading=Reading(columns=tuple(c for c in columns if c[1]), **given), **named)

    wrapped.__doc__ = (function.__doc__ or "").replace("{formats}", listed_titles())
    for field in reversed(_COLUMNS):
        text = "A table's column with the text, if it is not text, body, content or the like."
        text = text if field == "text" else f"The same for the {_MEANT.get(field, field)}."
        wrapped = click.option(f"--{field}-column", metavar="NAME", help=text)(wrapped)
    jobs = click.option(
        "-j", "--jobs", type=click.IntRange(1, 256), metavar="N", default=1, show_default="1",
        help="Processes that analyse; each takes a core and half a GB.",
    )  # fmt: skip
    foreign = click.option("--any-language", is_flag=True, help="Read documents too that are not in English.")
    return cast(_Function, reading_options(jobs(foreign(wrapped))))


class Intake:
    """Follows what is read: counts it, shows progress on a terminal, and passes problems on as warnings.

    Attributes:
        documents: How many were read.
        fates: How many of them became what.
        digest: Of the documents that were analysed.
        files: The files that they came from, by absolute path.
        each: Is called with what became of each document, where somebody wants to know.
        contacts: How many were found or read.
        apart: How many contacts only a time less firm places in the days that were asked for.
        beside: These contacts, where all are held anyway.
        note: What else is worth telling of it.
        quiet: Whether to tell of problems only.
        live: Whether somebody watches.
        deciding: What was decided on the contacts.
    """

    def __init__(self, *, quiet: bool, deciding: Deciding | None = None) -> None:
        self.deciding = deciding or Deciding(found=False)
        self.documents = self.contacts = self.apart = 0
        self.fates = Fates()
        self.digest, self.files = Digest(), set[str]()
        self._named = Counter[str]()  # of those not in English, the ones that were warned of
        self.each: Callable[[Fate], None] | None = None
        self.beside: list[Contact] = []
        self.note = ""
        self._problems = self._gatherings = 0
        self.quiet = quiet
        self.live = not quiet and sys.stderr.isatty()
        self._next = 0.0
        self._meter: Meter | None = None
        self._began = time.monotonic()

    def read(
        self, inputs: Iterable[str], date: dt.date | None, stdin: Any = None, columns: "Columns | None" = None
    ) -> "Iterator[Document]":
        """Yield the documents of the inputs.

        Raises:
            InputError: Not one could be read.
        """
        from diplograph.extract.run.apart import converted_some

        settings = Reading(date=date, any_language=True).settings()
        for outcomes in converted_some(self._raws(inputs, columns, stdin), settings):
            for outcome in outcomes:
                for problem in outcome.problems:
                    self.warn(problem)
                if outcome.document is not None:
                    self.documents += 1
                    self._progress()
                    yield outcome.document
        self._check()

    def extract(self, documents: "Iterable[Document]", model: str | None) -> "Iterator[Contact]":
        """Yield the contacts of the documents."""
        self._progress("Loading spaCy ...")
        from diplograph.extract.pipeline import extract_contacts

        yield from self.counted(extract_contacts(documents, model=model, on_error=self.warn))

    def analyse(self, inputs: Iterable[str], reading: Reading, stdin: Any = None) -> "Iterator[Contact]":
        """Yield the contacts of the documents of the inputs, in their order, by as many processes as are wanted."""
        from diplograph.extract.run.bounded import converter, finder

        finder().start()  # before what takes as long to import here
        if reading.jobs == 1:
            converter().start()
        yield from self.counted(self._found(inputs, reading, stdin))

    def _found(self, inputs: Iterable[str], reading: Reading, stdin: Any) -> "Iterator[Contact]":
        for outcome in self._outcomes(self._raws(inputs, reading.mapping(), stdin), reading):
            for problem in outcome.problems:
                self.warn(problem)
            if outcome.document is not None:
                self.documents += 1
                self.digest += Digest.of(outcome.document)
            self._met(fate(outcome))
            self._progress()
            if outcome.document is not None:
                text = outcome.document.text
                yield from self.deciding.settle(outcome.document.source, outcome.contacts, text, self.warn)

    def _outcomes(self, raws: "Iterator[Raw]", reading: Reading) -> "Iterator[Outcome]":
        self._progress("Loading spaCy ...")
        from diplograph.extract.run.apart import analyse_here
        from diplograph.extract.run.workers import analyse_all

        settings = reading.settings()
        yield from analyse_all(raws, settings, jobs=reading.jobs) if reading.jobs > 1 else analyse_here(raws, settings)

    def update(self, path: str, inputs: Iterable[str], reading: Reading) -> "Tally":
        """Bring a corpus file up to date with the inputs, and return what was done.

        Raises:
            InputError: There were problems, and not one document was read or was there.
        """
        from diplograph.extract.corpus import Corpus, update

        def tell(tally: "Tally") -> None:
            self.documents, self.contacts = tally.read + tally.unchanged, tally.contacts
            self._progress()

        with Corpus(path, create=True) as corpus:
            raws = self._raws(inputs, reading.mapping())
            tally = update(corpus, raws, reading.settings(), jobs=reading.jobs, on_error=self.warn, on_progress=tell)
        self.fates.foreign = tally.foreign
        self._finish()
        return tally

    def follow(self, results: "Iterable[ShardResult]", every: int) -> "Totals":
        """Add up what becomes of shards; problems of those that were finished before are not told again.

        Args:
            every: How many shards there are, to show how far it is; 0 if unknown.

        Raises:
            InputError: There were problems, and not one document was read.
        """
        from diplograph.shards import State, Totals

        totals = Totals()
        self._progress("Loading spaCy ...")
        for result in results:
            totals.add(result)
            self.documents, self.contacts = totals.documents, totals.contacts
            self.fates.foreign = totals.foreign
            if result.state is not State.FOUND:
                for problem in result.problems:
                    self.warn(InputError(problem))
                self._problems += result.more
            self._progress(f"{totals.shards:,} of {plural(every, 'shard')}, {plural(self.contacts, 'contact')} found")
        self._finish()
        return totals

    def counted(self, contacts: "Iterable[Contact]") -> "Iterator[Contact]":
        """Yield the contacts and count them.

        Raises:
            InputError: There were problems and nothing was read.
        """
        for contact in contacts:
            self.contacts += 1
            self._gatherings += contact.is_gathering
            self._progress()
            yield contact
        self._finish()

    def warn(self, error: DiplographError) -> None:
        """Warn of a problem; after the first twenty, only count."""
        self._problems += 1
        if self._problems <= _MOST_WARNINGS:
            self._clear()
            click.echo(_warning(printable(str(error))), err=True)

    def _met(self, one: Fate) -> None:
        self.fates.add(one)
        if self.each is not None:
            self.each(one)

    def _unread(self, error: DiplographError) -> None:
        """Note what no document came from, and warn of it."""
        if isinstance(error, KindsNotRead) or not isinstance(error, InputNotice):
            why = Skipped.KINDS if isinstance(error, KindsNotRead) else Skipped.UNREADABLE
            self._met(Fate(None, skipped=why, problem=str(error)))
        self.warn(error)

    def _finish(self) -> None:
        self._clear()
        self._check()
        if self._problems > _MOST_WARNINGS:
            click.echo(f"Warning: {self._problems - _MOST_WARNINGS} more warnings are not shown.", err=True)
            self._problems = 0
        if self._gatherings:
            click.echo(_warning(_gatherings(self._gatherings)), err=True)
            self._gatherings = 0
        foreign, self._named = self.fates.foreign - self._named, Counter(self.fates.foreign)
        if foreign:
            reads = "it was not read, --any-language reads it" if foreign.total() == 1 else _FOREIGN
            click.echo(_warning(f"{not_in_english(foreign)}; {reads}."), err=True)
        for line in self.deciding.problems():
            click.echo(_warning(printable(line)), err=True)
        applied = self.deciding.applied()
        if applied and not self.quiet:
            click.echo(applied, err=True)

    def _check(self) -> None:
        if self._problems and not self.documents and not self.contacts:
            raise InputError("Nothing could be read: see the warnings above.")

    def _raws(self, inputs: Iterable[str], columns: "Columns | None", stdin: Any = None) -> "Iterator[Raw]":
        from diplograph.extract.read import read_raw
        from diplograph.extract.run.apart import reader

        meter, report = self._measured(inputs), self._unread
        for raw in read_raw(inputs, columns=columns, stdin=stdin, on_error=report, meter=meter, reader=reader()):
            if raw.file is not None:
                self.files.add(raw.file)
            yield raw

    def _measured(self, inputs: Iterable[str]) -> "Meter | None":
        """Return what tells how far the reader is, if anybody looks."""
        if self.live:
            from diplograph.extract.read.meter import Meter

            self._meter = Meter()
            self._meter.measure(given for given in inputs if given != "-" and Path(given).exists())
            self._began = time.monotonic()
        return self._meter

    def _progress(self, text: str = "") -> None:
        if self.live and time.monotonic() >= self._next:
            self._next = time.monotonic() + _BETWEEN_UPDATES
            counts = f"{plural(self.documents, 'document')} read, {plural(self.contacts, 'contact')} found"
            click.echo(f"\r\x1b[K{text or counts + self._pace()}", err=True, nl=False, color=True)

    def _pace(self) -> str:
        """Say how fast it goes and how long it will take, once that can be told."""
        took = time.monotonic() - self._began
        if took < _SETTLED or not self.documents:
            return ""
        pace = f", {self.documents / took:,.1f} documents a second"
        total, done = (self._meter.total, self._meter.done()) if self._meter else (0, 0)
        if not 0 < done < total:
            return pace
        return f"{pace}, {done / total:.0%}, {_duration(took * (total - done) / done)} left"

    def _clear(self) -> None:
        if self.live:
            click.echo("\r\x1b[K", err=True, nl=False, color=True)


def _warning(text: str) -> str:
    return click.style("Warning: ", fg="yellow") + text


def _gatherings(count: int) -> str:
    """Say that contacts have too many parties to tell who met whom."""
    from diplograph.extract.model import MOST_PAIRED

    keeps = "it is kept whole and makes" if count == 1 else "they are kept whole and make"
    has = "has" if count == 1 else "have"
    return (
        f"{plural(count, 'contact')} {has} more than {MOST_PAIRED} parties: {keeps} no pair, in no graph and no count."
    )


def _duration(seconds: float) -> str:
    """Return "40 s", "12 min" or "3 h 20 min"."""
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
