"""``diplograph corpus``: documents and contacts in one file that grows."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from diplograph.cli.common import common_options, example, output, plural, selecting_options
from diplograph.cli.contacts import close, tell_lost
from diplograph.cli.deciding import Deciding, decision_options
from diplograph.cli.intake import Intake, Reading, intake_options
from diplograph.cli.made import provenance_of, step, write_beside
from diplograph.cli.table import aligned, printable, shorten
from diplograph.errors import CorpusError, DiplographError
from diplograph.graph.formats import format_of, formats

if TYPE_CHECKING:
    from diplograph.extract.corpus import Corpus, Damage, Repaired
    from diplograph.extract.corpus.store import CorpusEntry
    from diplograph.extract.model import Contact
    from diplograph.graph.dyads import Lost

_NAMED = 5  # of many
_LONGEST = 60  # columns of a title or a problem

_file = click.argument("corpus", metavar="CORPUS")
_as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group(
    "corpus",
    short_help="Documents and contacts in one file that grows.",
    epilog=example(
        "diplograph corpus add news.db articles/ --jobs 4",
        "diplograph corpus export news.db -o june.html --from 2021-06-01 --until 2021-06-30",
    ),
)
def command() -> None:
    """Keep documents and their contacts in one SQLite file, and read only what is new.

    Each document is written whole, so that a run that is broken off loses nothing finished, and the next one goes on.
    Several may write to the file at once. Every command that reads contacts takes the file in place of contacts.jsonl,
    and so does any program that knows SQLite, such as Datasette.
    """


@command.command(
    "add",
    short_help="Read documents that are new or changed.",
    epilog=example("diplograph corpus add news.db articles/ archive.zip --jobs 4"),
)
@_file
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@click.option(
    "--prune", is_flag=True,
    help="Also remove documents whose files were in the given folders and are gone.",
)  # fmt: skip
@intake_options
@common_options
def add(corpus: str, inputs: tuple[str, ...], prune: bool, reading: Reading, quiet: bool) -> None:
    """Add documents that are new, and read those anew that changed, or that another model or other rules have read.

    CORPUS is made if it is not there. INPUT is as in `diplograph build`. With --prune, documents go whose files are gone;
    those that came from elsewhere, or by standard input, stay.
    """
    if prune and not any(Path(given).is_dir() for given in inputs):
        raise click.UsageError("--prune needs a folder: of a pattern or a file nobody can tell what else was there.")
    intake = Intake(quiet=quiet)
    tally = intake.update(corpus, inputs, reading)
    if not quiet:
        read = f"{plural(tally.read, 'document')} read, {tally.unchanged:,} unchanged"
        failed = f", {tally.unreadable:,} of them could not be read" if tally.unreadable else ""
        click.echo(f"{corpus}: {read}{failed}; {plural(tally.contacts, 'new contact')}", err=True)
    if prune:
        _prune(corpus, inputs, quiet)


def _prune(corpus: str, inputs: tuple[str, ...], quiet: bool) -> None:
    from diplograph.extract.corpus import Corpus, prune

    with Corpus(corpus) as held:
        gone = prune(held, inputs)
    if not quiet:
        more = f" and {len(gone) - _NAMED:,} more" if len(gone) > _NAMED else ""
        names = f" ({', '.join(map(printable, gone[:_NAMED]))}{more})" if gone else ""
        click.echo(f"{corpus}: {plural(len(gone), 'document')} removed whose files are gone{names}", err=True)


@command.command(
    "list",
    short_help="The documents, with the number of contacts in each.",
    epilog=example("diplograph corpus list news.db --problems"),
)
@_file
@click.option("--problems", is_flag=True, help="Only documents that could not be read, or only in part.")
@_as_json
@common_options
def show_list(corpus: str, problems: bool, as_json: bool, quiet: bool) -> None:
    """List the documents by their ids, with the number of contacts in each.

    With --json, one object a line.
    """
    from diplograph.extract.corpus import Corpus

    with Corpus(corpus) as held:
        entries = held.entries(troubled=problems)
        if as_json:
            for entry in entries:
                click.echo(json.dumps(asdict(entry), ensure_ascii=False))
            return
        rows = [_row(entry) for entry in entries]
    for line in (
        aligned([("document", "date", "contacts", "title", "problem"), *rows], left=(0, 1, 3, 4)) if rows else ()
    ):
        click.echo(line.rstrip())
    if not quiet:
        click.echo(plural(len(rows), "document"), err=True)


@command.command(
    "remove",
    short_help="Remove documents and their contacts.",
    epilog=example("diplograph corpus remove news.db articles/old.html"),
)
@_file
@click.argument("ids", metavar="DOCUMENT...", nargs=-1, required=True)
@common_options
def remove(corpus: str, ids: tuple[str, ...], quiet: bool) -> None:
    """Remove documents and their contacts; DOCUMENT is an id as `corpus list` shows it."""
    from diplograph.extract.corpus import Corpus

    with Corpus(corpus) as held:
        unknown = held.remove(ids)
    if not quiet:
        click.echo(f"{corpus}: {plural(len(ids) - len(unknown), 'document')} removed", err=True)
    if unknown:
        names = ", ".join(map(printable, unknown[:_NAMED]))
        raise CorpusError(f"{corpus} has no document {names}: `diplograph corpus list {corpus}` shows their ids.")


@command.command("stats", short_help="Count documents and contacts.", epilog=example("diplograph corpus stats news.db"))
@_file
@_as_json
@common_options
def stats(corpus: str, as_json: bool, quiet: bool) -> None:
    """Count documents and contacts, by state, model, status and kind."""
    from diplograph.extract.corpus import Corpus

    with Corpus(corpus) as held:
        found = _stats(held)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    size = Path(corpus).stat().st_size
    click.echo(
        f"{corpus}: {plural(found['documents'], 'document')}, {plural(found['contacts'], 'contact')}, {size:,} bytes"
    )
    for what in ("state", "language", "status", "kind", "model", "rules"):
        if found[what]:
            click.echo()
            for line in aligned([(what, "documents" if what in _OF_DOCUMENTS else "contacts"), *_counted(found[what])]):
                click.echo(line)


_OF_DOCUMENTS = ("state", "language", "model", "rules")


def _stats(held: "Corpus") -> dict[str, Any]:
    counts = {what: held.counts(what) for what in ("state", "language", "status", "kind", "model", "rules")}
    return {"documents": held.documents()[0], "contacts": sum(counts["kind"].values()), **counts}


def _counted(counts: dict[str, int]) -> Iterator[tuple[str, str]]:
    yield from ((printable(name), f"{count:,}") for name, count in counts.items())


@command.command(
    "export",
    short_help="Write contacts, in any format.",
    epilog=example("diplograph corpus export news.db --search 'nuclear talks' -o nuclear.html"),
)
@_file
@click.option(
    "-o", "--output", "target", metavar="FILE", default="-", help="Where to write; by default standard output."
)
@click.option(
    "--to", "format", type=click.Choice(formats()), metavar="FORMAT", help="The format; else by the suffix, or jsonl."
)
@click.option("--search", metavar="WORDS", help="Only contacts whose sentence has all of these words.")
@selecting_options
@decision_options
@common_options
def export(
    corpus: str,
    target: str,
    format: str | None,
    search: str | None,
    wanted: dict[str, Any],
    deciding: Deciding,
    quiet: bool,
) -> None:
    """Write contacts as extracted, by the id of their document, in any format that `diplograph graph` knows.

    JSON Lines are written as they are read, however many they are.
    """
    from diplograph.extract.corpus import Corpus
    from diplograph.graph.formats import write
    from diplograph.graph.formats.jsonl import dump

    wanted_format = format or ("jsonl" if target == "-" else format_of(target))
    lost: list[Lost] = []
    how: dict[str, Any] = {"format": wanted_format, "tell": lost.append}
    how |= {n: wanted[n] for n in ("statuses", "basis")}
    deciding.beside(corpus)
    intake, damaged = Intake(quiet=quiet, deciding=deciding), list[DiplographError]()
    made = provenance_of([corpus]).then(step(intake))
    with Corpus(corpus) as held:
        kept = held.contacts(search=search, on_error=damaged.append)
        found = intake.counted(_passing(deciding.settle_corpus(held, kept, intake.warn), wanted, intake))
        if wanted_format == "jsonl":
            with output(target) as handle:
                dump(found, handle)
            if target != "-":
                write_beside(target, replace(made, contacts=intake.contacts))
        elif target == "-":
            with output(target) as handle:
                write(found, handle, made=made, **how)
        else:
            write(found, target, made=made, **how)
    if target == "-":
        tell_lost(intake, lost)
    else:
        close(intake, f"{plural(intake.contacts, 'contact')} in {target}", lost)
    for problem in damaged:
        intake.warn(problem)
    if damaged:
        click.get_current_context().exit(1)


@command.command(
    "check",
    short_help="Tell what is damaged, and write nothing.",
    epilog=example("diplograph corpus check news.db"),
)
@_file
@_as_json
@common_options
def check(corpus: str, as_json: bool, quiet: bool) -> None:
    """Tell what is damaged: the file itself, contacts that can't be read or have no document, documents that are not as
    they were written.

    Nothing is written. The exit code is 0 if all is whole, else 1.
    """
    from diplograph.extract.corpus import check

    found = check(Path(corpus))
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2))
    else:
        _show_damage(found.damage)
        counts = f"{plural(found.documents, 'document')}, {plural(found.contacts, 'contact')}"
        state = f"{plural(len(found.damage), 'fault')}; {_REPAIR.format(corpus)}" if found.damage else "all whole"
        click.echo(f"{corpus}: {counts}; {state}")
        if found.undigested and not quiet:
            click.echo(f"{plural(found.undigested, 'document')} written by an earlier version: {_UNDIGESTED}", err=True)
    if found.damage:
        click.get_current_context().exit(1)


_REPAIR = "`diplograph corpus repair {}` mends what can be"
_UNDIGESTED = "a letter changed in their texts would not show."


def _show_damage(damage: "Iterable[Damage]") -> None:
    rows = [(one.fault.value, printable(one.document or ""), printable(one.problem)) for one in damage]
    for line in aligned([("fault", "document", "problem"), *rows], left=(0, 1, 2)) if rows else ():
        click.echo(line.rstrip())


@command.command(
    "repair",
    short_help="Mend what is damaged, from the sources that are still there.",
    epilog=example("diplograph corpus repair news.db"),
)
@_file
@intake_options
@common_options
def repair(corpus: str, reading: Reading, quiet: bool) -> None:
    """Make the corpus anew of all that can be read of it, and read what is damaged from its source, if that is still there.

    Give the options of reading that `corpus add` had. The damaged file stays beside it as CORPUS.bak. What can't be mended is
    told, and the exit code is 1.
    """
    from diplograph.extract.corpus import repair

    tell = Intake(quiet=quiet).warn
    done = repair(Path(corpus), reading.settings(), columns=reading.mapping(), jobs=reading.jobs, on_error=tell)
    _show_damage(done.left)
    if not quiet:
        click.echo(f"{corpus}: {_repaired(done)}", err=True)
    if done.left:
        click.get_current_context().exit(1)


def _repaired(done: "Repaired") -> str:
    if done.kept is None:
        return "all is whole, nothing was done"
    left = f", {plural(len(done.left), 'fault')} left" if done.left else ""
    anew = plural(len(done.mended), "document")
    return f"made anew, {anew} read from their sources{left}; the damaged file is {done.kept}"


def _passing(contacts: "Iterator[Contact]", wanted: dict[str, Any], intake: Intake) -> "Iterator[Contact]":
    """Yield the contacts that pass, and count those that only their documents' days would let pass."""
    from diplograph.graph.select import passes, told_then

    for contact in contacts:
        if passes(contact, **wanted):
            yield contact
        else:
            intake.apart += told_then(contact, **wanted)


def _row(entry: "CorpusEntry") -> tuple[str, ...]:
    texts = (shorten(printable(text or ""), _LONGEST) for text in (entry.title, entry.problem))
    title, problem = texts
    return printable(entry.id), entry.date or "", f"{entry.contacts:,}", title, problem
