"""``diplograph parties``: who is who over all documents, what was merged and why, and what is left to decide."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from diplograph.cli.common import common_options, example
from diplograph.cli.contacts import read_files
from diplograph.cli.deciding import Deciding, decision_options
from diplograph.cli.intake import Intake
from diplograph.cli.table import sheets, terminal_width
from diplograph.graph.formats.json import indented

if TYPE_CHECKING:
    from diplograph.extract.model import Contact
    from diplograph.graph.identity import Identity
    from diplograph.graph.tables import Table


@click.command(
    "parties",
    short_help="Who is who: aliases, merges, and doubts to decide.",
    epilog=example(
        "diplograph parties contacts.jsonl --merges", "diplograph parties contacts.jsonl --actors actors.yaml"
    ),
)
@click.argument("sources", metavar="CONTACTS...", nargs=-1, required=True)
@click.option("--actors", metavar="FILE", help="Your own table of parties, in YAML.")
@click.option("--merges", is_flag=True, help="Also list each name that was taken for another party's, and why.")
@click.option("--json", "as_json", is_flag=True, help="Parties, merges and doubts as JSON.")
@decision_options
@common_options
def command(
    sources: tuple[str, ...], actors: str | None, merges: bool, as_json: bool, deciding: Deciding, quiet: bool
) -> None:
    """List the parties of contacts under one name each, with their other names.

    Below them stands what could be one party but was left apart: put the names under `merge` or `apart` in a table
    for --actors to decide it.
    """
    from diplograph.graph.identity import identify, read_actors

    table = read_actors(actors) if actors else None
    intake = Intake(quiet=quiet, deciding=deciding)
    contacts = list(read_files(sources, intake))
    identity = identify(contacts, table)
    rows = _parties(contacts, identity)
    if as_json:
        click.echo(indented(_plain(rows, identity)))
        return
    for line in sheets(_tables(rows, identity, merges), terminal_width()):
        click.echo(line)


def _parties(contacts: "list[Contact]", identity: "Identity") -> list[dict[str, Any]]:
    """Return a row a party, those in most contacts first."""
    counts: Counter[str] = Counter()
    names: defaultdict[str, Counter[str]] = defaultdict(Counter)
    seen = {}
    for contact in contacts:
        renamed = identity.rename(contact)
        counts.update({p.id for p in renamed.parties})
        for mentioned, party in zip(contact.parties, renamed.parties, strict=True):
            seen[party.id] = party
            names[party.id][mentioned.name] += 1
    ranked = sorted(seen.values(), key=lambda p: (-counts[p.id], p.name, p.id))
    return [
        {
            "id": p.id,
            "name": p.name,
            "type": p.type.value,
            "country": p.country,
            "contacts": counts[p.id],
            "aliases": [n for n, _ in sorted(names[p.id].items(), key=lambda i: (-i[1], i[0])) if n != p.name],
        }
        for p in ranked
    ]


def _plain(rows: list[dict[str, Any]], identity: "Identity") -> dict[str, Any]:
    return {
        "parties": rows,
        "merges": [{"name": m.name, "party": m.party, "reason": m.reason, "score": m.score} for m in identity.merges],
        "doubts": [{"name": d.name, "others": list(d.others), "reason": d.reason} for d in identity.doubts],
    }


def _tables(rows: list[dict[str, Any]], identity: "Identity", merges: bool) -> "Iterator[Table]":
    from diplograph.graph.tables import Table

    heads = ("party", "type", "country", "contacts", "also named")
    cells = ((r["name"], r["type"], r["country"] or "", f"{r['contacts']:,}", "; ".join(r["aliases"])) for r in rows)
    yield Table("Parties", heads, tuple(cells), left=(0, 1, 2, 4))
    if merges and identity.merges:
        merged = tuple((m.name, m.party, _because(m.reason, m.score)) for m in identity.merges)
        yield Table("Merged", ("name", "taken for", "because of"), merged, left=(0, 1, 2))
    if identity.doubts:
        left = tuple((d.name, " or ".join(d.others), d.reason) for d in identity.doubts)
        note = "To decide, put the names under `merge` or `apart` in a table for --actors."
        yield Table("Left apart", ("name", "may be", "because of"), left, left=(0, 1, 2), note=note)


def _because(reason: str, score: float | None) -> str:
    return reason if score is None else f"{reason} ({score:.0f})"
