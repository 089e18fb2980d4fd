"""JSON Lines: one document a line, with the fields id, date, title, text, url and publisher."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

from diplograph.errors import InputError
from diplograph.extract.model import Document, Source
from diplograph.extract.read.header import parse_day
from diplograph.extract.read.text import LIMIT, InputNotice, Name, Report, decode, document, is_binary

_LONGEST_LINE = 16 * LIMIT  # bytes; a text within the limit takes at most 12 a character, escaped


def pieces(handle: IO[bytes]) -> Iterator[bytes]:
    """Yield the lines of a file; one that is too long comes in pieces."""
    return iter(lambda: handle.readline(_LONGEST_LINE), b"")


def read_jsonl(
    lines: Iterable[bytes], path: str, shown: str, date: dt.date | None, report: Report
) -> Iterator[Document]:
    """Yield the document of each line; a line that holds none is reported with its number and skipped.

    Args:
        lines: What ``pieces`` yields.
        path: What the ids of documents without one begin with.
        shown: What messages call the file.
        date: The day of the documents that have none.
    """
    empty = True
    for number, raw in _whole(lines):
        empty = False
        name = Name(f"{path}:{number}", f"{shown}, line {number}")
        if number == 1 and raw is not None and is_binary(raw):
            report(InputError(f"{shown} is a binary file, not JSON Lines: give one document a line, as JSON."))
            return
        try:
            found = _document(_record(raw, name, report), name, date, report)
        except _ContactsError:
            report(InputError(f"{shown} holds contacts, not documents: use `diplograph graph` or `diplograph show`."))
            return
        except ValueError as error:
            report(InputError(f"{name.shown}: {error}; each line must hold one document as JSON, with a `text`."))
            continue
        if found:
            yield found
    if empty:
        report(InputNotice(f"{shown} is empty: nothing was read from it."))


class _ContactsError(Exception):
    """The lines are contacts."""


def _whole(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """Yield the lines that aren't blank, with their numbers; None for one that came in pieces."""
    number, broken = 0, False
    for piece in lines:
        goes_on = len(piece) >= _LONGEST_LINE and not piece.endswith(b"\n")
        number += not broken
        if goes_on and not broken:
            yield number, None
        elif not broken and piece.removeprefix(b"\xef\xbb\xbf").strip():
            yield number, piece
        broken = goes_on


def _record(raw: bytes | None, name: Name, report: Report) -> Mapping[str, Any]:
    if raw is None:
        raise ValueError(f"it is longer than {_LONGEST_LINE:,} bytes")
    text, problem = decode(raw)
    try:
        record = json.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON ({error.msg} at character {error.pos + 1})") from None
    if not isinstance(record, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004 - reported like every other broken line
    if problem:
        report(InputNotice(f"In {name.shown}, {problem}."))
    return record


def _document(record: Mapping[str, Any], name: Name, date: dt.date | None, report: Report) -> Document | None:
    text = record.get("text")
    if text is None and "parties" in record and "evidence" in record:
        raise _ContactsError
    if not isinstance(text, str):
        raise ValueError("it has no `text`")  # noqa: TRY004 - as above
    if not text.strip():
        report(InputNotice(f"{name.shown} has an empty `text`: nothing was read from it."))
        return None
    known = Source(
        _word(record, "id") or name.id,
        _word(record, "title"),
        _date(record, name, report),
        _word(record, "url"),
        _word(record, "publisher"),
    )
    return document(text, name, known, date, report)


def _word(record: Mapping[str, Any], key: str) -> str | None:
    value = record.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return " ".join(str(value).split()) or None


def _date(record: Mapping[str, Any], name: Name, report: Report) -> dt.date | None:
    written = _word(record, "date")
    date = parse_day(written) if written else None
    if date is None and record.get("date") not in (None, ""):
        report(InputNotice(f"In {name.shown}, {record['date']!r:.60} is not a date, write it as 2021-08-16."))
    return date
