"""What one file holds, by its ending or its beginning: a document, many, or files."""

import io
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO

from diplograph.errors import InputError, OnError
from diplograph.extract.read.archives import members, unpacked
from diplograph.extract.read.columns import Columns
from diplograph.extract.read.exports import articles_of
from diplograph.extract.read.faults import faults_reported, late_reported
from diplograph.extract.read.formats import (
    BY_SUFFIX,
    SHARED,
    TEXT,
    Format,
    beginning_like,
    ending,
    listed_suffixes,
    told_by_beginning,
)
from diplograph.extract.read.meter import Meter
from diplograph.extract.read.raw import Raw
from diplograph.extract.read.streams import Joined, Opened
from diplograph.extract.read.tables import pieces
from diplograph.extract.read.text import InputName

STDIN = InputName("stdin", "standard input")

_BLANK, _MOST_BLANK = b"\xef\xbb\xbf \t\r\n", 65_536  # what may come before a beginning
_BEGINNING, _PACKED = 64, 8_192  # bytes that tell, and those of an archive
_PROLOG, _MOST_PROLOG = b"<?xml", 4_096  # of XML more bytes, which may name schemas first


class Reader:
    """Reads files in the process that asks."""

    def file(self, path: Path, name: InputName, columns: Columns, report: OnError, meter: Meter) -> Iterator[Raw]:
        """Yield the documents of a file whose ending is known; what can't be read is reported.

        Raises:
            OSError: The system refuses the file.
        """
        with path.open("rb") as handle:
            size = os.fstat(handle.fileno()).st_size
            meter.opened(handle, size)
            yield from read_opened(Opened(handle, name, size), path.name, columns, report)

    def stream(self, handle: IO[bytes], columns: Columns, report: OnError) -> Iterator[Raw]:
        """Yield the documents of a stream without a name, which is what its beginning says, else one text."""
        try:
            yield from read_unnamed(handle, columns, report)
        except OSError as error:
            report(refused(error))


HERE = Reader()


def known(path: Path, report: OnError) -> bool:
    """Tell whether a file has an ending that is read, or none; if not, report it."""
    if path.suffix and not ending(path.name)[0]:
        report(InputError(f"Can't read {path}: only {listed_suffixes()} files are read; convert it to plain text."))
        return False
    return True


def read_opened(file: Opened, called: str, columns: Columns, report: OnError) -> Iterator[Raw]:
    """Yield the documents of a file that is open.

    Args:
        called: The file name whose ending tells the format.

    Raises:
        OSError: The system refuses the file.
    """
    suffix, packed = ending(called)
    yield from _Contents(columns, report).read(file, BY_SUFFIX.get(suffix, TEXT), packed=packed)


def read_unnamed(handle: IO[bytes], columns: Columns, report: OnError) -> Iterator[Raw]:
    """Yield the documents of standard input.

    Raises:
        OSError: The system refuses it.
    """
    yield from _Contents(columns, report).guess(Opened(handle, STDIN), packed=True)


def refused(error: OSError) -> InputError:
    """Say that the system refuses standard input."""
    return InputError(f"Can't read standard input: {error.strerror or error}; save it to a file and give that.")


class _Contents:
    """Reads open files and the files within them."""

    def __init__(self, columns: Columns, report: OnError) -> None:
        self.columns, self.report = columns, report

    def read(self, file: Opened, format: Format, *, packed: bool = False) -> Iterator[Raw]:
        """Yield the documents of a file; what it can't give is reported.

        Raises:
            OSError: The system refuses the file.
        """
        with faults_reported(file.name, format, self.report, but=(OSError,)), late_reported(file.name, self.report):
            yield from self._as_begun(unpacked(file, self.report) if packed else file, format)

    def guess(self, file: Opened, *, packed: bool) -> Iterator[Raw]:
        """Yield the documents of a file whose name doesn't tell its format.

        Args:
            packed: Whether it may be packed by gzip.
        """
        first = _beginning(file.stream)
        file = replace(file, stream=io.BufferedReader(Joined(first, file.stream)))
        if packed and first.startswith(b"\x1f\x8b"):
            inner = replace(unpacked(file, self.report), name=InputName(file.name.id, f"{file.name.shown}, unpacked"))
            with faults_reported(file.name, None, self.report, but=(OSError,)):
                yield from self.guess(inner, packed=False)
        else:
            yield from self.read(file, beginning_like(first))

    def _as_begun(self, file: Opened, format: Format) -> Iterator[Raw]:
        """Yield the documents of a file whose ending may be that of several formats."""
        if not SHARED.isdisjoint(format.suffixes):
            first = file.stream.read(_MOST_BLANK)
            format = told_by_beginning(format, first)
            file = replace(file, stream=io.BufferedReader(Joined(first, file.stream)))
        yield from self._read(file, format)

    def _read(self, file: Opened, format: Format) -> Iterator[Raw]:
        if format.export is not None:
            file, found = articles_of(file, format.export, format.most, self.report)
            if found is not None:
                yield from found
                return
        if format.one is not None:
            yield Raw(file.name, format.name, file.whole(format.most))
        elif format.many is not None:
            yield from format.many(file, self.columns, self.report)
        else:
            yield from self._archive(file)

    def _archive(self, file: Opened) -> Iterator[Raw]:
        for member in members(file, self.report):
            suffix, packed = ending(member.name.id)
            size = member.info.compress_size if packed else member.info.file_size
            with member.open() as stream:
                yield from self.read(Opened(stream, member.name, size), BY_SUFFIX[suffix], packed=packed)


def _beginning(stream: IO[bytes]) -> bytes:
    """Read the lines that tell the format: the first that is not blank, and as many as the marks of a format take."""
    first = b""
    while len(first) < _enough(first):
        piece = next(pieces(stream), b"")
        if not piece:
            break
        first += piece
    return first


def _enough(first: bytes) -> int:
    if not first.strip(_BLANK):
        return _MOST_BLANK
    if first.startswith(b"PK"):
        return _PACKED
    return _MOST_PROLOG if first.lstrip(_BLANK).startswith(_PROLOG) else _BEGINNING
