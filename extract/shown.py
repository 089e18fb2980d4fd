"""How a contact is shown to a reader: its day, its parties, its sentence with the words marked; a table of HTML of them."""

import html
import re
from collections import defaultdict
from collections.abc import Sequence
from typing import SupportsIndex, overload

from diplograph.extract.model import Contact, Evidence
from diplograph.extract.times import Basis

Segments = list[tuple[str, str]]

ROWS = 20
"""Contacts that a table shows at most."""

_HEADER = ("Day", "Kind", "Status", "Parties", "Sentence", "Source")
_TAGS = {"m": "b", "t": "mark", "": ""}
_UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class Contacts(list[Contact]):
    """A list of contacts that shows itself in a notebook: a table of the first of them, with their sentences."""

    @overload
    def __getitem__(self, at: SupportsIndex, /) -> Contact: ...
    @overload
    def __getitem__(self, at: slice, /) -> "Contacts": ...
    def __getitem__(self, at: SupportsIndex | slice, /) -> "Contact | Contacts":
        return Contacts(super().__getitem__(at)) if isinstance(at, slice) else super().__getitem__(at)

    def __repr__(self) -> str:
        return f"<{told(self)}>"

    def _repr_html_(self) -> str:
        return table(self)


def told(contacts: Sequence[Contact]) -> str:
    """Return how many contacts there are, and of how many documents."""
    documents = len({report.document.id for contact in contacts for report in contact.every_report()})
    return f"{_count(len(contacts), 'contact')} of {_count(documents, 'document')}"


def days(contact: Contact) -> str:
    """Return the day of a contact, or its first and last day; as a bound, "by 2021-08-16"; "undated" without any."""
    if contact.date is not None:
        start, end = contact.date.start.isoformat(), contact.date.end.isoformat()
        return start if start == end else f"{start}/{end}"
    if contact.bound is not None:
        return f"{'by' if contact.bound.end else 'after'} {contact.bound.day}"
    return "undated"


def days_and_basis(contact: Contact) -> str:
    """Return the day of a contact, with a word where its own sentence does not state it."""
    inherited = contact.date is not None and contact.date.basis is Basis.INHERITED
    return f"{days(contact)} (inherited)" if inherited else days(contact)


def parties(contact: Contact) -> str:
    """Return the names of the parties, those of a side by commas, the sides by dashes."""
    sides: defaultdict[int, list[str]] = defaultdict(list)
    for party in contact.parties:
        sides[party.side].append(party.name)
    return " – ".join(", ".join(names) for names in sides.values())


def source(contact: Contact) -> str:
    """Return the title of the document, or else its id, and the page of the sentence, where it has pages."""
    page = f", p. {contact.evidence.page}" if contact.evidence.page else ""
    return (contact.document.title or contact.document.id) + page


def address(contact: Contact) -> str | None:
    """Return the address of the document if one may follow it; None for what is no web address."""
    url = contact.document.url
    return url if url and re.match(r"https?://", url, re.IGNORECASE) else None


def segments(contact: Contact, evidence: Evidence) -> Segments:
    """Cut the sentence into pieces, each with its mark: "m" a party's mention, "t" the trigger, "" the rest.

    Offsets count characters of the document; where they don't lead to the words they promise, the
    words are sought in the sentence, and left unmarked if they aren't there.
    """
    own = evidence == contact.evidence or evidence in contact.also
    wanted = [(evidence.trigger, evidence.trigger_start, "t")]
    wanted += [(p.mention, p.start if own else -1, "m") for p in contact.parties]
    wanted += [] if own else [(words, -1, "m") for p in contact.parties for words in (p.name, *p.name.split()[-1:])]
    found = sorted({(*span, mark) for words, at, mark in wanted if (span := _span(evidence, words, at))})
    pieces: Segments = []
    done = 0
    for start, end, mark in found:
        if start >= done:
            pieces += [(evidence.sentence[done:start], ""), (evidence.sentence[start:end], mark)]
            done = end
    return [piece for piece in [*pieces, (evidence.sentence[done:], "")] if piece[0]]


def table(contacts: Sequence[Contact]) -> str:
    """Return the first contacts as a table of HTML for a notebook: nothing in it runs, and nothing is fetched."""
    head = "".join(f'<th scope="col" style="text-align:left">{name}</th>' for name in _HEADER)
    rows = "\n".join(f"<tr>{_row(contact)}</tr>" for contact in contacts[:ROWS])
    # the classes keep MathJax from taking "$5 billion and $6 billion" for a formula
    body = f'<table class="tex2jax_ignore mathjax_ignore">\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>'
    return body if len(contacts) == 1 else f"<div>\n{body}\n<p>{_below(contacts)}</p>\n</div>"


def _below(contacts: Sequence[Contact]) -> str:
    if len(contacts) <= ROWS:
        return f"{told(contacts)}."
    more = "diplograph.frame(...) has all of them in a data frame, diplograph.show(...) on the map"
    return f"The first {ROWS} of {told(contacts)}; {more}."


def _row(contact: Contact) -> str:
    day = f'<span style="white-space:nowrap">{escaped(days_and_basis(contact))}</span>'
    words = map(escaped, (contact.kind.value, contact.status.value, parties(contact)))
    cells = (day, *words, _sentence(contact), _link(contact))
    return "".join(f'<td dir="auto" style="text-align:left;vertical-align:top">{cell}</td>' for cell in cells)


def _sentence(contact: Contact) -> str:
    pieces = ((escaped(words), _TAGS[mark]) for words, mark in segments(contact, contact.evidence))
    return "".join(f"<{tag}>{words}</{tag}>" if tag else words for words, tag in pieces)


def _link(contact: Contact) -> str:
    url, name = address(contact), escaped(source(contact))
    return f'<a href="{escaped(url)}" target="_blank" rel="noopener noreferrer">{name}</a>' if url else name


def escaped(text: str) -> str:
    """Return text as HTML shows it: no markup, no character that is none."""
    return html.escape(_UNSHOWN.sub("\ufffd", text))


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _span(evidence: Evidence, words: str, start: int) -> tuple[int, int] | None:
    if not words.strip():
        return None
    at = start - evidence.start
    if at >= 0 and evidence.sentence[at : at + len(words)] == words:
        return at, at + len(words)
    match = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", evidence.sentence)
    return match.span() if match else None
