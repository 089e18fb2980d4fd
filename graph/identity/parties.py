"""One party under many names: which names, over all documents, are one person, state, organisation or group."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from diplograph.extract.ids import slug
from diplograph.extract.lexicon import gazetteer
from diplograph.extract.lexicon.gazetteer import Sense
from diplograph.extract.model import Contact, Party, PartyType
from diplograph.graph.identity.actors import Actors
from diplograph.graph.identity.clusters import Cluster, Doubt, Key, Unit, units_of
from diplograph.graph.identity.names import parsed
from diplograph.graph.identity.persons import persons
from diplograph.graph.identity.surnames import holder_of

_TABLE = "the table of office-holders or of states and organisations"


@dataclass(frozen=True, slots=True)
class Merge:
    """Why a name was taken for a party: ``score`` is 0 to 100, where names were compared."""

    name: str
    party: str
    reason: str
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is who in a set of contacts.

    Attributes:
        parties: The party that each party of each document is, by document id, party id and type; name, id, country,
            type and ids hold for all documents.
        merges: Every name that was taken for a party of another name, in order.
        doubts: What was left apart for lack of certainty.
    """

    parties: dict[Key, Party]
    merges: tuple[Merge, ...]
    doubts: tuple[Doubt, ...]

    def rename(self, contact: Contact) -> Contact:
        """Return the contact with every party under its name for all documents; mentions stay as they are."""
        found = tuple(self._renamed(contact.document.id, p) for p in contact.parties)
        return contact if found == contact.parties else replace(contact, parties=found)

    def _renamed(self, document: str, party: Party) -> Party:
        merged = self.parties.get((document, party.id, party.type))
        if merged is None:
            return party
        return replace(party, id=merged.id, name=merged.name, type=merged.type, country=merged.country, ids=merged.ids)


def identify(contacts: Iterable[Contact], actors: Actors | None = None) -> Identity:
    """Find who is who over all documents.

    States and organisations go by the tables of the lexicon, persons by their names with country, office, day and whom
    they were in contact with. A name is merged only where one party alone fits; links that hold for
    two names but not for a third that the first has already joined are left out, so that no chain of likenesses forms.

    Args:
        actors: A user's own table; what it says goes before anything else.
    """
    table = actors or Actors()
    units = sorted(units_of(contacts, table), key=lambda u: u.order)
    people = [u for u in units if u.type is PartyType.PERSON]
    clusters, doubts = persons(people, table)
    clusters += _bodies([u for u in units if u.type is not PartyType.PERSON])
    return _named(clusters, doubts)


# --- states, organisations and groups


def _bodies(units: list[Unit]) -> list[Cluster]:
    """Make a cluster for each body of the tables, or else for each name."""
    clusters: dict[tuple[str, PartyType], Cluster] = {}
    for unit in units:
        name = unit.actor.name if unit.actor else _by_tables(unit)
        cluster = clusters.setdefault((slug(name), unit.type), Cluster(unit))
        if cluster.units[0] is not unit:
            cluster.add(unit, "the table of actors" if unit.actor else "the tables of states and organisations")
    return list(clusters.values())


def _by_tables(unit: Unit) -> str:
    entries = [e for e in gazetteer.lookup(unit.name) if e.sense is Sense.NAME and e.type is unit.type]
    return entries[0].name if entries else unit.name


# --- names for all documents


def _named(clusters: list[Cluster], doubts: list[Doubt]) -> Identity:
    parties: dict[Key, Party] = {}
    merges: set[Merge] = set()
    taken: set[str] = set()
    for cluster in sorted(clusters, key=lambda c: (c.units[0].type is PartyType.PERSON, min(u.order for u in c.units))):
        party = _party(cluster, taken)
        taken.add(party.id)
        parties.update((key, party) for unit in cluster.units for key in unit.keys)
        merges.update(_merges(cluster, party.name))
    doubts = sorted(set(doubts), key=lambda d: (d.name, d.others, d.reason))
    return Identity(parties, tuple(sorted(merges, key=lambda m: (m.party, m.name, m.reason))), tuple(doubts))


def _merges(cluster: Cluster, name: str) -> Iterator[Merge]:
    """Yield why each name of a cluster is the party's; a name that is none of theirs comes from a table."""
    own = any(u.name == name for u in cluster.units)
    explained = {id(u) for u, _, _ in cluster.why}
    for unit, why, score in cluster.why:
        if unit.name != name:
            yield Merge(unit.name, name, why if own or unit.actor else _TABLE, score if own else None)
    if not own:
        yield from (Merge(u.name, name, _TABLE) for u in cluster.units if id(u) not in explained)


def _party(cluster: Cluster, taken: set[str]) -> Party:
    first, actor = cluster.units[0], cluster.actor
    kind = actor.type if actor and actor.type else first.type
    countries = Counter[str]()
    for unit in cluster.units:
        countries.update(unit.countries)
    country = actor.country if actor and actor.country else None
    country = country or min(countries, key=lambda c: (-countries[c], c), default=None)
    name = actor.name if actor else _by_tables(first)
    if kind is PartyType.PERSON and actor is None:
        holder = holder_of(first) if parsed(cluster.name).bare else None
        name = holder.name if holder else cluster.name
    return Party(_unused(slug(name), kind, country, taken), name, kind, "", 0, 0, 0, country, ids=cluster.ids)


def _unused(wanted: str, kind: PartyType, country: str | None, taken: set[str]) -> str:
    for candidate in (wanted, f"{wanted}-{slug(country)}" if country else wanted, f"{wanted}-{kind.value}"):
        if candidate not in taken:
            return candidate
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"
