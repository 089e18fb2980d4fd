"""Exports of press databases: LexisNexis and Nexis Uni, Factiva and ProQuest, in several years' and languages' layouts.

``exports/`` holds imitations in our own words, with their articles in ``expected.yaml``; each is also read as HTML, RTF and
DOCX. Real exports are read where the environment names the folder that has them; what they hold was counted by eye.
"""

import datetime as dt
import html
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from fuzz.samples import zipped
from office_files import docx, rtf, table
from reading import PROSE, SHARED, messages, read, write

from diplograph.errors import DiplographError
from diplograph.extract.model import Document
from diplograph.extract.read.exports.days import begins_with_day, day_in

ROOT = Path(__file__).parents[1]
FOLDER = Path(__file__).parent / "exports"
EXPECTED: dict[str, list[dict[str, Any]]] = yaml.safe_load((FOLDER / "expected.yaml").read_text(encoding="utf-8"))
TEXTS = [name for name in EXPECTED if name.endswith(".txt")]
"""Those that are also read in other formats; the others are in one of their own."""
ANNOUNCED = {"nexis-nl-2008.txt": (3, 2), "factiva-codes.txt": (3, 2), "nexis-2004.txt": (41, 5)}
"""The files that say another number of articles than they hold."""


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _told(documents: list[Document], *, spaced: bool = False) -> list[dict[str, Any]]:
    """What is known of each document, as ``expected.yaml`` has it; its lines as one, if so wished."""
    told = []
    for document in documents:
        source = document.source
        text = " ".join(document.text.split()) if spaced else document.text
        own = None if ":" in source.id else source.id
        fields = {"title": source.title, "date": source.date, "publisher": source.publisher, "id": own, "text": text}
        told.append({field: value for field, value in fields.items() if value})
    return told


def _spaced(articles: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**article, "text": " ".join(article["text"].split())} for article in articles]


def _text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def _blocks(name: str) -> list[str]:
    """The blocks of a file, between its blank lines, each of its lines without indent."""
    blocks = [[line.strip() for line in block.splitlines() if line.strip()] for block in _text(name).split("\n\n")]
    return ["\n".join(block) for block in blocks if block]


def _as_html(blocks: list[str]) -> bytes:
    paragraphs = "".join(
        f'<div class="c4"><p><span>{html.escape(b).replace(chr(10), "<BR>")}</span></p></div>\n' for b in blocks
    )
    return f"<!DOCTYPE html><html><head><title>Untitled</title></head><body>{paragraphs}</body></html>".encode()


