"""Documents from files, folders, patterns and standard input; one module a format, and no network."""

import datetime as dt
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import IO

from diplograph.errors import DiplographError, OnError
from diplograph.extract.model import Document
from diplograph.extract.read.columns import Columns
from diplograph.extract.read.contents import HERE, STDIN, Reader, known
from diplograph.extract.read.conversion import convert
from diplograph.extract.read.formats import SUFFIXES
from diplograph.extract.read.meter import Meter
from diplograph.extract.read.raw import Raw
from diplograph.extract.read.seen import Seen
from diplograph.extract.read.text import InputName, InputNotice, raise_or_warn
from diplograph.extract.read.walk import files, stem, unreadable

__all__ = ["SUFFIXES", "Columns", "InputNotice", "Raw", "convert", "read_documents", "read_found", "read_raw"]


def read_documents(
    inputs: Iterable[str | Path],
    *,
    date: dt.date | None = None,
    columns: Columns | None = None,
    stdin: IO[str] | IO[bytes] | None = None,
    on_error: OnError | None = None,
) -> Iterator[Document]:
    """Yield the documents of ``inputs``, in their order, each file once.

    A document's text is the whole file as given; title, date, address and publisher come from its header
    line, front matter, dateline or headline. Of a web page, mail or PDF file it is the text that the file
    holds, and what it says of itself comes from its own data; in tables and feeds, from the fields of a row.

    Args:
        inputs: Files of the known ``SUFFIXES``, folders, glob patterns, and ``-`` for standard input. A folder
            gives its known files, those of its folders too, sorted by path, but no hidden ones and no README.
            A packed file (.gz, .zip) is read as what it holds.
        date: The day of documents that don't tell it; else the file name may.
        columns: Which columns of tables, or fields of JSON Lines, hold what; by default the usual names.
        stdin: What to read for ``-``; by default standard input. JSON Lines, a web page, PDF or a packed file
            if it begins like one, else one text.
        on_error: Called with each input that can't be read, which is then skipped, and with an
            ``InputNotice`` for each that could be read only in part. With None, notices become Python warnings.

    Raises:
        InputError: An input can't be read, and there is no ``on_error``.
        ExtractionError: An input could not be read by a defect of diplograph, and there is no ``on_error``.
    """
    report = on_error or raise_or_warn
    for raw in read_raw(inputs, columns=columns, stdin=stdin, on_error=report):
        document = convert(raw, date, report) if on_error else _convert_or_raise(raw, date)
        if document:
            yield document


def read_raw(
    inputs: Iterable[str | Path],
    *,
    columns: Columns | None = None,
    stdin: IO[str] | IO[bytes] | None = None,
    on_error: OnError | None = None,
    meter: Meter | None = None,
    reader: Reader = HERE,
) -> Iterator[Raw]:
    """Yield what ``read_documents`` converts: cheap, and nothing is held of what was yielded.

    Each file comes once, and no two documents have one id: the second becomes ``path:number:id``.

    Args:
        inputs: As for ``read_documents``, like the others.
        columns: Which columns hold what.
        stdin: What to read for ``-``.
        on_error: Called with what can't be read.
        meter: Is told which file is read.
        reader: Opens the files; the usual one does it in this process, without a limit.

    Raises:
        InputError: An input can't be read, and there is no ``on_error``.
    """
    report = on_error or raise_or_warn
    with closing(_Inputs(columns or Columns(), stdin, report, meter or Meter(), reader)) as all_inputs:
        for given in inputs:
            yield from all_inputs.read(given)


def read_found(
    found: Iterable[tuple[Path, str]],
    *,
    columns: Columns | None = None,
    on_error: OnError | None = None,
    reader: Reader = HERE,
) -> Iterator[Raw]:
    """Yield what ``read_raw`` does, of files that were found before.

    Args:
        found: The files, each with its name as ``diplograph.extract.read.walk.files`` gives it.
        columns: As above, like the others.
        on_error: Called with what can't be read.
        reader: Opens the files.

    Raises:
        InputError: A file can't be read, and there is no ``on_error``.
    """
    with closing(_Inputs(columns or Columns(), None, on_error or raise_or_warn, Meter(), reader)) as all_inputs:
        yield from all_inputs.those(found)


def _convert_or_raise(raw: Raw, date: dt.date | None) -> Document | None:
    problems: list[DiplographError] = []
    document = convert(raw, date, problems.append)
    for problem in problems:
        raise_or_warn(problem)
    return document


class _Inputs:
    """Inputs that are read one after the other; which files and ids have been met is remembered."""

    def __init__(
        self, columns: Columns, stdin: IO[str] | IO[bytes] | None, report: OnError, meter: Meter, reader: Reader
    ) -> None:
        self.columns, self.stdin, self.report, self.meter, self.reader = columns, stdin, report, meter, reader
        self.files, self.ids = Seen(), Seen()

    def close(self) -> None:
        """Forget everything."""
        self.files.close()
        self.ids.close()

    def read(self, given: str | Path) -> Iterator[Raw]:
        """Yield the documents of one input."""
        if str(given) == "-":
            yield from self._unique(self.reader.stream(_bytes(self.stdin), self.columns, self.report), STDIN.id)
        else:
            yield from self.those(files(given, self.report))

    def those(self, found: Iterable[tuple[Path, str]]) -> Iterator[Raw]:
        """Yield the documents of files that were not read yet."""
        for path, shown in found:
            if self.files.add(os.path.realpath(path)):
                for raw in self._unique(self._file(path, shown), shown):
                    yield replace(raw, file=os.path.abspath(path))  # noqa: PTH100 - a link keeps its own name

    def _file(self, path: Path, shown: str) -> Iterator[Raw]:
        name = InputName(shown, str(path), stem(path.name))
        if not known(path, self.report):
            return
        try:
            yield from self.reader.file(path, name, self.columns, self.report, self.meter)
        except OSError as error:
            error.filename = path
            unreadable(self.report)(error)

    def _unique(self, raws: Iterable[Raw], path: str) -> Iterator[Raw]:
        """Give a document whose id is taken the id of its place."""
        for number, raw in enumerate(raws, 1):
            one, own = raw, raw.id
            while not self.ids.add(own):
                own = f"{path}:{number}:{own}"
                one = _renamed(raw, own)
            yield one


def _renamed(raw: Raw, own: str) -> Raw:
    if isinstance(raw.data, Mapping):
        return replace(raw, data={**raw.data, "id": own})
    return replace(raw, name=replace(raw.name, id=own))


def _bytes(stream: IO[str] | IO[bytes] | None) -> IO[bytes]:
    stream = sys.stdin if stream is None else stream
    buffer: IO[bytes] | None = getattr(stream, "buffer", None)
    if buffer is not None:
        return buffer
    data = stream.read() if isinstance(stream.read(0), str) else None
    return BytesIO(data.encode("utf-8", "surrogatepass")) if isinstance(data, str) else stream  # type: ignore[return-value]
