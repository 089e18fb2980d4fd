"""Make decisions: of a contact, of what it should be, of what was missed."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

from diplograph.extract.attributes.codes import codes
from diplograph.extract.ids import contact_id, slug
from diplograph.extract.model import Contact, Evidence, Kind, Party, PartyType, Source, Status
from diplograph.extract.times import When
from diplograph.graph.decisions.quote import Quote, quote
from diplograph.graph.decisions.record import Decision, Verdict

BY_READER = "reader"
"""What stands as the rule of a contact that somebody added."""

Span = tuple[int, int]

_FARTHEST = 2_000  # characters
_END = re.compile(r"(?<=[.!?])[\"”’')\]]*\s+(?=[\"“‘'(\[]*[^\W\d_a-z])|\n\s*\n\s*")


def now() -> str:
    """Return the time, as decisions carry it: ISO 8601 in UTC, to the microsecond."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def decided(
    verdict: Verdict,
    contact: Contact,
    by: str,
    *,
    text: str | None = None,
    becomes: Contact | None = None,
    other: Contact | None = None,
    other_text: str | None = None,
    why: str | None = None,
    at: str | None = None,
) -> Decision:
    """Return a decision on a contact.

    Args:
        text: The text of its document, so that the decision finds its sentence again after the document was edited.
        other_text: The same for the other contact.
        at: When; now, unless it is given.
    """
    return Decision(
        verdict,
        contact,
        by,
        at or now(),
        becomes=becomes,
        other=other,
        around=_around(contact, text),
        other_around=_around(other, other_text) if other is not None else None,
        why=why,
    )


def missed(
    source: Source, text: str, span: Span, sides: list[list[Span]], *, kind: Kind, status: Status, **more: Any
) -> Contact:
    """Return a contact that was missed, as somebody tells it.

    Args:
        text: The text of the document.
        span: Where the sentence stands in it.
        sides: Where the text names those on each side.
        more: ``place``, ``topic`` and other fields of the contact.

    Raises:
        ValueError: There are no two sides.
    """
    parties = tuple(_party(text, at, side) for side, places in enumerate(sides) for at in places)
    if len({p.side for p in parties}) < 2:
        raise ValueError("a contact needs parties on two sides")
    evidence = Evidence(text[slice(*span)], *span, "", span[0], span[0], BY_READER)
    id = contact_id(source.id, kind, span[0], parties)
    code, plover, mode = codes(kind, status, None, more.get("place"), parties)
    return Contact(id, source, kind, status, parties, evidence, code=code, plover=plover, mode=mode, **more)


def nothing(source: Source, evidence: Evidence) -> Contact:
    """Return what a decision is about that a sentence tells no contact, or none but those that were found: the sentence."""
    return Contact("", source, Kind.TALKS, Status.NEGATED, (), evidence)


def day(text: str) -> When | None:
    """Return the time that somebody gives, as 2021-08-16 or 2021-08-16/2021-08-18; None for nothing.

    Raises:
        ValueError: It is no day, or ends before it begins.
    """
    if not text.strip():
        return None
    first, _, last = text.strip().partition("/")
    start = dt.date.fromisoformat(first)
    end = dt.date.fromisoformat(last) if last else start
    if end < start:
        raise ValueError(f"{text} ends before it begins")
    return When(start, end, text.strip())


def renamed(party: Party, name: str) -> Party:
    """Return another party, named by the same words of the text."""
    return replace(party, id=slug(name), name=name) if name != party.name else party


def window(text: str, start: int, end: int, count: int = 2) -> tuple[int, int]:
    """Return where the text begins and ends that has so many sentences before and behind ``text[start:end]``."""
    first = max(0, start - _FARTHEST)
    before, after = text[first:start], text[end : end + _FARTHEST]
    starts = [n for n in (0, *(m.end() for m in _END.finditer(before + "X"))) if before[n:].strip()]
    lead = len(after) - len(after.lstrip())
    ends = [lead + m.start() for m in _END.finditer(after[lead:])]
    stop = ends[count - 1] if len(ends) >= count else len(after.rstrip())
    return first + starts[-count:][0] if starts else start, end + max(stop, 0)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, each with the blanks behind it, so that joined they are the text."""
    cuts = [0, *(m.end() for m in _END.finditer(text + "X")), len(text)]
    return [text[a:b] for a, b in pairwise(cuts) if a < b]


def around(text: str, start: int, end: int, count: int = 2) -> tuple[str, str]:
    """Return the sentences before and behind ``text[start:end]``, so many on each side."""
    first, last = window(text, start, end, count)
    return text[first:start].strip(), text[end:last].strip()


def _around(contact: Contact, text: str | None) -> Quote | None:
    return quote(text, contact.evidence.start, contact.evidence.end) if text is not None else None


def named(text: str, span: Span, name: str) -> Span:
    """Return where a sentence has a name, or else the text nearest before it; as a word of its own, if it is one somewhere.

    Raises:
        ValueError: Neither has it.
    """
    said = re.escape(name)
    for pattern in (rf"(?<!\w){said}(?!\w)", said) if name else ():  # "Russia" itself rather than that of "Russian"
        places = [match.span() for match in re.finditer(pattern, text)]
        inside = [place for place in places if span[0] <= place[0] and place[1] <= span[1]]
        near = inside[:1] or [place for place in places if place[1] <= span[0]][-1:]
        if near:
            return near[0]
    raise ValueError(f"the text does not say {name!r}")


def _party(text: str, at: Span, side: int) -> Party:
    name = text[slice(*at)]
    return replace(_known(name), mention=name, start=at[0], end=at[1], side=side)


def _known(name: str) -> Party:
    """Return the state or organisation that the lexicon has under a name, else a person."""
    from diplograph.extract.lexicon.gazetteer import lookup

    for meaning in lookup(name):
        return Party(slug(meaning.name), meaning.name, meaning.type, name, 0, 0, 0, country=meaning.code)
    return Party(slug(name), name, PartyType.PERSON, name, 0, 0, 0)


def completed(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the record of a decision with what a page leaves out, which knows no lexicon.

    A party may lack its ``id``, which follows from its name; one that was missed also ``name`` and ``type``, which follow from its
    ``mention``, and its contact the ``id`` and the codes.
    """
    shorts = {name: record[name] for name in ("contact", "becomes") if _is_contact(record.get(name))}
    return {**record, **{name: _whole(short) for name, short in shorts.items()}}


def _is_contact(record: object) -> bool:
    parties = record.get("parties") if isinstance(record, Mapping) else None
    return isinstance(parties, list) and all(isinstance(p, Mapping) for p in parties)


def _whole(record: Mapping[str, Any]) -> dict[str, Any]:
    whole = {**record, "parties": [_identified(p) for p in record["parties"]]}
    if "id" in record:
        return whole
    contact = Contact.from_dict({**whole, "id": ""})
    id = contact_id(contact.document.id, contact.kind, contact.evidence.start, contact.parties)
    code, plover, mode = codes(contact.kind, contact.status, None, contact.place, contact.parties)
    return replace(contact, id=id, code=code, plover=plover, mode=mode).to_dict()


def _identified(party: Mapping[str, Any]) -> dict[str, Any]:
    """Return the record of a party with its identifier, and with who it is by the lexicon if nobody says."""
    said = party.get("name", party.get("mention"))
    if "id" in party or not isinstance(said, str):
        return dict(party)
    known = _known(said)
    if "name" not in party:
        return {"id": known.id, "name": known.name, "type": known.type.value, "country": known.country, **party}
    alike = known.type == party.get("type")
    return {**party, "id": slug(said), "country": party.get("country") or (known.country if alike else None)}
