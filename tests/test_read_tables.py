"""Tables: CSV, TSV, Parquet and the columns of JSON Lines."""

import datetime as dt
import json
import pickle
import sys
from pathlib import Path
from typing import Any

import pytest
from reading import PROSE, messages, read, write

from diplograph.extract.read import Columns, InputNotice, read_raw
from diplograph.extract.read.seen import Seen, in_order
from diplograph.extract.read.text import LIMIT, decode

DAY = dt.date(2021, 8, 16)


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


READ = {
    "commas": ("a.csv", "id,date,text\nx,2021-08-16,A met B.\n"),
    "semicolons": ("a.csv", "id;date;text\nx;2021-08-16;A met B.\n"),
    "tabs": ("a.tsv", "id\tdate\ttext\nx\t2021-08-16\tA met B.\n"),
    "tabs in CSV": ("a.csv", "id\tdate\ttext\nx\t2021-08-16\tA met B.\n"),
    "bars": ("a.csv", "id|date|text\nx|2021-08-16|A met B.\n"),
    "quotes": ("a.csv", '"id","date","text"\r\n"x","2021-08-16","A met B."\r\n'),
    "what Excel says": ("a.csv", "sep=;\nid;date;text\nx;2021-08-16;A met B.\n"),
    "a mark": ("a.csv", "\ufeffid,date,text\nx,2021-08-16,A met B.\n"),
    "UTF-16": ("a.csv", "id,date,text\nx,2021-08-16,A met B.\n".encode("utf-16")),
    "zeros": ("a.csv", "id,date,text\nx,2021-08-16,A met\0 B.\n"),
    "other names": ("a.csv", "Article ID,Publish Date,Body\nx,2021-08-16,A met B.\n"),
    "empty ends": ("a.csv", "id,date,text\nx,2021-08-16,A met B.,,\n\n"),
    "seconds": ("a.csv", "id,timestamp,text\nx,1629108000,A met B.\n"),
    "milliseconds": ("a.csv", "id,timestamp,text\nx,1629108000000,A met B.\n"),
    "digits": ("a.csv", "id,date,text\nx,20210816093000,A met B.\n"),
    "JSON Lines": ("a.ndjson", '{"GUID": "x", "published": 1629108000, "content": "A met B.", "text": null}\n'),
}


@pytest.mark.parametrize(("name", "content"), READ.values(), ids=READ)
def test_table(name: str, content: str | bytes) -> None:
    """Each of these holds the one document x."""
    documents, problems = read(write(name, content))

    assert [(d.source.id, d.source.date, d.text) for d in documents] == [("x", DAY, "A met B.")]
    assert problems == []


def test_rows() -> None:
    """Quoted line ends belong to the text; a row without id has its number, the header being the first."""
    table = 'headline,story,source,link\nA visit,"One.\n\nTwo, ""three"".",News,https://example.org\nB,Four.,,\n'
    documents, problems = read(write("2021-08-16.csv", table))

    assert problems == []
    assert [d.text for d in documents] == ['One.\n\nTwo, "three".', "Four."]
    assert [d.source.id for d in documents] == ["2021-08-16.csv:2", "2021-08-16.csv:3"]
    assert (documents[0].source.title, documents[0].source.publisher) == ("A visit", "News")
    assert {d.source.date for d in documents} == {DAY}


def test_named_columns() -> None:
    """A column that is named wins over the usual ones."""
    columns = Columns(text="summary", date="Seen")
    for name, content in {
        "a.csv": "text,summary,seen,date\nNo.,Yes.,2021-08-16,2020-01-01\n",
        "b.jsonl": '{"text": "No.", "summary": "Yes.", "seen": "2021-08-16", "date": "2020-01-01"}\n',
    }.items():
        documents, problems = read(write(name, content), columns=columns)

        assert problems == []
        assert [(d.text, d.source.date) for d in documents] == [("Yes.", DAY)]


MISSING: dict[str, tuple[str, str, Columns, list[str]]] = {
    "no text": ("a.csv", "id,words\n1,2\n3,4\n", Columns(), ["id, words", "--text-column"]),
    "named, not there": ("a.csv", "id,text\n1,2\n3,4\n", Columns(date="day"), ["`day`", "id, text"]),
    "in JSON Lines": ("a.jsonl", '{"a": 1, "text": "b"}\n' * 3, Columns(text="c"), ["`c`", "a, text"]),
}


