"""A conversation that its writer tells in turns, without a word of contact: "He said that the cable was cut. I replied that ..."."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Doc, Token

from diplograph.extract.contacts.candidate import Candidate, internal
from diplograph.extract.lexicon.words import words
from diplograph.extract.model import Contact, Kind
from diplograph.extract.parties.referent import Ref
from diplograph.extract.parties.resolution import Parties
from diplograph.extract.syntax.subjects import surface_subjects
from diplograph.extract.syntax.tokens import is_passive

_SPOKEN = frozenset({Kind.MEETING, Kind.TALKS, Kind.CALL})
_APART = 1  # sentences from one turn to the next


@dataclass(frozen=True, slots=True)
class _Turn:
    """Who said something, in which sentence, and whether as an answer or a question."""

    verb: Token
    sentence: int
    speaker: Ref
    own: bool
    answers: bool


class Dialogue:
    """Finds the conversations of whoever is "I" in one document."""

    def __init__(self, doc: Doc, parties: Parties) -> None:
        self._doc, self._parties = doc, parties

    def told(self, contacts: Iterable[Contact]) -> Iterator[Candidate]:
        """Yield the writer's talks with each with whom words go to and fro, unless the text tells them by a word of contact."""
        if self._parties.context.speaker is None:
            return
        known = {frozenset((a.id, b.id)) for c in contacts if c.kind in _SPOKEN for a, b in c.pairs()}
        turns = list(self._turns())
        for before, turn in pairwise(turns):
            mine, theirs = (turn, before) if turn.own else (before, turn)
            pair = frozenset((mine.speaker.referent.id, theirs.speaker.referent.id))
            if _go_to_and_fro(mine, theirs) and pair not in known:
                known.add(pair)
                sides = [[mine.speaker], [theirs.speaker]]
                yield Candidate(turn.verb, Kind.TALKS, sides, "dialogue", "040", each_known=True)

    def _turns(self) -> Iterator[_Turn]:
        for n, sent in enumerate(self._doc.sents):
            for verb in sent if not self._parties.context.in_title(sent[0]) else ():
                if verb.tag_ == "VBD" and verb.lemma_ in words("in_turn") and not is_passive(verb):
                    yield from self._turn(verb, n)

    def _turn(self, verb: Token, n: int) -> Iterator[_Turn]:
        subjects = surface_subjects(verb)
        own = [s.lower_ for s in subjects] == ["i"]
        found = self._parties.all(subjects)
        if len(found) == 1 and (own or _is_somebody(found[0])):
            yield _Turn(verb, n, found[0], own, verb.lemma_ in words("answering_in_turn"))


def _is_somebody(ref: Ref) -> bool:
    """Whether a reference is to one person of whom the text tells for whom he acts: "the Thai minister", "he"."""
    placed = ref.referent.country is not None or ref.referent.org is not None
    return placed and (ref.referent.is_person or ref.how in ("office", "pronoun"))


def _go_to_and_fro(mine: _Turn, theirs: _Turn) -> bool:
    near = abs(mine.sentence - theirs.sentence) <= _APART
    apart = not internal(mine.speaker.referent, theirs.speaker.referent)
    return mine.own and not theirs.own and near and apart and (mine.answers or theirs.answers)
