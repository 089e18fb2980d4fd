"""Documents from files, folders, patterns and standard input."""

import datetime as dt
import io
import json
import os
import warnings
from pathlib import Path
from typing import Any

import pytest
from fuzz.samples import zipped
from reading import PROSE, messages, read, write

from diplograph.errors import InputError
from diplograph.extract.model import Document
from diplograph.extract.read import InputNotice, read_documents
from diplograph.extract.read.header import parse_day, read_header
from diplograph.extract.read.text import LIMIT, KindsNotRead

DAY = dt.date(2021, 8, 16)


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _one(content: str | bytes, name: str = "note.txt", **options: Any) -> Document:
    documents, problems = read(write(name, content), **options)

    assert problems == []
    assert len(documents) == 1
    return documents[0]


HEADERS = {
    "a header line": ("date 2021-08-16 Castro Meets Ito.\n\n" + PROSE, DAY, "Castro Meets Ito"),
    "a header line after a blank": (" date 2021-08-16 Castro Meets Ito.\n\n" + PROSE, DAY, "Castro Meets Ito"),
    "a header line after an empty line": ("\r\nDate: 2021-08-16 Castro Meets Ito\r\n" + PROSE, DAY, "Castro Meets Ito"),
    "front matter": ("---\ndate: 2021-08-16\ntitle: 'Castro: a visit'\n---\n\n" + PROSE, DAY, "Castro: a visit"),
    "front matter, Windows line ends": ("---\r\ndate: 2021-08-16\r\ntitle: Yes\r\n---\r\n" + PROSE, DAY, "Yes"),
    "front matter, the date in words": ("---\nDate: 16 August 2021\n---\n# A visit\n\n" + PROSE, DAY, "A visit"),
    "front matter, a time of day": ('---\ndate: "2021-08-16T10:00:00Z"\n---\n' + PROSE, DAY, "note"),
    "front matter and a dateline": ("---\ndate: 2021-08-16\n---\nLISBON, Aug 17 — " + PROSE, DAY, "note"),
    "a dateline": ("LISBON, Aug 16, 2021 — " + PROSE, DAY, "note"),
    "a dateline without a year": ("LISBON, 16 August (Wire) -- " + PROSE, None, "note"),
    "a dateline without a day": ("LISBON (Wire) - " + PROSE, None, "note"),
    "a headline and a dateline": ("Castro in Lisbon\n\nLISBON, Aug 16, 2021 — " + PROSE, DAY, "Castro in Lisbon"),
    "a Markdown heading": ("# Castro in Lisbon #\n\n" + PROSE, None, "Castro in Lisbon"),
    "a heading further down": ("> A newsletter.\n\n# Castro in Lisbon\n\n" + PROSE, None, "Castro in Lisbon"),
    "a first sentence": (PROSE + "\n\nThey agreed.", None, "note"),
    "a first bullet": ("- Castro in Lisbon\n\n" + PROSE, None, "note"),
    "a line without an empty one after it": ("Castro in Lisbon\n" + PROSE, None, "note"),
    "a rule, not front matter": ("---\n\n" + PROSE + "\n\n---\n", None, "note"),
    "nothing but prose": (PROSE, None, "note"),
}


@pytest.mark.parametrize(("text", "date", "title"), HEADERS.values(), ids=HEADERS)
def test_header(text: str, date: dt.date | None, title: str) -> None:
    """Date and title come from the header; the text stays as given and its prose is all in the body."""
    document = _one(text)

    assert document.text == text
    assert (document.source.date, document.source.title) == (date, title)
    assert PROSE in document.text[document.body :]


@pytest.mark.parametrize(
    "header",
    ["date 2021-08-16 Castro Meets Ito.\n\n", "---\ntitle: A\n---\n\n", "LISBON, Aug 16, 2021 — ", "LISBON (Wire) - "],
)
def test_body_begins_at_the_prose(header: str) -> None:
    """A header line, front matter and a dateline are not prose."""
    document = _one(header + PROSE)

    assert document.text[document.body :] == PROSE


def test_a_headline_is_prose() -> None:
    """A headline may tell of a contact that nothing else tells, so it belongs to the body, without its mark."""
    assert _one("Castro meets Ito\n\n" + PROSE).body == 0
    assert _one("# Castro meets Ito\n\n" + PROSE).body == 2


def test_front_matter_gives_address_and_publisher() -> None:
    """All four fields of a front matter are kept, others are ignored."""
    front = "---\nurl: https://example.org/1\npublisher: Example News\nkind: readout\ntitle: null\n---\n"
    source = _one(front + PROSE).source

    assert (source.url, source.publisher, source.title) == ("https://example.org/1", "Example News", "note")


