"""What of a contact tells how far to trust it: facts of its record alone, so that any file of contacts can be judged."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from diplograph.extract.lexicon.publishers import spoken_for
from diplograph.extract.model import Contact, Party, PartyType

_QUOTED = re.compile('["“”«»]')
_ASKED = re.compile(r"^\s*Q\b|\?[\s\"”’)]*$")
_LENGTHS = (80, 160, 240, 360)  # characters of a sentence
_GAPS = (30, 80, 160)  # characters between the parties that are furthest apart


def features(contact: Contact) -> tuple[str, ...]:
    """Return the features that a contact has, as ``name=value``, sorted, each once."""
    return tuple(sorted(set(_features(contact))))


def _features(contact: Contact) -> Iterator[str]:
    evidence, text = contact.evidence, text_kind(contact)
    naming = {party: _naming(party) for party in contact.parties}
    yield f"rule={evidence.rule}"
    yield f"kind={contact.kind}"
    yield f"status={contact.status}"
    yield f"types={'+'.join(sorted({str(p.type) for p in contact.parties}))}"
    yield f"parties={min(len(contact.parties), 4)}"
    yield f"word={evidence.rule.partition('.')[0]}"
    yield from (f"named={how}" for how in naming.values())
    yield from (f"both={'+'.join(sorted((naming[a], naming[b])))}" for a, b in contact.pairs())
    yield f"countries={_countries(contact)}"
    yield f"time={contact.time.basis if contact.time else 'none'}"
    yield f"place={bool(contact.place)}"
    yield f"length={sum(len(evidence.sentence) > most for most in _LENGTHS)}"
    yield f"gap={sum(_gap(contact) > most for most in _GAPS)}"
    yield f"quoted={bool(_QUOTED.search(evidence.sentence))}"
    yield f"asks={bool(_ASKED.search(evidence.sentence))}"
    yield f"told={min(1 + len(contact.also), 3)}"
    yield f"text={text}"
    yield f"text and status={text} {contact.status}"
    yield f"text and kind={text} {contact.kind}"


def text_kind(contact: Contact) -> str:
    """Return what sort of text its document is, by its title, publisher and day: readout, speech, official, old, or other."""
    title, day = (contact.document.title or "").casefold(), contact.document.date
    for kind, words in _words()["titles"].items():
        if any(word in title for word in words):
            return str(kind)
    if day is not None and day.year < _words()["old"]:
        return "old"
    return "official" if spoken_for(contact.document.publisher) is not None else "other"


def _naming(party: Party) -> str:
    """Return how the text names a party: by its whole name, by a part of it, or by words that only point at it."""
    name, mention = set(party.name.casefold().split()), set(re.findall(r"\w+", party.mention.casefold()))
    if not mention.isdisjoint(_words()["speaking"]):
        return "speaking"
    if not name & mention:
        return "pointed" if party.type is PartyType.PERSON else "other words"
    if party.type is not PartyType.PERSON:
        return "name"
    whole = len(name) > 1 and name <= mention
    return f"{'whole' if whole else 'part' if len(name) > 1 else 'bare'}{' in office' if party.role else ''}"


def _countries(contact: Contact) -> str:
    """Return whether the sides act for different states or bodies, as far as is known."""
    homes = [(a.country or a.org, b.country or b.org) for a, b in contact.pairs()]
    if any(a == b and a for a, b in homes):
        return "same"
    unknown = max((not a) + (not b) for a, b in homes) if homes else 2
    return ("known", "one unknown", "unknown")[unknown]


def _gap(contact: Contact) -> int:
    starts = [p.start for p in contact.parties] or [0]
    return max(starts) - min(starts)


@cache
def _words() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(
        (files("diplograph.extract.trust") / "words.yaml").read_text(encoding="utf-8")
    )
    return found
