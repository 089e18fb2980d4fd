"""How high an office stands: of a head of state, a foreign minister, an envoy; the words are in ``lexicon/levels.yaml``."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from diplograph.errors import LexiconError
from diplograph.extract.lexicon.loading import read_lexicon

_Words = tuple[str, ...]
_WORD = re.compile(r"\w+(?:['’]\w+)*|[,/]")  # "president's" is no president
_BETWEEN = frozenset(["and", "&", ",", "/"])
_OF_ANOTHER = frozenset(["to", "of", "for"])


class Level(StrEnum):
    """How high somebody stands who acts for a state, the highest first; ``STATES`` where no person is named."""

    LEADERS = "leaders"
    FOREIGN_MINISTERS = "foreign_ministers"
    MINISTERS = "ministers"
    ENVOYS = "envoys"
    OFFICIALS = "officials"
    STATES = "states"

    @property
    def rank(self) -> int:
        """Its place; 0 is the highest."""
        return list(Level).index(self)


def highest(one: Level, *others: Level) -> Level:
    """Return the highest of some levels."""
    return min(one, *others, key=lambda level: level.rank) if others else one


@dataclass(frozen=True, slots=True)
class Levels:
    """The table.

    Attributes:
        levels: The offices of each level.
        lowering: Words before an office by which its bearer is an official.
        ahead: Words behind it by which it is not held yet.
    """

    levels: dict[Level, frozenset[str]]
    lowering: frozenset[str]
    ahead: frozenset[str]


@lru_cache(maxsize=65536)
def level_of(role: str) -> Level:
    """Return the level of a role as a text gives it, the highest of several; OFFICIALS if it has none of the table's."""
    return highest(Level.OFFICIALS, *_offices(tuple(_WORD.findall(role.casefold().replace("-", " ")))))


def _offices(words: _Words) -> Iterator[Level]:
    """Yield the level of the office that begins first in each part of a role."""
    table, at, lowered = _table(), 0, False
    while at < len(words):
        found = _office_at(words, at)
        if found is None:
            lowered = words[at] not in _BETWEEN and (lowered or words[at] in table.lowering)
            at += 1
            continue
        level, at = found
        behind = words[at : at + 1]
        yield Level.OFFICIALS if lowered or table.ahead.intersection(behind) else level
        if level.rank >= Level.ENVOYS.rank and _OF_ANOTHER.intersection(behind):
            return  # what follows is the office of those whom they serve
        at = _next_part(words, at)
        lowered = False


def _office_at(words: _Words, at: int) -> tuple[Level, int] | None:
    """Return the level of the longest office that begins at a word, and where it ends."""
    for office, level in _by_first_word().get(words[at], ()):
        end = at + len(office)
        if words[at:end] == office:
            return level, end
    return None


def _next_part(words: _Words, at: int) -> int:
    return next((i for i in range(at, len(words)) if words[i] in _BETWEEN), len(words))


@cache
def _by_first_word() -> Mapping[str, list[tuple[_Words, Level]]]:
    """Return the offices by their first words, the longest first."""
    found: dict[str, list[tuple[_Words, Level]]] = {}
    for level, offices in _table().levels.items():
        for office in offices:
            words = tuple(office.split())
            found.setdefault(words[0], []).append((words, level))
    return {first: sorted(offices, key=lambda o: (-len(o[0]), o)) for first, offices in found.items()}


@cache
def _table() -> Levels:
    table = read_lexicon("levels", Levels)
    seen: dict[str, Level] = {}
    for level, offices in table.levels.items():
        for office in offices:
            if seen.setdefault(office, level) is not level:
                raise LexiconError(
                    f"lexicon/levels.yaml, {office!r} is at two levels, {seen[office]} and {level}; keep one."
                )
    return table
