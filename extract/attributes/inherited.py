"""The time that a contact has from what was told before: the narrative goes on, a list stands under a date, a speech is given now.

Nothing is inherited by a sentence that has words of time of its own, nor past any words of time in between.
"""

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from spacy.tokens import Span, Token

from diplograph.extract.contacts.candidate import Candidate
from diplograph.extract.lexicon.words import words
from diplograph.extract.model import Kind
from diplograph.extract.syntax.repairs import is_clause_of_phrase, is_mistaken_participle
from diplograph.extract.syntax.tokens import is_verbal
from diplograph.extract.text.date_spans import find_dates
from diplograph.extract.text.date_words import MONTH_IN_FULL
from diplograph.extract.text.dates import resolve
from diplograph.extract.text.ranges import run_of_days
from diplograph.extract.times import Basis, When

_NEAR = 1200  # characters from the end of a contact's sentence to the start of one that may inherit its time
_SAME = 4000  # the same, where the same parties go on about what they spoke of
_JOURNEY = 14  # days
_NEARER = 600  # the same from an opening time
_HEADING = 40  # characters
_MARKUP = " \t\r\n-–—•*#>_=."
_ENDS_HEADING = re.compile(r"[*_]*\s*(?:[:.–—-][*_]*\s|\)|[*_=]*\s*\Z)")
_OTHER_TIME = re.compile(
    rf"\b(?:1[0-9]|20)[0-9]{{2}}\b|\b(?i:years?|months?|weeks?|weekend|decades?|earlier|previously)\b|\b(?:{MONTH_IN_FULL.title()})\b"
)
_YEAR = re.compile(r"(?<![\w-])(?:1[5-9]|20)[0-9]{2}(?![\w-])")
_LEAD = r"(?:(?:[Oo]n|[Ii]n|[Dd]uring|[Oo]ver|[Bb]etween|[Ff]rom|(?:[Ee]arly|[Ll]ate|[Ee]arlier) on)\s+)?"
_AFTER_SENTENCE = r"(?:(?<=[.!?]\s)|(?<=[.!?][\"”’)]\s))\s?"
_OPENING = re.compile(rf"(?:^[ \t]{{0,8}}|{_AFTER_SENTENCE}){_LEAD}(?=\w)", re.MULTILINE)
_SENTENCE = 200  # characters after it in which somebody must be named
_PHRASE = 60  # characters in which an opening time ends
_FACE_TO_FACE = frozenset({Kind.MEETING, Kind.VISIT})
_DURING = frozenset({"during", "in", "at"})
_OF_ANOTHER = frozenset({"about", "after", "since", "before"})  # before a visit that is not this one
_DEFINITE = frozenset({"the", "this", "their", "his", "her", "our"})


class Bequest(StrEnum):
    """What a contact inherits its time from."""

    CONTACT = "the contact told before it"
    OPENING = "the words with which the passage before it begins"
    HEADING = "the date that it stands under"
    SPEECH = "the document's date, since it is said to somebody's face"


@dataclass(frozen=True, slots=True)
class _Told:
    """A contact that the narrative told, whether it was a journey, and where its sentence ends in the text as given."""

    when: When
    parties: frozenset[str]
    journey: bool
    end: int


@dataclass(frozen=True, slots=True)
class _Opening:
    """A time with which a sentence begins, where that and the sentence end, and the rest of it."""

    when: When
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class _Heading:
    """A day at the start of a line, where that is, and where what it heads ends: its own line, or None for the next heading."""

    start: int
    end: int | None
    when: When


