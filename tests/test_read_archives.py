"""Packed files, mail and feeds: what they hold, and those made to do harm."""

import datetime as dt
import gzip
import io
import struct
import time
import zipfile
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from reading import PROSE, messages, read, write

from diplograph.extract.read import InputNotice
from diplograph.extract.read.text import KindsNotRead

DAY = dt.date(2021, 8, 16)
LINE = '{"id": "x", "text": "A met B."}\n'


pytestmark = pytest.mark.usefixtures("in_an_empty_folder_without_network")


def _zip(entries: dict[str, str | bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packing) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


# --- gzip and zip -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "id_"),
    [
        ("a.txt.gz", PROSE, "a.txt.gz"),
        ("a.HTML.gz", f"<p>{PROSE}</p>", "a.HTML.gz"),
        ("a.jsonl.gz", f'{{"text": "{PROSE}"}}', "a.jsonl.gz:1"),
        ("a.csv.gz", f"text\n{PROSE}", "a.csv.gz:2"),
    ],
)
def test_gzip(name: str, content: str, id_: str) -> None:
    """A packed file is what it holds, on its own, in a folder and from standard input."""
    packed = gzip.compress(content.encode())
    write(f"n/{name}", packed)
    documents, problems = read("n")

    assert [(d.source.id, d.text) for d in documents] == [(f"n/{id_}", PROSE)]
    assert problems == []


def test_the_stem_of_a_packed_file_gives_its_date() -> None:
    """Its name does without both endings."""
    documents, _ = read(write("visit-2021-08-16.txt.gz", gzip.compress(PROSE.encode())))

    assert (documents[0].source.date, documents[0].source.title) == (DAY, "visit-2021-08-16")


def test_zip() -> None:
    """Its known files are read, in its order; folders, hidden files and READMEs are not."""
    inner: dict[str, str | bytes] = {
        "b/2021-08-16.html": f"<p>{PROSE}</p>",
        "a.txt": PROSE,
        "t.jsonl": LINE,
        "g.txt.gz": gzip.compress(b"A met C."),
    }
    odd: dict[str, str | bytes] = {
        "README.md": "x",
        ".hidden.txt": "x",
        "__MACOSX/a.txt": "x",
        "a.png": "x",
        "empty/": "",
    }
    documents, problems = read(write("a.zip", _zip({**inner, **odd})))

    assert [d.source.id for d in documents] == ["a.zip/b/2021-08-16.html", "a.zip/a.txt", "x", "a.zip/g.txt.gz"]
    assert documents[0].source.date == DAY
    assert messages(problems) == "In a.zip, 1 file is of a kind that is not read: .png."


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("../../etc/a.txt", "etc/a.txt"),
        ("/abs/a.txt", "abs/a.txt"),
        ("..\\..\\a.txt", "a.txt"),
        ("a\x1b[2J\u202e.txt", "a_[2J_.txt"),
    ],
)
def test_names_in_archives_are_labels(name: str, label: str) -> None:
    """Nothing is written, and a name leads nowhere."""
    documents, _ = read(write("n/a.zip", _zip({name: PROSE})))

    assert [d.source.id for d in documents] == [f"n/a.zip/{label}"]
    assert sorted(p.name for p in Path().rglob("*")) == ["a.zip", "n"]