FORMATS: dict[str, Callable[[list[str]], bytes]] = {
    ".html": _as_html,
    ".rtf": lambda blocks: rtf(*blocks),
    ".docx": lambda blocks: docx(*blocks, title="Results list for: summit"),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_articles_of_a_file(name: str) -> None:
    """Each has its title, day and newspaper, and none of the database's own lines in its text."""
    documents, problems = read(write(name, _text(name)))

    assert _told(documents) == EXPECTED[name]
    assert len({d.source.id for d in documents}) == len(documents)
    assert len(problems) == (name in ANNOUNCED)


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", TEXTS)
def test_articles_of_other_formats(name: str, suffix: str) -> None:
    """What a file's lines say does not depend on its format."""
    documents, _ = read(write(f"a{suffix}", FORMATS[suffix](_blocks(name))))

    assert _told(documents, spaced=True) == _spaced(EXPECTED[name])


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", [n for n in TEXTS if "uni" in n or n.startswith(("factiva-article-", "proquest"))])
def test_each_line_a_paragraph(name: str, suffix: str) -> None:
    """As programs save them that know no line ends within a paragraph."""
    lines = [line for block in _blocks(name) for line in block.split("\n")]
    documents, _ = read(write(f"a{suffix}", FORMATS[suffix](lines)))

    assert _told(documents, spaced=True) == _spaced(EXPECTED[name])


def _as_rows(blocks: list[str]) -> str:
    return "<table>" + "".join(f"<tr><td>{_broken(block)}</td></tr>" for block in blocks) + "</table>"


def _broken(block: str, space: str = "") -> str:
    return "<br>".join(f"{space}{html.escape(line)}" for line in block.split("\n"))


_PAGES: dict[str, Callable[[str], str]] = {
    "text as it was typed": lambda name: f"<pre>{html.escape(_text(name))}</pre>",
    "line ends only": lambda name: "<br><br>\n".join(map(_broken, _blocks(name))),
    "a table": lambda name: _as_rows(_blocks(name)),
    "hard spaces": lambda name: "".join(
        f"<div>{_broken(block, '&nbsp;').replace(' ', '&nbsp;')}</div>" for block in _blocks(name)
    ),
}


@pytest.mark.parametrize("made", _PAGES.values(), ids=_PAGES)
@pytest.mark.parametrize("name", ["nexis-2010.txt", "nexis-uni-2019.txt", "factiva-article.txt", "proquest-2013.txt"])
def test_pages_of_other_makes(name: str, made: Callable[[str], str]) -> None:
    """However a page shows its lines."""
    documents, _ = read(write("a.html", f"<html><body>{made(name)}</body></html>"))

    assert _told(documents, spaced=True) == _spaced(EXPECTED[name])


@pytest.mark.parametrize("name", TEXTS)
def test_line_ends_and_encodings(name: str) -> None:
    """A file from Windows is read the same; one whose encoding had to be guessed is named once."""
    text = _text(name)
    documents, _ = read(write("a.txt", text.replace("\n", "\r\n").encode("utf-16")))
    others, problems = read(write("b.txt", text.encode("cp932" if "-ja-" in name else "cp1252")))

    assert _told(documents) == _told(others) == EXPECTED[name]
    assert sum("is not UTF-8" in str(problem) for problem in problems) == (not text.isascii())


@pytest.mark.parametrize("name", ANNOUNCED)
def test_what_is_missing_is_named(name: str) -> None:
    """Once, with the file and both numbers."""
    _, (problem,) = read(write(name, _text(name)))
    said, found = ANNOUNCED[name]

    assert str(problem).startswith(f"{name} announces {said} articles, and {found} were found in it")


FACTIVA_PAGE = """<!DOCTYPE html><html><head><title>Factiva</title><style>.x{{y:z}}</style></head><body><div class="headlines">
<a href="#article-1">Contents</a></div>{articles}
<table><tr><td>Search Summary</td></tr><tr><td>Results Found</td><td>{count}</td></tr></table></body></html>"""


def test_factiva_page_without_codes() -> None:
    """The class of the headline tells it from the section above it and the author below."""
    made = [
        f"""<div class="article enArticle"><p><a name="article-{at}"></a></p><div>Foreign Desk and World</div>
<div id="hd"><span class="enHeadline">Envoy {at}
 sees premier</span></div><div class="author">A. Writer</div><div>{at},204 words</div><div>1{at} August 2021</div>
<div>23:10</div><div>Example Wire Service</div><div>EXWIRE</div><div>English</div><div>Copyright 2021. Example Wire.</div>
<p class="articleParagraph enarticleParagraph">Ana Castro met Jun Ito on day {at}.</p>
<p class="articleParagraph enarticleParagraph">They talked.</p><p>Document EXWIRE002021081{at}eh8g0000{at}</p></div>"""
        for at in (1, 2)
    ]
    documents, problems = read(write("a.html", FACTIVA_PAGE.format(articles="".join(made), count=2)))

    assert problems == []
    assert _told(documents) == [
        {
            "title": f"Envoy {at} sees premier",
            "date": dt.date(2021, 8, 10 + at),
            "publisher": "Example Wire Service",
            "id": f"EXWIRE002021081{at}eh8g0000{at}",
            "text": f"Ana Castro met Jun Ito on day {at}.\n\nThey talked.",
        }
        for at in (1, 2)
    ]


_CODES = [
    [("SE", "Politik"), ("HD", "Castro trifft Ito"), ("BY", "Von A. Schreiber"), ("WC", "1.204 Wörter"), ("PD", "16. März 2021"),
     ("SN", "Die Morgenpost"), ("SC", "MPSEE"), ("LA", "Deutsch"), ("CY", "(c) 2021 Verlag"), ("LP", "Ana Castro traf Jun Ito."),
     ("TD", "HD and TD are codes.\n\nSo the ministers said."), ("NS", "gdip : Diplomatie"), ("AN", "Dokument MPSEE00020210316eh3g00001")],
    [("HD", "Castro ruft\nLisov an"), ("WC", "40 Wörter"), ("PD", "2021年9月8日"), ("SN", "Die Morgenpost"), ("LP", "Ana Castro rief."),
     ("AN", "Dokument MPSEE00020210908eh9800002")],
]  # fmt: skip
_FOUND = [
    ("Castro trifft Ito", "2021-03-16", "Ana Castro traf Jun Ito.\n\nHD and TD are codes.\n\nSo the ministers said."),
    ("Castro ruft Lisov an", "2021-09-08", "Ana Castro rief."),
]


def _page_of_codes() -> bytes:
    rows = [
        "".join(
            f"<tr><td class='index'><b>{code}</b>&nbsp;</td><td>{''.join(f'<p>{html.escape(p)}</p>' for p in value.split(chr(10) * 2))}"
            "</td></tr>"
            for code, value in article
        )
        for article in _CODES
    ]
    return FACTIVA_PAGE.format(articles="".join(f"<div><table>{row}</table></div>" for row in rows), count=2).encode()


def _rtf_of_codes() -> bytes:
    rows = []
    for article in _CODES:
        for code, value in article:
            cell = (
                "".join(f"\\u{ord(c)}?" if c > "\x7f" else c for c in value)
                .replace("\n\n", "\\par ")
                .replace("\n", "\\line ")
            )
            rows.append(f"\\trowd\\cellx500\\cellx9000 {{\\b {code}}}\\cell {cell}\\cell\\row\n")
    return rtf(*rows)


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.html", _page_of_codes),
        ("a.rtf", _rtf_of_codes),
        ("a.docx", lambda: docx(*(table(article) for article in _CODES))),
    ],
)
def test_factiva_tables_of_codes(name: str, make: Callable[[], bytes]) -> None:
    """A row each; a code in the text is a word of it."""
    documents, problems = read(write(name, make()))

    assert problems == []
    assert [(d.source.title, str(d.source.date), d.source.publisher) for d in documents] == [
        (title, day, "Die Morgenpost") for title, day, _ in _FOUND
    ]
    assert [" ".join(d.text.split()) for d in documents] == [" ".join(text.split()) for *_, text in _FOUND]


