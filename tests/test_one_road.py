"""One road: reading whole, reading what the prefilter leaves, and explaining find the same contacts, field by field."""

import datetime as dt
import json
import os
from collections.abc import Iterator
from pathlib import Path

import cases_io
import pytest

from diplograph.extract.explain.explanation import explain
from diplograph.extract.model import Document, Source
from diplograph.extract.pipeline import extract_contacts
from diplograph.extract.read import read_documents

HERE = Path(__file__).parent
SHARED = Path(os.environ.get("DIPLOGRAPH_SHARED") or "/nonexistent") / "gold"
SETS = ["cases", "seeds", "passages", pytest.param("gold", marks=pytest.mark.slow)]


def documents(name: str) -> list[Document]:
    """Return the documents of one set."""
    match name:
        case "cases":
            return [cases_io.document(case) for theme in cases_io.themes() for case in cases_io.load(theme)]
        case "seeds":
            return list(read_documents([HERE.parent / "seeds"]))
        case "passages":
            return list(_labelled(HERE / "passages"))
        case _:
            return list(_labelled(SHARED))


def _labelled(folder: Path) -> Iterator[Document]:
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            record = json.loads(line)
            day = dt.date.fromisoformat(record["date"]) if record.get("date") else None
            yield Document(record["text"], Source(f"{path.stem}/{number}", date=day))


@pytest.mark.real
@pytest.mark.parametrize("name", SETS)
def test_one_road(name: str) -> None:
    """No contact is lost or gained, and none differs in anything, whichever way a text is read."""
    texts = documents(name)
    if not texts:
        pytest.skip("DIPLOGRAPH_SHARED names no folder with gold passages")
    found = list(extract_contacts(texts))

    assert len(found) > 50
    assert list(extract_contacts(texts, whole=True)) == found
    assert [e.contact for x in explain(texts) for e in x.contacts] == found
