"""Web archives: which records are pages, what is told of them, and archives that are broken or made to do harm."""

import datetime as dt
import gzip
import resource
import time
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from fuzz.samples import http, warc_record
from reading import PROSE, messages, read, write

from diplograph.extract.read import Columns, read_raw
from diplograph.extract.read.text import MOST_BYTES
from diplograph.extract.run.analysis import Settings
from diplograph.extract.run.workers import analyse_all
from diplograph.shards import Job, State, run, shards

pytest.importorskip("warcio")

DAY, FETCHED = dt.date(2021, 8, 16), dt.date(2021, 8, 17)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def page(number: int | str = "", head: str = "", text: str = PROSE) -> bytes:
    """Return a page whose text is its own by ``number``."""
    return (
        f'<!DOCTYPE html><html><head><title>Ministers meet {number}</title>{head}</head><body><nav><a href="/">Home</a></nav>'
        f"<article><h1>Ministers meet {number}</h1><p>{text}</p><p>They spoke of treaty number {number} for two hours, "
        f"and said that they would come together again before the year ends, and then in each year.</p>"
        f"<p>{text * 5}</p></article></body></html>"
    ).encode()


def response(number: int | str, address: str = "", **options: str) -> bytes:
    """Return the record of a page."""
    return warc_record("response", http(page(number), **options), address or f"https://example.org/{number}")


def members(*records: bytes) -> bytes:
    """Pack each record on its own, as archives are."""
    return b"".join(gzip.compress(record, mtime=0) for record in records)


# --- pages --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_pages(name: str) -> None:
    """Responses that are HTML; what else there is is counted."""
    records = [
        warc_record("warcinfo", b"software: x\r\n"),
        warc_record("request", b"GET /1 HTTP/1.1\r\n\r\n", "https://example.org/1"),
        response(1),
        warc_record("metadata", b"fetchTimeMs: 1\r\n", "https://example.org/1"),
        warc_record("response", http(b"User-agent: *", "text/plain"), "https://example.org/robots.txt"),
        warc_record("response", http(b"GIF89a", "image/gif"), "https://example.org/a.gif"),
        response("gone", status="404 Not Found"),
        response("moved", status="301 Moved"),
        warc_record("revisit", http(b""), "https://example.org/1"),
        response(2, kind="application/xhtml+xml; charset=utf-8"),
        warc_record("response", b"HTTP/1.1 200 OK\r\n\r\n" + page(3), "https://example.org/3"),
        warc_record("dns" * 500, b"x"),
    ]
    found, problems = read(write(name, members(*records) if name.endswith(".gz") else b"".join(records)))

    assert [(d.source.id, d.source.title, d.source.url) for d in found] == [
        (f"{name}:3", "Ministers meet 1", "https://example.org/1"),
        (f"{name}:10", "Ministers meet 2", "https://example.org/2"),
        (f"{name}:11", "Ministers meet 3", "https://example.org/3"),
    ]
    assert messages(problems) == (
        f"Of the 12 records of {name}, 3 pages were read; not read: 1 descriptions of the archive, 1 metadata records, "
        "1 records of other kinds, 1 requests, 1 responses that are no HTML, 2 responses without status 200, 1 revisits, 1 robots.txt."
    )


def test_the_page_goes_before_its_record() -> None:
    """In its day and its address; the record's hold where it tells none, and --date before the record's day."""
    told = '<meta property="article:published_time" content="2021-08-16T10:00:00Z"><link rel="canonical" href="https://example.org/c">'
    records = warc_record("response", http(page(1, told)), "https://example.org/1?x") + response(2)
    found, _ = read(write("2020-01-01.warc", records))
    dated, _ = read("2020-01-01.warc", date=dt.date(2021, 1, 1))

    assert [(d.source.date, d.source.url) for d in found] == [
        (DAY, "https://example.org/c"),
        (FETCHED, "https://example.org/2"),
    ]
    assert [d.source.date for d in dated] == [DAY, dt.date(2021, 1, 1)]


def test_the_day_and_address_of_a_record_count_as_its_content() -> None:
    """A corpus sees when they change."""
    one, other = (
        next(
            iter(read_raw([write(name, warc_record("response", http(page(1)), "https://example.org/1", date))]))
        ).digest()
        for name, date in (("a.warc", "2021-08-17T10:00:00Z"), ("b.warc", "2021-08-18T10:00:00Z"))
    )
    assert one != other


