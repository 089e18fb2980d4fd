"""From the lines of a page to blocks of lines in the order in which they are read.

A page is cut where a strip of it, as wide as a large space, stays free over several lines and prose stands on both sides:
these are columns, one read after the other. Short words on the left of such a strip are labels, and what stands to the right
of one belongs to it. Any other gap within a line parts the cells of a table, whose rows stay whole.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from diplograph.extract.read.pdf_layout import Line

_GUTTER = 0.6  # of a line's height: the least gap between columns
_SHORT_GAP, _LONG_GAP = 1.6, 3.5  # of the usual distance of lines
_HALF_FILLED, _FILLED, _WELL_FILLED = 0.35, 0.5, 0.7  # shares of the width of a column: beside a full one, half will do
_CANDIDATES = 40  # places where a column may begin
_DEEPEST = 6  # columns within columns
_MOST_WORDS = 30_000  # on a page that is laid out; of more no column is sought


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
    left, right = _sides(lines, run, x)
    if min(len(left), len(right)) < 2:
        return None
    both = max(min(left), min(right)), min(max(left), max(right))
    if both[0] > both[1]:
        return None
    above, below = _reach(lines, run, both, _pitch(list(left.values()), list(right.values())))
    left, right = _sides(lines, (above, below), x)
    return _judged(left, right, (above, below), x) if left and right else None


def _sides(lines: Sequence[Line], run: tuple[int, int], x: float) -> tuple[dict[int, Line], dict[int, Line]]:
    """Return what stands to the left of ``x`` and to the right, by the number of its line."""
    left, right = ({n: part for n in range(*run) if (part := lines[n].side(x, right=side))} for side in (False, True))
    return left, right


def _judged(left: dict[int, Line], right: dict[int, Line], reach: tuple[int, int], x: float) -> _Cut | None:
    """Return the cut between two sides, if they are columns of prose, or labels and prose."""
    (above, below), score = reach, min(len(left), len(right))
    shares = [_prose(list(side.values())) for side in (left, right)]
    prose = [share > _FILLED or (share > _HALF_FILLED and max(shares) > _WELL_FILLED) for share in shares]
    if all(prose) and _runs_on([*left.values(), *right.values()]):
        return _Cut(above, below, x, labels=False, score=score)
    labels = prose[1] and not prose[0] and len(left) <= 0.8 * len(right)
    return _Cut(min(left), below, x, labels=True, score=score) if labels else None


def _pitch(*sides: list[Line]) -> float:
    """Return the usual distance between two lines."""
    return median([b.base - a.base for side in sides for a, b in pairwise(side)] or [0.0])


def _reach(lines: Sequence[Line], run: tuple[int, int], both: tuple[int, int], pitch: float) -> tuple[int, int]:
    """Return from where to where columns reach that stand side by side on the lines ``both``.

    One may begin above the other or end below it, but not beyond a wide gap; and lines right below one that reaches
    over both columns are the end of its paragraph.
    """

    def gap(at: int) -> float:
        return lines[at].base - lines[at - 1].base

    (start, end), above, below = run, both[0], both[1] + 1
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
