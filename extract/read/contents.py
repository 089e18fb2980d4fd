"""What one file holds, by its ending: a document, the rows of a table, the entries of a feed or an archive."""

import io
import os
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from diplograph.errors import InputError
from diplograph.extract.read.archives import MOST_BUFFERED, entries, unpacked
from diplograph.extract.read.columns import Columns
from diplograph.extract.read.delimited import read_delimited
from diplograph.extract.read.feeds import MOST_FEED, read_feed
from diplograph.extract.read.meter import Meter
from diplograph.extract.read.parquet import read_parquet
from diplograph.extract.read.raw import Raw
from diplograph.extract.read.streams import Joined
from diplograph.extract.read.tables import pieces, read_jsonl
from diplograph.extract.read.text import MOST_BYTES, Name, Report, too_long
from diplograph.extract.read.walk import ending, known

_DOCUMENTS = {  # ending: format, and bytes that are read at most
    **dict.fromkeys((".txt", ".md"), ("text", MOST_BYTES)),
    **dict.fromkeys((".html", ".htm", ".xhtml"), ("html", MOST_BYTES)),
    ".pdf": ("pdf", 64 * 2**20),
    ".eml": ("mail", 64 * 2**20),
}
_WEB_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html[\s>])", re.IGNORECASE)
_BLANK, _MOST_BLANK = b"\xef\xbb\xbf \t\r\n", 65_536  # what may come before a beginning
_BROKEN = (zlib.error, EOFError)


def read_file(path: Path, name: Name, columns: Columns, report: Report, meter: Meter) -> Iterator[Raw]:
    """Yield the documents of one file; what can't be read is reported.

    Raises:
        OSError: The system refuses the file.
    """
    suffix, packed = ending(path.name)
    if not suffix and path.suffix:
        report(InputError(f"Can't read {path}: only {known()} files are read; convert it to plain text."))
        return
    with path.open("rb") as handle:
        size = os.fstat(handle.fileno()).st_size
        meter.opened(handle, size)
        yield from _Opened(columns, report).read(handle, suffix or ".txt", packed, size, name)


def read_standard_input(handle: IO[bytes], columns: Columns, report: Report) -> Iterator[Raw]:
    """Yield the documents of a stream without a name, which is what its beginning says, else one text."""
    name = Name("stdin", "standard input")
    try:
        yield from _Opened(columns, report).guess(handle, name)
    except OSError as error:
        report(InputError(f"Can't read standard input: {error.strerror or error}; save it to a file and give that."))


class _Opened:
    """Reads open files and the files within them."""

    def __init__(self, columns: Columns, report: Report) -> None:
        self.columns, self.report = columns, report

    def read(self, handle: IO[bytes], suffix: str, packed: bool, size: int | None, name: Name) -> Iterator[Raw]:
        """Yield the documents of a stream with a known ending; ``size`` is that of its bytes as they lie there."""
        try:
            if packed:
                handle, size = unpacked(handle, size, name), None
            yield from self._read(handle, suffix, size, name)
        except _BROKEN as error:
            self.report(InputError(f"{name.shown} is damaged ({error!s:.80}): fetch or pack it again."))
        except InputError as error:
            self.report(error)
        except OSError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever another library makes of hostile data
            what = f"{type(error).__name__}: {error}"
            self.report(InputError(f"Can't read {name.shown}: it is broken ({what:.120}); fetch or export it again."))

    def guess(self, handle: IO[bytes], name: Name) -> Iterator[Raw]:
        """Yield the documents of a stream without an ending."""
        first = next(pieces(handle), b"")
        while not first.strip(_BLANK) and len(first) < _MOST_BLANK and (more := next(pieces(handle), b"")):
            first += more
        rest = io.BufferedReader(Joined(first, handle))
        if first.startswith(b"\x1f\x8b") and name.shown == "standard input":
            try:
                yield from self.guess(unpacked(rest, None, name), Name(name.id, "standard input, unpacked"))
            except _BROKEN as error:
                self.report(InputError(f"Standard input is damaged ({error!s:.80}): fetch or pack it again."))
        else:
            yield from self.read(rest, _begins_like(first), False, None, name)

    def _read(self, handle: IO[bytes], suffix: str, size: int | None, name: Name) -> Iterator[Raw]:
        match suffix:
            case ".jsonl" | ".ndjson":
                yield from read_jsonl(pieces(handle), name, self.columns, self.report)
            case ".csv" | ".tsv":
                yield from read_delimited(handle, name, self.columns, self.report, tabs=suffix == ".tsv")
            case ".parquet":
                yield from read_parquet(_seekable(handle, size, name), name, self.columns, self.report)
            case ".zip":
                yield from self._archive(_seekable(handle, size, name), name)
            case ".rss" | ".atom" | ".xml":
                yield from read_feed(_whole(handle, MOST_FEED, size, name), name, self.report)
            case _:
                kind, most = _DOCUMENTS[suffix]
                yield Raw(name, kind, _whole(handle, most, size, name))

    def _archive(self, handle: IO[bytes], name: Name) -> Iterator[Raw]:
        for entry in entries(handle, name, self.report):
            suffix, packed = ending(entry.name.id)
            size = entry.info.compress_size if packed else entry.info.file_size
            with entry.open() as inner:
                yield from self.read(inner, suffix, packed, size, entry.name)


def _begins_like(first: bytes) -> str:
    if first.startswith(b"PK\x03\x04"):
        return ".zip"
    if first.startswith(b"%PDF-"):
        return ".pdf"
    if first.startswith(b"PAR1"):
        return ".parquet"
    if _WEB_PAGE.match(first):
        return ".html"
    return ".jsonl" if first.lstrip(_BLANK).startswith((b'{"', b'{ "')) else ".txt"


def _whole(handle: IO[bytes], most: int, size: int | None, name: Name) -> bytes:
    """Read all of a stream, if that is not more than ``most`` bytes."""
    data = handle.read(most + 1)
    if len(data) <= most:
        return data
    how_large = f"{size:,} bytes" if size and size > most else f"over {most:,} bytes"
    if most == MOST_BYTES:
        raise too_long(name.shown, how_large)
    raise InputError(f"{name.shown} is too large, {how_large} where {most:,} are the limit: split it.")


def _seekable(handle: IO[bytes], size: int | None, name: Name) -> IO[bytes]:
    """The stream itself if it is a file, else its bytes in memory."""
    if isinstance(handle, io.BufferedReader) and not isinstance(handle.raw, Joined):
        return handle
    return io.BytesIO(_whole(handle, MOST_BUFFERED, size, name))
