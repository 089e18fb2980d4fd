"""What speaks for a name being that of a person, and what forbids it: country, office, company, the user's table."""

import datetime as dt
from collections.abc import Iterable

from diplograph.extract.ids import slug
from diplograph.graph.identity.actors import Actors
from diplograph.graph.identity.clusters import Cluster, Unit

_COMPANY = dt.timedelta(days=366)  # within which the same company speaks for a bare surname
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


def forbidden(unit: Unit, cluster: Cluster, actors: Actors) -> bool:
    """Tell whether the user's table keeps a name apart from one of a cluster."""
    return any(actors.forbids(unit.name, u.name) for u in cluster.units)


def other_office(unit: Unit, cluster: Cluster) -> bool:
    """Tell whether both have an office of their own and these have no word in common (foreign, trade)."""
    mine, theirs = _office_words(unit.roles), _offices_of(cluster)
    return bool(mine and theirs and not mine & theirs)


def _shared_office(unit: Unit, cluster: Cluster) -> set[str]:
    return _office_words(unit.roles) & _offices_of(cluster)


def _offices_of(cluster: Cluster) -> set[str]:
    return _office_words(role for unit in cluster.units for role in unit.roles)


def _office_words(roles: Iterable[str]) -> set[str]:
    """Return the words that tell one office from another."""
    return {w for role in roles for w in slug(role).split("-")} - _GENERAL


def supported(unit: Unit, cluster: Cluster) -> bool:
    """Tell whether something speaks for it: the country, the office, or company in the same years."""
    if unit.country and unit.country in cluster.countries:
        return True
    company = unit.partners & cluster.partners and gap(unit.days, cluster.days) <= _COMPANY
    return bool(company or _shared_office(unit, cluster))


def reasons(unit: Unit, cluster: Cluster) -> str:
    """Say what speaks for a bare surname being that of a cluster."""
    shared = [
        ("country", unit.country in cluster.countries),
        ("office", _shared_office(unit, cluster)),
        ("company", unit.partners & cluster.partners),
    ]
    return "the surname, with the same " + ", ".join(word for word, same in shared if same)


def gap(one: set[dt.date], two: set[dt.date]) -> dt.timedelta:
    """Return the time between the days of two that are nearest each other; none if one has no day."""
    return min((abs(a - b) for a in one for b in two), default=dt.timedelta(0))
