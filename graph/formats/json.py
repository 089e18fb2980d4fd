"""JSON that every reader takes: no lone surrogates, no characters that some readers end a line at or terminals obey."""

import json
from collections.abc import Iterable, Iterator

from diplograph.graph.formats.atomic import storable

# valid within JSON strings, but some readers end the line there, and terminals obey the others
_DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_ESCAPED = {ord(c): f"\\u{ord(c):04x}" for c in [*map(chr, range(0x7F, 0xA0)), "\u2028", "\u2029", *_DIRECTIONS]}


def encoded(value: object) -> str:
    """Return the value as one line of JSON; lone surrogates become U+FFFD."""
    dumped = json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
    return storable(dumped).translate(_ESCAPED)


def indented(value: object) -> str:
    """Return the value as JSON for people to look at; what is no value of JSON becomes text."""
    return storable(json.dumps(value, ensure_ascii=False, indent=2, default=str)).translate(_ESCAPED)


def listed(values: Iterable[object]) -> Iterator[str]:
    """Yield the pieces of a JSON array with one value a line."""
    glue = "[\n"
    for value in values:
        yield glue + encoded(value)
        glue = ",\n"
    yield "[]" if glue == "[\n" else "\n]"
