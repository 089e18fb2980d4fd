"""From the words of a page, with their places, to its lines.

Lines run from left to right and downwards, in points; whoever gives the words has turned them so.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

_SAME_LINE, _RAISED = 0.35, 0.5  # of a word's height, within which baselines belong to one line
_SMALL = 0.8  # of the height of others: what may be raised
_GLUED, _CELL = 0.08, 2.2  # of a line's height: no space at all, the gap between cells
_EVEN = 0.2  # by which the gaps of a stretched line differ
_LONGEST_ROW = 500  # words within which it is looked for what stands above another
_NOTE_SIGNS = frozenset("*†‡§¶")


@dataclass(frozen=True, slots=True)
class Word:
    """A word, from left to right, on its baseline, which grows downwards."""

    text: str
    left: float
    right: float
    base: float
    height: float


@dataclass(frozen=True)
class Line:
    """Words on one baseline, in the order in which they are read, at least one."""

    words: tuple[Word, ...]

    @cached_property
    def left(self) -> float:
        """Where it begins."""
        return min(word.left for word in self.words)

    @cached_property
    def right(self) -> float:
        """Where it ends."""
        return max(word.right for word in self.words)

    @cached_property
    def base(self) -> float:
        """Its baseline, that of its tallest word."""
        return max(self.words, key=lambda word: word.height).base

    @cached_property
    def height(self) -> float:
        """That of most of its letters."""
        heights = Counter[float]()
        for word in self.words:
            heights[word.height] += len(word.text)
        return max(heights, key=lambda height: (heights[height], height))

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """Its text, cut where a cell of a table ends; gaps that are all alike only stretch a line to its column."""
        cells, gaps = [self.words[0].text], [b.left - a.right for a, b in pairwise(self.words)]
        stretched = len(gaps) > 1 and max(gaps) - min(gaps) < _EVEN * max(gaps)
        for gap, word in zip(gaps, self.words[1:], strict=True):
            if gap > _CELL * self.height and not stretched:
                cells.append(word.text)
            else:
                cells[-1] += word.text if abs(gap) <= _GLUED * self.height else f" {word.text}"
        return tuple(cells)

    @cached_property
    def text(self) -> str:
        """Its words, with a tab between cells."""
        return "\t".join(self.cells)

    @cached_property
    def is_backwards(self) -> bool:
        """Whether most of its words are of a script that is read from right to left."""
        return 2 * sum(map(_is_backwards, self.words)) > len(self.words)

    def mirrored(self) -> "Line":
        """Return it as it would be if its script were read from left to right."""
        return Line(tuple(Word(w.text, -w.right, -w.left, w.base, w.height) for w in self.words))

    def side(self, x: float, *, right: bool) -> "Line | None":
        """Return what of it stands on one side of ``x``."""
        words = tuple(word for word in self.words if (word.left >= x) is right)
        return Line(words) if words else None


def lines_of(words: Iterable[Word]) -> list[Line]:
    """Return the lines of a page, downwards, without the numbers that point to notes."""
    rows: list[list[Word]] = []
    tallest: Word | None = None
    for word in sorted(words, key=lambda w: (w.base, w.left)):
        if tallest is None or not _stand_level(tallest, word) or _stands_below(word, rows[-1]):
            rows.append([])
            tallest = word
        rows[-1].append(word)
        tallest = max(tallest, word, key=lambda w: w.height)
    return [Line(tuple(_unmarked(_ordered(row)))) for row in rows]


def _stand_level(one: Word, other: Word) -> bool:
    """Whether two words stand on one line; one that is smaller may be raised."""
    low, high = sorted((one.height, other.height))
    return abs(other.base - one.base) <= (_SAME_LINE if low > _SMALL * high else _RAISED) * high


def _stands_below(word: Word, row: list[Word]) -> bool:
    """Whether a word stands below another of a row, as where lines beside larger ones stand closer."""
    above = word.base - 0.1 * word.height
    return len(row) <= _LONGEST_ROW and any(
        other.base < above and other.left < word.right and word.left < other.right for other in row
    )


def _ordered(row: list[Word]) -> list[Word]:
    """Return the words as they are read: those of a script from right to left the other way."""
    backwards = sum(map(_is_backwards, row)) * 2 > len(row)
    return sorted(row, key=lambda word: -word.right if backwards else word.left)


def _is_backwards(word: Word) -> bool:
    return any("\u0590" <= char <= "\u08ff" or "\ufb1d" <= char <= "\ufdff" for char in word.text)


def _unmarked(row: list[Word]) -> list[Word]:
    """Leave out raised numbers behind a word; what follows one stays as close to that word."""
    height, base = max((word.height, word.base) for word in row)
    kept: list[Word] = []
    for word in row:
        raised = word.height < _SMALL * height and word.base < base - 0.1 * height
        if kept and raised and _is_mark(word.text) and _points(kept[-1], word):
            before = kept[-1]
            kept[-1] = Word(before.text, before.left, word.right, before.base, before.height)
        else:
            kept.append(word)
    return kept


def _is_mark(text: str) -> bool:
    return len(text) <= 3 and (text.isdecimal() or set(text) <= _NOTE_SIGNS)


def _points(before: Word, mark: Word) -> bool:
    """Whether a raised number stands behind a word of prose, and is no power of a number or unit."""
    return mark.left - before.right < 0.4 * before.height and len(before.text) > 2 and not before.text[-1].isdecimal()
