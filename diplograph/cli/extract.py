"""``diplograph extract``: documents to contacts, as JSON Lines."""

import datetime as dt

import click

from diplograph.cli.common import Intake, common_options, example, output, plural, reading_options


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
@reading_options
@common_options
def command(inputs: tuple[str, ...], target: str, date: dt.date | None, model: str | None, quiet: bool) -> None:
    """Read documents and write the contacts in them as JSON Lines, one contact a line.

    INPUT is a .txt, .md or .jsonl file, a folder, a pattern, or - for standard input.
    """
    from diplograph.graph.formats.jsonl import dump

    intake = Intake(quiet=quiet)
    with output(target) as handle:
        dump(intake.extract(intake.read(inputs, date), model), handle)
    if not quiet and target != "-":
        found = plural(intake.contacts, "contact")
        click.echo(f"{found} of {plural(intake.documents, 'document')} in {target}", err=True)
