"""When a contact took place or will, by the words of its own sentence, and whether it recurs."""

import datetime as dt
import re
from functools import cache
from itertools import pairwise
from typing import assert_never

from spacy.tokens import Span, Token

from diplograph.extract.attributes.scene import Scene
from diplograph.extract.lexicon.words import words
from diplograph.extract.model import Status
from diplograph.extract.syntax.repairs import hung_below, spans_behind
from diplograph.extract.syntax.tokens import is_verbal
from diplograph.extract.text import dates, ranges
from diplograph.extract.text.date_spans import find_dates
from diplograph.extract.times import Basis, When

_CLAUSES = frozenset({"relcl", "ccomp", "advcl", "acl", "conj", "xcomp"})
_PRESENT = frozenset({"VBZ", "VBP", "VBG"})
_EACH = frozenset({"every", "each"})
_SOON = re.compile(
    r"tomorrow|tonight|soon$|shortly$|next (week|month|year|spring|summer|autumn|fall|winter|\w+day\b)|this coming "
    r"|later (today|this)\b|(in|over|during|within) the (coming|next) "
)
_DEPTH = 12
_ADVERBIAL = frozenset({"npadvmod", "advmod", "appos"})
_BEFORE_NOUN = frozenset({"compound", "nmod", "nummod", "amod", "poss"})
_IN_TIME = frozenset({"in", "during", "over", "on", "at", "throughout", "within"})
_PART = frozenset({"earlier", "later", "early", "late", "mid"})


