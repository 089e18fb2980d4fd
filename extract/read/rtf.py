"""Rich Text Format (RTF): its paragraphs; no pictures, headers and footers."""

import codecs
import datetime as dt
import re

from diplograph.errors import InputError, OnError
from diplograph.extract.model import Document
from diplograph.extract.read.office import joined, office_document
from diplograph.extract.read.text import InputName

_BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,100}\{\\rtf")
_PICTURE = re.compile(rb"(?:[0-9A-Fa-f]{64,}+[\r\n ]{0,4}){4,}+")
_FIELD = re.compile(rb"\\fldinst(?![a-z])", re.IGNORECASE)  # from which on striprtf has a pattern that doesn't end
_FONTS = re.compile(r"\\fonttbl(?![a-z])")
_FONT = re.compile(r"\\f(?P<font>[0-9]{1,5})(?![0-9])|\\fcharset(?P<set>[0-9]{1,3})(?![0-9])|(?P<brace>[{}])|\\[{}]")
_MOST_FONTS = 4_000
_BREAK = re.compile(r"\\(?:(?P<word>par|row|cell|nestcell|sect|page|fonttbl)(?![a-z])|[^a-z])", re.DOTALL)
_INSTEAD = {"par": "\\par\\par", "row": "\\row\\par", "cell": "\\tab", "nestcell": "\\tab"}
_UNICODE = re.compile(r"\\u(?P<number>-?[0-9]{1,6})(?![0-9])")
_CONTROL = re.compile(rb"\\(?:par|row|line|sect|page)(?![a-z])")
_WORD = re.compile(rb"\\(?:[a-z]{1,32}-?[0-9]{0,10} ?|')|[{}\r\n]")
_TITLE = re.compile(r"\{\\info\b.{0,4000}?\{\\title (?P<title>[^{}\\]{1,300})\}", re.DOTALL)


def read_rtf(data: bytes, name: InputName, date: dt.date | None, report: OnError) -> Document | None:
    """Read one RTF file; None, and a report, if there is nothing to read in it.

    Args:
        date: The day of the document if its text doesn't tell it.

    Raises:
        InputError: It is none.
    """
    text, _ = text_of_rtf(data, name)
    title = _TITLE.search(data[:16_384].decode("cp1252", "replace"))
    return office_document(text, None, title["title"] if title else None, name, date, report)


def text_of_rtf(data: bytes, name: InputName) -> tuple[str, str | None]:
    """Return the text of an RTF file, a blank line between its paragraphs."""
    from striprtf.striprtf import rtf_to_text

    if not _BEGINS.match(data):
        raise InputError(f"{name.shown} is no RTF file: save it as DOCX or RTF, or as plain text in UTF-8.")
    data = _FIELD.sub(b"\\\\fldinst\n", _PICTURE.sub(b"", data.removeprefix(b"\xef\xbb\xbf")))
    try:
        source = data.decode()
    except UnicodeDecodeError:
        source = data.decode("cp1252", "replace")
    source = _BREAK.sub(lambda match: _INSTEAD.get(match["word"], match[0]), _with_plain_fonts(source))
    text = rtf_to_text(_UNICODE.sub(_in_range, source), errors="replace")
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return joined(re.split(r"\n\s*?\n", text.replace("\r", "\n").replace("\0", ""))), None


def rough_rtf(data: bytes, name: InputName) -> bytes:
    """Return the text of an RTF file as bytes, fast: lines and words only."""
    return _WORD.sub(b"", _CONTROL.sub(b"\0", data)).replace(b"\0", b"\n")


def _in_range(match: re.Match[str]) -> str:
    """A character that there is, where the number is of none."""
    return match[0] if -32_768 <= int(match["number"]) <= 65_535 else "\\u65533"


def _with_plain_fonts(source: str) -> str:
    """Write the table of fonts anew, a line each: striprtf's pattern for it doesn't end on a hostile one."""
    begins = _FONTS.search(source)
    if begins is None:
        return source
    start = source.rfind("{", 0, begins.start())
    depth, end, font = 1, len(source), None
    sets: dict[str, str] = {}
    for match in _FONT.finditer(source, begins.end()):
        if match["brace"]:
            depth += 1 if match["brace"] == "{" else -1
        elif match["font"]:
            font = match["font"]
        elif match["set"] and font is not None and len(sets) < _MOST_FONTS:
            sets.setdefault(font, match["set"])
        if depth == 0:
            end = match.end()
            break
    fonts = "\n".join(f"{{\\f{font}\\fcharset{kind} x;}}" for font, kind in sets.items() if _is_known(kind))
    return f"{source[: max(start, 0)]}{{\\fonttbl\n{fonts}\n}}{_FONTS.sub('', source[end:])}"


def _is_known(charset: str) -> bool:
    """Tell whether Python has the encoding of a font; some of the Macintosh it lacks."""
    from striprtf.striprtf import charset_map

    try:
        codecs.lookup(charset_map.get(int(charset), "cp1252"))
    except LookupError:
        return False
    return True
