"""Status by the words of its lexicon: each of them in two sentences of different words."""

from collections import Counter, defaultdict

import cases_io
import pytest

from diplograph.extract.ids import slug
from diplograph.extract.lexicon.words import effects, statuses
from diplograph.extract.model import Contact, Document, Source
from diplograph.extract.pipeline import extract_contacts

SENTENCES = cases_io.load("status-words")
PairStatus = list[tuple[frozenset[str], str]]


@pytest.fixture(scope="module")
def contacts_by_text() -> dict[str, list[Contact]]:
    """The contacts of all sentences, read in one stream."""
    by_text: dict[str, list[Contact]] = defaultdict(list)
    for contact in extract_contacts(Document(s["text"], Source(s["text"])) for s in SENTENCES):
        by_text[contact.document.id].append(contact)
    return by_text


def _param(sentence: cases_io.Case, number: int) -> object:
    marks = [pytest.mark.xfail(strict=True, reason=f"finds {sentence['fails']}")] if "fails" in sentence else []
    return pytest.param(sentence, marks=marks, id=f"{sentence['field']}-{sentence['word'].replace(' ', '_')}-{number}")


@pytest.mark.parametrize("sentence", [_param(s, i) for i, s in enumerate(SENTENCES)])
def test_the_word_decides(sentence: cases_io.Case, contacts_by_text: dict[str, list[Contact]]) -> None:
    """The sentence gives its one pair, with its status."""
    found: PairStatus = [
        (frozenset((a.id, b.id)), str(c.status)) for c in contacts_by_text[sentence["text"]] for a, b in c.pairs()
    ]

    assert found == [(frozenset((slug(sentence["a"]), slug(sentence["b"]))), sentence["status"])], sentence["text"]


def test_each_word_stands_in_two_sentences() -> None:
    """No word of the status lexicon is without two sentences, and no two sentences are the same."""
    stands = Counter((s["field"], s["word"]) for s in SENTENCES)
    lists = {
        (field, word)
        for status in statuses()
        for field in ("verbs", "nouns", "adjectives", "prepositions", "until")
        for word in getattr(effects(status), field)
    }

    assert {key for key in lists if stands[key] < 2} == set()
    assert len({s["text"] for s in SENTENCES}) == len(SENTENCES)
