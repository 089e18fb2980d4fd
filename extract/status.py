"""Whether a contact took place."""

from enum import StrEnum
from typing import assert_never


class Status(StrEnum):
    """Whether a contact took place; the status of the contact, not of the verb above it."""

    OCCURRED = "occurred"
    PLANNED = "planned"
    NEGATED = "negated"
    HYPOTHETICAL = "hypothetical"

    @property
    def took_place(self) -> bool:
        """Whether there was a contact; nothing else has weight in graphs and measures."""
        match self:
            case Status.OCCURRED:
                return True
            case Status.PLANNED | Status.NEGATED | Status.HYPOTHETICAL:
                return False
            case _:
                assert_never(self)

    @property
    def open(self) -> bool:
        """Whether there may yet be one."""
        match self:
            case Status.PLANNED | Status.HYPOTHETICAL:
                return True
            case Status.OCCURRED | Status.NEGATED:
                return False
            case _:
                assert_never(self)

    @property
    def denied(self) -> bool:
        """Whether there was none and will be none."""
        return not (self.took_place or self.open)

    @property
    def rank(self) -> int:
        """How much a report of this status decides on an encounter that several tell; 0 decides most."""
        match self:
            case Status.OCCURRED:
                return 0
            case Status.NEGATED:
                return 1
            case Status.PLANNED:
                return 2
            case Status.HYPOTHETICAL:
                return 3
            case _:
                assert_never(self)

    def under(self, governor: "Status") -> "Status":
        """Return what this status becomes below a word that gives another: "agree to meet", "deny having met"."""
        match governor:
            case Status.OCCURRED:
                return self
            case Status.PLANNED:  # "agreed to refuse to meet" is a refusal
                return governor if self.took_place else self
            case Status.NEGATED:  # "did not refuse to meet" leaves the matter open
                return Status.HYPOTHETICAL if self.denied else governor
            case Status.HYPOTHETICAL:
                return governor
            case _:
                assert_never(governor)


TOOK_PLACE = frozenset(status for status in Status if status.took_place)
