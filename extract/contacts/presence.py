"""Being there: who is in a country for talks, or is there and meets somebody, visits it."""

from collections.abc import Iterable

from spacy.tokens import Token

from diplograph.extract.contacts.candidate import Candidate, Side
from diplograph.extract.contacts.sides import Sides
from diplograph.extract.lexicon.frames import nouns, verbs
from diplograph.extract.lexicon.words import effects, words
from diplograph.extract.model import Kind, PartyType, Status
from diplograph.extract.syntax.objects import carried
from diplograph.extract.syntax.subjects import surface_subjects
from diplograph.extract.syntax.tokens import has_subject, has_to, is_verbal

_ENCOUNTERS = frozenset({Kind.MEETING, Kind.TALKS})
_PHRASES = frozenset({"in", "on", "at"})


class Presence:
    """Finds the visits that the place of an encounter tells, in one document."""

    def __init__(self, sides: Sides) -> None:
        self._sides, self._mentions, self._parties = sides, sides.mentions, sides.parties

    def visit(self, word: Token, encounters: Iterable[Candidate]) -> Candidate | None:
        """Return the visit of whoever is where a word tells of an encounter, if those encountered may be of that state."""
        inside = self._inside(word)
        there = self._states(inside) if inside is not None else []
        if inside is None or not there:
            return None
        holders, status = self._holders(inside)
        others = [r for e in encounters for r in e.parties() if r.referent.id not in {h.referent.id for h in holders}]
        elsewhere = others and all(r.referent.country not in (None, there[0].referent.country) for r in others)
        if not holders or elsewhere:
            return None
        above = inside.head
        trigger = above if above.lemma_ == "be" else inside
        return Candidate(trigger, Kind.VISIT, [holders, there], "presence", None, list(inside.children), status)

    def _states(self, inside: Token) -> Side:
        found = self._sides.destinations(c for c in inside.children if c.dep_ == "pobj")
        return [r for r in found if r.referent.type is PartyType.STATE]

    def _inside(self, word: Token) -> Token | None:
        """Return the "in" before the place where one is for an encounter."""
        if not _tells_encounter(word):
            return None
        if (purpose := _purpose(word)) is not None:
            return self._before(purpose)
        verb = word if is_verbal(word) else carried(word).head
        return self._joined(verb) if is_verbal(verb) else None

    def _before(self, purpose: Token) -> Token | None:
        """ "*In* A on Monday for talks": wherever the parser hung the purpose."""
        above = purpose.head
        inside = None
        while above.dep_ == "pobj" and above.head.lower_ in _PHRASES:
            inside = above.head if above.head.lower_ == "in" else inside
            above = above.head.head
        own = (c for c in above.children if c.lower_ == "in" and c.dep_ == "prep" and c.i < purpose.i)
        inside = inside or next(own, None)
        if inside is None:
            return None
        return inside if _is_there(above) or _is_due(above) or self._set_off(inside) is not None else None

    def _joined(self, verb: Token) -> Token | None:
        """ "Will be *in* A and meet B", "is in A to meet B"."""
        follows = _goes_on(verb) or has_to(verb)
        inside = next((c for c in verb.head.children if c.lower_ == "in" and c.i < verb.i), None) if follows else None
        if inside is None or not _is_there(inside.head):
            return None
        own = {r.referent.id for r in self._parties.all(surface_subjects(verb))}
        there = {r.referent.id for r in self._parties.all(surface_subjects(inside.head))}
        return inside if own & there else None

    def _set_off(self, inside: Token) -> Token | None:
        """ "*X*, in A for talks, said"."""
        if inside.i < inside.sent.start + 2 or inside.nbor(-1).text != ",":
            return None
        person = self._mentions.at.get(inside.i - 2)
        return (
            person.head(inside.doc) if person is not None and person.end == inside.i - 1 and person.is_person else None
        )

    def _holders(self, inside: Token) -> tuple[Side, Status]:
        above = inside.head
        if _is_there(above):
            due = any(_is_due(c) for c in above.children)
            return self._parties.all(surface_subjects(above)), Status.PLANNED if due else Status.OCCURRED
        if _is_due(above):
            return self._parties.all(surface_subjects(above.head)), Status.PLANNED
        name = self._set_off(inside)
        return (self._parties.all([name]) if name is not None else []), Status.OCCURRED


def _tells_encounter(word: Token) -> bool:
    noun = nouns().get(word.lemma_.lower()) if word.pos_ in ("NOUN", "PROPN") else None
    if noun is not None:
        return noun.kind in _ENCOUNTERS and word.lemma_.lower() not in words("gatherings")
    return is_verbal(word) and any(f.kind in _ENCOUNTERS for f in verbs().get(word.lemma_, ()))


def _purpose(word: Token) -> Token | None:
    """Return the "for" before an encounter."""
    noun = carried(word)
    return noun.head if noun.dep_ == "pobj" and noun.head.lower_ == "for" else None


def _is_there(verb: Token) -> bool:
    """ "X is in A", "X is due in A"."""
    said = [c for c in verb.children if c.dep_ in ("attr", "acomp", "expl") and not _is_due(c)]
    return verb.lemma_ == "be" and is_verbal(verb) and not said


def _is_due(token: Token) -> bool:
    return token.pos_ == "ADJ" and token.lower_ in words("due") and token.lower_ in effects(Status.PLANNED).adjectives


def _goes_on(verb: Token) -> bool:
    return verb.dep_ == "conj" and not has_subject(verb)
