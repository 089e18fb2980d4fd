"""Office files: DOCX, ODT and RTF as texts, XLSX as a table; hostile ones under the limits of all readers."""

import datetime as dt
import io
import time
import zipfile
from collections.abc import Callable

import pytest
from fuzz.samples import zipped
from office_files import docx, odt, paragraph, rtf, table, xlsx
from reading import PROSE, messages, read, write

from diplograph.extract.read import Columns, office
from diplograph.extract.read.rtf import text_of_rtf
from diplograph.extract.read.text import InputName

_DAY = dt.date(2021, 8, 16)
_ENTITY = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(str(tmp_path))


MAKERS: dict[str, Callable[..., bytes]] = {".docx": docx, ".odt": odt, ".rtf": rtf}


@pytest.mark.parametrize("suffix", MAKERS)
def test_paragraphs(suffix: str) -> None:
    """A blank line between them; the headline is the title, the dateline tells the day, and offsets count the text."""
    blocks = (
        "Ministers meet “again” — 会談 😀",
        "GENEVA, Aug. 16, 2021 — Ana Castro met Jun Ito.",
        "",
        "They talked {a} \\ b.",
    )
    (document,), problems = read(write(f"a{suffix}", MAKERS[suffix](*blocks, title="Template 7")))

    assert problems == []
    assert document.text == "\n\n".join(block for block in blocks if block)
    assert (document.source.title, document.source.date) == (blocks[0], _DAY)
    assert document.text[document.text.index("Ana") :].startswith("Ana Castro met Jun Ito.")


@pytest.mark.parametrize("suffix", MAKERS)
def test_properties(suffix: str) -> None:
    """The title of the properties is taken where the text has none; their day never is."""
    made = {"a": "Ministers meet in Geneva", "b": "Microsoft Word - report.doc", "c": "Document1", "d": ""}
    documents, problems = read(
        *(write(f"{name}{suffix}", MAKERS[suffix](PROSE, title=title)) for name, title in made.items())
    )

    assert problems == []
    assert [d.source.title for d in documents] == ["Ministers meet in Geneva", "b", "c", "d"]
    assert {d.source.date for d in documents} == {None}


@pytest.mark.parametrize("suffix", MAKERS)
def test_the_day_of_the_file_name_and_of_the_user(suffix: str) -> None:
    """As for every text."""
    name = write(f"2021-08-16{suffix}", MAKERS[suffix](PROSE))
    documents = [read(name)[0][0], read(name, date=dt.date(2020, 1, 2))[0][0]]

    assert [d.source.date for d in documents] == [_DAY, _DAY]


@pytest.mark.parametrize("suffix", MAKERS)
def test_an_empty_file(suffix: str) -> None:
    """Is named."""
    documents, (problem,) = read(write(f"a{suffix}", MAKERS[suffix]("", " ")))

    assert documents == []
    assert str(problem) == f"a{suffix} holds no text: nothing was read from it."


@pytest.mark.parametrize("suffix", [*MAKERS, ".xlsx"])
@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"no such file", zipped({"a.txt": b"x"}), b"{\\rtf", b"\x00" * 100]
)
def test_what_is_none(suffix: str, data: bytes) -> None:
    """Is no defect of ours, and is named."""
    documents, (problem,) = read(write(f"a{suffix}", data))

    assert documents == []
    assert str(problem).startswith(f"a{suffix} ")
    assert "defect" not in str(problem)


# --- DOCX


def test_docx_in_its_order() -> None:
    """Tables stand where they are; what was inserted counts, what was deleted, noted or drawn does not."""
    changed = (
        "<w:p><w:r><w:t>Castro </w:t></w:r><w:ins><w:r><w:t>met</w:t></w:r></w:ins><w:del><w:r><w:delText>hit</w:delText></w:r></w:del>"
        "<w:hyperlink><w:r><w:t> Ito</w:t><w:tab/><w:t>twice</w:t></w:r></w:hyperlink><w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
    )
    control = f"<w:sdt><w:sdtContent>{paragraph('In a control.')}{table([['c', 'd']])}</w:sdtContent></w:sdt>"
    nested = f"<w:tbl><w:tr><w:tc>{paragraph('One.')}{table([['in', 'side']])}{paragraph('Two.')}</w:tc></w:tr></w:tbl>"
    (document,), problems = read(
        write("a.docx", docx("First.", table([["a", "b"], ["", "c"]]), changed, control, nested, "Line\nbreak."))
    )

    assert problems == []
    assert document.text == (
        "First.\n\na\tb\n\nc\n\nCastro met Ito\ttwice\n\nIn a control.\n\nc\td\n\nOne.\n\nin\tside\n\nTwo.\n\nLine\nbreak."
    )


