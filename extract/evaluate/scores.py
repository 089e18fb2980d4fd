"""How far the contacts that were found agree with gold labels: pairs, statuses, names, kinds, days, places.

All functions are pure: they take records and return records. A gold contact is matched by at most
one pair that was found, the best agreement first; the order of the two parties does not count.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from diplograph.extract.evaluate.gold import Label, Names, Passage
from diplograph.extract.lexicon.words import comparison
from diplograph.extract.model import Contact, Party

FULL, COMPATIBLE, DIFFERENT = 2, 1, 0


@dataclass(frozen=True, slots=True)
class Pair:
    """Two parties of a contact that stand on different sides, with the contact that they come from."""

    a: Party
    b: Party
    contact: Contact

    @property
    def on(self) -> str | None:
        """The first day, as 2021-08-16."""
        return self.contact.date.start.isoformat() if self.contact.date else None


@dataclass(frozen=True, slots=True)
class Match:
    """A label and the pair found for it; ``level`` is FULL where both names are the full ones, else COMPATIBLE."""

    label: Label
    pair: Pair
    level: int


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong in one passage: "missed", "spurious", "status" or "forbidden"."""

    passage: Passage
    what: str
    label: Label | None
    pair: Pair | None


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over passages; ``figures`` makes shares of them, and tallies add up.

    Attributes:
        gold: Contacts that are labelled.
        predicted: Pairs found, but for those that count neither way.
        pair: Labels for which a pair was found.
        asserted: Those of them whose status is right.
        names: Those of them whose two names are the full ones.
        kinded: Those of them whose label has a kind; ``dated`` and ``placed`` likewise.
        forbidden: Pairs found, not negated, that the label says must not be linked.
    """

    passages: int = 0
    gold: int = 0
    predicted: int = 0
    pair: int = 0
    asserted: int = 0
    names: int = 0
    kinded: int = 0
    kind: int = 0
    dated: int = 0
    date: int = 0
    placed: int = 0
    place: int = 0
    forbidden: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    def figures(self) -> dict[str, Any]:
        """Return counts, precision, recall and F1 of pairs and of asserted pairs, and shares of those matched."""
        return {
            "passages": self.passages,
            "gold": self.gold,
            "predicted": self.predicted,
            "pair": _precision_recall(self.pair, self.predicted, self.gold),
            "asserted": _precision_recall(self.asserted, self.predicted, self.gold),
            "names": _share(self.names, self.pair),
            "kind": _share(self.kind, self.kinded),
            "date": _share(self.date, self.dated),
            "place": _share(self.place, self.placed),
            "forbidden": self.forbidden,
        }


def evaluate(passages: Iterable[Passage], contacts: Iterable[Contact]) -> tuple[Tally, tuple[Mistake, ...]]:
    """Compare the contacts found in passages with their labels; a contact's document id names its passage."""
    found: dict[str, list[Pair]] = defaultdict(list)
    for contact in contacts:
        found[contact.document.id] += [Pair(a, b, contact) for a, b in contact.pairs()]
    total, mistakes = Tally(), []
    for passage in passages:
        tally, wrong = judge_passage(passage, found[passage.id])
        total += tally
        mistakes += wrong
    return total, tuple(mistakes)


def judge_passage(passage: Passage, pairs: Sequence[Pair]) -> tuple[Tally, list[Mistake]]:
    """Compare the pairs found in one passage with its labels."""
    matches = match(passage.labels, pairs, partial=passage.partial)
    taken = {id(m.pair) for m in matches}
    spurious = [p for p in pairs if id(p) not in taken and not _neutral(passage, p)]
    forbidden = list(_forbidden(passage, pairs))
    counts = sum((_agreement(m) for m in matches), Counter[str]())
    tally = Tally(
        1, len(passage.labels), len(matches) + len(spurious), len(matches), **counts, forbidden=len(forbidden)
    )
    return tally, list(_mistakes(passage, matches, spurious, forbidden))


def _mistakes(
    passage: Passage, matches: Sequence[Match], spurious: Sequence[Pair], forbidden: Sequence[Pair]
) -> Iterator[Mistake]:
    hit = {id(m.label) for m in matches}
    yield from (Mistake(passage, "status", m.label, m.pair) for m in matches if not _agreement(m)["asserted"])
    yield from (Mistake(passage, "missed", label, None) for label in passage.labels if id(label) not in hit)
    yield from (Mistake(passage, "spurious", None, pair) for pair in spurious if pair not in forbidden)
    yield from (Mistake(passage, "forbidden", None, pair) for pair in forbidden)


