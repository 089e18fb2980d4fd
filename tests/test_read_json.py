"""JSON of news services as it is saved: every layout, the fields of each service, what is told of it, and hostile files."""

import gzip
import json
import time
import tracemalloc
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from reading import PROSE, messages, read, write

from diplograph.errors import InputError
from diplograph.extract.model import Source
from diplograph.extract.read import Columns, InputNotice, read_raw
from diplograph.extract.text.clean import clean

DAY = "2021-08-16"


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _article(number: int, **more: Any) -> dict[str, Any]:
    article = {
        "source": {"id": None, "name": "Example Wire"},
        "title": f"Ministers meet, part {number}",
        "url": f"https://example.org/{number}",
        "publishedAt": "2021-08-16T10:00:00Z",
        "content": PROSE,
    }
    return article | more


ONE, TWO = _article(1), _article(2)
LAYOUTS = {
    "a list": json.dumps([ONE, TWO]),
    "a list over lines": json.dumps([ONE, TWO], indent=2),
    "an answer": json.dumps({"status": "ok", "totalResults": 2, "articles": [ONE, TWO]}),
    "an answer over lines": json.dumps({"articles": [ONE, TWO], "status": "ok"}, indent=1),
    "an answer with a title and an address": json.dumps({"title": "News", "link": "https://x", "items": [ONE, TWO]}),
    "a list two objects deep": json.dumps({"response": {"meta": {"hits": 2}, "docs": [ONE, TWO]}}),
    "lines": f"{json.dumps(ONE)}\n{json.dumps(TWO)}\n",
    "lines after a blank": f" \t{json.dumps(ONE)}\n{json.dumps(TWO)}",
    "answers in lines": f"{json.dumps({'articles': [ONE]})}\n{json.dumps({'articles': [TWO]})}\n",
    "answers one after the other": json.dumps({"articles": [ONE]}, indent=1)
    + json.dumps({"articles": [TWO]}, indent=1),
    "answers in a list": json.dumps([{"status": "ok", "articles": [ONE]}, {"status": "ok", "articles": [TWO]}]),
    "lists in a list": json.dumps([[ONE], [TWO]]),
    "a byte order mark": "\ufeff" + json.dumps([ONE, TWO]),
    "UTF-16": json.dumps([ONE, TWO], indent=1).encode("utf-16"),
}


@pytest.mark.parametrize("suffix", [".json", ".jsonl", ".ndjson"])
@pytest.mark.parametrize("content", LAYOUTS.values(), ids=LAYOUTS)
def test_layouts(content: str | bytes, suffix: str) -> None:
    """Each of these holds the same two articles, whatever its name promises, and says nothing else."""
    documents, problems = read(write(f"a{suffix}", content))

    assert problems == []
    assert [d.text for d in documents] == [PROSE, PROSE]
    assert [d.source.id for d in documents] == [f"a{suffix}:1", f"a{suffix}:2"]
    assert [d.source.url for d in documents] == ["https://example.org/1", "https://example.org/2"]
    assert {(d.source.publisher, str(d.source.date)) for d in documents} == {("Example Wire", DAY)}


@pytest.mark.parametrize(
    "content",
    [json.dumps({"title": "A visit", "text": PROSE}), json.dumps({"title": "A visit", "text": PROSE}, indent=1),
     json.dumps({"17": {"title": "A visit", "text": PROSE}}), json.dumps({"meine_texte": [{"title": "A visit", "text": PROSE}]})],
)  # fmt: skip
def test_one_article_and_lists_under_other_keys(content: str) -> None:
    """An object that is an article is one; under a key that nobody knows, what has a whole text is read."""
    documents, problems = read(write("a.json", content))

    assert [(d.source.title, d.text) for d in documents] == [("A visit", PROSE)]
    assert problems == []


@pytest.mark.parametrize("pack", [lambda data: data, gzip.compress], ids=["plain", "packed"])
@pytest.mark.parametrize("layout", ["a list", "an answer over lines", "lines"])
def test_standard_input(layout: str, pack: Any) -> None:
    """JSON that comes without a name is known by how it begins."""
    content = LAYOUTS[layout]
    assert isinstance(content, str)

    assert len(read("-", stdin=BytesIO(pack(content.encode())))[0]) == 2