def test_docx_title_from_a_style() -> None:
    """Whatever its language calls it, and though it is no headline by its looks."""
    for style in ("Titel", "berschrift1"):
        blocks = (paragraph("Press service", "Normal"), paragraph("The ministers met. And talked.", style), PROSE)
        (document,), _ = read(write("a.docx", docx(*blocks, title="Template")))

        assert document.source.title == "The ministers met. And talked."


# --- ODT


def test_odt_in_its_order() -> None:
    """Headings, lists, tables; spaces are one where the file has many, and as many as it says."""
    body = (
        '<text:h text:outline-level="1">The ministers met. And talked.</text:h>',
        "<text:list><text:list-item><text:p>One</text:p></text:list-item></text:list>",
        (
            "<text:p>Castro   met\n<text:span>Ito</text:span><text:s text:c='3'/>in<text:tab/>Rome<text:line-break/>again"
            "<text:note><text:p>no</text:p></text:note>.</text:p>"
        ),
        (
            "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>"
            "<table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table-header-rows></table:table>"
        ),
        "<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>",
        "<text:p>Far<text:s text:c='99999999'/>away</text:p>",
    )
    (document,), problems = read(write("a.odt", odt(*body, title="Template")))

    assert problems == []
    assert document.source.title == "The ministers met. And talked."
    assert (
        document.text
        == "The ministers met. And talked.\n\nOne\n\nCastro met Ito   in\tRome\nagain.\n\na\tb\n\nFar away"
    )


# --- RTF


def test_rtf_words() -> None:
    """Code pages of fonts, characters beyond the first plane, tables, breaks; no pictures and addresses of links."""
    source = (
        "\\pard Caf\\'e9 {\\f1\\'cf\\'f0\\'e8} \\u-10179?\\u-8704?\\line broken\\par\n"
        "\\trowd\\cellx1\\cellx2 a\\cell b\\cell\\row\n"
        "{\\pict\\pngblip " + "89504e470d0a1a0a" * 80 + "}"
        '{\\field{\\*\\fldinst{HYPERLINK "https://example.org/x"}}{\\fldrslt{A link}}}\\par\n'
        "{\\header Page 1\\par}{\\*\\generator x;}Two\\~words \\endash  end\\par"
    )
    (document,), problems = read(write("a.rtf", rtf(source)))

    assert problems == []
    assert document.text == "Café При 😀\nbroken\n\na\tb\n\nA link\n\nTwo words – end"


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n ", b""])
def test_rtf_with_bytes_of_its_own(before: bytes) -> None:
    """Some programs write UTF-8 or Windows-1252 as it is."""
    for encoding in ("utf-8", "cp1252"):
        text, problem = text_of_rtf(
            before + b"{\\rtf1\\ansi Caf\xc3\xa9\\par}".decode().encode(encoding), InputName("a", "a")
        )
        assert (text, problem) == ("Café", None)


_RTF = {
    "fonts": "{\\rtf1{\\fonttbl" + "\\f1" * 100_000 + "} text}",
    "fonts that never end": "{\\rtf1{\\fonttbl" + "{\\f1\\fcharset0 a" * 30_000,
    "charsets": "{\\rtf1{\\fonttbl" + "\\f1\\fcharset1" * 50_000 + " x} text}",
    "fonts of the Macintosh": "{\\rtf1{\\fonttbl{\\f0\\fcharset78 Osaka;}}\\f0 text \\'e9}",
    "links": "{\\rtf1 text " + '{\\field{\\*\\fldinst{HYPERLINK "' * 10_000 + "}",
    "groups": "{\\rtf1 text " + "{" * 200_000 + "}" * 200_000 + "}",
    "closed groups": "{\\rtf1 text " + "}" * 300_000,
    "binary": "{\\rtf1 text {\\pict\\bin99999999999999999999 x}",
    "numbers": "{\\rtf1 text \\u999999999? \\u-999999? \\uc99999999 \\'zz}",
    "code pages": "{\\rtf1\\ansicpg99999 text \\'e9}",
    "hex": "{\\rtf1 text " + "\\'e9" * 100_000 + "}",
    "spaces": "{\\rtf1 text" + "\\par " * 200_000 + "}",
    "info": "{\\rtf1 text " + "{\\info " * 30_000 + "}",
}


