"""``diplograph extract --shards``: shard by shard, with what a user should know of them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from diplograph.cli.common import plural
from diplograph.cli.intake import Intake, Reading
from diplograph.cli.table import printable
from diplograph.errors import ClusterError, DiplographError, InputError, OutputError

if TYPE_CHECKING:
    from diplograph.extract.run.analysis import Settings
    from diplograph.shards import Job, Shard, ShardResult, Totals

_NAMED = 5  # of many


def extract_shards(
    inputs: tuple[str, ...], folder: Path, reading: Reading, scheduler: str | None, intake: Intake
) -> None:
    """Write the contacts of the inputs into a folder, shard by shard.

    Raises:
        DiplographError: Nothing could be read, a shard could not be finished, or nothing works at all.
    """
    from diplograph.shards import StaleShards, shards

    job = _job(folder, reading)
    every = sum(1 for _ in shards(inputs, lambda error: None, without=folder)) if intake.live else 0
    with StaleShards(folder) as stale:
        planned = stale.watch(shards(inputs, intake.warn, without=folder))
        totals = intake.follow(_results(planned, job, reading, scheduler, intake), every)
        others = [] if totals.failed else stale.tidy()
    _warn(totals, others, folder, intake)
    if not intake.quiet:
        click.echo(_closing(totals, folder), err=True)
    if totals.failed:
        names = ", ".join(map(printable, totals.failed[:_NAMED]))
        raise ClusterError(
            f"{plural(len(totals.failed), 'shard')} could not be finished ({names}), the others are: run this again to"
            " retry."
        )


def _results(
    planned: "Iterator[Shard]", job: "Job", reading: Reading, scheduler: str | None, intake: Intake
) -> "Iterator[ShardResult]":
    from diplograph.shards import run

    if scheduler is None:
        return run(planned, job, jobs=reading.jobs)
    from diplograph.shards.cluster import run_on

    return run_on(scheduler, planned, job, on_error=intake.warn)


def _job(folder: Path, reading: Reading) -> "Job":
    from diplograph.shards import Job, installed

    settings = _wherever(reading.settings())
    there = installed(settings.model)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"Can't make the folder {folder}: {error.strerror}; give another to --shards.") from None
    return Job(str(folder.resolve()), settings, reading.mapping(), there)


def _wherever(settings: "Settings") -> "Settings":
    """Return settings that hold in another working folder too: a model that is a folder has its whole path."""
    from diplograph.extract.manifest import locate

    given = Path(settings.model)
    return replace(settings, model=str(given.resolve())) if locate(settings.model) == given else settings


def _warn(totals: "Totals", others: list[str], folder: Path, intake: Intake) -> None:
    warnings: list[DiplographError] = []
    if totals.alike:
        one, other = totals.alike
        warnings.append(
            InputError(
                f"{one} and {other} both begin with a document of the same id: ids should differ over all files, or"
                " documents of one id are counted as one."
            )
        )
    if others:
        names = ", ".join(map(printable, others[:_NAMED]))
        warnings.append(
            InputError(
                f"{folder} also holds {plural(len(others), 'shard')} of files that were not given this time"
                f" ({names}): they are read with the rest, remove them if they should not be."
            )
        )
    for warning in warnings:
        intake.warn(warning)


def _closing(totals: "Totals", folder: Path) -> str:
    before = f", {totals.found:,} finished before" if totals.found else ""
    counts = f"{plural(totals.contacts, 'contact')} of {plural(totals.documents, 'document')}"
    return f"{folder}: {plural(totals.done, 'shard')} done{before}; {counts}"
