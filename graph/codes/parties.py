"""The codes of a party as graphs and records give them: those of the state that it acts for, and its own."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache

from diplograph.extract.lexicon.loading import Form
from diplograph.extract.model import PartyType
from diplograph.graph.codes.model import System
from diplograph.graph.codes.tables import organisations, states

Days = tuple[dt.date, dt.date]
_ALWAYS = (dt.date.min, dt.date.max)
_NUMBER = Form(re.compile("[1-9][0-9]{0,2}"), "a number of that list, such as 365")

FORMS = {
    "wikidata": Form(re.compile("Q[1-9][0-9]*"), "a Wikidata item; write Q and its number, such as Q58217"),
    "iso3": Form(re.compile("[A-Z]{3}"), "a code; write three capital letters, such as RUS"),
    "cow": _NUMBER,
    "gw": _NUMBER,
}
"""How the identifiers are written that go before our tables where the user gives them."""


@dataclass(frozen=True, slots=True)
class PartyCodes:
    """The codes of one party; None where there is none.

    Attributes:
        country_iso3: ISO 3166-1 alpha-3 of the state that it is or acts for.
        country_cow: Correlates of War number of that state.
        country_gw: Gleditsch and Ward's number of that state.
        actor_kind: What sort of organisation or group it is.
        wikidata: Q-identifier of the party itself, never of the state that a person acts for.
        ids: All that the user's table of parties gives it, as "viaf:102333412", by name.
    """

    country_iso3: str | None = None
    country_cow: str | None = None
    country_gw: str | None = None
    actor_kind: str | None = None
    wikidata: str | None = None
    ids: tuple[str, ...] = ()

    def attributes(self) -> dict[str, str | None]:
        """Return them as a node of a graph has them, where a list is a text."""
        return {name: getattr(self, name) for name in NAMES} | {"ids": "; ".join(self.ids)}


NAMES = tuple(field.name for field in fields(PartyCodes))
"""What columns of codes are called, in their order."""


def codes_of(
    id: str, type: PartyType, home: str, ids: tuple[tuple[str, str], ...] = (), days: Days | None = None
) -> PartyCodes:
    """Return the codes of a party.

    Args:
        id: Of the party.
        home: What it acts for, as ``Party.home`` tells.
        ids: What the user's table gives it, by name; what fits one of ``FORMS`` goes before our tables.
        days: First and last day on which it was met: numbers are those of the newest membership within them. Without
            them, of the newest at all.
    """
    own = {name: value for name, value in ids if name in FORMS and FORMS[name].pattern.fullmatch(value)}
    found = _of_body(id, type)
    if type is PartyType.STATE or home != id:  # the id of a person is no state's
        found = {**found, **_of_state(home, type is PartyType.STATE, days or _ALWAYS)}
    return PartyCodes(
        own.get("iso3", found.get("iso3")),
        own.get("cow", found.get("cow")),
        own.get("gw", found.get("gw")),
        found.get("kind"),
        own.get("wikidata", found.get("wikidata")),
        tuple(f"{name}:{value}" for name, value in ids),
    )


@lru_cache(maxsize=65536)
def _of_state(home: str, itself: bool, days: Days) -> Mapping[str, str | None]:
    """Return the codes of a state, with its item for the state itself."""
    known = states().get(home)
    if known is None:
        return {}
    codes = {"iso3": known.iso3, "cow": known.code(System.COW, *days), "gw": known.code(System.GW, *days)}
    return codes | ({"wikidata": known.wikidata} if itself else {})


def _of_body(id: str, type: PartyType) -> Mapping[str, str | None]:
    body = organisations().get(id) if type in (PartyType.ORGANISATION, PartyType.GROUP) else None
    return {"kind": body.kind.value, "wikidata": body.wikidata} if body else {}