@pytest.mark.parametrize(("name", "content", "columns", "words"), MISSING.values(), ids=MISSING)
def test_missing_columns_are_named_once(name: str, content: str, columns: Columns, words: list[str]) -> None:
    """One report a file says which columns it has."""
    documents, problems = read(write(name, content), columns=columns)

    assert documents == []
    assert len(problems) == 1
    assert all(word in messages(problems) for word in words)


BROKEN = {
    "wide": ("c,d,e", "row 3 has 4 fields"),
    "a text over the limit": (f'"{"x" * (LIMIT + 1)}"', "row 3"),
    "a line without end": ("x" * 10_000_000, "row 3"),
    "a text over the limit, with lines": ('"' + "x, y\n" * 300_000 + '"', "row 3"),
    "no text": ('""', "row 3 has an empty `text`"),
}


@pytest.mark.parametrize(("line", "words"), BROKEN.values(), ids=BROKEN)
def test_a_broken_row_is_named_and_the_rest_is_read(line: str, words: str) -> None:
    """The report names file and row."""
    documents, problems = read(write("a.csv", f"id,text\nx,{PROSE}\nb,{line}\nz,{PROSE}\n"))

    assert [d.source.id for d in documents] == ["x", "z"]
    assert f"a.csv, {words}" in messages(problems)
    assert len(problems) == 1


def test_one_column() -> None:
    """In a table of texts alone a comma is a comma."""
    documents, _ = read(write("a.csv", "text\nIn Lisbon, A met B.\n"))

    assert [d.text for d in documents] == ["In Lisbon, A met B."]


@pytest.mark.parametrize(
    ("content", "words"), [("", "empty"), (bytes(range(256)) * 8, "a.csv"), (b"\0" * 99, "binary")]
)
def test_what_is_no_table(content: str | bytes, words: str) -> None:
    """It is named, and that's all."""
    documents, problems = read(write("a.csv", content))

    assert documents == []
    assert words in messages(problems)


@pytest.mark.parametrize(
    ("name", "head", "good"), [("a.csv", "id,text\n", "x,{}\n"), ("a.jsonl", "", '{{"text": "{}"}}\n')]
)
def test_a_table_of_nothing_is_given_up(name: str, head: str, good: str) -> None:
    """After a thousand rows of which hardly any holds a text; where one in fifty does, all are read."""
    sparse = (good.format("") * 49 + good.format("A met B.")) * 60
    documents, _ = read(write(name, head + sparse))
    lost, problems = read(write(name, head + good.format("A met B.") + good.format("") * 3_000))

    assert (len(documents), len(lost)) == (60, 1)
    assert "hardly any holds a text" in messages(problems)
    assert len(problems) < 1_100


def _parquet(**columns: Any) -> str:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table(columns), "a.parquet", row_group_size=2)
    return "a.parquet"


def test_parquet() -> None:
    """Rows come from every row group; a missing value is no value."""
    documents, problems = read(_parquet(text=[PROSE] * 4 + [None], title=["A", None] * 2 + ["B"]))

    assert [d.source.id for d in documents] == [f"a.parquet:{n}" for n in (1, 2, 3, 4)]
    assert [d.source.title for d in documents] == ["A", None, "A", None]
    assert [type(p) for p in problems] == [InputNotice]


@pytest.mark.parametrize("kind", ["date32", "timestamp[s]", "timestamp[ns]", "zoned", "string", "dictionary", "int64"])
def test_parquet_dates(kind: str) -> None:
    """A day is a day in whatever type a table holds it."""
    import pyarrow as pa

    types = {"zoned": pa.timestamp("us", "UTC"), "dictionary": pa.string(), "date32": pa.date32(), "int64": pa.int64()}
    value = 1629108000 if kind == "int64" else "2021-08-16" if kind in ("string", "dictionary") else DAY
    stamp = dt.datetime(2021, 8, 16, 9) if kind in ("zoned", "timestamp[s]", "timestamp[ns]") else value
    column = pa.array([stamp], types.get(kind) or pa.type_for_alias(kind))
    documents, _ = read(_parquet(text=[PROSE], date=column.dictionary_encode() if kind == "dictionary" else column))

    assert [d.source.date for d in documents] == [DAY]


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" + b"\xff" * 100 + b"PAR1", PROSE.encode()])
def test_broken_parquet_is_named(content: bytes) -> None:
    """A file that is none says so."""
    documents, problems = read(write("a.parquet", content), write("good.txt", PROSE))

    assert [d.source.id for d in documents] == ["good.txt"]
    assert "a.parquet" in messages(problems)


