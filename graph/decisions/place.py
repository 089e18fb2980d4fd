"""Where a contact that was decided on stands in its document as it is now."""

from collections.abc import Sequence
from dataclasses import replace

from diplograph.extract.model import Contact, Evidence, Party
from diplograph.graph.decisions.quote import Quote, found


def placed(contact: Contact, around: Quote | None, now: Sequence[Contact], text: str | None) -> Contact | None:
    """Return a contact with its sentence, its trigger and its parties where they are now; None if the sentence is gone.

    Args:
        around: What stood around the sentence.
        now: The contacts that the document has now, whose sentences tell where it is if the text is not at hand.
        text: The document's text; None if it is not at hand, and the sentences of its contacts must do.
    """
    if text is None:
        start = _start_among(now, contact)
        return None if start is None else _moved(contact, start - contact.evidence.start)
    span = found(text, contact.evidence.sentence, contact.evidence.start, around)
    if span is None:
        return None
    moved = _moved(contact, span[0] - contact.evidence.start)
    trigger = _nearest(text, moved.evidence.trigger, moved.evidence.trigger_start)
    parties = tuple(_named(text, party) for party in moved.parties)
    if trigger is None or None in parties:
        return None
    evidence = replace(
        moved.evidence,
        sentence=text[slice(*span)],
        start=span[0],
        end=span[1],
        trigger_start=trigger,
        trigger_end=trigger + len(moved.evidence.trigger),
    )
    return replace(moved, evidence=evidence, parties=tuple(p for p in parties if p is not None))


def _start_among(now: Sequence[Contact], contact: Contact) -> int | None:
    """Return where the sentence of a contact begins now, by those of the contacts there are; None if they don't tell."""
    every = [e for c in now for e in (c.evidence, *c.also)]
    starts = {start for e in every if (start := _start_in(e, contact.evidence)) is not None}
    return starts.pop() if len(starts) == 1 else contact.evidence.start if contact.evidence.start in starts else None


def _start_in(now: Evidence, before: Evidence) -> int | None:
    """Return where a sentence begins, if it is that of another, a part of it, or the other is a part of it."""
    if now.sentence.split() == before.sentence.split():
        return now.start
    if before.sentence in now.sentence:
        return now.start + now.sentence.index(before.sentence)
    return now.start - before.sentence.index(now.sentence) if now.sentence in before.sentence else None


def _moved(contact: Contact, by: int) -> Contact:
    if not by:
        return contact
    evidence = contact.evidence
    places = {name: getattr(evidence, name) + by for name in ("start", "end", "trigger_start", "trigger_end")}
    parties = tuple(replace(p, start=p.start + by, end=p.end + by) for p in contact.parties)
    return replace(contact, evidence=replace(evidence, **places), parties=parties)


def _named(text: str, party: Party) -> Party | None:
    """Return a party where it is named nearest to where it was; None if it is named nowhere."""
    start = _nearest(text, party.mention, party.start)
    return None if start is None else replace(party, start=start, end=start + len(party.mention))


def _nearest(text: str, words: str, at: int) -> int | None:
    """Return where a text has some words, as near to a place as there is; None if nowhere."""
    if text.startswith(words, max(at, 0)):
        return max(at, 0)
    before, after = text.rfind(words, 0, max(at, 0) + len(words)), text.find(words, max(at, 0))
    known = [place for place in (before, after) if place >= 0]
    return min(known, key=lambda place: (abs(place - at), place), default=None)
