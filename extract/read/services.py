"""JSON as news services give it and people save it: a list, an object with the list in it, lines; read as a stream.

A service's answer is an object with the list of articles under a key of its own, two objects deep at most: ``articles``
(NewsAPI, GDELT, mediastack), ``response.results`` (Guardian), ``response.docs`` (New York Times), ``articles.results``
(Event Registry), ``hits.hits`` (Elasticsearch). Several answers may stand one after the other, or in a list.
"""

import codecs
import io
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import IO, Any

from diplograph.errors import InputError, OnError
from diplograph.extract.read.columns import Columns, is_short, listed
from diplograph.extract.read.fields import Notes, flat, picked
from diplograph.extract.read.patience import Patience
from diplograph.extract.read.raw import Raw, row
from diplograph.extract.read.streams import Joined, Opened
from diplograph.extract.read.tables import ResultError, is_result, pieces, read_jsonl, result_error
from diplograph.extract.read.text import LIMIT, TITLES, InputName, InputNotice, guess, is_binary, wide

_USUAL = "articles results docs data items documents news hits stories entries records rows posts value list response"
_LISTS = frozenset(_USUAL.split())
_DEEPEST = 3  # objects around the list, and lists in lists
_DEEPEST_VALUE = 200  # lists and objects in one another
# bytes from one article to the next; a text within the limit takes at most 12 a character, escaped
_LONGEST = 16 * LIMIT
_MOST_AROUND = 500_000  # values around the lists
_SAMPLE = 65_536  # bytes that a list's key is looked for in
_KEY_OF_LIST = re.compile(rb'"(?:' + "|".join(sorted(_LISTS)).encode() + rb')"\s*:\s*\[\s*\{', re.IGNORECASE)
_GRAPHS = (("nodes",), ("elements", "nodes"))
_ITEM = "\0"  # where one stands in a list
_DEEP = (_ITEM,) * (_DEEPEST + 2)
_Event = tuple[tuple[str, ...], str, Any]
"""Where it stands, as keys from the outside; what it is; and its value."""

_BLANK = b"\xef\xbb\xbf \t\r\n"


def read_json(file: Opened, columns: Columns, report: OnError, *, lines: bool) -> Iterator[Raw]:
    """Yield the articles of a file; what holds no text is reported with its number.

    Args:
        file: The ids of articles without one begin with that of its name.
        columns: Which fields hold what; one of a record within an article is called by both names, as in ``source.name``.
        lines: Whether to take what is broken for JSON Lines, in which each line has a chance of its own.
    """
    head, first = _first_line(file.stream)
    file = replace(file, stream=io.BufferedReader(Joined(head + first, file.stream)))
    if _is_of_lines(first, columns, lines=lines):
        yield from read_jsonl(file, columns, report)
    else:
        yield from _Articles(file.name, columns, report).read(file.stream, first)


def _first_line(stream: IO[bytes]) -> tuple[bytes, bytes]:
    """Read what is blank and the first line that is not."""
    head = b""
    for piece in pieces(stream):
        if piece.strip(_BLANK):
            return head, piece
        if len(head) < _SAMPLE:  # of a file that is blank, no more is wanted
            head += piece[:_SAMPLE]
    return head, b""


def _is_of_lines(first: bytes, columns: Columns, *, lines: bool) -> bool:
    """Tell whether each line holds a document, from the first."""
    if wide(first):
        return False
    start = first.lstrip(_BLANK)
    if not start or is_binary(first[:_SAMPLE]):
        return lines or not start
    try:
        found = json.loads(start)
    except (ValueError, RecursionError):
        return lines and not _goes_on(start)
    if not isinstance(found, dict):
        return lines and not isinstance(found, list)
    if _has_list(found) and not _has_whole_text(found, columns):
        return False
    return lines or is_result(found) or _has_text(found, columns)


def _goes_on(start: bytes) -> bool:
    """Tell whether a line that is no JSON is the first of many that are, or too long."""
    if start.startswith(b"[") or start.rstrip().endswith((b"{", b"[", b",")):
        return True
    return _KEY_OF_LIST.search(start[:_SAMPLE]) is not None


def _has_text(value: Mapping[str, Any], columns: Columns) -> bool:
    return "text" in picked(flat(value), columns)


def _has_whole_text(value: Mapping[str, Any], columns: Columns) -> bool:
    """Tell whether a record holds a text, and not only a title or summary, as an answer may have of its own."""
    found = picked(flat(value), columns)
    return "text" in found and found["text"] != found.get("title") and not is_short(found["text"])


