"""RDF as Turtle, JSON-LD and N-Triples: contacts as events that others' vocabularies know, with their provenance.

A contact that occurred is a ``sem:Event``; who asks in SEM's words meets no planned or denied one. Every
contact is a ``dip:Contact`` with its status, the part of each party, and the reports it rests on: what each
sentence says, ``prov:wasQuotedFrom`` its document. There are no blank nodes; identifiers are percent-encoded
into URNs.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any, TextIO
from urllib.parse import quote, urlsplit

from rdflib import OWL, RDF, RDFS, SDO, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, PROV

import diplograph
from diplograph.extract.model import Contact, Party, PartyType, Report, Source
from diplograph.extract.times import Bound, Precision, When
from diplograph.graph.codes import PartyCodes
from diplograph.graph.formats.atomic import storable
from diplograph.graph.formats.json import encoded, listed
from diplograph.graph.formats.records import PartyProfile, documents, party_profiles, statements, title
from diplograph.graph.formats.vocabulary import BASE, DIP, PREFIXES, SEM, WD, Triple, words
from diplograph.graph.formats.xml import legal
from diplograph.graph.ids import identified
from diplograph.graph.provenance import Provenance

_LONGEST = 200  # characters of an identifier; some stores take no longer ones
_TYPES = {
    PartyType.PERSON: SDO.Person,
    PartyType.STATE: SDO.Country,
    PartyType.ORGANISATION: SDO.Organization,
    PartyType.GROUP: SDO.Organization,
}
_HOST = re.compile(r"[\w.-]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_IN_ADDRESS = "%:/?@!$&'()*+,;=~"  # RFC 3986, section 3.4
_BROKEN_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")


def dump_turtle(contacts: list[Contact], handle: TextIO, made: Provenance | None = None) -> None:
    """Write the contacts as Turtle, sorted."""
    text: str = _graph(contacts, made).serialize(format="turtle")
    handle.write(text)


def dump_json_ld(contacts: list[Contact], handle: TextIO, made: Provenance | None = None) -> None:
    """Write the contacts as JSON-LD with a context of prefixes, a node a line, sorted by identifier."""
    context = {prefix: str(namespace) for prefix, namespace in PREFIXES.items()}
    text = _graph(contacts, made).serialize(format="json-ld", context=context, sort_keys=True, indent=None)
    nodes: list[dict[str, Any]] = sorted(json.loads(text)["@graph"], key=lambda node: str(node["@id"]))
    handle.write(f'{{"@context": {encoded(context)}, "@graph": ')
    handle.writelines(listed(nodes))
    handle.write("}\n")


def dump_ntriples(contacts: list[Contact], handle: TextIO, made: Provenance | None = None) -> None:
    """Write the contacts as N-Triples, as a stream: the choice for very many."""
    for s, p, o in triples(contacts, made):
        value = _quoted(o) if isinstance(o, Literal) else f"<{o}>"
        handle.write(f"<{s}> <{p}> {value} .\n")


def triples(contacts: list[Contact], made: Provenance | None = None) -> Iterator[Triple]:
    """Yield everything that the files say, each once: our own words, what made it, documents, places, parties, contacts."""
    yield from words()
    made = made or Provenance()
    activity = _iri("activity", hashlib.sha256(str(made).encode("utf-8", "surrogatepass")).hexdigest()[:16])
    yield from _activity(activity, _iri("agent", "diplograph"), made)
    for document in documents(contacts):
        yield from _document(document)
    for place in sorted({c.place for c in contacts if c.place and c.status.took_place}):
        yield _iri("place", place), RDF.type, SEM.Place
        yield _iri("place", place), RDFS.label, _text(place)
    for profile in party_profiles(contacts):
        yield from _party(profile)
    for id, contact in identified(contacts):
        yield from _contact(id, contact)
        yield _iri("contact", id), PROV.wasGeneratedBy, activity


def _graph(contacts: list[Contact], made: Provenance | None) -> Graph:
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    for triple in triples(contacts, made):
        graph.add(triple)
    return graph


def _activity(node: URIRef, agent: URIRef, made: Provenance) -> Iterator[Triple]:
    """Yield what made the file: the program, how the contacts were extracted, and what they went through."""
    yield agent, RDF.type, PROV.SoftwareAgent
    yield agent, RDFS.label, Literal("diplograph")
    yield agent, SDO.softwareVersion, Literal(diplograph.__version__)
    yield node, RDF.type, PROV.Activity
    yield node, PROV.wasAssociatedWith, agent
    yield node, RDFS.label, _text(str(made))
    yield node, DIP.extractionKnown, Literal(made.known)
    extraction = made.extraction
    for word, values in (("rules", extraction.rules), ("model", extraction.models)) if extraction else ():
        for value in values:
            yield node, DIP[word], _text(value)
    if extraction:
        yield node, DIP.documents, Literal(extraction.digest.documents)
        yield node, DIP.documentsDigest, Literal(str(extraction.digest))
    yield from _if_given(node, DIP.steps, ", then ".join(made.steps))
    yield from _if_given(node, DIP.contacts, made.contacts)


def _document(source: Source) -> Iterator[Triple]:
    node = _iri("document", source.id)
    yield node, RDF.type, SDO.CreativeWork
    yield node, RDF.type, PROV.Entity
    yield node, DCTERMS.identifier, _text(source.id)
    yield from _if_given(node, DCTERMS.title, source.title)
    yield from _if_given(node, DCTERMS.issued, source.date)
    yield from _if_given(node, SDO.publisher, source.publisher)
    if source.url:
        yield node, SDO.url, _url(source.url)


def _party(profile: PartyProfile) -> Iterator[Triple]:
    node = _iri("party", profile.id)
    yield node, RDF.type, SEM.Actor
    yield node, RDF.type, _TYPES[profile.type]
    yield node, SEM.actorType, DIP[profile.type]
    yield node, RDFS.label, _text(profile.name)
    for name in sorted({legal(n) for n in profile.names}):
        yield node, SDO.alternateName, _text(name)
    yield from _if_given(node, DIP.country, profile.country)
    yield from _codes(node, profile.codes)


def _codes(node: URIRef, codes: PartyCodes) -> Iterator[Triple]:
    for word, value in (
        ("countryIso3", codes.country_iso3),
        ("countryCow", codes.country_cow),
        ("countryGw", codes.country_gw),
    ):
        yield from _if_given(node, DIP[word], value)
    yield from _if_given(node, DIP.actorKind, codes.actor_kind)
    if codes.wikidata:
        yield node, OWL.sameAs, WD[codes.wikidata]
    for id in codes.ids:
        yield node, DCTERMS.identifier, _text(id)


def _contact(id: str, contact: Contact) -> Iterator[Triple]:
    node = _iri("contact", id)
    yield node, RDF.type, DIP.Contact
    yield node, RDFS.label, _text(title(contact))
    yield node, DIP.status, DIP[contact.status]
    for word in ("topic", "recurring", "code", "plover", "mode", "decided", "trust"):
        yield from _if_given(node, DIP[word], getattr(contact, word))
    if contact.status.took_place:
        yield from _event(node, contact)
    for number, party in enumerate(contact.parties, 1):
        yield from _participation(node, _iri("part", f"{id}.{number}"), party)
    reports = statements(contact)
    for number, report in enumerate(reports, 1):
        yield from _report(node, _iri("report", f"{id}.{number}"), report)
    for document in dict.fromkeys(r.document.id for r in reports):
        yield node, PROV.wasDerivedFrom, _iri("document", document)


def _event(node: URIRef, contact: Contact) -> Iterator[Triple]:
    yield node, RDF.type, SEM.Event
    yield node, SEM.eventType, DIP[contact.kind]
    for id in dict.fromkeys(p.id for p in contact.parties):
        yield node, SEM.hasActor, _iri("party", id)
    if contact.place:
        yield node, SEM.hasPlace, _iri("place", contact.place)
    yield from _time(node, contact.time)


def _time(node: URIRef, time: When | Bound | None) -> Iterator[Triple]:
    """Yield the days between which it was, one of which a mere bound leaves open, and how they are known."""
    if time is None:
        return
    yield from _if_given(node, SEM.hasEarliestBeginTimeStamp, time.start)
    yield from _if_given(node, SEM.hasLatestEndTimeStamp, time.end)
    if time.precision is Precision.DAY:
        yield node, SEM.hasTimeStamp, Literal(time.start)
    yield node, DIP.precision, DIP[time.precision]
    yield node, DIP.basis, DIP[time.basis]


def _participation(contact: URIRef, node: URIRef, party: Party) -> Iterator[Triple]:
    yield contact, DIP.participation, node
    yield node, RDF.type, DIP.Participation
    yield node, DIP.party, _iri("party", party.id)
    yield node, DIP.side, Literal(party.side)
    yield node, DIP.mention, _text(party.mention)
    yield from _if_given(node, DIP.role, party.role)
    yield from _if_given(node, DIP.actsFor, party.org)


def _report(contact: URIRef, node: URIRef, report: Report) -> Iterator[Triple]:
    yield contact, DIP.report, node
    yield node, RDF.type, DIP.Report
    yield node, RDF.type, SDO.Quotation
    yield node, PROV.wasQuotedFrom, _iri("document", report.document.id)
    yield node, SDO.text, _text(report.evidence.sentence)
    for word in ("start", "end", "trigger", "rule", "page"):
        yield from _if_given(node, DIP[word], getattr(report.evidence, word))
    yield node, DIP.kind, DIP[report.kind]
    yield node, DIP.status, DIP[report.status]
    if report.date:
        yield node, DIP.firstDay, Literal(report.date.start)
        yield node, DIP.lastDay, Literal(report.date.end)
        yield node, DIP.basis, DIP[report.date.basis]
    for word, value in (("place", report.place), ("channel", report.channel), ("reportedBy", report.reported_by)):
        yield from _if_given(node, DIP[word], value)
    if report.copy_of is not None:
        yield node, DIP.copyOf, _iri("document", report.copy_of)


def _if_given(node: URIRef, word: URIRef, value: Any) -> Iterator[Triple]:
    if value is not None and value != "":
        yield node, word, _text(value) if isinstance(value, str) else Literal(value)


def _text(value: str) -> Literal:
    """Return what xsd:string may hold, which are XML's characters."""
    return Literal(legal(value))


def _iri(room: str, name: str) -> URIRef:
    raw = name.encode("utf-8", "surrogatepass")
    path = quote(raw, safe="")
    return URIRef(f"{BASE}{room}:" + (path if len(path) <= _LONGEST else "sha256:" + hashlib.sha256(raw).hexdigest()))


def _url(url: str) -> URIRef | Literal:
    """Return an address of the web as an IRI, and anything else as text."""
    try:
        parts = urlsplit(url)
        web = parts.scheme in ("http", "https") and _HOST.fullmatch(parts.hostname or "")
    except ValueError:
        web = None
    if not web or _CONTROL.search(url):
        return _text(url)
    page, mark, place = _BROKEN_PERCENT.sub("%25", storable(url)).partition("#")
    return URIRef(quote(page, safe=_IN_ADDRESS) + mark + quote(place, safe=_IN_ADDRESS))


def _quoted(literal: Literal) -> str:
    text = str(literal).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{text}"' + (f"^^<{literal.datatype}>" if literal.datatype else "")
