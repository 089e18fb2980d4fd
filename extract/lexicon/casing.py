"""How words that a text has in capitals are written in prose: which are ordinary words, and which names of several words."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Self

from diplograph.extract.lexicon import gazetteer, officials
from diplograph.extract.text.casing import Casing

_WORD = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*")
_CLASSES = ("adj", "adv", "noun", "verb")


class EnglishCasing(Casing):
    """Tells ordinary words from names, by the tables of a lemmatizer and by the names that ours know.

    Args:
        words: The ordinary words, in lower case, inflected forms only where they are irregular.
        verbs: Those of them that are verbs.
    """

    def __init__(self, words: Iterable[str] = (), verbs: Iterable[str] = ()) -> None:
        self._given, self._verbs = words, frozenset(verbs)

    @classmethod
    def of(cls, lookups: Any) -> Self:
        """Return that of the tables of spaCy's rule lemmatizer."""
        return cls(_ordinary(lookups), lookups.get_table("lemma_index", {}).get("verb", ()))

    @cached_property
    def _words(self) -> frozenset[str]:
        """The ordinary words, gathered for the first line in capitals, which most runs never see."""
        return frozenset(self._given)

    def is_common(self, word: str) -> bool:
        """Whether a word in lower case is an ordinary English word."""
        title = word.capitalize()
        if title in gazetteer.surface_forms() or gazetteer.capital_or_city(title):
            return False
        plural = {word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("ies") + "y"}
        return word in self._words or not self._words.isdisjoint(plural) or self._is_inflected(word)

    def _is_inflected(self, word: str) -> bool:
        """Whether a word is a regular form of a verb: "pulled", "whittling", "denied"."""
        for ending in ("ed", "ing"):
            stem = word.removesuffix(ending)
            if stem != word and len(stem) > 1:
                doubled = stem[:-1] if stem[-1] == stem[-2] else stem
                return not self._verbs.isdisjoint({stem, f"{stem}e", doubled, f"{stem[:-1]}y"})
        return False

    def with_names(self, line: str) -> str:
        """Return a line in which the names of several words that the tables know are in their own case."""
        pieces, at = list[str](), 0
        for match in _WORD.finditer(line):
            if match.start() < at:
                continue
            for name in self._names.get(match[0].lower(), ()):
                end = match.start() + len(name)
                if line[match.start() : end].lower() == name.lower() and not line[end : end + 1].isalnum():
                    pieces += [line[at : match.start()], name]
                    at = end
                    break
        return "".join([*pieces, line[at:]])

    @cached_property
    def _names(self) -> Mapping[str, list[str]]:
        """The names of several words by the first, in lower case, the longest first."""
        found: dict[str, list[str]] = {}
        for name in sorted({*gazetteer.surface_forms(), *officials.full_names()}, key=lambda n: (-len(n), n)):
            first = _WORD.match(name)
            if " " in name and not name.isupper() and first is not None and first[0] != name:
                found.setdefault(first[0].lower(), []).append(name)
        return found


def _ordinary(lookups: Any) -> Iterator[str]:
    """Yield the words of the lemmatizer's tables; its nouns hold the names of the famous, which are none."""
    index, irregular = lookups.get_table("lemma_index", {}), lookups.get_table("lemma_exc", {})
    others = {word for kind in ("adj", "adv", "verb") for word in index.get(kind, ())}
    yield from others
    yield from (n for n in index.get("noun", ()) if n in others or not officials.is_surname(n.capitalize()))
    yield from (form for kind in _CLASSES for form in irregular.get(kind, ()))
