"""The lexicons: each entry proves itself by its own example, and a broken entry is refused by name."""

from collections import defaultdict
from typing import Any

import pytest

from diplograph.errors import LexiconError
from diplograph.extract.lexicon import frames
from diplograph.extract.model import Contact, Document, Source, Status, slug
from diplograph.extract.pipeline import extract_contacts

ENTRIES: list[frames.VerbFrame | frames.NounFrame] = [
    *frames.verb_frames(frames.load("verbs")),
    *frames.noun_frames(frames.load("nouns")),
]


@pytest.fixture(scope="session")
def contacts_by_rule() -> dict[str, list[Contact]]:
    """The contacts of all examples, read in one stream."""
    by_rule: dict[str, list[Contact]] = defaultdict(list)
    for contact in extract_contacts(Document(e.example.text, Source(e.rule)) for e in ENTRIES):
        by_rule[contact.document.id].append(contact)
    return by_rule


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e.rule)
def test_example(entry: frames.VerbFrame | frames.NounFrame, contacts_by_rule: dict[str, list[Contact]]) -> None:
    """The entry finds the pairs of its example, and no others."""
    contacts = [c for c in contacts_by_rule[entry.rule] if c.status is Status.OCCURRED]
    pairs = {frozenset((a.id, b.id)) for c in contacts for a, b in c.pairs()}

    assert pairs == {frozenset((slug(a), slug(b))) for a, b in entry.example.pairs}, entry.example.text
    assert entry.rule in {e.rule for c in contacts for e in (c.evidence, *c.also)}


GOOD: dict[str, Any] = {
    "verb": "meet",
    "kind": "meeting",
    "object": "party",
    "example": {"text": "A met B.", "pairs": []},
}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"colour": "red"}, "unknown key 'colour'"),
        ({"kind": "party"}, "kind 'party' is none of"),
        ({"object": "dog"}, "object 'dog' is none of"),
        ({"example": {"text": "A met B."}}, "'pairs' is missing"),
    ],
)
def test_broken_verb_is_refused(change: dict[str, Any], words: str) -> None:
    """The message names the file, the entry and the fault."""
    with pytest.raises(LexiconError, match=r"lexicon/verbs\.yaml, verb 'meet'") as error:
        frames.verb_frames([{**GOOD, **change}])

    assert words in str(error.value)


def test_entry_may_stand_once() -> None:
    """A verb that stands twice is refused."""
    with pytest.raises(LexiconError, match="stands twice"):
        frames.verb_frames([GOOD, GOOD])


def test_missing_key_is_refused() -> None:
    """A noun without prepositions is refused."""
    with pytest.raises(LexiconError, match="'preps' is missing"):
        frames.noun_frames([{"noun": "talk", "kind": "talks", "example": GOOD["example"]}])


def test_broken_yaml_is_refused() -> None:
    """The message names the file."""
    with pytest.raises(LexiconError, match=r"lexicon/verbs\.yaml is not YAML"):
        frames.parse("verbs", "- [")
