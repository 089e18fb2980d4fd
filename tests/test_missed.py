"""Sentences in which nothing was found but something may be: which they are, in which order they come, and what is decided on them."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from factories import contact
from handmade import parsed

from diplograph.cli import main
from diplograph.errors import InputError
from diplograph.extract.annotate import annotate
from diplograph.extract.contacts.candidate import Reason
from diplograph.extract.corpus import Corpus
from diplograph.extract.corpus.store import Version
from diplograph.extract.missed import NearMiss, likeliest_first
from diplograph.extract.missed.near import near_misses_in, silent
from diplograph.extract.model import Document, Evidence, Source
from diplograph.extract.read import Raw
from diplograph.extract.read.text import InputName
from diplograph.extract.run.analysis import Outcome
from diplograph.extract.text.origin import Origin
from diplograph.extract.trace import Trace
from diplograph.graph.decisions import Decision, Ledger, Verdict, read_decisions
from diplograph.graph.decisions.agreement import agreements
from diplograph.graph.decisions.answered import Answered
from diplograph.graph.decisions.making import decided, nothing
from diplograph.graph.decisions.passages import passages

SOURCE = Source("a.txt")
TEXT = "It rained. Peru met the demands of Chile. Talks with Bolivia went on. Peru met Chile in Lima."
SENTENCES = ("Peru met the demands of Chile.", "Talks with Bolivia went on.", "Peru met Chile in Lima.")


def at(sentence: str, text: str = TEXT) -> Evidence:
    start, word = text.index(sentence), sentence.split()[1]
    place = start + sentence.index(word)
    return Evidence(sentence, start, start + len(sentence), word, place, place + len(word), "")


def near(sentence: str, likelihood: float, id: str = "a.txt", **changes: Any) -> NearMiss:
    made = NearMiss(
        Source(id), at(sentence), Reason.ONE_PARTY, "nobody stands opposite Peru", ("Peru",), (), likelihood
    )
    return replace(made, **changes)


def none(sentence: str, text: str = TEXT, by: str = "ana") -> Decision:
    return decided(Verdict.NONE, nothing(SOURCE, at(sentence, text)), by, text=text)


# --- which they are ---

MISSED = "Peru/NNP/nsubj/2 met/VBD/ROOT/0/meet the/DT/det/4 demands/NNS/dobj/2/demand of/IN/prep/4 Chile/NNP/pobj/5 ././punct/2"
TOLD = "Peru/NNP/nsubj/2 consulted/VBD/ROOT/0/consult Chile/NNP/dobj/2 ././punct/2"
NOBODY = "Somebody/NN/nsubj/2 met/VBD/ROOT/0/meet demands/NNS/dobj/2/demand ././punct/2"


def read(rows: str) -> tuple[Origin, Trace]:
    doc, trace = parsed(rows), Trace()
    origin = Origin(SOURCE, doc.text)
    annotate(doc, origin, trace)
    return origin, trace


def test_a_word_that_made_no_contact_between_parties_is_a_near_miss() -> None:
    (found,) = near_misses_in(*read(MISSED))
    assert (found.evidence.trigger, found.reason, found.parties) == ("met", Reason.OTHER_SENSE, ("Peru", "Chile"))
    assert found.evidence.sentence == "Peru met the demands of Chile ." and found.evidence.rule == ""
    assert 0 < found.likelihood < 1 and not found.found


@pytest.mark.parametrize("rows", [TOLD, NOBODY])
def test_a_word_that_made_one_and_one_without_any_party_are_none(rows: str) -> None:
    assert list(near_misses_in(*read(rows))) == []


def test_features_say_why_the_word_made_none_and_who_is_there() -> None:
    (sentence,) = silent(read(MISSED)[1])
    ((word, why),) = sentence.words
    features = sentence.features(word, why)
    assert {"word=meet", "reason=other sense", "homes=2", "states=2", "told=False", "open=False", "clause=2"} <= set(
        features
    )
    assert list(features) == sorted(set(features))


# --- in which order ---


def test_the_likeliest_comes_first_and_is_asked_before_more_is_read() -> None:
    read: list[int] = []

    def batches() -> Iterator[list[NearMiss]]:
        for number, likelihoods in enumerate([(0.1, 0.5), (0.6, 0.2), (0.05,), (0.3,)]):
            read.append(number)
            yield [near(SENTENCES[0], p, str(p)) for p in likelihoods]

    queue = likeliest_first(batches(), likely=0.4, ahead=1)
    assert next(queue).likelihood == 0.5 and read == [0]
    assert next(queue).likelihood == 0.6 and read == [0, 1]
    assert [one.likelihood for one in queue] == [0.2, 0.3, 0.1, 0.05]


def test_a_queue_of_what_holds_nothing_ends() -> None:
    assert list(likeliest_first([[], [], []], ahead=1)) == [] == list(likeliest_first([]))


# --- what is decided on them ---


def test_none_is_kept_as_the_sentence_that_it_is_about() -> None:
    record = none(SENTENCES[0]).to_dict()
    assert record["decision"] == "none"
    assert record["contact"].keys() == {"id", "document", "parties", "evidence"} and record["contact"]["parties"] == []
    again = Decision.from_dict(json.loads(json.dumps(record)))
    assert again.to_dict() == record and again.asserts is None


@pytest.mark.parametrize("verdict", ["right", "wrong", "missed"])
def test_only_none_needs_no_parties(verdict: str, tmp_path: Path) -> None:
    file = tmp_path / "d.jsonl"
    file.write_text(json.dumps(none(SENTENCES[0]).to_dict() | {"decision": verdict}))
    with pytest.raises(InputError, match="needs a contact with parties"):
        read_decisions(file)


def test_what_was_decided_is_found_again_where_the_text_is_edited_or_renamed() -> None:
    edited = f"More of it. {TEXT}"
    answered = Answered([none(SENTENCES[0])])
    assert answered.has(SOURCE, at(SENTENCES[0]), TEXT) and "a.txt" in answered
    assert answered.has(SOURCE, at(SENTENCES[0], edited), edited)
    assert answered.has(Source("b.txt"), at(SENTENCES[0]), TEXT)
    assert not answered.has(SOURCE, at(SENTENCES[1]), TEXT)
    assert not answered.has(Source("b.txt"), at(SENTENCES[0], edited), edited)


def test_what_was_withdrawn_is_asked_again() -> None:
    made = none(SENTENCES[0])
    withdrawn = decided(Verdict.WITHDRAWN, made.contact, "ana")
    assert not Answered([made, withdrawn]).has(SOURCE, at(SENTENCES[0]), TEXT)


def test_none_changes_no_contact_and_is_stale_once_its_sentence_is_gone() -> None:
    ledger = Ledger([none(SENTENCES[0]), none(SENTENCES[1])])
    own = contact("Peru", "Chile", document=SOURCE)
    assert ledger.settle(SOURCE, [own], TEXT.replace(SENTENCES[1], "")) == (own,)
    assert [stale.decision.contact.evidence.sentence for stale in ledger.stale()] == [SENTENCES[1]]
    assert ledger.applied == {Verdict.NONE: 1}


def test_none_alone_labels_no_passage() -> None:
    """Who looked at one sentence has not labelled its document."""
    assert list(passages([none(SENTENCES[0])], [], {"a.txt": TEXT}.get)) == []


def test_agreement_does_without_none() -> None:
    (found,) = agreements([none(SENTENCES[0]), none(SENTENCES[0], by="ben")])
    assert (found.both, found.kappa, found.f1) == (0, None, None)


# --- in the terminal ---


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus of three texts, two of which have three sentences each that may tell a contact, by likelihoods as given here."""
    monkeypatch.chdir(tmp_path)
    with Corpus("n.db", create=True) as made:
        for name, text in {"a.txt": TEXT, "b.txt": f"{TEXT} So it went.", "c.txt": "Nothing."}.items():
            document = Document(text, Source(name, f"Title of {name}"))
            raw = Raw(InputName(name, name), "text", b"x")
            made.put(Outcome(raw, document, language="en"), Version(name, "model", "rules"))

    def found(documents: Iterable[Document], **options: Any) -> list[NearMiss]:
        sentences = dict(zip(SENTENCES, (0.2, 0.7, 0.5), strict=True))
        return [
            near(s, p, d.source.id, document=d.source)
            for d in documents
            if len(d.text) > 9
            for s, p in sentences.items()
        ]

    monkeypatch.setattr("diplograph.cli.missing.near_misses", found)
    return Path("n.db")


