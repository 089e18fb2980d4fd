"""What stands above and below the text of pages: running heads, feet and page numbers, told by their coming again."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from diplograph.extract.read.pdf_layout import Line

_OUTERMOST = 3  # lines at the top, and at the bottom, of a page
_NEAR = 4.0  # points by which the place of a running head varies
_OFTEN = 3  # pages on which a running head stands, or both of two
_LONGEST_FOLIO = 10  # words beside a page number
_NUMBER = re.compile(r"[0-9]{1,4}|[ivxlc]{1,7}", re.IGNORECASE)
_FOLIO = re.compile(r"[-–—\[( ]*(?:[0-9]{1,4}|[ivxlc]{1,7})[-–—\]) ]*", re.IGNORECASE)
_SAYS_PAGE = re.compile(r"(?:page|p\.|pg\.?) ?[0-9]{1,4}(?: ?(?:/|of) ?[0-9]{1,4})?|[0-9]{1,4} ?(?:/|of) ?[0-9]{1,4}|[-–—] ?[0-9]{1,4} ?[-–—]", re.IGNORECASE)  # fmt: skip
_DIGITS = re.compile(r"[0-9]+|\b[ivxlc]+\b")

_Place = tuple[str, int]
"""The words of a line, # in the place of its numbers, and how far down it stands."""


@dataclass(frozen=True, slots=True)
class Pages:
    """The lines of pages without those of their margins.

    Attributes:
        bodies: Of each page its lines, downwards.
        margins: What was taken from the first page, downwards; of its running head the day of a bulletin may be read.
    """

    bodies: list[list[Line]]
    margins: list[str]


def without_margins(pages: Sequence[Sequence[Line]]) -> Pages:
    """Take the running heads, feet and page numbers from pages.

    A line at the edge of a page is one if it stands there on three pages, or on both of two, whatever its numbers; or
    if it holds the page's own number, which grows as pages do; or if it is nothing but a page number. Only what is
    outermost goes.
    """
    seen, offsets = _repeated(pages), _offsets(pages)
    bodies: list[list[Line]] = []
    margins: list[str] = []
    for number, lines in enumerate(pages):
        odd = [_is_margin(lines, at, number, seen, offsets, len(pages)) for at in range(len(lines))]
        start, end = 0, len(lines)
        while start < min(end, _OUTERMOST) and odd[start]:
            start += 1
        while end > max(start, len(lines) - _OUTERMOST) and odd[end - 1]:
            end -= 1
        bodies.append(list(lines[start:end]))
        if number == 0:
            margins = [line.text for line in (*lines[:start], *lines[end:])]
    return Pages(bodies, margins)


def _edges(lines: Sequence[Line]) -> list[Line]:
    return [*lines[:_OUTERMOST], *lines[max(_OUTERMOST, len(lines) - _OUTERMOST) :]]


def _places(line: Line) -> Iterator[_Place]:
    """Yield the places that a line may share with one of another page: its own, and those beside it."""
    words, at = _DIGITS.sub("#", " ".join(line.text.casefold().split())), round(line.base / _NEAR)
    yield from ((words, near) for near in (at - 1, at, at + 1))


def _repeated(pages: Sequence[Sequence[Line]]) -> Counter[_Place]:
    """Count the pages on which a line stands at a place."""
    found = Counter[_Place]()
    for lines in pages:
        found.update({place for line in _edges(lines) for place in _places(line)})
    return found


def _offsets(pages: Sequence[Sequence[Line]]) -> Counter[int]:
    """Count by how much the numbers at the edges of pages differ from those of the pages."""
    found = Counter[int]()
    for number, lines in enumerate(pages):
        found.update({value - number for line in _edges(lines) for value in _numbers(line)})
    return found


def _numbers(line: Line) -> Iterator[int]:
    """Yield the numbers at the ends of a line that may be the page's own."""
    if len(line.words) <= _LONGEST_FOLIO:
        ends = {line.words[0].text, line.words[-1].text}
        yield from (int(word) for word in sorted(ends) if _NUMBER.fullmatch(word) and word.isascii() and word.isdigit())


def _is_margin(
    lines: Sequence[Line], at: int, number: int, seen: Counter[_Place], offsets: Counter[int], pages: int
) -> bool:
    if min(at, len(lines) - 1 - at) >= _OUTERMOST:
        return False
    line = lines[at]
    if max(seen[place] for place in _places(line)) >= min(_OFTEN, max(pages, 2)) or _SAYS_PAGE.fullmatch(line.text):
        return True
    if any(offsets[value - number] >= max(2, 0.3 * pages) for value in _numbers(line)):
        return not line.text.endswith(".")
    return _FOLIO.fullmatch(line.text) is not None and _stands_alone(lines, at)


def _stands_alone(lines: Sequence[Line], at: int) -> bool:
    """Whether there is more room between a line and its neighbours than between two lines of prose."""
    beside = [lines[n] for n in (at - 1, at + 1) if 0 <= n < len(lines)]
    return all(abs(line.base - lines[at].base) > 1.5 * max(line.height, lines[at].height) for line in beside)
