"""What the two XML writers share: characters, escapes and identifiers that every reader takes."""

import re
from collections.abc import Iterable
from itertools import islice
from typing import TextIO

from diplograph.extract.ids import slug

# XML 1.0, production 2: what a document may hold at all, even as a reference
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"}
_ESCAPED = re.compile('[&<>"\r]')
_ESCAPED_IN_ATTRIBUTE = re.compile('[&<>"\r\n\t]')
_PLAIN = re.compile('[^&<>"\x00-\x1f\ud800-\udfff\ufffe\uffff]*')  # stands as it is, in content and in attributes

# XML 1.0 (fifth edition), productions 4 and 4a, but for the Ogham space
_NAME_CHARACTERS = (
    "A-Za-z0-9:_.\\-\xb7\xc0-\xd6\xd8-\xf6\xf8-\u037d\u037f-\u167f\u1681-\u1fff\u200c\u200d\u203f\u2040\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NMTOKEN = re.compile(f"[{_NAME_CHARACTERS}]+")
_NO_NAME_CHARACTERS = re.compile(f"[^{_NAME_CHARACTERS}]+")


def legal(text: str) -> str:
    """Return the text with U+FFFD for every character that XML 1.0 forbids."""
    return _FORBIDDEN.sub("\ufffd", text)


def text(value: str) -> str:
    """Return the value as element content; readers give back exactly what ``legal`` left."""
    return value if _PLAIN.fullmatch(value) else _ESCAPED.sub(lambda m: _ESCAPES[m[0]], legal(value))


def attribute(value: str) -> str:
    """Return the value with quotes around it, as an attribute; tabs and line ends survive."""
    if _PLAIN.fullmatch(value):
        return f'"{value}"'
    return '"' + _ESCAPED_IN_ATTRIBUTE.sub(lambda m: _ESCAPES.get(m[0], f"&#{ord(m[0])};"), legal(value)) + '"'


def write(handle: TextIO, rows: Iterable[str]) -> None:
    """Write the rows some hundreds at a time, which costs less than one by one and no memory to speak of."""
    rows = iter(rows)
    while block := "".join(islice(rows, 256)):
        handle.write(block)


def tokens(names: Iterable[str]) -> dict[str, str]:
    """Return a different NMTOKEN for every name, itself where it is one; GraphML demands it of identifiers."""
    names = list(dict.fromkeys(names))
    given = {n: n for n in names if _NMTOKEN.fullmatch(n)}
    taken = set(given.values())
    for name in names:
        if name not in given:
            given[name] = _unused(_NO_NAME_CHARACTERS.sub("", slug(name)) or "x", taken)
            taken.add(given[name])
    return given


def _unused(token: str, taken: set[str]) -> str:
    number, wanted = 1, token
    while wanted in taken:
        number += 1
        wanted = f"{token}.{number}"
    return wanted
