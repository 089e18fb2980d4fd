"""One party under many names: which names, over all documents, are one person, state, organisation or group."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from diplograph.extract import gazetteer, officials
from diplograph.extract.gazetteer import Sense
from diplograph.extract.model import Contact, Party, PartyType, slug
from diplograph.graph.identity.actors import Actor, Actors
from diplograph.graph.identity.names import Name, clashing, likeness, parsed

_CAREER = dt.timedelta(days=5 * 366)  # between a bare surname and the last full name near it
_COMPANY = dt.timedelta(days=366)  # within which the same company speaks for a bare surname
_SURE = 90.0  # of 100, for a name without a country
_NEAR = dt.timedelta(days=10)  # between two documents that may tell of one encounter
_GENERAL = frozenset(
    [
        "minister",
        "secretary",
        "president",
        "premier",
        "prime",
        "deputy",
        "vice",
        "chief",
        "head",
        "of",
        "the",
        "for",
        "and",
        "state",
        "general",
        "special",
        "senior",
        "acting",
        "former",
        "leader",
        "envoy",
        "official",
        "first",
        "top",
        "his",
        "her",
        "counterpart",
        "new",
        "then",
    ]
)

# where the family's name stands first, in the order of the language or of the register
_FAMILY_FIRST = frozenset(["CN", "TW", "HK", "KR", "KP", "VN", "HU", "JP", "KH", "MM", "SG", "ET", "IS"])

_TABLE = "the table of office-holders or of states and organisations"

Key = tuple[str, str, PartyType]


@dataclass(frozen=True, slots=True)
class Merge:
    """Why a name was taken for a party: ``score`` is 0 to 100, where names were compared."""

    name: str
    party: str
    reason: str
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two parties that could be one, or a name that could be several's; nothing was merged."""

    name: str
    others: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is who in a set of contacts.

    Attributes:
        parties: The party that each party of each document is, by document id, party id and type; name, id, country
            and type hold for all documents.
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
        known = self.parties.get((document, party.id, party.type))
        if known is None:
            return party
        return replace(party, id=known.id, name=known.name, type=known.type, country=known.country)


@dataclass(slots=True)
class _Unit:
    """One name as one or several documents give it, before anything is merged."""

    name: str
    type: PartyType
    keys: set[Key] = field(default_factory=set)
    countries: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    days: set[dt.date] = field(default_factory=set)
    partners: set[str] = field(default_factory=set)
    count: int = 0
    actor: Actor | None = None

    @property
    def country(self) -> str | None:
        return min(self.countries, key=lambda c: (-self.countries[c], c)) if self.countries else None

    @property
    def order(self) -> tuple[str, str, str]:
        return self.name, self.country or "", min(k[0] for k in self.keys)


class _Cluster:
    """Units that are one party; it grows only by units that fit every one that it has."""

    def __init__(self, unit: _Unit) -> None:
        self.units = [unit]
        self.why: list[tuple[_Unit, str, float | None]] = []

    def add(self, unit: _Unit, reason: str, score: float | None = None) -> None:
        self.units.append(unit)
        self.why.append((unit, reason, score))

    def absorb(self, other: "_Cluster", reason: str, score: float | None) -> None:
        self.units += other.units
        self.why += [(other.units[0], reason, score), *other.why]

    @property
    def actor(self) -> Actor | None:
        return next((u.actor for u in self.units if u.actor), None)

    @property
    def countries(self) -> set[str]:
        return {u.country for u in self.units if u.country}

    @property
    def country(self) -> str | None:
        return min(self.countries, default=None)

    @property
    def days(self) -> set[dt.date]:
        return {d for u in self.units for d in u.days}

    @property
    def partners(self) -> set[str]:
        return {p for u in self.units for p in u.partners}

    @property
    def name(self) -> str:
        counts: Counter[str] = Counter()
        for unit in self.units:
            counts[unit.name] += unit.count
        full = [n for n in counts if not parsed(n).bare and not parsed(n).initials] or [
            n for n in counts if not parsed(n).bare
        ]
        return min(full or counts, key=lambda n: (-counts[n], -len(n), n))


