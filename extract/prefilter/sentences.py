"""Sentences and the parties that they may name, told from words alone, before anything is parsed."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from diplograph.extract.lexicon import officials
from diplograph.extract.prefilter.marks import SURE, WORD, Mark, bare, joined_in, marks
from diplograph.extract.text.clean import paragraphs
from diplograph.extract.text.cleaned import Cleaned

_SHORTENED = re.compile(
    r"[A-Z]|Adm|Amb|Apr|Aug|Brig|Capt|Cdr|Cmdr|Col|Dec|Dr|Feb|Gen|Gov|Hon|Jan|Jr|Lt|Maj|Mar|Mr|Mrs|Ms|No|Nov|Oct|Pres|Prof"
    r"|Rep|Rev|Rt|Sec|Sen|Sept?|Sgt|Sr|St|vs"
)
_BESIDE = 5  # words
_LONGEST_NAME = 5  # words


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
        return not SURE.isdisjoint(self.marks)

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
            if joined and _goes_on(mark, found[-1][2]):
                first, _, surest = found[-1]
                found[-1] = (first, i, min(surest, mark))
            else:
                found.append((i, i, mark))
            joined = mark is not Mark.PRONOUN and not self.low[i].endswith("'s")
        return found


def _goes_on(mark: Mark, before: Mark) -> bool:
    """Whether a word may belong to the party of the one before it: "he" does not, nor does a second state."""
    return mark is not Mark.PRONOUN and not (mark is Mark.STATE and before is Mark.STATE)


def sentences(cleaned: Cleaned) -> list[Sentence]:
    """Return the sentences of a cleaned text, marked; together they hold every word of its paragraphs."""
    found = [s for start, end in paragraphs(cleaned) for s in _cut(cleaned.text, start, end)]
    known = frozenset(_known(found))
    for sentence in found:
        for i, name in _names(sentence):
            # "Macron", "the Macron-Putin call"
            if name in known or all(part in known or officials.is_surname(part) for part in joined_in(name)):
                sentence.marks[i] = Mark.KNOWN
    return found


def word_spans(text: str, sentence: Sentence) -> list[tuple[int, int]]:
    """Return where the words of a sentence stand in the text."""
    matches = WORD.finditer(text, sentence.start, sentence.end)
    return [match.span() for match in matches if match[0][0] not in ".!?"]


def _cut(text: str, start: int, end: int) -> Iterator[Sentence]:
    first, words = start, list[str]()
    for match in WORD.finditer(text, start, end):
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
    return Sentence(start, end, words, [w.lower() for w in words], list(marks(words)))


def _names(sentence: Sentence) -> list[tuple[int, str]]:
    return [(i, bare(sentence.words[i])) for i, mark in enumerate(sentence.marks) if mark is Mark.NAME]


def _known(found: Iterable[Sentence]) -> Iterator[str]:
    """Yield the names that stand beside a state or an office, and those of the table of officials."""
    for sentence in found:
        for i, name in _names(sentence):
            if sentence.introduces(i) or officials.is_surname(name):
                yield name
            elif officials.begins_name(name):
                yield from _full_name(sentence, i)


def _full_name(sentence: Sentence, at: int) -> list[str]:
    """Return the words, from one on, that are together the full name of an office-holder."""
    names = [bare(word) for word in sentence.words[at : at + _LONGEST_NAME]]
    lengths = range(len(names), 1, -1)
    return next((names[:n] for n in lengths if officials.by_name(" ".join(names[:n]))), [])
