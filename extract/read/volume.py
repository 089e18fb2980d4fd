"""What a TEI file says of itself in its header, and whom its list of persons names."""

from collections.abc import Callable
from dataclasses import dataclass, field

from diplograph.extract.read.names import natural

_MOST_PERSONS = 200_000
_LONGEST_FIELD = 2_000  # characters
_DAYS = ("when", "when-iso", "value", "from", "notBefore")
_ENDS = {"from": "to", "notBefore": "notAfter"}
_WHOLE = len("1961-06-03")


def day_of(attributes: dict[str, str]) -> str:
    """Return the day that the attributes of a TEI ``date`` tell; nothing if a longer time, or none."""
    for key in _DAYS:
        day = attributes.get(key, "")[:_WHOLE]
        if len(day) == _WHOLE and attributes.get(_ENDS.get(key, ""), day)[:_WHOLE] == day:
            return day
    return ""


@dataclass(slots=True)
class _Capture:
    depth: int
    then: Callable[[str], None]
    parts: list[str] = field(default_factory=list)
    size: int = 0


class Captures:
    """The texts of elements that are gathered, beside all else, until they end."""

    def __init__(self) -> None:
        self._open: list[_Capture] = []

    def begin(self, depth: int, then: Callable[[str], None]) -> None:
        """Gather the text of the element at ``depth``, and call ``then`` with it."""
        self._open.append(_Capture(depth, then))

    def add(self, data: str, hidden_from: int) -> None:
        """Take text; what is hidden from some depth on belongs only to what began deeper."""
        for capture in self._open:
            if capture.size < _LONGEST_FIELD and (not hidden_from or capture.depth > hidden_from):
                capture.parts.append(data)
                capture.size += len(data)

    def end(self, depth: int) -> None:
        """The element at ``depth`` ends."""
        while self._open and self._open[-1].depth == depth:
            capture = self._open.pop()
            capture.then(" ".join("".join(capture.parts).split()))


class Volume:
    """The header of a TEI file, and its list of persons.

    Attributes:
        id: That of the file; nothing if it has none.
        title: Its own.
        series: What it is part of, else who published it.
        sent: The day on which a letter was sent, as the header tells.
        persons: The name of each person listed so far, as texts give names, by its id.
    """

    def __init__(self, captures: Captures) -> None:
        self._captures = captures
        self.persons: dict[str, str] = {}
        self._person = ""
        self._parts: dict[str, list[str]] = {}
        self.begin("")

    def begin(self, id: str) -> None:
        """Another file of a corpus begins."""
        self.id, self.title, self.series, self.sent = id, "", "", ""

    def start_in_header(self, path: list[str], given: dict[str, str]) -> None:
        """An element begins, within the header."""
        depth, name, parent = len(path), path[-1], path[-2] if len(path) > 1 else ""
        if name == "title" and parent == "titleStmt" and given.get("type", "main") in ("main", "complete"):
            self._captures.begin(depth, self._titled)
        elif (name, parent) in (("title", "seriesStmt"), ("publisher", "publicationStmt")):
            self._captures.begin(depth, self._published)
        elif name == "date" and parent == "correspAction":
            self.sent = self.sent or day_of(given)

    def start_person(self, path: list[str], given: dict[str, str]) -> None:
        """A ``person`` or ``persName`` begins, or a part of one."""
        depth, name = len(path), path[-1]
        if name == "person":
            self._person = given.get("id", "")
        elif name == "persName":
            key = given.get("id") or (self._person if "person" in path[:-1] else "")
            self._parts = {}
            if key and key not in self.persons and len(self.persons) < _MOST_PERSONS:
                self._captures.begin(depth, lambda text: self._list(key, text))
        elif name in ("surname", "forename") and "persName" in path[-4:]:
            self._captures.begin(depth, lambda text: self._parts.setdefault(name, []).append(text))

    def _titled(self, text: str) -> None:
        self.title = self.title or text

    def _published(self, text: str) -> None:
        self.series = self.series or text

    def _list(self, key: str, text: str) -> None:
        parts = self._parts
        name = " ".join([*parts["forename"], *parts["surname"]]) if len(parts) == 2 else natural(text)
        if name:
            self.persons.setdefault(key, name)
