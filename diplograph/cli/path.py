"""``diplograph path``: how two parties are joined by contacts."""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

import click

from diplograph.cli.common import common_options, example, output, plural, selecting_options
from diplograph.cli.contacts import Who, chosen, close, identity_options, names_first
from diplograph.cli.intake import Intake
from diplograph.cli.table import printable, quoted, terminal_width
from diplograph.errors import InputError
from diplograph.extract.model import TOOK_PLACE, Status
from diplograph.graph.formats.json import indented

if TYPE_CHECKING:
    from diplograph.extract.model import Contact
    from diplograph.graph.paths import Chain, Step


@click.command(
    "path",
    short_help="How two parties are joined: the shortest chains.",
    epilog=example('diplograph path "Angela Merkel" "Wang Yi" outputs/contacts.jsonl --top 1'),
)
@click.argument("start", metavar="A")
@click.argument("goal", metavar="B")
@click.argument("sources", metavar="CONTACTS...", nargs=-1, required=True)
@click.option("--top", type=click.IntRange(min=1), default=3, show_default=True, help="Chains to show.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, with all contacts of each step.")
@identity_options
@selecting_options
@common_options
def command(
    start: str,
    goal: str,
    sources: tuple[str, ...],
    top: int,
    as_json: bool,
    who: Who,
    quiet: bool,
    wanted: dict[str, Any],
) -> None:
    """Show the shortest chains of contacts from A to B, each step with its latest sentence.

    A and B are any names that the documents use, whatever their case. CONTACTS is a file that `diplograph extract` or
    `build` wrote, or - for standard input. Only contacts that occurred make a chain, unless --status says otherwise. Of
    chains of equal length, those come first whose weakest link has most contacts.
    """
    names_first(start, goal)
    intake = Intake(quiet=quiet)
    contacts = chosen(sources, intake, who=who, wanted=wanted | {"statuses": wanted["statuses"] or set(Status)})
    statuses = wanted["statuses"] or TOOK_PLACE
    found = _chains(start, goal, contacts, intake.beside, statuses)
    intake.apart = sum(c.status in statuses for c in intake.beside)
    if as_json:
        _write_json(found[:top])
    else:
        for line in _lines(found[:top], terminal_width()):
            click.echo(line)
    close(intake, _closing(found, top, contacts, wider=wanted["statuses"] is None))


def _chains(
    start: str, goal: str, contacts: "list[Contact]", beside: "list[Contact]", statuses: Collection[Status]
) -> "list[Chain]":
    """Return the chains of contacts; ``beside`` are others, whose parties have their names too."""
    from diplograph.graph.lookup import find_party
    from diplograph.graph.paths import chains

    named = [*contacts, *beside]
    if not named:
        return []
    a, b = find_party(named, start), find_party(named, goal)
    if a == b:
        raise InputError(f"{start!r} and {goal!r} are one and the same party: give two.")
    return chains([c for c in contacts if c.status in statuses], a, b)


def _lines(found: "list[Chain]", columns: int | None) -> Iterator[str]:
    for number, chain in enumerate(found, 1):
        names = [chain[0].names[0], *(step.names[1] for step in chain)]
        if number > 1:
            yield ""
        yield click.style(f"{number}. {printable(' — '.join(names))}", bold=True)
        for step in chain:
            yield from _step(step, columns)


def _step(step: "Step", columns: int | None) -> Iterator[str]:
    from diplograph.extract.shown import days

    latest = step.contacts[0]
    status = "" if latest.status is Status.OCCURRED else f", {latest.status}"
    more = f" (+{len(step.contacts) - 1:,} more)" if len(step.contacts) > 1 else ""
    yield f"   {printable(' — '.join(step.names))}: {latest.kind}{status}, {days(latest)}{more}"
    yield from quoted(latest, columns)


def _write_json(found: "list[Chain]") -> None:
    steps = [
        [{"ids": s.ids, "names": s.names, "contacts": [c.to_dict() for c in s.contacts]} for s in f] for f in found
    ]
    with output("-") as handle:
        handle.write(indented({"chains": steps}) + "\n")


def _closing(found: "list[Chain]", top: int, contacts: "list[Contact]", *, wider: bool) -> str:
    if not contacts:
        return "No contacts were found."
    if not found:
        return "No chain of contacts joins them" + ("; --status all also counts what did not occur." if wider else ".")
    count = plural(len(found), "shortest chain")
    shown = f"{top:,} of {count}" if top < len(found) else count
    return f"{shown} of {plural(len(found[0]), 'step')}"
