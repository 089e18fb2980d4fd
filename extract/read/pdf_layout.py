"""From the words of a page, with their places, to blocks of lines in the order in which they are read.

Lines run from left to right and downwards, in points; whoever gives the words has turned them so. A page is cut where a
strip of it, as wide as a large space, stays free over several lines and prose stands on both sides: these are columns,
one read after the other. Short words on the left of such a strip are labels, and what stands to the right of one
belongs to it. Any other gap within a line parts the cells of a table, whose rows stay whole.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median

_SAME_LINE, _RAISED = 0.35, 0.5  # of a word's height, within which baselines belong to one line
_SMALL = 0.8  # of the height of others: what may be raised
_GLUED, _CELL, _GUTTER = 0.08, 2.2, 0.6  # of a line's height: no space at all, the gap between cells, that of columns
_EVEN = 0.2  # by which the gaps of a stretched line differ
_SHORT_GAP, _LONG_GAP = 1.6, 3.5  # of the usual distance of lines
_HALF_FILLED, _FILLED, _WELL_FILLED = 0.35, 0.5, 0.7  # shares of the width of a column: beside a full one, half will do
_CANDIDATES = 40  # places where a column may begin
_DEEPEST = 6  # columns within columns
_MOST_WORDS = 30_000  # on a page that is laid out; of more no column is sought
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


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one column, read downwards.

    Attributes:
        whole: Whether they are one paragraph, such as a label with what belongs to it.
    """

    lines: tuple[Line, ...]
    whole: bool = False


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where a page is cut: its lines from ``start`` to ``end``, on both sides of ``x``."""

    start: int
    end: int
    x: float
    labels: bool
    score: int


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


def blocks_of(lines: Sequence[Line], depth: int = 0) -> list[Block]:
    """Return the lines in blocks, in the order in which they are read."""
    if not lines:
        return []
    few = sum(len(line.words) for line in lines) <= _MOST_WORDS
    cut = _best_cut(lines) if few and depth < _DEEPEST and len(lines) > 1 else None
    if cut is None:
        return [Block(tuple(lines))]
    within = lines[cut.start : cut.end]
    sides: list[Block] = []
    if cut.labels:
        sides = _labelled(within, cut.x)
    else:
        for right in (False, True):
            side = [part for line in within if (part := line.side(cut.x, right=right))]
            sides += blocks_of(side, depth + 1)
    return [*blocks_of(lines[: cut.start], depth + 1), *sides, *blocks_of(lines[cut.end :], depth + 1)]


def _labelled(lines: Sequence[Line], x: float) -> list[Block]:
    """Return a block for each label, the first of which stands on the first line, with all that stands beside it.

    A label may take several lines, as long as what stands beside it runs on.
    """
    edge = max(line.right for line in lines)
    pitch = _pitch([line for line in lines if line.side(x, right=True)])
    entries: list[list[Line]] = []
    for before, line in pairwise([lines[0], *lines]):
        label = line.side(x, right=False) is not None
        under = before.side(x, right=False) is not None and line.base - before.base <= _SHORT_GAP * pitch
        runs_on = edge - before.right < 3 * line.height and before.text[-1] not in ".!?:;"
        if not entries or (label and not (under and runs_on)):
            entries.append([])
        entries[-1].append(line)
    return [Block(tuple(_entry(entry, x)), whole=True) for entry in entries]


def _entry(lines: Sequence[Line], x: float) -> list[Line]:
    """Return the lines of a label, and then those that stand beside it, cell by cell."""
    left, right = ([part for line in lines if (part := line.side(x, right=side))] for side in (False, True))
    return [*left, *_by_columns(right)]


def _by_columns(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a row of a table cut into cells, one cell after the other."""
    taken: list[list[float]] = []
    room = _GUTTER if len(lines) > 2 else 1.0
    for word in sorted((word for line in lines for word in line.words), key=lambda word: word.left):
        if taken and word.left - taken[-1][1] <= room * word.height:
            taken[-1][1] = max(taken[-1][1], word.right)
        else:
            taken.append([word.left, word.right])
    cells: list[Line] = []
    for left, right in taken:
        parts = (tuple(word for word in line.words if left <= word.left <= right) for line in lines)
        cells += [Line(part) for part in parts if part]
    return cells