def test_broken_front_matter_is_named_and_the_text_is_read() -> None:
    """A colon in a title breaks YAML: the lines that are clear still count, and the user is told."""
    name = write("a.md", "---\ntitle: Profile: Ana Castro\ndate: 2021-08-16\n---\n\n" + PROSE)
    documents, problems = read(name)

    assert documents[0].source.title == "Profile: Ana Castro"
    assert documents[0].source.date == DAY
    assert documents[0].text[documents[0].body :] == PROSE
    assert len(problems) == 1
    assert isinstance(problems[0], InputNotice)
    assert "a.md" in str(problems[0])


@pytest.mark.parametrize(
    "block", ["a: &a [x]\nb: [*a, *a]\n", "[" * 5000, "!!python/object/apply:os.system [x]", "\t:"]
)
def test_odd_front_matter_does_no_harm(block: str) -> None:
    """Whatever stands between the rules, the prose is read and nothing is made from it."""
    documents, _ = read(write("a.md", f"---\n{block}\n---\n\n{PROSE}"))

    assert PROSE in documents[0].text[documents[0].body :]
    assert documents[0].source.title == "a"


@pytest.mark.parametrize("content", ["date 2021-02-30 A.\n\n" + PROSE, "---\ndate: soon\n---\n" + PROSE])
def test_an_impossible_date_is_named(content: str) -> None:
    """A date that is none is reported, and the document has no date."""
    documents, problems = read(write("a.txt", content))

    assert documents[0].source.date is None
    assert "a.txt" in str(problems[0])
    assert "is not a date" in str(problems[0])


@pytest.mark.parametrize(
    ("name", "content", "given", "expected"),
    [
        ("visit-2021-08-16.txt", PROSE, None, DAY),
        ("20210816_visit.txt", PROSE, None, DAY),
        ("2021_08_16.txt", PROSE, None, DAY),
        ("120210816.txt", PROSE, None, None),
        ("20211316.txt", PROSE, None, None),
        ("visit-2021-08-16.txt", PROSE, dt.date(2020, 1, 1), DAY),
        ("visit.txt", PROSE, dt.date(2020, 1, 1), dt.date(2020, 1, 1)),
        ("16 August 2021.txt", PROSE, dt.date(2020, 1, 1), DAY),
        ("FRUS_1914-07-26.txt", PROSE, None, dt.date(1914, 7, 26)),
        ("letter_of_26th_July_1914.txt", PROSE, None, dt.date(1914, 7, 26)),
        ("26.07.1914.txt", PROSE, None, dt.date(1914, 7, 26)),
        ("08-09-2021.txt", PROSE, None, None),
        ("16051212.txt", PROSE, None, None),
        ("a.txt", "date 2021-08-16 A visit.\n\n" + PROSE, dt.date(2020, 1, 1), DAY),
        ("a.txt", "LISBON, 16 August (Wire) - " + PROSE, dt.date(2021, 8, 17), DAY),
        ("a.txt", "LISBON, Dec. 31 (Wire) - " + PROSE, dt.date(2021, 1, 2), dt.date(2020, 12, 31)),
        ("a-20210817.txt", "LISBON, 16 August (Wire) - " + PROSE, None, DAY),
    ],
)
def test_date_where_the_text_has_none(name: str, content: str, given: dt.date | None, expected: dt.date | None) -> None:
    """The text comes first, then the file name, then the option; what may be two days is none."""
    assert _one(content, name, date=given).source.date == expected


@pytest.mark.parametrize("value", ["2021-08-16", "20210816", "2021-08-16 09:30", "Aug. 16, 2021", "16 August 2021"])
def test_parse_day(value: str) -> None:
    """Days are read in the forms that editors use."""
    assert parse_day(value) == DAY


@pytest.mark.parametrize(
    "value", ["", "2021", "August 2021", "Monday", "08/09/2021", "2021-02-30", "16 August", "x" * 999]
)
def test_parse_day_does_not_guess(value: str) -> None:
    """What doesn't settle one day gives none."""
    assert parse_day(value) is None


# --- encodings ----------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_with_a_mark_are_read_silently(encoding: str) -> None:
    """A byte order mark decides, and is no part of the text."""
    assert _one("Péter met 王毅.".encode(encoding)).text == "Péter met 王毅."


def test_line_ends_stay_as_given() -> None:
    """Offsets refer to the text as given, so nothing is translated."""
    assert _one("One.\r\n\r\nTwo.\r").text == "One.\r\n\r\nTwo.\r"