def identify(contacts: Iterable[Contact], actors: Actors | None = None) -> Identity:
    """Find who is who over all documents.

    States and organisations go by the tables of the lexicon, persons by their names with country, office, day and whom
    they were in contact with. A name is merged only where one party alone fits; links that hold for
    two names but not for a third that the first has already joined are left out, so that no chain of likenesses forms.

    Args:
        actors: A user's own table; what it says goes before anything else.
    """
    known = actors or Actors()
    units = sorted(_units(contacts, known), key=lambda u: u.order)
    people = [u for u in units if u.type is PartyType.PERSON]
    clusters, doubts = _persons(people, known)
    clusters += _bodies([u for u in units if u.type is not PartyType.PERSON])
    return _named(clusters, doubts)


def _units(contacts: Iterable[Contact], actors: Actors) -> Iterator[_Unit]:
    """Yield the names: full names once a country, bare surnames once a document."""
    found: dict[tuple[object, ...], _Unit] = {}
    for contact in sorted(set(contacts), key=lambda c: c.id):
        day = contact.date.start if contact.date else contact.document.date
        for party in contact.parties:
            person = party.type is PartyType.PERSON
            apart = contact.document.id if person and parsed(party.name).bare else party.country
            unit = found.setdefault((party.name, party.type, apart), _Unit(party.name, party.type))
            unit.keys.add((contact.document.id, party.id, party.type))
            unit.count += 1
            if party.country:
                unit.countries[party.country] += 1
            if party.role:
                unit.roles[party.role] += 1
            if day:
                unit.days.add(day)
            unit.partners.update(_partners(contact, party))
    for unit in found.values():
        unit.actor = actors.of(unit.name, unit.type, unit.country, unit.days)
        yield unit


def _partners(contact: Contact, party: Party) -> Iterator[str]:
    for other in contact.parties:
        if other.side != party.side:
            yield other.home
            if other.type is PartyType.PERSON:
                yield from (f"~{word}" for word in parsed(other.name).tokens)


# --- persons


def _persons(units: list[_Unit], actors: Actors) -> tuple[list[_Cluster], list[Doubt]]:
    doubts: list[Doubt] = []
    forced = _by_actor(units)
    free = [u for u in units if u.actor is None]
    full = [u for u in free if not parsed(u.name).bare]
    clusters = _linked([*forced, *(_Cluster(u) for u in full if u.country)], actors)
    clusters = _countryless([u for u in full if not u.country], clusters, actors, doubts)
    doubts += _near_misses(clusters, actors)
    return _surnames([u for u in free if parsed(u.name).bare], clusters, actors, doubts), doubts


def _by_actor(units: list[_Unit]) -> list[_Cluster]:
    """One cluster for each actor of the user's table that occurs."""
    clusters: dict[str, _Cluster] = {}
    for unit in units:
        if unit.actor is not None:
            if unit.actor.name in clusters:
                clusters[unit.actor.name].add(unit, "the table of actors")
            else:
                clusters[unit.actor.name] = _Cluster(unit)
                clusters[unit.actor.name].why.append((unit, "the table of actors", None))
    return list(clusters.values())


def _linked(clusters: list[_Cluster], actors: Actors) -> list[_Cluster]:
    """Merge what is alike, the likest first, where every name of the one fits every name of the other."""
    home = {id(u): c for c in clusters for u in c.units}
    units = [u for c in clusters for u in c.units]
    for score, reason, a, b in _links(units):
        one, two = home[id(a)], home[id(b)]
        if one is not two and _fit(one, two, actors):
            if two.actor is not None:
                one, two = two, one
            one.absorb(two, reason, score)
            home.update((id(u), one) for u in two.units)
    return list({id(c): c for c in home.values()}.values())


