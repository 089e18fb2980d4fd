"""How far to trust a contact: how often contacts of its sort were right."""

from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

import yaml

from diplograph.extract.model import Contact
from diplograph.extract.trust.features import features

IN_WORDS = {
    0.95: "19 times in 20", 0.9: "9 times in 10", 0.8: "4 times in 5", 0.75: "3 times in 4",
    0.67: "2 times in 3", 0.5: "1 time in 2", 0.33: "1 time in 3", 0.2: "1 time in 5", 0.1: "1 time in 10",
}  # fmt: skip


class _Table(NamedTuple):
    intercept: float
    weights: dict[str, float]
    steps: list[tuple[float, float]]
    bands: list[tuple[float, float, float]]


def trust(contact: Contact) -> float:
    """Return how likely a contact is right, from 0 to 1, by how often contacts of its sort were.

    Its sort is its rule, kind and status, how its parties are named, and the like (``features``); the shares are those of contacts that
    people read, in passages and in whole documents (docs/accuracy.md). 1 for a contact that somebody decided on.
    """
    if contact.decided is not None:
        return 1.0
    table = _table()
    value = table.intercept + sum(table.weights.get(feature, 0.0) for feature in features(contact))
    return round(_between(table.steps, value), 2)


def interval(share: float) -> tuple[float, float]:
    """Return between which shares contacts of about this trust were right, 19 times in 20, for the number that people read."""
    low, high = next((low, high) for least, low, high in reversed(_table().bands) if share >= least)
    return min(low, share), max(high, share)


def bands() -> list[tuple[float, float, float]]:
    """Return ranges of trust, each by its lower end, with the shares between which contacts in it were right."""
    return _table().bands


def in_words(share: float) -> str:
    """Return a share as one says it: "right 19 times in 20"."""
    return f"right {IN_WORDS[min(IN_WORDS, key=lambda known: abs(known - share))]}"


def _between(steps: list[tuple[float, float]], value: float) -> float:
    """Return the share at a value, on the line between the steps on both sides."""
    if value <= steps[0][0]:
        return steps[0][1]
    for (x, low), (y, high) in pairwise(steps):
        if value <= y:
            return low + (high - low) * (value - x) / (y - x) if y > x else high
    return steps[-1][1]


@cache
def _table() -> _Table:
    found = yaml.safe_load((files("diplograph.extract.trust") / "table.yaml").read_text(encoding="utf-8"))
    steps, bands = ([tuple(row) for row in found[name]] for name in ("steps", "bands"))
    return _Table(found["intercept"], found["weights"], steps, bands)
