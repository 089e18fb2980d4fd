"""Packed files: gzip as one stream, zip as files with names. Nothing is unpacked to the disk.

A packed table is read to a gigabyte, or to 200 times its packed size if that is more: prose packs to a
fourth, a bomb to a thousandth. An archive may hold a million files, none of them an archive.
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

from diplograph.errors import InputError, OnError
from diplograph.extract.read.formats import BY_SUFFIX, ending, listed_suffixes
from diplograph.extract.read.passed import Passed
from diplograph.extract.read.streams import Opened
from diplograph.extract.read.text import InputName, InputNotice
from diplograph.extract.read.walk import counts, stem

_MOST_MEMBERS = 1_000_000
_MOST_DIRECTORY = 256 * 2**20  # bytes
_ALWAYS, _RATIO = 2**30, 200
_LONGEST_LABEL = 500
_HEADER = 30  # bytes before the data of a member, at least
_ENCRYPTED = 0x1
_NO_MEMBER = "Not a gzipped file"  # what gzip says where no packed part begins


def unpacked(file: Opened, report: OnError) -> Opened:
    """Return what a file holds that is packed by gzip; what stands behind it and is not packed is left, and reported.

    Raises:
        OSError, EOFError, zlib.error: On reading, where it is damaged.
        InputError: On reading, where it holds absurdly much.
    """
    most = 64 * _ALWAYS if file.size is None else max(_ALWAYS, _RATIO * file.size)
    stream = _Bounded(_Gunzipped(file, report), most, file.name)
    return Opened(io.BufferedReader(stream, 65_536), file.name)


class _Bounded(io.RawIOBase):
    """A stream that refuses to go on beyond a number of bytes."""

    def __init__(self, stream: Any, most: int, name: InputName) -> None:
        super().__init__()
        self._most, self._left, self._name = most, most, name
        self._read = getattr(stream, "read1", stream.read)  # which keeps what stands before damage

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._read(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            raise InputError(f"{self._name.shown} unpacks to over {self._most:,} bytes: unpack it, and split it.")
        buffer[: len(data)] = data
        return len(data)


class _Gunzipped:
    """The bytes that gzip packed."""

    def __init__(self, file: Opened, report: OnError) -> None:
        self._stream, self._name, self._report = gzip.GzipFile(fileobj=file.stream), file.name, report
        self._begun = self._ended = False

    def read(self, size: int) -> bytes:
        if self._ended:
            return b""
        try:
            data = self._stream.read1(size)
        except gzip.BadGzipFile as error:
            if not self._begun or not str(error).startswith(_NO_MEMBER):
                raise EOFError(str(error)) from None
            self._ended, data = True, b""
            what = f"{self._name.shown} holds bytes behind its end that gzip did not pack: they were not read"
            self._report(InputNotice(f"{what}; if something is missing, fetch it again."))
        self._begun = True
        return data


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive.

    Attributes:
        name: The archive's name with its own behind it, which is only a label.
    """

    name: InputName
    archive: zipfile.ZipFile
    info: zipfile.ZipInfo

    def open(self) -> IO[bytes]:
        """Return its bytes as a stream, which is bounded.

        Raises:
            EOFError: On reading, where it is damaged.
            InputError: It can't be unpacked, or, on reading, it holds absurdly much.
        """
        most = max(_ALWAYS, _RATIO * self.info.compress_size)
        return io.BufferedReader(_Bounded(_Unzipped(self), most, self.name), 65_536)


class _Unzipped(io.RawIOBase):
    """A member's bytes; opened when first read, so that whatever is wrong with it is an ``EOFError``."""

    def __init__(self, member: Member) -> None:
        super().__init__()
        self._member = member
        self._stream: IO[bytes] | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            self._stream = self._stream or self._member.archive.open(self._member.info)
            return self._stream.read(size)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError) as error:
            raise EOFError(str(error)) from None


def members(file: Opened, report: OnError) -> Iterator[Member]:
    """Yield the files in a zip archive that are read, in its order; what can't be read is reported by name.

    Raises:
        InputError: It is no zip archive, or has too many members.
    """
    name = file.name
    with _opened(file.searchable(), name) as archive:
        overlapping = _overlapping(archive)
        empty, passed = True, Passed()
        for info in archive.infolist():
            label = _label(info.filename)
            if info.is_dir() or not _counts(label):
                continue
            if not ending(label)[0]:
                passed.add(label)
                continue
            empty = False
            member = Member(InputName(f"{name.id}/{label}", f"{name.shown}/{label}", stem(label)), archive, info)
            problem = _problem(info, label, info.header_offset in overlapping)
            if problem:
                report(InputError(f"Can't read {member.name.shown}: {problem}."))
            else:
                yield member
    passed.tell(name.shown, report)
    if empty:
        report(InputError(f"{name.shown} holds no {listed_suffixes()} file: give another."))


def _opened(handle: IO[bytes], name: InputName) -> zipfile.ZipFile:
    count, size = _directory(handle)
    if count > _MOST_MEMBERS or size > _MOST_DIRECTORY:
        raise InputError(f"{name.shown} holds over {_MOST_MEMBERS:,} files: unpack it and give the folder.")
    try:
        return zipfile.ZipFile(handle)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error) as error:
        raise InputError(
            f"{name.shown} is no zip archive, or is damaged ({error!s:.80}): fetch or pack it again."
        ) from None


def _directory(handle: IO[bytes]) -> tuple[int, int]:
    """Return how many members an archive claims, and the size of their list, before anything believes it."""
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
    """Return where the members begin that reach into another, as those of bombs do."""
    spans = sorted((info.header_offset, info.compress_size) for info in archive.infolist())
    ends = pairwise([*spans, (archive.start_dir, 0)])
    return {start for (start, size), (after, _) in ends if start + _HEADER + size > after}


def _problem(info: zipfile.ZipInfo, label: str, overlaps: bool) -> str | None:
    if BY_SUFFIX[ending(label)[0]].is_archive:
        return "an archive within an archive isn't unpacked; unpack the outer one and give the folder"
    if info.flag_bits & _ENCRYPTED:
        return "it has a password; unpack it and give the folder"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "it is packed in an unusual way; pack it anew"
    return "it overlaps another file, as in a zip bomb" if overlaps else None


def _counts(label: str) -> bool:
    *folders, base = label.split("/")
    return counts(base) and not any(part.startswith((".", "__MACOSX")) for part in folders)


def _label(filename: str) -> str:
    """What a member is called: a relative path of plain characters, whatever the archive says."""
    plain = "".join("_" if unicodedata.category(char)[0] == "C" else char for char in filename.replace("\\", "/"))
    parts = [part for part in plain.split("/") if part not in ("", ".", "..")]
    return "/".join(parts)[-_LONGEST_LABEL:] or "file"
