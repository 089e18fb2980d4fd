"""``diplograph check``: what Gephi will keep of a GraphML or GEXF file."""

from dataclasses import asdict

import click

from diplograph.cli.common import common_options, example
from diplograph.cli.table import printable
from diplograph.graph.formats.json import indented

_MOST = 20


@click.command(
    "check",
    short_help="What Gephi will keep of a GraphML or GEXF file.",
    epilog=example("diplograph check outputs/graph.gexf"),
)
@click.argument("file", metavar="FILE")
@click.option("--json", "as_json", is_flag=True, help="The findings as JSON.")
@common_options
@click.pass_context
def command(ctx: click.Context, file: str, as_json: bool, quiet: bool) -> None:
    """Tell what Gephi will keep of FILE, of whatever origin: nodes, edges, columns, timeline, and what is lost where.

    The exit code is 1 if anything is lost.
    """
    from diplograph.graph.check import check, lines

    found = check(file)
    if as_json:
        click.echo(indented({**asdict(found), "kept": found.kept}))
    else:
        for line in lines(found, _MOST):
            click.echo(printable(line))
    if found.lost:
        ctx.exit(1)
