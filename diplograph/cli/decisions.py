"""``diplograph decisions``: what was decided on contacts, what of it fits nothing any more, and its way to other tools and back."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from diplograph.cli.common import common_options, example, output, plural
from diplograph.cli.contacts import read_files, texts
from diplograph.cli.deciding import Deciding, beside, keep, kept_in, named, place_of
from diplograph.cli.intake import Intake
from diplograph.cli.table import aligned, printable
from diplograph.errors import DiplographError, InputError
from diplograph.graph.formats.json import encoded, indented

if TYPE_CHECKING:
    from diplograph.extract.model import Contact
    from diplograph.graph.decisions import Ledger

_TEXT = Callable[[str], str | None]
_TOOLS = ("label-studio", "prodigy")


@click.command(
    "decisions",
    short_help="What was decided on contacts, and what of it is stale.",
    epilog=example(
        "diplograph decisions news.db",
        "diplograph decisions news.db --to label-studio -o tasks.json",
        "diplograph decisions news.db --from label-studio --add export.json",
    ),
)
@click.argument("source", metavar="CONTACTS")
@click.option(
    "--decisions", "given", metavar="FILE", multiple=True,
    help="Where they are; by default NAME.decisions.jsonl beside the contacts. Repeatable.",
)  # fmt: skip
@click.option(
    "--to", "format", type=click.Choice(["jsonl", "gold", *_TOOLS]),
    help="Write the decisions as JSON Lines, gold passages for `evaluate`, or the contacts as tasks for a tool.",
)  # fmt: skip
@click.option(
    "-o", "--output", "target", metavar="FILE", default="-", help="Where to write; by default standard output."
)
@click.option("--undecided", is_flag=True, help="With --to: only contacts on which nobody has decided.")
@click.option(
    "--add", metavar="EXPORT", help="Add the decisions of a file of them, or of an export of Label Studio or Prodigy."
)
@click.option("--from", "tool", type=click.Choice(["jsonl", *_TOOLS]), help="What the file is.")
@click.option("--by", "name", metavar="NAME", help="With --add: who decided, whatever the export says.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@common_options
def command(
    source: str,
    given: tuple[str, ...],
    format: str | None,
    target: str,
    undecided: bool,
    add: str | None,
    tool: str | None,
    name: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Tell what was decided on CONTACTS, by whom, and list the decisions that fit nothing any more, with the reason.

    CONTACTS is a file that `diplograph extract` or `build` wrote, or a corpus, which also has the texts.
    """
    if (add is None) is not (tool is None):
        raise click.UsageError("--add and --from go together: the file, and the tool that wrote it.")
    deciding = Deciding(given or beside(source), found=False, undecided=undecided, tells=False)
    intake = Intake(quiet=True, deciding=deciding)
    if add is not None and tool is not None:
        place = given[0] if given else place_of(source)
        made = _added(Path(add), tool, place, name)
        click.echo(f"{plural(made, 'decision')} added to {place}", err=True)
        return
    if format is not None:
        with texts(source) as text_of, output(target) as handle:
            handle.writelines(_written(format, source, intake, deciding, text_of))
        return
    for _ in read_files((source,), intake):
        pass
    ledger = deciding.ledger(intake.warn)
    click.echo(indented(_plain(ledger))) if as_json else _show(ledger)


def _written(format: str, source: str, intake: Intake, deciding: Deciding, text_of: _TEXT) -> Iterator[str]:
    from diplograph.graph.decisions import label_studio, prodigy
    from diplograph.graph.decisions.passages import passages

    if format == "jsonl":
        yield from (encoded(decision.to_dict()) + "\n" for decision in deciding.decisions(intake.warn))
        return
    if format == "gold":
        raw = read_files((source,), Intake(quiet=True))
        found = passages(deciding.decisions(intake.warn), raw, text_of)
        yield from (encoded(passage) + "\n" for passage in found)
        return
    contacts: Iterator[Contact] = read_files((source,), intake)
    if format == "label-studio":
        yield indented(label_studio.tasks(contacts, text_of)) + "\n"
        click.echo(f"The project needs this labelling interface:\n{label_studio.INTERFACE}", err=True)
    else:
        yield from (encoded(task) + "\n" for task in prodigy.tasks(contacts, text_of))


def _added(path: Path, tool: str, place: str, name: str | None) -> int:
    from diplograph.graph.decisions import label_studio, prodigy

    if tool == "jsonl":
        made = list(kept_in(str(path), _refused))
        keep(place, made)
        return len(made)
    answers = {"label-studio": label_studio.answers, "prodigy": prodigy.answers}[tool]
    try:
        made = list(answers(path.read_text(encoding="utf-8-sig"), name))
    except OSError as error:
        raise InputError(f"Can't read {path}: {error.strerror or error}; give an export of {tool}.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{path} is no export of {tool} that diplograph can read: {error}.") from error
    keep(place, made)
    return len(made)


def _refused(error: DiplographError) -> None:
    raise error


def _show(ledger: "Ledger") -> None:
    counts = Counter((d.by, d.verdict) for d in ledger.standing)
    verdicts = sorted({verdict for _, verdict in counts})
    if not counts:
        click.echo("Nothing was decided.")
        return
    rows = [(printable(by), *(f"{counts[by, v]:,}" for v in verdicts)) for by in sorted({by for by, _ in counts})]
    for line in aligned([("by", *verdicts), *rows], left=(0,)):
        click.echo(line.rstrip())
    for stale in ledger.stale():
        click.echo(f"\n{printable(named(stale.decision))}: {stale.reason}")
        click.echo(f"    {printable(stale.decision.contact.evidence.sentence)}")
    elsewhere = len(ledger.elsewhere())
    if elsewhere:
        click.echo(f"\n{plural(elsewhere, 'decision')} on documents that are not here")


def _plain(ledger: "Ledger") -> dict[str, Any]:
    return {
        "applied": {verdict.value: count for verdict, count in sorted(ledger.applied.items())},
        "stale": [{"reason": stale.reason, **stale.decision.to_dict()} for stale in ledger.stale()],
        "elsewhere": [decision.to_dict() for decision in ledger.elsewhere()],
    }
