"""The tables of codes, read once from ``systems.yaml``, ``states.yaml`` and ``organisations.yaml``.

In COW's and in Gleditsch and Ward's list a unit has a number, an abbreviation and spans of membership. A state points
to its units and has of their spans what lies within its own days; ISO's units are made of the codes of the states.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import attrgetter
from typing import Any

import yaml

from diplograph.extract.ids import slug
from diplograph.extract.lexicon.gazetteer import state_named
from diplograph.graph.codes.model import ActorKind, Member, Membership, OrganisationCodes, StateCodes, System

Span = tuple[dt.date, dt.date | None]

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FIRST_EDITION = dt.date(1974, 12, 15)  # of ISO 3166


@dataclass(frozen=True, slots=True)
class Unit:
    """A state as a system has it: its names, each with its first day, and its spans, both in order."""

    code: str
    abbreviation: str
    names: tuple[tuple[dt.date, str], ...]
    spans: tuple[Span, ...]
    microstate: bool = False

    def members(self, start: dt.date, end: dt.date) -> Iterator[Member]:
        """Yield its spans of membership that share a day with those from ``start`` to ``end``."""
        for first, last in self.spans:
            if first <= end and (last is None or start <= last):
                name = self._name(min(end, last or end))
                yield Member(self.code, self.abbreviation, name, first, last, self.microstate)

    def _name(self, day: dt.date) -> str:
        return next((name for first, name in reversed(self.names) if first <= day), self.names[0][1])


@cache
def states() -> Mapping[str, StateCodes]:
    """Return the codes of all states by what their parties have as home: alpha-2 code, or id where there is none."""
    found = [_state(name, entry) for name, entry in _read("states").items()]
    return {codes.iso2 or codes.id: codes for codes in found}


@cache
def organisations() -> Mapping[str, OrganisationCodes]:
    """Return what is known of organisations and groups, by id."""
    entries = _read("organisations").items()
    return {
        slug(name): OrganisationCodes(slug(name), name, ActorKind(e["kind"]), e.get("wikidata")) for name, e in entries
    }


@cache
def units(system: System) -> tuple[Unit, ...]:
    """Return all units that the system ever had, COW's and Gleditsch and Ward's by number, ISO's by code."""
    return _iso_units() if system is System.ISO else tuple(_numbered(system).values())


@cache
def _read(name: str) -> Mapping[str, Any]:
    text = (files("diplograph.graph.codes") / f"{name}.yaml").read_text(encoding="utf-8")
    table: Mapping[str, Any] = yaml.load(text, Loader=_Loader)
    return table


# --- COW, Gleditsch and Ward --------------------------------------------------------------------


@cache
def _numbered(system: System) -> Mapping[int, Unit]:
    return {entry["number"]: _unit(entry) for entry in _read("systems")[system]}


def _unit(entry: Mapping[str, Any]) -> Unit:
    names = entry.get("names") or {dt.date.min: entry["name"]}
    return Unit(
        code=str(entry["number"]),
        abbreviation=entry["abbreviation"],
        names=tuple(names.items()),
        spans=tuple((span[0], span[1] if len(span) > 1 else None) for span in entry["spans"]),
        microstate=entry.get("microstate", False),
    )


# --- states -------------------------------------------------------------------------------------


def _state(name: str, entry: Mapping[str, Any]) -> StateCodes:
    known, days = state_named(name), (entry.get("start", dt.date.min), entry.get("end"))
    cow, gw = (_memberships(system, entry.get(system, ()), days) for system in (System.COW, System.GW))
    return StateCodes(
        id=slug(name),
        name=name,
        iso2=known.code if known else None,
        iso3=entry.get("iso3"),
        wikidata=entry.get("wikidata"),
        cow=cow,
        gw=gw,
        iso=tuple(_iso_spans(name, entry, gw or cow)),
    )


def _memberships(system: System, numbers: Any, days: Span) -> tuple[Membership, ...]:
    """Return the spans of the units with these numbers, each from its own first day on, within the days of the state."""
    found = []
    for number, first in _with_first_days(numbers).items():
        unit = _numbered(system)[number]
        within = [_shared(_shared(span, days), (first, None)) for span in unit.spans]
        found += [Membership(number, unit.abbreviation, *span) for span in within if span]
    return tuple(sorted(found, key=attrgetter("start")))


def _with_first_days(numbers: Any) -> Mapping[int, dt.date]:
    """Return the units of a state as mapped to first days: it may have one, several, or several with such days."""
    if isinstance(numbers, dict):
        return numbers
    return dict.fromkeys([numbers] if isinstance(numbers, int) else numbers, dt.date.min)


def _shared(one: Span | None, other: Span) -> Span | None:
    """Return the days that two spans share."""
    if one is None:
        return None
    start = max(one[0], other[0])
    end = min((day for day in (one[1], other[1]) if day), default=None)
    return None if end and end < start else (start, end)


# --- ISO ----------------------------------------------------------------------------------------


def _iso_spans(name: str, entry: Mapping[str, Any], memberships: Iterable[Membership]) -> Iterator[Member]:
    iso3 = entry.get("iso3")
    if "iso" in entry:
        spans = [(code, first, last[0] if last else None) for code, first, *last in entry["iso"]]
    elif iso3 and "end" in entry:
        spans = [(iso3, entry["start"], entry["end"])]
    elif iso3:
        spans = [(iso3, m.start, m.end) for m in memberships] or [(iso3, _FIRST_EDITION, None)]
    else:
        spans = []
    yield from (Member(code, code, name, start, end) for code, start, end in spans)


def _iso_units() -> tuple[Unit, ...]:
    spans: defaultdict[str, list[Span]] = defaultdict(list)
    for codes in states().values():
        for member in codes.iso:
            spans[member.code].append((member.start, member.end))
    return tuple(Unit(code, code, _iso_names(code), _joined(spans[code])) for code in sorted(spans))


def _iso_names(code: str) -> tuple[tuple[dt.date, str], ...]:
    """Return what the unit was called: the name of the state that has the code, but in their days of those before it."""
    holders = [codes for codes in states().values() if codes.iso3 == code]
    usual = min(holders, key=lambda codes: codes.iso2 is None).name
    names = {dt.date.min: usual}
    for codes in states().values():
        for member in codes.iso:
            if member.code == code and codes.iso2 is None and member.end:
                names[member.start] = codes.name
                names.setdefault(member.end + dt.timedelta(1), usual)
    return tuple(sorted(names.items()))


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans in order, those that share days or follow one another as one."""
    found: list[Span] = []
    for start, end in sorted(spans, key=lambda span: (span[0], _last(span[1]))):
        if found and _last(found[-1][1]) >= start - dt.timedelta(1):
            found[-1] = (found[-1][0], max(found[-1][1], end, key=_last))
        else:
            found.append((start, end))
    return tuple(found)


def _last(day: dt.date | None) -> dt.date:
    return day or dt.date.max
