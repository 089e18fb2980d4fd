"""What differs between two builds: contacts, parties, pairs and plans, each with the documents that explain it."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from diplograph.extract.attributes.codes import recoded
from diplograph.extract.model import TOOK_PLACE, Contact, Report
from diplograph.graph.assemble import in_order
from diplograph.graph.diff.edits import MINOR, edits
from diplograph.graph.diff.matching import Match, matches
from diplograph.graph.diff.parties import Token, TokenOf, token_of, tokens
from diplograph.graph.diff.plans import Plans
from diplograph.graph.diff.reasons import Reasons
from diplograph.graph.diff.records import Build, Cause, Diff, Difference, DocumentChange, Fate, Outcome, PlanOutcome
from diplograph.graph.diff.turnover import Pair, Side, by_pair, pair_changes, party_changes
from diplograph.graph.identity import Actors, identify, told_once
from diplograph.graph.rollup import by_state
from diplograph.graph.select import passes

__all__ = ["Build", "Cause", "Diff", "Difference", "Fate", "before", "diff"]


@dataclass(frozen=True, slots=True)
class _Told:
    """The contacts of a build, each once, and what tells the token of a party."""

    contacts: list[Contact]
    token: TokenOf


def diff(
    old: Build,
    new: Build,
    *,
    actors: Actors | None = None,
    fold: bool = True,
    states: bool = False,
    **wanted: Any,
) -> Diff:
    """Return what differs from one build to another; the order of their contacts makes no difference.

    Args:
        actors: A user's own table of parties.
        fold: Whether each encounter is told once, each party under one name; else contacts are compared as extracted.
        states: Whether every person becomes the state that he or she acts for.
        wanted: Keywords of ``diplograph.graph.select.passes``: tell only of contacts that pass before or after. Pairs
            count what occurred, unless statuses are given.
    """
    one, two, named = _told(old, new, actors, fold=fold, states=states, wanted=wanted)
    wish = _Wish(wanted, named)
    both, days, reasons = (one.token, two.token), (old.last, new.last), Reasons(old, new)
    every = matches(one.contacts, two.contacts, *both, fold=fold)
    differences = [d for match in every if (d := _difference(match, *both, reasons))]
    plans = list(Plans(every, differences, both, days).outcomes(reasons))
    kept = [match for match in every if wish.of_any(*match[0], *match[1])]
    found = [d for d in differences if wish.of_any(*d.old, *d.new)]
    sides = Side(one.contacts, one.token), Side(two.contacts, two.token)
    return Diff(
        days=days,
        documents=_documents(found, reasons, every=len(kept) == len(every)),
        contacts=tuple(sorted(found, key=_order)),
        same=len(kept) - len(found),
        parties=party_changes(*sides, _parties(kept, both), reasons),
        pairs=pair_changes(*sides, (_counted(one, wish), _counted(two, wish)), reasons),
        plans=tuple(sorted((p for p in plans if wish.of_any(p.plan, p.told)), key=_plan_order)),
    )


@dataclass(frozen=True, slots=True)
class _Wish:
    """Which contacts are to be told of.

    Attributes:
        wanted: Keywords of ``passes``.
        named: The ids of contacts that passed before persons became their states.
    """

    wanted: Mapping[str, Any]
    named: frozenset[str]

    def of_any(self, *contacts: Contact | None) -> bool:
        return any(c.id in self.named or passes(c, **self.wanted) for c in contacts if c is not None)

    def counts(self, contact: Contact) -> bool:
        """Tell whether it counts for its pairs: unless statuses are given, it must have occurred."""
        return contact.status in (self.wanted.get("statuses") or TOOK_PLACE) and self.of_any(contact)


def _parties(kept: Iterable[Match], tokens: tuple[TokenOf, TokenOf]) -> set[Token]:
    """Return the parties of contacts before and after."""
    return {
        token(p) for match in kept for side, token in zip(match, tokens, strict=True) for c in side for p in c.parties
    }


def _counted(told: _Told, wish: _Wish) -> dict[Pair, list[Contact]]:
    return by_pair(filter(wish.counts, told.contacts), told.token)


def _plan_order(plan: PlanOutcome) -> tuple[object, ...]:
    return list(Outcome).index(plan.outcome), _day(plan.plan), plan.plan.id


def before(build: Build, day: dt.date) -> Build:
    """Return what was known of a build before a day: what its documents of earlier days tell, and those without a day."""
    known = {id: source for id, source in build.documents.items() if _is_before(source.date, day)}
    contacts = (_known(contact, day) for contact in build.contacts)
    return Build(tuple(c for c in contacts if c is not None), known, build.ties)


def _is_before(date: dt.date | None, day: dt.date) -> bool:
    return date is None or date < day


def _known(contact: Contact, day: dt.date) -> Contact | None:
    """Return a contact as the documents before a day tell it; None if none of them does."""
    every = contact.every_report()
    reports = [r for r in every if _is_before(r.document.date, day)]
    if len(reports) == len(every):
        return contact
    if not reports:
        return None
    lead = min(reports, key=lambda r: r.status.rank)
    told = {name: getattr(lead, name) for name in Report.__dataclass_fields__ if name != "copy_of"}
    also = contact.also if lead.document.id == contact.document.id else ()
    ordered = lead, *(r for r in reports if r is not lead)
    return recoded(replace(contact, reports=ordered, also=also, **told), contact)


def _told(
    old: Build, new: Build, actors: Actors | None, *, fold: bool, states: bool, wanted: Mapping[str, Any]
) -> tuple[_Told, _Told, frozenset[str]]:
    """Return the contacts of both builds, with tokens that are equal for one and the same party, and those that pass as persons."""
    known: tuple[Mapping[str, Any], Mapping[str, Any]] = {}, {}
    sides = [in_order(old.contacts), in_order(new.contacts)]
    if fold:
        one, two = identify(sides[0], actors), identify(sides[1], actors)
        known = tokens(one, two, identify([*sides[0], *sides[1]], actors))
        sides = [told_once(sides[0], one, old.ties), told_once(sides[1], two, new.ties)]
    named = frozenset(c.id for side in sides for c in side if states and passes(c, **wanted))
    if states:
        sides = [by_state(side) for side in sides]
    first, second = (_Told(side, token_of(k, states=states)) for side, k in zip(sides, known, strict=True))
    return first, second, named


def _difference(match: Match, of_old: TokenOf, of_new: TokenOf, reasons: Reasons) -> Difference | None:
    old, new = (tuple(sorted(side, key=lambda c: (c.status.rank, c.id))) for side in match)
    changed = edits(old, new, of_old, of_new) if old and new else ()
    if old and new and not changed:
        return None
    return Difference(old, new, changed, reasons.of(old, new))


def _documents(found: Iterable[Difference], reasons: Reasons, *, every: bool) -> tuple[DocumentChange, ...]:
    """Return the documents that are new, gone or read otherwise, each with how many contacts differ by it.

    Args:
        every: Whether to tell also of those by which none differs.
    """
    counts = Counter(b for d in found for b in d.because if b.cause is not Cause.BESIDE)
    if every:
        counts.update(dict.fromkeys(reasons.documents(), 0))
    order = list(Cause)
    changes = (DocumentChange(b.cause, b.document, number) for b, number in counts.items())
    return tuple(sorted(changes, key=lambda c: (order.index(c.cause), str(c.document.date or "9999"), c.document.id)))


def _order(difference: Difference) -> tuple[object, ...]:
    """New ones before those that are gone or changed, last those that only moved or others tell; the latest day first."""
    contact = difference.contact
    day = contact.date.end.toordinal() if contact.date else 0
    minor = bool(difference.edits) and {edit.what for edit in difference.edits} <= MINOR
    ids = [c.id for c in (*difference.new, *difference.old)]
    return list(Fate).index(difference.fate), minor, -day, ids


def _day(contact: Contact) -> str:
    return contact.date.start.isoformat() if contact.date else "9999"
