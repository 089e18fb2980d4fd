"""A TEI edition as it is parsed: which of its elements are documents, and what they say of themselves."""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from diplograph.extract.read.flow import Flow
from diplograph.extract.read.header import parse_day
from diplograph.extract.read.text import InputName
from diplograph.extract.read.volume import Captures, Volume, day_of

_DEEPEST = 1_000  # elements within one another


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DOCUMENTS = frozenset({"document", "letter"})
_DIVISION = re.compile(r"div[0-7]?")
_HIDDEN = _words("note fw del rdg figDesc graphic formula index teiHeader standOff")
_HIDDEN_IN_A_CHOICE = frozenset({"sic", "orig", "abbr"})
_SPACES = frozenset({"lb", "cell", "space", "milestone"})
_BLOCKS = _words(
    "head p ab opener closer dateline salute signed postscript address addrLine byline argument trailer epigraph list"
    " item label table row lg l sp speaker stage quote q cit bibl listBibl figure attachment floatingText"
)
_REFERENCES = ("corresp", "ref", "key", "sameAs")


class TooDeepError(Exception):
    """A file is built as no edition is; says how, to stand behind its name."""


@dataclass(slots=True)
class _Room:
    """An element that may be a document, or holds some: a text, its front, body or back, a division.

    Attributes:
        own: Whether it is a document.
        found: Documents within it.
        days: The days of its dateline and opener.
        dateline: The words of the first date there.
    """

    kind: str
    depth: int
    given: dict[str, str]
    own: bool = False
    found: int = 0
    flow: Flow = field(default_factory=Flow)
    head: str = ""
    days: list[str] = field(default_factory=list)
    dateline: str = ""

    def takes_head(self, text: str) -> None:
        """Keep a heading."""
        self.head = self.head or text

    def takes_dateline(self, text: str) -> None:
        """Keep the words of a date."""
        self.dateline = self.dateline or text


