"""In what the reports of one encounter differ."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator

from diplograph.extract.model import Contact, Kind, Report


def contradictions(contact: Contact) -> tuple[str, ...]:
    """Return in what the reports of a folded contact differ: its kind, its day, or whether it took place."""
    held = [r for r in contact.reports if r.status.took_place]
    denials = [r for r in contact.reports if r.status.denied]
    found = [*_kinds(held), *_days(held)]
    if held and denials:
        found.append(f"reported by {_voices(held)}, denied by {_voices(denials)}")
    return tuple(found)


def _kinds(reports: list[Report]) -> Iterator[str]:
    """A call is no meeting and no visit."""
    kinds = Counter(r.kind for r in reports)
    if Kind.CALL in kinds and kinds.keys() & {Kind.MEETING, Kind.VISIT}:
        yield "kind: " + ", ".join(f"{kind} ({n})" for kind, n in sorted(kinds.items()))


def _days(reports: list[Report]) -> Iterator[str]:
    """Days that don't overlap."""
    days = Counter((r.date.start, r.date.end, r.date.vague) for r in reports if r.date)
    if any(a[1] < b[0] for a in days for b in days):
        yield "day: " + ", ".join(f"{_days_told(*when)} ({n})" for when, n in sorted(days.items()))


def _days_told(start: dt.date, end: dt.date, vague: bool) -> str:
    """Return the first day of an event, and both ends of a time of which some unknown day is meant."""
    return f"{start} to {end}" if vague else str(start)


def _voices(reports: Iterable[Report]) -> str:
    return ", ".join(sorted({_voice(r) for r in reports}))


def _voice(report: Report) -> str:
    return report.reported_by or report.document.publisher or report.document.title or report.document.id
