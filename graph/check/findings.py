"""What a check found, as data and in words."""

from collections.abc import Iterator
from dataclasses import dataclass, field

_MOST = 1000  # problems that are kept


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that Gephi does not keep as it stands in the file, and where."""

    line: int
    message: str


@dataclass(slots=True)
class Findings:
    """What Gephi will have of a file.

    Attributes:
        written: Edges in the file.
        dropped: Edges that Gephi leaves out.
        merged: Edges that go into a parallel one.
        columns: Columns of nodes and edges that Gephi will show.
        timed: Whether Gephi will offer its timeline.
        problems: What is lost, at most a thousand; ``lost`` counts all.
        notes: What is worth knowing and no loss.
    """

    format: str
    nodes: int = 0
    written: int = 0
    dropped: int = 0
    merged: int = 0
    columns: dict[str, list[str]] = field(default_factory=lambda: {"node": [], "edge": []})
    timed: bool = False
    lost: int = 0
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def kept(self) -> int:
        """Edges that Gephi will have."""
        return self.written - self.dropped - self.merged

    def lose(self, line: int, message: str) -> None:
        """Count a loss, and keep it as a problem unless there are too many."""
        self.lost += 1
        if len(self.problems) < _MOST:
            self.problems.append(Problem(line, message))


def lines(found: Findings, most: int) -> Iterator[str]:
    """Yield the findings in words: what is kept, the columns, and the first problems with their lines."""
    name = {"graphml": "GraphML", "gexf": "GEXF"}[found.format]
    yield f"{name}: Gephi will have {found.nodes:,} nodes and {found.kept:,} of {found.written:,} edges."
    if found.dropped or found.merged:
        yield f"{found.dropped:,} edges are dropped, {found.merged:,} merged into parallel ones."
    for table, columns in found.columns.items():
        yield f"Columns of {table}s: {', '.join(columns) or 'none'}."
    yield f"Timeline: {'yes' if found.timed else 'no'}."
    yield from (f"Note: {note}." for note in found.notes[:most])
    yield from (f"Lost, line {p.line}: {p.message}." for p in found.problems[:most])
    if found.lost > most:
        yield f"{found.lost - most:,} more problems."
