"""What a word may stand for, told from words alone: a state, an office, a name, anybody else."""

import calendar
import re
from collections.abc import Iterator, Mapping
from enum import IntEnum
from functools import cache, lru_cache
from itertools import repeat

from diplograph.extract.lexicon import gazetteer
from diplograph.extract.lexicon.forms import plurals
from diplograph.extract.lexicon.words import roles, words
from diplograph.extract.text.clean import FUNCTION_WORDS

WORD = re.compile(r"[^\W_]++(?:(?:[-']|–(?=[^\Wa-z]))[^\W_]++)*+|(?<![.!?])[.!?]++(?=[\"')\]]*+\s++[\"'(\[]*+[^\Wa-z])")
"""A word, or the marks that end a sentence: what follows them begins like one."""
_JOINT = re.compile("[-–]")
_LONGEST_NAME = 6  # words
_PERSONAL = frozenset({"each", "he", "her", "him", "i", "me", "she", "them", "they", "us", "we"})
_PRONOUNS = _PERSONAL | words("twos") | words("threes") | words("fours") | words("seconds")
_NO_NAMES = frozenset(w.capitalize() for w in FUNCTION_WORDS).union(
    calendar.day_name, calendar.month_name, ["Dr", "Mr", "Mrs", "Ms", "News"]
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


def marks(words: list[str]) -> Iterator[Mark | None]:
    """Yield the mark of each word of a sentence, None where it stands for nobody; KNOWN takes the whole text."""
    at = 0
    while at < len(words):
        named = _state(words, at) if not words[at][0].islower() else 0
        yield from repeat(Mark.STATE, named) if named else [_mark(words[at], first=at == 0)]
        at += named or 1


def bare(name: str) -> str:
    """Return a name without the ending of a possessive."""
    return name.removesuffix("'s")


def _state(words: list[str], at: int) -> int:
    """Return how many words from ``at`` on are a name of the tables."""
    word = bare(words[at])
    longest = _first_words().get(word) or _first_words().get(joined_in(word)[0], 0)
    forms = gazetteer.surface_forms()
    for count in range(min(longest, len(words) - at), 0, -1):
        phrase = " ".join(words[at : at + count])
        if phrase in forms or bare(phrase) in forms:
            return count
    joined = joined_in(word)
    return int(len(joined) > 1 and any(part in forms for part in joined))


def is_pair(word: str) -> bool:
    """Tell whether a word joins two names of the tables: "US-Russia", "Sino-Soviet"."""
    first, *others = joined_in(bare(word))
    forms = gazetteer.surface_forms()
    return (first in forms or f"{first}-" in forms) and bool(others) and all(other in forms for other in others)


def joined_in(word: str) -> list[str]:
    """Return what a hyphen or a dash joins: "Macron" and "Putin" of "Macron–Putin"."""
    return _JOINT.split(word)


@lru_cache(maxsize=1 << 16)
def _mark(word: str, *, first: bool) -> Mark | None:
    low = bare(word).lower()
    if (mark := _titled(low)) is not None:
        return mark
    if low in _PRONOUNS and (word.islower() or first or low == "i"):
        return Mark.PRONOUN
    return Mark.NAME if word[0].isupper() and bare(word) not in _NO_NAMES else None


def _titled(low: str) -> Mark | None:
    """ "Minister", "ex-minister", "delegation": the surer of what the word and its last part are."""
    mark = _titles().get(low)
    if mark is Mark.OFFICE or "-" not in low:
        return mark
    return _titles().get(low.rpartition("-")[2]) or mark


@cache
def _first_words() -> Mapping[str, int]:
    """Return the first words of all names of the tables, and how many words the longest of each may have."""
    found: dict[str, int] = {}
    for form in gazetteer.surface_forms():
        words = WORD.findall(form)
        if words:
            found[words[0]] = max(found.get(words[0], 0), min(len(words), _LONGEST_NAME))
    return found


@cache
def _titles() -> Mapping[str, Mark]:
    """Return the words for offices, and those for heads, bodies and sides of anything."""
    offices = roles("political") | roles("leaders") | roles("envoys") | roles("regnal")
    offices |= roles("nobility") | roles("acting")
    bodies = roles("heads") | roles("bodies") | roles("sides") | roles("missions") | roles("individuals")
    bodies |= roles("bands") | roles("outside") | roles("institutions")
    return dict.fromkeys(plurals(bodies), Mark.BODY) | dict.fromkeys(plurals(offices), Mark.OFFICE)