def review(keys: str, *options: str) -> Result:
    result = CliRunner().invoke(main, ["review", "n.db", "--missed", "--by", "ana", *options], input=keys)
    assert result.exit_code == 0, result.output
    return result


def verdicts() -> list[tuple[str, str]]:
    with Corpus("n.db") as held:
        made = [Decision.from_dict(json.loads(line)) for line in held.decisions()]
    return [(d.verdict.value, d.contact.evidence.sentence) for d in made]


def test_each_sentence_is_shown_among_others_with_why_nothing_was_found(corpus: Path) -> None:
    shown = review("q").stdout
    assert "1 of 6, in 3 of 3 documents" in shown and "Talks with Bolivia went on." in shown
    assert "with: one party, nobody stands opposite Peru" in shown and "named or meant: Peru" in shown
    assert "It rained. Peru met the demands of Chile." in shown and "Title of a.txt" in shown


def test_none_is_remembered_and_not_asked_again(corpus: Path) -> None:
    result = review("nnq")
    assert verdicts() == [("none", SENTENCES[1]), ("none", SENTENCES[1])]
    assert "2 decisions in n.db; 4 sentences left in the 3 of 3 documents that were read" in result.stderr
    assert "1 of 4" in review("q").stdout
    assert "1 of 6" in review("q", "--own", "--by", "ben").stdout


