"""Contacts one at a time in the terminal, and what the keys do."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import click

from diplograph.cli.deciding import keep
from diplograph.cli.table import printable, status_colour
from diplograph.extract.model import Contact, Kind, Party, Status
from diplograph.extract.shown import days, days_and_basis, segments
from diplograph.graph.decisions import Decision, Verdict
from diplograph.graph.decisions.making import around, day, decided, missed, named, renamed

_KEYS = {
    "y": "right",
    "n": "wrong",
    "e": "edit",
    "m": "missed one here",
    "u": "undo",
    "s": "skip",
    "b": "back",
    "q": "quit",
}
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
_NONE = "-"
_STYLES: dict[str, dict[str, Any]] = {"m": {"bold": True}, "t": {"underline": True}, "": {}}


class Review:
    """Goes through contacts and keeps what is decided on each, on the disk with each key.

    Args:
        contacts: In the order in which they are shown.
        place: The file that decisions are added to.
        by: Who decides.
        text_of: Returns the text of a document by its id; None where it is not at hand.
    """

    def __init__(self, contacts: list[Contact], place: str, by: str, text_of: Callable[[str], str | None]) -> None:
        self._contacts = contacts
        self._place = place
        self._by = by
        self._text_of = text_of
        self._at = 0
        self._decided: dict[int, Verdict] = {}
        self._history: list[tuple[int, Decision]] = []
        self._acts: dict[str, Callable[[], None]] = {
            "y": partial(self._decide, Verdict.RIGHT),
            "n": partial(self._decide, Verdict.WRONG),
            "e": self._edit,
            "m": self._missed,
            "u": self._undo,
            "s": partial(self._move, 1),
            "b": partial(self._move, -1),
        }

    @property
    def made(self) -> int:
        """How many decisions were made and stand."""
        return len(self._history)

    @property
    def open(self) -> int:
        """How many contacts are left."""
        return len(self._contacts) - len(self._decided)

    def run(self) -> None:
        """Show one contact after the other until all have been seen or somebody quits."""
        while self._at < len(self._contacts):
            for line in self._lines():
                click.echo(line)
            key = _key()
            if key == "q":
                return
            act = self._acts.get(key)
            if act is None:
                click.echo(f"  {printable(key)!r} means nothing here: press one of {', '.join(_KEYS)}.")
            else:
                act()

    # --- what is shown ---

    def _lines(self) -> Iterator[str]:
        contact = self._contacts[self._at]
        place = f", {printable(contact.place)}" if contact.place else ""
        status = click.style(contact.status, fg=status_colour(contact.status))
        yield ""
        yield f"{self._at + 1:,} of {len(self._contacts):,}  {contact.kind}, {status}, {days_and_basis(contact)}{place}"
        yield f"  {' — '.join(map(_named, contact.parties))}"
        yield from (f"    {words}" for words in self._sentences(contact) if words)
        document = contact.document
        known = (document.title, document.publisher, str(document.date or ""), document.id)
        source = printable(", ".join(filter(None, known)))
        yield click.style(f"  {source}", dim=True)
        if self._at in self._decided:
            yield f"  decided: {self._decided[self._at]}"
        yield "  " + "  ".join(f"{click.style(key, bold=True)} {word}" for key, word in _KEYS.items())

    def _sentences(self, contact: Contact) -> Iterator[str]:
        text, evidence = self._text_of(contact.document.id), contact.evidence
        before, after = around(text, evidence.start, evidence.end) if text is not None else ("", "")
        yield click.style(printable(before), dim=True) if before else ""
        yield "".join(click.style(_printable(words), **_STYLES[mark]) for words, mark in segments(contact, evidence))
        yield click.style(printable(after), dim=True) if after else ""

    # --- what is done ---

    def _decide(self, verdict: Verdict, *, becomes: Contact | None = None) -> None:
        contact = self._contacts[self._at]
        text = self._text_of(contact.document.id)
        self._keep(decided(verdict, contact, self._by, text=text, becomes=becomes))
        self._decided[self._at] = verdict
        self._move(1)

    def _keep(self, decision: Decision) -> None:
        keep(self._place, [decision])
        self._history.append((self._at, decision))

    def _edit(self) -> None:
        contact = self._contacts[self._at]
        click.echo("  Enter keeps what stands in brackets; - means none.")
        try:
            becomes = replace(
                contact,
                kind=Kind(_asked("kind", contact.kind, list(Kind))),
                status=Status(_asked("status", contact.status, list(Status))),
                date=_day(contact),
                place=_none_or(_asked("place", contact.place or _NONE)),
                parties=tuple(renamed(p, _asked(f"party {n}", p.name)) for n, p in enumerate(contact.parties, 1)),
            )
        except click.Abort:
            click.echo()
            return
        if becomes == contact:
            click.echo("  Nothing was changed.")
        else:
            self._decide(Verdict.CHANGE, becomes=becomes)

    def _missed(self) -> None:
        """Add a contact that the sentence tells besides."""
        contact = self._contacts[self._at]
        evidence, text = contact.evidence, self._text_of(contact.document.id)
        try:
            sides = [_asked(f"side {n}, as in the text", "").split(",") for n in (1, 2)]
            kind, status = (
                Kind(_asked("kind", Kind.MEETING, list(Kind))),
                Status(_asked("status", Status.OCCURRED, list(Status))),
            )
        except click.Abort:
            click.echo()
            return
        known, span = (text, (evidence.start, evidence.end)) if text is not None else _alone(contact)
        try:
            places = [[named(known, span, name.strip()) for name in side if name.strip()] for side in sides]
            found = missed(contact.document, known, span, places, kind=kind, status=status)
        except ValueError as error:
            click.echo(f"  Not kept: {error}.")
            return
        self._keep(decided(Verdict.MISSED, found, self._by, text=text))
        click.echo("  Added.")

    def _undo(self) -> None:
        if not self._history:
            click.echo("  There is nothing to undo.")
            return
        self._at, decision = self._history.pop()
        keep(self._place, [decided(Verdict.WITHDRAWN, decision.contact, self._by)])
        if decision.verdict is not Verdict.MISSED:
            del self._decided[self._at]

    def _move(self, by: int) -> None:
        self._at = max(0, self._at + by)


def _key() -> str:
    try:
        key = click.getchar()
    except EOFError:
        return "q"
    return _SAME.get(key, key.lower())


def _named(party: Party) -> str:
    known = ", ".join(filter(None, (party.role, party.country or party.org)))
    return printable(f"{party.name} ({known})" if known else party.name)


def _printable(words: str) -> str:
    """Return words that can't steer a terminal, with the blanks at their ends."""
    ends = " " * words[:1].isspace(), " " * words[-1:].isspace()
    return printable(words).join(ends) if words.strip() else words[:1]


def _asked(what: str, known: str, choices: list[Any] | None = None) -> str:
    kind = click.Choice([str(c) for c in choices]) if choices else str
    return str(click.prompt(f"  {what}", default=str(known), type=kind, show_choices=bool(choices)))


def _day(contact: Contact) -> Any:
    known = days(contact) if contact.date else _NONE
    while True:
        given = _asked("day, as 2021-08-16", known)
        try:
            return contact.date if given == known else day(_none_or(given) or "")
        except ValueError:
            click.echo(f"  {given} is no day, write it as 2021-08-16 or 2021-08-16/2021-08-18.")


def _none_or(given: str) -> str | None:
    return None if given.strip() in ("", _NONE) else given.strip()


def _alone(contact: Contact) -> tuple[str, tuple[int, int]]:
    """Return a sentence whose document is not at hand, at its place in it."""
    evidence = contact.evidence
    return " " * evidence.start + evidence.sentence, (evidence.start, evidence.start + len(evidence.sentence))
