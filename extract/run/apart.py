"""Files are opened, and documents converted, in processes of their own, one for each, whatever is in them.

The walk through folders, and which documents were met before, stay here.
"""

import io
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from diplograph.errors import DiplographError, InputError, OnError
from diplograph.extract.limits import SECONDS, OutOfTime
from diplograph.extract.read import Columns, Raw
from diplograph.extract.read.contents import STDIN, Reader, read_opened, read_unnamed, refused
from diplograph.extract.read.faults import given_up as gave_up
from diplograph.extract.read.meter import Meter
from diplograph.extract.read.streams import Opened
from diplograph.extract.read.text import InputName
from diplograph.extract.run.analysis import Outcome, Settings, analyse, converted, given_up, within
from diplograph.extract.run.bounded import Channel, DiedError, converter, finder, may_start
from diplograph.extract.run.workers import chunks

_PATIENCE = SECONDS  # for a file to give a document, or to be read further


def reader() -> Reader:
    """Return what reads files in a process of its own; where there can be none, in this, which then may end."""
    return _Apart() if may_start() else _Limited()


class _Limited(Reader):
    """Reads here, in a process that does nothing else."""

    def file(self, path: Path, name: InputName, columns: Columns, report: OnError, meter: Meter) -> Iterator[Raw]:
        found = super().file(path, name, columns, report, meter)
        while True:
            with within(_PATIENCE, ends=True):
                raw = next(found, None)
            if raw is None:
                return
            yield raw


class _Apart(Reader):
    """Reads each file in another process; one that can't be read in time, or that ends the process, is named."""

    def file(self, path: Path, name: InputName, columns: Columns, report: OnError, meter: Meter) -> Iterator[Raw]:
        place = _Place()
        meter.opened(place, path.stat().st_size)
        if path.is_file():
            yield from _told(place, name, report, _find, os.path.realpath(path), path.name, name, columns)
        else:  # a pipe, which only this process may have
            with path.open("rb") as handle:
                yield from _told(place, name, report, _find_in_pipe, path.name, name, columns, fetch=_fetch(handle))

    def stream(self, handle: IO[bytes], columns: Columns, report: OnError) -> Iterator[Raw]:
        try:
            yield from _told(_Place(), STDIN, report, _find_in_stream, columns, fetch=_fetch(handle))
        except OSError as error:
            report(refused(error))


def _fetch(handle: IO[bytes]) -> Callable[[int], bytes]:
    fetch: Callable[[int], bytes] = getattr(handle, "read1", handle.read)
    return fetch


def _told(
    place: "_Place", name: InputName, report: OnError, *work: Any, fetch: Callable[[int], bytes] | None = None
) -> Iterator[Raw]:
    try:
        for place.at, thing in finder().results(*work, limit=_PATIENCE, fetch=fetch):
            if isinstance(thing, Raw):
                yield thing
            else:
                report(thing)
    except DiedError as why:
        report(gave_up(name, why))


class _Place:
    """How far another process is in a file, as the file would tell."""

    at = 0
    closed = False

    def tell(self) -> int:
        return self.at


def convert_apart(raws: Iterable[Raw], settings: Settings) -> Iterator[Outcome]:
    """Yield what becomes of each document up to where contacts are looked for, in their order."""
    left = deque(raws)
    while left:
        try:
            for outcome in converter().results(_convert, list(left), settings, limit=SECONDS):
                left.popleft()
                yield outcome
        except DiedError as why:
            yield given_up(left.popleft(), str(why))


def converted_some(raws: Iterable[Raw], settings: Settings) -> Iterator[list[Outcome]]:
    """Yield what ``convert_apart`` does, some documents at a time."""
    for chunk in chunks(raws):
        yield list(convert_apart(chunk, settings))


def analyse_here(raws: Iterable[Raw], settings: Settings) -> Iterator[Outcome]:
    """Yield what becomes of each document, in their order; this process only looks for contacts."""
    for outcomes in converted_some(raws, settings):
        yield from analyse(outcomes, settings, limit=SECONDS, ends=False)


def analyse_some(raws: list[Raw], settings: Settings) -> list[Outcome]:
    """Return what ``analyse_here`` yields of a few documents."""
    return list(analyse_here(raws, settings))


# --- in the process -----------------------------------------------------------------------------


def _find(channel: Channel, path: str, called: str, name: InputName, columns: Columns) -> None:
    with open(path, "rb") as handle:  # noqa: PTH123 - as the system resolved it
        channel.follow(handle.fileno())
        file = Opened(handle, name, os.fstat(handle.fileno()).st_size)
        _give(channel, lambda report: read_opened(file, called, columns, report))


def _find_in_pipe(channel: Channel, called: str, name: InputName, columns: Columns) -> None:
    file = Opened(_fetched(channel), name)
    _give(channel, lambda report: read_opened(file, called, columns, report))


def _find_in_stream(channel: Channel, columns: Columns) -> None:
    _give(channel, lambda report: read_unnamed(_fetched(channel), columns, report))


def _give(channel: Channel, found: Callable[[OnError], Iterator[Raw]]) -> None:
    """Give each document and each problem, with how far the file has been read."""

    def give(thing: Raw | DiplographError) -> None:
        channel.give((channel.place, thing))

    for raw in found(give):
        try:
            give(raw)
        except RecursionError:
            give(InputError(f"{raw.name.shown} holds values within values within values: it was not read."))


class _Fetched(io.RawIOBase):
    """A stream that only the parent has."""

    def __init__(self, channel: Channel) -> None:
        super().__init__()
        self._channel = channel

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._channel.fetch(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _fetched(channel: Channel) -> IO[bytes]:
    return io.BufferedReader(_Fetched(channel), 65_536)


def _convert(channel: Channel, raws: list[Raw], settings: Settings) -> None:
    for raw in raws:
        try:
            outcome = converted(raw, settings)
        except OutOfTime as why:
            outcome = given_up(raw, str(why))
        channel.give(outcome)
