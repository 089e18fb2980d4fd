"""Live blogs and pages with several entries: a document an entry; lists of links: none."""

import datetime as dt
import json
import time

import pytest
from fuzz.samples import zipped
from reading import PROSE, messages, read, write

from diplograph.extract.model import Document


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(str(tmp_path))


def _told(documents: list[Document]) -> list[tuple[str | None, str, str]]:
    return [(d.source.title, str(d.source.date), " ".join(d.text.split())) for d in documents]


def _page(body: str, *, data: object = None, head: str = "") -> str:
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>' if data else ""
    return f"<!DOCTYPE html><html><head><title>The lake, live</title>{head}{script}</head><body>{body}</body></html>"


def _entry(at: int, tag: str = "article", text: str = PROSE, more: str = "") -> str:
    return (
        f'<{tag} class="post" id="e{at}"><div><time datetime="2021-08-{at:02}T08:00:00+02:00">{at} Aug</time>{more}</div><h3>Entry {at}</h3>'
        f"<p>{text}</p><p>They spoke of grain on day {at}.</p><figure><figcaption>A photograph</figcaption></figure></{tag}>"
    )


_SITE = '<meta property="og:site_name" content="The Gazette"><link rel="canonical" href="https://example.org/live">'
_BLOG = {
    "@context": "https://schema.org",
    "@type": "LiveBlogPosting",
    "headline": "The lake, live",
    "datePublished": "2021-08-16",
}


def _expected(*days: int) -> list[tuple[str, str, str]]:
    return [(f"Entry {at}", f"2021-08-{at:02}", f"{PROSE} They spoke of grain on day {at}.") for at in days]


@pytest.mark.parametrize("tag", ["article", "section", "div", "li"])
def test_entries_of_a_live_blog(tag: str) -> None:
    """Each has its own day; of a page, the publisher and address."""
    entries = "".join(_entry(at, tag) for at in (18, 17, 16))
    page = _page(
        f'<h1>The lake, live</h1><time datetime="2021-08-18">18</time><div class="live-blog">{entries}</div>',
        head=_SITE,
    )
    documents, problems = read(write("a.html", page))

    assert problems == []
    assert _told(documents) == _expected(18, 17, 16)
    assert {(d.source.publisher, d.source.url) for d in documents} == {("The Gazette", "https://example.org/live")}
    assert [d.source.id for d in documents] == ["a.html:1", "a.html:2", "a.html:3"]


def test_an_entry_with_two_times_and_one_without_heading() -> None:
    """The first of the times counts; the title is then that of the page."""
    first = _entry(17, more='<time datetime="2021-08-20">updated</time>')
    second = _entry(16).replace("<h3>Entry 16</h3>", "")
    documents, _ = read(write("a.html", _page(f"<h1>The lake, live</h1><main>{first}{second}</main>", data=_BLOG)))

    assert _told(documents)[0] == _expected(17)[0]
    assert _told(documents)[1] == ("The lake, live", *_expected(16)[0][1:])


def test_updates_in_json_ld() -> None:
    """Where the page shows none, as where a script builds it."""
    updates = [
        {
            "@type": "BlogPosting",
            "headline": "One",
            "datePublished": "2021-08-17T05:00:00Z",
            "articleBody": f"<p>{PROSE}</p>",
        },
        {
            "@type": "BlogPosting",
            "headline": "Two",
            "dateModified": "2021-08-16",
            "articleBody": PROSE,
            "url": "https://example.org/2",
        },
        {"@type": "BlogPosting", "headline": "Three", "articleBody": ""},
    ]
    page = _page("<h1>The lake, live</h1><div id=app></div>", data={**_BLOG, "liveBlogUpdate": updates})
    documents, _ = read(write("a.html", page))

    assert _told(documents) == [("One", "2021-08-17", PROSE), ("Two", "2021-08-16", PROSE)]
    assert documents[1].source.url == "https://example.org/2"


def test_a_page_of_several_articles() -> None:
    """As a blog's first page, if none is the article and the others what stands around it."""
    documents, _ = read(write("a.html", _page("".join(map(_entry, (18, 17, 16))))))

    assert _told(documents) == _expected(18, 17, 16)


