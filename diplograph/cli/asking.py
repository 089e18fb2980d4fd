"""What is alike wherever something is decided on in the terminal, one thing at a time: keys, moving, keeping, undoing."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import click

from diplograph.cli.deciding import keep
from diplograph.cli.table import printable
from diplograph.extract.model import Contact, Kind, Source, Status
from diplograph.extract.shown import segments
from diplograph.graph.decisions import Decision, Verdict
from diplograph.graph.decisions.making import Span, around, decided, missed, named

_SAME = {
    "\x1b[C": "s",
    "\x1b[B": "s",
    "\r": "s",
    "\n": "s",
    " ": "s",
    "\x1b[D": "b",
    "\x1b[A": "b",
    "\x04": "q",
    "": "q",
}
_STYLES: dict[str, dict[str, Any]] = {"m": {"bold": True}, "t": {"underline": True}, "": {}}


class Asking:
    """Shows one thing after the other and keeps what is decided on each, on the disk with each key.

    Args:
        place: The file or corpus that decisions are added to.
        by: Who decides.
        keys: What each key means, in a word or a few.
    """

    def __init__(self, place: str, by: str, keys: Mapping[str, str]) -> None:
        self._keys = keys
        self._place = place
        self._by = by
        self._at = 0
        self._decided: dict[int, Verdict] = {}
        self._history: list[tuple[int, Decision]] = []
        self._acts: dict[str, Callable[[], None]] = {
            "u": self._undo,
            "s": partial(self._move, 1),
            "b": partial(self._move, -1),
        }

    @property
    def made(self) -> int:
        """How many decisions were made and stand."""
        return len(self._history)

    def run(self) -> None:
        """Show one thing after the other until all have been seen or somebody quits."""
        while self._is_more():
            for line in self._lines():
                click.echo(line)
            key = _key()
            if key == "q":
                return
            act = self._acts.get(key)
            if act is None:
                click.echo(f"  {printable(key)!r} means nothing here: press one of {', '.join(self._keys)}.")
            else:
                act()

    def _is_more(self) -> bool:
        raise NotImplementedError

    def _lines(self) -> Iterator[str]:
        raise NotImplementedError

    def _below(self) -> Iterator[str]:
        """Yield what stands below each: what was decided on it, and what the keys mean."""
        if self._at in self._decided:
            yield f"  decided: {self._decided[self._at]}"
        yield "  " + "  ".join(f"{click.style(key, bold=True)} {word}" for key, word in self._keys.items())

    def _keep(self, decision: Decision) -> None:
        keep(self._place, [decision])
        self._history.append((self._at, decision))
        if self._settles(decision):
            self._decided[self._at] = decision.verdict

    def _settles(self, decision: Decision) -> bool:
        """Whether nothing is left to decide on what is shown."""
        return decision.verdict is not Verdict.MISSED

    def _undo(self) -> None:
        if not self._history:
            click.echo("  There is nothing to undo.")
            return
        self._at, decision = self._history.pop()
        keep(self._place, [decided(Verdict.WITHDRAWN, decision.contact, self._by)])
        if self._settles(decision):
            self._decided.pop(self._at, None)

    def _move(self, by: int) -> None:
        self._at = max(0, self._at + by)


def told(contact: Contact, text: str | None) -> Iterator[str]:
    """Yield the lines that show a sentence, with its names and its word of contact marked, among two others on each side, and its source.

    Args:
        text: The text of the document; None where it is not at hand.
    """
    evidence, document = contact.evidence, contact.document
    before, after = around(text, evidence.start, evidence.end) if text is not None else ("", "")
    sentence = "".join(click.style(_printable(words), **_STYLES[mark]) for words, mark in segments(contact, evidence))
    for words in (_dim(printable(before)), sentence, _dim(printable(after))):
        if words:
            yield f"    {words}"
    known = (document.title, document.publisher, str(document.date or ""), document.id)
    yield f"  {_dim(printable(', '.join(filter(None, known))))}"


def _dim(words: str) -> str:
    return click.style(words, dim=True) if words else ""


def _printable(words: str) -> str:
    """Return words that can't steer a terminal, with the blanks at their ends."""
    ends = " " * words[:1].isspace(), " " * words[-1:].isspace()
    return printable(words).join(ends) if words.strip() else words[:1]


def asked_for(document: Source, text: str, span: Span) -> Contact | None:
    """Ask for a contact that a sentence tells and return it; None where nobody names one.

    Args:
        text: The text of the document.
        span: Where the sentence stands in it.
    """
    try:
        sides = [asked(f"side {n}, as in the text", "").split(",") for n in (1, 2)]
        kind = Kind(asked("kind", Kind.MEETING, list(Kind)))
        status = Status(asked("status", Status.OCCURRED, list(Status)))
    except click.Abort:
        click.echo()
        return None
    try:
        places = [[named(text, span, name.strip()) for name in side if name.strip()] for side in sides]
        return missed(document, text, span, places, kind=kind, status=status)
    except ValueError as error:
        click.echo(f"  Not kept: {error}.")
        return None


def asked(what: str, known: str, choices: list[Any] | None = None) -> str:
    """Return what somebody answers, by default what is known."""
    kind = click.Choice([str(c) for c in choices]) if choices else str
    return str(click.prompt(f"  {what}", default=str(known), type=kind, show_choices=bool(choices)))


def _key() -> str:
    try:
        key = click.getchar()
    except EOFError:
        return "q"
    except OSError:
        raise click.UsageError("Keys are read from a terminal, and there is none: run this in one.") from None
    return _SAME.get(key, key.lower())
