"""The columns of a panel."""

from dataclasses import dataclass

from diplograph.extract.lexicon.levels import Level
from diplograph.extract.model import TOOK_PLACE, Kind, Status
from diplograph.graph.panel.population import System
from diplograph.graph.panel.seats import Unit

PERIOD = ("period", "start", "end")
DAYS = ("first", "last")
OTHERS = tuple(status.value for status in Status if status not in TOOK_PLACE)


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of a panel's columns, in their order.

    Attributes:
        labels: What tells a unit, by each end of it: ``code1``, ``name1``, ``code2``, ``name2``.
        counts: Whole numbers, 0 where there is nothing.
    """

    labels: tuple[tuple[str, ...], ...]
    counts: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """All names; the days stand before the last three counts."""
        flat = [name for end in self.labels for name in end]
        return (*PERIOD, *flat, *self.counts[:-3], *DAYS, *self.counts[-3:])


def columns(unit: Unit, system: System) -> Columns:
    """Return the columns of a panel of some unit over some system."""
    label = _label(unit, system)
    ends = ("",) if unit is Unit.STATE else ("1", "2")
    both = () if unit is Unit.STATE else ("summits",)
    initiative = ("initiated", "received") if unit is Unit.STATE else ("initiated1", "initiated2")
    counts = ("contacts", *(k.value for k in Kind), *OTHERS, *(level.value for level in Level), *both, *initiative)
    return Columns(
        tuple(tuple(f"{name}{end}" for name in label) for end in ends), (*counts, "documents", "publishers", "unplaced")
    )


def _label(unit: Unit, system: System) -> tuple[str, ...]:
    if unit is Unit.LEADER_DYAD:
        return ("id", "name", "code", "level")
    return ("code", "name", "type") if system is System.SEEN else ("code", "name")
