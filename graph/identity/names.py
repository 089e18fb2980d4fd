"""Whether two names of persons can be one person's: spellings, order, initials, shorter and longer forms.

Names are compared as skeletons, in which the usual transliterations fall together (Sergei and Sergey,
Qaddafi and Kadhafi, Mohammed and Muhammad), and in any rotation, since Kim Min-jae is Min-jae Kim as well.
Likeness is rapidfuzz's ``ratio``; its set and weighted ratios would take Xi for Xi Jinping.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.fuzz import ratio

from diplograph.extract.ids import slug

ALIKE = 88.0  # of 100: Sargsyan/Sarkisian 89, Mammadov/Mamedov 92, bin Salman/bin Zayed 72, Wang Yi/Wang Yang 75
_TITLES = frozenset(
    [
        "king",
        "queen",
        "prince",
        "princess",
        "emir",
        "sultan",
        "pope",
        "sheikh",
        "sheikha",
        "shaikh",
        "crown",
        "emperor",
        "empress",
        "tsar",
        "shah",
        "sir",
        "lord",
        "lady",
        "dr",
        "mr",
        "mrs",
        "ms",
        "ato",
        "u",
        "daw",
        "haji",
        "general",
        "colonel",
    ]
)
_PARTICLES = frozenset(
    [
        "al",
        "el",
        "ul",
        "as",
        "ad",
        "an",
        "ash",
        "bin",
        "ben",
        "ibn",
        "bint",
        "ould",
        "uld",
        "van",
        "von",
        "der",
        "den",
        "de",
        "da",
        "di",
        "du",
        "dos",
        "la",
        "le",
        "ter",
        "abu",
    ]
)
_SON = frozenset(["bin", "ibn", "ben", "ould"])  # what follows is a father's name, and a family's may follow that
_REGNAL = frozenset(
    ["king", "queen", "prince", "princess", "emir", "sultan", "pope", "emperor", "empress", "tsar", "shah"]
)
_BEGINS = 89.0  # for "Juan Carlos" and "Juan Carlos Varela": enough only where more speaks for it
_NUMERALS = frozenset(
    [
        "i",
        "ii",
        "iii",
        "iv",
        "v",
        "vi",
        "vii",
        "viii",
        "ix",
        "x",
        "xi",
        "xii",
        "xiii",
        "xiv",
        "xv",
        "xvi",
        "xxiii",
        "jr",
        "sr",
    ]
)
_SOUNDS = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"^m[ouea]?h[aou]*m+[aei]?[dt]$", "muhamad"),
        (r"^abd[aeiou]l?(?=[a-z]{3})", "abdal"),
        (r"^([yi]e)(?=[vlrkfg])", "e"),
        (r"tsch|tch|tsh|cz|ch", "c"),
        (r"sch|sz|sh", "s"),
        (r"zh", "z"),
        (r"kh", "h"),
        (r"gh|q|ck", "k"),
        (r"^g(?=a)", "k"),
        (r"dh|dj|dzh", "d"),
        (r"th", "t"),
        (r"ph", "f"),
        (r"x", "ks"),
        (r"w", "v"),
        (r"oo|ou", "u"),
        (r"[ijy]+a", "ia"),
        (r"[ijy]u", "iu"),
        (r"(ie|iy|yi|ii|yy|ey|ei|ij|ej|y|j|i)$", "i"),
        (r"[yj]", "i"),
        (r"er$", "r"),
        (r"(.)\1", r"\1"),
    )
)


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name for comparison.

    Attributes:
        tokens: The skeletons of its words, without titles, particles, numerals and initials.
        initials: The letters that stand for a word, in order ("s", "v" in "S. V. Orlov").
        numeral: A regnal number or Jr, which two names of one person don't differ in.
        regnal: Whether it is the name that a monarch reigns by, which is a first name ("King Salman").
    """

    tokens: tuple[str, ...]
    initials: tuple[str, ...]
    numeral: str | None
    regnal: bool = False

    @property
    def bare(self) -> bool:
        """Whether it is one word alone: a surname, or a name like Lula."""
        return len(self.tokens) == 1 and not self.initials


@lru_cache(maxsize=65536)
def parsed(name: str) -> PersonName:
    """Return the name in parts."""
    words = _words(name)
    numeral = words[-1] if len(words) > 1 and words[-1] in _NUMERALS else None
    initials = tuple(w for w in words if len(w) == 1 and w != numeral)
    kept = _kept(words, numeral)
    return PersonName(tuple(map(skeleton, kept)), initials, numeral, _is_regnal(words, kept, numeral))


