"""PDF: what is read of pages of many layouts, where it stands, and files made to do harm."""

import datetime as dt
import re
import subprocess
import time
import unicodedata
import zlib
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from conftest import Run
from reading import PROSE, SHARED, messages, needs_shared, read, write

pytest.importorskip("pypdfium2")
pytest.importorskip("reportlab")

from pdfs import PARAGRAPHS, TITLE, Layout, Press, layouts, lines, page, plain, right_to_left, stream

from diplograph.errors import InputError
from diplograph.extract.model import Document
from diplograph.extract.read import InputNotice, apart
from diplograph.extract.read.pdf_columns import blocks_of
from diplograph.extract.read.pdf_layout import Line, Word, lines_of
from diplograph.extract.read.pdf_margins import without_margins
from diplograph.extract.read.pdf_prose import Paragraph, joined
from diplograph.extract.text.language import language

if TYPE_CHECKING:
    from playwright.sync_api import Browser, PdfMargins

LAYOUTS = dict(layouts())
PROGRAM = Path(apart.__file__).with_name("pdfium.py")


pytestmark = pytest.mark.usefixtures("in_an_empty_folder_without_network")


def _read(data: bytes) -> Document:
    (document,), problems = read(write("a.pdf", data))
    assert problems == []
    return document


def _paragraphs(document: Document) -> list[str]:
    return [" ".join(paragraph.split()) for paragraph in document.text.split("\n\n")]


def _page(document: Document, words: str) -> int:
    at = document.text.index(words)
    return [number for start, number in document.pages if start <= at][-1]


# --- layouts ------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_layouts(layout: Layout) -> None:
    """Each paragraph comes whole, in the order in which it is read, and nothing besides."""
    document = _read(layout.data)

    assert _paragraphs(document) == layout.wanted
    assert [words for words in layout.absent if words in document.text] == []
    if layout.pages:
        assert [_page(document, words[:40]) for words in layout.wanted] == layout.pages


@needs_shared
def test_cases_of_others() -> None:
    """Two columns, and words divided at the ends of lines and pages below a running head."""
    columns, divided = (_read((SHARED / f"cases/docs/{name}.pdf").read_bytes()) for name in ("columns", "hyphen"))

    assert [len(words.split()) for words in _paragraphs(columns)] == [10, 12]
    assert len(_paragraphs(divided)) == 2 and not {"-", "Page"} & set(divided.text)
    assert (divided.source.date, [number for _, number in divided.pages]) == (dt.date(2021, 8, 16), [1, 2, 3])


PRINTED = {
    "two columns": "<h1>{title}</h1><p>16 August 2021</p><div style='columns:2;text-align:justify;hyphens:auto'>{text}</div>",
    "three columns": "<h1>{title}</h1><div style='columns:3;font:9pt Arial;hyphens:auto'>{text}</div>",
    "an aside": "<main style='float:left;width:65%'>{text}</main><aside style='float:right;width:30%;font-size:9pt'>"
    "<h4>About</h4><p>The ministry is open on Mondays and answers letters from citizens and reporters.</p></aside>",
    "lines far apart": "<div style='line-height:2;text-align:justify'>{text}</div>",
    "a list": "<style>li {{ margin: 6px }}</style><p>Before it:</p><ol>{items}</ol>",
}


@pytest.mark.slow
@pytest.mark.parametrize("page", PRINTED.values(), ids=PRINTED)
def test_what_a_browser_prints(browser: "Browser", page: str) -> None:
    """Its pages, with a running head and page numbers, hold the same paragraphs."""
    text, items = ("".join(f"<{tag}>{words}</{tag}>" for words in PARAGRAPHS * 3) for tag in ("p", "li"))
    shown = browser.new_page()
    shown.set_content(f"<html lang=en>{page.format(title=TITLE, text=text, items=items)}")
    folio = "<p style='font-size:8px;margin:auto'><span class=pageNumber></span> of <span class=totalPages></span></p>"
    head = "<p style='font-size:8px;margin:auto'>The River Daily</p>"
    edges: PdfMargins = {"top": "2cm", "bottom": "2cm", "left": "2cm", "right": "2cm"}
    data = shown.pdf(format="A5", margin=edges, display_header_footer=True, header_template=head, footer_template=folio)
    shown.close()
    document = _read(data)

    assert [
        p for words in _paragraphs(document) if (p := re.sub(r"^[0-9]+\. ", "", words)) in PARAGRAPHS
    ] == PARAGRAPHS * 3
    assert "River Daily" not in document.text and " of " + str(document.pages[-1][1]) not in document.text
    assert document.source.title == TITLE or "h1" not in page


