"""One encounter told several times in a document is one contact."""

from collections.abc import Container, Iterable
from dataclasses import replace

from diplograph.extract.ids import slug
from diplograph.extract.lexicon import gazetteer
from diplograph.extract.lexicon.frames import VerbFrame, frame_of
from diplograph.extract.lexicon.words import words
from diplograph.extract.model import Contact, Evidence, Kind, Party, PartyType
from diplograph.extract.times import Basis, firmest

_VAGUE = frozenset({Kind.TALKS})
_GAPS = ("place", "topic", "channel", "reported_by", "recurring")
_SAID = frozenset({Kind.TALKS, Kind.CALL})
_NEAR = 40  # characters between two words of one act
_FACE_TO_FACE = frozenset({Kind.MEETING, Kind.TALKS, Kind.CALL})


def merge(contacts: Iterable[Contact], pointing: Container[str] = ()) -> tuple[Contact, ...]:
    """Fold reports of one encounter into its first, which keeps the others' sentences and fills its gaps from them.

    Args:
        pointing: The identifiers of contacts of which the parties are only pointed at ("I" and "you", "the two").
    """
    kept: list[Contact] = []
    told: dict[frozenset[frozenset[str]], list[int]] = {}
    for contact in contacts:
        places = told.setdefault(_pairs(contact), [])
        same = next((i for i in places if _same_encounter(kept[i], contact)), None)
        if same is None and _is_topic_of_last(contact):
            same = next((i for i in reversed(range(len(kept))) if _is_wider_then(kept[i], contact)), None)
        if same is not None:
            kept[same] = _fold(kept[same], contact)
        else:
            places.append(len(kept))
            kept.append(contact)
    return tuple(_without_parts(_in_person(kept, pointing)))


def _pairs(contact: Contact) -> frozenset[frozenset[str]]:
    return frozenset(frozenset((a.id, b.id)) for a, b in contact.pairs())


def _same_encounter(a: Contact, b: Contact) -> bool:
    """Whether two contacts of the same parties are one encounter."""
    one_sentence = a.evidence.start == b.evidence.start
    if _on_other_days(a, b) or (not one_sentence and _another(b.evidence)):
        return False
    if one_sentence and a.status is b.status and (_guest(a, b) or _is_conveyed(a, b)):
        return True
    if not _compatible(a.kind, b.kind):
        return False
    return not _elsewhere(a, b) if a.status is b.status else one_sentence and _one_for_the_other(a, b)


def _is_conveyed(a: Contact, b: Contact) -> bool:
    """ "Conveyed a message", "is writing and asking": what is said, and by what it is said."""
    first, last = sorted((a.evidence, b.evidence), key=lambda e: e.trigger_start)
    near = last.trigger_start - first.trigger_end <= _NEAR
    return near and Kind.CORRESPONDENCE in (a.kind, b.kind) and not {a.kind, b.kind}.isdisjoint(_SAID)


def _is_topic_of_last(contact: Contact) -> bool:
    """ "They also discussed": told of the encounter before, from which it has its time."""
    frame = frame_of(contact.evidence.rule)
    inherits = contact.date is not None and contact.date.basis is Basis.INHERITED
    return inherits and isinstance(frame, VerbFrame) and frame.needs == "topic"


def _is_wider_then(a: Contact, b: Contact) -> bool:
    """Whether one face-to-face encounter of a time has all pairs of another of the same time."""
    together = a.date is not None and b.date is not None and a.date.start == b.date.start
    return together and a.kind in _FACE_TO_FACE and a.status is b.status and _pairs(b) < _pairs(a)


def _on_other_days(a: Contact, b: Contact) -> bool:
    """Whether two contacts began on other days, or at times that don't overlap, where one is told less exactly."""
    if a.date is None or b.date is None:
        return False
    if a.date.vague or b.date.vague:
        return not a.date.overlaps(b.date)
    return a.date.start != b.date.start


def _elsewhere(a: Contact, b: Contact) -> bool:
    """Whether two contacts took place in different places; a visit may be a tour."""
    tour = a.kind is Kind.VISIT and (b.date is None or b.date.basis is Basis.INHERITED)
    return not tour and a.place is not None and b.place is not None and a.place != b.place


def _one_for_the_other(a: Contact, b: Contact) -> bool:
    """ "Peru's envoy met Chile's to hold talks": what took place was for what was to; not "told Chile's they would meet"."""
    if any(isinstance(frame, VerbFrame) and frame.close for frame in (frame_of(c.evidence.rule) for c in (a, b))):
        return False
    return (a.status.took_place or b.status.took_place) and a.kind is not b.kind


def _another(evidence: Evidence) -> bool:
    """ "Met again", "last met": an encounter besides the one told before."""
    at, end = evidence.trigger_start - evidence.start, evidence.trigger_end - evidence.start
    before, after = evidence.sentence[:at].split(), evidence.sentence[end:].split()
    return after[:1] in (["again"], ["again."]) or before[-1:] == ["last"]


def _compatible(a: Kind, b: Kind) -> bool:
    return a is b or (a in _FACE_TO_FACE and b in _FACE_TO_FACE and bool({a, b} & _VAGUE))


def _guest(a: Contact, b: Contact) -> bool:
    """ "Hosted X for talks": receiving and the encounter it was for."""
    return (_hosting(a) and b.kind in _FACE_TO_FACE) or (_hosting(b) and a.kind in _FACE_TO_FACE)