@pytest.mark.parametrize(
    ("content", "text"),
    [(b"P\xe9ter \x93met\x94 her.", "Péter “met” her."), (b"P\xe9ter \x81 met her.", "P\ufffdter \ufffd met her.")],
)
def test_what_is_not_utf8_is_read_with_a_notice(content: bytes, text: str) -> None:
    """Windows-1252 where that fits, else replacement characters; the notice names file and byte."""
    documents, problems = read(write("a.txt", content))

    assert documents[0].text == text
    assert [type(p) for p in problems] == [InputNotice]
    assert "a.txt" in str(problems[0])
    assert "byte 1 " in str(problems[0])


# --- inputs that can't be read ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.txt", b"\x89PNG\0\0", "binary file"),
        ("a.jsonl", b"\0\0\1\n", "binary file"),
        ("a.odd", "PK", "only .txt, .md, .html"),
        ("a.txt", "x" * (LIMIT + 1), "1,000,001 characters where 1,000,000"),
        ("a.txt", "word " * 1_048_576, "5,242,880 bytes where 1,000,000"),
    ],
)
def test_bad_input_is_named_and_the_rest_is_read(name: str, content: str | bytes, words: str) -> None:
    """One bad file costs one report; it doesn't cost the batch."""
    documents, problems = read(write(name, content), write("good.txt", PROSE))

    assert [d.source.id for d in documents] == ["good.txt"]
    assert len(problems) == 1
    assert not isinstance(problems[0], InputNotice)
    assert name in str(problems[0])
    assert words in str(problems[0])


@pytest.mark.parametrize("given", ["missing.txt", "missing*.txt", "empty", "no/such/folder"])
def test_nothing_there(given: str) -> None:
    """A missing file, a pattern without a match and a folder without documents are errors that name them."""
    Path("empty").mkdir()
    documents, problems = read(given)

    assert documents == []
    assert len(problems) == 1
    assert given in str(problems[0])


def test_a_file_that_the_system_refuses() -> None:
    """Whatever the system says about a file is passed on with its name."""
    Path("n").mkdir()
    Path("n/loop.txt").symlink_to("loop.txt")
    documents, problems = read("n", write("good.txt", PROSE))

    assert [d.source.id for d in documents] == ["good.txt"]
    assert "n/loop.txt: Too many levels of symbolic links" in str(problems[0])


@pytest.mark.parametrize("content", ["", " \n\n"])
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_an_empty_file_is_a_notice(name: str, content: str) -> None:
    """There is nothing to read, and nothing is wrong with the file either."""
    documents, problems = read(write(name, content))

    assert documents == []
    assert [type(p) for p in problems] == [InputNotice]
    assert f"{name} is empty" in str(problems[0])


def test_without_a_handler_errors_are_raised_and_notices_become_warnings() -> None:
    """A library user who passes nothing misses nothing."""
    with pytest.raises(InputError, match=r"missing\.txt"):
        list(read_documents(["missing.txt"]))
    with pytest.warns(UserWarning, match=r"a\.txt is empty"):
        list(read_documents([write("a.txt", "")]))


# --- folders, patterns, standard input ----------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name")
@pytest.mark.parametrize("given", ["n", "n/*.txt"])
def test_pipes_and_devices_are_no_files(given: str) -> None:
    """What would never end is named and not opened; neither is a link to a folder, which may lead back."""
    Path("n").mkdir()
    os.mkfifo("n/pipe.txt")
    Path("n/device.txt").symlink_to("/dev/zero")
    Path("n/round").symlink_to(".")
    write("n/a.txt", PROSE)
    documents, problems = read(given)

    assert [d.source.id for d in documents] == ["n/a.txt"]
    named = {"n/pipe.txt", "n/device.txt"} | ({"n/round"} if given == "n" else set())
    assert {str(problem).split()[0] for problem in problems} == named


def test_folder() -> None:
    """A folder gives its known files and those below it, sorted, without hidden ones and READMEs."""
    names = ["n/b.txt", "n/a.md", "n/deep/c.TXT", "n/README.md", "n/.hidden.txt", "n/.git/d.txt", "n/.git/e.odd"]
    for name in names:
        write(name, PROSE)
    documents, problems = read("n")

    assert [d.source.id for d in documents] == ["n/a.md", "n/b.txt", "n/deep/c.TXT"]
    assert problems == []


_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