def test_the_same_twice_is_one() -> None:
    """By address, but for what counts clicks, and by equal text of the article; another text of a short page is another."""
    other = page(1).replace(b"Home", b"At home").replace(b"<article>", b"<p>17 readers</p><article>")
    records = [
        response(1),
        response(1, "http://www.example.org/1/?utm_source=x&fbclid=y#top"),
        response(2, "https://example.org/1?id=2"),
        warc_record("response", http(other), "https://example.net/copy"),
        warc_record("response", http(b"<p>A met B.</p>"), "https://example.org/a"),
        warc_record("response", http(b"<p>A met B.</p>"), "https://example.org/b"),
        warc_record("response", http(page(3))),
        warc_record("response", http(page(4))),
    ]
    found, problems = read(write("a.warc", b"".join(records)))

    assert [d.source.id for d in found] == ["a.warc:1", "a.warc:3", "a.warc:5", "a.warc:6", "a.warc:7", "a.warc:8"]
    assert "1 pages of a text that was read before, 1 pages of an address that was read before" in messages(problems)


def _chunked(body: bytes) -> bytes:
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (body[:100], body[100:])) + b"0\r\n\r\n"


_BARE = zlib.compressobj(wbits=-15)


@pytest.mark.parametrize(
    ("body", "more"),
    [
        (_chunked(page(1)), "Transfer-Encoding: chunked\r\n"),
        (gzip.compress(page(1)), "Content-Encoding: gzip\r\n"),
        (_chunked(gzip.compress(page(1))), "Content-Encoding: x-gzip\r\nTransfer-Encoding: Chunked\r\n"),
        (zlib.compress(page(1)), "Content-Encoding: deflate\r\n"),
        (_BARE.compress(page(1)) + _BARE.flush(), "Content-Encoding: deflate\r\n"),
        (page(1), "Content-Encoding: br\r\nTransfer-Encoding: chunked\r\n"),
    ],
)
def test_pages_as_they_were_sent(body: bytes, more: str) -> None:
    """In chunks, packed, or unpacked by the crawler under the header that says otherwise."""
    (found,), problems = read(write("a.warc", warc_record("response", http(body, more=more), "https://example.org/1")))

    assert (found.source.title, problems) == ("Ministers meet 1", [])


def test_the_encoding_that_the_server_tells() -> None:
    """It holds where the page is not UTF-8."""
    body = page(1, text="Лавров встретил Блинкена.").decode().encode("koi8-r")
    (found,), problems = read(write("a.warc", warc_record("response", http(body, "text/html; charset=KOI8-R"))))

    assert "Лавров" in found.text
    assert problems == []


# --- broken archives ----------------------------------------------------------------------------


def test_a_cut_archive_keeps_what_stands_before() -> None:
    """Wherever it is cut, packed or not; the page that is cut is not read."""
    records = [response(1), response(2), response(3)]
    for name, data in (("a.warc", b"".join(records)), ("a.warc.gz", members(*records))):
        ends = len(data) * 2 // 3
        for cut in (ends + 60, ends + 150, len(data) - 40):
            found, problems = read(write(name, data[:cut]))

            assert [d.source.title for d in found] == ["Ministers meet 1", "Ministers meet 2"]
            assert f"{name} is damaged after" in messages(problems)


def test_a_broken_member_of_gzip() -> None:
    """What stands before it is read."""
    data = bytearray(members(response(1), response(2), response(3)))
    at = len(members(response(1))) + 200
    data[at : at + 20] = b"\xff" * 20
    found, problems = read(write("a.warc.gz", bytes(data)))

    assert [d.source.title for d in found] == ["Ministers meet 1"]
    assert "a.warc.gz is damaged after" in messages(problems)


@pytest.mark.parametrize("length", [-1, 0, 30, 500, 100_000_000, 4_000_000_000])
@pytest.mark.parametrize("packed", [False, True])
def test_wrong_lengths(length: int, packed: bool, capsys: pytest.CaptureFixture[str]) -> None:
    """The record is left out, those around it are read if it does not claim to be them, and nothing is glued."""
    wrong = warc_record("response", http(page(2)), "https://example.org/2", length=length)
    records = [response(1), wrong, response(3), response(4)]
    found, problems = read(
        write("a.warc.gz" if packed else "a.warc", members(*records) if packed else b"".join(records))
    )
    titles = [d.source.title for d in found]

    assert titles[0] == "Ministers meet 1"
    assert titles[-2:] == ["Ministers meet 3", "Ministers meet 4"] or length > 1_000
    assert all(d.text.count("treaty number") <= 1 for d in found)
    assert "wrong length" in messages(problems) or "damaged" in messages(problems)
    assert capsys.readouterr() == ("", "")


def test_a_length_that_reaches_over_the_next() -> None:
    """Both are left out; what comes behind is found again."""
    size = len(http(page(2))) + len(response(3)) // 2
    records = [response(1), warc_record("response", http(page(2)), length=size), response(3), response(4), response(5)]
    found, problems = read(write("a.warc", b"".join(records)))

    assert [d.source.title for d in found] == ["Ministers meet 1", "Ministers meet 4", "Ministers meet 5"]
    assert "2 records of a wrong length" in messages(problems)


