"""How names of people are compared: without case, accents, hyphens, middle initials and titles."""

import re
import unicodedata

from diplograph.extract.lexicon.words import roles, words

_JUNIOR = frozenset({"jr", "sr"})
_NUMERAL = re.compile(r"[ivx]+")
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "-": " ", "‐": " ", "–": " "}
    | {".": " ", ",": " ", "'": None, "’": None, "‘": None, "ʻ": None, "`": None}
)


def fold(name: str) -> str:
    """Return a name in lower case, without accents and marks."""
    flat = name.casefold().translate(_PLAIN)
    if not flat.isascii():
        flat = "".join(c for c in unicodedata.normalize("NFKD", flat) if not unicodedata.combining(c))
    return " ".join(flat.split())


def without_initials(folded: str) -> str:
    """Return a folded name without middle initials and "junior"."""
    parts = folded.split(" ")
    if len(parts) < 3 or len(parts[0]) == 1:
        return folded
    if parts[-1] in _JUNIOR:
        parts = parts[:-1]
    return " ".join([parts[0], *(p for p in parts[1:-1] if len(p) > 1), parts[-1]])


def without_article(folded: str) -> str:
    """Return a folded surname without its Arabic article."""
    return folded[3:] if folded.startswith(("al ", "el ")) else folded


def surname(name: str, family_first: bool) -> str | None:
    """Return the folded surname of a full name; None where it has none ("King Hussein", "Abu Mazen", "Elizabeth II")."""
    parts = [fold(part) for part in name.split(" ")]
    if parts[-1] in _JUNIOR:
        parts.pop()
    if parts[0] in roles("given_name_titles") or parts[:-1] == ["abu"] or _NUMERAL.fullmatch(parts[-1]):
        return None
    if family_first:
        return parts[0]
    start = len(parts) - 1
    while start > 1 and parts[start - 1] in words("name_particles"):
        start -= 1
    return " ".join(parts[start:])
