"""``diplograph show``: contacts as a table in the terminal."""

import io
import json
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from diplograph.cli.common import common_options, example, is_corpus, plural, selecting_options
from diplograph.cli.contacts import close, read_files, shards_in
from diplograph.cli.deciding import Deciding, decision_options
from diplograph.cli.intake import Intake, Reading, intake_options
from diplograph.cli.table import GAP, pad, printable, shorten, status_colour, terminal_width, width
from diplograph.extract.model import Contact, Status

if TYPE_CHECKING:
    from diplograph.extract.model import Party

_HEADS = ("date", "parties", "kind", "status")
_MOST_FOR_PARTIES = 48  # columns
_LEAST_FOR_SENTENCE = 40


@click.command(
    "show",
    short_help="Contacts as a table in the terminal.",
    epilog=example(
        "diplograph show seeds --party Blinken --status all", "diplograph show outputs/contacts.jsonl --kind call"
    ),
)
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@intake_options
@decision_options
@selecting_options
@common_options
def command(
    inputs: tuple[str, ...],
    reading: Reading,
    deciding: Deciding,
    wanted: dict[str, Any],
    quiet: bool,
) -> None:
    """Show the contacts in documents, or in files of contacts, as a table.

    INPUT is a file of documents or of contacts, a corpus, a folder, a pattern, or - for standard input. Sentences are
    cut to the width of the terminal; in a pipe they are whole.
    """
    from diplograph.graph.select import select, told_then

    intake = Intake(quiet=quiet, deciding=deciding)
    contacts = list(_contacts(inputs, reading, intake))
    chosen = select(contacts, **wanted)
    intake.apart = sum(told_then(c, **wanted) for c in contacts)
    for line in _table(chosen, terminal_width()):
        click.echo(line)
    close(intake, plural(len(chosen), "contact") if chosen else "No contacts were found.")


def _contacts(inputs: tuple[str, ...], reading: Reading, intake: Intake) -> Iterator[Contact]:
    stdin = io.BytesIO(sys.stdin.buffer.read()) if "-" in inputs else io.BytesIO()
    for are_contacts, group in groupby(inputs, lambda given: _holds_contacts(given, stdin)):
        if are_contacts:
            yield from read_files(tuple(group), intake, stdin)
        else:
            yield from intake.analyse(list(group), reading, stdin)


def _holds_contacts(given: str, stdin: io.BytesIO) -> bool:
    """Tell whether an input is a corpus, a folder of shards, or a file of contacts, by its first line."""
    if is_corpus(given) or shards_in(given):
        return True
    try:
        if given == "-":
            line = stdin.getvalue().lstrip().partition(b"\n")[0]
        elif Path(given).suffix.lower() == ".jsonl":
            with Path(given).open("rb") as handle:
                line = next((raw for raw in handle if raw.strip()), b"")
        else:
            return False
        record = json.loads(line)
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(record, dict) and "parties" in record and "text" not in record


def _table(contacts: list[Contact], columns: int | None) -> Iterator[str]:
    """Yield the lines of the table; on a narrow terminal, the sentence has a line of its own."""
    if not contacts:
        return
    cells = [_cells(contact) for contact in contacts]
    widths = [max(map(width, column)) for column in zip(_HEADS, *cells, strict=True)]
    widths[1] = min(widths[1], _MOST_FOR_PARTIES) if columns else widths[1]
    left = columns - sum(widths) - len(GAP) * len(widths) if columns else None
    beside = left is None or left >= _LEAST_FOR_SENTENCE
    heads = _row(_HEADS, widths, None) + (f"{GAP}sentence" if beside else "")
    yield click.style(heads.rstrip(), bold=True)
    for contact, row in zip(contacts, cells, strict=True):
        sentence = printable(contact.evidence.sentence)
        line = _row(row, widths, contact.status)
        if beside:
            yield f"{line}{GAP}{sentence if left is None else shorten(sentence, left)}"
        else:
            yield line.rstrip()
            yield " " * 4 + shorten(sentence, max(20, (columns or 0) - 4))


def _cells(contact: Contact) -> tuple[str, str, str, str]:
    from diplograph.extract.shown import days

    return days(contact), _parties(contact), str(contact.kind), str(contact.status)


def _row(cells: tuple[str, ...], widths: list[int], status: Status | None) -> str:
    padded: list[Any] = [pad(shorten(cell, size), size) for cell, size in zip(cells, widths, strict=True)]
    if status is not None:
        padded[-1] = click.style(padded[-1], fg=status_colour(status))
    return GAP.join(padded)


def _parties(contact: Contact) -> str:
    """Name the parties, sides apart by a dash: "A, B — C"."""
    sides: dict[int, list[Party]] = {}
    for party in contact.parties:
        sides.setdefault(party.side, []).append(party)
    return " — ".join(", ".join(printable(p.name) for p in sides[side]) for side in sorted(sides))
