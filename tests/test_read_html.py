"""Web pages: the article, what the page says of itself, and pages made to do harm."""

import datetime as dt
import time

import pytest
from reading import PROSE, messages, read, write

from diplograph.extract.read import InputNotice

PAGE = """<!DOCTYPE html><html><head><title>Castro meets Ito | Example News</title><meta charset="{charset}">
<meta property="og:site_name" content="Example News"><meta property="og:title" content="Castro meets Ito">
<link rel="canonical" href="https://news.example/castro-ito">
<meta property="article:published_time" content="2021-08-16T09:00:00Z"></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav><article>
<p>The foreign minister, José Castro, met her Japanese counterpart, Jun Ito, in Lisbon on Monday to discuss trade.</p>
<p>The two ministers agreed to <a href="/x">meet again</a> in <b>Tokyo</b> in the autumn, the ministry
said in a statement that was published after the talks.</p><!-- a comment --><script>alert("script")</script></article>
<aside><a href="/y">Most read: ten cats</a></aside><footer>Copyright 2024 Example News</footer></body></html>"""


pytestmark = pytest.mark.usefixtures("in_an_empty_folder_without_network")


@pytest.mark.parametrize("name", ["a.html", "a.HTM", "a.xhtml"])
def test_page(name: str) -> None:
    """The text is the article, paragraph by paragraph; the rest comes from the head."""
    (document,), problems = read(write(name, PAGE.format(charset="utf-8")))
    first, second = document.text.split("\n\n")

    assert problems == []
    assert first.startswith("The foreign minister, José Castro, met")
    assert second.startswith("The two ministers agreed to meet again in Tokyo in the autumn, the ministry said")
    assert second.endswith("after the talks.")
    source = document.source
    assert (source.id, source.title, source.date) == (name, "Castro meets Ito", dt.date(2021, 8, 16))
    assert (source.url, source.publisher) == ("https://news.example/castro-ito", "Example News")


ENCODINGS = {
    "declared Latin-1": ("iso-8859-1", "cp1252"),
    "declared and not so": ("windows-1251", "utf-8"),
    "declared, and no encoding": ("base64", "cp1252"),
    "with a mark": ("utf-8", "utf-8-sig"),
    "UTF-16": ("utf-16", "utf-16"),
    "UTF-16 without a mark": ("utf-16", "utf-16-le"),
    "UTF-32": ("utf-8", "utf-32"),
}


@pytest.mark.parametrize(("charset", "encoding"), ENCODINGS.values(), ids=ENCODINGS)
def test_encoding(charset: str, encoding: str) -> None:
    """Names keep their accents whatever a page claims of its encoding."""
    documents, _ = read(write("a.html", PAGE.format(charset=charset).encode(encoding)))

    assert "José Castro" in documents[0].text


SHORT = {
    "a paragraph": (f"<p>{PROSE}</p>", PROSE),
    "two": ("<p>A met B.</p><p>C &amp; D met.<br>E", "A met B.\n\nC & D met.\n\nE"),
    "no tags": (PROSE, PROSE),
    "an address": ("http://news.example/never-fetched", "http://news.example/never-fetched"),
    "broken": ("<p>A met <b>B<p>C met D</i>.</div>", "A met B\n\nC met D."),
    "zeros": ("\0<p>A\0 met B.</p>", "A met B."),
    "an XML declaration": (f'<?xml version="1.0" encoding="latin-1"?><html><body>{PROSE}</body></html>', PROSE),
    "a script": (f"<html><head><title>T</title></head><body>{PROSE}<script>x</script></body></html>", PROSE),
}


@pytest.mark.parametrize(("page", "text"), SHORT.values(), ids=SHORT)
def test_a_short_page_is_not_lost(page: str, text: str) -> None:
    """A page that is no article gives all of its text."""
    documents, problems = read(write("a.html", page))

    assert [d.text for d in documents] == [text]
    assert problems == []


@pytest.mark.parametrize("quote", ['"', "'"])
def test_a_drawing_takes_nothing_from_a_page(quote: str) -> None:
    """The points of a path are one attribute, however many they are: date, publisher and title stay."""
    drawing = f"<svg><path d={quote}M {' '.join(map(str, range(5_000)))}{quote}/></svg>"
    head = '<title>Talks</title><meta property="article:published_time" content="2021-08-16"><meta property="og:site_name" content="Daily">'
    documents, _ = read(write("a.html", f"<html><head>{head}</head><body>{drawing}<p>{PROSE}</p></body></html>"))

    (source,) = [d.source for d in documents]
    assert (source.title, str(source.date), source.publisher) == ("Talks", "2021-08-16", "Daily")


@pytest.mark.parametrize("page", ["", " \n", "<html></html>", "<html><body><script>x</script></body></html>"])
def test_an_empty_page_is_a_notice(page: str) -> None:
    """Nothing is to be read in it, and nothing is wrong."""
    documents, problems = read(write("a.html", page))

    assert documents == []
    assert [type(p) for p in problems] == [InputNotice]


HOSTILE = {
    "nested": "<div>" * 100_000 + PROSE,
    "inline": "<p><b><i>" * 50_000 + PROSE,
    "attributes": "<p " + " ".join(f"a{n}=b" for n in range(300_000)) + f">{PROSE}",
    "attributes without spaces": "<p " + "".join(f"/a{n}" for n in range(300_000)) + f">{PROSE}",
    "quotes": "<p " + "=\" =' " * 500_000,
    "space": "<html><body><article><p>" + " \n" * 1_900_000 + PROSE,
    "spans": "<html><body><article><p>" + "<span>A</span>" * 49_000,
    "angles": "<" * 3_900_000,
    "comments": "<!--" * 900_000,
    "tables": "<table><tr><td>" * 60 + "<tr><td>A met B" * 19_000,
    "metadata": '<meta property="og:title" content="x"><meta name=date content="2021-13-45">' * 24_000,
    "lists in JSON": f'<script type="application/ld+json">{"[" * 1_000_000}</script><p>{PROSE}',
    "broken JSON-LD": f"""<script type="application/ld+json">{'{"author":' * 20_000}</script><p>{PROSE}""",
    "broken JSON-LD of publishers": f"""<script type="application/ld+json">{'"publisher":{' * 20_000}</script><p>{PROSE}""",
    "over the limit": "<p>" + "x" * 4_000_001,
}


@pytest.mark.parametrize("page", HOSTILE.values(), ids=HOSTILE)
def test_hostile_pages_take_seconds(page: str) -> None:
    """What no page holds is read plainly or refused by name, soon; the next file is read."""
    begun = time.monotonic()
    documents, problems = read(write("a.html", page), write("good.txt", PROSE))

    assert time.monotonic() - begun < 20
    assert documents[-1].source.id == "good.txt"
    assert len(documents) == 2 or "a.html" in messages(problems)
