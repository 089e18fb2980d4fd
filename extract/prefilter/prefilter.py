"""What the parser is spared: sentences that can't hold a contact and that no contact needs to be understood.

A contact takes a contact word and, around it, two parties, of whom one is a state, an organisation, an office or
somebody known by one. That much can be told from words alone, at a fiftieth of what parsing costs. What is kept: each
sentence that passes, those before it that a pronoun or "the two" may point back to, and those that introduce its names.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from diplograph.extract.lexicon.words import roles, words
from diplograph.extract.prefilter.marks import Mark, bare, joined_in
from diplograph.extract.prefilter.passing import (
    THIRD,
    Spared,
    contact_words,
    is_said,
    means_several,
    opens,
    spared,
    sport,
    tells_of_dispute,
    tells_of_title,
)
from diplograph.extract.prefilter.sentences import Sentence, sentences, word_spans
from diplograph.extract.text.cleaned import Cleaned

_MOST_OF_IT = 0.8  # of a text: what is over is not worth the cuts
_BACK = 2  # sentences that a reference may reach back; one to several, one more
_SCRAP = 3  # words
_OFFICE = 5  # words between an office and the name behind it
_SIGNATURE = 5  # words
_TITLE = 2  # words between a title and the surname behind it
_POINTERS = frozenset({"his", "its", "their", "there"})
_NAMES = (Mark.NAME, Mark.KNOWN)


class Kept(NamedTuple):
    """What is left of a cleaned text.

    Attributes:
        cleaned: The passages kept, a blank line between two of them; the text itself where nothing was taken out.
        sport_words: How many different words of sport the whole text holds.
    """

    cleaned: Cleaned
    sport_words: int


class Judgement(NamedTuple):
    """What the prefilter makes of one sentence of a cleaned text.

    Attributes:
        start: Where the sentence begins in the text.
        end: Where it ends.
        kept: Whether the parser reads it, be it only for what other sentences need.
        spared: Why it holds no contact; None if it may.
        words: Where its contact words stand in the text.
    """

    start: int
    end: int
    kept: bool
    spared: Spared | None
    words: tuple[tuple[int, int], ...]


def prefilter(cleaned: Cleaned, *, spoken: bool = False) -> Kept:
    """Return the passages of ``cleaned`` that a parser must read to find every contact in it.

    Args:
        spoken: Whether the publisher speaks for somebody, who is "I" and "we" of the text.
    """
    found = sentences(cleaned)
    spans = _spans(cleaned, found, _reasons(cleaned, found, spoken=spoken))
    return Kept(cleaned if spans is None else cleaned.passages(spans), _sport_words(found))


def may_tell(title: Cleaned, *, alone: bool) -> bool:
    """Whether a title may tell a contact; of one side ``alone``, where its publisher may be the other."""
    found = list(sentences(title))
    of_letter = alone and len(found) == 1 and _is_of_letter(found[0])
    return of_letter or any(spared(sentence, []) is None or (alone and sentence.sure()) for sentence in found)


def _is_of_letter(title: Sentence) -> bool:
    """ "Lund to Marsh", "Department of Trade to Lund": names, and who writes to whom."""
    small = words("in_names")
    return "to" in title.low[1:-1] and all(word[:1].isupper() or word in small for word in title.words)


def judgements(cleaned: Cleaned, *, spoken: bool = False) -> Iterator[Judgement]:
    """Yield what ``prefilter`` makes of each sentence, in order."""
    found = sentences(cleaned)
    reasons = _reasons(cleaned, found, spoken=spoken)
    spans = _spans(cleaned, found, reasons)
    for sentence, reason in zip(found, reasons, strict=True):
        kept = spans is None or any(start <= sentence.start < end for start, end in spans)
        at = word_spans(cleaned.text, sentence)
        yield Judgement(sentence.start, sentence.end, kept, reason, tuple(at[i] for i in contact_words(sentence)))


def _reasons(cleaned: Cleaned, found: list[Sentence], *, spoken: bool) -> list[Spared | None]:
    """Return for each sentence why it holds no contact, or None; the title is read only for what others need."""
    title = _of_title(cleaned, found)
    entitled = spoken and any(map(contact_words, found[:title]))
    letter = found[0] if title == 1 and _is_of_letter(found[0]) else None
    reasons = list[Spared | None]([Spared.TITLE] * title)
    for n, sentence in enumerate(found[title:], title):
        before = [*found[:title], *found[max(title, n - _BACK - 1) : n]]
        said = spoken and (is_said(sentence) or opens(sentence))
        said = said or (entitled and tells_of_title(sentence)) or (letter is not None and _signs(sentence, letter))
        reasons.append(None if said else spared(sentence, before, titled=title > 0))
    return reasons


def _signs(sentence: Sentence, letter: Sentence) -> bool:
    """Whether a sentence may be the signature of a letter: words of its title alone."""
    return len(sentence.low) <= _SIGNATURE and set(sentence.low) <= set(letter.low)


def _of_title(cleaned: Cleaned, found: list[Sentence]) -> int:
    """Return how many sentences, the first ones, are the title."""
    return sum(sentence.start < cleaned.lead for sentence in found)


def _spans(cleaned: Cleaned, found: list[Sentence], reasons: list[Spared | None]) -> list[tuple[int, int]] | None:
    """Return the spans to keep; None for the whole text: most of it, or a schedule, whose heading gives the day."""
    if any(low in words("schedule") for s in found for low in s.low[:3]):
        return None
    kept = _with_context(found, [n for n, reason in enumerate(reasons) if reason is None])
    title = _of_title(cleaned, found)
    if kept and (title or any(_has_unnamed(found[n]) for n in kept)):
        kept |= {*range(title), *_leaders(found)}
    spans = list(_joined(found, sorted(kept)))
    return None if sum(end - start for start, end in spans) > _MOST_OF_IT * len(cleaned.text) else spans


def _joined(found: list[Sentence], kept: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the spans of the sentences kept, neighbours as one."""
    start = before = -1
    for n in kept:
        if start < 0:
            start = n
        elif n != before + 1:
            yield found[start].start, found[before].end
            start = n
        before = n
    if start >= 0:
        yield found[start].start, found[before].end