def test_pages() -> None:
    """A page begins where its first words stand, and a sentence over its end is of the page before."""
    first, second = (
        "Ana Castro met her counterpart in the old town hall and discussed the new treaty on rivers with",
        "Jun Ito.",
    )
    document = _read(lines(first, second, "Bo Kim called Lena Moreau."))

    assert document.text == f"{first} {second}\n\nBo Kim called Lena Moreau."
    assert document.pages == ((0, 1), (document.text.index("Jun"), 2), (document.text.index("Bo"), 3))


def test_a_page_without_text_parts_no_sentence() -> None:
    """Nor does it shift the numbers of pages."""
    document = _read(
        lines("Ana Castro met her counterpart, the ministry of the river said in a statement, in", "", "Lisbon.")
    )

    assert document.text.endswith("statement, in Lisbon.")
    assert _page(document, "Lisbon") == 3


def test_a_line_that_comes_again_within_pages_stays() -> None:
    """Only what is outermost is a running head."""
    text = "The first line of it.\nOne.\nTwo.\nQ.\nThree.\nFour.\nThe last line of it."
    document = _read(lines(*(text.replace("it", f"page {name}") for name in ("a", "be", "cede", "deaf"))))

    assert document.text.count("Q.") == 4


def test_numbers_that_are_no_page_numbers_stay() -> None:
    """A year at the end of the only page is one."""
    document = _read(lines("The treaty of the river, which the two ministers signed in Lisbon, is of\n2021"))

    assert document.text.endswith("is of 2021")


@pytest.mark.parametrize(
    ("parts", "word"),
    [
        (("minis-", "ter of it"), "minister of it"),
        (("infor\u00ad", "mation"), "information"),
        (("US-", "led talks"), "US-led talks"),
        (("Asia-", "Pacific"), "Asia-Pacific"),
        (("a long-", "standing plan"), "a long-standing plan"),
        (("the inter-", "national plan"), "the international plan"),
        (("fulfil-", "led"), "fulfilled"),
        (("Blin-", "ken"), "Blinken"),
        (("from Monday -", "or so"), "from Monday - or so"),
        (("1939-", "1945"), "1939-1945"),
        (("over-", "all, an over-all"), "over-all, an over-all"),
        (("cease-", "fire, a ceasefire"), "ceasefire, a ceasefire"),
    ],
)
def test_ends_of_lines(parts: tuple[str, str], word: str) -> None:
    """A hyphen stays where the word has it anywhere; the document knows best, then the kind of word."""
    assert joined([[Paragraph(list(parts), [1, 1], 10)]])[0] == word


# --- what the file says of itself ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "title"),
    [
        ("Castro in Lisbon", "Castro in Lisbon"),
        ("Microsoft Word - a.docx", "a"),
        ("untitled document", "a"),
        ("x", "a"),
        ("C:\\papers\\my report", "a"),
        ("press release final.indd", "a"),
    ],
)
def test_the_title_of_its_own_data(told: str, title: str) -> None:
    """What programs put there is none; then it is the name of the file."""
    document = _read(lines(PROSE, info=b"<</Title(%s)>>" % told.replace("\\", "\\\\").encode()))

    assert document.source.title == title


@pytest.mark.parametrize(
    ("told", "title"),
    [
        (b"Ministers of the river met", "Ministers of the river met"),
        (b"Template for releases", "Ministers met on the river, in two lines"),
        (b"", "Ministers met on the river, in two lines"),
    ],
)
def test_the_title_that_is_shown(told: bytes, title: str) -> None:
    """The largest letters of the first page, unless the file's own is of the same words."""
    shown = [(50.0, 700.0, 20.0, b"Ministers met on the river,"), (50.0, 676.0, 20.0, b"in two lines")]
    rest = [(50.0, 640.0 - 14 * n, 11.0, text.encode()) for n, text in enumerate(PARAGRAPHS[0].split(", "))]
    document = _read(plain([[*shown, *rest]], info=b"<</Title(%s)>>" % told))

    assert document.source.title == title
    assert _paragraphs(document)[0] == "Ministers met on the river, in two lines"


