"""Contacts to a networkx graph: one edge a contact and pair, or one edge a pair."""

from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from typing import Any, Literal

import networkx as nx

from diplograph.extract.model import Contact, Party, PartyType, Status

Level = Literal["pair", "contact"]

_SENTENCES, _SOURCES, _ALIASES = 5, 20, 30
_ALIAS_LENGTH = 80
_POINTERS = frozenset(
    [
        "he",
        "she",
        "they",
        "it",
        "we",
        "i",
        "you",
        "him",
        "her",
        "them",
        "us",
        "this",
        "that",
        "these",
        "those",
        "both",
        "all",
        "each",
        "who",
    ]
)
_OPENERS = frozenset(["his", "her", "their", "its", "my", "our"])


def assemble(
    contacts: Iterable[Contact], *, level: Level = "pair", statuses: Collection[Status] | None = None
) -> nx.Graph | nx.MultiGraph:
    """Build the graph of who was in contact with whom; the order of the contacts makes no difference.

    Nodes are party ids, with ``label``, ``party_kind``, ``country``, ``aliases``, ``contacts`` (that
    occurred), ``first_date`` and ``last_date``. What isn't known is left out, never None.

    Args:
        contacts: Contacts of any number of documents; exact repetitions count once.
        level: ``"pair"`` gives a ``Graph`` with an edge for every two parties. Its ``weight`` counts the
            contacts that occurred and nothing else; ``planned``, ``negated`` and ``hypothetical`` count
            the others. ``"contact"`` gives a ``MultiGraph`` with an edge for every contact and pair; its
            keys are unique in the whole graph.
        statuses: Keep only contacts of these; None keeps all.
    """
    kept = [c for c in in_order(contacts) if statuses is None or c.status in statuses]
    graph: nx.Graph | nx.MultiGraph = nx.MultiGraph() if level == "contact" else nx.Graph()
    graph.add_nodes_from(_nodes(kept))
    graph.add_edges_from(_contact_edges(kept) if level == "contact" else _pair_edges(kept))
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
    return {node: str(_commonest(p.name for _, p in seen)) for node, seen in _appearances(contacts).items()}


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
    return contact.document.url or contact.document.title or contact.document.id


def _edges(graph: nx.Graph | nx.MultiGraph) -> list[tuple[Any, ...]]:
    return list(graph.edges(keys=True, data=True) if graph.is_multigraph() else graph.edges(data=True))


def _order(contact: Contact) -> tuple[str, str]:
    return (contact.date.start.isoformat() if contact.date else "9999-99", contact.id)


def _nodes(contacts: Iterable[Contact]) -> Iterator[tuple[str, dict[str, Any]]]:
    seen = _appearances(contacts)
    for node in sorted(seen):
        yield node, _node(seen[node])


def _appearances(contacts: Iterable[Contact]) -> dict[str, list[tuple[Contact, Party]]]:
    seen: defaultdict[str, list[tuple[Contact, Party]]] = defaultdict(list)
    for contact in contacts:
        met = {p.id for pair in party_pairs(contact) for p in pair}
        for party in contact.parties:
            if party.id in met:
                seen[party.id].append((contact, party))
    return seen


def _node(seen: list[tuple[Contact, Party]]) -> dict[str, Any]:
    parties = [p for _, p in seen]
    label = _commonest(p.name for p in parties)
    told = {c.id: c for c, _ in seen}.values()
    return _known(
        label=label,
        party_kind=_commonest(p.type.value for p in parties),
        country=_commonest(p.country for p in parties if p.country),
        aliases=_joined(_aliases(parties, label), _ALIASES),
        contacts=sum(c.status is Status.OCCURRED for c in told),
        **_days(told),
    )


def _commonest(words: Iterable[str]) -> str | None:
    counts = Counter(words)
    return min(counts, key=lambda w: (-counts[w], -len(w), w), default=None)


def _aliases(parties: Iterable[Party], label: str | None) -> list[str]:
    counts: Counter[str] = Counter()
    for party in parties:
        counts[" ".join(party.name.split())] += 1
        counts[_alias(party)] += 1
    bare = {w: n for w, n in counts.items() if w and w != label and len(w) <= _ALIAS_LENGTH}
    return sorted(bare, key=lambda w: (-bare[w], w))