@pytest.mark.parametrize("given", ["n", "n/**", "n.zip"])
def test_kinds_that_are_not_read_are_counted(given: str) -> None:
    """And named by their endings, in one notice for all that lies in a folder, pattern or archive."""
    names = ["a.txt", "b.PAGES", "deep/c.doc", "deep/d.doc", "deep/e", ".f.odd", "README.odd", "g." + "x" * 40]
    made = {name: _OLD_WORD if name.endswith(".doc") else PROSE.encode() for name in names}
    for name, data in made.items():
        write(f"n/{name}", data)
    write("n.zip", zipped(made))
    documents, problems = read(given)

    assert [d.source.id for d in documents] == [f"{given.removesuffix('/**')}/a.txt"]
    told = {str(problem) for problem in problems if isinstance(problem, KindsNotRead)}
    if given == "n.zip":  # whose files are not opened to tell
        assert told == {
            "In n.zip, 3 files are of kinds that are not read: 1 .pages, 1 .xxxxxxxxxxx…, 1 without an ending."
        }
    else:
        kinds = "2 .doc, 1 .pages, 1 .xxxxxxxxxxx…, 1 without an ending"
        assert told == {f"In {given}, 5 files are of kinds that are not read: {kinds}."}
    assert len(problems) == (3 if given == "n.zip" else 1)


def test_a_single_file_and_many_kinds() -> None:
    """One is no number; of many kinds the first eight are named."""
    write("one/a.txt", PROSE)
    write("one/b.odd", PROSE)
    for at in range(10):
        write(f"many/{at}.k{at}", PROSE)

    assert messages(read("one")[1]) == "In one, 1 file is of a kind that is not read: .odd."
    told, empty = read("many")[1]
    assert str(told).endswith(
        "10 files are of kinds that are not read: " + "".join(f"1 .k{at}, " for at in range(8)) + "2 of others."
    )
    assert "holds no" in str(empty)


def test_doc_files_that_are_rtf_or_docx() -> None:
    """Databases call both so; one of Word's old format is named."""
    from office_files import docx, rtf

    documents, problems = read(write("a.doc", rtf(PROSE)), write("b.DOC", docx(PROSE)), write("c.doc", _OLD_WORD))

    assert [d.source.id for d in documents] == ["a.doc", "b.DOC"]
    assert all(PROSE in d.text for d in documents)
    assert "c.doc is no RTF file: save it as DOCX or RTF" in messages(problems)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("n/*.txt", ["n/a.txt"]),
        ("n/*", ["n/README.txt", "n/a.txt", "n/deep/b.txt"][1:]),
        ("n/**", ["n/a.txt", "n/deep/b.txt"]),
        ("**/[ab].txt", ["n/a.txt", "n/deep/b.txt"]),
        ("n/README.t?t", []),
        ("*/README.txt", ["n/README.txt"]),
    ],
)
def test_pattern(pattern: str, expected: list[str]) -> None:
    """A pattern gives what it matches, sorted, and the files of the folders that it matches."""
    for name in ("n/a.txt", "n/deep/b.txt", "n/README.txt", "n/c.odd"):
        write(name, PROSE)
    documents, problems = read(pattern)

    assert [d.source.id for d in documents] == expected
    assert any(not isinstance(problem, KindsNotRead) for problem in problems) == (not expected)


def test_a_file_whose_name_looks_like_a_pattern() -> None:
    """A file that is there is that file."""
    documents, problems = read(write("a[1].txt", PROSE))

    assert [d.source.id for d in documents] == ["a[1].txt"]
    assert problems == []


def test_each_file_is_read_once() -> None:
    """A file that is given in several ways is one document."""
    write("n/a.txt", PROSE)
    documents, _ = read("n", "n/a.txt", "n/*.txt", Path("n/a.txt").resolve())

    assert [d.source.id for d in documents] == ["n/a.txt"]


def test_ids_do_not_tell_where_a_folder_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An absolute path becomes relative: to the working folder, else to the folder given."""
    write("n/deep/a.txt", PROSE)

    assert [d.source.id for d in read(tmp_path / "n")[0]] == ["n/deep/a.txt"]
    write("elsewhere/x", "")
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert [d.source.id for d in read(tmp_path / "n")[0]] == ["n/deep/a.txt"]
    assert [d.source.id for d in read(tmp_path / "n/deep/a.txt")[0]] == ["a.txt"]


def test_ids_are_unique(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two files that would get one id keep apart."""
    for name in ("one/a.txt", "two/a.txt", "work/x"):
        write(name, PROSE)
    monkeypatch.chdir(tmp_path / "work")
    documents, _ = read(tmp_path / "one/a.txt", tmp_path / "two/a.txt")

    assert len({d.source.id for d in documents}) == 2