class Dating:
    """Finds the day of one contact among the date expressions of its sentence."""

    def __init__(self, trigger: Token, path: list[Token], base: dt.date | None, scene: Scene) -> None:
        self._trigger, self._path, self._base, self._scene = trigger, path, base, scene
        self._spans = _date_spans(trigger.sent, scene)
        self._own = self._hanging()

    def settle(self, status: Status, heading: Span | None = None) -> tuple[Status, When | None]:
        """Return the days, and the status, which the day may change.

        Args:
            heading: The heading of the schedule that the contact is an entry of.
        """
        date = self._first_reading(status)
        if date is None and heading is not None:
            date = self._day_of(heading)
        if status is Status.OCCURRED:
            status, date = self._announced(date)
        return status, date

    def _first_reading(self, status: Status) -> When | None:
        match status:
            case Status.OCCURRED:
                return self._when(future=False)
            case Status.PLANNED | Status.HYPOTHETICAL:
                return self._when(future=True)
            case Status.NEGATED:
                return self._nearer(self._when(future=False), self._when(future=True))
            case _:
                assert_never(status)

    def _nearer(self, past: When | None, ahead: When | None) -> When | None:
        """ "Did not meet on Monday": it was to take place before or after the document, whichever is nearer."""
        base = self._base
        if past is None or ahead is None or base is None:
            return past or ahead
        return min(past, ahead, key=lambda when: abs((when.start - base).days))

    def _day_of(self, heading: Span) -> When | None:
        """ "Monday's diary": the first day that a heading names."""
        for span in _date_spans(heading, self._scene):
            if day := dates.resolve(span.text, self._base, future=True):
                return When(day[0], day[1], span.text, Basis.INHERITED)
        return None

    # --- the expression that belongs to the contact ---------------------------------------------

    def _when(self, *, future: bool) -> When | None:
        for span in self._own:
            day = self._resolve(_with_preposition(span), future) or self._resolve(span.text, future)
            if day:
                return self._from_to(day[0]) or When(day[0], day[1], span.text)
        return self._behind(future=future) or (None if future else self._from_to() or self._before_when())

    def _hanging(self) -> list[Span]:
        """Return the expressions that hang on the contact's clause, those of its own verb and the nearest first."""
        steps = {t.i: n for n, t in enumerate(self._path)}
        levels = [(span, _level(span.root, steps)) for span in self._spans if not _recurs(span)]
        distances = [
            ((self._joined_below(level), abs(span.start - self._trigger.i)), span)
            for span, level in levels
            if level is not None
        ]
        return [span for _, span in sorted(distances, key=lambda pair: pair[0])]

    def _joined_below(self, level: int) -> int:
        """Count the joined clauses below a step: a day of one's own clause comes before one that is shared."""
        return sum(t.dep_ in ("conj", "advcl", "xcomp") for t in self._path[:level])

    def _behind(self, *, future: bool) -> When | None:
        """Return a day that follows the contact word with no other verb between."""
        for span in spans_behind(self._trigger, self._spans):
            if span.doc[span.start - 1].lower_ in _EACH:  # "met every Monday"
                continue
            if day := self._resolve(_with_preposition(span), future):
                return When(day[0], day[1], span.text)
        return None

    def _from_to(self, day: dt.date | None = None) -> When | None:
        """ "From 1948-10-16 to 1948-10-18": two full dates side by side, the first of them that day if one is given."""
        for first, last in pairwise(self._spans):
            start, end = (dates.resolve(span.text, None) for span in (first, last))
            side_by_side = last.start - first.end <= 1 and last.doc[last.start - 1].lower_ != "and"
            if side_by_side and start and end and start[0] <= end[1] and day in (None, start[0]):
                return When(start[0], end[1], last.doc[first.start : last.end].text)
        return None

    def _before_when(self) -> When | None:
        """ "On 10 September, when A met B": the day right before the clause."""
        for span in filter(self._is_before_when, self._spans):
            if day := self._resolve(span.text, future=False):
                return When(day[0], day[1], span.text)
        return None

    def _is_before_when(self, span: Span) -> bool:
        """ "Was in B last week, where he met C": the time stands right before the contact's clause."""
        after = next((c for c in self._path[-1].children if c.lower_ in ("when", "where")), None)
        return after is not None and 0 <= after.i - span.end <= 1

    def _resolve(self, text: str, future: bool) -> dates.Days | None:
        """ "Two days later" counts from the event told before, "Monday" from the document, "3 May" from a year told before."""
        if self._base is None and self._scene.year and not future and dates.lacks_a_year(text):
            return dates.resolve(text, dt.date(self._scene.year, 12, 31))
        origin = self._scene.day if self._scene.day and dates.anchored(text) else self._base
        return dates.resolve(text, origin, future=future)

    # --- an expression that settles no single day ----------------------------------------------

    def run_of_days(self, status: Status) -> When | None:
        """Return the days on which it may have been, where no day is settled: "last week", "in June"."""
        for span in (*self._own, *(s for s in self._spans if self._opens(s) and not _recurs(s))):
            if not self._is_its_time(span, ahead=status.open):
                continue
            text = _with_part(span)
            origin = self._scene.day if ranges.leans(text) else self._base
            days = ranges.run_of_days(text, origin, future=status.open)
            if days and not (origin is None and ranges.leans(text)):
                return When(*days, text, vague=True)
        return None

    def _is_its_time(self, span: Span, *, ahead: bool) -> bool:
        """Whether an expression tells when the contact was, and not of what time something is that it speaks of."""
        if self._opens(span) and not ahead:
            return True
        anchor = self._anchor(span.root, ahead=ahead)
        if anchor is None:
            return False
        if anchor in self._path:
            return not ahead or all(t.dep_ != "xcomp" for t in self._path[: self._path.index(anchor)])
        return hung_below(anchor, self._path)

    def _anchor(self, time: Token, *, ahead: bool) -> Token | None:
        """Return what words of time tell the time of."""
        above = time.head
        # "met last week"; "the June summit", "last month's talks"
        if time.dep_ in _ADVERBIAL or (time.dep_ in _BEFORE_NOUN and above == self._trigger):
            return above
        # "met in June"; "scheduled for June"; "the talks of last June"
        return above.head if time.dep_ == "pobj" and self._leads_to_time(above, ahead) else None

    def _opens(self, span: Span) -> bool:
        """ "In June 1961, A met B", "ten years ago, when A met B": the sentence or the clause begins with it."""
        top = self._path[-1]
        first = span.start - span.sent.start <= int(span.doc[span.sent.start].dep_ == "prep")
        return self._is_before_when(span) or (first and is_verbal(top) and top.dep_ == "ROOT")

    def _leads_to_time(self, preposition: Token, ahead: bool) -> bool:
        low = preposition.lower_
        return low in _IN_TIME or (ahead and low == "for") or (low == "of" and preposition.head == self._trigger)

    # --- a plan told in the present tense -------------------------------------------------------

    def _announced(self, date: When | None) -> tuple[Status, When | None]:
        """ "Ministers meet on December 11": a present tense with a day after the document's is a plan."""
        verb = next((t for t in self._path if t.pos_ in ("VERB", "AUX")), self._trigger)
        if not _is_present(verb):
            return Status.OCCURRED, date
        progressive = verb.tag_ == "VBG" and any(c.lower_ in ("is", "are") for c in verb.children)
        if (progressive or verb.tag_ != "VBG") and _is_soon(verb):
            return Status.PLANNED, date
        ahead = self._ahead(date, today=progressive)
        return (Status.PLANNED, ahead) if ahead is not None else (Status.OCCURRED, date)

    def _ahead(self, date: When | None, *, today: bool) -> When | None:
        """Return the day if it is read as one to come, unless the same day before the document is nearer to it."""
        base = self._base
        ahead = self._when(future=True) if base is not None else None
        if base is None or ahead is None or ahead.start < base or (ahead.start == base and not today):
            return None
        farther = date is not None and date.start <= base and ahead.start - base > base - date.start
        return None if farther else ahead