def _alias(party: Party) -> str:
    """Return the mention if it is a name, or "" for words that only point: he, his counterpart, the minister."""
    words = party.mention.split()
    if words and words[0].casefold() == "the":
        words = [] if party.type is PartyType.PERSON else words[1:]
    first = words[0] if words else ""
    shouted = len(first) > 1 and first.isupper()  # US is not us
    pointing = not first or first.casefold() in _OPENERS or (first.casefold() in _POINTERS and not shouted)
    named = any(c.isupper() or (c.isalpha() and c.lower() == c.upper()) for c in party.mention)
    return " ".join(words) if named and not pointing else ""


def _pair_edges(contacts: Iterable[Contact]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    by_pair: defaultdict[tuple[str, str], list[Contact]] = defaultdict(list)
    for contact in contacts:
        for a, b in party_pairs(contact):
            by_pair[a.id, b.id].append(contact)
    for a_id, b_id in sorted(by_pair):
        yield a_id, b_id, _pair(by_pair[a_id, b_id])


def _pair(contacts: list[Contact]) -> dict[str, Any]:
    count = Counter(c.status for c in contacts)
    best = [c for c in contacts if c.status is Status.OCCURRED] or contacts
    kinds = Counter(c.kind.value for c in best)
    return _known(
        label=", ".join(f"{k} ×{kinds[k]}" if kinds[k] > 1 else k for k in sorted(kinds)),
        weight=float(count[Status.OCCURRED]),
        contacts=count[Status.OCCURRED],
        planned=count[Status.PLANNED],
        negated=count[Status.NEGATED],
        hypothetical=count[Status.HYPOTHETICAL],
        kinds="; ".join(sorted(kinds)),
        **_days(contacts),
        sources=_joined(sorted({document_name(c) for c in best}), _SOURCES),
        evidence=_joined([" ".join(c.evidence.sentence.split()) for c in best], _SENTENCES, " | "),
    )


def _contact_edges(contacts: Iterable[Contact]) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    taken: Counter[str] = Counter()
    for contact in contacts:
        edge = _contact(contact)
        for a, b in party_pairs(contact):
            yield a.id, b.id, _unused(f"{contact.id}.{a.id}.{b.id}", taken), dict(edge)


def _unused(key: str, taken: Counter[str]) -> str:
    taken[key] += 1
    return key if taken[key] == 1 else _unused(f"{key}.{taken[key]}", taken)


def _contact(contact: Contact) -> dict[str, Any]:
    when = contact.date
    return _known(
        label=contact.kind.value,
        weight=1.0 if contact.status is Status.OCCURRED else 0.0,
        contact_id=contact.id,
        kind=contact.kind.value,
        status=contact.status.value,
        date_start=when and when.start.isoformat(),
        date_end=when and when.end.isoformat(),
        date_precision=when and precision(contact),
        place=contact.place,
        topic=contact.topic,
        channel=contact.channel,
        recurring=contact.recurring,
        reported_by=contact.reported_by,
        code=contact.code,
        plover=contact.plover,
        mode=contact.mode,
        evidence=contact.evidence.sentence,
        rule=contact.evidence.rule,
        source_id=contact.document.id,
        source_title=contact.document.title,
        source_date=contact.document.date and contact.document.date.isoformat(),
        source_url=contact.document.url,
        source_publisher=contact.document.publisher,
    )


def precision(contact: Contact) -> str | None:
    """Return how exactly the contact is dated: day, month, year, or range for any other run of days."""
    if not contact.date:
        return None
    a, b = contact.date.start, contact.date.end
    if a == b:
        return "day"
    whole = a.day == 1 and b.day == monthrange(b.year, b.month)[1]
    if whole and (a.year, a.month) == (b.year, b.month):
        return "month"
    return "year" if whole and a.year == b.year and (a.month, b.month) == (1, 12) else "range"


def _days(contacts: Iterable[Contact]) -> dict[str, str]:
    """The first and last day of the contacts that occurred, or of all if none did."""
    dated = [c for c in contacts if c.date]
    days = [(c.date.start, c.date.end) for c in dated if c.status is Status.OCCURRED and c.date]
    days = days or [(c.date.start, c.date.end) for c in dated if c.date]
    if not days:
        return {}
    return {"first_date": min(a for a, _ in days).isoformat(), "last_date": max(b for _, b in days).isoformat()}


def _joined(words: Iterable[str], most: int, glue: str = "; ") -> str:
    unique = [w for w in dict.fromkeys(words) if w]
    more = [f"(+{len(unique) - most} more)"] if len(unique) > most else []
    return glue.join(unique[:most] + more)


def _known(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None and value != ""}