def _links(units: Sequence[_Unit]) -> list[tuple[float, str, _Unit, _Unit]]:
    blocks: defaultdict[tuple[str | None, str], list[_Unit]] = defaultdict(list)
    for unit in units:
        for token in set(parsed(unit.name).tokens):
            blocks[unit.country, token[:2]].append(unit)
    found: dict[tuple[int, int], tuple[float, str, _Unit, _Unit]] = {}
    for block in blocks.values():
        for a, b in combinations(block, 2):
            if (id(a), id(b)) not in found and (like := likeness(a.name, b.name)):
                found[id(a), id(b)] = (*like, a, b)
    for a, b in _of_one_official(units):
        found.setdefault((id(a), id(b)), (99.0, "spellings of one office-holder", a, b))
    return sorted(found.values(), key=lambda link: (-link[0], link[2].order, link[3].order))


def _of_one_official(units: Sequence[_Unit]) -> Iterator[tuple[_Unit, _Unit]]:
    groups: defaultdict[tuple[str, str | None], list[_Unit]] = defaultdict(list)
    for unit in units:
        if (official := officials.by_name(unit.name)) and unit.country in (None, official.country):
            groups[official.name, official.country].append(unit)
    for group in groups.values():
        yield from ((a, b) for a, b in combinations(group, 2) if a.name != b.name)


def _fit(one: _Cluster, two: _Cluster, actors: Actors) -> bool:
    if one.actor and two.actor and one.actor is not two.actor:
        return False
    pairs = [(a, b) for a in one.units for b in two.units]
    if any(actors.forbids(a.name, b.name) for a, b in pairs):
        return False
    return len(one.countries | two.countries) < 2 and all(likeness(a.name, b.name) or _same(a, b) for a, b in pairs)


def _same(a: _Unit, b: _Unit) -> bool:
    if a.name == b.name or parsed(a.name).bare or parsed(b.name).bare:
        return True
    official = officials.by_name(a.name)
    return official is not None and official == officials.by_name(b.name)


def _countryless(units: list[_Unit], clusters: list[_Cluster], actors: Actors, doubts: list[Doubt]) -> list[_Cluster]:
    """Join full names without a country to the one person who has such a name."""
    left = []
    for unit in units:
        fits = [(like, c) for c in clusters if (like := _likest(unit, c)) and not _forbidden(unit, c, actors)]
        sure = len(fits) == 1 and fits[0][0][0] >= _SURE
        near = fits if sure else [(like, c) for like, c in fits if _supported(unit, c)]
        if len(near) == 1:
            (score, reason), cluster = near[0]
            cluster.add(unit, f"{reason}, and no other has it", score)
        else:
            left.append(_Cluster(unit))
            if fits:
                doubts.append(Doubt(unit.name, _names(c for _, c in fits), "several of that name"))
    return clusters + _linked(left, actors)


def _likest(unit: _Unit, cluster: _Cluster) -> tuple[float, str] | None:
    likes = [(100.0, "the same name") if u.name == unit.name else likeness(unit.name, u.name) for u in cluster.units]
    found = [like for like in likes if like]
    return max(found) if found and len(found) == len(likes) else None


def _forbidden(unit: _Unit, cluster: _Cluster, actors: Actors) -> bool:
    return any(actors.forbids(unit.name, u.name) for u in cluster.units)


def _near_misses(clusters: list[_Cluster], actors: Actors) -> Iterator[Doubt]:
    """Tell of parties that share a country and nearly a name, for the user to decide."""
    blocks: defaultdict[tuple[frozenset[str], str], list[_Cluster]] = defaultdict(list)
    for cluster in clusters:
        for token in set(parsed(cluster.name).tokens):
            blocks[frozenset(cluster.countries), token[:2]].append(cluster)
    told = set()
    for block in blocks.values():
        for a, b in combinations(block, 2):
            names = tuple(sorted((a.name, b.name)))
            if names not in told and names[0] != names[1] and likeness(*names) and not actors.forbids(*names):
                told.add(names)
                yield Doubt(names[0], (names[1],), "alike, but one of their other names is not")


