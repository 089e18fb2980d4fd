"""Text gathered piece by piece from markup: spaces as one, a blank line between blocks, and where a name stands."""

import re
from dataclasses import dataclass, field

from diplograph.extract.read.text import LIMIT

_SPACES = re.compile(r"[ \t\r\n]+")
_BETWEEN = " \n;"  # what may part a name from what stands before
_MOST_NAMES = 50_000  # of one text


@dataclass(slots=True)
class Flow:
    """A text in the making. Beyond the limit of a document it only counts.

    Attributes:
        length: Characters so far; over the limit, what there would be.
        names: Start, end and key of each name.
    """

    length: int = 0
    names: list[tuple[int, int, str]] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _gap: str = ""
    _tight: bool = False

    def add(self, text: str) -> None:
        """Add characters as they stand in the markup."""
        words = _SPACES.sub(" ", text)
        if words.startswith(" "):
            self.space()
            words = words[1:]
        if not words:
            return
        gap = self._gap if self.length else ""
        self._gap, self._tight = "", False
        if words.endswith(" "):
            words = words[:-1]
            self._gap = " "
        if self.length <= LIMIT:
            self._parts.append(gap + words)
        self.length += len(gap) + len(words)

    def space(self) -> None:
        """Part two words."""
        self._gap = self._gap or " "

    def part(self, by: str = "\n\n") -> None:
        """Begin a block, unless what stands before belongs to it."""
        if not self._tight and self._gap != "\n\n":
            self._gap = by

    def lead(self, mark: str = "") -> None:
        """End a label: what comes next stays on its line, behind ``mark``."""
        if mark and self._parts and not self._parts[-1].endswith(mark):
            self._gap = ""
            self.add(mark)
        self._gap, self._tight = " ", True

    def name(self, start: int, key: str) -> None:
        """Note that a name began when the text had ``start`` characters, and ends here."""
        if len(self.names) < _MOST_NAMES and self.length <= LIMIT:
            self.names.append((start, self.length, key))

    def join(self, other: "Flow") -> None:
        """Take in another text as a block."""
        self.part()
        gap = self._gap if self.length and other.length else ""
        shift = self.length + len(gap)
        if other.length:
            self._gap, self._tight = "", False
            if self.length <= LIMIT:
                self._parts.append(gap + other.text())
                self.names += [(start + shift, end + shift, key) for start, end, key in other.names]
        self.length += len(gap) + other.length
        self.part()

    def text(self) -> str:
        """Return what was gathered."""
        self._parts = ["".join(self._parts)]
        return self._parts[0]

    def named(self) -> list[tuple[int, int, str]]:
        """Return start, end and key of each name, without what is around it."""
        text, found = self.text(), []
        for start, end, key in self.names:
            given = text[start:end]
            begin = start + len(given) - len(given.lstrip(_BETWEEN))
            if begin < start + len(given.rstrip()):
                found.append((begin, start + len(given.rstrip()), key))
        return found