_XML = """<?xml version="1.0" encoding="utf-8"?>{head}<PPSResponse><ppsArticleResponse xmlns="http://global.factiva.com/pps/2.0">
<ppsarticleResultSet count="{count}">{articles}</ppsarticleResultSet></ppsArticleResponse></PPSResponse>"""
_XML_ARTICLE = """<ppsarticle><article><accessionNo>EXWIRE0020210816eh8g0000{at}</accessionNo><headline><paragraph><hlt>Envoy</hlt>
 sees premier</paragraph></headline><byline>A</byline><leadParagraph><paragraph>Ana Castro met
 Jun Ito.</paragraph></leadParagraph><publicationDate>{day}</publicationDate><publisherName>Company</publisherName>
<sourceName>Example Wire</sourceName><tailParagraphs><paragraph>They talked.</paragraph><paragraph>So {at}.</paragraph>
</tailParagraphs><copyright>(c)</copyright></article></ppsarticle>"""


def test_factiva_xml() -> None:
    """With days and times, and a number that is not that of the articles; a feed is read as before."""
    days = ("<dateTime>2021-08-16T01:35:58Z</dateTime>", "<date>2021-08-17</date>")
    articles = "".join(_XML_ARTICLE.format(at=at, day=day) for at, day in enumerate(days, 1))
    documents, (problem,) = read(write("a.xml", _XML.format(head="", count=3, articles=articles)))

    assert _told(documents) == [
        {
            "title": "Envoy sees premier",
            "date": dt.date(2021, 8, 15 + at),
            "publisher": "Example Wire",
            "id": f"EXWIRE0020210816eh8g0000{at}",
            "text": f"Ana Castro met\nJun Ito.\n\nThey talked.\n\nSo {at}.",
        }
        for at in (1, 2)
    ]
    assert "announces 3 articles, and 2 were found" in str(problem)


def test_factiva_xml_that_declares_entities_or_is_broken() -> None:
    """Neither is read, and each is named."""
    entity = '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>'
    whole = _XML.format(head=entity, count=1, articles=_XML_ARTICLE.format(at=1, day="&y;"))
    broken = _XML.format(head="", count=1, articles="<ppsarticle><article></ppsarticle>")
    documents, problems = read(write("a.xml", whole), write("b.xml", broken), write("c.xml", whole.encode("utf-16")))

    assert documents == []
    assert ["defines entities" in str(p) for p in problems] == [True, False, True]
    assert "b.xml is not well-formed" in str(problems[1])


