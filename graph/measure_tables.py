"""Measures as tables of words: the same in the terminal and in Markdown."""

from collections.abc import Collection, Iterable, Sequence

from diplograph.extract.model import TOOK_PLACE, Contact, Status
from diplograph.extract.shown import days
from diplograph.extract.times import Basis
from diplograph.graph.aggregate import cited
from diplograph.graph.assemble import document_name, party_pairs
from diplograph.graph.measures import Measures, PartyMeasures
from diplograph.graph.periods import Comparison, Period, Turn, latest_first
from diplograph.graph.tables import Table, left_out, number, without

_MEMBERS = 6  # of a community that are named
_MONTHS = 24
_BAR = 30  # characters


def summary(contacts: Collection[Contact], measures: Measures, statuses: Collection[Status]) -> str:
    """Return in one sentence what is measured: how many contacts, of what status, between how many parties, when."""
    documents = {r.document.id for c in contacts for r in c.reports or (c,)}
    spans = [(c.date.start, c.date.end) for c in contacts if c.date]
    when = f", from {min(a for a, _ in spans)} to {max(b for _, b in spans)}" if spans else ""
    undated = f" ({measures.undated:,} {_told(measures.basis)})" if measures.undated else ""
    return (
        f"{_contacts(measures.contacts, statuses)} between {_count(len(measures.parties), 'party')}, "
        f"told by {_count(len(documents), 'document')}{when}{undated}."
    )


def tables(measures: Measures, top: int) -> list[Table]:
    """Return the measures as tables of at most ``top`` rows, without those that have nothing to tell."""
    found = [
        _pairs(measures, top),
        _parties(measures, top),
        _brokers(measures, top),
        _communities(measures, top),
        _initiative(measures, top),
        _months(measures),
    ]
    return [table for table in found if table.rows]


def comparison_tables(comparison: Comparison, top: int) -> list[Table]:
    """Return what changed between two periods as tables of at most ``top`` rows for each turn."""
    before, after = comparison.before, comparison.after
    heads = (before.text, after.text)
    periods = zip((before, after), comparison.contacts, comparison.apart, strict=True)
    counts = tuple((p.text, number(p.days), number(dated), number(told)) for p, dated, told in periods)
    of_two = Table(
        "Two periods", ("", "days", "contacts", _told(comparison.basis)), counts, note=_unequal(before, after)
    )
    found = [of_two if any(comparison.apart) else without(of_two, 3)]
    for one, many, changes in (("pair", "Pairs", comparison.pairs), ("party", "Parties", comparison.parties)):
        for turn in Turn:
            rows = tuple((" — ".join(c.names), number(c.before), number(c.after)) for c in changes if c.turn is turn)
            if rows:
                found.append(Table(f"{many} that {turn}", (one, *heads), rows[:top], note=left_out(rows, top)))
    return found


def evidence_table(contacts: Iterable[Contact], measures: Measures, top: int) -> Table:
    """Return the latest sentence on each of the pairs in contact most often."""
    latest: dict[tuple[str, str], Contact] = {}
    for contact in latest_first(contacts):
        for a, b in party_pairs(contact):
            latest.setdefault((a.id, b.id), contact)
    shown = ((pair, latest[pair.ids]) for pair in measures.pairs[:top])
    rows = tuple(
        (" — ".join(pair.names), days(c), str(c.kind), cited(c.evidence), document_name(c)) for pair, c in shown
    )
    return Table("The latest on each pair", ("pair", "day", "kind", "sentence", "document"), rows, (0, 1, 2, 3, 4))


def _contacts(count: int, statuses: Collection[Status]) -> str:
    if set(statuses) == TOOK_PLACE:
        return f"{_count(count, 'contact')} that occurred"
    if set(statuses) == set(Status):
        return f"{_count(count, 'contact')} of any status"
    return _count(count, " or ".join(s.value for s in Status if s in statuses) + " contact")


def _count(count: int, noun: str) -> str:
    many = "parties" if noun == "party" else f"{noun}s"
    return f"{count:,} {noun if count == 1 else many}"


