"""PDF files made for tests: layouts with the paragraphs that a reader must find in them, and files made to do harm."""

import io
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

DAY = "16 August 2021"
TITLE = "Ministers met on the river, and spoke of water"
PARAGRAPHS = [
    (
        "Foreign Minister Ana Castro met her counterpart Jun Ito in Lisbon on Monday to discuss a treaty on the shared river, "
        "the ministry said in a statement that it released after the talks had come to their end late in the evening."
    ),
    (
        "The two ministers had spoken by telephone a week before. Castro told reporters that the negotiations were difficult but "
        "that both governments wanted an agreement before the winter, when the floods begin and the crossings close."
    ),
    (
        "Prime Minister Bo Kim will travel to Porto on Friday. He is expected to see President Lena Moreau there, and officials of "
        "both countries said that the visit had been arranged at short notice by the embassies."
    ),
    (
        "A spokesman denied that the Secretary-General had called the President of the Assembly. No conversation of that kind "
        "had taken place, he said, and none was planned for the coming weeks or the coming months."
    ),
    (
        "Delegations from seven countries took part in the conference, which the organisation held for the third time. Its "
        "chairman thanked the hosts for their patience and their hospitality, and for the interpreters."
    ),
    (
        "Negotiators returned to the capital on Saturday. They reported to the committee that the long-term arrangements could be "
        "signed by the leaders themselves, as long-term arrangements had been signed before by their predecessors."
    ),
]


@dataclass(slots=True)
class Layout:
    """A file, and what must be found in it.

    Attributes:
        wanted: Its paragraphs, in the order in which they are read.
        absent: What must not be in the text.
        pages: The pages on which the wanted paragraphs begin, where that is told.
    """

    data: bytes
    wanted: list[str]
    absent: list[str] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)


class Press:
    """Draws pages of 595 by 842 points with reportlab, the origin at the bottom left."""

    def __init__(self, *, title: str | None = None, password: str | None = None, font: str = "Times-Roman") -> None:
        from reportlab.lib.pdfencrypt import StandardEncryption
        from reportlab.pdfgen.canvas import Canvas

        self.buffer = io.BytesIO()
        locked = StandardEncryption(password, ownerPassword="owner", canPrint=0) if password is not None else None
        self.canvas: Any = Canvas(self.buffer, pagesize=(595, 842), encrypt=locked, invariant=1)
        self.font = font
        if title is not None:
            self.canvas.setTitle(title)

    def say(self, x: float, y: float, text: str, size: float = 10, font: str | None = None) -> None:
        """Draw one line."""
        self.canvas.setFont(font or self.font, size)
        self.canvas.drawString(x, y, text)

    def lines(self, text: str, width: float, size: float = 10, *, divide: int = 0) -> list[str]:
        """Wrap a text; with ``divide`` words of at least so many letters are hyphenated where they don't fit."""
        from reportlab.pdfbase.pdfmetrics import stringWidth

        def fits(line: str) -> bool:
            return bool(stringWidth(line, self.font, size) <= width)

        made, line = list[str](), ""
        for word in text.split():
            longer = f"{line} {word}".strip()
            if fits(longer):
                line = longer
                continue
            head, tail = _divided(line, word, fits) if divide and len(word) >= divide else ("", word)
            made.append(f"{line} {head}".strip() if head else line)
            line = tail
        return [*made, line]

    def column(
        self, paragraphs: Sequence[str], x: float, y: float, width: float, *, size: float = 10, leading: float = 12,
        divide: int = 0, indent: float = 12, justified: bool = False,
    ) -> float:  # fmt: skip
        """Draw paragraphs below each other; return where the next line would stand."""
        for text in paragraphs:
            some = self.lines(text, width - indent, size, divide=divide)
            for at, line in enumerate(some):
                shift = indent if at == 0 else 0
                self._line(x + shift, y, line, width - shift if justified and at + 1 < len(some) else None, size)
                y -= leading
        return y

    def _line(self, x: float, y: float, line: str, width: float | None, size: float) -> None:
        from reportlab.pdfbase.pdfmetrics import stringWidth

        if width is None or " " not in line:
            self.say(x, y, line, size)
            return
        drawn = self.canvas.beginText(x, y)
        drawn.setFont(self.font, size)
        drawn.setWordSpace((width - stringWidth(line, self.font, size)) / line.count(" "))
        drawn.textOut(line)
        self.canvas.drawText(drawn)

    def next(self) -> None:
        """End the page."""
        self.canvas.showPage()

    def done(self) -> bytes:
        """Return the file."""
        self.canvas.save()
        return self.buffer.getvalue()


