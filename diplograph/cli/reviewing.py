"""Contacts one at a time in the terminal, and what the keys do."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import click

from diplograph.cli.asking import Asking, asked, asked_for, told
from diplograph.cli.table import printable, status_colour
from diplograph.extract.model import Contact, Kind, Party, Status
from diplograph.extract.shown import days, days_and_basis
from diplograph.graph.decisions import Verdict
from diplograph.graph.decisions.making import day, decided, renamed

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
_NONE = "-"


class Review(Asking):
    """Goes through contacts and keeps what is decided on each.

    Args:
        contacts: In the order in which they are shown.
        place: The file or corpus that decisions are added to.
        by: Who decides.
        text_of: Returns the text of a document by its id; None where it is not at hand.
    """

    def __init__(self, contacts: list[Contact], place: str, by: str, text_of: Callable[[str], str | None]) -> None:
        super().__init__(place, by, _KEYS)
        self._contacts = contacts
        self._text_of = text_of
        self._acts |= {
            "y": partial(self._decide, Verdict.RIGHT),
            "n": partial(self._decide, Verdict.WRONG),
            "e": self._edit,
            "m": self._missed,
        }

    @property
    def open(self) -> int:
        """How many contacts are left."""
        return len(self._contacts) - len(self._decided)

    def _is_more(self) -> bool:
        return self._at < len(self._contacts)

    # --- what is shown ---

    def _lines(self) -> Iterator[str]:
        contact = self._contacts[self._at]
        place = f", {printable(contact.place)}" if contact.place else ""
        status = click.style(contact.status, fg=status_colour(contact.status))
        yield ""
        yield f"{self._at + 1:,} of {len(self._contacts):,}  {contact.kind}, {status}, {days_and_basis(contact)}{place}"
        yield f"  {' — '.join(map(_named, contact.parties))}"
        yield from told(contact, self._text_of(contact.document.id))
        yield from self._below()

    # --- what is done ---

    def _decide(self, verdict: Verdict, *, becomes: Contact | None = None) -> None:
        contact = self._contacts[self._at]
        text = self._text_of(contact.document.id)
        self._keep(decided(verdict, contact, self._by, text=text, becomes=becomes))
        self._move(1)

    def _edit(self) -> None:
        contact = self._contacts[self._at]
        click.echo("  Enter keeps what stands in brackets; - means none.")
        try:
            becomes = replace(
                contact,
                kind=Kind(asked("kind", contact.kind, list(Kind))),
                status=Status(asked("status", contact.status, list(Status))),
                date=_day(contact),
                place=_none_or(asked("place", contact.place or _NONE)),
                parties=tuple(renamed(p, asked(f"party {n}", p.name)) for n, p in enumerate(contact.parties, 1)),
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
        known, span = (text, (evidence.start, evidence.end)) if text is not None else _alone(contact)
        found = asked_for(contact.document, known, span)
        if found is not None:
            self._keep(decided(Verdict.MISSED, found, self._by, text=text))
            click.echo("  Added.")


def _named(party: Party) -> str:
    known = ", ".join(filter(None, (party.role, party.country or party.org)))
    return printable(f"{party.name} ({known})" if known else party.name)


def _day(contact: Contact) -> Any:
    known = days(contact) if contact.date else _NONE
    while True:
        given = asked("day, as 2021-08-16", known)
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
