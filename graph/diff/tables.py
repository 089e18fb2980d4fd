"""What differs between two builds as tables of words: the same in the terminal and in Markdown."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from diplograph.extract.model import Contact, Source
from diplograph.extract.shown import days
from diplograph.graph.aggregate import cited
from diplograph.graph.diff.records import Because, Cause, Diff, Difference, Fate, Naming, Outcome, PlanOutcome, named
from diplograph.graph.formats.records import parties
from diplograph.graph.periods import Turn
from diplograph.graph.tables import Table, left_out, number

METHOD = """\
A contact is the same before and after if a document tells it in the same place, in the same words or of the same parties, or, where
no document tells both, if two reports of it would be told as one encounter. Behind every difference stand the documents that
explain it: *new* ones, those that are *gone*, those that were *edited*, where that is known, those that are *read otherwise*, by other
rules or another model, and, where no document tells anything else, those *beside others*, since all documents together decide who is
who and what is one encounter. A plan *came true* if the same parties were in contact on a day of it; it *lapsed* if its day passed before
the last document and nothing is told; one without a day does not lapse."""

_CAUSES = {
    Cause.NEW: "New documents",
    Cause.GONE: "Documents that are gone",
    Cause.EDITED: "Documents that were edited",
    Cause.READ: "Documents that are read otherwise",
    Cause.BESIDE: "Documents that tell the same beside others",
}
_NAMINGS = {
    Naming.NEW: "New parties",
    Naming.GONE: "Parties that are gone",
    Naming.RENAMED: "Parties with another name",
    Naming.MERGED: "Parties that became one",
    Naming.SPLIT: "Parties that became several",
}
_OUTCOMES = {
    Outcome.CAME_TRUE: "Plans that came true",
    Outcome.LAPSED: "Plans that lapsed",
    Outcome.CANCELLED: "Plans that were cancelled",
}


def summary(diff: Diff) -> str:
    """Return in one sentence what differs."""
    counts = {fate: len(diff.of(fate)) for fate in Fate}
    causes = Counter(d.cause for d in diff.documents)
    documents = [f"{causes[c]:,} {c}" for c in Cause if c in (Cause.NEW, Cause.GONE, Cause.READ) or causes[c]]
    last = [f"to {day}" if day else "without a day" for day in diff.days]
    return (
        f"Documents {last[0]}, then {last[1]}: {', '.join(documents)}. Contacts: {counts[Fate.NEW]:,} new,"
        f" {counts[Fate.GONE]:,} gone, {counts[Fate.CHANGED]:,} changed, {diff.same:,} as before."
    )


def tables(diff: Diff, top: int | None, *, sentences: bool = False) -> list[Table]:
    """Return what differs as tables, without those that have nothing to tell.

    Args:
        top: Of how many rows each is; None for all.
        sentences: Whether contacts have their sentence beside them.
    """
    found = [*_plans(diff, sentences), *_contacts(diff, sentences), *_parties(diff), *_pairs(diff), *_documents(diff)]
    return [_cut(table, top) for table in found if table.rows]


def _cut(table: Table, top: int | None) -> Table:
    if top is None:
        return table
    return Table(table.title, table.heads, table.rows[:top], table.left, left_out(table.rows, top))


def _words(title: str, heads: Sequence[str], rows: Iterable[tuple[str, ...]], numbers: Sequence[int] = ()) -> Table:
    left = tuple(i for i in range(len(heads)) if i not in numbers)
    return Table(title, tuple(heads), tuple(rows), left)


def _plans(diff: Diff, sentences: bool) -> Iterator[Table]:
    for outcome, title in _OUTCOMES.items():
        heads = ["planned for", "parties", "kind"]
        if outcome is not Outcome.LAPSED:
            heads.append("told of")
        rows = (_plan(p, sentences) for p in diff.plans if p.outcome is outcome)
        yield _words(title, [*heads, "told by", *(["sentence"] if sentences else [])], rows)


def _plan(plan: PlanOutcome, sentences: bool) -> tuple[str, ...]:
    told = (days(plan.told),) if plan.told else ()
    quoted = (cited((plan.told or plan.plan).evidence),) if sentences else ()
    return days(plan.plan), parties(plan.plan), plan.plan.kind.value, *told, explained(plan.because), *quoted


def _contacts(diff: Diff, sentences: bool) -> Iterator[Table]:
    quoted = ["sentence"] if sentences else []
    for fate, title in ((Fate.NEW, "New contacts"), (Fate.GONE, "Contacts that are gone")):
        rows = (_contact(d, sentences) for d in diff.of(fate))
        yield _words(title, ["day", "parties", "kind", "status", "because of", *quoted], rows)
    edits = (row for d in diff.of(Fate.CHANGED) for row in _edits(d))
    yield _words("Contacts that changed", ["day", "parties", "what", "before", "after", "because of"], edits)


def _contact(difference: Difference, sentences: bool) -> tuple[str, ...]:
    contact = difference.contact
    quoted = (cited(contact.evidence),) if sentences else ()
    return (*_named(contact), contact.kind.value, contact.status.value, explained(difference.because), *quoted)


def _edits(difference: Difference) -> Iterator[tuple[str, ...]]:
    for edit in difference.edits:
        yield (*_named(difference.contact), edit.what, edit.before, edit.after, explained(difference.because))


def _named(contact: Contact) -> tuple[str, str]:
    return days(contact), parties(contact)


def _parties(diff: Diff) -> Iterator[Table]:
    for naming, title in _NAMINGS.items():
        found = [p for p in diff.parties if p.naming is naming]
        if naming in (Naming.NEW, Naming.GONE):
            rows = (("; ".join(p.new or p.old), number(sum(p.contacts)), explained(p.because)) for p in found)
            yield _words(title, ["party", "contacts", "because of"], rows, numbers=[1])
        else:
            rows = (("; ".join(p.old), "; ".join(p.new), explained(p.because)) for p in found)
            yield _words(title, ["before", "after", "because of"], rows)


def _pairs(diff: Diff) -> Iterator[Table]:
    for turn in Turn:
        found = [p for p in diff.pairs if p.turn is turn]
        rows = ((" — ".join(p.names), number(p.before), number(p.after), explained(p.because)) for p in found)
        yield _words(f"Pairs that {turn}", ["pair", "before", "after", "because of"], rows, numbers=[1, 2])


def _documents(diff: Diff) -> Iterator[Table]:
    for cause, title in _CAUSES.items():
        found = [d for d in diff.documents if d.cause is cause]
        rows = ((_day(d.document), named(d.document), number(d.contacts)) for d in found)
        yield _words(title, ["day", "document", "contacts"], rows, numbers=[2])


def explained(because: Sequence[Because]) -> str:
    """Return the documents that explain a difference, the first by its name: "new: Ministers speak (and 2 more)"."""
    order = list(Cause)
    first, *others = sorted(because, key=lambda b: (order.index(b.cause), _day(b.document) or "9999", b.document.id))
    more = f" (and {len(others):,} more)" if others else ""
    return f"{first.cause}: {named(first.document)}{more}"


def _day(document: Source) -> str:
    return document.date.isoformat() if document.date else ""
