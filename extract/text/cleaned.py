"""A cleaned text, with the way back to every character as given."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

Run = tuple[int, int, int, int]
"""First character in the cleaned text, first as given, characters in the cleaned text, characters as given."""

Change = tuple[int, int, str, tuple[int, int]]
"""First and last character of what is replaced, what replaces it, and from which characters that is said to come."""

_BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The cleaned text and, run by run, where its characters came from.

    Attributes:
        text: What the parser reads. A line break stands between blocks, never inside one.
        runs: (first character in ``text``, first character as given, characters in ``text``,
            characters as given) of each run, in order. A run of equal widths maps one to one, any
            other as a whole: an entity and its character, say.
        length: The number of characters as given.
        lead: The number of characters at the beginning of ``text`` that were put before it (``headed``).
    """

    text: str
    runs: tuple[Run, ...]
    length: int
    lead: int = 0

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Map ``text[start:end]`` to the span of the text as given; dropped edges stay outside.

        An empty span maps to an empty span. Offsets beyond the text count as its end.
        """
        start, end = max(0, min(start, len(self.text))), max(0, min(end, len(self.text)))
        if start >= end:
            at = self._given(start)[0] if start < len(self.text) else self.length
            return at, at
        return self._given(start)[0], self._given(end - 1)[1]

    def passages(self, spans: Iterable[tuple[int, int]]) -> "Cleaned":
        """Return the passages ``text[start:end]`` alone, a blank line between two of them."""
        texts, runs, at, lead = list[str](), list[Run](), 0, 0
        for start, end in spans:
            lead = lead if texts or start else self.lead
            if texts:
                runs.append((at, self.original(start, start)[0], len(_BETWEEN), 0))
                at += len(_BETWEEN)
            texts.append(self.text[start:end])
            runs += [(at + left - start, given, width, taken) for left, given, width, taken in self._within(start, end)]
            at += end - start
        return Cleaned(_BETWEEN.join(texts), tuple(runs) or ((0, 0, 0, 0),), self.length, lead)

    def changed(self, changes: list[Change]) -> "Cleaned":
        """Return the text with passages of it replaced, in text order, by words that lead back to others of it."""
        texts, runs, at, left = list[str](), list[Run](), 0, 0
        for start, end, new, (first, last) in [*changes, (len(self.text), len(self.text), "", (0, 0))]:
            texts += [self.text[left:start], new]
            runs += [
                (at + begin - left, given, width, taken) for begin, given, width, taken in self._within(left, start)
            ]
            at += start - left
            given, until = self.original(first, last)
            if new:
                runs.append((at, given, len(new), until - given))
            at, left = at + len(new), end
        return Cleaned("".join(texts), tuple(runs) or self.runs, self.length, self.lead) if changes else self

    def headed(self, title: str) -> "Cleaned":
        """Return the text with a block before it that is not in it: its characters come from an empty span at the start."""
        lead = f"{title}{_BETWEEN}"
        at = self.original(0, 0)[0] if self.text else 0
        moved = ((start + len(lead), given, width, taken) for start, given, width, taken in self.runs)
        return Cleaned(lead + self.text, ((0, at, len(lead), 0), *moved), self.length, len(lead))

    def _within(self, start: int, end: int) -> Iterator[Run]:
        """Yield the runs of ``text[start:end]``, those at its edges cut."""
        first = bisect_right(self.runs, start, key=lambda run: run[0]) - 1
        for at, given, width, taken in islice(self.runs, first, None):
            if at >= end:
                return
            left, right = max(at, start), min(at + width, end)
            if width == taken:
                yield left, given + left - at, right - left, right - left
            else:
                yield left, given, right - left, taken

    def _given(self, index: int) -> tuple[int, int]:
        at, given, width, taken = self.runs[bisect_right(self.runs, index, key=lambda run: run[0]) - 1]
        return (given + index - at, given + index - at + 1) if width == taken else (given, given + taken)
