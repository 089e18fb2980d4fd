"""JSON Lines: one document a line, with the fields id, date, title, text, url and publisher."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

from diplograph.errors import InputError, OnError
from diplograph.extract.read.columns import Columns, listed
from diplograph.extract.read.fields import Notes, flat, picked
from diplograph.extract.read.patience import Patience
from diplograph.extract.read.raw import Raw, row
from diplograph.extract.read.streams import Opened
from diplograph.extract.read.text import LIMIT, InputName, InputNotice, decode, guess, is_binary

_LONGEST_LINE = 16 * LIMIT  # bytes; a text within the limit takes at most 12 a character, escaped


def pieces(handle: IO[bytes]) -> Iterator[bytes]:
    """Yield the lines of a file; one that is too long comes in pieces."""
    return iter(lambda: handle.readline(_LONGEST_LINE), b"")


def read_jsonl(file: Opened, columns: Columns, report: OnError) -> Iterator[Raw]:
    """Yield the record of each line; a line that holds none is reported with its number and skipped.

    Args:
        file: The ids of documents without one begin with that of its name.
        columns: Which fields hold what; those of them that no line has are reported at the end.
    """
    name = file.name
    reader = _Lines(name, columns, report)
    try:
        yield from reader.read(pieces(file.stream))
    except ResultError as error:
        report(InputError(f"{name.shown} holds {error}."))
    except _ColumnError as error:
        report(InputError(str(error)))
    reader.notes.tell(report)


class ResultError(Exception):
    """A file holds what diplograph writes, which is no document; the message says what, and what to do."""


def is_result(record: Mapping[str, Any]) -> bool:
    """Tell whether a record is one that diplograph writes: a contact, decision, task, manifest, or entity for FollowTheMoney."""
    if _is_task(record):
        return True
    entity = record.keys() >= {"schema", "properties"}
    return record.get("text") is None and (_is_contact(record) or _is_decision(record) or entity)


def result_error(record: Mapping[str, Any]) -> ResultError:
    """Return what to say of a record that diplograph wrote."""
    if _is_contact(record):
        return ResultError("contacts, not documents: use `diplograph graph` or `diplograph show`")
    if _is_manifest(record):
        return ResultError("what made files of diplograph, no documents: leave it where it is")
    if _is_decision(record):
        return ResultError("decisions, not documents: give it to a command by --decisions")
    if _is_task(record):
        return ResultError("contacts to be decided on, not documents: `diplograph decisions` reads what was answered")
    return ResultError("entities of FollowTheMoney, not documents: give the documents that they were made of")


def _is_contact(record: Mapping[str, Any]) -> bool:
    return record.keys() >= {"parties", "evidence"}


def _is_manifest(record: Mapping[str, Any]) -> bool:
    return record.keys() >= {"diplograph", "extraction_known"}


def _is_decision(record: Mapping[str, Any]) -> bool:
    return record.keys() >= {"decision", "contact"}


def _is_task(record: Mapping[str, Any]) -> bool:
    """Whether it is a contact as Prodigy or Label Studio takes it."""
    data = record.get("data")
    return "diplograph" in record or (isinstance(data, Mapping) and "diplograph" in data)


class _ColumnError(Exception):
    """The first line has no text where the user said that it is."""


class _Lines:
    """Reads the lines of one file and remembers what concerns them all."""

    def __init__(self, name: InputName, columns: Columns, report: OnError) -> None:
        self.name, self.columns, self.report = name, columns, report
        self.encoding: str | None = None
        self.missing = columns.named()
        self.first: list[str] | None = None
        self.patience = Patience(name)
        self.notes = Notes(name, columns)

    def read(self, lines: Iterable[bytes]) -> Iterator[Raw]:
        shown, empty = self.name.shown, True
        for number, line in _whole(lines):
            if empty and line is not None and is_binary(line):
                self.report(InputError(f"{shown} is a binary file, not JSON Lines: give one document a line, as JSON."))
                return
            empty = False
            fields: Mapping[str, Any] = {}
            try:
                fields = self._fields(line, number)
            except ValueError as error:
                where = f"{shown}, line {number}"
                self.report(InputError(f"{where}: {error}; each line must hold one document as JSON, with a `text`."))
            else:
                yield row(self.name, number, fields, "line")
            self.patience.met(fields.get("text"))
        if empty:
            self.report(InputNotice(f"{shown} is empty: nothing was read from it."))
        elif self.missing and self.first is not None:
            self.report(_no_column(shown, self.missing, self.first))

    def _fields(self, line: bytes | None, number: int) -> Mapping[str, Any]:
        record, problem = self._record(line)
        if is_result(record):
            raise result_error(record)
        values = flat(record)
        found = picked(values, self.columns)
        self._check(record, found)
        if "text" not in found and not isinstance(record.get(self.columns.text or "text"), str):
            raise ValueError("it has no `text`")
        if problem:
            self.report(InputNotice(f"In {self.name.shown}, line {number}, {problem}."))
        self.notes.met(values, found)
        return {"text": "", **{field: values[column] for field, column in found.items()}}

    def _check(self, record: Mapping[str, Any], found: Mapping[str, str]) -> None:
        """Cross off the columns that this line has."""
        if self.missing:
            there = {field for field in self.missing if field in found or self.missing[field] in record}
            self.missing = {field: column for field, column in self.missing.items() if field not in there}
            if self.first is None and "text" in self.missing:
                raise _ColumnError(str(_no_column(self.name.shown, self.missing, record)))
        self.first = self.first or list(record)

    def _record(self, line: bytes | None) -> tuple[dict[str, Any], str | None]:
        if line is None:
            raise ValueError(f"it is longer than {_LONGEST_LINE:,} bytes")
        text, problem = self._decoded(line)
        try:
            record = json.loads(text)
        except RecursionError:
            raise ValueError("it is nested too deeply") from None
        except json.JSONDecodeError as error:
            raise ValueError(f"not JSON ({error.msg} at character {error.pos + 1})") from None
        except ValueError:
            raise ValueError("not JSON (a number is too long)") from None
        if not isinstance(record, dict):
            raise ValueError("not a JSON object")  # noqa: TRY004 - as above
        return record, problem

    def _decoded(self, line: bytes) -> tuple[str, str | None]:
        """Decode a line; the first that is not UTF-8 settles what the others are read as."""
        try:
            return line.decode("utf-8-sig"), None
        except UnicodeDecodeError:
            self.encoding = self.encoding or guess(line)
        return decode(line, self.encoding)


def _no_column(shown: str, missing: Mapping[str, str], there: Iterable[str]) -> InputError:
    names = " or ".join(f"`{column}`" for column in missing.values())
    return InputError(f"{shown} has no column {names}; it has: {listed(there)}. Name one of these.")


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