class Narrative:
    """What a document has told so far of when things took place."""

    def __init__(self, text: str, day: dt.date | None) -> None:
        self._text, self._day = text, day
        self._told: _Told | None = None

    @cached_property
    def _headings(self) -> list[_Heading]:
        return _headings(self._text, self._day)

    @cached_property
    def _openings(self) -> list[_Opening]:
        return list(_openings(self._text, self._day))

    def year_before(self, end: int) -> int | None:
        """Return the year that was told last before a place of the text."""
        years = _YEAR.findall(self._text, max(0, end - _NEAR), end)
        return int(years[-1]) if years else None

    def tell(self, found: Candidate, path: list[Token], when: When, end: int) -> None:
        """Note a contact that occurred and has a time."""
        if _goes_on(found.trigger, path):
            self._told = _Told(when, _ids(found), found.kind is Kind.VISIT, end)

    def bequeathed(
        self, found: Candidate, path: list[Token], start: int, run: When | None
    ) -> tuple[Bequest, When] | None:
        """Return what time a contact that occurred inherits, and from what, where its own sentence settles no day.

        Args:
            start: Where its sentence begins in the text as given.
            run: A run of days that the sentence tells.
        """
        goes_on = _goes_on(found.trigger, path)
        if goes_on and (when := self._of_the_same(found, path, start, run)):
            return Bequest.CONTACT, when
        if run is not None or _has_own_time(found.trigger.sent, path):
            return None
        if self._day and _is_said_now(found, path):
            return Bequest.SPEECH, When(self._day, self._day, "now", Basis.INHERITED)
        if _goes_on(found.trigger, path, now=True) and (when := self._of_heading(start)):
            return Bequest.HEADING, when
        if goes_on and (when := self._of_scene(found, start)):
            return Bequest.CONTACT, when
        if goes_on and (when := self._of_opening(found, start)):
            return Bequest.OPENING, when
        return None

    def _of_the_same(self, found: Candidate, path: list[Token], start: int, run: When | None) -> When | None:
        """ "A met B on Monday. They also discussed the war of 2008": of the contact told last, whatever else is spoken of.

        So too of "they discussed holding a dialogue in the spring", but not of "they spoke last month".
        """
        told = self._told
        if told is None or found.kind is not Kind.TALKS or not is_verbal(found.trigger):
            return None
        if start - told.end > _SAME or not _ids(found) <= told.parties:
            return None
        if run is None:
            apart = any(_is_time(c) for t in path for c in t.children)
        else:
            apart = not words("backward").isdisjoint(run.text.lower().split())
        return None if apart else replace(told.when, basis=Basis.INHERITED)

    def _of_scene(self, found: Candidate, start: int) -> When | None:
        """ "A met B on Monday. He also met C": the time of the contact told before, with somebody who was there."""
        told = self._told
        if told is None or _ids(found).isdisjoint(told.parties) or not self._goes_on_from(told.end, start):
            return None
        # "I spoke with A last week. I also spoke with B": who speaks goes from one thing to another
        if told.when.vague and any(ref.how in ("speaker", "addressee") for ref in found.parties()):
            return None
        return self._on_journey(told) if told.journey else replace(told.when, basis=Basis.INHERITED)

    def _on_journey(self, told: _Told) -> When:
        """ "A travelled to Mexico on Monday. He met B": on that day or later, until it was told."""
        first, last = told.when.end, self._day
        if told.when.start != first or last is None or not 0 < (last - first).days <= _JOURNEY:
            return replace(told.when, basis=Basis.INHERITED)
        return When(first, last, told.when.text, Basis.INHERITED, vague=True)

    def _of_opening(self, found: Candidate, start: int) -> When | None:
        """ "On Monday, A flew to Paris. There he met B": the time with which a sentence began that names one of them."""
        number = bisect_right(self._openings, start, key=lambda o: o.end) - 1
        opening = self._openings[number] if number >= 0 else None
        if opening is None or start - opening.end > _NEARER or not self._goes_on_from(opening.end, start):
            return None
        named = any(_last_word(ref.referent.name) in opening.words for ref in found.parties())
        return opening.when if named else None

    def _goes_on_from(self, end: int, start: int) -> bool:
        """Whether nothing between two places of the text tells another time, and they are near."""
        between = self._text[end:start]
        return len(between) <= _NEAR and not find_dates(between) and _OTHER_TIME.search(between) is None

    def _of_heading(self, start: int) -> When | None:
        """The day that stands alone on the line above a section, or begins the entry of a list."""
        number = bisect_right(self._headings, start, key=lambda heading: heading.start) - 1
        heading = self._headings[number] if number >= 0 else None
        if heading is None or (heading.end is not None and start >= heading.end):
            return None
        return heading.when


def _headings(text: str, day: dt.date | None) -> list[_Heading]:
    """Return the days that head lines, of a text that has several: of a diary, a chronology, the entries of a list."""
    found: list[_Heading] = []
    start = 0
    for line in text.splitlines(keepends=True):
        bare = line.lstrip(_MARKUP)
        first = next(iter(find_dates(bare[:_HEADING])), None)
        if first and first[0] == 0 and _ENDS_HEADING.match(bare, first[1]):
            days = resolve(bare[: first[1]], day)
            if days and days[0] == days[1]:
                alone = not _ENDS_HEADING.sub("", bare[first[1] :], count=1).strip(_MARKUP)
                end = None if alone else start + len(line)
                found.append(_Heading(start, end, When(*days, bare[: first[1]], Basis.INHERITED)))
        start += len(line)
    return found if len(found) > 1 else []


def _openings(text: str, day: dt.date | None) -> Iterator[_Opening]:
    """Yield the times with which sentences begin: "On 3 May, ...", "In June 1961, ...", "Last week, ..."."""
    for match in _OPENING.finditer(text):
        head = text[match.end() : match.end() + _PHRASE]
        first = next(iter(find_dates(head)), None)
        phrase = head[: first[1]] if first and first[0] == 0 else head.partition(",")[0]
        exact = resolve(phrase, day)
        days = exact or run_of_days(phrase, day)
        end = match.end() + len(phrase)
        if days and text[end : end + 1] not in ("", "\n"):
            yield _Opening(When(*days, phrase, Basis.INHERITED, vague=exact is None), end, text[end : end + _SENTENCE])