SERVICES: dict[str, tuple[Any, Source]] = {
    "NewsAPI": (
        {"status": "ok", "articles": [ONE]},
        Source("a.json:1", "Ministers meet, part 1", None, "https://example.org/1", "Example Wire"),
    ),
    "GDELT": (
        {"articles": [{"url": "https://example.org/1", "url_mobile": "", "title": "Ministers meet", "seendate": "20210816T120000Z",
                       "domain": "example.org", "language": "English", "text": PROSE}]},
        Source("a.json:1", "Ministers meet", None, "https://example.org/1", "example.org"),
    ),
    "Guardian": (
        {"response": {"status": "ok", "results": [
            {"id": "world/2021/aug/16/ministers", "webPublicationDate": "2021-08-16T12:00:00Z", "webTitle": "Ministers meet",
             "webUrl": "https://example.org/1", "apiUrl": "https://api.example.org/1",
             "fields": {"trailText": "Short.", "body": f"<p>{PROSE}</p>", "bodyText": PROSE, "publication": "Example Paper"}}]}},
        Source("world/2021/aug/16/ministers", "Ministers meet", None, "https://example.org/1", "Example Paper"),
    ),
    "New York Times": (
        {"status": "OK", "response": {"docs": [
            {"_id": "nyt://article/1", "abstract": "Short.", "lead_paragraph": PROSE, "web_url": "https://example.org/1",
             "headline": {"main": "Ministers meet", "kicker": None}, "pub_date": "2021-08-16T09:00:00+0000",
             "source": "Example Times", "multimedia": [{"caption": "No text."}]}]}},
        Source("nyt://article/1", "Ministers meet", None, "https://example.org/1", "Example Times"),
    ),
    "Event Registry": (
        {"articles": {"page": 1, "results": [
            {"uri": "77", "lang": "eng", "date": "2021-08-16", "dateTime": "2021-08-16T12:00:00Z", "title": "Ministers meet",
             "url": "https://example.org/1", "body": PROSE, "source": {"uri": "example.org", "title": "Example Post"}}]}},
        Source("77", "Ministers meet", None, "https://example.org/1", "Example Post"),
    ),
    "Media Cloud": (
        [{"stories_id": 5, "publish_date": "2021-08-16 09:12:33", "title": "Ministers meet", "url": "https://example.org/1",
          "media_id": 1, "media_name": "Example Gazette", "story_text": PROSE}],
        Source("5", "Ministers meet", None, "https://example.org/1", "Example Gazette"),
    ),
    "Elasticsearch": (
        {"took": 1, "hits": {"total": {"value": 1}, "hits": [
            {"_id": "e1", "_source": {"title": "Ministers meet", "date": "2021-08-16", "text": PROSE, "source": "Example Wire"}}]}},
        Source("e1", "Ministers meet", None, None, "Example Wire"),
    ),
    "JSON Feed": (
        {"version": "https://jsonfeed.org/version/1.1", "title": "Example Blog", "items": [
            {"id": "f1", "url": "https://example.org/1", "title": "Ministers meet", "content_text": PROSE,
             "date_published": "2021-08-16T10:00:00+02:00"}]},
        Source("f1", "Ministers meet", None, "https://example.org/1", None),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("answer", "source"), SERVICES.values(), ids=SERVICES)
def test_services(answer: Any, source: Source) -> None:
    """Title, day, address and publisher come from the fields that each service has them in, and so does the text."""
    (document,), _ = read(write("a.json", json.dumps(answer)))

    assert document.text == PROSE
    assert str(document.source.date) == DAY
    for field in ("id", "title", "url", "publisher"):
        assert getattr(document.source, field) == getattr(source, field), field


def test_the_same_names_in_csv() -> None:
    """A table that was made of such an answer has the same names, some with a full stop in them."""
    table = f'source.name,publishedAt,webTitle,fields/bodyText\nExample Wire,2021-08-16T10:00:00Z,A visit,"{PROSE}"\n'
    (document,), problems = read(write("a.csv", table))

    assert problems == []
    assert (document.source.publisher, document.source.title, document.text) == ("Example Wire", "A visit", PROSE)
    assert str(document.source.date) == DAY


def test_named_fields() -> None:
    """A field within another can be named, and a name wins over what is usual."""
    columns = Columns(text="parts.long", publisher="meta.paper")
    record = {"text": "No.", "parts": {"long": PROSE}, "meta": {"paper": "Example Post"}, "source": "No"}
    (document,), problems = read(write("a.json", json.dumps([record])), columns=columns)

    assert problems == []
    assert (document.text, document.source.publisher) == (PROSE, "Example Post")


# --- what is told once ---------------------------------------------------------------------------

CUT = "Ana Castro met Jun Ito. Mr. Ito then met Wa"


@pytest.mark.parametrize("mark", ["… [+2219 chars]", "... [+7 chars]", "…[+12 chars]\n"])
def test_a_cut_text_loses_its_broken_sentence(mark: str) -> None:
    """All of it, title and initials included; a sentence that is whole stays."""
    for text, kept in {
        CUT: "Ana Castro met Jun Ito.",
        "He met J. B. Ito and Mrs. Wa": "",
        'She said "No." Then Dr. Wa': 'She said "No."',
        "Ana met Jun.": "Ana met Jun.",
    }.items():
        assert clean(text + mark).text.strip() == kept


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.csv"])
def test_cut_texts_are_told_once(name: str) -> None:
    """However many there are."""
    text = CUT + "… [+2219 chars]"
    lines = {"a.json": json.dumps([{"text": text}] * 3), "a.jsonl": (json.dumps({"text": text}) + "\n") * 3}
    documents, problems = read(write(name, lines.get(name, "text,id\n" + f'"{text}",\n' * 3)))

    assert len(documents) == 3
    assert [type(p) for p in problems] == [InputNotice]
    assert f"In {name}, 3 texts are cut off by the service" in messages(problems)


@pytest.mark.parametrize("text", [None, "", "[Removed]", "ONLY AVAILABLE IN PAID PLANS", "Jun Ito met Wa… [+99 chars]"])
def test_a_description_in_the_place_of_a_text(text: str | None) -> None:
    """Where the service gives no text, or not one whole sentence; the file says so once."""
    articles = [_article(n, content=text, description=PROSE) for n in (1, 2)]
    documents, problems = read(write("a.json", json.dumps(articles)))

    assert [d.text for d in documents] == [PROSE, PROSE]
    assert "In a.json, 2 texts are missing and `description` was read in its place" in messages(problems)
    assert len(problems) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.csv", f'"URL","Date","Title"\n"https://example.org/1","2021-08-16 14:30:00","{PROSE}"\n'),
     ("a.json", json.dumps([{"url": "https://example.org/1", "seendate": "20210816T143000Z", "title": PROSE}]))],
)  # fmt: skip
def test_lists_of_titles(name: str, content: str) -> None:
    """Services that give addresses and titles alone have no other text."""
    (document,), problems = read(write(name, content))

    assert (document.text, str(document.source.date)) == (PROSE, DAY)
    assert f"In {name}, 1 text is missing and only the title was read" in messages(problems)