_TEASERS = "".join(_entry(at) for at in (3, 4, 5))
_LONG = "".join(f"<p>{PROSE} They spoke of grain, and of the lake, for the {at}th time.</p>" for at in range(40))
_ONE = {
    "an article with others below it": f'<main><article><h1>A visit</h1><time datetime="2021-08-16"></time>{_LONG}</article></main>{_TEASERS}',
    "an article with comments": f'<article><h1>A visit</h1><time datetime="2021-08-16"></time><p>{PROSE}</p>'
    + "".join(_entry(at, "div").replace('class="post"', 'class="comment"') for at in (17, 18, 19))
    + "</article>",
    "an article with two times": f'<article><h1>A visit</h1><time datetime="2021-08-16"></time><time datetime="2021-08-17"></time>{_LONG}</article>',
    "a short one with links": f"<h1>A visit</h1><p>{PROSE} {PROSE} {PROSE} {PROSE} {PROSE}</p>"
    + "".join(f'<h3><a href="/{at}">Another visit to the lake {at}</a></h3>' for at in range(20)),
    "one that says so": f'<meta property="og:type" content="article"><h1>A visit</h1><p>{PROSE}</p>'
    + "".join(f'<li><a href="/{at}">Another visit to the lake {at}</a></li>' for at in range(20)),
}


@pytest.mark.parametrize("body", _ONE.values(), ids=_ONE)
def test_articles_are_one_document(body: str) -> None:
    """Whatever stands around them."""
    documents, problems = read(write("a.html", _page(body)))

    assert len(documents) == 1, messages(problems)
    assert PROSE in documents[0].text
    assert documents[0].source.id == "a.html"


_LISTS = {
    "headlines": "".join(f'<li><a href="/{at}">Envoy and premier meet {at}</a></li>' for at in range(12)),
    "teasers": "".join(
        f'<div class="card"><h3><a href="/{at}">Envoy and premier meet {at}</a></h3><p>{PROSE} {PROSE}</p></div>'
        for at in range(12)
    ),
    "a table": "<table>"
    + "".join(f'<tr><td>{at}.8.2021</td><td><a href="/{at}">Envoy and premier meet</a></td></tr>' for at in range(12))
    + "</table>",
}


@pytest.mark.parametrize("body", _LISTS.values(), ids=_LISTS)
def test_lists_of_links_are_named(body: str) -> None:
    """Nothing is read from them."""
    documents, (problem,) = read(write("a.html", _page(f"<h1>News</h1><main>{body}</main>")))

    assert documents == []
    assert str(problem) == "a.html is a list of 12 links, and no article: nothing was read from it."


def test_live_blogs_in_archives() -> None:
    """In ZIP as a file of its own."""
    page = _page("".join(map(_entry, (18, 17, 16))), data=_BLOG).encode()
    documents, _ = read(write("a.zip", zipped({"x/a.html": page})))

    assert [d.source.date for d in documents] == [dt.date(2021, 8, at) for at in (18, 17, 16)]


_HOSTILE = {
    "times": "<article><time datetime='2021-08-16'>" * 4_000,
    "siblings": "<div class=liveblog>" + "<div><time datetime='2021-08-16'></time>a b c d e f</div>" * 6_000,
    "updates": json.dumps({**_BLOG, "liveBlogUpdate": [{"articleBody": PROSE, "datePublished": "2021"}] * 5_000}).join(
        ('<script type="application/ld+json">', "</script>")
    ),
    "nested updates": '<script type="application/ld+json">' + '{"@type":"LiveBlogPosting","liveBlogUpdate":[' * 20_000 + "</script>",
    "links": '<p><a href="/x">one two three four five</a>' * 6_000,
    "nested links": "<div><a href='/x'>one two three four five</a>" * 6_000,
    "marks": "<article " * 50_000 + "<time " * 50_000,
}  # fmt: skip


@pytest.mark.parametrize("body", _HOSTILE.values(), ids=_HOSTILE)
def test_hostile_pages_take_seconds(body: str) -> None:
    """What comes of each is documents, or a problem; twice the page takes about twice the time."""
    took = []
    for size in (len(body) // 2, len(body)):
        began = time.process_time()
        documents, problems = read(write(f"{size}.html", _page(body[:size])))
        took.append(time.process_time() - began)
        assert len(documents) <= 2_000
        assert documents or problems

    assert took[1] < 5 + 3 * took[0]
    assert took[1] < 20
