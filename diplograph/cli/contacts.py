"""What the commands share that read contacts: the files, who is who in them, and the level of persons or states."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from diplograph.cli.common import Intake
from diplograph.errors import InputError

if TYPE_CHECKING:
    from diplograph.extract.model import Contact

_DOCUMENTS = {".txt", ".md"}

_Function = TypeVar("_Function", bound=Callable[..., Any])


def read_files(sources: tuple[str, ...], intake: Intake) -> "Iterator[Contact]":
    """Yield the contacts of files that ``diplograph extract`` wrote; - is standard input."""
    from diplograph.graph.formats.jsonl import read_contacts

    for source in sources:
        if Path(source).suffix.lower() in _DOCUMENTS or Path(source).is_dir():
            intake.report(
                InputError(f"{source} holds documents, not contacts: run `diplograph extract {source}` first.")
            )
        else:
            given = sys.stdin.buffer if source == "-" else source
            yield from read_contacts(given, on_error=intake.report)


def names_first(*names: str) -> None:
    """Refuse a file where the name of a party should stand."""
    for name in names:
        if Path(name).suffix.lower() == ".jsonl":
            raise click.UsageError(f"{name!r} is a file, not a party: names come first, then files.")


def level_option(function: _Function) -> _Function:
    """Add --by; ``chosen`` reads it."""
    return click.option(
        "--by",
        type=click.Choice(["party", "state"]),
        default="party",
        show_default=True,
        help="Parties as they are, or every person as his or her state.",
    )(function)


def chosen(sources: tuple[str, ...], intake: Intake, *, by: str, wanted: dict[str, Any]) -> "list[Contact]":
    """Return the contacts of files that pass the selecting options, each encounter once.

    Args:
        by: ``"state"`` makes persons their states; --party then takes the names of both.
        wanted: The keywords of ``diplograph.graph.select.select``.
    """
    from diplograph.graph.identity import fold
    from diplograph.graph.rollup import by_state
    from diplograph.graph.select import select

    contacts = fold(intake.counted(read_files(sources, intake)))
    passed = select(contacts, **wanted)
    if by == "party":
        return passed
    named = {c.id for c in passed}
    return [c for c in by_state(contacts) if c.id in named or select([c], **wanted)]
