"""How far people agree who decided on the same contacts, each on his own."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from diplograph.graph.decisions.match import Subject, pairs, subject
from diplograph.graph.decisions.record import Decision, Verdict
from diplograph.graph.decisions.settle import standing

_Told = tuple[str, str, frozenset[str], str, str]
_JUDGED = (Verdict.RIGHT, Verdict.WRONG, Verdict.CHANGE)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two people agree.

    Attributes:
        names: Who they are.
        both: How many contacts both decided on.
        agreed: On how many of them they decided the same.
        kappa: Cohen's kappa of their verdicts (right, wrong, change), which leaves out what chance would give: 1 is full
            agreement, 0 that of chance (J. Cohen 1960, "A coefficient of agreement for nominal scales"). None where both gave
            one and the same verdict throughout, of which it says nothing, or decided on nothing together.
        f1: F1 of the contacts that each says there are, in kind and status too, among those that both decided on and those
            that either added in documents on which both worked. None if there are none.
        differing: The decisions on which they differ, two by two.
    """

    names: tuple[str, str]
    both: int
    agreed: int
    kappa: float | None
    f1: float | None
    differing: tuple[tuple[Decision, Decision], ...]


def agreements(decisions: Iterable[Decision]) -> list[Agreement]:
    """Return the agreement of every two people who made decisions, in the order of their names."""
    made: dict[str, list[Decision]] = {}
    for decision in standing(decisions):
        made.setdefault(decision.by, []).append(decision)
    return [_agreement((a, b), made[a], made[b]) for a, b in combinations(sorted(made), 2)]


def _agreement(names: tuple[str, str], one: list[Decision], two: list[Decision]) -> Agreement:
    first, second = _judged(one), _judged(two)
    common = [s for s in first if s in second]
    verdicts = [(first[s], second[s]) for s in common]
    differing = tuple((a, b) for a, b in verdicts if not _same(a, b))
    return Agreement(
        names,
        len(common),
        len(common) - len(differing),
        kappa([(a.verdict, b.verdict) for a, b in verdicts]),
        _f1(*(_told(made, set(common), _documents(one) & _documents(two)) for made in (one, two))),
        differing,
    )


def kappa(verdicts: list[tuple[Verdict, Verdict]]) -> float | None:
    """Return Cohen's kappa of verdicts that two people gave on the same things."""
    count = len(verdicts)
    if not count:
        return None
    observed = sum(a is b for a, b in verdicts) / count
    ours, theirs = Counter(a for a, _ in verdicts), Counter(b for _, b in verdicts)
    expected = sum(ours[v] * theirs[v] for v in ours) / count**2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def _judged(decisions: list[Decision]) -> dict[Subject, Decision]:
    """Return the last decision on each contact that was found."""
    return {subject(d.contact): d for d in decisions if d.verdict in _JUDGED}


def _same(one: Decision, two: Decision) -> bool:
    return one.verdict is two.verdict and _claims(one) == _claims(two)


def _claims(decision: Decision) -> set[_Told]:
    contact = decision.asserts
    if contact is None:
        return set()
    sentence = " ".join(contact.evidence.sentence.split())
    return {(contact.document.id, sentence, pair, contact.kind, contact.status) for pair in pairs(contact)}


def _documents(decisions: list[Decision]) -> set[str]:
    return {d.contact.document.id for d in decisions}


def _told(decisions: list[Decision], common: set[Subject], documents: set[str]) -> set[_Told]:
    last = {(d.verdict is Verdict.MISSED, subject(d.contact)): d for d in decisions}.items()
    wanted = [d for (added, s), d in last if (s[0] in documents if added else s in common)]
    return {claim for decision in wanted for claim in _claims(decision)}


def _f1(one: set[_Told], two: set[_Told]) -> float | None:
    return 2 * len(one & two) / (len(one) + len(two)) if one or two else None
