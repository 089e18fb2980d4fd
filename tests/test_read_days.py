"""Days, titles and publishers that texts, pages and files state: lines that are a day, tails of outlets, templates."""

import datetime as dt
import json
import time
from collections import Counter
from pathlib import Path

import pytest
from reading import PROSE, SHARED, needs_shared, read, write

from diplograph.extract.model import Source
from diplograph.extract.read.day_lines import day_above, day_below, day_of_line
from diplograph.extract.read.declared import data_of
from diplograph.extract.read.header import read_header
from diplograph.extract.read.links import without_links
from diplograph.extract.read.titles import without_outlet
from diplograph.extract.text.clean import clean, dateline_end
from diplograph.extract.text.dateline import day_told

DAY = dt.date(2021, 8, 16)


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


# --- lines that are a day ------------------------------------------------------------------------

DAYS = """2021-08-16|20210816|2021/08/16|16.08.2021|16/08/2021|16 August 2021|16 AUGUST 2021|August 16, 2021|Aug. 16, 2021
16th August, 2021|Monday, 16 August 2021|Mon 16 Aug 2021|August 16, 2021 Monday|2021-08-16T10:00:00Z|2021-08-16 10:30
16 August 2021, 14:30|16 August 2021 at 14:30 GMT|August 16, 2021 10:30 p.m. ET|(16 August 2021)|**16 August 2021**
Published: 16 August 2021|Posted on August 16, 2021|Date: 16 August 2021|16 AUGUST 2021 SG/SM/20894|16 August 2021 No. 12/2021
Vienna, August 16, 2021|LISBON, 16 AUGUST 2021|New York, August 16, 2021, 12:45 p.m.|16 August 2021."""
NO_DAYS = """16 August|08/09/2021|16-18 August 2021|August 2021|2021|2021-02-30|Updated: 16 August 2021|Accepted: 16 August 2021
2021-08-16 Castro meets Ito|The meeting of 16 August 2021|Castro met Ito on 16 August 2021.|No. 16 of August|16 321 2021
16 August 2021 and 17 August 2021|A letter, 16 August 2021, to Ito"""


@pytest.mark.parametrize("line", [line for row in DAYS.splitlines() for line in row.split("|")])
def test_a_line_that_is_a_day(line: str) -> None:
    """With weekday, time of day, place, label or symbol, and whatever stands around it."""
    assert day_of_line(line) == DAY
    assert day_of_line(f"  {line}\r") == DAY


@pytest.mark.parametrize("line", [line for row in NO_DAYS.splitlines() for line in row.split("|")])
def test_a_line_that_is_none(line: str) -> None:
    """What is a sentence, no day, or two, and a day of something else."""
    assert day_of_line(line) is None


DATED = {
    "an agency's file": (
        "2021-08-16\n\n Castro meets Ito\n\n\n\nLISBON, Aug. 15 (Wire) -- " + PROSE,
        DAY,
        "Castro meets Ito",
    ),
    "one without blank lines": (
        "16 August 2021\nCastro meets Ito\nLISBON, Aug. 15. /WIRE/. " + PROSE,
        DAY,
        "Castro meets Ito",
    ),
    "a long first paragraph": ("16 August 2021\nCastro meets Ito\n" + PROSE * 4, DAY, "Castro meets Ito"),
    "a symbol": ("16 AUGUST 2021 SG/SM/20894\n\nCastro Meets Ito\n\n" + PROSE, DAY, "Castro Meets Ito"),
    "below the headline": ("Castro meets Ito\n16 August 2021\n\n" + PROSE, DAY, "Castro meets Ito"),
    "below it and a blank line": ("Castro meets Ito\n\nMonday, 16 August 2021\n\n" + PROSE, DAY, "Castro meets Ito"),
    "below an office": ("READOUT\nOffice of the Spokesperson\nAugust 16, 2021\n\n" + PROSE, DAY, "a"),
    "a place": ("Vienna, August 16, 2021, 12:45 p.m.\n\n" + PROSE, DAY, "a"),
    "at the end": (f"{PROSE}\n\nPUTRAJAYA\n\n16 AUGUST 2021\n", DAY, "a"),
    "at the end, with its place": (f"{PROSE}\n\nLISBON, 16 August 2021", DAY, "a"),
    "a dateline under a headline": (
        "Castro meets Ito\nLISBON, Aug. 16, 2021 (Wire) -- " + PROSE,
        DAY,
        "Castro meets Ito",
    ),
    "two days": (f"16 August 2021\n\n{PROSE}\n\n17 August 2021\n\n{PROSE}", DAY, "a"),
    "a chronology": (
        f"14 August 2021\n\n{PROSE}\n\n15 August 2021\n\n{PROSE}\n\n16 August 2021\n\n{PROSE}",
        None,
        None,
    ),
    "within the prose": (f"{PROSE * 6}\n\n16 August 2021\n\n{PROSE}\n\n" + f"{PROSE}\n" * 6, None, "a"),
    "nothing": (PROSE, None, "a"),
}


