"""Names of persons as lists give them ("Khrushchev, Nikita Sergeyevich"), turned to how texts give them."""

import re
from functools import cache

_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_SUFFIX = re.compile(r"(?:[JS]r|I{2,3}|IV|Esq|M\.?D|Ph\.?D)\.?", re.IGNORECASE)
_LONGEST = 200


def natural(name: str) -> str:
    """Return a name with the surname last, without titles before it, what stands in brackets, and Jr. and the like."""
    name = " ".join(_ASIDE.sub(" ", name[:_LONGEST]).split()).strip(" ,;:")
    surname, *others = [part.strip() for part in name.split(",") if part.strip()] or [""]
    given = next((part for part in others if not _SUFFIX.fullmatch(part)), "")
    if " of " in given and _is_title(given.split()[0]):  # "Hussein, King of Jordan"
        given = ""
    words = [*given.split(), *surname.split()]
    del words[: _length_of_title(words)]
    while len(words) > 1 and _SUFFIX.fullmatch(words[-1]):
        del words[-1]
    return " ".join(words)


def _length_of_title(words: list[str]) -> int:
    """How many words before the name are its title: "Rear Admiral", "Lt. Gen."."""
    length = 0
    for at, word in enumerate(words[:-1], 1):
        if _is_title(word):
            length = at
        elif word.lower() not in _modifiers():
            break
    return length


def _is_title(word: str) -> bool:
    return word.lower().rstrip(".") in _titles()


@cache
def _titles() -> frozenset[str]:
    kinds = ("heads", "honorifics", "abbreviations", "female", "male", "nobility")
    words = (word.rstrip(".") for kind in kinds for word in _roles(kind))
    return frozenset(word for word in words if len(word) > 1)  # one letter is an initial


def _modifiers() -> frozenset[str]:
    return _roles("modifiers")


def _roles(kind: str) -> frozenset[str]:
    from diplograph.extract.lexicon.words import roles

    return frozenset(roles(kind))
