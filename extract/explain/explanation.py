"""Why each contact of a text was found, and why a sentence that speaks of contact has none."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import tee
from typing import Any

from spacy.tokens import Doc, Token

from diplograph.extract.contacts.candidate import Reason
from diplograph.extract.explain.reasons import detail
from diplograph.extract.lexicon.frames import frame_of
from diplograph.extract.model import Contact, Document, Evidence, Party, PartyType, Source
from diplograph.extract.parties.context import spoken_for
from diplograph.extract.parties.referent import Ref
from diplograph.extract.prefilter.prefilter import judgements
from diplograph.extract.records import Made
from diplograph.extract.text.dates import Days, anchored, resolve
from diplograph.extract.text.origin import Origin
from diplograph.extract.text.ranges import leans, run_of_days
from diplograph.extract.trace import Trace

_LONGEST = 8  # words of a phrase that is quoted
HOWS = {
    "name": "a name of it",
    "label": "named as in the text",
    "demonym": "people or adjective of a state stand for the state",
    "capital": "a capital that acts or is addressed stands for its government",
    "seat": "a seat of government or a ministry stands for the state",
    "city": "a city that one travels to stands for its country",
    "host": "the host of a visitor",
    "sender": "the state whose delegation or envoy was sent",
    "office": "an unnamed official or body stands for whom it acts for",
    "own": "one of the other party's own people",
    "pronoun": "the pronoun points back to it",
    "collective": "one of those whom the phrase points back to",
    "addressee": "whoever is spoken to",
    "speaker": "whoever is quoted",
    "group": "a group that acts for itself",
    "acronym": "a group that calls itself by capitals",
    "bloc": "several states that act as one",
    "people": "a people or movement that acts for itself",
}


@dataclass(frozen=True, slots=True)
class Resolved:
    """How a party was found.

    Attributes:
        how: The kind of resolution in one word: name, demonym, capital, office, pronoun ...
        phrase: The noun phrase that was resolved, which may be longer than the party's mention.
        why: The resolution in a few words.
    """

    party: Party
    how: str
    phrase: str
    why: str


@dataclass(frozen=True, slots=True)
class Explained:
    """A contact and why it was found.

    Attributes:
        example: A sentence of the lexicon for which its rule stands; None where the rule has none.
        cues: The words that decided its status, nearest first; empty where nothing speaks against "occurred".
        dated: How its day was found, or why it has none.
        again: Other words of the text that tell the same encounter.
    """

    contact: Contact
    parties: tuple[Resolved, ...]
    example: str | None
    cues: tuple[str, ...]
    dated: str
    again: tuple[Evidence, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the record as JSON holds it: the contact as ever, and the explanation beside it."""
        return {
            "contact": self.contact.to_dict(),
            "parties": [{"name": r.party.name, "how": r.how, "phrase": r.phrase, "why": r.why} for r in self.parties],
            "rule": {"name": self.contact.evidence.rule, "example": self.example},
            "status": {"status": self.contact.status.value, "cues": list(self.cues)},
            "dated": self.dated,
            "again": [asdict(evidence) for evidence in self.again],
        }


@dataclass(frozen=True, slots=True)
class Silent:
    """A contact word, by its place in the text as given, in a sentence without contact, and why it makes none."""

    word: str
    start: int
    end: int
    sentence: str
    reason: Reason
    detail: str

    def to_dict(self) -> dict[str, Any]:
        """Return the record as JSON holds it."""
        return {**asdict(self), "reason": self.reason.value}


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was found in a document and why, and what was not."""

    document: Source
    contacts: tuple[Explained, ...]
    silent: tuple[Silent, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the record as JSON holds it."""
        day = self.document.date
        return {
            "document": {**asdict(self.document), "date": day.isoformat() if day else None},
            "contacts": [e.to_dict() for e in self.contacts],
            "silent": [s.to_dict() for s in self.silent],
        }


def explain(documents: Iterable[Document], *, model: str | None = None) -> Iterator[Explanation]:
    """Yield an explanation for each document; its contacts are those that ``extract_contacts`` gives.

    Args:
        model: An installed English spaCy pipeline; None takes the default.

    Raises:
        ModelError: The model is not installed, or lacks what extraction needs.
    """
    from diplograph.extract.pipeline import parse

    as_extracted, again = tee(documents)
    read = parse(as_extracted, model=model, whole=False, trace=Trace)
    whole = parse(again, model=model, whole=True, trace=Trace)
    for doc, all_of_it in zip(read, whole, strict=True):
        yield _explanation(doc, doc._.diplograph_origin, doc._.diplograph_trace, all_of_it)


def _explanation(doc: Doc, origin: Origin, trace: Trace, whole: Doc) -> Explanation:
    finals = {contact.id for contact in trace.contacts}
    explained = tuple(_explained(doc, c, trace, finals) for c in trace.contacts)
    silent = {s.start: s for s in (*_spared(whole), *_silent(origin, trace))}
    told = {(e.start, e.end) for c in trace.contacts for e in (c.evidence, *c.also)}
    others = (silent[start] for start in sorted(silent))
    return Explanation(origin.source, explained, tuple(s for s in others if not any(a <= s.start < b for a, b in told)))


