"""One party and those it was in contact with."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from diplograph.extract.model import TOOK_PLACE, Contact, Kind, Status
from diplograph.extract.times import Basis
from diplograph.graph.assemble import assemble, party_pairs
from diplograph.graph.tables import Table, left_out, number


@dataclass(frozen=True, slots=True)
class Partner:
    """A party that another was, will or might be in contact with.

    Attributes:
        statuses: The number of contacts of each status that there are.
        kinds: The number of contacts of each kind and status, as ``{"call": {"occurred": 2}}``.
        first: The first day of those that occurred, or of all if none did, in ISO 8601.
        last: The last day of the same.
    """

    id: str
    name: str
    type: str
    statuses: dict[str, int]
    kinds: dict[str, dict[str, int]]
    first: str | None
    last: str | None


def contacts_of(contacts: Iterable[Contact], party: str) -> list[Contact]:
    """Return the contacts in which the party with this id was in contact with another."""
    return [c for c in contacts if any(party in (a.id, b.id) for a, b in party_pairs(c))]


def partners(contacts: Iterable[Contact], party: str, basis: Basis = Basis.INHERITED) -> list[Partner]:
    """Return the partners of the party with this id, those with most contacts that occurred first, then by number.

    Args:
        basis: How firmly a time must be known for the first and the last day.
    """
    graph = assemble(contacts, basis=basis)
    counts: dict[str, Counter[tuple[Kind, Status]]] = {}
    for contact in set(contacts):
        for a, b in party_pairs(contact):
            if party in (a.id, b.id):
                counts.setdefault(b.id if a.id == party else a.id, Counter())[contact.kind, contact.status] += 1
    found = [_partner(node, graph.nodes[node], graph.edges[party, node], count) for node, count in counts.items()]
    return sorted(found, key=lambda p: (-_held(p.statuses), -sum(p.statuses.values()), p.name, p.id))


def partner_table(found: Sequence[Partner], top: int) -> Table:
    """Return partners as a table of at most ``top`` rows, with a column for each status that there is."""
    used = [s for s in Status if any(s in p.statuses for p in found)]
    rows = tuple(
        (p.name, *(number(p.statuses.get(s, 0)) for s in used), _kinds(p), p.first or "", p.last or "")
        for p in found[:top]
    )
    end = len(used) + 1
    heads = ("partner", *used, "kinds", "first", "last")
    return Table("Partners", heads, rows, (0, end, end + 1, end + 2), left_out(found, top))


def _kinds(partner: Partner) -> str:
    """Name the kinds of what occurred, or of all if nothing did: "call ×2, meeting"."""
    occurred = {k: held for k, n in partner.kinds.items() if (held := _held(n))}
    counts = occurred or {k: sum(n.values()) for k, n in partner.kinds.items()}
    return ", ".join(f"{k} ×{n}" if n > 1 else k for k, n in sorted(counts.items()))


def _held(counts: Mapping[str, int]) -> int:
    """How many of the contacts, counted by status, took place."""
    return sum(counts.get(status, 0) for status in TOOK_PLACE)


def _partner(node: str, data: dict[str, str], edge: dict[str, str], count: Counter[tuple[Kind, Status]]) -> Partner:
    by_status = {s: {k: count[k, s] for k in Kind if count[k, s]} for s in Status}
    return Partner(
        id=node,
        name=data["label"],
        type=data["party_kind"],
        statuses={s.value: sum(kinds.values()) for s, kinds in by_status.items() if kinds},
        kinds={k.value: {s.value: count[k, s] for s in Status if count[k, s]} for k in Kind if _any(count, k)},
        first=edge.get("first_date"),
        last=edge.get("last_date"),
    )


def _any(count: Counter[tuple[Kind, Status]], kind: Kind) -> bool:
    return any(count[kind, status] for status in Status)