def _in_person(contacts: list[Contact], pointing: Container[str]) -> list[Contact]:
    """Fold what is told of a state into what is told of its person: "Peru's President A met B", where he says "I met B"."""
    kept: list[Contact | None] = list(contacts)
    in_states = _by_pairs_in_states(contacts)
    for n, contact in enumerate(contacts):
        alone = contact.id not in pointing and contact.kind is not Kind.VISIT
        fits = _tells_again if alone else _stands_for
        near = sorted({m for pair in _pairs(contact) for m in in_states.get(pair, ())})
        others = (m for m in near if m != n and (other := kept[m]) is not None and fits(contact, other))
        if (same := next(others, None)) is not None and (person := kept[same]) is not None:
            kept[n], kept[same] = None, _fold(person, contact)
    return [contact for contact in kept if contact is not None]


def _by_pairs_in_states(contacts: list[Contact]) -> dict[frozenset[str], list[int]]:
    """Return which contacts have a pair if a state is put in the place of its person."""
    found: dict[frozenset[str], list[int]] = {}
    for n, contact in enumerate(contacts):
        for a, b in contact.pairs():
            for pair in ((x, y) for x in _names(a) for y in _names(b) if (x, y) != (a.id, b.id)):
                found.setdefault(frozenset(pair), []).append(n)
    return found


def _tells_again(told: Contact, persons: Contact) -> bool:
    """ "A's call with Peru's president", where A spoke to him whom the text names; not "A also met Peru's envoy"."""
    shared = {p.id for p in told.parties if p.type is PartyType.PERSON} & {p.id for p in persons.parties}
    if not shared or not words("besides").isdisjoint(told.evidence.sentence.lower().split()):
        return False
    one_day = told.date is not None and persons.date is not None and told.date.start == persons.date.start
    named = not isinstance(frame_of(told.evidence.rule), VerbFrame)
    return (named or one_day) and _stands_for(told, persons)


def _stands_for(told: Contact, persons: Contact) -> bool:
    """Whether each party of a contact is one of another, or the state of one of its persons, whom the other names."""
    if told.status is not persons.status or not _compatible(told.kind, persons.kind):
        return False
    if _on_other_days(told, persons) or _elsewhere(told, persons) or _another(told.evidence):
        return False
    ordered = told.kind is Kind.VISIT  # who was visited is not who visited
    as_told = {(a.id, b.id) for a, b in told.pairs()}
    named = {(a.id, b.id) for a, b in persons.pairs()}
    in_states = {(x, y) for a, b in persons.pairs() for x in _names(a) for y in _names(b)}
    if not ordered:
        named, in_states = _either_way(named), _either_way(in_states)
    return as_told <= in_states and not as_told <= named


def _either_way(pairs: set[tuple[str, str]]) -> set[tuple[str, str]]:
    return pairs | {(b, a) for a, b in pairs}


def _names(party: Party) -> tuple[str, ...]:
    """Return the identifiers by which a party may be told: its own, and that of its state."""
    state = gazetteer.state_of_code(party.country) if party.country and party.type is PartyType.PERSON else None
    return (party.id, slug(state)) if state else (party.id,)


def _hosting(contact: Contact) -> bool:
    frame = frame_of(contact.evidence.rule)
    return frame is not None and frame.guest


def _fold(first: Contact, later: Contact) -> Contact:
    lead, other = _by_rank(first, later)
    vague = lead.kind in _VAGUE and other.kind not in _VAGUE
    sentences = {e.start: e for e in (*first.also, later.evidence, *later.also) if e.start != lead.evidence.start}
    filled = {name: getattr(lead, name) or getattr(other, name) for name in _GAPS}
    filled["date"] = firmest(lead.date, other.date)
    decided = {name: getattr(other if vague else lead, name) for name in ("kind", "code", "mode")}
    return replace(lead, also=tuple(sentences[s] for s in sorted(sentences)), **filled, **decided)


def _by_rank(first: Contact, later: Contact) -> tuple[Contact, Contact]:
    """Return the contact that leads before the other: what a visit was for comes before the visit."""
    return (later, first) if first.kind is Kind.VISIT and later.kind is not Kind.VISIT else (first, later)


def _without_parts(contacts: list[Contact]) -> list[Contact]:
    """Drop a contact whose pairs are all told by a wider one of the same sentence and status."""
    by_sentence: dict[int, list[Contact]] = {}
    for contact in contacts:
        by_sentence.setdefault(contact.evidence.start, []).append(contact)
    return [c for c in contacts if not any(_wider(o, c) for o in by_sentence[c.evidence.start])]


def _wider(a: Contact, b: Contact) -> bool:
    told = a is not b and a.status is b.status and _compatible(a.kind, b.kind)
    return told and (_pairs(b) < _pairs(a) or _persons_of(b, a))


def _persons_of(states: Contact, persons: Contact) -> bool:
    """Whether states or bodies are in contact by their persons, whom the same sentence names: those are the contact."""
    unnamed = [p for p in states.parties if p.type is not PartyType.PERSON]
    if not unnamed or not all(_is_itself_or_home(p, persons) for p in states.parties):
        return False
    told = {frozenset((a.home, b.home)) for a, b in persons.pairs()}
    personal = any(p.type is PartyType.PERSON and p.id not in {q.id for q in states.parties} for p in persons.parties)
    return personal and all(frozenset((a.home, b.home)) in told for a, b in states.pairs())


def _is_itself_or_home(party: Party, persons: Contact) -> bool:
    """Whether a party is of another contact, or is the state or the body of a person of it."""
    return any(
        p.id == party.id or (p.home == party.home and p.type is PartyType.PERSON and party.type is not PartyType.PERSON)
        for p in persons.parties
    )