@pytest.mark.parametrize("stream", [io.StringIO(PROSE), io.BytesIO(PROSE.encode())], ids=["text", "bytes"])
def test_standard_input(stream: Any) -> None:
    """``-`` is one text, from a stream of either sort."""
    documents, problems = read("-", stdin=stream, date=DAY)

    assert [(d.text, d.source.id, d.source.title, d.source.date) for d in documents] == [(PROSE, "stdin", None, DAY)]
    assert problems == []


def test_standard_input_of_json_lines() -> None:
    """``-`` may be JSON Lines as well, of any number of lines."""
    lines = "".join(json.dumps({"id": f"d{n}", "text": PROSE}) + "\n" for n in range(3))
    documents, problems = read("-", stdin=io.StringIO(lines))

    assert [d.source.id for d in documents] == ["d0", "d1", "d2"]
    assert problems == []


# --- JSON Lines ---------------------------------------------------------------------------------


def test_json_lines() -> None:
    """Fields of the line win over the header of its text; what is missing is None."""
    full = {"id": "x1", "date": "2021-08-16", "title": "A visit", "url": "https://example.org", "publisher": "News"}
    rows = [
        full | {"text": "date 2020-01-01 Other.\n" + PROSE},
        {"text": PROSE, "date": None},
        {"id": 7, "text": PROSE},
    ]
    documents, problems = read(write("a.jsonl", "\n\n".join(map(json.dumps, rows))))
    first, second, third = (d.source for d in documents)

    assert (first.id, first.date, first.title, first.url, first.publisher) == (
        "x1", DAY, "A visit", "https://example.org", "News",
    )  # fmt: skip
    assert documents[0].text[documents[0].body :] == PROSE
    assert (second.id, second.date, second.title) == ("a.jsonl:3", None, None)
    assert third.id == "7"
    assert problems == []


BROKEN = {
    "not JSON": ("{oops}", "not JSON"),
    "a list": ("[1]", "not a JSON object"),
    "no text": ('{"id": "a"}', "no `text`"),
    "a number as text": ('{"text": 5}', "no `text`"),
    "nested": ("[" * 100_000, "nested too deeply"),
    "too long": (json.dumps({"text": "x" * (LIMIT + 1)}), "too long"),
    "very long": ("x" * 33_000_000, "longer than"),
}


@pytest.mark.parametrize(("line", "words"), BROKEN.values(), ids=BROKEN)
def test_a_broken_line_is_named_and_the_rest_is_read(line: str, words: str) -> None:
    """The report names file and line, and the lines around it count."""
    good = json.dumps({"id": "good", "text": PROSE})
    after = json.dumps({"id": "after", "text": PROSE})
    documents, problems = read(write("a.jsonl", f"\ufeff{good}\n{line}\n{after}"))

    assert [d.source.id for d in documents] == ["good", "after"]
    assert len(problems) == 1
    assert "a.jsonl, line 2" in str(problems[0])
    assert words in str(problems[0])


@pytest.mark.parametrize("date", ["2021-02-30", "Monday", 5, ["2021-08-16"], True])
def test_an_invalid_date_in_a_line_is_named(date: object) -> None:
    """The line is read without a date, and the notice names it."""
    documents, problems = read(write("a.jsonl", json.dumps({"id": "a", "text": PROSE, "date": date})))

    assert documents[0].source.date is None
    assert [type(p) for p in problems] == [InputNotice]
    assert "a.jsonl, line 1" in str(problems[0])


def test_contacts_are_not_documents() -> None:
    """A file of contacts says once what it is, and which commands read it."""
    documents, problems = read(write("c.jsonl", '{"parties": [], "evidence": {}}\n' * 50))

    assert documents == []
    assert len(problems) == 1
    assert "diplograph graph" in str(problems[0])


def test_an_id_used_twice() -> None:
    """Two lines of one id stay two documents with two ids."""
    documents, _ = read(write("a.jsonl", '{"id": "x", "text": "One."}\n{"id": "x", "text": "Two."}\n'))

    assert len({d.source.id for d in documents}) == 2


def test_documents_come_as_they_are_read() -> None:
    """Nothing is read ahead: a stream of any length can be worked through."""
    write("a.txt", PROSE)
    stream = read_documents(["a.txt", "missing.txt"])

    assert next(stream).source.id == "a.txt"
    with pytest.raises(InputError):
        next(stream)


def test_long_text_is_read_quickly() -> None:
    """A text at the limit, in one line and with nothing but rules and headings, takes no quadratic time."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for text in (
            "---\n" * (LIMIT // 4),
            "x" * LIMIT,
            "\n" * (LIMIT - 1) + "x",
            "#\n" * (LIMIT // 2),
            "a: " * 333_333,
        ):
            assert read_header(text).date is None