def _has_list(value: Mapping[str, Any], depth: int = 1) -> bool:
    """Tell whether an object has a list of objects, or an empty one, where services have their articles."""
    for key, inner in value.items():
        if isinstance(inner, list) and str(key).casefold() in _LISTS and (not inner or isinstance(inner[0], Mapping)):
            return True
        if isinstance(inner, Mapping) and depth < _DEEPEST and _has_list(inner, depth + 1):
            return True
    return False


class _Articles:
    """Reads one file and remembers what concerns all of it."""

    def __init__(self, name: InputName, columns: Columns, report: OnError) -> None:
        self.name, self.columns, self.report = name, columns, report
        self.patience, self.notes = Patience(name), Notes(name, columns)
        self.number = 0
        self.listed = False

    def read(self, stream: IO[bytes], first: bytes) -> Iterator[Raw]:
        shown = self.name.shown
        if is_binary(first):
            self.report(InputError(f"{shown} is a binary file, not JSON: give the articles as JSON, or as a table."))
            return
        try:
            yield from self._streamed(stream, first)
        except ResultError as error:
            self.report(InputError(f"{shown} holds {error}."))
        self.notes.tell(self.report)

    def _streamed(self, stream: IO[bytes], first: bytes) -> Iterator[Raw]:
        import ijson

        utf8 = _Utf8(stream, first, self.name, self.report)
        # use_float: its parser in C crashes on an integer without end if it makes Python's of it
        events = _placed(ijson.basic_parse(utf8, multiple_values=True, use_float=True))
        try:
            for value in self._values(events, utf8):
                yield from self._rows(value)
        except (ijson.JSONError, ValueError, RecursionError) as error:
            where = f"after article {self.number:,}" if self.number else "at its beginning"
            why = str(error).partition("\n")[0].strip()
            self.report(InputError(f"{self.name.shown} is not whole, or no JSON, {where} ({why:.80}): save it anew."))
            return
        if not self.number and not self.listed:
            self.report(InputNotice(f"{self.name.shown} is empty: nothing was read from it."))
        elif not self.number:
            self.report(InputNotice(f"{self.name.shown} holds a list without articles: nothing was read from it."))

    def _values(self, events: Iterator[_Event], utf8: "_Utf8") -> Iterator[Any]:
        """Yield each object of a list as it ends, and what is around the lists, which is no list of articles."""
        import ijson

        around, count, listed = ijson.ObjectBuilder(), 0, False
        for place, event, value in events:
            if event == "start_map" and _is_listed(place):
                self.listed = listed = True
                yield _built(events)
                utf8.mark()
                continue
            if event == "start_array" and place in _GRAPHS:
                raise ResultError("a graph, not documents: give the documents that it was made of")
            around.event(event, value)
            count += 1 + len(value) // 32 if isinstance(value, str) else 1
            if count > _MOST_AROUND:
                raise InputError(f"{self.name.shown} holds more around its articles than in them: give them as a list.")
            if not place and event != "map_key" and event not in ("start_map", "start_array"):
                yield _Around(around.value, listed)
                around, count, listed = ijson.ObjectBuilder(), 0, False
                utf8.mark()

    def _rows(self, value: Any) -> Iterator[Raw]:
        around = isinstance(value, _Around)
        for record in self._around(value) if around else list(self._records(value, 1)) or [value]:
            yield self._row(record)

    def _around(self, value: "_Around") -> list[Any]:
        """Return the articles in what is no list under a usual key: itself, or whatever in it has a text."""
        whole = isinstance(value.of, Mapping) and _has_whole_text(value.of, self.columns)
        if value.listed and not whole:
            return []
        records = list(self._records(value.of, 1)) or list(self._records(value.of, 1, anywhere=True))
        self.listed = self.listed or value.of == [] or (isinstance(value.of, Mapping) and _has_list(value.of))
        if not records and not self.listed:
            raise _unknown(self.name.shown, value.of)
        return records

    def _records(self, value: Any, depth: int, *, anywhere: bool = False) -> Iterator[Mapping[str, Any]]:
        """Yield the articles in a value: itself, or those of the lists in it; none if there are none.

        Args:
            anywhere: Look for whole texts under keys that no service is known to use, too.
        """
        if isinstance(value, list):
            for inner in value if depth <= _DEEPEST else ():
                yield from self._records(inner, depth + 1, anywhere=anywhere)
        elif isinstance(value, Mapping):
            if is_result(value):
                raise result_error(value)
            if (_has_whole_text if anywhere or _has_list(value) else _has_text)(value, self.columns):
                yield value
                return
            for key, inner in value.items() if depth <= _DEEPEST else ():
                if isinstance(inner, Mapping | list) and (anywhere or str(key).casefold() in _LISTS):
                    yield from self._records(inner, depth + 1, anywhere=anywhere)

    def _row(self, record: Any) -> Raw:
        self.number += 1
        values = flat(record) if isinstance(record, Mapping) else {}
        found = picked(values, self.columns)
        fields = {field: values[name] for field, name in found.items()}
        self.notes.met(values, found)
        self.patience.met(fields.get("text"))
        return row(self.name, self.number, {"text": "", **fields}, "article")


