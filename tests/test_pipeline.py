"""The stream of documents: what fails is named and skipped, and a missing model says what to install."""

import datetime as dt
from typing import Any

import pytest

from diplograph.errors import DiplographError, ExtractionError, ModelError
from diplograph.extract import annotate as annotate_module
from diplograph.extract import pipeline
from diplograph.extract.contacts.rules import Rules
from diplograph.extract.model import Document, Source
from diplograph.extract.read import Raw
from diplograph.extract.read.text import InputName
from diplograph.extract.records import Records
from diplograph.extract.run.analysis import Settings, analyse

TEXTS = {
    "a": "Blinken met Lavrov in Geneva on Friday.",
    "b": "Dendias called Fidan.",
    "c": "Wang Yi hosted Jaishankar.",
}


@pytest.fixture
def documents(monkeypatch: pytest.MonkeyPatch) -> list[Document]:
    def annotate(doc: Any, origin: Any, trace: Any, on_error: Any) -> Any:
        if origin.source.id == "b":
            raise RecursionError("too deep")
        return real(doc, origin, trace, on_error)

    real = annotate_module.annotate
    monkeypatch.setattr(pipeline, "annotate", annotate)
    return [Document(text, Source(id=name, date=dt.date(2023, 1, 20))) for name, text in TEXTS.items()]


def test_a_document_that_fails_is_reported_and_the_others_are_read(documents: list[Document]) -> None:
    problems: list[DiplographError] = []
    contacts = list(pipeline.extract_contacts(documents, on_error=problems.append))
    assert {c.document.id for c in contacts} == {"a", "c"}
    assert [type(p) for p in problems] == [ExtractionError]
    assert str(problems[0]).startswith("b could not be analysed (RecursionError: too deep)")


def test_without_a_reporter_the_failure_is_raised(documents: list[Document]) -> None:
    with pytest.raises(ExtractionError, match="b could not be analysed"):
        list(pipeline.extract_contacts(documents))


# --- a sentence that fails ----------------------------------------------------------------------

THREE = "Blinken met Lavrov in Geneva. Dendias called Fidan. Wang Yi hosted Jaishankar."


def _break(monkeypatch: pytest.MonkeyPatch, where: type, name: str, error: BaseException) -> None:
    """Have a step of the way fail in the sentence of Dendias."""
    real = getattr(where, name)

    def step(self: Any, given: Any) -> Any:
        if "Dendias" in getattr(given, "trigger", given).sent.text:
            raise error
        return real(self, given)

    monkeypatch.setattr(where, name, step)


@pytest.mark.parametrize(("where", "name"), [(Rules, "answers"), (Records, "make")], ids=["word", "record"])
def test_a_failure_costs_a_sentence(monkeypatch: pytest.MonkeyPatch, where: type, name: str) -> None:
    """The others of the document are read, and the error names document, place and sentence."""
    _break(monkeypatch, where, name, RecursionError("too deep"))
    problems: list[DiplographError] = []
    contacts = list(pipeline.extract_contacts([Document(THREE, Source("abc"))], on_error=problems.append))

    assert [c.evidence.trigger for c in contacts] == ["met", "hosted"]
    assert len(problems) == 1 and isinstance(problems[0], ExtractionError)
    assert (problems[0].document, problems[0].sentence) == ("abc", 30)
    assert str(problems[0]).startswith(
        'abc could not be analysed in part: the sentence at character 30 ("Dendias called Fidan.") is left out'
        " (RecursionError: too deep)"
    )


def test_without_a_reporter_the_failure_of_a_sentence_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is lost in silence."""
    _break(monkeypatch, Rules, "answers", ValueError("no"))
    with pytest.raises(ExtractionError, match="the sentence at character 30"):
        list(pipeline.extract_contacts([Document(THREE, Source("abc"))]))


def test_want_of_memory_costs_the_document(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no going on with the next sentence."""
    _break(monkeypatch, Rules, "answers", MemoryError())
    problems: list[DiplographError] = []
    documents = [Document(THREE, Source("abc")), Document(TEXTS["a"], Source("a"))]
    contacts = list(pipeline.extract_contacts(documents, on_error=problems.append))

    assert [c.document.id for c in contacts] == ["a"]
    assert [str(p) for p in problems] == [
        "abc could not be analysed (MemoryError): please report it with the text, if you may share it."
    ]


def test_whoever_stops_at_an_error_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the reporter itself raises is not taken for a failure of the document."""
    _break(monkeypatch, Rules, "answers", ValueError("no"))
    problems: list[DiplographError] = []

    def stop(problem: DiplographError) -> None:
        problems.append(problem)
        raise KeyError("enough")

    with pytest.raises(KeyError, match="enough"):
        list(pipeline.extract_contacts([Document(THREE, Source("abc"))], on_error=stop))
    assert len(problems) == 1


def test_a_document_that_lost_a_sentence_has_not_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is kept with its contacts, and with the problem."""
    _break(monkeypatch, Rules, "answers", ValueError("no"))
    (outcome,) = analyse([Raw(InputName("abc", "abc"), "text", THREE.encode())], Settings(), ends=False)

    assert not outcome.failed and outcome.document is not None
    assert len(outcome.contacts) == 2 and len(outcome.problems) == 1


def test_a_sentence_of_hundreds_of_clauses_costs_no_document() -> None:
    """Each "he" may be the one before it: what is too deep to be resolved is left out."""
    clauses = " and ".join(["he met the minister of the country"] * 550)
    text = f"Sergei Lavrov met Wang Yi in Moscow.\n\nLavrov said that {clauses}.\n\nDendias called Fidan."
    problems: list[DiplographError] = []
    contacts = list(pipeline.extract_contacts([Document(text, Source("deep"))], on_error=problems.append))

    assert {"Wang Yi", "Fidan"} <= {p.name for c in contacts for p in c.parties}
    assert all(isinstance(p, ExtractionError) and p.sentence is not None for p in problems)


@pytest.mark.parametrize(
    ("model", "command"),
    [("no_such_model", "pip install no-such-model"), ("en_core_web_xyz", "python -m spacy download en_core_web_xyz")],
)
def test_a_missing_model_names_the_command_that_installs_it(model: str, command: str) -> None:
    with pytest.raises(ModelError, match=command):
        pipeline.load(model)


@pytest.mark.parametrize("more", ["&amp;" * 20_000, "&nbsp;" * 20_000, ". " * 50_000, "- " * 50_000])
def test_what_is_repeated_costs_no_contact_beside_it(more: str) -> None:
    """One character over and over is no word that a tokenizer takes apart, nor part of the sentence before it."""
    (found,) = pipeline.extract_contacts([f"Sergei Lavrov met Wang Yi in Moscow. {more}"])
    assert found.evidence.sentence == "Sergei Lavrov met Wang Yi in Moscow."