def by_field(passages: Iterable[Passage], field: str) -> dict[str, list[Passage]]:
    """Group passages by the value of one of their fields, sorted; "None" where they lack it."""
    groups: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        groups[str(passage.fields.get(field))].append(passage)
    return {value: groups[value] for value in sorted(groups)}


def _agreement(found: Match) -> Counter[str]:
    label, pair = found.label, found.pair
    kinded = label.kind not in (None, "other")
    place = pair.contact.place
    return Counter(
        asserted=label.status == pair.contact.status,
        names=found.level == FULL,
        kinded=kinded,
        kind=kinded and label.kind == pair.contact.kind,
        dated=bool(label.on),
        date=bool(label.on) and label.on == pair.on,
        placed=bool(label.place),
        place=bool(label.place and place and same_party(label.place, place)),
    )


def _neutral(passage: Passage, pair: Pair) -> bool:
    return passage.partial or any(same_pair(names, pair) for names in passage.optional)


def _forbidden(passage: Passage, pairs: Iterable[Pair]) -> Iterator[Pair]:
    asserted = [p for p in pairs if not p.contact.status.denied]
    for names in passage.not_contacts:
        yield from (p for p in asserted if same_pair(names, p))


def match(labels: Sequence[Label], pairs: Sequence[Pair], *, partial: bool = False) -> list[Match]:
    """Match labels with pairs, one to one; agreement in status counts first, then names, kind and day.

    Args:
        partial: The labels name spans of the text, with which a party need only share its words.
    """
    ranked = []
    for i, label in enumerate(labels):
        for j, pair in enumerate(pairs):
            if level := same_span_pair(label, pair) if partial else same_pair((label.a, label.b), pair):
                contact = pair.contact
                agrees = (contact.status == label.status, level, contact.kind == label.kind, pair.on == label.on)
                ranked.append((agrees, -i, -j))
    taken_labels, taken_pairs, matches = set[int](), set[int](), []
    for agreement, i, j in sorted(ranked, reverse=True):
        if -i not in taken_labels and -j not in taken_pairs:
            taken_labels.add(-i)
            taken_pairs.add(-j)
            matches.append(Match(labels[-i], pairs[-j], agreement[1]))
    return matches


def same_pair(names: Names, pair: Pair) -> int:
    """Return FULL, COMPATIBLE or DIFFERENT: the weaker of the two parties, in the order that fits better."""
    orders = ((pair.a.name, pair.b.name), (pair.b.name, pair.a.name))
    fits = [(same_party(names[0], x), same_party(names[1], y)) for x, y in orders]
    return min(max(fits, key=lambda fit: (min(fit) > 0, sum(fit))))


def same_span_pair(label: Label, pair: Pair) -> int:
    """Return COMPATIBLE where each party shares its words with another of the label's two spans, else DIFFERENT."""
    first, second = (label.a, *label.a_parts), (label.b, *label.b_parts)
    straight = _shares(first, pair.a) and _shares(second, pair.b)
    return COMPATIBLE if straight or (_shares(first, pair.b) and _shares(second, pair.a)) else DIFFERENT


def _shares(spans: Iterable[str], party: Party) -> bool:
    names = [w for w in (set(bare(party.name)), set(bare(party.mention or party.name))) if w]
    return any(words <= span or span <= words for span in map(set, map(bare, spans)) for words in names)


def same_party(gold: str, found: str) -> int:
    """Return FULL for the same name, COMPATIBLE for a shorter or longer form of it, else DIFFERENT."""
    g, f = bare(gold), bare(found)
    if not g or not f:
        return DIFFERENT
    if g == f:
        return FULL
    nested = set(g) < set(f) or set(f) < set(g)
    return COMPATIBLE if nested and (g[-1] in f or f[-1] in g) else DIFFERENT


@cache
def bare(name: str) -> tuple[str, ...]:
    """Return the words of a name without case, accents, punctuation and titles; one form for the names of a state."""
    flat = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    flat = re.sub(r"['`]s\b|['`]", "", flat)
    flat = re.sub(r"[^a-z0-9]+", " ", flat).strip().removeprefix("the ")
    if flat in _same():
        return tuple(_same()[flat].split())
    words = [w for w in flat.split() if w not in _titles()] or flat.split()
    joined = " ".join(words)
    return tuple(_same().get(joined, joined).split())


@cache
def _same() -> Mapping[str, str]:
    return {form: group[0] for group in comparison().same for form in group}


@cache
def _titles() -> frozenset[str]:
    return comparison().titles


def _precision_recall(hit: int, found: int, gold: int) -> dict[str, float]:
    p, r = hit / found if found else 0.0, hit / gold if gold else 0.0
    return {"P": round(p, 3), "R": round(r, 3), "F1": round(2 * p * r / (p + r), 3) if p + r else 0.0}


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None
