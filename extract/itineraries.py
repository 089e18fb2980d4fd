"""Rows of a table of travels that stand in a text without their lines, read as the sentences that they stand for.

"NAME 1999-03-08 1999-03-09 Honduras Tegucigalpa Met with President B." tells that NAME visited Honduras from the one day
to the other, and met B.
"""

import re
from collections.abc import Iterator

from diplograph.extract.lexicon import gazetteer
from diplograph.extract.model import PartyType
from diplograph.extract.text.cleaned import Change, Cleaned

_NAME = r"[A-Z][\w'-]+(?: (?:[A-Z]\.|[A-Z][\w'-]*)){1,4}"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_ROW = re.compile(rf"(?P<name>{_NAME}) (?P<days>(?P<first>{_DAY}) (?P<last>{_DAY})) (?=[A-Z])")
_VERB = re.compile(r"(?<!,) (?=(?:[A-Z][a-z]+ed|Gave|Held|Made|Met|Paid|Took)\b)")
_TURNED = re.compile(r"(?P<last>[A-Z][\w ]+), (?P<first>(?:[A-Z][\w']+ )+of)\b")  # "Korea, Republic of"
_LONGEST = 5  # words of a state's name


def told(cleaned: Cleaned) -> Cleaned:
    """Return a text in which each row of travels is written out; its words lead back to those of the row."""
    rows = list(_ROW.finditer(cleaned.text))
    return cleaned.changed(
        [change for n, row in enumerate(rows) for change in _written(cleaned.text, row, rows[n + 1 :])]
    )


def _written(text: str, row: re.Match[str], later: list[re.Match[str]]) -> Iterator[Change]:
    """Yield what makes sentences of a row, in text order; nothing if it names no state."""
    stop = text.find("\n", row.end())
    end = min([stop if stop >= 0 else len(text), *(other.start() for other in later[:1])])
    verb = _VERB.search(text, row.end(), end)
    places = text[row.end() : verb.start() if verb else end].rstrip(" .")
    written, state = _state(places)
    if not state:
        return
    first, last = row["first"], row["last"]
    yield *row.span("days"), "visited", row.span("days")
    at = row.end() + len(written)
    if written != state:
        yield row.end(), at, state, (row.end(), at)
    if len(written) < len(places):
        yield at, at + 1, ", in ", (at, at + 1)
    at = row.end() + len(places)
    yield at, at, f" from {first} to {last}" if first != last else f" on {first}", (at, at)
    if verb is not None:
        yield verb.start(), verb.end(), ". ", (verb.start(), verb.end())
        yield verb.end(), verb.end(), row["name"], row.span("name")
        yield verb.end(), verb.end() + 1, f" {text[verb.end()].lower()}", (verb.end(), verb.end() + 1)


def _state(places: str) -> tuple[str, str]:
    """Return the state whose name begins a row's places, as written and as it is called; empty if none does."""
    turned = _TURNED.match(places)
    if turned is not None and _is_state(name := f"{turned['first']} {turned['last']}"):
        return turned[0], name
    words = places.split(" ")
    for count in range(min(_LONGEST, len(words)), 0, -1):
        name = " ".join(words[:count])
        if _is_state(name):
            return name, name
    return "", ""


def _is_state(name: str) -> bool:
    return any(meaning.type is PartyType.STATE for meaning in gazetteer.lookup(name))
