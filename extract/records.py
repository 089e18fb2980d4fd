"""From a candidate to a record: what is told of it, by whose account, and the words that show it."""

import datetime as dt
import re
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span, Token

from diplograph.extract.attributes.channel import channel, kind_by
from diplograph.extract.attributes.codes import codes
from diplograph.extract.attributes.inherited import Bequest, Narrative
from diplograph.extract.attributes.path import path_up
from diplograph.extract.attributes.place import Places
from diplograph.extract.attributes.scene import Scene
from diplograph.extract.attributes.source import reported_by
from diplograph.extract.attributes.status import Verdict, judge
from diplograph.extract.attributes.topic import topic
from diplograph.extract.attributes.when import Dating, is_recurring
from diplograph.extract.contacts.candidate import Candidate, Reason, Rejected
from diplograph.extract.ids import contact_id
from diplograph.extract.lexicon import gazetteer
from diplograph.extract.lexicon.gazetteer import Sense
from diplograph.extract.lexicon.words import roles
from diplograph.extract.model import Contact, Evidence, Kind, Party, PartyType, Status
from diplograph.extract.parties.known import KnownPersons
from diplograph.extract.parties.referent import Ref, Referent
from diplograph.extract.parties.resolution import Parties
from diplograph.extract.text.dateline import day_told
from diplograph.extract.text.origin import Origin
from diplograph.extract.times import Precision, When