def _encrypted() -> bytes:
    data = bytearray(_zip({"bad.txt": PROSE, "good.txt": PROSE}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def _bad_sum() -> bytes:
    data = _zip({"bad.txt": "B" * 50, "good.txt": PROSE}, zipfile.ZIP_STORED)
    return data.replace(b"B" * 50, b"C" * 50, 1)


def _overlapping() -> bytes:
    """The first entry claims to reach over the second."""
    data = bytearray(_zip({"bad.txt": "B" * 50, "good.txt": PROSE}, zipfile.ZIP_STORED))
    at = data.index(b"PK\x01\x02")
    struct.pack_into("<LL", data, at + 20, 120, 120)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (_encrypted(), "password"),
        (_bad_sum(), "damaged"),
        (_overlapping(), "overlaps"),
        (_zip({"bad.zip": _zip({"a.txt": PROSE}), "good.txt": PROSE}), "archive within an archive"),
        (_zip({"bad.txt": "x" * 50_000_000, "good.txt": PROSE}), "too long"),
        (_zip({"bad.txt.gz": b"nothing packed", "good.txt": PROSE}), "damaged"),
        (_zip({"bad.parquet": b"PAR1", "good.txt": PROSE}), "Parquet"),
    ],
    ids=["encrypted", "bad sum", "overlapping", "nested", "bomb", "no gzip", "no Parquet"],
)
def test_a_bad_entry_is_named_and_the_rest_is_read(data: bytes, words: str) -> None:
    """One report an entry, by the archive's name and its own."""
    documents, problems = read(write("a.zip", data))

    assert [d.source.id for d in documents] == ["a.zip/good.txt"]
    assert len(problems) == 1
    assert "a.zip/bad." in messages(problems)
    assert words in messages(problems)


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", PROSE.encode(), _zip({"a.txt": PROSE})[:-30], _zip({"a.png": "x"})]
)
def test_what_is_no_archive_of_documents(data: bytes) -> None:
    """It is named, and that's all."""
    documents, problems = read(write("a.zip", data))

    assert documents == []
    assert sum(not isinstance(problem, KindsNotRead) for problem in problems) == 1
    assert "a.zip" in messages(problems)


@pytest.mark.parametrize("cut", [5, 20, -4])
def test_a_damaged_gzip_file_is_named(cut: int) -> None:
    """What was read before the damage counts."""
    documents, problems = read(write("a.jsonl.gz", gzip.compress(LINE.encode())[:cut]))

    assert len(problems) == 1
    assert "a.jsonl.gz is damaged" in messages(problems)
    assert len(documents) <= 1


def test_a_bomb_of_gzip_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table may unpack to much, but not to what only a bomb does."""
    monkeypatch.setattr("diplograph.extract.read.archives._ALWAYS", 2**20)
    documents, problems = read(write("a.jsonl.gz", gzip.compress(LINE.encode() + b"\n" * 20_000_000)))

    assert [d.source.id for d in documents] == ["x"]
    assert "unpacks to over" in messages(problems)


@pytest.mark.parametrize(
    ("data", "ids"),
    [
        (_zip({"a.txt": PROSE}), ["stdin/a.txt"]),
        (gzip.compress(LINE.encode(), mtime=0), ["x"]),
        (f"\ufeff \n<!DOCTYPE HTML><p>{PROSE}</p>".encode(), ["stdin"]),
    ],
)
def test_standard_input_is_what_it_begins_like(data: bytes, ids: list[str]) -> None:
    """Archives and pages are known by their first bytes."""
    documents, problems = read("-", stdin=io.BytesIO(data))

    assert [d.source.id for d in documents] == ids
    assert "<" not in documents[0].text
    assert problems == []


# --- mail ---------------------------------------------------------------------------------------


def _mail(plain: str | None = None, page: str | None = None, **headers: str) -> bytes:
    message = EmailMessage()
    for name, value in {"Subject": "Castro à Lisbonne", "From": "José News <a@example.org>", **headers}.items():
        message[name] = value
    message["Date"] = "Mon, 16 Aug 2021 23:30:00 -0400"
    if plain is not None:
        message.set_content(plain, charset="cp1252", cte="quoted-printable")
    if page is not None:
        message.add_alternative(page, subtype="html")
    return bytes(message)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (_mail("José met B.\n"), "José met B.\n"),
        (_mail("Plain.", "<p>José met B.</p>"), "José met B."),
        (_mail("José met B.\n", "<img src='http://tracker.example/x'>"), "José met B.\n"),
    ],
    ids=["plain", "page", "page without text"],
)
def test_mail(data: bytes, text: str) -> None:
    """Its page is read, else its text; the date is that of the sender's clock."""
    (document,), problems = read(write("a.eml", data))

    assert document.text == text
    assert (document.source.title, document.source.publisher) == ("Castro à Lisbonne", "José News")
    assert document.source.date == DAY
    assert problems == []


