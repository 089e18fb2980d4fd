"""Documents from files, folders, patterns and standard input; one module a format, and no network."""

import datetime as dt
import glob
import os
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import IO

from diplograph.errors import InputError
from diplograph.extract.model import Document
from diplograph.extract.read.header import day_in_name
from diplograph.extract.read.tables import pieces, read_jsonl
from diplograph.extract.read.text import MOST_BYTES, InputNotice, Name, Report, read_text, too_long

__all__ = ["SUFFIXES", "InputNotice", "read_documents"]

SUFFIXES = (".txt", ".md", ".jsonl")
"""The file name endings that are read."""


def read_documents(
    inputs: Iterable[str | Path],
    *,
    date: dt.date | None = None,
    stdin: IO[str] | IO[bytes] | None = None,
    on_error: Callable[[InputError], None] | None = None,
) -> Iterator[Document]:
    """Yield the documents of ``inputs``, in their order, each file once.

    A document's text is the whole file as given; title, date, address and publisher come from its header
    line, front matter, dateline or headline. In JSON Lines, from the fields of its line.

    Args:
        inputs: Files (.txt, .md, .jsonl), folders, glob patterns, and ``-`` for standard input. A folder
            gives its known files, sorted, those of its folders too, but no hidden ones and no README.
        date: The day of documents that don't tell it; else the file name may.
        stdin: What to read for ``-``; by default standard input.
        on_error: Called with each input that can't be read, which is then skipped, and with an
            ``InputNotice`` for each that could be read only in part.

    Raises:
        InputError: An input can't be read, and there is no ``on_error``. Notices become Python warnings then.
    """
    report = on_error or _raise
    reader = _Reader(date, stdin, report)
    for given in inputs:
        yield from reader.read(given)


def _raise(error: InputError) -> None:
    if not isinstance(error, InputNotice):
        raise error
    warnings.warn(str(error), UserWarning, stacklevel=3)


class _Reader:
    """Reads inputs one after the other and remembers which files and ids it has met."""

    def __init__(self, date: dt.date | None, stdin: IO[str] | IO[bytes] | None, report: Report) -> None:
        self.date, self.stdin, self.report = date, stdin, report
        self.files: set[str] = set()
        self.ids: set[str] = set()

    def read(self, given: str | Path) -> Iterator[Document]:
        """Yield the documents of one input."""
        if str(given) == "-":
            yield from self._unique(self._standard_input(), "stdin")
            return
        for path, shown in self._files(given):
            real = os.path.realpath(path)
            if real not in self.files:
                self.files.add(real)
                yield from self._unique(self._file(path, shown), shown)

    def _unique(self, documents: Iterable[Document], path: str) -> Iterator[Document]:
        """Give a document whose id is taken the id of its place."""
        for number, document in enumerate(documents, 1):
            one = document
            while one.source.id in self.ids:
                one = replace(one, source=replace(one.source, id=f"{path}:{number}:{one.source.id}"))
            self.ids.add(one.source.id)
            yield one

    def _files(self, given: str | Path) -> Iterator[tuple[Path, str]]:
        """Yield the files of an input, each with its name as given, relative and with forward slashes."""
        path = Path(given)
        if path.is_dir():
            yield from self._folder(path)
        elif path.exists() or not glob.has_magic(str(given)):
            yield path, _shown(path, path.parent)
        else:
            yield from self._pattern(str(given))

    def _folder(self, folder: Path) -> Iterator[tuple[Path, str]]:
        found = sorted(_walk(folder, self._unreadable), key=lambda path: path.relative_to(folder).as_posix())
        if not found:
            self.report(InputError(f"The folder {folder} holds no {_known()} file: give another, or a single file."))
        yield from ((path, _shown(path, folder.parent)) for path in found)

    def _pattern(self, pattern: str) -> Iterator[tuple[Path, str]]:
        matches = [Path(match) for match in sorted(glob.glob(pattern, recursive=True))]  # noqa: PTH207 - any path, absolute too
        named = not glob.has_magic(Path(pattern).name)
        files = [path for path in matches if path.is_dir() or (_is_known(path) and (named or not _is_readme(path)))]
        if not files:
            self.report(InputError(f"No {_known()} file matches {pattern}: check the pattern, or give a folder."))
        for path in files:
            if not path.is_dir():
                yield path, _shown(path, path.parent)
            elif "**" not in pattern:
                yield from self._folder(path)

    def _unreadable(self, error: OSError) -> None:
        self.report(InputError(f"Can't read {error.filename}: {error.strerror}; check the name and the permissions."))

    def _file(self, path: Path, shown: str) -> Iterator[Document]:
        suffix = path.suffix.lower()
        if suffix not in (*SUFFIXES, ""):
            self.report(InputError(f"Can't read {path}: only {_known()} files are read; convert it to plain text."))
            return
        try:
            with path.open("rb") as handle:
                if suffix == ".jsonl":
                    date = self.date or day_in_name(path.stem)
                    yield from read_jsonl(pieces(handle), shown, str(path), date, self.report)
                else:
                    yield from self._text(handle, Name(shown, str(path), path.stem))
        except OSError as error:
            error.filename = path
            self._unreadable(error)

    def _text(self, handle: IO[bytes], name: Name, head: bytes = b"") -> Iterator[Document]:
        data = head + handle.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            size = len(data) + sum(map(len, iter(lambda: handle.read(MOST_BYTES), b"")))
            self.report(too_long(name.shown, f"{size:,} bytes"))
            return
        document = read_text(data, name, self.date, self.report)
        if document:
            yield document

    def _standard_input(self) -> Iterator[Document]:
        """Read lines of JSON if the first line begins like one, else one text."""
        handle = _bytes(self.stdin)
        first = next(pieces(handle), b"")
        if first.removeprefix(b"\xef\xbb\xbf").startswith((b'{"', b'{ "')):
            yield from read_jsonl(chain([first], pieces(handle)), "stdin", "standard input", self.date, self.report)
        else:
            yield from self._text(handle, Name("stdin", "standard input"), first)


def _bytes(stream: IO[str] | IO[bytes] | None) -> IO[bytes]:
    stream = sys.stdin if stream is None else stream
    buffer: IO[bytes] | None = getattr(stream, "buffer", None)
    if buffer is not None:
        return buffer
    data = stream.read() if isinstance(stream.read(0), str) else None
    return BytesIO(data.encode("utf-8", "surrogatepass")) if isinstance(data, str) else stream  # type: ignore[return-value]


def _walk(folder: Path, onerror: Callable[[OSError], None]) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder, onerror=onerror):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(parent, name)
            if _is_known(path) and not name.startswith(".") and not _is_readme(path):
                yield path


def _is_known(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES


def _is_readme(path: Path) -> bool:
    return path.stem.lower() == "readme"


def _shown(path: Path, start: Path) -> str:
    """The path as given if that is relative, else from the working folder or, outside it, from ``start``."""
    if not path.is_absolute():
        return path.as_posix()
    here = Path.cwd()
    return path.relative_to(here if path.is_relative_to(here) else start).as_posix()


def _known() -> str:
    return f"{', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}"