# --- what is none


_ORDINARY = {
    "a note on numbers": "The clerk read 3 of 14 documents.\n\n1 of 3 DOCUMENTS\n\nThat line was all that the page said.",
    "an end": f"{PROSE}\n\nEnd of Document\n",
    "fields": f"Title: A visit\nSource: the ministry\nDate: 16 August 2021\nFull text: {PROSE}",
    "a memo": f"SUBJECT: grain\n\nLENGTH: two pages\n\n{PROSE}\n\nCopyright 2021 Example",
    "codes": f"HD and TD\n\nPD\n\nThe police department said so. {PROSE}",
    "a document's number": f"{PROSE}\n\nDocument ABCD0020210816eh8g00001\n",
    "ProQuest in prose": f"Title: On ProQuest\n\nSource: a library\n\n{PROSE}",
}  # fmt: skip


@pytest.mark.parametrize("suffix", [".txt", *FORMATS])
@pytest.mark.parametrize("text", _ORDINARY.values(), ids=_ORDINARY)
def test_ordinary_texts_are_not_split(text: str, suffix: str) -> None:
    """Whatever of an export they have: one document, and all of its words."""
    blocks = [block for block in text.split("\n\n") if block.strip()]
    documents, _ = read(write(f"a{suffix}", FORMATS[suffix](blocks) if suffix in FORMATS else text))

    (document,) = documents
    assert PROSE in document.text or "all that the page said" in document.text
    assert document.source.id == f"a{suffix}"


def test_the_seeds_are_not_split() -> None:
    """Real files of ours: one document each."""
    seeds = sorted(
        path for path in (ROOT / "seeds").iterdir() if path.suffix in (".md", ".txt") and path.stem != "README"
    )
    documents, problems = read(*seeds)

    assert len(documents) == len(seeds) > 3
    assert problems == []


@pytest.mark.parametrize("folder", ["cases/html", "cases/docs"])
def test_pages_and_documents_are_not_split(folder: str) -> None:
    """Real kinds of pages, cables and readouts: one document each."""
    known = [path for path in (SHARED / folder).glob("*.*") if path.suffix in (".html", ".txt", ".eml")]
    paths = sorted(path for path in known if path.stem != "liveblog")
    if not paths:
        pytest.skip("DIPLOGRAPH_SHARED names no folder with cases")
    documents, problems = read(*paths)

    assert len(documents) == len(paths)
    assert "looks like an export" not in messages(problems)


def test_an_unknown_layout_is_named() -> None:
    """One that holds several articles with fields of their own is read as one document, which is said."""
    articles = "".join(f"Title: Visit {at}\nDate: {at} August 2021\nOutlet: Example\n\n{PROSE}\n\n" for at in (1, 2, 3))
    documents, (problem,) = read(write("a.txt", articles))

    assert len(documents) == 1
    assert str(problem).startswith("a.txt looks like an export of several articles, in a layout that is not known")


def test_a_list_of_results_is_named() -> None:
    """It has no articles, only what is said of each."""
    what = "Envoy sees premier {at}\nThe Gazette (London), April {at}, 2018 Sunday, NEWS, 1,212 words, By A. WRITER\n... {text}\n\n"
    documents, (problem,) = read(write("a.txt", "".join(what.format(at=at, text=PROSE) for at in (1, 2, 3))))

    assert len(documents) == 1
    assert str(problem).startswith("a.txt looks like an export of several articles, in a layout that is not known")


@pytest.mark.parametrize(
    ("head", "left"),
    [
        ("Castro trifft Ito", False),
        ("Castro trifft Ito am ...", False),
        ("Castro trifft Ito am Genfer See Die Morgenpost vom See 7. Juli 2020", False),
        ("Castro traf den Premier", True),
    ],
)
def test_running_heads(head: str, left: bool) -> None:
    """Below the number of a page the title may stand again, cut short or with newspaper and day; anything else is text."""
    title = "Castro trifft Ito" if head == "Castro trifft Ito" else "Castro trifft Ito am Genfer See"
    text = _text("nexis-uni-de-2021.txt").replace("Castro trifft Ito", title)
    text = text.replace("traf am Montag Jun Ito", f"traf am Montag\n\nSeite 2 von 3\n{head}\n\nJun Ito")
    documents, _ = read(write("a.txt", text))

    assert documents[0].source.title == title
    assert " ".join(documents[0].text.split()) == f"Ana Castro traf am Montag {f'{head} ' * left}Jun Ito in Genf."


