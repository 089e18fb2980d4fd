"""Packed files: gzip as one stream, zip as files with names. Nothing is unpacked to the disk.

A packed table is read to a gigabyte, or to 200 times its packed size if that is more: prose packs to a
fourth, a bomb to a thousandth. An archive may hold a million entries, none of them an archive.
"""

import gzip
import io
import struct
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import IO, Any

from diplograph.errors import InputError
from diplograph.extract.read.text import Name, Report
from diplograph.extract.read.walk import ending, is_taken, known, stem

MOST_BUFFERED = 512 * 2**20
"""Bytes of a file that must be searched back and forth and comes packed or from standard input."""

_MOST_ENTRIES = 1_000_000
_MOST_DIRECTORY = 256 * 2**20  # bytes
_ALWAYS, _RATIO = 2**30, 200
_LONGEST_LABEL = 500
_HEADER = 30  # bytes before the data of an entry, at least
_ENCRYPTED = 0x1


def unpacked(handle: IO[bytes], size: int | None, name: Name) -> IO[bytes]:
    """Return the stream that a gzip stream of ``size`` bytes holds; None if that is not known.

    Raises:
        OSError, EOFError, zlib.error: On reading, where it is damaged.
        InputError: On reading, where it holds absurdly much.
    """
    most = 64 * _ALWAYS if size is None else max(_ALWAYS, _RATIO * size)
    return io.BufferedReader(_Bounded(gzip.GzipFile(fileobj=handle), most, name), 65_536)


class _Bounded(io.RawIOBase):
    """A stream that refuses to go on beyond a number of bytes."""

    def __init__(self, stream: Any, most: int, name: Name) -> None:
        super().__init__()
        self._stream, self._most, self._left, self._name = stream, most, most, name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._stream.read(len(buffer))
        except gzip.BadGzipFile as error:
            raise EOFError(str(error)) from None
        self._left -= len(data)
        if self._left < 0:
            raise InputError(f"{self._name.shown} unpacks to over {self._most:,} bytes: unpack it, and split it.")
        buffer[: len(data)] = data
        return len(data)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in an archive.

    Attributes:
        name: The archive's name with that of the entry behind it, which is only a label.
    """

    name: Name
    archive: zipfile.ZipFile
    info: zipfile.ZipInfo

    def open(self) -> IO[bytes]:
        """Return its bytes as a stream, which is bounded.

        Raises:
            EOFError: On reading, where it is damaged.
            InputError: It can't be unpacked, or, on reading, it holds absurdly much.
        """
        most = max(_ALWAYS, _RATIO * self.info.compress_size)
        return io.BufferedReader(_Bounded(_Member(self), most, self.name), 65_536)


class _Member(io.RawIOBase):
    """An entry's bytes; opened when first read, so that whatever is wrong with it is an ``EOFError``."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self._entry = entry
        self._stream: IO[bytes] | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            self._stream = self._stream or self._entry.archive.open(self._entry.info)
            return self._stream.read(size)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError) as error:
            raise EOFError(str(error)) from None


def entries(handle: IO[bytes], name: Name, report: Report) -> Iterator[Entry]:
    """Yield the known files in a zip archive, in its order; what can't be read is reported by name.

    Raises:
        InputError: It is no zip archive, or has too many entries.
    """
    with _opened(handle, name) as archive:
        overlapping = _overlapping(archive)
        empty = True
        for info in archive.infolist():
            label = _label(info.filename)
            if info.is_dir() or not _is_taken(label):
                continue
            empty = False
            entry = Entry(Name(f"{name.id}/{label}", f"{name.shown}/{label}", stem(label)), archive, info)
            problem = _problem(info, label, info.header_offset in overlapping)
            if problem:
                report(InputError(f"Can't read {entry.name.shown}: {problem}."))
            else:
                yield entry
    if empty:
        report(InputError(f"{name.shown} holds no {known()} file: give another."))


def _opened(handle: IO[bytes], name: Name) -> zipfile.ZipFile:
    count, size = _directory(handle)
    if count > _MOST_ENTRIES or size > _MOST_DIRECTORY:
        raise InputError(f"{name.shown} holds over {_MOST_ENTRIES:,} files: unpack it and give the folder.")
    try:
        return zipfile.ZipFile(handle)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error) as error:
        raise InputError(
            f"{name.shown} is no zip archive, or is damaged ({error!s:.80}): fetch or pack it again."
        ) from None


def _directory(handle: IO[bytes]) -> tuple[int, int]:
    """Return how many entries an archive claims, and the size of their list, before anything believes it."""
    handle.seek(0, io.SEEK_END)
    handle.seek(max(0, handle.tell() - 65_700))
    tail = handle.read()
    at = tail.rfind(b"PK\x05\x06")
    count, size = struct.unpack_from("<HL", tail, at + 10) if 0 <= at <= len(tail) - 22 else (0, 0)
    large = tail.rfind(b"PK\x06\x06")
    if 0 <= large <= len(tail) - 56:
        count, size = struct.unpack_from("<QQ", tail, large + 32)
    return count, size


def _overlapping(archive: zipfile.ZipFile) -> set[int]:
    """Return where the entries begin that reach into another, as those of bombs do."""
    spans = sorted((info.header_offset, info.compress_size) for info in archive.infolist())
    ends = pairwise([*spans, (archive.start_dir, 0)])
    return {start for (start, size), (after, _) in ends if start + _HEADER + size > after}


def _problem(info: zipfile.ZipInfo, label: str, overlaps: bool) -> str | None:
    if ending(label)[0] == ".zip":
        return "an archive within an archive isn't unpacked; unpack the outer one and give the folder"
    if info.flag_bits & _ENCRYPTED:
        return "it has a password; unpack it and give the folder"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "it is packed in an unusual way; pack it anew"
    return "it overlaps another entry, as in a zip bomb" if overlaps else None


def _is_taken(label: str) -> bool:
    *folders, base = label.split("/")
    return is_taken(base) and not any(part.startswith((".", "__MACOSX")) for part in folders)


def _label(filename: str) -> str:
    """What an entry is called: a relative path of plain characters, whatever the archive says."""
    plain = "".join("_" if unicodedata.category(char)[0] == "C" else char for char in filename.replace("\\", "/"))
    parts = [part for part in plain.split("/") if part not in ("", ".", "..")]
    return "/".join(parts)[-_LONGEST_LABEL:] or "entry"