def test_attachments_are_not_read() -> None:
    """Only what the message itself says counts."""
    message = EmailMessage()
    message.set_content(PROSE)
    message.add_attachment("Secret.", filename="a.txt")
    documents, _ = read(write("a.eml", bytes(message)))

    assert [d.text.strip() for d in documents] == [PROSE]


def _nested(levels: int) -> bytes:
    opening = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(levels))
    return (opening + "Content-Type: text/plain\n\n" + PROSE).encode()


@pytest.mark.parametrize(
    ("data", "read_too"),
    [
        (_nested(10_000), False),
        (_nested(20), True),
        (b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\nContent-Type: image/png\n\nx\n" * 10_000, False),
        (b"Subject: =?utf-8?b?!!?=\nDate: never\nFrom: <<>>\n\n" + PROSE.encode(), True),
        (b"Content-Type: text/plain; charset=no-such\nContent-Transfer-Encoding: base64\n\nQSBtZXQgQi4=", True),
        (b"Content-Type: text/plain; charset=base64\n\n" + PROSE.encode(), True),
        (b"Content-Type: text/plain; charset=punycode\n\n" + PROSE.encode() + b"-" + b"a" * 900_000, True),
        (b"\0\1\2\3" * 100, False),
        (b"", False),
    ],
)
def test_odd_mail(data: bytes, read_too: bool) -> None:
    """Whatever a mail claims, it is read or named, soon."""
    begun = time.monotonic()
    documents, problems = read(write("a.eml", data))

    assert time.monotonic() - begun < 10
    assert bool(documents) == read_too
    assert read_too or "a.eml" in messages(problems)


def test_headers_stay_on_one_line() -> None:
    """An encoded line end in a subject makes no second line."""
    documents, _ = read(write("a.eml", b"Subject: =?utf-8?q?A=0D=0ABcc:_x=1B?=\n\n" + PROSE.encode()))

    assert documents[0].source.title == "A Bcc: x"


# --- feeds --------------------------------------------------------------------------------------

RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Example News</title>
<item><guid>x1</guid><title>Castro &amp;amp; Ito</title><link>https://example.org/1</link>
<pubDate>Mon, 16 Aug 2021 10:00:00 GMT</pubDate>
<description>&lt;p&gt;Castro &amp;amp; Ito&lt;/p&gt;&lt;p&gt;Ana met &lt;b&gt;Jun&lt;/b&gt;.&lt;/p&gt;</description></item>
<item><title>Castro calls Ito</title></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Example News</title><entry><id>x1</id>
<title>Castro &amp; Ito</title><link href="https://example.org/1"/><published>2021-08-16T10:00:00Z</published>
<summary>Short.</summary><content type="html">&lt;p&gt;Ana met &lt;b&gt;Jun&lt;/b&gt;.&lt;/p&gt;</content></entry></feed>"""


@pytest.mark.parametrize(("name", "feed"), [("a.rss", RSS), ("a.atom", ATOM), ("a.xml", RSS)])
def test_feed(name: str, feed: str) -> None:
    """Each entry is a document; its title is no second time in its text."""
    documents, problems = read(write(name, feed))
    source = documents[0].source

    assert documents[0].text == "Ana met Jun."
    assert (source.id, source.title, source.date) == ("x1", "Castro & Ito", DAY)
    assert (source.url, source.publisher) == ("https://example.org/1", "Example News")
    assert problems == []


def test_an_entry_with_nothing_but_a_title() -> None:
    """A headline alone may tell of a contact."""
    documents, _ = read(write("a.rss", RSS))

    assert [(d.source.id, d.text) for d in documents[1:]] == [("a.rss:2", "Castro calls Ito")]


_LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {after} "{f"&{before};" * 10}">' for before, after in zip("abcdefghi", "bcdefghij", strict=True)
)
_FETCHED = '<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/passwd">'


@pytest.mark.parametrize("head", [_LAUGHS, _FETCHED])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(head: str, encoding: str) -> None:
    """Neither a billion laughs nor a file of the reader's gets into a text."""
    feed = f"{head}]><rss><channel><item><title>A</title><description>&j;</description></item></channel></rss>"
    documents, problems = read(write("a.rss", feed.encode(encoding)))

    assert documents == []
    assert "defines entities" in messages(problems)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "<a/>",
        PROSE,
        "http://example.org/feed",
        "<rss>" * 50_000,
        RSS[:120],
        "<rss><item " + "".join(f"a{n}='' " for n in range(100_000)),
        "<rss><channel>" + "<item>" * 20_000,
    ],
)
def test_what_is_no_feed(content: str) -> None:
    """It is named, and nothing is fetched."""
    begun = time.monotonic()
    _, problems = read(write("a.xml", content))

    assert time.monotonic() - begun < 20
    assert "a.xml" in messages(problems)


