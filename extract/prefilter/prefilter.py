"""What the parser is spared: sentences that can't hold a contact and that no contact needs to be understood.

A contact takes a contact word and, around it, two parties, of whom one is a state, an organisation, an office or
somebody known by one. That much can be told from words alone, at a fiftieth of what parsing costs. What is kept: each
sentence that passes, those before it that a pronoun or "the two" may point back to, and those that introduce its names.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from diplograph.extract.lexicon import gazetteer
from diplograph.extract.lexicon.frames import NounFrame, VerbFrame, nouns, verbs
from diplograph.extract.lexicon.words import words
from diplograph.extract.model import Kind
from diplograph.extract.prefilter.sentences import SURE, Mark, Sentence, bare, plurals, sentences
from diplograph.extract.text.clean import Cleaned

_MOST_OF_IT = 0.8  # of a text: what is over is not worth the cuts
_BACK = 2  # sentences that a reference may reach back; one to several, one more
_LONGEST = 300  # words; a sentence over that is kept unread, so that none costs more than its length
_PASSIVE = frozenset({"am", "are", "be", "been", "being", "by", "is", "was", "were"})
_RELATIVE = frozenset({"that", "which", "who", "whom"})
_PLACES = frozenset({"capital", "city", "country", "here", "nation", "state", "there"})
_TELLING = frozenset({"assure", "brief", "inform", "notify", "promise", "tell"})
_JOINING = ("among", "between", "by", "of", "on")
_SEVERAL = frozenset({"both", "pair", "they", "three", "trio", "two"})
_THIRD = _SEVERAL | {"he", "her", "him", "she", "them"}
_POINTERS = frozenset({"his", "its", "their", "there"})
_NAMES = (Mark.NAME, Mark.KNOWN)
_PERSONS = (Mark.KNOWN, Mark.OFFICE)
_IRREGULAR = {
    "come": ("came",),
    "fly": ("flew", "flown"),
    "go": ("went", "gone"),
    "lead": ("led",),
    "meet": ("met",),
    "ring": ("rang", "rung"),
    "see": ("saw", "seen"),
    "send": ("sent",),
    "shake": ("shook", "shaken"),
    "sit": ("sat",),
    "speak": ("spoke", "spoken"),
    "spend": ("spent",),
    "tell": ("told",),
    "write": ("wrote", "written"),
}
_ALSO_ADJECTIVES = frozenset({"beat", "final", "olympic", "qualifying", "seed", "seeded"})


class Sifted(NamedTuple):
    """What is left of a cleaned text.

    Attributes:
        cleaned: The passages kept, a blank line between two of them; the text itself where nothing was taken out.
        sport_words: How many different words of sport the whole text holds.
    """

    cleaned: Cleaned
    sport_words: int


def sift(cleaned: Cleaned) -> Sifted:
    """Return the passages of ``cleaned`` that a parser must read to find every contact in it."""
    found = sentences(cleaned)
    sport = _sport_words(found)
    if any(low in words("schedule") for s in found for low in s.low[:3]):
        return Sifted(cleaned, sport)
    passing = [n for n, s in enumerate(found) if _passes(s, found[max(0, n - _BACK - 1) : n]) or _of_theirs(s)]
    kept = _with_context(found, passing)
    spans = list(_joined(found, sorted(kept)))
    if sum(end - start for start, end in spans) > _MOST_OF_IT * len(cleaned.text):
        return Sifted(cleaned, sport)
    return Sifted(cleaned.passages(spans), sport)


def _joined(found: list[Sentence], kept: list[int]) -> Iterator[tuple[int, int]]:
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


# --- what passes --------------------------------------------------------------------------------


def _passes(sentence: Sentence, before: list[Sentence]) -> bool:
    """Whether a sentence may tell a contact, between parties that it names or that those before it do."""
    forms = (_verb_forms(), _noun_forms(), _giving(), _leading())
    triggers = [i for i, low in enumerate(sentence.low) if any(low in known for known in forms)]
    if not triggers or not _sport().isdisjoint(sentence.words):
        return False
    if len(sentence.words) > _LONGEST:
        return True
    return (sentence.sure() or _of_others(sentence, before)) and any(_fits(sentence, i) for i in triggers)


def _of_others(sentence: Sentence, before: list[Sentence]) -> bool:
    """ "She had written to him", "the two met": of persons named before."""
    meant = [low for low in sentence.low if low in _THIRD]
    persons = {w for s in before for w, mark in zip(s.words, s.marks, strict=True) if mark in _PERSONS}
    return (len(meant) > 1 or not _SEVERAL.isdisjoint(meant)) and len(persons) > 1


def _of_theirs(sentence: Sentence) -> bool:
    """ "Negotiations would resume in October", "the talks were hosted by C": whose, the sentences before say."""
    low = sentence.low
    named = [i for i, word in enumerate(low) if any(f.kind is not Kind.VISIT for f in _noun_forms().get(word, ()))]
    resumed = not _resuming().isdisjoint(low) and any(
        f.kind is Kind.TALKS for i in named for f in _noun_forms()[low[i]]
    )
    brokered = not _brokering().isdisjoint(low) and any(low[i - 1] in words("definite") for i in named if i)
    return resumed or brokered or any("their" in low[max(0, i - 3) : i] for i in named)


class _Around:
    """The parties around a contact word."""

    def __init__(self, sentence: Sentence, at: int) -> None:
        self.low, self.marks, self.at = sentence.low, sentence.marks, at
        self.words = sentence.words
        self.groups = sentence.groups(but=at)
        self.left = [g for g in self.groups if g[1] < at]
        self.right = [g for g in self.groups if g[0] > at]

    def enough(self) -> bool:
        """Whether there are two parties, or a word that stands for two."""
        return len(self.groups) > 1 or not _SEVERAL.isdisjoint(self.low)

    def follows(self, some: Iterable[str], within: int) -> bool:
        """Whether one of some words follows."""
        return not set(self.low[self.at + 1 : self.at + 1 + within]).isdisjoint(some)

    def precedes(self, some: Iterable[str]) -> bool:
        """Whether one of some words stands not far before."""
        return not set(self.low[max(0, self.at - 14) : self.at]).isdisjoint(some)

    def near(self, within: int, marks: frozenset[Mark] = frozenset(Mark)) -> bool:
        """Whether a party follows within so many words."""
        return any(first - self.at <= within and mark in marks for first, _, mark in self.right)

    def turned(self) -> bool:
        """Whether a passive or a relative clause may have moved the object before the verb."""
        around = self.low[max(0, self.at - 4) : self.at + 3]
        return not (_PASSIVE | _RELATIVE).isdisjoint(around)

    def several(self) -> bool:
        """Whether what stands before may be several: joined by "and", or a plural."""
        return "and" in self.low[: self.at] or any(
            mark is Mark.PRONOUN or (mark is not None and low.endswith("s"))
            for low, mark in zip(self.low[: self.at], self.marks, strict=False)
        )

    def place(self) -> bool:
        """Whether a state, a known city, or a word for either is near."""
        here = range(max(0, self.at - 20), min(len(self.low), self.at + 20))
        return any(
            self.marks[i] is Mark.STATE or self.low[i] in _PLACES or gazetteer.city_country(self.words[i]) is not None
            for i in here
        ) or any(gazetteer.city_country(" ".join(self.words[i : i + 2])) for i in here)


def _fits(sentence: Sentence, at: int) -> bool:
    around = _Around(sentence, at)
    if not around.enough():
        return False
    low = sentence.low[at]
    return (
        any(_verb_fits(around, frame) for frame in _verb_forms().get(low, ()))
        or any(_noun_fits(around, frame) for frame in _noun_forms().get(low, ()))
        or (low in _giving() and around.near(25, SURE))
        or (low in _leading() and around.follows(words("led"), 8) and around.place())
    )


def _verb_fits(around: _Around, frame: VerbFrame) -> bool:
    if frame.particle and not around.follows([frame.particle], 8):
        return False
    if frame.things and not any(low.startswith(thing[:5]) for low in around.low for thing in frame.things):
        return False
    if frame.kind is Kind.VISIT and not frame.guest:
        return around.place() and (frame.object == "place" or around.follows(frame.preps, 8))
    if frame.lemma in _TELLING:
        return around.near(5, SURE | {Mark.PRONOUN}) or (around.turned() and around.follows(["by"], 12))
    if around.follows(frame.preps, 14) and around.right:
        return True
    if around.left and around.precedes(frame.preps if frame.kind is Kind.MEDIATION else _RELATIVE):
        return True
    if frame.joint and around.left and around.several():
        return True
    return frame.object != "none" and (around.near(8) or (around.turned() and bool(around.left)))


def _noun_fits(around: _Around, frame: NounFrame) -> bool:
    if (
        frame.plural
        and not around.low[around.at].endswith("s")
        and "for" not in around.low[max(0, around.at - 3) : around.at]
    ):
        return False
    if frame.needs and set(frame.needs).isdisjoint(around.low[max(0, around.at - 4) : around.at]):
        return False
    if frame.kind is Kind.VISIT:
        return around.place()
    if around.follows((*frame.preps, *_JOINING), 14) and around.right:
        return True
    if not frame.alone and (frame.public or frame.needs):
        return False
    if around.left and (around.at - around.left[-1][1] <= 4 or frame.kind in (Kind.CORRESPONDENCE, Kind.MEDIATION)):
        return True
    return frame.alone and bool(around.left) and around.several()


# --- what it needs ------------------------------------------------------------------------------


def _with_context(found: list[Sentence], passing: list[int]) -> set[int]:
    """Return the sentences that pass, those that they point back to, and those that introduce their names."""
    kept = set(passing)
    for n in passing:
        if _points_back(found[n]):
            back = _BACK + (not _SEVERAL.isdisjoint(found[n].low))
            kept.update(range(max(0, n - back), n))
    return kept | _introductions(found, kept)


def _points_back(sentence: Sentence) -> bool:
    unnamed = any(mark in (Mark.BODY, Mark.OFFICE) for *_, mark in sentence.groups())
    return unnamed or not (_THIRD | _POINTERS).isdisjoint(sentence.low)


def _introductions(found: list[Sentence], kept: set[int]) -> set[int]:
    """Return, for each name in the sentences kept, the first sentence that has it and the first that tells who bears it."""
    wanted = {bare(w) for n in kept for w, m in zip(found[n].words, found[n].marks, strict=True) if m in _NAMES}
    first, told = dict[str, int](), dict[str, int]()
    for n, sentence in enumerate(found):
        for i, mark in enumerate(sentence.marks):
            if mark in _NAMES and (name := bare(sentence.words[i])) in wanted:
                first.setdefault(name, n)
                if sentence.introduces(i):
                    told.setdefault(name, n)
    return {*first.values(), *told.values()}


# --- forms --------------------------------------------------------------------------------------


def _forms(verb: str) -> set[str]:
    """Return what a verb may look like; some are no words, which does no harm."""
    stem = verb.removesuffix("e")
    regular = {verb, f"{verb}s", f"{verb}es", f"{stem}ed", f"{stem}ing", f"{verb}{verb[-1]}ed", f"{verb}{verb[-1]}ing"}
    return regular | {f"{verb[:-1]}ies", f"{verb[:-1]}ied", *_IRREGULAR.get(verb, ())}


@cache
def _verb_forms() -> dict[str, list[VerbFrame]]:
    found: dict[str, list[VerbFrame]] = {}
    for verb, frames in verbs().items():
        for form in _forms(verb):
            found.setdefault(form, []).extend(frames)
    return found


@cache
def _noun_forms() -> dict[str, list[NounFrame]]:
    found: dict[str, list[NounFrame]] = {}
    for noun, frame in nouns().items():
        for form in plurals([noun]) | {f"{noun}es"}:
            found.setdefault(form, []).append(frame)
    return found


@cache
def _giving() -> frozenset[str]:
    return frozenset().union(*map(_forms, words("giving")))


@cache
def _leading() -> set[str]:
    return _forms("lead")


@cache
def _brokering() -> frozenset[str]:
    return frozenset().union(*map(_forms, words("mediating")))


@cache
def _resuming() -> frozenset[str]:
    return frozenset().union(*map(_forms, words("resuming")))


@cache
def _sport() -> frozenset[str]:
    """Words of sport that are nothing else."""
    return plurals(words("sport") - _ALSO_ADJECTIVES)


def _sport_words(found: list[Sentence]) -> int:
    """Count the different words of sport; those that may be something else count beside one that is not."""
    said = {word for s in found for word in s.words}
    sport = said & _sport()
    return len(sport) + len(said & _ALSO_ADJECTIVES if sport else ())
