"""Sentences and the parties they may name, told from words alone, before anything is parsed."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from itertools import repeat

from diplograph.extract.lexicon import gazetteer, officials
from diplograph.extract.lexicon.words import roles
from diplograph.extract.text.clean import FUNCTION_WORDS, Cleaned, paragraphs

_WORD = re.compile(r"[^\W_]++(?:[-'][^\W_]++)*+|(?<![.!?])[.!?]++(?=[\"')\]]*+\s++[\"'(\[]*+[^\Wa-z])")
_SHORTENED = re.compile(
    r"[A-Z]|Adm|Amb|Apr|Aug|Brig|Capt|Cdr|Cmdr|Col|Dec|Dr|Feb|Gen|Gov|Hon|Jan|Jr|Lt|Maj|Mar|Mr|Mrs|Ms|No|Nov|Oct|Pres|Prof"
    r"|Rep|Rev|Rt|Sec|Sen|Sept?|Sgt|Sr|St|vs"
)
_LONGEST_NAME = 6  # words
_BESIDE = 5  # words
_PRONOUNS = frozenset(
    ["both", "each", "he", "her", "him", "i", "me", "pair", "she", "them", "they", "three", "trio", "two", "us", "we"]
)
_NO_NAMES = frozenset(w.capitalize() for w in FUNCTION_WORDS) | frozenset(
    [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "Mr",
        "Mrs",
        "Ms",
        "Dr",
        "News",
    ]
)


class Mark(IntEnum):
    """What a word may stand for, the surest first."""

    STATE = 1  # or an organisation, by the tables
    KNOWN = 2  # somebody named beside a state or an office, or in the table of officials
    OFFICE = 3
    NAME = 4
    BODY = 5  # a head, body or side of anything
    PRONOUN = 6


SURE = frozenset({Mark.STATE, Mark.KNOWN, Mark.OFFICE})


@dataclass(slots=True)
class Sentence:
    """A sentence's place in the text, its words, the same in lower case, and the mark of each (None for none)."""

    start: int
    end: int
    words: list[str]
    low: list[str]
    marks: list[Mark | None]

    def sure(self) -> bool:
        """Whether it names a state, an organisation, an office, or somebody known by one."""
        return any(mark in SURE for mark in self.marks)

    def introduces(self, at: int) -> bool:
        """Whether a state or an office stands beside word ``at``, and so tells who that is."""
        beside = self.marks[max(0, at - _BESIDE) : at + _BESIDE + 1]
        return Mark.STATE in beside or Mark.OFFICE in beside

    def groups(self, but: int = -1) -> list[tuple[int, int, Mark]]:
        """Return the first and last word and the surest mark of each run of marked words, without word ``but``."""
        found: list[tuple[int, int, Mark]] = []
        joined = False
        for i, mark in enumerate(self.marks):
            if mark is None or i == but:
                joined = False
                continue
            joins = joined and mark is not Mark.PRONOUN and not (mark is Mark.STATE and found[-1][2] is Mark.STATE)
            if joins:
                first, _, surest = found[-1]
                found[-1] = (first, i, min(surest, mark))
            else:
                found.append((i, i, mark))
            joined = mark is not Mark.PRONOUN and not self.low[i].endswith("'s")
        return found


def sentences(cleaned: Cleaned) -> list[Sentence]:
    """Return the sentences of a cleaned text, marked; together they hold every word of its paragraphs."""
    found = [s for start, end in paragraphs(cleaned) for s in _cut(cleaned.text, start, end)]
    known = frozenset(_known(found))
    for sentence in found:
        for i, mark in enumerate(sentence.marks):
            if mark is Mark.NAME and (bare(sentence.words[i]) in known):
                sentence.marks[i] = Mark.KNOWN
    return found


def _cut(text: str, start: int, end: int) -> Iterator[Sentence]:
    first, words = start, list[str]()
    for match in _WORD.finditer(text, start, end):
        word = match[0]
        if word[0] not in ".!?":
            words.append(word)
        elif words and not (word == "." and _SHORTENED.fullmatch(words[-1])):
            stop = _closing(text, match.end(), end)
            yield _sentence(first, stop, words)
            first, words = _opening(text, stop, end), []
    if words:
        yield _sentence(first, end, words)


def _closing(text: str, at: int, end: int) -> int:
    while at < end and text[at] in "\"')]":
        at += 1
    return at


def _opening(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _sentence(start: int, end: int, words: list[str]) -> Sentence:
    return Sentence(start, end, words, [w.lower() for w in words], list(_marked(words)))


def _marked(words: list[str]) -> Iterator[Mark | None]:
    at = 0
    while at < len(words):
        named = _state(words, at) if not words[at][0].islower() else 0
        yield from repeat(Mark.STATE, named) if named else [_mark(words[at], at)]
        at += named or 1


def _state(words: list[str], at: int) -> int:
    """Return how many words from ``at`` on are a name of the tables."""
    word = bare(words[at])
    longest = _first_words().get(word) or _first_words().get(word.partition("-")[0], 0)
    forms = gazetteer.surface_forms()
    for count in range(min(longest, len(words) - at), 0, -1):
        phrase = " ".join(words[at : at + count])
        if phrase in forms or bare(phrase) in forms:
            return count
    return int("-" in word and any(part in forms for part in word.split("-")))


def _mark(word: str, at: int) -> Mark | None:
    low = bare(word).lower()
    last = low.rpartition("-")[2]
    if low in _offices() or last in _offices():
        return Mark.OFFICE
    if low in _bodies() or last in _bodies():
        return Mark.BODY
    if low in _PRONOUNS and (word.islower() or at == 0 or low == "i"):
        return Mark.PRONOUN
    if word[0].isupper() and bare(word) not in _NO_NAMES:
        return Mark.NAME
    return None


def _known(found: Iterable[Sentence]) -> Iterator[str]:
    """Yield the names that stand beside a state or an office, and those of the table of officials."""
    for sentence in found:
        for i, mark in enumerate(sentence.marks):
            if mark is Mark.NAME:
                name = bare(sentence.words[i])
                if sentence.introduces(i) or officials.is_surname(name):
                    yield name


def bare(name: str) -> str:
    """Return a name without the ending of a possessive."""
    return name.removesuffix("'s")


@cache
def _first_words() -> dict[str, int]:
    """Return the first words of all names of the tables, and how many words the longest of each may have."""
    found: dict[str, int] = {}
    for form in gazetteer.surface_forms():
        words = _WORD.findall(form)
        if words:
            found[words[0]] = max(found.get(words[0], 0), min(len(words), _LONGEST_NAME))
    return found


@cache
def _offices() -> frozenset[str]:
    acting = {"delegation", "embassy", "government", "ministry", "mission"}
    names = ("political", "leaders", "envoys", "regnal", "nobility")
    return plurals(acting.union(*map(roles, names)))


@cache
def _bodies() -> frozenset[str]:
    names = ("heads", "bodies", "sides", "missions", "individuals", "bands", "outside", "institutions")
    return plurals(frozenset().union(*map(roles, names)))


def plurals(nouns: Iterable[str]) -> frozenset[str]:
    """Return nouns with their plurals."""
    every = set(nouns)
    return frozenset(every | {n + "s" for n in every} | {n[:-1] + "ies" for n in every if n.endswith("y")})