@pytest.mark.parametrize(
    ("text", "made", "day"),
    [
        (f"Press release\n16 August 2021\n{PROSE}", b"20240101", dt.date(2021, 8, 16)),
        (f"Lisbon, August 16, 2021\n{PROSE}", b"", dt.date(2021, 8, 16)),
        (
            f"{PROSE}\nThe treaty of 3 May 1988 was signed by all of them in the old hall of the city.",
            b"19990101",
            None,
        ),
        (f"{PROSE} The talks of August 2021.", b"20210818", dt.date(2021, 8, 18)),
        (f"{PROSE} The talks of August 2021.", b"20230818", None),
        (PROSE, b"20210818", None),
        (PROSE, b"20219918", None),
    ],
)
def test_the_day(text: str, made: bytes, day: dt.date | None) -> None:
    """It stands alone near the beginning; that on which the file was made counts where the text names its month."""
    assert _read(lines(text, info=b"<</CreationDate(D:%s120000)>>" % made)).source.date == day


# --- what is not read ---------------------------------------------------------------------------

PICTURE = stream(b"\0" * 12, b"/Type/XObject/Subtype/Image/Width 2/Height 2/ColorSpace/DeviceRGB/BitsPerComponent 8")
SCANNED = page(stream(b"500 0 0 700 50 50 cm /I Do"), resources=b"/XObject<</I 6 0 R>>", more=[PICTURE])


def test_a_file_that_only_forbids_printing() -> None:
    """An empty password opens it."""
    press = Press(password="")
    press.column(PARAGRAPHS, 60, 760, 470)

    assert _paragraphs(_read(press.done())) == PARAGRAPHS


def _locked() -> bytes:
    press = Press(password="secret")
    press.say(60, 760, PROSE)
    return press.done()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (_locked(), "a.pdf has a password: save it without, and give that file."),
        (lines(""), "a.pdf has no text, its pages may be pictures: run it through text recognition (OCR)."),
        (SCANNED, "OCR"),
        (lines(PROSE).replace(b"/Kids[5 0 R]", b"/Kids[3 0 R]"), "damaged"),
        (lines(PROSE)[:100], "damaged"),
        (b"", "a.pdf"),
        (b"%PDF-1.7\n" + b"[" * 200_000, "damaged"),
        (lines(*["\n".join(["x " * 500] * 900)] * 3), "a.pdf is too long, over 1,000,000 characters: split it"),
    ],
    ids=["encrypted", "no text", "scanned", "no page", "cut off", "empty", "brackets", "long"],
)
def test_what_cannot_be_read_is_named(data: bytes, words: str) -> None:
    """One sentence says what is wrong and what to do, and the others are read."""
    documents, problems = read(write("a.pdf", data), write("good.txt", PROSE))

    assert [d.source.id for d in documents] == ["good.txt"]
    assert len(problems) == 1 and words in messages(problems)
    assert isinstance(problems[0], InputError) and not isinstance(problems[0], InputNotice)


def test_pages_that_are_pictures_are_named() -> None:
    """Where others have text."""
    press = Press()
    for text in ("", PROSE, "", "", "", "", "", ""):
        press.say(60, 760, text)
        press.canvas.rect(60, 60, 400, 600)
        press.next()
    (document,), (problem,) = read(write("a.pdf", press.done()))

    assert document.text == PROSE and document.pages == ((0, 2),)
    assert str(problem) == (
        "In a.pdf, pages 1, 3, 4, 5, 6 and 2 more have no text and may be pictures, run the file through text recognition (OCR)."
    )