def _divided(line: str, word: str, fits: Callable[[str], bool]) -> tuple[str, str]:
    """Divide a word by a hyphen as late as the line allows, leaving three letters on both sides."""
    for at in range(len(word) - 3, 2, -1):
        if word[:at].isalpha() and word[at].islower() and fits(f"{line} {word[:at]}-"):
            return f"{word[:at]}-", word[at:]
    return "", word


def _one_column(**options: Any) -> Layout:
    press = Press()
    press.column(PARAGRAPHS, 60, 760, 470, **options)
    return Layout(press.done(), PARAGRAPHS)


def _columns(count: int, *, shift: float = 0, heading: bool = False, **options: Any) -> Layout:
    """Columns side by side; with ``shift`` their lines don't stand on the same height."""
    press = Press()
    if heading:
        press.say(60, 790, TITLE, 18)
    width, share = (480 - 18 * (count - 1)) / count, len(PARAGRAPHS) // count
    for at in range(count):
        some = PARAGRAPHS[at * share : (at + 1) * share]
        press.column(some, 60 + at * (width + 18), 750 - at * shift, width, **options)
    return Layout(press.done(), [TITLE] * heading + PARAGRAPHS[: share * count])


def _uneven() -> Layout:
    """Two columns of which the first is longer, below a paragraph over both, and above another."""
    press = Press()
    y = press.column(PARAGRAPHS[:1], 60, 780, 480, indent=0) - 14
    low = press.column(PARAGRAPHS[1:3], 60, y, 230)
    press.column(PARAGRAPHS[3:4], 310, y, 230)
    press.column(PARAGRAPHS[4:5], 60, low - 24, 480, indent=0)
    return Layout(press.done(), PARAGRAPHS[:5])


def _heads(*, alternate: bool = False, pages: int = 4) -> Layout:
    """Running heads, feet and page numbers; a paragraph runs over each page's end."""
    press, wanted = Press(), list[str]()
    before: list[str] = []
    for number in range(1, pages + 1):
        even = alternate and number % 2 == 0
        press.say(60, 800, f"{number + 40} The River Papers" if even else "Daily Bulletin of the Ministry", 9)
        press.say(300, 40, f"Page {number}" if not alternate else str(number + 40), 9)
        if not alternate:
            press.say(60, 28, f"Printed by the Ministry, {DAY}", 7)
        y = 760.0
        for line in before:
            press.say(60, y, line)
            y -= 12
        first, second = PARAGRAPHS[2 * number % 6], PARAGRAPHS[(2 * number + 1) % 6]
        y = press.column([first], 60, y, 470)
        lines = press.lines(second, 458)
        half = len(lines) // 2 if number < pages else len(lines)
        for at, line in enumerate(lines[:half]):
            press.say(72 if at == 0 else 60, y - 12 * at, line)
        before = lines[half:]
        wanted += [first, second]
        press.next()
    return Layout(press.done(), wanted, ["Daily Bulletin", "River Papers", "Page", "Printed", " 41", " 42"])


def _notes() -> Layout:
    """Notes at the foot of two pages, one of which a paragraph runs over, and the raised numbers that point to them."""
    press = Press()
    note = "1 The text of the treaty was never published, and only a summary of it exists."
    other = "2 See the papers of the committee."
    y = press.column(PARAGRAPHS[:2], 60, 760, 470)
    lines = press.lines(PARAGRAPHS[2], 470)
    for at, line in enumerate(lines[:1]):
        press.say(72 if at == 0 else 60, y, line)
    press.column([note], 60, 80, 470, size=8, leading=9, indent=0)
    press.say(73 + press.canvas.stringWidth(lines[0], press.font, 10), y + 4, "1", 6)
    press.next()
    y = 760
    for line in lines[1:]:
        press.say(60, y, line)
        y -= 12
    press.column([PARAGRAPHS[3]], 60, y, 470)
    press.column([other], 60, 80, 470, size=8, leading=9, indent=0)
    press.next()
    return Layout(press.done(), [*PARAGRAPHS[:3], note, PARAGRAPHS[3], other], pages=[1, 1, 1, 1, 2, 2])


