"""The closed sets of words: what they are called together in the lexicon, and whether a token says one of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from diplograph.errors import LexiconError
from diplograph.extract.lexicon.loading import read_lexicon
from diplograph.extract.model import Status

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Effects:
    """The words that give one status to what they govern; after those of ``until`` a day follows to which it is put off."""

    verbs: frozenset[str]
    nouns: frozenset[str]
    adjectives: frozenset[str]
    prepositions: frozenset[str]
    until: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Comparison:
    """How evaluation compares names.

    Attributes:
        titles: Words that are dropped from a name before it is compared.
        same: Forms of one party's name; the first is the one kept.
    """

    titles: frozenset[str]
    same: tuple[tuple[str, ...], ...]


@cache
def words(name: str) -> frozenset[str]:
    """Return one of the sets of ``lexicon/words.yaml``."""
    return _sets("words")[name]


@cache
def roles(name: str) -> frozenset[str]:
    """Return one of the sets of ``lexicon/roles.yaml``."""
    return _sets("roles")[name]


@cache
def effects(status: Status) -> Effects:
    """Return the governing words of one status."""
    return statuses()[status]


@cache
def governors(field: str) -> frozenset[str]:
    """Return the words of one field ("verbs", "nouns" ...) that give any status to what they govern."""
    return frozenset().union(*(getattr(given, field) for given in statuses().values()))


@cache
def comparison() -> Comparison:
    """Return how evaluation compares names, by ``lexicon/comparison.yaml``."""
    return read_lexicon("comparison", Comparison)


def said(token: "Token", entries: frozenset[str]) -> int:
    """Return how many words, ``token`` the last of them, say an entry of a set: 2 for "Latin American", 0 for none."""
    low = token.lower_
    for several in _several(entries).get(low, ()):
        start = token.i + 1 - len(several)
        if start >= 0 and [t.lower_ for t in token.doc[start : token.i + 1]] == several:
            return len(several)
    return int(low in entries)


@cache
def last_words(entries: frozenset[str]) -> frozenset[str]:
    """Return the words that ``said`` may find an entry of a set to end with."""
    return entries | _several(entries).keys()


def begins(name: str, entries: frozenset[str]) -> bool:
    """Tell whether a name begins with an entry of a set, of one word or two: "Grand Duke Henri"."""
    first, *others = name.lower().split()
    return first in entries or " ".join([first, *others[:1]]) in entries


@cache
def _several(entries: frozenset[str]) -> Mapping[str, list[list[str]]]:
    """Return the entries of several words by their last word, the longest first; hyphens are words of their own."""
    parts = [re.findall(r"[^ -]+|-", entry) for entry in entries]
    found: dict[str, list[list[str]]] = {}
    for several in sorted((p for p in parts if len(p) > 1), key=lambda p: (-len(p), p)):
        found.setdefault(several[-1], []).append(several)
    return found


@cache
def _sets(file: str) -> Mapping[str, frozenset[str]]:
    return read_lexicon(file, dict[str, frozenset[str]])


@cache
def statuses() -> Mapping[Status, Effects]:
    """Return the governing words by the status that they give, as ``lexicon/status.yaml`` has them."""
    found = read_lexicon("status", dict[Status, Effects])
    if missing := [status for status in Status if status not in found and not status.took_place]:
        raise LexiconError(f"lexicon/status.yaml: the key {missing[0].value!r} is missing.")
    return found
