"""How far a reader has come, in bytes of its files."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from diplograph.extract.read.walk import files


class Tells(Protocol):
    """A file, or what follows one."""

    @property
    def closed(self) -> bool:
        """Whether it has been read."""

    def tell(self) -> int:
        """Return how many of its bytes have been read."""


class Meter:
    """Follows a reader that was given it; ``total`` is known when ``measure`` has been called.

    Attributes:
        total: Bytes of all the files, as they lie there; 0 if unknown.
    """

    def __init__(self) -> None:
        self.total = self._before = self._size = 0
        self._handle: Tells | None = None

    def measure(self, inputs: Iterable[str | Path]) -> None:
        """Add up the sizes of all files that the inputs name; standard input counts nothing."""
        for given in inputs:
            for path, _ in files(given, lambda error: None):
                with suppress(OSError):
                    self.total += path.stat().st_size

    def opened(self, handle: Tells, size: int) -> None:
        """Note that the reader has gone on to another file."""
        self._before += self._size
        self._handle, self._size = handle, size

    def done(self) -> int:
        """Return how many bytes have been read."""
        if self._handle is None or self._handle.closed:
            return self._before + self._size
        with suppress(OSError, ValueError):
            return self._before + min(self._handle.tell(), self._size)
        return self._before
