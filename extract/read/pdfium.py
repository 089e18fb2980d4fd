"""The words of a PDF file with their places, by PDFium, in a process of their own.

This file is a program, which ``apart.py`` runs: PDFium is compiled code, which hostile bytes may crash or swell, and no
signal reaches it at work. It takes the file on standard input and prints a line of JSON a page, the first being of the
file as a whole, the last saying how it ended. It imports nothing of diplograph.
"""

import ctypes
import faulthandler
import json
import math
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_QUARTER = math.pi / 2
_UPRIGHT = 0.1  # radians, that a line may lean
_SLANTED = 4
_HYPHEN = 2  # what PDFium puts for the hyphen at the end of a line
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_BLANK = frozenset(map(ord, " \t\r\n\0\u00a0\u2002\u2003\u2009\u3000"))
_RAISED, _APART = 0.15, 0.6  # of a character's height


@dataclass(slots=True)
class _Glyph:
    """A character: its place along its line and across, growing with reading, and its height."""

    code: int
    turn: int
    left: float
    right: float
    base: float
    height: float


class _Characters:
    """The characters of one page, turned so that their lines run from left to right and downwards."""

    def __init__(self, raw: Any, page: Any, text: Any) -> None:
        self._raw, self._text = raw, text
        self._x, self._y, self._box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
        self._left, self._bottom, self._right, self._top = page.get_bbox()
        self.count: int = raw.FPDFText_CountChars(text)
        self.unknown = 0

    def __iter__(self) -> Iterator[_Glyph | None]:
        """Yield the characters that are on the page, None for a space."""
        raw, text = self._raw, self._text
        for at in range(self.count):
            code = raw.FPDFText_GetUnicode(text, at)
            if code in _BLANK:
                yield None
                continue
            self.unknown += code == 0xFFFD or raw.FPDFText_HasUnicodeMapError(text, at) == 1
            raw.FPDFText_GetCharOrigin(text, at, self._x, self._y)
            raw.FPDFText_GetLooseCharBox(text, at, self._box)
            if self._is_on_page():
                angle = raw.FPDFText_GetCharAngle(text, at)
                yield self._glyph(code, angle, raw.FPDFText_GetFontSize(text, at))

    def _is_on_page(self) -> bool:
        x, y = self._x.value, self._y.value
        return bool(self._left - 1 <= x <= self._right + 1 and self._bottom - 1 <= y <= self._top + 1)

    def _glyph(self, code: int, angle: float, size: float) -> _Glyph:
        """Turn a character; PDFium counts angles clockwise."""
        x, y, box = self._x.value, self._y.value, self._box
        turn = round(angle / _QUARTER)
        if abs(angle - turn * _QUARTER) > _UPRIGHT:
            along, across = x * math.cos(angle) - y * math.sin(angle), -x * math.sin(angle) - y * math.cos(angle)
            return _Glyph(code, _SLANTED, along, along + size / 2, across, size)
        match turn % 4:
            case 1:
                left, right, base, height = -box.top, -box.bottom, -x, box.right - box.left
            case 2:
                left, right, base, height = -box.right, -box.left, y, box.top - box.bottom
            case 3:
                left, right, base, height = box.bottom, box.top, x, box.right - box.left
            case _:
                left, right, base, height = box.left, box.right, -y, box.top - box.bottom
        return _Glyph(code, turn % 4, left, right, base, height if height > 0.5 else size)


class _Word:
    """A word as it grows."""

    def __init__(self, glyph: _Glyph) -> None:
        self.codes, self.first = [glyph.code], glyph
        self.left, self.right = glyph.left, glyph.right

    def takes(self, glyph: _Glyph) -> bool:
        """Whether a character stands on the same line as the word, close before or behind it, and is as large."""
        first, near = self.first, _APART * self.first.height
        return (
            glyph.turn == first.turn
            and abs(glyph.base - first.base) <= _RAISED * first.height
            and abs(glyph.height - first.height) <= 0.25 * first.height
            and self.left - near <= glyph.right
            and glyph.left <= self.right + near
        )

    def add(self, glyph: _Glyph) -> None:
        """Take a character."""
        self.codes.append(glyph.code)
        self.left, self.right = min(self.left, glyph.left), max(self.right, glyph.right)

    def record(self) -> list[Any]:
        """Return its text, left, right, baseline, height and turn."""
        text = "".join(chr(ord("-") if code == _HYPHEN else code) for code in self.codes)
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        places = (self.left, self.right, self.first.base, self.first.height)
        return [text, *(round(place, 1) if math.isfinite(place) else 0.0 for place in places), self.first.turn]


def _words(characters: _Characters) -> Iterator[list[Any]]:
    word: _Word | None = None
    for glyph in characters:
        if word is not None and (glyph is None or not word.takes(glyph)):
            yield word.record()
            word = None
        if glyph is None:
            continue
        if word is None:
            word = _Word(glyph)
        else:
            word.add(glyph)
    if word is not None:
        yield word.record()


def _page(raw: Any, page: Any) -> dict[str, Any]:
    text = page.get_textpage()
    characters = _Characters(raw, page, text)
    words = list(_words(characters))
    drawn = not words and raw.FPDFPage_CountObjects(page) > 0
    return {"words": words, "count": characters.count, "unknown": characters.unknown, "drawn": drawn}


def _pages(data: bytes, most_pages: int, most_characters: int) -> Iterator[dict[str, Any]]:
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        yield {"end": "password" if getattr(error, "err_code", None) == _PASSWORD else "damaged"}
        return
    told = document.get_metadata_dict()
    yield {"title": told.get("Title"), "made": told.get("CreationDate")}
    count, length = len(document), 0
    for number in range(min(count, most_pages)):
        try:
            page = document[number]
            found = _page(raw, page)
            page.close()
        except pypdfium2.PdfiumError:
            found = {"words": [], "failed": True}
        length += found.get("count", 0)
        yield found
        if length > most_characters:
            yield {"end": "long"}
            return
    yield {"end": "pages" if count > most_pages else "read" if count else "damaged"}


def _limit(seconds: float, memory: int) -> None:
    """End this process after some time, whatever it is at, and refuse it more memory than it may take."""
    faulthandler.dump_traceback_later(seconds, exit=True, file=Path(os.devnull).open("w"))  # noqa: SIM115
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (memory, hard))


def _main(settings: dict[str, Any]) -> None:
    sys.path[:] = settings["path"]
    _limit(settings["seconds"], settings["memory"])
    data = sys.stdin.buffer.read()
    for record in _pages(data, settings["pages"], settings["characters"]):
        sys.stdout.buffer.write(json.dumps(record).encode("ascii") + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    _main(json.loads(sys.argv[1]))