def _pairs(measures: Measures, top: int) -> Table:
    rows = tuple(
        (" — ".join(p.names), number(p.contacts), p.kinds, p.first or "", p.last or "") for p in measures.pairs[:top]
    )
    heads = ("pair", "contacts", "kinds", "first", "last")
    return Table("In contact most often", heads, rows, (0, 2, 3, 4), left_out(measures.pairs, top))


def _parties(measures: Measures, top: int) -> Table:
    heads = ("party", "contacts", "partners", "degree", "between", "core", "community", "first", "last")
    rows = tuple(
        (*_centrality(p), str(p.core), str(p.community), p.first or "", p.last or "") for p in measures.parties[:top]
    )
    return Table("Parties", heads, rows, (0, 7, 8), left_out(measures.parties, top))


def _centrality(party: PartyMeasures) -> tuple[str, ...]:
    return party.name, number(party.contacts), number(party.partners), number(party.degree), f"{party.betweenness:.3f}"


def _brokers(measures: Measures, top: int) -> Table:
    between = [p for p in measures.parties if p.betweenness > 0]
    found = sorted(between, key=lambda p: (-p.betweenness, p.name, p.id))
    rows = tuple((p.name, f"{p.betweenness:.3f}", number(p.partners), str(p.community)) for p in found[:top])
    return Table("Brokers", ("party", "between", "partners", "community"), rows, note=left_out(found, top))


def _communities(measures: Measures, top: int) -> Table:
    rows = tuple(
        (str(c.number), number(len(c.members)), number(c.contacts), _some(c.names)) for c in measures.communities[:top]
    )
    note = "" if measures.modularity is None else f"Modularity {measures.modularity:.2f}. "
    heads = ("community", "parties", "contacts", "most in contact")
    return Table("Communities", heads, rows, (3,), (note + left_out(measures.communities, top)).strip())


def _initiative(measures: Measures, top: int) -> Table:
    rows = tuple((*p.names, number(p.there), number(p.back), f"{p.reciprocity:.2f}") for p in measures.initiative[:top])
    overall = "" if measures.reciprocity is None else f"Reciprocity over all pairs {measures.reciprocity:.2f}. "
    note = (overall + left_out(measures.initiative, top)).strip()
    return Table(
        "Who calls, visits, writes to or summons whom",
        ("who", "whom", "there", "back", "reciprocity"),
        rows,
        (0, 1),
        note,
    )


def _months(measures: Measures) -> Table:
    """Return the contacts by month, and beside them, if there are any, those that a document of that month tells without a time."""
    counts = {month: (measures.months.get(month, 0), measures.told.get(month, 0)) for month in _all_months(measures)}
    latest = list(counts.items())[-_MONTHS:]
    most = max((dated for _, (dated, _) in latest), default=1) or 1
    bars = {month: "▇" * (max(1, round(_BAR * dated / most)) if dated else 0) for month, (dated, _) in latest}
    rows = tuple((month, number(dated), number(told), bars[month]) for month, (dated, told) in latest)
    heads = ("month", "contacts", _told(measures.basis), "")
    table = Table("By month", heads, rows, (0, 3), _nowhere(measures, len(counts)))
    return table if any(told for _, (_, told) in latest) else without(table, 2)


def _told(basis: Basis) -> str:
    """Name the contacts whose time is not known as firmly as was asked for."""
    return "told without a stated time" if basis is Basis.STATED else "told without a time"


def _all_months(measures: Measures) -> list[str]:
    return sorted(measures.months.keys() | measures.told.keys())


def _nowhere(measures: Measures, months: int) -> str:
    """Tell what the table of months leaves out."""
    lost = measures.contacts - sum(measures.months.values()) - sum(measures.told.values())
    note = f"{lost:,} of {measures.contacts:,} have no month. " if lost else ""
    earlier = f"{months - _MONTHS:,} earlier months are left out." if months > _MONTHS else ""
    return (note + earlier).strip()


def _some(names: Sequence[str]) -> str:
    more = f", +{len(names) - _MEMBERS}" if len(names) > _MEMBERS else ""
    return ", ".join(names[:_MEMBERS]) + more


def _unequal(before: Period, after: Period) -> str:
    longer, shorter = sorted((before.days, after.days), reverse=True)
    return "The periods differ in length, and so do the counts." if longer > 1.15 * shorter else ""
