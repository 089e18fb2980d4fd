"""Who speaks where in a transcript: the labels at which a speaker's turn begins ("MR. PRICE:", "Vladimir Putin:", "Q")."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_SMALL = "of|the|and|for|de|al|bin|von"
_CAPITALS = r"[A-Z][A-Z.'-]+"
_NAMED = r"[A-Z][\w.'-]*"
_ASIDE = r"(?: ?\([^()\n]{1,40}\))?"
_LABEL = re.compile(
    rf"(?:(?m:^)|(?<=[.?!)\]\"'] ))(?P<capitals>{_CAPITALS}(?: (?:{_CAPITALS}|{_SMALL}|OF|THE|AND|FOR)){{0,9}}){_ASIDE}:(?=\s)"
    rf"|(?<=[a-z] )(?P<inside>{_CAPITALS}(?: (?:{_CAPITALS}|OF|THE|AND|FOR)){{1,9}}){_ASIDE}:(?=\s)"
    rf"|(?m:^)(?P<named>{_NAMED}(?: (?:{_NAMED}|{_SMALL})){{0,9}}){_ASIDE}:(?=\s)"
    r"|(?:(?m:^)|(?<=[.?!)\]\"'] ))(?P<asked>Q(?:\.|\s)(?=\s*[A-Z]))"
)
_QUESTIONS = frozenset({"q", "question", "reporter", "journalist", "interviewer"})


class Turn(NamedTuple):
    """Where a speaker's turn begins, and the words of its label; none if it is a question from the floor."""

    start: int
    label: str


def turns(text: str) -> Iterator[Turn]:
    """Yield the labels of speakers in a cleaned text; some may be headings instead, which name nobody."""
    for match in _LABEL.finditer(text):
        label = (match["capitals"] or match["inside"] or match["named"] or "").strip()
        yield Turn(match.start(), "" if match["asked"] or label.lower() in _QUESTIONS else label)