# --- what the sentences that pass need ----------------------------------------------------------


def _with_context(found: list[Sentence], passing: list[int]) -> set[int]:
    """Return the sentences that pass, those that they point back to, and those that introduce their names."""
    kept = set(passing)
    for n in passing:
        if _points_back(found[n]):
            kept.update(_before(found, n, _BACK + means_several(found[n].low)))
    return kept | _introductions(found, kept)


def _before(found: list[Sentence], n: int, back: int) -> Iterator[int]:
    """Yield the sentences before one, so many back; a scrap that only an abbreviation made does not count."""
    for i in range(n - 1, -1, -1):
        if not back:
            return
        yield i
        back -= len(found[i].words) > _SCRAP


def _points_back(sentence: Sentence) -> bool:
    """ "The minister", "he", "their"."""
    pointing = not (THIRD | _POINTERS).isdisjoint(sentence.low)
    return pointing or _has_unnamed(sentence) or tells_of_dispute(sentence)


def _has_unnamed(sentence: Sentence) -> bool:
    """ "The president of Chile", who may be named elsewhere."""
    return any(mark in (Mark.BODY, Mark.OFFICE) for *_, mark in sentence.groups())


def _introductions(found: list[Sentence], kept: set[int]) -> set[int]:
    """Return, for each name in the sentences kept, the first that has it, that tells who bears it, and that gives the title."""
    wanted = {name for n in kept for _, name in _names(found[n])}
    first, introduced, titled = dict[str, int](), dict[str, int](), dict[str, int]()
    for n, sentence in enumerate(found):
        for i, name in _names(sentence):
            if name in wanted:
                first.setdefault(name, n)
                if name not in introduced and sentence.introduces(i):
                    introduced[name] = n
                if name not in titled and Mark.OFFICE in sentence.marks[max(0, i - _TITLE) : i]:
                    titled[name] = n
    return {*first.values(), *introduced.values(), *titled.values()}


def _leaders(found: list[Sentence]) -> Iterator[int]:
    """Yield the first sentence that gives each name behind a leader's office: the publisher may be one of them."""
    met = set[str]()
    for n, sentence in enumerate(found):
        for i, name in _names(sentence):
            if name not in met and not roles("leaders").isdisjoint(sentence.low[max(0, i - _OFFICE) : i]):
                met.add(name)
                yield n


def _names(sentence: Sentence) -> Iterator[tuple[int, str]]:
    """Yield the names of a sentence and where they stand: "Macron-Putin" with its parts."""
    named = [(i, bare(sentence.words[i])) for i, mark in enumerate(sentence.marks) if mark in _NAMES]
    return ((i, name) for i, word in named for name in dict.fromkeys((word, *joined_in(word))))


def _sport_words(found: list[Sentence]) -> int:
    """Count the different words of sport; those that may be something else count beside one that is not."""
    said = {word for s in found for word in s.words}
    sure = said & sport()
    return len(sure) + len(said & words("sport_or_other") if sure else ())
