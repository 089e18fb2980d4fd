"""Contacts as JSON Lines: the format that every command reads and writes."""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any, TextIO

from diplograph.errors import InputError
from diplograph.extract.model import Contact, Evidence, Party, Report, Source
from diplograph.graph.formats.json import encoded

_PathLike = str | os.PathLike[str]


def dump(contacts: Iterable[Contact], handle: TextIO) -> None:
    """Write one contact a line, in the order given, as it comes."""
    handle.writelines(line(contact) for contact in contacts)


def line(contact: Contact) -> str:
    r"""Return the contact as one line of JSON, ``\n`` included; lone surrogates become U+FFFD."""
    return encoded(contact.to_dict()) + "\n"


def read_contacts(
    source: _PathLike | Iterable[_PathLike] | IO[str] | IO[bytes],
    *,
    on_error: Callable[[InputError], None] | None = None,
) -> Iterator[Contact]:
    """Yield the contacts of JSON Lines files; empty lines are skipped.

    Args:
        source: One path, several, or an open handle.
        on_error: Called with every error in place of raising it; reading goes on with the next line or file.

    Raises:
        InputError: A file can't be read, or a line isn't a contact; the message names file and line.
    """
    report = on_error or _fail
    if isinstance(source, str | os.PathLike):
        source = [source]
    if hasattr(source, "read"):
        yield from _lines(source, str(getattr(source, "name", "<input>")), report)
        return
    for path in source:
        yield from _file(Path(path), report)


def _fail(error: InputError) -> None:
    raise error


def _file(path: Path, report: Callable[[InputError], None]) -> Iterator[Contact]:
    try:
        with path.open("rb") as handle:
            yield from _lines(handle, str(path), report)
    except OSError as error:
        report(
            InputError(f"Can't read {path}: {error.strerror or error}; give a file that `diplograph extract` wrote.")
        )


def _lines(handle: Iterable[Any], name: str, report: Callable[[InputError], None]) -> Iterator[Contact]:
    for number, raw in enumerate(handle, 1):
        try:
            text = raw.decode("utf-8") if isinstance(raw, bytes) else str(raw)
            text = text.removeprefix("\ufeff") if number == 1 else text
            if text.strip():
                yield _contact(text)
        except (ValueError, RecursionError) as error:
            reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
            report(InputError(f"{name}, line {number}: {reason}; each line must hold one contact as JSON."))


def _contact(text: str) -> Contact:
    record = json.loads(text)
    if not isinstance(record, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004 - reported like every other broken line
    contact = Contact.from_dict(record)
    of_reports = [part for r in contact.reports for part in (r, r.document, r.evidence)]
    for part in (contact, contact.document, contact.evidence, *contact.also, *contact.parties, *of_reports):
        _check(part)
    for party in contact.parties:
        _check_ids(party)
    return contact


_TEXT = {
    Contact: ("place", "topic", "channel", "reported_by", "code", "plover", "mode"),
    Report: ("place", "channel", "reported_by"),
    Source: ("title", "url", "publisher"),
    Party: ("country", "role", "org"),
    Evidence: (),
}
_NEEDED = {
    Contact: ("id",),
    Report: ("id",),
    Source: ("id",),
    Party: ("id", "name", "mention"),
    Evidence: ("sentence", "trigger", "rule"),
}
_NUMBERS = {
    Contact: (),
    Report: (),
    Source: (),
    Party: ("start", "end", "side"),
    Evidence: ("start", "end", "trigger_start", "trigger_end"),
}


def _check(part: Any) -> None:
    """Refuse values of the wrong type, which a dataclass takes without a word."""
    if isinstance(part, Evidence) and not (part.page is None or type(part.page) is int):
        raise ValueError(f"the field 'page' must be a whole number, not {part.page!r:.40}")
    cls = type(part)
    wrong = [n for n in _TEXT[cls] if not isinstance(getattr(part, n), str | None)]
    wrong += [n for n in _NEEDED[cls] if not isinstance(getattr(part, n), str)]
    if wrong:
        raise ValueError(f"the field '{wrong[0]}' must be text, not {getattr(part, wrong[0])!r:.40}")
    wrong = [n for n in _NUMBERS[cls] if type(getattr(part, n)) is not int]
    if wrong:
        raise ValueError(f"the field '{wrong[0]}' must be a whole number, not {getattr(part, wrong[0])!r:.40}")


def _check_ids(party: Party) -> None:
    if not all(isinstance(value, str) for _, value in party.ids):
        raise ValueError(f"the field 'ids' must be texts by name, not {dict(party.ids)!r:.40}")
