"""``diplograph agreement``: how far people agree who decided on the same contacts."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from diplograph.cli.common import common_options, example
from diplograph.cli.table import aligned, printable
from diplograph.errors import InputError
from diplograph.graph.formats.json import indented

if TYPE_CHECKING:
    from diplograph.graph.decisions import Decision
    from diplograph.graph.decisions.agreement import Agreement

_HEADS = ("by", "decided by both", "the same", "kappa", "F1")


@click.command(
    "agreement",
    short_help="How far people agree who decided on the same contacts.",
    epilog=example(
        "diplograph agreement news.decisions.jsonl --list", "diplograph agreement ana.jsonl ben.jsonl --json"
    ),
)
@click.argument("files", metavar="DECISIONS...", nargs=-1, required=True)
@click.option("--list", "listed", is_flag=True, help="Also list each contact on which two differ.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@common_options
def command(files: tuple[str, ...], listed: bool, as_json: bool, quiet: bool) -> None:
    """Compare the decisions of every two people: how many both made, how many alike, Cohen's kappa, F1 of the contacts.

    DECISIONS are files that `diplograph review` or the page wrote. Two who are to be compared decide with --own, so that
    neither sees what the other did.
    """
    from diplograph.graph.decisions import read_decisions
    from diplograph.graph.decisions.agreement import agreements

    found = agreements(decision for file in files for decision in read_decisions(file))
    if not found:
        raise InputError("Nobody can be compared: the decisions are all by one person, or there are none.")
    if as_json:
        click.echo(indented([_plain(agreement) for agreement in found]))
        return
    for line in aligned([_HEADS, *map(_row, found)], left=(0,)):
        click.echo(line.rstrip())
    for agreement in found if listed else ():
        for line in _differing(agreement):
            click.echo(line)


def _row(agreement: "Agreement") -> tuple[str, ...]:
    counts = f"{agreement.both:,}", f"{agreement.agreed:,}"
    return printable(", ".join(agreement.names)), *counts, _figure(agreement.kappa), _figure(agreement.f1)


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _differing(agreement: "Agreement") -> Iterator[str]:
    for one, two in agreement.differing:
        contact = one.contact
        yield ""
        yield f"{printable(contact.document.id)}: {printable(contact.evidence.sentence)}"
        yield from (f"  {printable(d.by)}: {_said(d)}" for d in (one, two))


def _said(decision: "Decision") -> str:
    becomes = decision.becomes
    parties = " — ".join(party.name for party in (becomes or decision.contact).parties)
    changed = f" to {becomes.kind}, {becomes.status}" if becomes else ""
    return printable(f"{decision.verdict}{changed}: {parties}" + (f" ({decision.why})" if decision.why else ""))


def _plain(agreement: "Agreement") -> dict[str, object]:
    return {
        "by": list(agreement.names),
        "both": agreement.both,
        "same": agreement.agreed,
        "kappa": agreement.kappa,
        "f1": agreement.f1,
        "differing": [[decision.to_dict() for decision in two] for two in agreement.differing],
    }
