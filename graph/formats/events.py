"""Event data: a row for every two parties of a contact, tab-separated, with the columns of POLECAT and behind them our own.

POLECAT (Scarborough and others 2023, doi:10.7910/DVN/AJGVIT), coded in PLOVER, is the event data that followed ICEWS. Its columns
stand here in the order of its yearly files, so that scripts written for them run; older files say ``Intensity`` for
``Event Intensity``. Their names are those of the header that the loader of the Temporal Graph Benchmark (tkgl-polecat)
quotes, with what readers of the yearly files say of it; the values follow PLOVER's manual 0.7b1 (openeventdata/PLOVER)
and the data: ISO 3166-1 alpha-3 and COW codes, capitals for types and quad codes, and "None" for what is not known.
"""

import csv
import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterable
from types import MappingProxyType
from typing import TextIO

import diplograph
from diplograph.extract.lexicon import gazetteer
from diplograph.extract.model import Contact, Party, PartyType, Status
from diplograph.extract.times import Basis
from diplograph.graph import event_codes
from diplograph.graph.codes import ActorKind, System, code, organisation, state
from diplograph.graph.dyads import Dyad, dyads, home_of
from diplograph.graph.formats.csv import guarded
from diplograph.graph.ids import unused
from diplograph.graph.sectors import sector

CODED = frozenset({Status.OCCURRED, Status.PLANNED})  # PLOVER has no event for what is denied or only possible
NONE = "None"
_DATES = frozenset({"Event Date", "Publication Date"})  # readers take "None" for no date: empty where not known
# entries of cities.yaml that lie in or by a city, or are none
_VENUE = re.compile(
    r"\b(?:Base|Camp|Castle|Cosmodrome|Fort|Guesthouse|Hall|Hotel|House|Isla|Island|Mount|Nations|Palace|Palais|Park|Sea|Villa)\b",
    re.IGNORECASE,
)

_NO_STATES = {
    ActorKind.INTERNATIONAL_ORGANISATION: "IGO",
    ActorKind.ALLIANCE: "IGO",
    ActorKind.NON_GOVERNMENTAL: "NGO",
}

_PLACES = (gazetteer.Sense.NAME, gazetteer.Sense.SEAT)

Cell = Callable[[Dyad], object]


def dump(contacts: Iterable[Contact], handle: TextIO, *, basis: Basis = Basis.INHERITED) -> None:
    """Write the contacts in the order given; no cell has a tab or a line break in it."""
    rows, taken = csv.writer(handle, dialect="excel-tab", lineterminator="\n"), Counter[str]()
    rows.writerow([*POLECAT, *OWN])
    for dyad in dyads(contacts, basis):
        id, *polecat = (_polecat(name, cell(dyad)) for name, cell in POLECAT.items())
        rows.writerow([unused(id, taken), *polecat, *(_text(cell(dyad)) for cell in OWN.values())])


def _polecat(name: str, value: object) -> str:
    return _text(value) or ("" if name in _DATES else NONE)