@pytest.mark.parametrize("source", _RTF.values(), ids=_RTF)
def test_hostile_rtf_takes_seconds(source: str) -> None:
    """It is read, or named."""
    began = time.process_time()
    documents, problems = read(write("a.rtf", source))

    assert time.process_time() - began < 8
    assert documents or problems
    assert "defect" not in messages(problems)


# --- XLSX


def test_xlsx() -> None:
    """Days of cells are days, numbers are words, and rows have the numbers that the program shows."""
    rows: list[list[object]] = [
        ["id", "Headline", "Published", "Body", "Source"],
        [7, "A visit", (44424,), "One.\n\nTwo.", "News"],
        [],
        ["x", None, "16 August 2021", "Three.", None],
        [None, None, (44424.5,), 4, None],
        [None, "No text", None, None, None],
    ]
    documents, problems = read(write("a.xlsx", xlsx(Articles=rows)))

    assert [(d.source.id, d.source.title, d.text, d.source.publisher) for d in documents] == [
        ("7", "A visit", "One.\n\nTwo.", "News"),
        ("x", None, "Three.", None),
        ("a.xlsx:5", None, "4", None),
    ]
    assert {d.source.date for d in documents} == {_DAY}
    assert "row 6 has an empty `text`" in messages(problems)


def test_xlsx_with_other_sheets_and_lines_above() -> None:
    """The first sheet with a text is read, from its row of names on; others that hold something are named."""
    rows: list[list[object]] = [["Export of 16 August"], [], ["date", "text"], [(44424,), PROSE]]
    (document,), (problem,) = read(write("a.xlsx", xlsx(Notes=[["who", "what"]], Empty=[], Articles=rows, More=rows)))

    assert (document.source.id, document.source.date) == ("a.xlsx:4", _DAY)
    assert str(problem) == "Of a.xlsx, only the sheet 'Articles' was read, not 'Notes', 'More': save others alone."


def test_xlsx_columns() -> None:
    """As in every table: one that is named is needed, and where none is known those that are there are listed."""
    name = write("a.xlsx", xlsx(A=[["Wortlaut", "Tag"], [PROSE, (44424,)]]))
    (document,), problems = read(name, columns=Columns(text="Wortlaut", date="Tag"))
    none, (unknown,) = read(name)
    nothing, (missing,) = read(name, columns=Columns(text="Wortlaut", id="Nr"))

    assert (document.source.date, problems, none, nothing) == (_DAY, [], [], [])
    assert "a.xlsx has no column that is known to hold the text; it has: Wortlaut, Tag" in str(unknown)
    assert "a.xlsx has no column `Nr`" in str(missing)


@pytest.mark.parametrize("sheets", [{"A": []}, {"A": [[], [None]]}, {"A": [["text"]]}])
def test_xlsx_without_rows(sheets: dict[str, list[list[object]]]) -> None:
    """Is named."""
    documents, (problem,) = read(write("a.xlsx", xlsx(**sheets)))

    assert documents == []
    assert "nothing was read from it" in str(problem)


