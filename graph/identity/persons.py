"""One person under many names: which full names are one."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TypeVar

from diplograph.extract.lexicon import officials
from diplograph.graph.identity.actors import Actors
from diplograph.graph.identity.clusters import Cluster, Doubt, Unit
from diplograph.graph.identity.names import likeness, parsed
from diplograph.graph.identity.support import forbidden, supported
from diplograph.graph.identity.surnames import join_surnames

_SURE = 90.0  # of 100, for a name without a country
_T = TypeVar("_T")


def persons(units: list[Unit], actors: Actors) -> tuple[list[Cluster], list[Doubt]]:
    """Find which names of persons are one person's, and what must stay apart for lack of certainty."""
    doubts: list[Doubt] = []
    forced = _by_actor(units)
    free = [u for u in units if u.actor is None]
    full = [u for u in free if not parsed(u.name).bare]
    clusters = _linked([*forced, *(Cluster(u) for u in full if u.country)], actors)
    clusters = _countryless([u for u in full if not u.country], clusters, actors, doubts)
    doubts += _near_misses(clusters, actors)
    return join_surnames([u for u in free if parsed(u.name).bare], clusters, actors, doubts), doubts


def _by_actor(units: list[Unit]) -> list[Cluster]:
    """Make a cluster for each actor of the user's table that occurs."""
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
        fits = list(_namesakes(unit, by_letter, actors))
        sure = len(fits) == 1 and fits[0][0][0] >= _SURE
        near = fits if sure else [(like, c) for like, c in fits if supported(unit, c)]
        if len(near) == 1:
            (score, reason), cluster = near[0]
            cluster.add(unit, f"{reason}, and no other has it", score)
        else:
            left.append(Cluster(unit))
            if fits:
                doubts.append(Doubt.between(unit.name, (c for _, c in fits), "several of that name"))
    return clusters + _linked(left, actors)


def _namesakes(
    unit: Unit, by_letter: Mapping[str, list[Cluster]], actors: Actors
) -> Iterator[tuple[tuple[float, str], Cluster]]:
    """Yield the clusters whose every name is like that of the unit, and how much and in what."""
    close = {id(c): c for letter in _letters(unit) for c in by_letter.get(letter, ())}
    for cluster in close.values():
        if (like := _likest(unit, cluster)) and not forbidden(unit, cluster, actors):
            yield like, cluster


def _letters(unit: Unit) -> set[str]:
    """Return the letters with which words of the name begin; names that are alike share one."""
    return {token[0] for token in parsed(unit.name).tokens}


def _likest(unit: Unit, cluster: Cluster) -> tuple[float, str] | None:
    likes = [(100.0, "the same name") if u.name == unit.name else likeness(unit.name, u.name) for u in cluster.units]
    found = [like for like in likes if like]
    return max(found) if found and len(found) == len(likes) else None


def _near_misses(clusters: list[Cluster], actors: Actors) -> Iterator[Doubt]:
    """Yield the parties that share a country and nearly a name, for the user to decide."""
    seen = set()
    for pair in _near((c.name, frozenset(c.countries), c.name) for c in clusters):
        names = min(pair), max(pair)
        if names not in seen and names[0] != names[1] and likeness(*names) and not actors.forbids(*names):
            seen.add(names)
            yield Doubt(names[0], (names[1],), "alike, but one of their other names is not")
