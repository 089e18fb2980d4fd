"""From the blocks of pages to one text: paragraphs whole, words whole, notes behind the paragraph that they stand under."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from diplograph.extract.read.pdf_columns import Block
from diplograph.extract.read.pdf_layout import Line

_BULLET = re.compile(r"(?:[-*•–—‣▪●◦·]|\(?[0-9]{1,2}[.)]|\([a-z]\))\s")
_NOTE = re.compile(r"(?:[0-9]{1,3}|[*†‡§¶]+)\b|[*†‡§¶]")
_CLOSED = re.compile(r"[.!?:;][\"'”’»)\]]*(?:[0-9]{1,3})?$")
_SMALLER, _LARGER = 0.92, 1.12  # than the text: notes, headings
_INDENT, _NEXT = 0.7, 1.35  # of a line's height, and of the usual distance of lines
_ROOM = 0.25  # of the width of a column, that no line leaves empty within a paragraph
_FEW = 3  # lines
_HYPHENS = "-\u2010\u00ad"
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_END = re.compile(rf"(?:(?P<divided>[-\u2010])|(?<![^\W\d_]))(?P<first>[^\W\d_]++)[{_HYPHENS}]$")
_DIVIDED = re.compile(rf"\w[{_HYPHENS}]$")
_START = re.compile(r"[^\W\d_]+")
_FIRSTS = frozenset(
    {"half", "high", "long", "self", "two", "three", "four", "five", "six", "seven", "eight", "vice", "well"}
)
_SECONDS = frozenset(
    {
        "backed",
        "based",
        "brokered",
        "designate",
        "elect",
        "funded",
        "general",
        "led",
        "level",
        "mediated",
        "sponsored",
        "term",
    }
)
_LEAST = 4  # letters of what stands behind a usual first word; shorter, it may be an ending


@dataclass(slots=True)
class Paragraph:
    """Lines that run on, with the page of each, counted from 1.

    Attributes:
        height: Of its letters.
        full: Whether its last line reaches the end of its column, so that it may go on elsewhere.
        indented: Whether its first line is set in.
        note: Whether it is a note, which stands apart from the text.
        alone: Whether nothing runs on from it or into it: a heading, or the row of a table.
    """

    lines: list[str]
    pages: list[int]
    height: float
    full: bool = False
    indented: bool = False
    note: bool = False
    alone: bool = False


@dataclass(slots=True)
class Prose:
    """A text in the making.

    Attributes:
        pages: Where a page begins, and its number; a note may lead back to an earlier one.
    """

    text: list[str] = field(default_factory=list)
    length: int = 0
    pages: list[tuple[int, int]] = field(default_factory=list)

    def add(self, piece: str, page: int) -> None:
        """Append a piece of a page."""
        if piece and (not self.pages or self.pages[-1][1] != page):
            self.pages.append((self.length, page))
        self.text.append(piece)
        self.length += len(piece)


def body_height(pages: Iterable[Sequence[Line]]) -> float:
    """Return the height of most letters of a document."""
    heights = Counter[float]()
    for lines in pages:
        for line in lines:
            heights[round(line.height * 2) / 2] += len(line.text)
    return max(heights, key=lambda height: (heights[height], height), default=0.0)


def paragraphs_of(blocks: Sequence[Block], page: int, body: float) -> list[Paragraph]:
    """Return the paragraphs of one page, in the order in which they are read, its notes marked."""
    edge = max((line.right for block in blocks for line in block.lines), default=0.0)
    found = [p for block in blocks for p in _of_block(block, page, body, edge)]
    for at, paragraph in enumerate(found):
        small = paragraph.height < _SMALLER * body and not paragraph.alone
        after_note = at > 0 and found[at - 1].note
        paragraph.note = small and (after_note or _NOTE.match(paragraph.lines[0]) is not None)
    return found


def _of_block(block: Block, page: int, body: float, edge: float) -> Iterator[Paragraph]:
    if block.whole:
        texts = [line.text for line in block.lines]
        yield Paragraph(texts, [page] * len(texts), block.lines[0].height, alone=True)
        return
    lines = _forwards(block.lines)
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    if len(lines) < _FEW:  # which don't tell how wide their column is
        right = max(right, edge)
    for some in _parted(lines, (left, right)):
        height = max(line.height for line in some)
        yield Paragraph(
            [line.text for line in some],
            [page] * len(some),
            height,
            _is_full(some[-1], right),
            some[0].left - left > _INDENT * height,
            alone=len(some[0].cells) > 1 or height > _LARGER * body,
        )


def _forwards(lines: Sequence[Line]) -> Sequence[Line]:
    """Return lines as if their script were read from left to right."""
    backwards = 2 * sum(line.is_backwards for line in lines) > len(lines)
    return [line.mirrored() for line in lines] if backwards else lines


def _parted(lines: Sequence[Line], edges: tuple[float, float]) -> Iterator[Sequence[Line]]:
    """Cut the lines of a column where a paragraph begins."""
    pitch = median([b.base - a.base for a, b in pairwise(lines)] or [0.0])
    begun = [at for at, (a, b) in enumerate(pairwise(lines), 1) if _begins(a, b, edges, pitch)]
    for start, end in pairwise([0, *begun, len(lines)]):
        yield lines[start:end]


def _is_full(line: Line, right: float) -> bool:
    """Whether a line ends where its column does, but for a word that had no room."""
    return right - line.right < 3 * line.height


def _begins(before: Line, line: Line, edges: tuple[float, float], pitch: float) -> bool:
    """Whether a line begins a paragraph below another."""
    left, right = edges
    height = max(before.height, line.height)
    if _DIVIDED.search(before.text) and line.base - before.base < 2 * height:
        return False
    if len(line.cells) > 1 or len(before.cells) > 1 or _BULLET.match(line.text):
        return True
    if line.base - before.base > _NEXT * max(pitch, 0.9 * height) or abs(before.height - line.height) > 0.15 * height:
        return True
    if line.left - before.left > _INDENT * height and before.left - left < _INDENT * height:
        return not _BULLET.match(before.text)
    room = right - before.right - (line.words[0].right - line.words[0].left)
    if _CLOSED.search(before.text):
        return room > height
    return room > _ROOM * (right - left) and not line.text[0].islower()


def joined(pages: Iterable[list[Paragraph]]) -> tuple[str, list[tuple[int, int]]]:
    """Return the text of all pages, a blank line between paragraphs, and where in it each page begins.

    A paragraph runs on over the end of a column or page; the notes between stand behind it.
    """
    whole = _whole(pages)
    words = Counter[str]()
    for paragraph in whole:
        for line in paragraph.lines:
            words.update(word.lower() for word in _WORD.findall(_END.sub("", line)))
    prose = Prose()
    for paragraph in whole:
        if prose.length:
            prose.add("\n\n", prose.pages[-1][1])
        _write(paragraph, prose, words)
    return "".join(prose.text), prose.pages


def _whole(pages: Iterable[list[Paragraph]]) -> list[Paragraph]:
    """Join what runs on from one column or page to the next, over what stands between, and put notes behind it."""
    done: list[Paragraph] = []
    notes: list[Paragraph] = []
    last: Paragraph | None = None
    opened: Paragraph | None = None
    for paragraph in (p for page in pages for p in page):
        if paragraph.note:
            notes.append(paragraph)
            continue
        before = last if last is not None and _runs_on(last, paragraph) else None
        if before is None and opened is not None and _goes_on(opened, paragraph):
            before = opened
        if before is not None:
            before.lines += paragraph.lines
            before.pages += paragraph.pages
            before.full, last = paragraph.full, before
        else:
            last = replace(paragraph, lines=[*paragraph.lines], pages=[*paragraph.pages])
            done += [*notes, last]
            notes = []
        opened = last if _is_open(last) else opened
    return [*done, *notes]


def _is_open(paragraph: Paragraph) -> bool:
    """Whether a paragraph may go on in another column or on another page."""
    return paragraph.full and not paragraph.alone and _CLOSED.search(paragraph.lines[-1]) is None


def _goes_on(before: Paragraph, after: Paragraph) -> bool:
    """Whether the first words of a page go on with a paragraph that does not stand right before them."""
    return after.lines[0][0].islower() and after.pages[0] - before.pages[-1] == 1 and _runs_on(before, after)


def _runs_on(before: Paragraph, after: Paragraph) -> bool:
    """Whether a paragraph goes on in the next, which stands in another column or on another page, or below a gap."""
    if not _is_open(before) or after.alone or abs(before.height - after.height) > 0.15 * before.height:
        return False
    start = after.lines[0]
    return _BULLET.match(start) is None and (not after.indented or start[0].islower())


def _write(paragraph: Paragraph, prose: Prose, words: Counter[str]) -> None:
    """Write the lines of a paragraph as one, words whole."""
    lines = [*paragraph.lines, ""]
    for line, following, page in zip(lines, lines[1:], paragraph.pages, strict=False):
        prose.add(_ended(line, following, words) if following else _soft(line), page)


def _soft(text: str) -> str:
    return text.replace("\u00ad", "")


def _ended(line: str, following: str, words: Counter[str]) -> str:
    """Return a line as it goes on in the following: with a space, but where a hyphen, or none, joins two parts."""
    if not _DIVIDED.search(line):
        return f"{_soft(line)} "
    end, start = _END.search(line), _START.match(following)
    within = end and start and not end["divided"] and not _is_compound(end["first"], start[0], words)
    return _soft(line[:-1] if within or line[-1] == "\u00ad" else line)


def _is_compound(first: str, second: str, words: Counter[str]) -> bool:
    """Whether two words have a hyphen between them wherever they stand.

    The document itself decides, if it has them elsewhere, with a hyphen or in one; else that the second has a capital, the
    first is an acronym, or one of them is a usual part of compounds.
    """
    low, other = first.lower(), second.lower()
    divided, closed = words[f"{low}-{other}"] + words[f"{low}\u2010{other}"], words[low + other]
    if divided or closed:
        return divided >= closed
    if not second[0].islower() or (first.isupper() and len(first) > 1):
        return True
    return (low in _FIRSTS and len(other) >= _LEAST) or (other in _SECONDS and low[-1] != other[0])