_MARKED = re.compile(r"[<>&\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_POINTING = frozenset({"pronoun", "collective", "speaker", "addressee"})
_SPEAKING = frozenset({"speaker", "addressee"})
_BULLETS = "-–•*"


@dataclass(frozen=True, slots=True)
class Made:
    """One contact before merging, what it was made from, the day of the event told before it, and what its time is inherited from."""

    contact: Contact
    found: Candidate
    verdict: Verdict
    scene_day: dt.date | None
    bequest: Bequest | None

    @property
    def points(self) -> bool:
        """Whether the text only points at the parties: "the two"; "I" and "you", of a time that it tells."""
        how = {ref.how for ref in self.found.parties()}
        return how <= _POINTING and (self.contact.date is not None or how.isdisjoint(_SPEAKING))


@dataclass(frozen=True, slots=True)
class _Told:
    """What the text tells of a contact besides who was in it."""

    verdict: Verdict
    status: Status
    date: When | None
    bequest: Bequest | None
    place: str | None
    topic: str | None
    channel: str | None
    reported_by: str | None


class Records:
    """Makes contacts of the candidates of one document, in text order, whatever proposed them."""

    def __init__(self, doc: Doc, origin: Origin, parties: Parties) -> None:
        self._scene = Scene.of(doc)
        self._doc, self._origin, self._parties = doc, origin, parties
        self._places = Places(parties.mentions, self._scene)
        self._given = origin.text if origin.text is not None else doc.text
        self._day = day_told(self._given, origin.source.date)
        self._narrative = Narrative(self._given, self._day)
        self._known = KnownPersons(origin.persons)
        self._by_day: dict[tuple[Kind, dt.date], frozenset[str]] = {}

    def come_to(self, sent: Span) -> None:
        """Begin a sentence: its candidates come next."""
        self._scene.come_to(sent)

    def make(self, found: Candidate) -> Made | Rejected:
        """Return the contact that a candidate is, or why it is none."""
        day_before = self._scene.day
        told = self._told(found)
        kind = kind_by(told.channel, found.kind)
        if kind in (Kind.MEETING, Kind.TALKS) and _is_at_home(found, told.place):
            return Rejected(Reason.INTERNAL, parties=tuple(found.parties()))
        if self._is_of_others(found, kind, told.date):
            return Rejected(Reason.RETOLD, parties=tuple(found.parties()))
        return Made(self._contact(found, kind, told), found, told.verdict, day_before, told.bequest)

    def _is_of_others(self, found: Candidate, kind: Kind, date: When | None) -> bool:
        """ "Both sides described Thursday's call as candid": the call of that day, which the text told of others."""
        if date is None or date.precision is not Precision.DAY:
            return False
        parties = frozenset(ref.referent.id for ref in found.parties())
        told = self._by_day.setdefault((kind, date.start), parties)
        return told.isdisjoint(parties) and all(ref.how == "collective" for ref in found.parties())

    def _told(self, found: Candidate) -> _Told:
        trigger, path = found.trigger, path_up(found.trigger)
        verdict = judge(trigger, found.status, tried=found.kind is Kind.MEDIATION)
        status, date, bequest = self._time(found, path, verdict.status)
        arguments = [self._head(t) for t in (*(self._doc[r.head] for r in found.parties()), *found.arguments)]
        return _Told(
            verdict,
            status,
            date,
            bequest,
            place=self._places.of(trigger, path, arguments),
            topic=topic(trigger, path, arguments),
            channel=channel(trigger, path),
            reported_by=reported_by(path, self._parties),
        )

    def _time(self, found: Candidate, path: list[Token], status: Status) -> tuple[Status, When | None, Bequest | None]:
        """Return the time that the sentence states, or else the one that it inherits, and from what; a day may change the status."""
        start, end = self._origin.original(found.trigger.sent.start_char, found.trigger.sent.end_char)
        self._scene.year = self._narrative.year_before(end) if self._day is None else None
        dating = Dating(found.trigger, path, self._day, self._scene)
        status, day = dating.settle(status, found.heading)
        date = day or dating.run_of_days(status)
        inherits = status.took_place and day is None and not is_recurring(found.trigger.sent)
        inherited = self._narrative.bequeathed(found, path, start, date) if inherits else None
        bequest, date = inherited or (None, date)
        if status.took_place and date is not None:
            self._narrative.tell(found, path, date, end)
            counts = day is not None or bequest is Bequest.HEADING
            self._scene.day = date.start if counts else self._scene.day
        return status, date, bequest

    def _head(self, argument: Token) -> Token:
        """Return the head of an argument, which of a name is that of all its words."""
        mention = self._parties.mentions.covering(argument)
        return self._doc[mention.start : mention.end].root if mention is not None else argument

    def _contact(self, found: Candidate, kind: Kind, told: _Told) -> Contact:
        source, sent = self._origin.source, found.trigger.sent
        evidence, where = evidence_of(found.trigger, found.rule, self._origin), self._where(found, kind, told.place)
        parties = self._known.named(
            self._party(self._by_name(ref, sent), number) for number, side in enumerate(found.sides) for ref in side
        )
        own_code = found.code if kind is found.kind else None
        return Contact(
            id=contact_id(source.id, kind, evidence.trigger_start, parties),
            document=source,
            kind=kind,
            status=told.status,
            parties=parties,
            evidence=evidence,
            date=told.date,
            place=where,
            topic=told.topic,
            channel=told.channel,
            recurring=is_recurring(sent),
            reported_by=told.reported_by,
            **codes(kind, told.status, own_code, where, parties)._asdict(),
        )

    def _where(self, found: Candidate, kind: Kind, place: str | None) -> str | None:
        """Return the place, which is none of the parties; a visit goes to the capital or city that stands for its host."""
        names = {e.name for e in gazetteer.lookup(place or "") if e.sense is Sense.NAME} | {place}
        if any(r.referent.name in names for r in found.parties()):
            place = None
        return (place or self._city_visited(found)) if kind is Kind.VISIT else place

    def _city_visited(self, found: Candidate) -> str | None:
        cities = (r for r in found.parties() if r.how in ("capital", "city"))
        return next((self._doc.text[r.start : r.end] for r in cities), None)

    def _by_name(self, ref: Ref, sent: Span) -> Ref:
        """Point at the name that a word of this sentence points back to, where the sentence itself has it."""
        if ref.how not in _POINTING:
            return ref
        for mention in reversed(self._parties.mentions.between(sent.start, ref.token)):
            for named in self._parties.named(mention):
                if named.referent.id == ref.referent.id:
                    return replace(ref, start=named.start, end=named.end)
        return ref

    def _party(self, ref: Ref, side: int) -> Party:
        start, end = self._origin.original(ref.start, ref.end)
        actor, mention = ref.referent, self._given[start:end]
        return Party(actor.id, actor.name, actor.type, mention, start, end, side, actor.country, actor.role, actor.org)


def evidence_of(trigger: Token, rule: str, origin: Origin) -> Evidence:
    """Return the sentence that a word stands in, as the text was given, with the word."""
    text = origin.text if origin.text is not None else trigger.doc.text
    sent = trigger.sent
    parsed = sent.text.rstrip().rstrip(_BULLETS).rstrip()
    start, end = origin.original(sent.start_char, sent.start_char + len(parsed))
    given = text[start:end]
    # As given, so that offsets within it hold; but as cleaned where the text as given has tags in it.
    plain = len(given) == len(parsed) or _MARKED.search(given) is None
    sentence = re.sub(r"\s", " ", given if plain else parsed)
    first, last = origin.original(trigger.idx, trigger.idx + len(trigger))
    return Evidence(sentence, start, end, text[first:last], first, last, rule, origin.page(start))


def _is_at_home(found: Candidate, where: str | None) -> bool:
    """ "A's minister met President X in A's capital": with no country of his own, X is A's president."""
    persons = [r.referent for r in found.parties() if r.referent.type is PartyType.PERSON and r.referent.official]
    if where is None or not len(persons) == len(found.parties()) == 2:
        return False
    homes = {p.country for p in persons if p.country is not None}
    return sum(map(_is_leader_of_unnamed, persons)) == 1 and gazetteer.city_country(where) in homes


def _is_leader_of_unnamed(person: Referent) -> bool:
    unnamed = person.country is None and person.org is None
    return unnamed and not roles("leading").isdisjoint((person.role or "").lower().split())
