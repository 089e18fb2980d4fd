"""References to the documents behind contacts: what of them every format tells, by which key, read by other people's libraries."""

import datetime as dt
import io
import json
from dataclasses import replace
from typing import Any

import pytest
from bibliographies import read_bibtex, read_csl, read_ris
from conftest import Run
from factories import contact, folded

from diplograph.extract.model import Contact, Evidence, Source
from diplograph.graph.formats import write
from diplograph.graph.formats.references import Sort, references

DAY = dt.date(2021, 8, 16)
WIRE = Source("w/1.html", "Blinken calls Lavrov, and Wang", DAY, "https://example.org/a_b%20c?x=1&y=2#z~t", "Reuters")
HOUSE = Source("h/1.txt", "Readout of President Biden’s Call", DAY, publisher="The White House")
HOSTILE = 'Biden & Xi: 50% of $3_000 #1 \\ {x} } ~ ^ Łódź, Лавров 王 “q” – "w" @misc{y, <b>\nER  - \nTY  - GEN\x07'
SHOWN = 'Biden & Xi: 50% of $3_000 #1 \\ {x} } ~ ^ Łódź, Лавров 王 “q” – "w" @misc{y, <b> ER - TY - GEN'


def _of(*sources: Source) -> list[Contact]:
    return [contact("Ana Castro", "Jun Ito", document=source) for source in sources]


def _written(contacts: list[Contact], format: str) -> str:
    stream = io.StringIO(newline="")
    write(contacts, stream, format=format)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("source", "key"),
    [
        (WIRE, "reuters2021-blinken-calls-lavrov"),
        (HOUSE, "whitehouse2021-biden"),
        (replace(WIRE, date=None), "reutersnd-blinken-calls-lavrov"),
        (replace(WIRE, publisher=None), "example2021-blinken-calls-lavrov"),
        (replace(WIRE, publisher=None, url="//["), "document2021-blinken-calls-lavrov"),
        (replace(WIRE, title=None, id="a/doha-talks.html"), "reuters2021-doha-talks"),
        (replace(WIRE, title="Встреча в Москве", id="a/doha-talks.html"), "reuters2021-doha-talks"),
        (replace(WIRE, publisher="Süddeutsche Zeitung", title="Łódź: Erdoğan's naïve plan"), "suddeutschezeitung2021-lodz-erdogan-naive"),
        (replace(WIRE, publisher="Ministry of Foreign Affairs of the Russian Federation"), "ministryforeignaffairs2021-blinken-calls-lavrov"),
        (Source("王"), "documentnd"),
        (Source("d", "}{,\\%"), "documentnd-d"),
    ],
)  # fmt: skip
def test_keys_tell_publisher_year_and_title(source: Source, key: str) -> None:
    """In letters, digits and hyphens."""
    (reference,) = references(_of(source))

    assert reference.key == key


def test_documents_that_would_share_a_key_have_two() -> None:
    """Whatever their order; a document keeps its key in every selection where no other has the same."""
    one, two = WIRE, replace(WIRE, id="w/2.html", title="Blinken calls Lavrov, again")
    keys = {r.source.id: r.key for r in references(_of(one, two, HOUSE))}

    assert len(set(keys.values())) == 3
    assert all(keys[s.id].startswith("reuters2021-blinken-calls-lavrov-") for s in (one, two))
    assert {r.source.id: r.key for r in references(_of(HOUSE, two, one))} == keys


@pytest.mark.parametrize(
    ("publisher", "url", "sort", "kinds"),
    [
        ("Reuters", "https://example.org", Sort.PRESS, ("article", "NEWS", "article-newspaper")),
        ("Kyiv Post", None, Sort.PRESS, ("article", "NEWS", "article-newspaper")),
        ("The White House", None, Sort.OFFICIAL, ("misc", "GOVDOC", "document")),
        ("Ministry of Foreign Affairs of Chad", None, Sort.OFFICIAL, ("misc", "GOVDOC", "document")),
        ("NATO", None, Sort.OFFICIAL, ("misc", "GOVDOC", "document")),
        (None, "https://example.org/x", Sort.PAGE, ("misc", "ELEC", "webpage")),
        (" ", "javascript:alert(1)", Sort.OTHER, ("misc", "GEN", "document")),
    ],
)
def test_what_a_document_is(publisher: str | None, url: str | None, sort: Sort, kinds: tuple[str, ...]) -> None:
    """The press, a state or a body, a page, or who knows; an address that is none of the web is left out."""
    contacts = _of(replace(WIRE, publisher=publisher, url=url))
    (reference,), texts = references(contacts), [_written(contacts, name) for name in ("bibtex", "ris", "csl-json")]

    assert (reference.sort, bool(reference.url)) == (sort, bool(url and url.startswith("https")))
    assert texts[0].startswith(f"@{kinds[0]}{{")
    assert texts[1].startswith(f"TY  - {kinds[1]}\r\n")
    assert json.loads(texts[2])[0]["type"] == kinds[2]
    assert "javascript" not in "".join(texts)


