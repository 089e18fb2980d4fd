"""One person under many names: which full names are one, and whose a bare surname is."""

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

from diplograph.extract.lexicon import officials
from diplograph.extract.model import slug
from diplograph.graph.identity.actors import Actors
from diplograph.graph.identity.clusters import Cluster, Unit
from diplograph.graph.identity.names import PersonName, clashing, likeness, parsed

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

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two parties that could be one, or a name that could be several's; nothing was merged."""

    name: str
    others: tuple[str, ...]
    reason: str


def persons(units: list[Unit], actors: Actors) -> tuple[list[Cluster], list[Doubt]]:
    doubts: list[Doubt] = []
    forced = _by_actor(units)
    free = [u for u in units if u.actor is None]
    full = [u for u in free if not parsed(u.name).bare]
    clusters = _linked([*forced, *(Cluster(u) for u in full if u.country)], actors)
    clusters = _countryless([u for u in full if not u.country], clusters, actors, doubts)
    doubts += _near_misses(clusters, actors)
    return _surnames([u for u in free if parsed(u.name).bare], clusters, actors, doubts), doubts


def _by_actor(units: list[Unit]) -> list[Cluster]:
    """One cluster for each actor of the user's table that occurs."""
    clusters: dict[str, Cluster] = {}
    for unit in units:
        if unit.actor is not None:
            if unit.actor.name in clusters:
                clusters[unit.actor.name].add(unit, "the table of actors")
            else:
                clusters[unit.actor.name] = Cluster(unit)
                clusters[unit.actor.name].why.append((unit, "the table of actors", None))
    return list(clusters.values())


def _linked(clusters: list[Cluster], actors: Actors) -> list[Cluster]:
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


def _links(units: Sequence[Unit]) -> list[tuple[float, str, Unit, Unit]]:
    found: dict[tuple[int, int], tuple[float, str, Unit, Unit]] = {}
    for a, b in _near((u.name, u.country, u) for u in units):
        if (id(a), id(b)) not in found and (like := likeness(a.name, b.name)):
            found[id(a), id(b)] = (*like, a, b)
    for a, b in _of_one_official(units):
        found.setdefault((id(a), id(b)), (99.0, "spellings of one office-holder", a, b))
    return sorted(found.values(), key=lambda link: (-link[0], link[2].order, link[3].order))


def _near(named: Iterable[tuple[str, Hashable, _T]]) -> Iterator[tuple[_T, _T]]:
    """Yield every two things of one country with words in their names that begin alike; some come more than once."""
    blocks: defaultdict[tuple[Hashable, str], list[_T]] = defaultdict(list)
    for name, country, thing in named:
        for start in {token[:2] for token in parsed(name).tokens}:
            blocks[country, start].append(thing)
    for block in blocks.values():
        yield from combinations(block, 2)


def _of_one_official(units: Sequence[Unit]) -> Iterator[tuple[Unit, Unit]]:
    groups: defaultdict[tuple[str, str | None], list[Unit]] = defaultdict(list)
    for unit in units:
        if (official := officials.by_name(unit.name)) and unit.country in (None, official.country):
            groups[official.name, official.country].append(unit)
    for group in groups.values():
        yield from ((a, b) for a, b in combinations(group, 2) if a.name != b.name)


def _fit(one: Cluster, two: Cluster, actors: Actors) -> bool:
    if one.actor and two.actor and one.actor is not two.actor:
        return False
    pairs = [(a, b) for a in one.units for b in two.units]
    if any(actors.forbids(a.name, b.name) for a, b in pairs):
        return False
    return len(one.countries | two.countries) < 2 and all(likeness(a.name, b.name) or _same(a, b) for a, b in pairs)


def _same(a: Unit, b: Unit) -> bool:
    if a.name == b.name or parsed(a.name).bare or parsed(b.name).bare:
        return True
    official = officials.by_name(a.name)
    return official is not None and official == officials.by_name(b.name)