def _raised() -> Layout:
    """A raised number behind a word and a full stop, and one that is a power."""
    press = Press()
    press.say(60, 760, "Castro met Ito on Monday.")
    end = 60 + press.canvas.stringWidth("Castro met Ito on Monday.", press.font, 10)
    press.say(end, 764, "12", 6)
    press.say(end + 7, 760, " The lake has 40 km")
    end += 7 + press.canvas.stringWidth(" The lake has 40 km", press.font, 10)
    press.say(end, 764, "2", 6)
    press.say(end + 4, 760, " of water.")
    return Layout(press.done(), ["Castro met Ito on Monday. The lake has 40 km2 of water."])


def _divided_words() -> Layout:
    """Words divided at the ends of lines, of a column and of a page."""
    press = Press()
    press.column(PARAGRAPHS[:3], 60, 760, 230, divide=7)
    press.column(PARAGRAPHS[3:5], 310, 760, 230, divide=7)
    press.next()
    press.say(
        72, 760, "The Foreign Minister of Japan was received with honours by the Prime Minister and by the Ambas-"
    )
    press.next()
    press.say(60, 760, "sador of Norway.")
    ends = (
        "The Foreign Minister of Japan was received with honours by the Prime Minister and by the Ambassador of Norway."
    )
    return Layout(press.done(), [*PARAGRAPHS[:5], ends])


COMPOUNDS = (
    "The US-led talks were chaired by the Secretary-General, and the vice-president of the company was there. A cease-fire "
    "was agreed, though the ceasefire was not signed by Mr Al-Thani. Anglo-Irish and self-declared envoys met for 21-year-old "
    "arrangements, and the minister-designate spoke."
)


def _compounds() -> Layout:
    """Compounds that the end of a line divides at their own hyphen."""
    press, y = Press(), 760.0
    lines = COMPOUNDS.replace("-", "-\n").replace("cease-\nfire", "cease-fire").replace("21-\n", "21-").split("\n")
    for line in lines:
        press.say(60, y, line)
        y -= 12
    return Layout(press.done(), [COMPOUNDS])


def _turned(page: int, drawn: int) -> Layout:
    """A page that viewers turn, with its text turned against that or not."""
    press = Press()
    press.canvas.setPageRotation(page)
    if drawn:
        press.canvas.translate(595, 0)
        press.canvas.rotate(drawn)
    press.column(PARAGRAPHS[:3], 60, 500, 470)
    return Layout(press.done(), PARAGRAPHS[:3])


def _sideways() -> Layout:
    """A line along the margin, a stamp across the page, and text beyond the edge."""
    press = Press()
    press.column(PARAGRAPHS[:3], 80, 700, 440)
    press.canvas.saveState()
    press.canvas.translate(30, 200)
    press.canvas.rotate(90)
    press.say(0, 0, "Received by the archive")
    press.canvas.restoreState()
    press.canvas.saveState()
    press.canvas.translate(150, 450)
    press.canvas.rotate(40)
    press.say(0, 0, "DRAFT COPY", 60)
    press.canvas.restoreState()
    press.say(700, 400, "beyond the edge")
    return Layout(press.done(), [*PARAGRAPHS[:3], "Received by the archive", "DRAFT COPY"], ["beyond"])


ROWS = [
    ["12 May", "Ana Castro", "met Jun Ito", "Lisbon"],
    ["14 May", "Bo Kim", "called Lena Moreau", "Porto"],
    ["3 June", "Jun Ito", "wrote to Bo Kim", "Faro"],
    ["9 June", "Lena Moreau", "visited Ana Castro", "Braga"],
]


