"""Relational event history: time, actor1, actor2 and more, a row an event, in order of time, as remify takes it.

remify (Tilburg Network Group; CRAN) makes of it what remstats and remstimate model. What its manual asks: the first
three columns are time, sender and receiver, where undirected pairs have no order; ``type`` and ``weight`` are known by name; time
is a number, a Date or a POSIXct and does not fall; nobody is in contact with himself; nothing of a row is missing or empty.
Events may share a time.
"""

import csv
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TextIO

from diplograph.extract.model import Contact
from diplograph.extract.times import Basis
from diplograph.graph.dyads import Dyad, dyads
from diplograph.graph.formats.csv import guarded
from diplograph.graph.ids import distinct

COLUMNS = ("time", "actor1", "actor2", "type", "weight", "directed", "tied")


class RelationalEvent(NamedTuple):
    """What two parties had with each other on a day; events are sorted by these fields.

    Attributes:
        actor1: The id of who took the initiative or mediated; of an undirected event, the lesser id.
        type: The kind of contact, behind its status if it did not occur: "planned meeting".
    """

    time: dt.date
    actor1: str
    actor2: str
    type: str
    directed: bool


def history(contacts: Iterable[Contact], basis: Basis = Basis.INHERITED) -> dict[RelationalEvent, int]:
    """Return the events in order, and how many contacts each stands for; contacts without a day give none."""
    found = Counter(_event(dyad, dyad.day) for dyad in dyads(contacts, basis) if dyad.day)
    return dict(sorted(found.items()))


def _event(dyad: Dyad, day: dt.date) -> RelationalEvent:
    ends = [dyad.actor.id, dyad.recipient.id]
    first, second = ends if dyad.directed else sorted(ends)
    contact = dyad.contact
    type = contact.kind.value if contact.status.took_place else f"{contact.status} {contact.kind}"
    return RelationalEvent(day, first, second, type, dyad.directed)


def dump(events: Mapping[RelationalEvent, int], handle: TextIO) -> None:
    """Write the events in the order given; ``tied`` counts the others of the same time."""
    rows, at = csv.writer(handle, lineterminator="\n"), Counter(event.time for event in events)
    names = distinct((name for event in events for name in (event.actor1, event.actor2)), _name)
    rows.writerow(COLUMNS)
    for event, weight in events.items():
        ends = [names[event.actor1], names[event.actor2]]
        rows.writerow([event.time, *ends, event.type, weight, str(event.directed).upper(), at[event.time] - 1])


def _name(id: str) -> str:
    """Return the id as a cell that R reads as this text and no other."""
    cell = " ".join(guarded(id).split())
    return f"{cell or '_'}_" if cell in ("", "NA") else cell