def _words(name: str) -> list[str]:
    words = [w for w in slug(re.sub(r"(?<=\w)[-‐](?=[a-z])|['’‘ʻ`]", "", name)).split("-") if w]
    titled = words[0] == "amir" and len(words) > 2  # a spelling of emir, and a first name as well (Amir Peretz)
    return words[1:] if titled else words


def _kept(words: list[str], numeral: str | None) -> list[str]:
    """Return the words without titles, particles, numeral and initials, as far as anything is left."""
    whole = [w for w in words if len(w) > 1 and w not in _TITLES]
    return [w for w in whole if w not in _PARTICLES and w != numeral] or whole or words


def _is_regnal(words: list[str], kept: list[str], numeral: str | None) -> bool:
    """Tell whether a monarch reigns by the name: "King Salman", "Francis II", but not "Bush Jr"."""
    return not _REGNAL.isdisjoint(words) or (len(kept) == 1 and numeral not in (None, "jr", "sr"))


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """Return a word of a name with the usual transliterations made one; other scripts stay as they are."""
    for pattern, plain in _SOUNDS:
        word = pattern.sub(plain, word)
    return word


@lru_cache(maxsize=262144)
def likeness(a: str, b: str) -> tuple[float, str] | None:
    """Return how alike two full names are, 0 to 100, and in what, or None where they are different persons'."""
    one, two = parsed(a), parsed(b)
    if one.numeral != two.numeral and one.numeral and two.numeral:
        return None
    if clashing(one, two) or one.bare or two.bare:
        return None
    if sorted(one.tokens) == sorted(two.tokens) and len(one.tokens) > 1:
        return 100.0, "the same name" if one.tokens == two.tokens else "the same name in another order"
    if by_initials(one, two):
        return 95.0, "initials"
    if _longer(one.tokens, two.tokens):
        last = one.tokens[-1] == two.tokens[-1] or _SON & {*slug(a).split("-"), *slug(b).split("-")}
        return (95.0 if last else _BEGINS), "a shorter form"
    return _spelt_alike(one.tokens, two.tokens)


def clashing(one: PersonName, two: PersonName) -> bool:
    """Tell whether the initials of two names exclude each other (George W. and George H. W. Bush)."""
    a, b = set(one.initials), set(two.initials)
    return bool(a and b) and len(one.tokens) > 1 and len(two.tokens) > 1 and one.initials != two.initials


def by_initials(one: PersonName, two: PersonName) -> bool:
    """Tell whether one name gives by initials what the other spells out, with the same surname."""
    for short, full in ((one, two), (two, one)):
        if len(short.tokens) == 1 and short.initials and len(full.tokens) > 1:
            given, letters = full.tokens[:-1], short.initials
            if full.tokens[-1] == short.tokens[0] and all(_initial(g, c) for g, c in zip(given, letters, strict=False)):
                return True
    return bool(one.initials and one.initials == two.initials and one.tokens == two.tokens)


def _initial(word: str, letter: str) -> bool:
    return word[0] == letter or word[0] == skeleton(letter)


def _longer(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Tell whether the shorter, of two words at least, is in the longer in order, its first or last word at the same end."""
    short, long = sorted((one, two), key=len)
    rest = iter(long)
    ends = short[0] == long[0] or short[-1] == long[-1]
    return 2 <= len(short) < len(long) and ends and all(word in rest for word in short)


def _spelt_alike(one: tuple[str, ...], two: tuple[str, ...]) -> tuple[float, str] | None:
    best = max((_aligned(one, turn) for turn in _turns(two)), default=0.0)
    return (best, "another spelling") if best >= ALIKE else None


def _turns(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [words, words[-1:] + words[:-1], words[1:] + words[:1]] if len(words) > 1 else [words]


def _aligned(one: tuple[str, ...], two: tuple[str, ...]) -> float:
    """Return the likeness of the letters run together; each word must begin alike and, on its own, be no stranger."""
    if len(one) == len(two):
        if any(a[0] != b[0] or ratio(a, b) < 70 for a, b in zip(one, two, strict=True)):
            return 0.0
    elif one[0][0] != two[0][0]:
        return 0.0
    return float(ratio("".join(one), "".join(two)))