@pytest.mark.parametrize("number", ["x110000", "99999999999999999999999", "xD800", "x" + "F" * 5_000])
def test_a_reference_to_no_character_costs_no_entry(number: str) -> None:
    """One bad character in one entry; a good one stays."""
    items = "".join(
        f"<item><title>t</title><description>{PROSE} {more}</description></item>"
        for more in ("", f"&#{number}; &#233;")
    )
    documents, _ = read(write("a.rss", f'<rss version="2.0"><channel><title>Daily</title>{items}</channel></rss>'))
    assert [d.text for d in documents] == [PROSE, f"{PROSE} ? é"]


@pytest.mark.parametrize(
    ("before", "inside"),
    [("\n" * 65_000, ""), ("", "<i> </i>" * 300_000), ("", "<br> " * 200_000)],
    ids=["lines", "blanks", "breaks"],
)
def test_space_costs_a_feed_no_minute(before: str, inside: str) -> None:
    begun = time.monotonic()
    items = f"<item><title>t</title><description><![CDATA[{PROSE}{inside}]]></description></item>"
    documents, _ = read(
        write("a.rss", f'{before}<rss version="2.0"><channel><title>Daily</title>{items}</channel></rss>')
    )

    assert documents[0].text.startswith(PROSE)
    assert time.monotonic() - begun < 20


def test_a_drawing_in_an_entry_costs_no_entry() -> None:
    """The points of a path are one attribute, however many they are."""
    path = f'<svg><path d="M {" ".join(map(str, range(5_000)))}"/></svg>'
    items = f"<item><title>t</title><description><![CDATA[<p>{PROSE}</p>{path}]]></description></item>"
    documents, problems = read(
        write("a.rss", f'<rss version="2.0"><channel><title>Daily</title>{items}</channel></rss>')
    )
    assert ([d.text for d in documents], problems) == ([PROSE], [])


def test_a_feed_cut_off_gives_what_it_has() -> None:
    """Its first entries are read, with a notice."""
    documents, problems = read(write("a.rss", RSS[: RSS.index("<item><title>") + 5]))

    assert [d.source.id for d in documents] == ["x1"]
    assert [type(p) for p in problems] == [InputNotice]
    assert "a.rss is no well-formed feed" in messages(problems)


def test_whatever_a_library_raises_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    """A defect of a parser costs one document."""

    def fail(*args: Any, **options: Any) -> None:
        raise RuntimeError("a defect")

    monkeypatch.setattr("feedparser.parse", fail)
    monkeypatch.setattr("trafilatura.bare_extraction", fail)
    documents, problems = read(write("a.rss", RSS), write("b.html", f"<p>{PROSE}</p>"), write("c.txt", PROSE))

    assert [d.source.id for d in documents] == ["c.txt"]
    assert ["a defect" in str(p) for p in problems] == [True, True]
