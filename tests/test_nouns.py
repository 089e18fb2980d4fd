"""Nouns of contact: that each answers with contacts or with one reason, and that the reason rests on the right words."""

from collections.abc import Callable, Iterable, Iterator

import cases_io
import pytest
from spacy.tokens import Token

from diplograph.extract.contacts.candidate import Candidate, Reason, Rejected
from diplograph.extract.contacts.nouns import NounRules
from diplograph.extract.lexicon import frames
from diplograph.extract.model import Document, Source
from diplograph.extract.pipeline import parse

Answers = list[tuple[Token, list[Candidate | Rejected]]]
Read = Callable[[Iterable[Document]], Answers]

GUARDS = [pytest.param(f, guard, id=f.lemma) for f in frames.nouns().values() for guard in f.unless]
CASES = [cases_io.document(case) for theme in cases_io.themes() for case in cases_io.load(theme)]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Read:
    """Read documents, and return what the rules answered about each noun."""
    told: Answers = []
    rules = NounRules.answer

    def answer(self: NounRules, token: Token) -> Iterator[Candidate | Rejected]:
        told.append((token, []))
        for found in rules(self, token):
            told[-1][1].append(found)
            yield found

    def all_of(documents: Iterable[Document]) -> Answers:
        monkeypatch.setattr(NounRules, "answer", answer)
        list(parse(documents, whole=True))
        return told

    return all_of


def rejected(answers: Answers, noun: str) -> Rejected:
    """Return the one reason why a noun makes no contact."""
    (found,) = (each for token, each in answers if token.text == noun)
    (reason,) = found
    assert isinstance(reason, Rejected)
    return reason


def test_each_noun_answers_with_contacts_or_with_one_reason(read: Read) -> None:
    """Over all cases; the words that a reason rests on stand in the noun's sentence."""
    answers = read(CASES)

    assert len(answers) > 300
    for token, found in answers:
        reasons = [one for one in found if isinstance(one, Rejected)]
        assert len(reasons) == (0 if len(found) > len(reasons) else 1), (token, token.sent)
        assert all(word.sent == token.sent for one in reasons for word in one.words)


@pytest.mark.parametrize(("frame", "guard"), GUARDS)
def test_a_guard_rejects_its_example(frame: frames.NounFrame, guard: frames.Guard, read: Read) -> None:
    """The noun of its entry is used in another sense."""
    answers = read([Document(guard.example, Source("guard"))])
    (found,) = (each for token, each in answers if token.lemma_.lower() == frame.lemma)

    assert [one.reason for one in found if isinstance(one, Rejected)] == [Reason.OTHER_SENSE]


@pytest.mark.parametrize(
    ("text", "noun", "reason", "words", "parties"),
    [
        ("The crowd held talks with the mob.", "talks", Reason.NO_PARTY, ["crowd", "mob"], []),
        ("Chile held talks with the crowd.", "talks", Reason.ONE_PARTY, ["crowd"], ["Chile"]),
        (
            "Chile and Finland held talks with officials.",
            "talks",
            Reason.ONE_PARTY,
            ["officials"],
            ["Chile", "Finland"],
        ),
        ("Talks between Chile and the crowd failed.", "Talks", Reason.ONE_PARTY, ["crowd"], ["Chile"]),
        ("Chile's visit to the museum was short.", "visit", Reason.ONE_PARTY, ["museum"], ["Chile"]),
        ("A visit to Chile was planned.", "visit", Reason.ONE_PARTY, [], ["Chile"]),
        ("A letter to Chile was lost.", "letter", Reason.ONE_PARTY, [], ["Chile"]),
        ("The mediation between Chile and Finland failed.", "mediation", Reason.ONE_PARTY, [], ["Chile", "Finland"]),
        (
            "Chilean President Rosa Quiroga and Chilean Foreign Minister Luz Vega held talks.",
            "talks",
            Reason.ONE_SIDE,
            [],
            ["Rosa Quiroga", "Luz Vega"],
        ),
        ("Chile gave a talk to Finland.", "talk", Reason.WORD, [], []),
        ("Chile laid the table with Finland.", "table", Reason.OTHER_SENSE, [], []),
    ],
)
def test_why_a_noun_makes_no_contact(
    text: str, noun: str, reason: Reason, words: list[str], parties: list[str], read: Read
) -> None:
    """Which side is missing, and what stands in its place."""
    why = rejected(read([Document(text, Source("text"))]), noun)

    assert why.reason is reason
    assert [word.text for word in why.words] == words
    assert [ref.referent.name for ref in why.parties] == parties