def _table() -> Layout:
    """A table between two paragraphs: its rows stay whole."""
    press = Press()
    y = press.column(PARAGRAPHS[:1], 60, 760, 470, indent=0) - 12
    for row in ROWS:
        for x, cell in zip((60, 140, 260, 420), row, strict=True):
            press.say(x, y, cell)
        y -= 14
    press.column(PARAGRAPHS[1:2], 60, y - 12, 470, indent=0)
    return Layout(press.done(), [PARAGRAPHS[0], *(" ".join(row) for row in ROWS), PARAGRAPHS[1]])


def _agenda() -> Layout:
    """Hours on the left, what happens then on the right, over several lines each."""
    press, y = Press(), 760.0
    for hour, text in zip(("09:00", "11:30", "15:00"), PARAGRAPHS[:3], strict=True):
        press.say(60, y, hour)
        y = press.column([text], 130, y, 400, indent=0) - 4
    return Layout(
        press.done(), [f"{hour} {text}" for hour, text in zip(("09:00", "11:30", "15:00"), PARAGRAPHS, strict=False)]
    )


def _aside() -> Layout:
    """Smaller lines beside the text, closer to each other than those of the text."""
    press = Press(font="Helvetica")
    press.column(PARAGRAPHS[:4], 60, 760, 330, leading=16, indent=0)
    press.say(410, 757, "About")
    aside = "The ministry is open on Mondays and answers letters from citizens and reporters alike."
    press.column([aside], 410, 741, 140, size=8, leading=10, indent=0)
    return Layout(press.done(), [*PARAGRAPHS[:4], "About", aside])


def _long_labels() -> Layout:
    """Labels of two lines, what belongs to them, and a third cell."""
    press, y, wanted = Press(), 760.0, list[str]()
    for day, text in zip(("Third of May", "Fourth of May", "Ninth of June"), PARAGRAPHS, strict=False):
        number, month = day.rsplit(" ", 1)
        press.say(60, y, number)
        press.say(60, y - 12, month)
        press.say(500, y, "Lisbon")
        y = press.column([text], 130, y, 330, indent=0) - 8
        wanted.append(f"{day} {text} Lisbon")
    return Layout(press.done(), wanted)


def _lettered() -> Layout:
    """Ligatures, and a hyphen that is there only if a line ends."""
    return Layout(
        plain([[(60, 760, 10, b"The of\\001cial of the Of\\001ce met the chief of sta\\003 at the \\002oor."), (60, 748, 10, b"Mi\\004nisters spoke of infor\\004"), (60, 736, 10, b"mation.")]], font=_LIGATURES, unicode="<04> <00AD>\n"),
        ["The official of the Office met the chief of staff at the floor. Ministers spoke of information."],
    )  # fmt: skip


def _backwards() -> Layout:
    """Hebrew, drawn from right to left, as its letters are read."""
    words = "\u05e9\u05e8 \u05d4\u05d7\u05d5\u05e5 \u05e0\u05e4\u05d2\u05e9 \u05e2\u05dd \u05d4\u05e0\u05e9\u05d9\u05d0"
    codes = {letter: 65 + at for at, letter in enumerate(sorted(set(words) - {" "}))}
    pairs = "".join(f"<{code:02X}> <{ord(letter):04X}>\n" for letter, code in codes.items())
    drawn = bytes(codes.get(letter, 32) for letter in reversed(words))
    return Layout(plain([[(60, 760, 10, drawn)]], unicode=pairs), [words])


def layouts() -> Iterator[tuple[str, Layout]]:
    """Yield every layout with its name."""
    yield "one column", _one_column()
    yield "justified", _one_column(justified=True)
    yield "without indents, a gap between", _gaps()
    yield "two columns", _columns(2)
    yield "two columns, lines not level", _columns(2, shift=5)
    yield "two justified columns, words divided", _columns(2, justified=True, divide=7, heading=True)
    yield "three columns below a heading", _columns(3, heading=True, size=9, leading=11)
    yield "columns between paragraphs", _uneven()
    yield "running heads", _heads()
    yield "heads left and right, page numbers", _heads(alternate=True, pages=6)
    yield "notes", _notes()
    yield "raised numbers", _raised()
    yield "divided words", _divided_words()
    yield "compounds", _compounds()
    yield "a turned page", _turned(90, 90)
    yield "text on its side", _turned(0, 90)
    yield "margin, stamp, edge", _sideways()
    yield "a table", _table()
    yield "an agenda", _agenda()
    yield "an aside in smaller lines", _aside()
    yield "labels of two lines", _long_labels()
    yield "ligatures, soft hyphens", _lettered()
    yield "from right to left", _backwards()


