"""A contact as a task for a tool in which people annotate, and an answer given there as decisions.

A task is a contact: its sentence with what stands around it, the parties and the deciding word marked, the parties of different
sides joined. It carries the record of the contact, which the tools keep, so that an answer finds its way back.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from diplograph.extract.model import Contact, Kind, Status
from diplograph.extract.plain import plain
from diplograph.graph.decisions.making import Span, decided, missed, now, window
from diplograph.graph.decisions.quote import Quote, quote
from diplograph.graph.decisions.record import Decision, Verdict, quote_of


@dataclass(frozen=True, slots=True)
class Task:
    """A contact with the text that is shown of it; ``start`` is where that begins in its document."""

    contact: Contact
    text: str
    start: int
    around: Quote | None

    @classmethod
    def of(cls, contact: Contact, text: str | None) -> "Task":
        evidence = contact.evidence
        if text is None:
            return cls(contact, evidence.sentence, evidence.start, None)
        first, last = window(text, evidence.start, evidence.end)
        return cls(contact, text[first:last], first, quote(text, evidence.start, evidence.end))

    @classmethod
    def read(cls, record: Mapping[str, Any], text: str) -> "Task":
        own = record["diplograph"]
        return cls(Contact.from_dict(own["contact"]), text, int(own["start"]), quote_of(own.get("around")))

    def record(self) -> dict[str, Any]:
        """Return what leads an answer back to its contact."""
        contact = replace(self.contact, also=(), reports=())
        return {"contact": contact.to_dict(), "start": self.start, "around": plain(self.around)}

    def spans(self) -> dict[str, tuple[int, int, str]]:
        """Return the marks in the text that is shown: parties by their number, and the trigger."""
        evidence = self.contact.evidence
        marks = {f"p{n}": (p.start, p.end, "party") for n, p in enumerate(self.contact.parties, 1)}
        marks["t"] = (evidence.trigger_start, evidence.trigger_end, "trigger")
        shown = {id: (a - self.start, b - self.start, mark) for id, (a, b, mark) in marks.items()}
        return {id: span for id, span in shown.items() if 0 <= span[0] < span[1] <= len(self.text)}

    def joined(self) -> Iterator[tuple[str, str]]:
        """Yield the parties of different sides, two by two, by their marks."""
        numbers = {id(p): f"p{n}" for n, p in enumerate(self.contact.parties, 1)}
        for a, b in self.contact.pairs():
            yield numbers[id(a)], numbers[id(b)]

    def answered(self, answer: "Answer") -> Iterator[Decision]:
        """Yield the decisions that an answer makes."""
        how: dict[str, Any] = {"by": answer.by, "at": answer.at}
        becomes = replace(
            self.contact, kind=answer.kind or self.contact.kind, status=answer.status or self.contact.status
        )
        if answer.verdict is Verdict.RIGHT and becomes != self.contact:
            yield replace(decided(Verdict.CHANGE, self.contact, becomes=becomes, **how), around=self.around)
        elif answer.verdict is not None:
            yield replace(decided(answer.verdict, self.contact, **how), around=self.around)
        for a, b, kind in answer.added:
            yield replace(decided(Verdict.MISSED, self._missed(a, b, kind), **how), around=self.around)

    def _missed(self, a: Span, b: Span, kind: Kind) -> Contact:
        evidence = self.contact.evidence
        padded = " " * self.start + self.text
        span = (evidence.start, evidence.start + len(evidence.sentence))
        sides = [[(start + self.start, end + self.start)] for start, end in (a, b)]
        return missed(self.contact.document, padded, span, sides, kind=kind, status=Status.OCCURRED)


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answered: ``added`` are two spans of the text that is shown, and the kind of contact between them."""

    by: str
    at: str
    verdict: Verdict | None
    kind: Kind | None = None
    status: Status | None = None
    added: tuple[tuple[Span, Span, Kind], ...] = ()


def records(given: object) -> list[dict[str, Any]]:
    if not isinstance(given, list) or not all(isinstance(record, dict) for record in given):
        raise ValueError("it is no list of tasks")
    return given


def ours(record: Mapping[str, Any], text: str) -> Task:
    try:
        return Task.read(record, text)
    except (KeyError, TypeError) as error:
        raise ValueError("a task was not made by diplograph, so its contact is not known") from error


def own_pairs(task: Task) -> list[tuple[Span, Span]]:
    spans = task.spans()
    return [(spans[a][:2], spans[b][:2]) for a, b in task.joined() if a in spans and b in spans]


def joined_besides(task: Task, relations: Iterable[tuple[Span, Span, Kind]]) -> tuple[tuple[Span, Span, Kind], ...]:
    """Return the contacts that were joined besides the one that the task shows."""
    own = {frozenset(pair) for pair in own_pairs(task)}
    return tuple(r for r in relations if frozenset(r[:2]) not in own)


def named(told: Any, by: str | None) -> str:
    name = told.get("email") or told.get("username") if isinstance(told, dict) else told
    return by or str(name or "unknown")


def timed(told: str | None) -> str:
    """Return a time as decisions have it; now, where none is told."""
    if told is None:
        return now()
    when = dt.datetime.fromisoformat(told).astimezone(dt.UTC)
    return when.isoformat(timespec="microseconds").replace("+00:00", "Z")
