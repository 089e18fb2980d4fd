"""Which full name of a document a shorter one stands for."""

from collections.abc import Iterable

from diplograph.extract.lexicon import officials
from diplograph.extract.mentions.mention import Mention

# states in which the family name comes first
_FAMILY_FIRST = frozenset({"CN", "TW", "KR", "KP", "VN", "SG", "HK", "MO", "KH", "MM", "JP"})
_SHORT = 14  # letters of a name of unknown country that may put the family first
_JUNIOR = frozenset({"jr.", "sr."})

Parts = tuple[str, ...]


def parts_of(name: str) -> Parts:
    """Return the words of a name as names are compared: in lower case, without "Jr."."""
    words = name.casefold().replace("’", "'").split()
    return tuple(w for w in words if w not in _JUNIOR) or tuple(words)


class FullNames:
    """The names of two words and more of a document.

    Attributes:
        longest: The longest form of each name that tells the same person (Antony Blinken, Antony J. Blinken).
    """

    def __init__(self, persons: Iterable[Mention]) -> None:
        self._mentions: dict[Parts, list[Mention]] = {}
        for mention in persons:
            parts = parts_of(mention.name)
            if len(parts) > 1:
                self._mentions.setdefault(parts, []).append(mention)
        self._by_word: dict[str, list[Parts]] = {}
        for parts in self._mentions:
            for word in dict.fromkeys(parts):
                self._by_word.setdefault(word, []).append(parts)
        self.longest = _of_one_office_holder({parts: self._longest(parts) for parts in self._mentions})

    def standing_for(self, parts: Parts) -> list[Parts]:
        """Return the full names that a shorter one may stand for."""
        akin = self._having(parts)
        return (
            # "Blinken"
            [p for p in akin if p[-len(parts) :] == parts]
            # "Xi", of Xi Jinping
            or [p for p in akin if len(parts) == 1 and len(p) > 1 and p[0] == parts[0] and self._family_first(p)]
            # "bin Salman", of Mohammed bin Salman Al Saud
            or [p for p in akin if any(p[i : i + len(parts)] == parts for i in range(len(p)))]
        )

    def mentions(self, names: Iterable[Parts]) -> list[Mention]:
        """Return where some full names stand."""
        return [m for parts in names for m in self._mentions[parts]]

    def _having(self, words: Parts) -> list[Parts]:
        """Return the names that have the rarest of some words, and so all that have every one of them."""
        return min((self._by_word.get(word, []) for word in words), key=len)

    def _longest(self, parts: Parts) -> str:
        longer = [p for p in self._having(parts) if len(p) > len(parts) and _extends(p, parts)]
        if not longer:
            return self._mentions[parts][0].name
        return max((m.name for m in self._mentions[max(longer, key=len)]), key=lambda n: (len(n), n))

    def _family_first(self, parts: Parts) -> bool:
        ms = self._mentions[parts]
        return any(m.country in _FAMILY_FIRST for m in ms) or all(
            len(m.name) <= _SHORT and m.country is None for m in ms
        )


def _extends(long: Parts, short: Parts) -> bool:
    # "Joseph R. Biden", "Joseph Robinette Biden"
    if long[0] == short[0] and long[-1] == short[-1]:
        rest = iter(long)
        return all(part in rest for part in short)
    return long[-len(short) :] == short or long[: len(short)] == short


def _of_one_office_holder(names: dict[Parts, str]) -> dict[Parts, str]:
    """Bring together full names that the table knows for one person (Joe Biden, Joseph R. Biden), under the first."""
    first: dict[str, str] = {}
    for name in names.values():
        if holder := officials.by_name(name):
            first.setdefault(holder.name, name)
    return {p: first[holder.name] if (holder := officials.by_name(name)) else name for p, name in names.items()}