class Edition:
    """Takes the events of a parser, and gives the documents that are complete.

    Attributes:
        events: How many elements began or ended.
        count: How many documents there were.
        outside: Characters of bodies that stand in no document.
        spans: Documents of which only a span of days is known.
        strangers: References to persons of this file that were not listed before.
    """

    def __init__(self, name: InputName) -> None:
        self.events = self.count = self.outside = self.spans = self.strangers = 0
        self._name = name
        self._path: list[str] = []
        self._rooms: list[_Room] = []
        self._captures = Captures()
        self._volume = Volume(self._captures)
        self._hidden_from = self._head_from = self._listed_from = 0  # depths of elements; 0 for none
        self._names: list[tuple[int, int, str]] = []  # depth, start and key of those that are open
        self._labels: list[tuple[int, int]] = []  # depth and start
        self._done: list[dict[str, Any]] = []

    def taken(self) -> Iterator[dict[str, Any]]:
        """Return the documents that were completed since the last call, as the fields of records."""
        done, self._done = self._done, []
        return iter(done)

    # --- events -----------------------------------------------------------------------------------

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins.

        Raises:
            TooDeepError: It is within more others than in any edition.
        """
        name, given = _local(tag), {_local(key): value for key, value in attributes.items()}
        self.events += 1
        self._path.append(name)
        depth = len(self._path)
        if depth > _DEEPEST:
            raise TooDeepError(f"has over {_DEEPEST:,} elements within one another")
        if name in ("TEI", "TEI.2"):
            self._volume.begin(given.get("id", ""))
        if "teiHeader" in self._path[:4]:
            self._volume.start_in_header(self._path, given)
        self._volume.start_person(self._path, given)
        if not self._hidden_from and self._is_hidden(name):
            self._hidden_from = depth
        if not self._hidden_from:
            self._start(name, given, depth)

    def end(self, tag: str) -> None:
        """An element ends."""
        self.events += 1
        depth, name = len(self._path), self._path[-1]
        self._captures.end(depth)
        if not self._hidden_from:
            self._end(name, depth)
        elif self._hidden_from == depth:
            self._hidden_from = 0
        self._path.pop()

    def characters(self, data: str) -> None:
        """Text comes."""
        self._captures.add(data, self._hidden_from)
        if self._rooms and not (self._hidden_from or self._head_from):
            self._rooms[-1].flow.add(data)

    def _is_hidden(self, name: str) -> bool:
        return name in _HIDDEN or (name in _HIDDEN_IN_A_CHOICE and self._path[-2:-1] == ["choice"])

    # --- what begins ------------------------------------------------------------------------------

    def _start(self, name: str, given: dict[str, str], depth: int) -> None:
        if self._is_room(name):
            own = bool(_DIVISION.fullmatch(name)) and given.get("type", "").lower() in _DOCUMENTS
            self._rooms.append(_Room(name, depth, given, own and not self._in_document()))
        elif self._rooms:
            room = self._rooms[-1]
            if name in ("opener", "dateline") and self._opens(room, depth):
                room.own = True
            self._start_words(name, given, depth, room)
            self._start_known(name, given, depth, room)

    def _is_room(self, name: str) -> bool:
        parent = self._path[-2] if len(self._path) > 1 else ""
        if name == "text":
            return parent != "floatingText"
        return (name in ("front", "body", "back") and parent == "text") or bool(_DIVISION.fullmatch(name))

    def _opens(self, room: _Room, depth: int) -> bool:
        """Whether an opener or dateline makes a division a document, or a body."""
        aside = any(r.kind in ("front", "back") for r in self._rooms)
        direct = depth == room.depth + 1 or (depth == room.depth + 2 and self._path[-2] == "closer")
        return direct and room.kind != "text" and not aside and not self._in_document()

    def _in_document(self) -> bool:
        return any(room.own for room in self._rooms)

    def _start_words(self, name: str, given: dict[str, str], depth: int, room: _Room) -> None:
        listed = self._listed_from and depth > self._listed_from
        if name in _BLOCKS:
            room.flow.part("; " if listed else "\n\n")
        elif name in _SPACES and given.get("break") != "no":
            room.flow.space()
        if name in ("label", "speaker") or (name == "head" and listed):
            self._labels.append((depth, room.flow.length))
        if name == "list" and given.get("type", "").lower() == "participants":
            self._listed_from = self._listed_from or depth

    def _start_known(self, name: str, given: dict[str, str], depth: int, room: _Room) -> None:
        """Take note of a heading, a day, a name."""
        if name == "head" and depth == room.depth + 1 and not room.head and not self._head_from:
            if room.own or room.kind != "text":
                self._captures.begin(depth, room.takes_head)
            self._head_from = depth if room.own or _DIVISION.fullmatch(room.kind) else 0
        elif name == "date" and not {"dateline", "opener"}.isdisjoint(self._path[room.depth :]):
            if day := day_of(given):
                room.days.append(day)
            self._captures.begin(depth, room.takes_dateline)
        elif name == "persName" and (key := _reference(given)):
            self._names.append((depth, room.flow.length, key))

    # --- what ends --------------------------------------------------------------------------------

    def _end(self, name: str, depth: int) -> None:
        if self._head_from == depth:
            self._head_from = 0
        if not self._rooms:
            return
        if self._rooms[-1].depth == depth:
            self._leave(self._rooms.pop())
            return
        flow = self._rooms[-1].flow
        if self._names and self._names[-1][0] == depth:
            _, start, key = self._names.pop()
            flow.name(start, key)
        if name in _BLOCKS:
            flow.part("; " if self._listed_from and depth > self._listed_from else "\n\n")
        if self._labels and self._labels[-1][0] == depth:
            _, start = self._labels.pop()
            if flow.length > start:
                flow.lead("" if name == "label" else ":")
        if self._listed_from == depth:
            self._listed_from = 0

    def _leave(self, room: _Room) -> None:
        """A room ends: it is a document, or its text belongs to the one around it, if to any."""
        within = self._in_document()
        if room.own or (self._is_alone(room) and not within):
            self._complete(room, whole=room.kind == "body")
            for other in self._rooms:
                other.found += 1
        elif room.kind == "body" and not within:
            self.outside += room.flow.length
        elif self._rooms and room.kind not in ("front", "back"):
            outer = self._rooms[-1].flow
            if room.head and _DIVISION.fullmatch(room.kind):
                heading = Flow()
                heading.add(room.head)
                outer.join(heading)
            outer.join(room.flow)

    def _is_alone(self, room: _Room) -> bool:
        """Whether a body is all that a text has: no document stands in it, nor in what is before it."""
        found = room.found or (self._rooms and self._rooms[-1].found)
        return room.kind == "body" and not found and room.flow.length > 0

    def _complete(self, room: _Room, *, whole: bool) -> None:
        volume, own, spans = self._volume, room.given.get("id", ""), self.spans
        id = volume.id if whole else own and f"{volume.id or self._name.id}/{own}"
        head = _without_number(room.head, room.given.get("n", ""))
        fields = {
            "id": id,
            "title": (volume.title or head) if whole else head,
            "date": self._day(room, whole=whole),
            "publisher": volume.series if whole else volume.title,
            "text": room.flow.text(),
        }
        self.count += 1
        record: dict[str, Any] = {key: value for key, value in fields.items() if value or key == "text"}
        persons = [[start, end, self._called(key)] for start, end, key in room.flow.named()]
        if self.spans > spans:
            record["undated"] = True
        if persons := [person for person in persons if person[2]]:
            record["persons"] = persons
        self._done.append(record)

    def _called(self, key: str) -> str:
        name = self._volume.persons.get(key.rpartition("#")[2], "")
        self.strangers += not name and key.startswith("#")
        return name

    def _day(self, room: _Room, *, whole: bool) -> str:
        """The day of a dateline, as it is told there; where an editor's span excludes that, or without one, the span's."""
        first, last = (room.given.get(f"doc-dateTime-{end}", "")[:10] for end in ("min", "max"))
        last = last or first
        told = [day for day in room.days if not first or _near(first, -1) <= day <= _near(last, 1)]
        if told or first:
            self.spans += not told and first != last
            return told[0] if told else first if first == last else ""
        written = parse_day(room.dateline) if room.dateline else None
        return written.isoformat() if written else self._volume.sent if whole else ""


def _near(day: str, days: int) -> str:
    """A day before or behind, since editors give a time in another zone than the dateline."""
    with suppress(ValueError, OverflowError):
        return (dt.date.fromisoformat(day) + dt.timedelta(days)).isoformat()
    return day


def _without_number(head: str, number: str) -> str:
    """ "83. Memorandum", "[No. 83] Memorandum", where the document's own number is 83."""
    match = re.match(rf"\[?(?:No\. ?)?{re.escape(number)}\]?[.:)]?\s+(?=\S)", head) if number else None
    return head[match.end() :] if match else head


def _reference(given: dict[str, str]) -> str:
    """The id that a name refers to, with a number sign before it if it is one of this file."""
    value = next((given[key] for key in _REFERENCES if given.get(key)), "")
    return value.split()[0] if value.strip() else ""


def _local(name: str) -> str:
    return name.rpartition(":")[2]