def _paged() -> list[Contact]:
    """Return contacts of two documents, one of which is cited on three pages, once by a report of another's encounter."""
    one, two = _of(WIRE, replace(HOUSE, title=HOSTILE))
    also = (Evidence("They spoke.", 90, 101, "spoke", 95, 100, "test", 12),)
    one = replace(one, evidence=replace(one.evidence, page=4), also=also)
    return [folded(two, replace(one, evidence=replace(one.evidence, page=7))), one]


def test_bibtex() -> None:
    """Texts are set as they are, addresses are those of the documents, capitals stay, the day is there."""
    found = read_bibtex(text := _written(_paged(), "bibtex"))

    assert found["reuters2021-blinken-calls-lavrov"] == {
        "type": "article", "title": WIRE.title, "journal": "Reuters", "date": "2021-08-16", "year": "2021",
        "month": "August", "url": WIRE.url, "note": "pp. 4, 7, 12",
    }  # fmt: skip
    (official,) = (entry for key, entry in found.items() if key.startswith("whitehouse"))
    assert (official["title"], official["howpublished"]) == (SHOWN, "The White House")
    assert "title = {{Blinken" in text
    assert text.count("{") == text.count("}")


def test_ris() -> None:
    """A record a document, in the lines that the format asks for; no text begins another."""
    text = _written(_paged(), "ris")
    found = {record["type_of_reference"]: record for record in read_ris(text)}

    assert found["NEWS"] == {
        "type_of_reference": "NEWS", "id": "reuters2021-blinken-calls-lavrov", "title": WIRE.title, "year": "2021",
        "secondary_title": "Reuters", "date": "2021/08/16/", "urls": [WIRE.url], "notes": ["pp. 4, 7, 12"],
    }  # fmt: skip
    assert (found["GOVDOC"]["title"], found["GOVDOC"]["publisher"]) == (SHOWN, "The White House")
    assert text.count("\n") == text.count("\r\n")
    assert text.replace("\r\n", "").isprintable()


def test_csl_json() -> None:
    """A style cites it."""
    text = _written(_paged(), "csl-json")
    (official, press) = sorted(json.loads(text), key=lambda item: item["title"])

    assert press == {
        "id": "reuters2021-blinken-calls-lavrov", "type": "article-newspaper", "title": WIRE.title, "container-title": "Reuters",
        "issued": {"date-parts": [[2021, 8, 16]]}, "URL": WIRE.url, "note": "pp. 4, 7, 12",
    }  # fmt: skip
    assert (official["title"], official["publisher"]) == (SHOWN, "The White House")
    assert "“Blinken calls Lavrov, and Wang”, Reuters, 16 August. Available at: https://" in read_csl(text)[press["id"]]


def test_what_is_not_known_is_left_out() -> None:
    """Of a document without anything its identifier remains."""
    contacts = _of(Source("a_b/c.txt"))

    assert _written(contacts, "bibtex") == "@misc{documentnd-c,\n  note = {a\\_b/c.txt},\n}\n"
    assert _written(contacts, "ris") == "TY  - GEN\r\nID  - documentnd-c\r\nN1  - a_b/c.txt\r\nER  - \r\n\r\n"
    assert json.loads(_written(contacts, "csl-json")) == [
        {"id": "documentnd-c", "type": "document", "note": "a_b/c.txt"}
    ]


def test_of_a_selection(run: Run, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the documents behind one party's contacts, by suffix and by name, and of a corpus."""
    monkeypatch.chdir(tmp_path)
    write([*_of(WIRE), contact("Ivo Demir", "Bo Kim", document=HOUSE)], "c.jsonl")
    run("graph", "c.jsonl", "-o", "refs.bib", "-o", "refs.csl.json", "-o", "refs.ris", "--party", "Bo Kim")
    printed = run("graph", "c.jsonl", "-o", "-", "--to", "bibtex", "--party", "Bo Kim").stdout

    assert (tmp_path / "refs.bib").read_text(encoding="utf-8") == printed
    assert printed.startswith("@misc{whitehouse2021-biden,\n")
    assert [item["id"] for item in json.loads((tmp_path / "refs.csl.json").read_text())] == ["whitehouse2021-biden"]
    assert (tmp_path / "refs.ris").read_bytes().count(b"\r\nER  - \r\n") == 1