def test_rights_at_the_end_of_a_factiva_text() -> None:
    """They are no header."""
    text = _text("factiva-article.txt").replace(
        "did not call Ana Castro.", "did not call.\n\n© 2021 The Gazette, he said."
    )
    documents, _ = read(write("a.txt", text))

    assert documents[2].text == "Boris Lisov did not call.\n\n© 2021 The Gazette, he said."


def test_a_day_in_the_name_of_an_export_is_none_of_its_articles() -> None:
    """It is that of the download."""
    documents, _ = read(write("2010-09-13-nexis.txt", _text("nexis-2010.txt")))

    assert [d.source.date for d in documents] == [dt.date(2010, 9, 6), dt.date(2010, 9, 7), None]


_TITLES = [
    "COLUMN: WHY THEY MET",
    "CORRECTION: THE ENVOY",
    "Text: the envoy's speech",
    "SOURCE: ITO TO FLY TO LISBON",
    "Subject: grain",
    "May 2010 in Geneva",
    "Final",
    "The First Edition",
    "3. A third way",
    "Copyright law and the lake",
    "By the lake",
]


@pytest.mark.parametrize("title", _TITLES)
@pytest.mark.parametrize(
    "name", ["nexis-de-2012.txt", "nexis-uni-de-2021.txt", "factiva-article-de.txt", "proquest-2021.txt"]
)
def test_titles_that_look_like_fields(title: str, name: str) -> None:
    """What a line is, its place decides as well."""
    old = EXPECTED[name][1]["title"]
    documents, _ = read(write(name, _text(name).replace(old, title)))

    assert [d.source.title for d in documents] == [EXPECTED[name][0]["title"], title]
    assert [str(d.source.date) for d in documents] == [str(article["date"]) for article in EXPECTED[name]]


def test_a_rule_in_the_text_of_an_article() -> None:
    """It cuts nothing: the article's number is yet to come."""
    text = _text("proquest-2021.txt").replace(
        "They will meet again.", f"They will meet again.\n\n{'_' * 40}\n\nSo he said."
    )
    documents, problems = read(write("a.txt", text))

    assert problems == []
    assert [d.source.id for d in documents] == ["100000003", "100000004"]
    assert documents[0].text.endswith("They will meet again.\n\nSo he said.")


def test_factiva_without_a_number_of_words() -> None:
    """The day tells where the header begins."""
    text = _text("factiva-article-de.txt").replace("1.204 Wörter\n\n", "").replace("40 Wörter\n\n", "")
    documents, problems = read(write("a.txt", text))

    assert problems == []
    assert _told(documents) == EXPECTED["factiva-article-de.txt"]


def test_an_article_without_text_is_named() -> None:
    """By its number; the others are read."""
    text = _text("nexis-uni-de-2021.txt").replace("Ana Castro rief Boris Lisov an.\n", "")
    documents, (problem,) = read(write("a.txt", text))

    assert len(documents) == 1
    assert "a.txt, article 2 has an empty `text`" in str(problem)


@pytest.mark.parametrize("wrap", [lambda data: zipped({"x/a.txt": data}), lambda data: data], ids=["zip", "text"])
def test_exports_in_archives_and_by_standard_input(wrap: Callable[[bytes], bytes]) -> None:
    """They are split as well."""
    from io import BytesIO

    documents, problems = read("-", stdin=BytesIO(wrap(_text("nexis-uni-de-2021.txt").encode())))

    assert [d.source.title for d in documents] == ["Castro trifft Ito", "Anruf in Lissabon"]
    assert problems == []


def test_a_large_export() -> None:
    """It may be larger than a document may; its articles may not."""
    article = _text("nexis-2010.txt").replace("Nobody else was told.", "Nobody else was told. " * 30_000)
    documents, problems = read(write("a.txt", article * 8))

    assert len(documents) == 24
    assert len(article) * 8 > 4_000_000
    assert "announces 3 articles, and 24 were found" in messages(problems)


# --- hostile ones