def _explained(doc: Doc, contact: Contact, trace: Trace, finals: set[str]) -> Explained:
    lead = next(m for m in trace.made if m.contact.id == contact.id)
    again = [m for m in trace.made if m.contact.id not in finals and _tells(m.contact, contact)]
    refs = [ref for side in lead.found.sides for ref in side]
    return Explained(
        contact,
        tuple(_resolved(doc, ref, party) for ref, party in zip(refs, contact.parties, strict=True)),
        _example(contact.evidence.rule),
        _cues(contact, lead),
        _dated(contact, [lead, *again]),
        tuple(m.contact.evidence for m in again),
    )


def _tells(other: Contact, contact: Contact) -> bool:
    """Whether a contact that did not stay was folded into this one."""
    places = {e.start for e in (contact.evidence, *contact.also)}
    return other.evidence.start in places and _pairs(other) <= _pairs(contact)


def _pairs(contact: Contact) -> set[frozenset[str]]:
    return {frozenset((a.id, b.id)) for a, b in contact.pairs()}


def _resolved(doc: Doc, ref: Ref, party: Party) -> Resolved:
    head = doc[ref.head]
    return Resolved(party, ref.how, _phrase(head, ref.token), _why(ref, party, head))


def _phrase(head: Token, first: int) -> str:
    start = min(first, head.i) if abs(head.i - first) < _LONGEST else head.i
    return " ".join(head.doc[start : max(first, head.i) + 1].text.split()) if start != head.i else head.text


def _why(ref: Ref, party: Party, head: Token) -> str:
    person = party.type is PartyType.PERSON
    if ref.how == "name" and person:
        return (
            "by name" if party.mention == party.name else "the name's longest form in the text, or another of its forms"
        )
    if ref.how == "office" and person:
        return "the holder of the office, named elsewhere"
    if ref.how == "office" and head.lemma_.lower() == "counterpart":
        return "an unnamed counterpart stands for the state or organisation"
    return HOWS.get(ref.how, ref.how)


def _example(rule: str) -> str | None:
    frame = frame_of(rule)
    return frame.example.text if frame is not None else None


def _cues(contact: Contact, lead: Made) -> tuple[str, ...]:
    if contact.status is lead.verdict.status:
        return lead.verdict.cues
    return (*lead.verdict.cues, contact.date.text) if contact.date else lead.verdict.cues


def _dated(contact: Contact, tellings: list[Made]) -> str:
    base = contact.document.date
    if contact.date is None:
        return _undated(contact, tellings[0])
    made = next((m for m in tellings if m.contact.date == contact.date), tellings[0])
    if made.bequest is not None:
        return f"inherited from {made.bequest}"
    if made.found.heading is not None:
        return f"the heading that it stands under: {' '.join(made.found.heading.text.split())}"
    return _counted(contact.date.text, (contact.date.start, contact.date.end), base, made.scene_day)


def _undated(contact: Contact, made: Made) -> str:
    """Tell why a contact has no time, and what its document's day says of it."""
    told = [f'"{e.text}"' for e in made.found.trigger.sent.ents if e.label_ == "DATE"]
    why = f"{', '.join(told)} tells no time of it" if told else "its sentence has no words of time"
    if contact.bound is None:
        return f"{why}, and the document has no date to count from"
    before = "no later" if contact.bound.end else "no earlier"
    return f"{why}, and it inherits none; it was {before} than its document, {contact.bound.day}"


def _counted(text: str, days: Days, base: dt.date | None, scene: dt.date | None) -> str:
    """Tell from which day an expression was counted, by counting again."""

    def gives(origin: dt.date | None) -> bool:
        forms = (text, f"from {text}", f"between {text}")
        ways = [(form, future) for form in forms for future in (False, True)]
        return any(
            read(form, origin, future=future) == days for form, future in ways for read in (resolve, run_of_days)
        )

    if gives(None):
        return "the words name the day in full"
    if scene and gives(scene) and (anchored(text) or leans(text) or not gives(base)):
        return f"counted from {scene.isoformat()}, the day of the contact told before it"
    return f"counted from the document's date, {base.isoformat()}" if base and gives(base) else "by the words"


def _silent(origin: Origin, trace: Trace) -> Iterator[Silent]:
    """Yield the contact words of sentences without a contact, with what the rules answered."""
    told = {m.found.trigger.sent.start for m in trace.made}
    for reading in trace.readings:
        if trace.parties is not None and reading.word.sent.start not in told:
            why = trace.why_not(reading)
            yield _said_of(reading.word, origin, why.reason, detail(why, reading.word, trace.parties))


def _spared(whole: Doc) -> Iterator[Silent]:
    """Yield the contact words of a text that was parsed whole; of those that make a contact, that the parser is spared them."""
    origin, trace = whole._.diplograph_origin, whole._.diplograph_trace
    yield from _silent(origin, trace)
    judged = (
        list(judgements(origin.cleaned, spoken=spoken_for(origin.source.publisher) is not None)) if trace.made else []
    )
    for word in (m.found.trigger for m in trace.made):
        spared = next((j.spared for j in judged if j.start <= word.idx < j.end), None)
        yield _said_of(word, origin, Reason.PREFILTER, f"its sentence is not parsed, since it has {spared or 'none'}")


def _said_of(word: Token, origin: Origin, reason: Reason, why: str) -> Silent:
    start, end = origin.original(word.idx, word.idx + len(word))
    shown = origin.text[start:end] if origin.text is not None else word.text
    return Silent(shown, start, end, " ".join(word.sent.text.split()), reason, why)
