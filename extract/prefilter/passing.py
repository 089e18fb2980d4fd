"""Whether a sentence may tell a contact: a contact word, and parties where that word takes them."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import cache

from diplograph.extract.lexicon import gazetteer
from diplograph.extract.lexicon.forms import noun_forms, plurals, regular, verb_forms
from diplograph.extract.lexicon.frames import NounFrame, Object, Pattern, VerbFrame
from diplograph.extract.lexicon.words import roles, words
from diplograph.extract.model import Kind
from diplograph.extract.prefilter.marks import SURE, Mark, is_pair, joined_in
from diplograph.extract.prefilter.sentences import Sentence

_SEVERAL = words("twos") | words("threes") | words("fours") | {"they"}
_FIRST = frozenset({"i", "me", "us", "we"})
_FIRST_OR_SECOND = frozenset({"our", "we", "you", "your"})
THIRD = _SEVERAL | {"he", "her", "him", "she", "them"}
_OPENING = 3  # words before the contact word of a telegram's sentence
_LONGEST = 300  # words; a sentence over that is kept unread, so that none costs more than its length
_PASSIVE = frozenset({"am", "are", "be", "been", "being", "by", "is", "was", "were"})
_RELATIVE = frozenset({"that", "which", "who", "whom"})
_PLACES = words("countries") | words("towns") | {"here", "there"}
_JOINING = ("among", "between", "by", "of", "on")
_PERSONS = (Mark.KNOWN, Mark.OFFICE)


class Spared(StrEnum):
    """Why a sentence holds no contact."""

    WORD = "no word of contact"
    SPORT = "a word of sport"
    OFFICE = "no state, organisation, office or official"
    TITLE = "the title, which tells of the text"
    PARTIES = "no two parties where its words of contact take them"


def contact_words(sentence: Sentence) -> list[int]:
    """Return which words of a sentence are forms of contact words."""
    frames = _frames()
    return [i for i, low in enumerate(sentence.low) if low in frames]


def spared(sentence: Sentence, before: list[Sentence], *, titled: bool = False) -> Spared | None:
    """Return why a sentence holds no contact, be its parties named in it or in those before it; None if it may.

    Args:
        titled: Whether there is a title, which may tell of the encounter that the sentence speaks of.
    """
    reason = _spared_by_itself(sentence, before, titled=titled)
    known = reason is None or _of_theirs(sentence, titled=titled) or tells_of_dispute(sentence)
    return None if known else reason


def is_said(sentence: Sentence) -> bool:
    """Whether a sentence speaks of an encounter in the first and second person: "our talks", "I met your minister"."""
    low = frozenset(sentence.low)
    return bool(contact_words(sentence)) and not low.isdisjoint(_FIRST_OR_SECOND)


def tells_of_title(sentence: Sentence) -> bool:
    """Whether a sentence may tell of the encounter that the title names: "the sides noted", "the official visit"."""
    low, visits = sentence.low, _named_visits()
    if any(word in visits and not words("definite").isdisjoint(low[max(0, i - 3) : i]) for i, word in enumerate(low)):
        return True
    return not (_forms_of(words("conversing")) | _forms_of(words("discussing"))).isdisjoint(sentence.low)


def tells_of_dispute(sentence: Sentence) -> bool:
    """Whether somebody mediates what the sentences before speak of: "brokered the truce", "mediate their dispute"."""
    low = sentence.low
    known = any(
        word in words("relational") and low[i - 1] in words("definite") | {"their"} for i, word in enumerate(low) if i
    )
    return known and any(frame.kind is Kind.MEDIATION for i in contact_words(sentence) for frame in _frames()[low[i]])


def opens(sentence: Sentence) -> bool:
    """Whether a sentence begins with a contact word, as one of a telegram does: "Saw B today", "have had talks with B"."""
    return any(i <= _OPENING for i in contact_words(sentence)) and sentence.sure()


def _spared_by_itself(sentence: Sentence, before: list[Sentence], *, titled: bool) -> Spared | None:
    triggers = contact_words(sentence)
    if not triggers:
        return Spared.WORD
    if not sport().isdisjoint(sentence.words):
        return Spared.SPORT
    if len(sentence.words) > _LONGEST:
        return None
    if not (sentence.sure() or _of_others(sentence, before, titled=titled)):
        return Spared.OFFICE
    return None if any(_fits(sentence, i) for i in triggers) else Spared.PARTIES


def _of_others(sentence: Sentence, before: list[Sentence], *, titled: bool) -> bool:
    """ "She had written to him", "the two met": of persons named before."""
    third = sum(low in THIRD for low in sentence.low)
    two = third > 1 or (third == 1 and titled and not _FIRST.isdisjoint(sentence.low))
    return (two or means_several(sentence.low)) and _names_two(before)


def _names_two(before: list[Sentence]) -> bool:
    """Whether sentences name two persons, or one by two names."""
    return len({w for s in before for w, mark in zip(s.words, s.marks, strict=True) if mark in _PERSONS}) > 1


def means_several(low: list[str]) -> bool:
    """Whether words stand for several who were named before: "the two met", "the sides exchanged views"."""
    if not _SEVERAL.isdisjoint(low):
        return True
    together = _collectives()
    return any(word in together and low[i - 1] in words("definite") for i, word in enumerate(low) if i)


@cache
def _collectives() -> frozenset[str]:
    singular = roles("sides") | roles("individuals") | roles("leaders")
    return plurals(singular) - singular


def _of_theirs(sentence: Sentence, *, titled: bool) -> bool:
    """ "Negotiations would resume in October", "the talks were hosted by C": whose, the sentences before say."""
    low = sentence.low
    kinds = _named_kinds()
    named = [(i, kind) for i, word in enumerate(low) if word in kinds for kind in kinds[word]]
    if not named:
        return False
    resumed = not _forms_of(words("resuming")).isdisjoint(low) and any(kind is Kind.TALKS for _, kind in named)
    known = any(low[i - 1] in words("definite") for i, _ in named if i)
    brokered = known and not _forms_of(words("mediating")).isdisjoint(low)
    return resumed or brokered or (known and titled) or any("their" in low[max(0, i - 3) : i] for i, _ in named)


@cache
def _named_kinds() -> Mapping[str, tuple[Kind, ...]]:
    """Return of what kind the encounters are that a noun may name, but for visits."""
    kinds = {word: [f.kind for f in frames if f.kind is not Kind.VISIT] for word, frames in noun_forms().items()}
    return {word: tuple(found) for word, found in kinds.items() if found}


@cache
def _named_visits() -> frozenset[str]:
    return frozenset(word for word, frames in noun_forms().items() if any(f.kind is Kind.VISIT for f in frames))


# --- around a contact word ----------------------------------------------------------------------


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
        his = bool(self.groups) and self.precedes({"his"}, 4)  # "*his* first meeting was with B"
        return len(self.groups) > 1 or his or means_several(self.low) or self.paired()

    def paired(self) -> bool:
        """Whether a party is two, joined by a hyphen: "US-Russia talks", "the Macron-Putin call"."""
        joined = [
            i for first, last, _ in self.groups for i in range(first, last + 1) if len(joined_in(self.words[i])) > 1
        ]
        return any(is_pair(self.words[i]) or self.marks[i] is Mark.KNOWN for i in joined)

    def follows(self, some: Iterable[str], within: int) -> bool:
        """Whether one of some words follows."""
        return not set(self.low[self.at + 1 : self.at + 1 + within]).isdisjoint(some)

    def precedes(self, some: Iterable[str], within: int = 14) -> bool:
        """Whether one of some words stands not far before."""
        return not set(self.low[max(0, self.at - within) : self.at]).isdisjoint(some)

    def near(self, within: int, those: frozenset[Mark] = frozenset(Mark)) -> bool:
        """Whether a party follows within so many words."""
        return any(first - self.at <= within and mark in those for first, _, mark in self.right)

    def turned(self, verb: str) -> bool:
        """Whether a passive or a relative clause may have moved the object before a verb, given by its lemma."""
        around = frozenset(self.low[max(0, self.at - 4) : self.at + 3])
        if self.low[self.at] == verb:
            around -= _PASSIVE - {"by"}
        return not (_PASSIVE | _RELATIVE).isdisjoint(around)

    def several(self) -> bool:
        """Whether what stands before may be several: joined by "and", or a plural."""
        return (
            "and" in self.low[: self.at]
            or self.paired()
            or any(
                mark is Mark.PRONOUN or (mark is not None and low.endswith("s"))
                for low, mark in zip(self.low[: self.at], self.marks, strict=False)
            )
        )

    def place(self) -> bool:
        """Whether a state, a known city, or a word for either is near."""
        return any(self._place_at(i) for i in range(max(0, self.at - 20), min(len(self.low), self.at + 20)))

    def _place_at(self, i: int) -> bool:
        if self.marks[i] is Mark.STATE or self.low[i] in _PLACES:
            return True
        return any(gazetteer.city_country(" ".join(self.words[i : i + n])) for n in (1, 2))


def _fits(sentence: Sentence, at: int) -> bool:
    around = _Around(sentence, at)
    return around.enough() and any(_frame_fits(around, frame) for frame in _frames()[sentence.low[at]])


def _frame_fits(around: _Around, frame: VerbFrame | NounFrame) -> bool:
    if isinstance(frame, NounFrame):
        return _noun_fits(around, frame)
    return _verb_fits(around, frame) if frame.pattern is None else _BY_PATTERN[frame.pattern](around, frame)


# --- verbs --------------------------------------------------------------------------------------


def _verb_fits(around: _Around, frame: VerbFrame) -> bool:
    if frame.particle and not around.follows([frame.particle], 8):
        return False
    if frame.things and not _has_thing(around, frame):
        return False
    if frame.needs == "phone" and words("phone").isdisjoint(around.low):
        return False
    if frame.kind is Kind.VISIT and not frame.guest:
        led = around.follows(frame.preps, 8) or around.precedes(["where"], 8)  # "B, where A will go"
        return around.place() and (frame.object is Object.PLACE or led)
    if frame.close:
        return _close_object(around, frame)
    return _company(around, frame) or _joint(around, frame) or _object(around, frame)


def _has_thing(around: _Around, frame: VerbFrame) -> bool:
    return any(low.startswith(thing[:5]) for low in around.low for thing in frame.things)


def _close_object(around: _Around, frame: VerbFrame) -> bool:
    """ "A told B that ...", "B was told by A"."""
    return around.near(5, SURE | {Mark.PRONOUN}) or (around.turned(frame.lemma) and around.follows(["by"], 12))


def _company(around: _Around, frame: VerbFrame) -> bool:
    """ "Spoke with B", "with whom A spoke", "between A and B, C mediated"."""
    if around.follows(frame.preps, 14) and around.right:
        return True
    return bool(around.left) and around.precedes(frame.preps if frame.kind is Kind.MEDIATION else _RELATIVE)


def _joint(around: _Around, frame: VerbFrame) -> bool:
    """ "A and B met"."""
    return frame.joint and bool(around.left) and around.several()


def _object(around: _Around, frame: VerbFrame) -> bool:
    """ "Met B", "B was received"."""
    return frame.object is not Object.NONE and (around.near(8) or (around.turned(frame.lemma) and bool(around.left)))


def _given(around: _Around, frame: VerbFrame) -> bool:
    """ "Handed a letter to B", "invited B", "sent an envoy to B"."""
    return around.near(25, SURE)


def _leads(around: _Around, frame: VerbFrame) -> bool:
    """ "Led a delegation to B"."""
    return around.follows(frame.things, 8) and around.place()


def _takes(around: _Around, frame: VerbFrame) -> bool:
    """ "A tour that takes X to B": the tour is a contact word itself."""
    return False


_BY_PATTERN: Mapping[Pattern, Callable[[_Around, VerbFrame], bool]] = {
    Pattern.DELIVERY: _given,
    Pattern.INVITATION: _given,
    Pattern.JOURNEY: _takes,
    Pattern.LEADING: _leads,
    Pattern.MISSION: _given,
}


# --- nouns --------------------------------------------------------------------------------------


def _noun_fits(around: _Around, frame: NounFrame) -> bool:
    if frame.plural and not around.low[around.at].endswith("s") and not _is_single(around):
        return False
    if frame.needs and not around.precedes(frame.needs, 4):
        return False
    if frame.kind is Kind.VISIT:
        return around.place()
    if around.follows((*frame.preps, *_JOINING), 14) and around.right:
        return True
    return (frame.alone or not (frame.public or frame.needs)) and _owned(around, frame)


def _is_single(around: _Around) -> bool:
    """ "Came for talk with B", "a long talk with B"."""
    return around.precedes(["for"], 3) or around.follows(["between", "with"], 6)


def _owned(around: _Around, frame: NounFrame) -> bool:
    """ "A's call", "A sent B a letter", "A and B held talks"."""
    if not around.left:
        return False
    beside = around.at - around.left[-1][1] <= 4 or frame.kind in (Kind.CORRESPONDENCE, Kind.MEDIATION)
    return beside or (frame.alone and around.several())


# --- forms --------------------------------------------------------------------------------------


@cache
def _frames() -> Mapping[str, tuple[VerbFrame | NounFrame, ...]]:
    """Return the forms of all contact words with their entries."""
    by_verb, by_noun = verb_forms(), noun_forms()
    return {form: (*by_verb.get(form, ()), *by_noun.get(form, ())) for form in by_verb.keys() | by_noun.keys()}


@cache
def _forms_of(verbs: frozenset[str]) -> frozenset[str]:
    return frozenset().union(*map(regular, verbs))


@cache
def sport() -> frozenset[str]:
    """Return the words of sport that are nothing else."""
    return plurals(words("sport") - words("sport_or_other"))