def _surnames(units: list[_Unit], clusters: list[_Cluster], actors: Actors, doubts: list[Doubt]) -> list[_Cluster]:
    """Join bare surnames to the one person whom country, office, day and company allow."""
    by_word: defaultdict[str, list[_Cluster]] = defaultdict(list)
    for cluster in clusters:
        for word in {w for u in cluster.units for w in parsed(u.name).tokens}:
            by_word[word].append(cluster)
    rest: defaultdict[tuple[str, str | None, str], list[_Unit]] = defaultdict(list)
    for unit in units:
        name = parsed(unit.name)
        fits = [c for c in by_word[name.tokens[0]] if _allows(unit, name, c) and not _forbidden(unit, c, actors)]
        holder = _holder(unit)
        fits = [c for c in fits if holder is None or (known := _official(c)) is None or known == holder]
        chosen, why = _of_office(holder, fits), "the office-holder of that day"
        if chosen is None and (chosen := _chosen(unit, fits)) is not None:
            why = _why(unit, chosen)
        if chosen is not None:
            chosen.add(unit, why)
        else:
            rest[unit.name, unit.country, holder.name if holder else ""].append(unit)
            if fits:
                doubts.append(Doubt(unit.name, _names(fits), "one surname, several persons"))
    return clusters + [cluster for group in rest.values() for cluster in _alone(group)]


def _holder(unit: _Unit) -> officials.Official | None:
    """Return who of that surname held an office on the days of a unit, by the lexicon's table, if the office fits."""
    holders = {h.name: (h, d) for d in sorted(unit.days) if (h := officials.by_surname(unit.name, d))}
    if len(holders) != 1:
        return None
    ((holder, day),) = holders.values()
    told = {w for role in unit.roles for w in slug(role).split("-")}
    held = set(slug(holder.role_on(day) or "").split("-"))
    return holder if unit.country in (None, holder.country) and (not told or told & held) else None


def _of_office(holder: officials.Official | None, fits: list[_Cluster]) -> _Cluster | None:
    found = [c for c in fits if holder and _official(c) == holder]
    return found[0] if len(found) == 1 else None


def _official(cluster: _Cluster) -> officials.Official | None:
    return next((o for u in cluster.units if (o := officials.by_name(u.name))), None)


def _alone(units: list[_Unit]) -> Iterator[_Cluster]:
    """A surname that no full name explains is one person in all documents of its years that give the same country."""
    cluster: _Cluster | None = None
    for unit in sorted(units, key=lambda u: (min(u.days, default=dt.date.min), u.order)):
        if cluster is None or (cluster.days and _gap(unit.days, cluster.days) > _CAREER):
            if cluster is not None:
                yield cluster
            cluster = _Cluster(unit)
        else:
            cluster.add(unit, "the same name")
    if cluster is not None:
        yield cluster


def _allows(unit: _Unit, name: Name, cluster: _Cluster) -> bool:
    """Whether nothing speaks against it: country, number, office, or years between them."""
    if unit.country and cluster.countries and unit.country not in cluster.countries:
        return False
    others = [parsed(u.name) for u in cluster.units if not parsed(u.name).bare]
    if any(o.numeral != name.numeral and (o.numeral or not name.regnal) and name.numeral for o in others):
        return False
    if (
        name.regnal
        and (name.numeral or not unit.country)
        and not any(o.regnal and o.numeral == name.numeral for o in others)
    ):
        return False
    if not any(_family(o, name, c) for o in others for c in (unit.country or cluster.country,)):
        return False
    if any(clashing(name, o) for o in others) or _other_office(unit, cluster):
        return False
    return not (unit.days and cluster.days) or _gap(unit.days, cluster.days) <= _CAREER


def _family(full: Name, bare: Name, country: str | None) -> bool:
    """Whether the one word is where the full name has what one goes by alone: the family's name, a monarch's first."""
    word = bare.tokens[0]
    if bare.regnal:
        return full.tokens[0] == word
    return full.tokens[-1] == word or (country in _FAMILY_FIRST and full.tokens[0] == word)


def _other_office(unit: _Unit, cluster: _Cluster) -> bool:
    """Whether both have an office of their own and these have no word in common (foreign, trade)."""
    mine = _office_words(unit.roles)
    theirs = _office_words(r for u in cluster.units for r in u.roles)
    return bool(mine and theirs and not mine & theirs)


def _office_words(roles: Iterable[str]) -> set[str]:
    return {w for role in roles for w in slug(role).split("-")} - _GENERAL