def _countryless(units: list[Unit], clusters: list[Cluster], actors: Actors, doubts: list[Doubt]) -> list[Cluster]:
    """Join full names without a country to the one person who has such a name."""
    by_letter: defaultdict[str, list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        for letter in _letters(cluster.units[0]):
            by_letter[letter].append(cluster)
    left = []
    for unit in units:
        close = {id(c): c for letter in _letters(unit) for c in by_letter[letter]}.values()
        fits = [(like, c) for c in close if (like := _likest(unit, c)) and not _forbidden(unit, c, actors)]
        sure = len(fits) == 1 and fits[0][0][0] >= _SURE
        near = fits if sure else [(like, c) for like, c in fits if _supported(unit, c)]
        if len(near) == 1:
            (score, reason), cluster = near[0]
            cluster.add(unit, f"{reason}, and no other has it", score)
        else:
            left.append(Cluster(unit))
            if fits:
                doubts.append(Doubt(unit.name, _names(c for _, c in fits), "several of that name"))
    return clusters + _linked(left, actors)


def _letters(unit: Unit) -> set[str]:
    """The letters with which words of the name begin; names that are alike share one."""
    return {token[0] for token in parsed(unit.name).tokens}


def _likest(unit: Unit, cluster: Cluster) -> tuple[float, str] | None:
    likes = [(100.0, "the same name") if u.name == unit.name else likeness(unit.name, u.name) for u in cluster.units]
    found = [like for like in likes if like]
    return max(found) if found and len(found) == len(likes) else None


def _forbidden(unit: Unit, cluster: Cluster, actors: Actors) -> bool:
    return any(actors.forbids(unit.name, u.name) for u in cluster.units)


def _near_misses(clusters: list[Cluster], actors: Actors) -> Iterator[Doubt]:
    """Tell of parties that share a country and nearly a name, for the user to decide."""
    seen = set()
    for pair in _near((c.name, frozenset(c.countries), c.name) for c in clusters):
        names = min(pair), max(pair)
        if names not in seen and names[0] != names[1] and likeness(*names) and not actors.forbids(*names):
            seen.add(names)
            yield Doubt(names[0], (names[1],), "alike, but one of their other names is not")


def _surnames(units: list[Unit], clusters: list[Cluster], actors: Actors, doubts: list[Doubt]) -> list[Cluster]:
    """Join bare surnames to the one person whom country, office, day and company allow."""
    by_word: defaultdict[str, list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        for word in {w for u in cluster.units for w in parsed(u.name).tokens}:
            by_word[word].append(cluster)
    rest: defaultdict[tuple[str, str | None, str], list[Unit]] = defaultdict(list)
    for unit in units:
        name = parsed(unit.name)
        fits = [c for c in by_word[name.tokens[0]] if _allows(unit, name, c) and not _forbidden(unit, c, actors)]
        holder = holder_of(unit)
        fits = [c for c in fits if holder is None or (official := _official(c)) is None or official == holder]
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


def holder_of(unit: Unit) -> officials.Official | None:
    """Return who of that surname held an office on the days of a unit, by the lexicon's table, if the office fits."""
    holders = {h.name: (h, d) for d in sorted(unit.days) if (h := officials.by_surname(unit.name, d))}
    if len(holders) != 1:
        return None
    ((holder, day),) = holders.values()
    given = {w for role in unit.roles for w in slug(role).split("-")}
    held = set(slug(holder.role_on(day) or "").split("-"))
    return holder if unit.country in (None, holder.country) and (not given or given & held) else None


def _of_office(holder: officials.Official | None, fits: list[Cluster]) -> Cluster | None:
    found = [c for c in fits if holder and _official(c) == holder]
    return found[0] if len(found) == 1 else None


def _official(cluster: Cluster) -> officials.Official | None:
    return next((o for u in cluster.units if (o := officials.by_name(u.name))), None)


def _alone(units: list[Unit]) -> Iterator[Cluster]:
    """A surname that no full name explains is one person in all documents of its years that give the same country."""
    cluster: Cluster | None = None
    for unit in sorted(units, key=lambda u: (min(u.days, default=dt.date.min), u.order)):
        if cluster is None or (cluster.days and _gap(unit.days, cluster.days) > _CAREER):
            if cluster is not None:
                yield cluster
            cluster = Cluster(unit)
        else:
            cluster.add(unit, "the same name")
    if cluster is not None:
        yield cluster


def _allows(unit: Unit, name: PersonName, cluster: Cluster) -> bool:
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


def _family(full: PersonName, bare: PersonName, country: str | None) -> bool:
    """Whether the one word is where the full name has what one goes by alone: the family's name, a monarch's first."""
    word = bare.tokens[0]
    if bare.regnal:
        return full.tokens[0] == word
    return full.tokens[-1] == word or (country in _FAMILY_FIRST and full.tokens[0] == word)


def _other_office(unit: Unit, cluster: Cluster) -> bool:
    """Whether both have an office of their own and these have no word in common (foreign, trade)."""
    mine = _office_words(unit.roles)
    theirs = _office_words(r for u in cluster.units for r in u.roles)
    return bool(mine and theirs and not mine & theirs)


def _office_words(roles: Iterable[str]) -> set[str]:
    return {w for role in roles for w in slug(role).split("-")} - _GENERAL


def _chosen(unit: Unit, fits: list[Cluster]) -> Cluster | None:
    """Return the only one who fits and whom something speaks for; where several fit, the one in the same company then."""
    if len(fits) == 1:
        return fits[0] if _supported(unit, fits[0]) else None
    close = [c for c in fits if unit.partners & c.partners and _gap(unit.days, c.days) <= _NEAR]
    if len(close) > 1:
        close = [c for c in close if any(u.days & unit.days and u.partners & unit.partners for u in c.units)]
    return close[0] if len(close) == 1 else None


def _supported(unit: Unit, cluster: Cluster) -> bool:
    """Whether something speaks for it: the country, the office, or company in the same years."""
    company = unit.partners & cluster.partners and _gap(unit.days, cluster.days) <= _COMPANY
    return bool(
        (unit.country and unit.country in cluster.countries)
        or company
        or _office_words(unit.roles) & _office_words(r for u in cluster.units for r in u.roles)
    )


def _why(unit: Unit, cluster: Cluster) -> str:
    shared = [
        ("country", unit.country in cluster.countries),
        ("office", bool(_office_words(unit.roles) & _office_words(r for u in cluster.units for r in u.roles))),
        ("company", bool(unit.partners & cluster.partners)),
    ]
    return "the surname, with the same " + ", ".join(word for word, same in shared if same)


def _gap(one: set[dt.date], two: set[dt.date]) -> dt.timedelta:
    return min((abs(a - b) for a in one for b in two), default=dt.timedelta(0))


def _names(clusters: Iterable[Cluster]) -> tuple[str, ...]:
    return tuple(sorted({c.name for c in clusters}))
