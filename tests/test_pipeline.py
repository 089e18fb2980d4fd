"""The stream of documents: one that fails is named and skipped, and a missing model says what to install."""

import datetime as dt
from typing import Any

import pytest

from diplograph.errors import DiplographError, ExtractionError, ModelError
from diplograph.extract import annotate as annotate_module
from diplograph.extract import pipeline
from diplograph.extract.model import Document, Source

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


@pytest.mark.parametrize(
    ("model", "command"),
    [("no_such_model", "pip install no-such-model"), ("en_core_web_xyz", "python -m spacy download en_core_web_xyz")],
)
def test_a_missing_model_names_the_command_that_installs_it(model: str, command: str) -> None:
    with pytest.raises(ModelError, match=command):
        pipeline.load(model)