def test_without_pyarrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """The report names the command that installs it."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    assert 'pip install "diplograph[parquet]"' in messages(read(write("a.parquet", b"PAR1"))[1])


def test_raw() -> None:
    """What is found can be sent elsewhere, and its digest changes with all that the document is made of."""
    line = json.dumps({"text": PROSE, "other": 1})
    names = [
        write("a.jsonl", f"{line}\n{line}\n"),
        write("b.txt", PROSE),
        write("2021.txt", PROSE),
        write("c.html", PROSE),
    ]
    raws = list(read_raw(names))

    assert [raw.id for raw in raws] == ["a.jsonl:1", "a.jsonl:2", "b.txt", "2021.txt", "c.html"]
    assert [raw.digest() for raw in pickle.loads(pickle.dumps(raws))] == [raw.digest() for raw in raws]
    assert len({raw.digest() for raw in raws}) == 4


def test_raws_have_the_ids_of_their_documents() -> None:
    """Also where two would have the same."""
    name = write("a.jsonl", '{"id": "x", "text": "One."}\n{"id": "x", "text": "Two."}\n')

    assert [raw.id for raw in read_raw([name])] == [d.source.id for d in read(name)[0]] == ["x", "a.jsonl:2:x"]


def test_many_names_are_sorted_on_disk() -> None:
    """Whatever their number, names come in the order of their characters."""
    names = [f"{n * 7919 % 30_011}\udcff" for n in range(30_011)]

    assert list(in_order(names)) == sorted(names)


def test_seen() -> None:
    """A key is new once."""
    seen = Seen()

    assert [seen.add(key) for key in ("a", "b", "a", "\udc80", "\udc80")] == [True, True, False, True, False]
    seen.close()


def test_folders_come_in_the_order_of_paths() -> None:
    """A walk gives what sorting all paths would give."""
    names = [write(f"n/{name}", PROSE) for name in ("a/b.txt", "a.txt", "a-b/c.txt", "a/a/z.txt", "b.txt", "Z.txt")]

    assert [raw.id for raw in read_raw(["n"])] == sorted(names)


def test_reading_is_light() -> None:
    """Importing it loads no parser of other people's."""
    import subprocess

    heavy = "{'lxml', 'ijson', 'trafilatura', 'feedparser', 'pyarrow', 'pypdfium2', 'charset_normalizer', 'spacy'}"
    code = f"import sys, diplograph.extract.read; print(*sorted({heavy} & set(sys.modules)))"
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1]
    )

    assert shown.stdout.strip() == ""


GUESSED = {
    "cp1252": "The minister, José Müller, said: “We’ll talk to Péter.” It’s a début – so he hopes — in Besançon.",
    "mac_roman": "Ukraine’s minister met Poland’s. He said “yes”.",
    "cp1251": "Министр иностранных дел встретился во вторник в Москве с президентом Сербии.",
    "gb18030": "外交部长王毅星期二在北京会见了日本外务大臣。双方就两国关系交换了意见。",
    "shift_jis": "外務大臣は火曜日、東京で中国の外相と会談した。ウクライナ情勢について協議した。",
    "utf-16-le": "Péter met 王毅 in Lisbon.",
    "utf-16-be": "Péter met 王毅 in Lisbon.",
    "utf-32": "Péter met 王毅 in Lisbon.",
}


@pytest.mark.parametrize(("encoding", "text"), GUESSED.items(), ids=GUESSED)
def test_guessed_encodings(encoding: str, text: str) -> None:
    """What editors of other systems save is read as it was written."""
    assert decode(text.encode(encoding))[0] == text


def test_one_bad_byte_does_not_spoil_the_rest() -> None:
    """What is UTF-8 but for a byte stays UTF-8."""
    text, problem = decode("“Péter” met “王毅”, “José” and “Łukasz”.".encode() + b"\xe9.")

    assert text == "“Péter” met “王毅”, “José” and “Łukasz”.\ufffd."
    assert problem