def _with_sheet(data: bytes, sheet: bytes) -> bytes:
    """The table with other bytes in the place of its first sheet."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped(parts | {"xl/worksheets/sheet1.xml": sheet})


_SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s<sheetData>%s</sheetData></worksheet>'
_HEAD = b'<row r="1"><c r="A1" t="inlineStr"><is><t>text</t></is></c></row>'
_ROWS = {
    "a far row": (b"", _HEAD + b'<row r="999999999"><c r="A999999999" t="inlineStr"><is><t>x</t></is></c></row>'),
    "a far column": (b"", _HEAD + b"".join(b'<row r="%d"><c r="ZZZ%d"/></row>' % (at, at) for at in range(2, 30_000))),
    "a size": (
        b'<dimension ref="A1:XFD1048576"/>',
        _HEAD + b'<row r="2"><c r="A2" t="inlineStr"><is><t>x</t></is></c></row>',
    ),
    "rows without text": (
        b"",
        _HEAD + b"".join(b'<row r="%d"><c r="A%d"><v> </v></c></row>' % (at, at) for at in range(2, 30_000)),
    ),
    "no such string": (b"", _HEAD + b'<row r="2"><c r="A2" t="s"><v>7</v></c></row>'),
}


@pytest.mark.parametrize(("size", "rows"), _ROWS.values(), ids=_ROWS)
def test_hostile_tables_take_seconds(size: bytes, rows: bytes) -> None:
    """Rows and columns that are not there cost nothing."""
    began = time.process_time()
    documents, problems = read(write("a.xlsx", _with_sheet(xlsx(A=[["text"]]), _SHEET % (size, rows))))

    assert time.process_time() - began < 8
    assert documents or problems
    assert "defect" not in messages(problems)


# --- the archives that they are


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-16"])
@pytest.mark.parametrize("suffix", [".docx", ".odt", ".xlsx"])
def test_entities_are_refused(suffix: str, encoding: str) -> None:
    """Of every part, in every encoding."""
    evil = f'<?xml version="1.0" encoding="{encoding[:6]}"?>{_ENTITY}<x>&b;</x>'.encode(encoding)
    whole = {".docx": docx(PROSE), ".odt": odt(PROSE), ".xlsx": xlsx(A=[["text"], [PROSE]])}[suffix]
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    documents, (problem,) = read(write(f"a{suffix}", zipped(parts | {"x/custom.xml": evil})))

    assert documents == []
    assert str(problem) == f"a{suffix} declares entities, as no office program does: it isn't read."


@pytest.mark.parametrize("suffix", [".docx", ".odt", ".xlsx"])
def test_bombs_are_refused(suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part that unpacks to too much is not unpacked, nor are very many parts."""
    monkeypatch.setattr(office, "_MOST_PARTS", 20)
    part = {".docx": "word/document.xml", ".odt": "content.xml", ".xlsx": "xl/worksheets/sheet1.xml"}[suffix]
    bomb = zipped({part: b"<x>" + b" " * (260 * 2**20) + b"</x>"})
    many = zipped({f"{part}{at}": b"<x/>" for at in range(21)})
    dense = zipped({part: b"<x>" + b"<y/>" * (3 * 2**20) + b"</x>"})
    began = time.process_time()
    documents, problems = read(write(f"a{suffix}", bomb), write(f"b{suffix}", many), write(f"c{suffix}", dense))

    assert documents == []
    assert "has a part that unpacks to over" in str(problems[0])
    assert "parts: split it, or save its text alone" in str(problems[1])
    assert "unpacks to over 200 times its size" in str(problems[2])
    assert time.process_time() - began < 5


def test_elements_within_elements() -> None:
    """As deep as no text is: it is named."""
    deep = "<w:sdt><w:sdtContent>" * 2_000 + paragraph(PROSE) + "</w:sdtContent></w:sdt>" * 2_000
    spans = "<text:p>" + "<text:span>" * 2_000 + "x" + "</text:span>" * 2_000 + "</text:p>"
    documents, problems = read(write("a.docx", docx(deep)), write("b.odt", odt(spans)))

    assert documents == []
    assert [
        "is no DOCX file, or is damaged" in str(problems[0]),
        "is no ODT file, or is damaged" in str(problems[1]),
    ] == [True, True]


def test_a_password_is_named() -> None:
    """Word encrypts the whole file, other programs its parts."""
    data = bytearray(docx(PROSE))
    for sign in (b"PK\x03\x04", b"PK\x01\x02"):
        at = data.find(sign)
        while at >= 0:
            data[at + (6 if sign[2] == 3 else 8)] |= 1
            at = data.find(sign, at + 4)
    documents, problems = read(
        write("a.docx", bytes(data)), write("b.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000))
    )

    assert documents == []
    assert str(problems[0]) == "a.docx has a password: save it without one."
    assert "b.docx is no DOCX file" in str(problems[1])


def test_office_files_in_archives() -> None:
    """They are files in a ZIP like others, and no archives themselves."""
    inner = {"a.docx": docx(PROSE), "b.odt": odt(PROSE), "c.xlsx": xlsx(A=[["text"], [PROSE]]), "d.rtf": rtf(PROSE)}
    documents, problems = read(write("all.zip", zipped(inner)))

    assert problems == []
    assert [d.source.id for d in documents] == ["all.zip/a.docx", "all.zip/b.odt", "all.zip/c.xlsx:2", "all.zip/d.rtf"]
    assert all("Ana Castro met Jun Ito" in d.text for d in documents)


def test_the_same_bytes_each_time() -> None:
    """The files that the tests are made of."""
    made = [(docx(PROSE), odt(PROSE), xlsx(A=[["text"]]), rtf(PROSE)) for _ in range(2)]

    assert made[0] == made[1]
