"""spaCy's attribute ruler, which asks once what each kind of token makes it say: it takes a seventh of what parsing takes."""

from collections.abc import Iterator
from typing import Any

from spacy.attrs import DEP, IS_SPACE, LOWER, TAG
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc

_READ = frozenset({"DEP", "IS_SPACE", "LOWER", "TAG"})

_Pattern = list[dict[str, Any]]
_Match = tuple[int, int, int]


def remember_rules(nlp: Language) -> None:
    """Let the attribute ruler of a pipeline, if it has one, remember what it found for each kind of token."""
    if nlp.has_pipe("attribute_ruler"):
        ruler: Any = nlp.get_pipe("attribute_ruler")
        ruler.matcher = _Remembering(nlp, ruler)


class _Remembering:
    """In place of the ruler's Matcher: what a token's tag, relation and word decide is tried once for each of these."""

    def __init__(self, nlp: Language, ruler: Any) -> None:
        self.get = ruler.matcher.get  # for those who ask for the patterns
        self._simple, self._other = Matcher(nlp.vocab, validate=False), Matcher(nlp.vocab, validate=False)
        self._found: dict[tuple[int, ...], list[int]] = {}
        named = set[str]()
        for n, rule in enumerate(ruler.patterns):
            for pattern in rule["patterns"]:
                simple = _is_simple(pattern)
                (self._simple if simple else self._other).add(str(n), [pattern])
                if simple:
                    named.update(_words(pattern[0]))
        self._named = frozenset(map(nlp.vocab.strings.add, named))

    def __call__(self, doc: Doc, **settings: Any) -> list[_Match]:
        kinds = list(self._kinds(doc))
        for kind in set(kinds) - self._found.keys():
            self._found[kind] = self._decided(doc, kinds.index(kind))
        simple = [(match, i, i + 1) for i, kind in enumerate(kinds) for match in self._found[kind]]
        return simple + self._other(doc, **settings)

    def _kinds(self, doc: Doc) -> Iterator[tuple[int, ...]]:
        """Yield what decides of each token; its word only if a pattern names it."""
        for lower, *others in doc.to_array([LOWER, TAG, DEP, IS_SPACE]).tolist():
            yield lower if lower in self._named else 0, *others

    def _decided(self, doc: Doc, i: int) -> list[int]:
        return [match for match, *_ in self._simple(doc[i : i + 1], allow_missing=True, as_spans=False)]


def _is_simple(pattern: _Pattern) -> bool:
    """Whether a pattern is of one token, and reads no word but by its letters."""
    word = pattern[0].get("LOWER", "")
    listed = isinstance(word, str) or word.keys() <= {"IN", "NOT_IN"}
    return len(pattern) == 1 and pattern[0].keys() <= _READ and listed


def _words(token: dict[str, Any]) -> list[str]:
    """Return the words that a simple pattern names, be it to accept or to refuse them."""
    word = token.get("LOWER", {})
    return [word] if isinstance(word, str) else [one for some in word.values() for one in some]
