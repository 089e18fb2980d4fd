"""FollowTheMoney, which Aleph and OpenSanctions read: entities as JSON Lines.

A contact is an ``Event`` that involves its parties; a document is an ``Article``, the event's ``proof``. Persons
are ``Person``, organisations ``Organization``; a state, which acts through its government, is a ``PublicBody``,
and a group a ``LegalEntity``. The library cleans every value; what it would not take is left out.
"""

import hashlib
from collections.abc import Iterator
from typing import TextIO

from followthemoney import model
from followthemoney.proxy import EntityProxy

from diplograph.extract.model import Contact, PartyType, Source
from diplograph.graph.aggregate import cited
from diplograph.graph.formats.json import encoded
from diplograph.graph.formats.records import PartyProfile, documents, party_profiles, statements, title
from diplograph.graph.ids import identified

_SCHEMATA = {
    PartyType.PERSON: "Person",
    PartyType.STATE: "PublicBody",
    PartyType.ORGANISATION: "Organization",
    PartyType.GROUP: "LegalEntity",
}
_UNNAMED = "?"  # Aleph wants every entity named


def dump(contacts: list[Contact], handle: TextIO) -> None:
    """Write an entity a line: parties, documents, then contacts.

    FollowTheMoney has no word for what was only planned or was denied. Where such contacts are among those
    given, their name and keywords tell so.
    """
    handle.writelines(encoded(entity.to_dict()) + "\n" for entity in entities(contacts))


def entities(contacts: list[Contact]) -> Iterator[EntityProxy]:
    """Yield the entities, each valid by its schema."""
    yield from map(_party, party_profiles(contacts))
    yield from map(_document, documents(contacts))
    for id, contact in identified(contacts):
        yield _event(id, contact)


def _party(profile: PartyProfile) -> EntityProxy:
    entity = _entity(_SCHEMATA[profile.type], "party", profile.id)
    _add(entity, "name", profile.name or profile.id)
    _add(entity, "alias", *profile.names)
    _add(entity, "country", profile.country)
    _add(entity, "wikidataId", profile.codes.wikidata)
    if profile.type is PartyType.PERSON:
        _add(entity, "position", *profile.roles)
    return _named(entity, "name")


def _document(source: Source) -> EntityProxy:
    entity = _entity("Article", "document", source.id)
    _add(entity, "fileName", source.id)
    _add(entity, "title", source.title)
    _add(entity, "publishedAt", source.date)
    _add(entity, "publisher", source.publisher)
    _add(entity, "sourceUrl", source.url)
    return _named(entity, "fileName")


def _event(id: str, contact: Contact) -> EntityProxy:
    entity = _entity("Event", "contact", id)
    reports = statements(contact)
    _add(entity, "name", title(contact))
    _add(entity, "involved", *(_id("party", p.id) for p in contact.parties))
    _add(entity, "startDate", contact.date and contact.date.start)
    _add(entity, "endDate", contact.date and contact.date.end)
    _add(entity, "notes", contact.time and f"Time: {contact.time.basis}.", f"Trust: {contact.trust:.2f}.")
    _add(entity, "location", contact.place)
    _add(entity, "summary", contact.topic)
    _add(entity, "description", *(cited(r.evidence) for r in reports))
    _add(
        entity,
        "keywords",
        contact.kind,
        contact.status,
        contact.channel,
        contact.decided and f"decided: {contact.decided}",
    )
    _add(entity, "proof", *(_id("document", r.document.id) for r in reports))
    _add(entity, "sourceUrl", *(r.document.url for r in reports))
    _add(entity, "publisher", *(r.document.publisher for r in reports))
    _add(entity, "recordId", id)
    return _named(entity, "name")


def _entity(schema: str, room: str, name: str) -> EntityProxy:
    entity = model.make_entity(schema)
    entity.id = _id(room, name)
    return entity


def _id(room: str, name: str) -> str:
    """Return what FollowTheMoney takes for an identifier, which is letters and digits."""
    raw = f"{room}:{name}".encode("utf-8", "surrogatepass")
    return f"diplograph-{hashlib.sha256(raw).hexdigest()[:40]}"


def _add(entity: EntityProxy, name: str, *values: object) -> None:
    """Add the values as the library cleans them, those cut short that are too long for it."""
    kind = entity.schema.properties[name].type
    for value in values:
        clean = kind.clean(str(value)[: kind.max_length]) if value else None
        if clean and kind.validate(clean):
            entity.add(name, clean, cleaned=True)


def _named(entity: EntityProxy, name: str) -> EntityProxy:
    if not entity.has(name):
        entity.add(name, _UNNAMED)
    return entity