def _best_cut(lines: Sequence[Line]) -> _Cut | None:
    """Return the cut that has most lines on both sides; columns go before labels."""
    height = median(line.height for line in lines)
    edges = Counter[int]()
    for line in lines:
        for before, word in pairwise(line.words):
            if word.left - before.right > _GUTTER * height:
                edges[round(word.left / 2)] += 1
        edges[round(line.left / 2)] += 1
    best: _Cut | None = None
    for edge, count in sorted(edges.items(), key=lambda item: (-item[1], item[0]))[:_CANDIDATES]:
        if count > 1:
            for cut in _cuts(lines, 2 * edge - 1.1, height):
                if best is None or (not cut.labels, cut.score) > (not best.labels, best.score):
                    best = cut
    return best


def _cuts(lines: Sequence[Line], x: float, height: float) -> Iterable[_Cut]:
    """Yield the cuts at ``x``: one for each run of lines that no word of crosses."""
    strip = x - _GUTTER * height
    start = 0
    for at in range(len(lines) + 1):
        if at == len(lines) or any(word.left < x and word.right > strip for word in lines[at].words):
            cut = _cut(lines, (start, at), x) if at - start > 1 else None
            if cut is not None:
                yield cut
            start = at + 1


def _cut(lines: Sequence[Line], run: tuple[int, int], x: float) -> _Cut | None:
    start, end = run
    left, right = (
        {n: part for n in range(start, end) if (part := lines[n].side(x, right=side))} for side in (False, True)
    )
    first, last = max(min(left, default=end), min(right, default=end)), min(max(left, default=0), max(right, default=0))
    if min(len(left), len(right)) < 2 or first > last:
        return None
    pitch = _pitch(list(left.values()), list(right.values()))
    above, below = _reach(lines, start, end, (first, last), pitch)
    left, right = ({n: p for n, p in side.items() if above <= n < below} for side in (left, right))
    shares = [_prose(list(side.values())) for side in (left, right)]
    prose = [share > _FILLED or (share > _HALF_FILLED and max(shares) > _WELL_FILLED) for share in shares]
    score = min(len(left), len(right))
    if score < 1:
        return None
    if all(prose) and _runs_on([*left.values(), *right.values()]):
        return _Cut(above, below, x, labels=False, score=score)
    labels = prose[1] and not prose[0] and len(left) <= 0.8 * len(right)
    return _Cut(min(left), below, x, labels=True, score=score) if labels else None


def _pitch(*sides: list[Line]) -> float:
    """Return the usual distance between two lines."""
    return median([b.base - a.base for side in sides for a, b in pairwise(side)] or [0.0])


def _reach(lines: Sequence[Line], start: int, end: int, both: tuple[int, int], pitch: float) -> tuple[int, int]:
    """Return from where to where columns reach that stand side by side on the lines ``both``.

    One may begin above the other or end below it, but not beyond a wide gap; and lines right below one that reaches
    over both columns are the end of its paragraph.
    """

    def gap(at: int) -> float:
        return lines[at].base - lines[at - 1].base

    above, below = both[0], both[1] + 1
    while above > start and gap(above) <= _SHORT_GAP * pitch:
        above -= 1
    while above == start and 0 < above < both[0] and gap(above) <= _SHORT_GAP * pitch:
        above, start = above + 1, start + 1
    while below < end and gap(below) <= _LONG_GAP * pitch:
        below += 1
    return above, below


def _prose(lines: list[Line]) -> float:
    """Return how much of their column lines fill, if they have some words each, more than cells of a table; else 0."""
    cells = sum(len(line.cells) for line in lines)
    if len(lines) < 2 or sum(len(line.words) for line in lines) < 2.5 * cells:
        return 0.0
    width = max(line.right for line in lines) - min(line.left for line in lines)
    return sum(line.right - line.left for line in lines) / max(len(lines) * width, 1.0)


def _runs_on(lines: list[Line]) -> bool:
    """Whether enough lines go on with a small letter, as those of prose do and cells of a table don't."""
    return sum(line.text[0].islower() for line in lines) >= 0.15 * len(lines)