@dataclass(frozen=True, slots=True)
class _Around:
    """A value of a file without the objects of its lists; ``listed`` tells whether it has such."""

    of: Any
    listed: bool


def _placed(events: Iterator[tuple[str, Any]]) -> Iterator[_Event]:
    """Yield the events with their places; those deep within a value have one place, which is no list's."""
    path: list[str] = []
    for event, value in events:
        if event in ("end_map", "end_array"):
            path.pop()
        elif event == "map_key":
            path[-1] = value
        yield (tuple(path) if len(path) <= _DEEPEST + 1 else _DEEP), event, value
        if event in ("start_map", "start_array"):
            path.append("" if event == "start_map" else _ITEM)
            if len(path) > _DEEPEST_VALUE:
                raise ValueError("it is nested too deeply")


def _is_listed(place: tuple[str, ...]) -> bool:
    """Tell whether an object stands in a list of articles: the file's, or one under a usual key of an answer."""
    *keys, last = place or ("",)
    if last != _ITEM or place == _DEEP:
        return False
    return not keys or (_ITEM not in keys and keys[-1].casefold() in _LISTS)


def _built(events: Iterator[_Event]) -> Any:
    """Return the object that has begun."""
    import ijson

    builder, depth = ijson.ObjectBuilder(), 1
    builder.event("start_map", None)
    while depth:
        _, event, value = next(events)
        builder.event(event, value)
        depth += (event in ("start_map", "start_array")) - (event in ("end_map", "end_array"))
    return builder.value


def _unknown(shown: str, value: Any) -> InputError:
    there = listed(flat(value)) if isinstance(value, Mapping) else f"{type(value).__name__}"
    said = value.get("message") if isinstance(value, Mapping) else None
    what = f"{shown} holds no list of articles, and no text of one; it has: {there}"
    more = f" (it says: {said:.100})" if isinstance(said, str) else ""
    return InputError(
        f"{what}{more}. Save the articles as a list, each with its `text`, or name it with --text-column."
    )


class _Utf8:
    """A stream of JSON in UTF-8, whatever it was in, that is read only as far as one article may reach."""

    def __init__(self, stream: IO[bytes], first: bytes, name: InputName, report: OnError) -> None:
        self._stream, self._name, self._report = stream, name, report
        self._since = 0
        encoding = _encoding(first[:_SAMPLE])
        if encoding in TITLES and encoding != "utf-8":
            self._tell(f"not all is UTF-8, so it was read as {TITLES[encoding]}; save it as UTF-8")
        self._lossy = False
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")

    def mark(self) -> None:
        """Note that an article was read."""
        self._since = 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes.

        Raises:
            InputError: There were too many since the last mark.
        """
        data = self._stream.read(size)
        self._since += len(data)
        if self._since > _LONGEST:
            raise InputError(
                f"{self._name.shown} has over {_LONGEST:,} bytes from one article to the next, more than one may hold: "
                "split it, or give its articles as a table."
            )
        text = self._decoder.decode(data, not data)
        while data and not text:  # half a character
            data = self._stream.read(size)
            text = self._decoder.decode(data, not data)
        if "\ufffd" in text and not self._lossy:
            self._lossy = True
            self._tell("not all bytes are text: what can't be read became \ufffd")
        return text.removeprefix("\ufeff").encode("utf-8", "replace")

    def _tell(self, what: str) -> None:
        self._report(InputNotice(f"In {self._name.shown}, {what}."))


def _encoding(sample: bytes) -> str:
    marked = wide(sample)
    if marked:
        return marked
    with suppress(UnicodeDecodeError):
        codecs.getincrementaldecoder("utf-8")().decode(sample)
        return "utf-8-sig"
    return "utf-8-sig" if guess(sample) == "utf-8" else guess(sample)
