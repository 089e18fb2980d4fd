"""Which units a panel has a row for in a period, in their order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from diplograph.graph.panel.population import by_code
from diplograph.graph.panel.seats import Key, Unit

Indices = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Roster:
    """The units of a period.

    Attributes:
        names: The codes, or ids, that units are made of.
        ends: Of each unit, in order, the places of its one or two in ``names``.
    """

    names: tuple[str, ...]
    ends: tuple[Indices, ...]

    def __len__(self) -> int:
        return len(self.ends[0])

    def place(self, key: Key) -> int | None:
        """Return the row of a unit; None if it has none."""
        if any(name not in self._index for name in key):
            return None
        wanted = _flat([np.array([self._index[name]]) for name in key], len(self.names))[0]
        row = int(np.searchsorted(self._rows, wanted))
        return row if row < len(self) and self._rows[row] == wanted else None

    @cached_property
    def _index(self) -> dict[str, int]:
        return {name: i for i, name in enumerate(self.names)}

    @cached_property
    def _rows(self) -> Indices:
        return _flat(self.ends, len(self.names))


def _flat(ends: Iterable[Indices], count: int) -> Indices:
    """Return one number a unit, which grows from row to row."""
    first, *rest = ends
    return first * count + rest[0] if rest else first


@lru_cache(maxsize=2)
def all_of(names: tuple[str, ...], unit: Unit, having: frozenset[str] | None) -> Roster:
    """Return the roster of all units that can be made of some codes, given in order; dyads only those that have one of some."""
    count = len(names)
    if unit is Unit.STATE:
        return Roster(names, (np.arange(count),))
    first, second = np.divmod(np.arange(count * count), max(count, 1))
    wanted = first != second if unit is Unit.DIRECTED_DYAD else first < second
    if having is not None:
        chosen = np.array([name in having for name in names], dtype=np.bool_)
        wanted &= chosen[first] | chosen[second]
    return Roster(names, (first[wanted], second[wanted]))


def running(spans: Mapping[Key, tuple[int, int]], period: int) -> Roster:
    """Return the roster of the pairs whose span, of periods from the first to the last, has a period in it."""
    return _pairs(tuple(sorted(key for key, (first, last) in spans.items() if first <= period <= last)))


@lru_cache(maxsize=2)
def _pairs(keys: tuple[Key, ...]) -> Roster:
    names = tuple(sorted({name for key in keys for name in key}, key=by_code))
    index = {name: i for i, name in enumerate(names)}
    ends = sorted((index[a], index[b]) for a, b in keys)
    return Roster(
        names, tuple(np.array(end, dtype=np.int64) for end in (zip(*ends, strict=True) if ends else ((), ())))
    )
