"""Where a sentence stands, in a way that outlives changes of the text around it.

The way of the Web Annotation Data Model (W3C 2017, sections 4.2.4 and 4.2.5): the exact words, what stands before and
after them, and their position.
"""

import hashlib
import re
from dataclasses import dataclass

AROUND = 32
"""Characters that are remembered on each side of a sentence."""


@dataclass(frozen=True, slots=True)
class Quote:
    """What is known of the text around a sentence.

    Attributes:
        prefix: The characters before it.
        suffix: The characters behind it.
        count: How many times the document has the sentence.
        digest: SHA-256 of the document's text, in hexadecimal.
    """

    prefix: str
    suffix: str
    count: int
    digest: str


def digest(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def quote(text: str, start: int, end: int) -> Quote:
    """Return what stands around ``text[start:end]``."""
    around = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return Quote(*around, len(places(text, text[start:end])), digest(text))


def places(text: str, sentence: str) -> list[tuple[int, int]]:
    """Return where a text has a sentence, whatever the blanks between its words."""
    words = sentence.split()
    if not words:
        return []
    return [match.span() for match in re.finditer(r"\s+".join(map(re.escape, words)), text)]


def found(text: str, sentence: str, start: int, known: Quote | None) -> tuple[int, int] | None:
    """Return where a sentence stands now that began at ``start``; None if it is gone, or nobody can tell which it is.

    Args:
        known: What stood around it; without it, only a sentence that the text has once is found.
    """
    if known is not None and known.digest == digest(text):
        return start, start + len(sentence)
    spans = places(text, sentence)
    if known is None:
        return spans[0] if len(spans) == 1 else None
    alike = [_alike(text, span, known) for span in spans]
    best = max(alike, default=0)
    if best and alike.count(best) == 1:
        return spans[alike.index(best)]
    return spans[0] if len(spans) == known.count == 1 else None


def _alike(text: str, span: tuple[int, int], known: Quote) -> int:
    """Return how much of what stood around a sentence is there: both sides, one, or neither."""
    before, after = _squeezed(text[: span[0]][-2 * AROUND :]), _squeezed(text[span[1] :][: 2 * AROUND])
    return before.endswith(_squeezed(known.prefix)) + after.startswith(_squeezed(known.suffix))


def _squeezed(text: str) -> str:
    return " ".join(text.split())
