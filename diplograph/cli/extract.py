"""``diplograph extract``: documents to contacts, as JSON Lines."""

from pathlib import Path

import click

from diplograph.cli.common import common_options, example, output, plural
from diplograph.cli.deciding import Deciding, decision_options
from diplograph.cli.intake import Intake, Reading, intake_options
from diplograph.cli.made import extracted, step, write_beside
from diplograph.cli.sharded import extract_shards


@click.command(
    "extract",
    short_help="Documents to contacts, as JSON Lines.",
    epilog=example(
        "diplograph extract news/*.txt -o contacts.jsonl",
        "curl -s URL | diplograph extract - --date 2021-08-16",
        "diplograph extract archive/*.parquet --shards contacts --dask tcp://10.0.0.1:8786",
    ),
)
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@click.option(
    "-o", "--output", "target", metavar="FILE", default="-", help="Where to write; - is standard output, the default."
)
@click.option(
    "--shards", "folder", metavar="FOLDER",
    help="Write a file of contacts for each file of many documents; those that are finished are skipped next time.",
)  # fmt: skip
@click.option(
    "--dask", "scheduler", metavar="SCHEDULER",
    help="With --shards: have the workers of a dask scheduler do it, given by its address or its scheduler file.",
)  # fmt: skip
@intake_options
@decision_options
@common_options
def command(
    inputs: tuple[str, ...],
    target: str,
    folder: str | None,
    scheduler: str | None,
    reading: Reading,
    deciding: Deciding,
    quiet: bool,
) -> None:
    """Read documents and write the contacts in them as JSON Lines, one contact a line.

    INPUT is a file, a folder, a pattern, or - for standard input: {formats}.

    With --shards, files of one document are taken together, some hundred at a time. Every command that reads contacts
    takes FOLDER.
    """
    if folder is not None:
        _refuse_with_shards(inputs, target, scheduler, reading, deciding)
        extract_shards(inputs, Path(folder), reading, scheduler, Intake(quiet=quiet))
        return
    if scheduler is not None:
        raise click.UsageError("--dask needs --shards FOLDER, a folder that all workers can write to.")
    from diplograph.graph.formats.jsonl import dump

    deciding.beside(target)
    intake = Intake(quiet=quiet, deciding=deciding)
    with output(target) as handle:
        dump(intake.analyse(inputs, reading), handle)
    if target != "-":
        write_beside(target, extracted(intake, reading).then(step(intake), intake.contacts))
    if not quiet and target != "-":
        found = plural(intake.contacts, "contact")
        click.echo(f"{found} of {plural(intake.documents, 'document')} in {target}", err=True)


def _refuse_with_shards(
    inputs: tuple[str, ...], target: str, scheduler: str | None, reading: Reading, deciding: Deciding
) -> None:
    if target != "-":
        raise click.UsageError("--shards names the folder to write to: leave out -o.")
    if deciding.asked:
        raise click.UsageError("--shards keeps contacts as extracted: give --decisions to the command that reads them.")
    if "-" in inputs:
        raise click.UsageError("--shards needs files that can be read again: standard input is none.")
    if scheduler is not None and reading.jobs > 1:
        raise click.UsageError("With --dask, its workers decide how many processes there are: leave out --jobs.")
