"""Keep boxes apart, and pack boxes on a page."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Indices = NDArray[np.intp]

ASPECT = 1.6


def separated(places: Points, sizes: Points, random: np.random.Generator) -> Points:
    """Move the boxes round the points as little as keeps any two from overlapping.

    Args:
        sizes: Width and height of each box.
        random: Parts points that lie on each other.
    """
    places = places + random.normal(0, 0.01, places.shape)
    for step in range(400):
        push = _overlaps(places, sizes)
        if not push.any():
            break
        places = places + push
        if step % 10 == 9:
            places = (places - places.mean(axis=0)) * 1.03
    return places


def _overlaps(places: Points, sizes: Points) -> Points:
    """Return how far each box should give way; boxes that overlap share the way along the cheaper axis."""
    one, two = _near(places, sizes)
    gap = places[two] - places[one]
    over = (sizes[one] + sizes[two]) / 2 - np.abs(gap)
    hit = np.logical_and(over[:, 0] > 1e-6, over[:, 1] > 1e-6)
    one, two, gap, over = one[hit], two[hit], gap[hit], over[hit]
    move = (over * 0.26 + 0.01) * np.where(gap < 0, -1.0, 1.0)
    along_y = over[:, 1] < over[:, 0]
    move[along_y, 0], move[~along_y, 1] = 0.0, 0.0
    count = len(places)
    return np.stack([np.bincount(two, m, count) - np.bincount(one, m, count) for m in move.T], axis=1)


def _near(places: Points, sizes: Points) -> tuple[Indices, Indices]:
    """Return every two boxes that may overlap, once: of one strip of the page or of two that touch, or a large one with any."""
    large = np.flatnonzero(sizes.max(axis=1) > 3 * np.median(sizes.max(axis=1)))
    small = np.delete(np.arange(len(places)), large)
    width, height = sizes[small].max(axis=0)
    x = places[small, 0] - places[small, 0].min()
    strip = np.floor((places[small, 1] - places[small, 1].min()) / height)
    apart = float(x.max()) + 2 * width  # so far along one line lie the strips
    order = np.lexsort((x, strip))
    key = strip[order] * apart + x[order]
    here = np.arange(len(key))
    beside = spans(here + 1, key.searchsorted(key + width))
    below = spans(key.searchsorted(key + apart - width), key.searchsorted(key + apart + width))
    rest = [np.delete(np.arange(len(places)), large[: n + 1]) for n in range(len(large))]
    ones = [order[beside[0]], order[below[0]]]
    twos = [order[beside[1]], order[below[1]]]
    return (
        np.concatenate([small[i] for i in ones] + [np.full(len(r), i) for i, r in zip(large, rest, strict=True)]),
        np.concatenate([small[i] for i in twos] + rest),
    )


def spans(start: Indices, end: Indices) -> tuple[Indices, Indices]:
    """Write out the numbers from ``start`` to before ``end`` of every row: the row of each, and each."""
    counts = np.maximum(end - start, 0)
    row = np.repeat(np.arange(len(counts)), counts)
    return row, np.arange(len(row)) - (np.cumsum(counts) - counts)[row] + start[row]


def packed(boxes: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the upper left corner of every box, packed without overlap into a page of 16 to 10.

    Each box, the largest first, goes where its upper edge lies highest: a skyline packing.
    """
    area = sum(w * h for w, h in boxes)
    width = max([math.sqrt(ASPECT * area * 1.06), *(w for w, _ in boxes)])
    skyline = [(0.0, width, 0.0)]
    corners = [(0.0, 0.0)] * len(boxes)
    for i in sorted(range(len(boxes)), key=lambda i: (-boxes[i][0] * boxes[i][1], i)):
        corners[i], skyline = _placed(skyline, *boxes[i], width)
    return corners


_Skyline = list[tuple[float, float, float]]  # from x, to x, y down to which the page is taken


def _placed(skyline: _Skyline, w: float, h: float, width: float) -> tuple[tuple[float, float], _Skyline]:
    tries = [(_top(skyline, x, w), x) for x, _, _ in skyline if x + w <= width + 1e-6]
    y, x = min(tries, default=(max(s[2] for s in skyline), 0.0))
    rest = [s for a, b, top in skyline for s in ((a, min(b, x), top), (max(a, x + w), b, top)) if s[1] - s[0] > 1e-6]
    return (x, y), sorted([*rest, (x, x + w, y + h)])


def _top(skyline: _Skyline, x: float, w: float) -> float:
    return max(top for a, b, top in skyline if a < x + w - 1e-6 and b > x + 1e-6)