def test_thousands_of_wrong_lengths() -> None:
    """Each is got over, in time by their number."""
    begun = time.process_time()
    found, _ = read(write("a.warc", warc_record("response", http(b"x" * 200), length=50) * 10_000 + response(1)))

    assert [d.source.title for d in found] == ["Ministers meet 1"]
    assert time.process_time() - begun < 5


def test_what_is_no_archive() -> None:
    """It is named."""
    write("a.warc", PROSE)
    write("b.warc", b"")
    write("c.warc", members(response(1)))
    found, problems = read("a.warc", "b.warc", "c.warc")

    assert found == []
    assert "a.warc is no web archive" in messages(problems)
    assert "b.warc is no web archive" in messages(problems)
    assert "c.warc is packed by gzip: let its name end in .warc.gz." in messages(problems)


def test_standard_input() -> None:
    """It is known by its beginning, packed or not."""
    for data in (response(1), members(response(1))):
        found, _ = read("-", stdin=BytesIO(data))

        assert [d.source.title for d in found] == ["Ministers meet 1"]


RECORD = warc_record("response", b"", "https://example.org/1")
HOSTILE = {
    "endless header": b"WARC/1.0\r\nWARC-Type: " + b"x" * 50_000_000,
    "endless lines": b"WARC/1.0\r\n" + b"a: b\r\n" * 5_000_000,
    "endless continuation": b"WARC/1.0\r\nWARC-Type: x\r\n" + b" x\r\n" * 5_000_000,
    "endless blank lines": response(1) + b"\r\n" * 10_000_000,
    "endless record": warc_record("response", http(b"x"), length=10**18) + b"x" * 50_000_000,
    "many headers": warc_record("response", b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 500_000 + b"\r\n<p>x"),
    "a bomb": warc_record("response", http(gzip.compress(b"x" * 500_000_000), more="Content-Encoding: gzip\r\n")),
    "chunks": warc_record("response", http(b"1\r\nx\r\n" * 500_000, more="Transfer-Encoding: chunked\r\n")),
    "a huge chunk": warc_record("response", http(b"7fffffff\r\nx", more="Transfer-Encoding: chunked\r\n")),
    "unclosed scripts": warc_record("response", http(b"<script>" * 400_000)),
    "unclosed comments": warc_record("response", http(b"<!--" * 900_000)),
    "tags": warc_record("response", http(b"<article " * 400_000)),
    "empty records": RECORD * 20_000,
    "odd addresses": warc_record("response", http(b"<p>x</p>"), "http://[::1" + "&" * 500_000),
    "a page too long": warc_record("response", http(b"<p>" + b"x " * MOST_BYTES)),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_archives_take_seconds(kind: str) -> None:
    """Each is read or named, and none takes much memory."""
    begun, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found, problems = read(write("a.warc", HOSTILE[kind]))

    assert time.process_time() - begun < 5
    assert found or problems
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 250_000  # kilobytes


# --- many pages ---------------------------------------------------------------------------------


def test_an_archive_is_a_stream() -> None:
    """Memory does not grow with it."""

    def write_pages(name: str, count: int) -> None:
        with gzip.open(name, "wb", 1) as handle:
            handle.writelines(response(number) for number in range(count))

    write_pages("a.warc.gz", 300)
    write_pages("b.warc.gz", 15_000)
    assert sum(1 for _ in read_raw(["a.warc.gz"])) == 300
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert sum(1 for _ in read_raw(["b.warc.gz"])) == 15_000

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 30_000  # kilobytes


@pytest.mark.real
@pytest.mark.slow
def test_the_same_in_processes_and_shards() -> None:
    """The contacts of one process are those of two, and of a shard."""
    text = "Sergei Lavrov met Wang Yi in Moscow on Monday."
    records = (warc_record("response", http(page(n, text=text)), f"https://example.org/{n}") for n in range(40))
    write("a.warc.gz", members(*records))
    alone, two = (list(analyse_all(read_raw(["a.warc.gz"]), Settings(), jobs=jobs)) for jobs in (1, 2))
    Path("out").mkdir()
    job = Job(str(Path("out").absolute()), Settings(), Columns(), {})
    (result,) = run(shards(["a.warc.gz"], print), job)

    assert [o.contacts for o in alone] == [o.contacts for o in two]
    assert (result.state, result.documents, result.contacts) == (State.DONE, 40, sum(len(o.contacts) for o in alone))
    assert result.contacts >= 40