def _gaps() -> Layout:
    press, y = Press(font="Helvetica"), 760.0
    for text in PARAGRAPHS:
        y = press.column([text], 60, y, 470, indent=0) - 8
    return Layout(press.done(), PARAGRAPHS)


# --- by hand: what no library would write -----------------------------------------------------------

_LIGATURES = b"/Encoding<</Type/Encoding/BaseEncoding/WinAnsiEncoding/Differences[1/fi/fl/ff/hyphen]>>"
Shown = tuple[float, float, float, bytes]


def made(objects: Sequence[bytes]) -> bytes:
    """Return a file of numbered objects, the first its catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        size, table, size, len(objects), len(out),
    )  # fmt: skip


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """Return an object that is a stream."""
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)


def page(content: bytes, *, resources: bytes = b"", more: Sequence[bytes] = (), entries: bytes = b"") -> bytes:
    """Return a file of one page, whose content is given as an object; ``more`` are the objects from the sixth on."""
    shown = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F1 4 0 R>>%s>>/Contents 5 0 R%s>>"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    first = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        shown % (resources, entries),
        font,
    ]
    return made([*first, content, *more, b"<<>>"])


def plain(
    pages: Sequence[Sequence[Shown]], *, info: bytes = b"<<>>", font: bytes = b"/Encoding/WinAnsiEncoding", unicode: str = ""
) -> bytes:  # fmt: skip
    """Return a file of pages of 600 by 800 points with lines in Helvetica: x, y, size, and a text as PDF escapes it."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica%s%s>>"]
    objects.append(stream(_MAPPED % (unicode.count("\n"), unicode.encode()) if unicode else b""))
    objects[2] %= (font, b"/ToUnicode 4 0 R" if unicode else b"")
    kids = list[int]()
    for lines in pages:
        shown = b"".join(b"BT /F1 %g Tf %g %g Td (%s) Tj ET\n" % (size, x, y, text) for x, y, size, text in lines)
        number = len(objects) + 1
        kids.append(number)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % (number + 1)
        )
        objects.append(stream(shown))
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(b"%d 0 R" % kid for kid in kids), len(kids))
    return made([*objects, info])


def lines(*texts: str, info: bytes = b"<<>>") -> bytes:
    """Return a file of one page a text, whose lines stand below each other."""
    return plain(
        [[(50, 700 - 14 * at, 12, line.encode("cp1252")) for at, line in enumerate(text.split("\n")) if line] for text in texts],
        info=info,
    )  # fmt: skip


_MAPPED = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n1 begincodespacerange <00> <FF> "
    b"endcodespacerange\n%d beginbfchar\n%sendbfchar\nendcmap end end"
)


def right_to_left(*paragraphs: str, english: str = "") -> bytes:
    """Return a file of one page in Arabic or Hebrew letters, drawn from left to right as they look, as programs do.

    Args:
        english: What stands above them.
    """
    letters = sorted(set("".join(paragraphs)) - set(_PRINTED))
    codes = dict(zip(letters, (code for code in range(128, 256) if code != 173), strict=False))
    given = {**codes, **{letter: ord(letter) for letter in _PRINTED}}
    table = "".join(f"<{code:02X}> <{ord(letter):04X}>\n" for letter, code in given.items())
    shown = [(50.0, 740 - 15.0 * at, 12.0, line.encode()) for at, line in enumerate(textwrap.wrap(english, 80))]
    y = 700.0 - 15 * len(shown)
    for paragraph in paragraphs:
        for line in textwrap.wrap(paragraph, 60):
            drawn = bytes(codes.get(letter, ord(letter)) for letter in reversed(line))
            shown.append((550 - 6.0 * len(line), y, 12.0, drawn))
            y -= 15
        y -= 15
    return plain([shown], unicode=table)


_PRINTED = "".join(letter for letter in map(chr, range(32, 127)) if letter not in "()\\")
