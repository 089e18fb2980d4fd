"""The words of our RDF: those of others (SEM, PROV-O, schema.org, Dublin Core), and our own where there is none.

Our own namespace is a URN, since it stands for words and not for a place on the web. Every file tells what
they mean, as ``rdfs:comment``.
"""

from collections.abc import Iterator

from rdflib import OWL, RDF, RDFS, SDO, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, PROV, XSD

from diplograph.extract.model import Kind, PartyType, Status
from diplograph.extract.times import Basis, Precision
from diplograph.graph.formats.codebook import columns

Triple = tuple[URIRef, URIRef, URIRef | Literal]

BASE = "urn:diplograph:"
DIP = Namespace(BASE + "ns#")
WD = Namespace("http://www.wikidata.org/entity/")
SEM = Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/")  # the Simple Event Model, van Hage et al. 2011

ROOMS = ("document", "place", "party", "contact", "part", "report", "activity", "agent")  # of identifiers
PREFIXES = {
    **{room: Namespace(f"{BASE}{room}:") for room in ROOMS},
    "dip": DIP,
    "sem": SEM,
    "prov": PROV,
    "schema": SDO,
    "dcterms": DCTERMS,
    "rdfs": RDFS,
    "owl": OWL,
    "wd": WD,
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


def words() -> Iterator[Triple]:
    """Yield what our own words are and mean."""
    for name, comment in _CLASSES.items():
        yield from _word(name, RDFS.Class, comment)
    for name, comment in _properties().items():
        yield from _word(name, RDF.Property, comment)
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


def _properties() -> dict[str, str]:
    """Return what the codebook says of the properties among our own words."""
    own = (c for c in columns() if c.name.startswith("dip:"))
    return {c.name.removeprefix("dip:"): c.meaning for c in own}


def _word(name: str, type_: URIRef, comment: str) -> Iterator[Triple]:
    yield DIP[name], RDF.type, type_
    yield DIP[name], RDFS.comment, Literal(comment)
