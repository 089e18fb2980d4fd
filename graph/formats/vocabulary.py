"""The words of our RDF: those of others (SEM, PROV-O, schema.org, Dublin Core), and our own where there is none.

Our own namespace is a URN, since it stands for words and not for a place on the web. Every file tells what
they mean, as ``rdfs:comment``.
"""

from collections.abc import Iterator

from rdflib import RDF, RDFS, SDO, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, PROV, XSD

from diplograph.extract.model import Kind, PartyType, Status
from diplograph.extract.times import Basis, Precision

Triple = tuple[URIRef, URIRef, URIRef | Literal]

BASE = "urn:diplograph:"
DIP = Namespace(BASE + "ns#")
SEM = Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/")  # the Simple Event Model, van Hage et al. 2011

ROOMS = ("document", "place", "party", "contact", "part", "report")  # of identifiers
PREFIXES = {
    **{room: Namespace(f"{BASE}{room}:") for room in ROOMS},
    "dip": DIP,
    "sem": SEM,
    "prov": PROV,
    "schema": SDO,
    "dcterms": DCTERMS,
    "rdfs": RDFS,
    "xsd": XSD,
}

_CLASSES = {
    "Contact": "An encounter between parties on two or more sides, with what the documents say of its status. It is a "
    "sem:Event with sem:hasActor if it occurred, and not if it was planned, denied or only possible.",
    "Participation": "The part of one party in a contact.",
    "Report": "What one sentence of a document says of a contact.",
    "Status": "Whether a contact took place.",
    "Basis": "How the time of a contact is known.",
    "Precision": "How exactly the time of a contact is told.",
}
_PROPERTIES = {
    "status": f"Whether the contact took place, as a whole or by one report: {', '.join(Status)}.",
    "basis": "How the time is known: stated by the sentence, inherited from what was told before, or only reported, so that the "
    "document's day bounds it.",
    "precision": f"How exactly the time is told: {', '.join(Precision)}.",
    "participation": "The part of a party in the contact.",
    "party": "Who took the part.",
    "side": "The side taken: parties on different sides were in contact with each other, those on one side were not.",
    "mention": "The words that name the party.",
    "role": "The office that the text gives.",
    "actsFor": "The organisation, or the state without a code, that the party acts for.",
    "report": "What a document says of the contact.",
    "kind": "The kind of contact that the report tells of.",
    "firstDay": "The first day that the contact may lie on as the report gives it.",
    "lastDay": "The last day that the contact may lie on as the report gives it.",
    "place": "The place as the report gives it.",
    "topic": "What the contact was about.",
    "channel": "How the parties spoke: phone, video, letter.",
    "recurring": "Whether the contact stands for several of its kind.",
    "reportedBy": "Whom the text names as its source.",
    "copyOf": "The document that says earlier, in the same words, what the report says.",
    "start": "The character of the document's text at which the sentence begins, counted from 0.",
    "end": "The character of the document's text before which the sentence ends.",
    "trigger": "The words that tell of the contact.",
    "rule": "The rule that read them.",
    "page": "The page of the document on which the sentence begins, counted from 1.",
    "country": "ISO 3166-1 alpha-2 code of the country that the party belongs to; XK for Kosovo.",
    "code": "CAMEO event code.",
    "plover": "PLOVER event type.",
    "mode": "PLOVER mode.",
}


def words() -> Iterator[Triple]:
    """Yield what our own words are and mean."""
    for type_, names in ((RDFS.Class, _CLASSES), (RDF.Property, _PROPERTIES)):
        for name, comment in names.items():
            yield from _word(name, type_, comment)
    for kind in Kind:
        yield from _word(kind, SEM.EventType, f"A contact of the kind {kind}.")
    for party_type in PartyType:
        yield from _word(party_type, SEM.ActorType, f"A party that is a {party_type}.")
    for status in Status:
        yield from _word(status, DIP.Status, f"A contact of the status {status}.")
    for basis in Basis:
        yield from _word(basis, DIP.Basis, f"A time that is {basis}.")
    for precision in Precision:
        yield from _word(precision, DIP.Precision, f"A time told as a {precision}.")


def _word(name: str, type_: URIRef, comment: str) -> Iterator[Triple]:
    yield DIP[name], RDF.type, type_
    yield DIP[name], RDFS.comment, Literal(comment)
