"""Whose a bare surname is: that of the one person whom country, office, day and company allow."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from diplograph.extract.ids import slug
from diplograph.extract.lexicon import officials
from diplograph.graph.identity.actors import Actors
from diplograph.graph.identity.clusters import Cluster, Doubt, Unit
from diplograph.graph.identity.names import PersonName, clashing, parsed
from diplograph.graph.identity.support import forbidden, gap, other_office, reasons, supported

_CAREER = dt.timedelta(days=5 * 366)  # between a bare surname and the last full name near it
_NEAR = dt.timedelta(days=10)  # between two documents that may tell of one encounter

# where the family's name stands first, in the order of the language or of the register
_FAMILY_FIRST = frozenset(["CN", "TW", "HK", "KR", "KP", "VN", "HU", "JP", "KH", "MM", "SG", "ET", "IS"])


def join_surnames(units: list[Unit], clusters: list[Cluster], actors: Actors, doubts: list[Doubt]) -> list[Cluster]:
    """Join bare surnames to the one person whom country, office, day and company allow."""
    by_word = _by_word(clusters)
    rest: defaultdict[tuple[str, str | None, str], list[Unit]] = defaultdict(list)
    for unit in units:
        holder = holder_of(unit)
        near = by_word.get(parsed(unit.name).tokens[0], ())
        fits = [c for c in near if _allows(unit, c) and not forbidden(unit, c, actors) and _may_be(c, holder)]
        if (bearer := _bearer(unit, holder, fits)) is not None:
            cluster, why = bearer
            cluster.add(unit, why)
            continue
        rest[unit.name, unit.country, holder.name if holder else ""].append(unit)
        if fits:
            doubts.append(Doubt.between(unit.name, fits, "one surname, several persons"))
    return clusters + [cluster for group in rest.values() for cluster in _alone(group)]


def _by_word(clusters: list[Cluster]) -> dict[str, list[Cluster]]:
    found: defaultdict[str, list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        for word in {w for u in cluster.units for w in parsed(u.name).tokens}:
            found[word].append(cluster)
    return found


def _may_be(cluster: Cluster, holder: officials.Official | None) -> bool:
    """Tell whether a cluster may be the office-holder, if there is one: it is not another of the lexicon's."""
    return holder is None or _official(cluster) in (None, holder)


def _bearer(unit: Unit, holder: officials.Official | None, fits: list[Cluster]) -> tuple[Cluster, str] | None:
    """Find the one person among those who fit whose surname it is, and say what speaks for that."""
    if (found := _of_office(holder, fits)) is not None:
        return found, "the office-holder of that day"
    if (found := _chosen(unit, fits)) is not None:
        return found, reasons(unit, found)
    return None


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
    """Take a surname that no full name explains for one person in all documents of its years that give the same country."""
    cluster: Cluster | None = None
    for unit in sorted(units, key=lambda u: (min(u.days, default=dt.date.min), u.order)):
        if cluster is None or (cluster.days and gap(unit.days, cluster.days) > _CAREER):
            if cluster is not None:
                yield cluster
            cluster = Cluster(unit)
        else:
            cluster.add(unit, "the same name")
    if cluster is not None:
        yield cluster


def _allows(unit: Unit, cluster: Cluster) -> bool:
    """Tell whether nothing speaks against a cluster: country, number, place in the name, initials, office, years."""
    if unit.country and cluster.countries and unit.country not in cluster.countries:
        return False
    name, country = parsed(unit.name), unit.country or cluster.country
    full = [parsed(u.name) for u in cluster.units if not parsed(u.name).bare]
    if not _number_allows(name, full, unit.country) or not any(_goes_by(o, name, country) for o in full):
        return False
    if any(clashing(name, o) for o in full) or other_office(unit, cluster):
        return False
    return not (unit.days and cluster.days) or gap(unit.days, cluster.days) <= _CAREER


def _number_allows(bare: PersonName, full: list[PersonName], country: str | None) -> bool:
    """Tell whether nobody has another number, and whether a monarch ("King Salman") is one among the full names too."""
    if bare.numeral and any(o.numeral != bare.numeral and (o.numeral or not bare.regnal) for o in full):
        return False
    if bare.regnal and (bare.numeral or not country):
        return any(o.regnal and o.numeral == bare.numeral for o in full)
    return True


def _goes_by(full: PersonName, bare: PersonName, country: str | None) -> bool:
    """Tell whether the one word stands where the full name has what one goes by alone: surname, or a monarch's first."""
    word = bare.tokens[0]
    if bare.regnal:
        return full.tokens[0] == word
    return full.tokens[-1] == word or (country in _FAMILY_FIRST and full.tokens[0] == word)


def _chosen(unit: Unit, fits: list[Cluster]) -> Cluster | None:
    """Return the only one who fits and whom something speaks for; where several fit, the one in the same company then."""
    if len(fits) == 1:
        return fits[0] if supported(unit, fits[0]) else None
    close = [c for c in fits if unit.partners & c.partners and gap(unit.days, c.days) <= _NEAR]
    if len(close) > 1:
        close = [c for c in close if any(u.days & unit.days and u.partners & unit.partners for u in c.units)]
    return close[0] if len(close) == 1 else None