@pytest.mark.parametrize("value", ["2021-08-16", "16 Aug 2021", "2021-08-16T10:00:00Z"])
@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.csv"])
def test_a_day_that_was_not_used_is_named_once(name: str, value: str) -> None:
    """Whatever its column is called; with --date-column it is used, and nothing is said."""
    records = [{"text": PROSE, "erschienen": value, "words": "12", "number": 20210816}] * 3
    lines = "".join(json.dumps(record) + "\n" for record in records)
    table = "text,erschienen,words\n" + f"{PROSE},{value},12\n" * 3
    content = {"a.json": json.dumps(records), "a.jsonl": lines, "a.csv": table}[name]
    _, problems = read(write(name, content))
    named, quiet = read(name, columns=Columns(date="erschienen"))

    assert messages(problems) == (
        f"In {name}, no date was taken from `erschienen`, though it looks like one: name it with --date-column."
    )
    assert ({str(d.source.date) for d in named}, quiet) == ({DAY}, [])


# --- what is no list of articles ------------------------------------------------------------------

OTHERS = {
    "a graph": (
        {"directed": True, "multigraph": True, "graph": {}, "nodes": [{"id": "a"}], "edges": []},
        "holds a graph",
    ),
    "a graph for Cytoscape": ({"elements": {"nodes": [], "edges": []}}, "holds a graph"),
    "entities": ({"id": "x", "schema": "Person", "properties": {"name": ["A"]}}, "holds entities of FollowTheMoney"),
    "contacts": ([{"parties": [], "evidence": {}}], "holds contacts, not documents: use `diplograph graph`"),
    "an error": (
        {"status": "error", "message": "The key is wrong"},
        "it has: status, message (it says: The key is wrong)",
    ),
    "a word": ("x", "no list of articles"),
    "an answer without articles": ({"status": "ok", "articles": []}, "holds a list without articles"),
    "an empty list": ([], "holds a list without articles"),
    "comments": ([{"title": "A visit", "comments": [{"text": "No."}]}], "article 1 has an empty `text`"),
}


