"""JSON that every reader takes: no lone surrogates, no characters that some readers end a line at."""

import json
from collections.abc import Iterable, Iterator

from diplograph.graph.formats.atomic import storable

# valid within JSON strings, but some readers end the line there
_LINE_ENDS = {ord(c): f"\\u{ord(c):04x}" for c in "\x85\u2028\u2029"}


def encoded(value: object) -> str:
    """Return the value as one line of JSON; lone surrogates become U+FFFD."""
    dumped = json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
    return storable(dumped).translate(_LINE_ENDS)


def listed(values: Iterable[object]) -> Iterator[str]:
    """Yield the pieces of a JSON array with one value a line."""
    glue = "[\n"
    for value in values:
        yield glue + encoded(value)
        glue = ",\n"
    yield "[]" if glue == "[\n" else "\n]"
