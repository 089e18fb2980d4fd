"""Contacts to a networkx graph: one edge a contact and pair, one a pair and kind, or one a pair."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from typing import Any, Literal

import networkx as nx

from diplograph.extract.model import Contact, Party, Status
from diplograph.extract.times import Basis
from diplograph.graph.aggregate import Aggregate, aggregate, name_of
from diplograph.graph.ids import unused
from diplograph.graph.select import placed
from diplograph.graph.summary import filled

Level = Literal["pair", "kind", "contact"]


def assemble(
    contacts: Iterable[Contact] | Aggregate,
    *,
    level: Level = "pair",
    statuses: Collection[Status] | None = None,
    weightless: bool = True,
    basis: Basis = Basis.INHERITED,
) -> nx.Graph | nx.MultiGraph:
    """Build the graph of who was in contact with whom; the order of the contacts makes no difference.

    Nodes are party ids, with ``label``, ``party_kind``, ``country``, the codes that ``PartyCodes`` has, ``aliases``,
    ``contacts`` (that occurred), ``first_date`` and ``last_date``. What isn't known is left out, never None.

    Args:
        contacts: Contacts of any number of documents, or what ``aggregate`` took of them; exact repetitions count
            once. They are read one at a time and not held, but for contact level, which needs them all.
        level: ``"pair"`` gives a ``Graph`` with an edge for every two parties. Its ``weight`` counts the
            contacts that occurred and nothing else; ``planned``, ``negated`` and ``hypothetical``, the
            names of the other statuses, count the others. ``"kind"`` gives a ``MultiGraph`` with such an edge for every two parties and kind of
            contact, which also has its ``days`` as ISO 8601 intervals. ``"contact"`` gives a
            ``MultiGraph`` with an edge for every contact and pair; its keys are unique in the whole graph.
        statuses: Keep only contacts of these; None keeps all.
        weightless: Keep edges where nothing occurred, and the nodes that only they hold.
        basis: How firmly a time must be known to count in dates and ``days``: stated, by default also inherited, or
            for ``Basis.REPORTED`` also the day of the document.

    Returns:
        A graph of networkx; it raises no errors of its own.
    """
    if level == "contact":
        return _by_contact(contacts, statuses, weightless, basis)
    aggregated = contacts if isinstance(contacts, Aggregate) else aggregate(contacts, statuses=statuses, basis=basis)
    pairs = None if weightless else aggregated.occurred()
    graph: nx.Graph | nx.MultiGraph = nx.MultiGraph() if level == "kind" else nx.Graph()
    graph.add_nodes_from(aggregated.nodes(pairs))
    graph.add_edges_from(aggregated.kinds(pairs) if level == "kind" else aggregated.pairs(pairs))
    return graph


def in_order(contacts: Iterable[Contact]) -> list[Contact]:
    """Return the contacts by day and id, the undated last, without exact repetitions."""
    unique = sorted(set(contacts), key=_order)
    runs = (list(run) for _, run in groupby(unique, key=_order))
    return [c for run in runs for c in (run if len(run) == 1 else sorted(run, key=repr))]


def party_pairs(contact: Contact) -> Iterator[tuple[Party, Party]]:
    """Yield every two different parties that were in contact, once each, the lesser id first."""
    seen = set()
    for pair in contact.pairs():
        a, b = sorted(pair, key=lambda p: p.id)
        if a.id != b.id and (a.id, b.id) not in seen:
            seen.add((a.id, b.id))
            yield a, b


def party_names(contacts: Iterable[Contact]) -> dict[str, str]:
    """Return what each party that was in contact is called most often; of equals, the longest name."""
    return {node: str(data["label"]) for node, data in aggregate(contacts).nodes()}


def without_weightless(graph: nx.Graph | nx.MultiGraph) -> nx.Graph | nx.MultiGraph:
    """Return a copy without the edges of weight 0 and the nodes that only they held."""
    slim = graph.__class__()
    edges = [e for e in _edges(graph) if e[-1]["weight"] > 0]
    held = {n for a, b, *_ in edges for n in (a, b)}
    slim.add_nodes_from((n, d) for n, d in graph.nodes(data=True) if n in held)
    slim.add_edges_from(edges)
    return slim


def document_name(contact: Contact) -> str:
    """Return what best points to the contact's document: its address, else its title, else its id."""
    return name_of(contact.document)


def _by_contact(
    contacts: Iterable[Contact] | Aggregate, statuses: Collection[Status] | None, weightless: bool, basis: Basis
) -> nx.MultiGraph:
    if isinstance(contacts, Aggregate):
        raise TypeError("contact level needs the contacts themselves, not what was aggregated of them")
    kept = [c for c in in_order(contacts) if statuses is None or c.status in statuses]
    graph = nx.MultiGraph()
    graph.add_nodes_from(aggregate(kept, basis=basis).nodes())
    graph.add_edges_from(_contact_edges(kept, basis))
    return graph if weightless else without_weightless(graph)


def _edges(graph: nx.Graph | nx.MultiGraph) -> list[tuple[Any, ...]]:
    return list(graph.edges(keys=True, data=True) if graph.is_multigraph() else graph.edges(data=True))


def _order(contact: Contact) -> tuple[str, str]:
    return (contact.date.start.isoformat() if contact.date else "9999-99", contact.id)


def _contact_edges(contacts: Iterable[Contact], basis: Basis) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    taken: Counter[str] = Counter()
    for contact in contacts:
        edge = _contact(contact, basis)
        for a, b in party_pairs(contact):
            yield a.id, b.id, unused(f"{contact.id}.{a.id}.{b.id}", taken), dict(edge)


def _contact(contact: Contact, basis: Basis) -> dict[str, Any]:
    when, time = placed(contact, basis), contact.time
    return filled(
        label=contact.kind.value,
        reports=contact.sources,
        weight=float(contact.status.took_place),
        contact_id=contact.id,
        kind=contact.kind.value,
        status=contact.status.value,
        date_start=when and when.start.isoformat(),
        date_end=when and when.end.isoformat(),
        date_precision=when and time and time.precision.value,
        date_basis=time and time.basis.value,
        place=contact.place,
        topic=contact.topic,
        channel=contact.channel,
        recurring=contact.recurring,
        reported_by=contact.reported_by,
        code=contact.code,
        plover=contact.plover,
        mode=contact.mode,
        decided=contact.decided and contact.decided.value,
        trust=contact.trust,
        evidence=contact.evidence.sentence,
        rule=contact.evidence.rule,
        page=contact.evidence.page,
        source_id=contact.document.id,
        source_title=contact.document.title,
        source_date=contact.document.date and contact.document.date.isoformat(),
        source_url=contact.document.url,
        source_publisher=contact.document.publisher,
        sources="; ".join(sorted({name_of(r.document) for r in contact.reports})),
    )