def _date_spans(sent: Span, scene: Scene) -> list[Span]:
    """Return the date expressions of a sentence, by the model's label and by pattern, longest first kept."""
    doc, found = sent.doc, scene.dates_in(sent)
    for start, end in find_dates(sent.text):
        span = doc.char_span(sent.start_char + start, sent.start_char + end, alignment_mode="expand")
        if span is not None:
            found.append(span)
    kept: list[Span] = []
    for span in sorted(filter(_is_one, found), key=lambda s: (s.start - s.end, s.start)):
        if not any(span.start < k.end and k.start < span.end for k in kept):
            kept.append(span)
    return sorted(kept, key=lambda s: s.start)


def _is_one(span: Span) -> bool:
    """ "Thursday, 14 May and Friday, 15 May" are two expressions, which the model takes for one."""
    return len(find_dates(span.text)) < 2 or dates.resolve(span.text, dt.date(2000, 1, 1)) is not None


def _with_part(span: Span) -> str:
    """ "*Earlier* this week", also where the model left the first word out."""
    before = span.doc[span.start - 1] if span.start > span.sent.start else None
    return f"{before.text} {span.text}" if before is not None and before.lower_ in _PART else span.text


def _recurs(span: Span) -> bool:
    """ "Every Monday", "each 1 May": no day."""
    before = span.doc[span.start - 1].lower_ if span.start else ""
    return before in _EACH or span[0].lower_ in _EACH


def _with_preposition(span: Span) -> str:
    """ "From 3 to 5 May", "between Monday and Friday": the preposition tells two days from one."""
    before = span.doc[span.start - 1] if span.start > span.sent.start else None
    return f"{before.text} {span.text}" if before is not None and before.lower_ in ("from", "between") else span.text


def _level(token: Token, steps: dict[int, int]) -> int | None:
    """At which step of the contact's clause a date hangs; None where it hangs on another verb of the sentence."""
    node = token
    for _ in range(_DEPTH):
        if node.i in steps:
            return steps[node.i]
        if node.head == node or (node != token and is_verbal(node) and node.dep_ in _CLAUSES):
            return None
        node = node.head
    return None


def _is_present(verb: Token) -> bool:
    """Whether a verb stands in the present, not in the perfect."""
    return verb.tag_ in _PRESENT and not any(c.lower_ in ("has", "have", "had") for c in verb.children)


def _is_soon(verb: Token) -> bool:
    """ "Meets her next week", "is to fly there tomorrow"."""
    return any(_SOON.match(" ".join(t.lower_ for t in c.subtree)) for c in verb.children)


def is_recurring(sent: Span) -> bool:
    """Whether a sentence tells of something that takes place again and again ("meet on a regular basis")."""
    return _recurring().search(sent.text.lower()) is not None


@cache
def _recurring() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(re.escape, sorted(words('recurring'))))})\b")
