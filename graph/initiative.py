"""Who calls whom: contacts whose words tell which side took the initiative."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from diplograph.extract.lexicon.frames import frame_of
from diplograph.extract.model import Contact, Kind, Party
from diplograph.graph.assemble import party_names


@dataclass(frozen=True, slots=True)
class Initiative:
    """Two parties, and how often each called, visited, wrote to or summoned the other.

    Attributes:
        ids: The one that did so more often stands first; of equals, the lesser id.
        names: Their names.
        there: How often the first did.
        back: How often the second did.
        reciprocity: The share of these contacts that the other side matched: 0 one way only, 1 in balance.
    """

    ids: tuple[str, str]
    names: tuple[str, str]
    there: int
    back: int
    reciprocity: float


def initiators(contact: Contact) -> tuple[Party, ...]:
    """Return the caller, visitor, author or summoner, the first side by the annotation standard; () if none is told.

    A call counts only where the words say who rang, since a readout of "spoke by phone" names its own side first.
    """
    sides = sorted({p.side for p in contact.parties})
    if len(sides) != 2 or not _directed(contact):
        return ()
    return tuple(p for p in contact.parties if p.side == sides[0])


def initiative(contacts: Iterable[Contact]) -> list[Initiative]:
    """Return every pair of which it is told who took the initiative, the most frequent first."""
    known = set(contacts)
    counts, names = Counter[tuple[str, str]](), party_names(known)
    for contact in known:
        active = {p.id for p in initiators(contact)}
        passive = {p.id for p in contact.parties} - active if active else set()
        counts.update((a, b) for a in active for b in passive)
    found = [_pair(a, b, counts, names) for a, b in {(min(pair), max(pair)) for pair in counts}]
    return sorted(found, key=lambda p: (-p.there - p.back, p.names, p.ids))


def reciprocity(pairs: Iterable[Initiative]) -> float | None:
    """Return the share of initiatives that were matched, over all pairs (Squartini and others 2013); None without any."""
    known = list(pairs)
    total = sum(p.there + p.back for p in known)
    return round(sum(2 * min(p.there, p.back) for p in known) / total, 6) if total else None


def _pair(a: str, b: str, counts: Counter[tuple[str, str]], names: dict[str, str]) -> Initiative:
    if counts[b, a] > counts[a, b]:
        a, b = b, a
    there, back = counts[a, b], counts[b, a]
    return Initiative((a, b), (names[a], names[b]), there, back, round(2 * back / (there + back), 6))


def _directed(contact: Contact) -> bool:
    """Tell whether the words say who took the initiative: "called" and "summoned", not "spoke by phone"."""
    frame = frame_of(contact.evidence.rule)
    by_entry = frame.directed if frame else None
    match contact.kind:
        case Kind.VISIT:
            return True
        case Kind.CORRESPONDENCE:
            return by_entry is not False and not _exchanged(contact)
        case Kind.CALL:
            return bool(by_entry) or _followed(contact, "to|from")
        case _:
            return bool(by_entry)


def _exchanged(contact: Contact) -> bool:
    """ "Exchanged letters", "letters between"."""
    trigger = re.escape(contact.evidence.trigger)
    return bool(re.search(rf"\bexchang\w*\b.*\b{trigger}", contact.evidence.sentence)) or _followed(contact, "between")


def _followed(contact: Contact, words: str) -> bool:
    trigger = re.escape(contact.evidence.trigger)
    return bool(re.search(rf"\b{trigger}\s+(?:{words})\b", contact.evidence.sentence))