@pytest.mark.parametrize(("content", "words"), OTHERS.values(), ids=OTHERS)
def test_what_holds_no_articles_says_so(content: Any, words: str) -> None:
    """With the file's name, in one sentence; what diplograph itself wrote is called by its name."""
    documents, problems = read(write("a.json", json.dumps(content)), write("good.txt", PROSE))

    assert [d.source.id for d in documents] == ["good.txt"]
    assert len(problems) == 1
    assert "a.json" in messages(problems)
    assert words in messages(problems)


@pytest.mark.parametrize("suffix", [".json", ".ftm.json"])
def test_what_diplograph_writes_is_no_document(suffix: str) -> None:
    """Its graphs and entities, as they are written."""
    from factories import contact

    from diplograph.graph.formats import write as write_graph

    if suffix == ".ftm.json":
        pytest.importorskip("followthemoney")
    write_graph([contact("Ana Castro", "Jun Ito")], f"a{suffix}")
    documents, problems = read(f"a{suffix}")

    assert documents == []
    assert "not documents" in messages(problems)


@pytest.mark.parametrize(
    ("content", "words"), [("", "is empty"), (" \n\n", "is empty"), ("hello", "no JSON, at its beginning"), (b"\0\1\2\0", "is a binary file")]
)  # fmt: skip
def test_no_json(content: str | bytes, words: str) -> None:
    """It is named, and that's all."""
    documents, problems = read(write("a.json", content))

    assert documents == []
    assert words in messages(problems)


def test_a_file_that_breaks_off() -> None:
    """What came before is read; the message says how far."""
    documents, problems = read(write("a.json", json.dumps([ONE, TWO, ONE])[:-30]))

    assert len(documents) == 2
    assert "a.json is not whole, or no JSON, after article 2" in messages(problems)


def test_what_is_not_utf8_is_read_with_a_notice() -> None:
    """As text is."""
    record = {"text": "José Castro met “Li” in Besançon, Émile said. " * 3}
    (document,), problems = read(write("a.json", json.dumps([record], ensure_ascii=False).encode("cp1252")))

    assert document.text == record["text"]
    assert [type(p) for p in problems] == [InputNotice]
    assert "Windows-1252" in messages(problems)


# --- hostile files --------------------------------------------------------------------------------

HOSTILE = {
    "lists": "[" * 3_000_000,
    "objects": '{"a":' * 3_000_000,
    "long keys": ('{"' + "k" * 999 + '":') * 10_000,
    "a list in an article": '[{"text":' + "[" * 3_000_000,
    "an endless text": '[{"text":"' + "x" * 20_000_000 + '"}]',
    "an endless number": '[{"text":"A met B.","n":' + "9" * 3_000_000 + "}]",
    "an endless fraction": '[{"text":"A met B.","n":0.' + "9" * 3_000_000 + "}]",
    "an endless exponent": '[{"text":"A met B.","n":1e' + "9" * 5_000 + "}]",
    "values around": '{"x":[' + "1," * 3_000_000 + "1]}",
    "fields": '[{"text":"A met B.",' + ",".join(f'"f{n}":{{"g":1}}' for n in range(200_000)) + "}]",
    "articles without text": "[" + '{"a":1},' * 500_000 + "{}]",
    "surrogates": '[{"text":"' + "\\ud800" * 100_000 + '"}]',
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_take_seconds(content: str) -> None:
    """What no service saves is refused by name or read, soon; the next file is read."""
    begun = time.monotonic()
    documents, problems = read(write("a.json", content), write("good.txt", PROSE))

    assert time.monotonic() - begun < 20
    assert documents[-1].source.id == "good.txt"
    assert len(documents) == 2 or "a.json" in messages(problems)
    assert all(isinstance(problem, InputError) for problem in problems)


@pytest.mark.parametrize("line_end", ["", "\n"], ids=["one line", "lines"])
def test_memory_does_not_grow_with_the_file(line_end: str) -> None:
    """An article is forgotten when the next is read."""

    def peak(count: int) -> int:
        with Path("a.json").open("w", encoding="utf-8") as file:
            file.write(f'{{"articles": [{line_end}')
            file.writelines(
                json.dumps(_article(number, content=PROSE * 1_000)) + f",{line_end}" for number in range(count)
            )
            file.write(f"{{}}{line_end}]}}")
        tracemalloc.start()
        try:
            assert sum(1 for _ in read_raw(["a.json"], on_error=lambda problem: None)) == count + 1
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    few, many = peak(600), peak(2_400)  # 20 MB, of which the first 16 are looked at, and 80

    assert many < 1.2 * few
