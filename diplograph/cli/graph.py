"""``diplograph graph``: contacts to files of any format."""

import datetime as dt
from pathlib import Path
from typing import Literal

import click

from diplograph.cli.common import Intake, choice, common_options, example, plural, selecting_options
from diplograph.cli.contacts import read_files


def _targets(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    from diplograph.graph.formats import suffixes

    for target in value:
        if Path(target).suffix.lower() not in suffixes():
            raise click.BadParameter(f"{target!r} must end in one of {', '.join(suffixes())}.")
    return value


@click.command(
    "graph",
    short_help="Contacts to any format, by suffix.",
    epilog=example("diplograph graph contacts.jsonl -o calls.graphml -o calls.html --kind call --from 2021-08-15"),
)
@click.argument("sources", metavar="CONTACTS...", nargs=-1, required=True)
@click.option(
    "-o", "--output", "targets", metavar="FILE", multiple=True, required=True, callback=_targets,
    help="A file to write: .html, .graphml, .gexf, .csv or .jsonl; repeatable.",
)  # fmt: skip
@click.option(
    "--level", type=click.Choice(["pair", "contact"]), default="pair", show_default=True,
    help="In GraphML and CSV, one edge a pair or one edge a contact.",
)  # fmt: skip
@click.option("--title", help="The heading of the page.")
@selecting_options
@common_options
def command(
    sources: tuple[str, ...],
    targets: tuple[str, ...],
    level: Literal["pair", "contact"],
    title: str | None,
    statuses: tuple[str, ...],
    kinds: tuple[str, ...],
    since: dt.date | None,
    until: dt.date | None,
    parties: tuple[str, ...],
    quiet: bool,
) -> None:
    """Write contacts as a graph: a page to explore, GraphML or GEXF for Gephi, CSV, or JSON Lines.

    CONTACTS is a file that `diplograph extract` or `build` wrote, or - for standard input. Unless --status says
    otherwise, GraphML, GEXF and CSV hold what occurred; the page and JSON Lines hold everything (--status all).
    """
    from diplograph.graph.formats import write
    from diplograph.graph.select import select

    intake = Intake(quiet=quiet)
    wanted = choice(statuses=statuses, kinds=kinds, since=since, until=until, parties=parties)
    chosen = select(intake.counted(read_files(sources, intake)), **wanted)
    for target in targets:
        write(chosen, target, level=level, title=title, statuses=wanted["statuses"])
    if not quiet:
        click.echo(f"{len(chosen):,} of {plural(intake.contacts, 'contact')} in {', '.join(targets)}", err=True)
