"""What the page is given: parties with their places, documents, and contacts with their sentences cut at the marks."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

import networkx as nx

from diplograph.extract.model import Contact, Evidence, Kind, PartyType, Report, Source, Status
from diplograph.extract.shown import segments
from diplograph.extract.times import Basis, When
from diplograph.extract.trust import IN_WORDS, bands
from diplograph.graph.assemble import assemble, party_pairs
from diplograph.graph.decisions.context import Review
from diplograph.graph.identity import contradictions
from diplograph.graph.layout import positions
from diplograph.graph.looks import LOOKS, radius
from diplograph.graph.page.reviewed import reviewed
from diplograph.graph.rollup import by_state, state_of
from diplograph.graph.summary import filled

_ROLES = 4

Record = dict[str, Any]
_T = TypeVar("_T")


def payload(contacts: list[Contact], review: Review | None = None) -> Record:
    """Return the records that the page's scripts read, without what is not known; with ``review``, if somebody is to decide.

    ``levels`` holds the parties, and beside them the states that they act for, unless the parties are states
    already. A contact's ``parties`` are lists: the number of the party, its side, and the number of its state, -1 where it
    has no contact with another state.
    """
    paired = [c for c in contacts if any(True for _ in party_pairs(c))]
    graphs, roles = _graphs(paired), _roles(paired)
    sources = _sources(paired)
    asked = {"review": reviewed(review, paired, _numbered(sources))} if review else {}
    return asked | {
        "levels": {name: _parties(graph, roles) for name, graph in graphs.items()},
        "places": {name: _places(graph) for name, graph in graphs.items()},
        "documents": [_document(source) for source in sources],
        "contacts": _contacts(paired, _numbered(sources), [_numbered(graph.nodes) for graph in graphs.values()]),
        "kinds": [k.value for k in Kind],
        "statuses": {s.value: {"took_place": s.took_place, "open": s.open} for s in Status},
        "bases": [b.value for b in Basis],
        "shares": list(IN_WORDS.items()),
        "bands": bands(),
        "types": {t.value: {"shape": k.shape, "plural": k.plural, "colour": k.hex} for t, k in LOOKS.items()},
    }


def _sources(contacts: list[Contact]) -> list[Source]:
    return list(dict.fromkeys(d for c in contacts for d in (c.document, *(r.document for r in c.reports))))


def _graphs(contacts: list[Contact]) -> dict[str, nx.Graph]:
    """Return the graph of the parties, and that of their states where it is another one."""
    graphs = {"party": assemble(contacts)}
    if any(state_of(p) is not p for c in contacts for p in c.parties):
        graphs["state"] = assemble(by_state(contacts))
    return graphs


def _numbered(things: Iterable[_T]) -> dict[_T, int]:
    return {thing: number for number, thing in enumerate(things)}


def _parties(graph: nx.Graph, roles: dict[str, list[str]]) -> list[Record]:
    return [_party(node, data, roles[node]) for node, data in graph.nodes(data=True)]


def _places(graph: nx.Graph) -> list[tuple[float, float, float]]:
    """Return the x, y and radius of every node."""
    places = positions(graph)
    return [(*places[node], radius(contacts)) for node, contacts in graph.nodes(data="contacts")]


def _contacts(contacts: list[Contact], place: dict[Source, int], numbers: list[dict[str, int]]) -> list[Record]:
    return [_contact(c, place, _sides(c, numbers)) for c in contacts]


def _sides(contact: Contact, numbers: list[dict[str, int]]) -> list[list[int]]:
    parties, *states = numbers
    return [
        [parties[p.id], p.side, *(number.get(state_of(p).id, -1) for number in states)]
        for p in contact.parties
        if p.id in parties
    ]


def _roles(contacts: Iterable[Contact]) -> dict[str, list[str]]:
    roles: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for party in (p for c in contacts for p in c.parties if p.role):
        roles[party.id][str(party.role)] += 1
    return defaultdict(list, {node: _telling(found) for node, found in roles.items()})


def _telling(roles: Counter[str]) -> list[str]:
    """Return the commonest offices: once whatever their case, without "counterpart" and without "head" beside "head of X"."""
    flat = {role.casefold() for role in roles}
    kept: dict[str, str] = {}
    for role in sorted(roles, key=lambda r: (-roles[r], r)):
        low = role.casefold()
        if "counterpart" not in low and not any(other.startswith(f"{low} of ") for other in flat):
            kept.setdefault(low, role)
    return list(kept.values())[:_ROLES]


def _party(node: str, data: Record, roles: list[str]) -> Record:
    aliases = [a for a in data.get("aliases", "").split("; ") if a]
    kind = PartyType(data["party_kind"]).value
    return filled(id=node, label=data.get("label", "?"), type=kind, country=data.get("country")) | {
        "aliases": aliases,
        "roles": roles,
    }


def _document(source: Source) -> Record:
    day = source.date.isoformat() if source.date else None
    return filled(id=source.id, title=source.title, date=day, url=source.url, publisher=source.publisher)


def _contact(contact: Contact, place: dict[Source, int], parties: list[list[int]]) -> Record:
    return filled(
        id=contact.id,
        kind=contact.kind.value,
        status=contact.status.value,
        **_days(contact.date),
        told=None if contact.date or not contact.bound else contact.bound.day.isoformat(),
        document=place[contact.document],
        parties=parties,
        place=contact.place,
        topic=contact.topic,
        channel=contact.channel,
        recurring=contact.recurring or None,
        decided=contact.decided and contact.decided.value,
        trust=contact.trust if contact.decided is None else None,
        by=contact.reported_by,
        sentence=segments(contact, contact.evidence),
        pages=_pages(contact.evidence, *contact.also),
    ) | {
        "also": [segments(contact, e) for e in contact.also],
        "reports": list(_further(contact, place)),
        "disputed": list(contradictions(contact)),
    }


def _further(contact: Contact, place: dict[Source, int]) -> Iterator[Record]:
    """Yield what other documents say, with a mark where it is said in the words of one before."""
    said = set[str]()
    for number, report in enumerate(contact.reports):
        original = report.copy_of or report.document.id
        if number:
            yield _report(contact, report, place[report.document], copy=original in said)
        said.add(original)


def _report(contact: Contact, report: Report, document: int, *, copy: bool) -> Record:
    return filled(
        document=document,
        kind=report.kind.value,
        status=report.status.value,
        **_days(report.date),
        by=report.reported_by,
        copy=1 if copy else None,
        sentence=segments(contact, report.evidence),
        pages=_pages(report.evidence),
    )


def _pages(*sentences: Evidence) -> list[int] | None:
    """Return the pages on which sentences begin, in their order; None if none has one."""
    return list(dict.fromkeys(e.page for e in sentences if e.page is not None)) or None


def _days(when: When | None) -> Record:
    """Return the days, how exactly they are told, and how they are known where they are not stated."""
    if when is None:
        return {}
    basis = {} if when.basis is Basis.STATED else {"basis": when.basis.value}
    days = {"from": when.start.isoformat(), "to": when.end.isoformat()}
    vague = {"vague": 1} if when.vague else {}
    return days | {"precision": when.precision.value, **basis, **vague}
