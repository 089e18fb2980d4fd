"""Which contacts of one build are which of another, so that a text edited a little, or other rules, do not make all new.

What a document tells in both builds is compared first, the surest signs first: the same identifier, then the same
sentence, then the same parties. Contacts of which no document is left are compared as reports of one encounter are.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter

import networkx as nx
from rapidfuzz import fuzz

from diplograph.extract.model import Contact, Report
from diplograph.graph.diff.parties import NEW, OLD, Token, TokenOf
from diplograph.graph.identity.encounters import counterparts

Match = tuple[tuple[Contact, ...], tuple[Contact, ...]]  # before and after; either may be empty
Pairs = frozenset[frozenset[Token]]

_ALIKE = 70.0  # of 100: a sentence that was edited
_NEARLY = 85.0  # the same, where the parties are others
_MANY = 40_000  # couples of one document and key that are compared; more are taken in text order


def pairs_of(contact: Contact, token: TokenOf) -> Pairs:
    """Return which two parties were in contact, each two once."""
    found = (frozenset((token(a), token(b))) for a, b in contact.pairs())
    return frozenset(pair for pair in found if len(pair) == 2)


@dataclass(frozen=True, eq=False)
class _Telling:
    """What one document tells of a contact, with what is compared; ``place`` is that of the contact in its build."""

    place: int
    report: Report
    pairs: Pairs

    @cached_property
    def words(self) -> str:
        return " ".join(self.report.evidence.sentence.split()).casefold()

    @property
    def document(self) -> str:
        return self.report.document.id

    @property
    def order(self) -> tuple[int, str, int]:
        return self.report.evidence.start, self.report.id, self.place


def _shared(one: _Telling, two: _Telling) -> int:
    """Return how many parties two tellings have in common."""
    return len({p for pair in one.pairs for p in pair} & {p for pair in two.pairs for p in pair})


def _likeness(one: _Telling, two: _Telling) -> float:
    return fuzz.ratio(one.words, two.words)


def _at_one_time(one: _Telling, two: _Telling) -> bool:
    a, b = one.report.date, two.report.date
    return a is not None and b is not None and a.overlaps(b)


@dataclass(frozen=True, slots=True)
class _Sign:
    """By what two tellings of one document may be one: what must be equal, and what must hold besides."""

    key: Callable[[_Telling], Hashable]
    holds: Callable[[_Telling, _Telling], bool]


_SAME = _Sign(lambda t: (t.document, t.report.id), lambda a, b: True)
_SIGNS = (
    _Sign(lambda t: (t.document, t.words, t.pairs), lambda a, b: True),
    _Sign(lambda t: (t.document, t.words), lambda a, b: _shared(a, b) > 0),
    _Sign(lambda t: (t.document, t.pairs, t.report.kind), lambda a, b: _at_one_time(a, b) or _likeness(a, b) >= _ALIKE),
    _Sign(lambda t: (t.document, t.pairs), lambda a, b: _likeness(a, b) >= _ALIKE),
    _Sign(lambda t: t.document, lambda a, b: _shared(a, b) > 0 and _likeness(a, b) >= _NEARLY),
)


def matches(
    old: Sequence[Contact], new: Sequence[Contact], of_old: TokenOf, of_new: TokenOf, *, fold: bool
) -> list[Match]:
    """Return every contact of both builds in just one match.

    Args:
        of_old: Tells the token of a party before.
        of_new: Tells it after.
        fold: Whether contacts of different documents may be one encounter.
    """
    links: nx.Graph = nx.Graph()
    links.add_nodes_from([*((OLD, i) for i in range(len(old))), *((NEW, i) for i in range(len(new)))])
    _link_by_documents(links, _tellings(old, of_old), _tellings(new, of_new))
    if fold:
        _link_by_encounters(links, old, new, of_old, of_new)
    groups = (sorted(group) for group in nx.connected_components(links))
    return [
        (tuple(old[i] for side, i in group if side == OLD), tuple(new[i] for side, i in group if side == NEW))
        for group in groups
    ]


def _tellings(contacts: Sequence[Contact], token: TokenOf) -> list[_Telling]:
    return [
        _Telling(place, report, pairs)
        for place, contact in enumerate(contacts)
        for pairs in [pairs_of(contact, token)]
        for report in contact.every_report()
    ]


def _link_by_documents(links: nx.Graph, old: list[_Telling], new: list[_Telling]) -> None:
    """Link contacts of which a document tells the one before and the other after.

    But for the same identifier, two contacts that are linked already, each to another, are left alone.
    """
    for number, sign in enumerate((_SAME, *_SIGNS)):
        found = list(_couples(old, new, sign))
        linked = {node for node, degree in links.degree() if degree}
        ends = (((OLD, a.place), (NEW, b.place)) for a, b in found)
        links.add_edges_from(end for end in ends if number == 0 or not linked.issuperset(end))
        met = {id(telling) for couple in found for telling in couple}
        old, new = ([t for t in side if id(t) not in met] for side in (old, new))


def _couples(old: list[_Telling], new: list[_Telling], sign: _Sign) -> Iterator[tuple[_Telling, _Telling]]:
    before, after = _by(sign.key, old), _by(sign.key, new)
    for key in before.keys() & after.keys():
        yield from _likest(before[key], after[key], sign)


def _by(key: Callable[[_Telling], Hashable], tellings: Iterable[_Telling]) -> dict[Hashable, list[_Telling]]:
    found: defaultdict[Hashable, list[_Telling]] = defaultdict(list)
    for telling in tellings:
        found[key(telling)].append(telling)
    return found


def _likest(old: list[_Telling], new: list[_Telling], sign: _Sign) -> Iterator[tuple[_Telling, _Telling]]:
    """Yield couples, the likest first, each telling once."""
    old, new = (sorted(side, key=attrgetter("order")) for side in (old, new))
    if len(old) * len(new) > _MANY:
        yield from ((a, b) for a, b in zip(old, new, strict=False) if sign.holds(a, b))
        return
    scored = [(_distance(a, b), i, j) for i, a in enumerate(old) for j, b in enumerate(new) if sign.holds(a, b)]
    taken: set[tuple[str, int]] = set()
    for _, i, j in sorted(scored):
        if (OLD, i) not in taken and (NEW, j) not in taken:
            taken |= {(OLD, i), (NEW, j)}
            yield old[i], new[j]


def _distance(one: _Telling, two: _Telling) -> tuple[float, ...]:
    """Return how unlike two tellings are, by what tells most first."""
    a, b = one.report, two.report
    likeness = 100.0 if one.words == two.words else _likeness(one, two)
    differ = (a.status is not b.status, a.kind is not b.kind, a.date != b.date)
    return (-_shared(one, two), -round(likeness), *differ, abs(a.evidence.start - b.evidence.start))


def _link_by_encounters(
    links: nx.Graph, old: Sequence[Contact], new: Sequence[Contact], of_old: TokenOf, of_new: TokenOf
) -> None:
    """Link contacts of which no document told both, but which are one encounter by parties, days and kind."""
    left = list(nx.isolates(links))
    before = {_renamed(old[i], of_old): (OLD, i) for side, i in left if side == OLD}
    after = {_renamed(new[i], of_new): (NEW, i) for side, i in left if side == NEW}
    for one, two in counterparts(before, after) if before and after else ():
        links.add_edges_from((before[a], after[b]) for a in one for b in two)


def _renamed(contact: Contact, token: TokenOf) -> Contact:
    """Return the contact with parties that go by the same identifiers before and after."""
    return replace(contact, parties=tuple(replace(p, id=":".join(token(p))) for p in contact.parties))