def test_a_damaged_page_costs_no_other() -> None:
    """It is named."""
    data = lines(PROSE, "Bo Kim called Lena Moreau.").replace(b"/Kids[5 0 R 7 0 R]", b"/Kids[3 0 R 7 0 R]")
    (document,), (problem,) = read(write("a.pdf", data))

    assert document.text == "Bo Kim called Lena Moreau." and document.pages == ((0, 2),)
    assert str(problem) == "In a.pdf, page 1 is damaged and not read, fetch the file again or save it anew."


def test_broken_tables_are_mended() -> None:
    """The table of a file may lead anywhere, or be missing."""
    data = lines(PROSE)

    assert _read(data[: data.index(b"xref")] + data[data.index(b"trailer") :]).text == PROSE
    assert _read(data.replace(b"startxref\n", b"startxref\n9")).text == PROSE


# --- hostile ------------------------------------------------------------------------------------


def _nested(data: bytes) -> bytes:
    return zlib.compress(zlib.compress(data, 9), 9)


def _forms() -> bytes:
    """A drawing that draws another twenty times, which does so too, and so on."""
    entries = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</Font<</F1 4 0 R>>/XObject<</X %d 0 R>>>>"
    drawings = [stream(b"/X Do " * 20, entries % (7 + n)) for n in range(8)]
    drawings.append(stream(b"BT /F1 9 Tf 50 50 Td (Ana met Jun) Tj ET", entries % 6))
    return page(stream(b"/X Do"), resources=b"/XObject<</X 6 0 R>>", more=drawings)


def _spread(count: int) -> bytes:
    """Words all over a page."""
    random = Random("spread")
    places = b"".join(
        b"1 0 0 1 %d %d Tm (word) Tj " % (random.randrange(600), random.randrange(800)) for _ in range(count)
    )
    return page(stream(b"BT /F1 9 Tf " + places + b"ET"))