@pytest.mark.parametrize(("text", "day", "title"), DATED.values(), ids=DATED)
def test_days_of_texts(text: str, day: dt.date | None, title: str | None) -> None:
    """The text stays as given, its prose all in the body; the title is the headline, not the day."""
    (document,), problems = read(write("a.txt", text))

    assert problems == []
    assert document.text == text
    assert PROSE in document.text[document.body :]
    assert document.source.date == day
    assert title is None or document.source.title == title


def test_only_a_bare_day_is_no_prose() -> None:
    """A line with a place belongs to what is told, and so does a day other than the one that is declared."""
    first, placed = f"16 August 2021\n\n{PROSE}", f"Vienna, 16 August 2021\n\n{PROSE}"

    assert read_header(first).body == first.index(PROSE)
    assert read_header(placed).body == 0
    assert read_header(first, dated=DAY).body == first.index(PROSE)
    assert read_header(first, dated=DAY + dt.timedelta(1)).body == 0


def test_what_goes_first() -> None:
    """A header line, then the line, then the file name, then --date; and a row's own day before all."""
    text = f"16 August 2021\n\n{PROSE}"
    row = json.dumps({"text": text, "date": "2020-01-02"})
    other = dt.date(2019, 1, 1)

    assert read(write("2020-01-01.txt", text), date=other)[0][0].source.date == DAY
    assert read(write("2020-01-01 x.txt", PROSE), date=other)[0][0].source.date == dt.date(2020, 1, 1)
    assert read(write("x.txt", PROSE), date=other)[0][0].source.date == other
    assert read(write("a.jsonl", row))[0][0].source.date == dt.date(2020, 1, 2)
    assert read_header(f"date 2020-01-03 A.\n\n{text}").date == dt.date(2020, 1, 3)


