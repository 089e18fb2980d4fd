"""What came of what was planned."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from diplograph.extract.model import Contact, Party, Status
from diplograph.extract.times import LONGEST_EVENT
from diplograph.graph.assemble import in_order
from diplograph.graph.diff.matching import Match, Pairs, pairs_of
from diplograph.graph.diff.parties import Token, TokenOf
from diplograph.graph.diff.reasons import Reasons
from diplograph.graph.diff.records import Difference, Outcome, PlanOutcome
from diplograph.graph.identity.encounters import LOOSE
from diplograph.graph.identity.windows import Days, possible_days

_Key = tuple[frozenset[Token], dt.date]
_Held = dict[_Key, list[Contact]]


class Plans:
    """Follows plans from one build to the next.

    Args:
        matches: Every contact before and after.
        differences: Those that differ.
        tokens: What tells the token of a party before, and after.
        days: The last day of the documents, before and after.
    """

    def __init__(
        self,
        matches: Iterable[Match],
        differences: Iterable[Difference],
        tokens: tuple[TokenOf, TokenOf],
        days: tuple[dt.date | None, dt.date | None],
    ) -> None:
        self._matches, self._days = list(matches), days
        self._of_old, self._of_new = tokens
        self._because = {id(contact): d.because for d in differences for contact in d.new}
        self._held: _Held = defaultdict(list)
        self._states: set[_Key] = set()
        for contact in (c for _, new in self._matches for c in new if not c.status.open):
            self._states |= _keys(pairs_of(contact, _state), _when(contact))
            for key in _keys(pairs_of(contact, self._of_new), _when(contact)):
                self._held[key].append(contact)

    def outcomes(self, reasons: Reasons) -> Iterator[PlanOutcome]:
        """Yield what came of each plan that was open before: it took place, was cancelled, or its day passed."""
        for old, new in self._matches:
            if all(contact.status is Status.PLANNED for contact in old):
                for plan in old:
                    yield from self._outcome(plan, new, reasons)

    def _outcome(self, plan: Contact, new: tuple[Contact, ...], reasons: Reasons) -> Iterator[PlanOutcome]:
        own = [contact for contact in new if not contact.status.open]
        told = own or self._told(plan)
        fresh = in_order(c for c in told if id(c) in self._because and (own or c.date))
        if fresh:
            contact = min(fresh, key=lambda c: c.status.rank)
            outcome = Outcome.CAME_TRUE if contact.status.took_place else Outcome.CANCELLED
            yield PlanOutcome(outcome, plan, contact, self._because[id(contact)])
        elif (
            not told and self._passed(plan, new) and self._states.isdisjoint(_keys(pairs_of(plan, _state), _when(plan)))
        ):
            yield PlanOutcome(Outcome.LAPSED, plan, None, reasons.of([plan], new))

    def _told(self, plan: Contact) -> list[Contact]:
        """Return what is told of the same two parties for a day of the plan, or may have been on it."""
        keys = _keys(pairs_of(plan, self._of_old), _when(plan))
        return [c for key in keys for c in self._held.get(key, ()) if _fits(plan, c)]

    def _passed(self, plan: Contact, new: tuple[Contact, ...]) -> bool:
        """Tell whether the day of a plan, or the one to which it was put off, had not passed before and has now."""
        before, after = self._days
        ends = [c.date.end for c in (plan, *new) if c.date]
        return bool(before and after and ends and before <= max(ends) < after)


def _when(contact: Contact) -> Days | None:
    """Return the days of a plan, or of a denial, as they are told; of what took place also those that its document allows."""
    if contact.status.took_place:
        return possible_days(contact)
    return (contact.date.start, contact.date.end) if contact.date else None


def _state(party: Party) -> Token:
    """Return what stands for the state, or the body, that a party acts for."""
    return "", party.home


def _keys(pairs: Pairs, days: Days | None) -> set[_Key]:
    """Return each pair with each day, of times that are short enough to tell what took place on one of them."""
    if days is None or (days[1] - days[0]).days >= LONGEST_EVENT:
        return set()
    span = (days[0] + dt.timedelta(days=n) for n in range((days[1] - days[0]).days + 1))
    return {(pair, day) for day in span for pair in pairs}


def _fits(plan: Contact, told: Contact) -> bool:
    kinds = {plan.kind, told.kind}
    return len(kinds) == 1 or kinds in LOOSE
