"""``diplograph diff``: what differs between two builds, and by which documents."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from diplograph.cli.common import as_markdown, common_options, example, is_corpus, output, plural, selecting_options
from diplograph.cli.contacts import Who, close, identity_options, read_files
from diplograph.cli.intake import Intake
from diplograph.cli.made import provenance_of, step
from diplograph.cli.table import sheets, terminal_width
from diplograph.graph.formats.json import indented

if TYPE_CHECKING:
    from diplograph.extract.model import Source
    from diplograph.graph.diff import Build, Diff


@dataclass(frozen=True, slots=True)
class Shown:
    """How differences are shown.

    Attributes:
        top: Rows of a table in the terminal.
        target: The Markdown file to write, if any.
        made: What made the contacts, for that.
    """

    top: int
    as_json: bool
    target: str | None
    title: str
    made: tuple[str, ...] = ()


@click.command(
    "diff",
    short_help="What is new, gone and changed from one build to another.",
    epilog=example("diplograph diff last-week.jsonl outputs/contacts.jsonl -o changes.md"),
)
@click.argument("old")
@click.argument("new")
@click.option("--top", type=click.IntRange(min=1), default=10, show_default=True, help="Rows of a table.")
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
@click.option(
    "-o",
    "--output",
    "target",
    metavar="NAME.md",
    callback=as_markdown,
    help="Everything, with the sentences, as Markdown.",
)
@click.option("--title", default="What changed", show_default=True, help="The heading of the Markdown report.")
@identity_options
@selecting_options
@common_options
def command(
    old: str,
    new: str,
    top: int,
    as_json: bool,
    target: str | None,
    title: str,
    who: Who,
    quiet: bool,
    wanted: dict[str, Any],
) -> None:
    """Tell what differs from OLD to NEW: contacts, parties, pairs, and what came of plans, each with its documents.

    OLD and NEW are files of contacts, folders of shards, or corpora, of one collection at two times. The options of
    choosing show what passes before or after; pairs count contacts that occurred, unless --status says otherwise.
    """
    if old == new == "-":
        raise click.UsageError("OLD and NEW can't both be standard input: give one as a file.")
    intakes = [Intake(quiet=quiet, deciding=who.deciding.again()) for _ in (old, new)]
    builds = read_build((old,), intakes[0]), read_build((new,), intakes[1])
    found = differences(*builds, who, wanted)
    made = zip(("Before", "After"), (old, new), intakes, strict=True)
    told = (f"{when}: {provenance_of([of]).then(step(intake))}" for when, of, intake in made)
    show(found, Shown(top, as_json, target, title, tuple(told) if target else ()))
    before, after = (plural(intake.contacts, "contact") for intake in intakes)
    close(intakes[1], f"{'' if found else 'Nothing differs: '}{before} before, {after} after{written(target)}")


def read_build(sources: tuple[str, ...], intake: Intake) -> "Build":
    """Read the contacts of one time as decided, and of corpora also the documents that tell none, and their hashes."""
    from diplograph.graph.diff import Build

    contacts = list(read_files(sources, intake))  # which tells what was decided on them
    read: dict[Source, str] = {}
    for source in filter(is_corpus, sources):
        read |= _documents(source)
    hashes = {document.id: digest for document, digest in read.items()}
    return Build.of(contacts, read, intake.deciding.ties(), hashes)


def _documents(source: str) -> "dict[Source, str]":
    """Return the documents of a corpus that could be read, each with the hash of what it was read from."""
    from diplograph.extract.corpus import Corpus

    with Corpus(source) as corpus:
        found = ((corpus.source(id), digest) for id, digest in corpus.hashes().items())
        return {document: digest for document, digest in found if document is not None}


def differences(old: "Build", new: "Build", who: Who, wanted: dict[str, Any]) -> "Diff":
    """Return what differs, by the options of identity and of choosing."""
    from diplograph.graph.diff import diff
    from diplograph.graph.identity import read_actors

    table = read_actors(who.actors) if who.actors else None
    return diff(old, new, actors=table, fold=who.fold, states=who.by == "state", **wanted)


def show(found: "Diff", how: Shown) -> None:
    """Write differences as JSON, as Markdown, or else as tables."""
    from diplograph.graph.diff.json import record
    from diplograph.graph.diff.tables import summary, tables

    if how.as_json:
        with output("-") as handle:
            handle.write(indented(record(found)) + "\n")
    if how.target:
        _write_markdown(found, how)
    if not (how.as_json or how.target):
        click.echo(summary(found))
        for line in sheets(tables(found, how.top), terminal_width()):
            click.echo(line)


def _write_markdown(found: "Diff", how: Shown) -> None:
    from diplograph.graph import markdown
    from diplograph.graph.diff.tables import METHOD, summary, tables

    with output(how.target or "-") as handle:
        told = tables(found, None, sentences=True)
        markdown.dump(handle, title=how.title, intro=[summary(found)], tables=told, method=METHOD, made=how.made)


def written(target: str | None) -> str:
    """Return, to end a line with, where the report is."""
    return f", what differs in {target}" if target else ""
