"""Which reports tell an encounter in the words of another: an agency's article that several papers print is one source.

Two texts are taken for copies where runs of five words of the shorter one stand in the other: w-shingling and containment,
after Broder, "On the resemblance and containment of documents" (1997).
"""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from diplograph.extract.model import Contact, Report, Source

_RUN = 5  # words
_SHARE = 0.6  # of the shorter text's runs
_WITHIN = dt.timedelta(days=7)
_FEW = 8  # runs, of which likeness tells nothing
_MANY = 50  # reports that a further one is compared with

Runs = frozenset[tuple[str, ...]]


def mark_copies(encounters: Iterable[Contact]) -> list[Contact]:
    """Return the encounters with ``copy_of`` in each report that repeats what an earlier document says.

    A report repeats another if its sentence does, or all together that the contacts quote of its document.
    """
    found = list(encounters)
    texts = _texts(found)
    return [replace(c, reports=_marked(c.reports, texts)) if len(c.reports) > 1 else c for c in found]


def copies(encounters: Iterable[Contact]) -> dict[str, str]:
    """Return the documents that repeat one other in most of what they tell, each with that other, by their ids."""
    originals: defaultdict[str, Counter[str | None]] = defaultdict(Counter)
    for encounter in encounters:
        for report in encounter.every_report():
            originals[report.document.id][report.copy_of] += 1
    return {id: of for id, counts in originals.items() for of in counts if of and 2 * counts[of] > counts.total()}


def _texts(encounters: list[Contact]) -> dict[str, Runs]:
    """Return what the contacts quote of each document that tells what others tell, too."""
    runs: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    shared = {r.document.id for c in encounters if len(c.reports) > 1 for r in c.reports}
    for report in (r for c in encounters for r in c.every_report() if r.document.id in shared):
        runs[report.document.id] |= _runs(report.evidence.sentence)
    return {id: frozenset(found) for id, found in runs.items()}


def _marked(reports: tuple[Report, ...], texts: dict[str, Runs]) -> tuple[Report, ...]:
    """Return the reports of one encounter in their order, each copy marked with the first document that says it so."""
    own: list[_Telling] = []
    copied: dict[str, str] = {}
    for report in sorted(reports, key=lambda r: (str(r.document.date or "9999"), r.document.id, r.id)):
        telling = _Telling(report, texts[report.document.id], _runs(report.evidence.sentence))
        original = next((o for o in own[-_MANY:] if telling.repeats(o)), None)
        if original is None:
            own.append(telling)
        else:
            copied[report.id] = original.report.document.id
    return tuple(replace(r, copy_of=copied.get(r.id)) for r in reports)


class _Telling(NamedTuple):
    """A report, and the runs of words of its document and of its sentence."""

    report: Report
    text: Runs
    sentence: Runs

    def repeats(self, other: "_Telling") -> bool:
        one, two = self.report.document, other.report.document
        if self.report.copy_of == two.id:
            return True
        return _near(one, two) and (_alike(self.text, other.text) or _alike(self.sentence, other.sentence))


def _runs(text: str) -> Runs:
    words = re.findall(r"\w+", text.casefold())
    return frozenset(tuple(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1))


def _alike(one: Runs, other: Runs) -> bool:
    shorter = min(len(one), len(other))
    return shorter >= _FEW and len(one & other) >= _SHARE * shorter


def _near(one: Source, other: Source) -> bool:
    return one.date is None or other.date is None or abs(one.date - other.date) <= _WITHIN