@pytest.mark.parametrize(
    "line", ["16 August 2021 ", "12:00 " * 12, "1/" * 39, "A, " * 26, "published " * 8, "SG/" * 26, "1"]
)
def test_time_is_linear(line: str) -> None:
    """A million characters of lines that are nearly days."""
    text = (line[:79] + "\n") * (1_000_000 // (len(line[:79]) + 1))
    begun = time.perf_counter()
    day_above(text)
    day_below(text)
    read_header(text)

    assert time.perf_counter() - begun < 10


# --- datelines of agencies ------------------------------------------------------------------------

DATELINES = """LISBON, September 4. /WIRE/. |LISBON, Sept. 4 (Wire) -- |LISBON, 4 September (Wire) - |LISBON. Sept 4 (Wire) –
Lisbon, Sept 4, IRNA – |TOKYO, Sept. 4 (Wire) _ |Astana. September 4. KazTAG - |YEREVAN, SEPTEMBER 4, ARMENPRESS. |September 4, LISBON (Wire) -"""


@pytest.mark.parametrize("dateline", [line.strip() for row in DATELINES.splitlines() for line in row.split("|")])
def test_datelines_of_agencies(dateline: str) -> None:
    """Their own day is what "today" means, in a document of the next day too."""
    text = f"{dateline} President Castro met Ito today."

    assert text[dateline_end(text) :].startswith("President Castro")
    assert day_told(text, dt.date(2016, 9, 5)) == dt.date(2016, 9, 4)
    assert day_told(f"2016-09-05\n\nCastro meets Ito\n\n{text}", dt.date(2016, 9, 5)) == dt.date(2016, 9, 4)


@pytest.mark.parametrize(
    "text", ["In 2016, Castro met Ito.", "Castro, September 4, met Ito.", "LISBON is far _ Ito said."]
)
def test_what_is_no_dateline(text: str) -> None:
    """A sentence stays whole."""
    assert dateline_end(text) == 0


# --- titles ---------------------------------------------------------------------------------------

TAILS = {
    "Castro calls Ito | Reuters": ([], None, "Castro calls Ito"),
    "Castro calls Ito - BBC News": (["BBC News"], None, "Castro calls Ito"),
    "Castro calls Ito – BBC News": ([], "https://www.bbc.co.uk/news/1", "Castro calls Ito"),
    "Castro calls Ito — The Example Times": (["Example Times"], None, "Castro calls Ito"),
    "Castro calls Ito :: Example": (["Example"], None, "Castro calls Ito"),
    "US-Japan talks - CNN": ([], "https://edition.cnn.com/1", "US-Japan talks"),
    "Castro calls Ito | Politics | Reuters": ([], None, "Castro calls Ito"),
    "Castro calls Ito - a sign of trust": (["BBC"], "https://www.bbc.com", None),
    "Talks in Doha - Qatar": (["Qatar News Agency"], None, None),
    "Remarks by Castro in a gaggle | Detroit, MI": (["The Presidency"], None, None),
    "Remarks by Castro in a gaggle | Detroit": (["The Presidency"], None, None),
    "Lisbon | Tokyo": ([], None, None),
    "Castro calls Ito | she was late": ([], None, None),
    "Castro calls Ito": (["Castro calls Ito"], None, None),
}


@pytest.mark.parametrize("title", TAILS)
def test_a_title_loses_its_outlet(title: str) -> None:
    """And nothing that may belong to it."""
    names, url, left = TAILS[title]

    assert without_outlet(title, names, url)[0] == (left or title)


def test_titles_of_rows() -> None:
    """As those of pages, by the publisher or the address of the row."""
    row = {"text": PROSE, "title": "Castro calls Ito - Example Post", "publisher": "Example Post"}
    (document,), _ = read(write("a.json", json.dumps([row])))

    assert (document.source.title, document.source.publisher) == ("Castro calls Ito", "Example Post")


# --- pages ----------------------------------------------------------------------------------------

FIRST = "The foreign minister, Ana Castro, called her Japanese counterpart, Jun Ito, on Monday to discuss trade in the region."
SECOND = "The two ministers agreed to meet again before the end of the year, and their officials will prepare the agenda of it."
TEMPLATE = '<i data-news="x" timestamp="2011-02-04 00:00:00"></i>'


def _page(head: str = "", above: str = "", below: str = "", heading: str = "<h1>Castro calls Ito</h1>") -> str:
    article = f"{heading}{above}<p>{FIRST}</p><p>{SECOND}</p>{below}"
    return (
        f'<!DOCTYPE html><html lang="en"><head>{head}</head><body>{TEMPLATE}<article>{article}</article></body></html>'
    )


def _meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


LD = '<script type="application/ld+json">{}</script>'
PAGES = {
    "a day at the end": (_page(below="<p>LISBON</p><p>16 AUGUST 2021</p>"), DAY),
    "a day at the beginning": (_page(above="<p>16 August 2021</p>"), DAY),
    "a dateline": (_page(above=f"<p>LISBON, August 16, 2021 (Wire) - {FIRST}</p>"), DAY),
    "a day that is declared goes first": (
        _page(_meta("article:published_time", "2021-08-16T10:00:00Z"), below="<p>18 August 2021</p>"), DAY),
    "modified is not published": (
        _page(_meta("article:modified_time", "2023-02-02T10:00:00Z"), above="<p>16 August 2021</p>"), DAY),
    "of long ago": (_page('<meta name="dc.date" content="1948-02-17">'), dt.date(1948, 2, 17)),
    "of long ago, in an element of time": (
        _page(above='<time datetime="1948-02-17">17 February 1948</time>'), dt.date(1948, 2, 17)),
    "data of the article": (_page(LD.format(json.dumps({"@type": "NewsArticle", "datePublished": "2021-08-16"}))), DAY),
    "no day of a build or a picture": (
        _page('<meta name="build-date" content="2023-05-05"><meta property="og:image:url" content="/2019/05/03/a.jpg">',
              above="<p>16 August 2021</p>"), DAY),
    "nothing else": (_page(), dt.date(2011, 2, 4)),
}  # fmt: skip


@pytest.mark.parametrize(("page", "day"), PAGES.values(), ids=PAGES)
def test_days_of_pages(page: str, day: dt.date) -> None:
    """What the page declares for its article or shows, else what its text states, and only then an attribute of a template."""
    (document,), _ = read(write("a.html", page))

    assert document.source.date == day


NAMED = {
    "a tail": _page(f"<title>Castro calls Ito | Example Post</title>{_meta('og:title', 'Castro calls Ito - Example Post')}"
                    f"{_meta('og:site_name', 'Example Post')}", heading=""),
    "the wrong way round": _page(f"<title>Example Post - Castro calls Ito</title>{_meta('og:title', 'Example Post')}"
                                 f"{_meta('og:site_name', 'Castro calls Ito')}<meta name='application-name' content='Example Post'>"),
    "the two halves of a title, one with a full stop": _page(
        "<title>Example Post - Press release: H.E. Castro calls Ito</title>", heading=""),
    "the site as the title": _page(f"<title>Castro calls Ito</title>{_meta('og:title', 'Example Post')}"
                                   f"{_meta('og:site_name', 'Example Post')}"),
    "the publisher in data": _page("<title>Castro calls Ito | Example Post</title>" + LD.format(json.dumps(
        {"@graph": [{"@type": "NewsArticle", "headline": "Castro calls Ito",
                     "publisher": {"@type": "Organization", "name": "Example Post"}}]}))),
    "the publisher in the title alone": _page("<title>Castro calls Ito | Example Post</title>"),
    "an update's headline": _page(f"<title>Castro calls Ito</title>{_meta('og:site_name', 'Example Post')}" + LD.format(json.dumps(
        {"@type": "LiveBlogPosting", "headline": "Castro calls Ito",
         "liveBlogUpdate": [{"@type": "BlogPosting", "headline": "Another"}]}))),
}  # fmt: skip


@pytest.mark.parametrize("page", NAMED.values(), ids=NAMED)
def test_titles_and_publishers_of_pages(page: str) -> None:
    """Each where it belongs."""
    (document,), _ = read(write("a.html", page))
    title = (document.source.title or "").removeprefix("Press release: H.E. ")

    assert (title, document.source.publisher) == ("Castro calls Ito", "Example Post")


@pytest.mark.parametrize("heading", ["<h1>Example Post</h1>", "<h1>Example Post</h1><h1>Castro calls Ito</h1>"])
@pytest.mark.parametrize("name", ["title", "dc.title", "parsely-title", "og:title"])
def test_a_heading_that_is_the_name_of_the_site(heading: str, name: str) -> None:
    """A logo is no title, where the page has one, and swaps nothing."""
    head = f'<title>Castro calls Ito - Example Post</title><meta name="{name}" content="Castro calls Ito">'
    (document,), _ = read(write("a.html", _page(head + _meta("og:site_name", "Example Post"), heading=heading)))

    assert (document.source.title, document.source.publisher) == ("Castro calls Ito", "Example Post")


def test_a_heading_keeps_its_bar() -> None:
    """What the page itself shows as its heading is all title."""
    title = "Remarks by Castro in a gaggle | Detroit"
    (document,), _ = read(write("a.html", _page(f"<title>{title}</title>", heading=f"<h1>{title}</h1>")))

    assert document.source.title == title


LINKS = [
    '<p><strong>READ MORE: </strong><a href="/x">Putin meets Xi in Beijing</a></p>',
    '<p>Also read | <a href="/x">Putin meets Xi in Beijing</a></p>',
    '<p><a href="/x">READ MORE: Putin meets Xi in Beijing</a></p>',
    '<p><a href="/x">Putin meets Xi in Beijing</a></p>',
    '<div>Related stories: <a href="/x">Putin meets Xi in Beijing</a></div>',
    "<p>See also: Putin meets Xi in Beijing</p>",
    "<p>Read more | Putin meets Xi in Beijing</p>",
]


@pytest.mark.parametrize("link", LINKS)
def test_links_to_other_stories_are_no_text(link: str) -> None:
    """With or without an anchor; what stands around them stays."""
    (document,), _ = read(write("a.html", _page(below=link + f"<p>{FIRST[:-1]} and fish.</p>")))
    told = clean(document.text).text

    assert "Putin" not in told
    assert all(words in told for words in (FIRST, SECOND, "and fish."))


@pytest.mark.parametrize(
    "block",
    ["<p>He met <a href='/x'>Xi in Beijing</a>.</p>", "<p><a href='/x'>Putin met Xi in Beijing.</a></p>",
     "<p>The note read: Putin will meet <a href='/x'>Xi in Beijing</a></p>", "<ul><li><a href='/x'>Putin to meet Xi in Beijing</a></li></ul>"],
)  # fmt: skip
def test_sentences_with_links_are_text(block: str) -> None:
    """So is the item of a list; what an article is, is for others to say."""
    from lxml import html

    tree = html.document_fromstring(_page(below=block))

    assert "Xi in Beijing" in without_links(tree).text_content()


def test_a_page_of_links_keeps_them() -> None:
    """A list of releases is all that such a page has."""
    from lxml import html

    tree = html.fromstring("<body>" + "".join(f"<p><a href='/{n}'>Release {n}</a></p>" for n in range(9)) + "</body>")

    assert len(list(without_links(tree).iter("p"))) == 9


@pytest.mark.parametrize(
    "data", ["[" * 100_000, "{}", "null", '"x"', "{", json.dumps({"a": [{"headline": "x"}] * 50_000}), '{"publisher": 5, "headline": {}}']
)  # fmt: skip
def test_odd_data_does_no_harm(data: str) -> None:
    """Whatever a page puts there, and however much."""
    from lxml import html

    begun = time.perf_counter()
    data_of(html.fromstring(f"<body>{LD.format(data)}<p>x</p></body>"))

    assert time.perf_counter() - begun < 5


# --- on what others wrote -------------------------------------------------------------------------


@needs_shared
def test_days_of_corpora_are_right() -> None:
    """Of texts whose day is known, those that state one state that day, but for remarks printed the day after."""
    found = Counter[bool]()
    for corpus in ("documents", "white_house", "world_news"):
        for line in (SHARED / "corpora" / f"{corpus}.jsonl").read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            day = read_header(record["text"]).date
            if day is not None:
                found[str(day) == record["date"]] += 1

    assert found[True] > 300
    assert found[False] < 0.03 * found.total()


@needs_shared
def test_titles_of_corpora_stay() -> None:
    """Not one title of thousands is cut, places behind bars included, but an outlet's."""
    for path in sorted((SHARED / "corpora").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            assert without_outlet(record["title"], [record.get("publisher")])[1] is None or "publisher" not in record


@needs_shared
def test_cases_with_their_right_values() -> None:
    """Days and titles of the imitations that others made."""
    documents = {
        d.source.id.rsplit("/", 1)[-1]: d.source
        for d in read(
            SHARED / "cases" / "html", SHARED / "cases" / "docs" / "un.txt", SHARED / "cases" / "docs" / "xinhua.txt"
        )[0]
    }

    def known(name: str) -> tuple[str, str | None]:
        source: Source = documents[name]
        return str(source.date), source.title

    assert known("xinhua.txt") == ("2016-09-04", "Chinese president meets Turkish counterpart")
    assert known("un.txt") == ("2021-09-08", "Secretary-General Meets with Foreign Minister of Qatar")
    assert known("template_timestamp.html") == ("2022-01-25", "Call with the foreign minister")
    assert known("liveblog.html:1") == ("2021-08-17", "Wang calls Lavrov")
    assert known("liveblog.html:2") == ("2021-08-16", "Raab back")
    for name in ("htmldate28_expiry", "modified_only", "newspaper153_time", "newspaper575_dcdate", "related_inline"):
        assert known(f"{name}.html") == ("2021-08-16", "Blinken calls Lavrov")
