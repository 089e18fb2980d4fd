"""``diplograph graph``: contacts to files of any format."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from diplograph.cli.common import (
    common_options,
    example,
    open_page,
    output,
    page_options,
    plural,
    selecting_options,
)
from diplograph.cli.contacts import Who, chosen, close, identity_options
from diplograph.cli.intake import Intake
from diplograph.cli.made import provenance_of, step
from diplograph.graph.formats import format_of, formats, suffixes

if TYPE_CHECKING:
    from diplograph.graph.dyads import Lost


def _targets(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    for target in value if ctx.params.get("format") is None else ():
        if not Path(target).name.lower()[1:].endswith(suffixes()):
            raise click.BadParameter(f"{target!r} must end in one of {', '.join(suffixes())}, or --to name the format.")
    return value


@click.command(
    "graph",
    short_help="Contacts to any format, by suffix or name.",
    epilog=example("diplograph graph contacts.jsonl -o calls.graphml -o calls.html --kind call --from 2021-08-15"),
)
@click.argument("sources", metavar="CONTACTS...", nargs=-1, required=True)
@click.option(
    "-o", "--output", "targets", metavar="FILE", multiple=True, required=True, callback=_targets,
    help="A file to write, its format told by its suffix, or - with --to; repeatable.",
)  # fmt: skip
@click.option(
    "--to", "format", type=click.Choice(formats()), metavar="FORMAT", is_eager=True,
    help=f"The format, whatever the suffix: {', '.join(formats())}.",
)  # fmt: skip
@click.option(
    "--level", type=click.Choice(["pair", "contact"]), default="pair", show_default=True,
    help="In GraphML, CSV, Cytoscape and node-link JSON, one edge a pair or one edge a contact.",
)  # fmt: skip
@page_options
@identity_options
@selecting_options
@common_options
def command(
    sources: tuple[str, ...],
    targets: tuple[str, ...],
    format: str | None,
    level: Literal["pair", "contact"],
    title: str | None,
    review: bool,
    show: bool,
    who: Who,
    wanted: dict[str, Any],
    quiet: bool,
) -> None:
    """Write contacts as a graph: a page to explore, files for Gephi, Cytoscape, Neo4j and Aleph, RDF, and tables.

    CONTACTS is a file that `diplograph extract` or `build` wrote, or - for standard input.

    \b
    .html                  the page
    .graphml .gexf         Gephi, networkx, igraph
    .cyjs .json            Cytoscape; networkx and d3 (node-link)
    .csv                   spreadsheets: NAME.nodes.csv and NAME.edges.csv
    .jsonl .parquet        the contacts themselves
    .ttl .jsonld .nt       RDF
    .cypher                Neo4j: a script, and five tables beside it
    .ftm.json              FollowTheMoney
    .events.tsv            event data, with the columns of POLECAT
    .rem.csv               relational event history, for remify
    .bib .ris .csl.json    references to the documents: BibTeX, RIS, CSL-JSON
    .codebook.csv          what every column of these means

    Unless --status says otherwise, graphs, CSV, FollowTheMoney and events hold what occurred; the others and the page hold
    everything, with its status (--status all).
    """
    from diplograph.graph.formats import write

    pages = [t for t in targets if t != "-" and format_of(t, format) == "html"]
    for option, asked in (("--open", show), ("--review", review)):
        if asked and not pages:
            raise click.BadParameter("it needs a page: give one with -o NAME.html.", param_hint=option)
    if review:
        who.deciding.keep()
    intake = Intake(quiet=quiet)
    found = chosen(sources, intake, who=who, wanted=wanted)
    lost: list[Lost] = []
    made = provenance_of(sources).then(step(intake))
    beside = who.deciding.review(sources[0])
    how: dict[str, Any] = {
        "level": level,
        "title": title,
        "format": format,
        "tell": lost.append,
        "made": made,
        "review": beside,
    }
    how |= {n: wanted[n] for n in ("statuses", "basis")}
    for target in targets:
        if target == "-":
            with output(target) as handle:
                write(found, handle, **how)
        else:
            write(found, target, **how)
    close(
        intake, f"{plural(intake.contacts, 'contact')}, {plural(len(found), 'encounter')} in {', '.join(targets)}", lost
    )
    if show:
        for page in pages:
            open_page(Path(page))
