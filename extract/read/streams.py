"""Streams: one made of two, and one that is open with what is known of it."""

import io
from dataclasses import dataclass
from itertools import chain
from typing import IO, Any

from diplograph.errors import InputError
from diplograph.extract.read.text import MOST_BYTES, InputName, too_long

MOST_BUFFERED = 512 * 2**20
"""Bytes of a file that must be searched back and forth and comes packed or from standard input."""


class Joined(io.RawIOBase):
    """A stream with its beginning, which was read before, put back."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        super().__init__()
        self._parts = chain([head], iter(lambda: rest.read(65_536), b""))
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left:
            part = next(self._parts, None)
            if part is None:
                return 0
            self._left = memoryview(part)
        count = min(len(buffer), len(self._left))
        buffer[:count] = self._left[:count]
        self._left = self._left[count:]
        return count


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that is open: one on the disk, one in an archive, or standard input.

    Attributes:
        size: Its bytes as they lie there; None if that is not known.
    """

    stream: IO[bytes]
    name: InputName
    size: int | None = None

    def whole(self, most: int) -> bytes:
        """Read all of it.

        Raises:
            InputError: It has more than ``most`` bytes.
        """
        data = self.stream.read(most + 1)
        if len(data) <= most:
            return data
        how_large = f"{self.size:,} bytes" if self.size and self.size > most else f"over {most:,} bytes"
        if most == MOST_BYTES:
            raise too_long(self.name.shown, how_large)
        raise InputError(f"{self.name.shown} is too large, {how_large} where {most:,} are the limit: split it.")

    def searchable(self) -> IO[bytes]:
        """Return a stream that can be read back and forth: its own if that can, else one in memory.

        Raises:
            InputError: It would be in memory, and has more than ``MOST_BUFFERED`` bytes.
        """
        return self.stream if self.stream.seekable() else io.BytesIO(self.whole(MOST_BUFFERED))
