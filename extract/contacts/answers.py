"""What the rules of a noun answer: the contact of its sides, or which side is missing and what stands in its place."""

from collections.abc import Iterable
from itertools import chain

from spacy.tokens import Token

from diplograph.extract.contacts.candidate import Candidate, Reason, Rejected, Side, internal
from diplograph.extract.contacts.nominal import Nominal
from diplograph.extract.contacts.schedules import Schedules
from diplograph.extract.contacts.sides import Sides


class Answers:
    """Sets the parties of a noun opposite each other, in one document."""

    def __init__(self, sides: Sides) -> None:
        self._sides, self._parties, self._schedules = sides, sides.parties, Schedules(sides)

    def opposed(self, it: Nominal, first: Side, second: Side, arguments: list[Token]) -> Candidate | Rejected:
        """Return the contact of two sides, or say which of them is missing."""
        if second and not first and self._parties.context.in_title(it.noun):
            first = self._parties.publisher(it.noun)  # "Telephone conversation with B", on the page of A
        if first and second:
            return it.candidate([first, second], arguments)
        # "14.00 Meeting with B", under the heading "Diary of Minister A"
        if second and (entry := self._schedules.entry(it, second, arguments)) is not None:
            return entry
        places = [] if first else it.holders()
        return self.lacking([*first, *second], [*places, *([] if second else arguments)])

    def joined(self, it: Nominal, parties: Side, arguments: list[Token]) -> Candidate | Rejected:
        """Return the contact of those who are named as one list, or say that they are on one side."""
        return self._of(it, self._sides.joint(parties), arguments)

    def between(self, it: Nominal, both: list[Token]) -> Candidate | Rejected:
        """Return the contact of those named after "between", or say which of them is no party."""
        return self._of(it, self._sides.between(both), both)

    def _of(self, it: Nominal, sides: list[Side], arguments: list[Token]) -> Candidate | Rejected:
        if len(sides) > 1:
            return it.candidate(sides, arguments)
        together = sides[0] if sides else []
        if len(together) > 1:
            return Rejected(Reason.ONE_SIDE, parties=tuple(together))
        return self.lacking(together, [m for t in arguments for m in self._parties.coordinated(t)])

    def lacking(self, found: Side, places: Iterable[Token]) -> Rejected:
        """Say why there is one side at most: what stands in the other places names none, or one who takes no part."""
        named = {token: self._parties.all([token]) for token in places}
        unnamed = tuple(token for token, side in named.items() if not side)
        parties = {r.referent.id: r for r in chain(found, *named.values())}
        return Rejected(_reason(found, list(parties.values())), unnamed, tuple(parties.values()))


def _reason(found: Side, parties: Side) -> Reason:
    if not parties:
        return Reason.NO_PARTY
    # "A and B held talks with officials": none but those on the one side
    if len(parties) == max(len(found), 1):
        return Reason.ONE_PARTY
    one_side = all(internal(parties[0].referent, ref.referent) for ref in parties[1:])
    return Reason.ONE_SIDE if one_side else Reason.OTHER_SENSE