def test_a_contact_that_is_marked_is_in_every_later_list(corpus: Path) -> None:
    review("ssmPeru\nChile\n\noccurred\nq")
    assert verdicts() == [("missed", SENTENCES[2])]
    assert "1 of 5" in review("q").stdout
    shown = CliRunner().invoke(main, ["show", "n.db"])
    assert "Peru" in shown.stdout and "1 missed" in shown.stderr


def test_undo_takes_back_and_leads_back(corpus: Path) -> None:
    shown = review("nuq").stdout
    assert [v for v, _ in verdicts()] == ["none", "withdrawn"]
    assert shown.rstrip().count("1 of 6") == 2
    assert "nothing to undo" in review("uq").stdout


def test_back_tells_what_was_decided_and_names_that_are_not_there_keep_nothing(corpus: Path) -> None:
    assert "decided: none" in review("nbq").stdout
    assert "Not kept" in review("mNobody\nChile\n\noccurred\nq").stdout
    assert [v for v, _ in verdicts()] == ["none"]


def test_who_goes_on_begins_with_documents_that_are_new_to_him(corpus: Path) -> None:
    review("nq")
    assert "Title of b.txt" in review("q").stdout


def test_what_was_found_in_a_sentence_is_shown(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = near(SENTENCES[0], 0.9, found=(contact("Peru", "Chile"),))
    monkeypatch.setattr("diplograph.cli.missing.near_misses", lambda documents, **options: [here])
    assert "found: Peru — Chile (meeting, occurred)" in review("q").stdout


@pytest.mark.parametrize("options, said", [
    (["--missed", "--kind", "call"], "with --missed there are none to choose from"),
    (["--model", "m"], "--model goes with --missed"),
])  # fmt: skip
def test_options_that_do_not_go_together(corpus: Path, options: list[str], said: str) -> None:
    result = CliRunner().invoke(main, ["review", "n.db", "--by", "ana", *options])
    assert result.exit_code == 2 and said in result.stderr


def test_a_file_of_contacts_has_no_texts(tmp_path: Path) -> None:
    file = tmp_path / "c.jsonl"
    file.write_text("")
    result = CliRunner().invoke(main, ["review", str(file), "--missed", "--by", "ana"])
    assert result.exit_code == 2 and "needs the texts: give a corpus" in result.stderr


@pytest.mark.real
def test_a_corpus_as_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = "Peruvian President Rosa Quiroga saw the demands of Chile. She met Finnish President Aino Salo in Lima."
    Path("a.txt").write_text(text)
    assert CliRunner().invoke(main, ["corpus", "add", "n.db", "a.txt", "-q"]).exit_code == 0
    shown = review("n").stdout
    assert "1 of 1, in 1 of 1 document\n" in shown and "saw: one party" in shown
    assert "Chile" in shown and review("").stdout == ""
