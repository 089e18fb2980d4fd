"""``diplograph explain``: why each contact was found, and why a sentence has none."""

import datetime as dt
import io
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from diplograph.cli.common import common_options, example, output, reading_options
from diplograph.cli.intake import Intake
from diplograph.cli.table import pad, printable, status_colour
from diplograph.graph.formats.json import indented

if TYPE_CHECKING:
    from diplograph.extract.explain.explanation import Explained, Explanation, Resolved, Silent
    from diplograph.extract.model import Document

_LABEL = 10  # columns


@click.command(
    "explain",
    short_help="Why each contact was found, and why a sentence has none.",
    epilog=example(
        'diplograph explain "The Kremlin said Vladimir Putin plans to meet Xi Jinping." --date 2021-08-16',
        "diplograph explain - --json --svg parse.svg < article.txt",
    ),
)
@click.argument("text", metavar="TEXT")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--svg", metavar="FILE", help="Draw the parse into this file.")
@reading_options
@common_options
def command(text: str, as_json: bool, svg: str | None, date: dt.date | None, model: str | None, quiet: bool) -> None:
    """Explain what is found in a text: the parties and how each was resolved, the rule, the status, the day.

    TEXT is the text itself, or - for standard input. For a sentence that speaks of contact but has none, it is told
    what is lacking.
    """
    document = _document(text, date, Intake(quiet=quiet))
    from diplograph.extract.explain.explanation import explain

    (found,) = explain([document], model=model)
    if svg:
        from diplograph.extract.explain.draw import draw

        with output(svg) as handle:
            handle.write(draw(document, model=model))
    if as_json:
        click.echo(indented(found.to_dict()))
        return
    for line in _lines(found):
        click.echo(line)


def _document(text: str, date: dt.date | None, intake: Intake) -> "Document":
    raw = sys.stdin.buffer.read() if text == "-" else text.encode("utf-8", "surrogatepass")
    if not raw.strip():
        raise click.UsageError("There is no text: give it in quotation marks, or - and the text on standard input.")
    (document,) = intake.read(["-"], date, io.BytesIO(raw))
    return document


def _lines(found: "Explanation") -> Iterator[str]:
    for number, explained in enumerate(found.contacts, 1):
        yield from _contact(number, explained)
        yield ""
    if found.silent:
        yield click.style("Words of contact in sentences without a contact", bold=True)
        yield from _silent(found.silent)
    elif not found.contacts:
        yield "No word in the text can make a contact."


def _contact(number: int, explained: "Explained") -> Iterator[str]:
    contact, evidence = explained.contact, explained.contact.evidence
    sides = [
        ", ".join(p.name for p in contact.parties if p.side == s) for s in sorted({p.side for p in contact.parties})
    ]
    status = click.style(str(contact.status), fg=status_colour(contact.status))
    yield click.style(f"{number}. {printable(' — '.join(sides))}", bold=True) + f" ({contact.kind}, {status})"
    yield f"   {printable(evidence.sentence)}"
    for place, resolved in enumerate(explained.parties):
        yield _row("" if place else "parties", _party(resolved))
    example = f", as in: {explained.example}" if explained.example else ""
    yield _row("rule", f'{evidence.rule}, by "{evidence.trigger}"{example}')
    yield _row("status", f"{contact.status}, {_cues(explained.cues)}")
    yield _row("date", _date(explained))
    for label, value in (
        ("page", evidence.page and str(evidence.page)),
        ("place", contact.place),
        ("topic", contact.topic),
        ("channel", contact.channel),
        ("source", contact.reported_by),
        ("code", " ".join(v for v in (contact.code, contact.plover, contact.mode) if v)),
    ):
        if value:
            yield _row(label, value)
    for other in explained.again:
        yield _row("told again", f'{other.rule}, by "{other.trigger}": {other.sentence}')


def _party(resolved: "Resolved") -> str:
    party = resolved.party
    facts = ", ".join(v for v in (str(party.type), party.role, party.country) if v)
    return f'{party.name} ({facts}): "{resolved.phrase}", {resolved.why}'


def _cues(cues: tuple[str, ...]) -> str:
    return "by " + ", ".join(f'"{cue}"' for cue in cues) if cues else "as no word says otherwise"


def _date(explained: "Explained") -> str:
    when = explained.contact.date
    if when is None:
        return f"none: {explained.dated}"
    days = f"{when.start}" if when.start == when.end else f"{when.start} to {when.end}"
    some = ", some day of these" if when.vague and when.start != when.end else ""
    return f'{days}{some}: "{when.text}", {explained.dated}'


def _silent(words: tuple["Silent", ...]) -> Iterator[str]:
    sentence = None
    for word in words:
        if word.sentence != sentence:
            sentence = word.sentence
            yield f"   {printable(sentence)}"
        yield _row(word.word, f"{word.reason}: {word.detail}")


def _row(label: str, value: str) -> str:
    return f"   {click.style(pad(printable(label), _LABEL), dim=True)}  {printable(value)}"