HOSTILE = {
    "eight gigabytes of spaces": page(stream(_nested(b"\0" * 2**20 * 512), b"/Filter[/FlateDecode/FlateDecode]")),
    "drawings in drawings": _forms(),
    "letters without end": page(stream(b"BT /F1 1 Tf 50 700 Td " + b"(abcdefgh ij) Tj 0 -1 Td " * 100_000 + b"ET")),
    "commands without end": page(stream(b"BT /F1 12 Tf (x) Tj\n" + b"Tj\n" * 1_300_000 + b"ET")),
    "states in states": page(stream(b"q " * 500_000)),
    "words all over": _spread(20_000),
    "very many words all over": _spread(200_000),
    "a page within itself": lines(PROSE).replace(b"/Kids[5 0 R]", b"/Kids[2 0 R]"),
    "a million pages": lines(PROSE).replace(b"/Count 1>>", b"/Count 1000000>>"),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_take_seconds(data: bytes) -> None:
    """They are read or named, and this process takes neither their time nor their memory."""
    begun = time.monotonic()
    documents, problems = read(write("a.pdf", data), write("good.txt", PROSE))

    assert documents[-1].source.id == "good.txt"
    assert len(documents) + len(problems) > 1
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize("limit", ["SECONDS", "_LEAST"])
def test_a_file_that_takes_too_long_is_named(monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    """Whatever compiled code is at, in one process too; a small file has less time."""
    monkeypatch.setattr(apart, limit, 0.5)
    monkeypatch.setattr(apart, "MEMORY", 2**40)
    begun = time.monotonic()
    _, (problem,) = read(write("a.pdf", _forms()))

    assert time.monotonic() - begun < 5
    assert str(problem).startswith("a.pdf could not be read, at its page 1 it takes too much time or memory: split it")


def test_whoever_asks_for_no_more_leaves_nothing_running(monkeypatch: pytest.MonkeyPatch) -> None:
    """The other process ends with the reader, and if it dies before it has read all, nothing comes."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*args: Any, **options: Any) -> "subprocess.Popen[bytes]":
        started.append(subprocess.Popen(*args, **options))
        return started[-1]

    monkeypatch.setattr(apart, "subprocess", SimpleNamespace(**vars(subprocess) | {"Popen": start}))
    settings = {"pages": 2_000, "characters": 10**6}
    records = apart.read_apart(PROGRAM, lines(*[PROSE] * 500), settings)
    next(records)
    records.close()

    assert list(apart.read_apart(Path("none.py"), b"x" * 10**7, settings)) == []
    assert [process.returncode is not None for process in started] == [True, True]


def test_the_program_needs_nothing_of_ours() -> None:
    """It runs in a Python that sees only its libraries, so that what it reads can't reach us through it."""
    source = PROGRAM.read_text(encoding="utf-8")

    assert "import diplograph" not in source and "from diplograph" not in source


def test_places_that_are_no_places() -> None:
    """Numbers of any size are laid out."""
    odd = [Word("a", -1e30, 1e30, 1e30, 1e-9), Word("b", 0, 0, -1e30, 1e30), Word("c", 5, 1, 0, 0)]

    assert sorted(word.text for block in blocks_of(lines_of(odd)) for line in block.lines for word in line.words) == [
        "a",
        "b",
        "c",
    ]


@pytest.mark.parametrize("piece", ["a-", ";\"'", ".", "i", "1", "\u00ad", "a\u00ad", "(", "12 May "])
def test_odd_lines_take_time_by_their_length(piece: str) -> None:
    """Whatever they are made of."""
    line = piece * 100_000
    begun = time.process_time()
    joined([[Paragraph([line, line], [1, 1], 10, full=True)]] * 2)
    without_margins([[Line((Word(line, 0, 100, 10, 10),))] * 2] * 3)

    assert time.process_time() - begun < 3


def test_the_same_file_gives_the_same() -> None:
    """Byte for byte."""
    data = LAYOUTS["divided words"].data

    assert _read(data) == _read(data)


def test_an_export_of_several_articles_is_named() -> None:
    """It is one document, which is said."""
    text = (Path(__file__).parent / "exports" / "nexis-uni-de-2021.txt").read_text(encoding="utf-8")
    (document,), (problem,) = read(write("a.pdf", lines(text)))

    assert "Castro" in document.text
    assert str(problem) == (
        "a.pdf is an export of 2 articles, of which PDF files are read as one document: save it as DOCX, RTF or HTML."
    )


# --- from right to left -------------------------------------------------------------------------


_ARABIC = (
    "التقى وزير الخارجية يوم الاثنين نظيره الياباني في جنيف وبحث معه اتفاقية البحيرة. وقالت الوزارة في بيان إن الوزيرين"
    " اتفقا على لقاء آخر في الشهر المقبل."
)
_HEBREW = "שר החוץ נפגש ביום שני עם עמיתו היפני בז'נבה ודן עמו בהסכם על האגם. המשרד מסר בהודעה כי השניים הסכימו להיפגש שוב בחודש הבא."
_FORMS = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFE80, 0xFEF5)}
"""The letters as fonts have them, which stand in many files."""


@pytest.mark.parametrize(
    ("text", "drawn", "code"),
    [
        (_ARABIC, _ARABIC, "ar"),
        (_ARABIC, "".join(_FORMS.get(letter, letter) for letter in _ARABIC), "ar"),
        (_HEBREW, _HEBREW, "he"),
    ],
    ids=["Arabic", "Arabic as fonts have it", "Hebrew"],
)
def test_texts_from_right_to_left(text: str, drawn: str, code: str) -> None:
    """They are in the order in which they are read, and their language is told."""
    (document,), problems = read(write("a.pdf", right_to_left(drawn, drawn)))

    assert problems == []
    assert " ".join(document.text.split()) == f"{text} {text}"
    assert language(document.text) == code


def test_english_with_a_line_from_right_to_left() -> None:
    """It is English, and read."""
    english = " ".join(PARAGRAPHS[:2])
    (document,), _ = read(write("a.pdf", right_to_left(_ARABIC[:50], english=english)))

    assert language(document.text) == "en"
    assert PARAGRAPHS[0] in " ".join(document.text.split())


@pytest.mark.real
def test_a_file_from_right_to_left_is_counted(run: Run) -> None:
    """And not read."""
    write("a.pdf", right_to_left(_ARABIC, _ARABIC))
    write("b.pdf", right_to_left(_HEBREW, _HEBREW))
    done = run("extract", "a.pdf", "b.pdf")

    assert "2 documents are not in English: 1 Arabic, 1 Hebrew; they were not read" in done.stderr
    assert (done.exit_code, done.stdout) == (0, "")
