"""Rows and counts of contacts into the attributes of an edge or a node; what isn't known is left out, never None."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from diplograph.extract.ids import home
from diplograph.extract.model import TOOK_PLACE, PartyType, Status
from diplograph.graph.codes import codes_of


class Row(NamedTuple):
    """A contact as its edge needs it; days are ISO 8601, ``UNDATED`` for both where there is none."""

    day: str
    id: str
    last: str
    kind: str
    status: str
    sentence: str
    documents: tuple[str, ...]
    reports: int


Naming = tuple[str, str, str, str]  # name, type, country, mention
Ids = tuple[tuple[str, str], ...]

UNDATED = "9999-99"  # sorts behind every day
OCCURRED = frozenset(status.value for status in TOOK_PLACE)
OTHERS = tuple(status.value for status in Status if status not in TOOK_PLACE)

_SENTENCES, _SOURCES, _ALIASES = 5, 20, 30
_ALIAS_LENGTH = 80
_POINTERS = frozenset(
    ["he", "she", "they", "it", "we", "i", "you", "him", "her", "them", "us", "this", "that", "these", "those"]
) | {"both", "all", "each", "who"}
_OPENERS = frozenset(["his", "her", "their", "its", "my", "our"])


def edge(rows: Sequence[Row]) -> dict[str, Any]:
    """Return the attributes of an edge from its contacts, in order; only those that occurred make its weight."""
    count = Counter([row.status for row in rows])
    occurred = sum([count[status] for status in OCCURRED])
    best = best_of(rows)
    kinds = Counter([row.kind for row in best])
    return filled(
        label=", ".join([f"{k} ×{kinds[k]}" if kinds[k] > 1 else k for k in sorted(kinds)]),
        weight=float(occurred),
        contacts=occurred,
        **{status: count[status] for status in OTHERS},
        kinds="; ".join(sorted(kinds)),
        **_days(rows),
        reports=sum([row.reports for row in best]),
        sources=_joined(sorted({name for row in best for name in row.documents}), _SOURCES),
        evidence=_joined([row.sentence for row in best], _SENTENCES, " | "),
    )


def best_of(rows: Sequence[Row]) -> Sequence[Row]:
    """Return the contacts that occurred, or all of them if none did."""
    return [row for row in rows if row.status in OCCURRED] or rows


def spells(rows: Sequence[Row]) -> str | None:
    """Return the days of the contacts that occurred, or of all if none of those is dated, as ISO 8601 intervals.

    Every dated contact is an interval; those that share a day are joined, for Gephi drops intervals that overlap.
    """
    runs: list[list[str]] = []
    for first, last in sorted({(row.day, row.last) for row in _dated(rows)}):
        if runs and first <= runs[-1][1]:
            runs[-1][1] = max(runs[-1][1], last)
        else:
            runs.append([first, last])
    return " ".join(f"{first}/{last}" for first, last in runs) or None


def _dated(rows: Sequence[Row]) -> Sequence[Row]:
    dated = [row for row in rows if row.day != UNDATED]
    return best_of(dated)


def _days(rows: Sequence[Row]) -> dict[str, str]:
    dated = _dated(rows)
    if not dated:
        return {}
    return {"first_date": min([row.day for row in dated]), "last_date": max([row.last for row in dated])}


def node(
    id: str,
    names: Mapping[Naming, int],
    occurred: int,
    days: tuple[str, str] | None,
    *,
    org: str | None = None,
    ids: Ids = (),
) -> dict[str, Any]:
    """Return the attributes of a party from how often it goes by each name, and its contacts that occurred.

    Args:
        org: What it acts for that has no code.
        ids: The identifiers that the user gives it.
    """
    label = commonest((name, n) for (name, *_), n in names.items())
    kind = commonest((kind, n) for (_, kind, _, _), n in names.items())
    country = commonest((country, n) for (_, _, country, _), n in names.items() if country) or None
    first, last = days or (None, None)
    return filled(
        label=label,
        party_kind=kind,
        country=country,
        **codes_of(id, PartyType(kind), home(country, org, id), ids, _days_between(days)).attributes(),
        aliases=_joined(_aliases(names, label), _ALIASES),
        contacts=occurred,
        first_date=first,
        last_date=last,
    )


def _days_between(days: tuple[str, str] | None) -> tuple[dt.date, dt.date] | None:
    return (dt.date.fromisoformat(days[0]), dt.date.fromisoformat(days[1])) if days else None


def commonest(words: Iterable[tuple[str, int]]) -> str:
    """Return the word that occurs most, of equals the longest, from words and how often each occurs; "" of none."""
    counts: Counter[str] = Counter()
    for word, number in words:
        counts[word] += number
    return min(counts, key=lambda w: (-counts[w], -len(w), w), default="")


def _aliases(names: Mapping[Naming, int], label: str) -> list[str]:
    counts: Counter[str] = Counter()
    for (name, kind, _, mention), number in names.items():
        counts[" ".join(name.split())] += number
        counts[_alias(kind, mention)] += number
    bare = {w: n for w, n in counts.items() if w and w != label and len(w) <= _ALIAS_LENGTH}
    return sorted(bare, key=lambda w: (-bare[w], w))


def _alias(kind: str, mention: str) -> str:
    """Return the mention if it is a name, or "" for words that only point: he, his counterpart, the minister."""
    words = mention.split()
    if words and words[0].casefold() == "the":
        words = [] if kind == PartyType.PERSON else words[1:]
    first = words[0] if words else ""
    shouted = len(first) > 1 and first.isupper()  # US is not us
    pointing = not first or first.casefold() in _OPENERS or (first.casefold() in _POINTERS and not shouted)
    named = any(c.isupper() or (c.isalpha() and c.lower() == c.upper()) for c in mention)
    return " ".join(words) if named and not pointing else ""


def _joined(words: Iterable[str], most: int, glue: str = "; ") -> str:
    unique = [w for w in dict.fromkeys(words) if w]
    more = [f"(+{len(unique) - most} more)"] if len(unique) > most else []
    return glue.join(unique[:most] + more)


def filled(**values: Any) -> dict[str, Any]:
    """Return the values without those that are None or empty."""
    return {name: value for name, value in values.items() if value is not None and value != ""}
