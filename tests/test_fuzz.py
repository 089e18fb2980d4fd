"""A short run of the fuzzing in tests/fuzz, and every input that it ever found something with."""

import time
from pathlib import Path
from random import Random
from typing import Any

import pytest
from fuzz.mutate import mutated
from fuzz.samples import samples
from fuzz.targets import Target, execute, targets

from diplograph.errors import DiplographError
from diplograph.extract.model import Document, Source
from diplograph.extract.read.pdf_prose import Paragraph, joined

TARGETS = targets()
CASES = sorted(path for path in (Path(__file__).parent / "fuzz" / "cases").glob("*/*") if path.parent.name in TARGETS)
_PROSE = b"Ana Castro met Jun Ito.\n"
GROWN = {  # targets and inputs that took time by the square of their size, or far too much of it
    "a line of tabs": ("read.txt", b"x" + b"\t" * 300_000 + b"y\n\n" + _PROSE),
    "tabs behind a heading": ("read.md", b"# x" + b"\t" * 300_000 + b"y\n\n" + _PROSE),
    "tabs in a mail": ("read.eml", b"\nx" + b"\t" * 300_000 + b"y\n\n" + _PROSE),
    "tabs alone": ("text", b"x" + b"\t" * 300_000),
    "tags in a feed": ("read.rss", b"<rss><channel><item>" + b"<a>" * 1_300_000),
    "items in a feed": ("read.xml", b"<rss><channel>" + b"<item>" * 600_000),
    "ampersands in a feed": ("read.atom", b"<feed>" + b"&" * 4_000_000),
    "lines that are no JSON": ("read.jsonl", b"{\n" * 2_000_000),
    "rows without a text": ("read.csv", b"id,text\n" + b"x,\n" * 1_300_000),
    "lines in a mail": ("read.eml", b"Subject: x\n" + b"\r" * 8_000_000 + _PROSE),
}
if "read.pdf" in TARGETS:
    GROWN["letters in a PDF"] = ("read.pdf", samples()[".pdf"][0].replace(b"Tj ET", b"Tj\n" * 1_300_000 + b"ET"))
_FEWER = {"write-html": 20, "write-turtle": 30}  # which take longer
_SAME = {"read.htm", "read.xhtml", "read.ndjson", "read.atom"}  # as others


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_found_stays_fixed(path: Path) -> None:
    """Each case once crashed what its folder is called after, took too long, or made a broken file."""
    found = execute(TARGETS[path.parent.name], path.read_bytes())

    assert found is None, found.story


@pytest.mark.parametrize(("name", "data"), GROWN.values(), ids=GROWN)
def test_time_grows_with_size_alone(name: str, data: bytes) -> None:
    """What was slow is read or named within five seconds."""
    found = execute(TARGETS[name], data)

    assert found is None, found.story


@pytest.mark.real
def test_a_lone_surrogate_stops_no_extraction() -> None:
    """JSON may hold one: its document is read all the same, and so are the others of the batch."""
    from diplograph.extract.pipeline import extract_contacts

    odd = "Russian Foreign Minister Sergei Lavrov\ud800 met Wang Yi in Geneva, the mini\udfffstry said."
    found = list(extract_contacts(Document(text, Source(text)) for text in (odd, "Antony Blinken met Wang Yi.")))

    assert [c.document.id for c in found] == [odd, "Antony Blinken met Wang Yi."]
    assert odd[found[0].parties[0].start : found[0].parties[0].end] == found[0].parties[0].mention


@pytest.mark.real
def test_a_text_that_has_no_tokens_spoils_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the tokenizer refuses is reported by its name."""
    from diplograph.extract import pipeline

    made, problems = pipeline._doc, list[DiplographError]()

    def refuse(nlp: Any, part: Any) -> Any:
        if "Blinken" in part.cleaned.text:
            raise ValueError("no")
        return made(nlp, part)

    monkeypatch.setattr(pipeline, "_doc", refuse)
    texts = [Document(f"{name} met Wang Yi in Geneva.", Source(name)) for name in ("Antony Blinken", "Sergei Lavrov")]
    found = list(pipeline.extract_contacts(texts, on_error=problems.append))

    assert [c.document.id for c in found] == ["Sergei Lavrov"]
    assert len(problems) == 1 and str(problems[0]).startswith("Antony Blinken could not be analysed")


def test_a_pdf_of_one_word_is_joined_soon() -> None:
    """Words are looked for where they begin."""
    begun = time.process_time()
    joined([[Paragraph(["a" * 300_000 + "-", "b" * 300_000], [1, 1], 10)]])

    assert time.process_time() - begun < 2


@pytest.mark.parametrize("target", [t for t in TARGETS.values() if t.name not in _SAME], ids=lambda target: target.name)
def test_broken_input_is_read_or_named(target: Target) -> None:
    """Whatever the bytes, a reader reads or reports, and a writer writes what its parser reads."""
    for number in range(_FEWER.get(target.name, 150)):
        data = mutated(Random(f"suite/{target.name}/{number}"), target.ending)
        found = execute(target, data)
        assert found is None, f"input {number}: {found.defect}\n{found.story}"