def _text(value: object) -> str:
    """Return the value as a cell of one line; R knows TRUE and FALSE."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    return guarded(" ".join(value.split()) if isinstance(value, str) else value)


def _unknown(dyad: Dyad) -> object:
    return None


# --- parties --------------------------------------------------------------------------------------


def _actor(dyad: Dyad) -> Party:
    return dyad.actor


def _recipient(dyad: Dyad) -> Party:
    return dyad.recipient


def _of_party(who: str, party: Callable[[Dyad], Party]) -> dict[str, Cell]:
    return {
        f"{who} Name": lambda d: party(d).name,
        f"{who} Country": lambda d: _country_code(home_of(party(d))),
        f"{who} COW": lambda d: _cow(home_of(party(d)), d),
        f"Primary {who} Sector": lambda d: sector(party(d)),
        f"{who} Sectors": lambda d: sector(party(d)),
        f"{who} Title": lambda d: party(d).role,
        f"{who} Name Raw": lambda d: party(d).mention,
        f"Wikipedia {who} ID": _unknown,
    }


def _own_of_party(who: str, party: Callable[[Dyad], Party]) -> dict[str, Cell]:
    return {
        f"{who} ID": lambda d: party(d).id,
        f"{who} Type": lambda d: party(d).type.value,
        f"{who} Home": lambda d: home_of(party(d)),
        f"{who} Home Wikidata": lambda d: _wikidata(home_of(party(d))),
    }


def _country_code(home: str) -> str | None:
    """Return ISO's three letters, or what PLOVER's table of non-state actors has in their place."""
    known, body = state(home), organisation(home)
    return known.iso3 if known else _NO_STATES.get(body.kind) if body else None


def _wikidata(home: str) -> str | None:
    known = state(home) or organisation(home)
    return known.wikidata if known else None


def _cow(home: str, dyad: Dyad) -> str | None:
    day = _then(dyad)
    return code(home, System.COW, day) if day else None


def _then(dyad: Dyad) -> dt.date | None:
    """Return a day on which codes and names hold: the contact's first, or else the document's."""
    contact = dyad.contact
    return contact.date.start if contact.date else contact.document.date


# --- places ---------------------------------------------------------------------------------------


def _place(dyad: Dyad) -> str | None:
    """Return the place, where it is one that the lexicon knows."""
    return dyad.contact.place if _country(dyad) else None


def _city(dyad: Dyad) -> str | None:
    place = dyad.contact.place or ""
    return place if gazetteer.city_country(place) and not _VENUE.search(place) else None


def _country(dyad: Dyad) -> str | None:
    """Return the country that the place is, or lies in: Doha, Switzerland, the White House."""
    place, day = dyad.contact.place or "", _then(dyad)
    meanings = gazetteer.lookup_in(place, day.year if day else None)
    named = (m.code for m in meanings if m.type is PartyType.STATE and m.sense in _PLACES)
    home = gazetteer.city_country(place) or next(named, None)
    return _country_code(home) if home else None


# --- times ----------------------------------------------------------------------------------------


def _first(dyad: Dyad) -> dt.date | None:
    return dyad.when.start if dyad.when else None


def _last(dyad: Dyad) -> dt.date | None:
    return dyad.when.end if dyad.when else None


def _precision(dyad: Dyad) -> str | None:
    time = dyad.contact.time
    return time.precision.value if time and dyad.when else None


def _basis(dyad: Dyad) -> str | None:
    time = dyad.contact.time
    return time.basis.value if time else None


POLECAT = MappingProxyType[str, Cell](
    {
        "Event ID": lambda d: d.id,
        "Event Date": lambda d: d.day,
        "Event Type": lambda d: d.contact.plover,
        "Event Mode": lambda d: d.contact.mode,
        "Event Intensity": lambda d: event_codes.intensity(d.contact.plover),
        "Quad Code": lambda d: event_codes.quad_code(d.contact.plover),
        "Contexts": _unknown,
        **_of_party("Actor", _actor),
        **_of_party("Recipient", _recipient),
        "Placename": _place,
        "City": _city,
        "District": _unknown,
        "Province": _unknown,
        "Country": _country,
        "Latitude": _unknown,
        "Longitude": _unknown,
        "GeoNames ID": _unknown,
        "Raw Placename": lambda d: d.contact.place,
        "Feature Type": _unknown,
        "Source": lambda d: d.contact.document.publisher,
        "Publication Date": lambda d: d.contact.document.date,
        "Story People": _unknown,
        "Story Organizations": _unknown,
        "Story Locations": _unknown,
        "Language": _unknown,
        "Version": lambda d: f"diplograph {diplograph.__version__}",
    }
)

OWN = MappingProxyType[str, Cell](
    {
        "Directed": lambda d: d.directed,
        "CAMEO Code": lambda d: d.contact.code,
        "CAMEO Root": lambda d: event_codes.root(d.contact.code),
        "Quad Class": lambda d: event_codes.quad_class(d.contact.code),
        "Goldstein": lambda d: event_codes.goldstein(d.contact.code),
        "Kind": lambda d: d.contact.kind.value,
        "Status": lambda d: d.contact.status.value,
        "First Day": _first,
        "Last Day": _last,
        "Date Precision": _precision,
        "Date Basis": _basis,
        "Recurring": lambda d: d.contact.recurring,
        "Topic": lambda d: d.contact.topic,
        "Channel": lambda d: d.contact.channel,
        "Reported By": lambda d: d.contact.reported_by,
        **_own_of_party("Actor", _actor),
        **_own_of_party("Recipient", _recipient),
        "Decided": lambda d: d.contact.decided and d.contact.decided.value,
        "Trust": lambda d: d.contact.trust,
        "Contact ID": lambda d: d.contact.id,
        "Reports": lambda d: d.contact.sources,
        "Document ID": lambda d: d.contact.document.id,
        "Document Title": lambda d: d.contact.document.title,
        "Document URL": lambda d: d.contact.document.url,
        "Sentence": lambda d: d.contact.evidence.sentence,
        "Page": lambda d: d.contact.evidence.page,
    }
)
