"""Contacts in time: by month, and one period compared with another."""

import datetime as dt
import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from diplograph.extract.model import Contact
from diplograph.extract.times import LONGEST_EVENT, Basis, When
from diplograph.graph.assemble import in_order, party_names, party_pairs
from diplograph.graph.select import placed

_FORMS = "2021, 2021-07, 2021-07-15 or 2021-07-01..2021-07-15"


@dataclass(frozen=True, slots=True)
class Period:
    """A run of days, both ends included, and the words that gave it."""

    start: dt.date
    end: dt.date
    text: str

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1

    def holds(self, contact: Contact, basis: Basis = Basis.INHERITED) -> bool:
        """Tell whether a contact falls within: by its first day, or wholly, if its time is vague or longer than a month."""
        when = placed(contact, basis)
        if when is None or not self.start <= when.start <= self.end:
            return False
        return when.end <= self.end or (not when.vague and (when.end - when.start).days < LONGEST_EVENT)


class Turn(StrEnum):
    """What became of the contacts of a pair or party from one period to another."""

    APPEARED = "appeared"
    STOPPED = "stopped"
    GREW = "grew"
    SHRANK = "shrank"


@dataclass(frozen=True, slots=True)
class Change:
    """A party or a pair whose number of contacts changed."""

    turn: Turn
    ids: tuple[str, ...]
    names: tuple[str, ...]
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two periods, how many contacts each has, and what changed, the greatest change first.

    Attributes:
        apart: How many contacts beside these only a time less firm, or their documents' days, place in each.
        basis: How firmly a time had to be known to count.
    """

    before: Period
    after: Period
    contacts: tuple[int, int]
    apart: tuple[int, int]
    parties: tuple[Change, ...]
    pairs: tuple[Change, ...]
    basis: Basis = Basis.INHERITED


def period(text: str) -> Period:
    """Read a year, a month, a day, or a range from one of them to another.

    Raises:
        ValueError: It is none of these, or it ends before it begins.
    """
    first, dots, last = text.strip().partition("..")
    try:
        found = Period(_span(first)[0], _span(last if dots else first)[1], text.strip())
    except ValueError:
        raise ValueError(f"{text!r} is no period, write it as {_FORMS}.") from None
    if found.end < found.start:
        raise ValueError(f"{text!r} ends before it begins.")
    return found


def months(contacts: Iterable[Contact], basis: Basis = Basis.INHERITED) -> dict[str, int]:
    """Return the number of contacts of each month that has any, as ``{"2021-08": 12}``, in order.

    A contact counts in the month of its first day; one of which some day of two months is meant, or dated less firmly
    than ``basis``, in none.
    """
    times = (placed(c, basis) for c in set(contacts))
    exact = [when for when in times if when is not None and _is_of_one_month(when)]
    return dict(sorted(Counter(when.start.isoformat()[:7] for when in exact).items()))


def _is_of_one_month(when: When) -> bool:
    if when.vague:
        return (when.start.year, when.start.month) == (when.end.year, when.end.month)
    return (when.end - when.start).days < LONGEST_EVENT


def compare(
    contacts: Iterable[Contact], before: Period, after: Period, *, basis: Basis = Basis.INHERITED
) -> Comparison:
    """Return which parties and pairs appeared, stopped, grew and shrank from one period to another.

    Contacts are counted as they are, so that of two periods of different length the longer has more.
    """
    unique = set(contacts)
    old, new = ([c for c in unique if span.holds(c, basis)] for span in (before, after))
    all_told = [sum(span.holds(c, Basis.REPORTED) for c in unique) for span in (before, after)]
    names = party_names(unique)
    return Comparison(
        before,
        after,
        (len(old), len(new)),
        (all_told[0] - len(old), all_told[1] - len(new)),
        _changes(_by_party(old), _by_party(new), names),
        _changes(_by_pair(old), _by_pair(new), names),
        basis,
    )


def latest_first(contacts: Iterable[Contact]) -> list[Contact]:
    """Return the contacts with the latest day first and the undated last."""
    ordered = in_order(contacts)
    dated = sorted(((c.date.end, c) for c in ordered if c.date), key=lambda pair: pair[0], reverse=True)
    return [c for _, c in dated] + [c for c in ordered if not c.date]


def _span(text: str) -> tuple[dt.date, dt.date]:
    match = re.fullmatch(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?", text.strip())
    if not match:
        raise ValueError(text)
    year, month, day = (int(part or 0) for part in match.groups())
    last = month or 12
    return dt.date(year, month or 1, day or 1), dt.date(year, last, day or monthrange(year, last)[1])


def _by_party(contacts: Iterable[Contact]) -> Counter[tuple[str, ...]]:
    return Counter((node,) for c in contacts for node in {p.id for pair in party_pairs(c) for p in pair})


def _by_pair(contacts: Iterable[Contact]) -> Counter[tuple[str, ...]]:
    return Counter((a.id, b.id) for c in contacts for a, b in party_pairs(c))


def _changes(old: Counter[tuple[str, ...]], new: Counter[tuple[str, ...]], names: dict[str, str]) -> tuple[Change, ...]:
    found = [
        Change(turn(old[ids], new[ids]), ids, tuple(names[i] for i in ids), old[ids], new[ids])
        for ids in old.keys() | new.keys()
        if old[ids] != new[ids]
    ]
    order = list(Turn)
    return tuple(sorted(found, key=lambda c: (order.index(c.turn), -abs(c.after - c.before), c.names, c.ids)))


def turn(old: int, new: int) -> Turn:
    """Return what became of a number of contacts that is another than before."""
    if not old or not new:
        return Turn.STOPPED if old else Turn.APPEARED
    return Turn.GREW if new > old else Turn.SHRANK