_HOSTILE = {
    "marks": "1 of 2 DOCUMENTS\n" * 20_000,
    "ends": "Length: 3 words\nEnd of Document\n" * 10_000,
    "fields": "1 of 1 DOCUMENTS\n\nLENGTH: 3 words\n\n" + "SUBJECT: x\n\n" * 30_000,
    "numbers": "HD\nDocument EXWIRE0020210816eh8g00001\n" * 10_000,
    "headlines": "HD  x\nPD  16 August 2021\nSN  y\n" * 10_000,
    "proquest": "ProQuest document ID: 1\n\n" * 20_000,
    "full texts": "____________\nFull text: x\nProQuest document ID: 1\n" * 10_000,
    "days": "1 of 1 DOCUMENTS\n\n" + "1 January 1 May 2 " * 30_000 + "\n\nLENGTH: 3 words\n\nx",
    "spaces": "1 of 1 DOCUMENTS\n\n" + " " * 450_000 + "\n\nLENGTH: 3 words\n\nx\u00a0" + " \t" * 50_000,
    "digits": "1" * 450_000 + " of 2 DOCUMENTS\n" + "1 of " * 50_000,
    "letters": "ABCDEFGH" * 50_000 + "20210816eh8g00001",
    "labels": "1 of 1 DOCUMENTS\n" + ("a " * 30 + ":\n") * 5_000,
    "requests": "1 of 1 DOCUMENTS\n\nLENGTH: 3 words\n\n" + "Request: Selected " * 25_000,
}  # fmt: skip


@pytest.mark.parametrize("suffix", [".txt", ".html"])
@pytest.mark.parametrize("text", _HOSTILE.values(), ids=_HOSTILE)
def test_hostile_exports_take_seconds(text: str, suffix: str) -> None:
    """Twice the text takes about twice the time, and what comes of it is one or more documents, or a problem."""
    data = text.encode() if suffix == ".txt" else b"<html><body><p>" + text.encode().replace(b"\n", b"<p>")
    took = []
    for size in (len(data) // 2, len(data)):
        name = write(f"{size}{suffix}", data[:size])
        began = time.process_time()
        documents, problems = read(name)
        took.append(time.process_time() - began)
        assert documents or problems

    assert took[1] < 5 + 3 * took[0]
    assert took[1] < 20


# --- days


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("January 11, 2010 Monday", "2010-01-11"),
        ("December 19, 1991, Sunday, An Edition", "1991-12-19"),
        ("12 April 2013 Tuesday", "2013-04-12"),
        ("July 1, 2019 Monday 9:20 AM GMT", "2019-07-01"),
        ("Friday, 5. July 2019 09:31:00 CEST", "2019-07-05"),
        ("jeudi 1er décembre 2022", "2022-12-01"),
        ("29 décembre 2011", "2011-12-29"),
        ("Dienstag 7. Juli 2020", "2020-07-07"),
        ("16. März 2021", "2021-03-16"),
        ("16 de agosto de 2014 sábado", "2014-08-16"),
        ("Segunda-feira, 3 de maio de 2021", "2021-05-03"),
        ("lunedì 3 maggio 2021", "2021-05-03"),
        ("3 mei 2008 zaterdag", "2008-05-03"),
        ("16 августа 2021", "2021-08-16"),
        ("2021年8月16日", "2021-08-16"),
        ("2021-08-16", "2021-08-16"),
        ("16-Aug-2021", "2021-08-16"),
        ("16.08.2021", "2021-08-16"),
        ("16/08/2021", "2021-08-16"),
        ("08/16/2021", "2021-08-16"),
        ("Sept. 8, 2021", "2021-09-08"),
        ("Ago 16, 2019", "2019-08-16"),
        ("7-8 May 2021", "2021-05-07"),
        ("September 2010", None),
        ("Summer, 2004", None),
        ("Herbst 2004", None),
        ("2004", None),
        ("03/04/2021", None),
        ("31 February 2021", None),
    ],
)
def test_lines_that_begin_with_a_day(line: str, day: str | None) -> None:
    """In the languages of the interfaces; a month alone, or a day that may be two, is no day, but such a line."""
    named = begins_with_day(line)

    assert named is not None
    assert named.day == (dt.date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    "line", ["The attacks of September 11, 2001 remembered", "Marchers in May", "2021 was long", "", "12 words"]
)
def test_lines_that_do_not(line: str) -> None:
    """A title that names a day is not taken for the line of the day."""
    assert begins_with_day(line) is None


def test_a_day_anywhere() -> None:
    """As in "N.Y] 16 Aug 2013: A.1."."""
    assert day_in("Harbor, N.Y] 16 Aug 2013: A.1.") == dt.date(2013, 8, 16)
    assert day_in(None) is day_in("no day") is None