def _chosen(unit: _Unit, fits: list[_Cluster]) -> _Cluster | None:
    """Return the only one who fits and whom something speaks for; where several fit, the one in the same company then."""
    if len(fits) == 1:
        return fits[0] if _supported(unit, fits[0]) else None
    close = [c for c in fits if unit.partners & c.partners and _gap(unit.days, c.days) <= _NEAR]
    if len(close) > 1:
        close = [c for c in close if any(u.days & unit.days and u.partners & unit.partners for u in c.units)]
    return close[0] if len(close) == 1 else None


def _supported(unit: _Unit, cluster: _Cluster) -> bool:
    """Whether something speaks for it: the country, the office, or company in the same years."""
    company = unit.partners & cluster.partners and _gap(unit.days, cluster.days) <= _COMPANY
    return bool(
        (unit.country and unit.country in cluster.countries)
        or company
        or _office_words(unit.roles) & _office_words(r for u in cluster.units for r in u.roles)
    )


def _why(unit: _Unit, cluster: _Cluster) -> str:
    shared = [
        ("country", unit.country in cluster.countries),
        ("office", bool(_office_words(unit.roles) & _office_words(r for u in cluster.units for r in u.roles))),
        ("company", bool(unit.partners & cluster.partners)),
    ]
    return "the surname, with the same " + ", ".join(word for word, same in shared if same)


def _gap(one: set[dt.date], two: set[dt.date]) -> dt.timedelta:
    return min((abs(a - b) for a in one for b in two), default=dt.timedelta(0))


def _names(clusters: Iterable[_Cluster]) -> tuple[str, ...]:
    return tuple(sorted({c.name for c in clusters}))


# --- states, organisations and groups


def _bodies(units: list[_Unit]) -> list[_Cluster]:
    """One cluster for each body of the tables, or else each name."""
    clusters: dict[tuple[str, PartyType], _Cluster] = {}
    for unit in units:
        name = unit.actor.name if unit.actor else _by_tables(unit)
        cluster = clusters.setdefault((slug(name), unit.type), _Cluster(unit))
        if cluster.units[0] is not unit:
            cluster.add(unit, "the table of actors" if unit.actor else "the tables of states and organisations")
    return list(clusters.values())


def _by_tables(unit: _Unit) -> str:
    entries = [e for e in gazetteer.lookup(unit.name) if e.sense is Sense.NAME and e.type is unit.type]
    return entries[0].name if entries else unit.name


# --- names for all documents


def _named(clusters: list[_Cluster], doubts: list[Doubt]) -> Identity:
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


def _merges(cluster: _Cluster, name: str) -> Iterator[Merge]:
    """Why each name of a cluster is the party's; a name that is none of theirs comes from a table."""
    own = any(u.name == name for u in cluster.units)
    told = {id(u) for u, _, _ in cluster.why}
    for unit, why, score in cluster.why:
        if unit.name != name:
            yield Merge(unit.name, name, why if own or unit.actor else _TABLE, score if own else None)
    if not own:
        yield from (Merge(u.name, name, _TABLE) for u in cluster.units if id(u) not in told)


def _party(cluster: _Cluster, taken: set[str]) -> Party:
    first, actor = cluster.units[0], cluster.actor
    kind = actor.type if actor and actor.type else first.type
    countries = Counter[str]()
    for unit in cluster.units:
        countries.update(unit.countries)
    country = actor.country if actor and actor.country else None
    country = country or min(countries, key=lambda c: (-countries[c], c), default=None)
    name = actor.name if actor else _by_tables(first)
    if kind is PartyType.PERSON and actor is None:
        holder = _holder(first) if parsed(cluster.name).bare else None
        name = holder.name if holder else cluster.name
    return Party(_unused(slug(name), kind, country, taken), name, kind, "", 0, 0, 0, country)


def _unused(wanted: str, kind: PartyType, country: str | None, taken: set[str]) -> str:
    for candidate in (wanted, f"{wanted}-{slug(country)}" if country else wanted, f"{wanted}-{kind.value}"):
        if candidate not in taken:
            return candidate
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"