def _last_word(name: str) -> str:
    return name.split()[-1]


def _is_time(child: Token) -> bool:
    """Whether a word tells its governor's time, or is the preposition of words that do, or points back."""
    below = [child, *child.children] if child.dep_ == "prep" else [child]
    again = any(c.lower_ == "again" for c in child.head.children)  # "once again"
    return any(t.ent_type_ == "DATE" or (_points_back(t) and not again) for t in below)


def _points_back(word: Token) -> bool:
    return word.dep_ in ("advmod", "amod") and word.lower_ in words("backward")


def _ids(found: Candidate) -> frozenset[str]:
    return frozenset(ref.referent.id for ref in found.parties())


def _has_own_time(sent: Span, path: list[Token]) -> bool:
    """Whether a sentence has words of time, read or not, or its clause points back to an earlier time.

    "He *also* met B to follow up on the summit of last week": with "also" only those of its own clause.
    """
    beside = [c for t in path for c in t.children]
    own = any(_is_time(c) for c in beside)
    if own or any(c.lower_ == "also" for c in beside):
        return own
    if any(token.ent_type_ == "DATE" for token in sent):
        return True
    return bool(find_dates(sent.text)) or _OTHER_TIME.search(sent.text) is not None


def _goes_on(trigger: Token, path: list[Token], *, now: bool = False) -> bool:
    """Whether the narrative goes on with a contact: in a main clause in the simple past.

    Args:
        now: The present does as well, as in the entries of a chronology.
    """
    carried = trigger.dep_ != "pcomp" if is_verbal(trigger) else _is_carried(trigger)
    if not carried:  # "thanked A for *hosting* B"
        return False
    verbs = [t for t in path if is_verbal(t)]
    if not verbs or not _heads_the_sentence(verbs[-1]):
        return False
    present = now and verbs[-1].tag_ in ("VBZ", "VBP", "VB") and not any(c.dep_ == "aux" for c in verbs[-1].children)
    return present or _is_simple_past(verbs[-1])


def _is_carried(noun: Token) -> bool:
    """ "Held *talks*", "*talks* were held", "during the *meeting*": not "welcomed the *visit*", "after the *meeting*"."""
    above = noun.head
    if noun.dep_ in ("dobj", "nsubjpass"):
        return above.lemma_ in words("holding") or above.lemma_ in words("hosting")
    definite = any(c.dep_ in ("det", "poss") and c.lower_ in _DEFINITE for c in noun.children)
    return noun.dep_ == "pobj" and above.lower_ in _DURING and definite


def _is_simple_past(verb: Token) -> bool:
    helpers = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    if verb.tag_ == "VBD":
        return not helpers
    passive = verb.tag_ == "VBN" and bool(helpers) and helpers <= {"was", "were"}
    return passive or is_mistaken_participle(verb)


def _heads_the_sentence(verb: Token) -> bool:
    """ "A met B", "A arrived and met B", "C said A met B", "A met B; C did not", "in a second talk A met B"."""
    while verb.dep_ == "conj" and is_verbal(verb.head) and verb.head.tag_ == verb.tag_:
        verb = verb.head
    above = verb.head
    if verb.dep_ == "ccomp" and above.dep_ == "ROOT":
        return above.lemma_ in words("saying") or (verb.i < above.i and all(c.dep_ != "mark" for c in verb.children))
    return verb.dep_ == "ROOT" or is_clause_of_phrase(verb)


def _is_said_now(found: Candidate, path: list[Token]) -> bool:
    """ "It is good to see you", "thank you for hosting us": who speaks to somebody's face speaks of that day."""
    if found.kind not in _FACE_TO_FACE or all(ref.how != "addressee" for ref in found.parties()):
        return False
    if not is_verbal(found.trigger) and not _is_visit_here(found.trigger, found.kind):
        return False
    verbs = [t for t in path if is_verbal(t)]
    past = any(t.tag_ in ("VBD", "VBN") or any(_is_past_helper(c) for c in t.children) for t in verbs)
    return bool(verbs) and not past and verbs[-1].tag_ in ("VBP", "VBZ", "VB", "VBG")


def _is_visit_here(noun: Token, kind: Kind) -> bool:
    """ "We welcome your *visit*", "during this *visit*": not "our conversation", "hearing about your visit to B"."""
    elsewhere = any(c.lower_ == "to" for c in noun.children) or noun.head.lower_ in _OF_ANOTHER
    return kind is Kind.VISIT and not elsewhere and noun.dep_ in ("nsubj", "dobj", "pobj")


def _is_past_helper(child: Token) -> bool:
    return child.dep_ in ("aux", "auxpass") and child.lower_ in ("have", "has", "had", "'ve", "'d", "was", "were")
