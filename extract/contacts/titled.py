"""The encounter of a page's title, of which the text below tells without a word of contact: "The sides noted", "he thanked X"."""

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Span, Token

from diplograph.extract.attributes.status import judge
from diplograph.extract.contacts.candidate import Candidate
from diplograph.extract.lexicon.words import words
from diplograph.extract.model import Contact, Kind, Status
from diplograph.extract.parties.referent import Ref, Referent
from diplograph.extract.parties.resolution import Parties
from diplograph.extract.syntax.subjects import agents, surface_subjects
from diplograph.extract.syntax.tokens import is_passive, is_verbal

_SPOKEN = frozenset({Kind.MEETING, Kind.TALKS, Kind.CALL})
_SAID_IN = _SPOKEN | {Kind.CORRESPONDENCE, Kind.VISIT}


class Titled:
    """Finds where the text of a government's page tells what was said in the encounter that its title names."""

    def __init__(self, doc: Doc, parties: Parties, title: Iterable[Candidate]) -> None:
        self._doc, self._parties = doc, parties
        speaker = parties.context.speaker
        with_others = (found for found in title if speaker is not None and _is_with_others(found, speaker))
        self._encounter = next(filter(_took_place, with_others), None)

    def told(self, contacts: Iterable[Contact]) -> Iterator[Candidate]:
        """Yield the encounter at the first sentence that tells of it, unless the text has told it by a word of contact."""
        encounter = self._encounter
        if encounter is None or any(_is_of(contact, encounter) for contact in contacts):
            return
        below = (sent for sent in self._doc.sents if not self._parties.context.in_title(sent[0]))
        verb = next((sent.root for sent in below if self._tells(sent, encounter)), None)
        if verb is None:
            return
        sides = [[Ref.at(ref.referent, verb, "collective") for ref in side] for side in encounter.sides]
        kind = Kind.TALKS if encounter.kind is Kind.VISIT else encounter.kind
        yield Candidate(verb, kind, sides, "title.told")

    def _tells(self, sent: Span, encounter: Candidate) -> bool:
        verb = sent.root
        if not is_verbal(verb) or not _has_happened(verb):
            return False
        if is_passive(verb):  # "Topical issues were discussed"
            return encounter.kind in _SPOKEN and verb.lemma_ in words("discussing") and not agents(verb)
        if verb.lemma_ not in words("conversing"):
            return False
        # "The sides noted", "Mr Lund thanked the minister"
        told = {ref.referent.home for ref in self._parties.all(surface_subjects(verb))}
        # on a visit only both: "The delegations agreed"
        enough = 2 if encounter.kind is Kind.VISIT else 1
        return len(told) >= enough and told <= {ref.referent.home for ref in encounter.parties()}


def _is_with_others(found: Candidate, speaker: Referent) -> bool:
    """Whether one of those in contact is known to be of another state or body than the publisher."""
    placed = (r.referent for r in found.parties() if not r.referent.is_person or r.referent.country or r.referent.org)
    return any(party.home != speaker.home for party in placed)


def _took_place(found: Candidate) -> bool:
    return found.kind in _SAID_IN and judge(found.trigger, found.status).status is Status.OCCURRED


def _has_happened(verb: Token) -> bool:
    """ "The sides noted", "have noted": not "will note", "did not note"."""
    helpers = [c.lemma_.lower() for c in verb.children if c.dep_ in ("aux", "neg")]
    return verb.tag_ in ("VBD", "VBN") and all(helper == "have" for helper in helpers)


def _is_of(contact: Contact, encounter: Candidate) -> bool:
    """Whether a contact that took place is the encounter, be it told of the states of those who held it."""
    kinds = {encounter.kind} if encounter.kind is Kind.CORRESPONDENCE else _SPOKEN
    if contact.kind not in kinds or not contact.status.took_place:
        return False
    told = {party.home for party in contact.parties}
    return {ref.referent.home for ref in encounter.parties()} <= told