# --- real ones, by figures alone


_REAL = {
    "nexis_sample.txt": (10, "2010-01-11 2010-01-11 2010-01-11 2010-01-11 2010-01-11 2010-01-11 2010-01-08 2010-01-10 2010-01-10 2010-01-09"),
    "nexis_sample.docx": (10, "2019-07-01 2019-07-02 2019-07-04 2019-07-03 2019-07-04 2019-07-02 2019-07-03 2019-07-03 2019-07-03 2019-07-02"),
    "lexisnexis_en.html": (2, "1991-12-19 1993-01-28"),
    "lexisnexis_fr.html": (3, "2013-04-12 2013-10-14 2013-03-10"),
    "factiva.html": (2, "2011-12-29 2011-12-29"),
    "factiva.xml": (3, "2012-01-09 2012-01-06 2012-05-06"),
}  # fmt: skip
_REAL_TITLES = {  # words of each title, in order
    "nexis_sample.txt": [5, 5, 5, 8, 17, 14, 5, 5, 5, 1],
    "nexis_sample.docx": [5, 5, 5, 8, 8, 14, 2, 8, 5, 3],
    "lexisnexis_en.html": [2, 4],
    "lexisnexis_fr.html": [4, 5, 5],
    "factiva.html": [2, 2],
    "factiva.xml": [5, 6, 5],
}
_REAL_NEWSPAPERS = {
    "nexis_sample.txt": [12, 8, 17, 18, 18, 18, 8, 23, 13, 19],  # characters of each name
    "nexis_sample.docx": [21] * 10,
    "lexisnexis_en.html": [14, 14],
    "lexisnexis_fr.html": [11, 11, 11],
    "factiva.html": [14, 12],
    "factiva.xml": [12, 12, 12],
}
_OWN_LINES = (
    "LOAD-DATE",
    "Load-Date",
    "LENGTH:",
    "Length:",
    "DOCUMENTS",
    "End of Document",
    "PUBLICATION-TYPE",
    "SUJET:",
    "Copyright",
)


def _real(name: str) -> tuple[list[Document], list[DiplographError]]:
    path = SHARED / "exports" / name
    if not path.exists():
        pytest.skip("DIPLOGRAPH_SHARED names no folder with real exports")
    return read(path)


@pytest.mark.parametrize("name", _REAL)
def test_real_exports(name: str) -> None:
    """Every article, with its day, and titles and newspapers as long as they are."""
    documents, problems = _real(name)
    count, days = _REAL[name]

    assert len(documents) == count
    assert " ".join(str(d.source.date) for d in documents) == days
    assert [len((d.source.title or "").split()) for d in documents] == _REAL_TITLES[name]
    assert [len(d.source.publisher or "") for d in documents] == _REAL_NEWSPAPERS[name]
    assert not [own for own in _OWN_LINES for d in documents if own in d.text]
    assert ["146 articles, and 2 were" in str(p) for p in problems] == ([True] if name == "lexisnexis_en.html" else [])


def test_a_real_export_of_an_agency() -> None:
    """It says that it has twenty articles; it has nineteen."""
    documents, (problem,) = _real("factiva_reuters.xml")

    assert len(documents) == 19
    assert {d.source.publisher for d in documents} == {"Reuters-21578"}
    assert sorted({str(d.source.date) for d in documents}) == ["1987-02-26", "1987-03-01", "1987-03-02"]
    assert "announces 20 articles, and 19 were found" in str(problem)


@pytest.mark.parametrize("corpus", ["world_news", "general_news", "white_house", "documents"])
def test_texts_of_corpora_are_not_split(corpus: str) -> None:
    """Thousands of real texts, none of which is an export, each as a file of its own."""
    path = SHARED / "corpora" / f"{corpus}.jsonl"
    if not path.exists():
        pytest.skip("DIPLOGRAPH_SHARED names no folder with corpora")
    with path.open(encoding="utf-8") as lines:
        texts = [
            text
            for line, _ in zip(lines, range(1_500), strict=False)
            if (text := json.loads(line).get("text", "")).strip()
        ]
    for at, text in enumerate(texts):
        write(f"texts/{at:05}.txt", text)
    documents, problems = read("texts")

    assert len(documents) == len(texts) > 50
    assert "looks like an export" not in messages(problems)
