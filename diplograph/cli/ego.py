"""``diplograph ego``: one party, those it was in contact with, and what was said last."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from diplograph.cli.common import common_options, example, output, plural, selecting_options
from diplograph.cli.contacts import Who, chosen, close, identity_options, names_first
from diplograph.cli.intake import Intake
from diplograph.cli.table import printable, quoted, sheets, status_colour, terminal_width
from diplograph.extract.times import Basis
from diplograph.graph.formats.json import indented

if TYPE_CHECKING:
    from diplograph.extract.model import Contact


@click.command(
    "ego",
    short_help="One party: its partners and its latest contacts.",
    epilog=example('diplograph ego "Wang Yi" outputs/contacts.jsonl --from 2021-08-15'),
)
@click.argument("party", metavar="PARTY")
@click.argument("sources", metavar="CONTACTS...", nargs=-1, required=True)
@click.option("--top", type=click.IntRange(min=1), default=10, show_default=True, help="Rows of a table.")
@click.option("--json", "as_json", is_flag=True, help="All partners and contacts, as JSON.")
@identity_options
@selecting_options
@common_options
def command(
    party: str, sources: tuple[str, ...], top: int, as_json: bool, who: Who, quiet: bool, wanted: dict[str, Any]
) -> None:
    """Show whom PARTY was in contact with, by status and kind, from when to when, and the latest sentences.

    PARTY is any name that the documents use, whatever its case. CONTACTS is a file that `diplograph extract` or `build`
    wrote, or - for standard input. All contacts are shown, unless --status says otherwise.
    """
    from diplograph.graph.ego import contacts_of
    from diplograph.graph.lookup import find_party

    names_first(party)
    intake = Intake(quiet=quiet)
    contacts = chosen(sources, intake, who=who, wanted=wanted)
    node = find_party([*contacts, *intake.beside], party) if contacts or intake.beside else ""
    own = contacts_of(contacts, node)
    intake.apart = len(contacts_of(intake.beside, node))
    if as_json:
        _write_json(own, node, wanted["basis"])
    elif own:
        for line in _lines(own, node, top, wanted["basis"], terminal_width()):
            click.echo(line)
    close(intake, f"{len(own):,} of {plural(len(contacts), 'contact')}" if own else "No contacts were found.")


def _lines(contacts: "list[Contact]", node: str, top: int, basis: Basis, columns: int | None) -> Iterator[str]:
    from diplograph.graph.assemble import assemble
    from diplograph.graph.ego import partner_table, partners
    from diplograph.graph.periods import latest_first

    data = assemble(contacts).nodes[node]
    facts = ", ".join(v for v in (data["party_kind"], data.get("country")) if v)
    aliases = f"; also {data['aliases'].replace('; ', ', ')}" if "aliases" in data else ""
    yield click.style(printable(data["label"]), bold=True) + f" ({printable(facts + aliases)})"
    yield from sheets([partner_table(partners(contacts, node, basis), top)], columns)
    yield from ("", click.style("Latest", bold=True))
    for contact in latest_first(contacts)[:top]:
        yield from _contact_lines(contact, node, columns)


def _contact_lines(contact: "Contact", node: str, columns: int | None) -> Iterator[str]:
    from diplograph.extract.shown import days
    from diplograph.graph.assemble import party_pairs

    others = ", ".join(
        p.name for pair in party_pairs(contact) if node in {q.id for q in pair} for p in pair if p.id != node
    )
    status = click.style(str(contact.status), fg=status_colour(contact.status))
    yield f"   {printable(others)}: {contact.kind}, {status}, {days(contact)}"
    yield from quoted(contact, columns)


def _write_json(contacts: "list[Contact]", node: str, basis: Basis) -> None:
    from diplograph.graph.assemble import party_names
    from diplograph.graph.ego import partners
    from diplograph.graph.periods import latest_first

    record = {
        "id": node or None,
        "name": party_names(contacts).get(node),
        "partners": [asdict(partner) for partner in partners(contacts, node, basis)],
        "contacts": [contact.to_dict() for contact in latest_first(contacts)],
    }
    with output("-") as handle:
        handle.write(indented(record) + "\n")
