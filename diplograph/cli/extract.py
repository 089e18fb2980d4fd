"""``diplograph extract``: documents to contacts, as JSON Lines."""

import click

from diplograph.cli.common import common_options, example, output, plural
from diplograph.cli.intake import Intake, Reading, intake_options


@click.command(
    "extract",
    short_help="Documents to contacts, as JSON Lines.",
    epilog=example(
        "diplograph extract news/*.txt -o contacts.jsonl", "curl -s URL | diplograph extract - --date 2021-08-16"
    ),
)
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@click.option(
    "-o", "--output", "target", metavar="FILE", default="-", help="Where to write; - is standard output, the default."
)
@intake_options
@common_options
def command(inputs: tuple[str, ...], target: str, reading: Reading, quiet: bool) -> None:
    """Read documents and write the contacts in them as JSON Lines, one contact a line.

    INPUT is a file, a folder, a pattern, or - for standard input: text, Markdown, HTML, PDF, mail, feeds, JSON Lines, CSV,
    TSV and Parquet, also packed by gzip or zip.
    """
    from diplograph.graph.formats.jsonl import dump

    intake = Intake(quiet=quiet)
    with output(target) as handle:
        dump(intake.analyse(inputs, reading), handle)
    if not quiet and target != "-":
        found = plural(intake.contacts, "contact")
        click.echo(f"{found} of {plural(intake.documents, 'document')} in {target}", err=True)
