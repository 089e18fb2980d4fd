"""Whether a contact is the one that was decided on: the same parties, told by the same words.

Identifiers of contacts don't tell it: they change with the place of a sentence, with the kind, with the names of the
parties, and so with a document that was edited, with other rules, and with another model.
"""

from collections.abc import Iterable

from diplograph.extract.ids import slug
from diplograph.extract.model import Contact, Evidence, Kind, Party

Pairs = frozenset[frozenset[str]]
Subject = tuple[str, str, int, int | Kind, Pairs]


def pairs(contact: Contact) -> Pairs:
    """Return who was in contact with whom, by identifiers."""
    return frozenset(frozenset((a.id, b.id)) for a, b in contact.pairs())


def subject(contact: Contact) -> Subject:
    """Return what a decision on a contact is about, the same for all who decide on it.

    The word that makes it tells a meeting from a call of the same two in one sentence; where none was named, the kind does.
    """
    evidence = contact.evidence
    sentence = " ".join(evidence.sentence.split())
    by = evidence.trigger_start if evidence.trigger else contact.kind
    return contact.document.id, sentence, evidence.start, by, pairs(contact)


def same(wanted: Contact, contacts: Iterable[Contact], *, exactly: bool = False) -> Contact | None:
    """Return the contact of the same parties that the same words tell; None if there is none.

    Where a sentence tells two of them, as a meeting and a call, the words that make it decide, then the kind.

    Args:
        wanted: As it was decided on, at its place in the document as it is now.
        exactly: Whether it must be of the same kind and status too.
    """
    told = [c for c in contacts if _told_there(c, wanted) and _same_parties(wanted, c)]
    if exactly:
        told = [c for c in told if (c.kind, c.status) == (wanted.kind, wanted.status)]
    likely = [c for c in told if _same_words(c, wanted) or _may_be_one(c.kind, wanted)]
    return max(likely, key=lambda c: _likeness(c, wanted), default=None)


def otherwise(wanted: Contact, contacts: Iterable[Contact]) -> Contact | None:
    """Return the contact that the same words tell of other parties: of more, of fewer, or of others named by the same words."""
    told = (c for c in contacts if _told_there(c, wanted) and _same_words(c, wanted))
    return next((c for c in told if pairs(c) & pairs(wanted) or _same_mentions(c, wanted)), None)


def _may_be_one(kind: Kind, wanted: Contact) -> bool:
    """Whether a contact of another word may be the one: of its kind; or where no word was named, talks, whose kind is open."""
    return kind is wanted.kind or (not wanted.evidence.trigger and Kind.TALKS in (kind, wanted.kind))


def _told_there(contact: Contact, wanted: Contact) -> bool:
    """Whether the word that makes a contact, or tells it once more, stands in the sentence that was decided on."""
    start, end = wanted.evidence.start, wanted.evidence.end
    return any(start <= e.trigger_start < max(end, start + 1) for e in _every_evidence(contact))


def _every_evidence(contact: Contact) -> tuple[Evidence, ...]:
    return contact.evidence, *contact.also


def _same_words(contact: Contact, wanted: Contact) -> bool:
    own = wanted.evidence
    return bool(own.trigger) and any(e.trigger_start == own.trigger_start for e in _every_evidence(contact))


def _likeness(contact: Contact, wanted: Contact) -> tuple[bool, bool, bool]:
    return _same_words(contact, wanted), contact.kind is wanted.kind, contact.status is wanted.status


def _same_parties(one: Contact, two: Contact) -> bool:
    """Whether the parties of two contacts are the same, by their identifiers, or by the words that name them likewise."""
    if len(one.parties) != len(two.parties):
        return False
    names = {a.id: next((b.id for b in two.parties if _is_same(a, b)), a.id) for a in one.parties}
    return frozenset(frozenset(names[id] for id in pair) for pair in pairs(one)) == pairs(two)


def _is_same(one: Party, two: Party) -> bool:
    """Whether two parties are one: "blinken" and "antony-blinken", named by the same word."""
    if one.id == two.id:
        return True
    a, b = set(slug(one.name).split("-")), set(slug(two.name).split("-"))
    return one.start == two.start and one.type is two.type and (a <= b or b <= a)


def _same_mentions(one: Contact, two: Contact) -> bool:
    return {(p.start, p.side) for p in one.parties} == {(p.start, p.side) for p in two.parties}
