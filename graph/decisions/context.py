"""A contact as extracted with what its document says around its sentence: what somebody sees who decides on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from diplograph.extract.model import Contact
from diplograph.graph.decisions.making import sentences, window
from diplograph.graph.decisions.quote import AROUND, digest, places
from diplograph.graph.decisions.record import Decision

__all__ = ["InContext", "Passage", "Review", "in_context"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence with those before and behind it.

    Attributes:
        sentences: As the text has them, with the blanks between, so that joined they are the passage.
        counts: How many times the document has each.
        own: Which of them the contact rests on.
        prefix: The characters before the passage, as many as a decision remembers.
        suffix: The characters behind it.
        digest: SHA-256 of the document's text, in hexadecimal.
    """

    sentences: tuple[str, ...]
    counts: tuple[int, ...]
    own: int
    prefix: str
    suffix: str
    digest: str


@dataclass(frozen=True, slots=True)
class InContext:
    """A contact as extracted, and the passage it stands in; None if its document's text is not at hand."""

    contact: Contact
    passage: Passage | None


@dataclass(frozen=True, slots=True)
class Review:
    """What a page is given so that contacts can be decided on in it.

    Attributes:
        contacts: As extracted, not folded.
        decisions: What was decided on them before.
        name: Of the file of contacts, without its ending; the page saves decisions as ``NAME.decisions.jsonl``.
    """

    contacts: Sequence[InContext]
    decisions: Sequence[Decision] = ()
    name: str = "contacts"


def in_context(contact: Contact, text: str | None) -> InContext:
    """Return a contact with two sentences before and behind its own.

    Args:
        text: The text of its document; None if it is not at hand. Where it does not have the sentence, it counts for nothing.
    """
    evidence = contact.evidence
    if text is None or text[evidence.start : evidence.end] != evidence.sentence:
        return InContext(contact, None)
    first, last = window(text, evidence.start, evidence.end)
    before, after = sentences(text[first : evidence.start]), sentences(text[evidence.end : last])
    pieces = (*before, evidence.sentence, *after)
    counts = tuple(len(places(text, piece)) for piece in pieces)
    edges = text[max(0, first - AROUND) : first], text[last : last + AROUND]
    return InContext(contact, Passage(pieces, counts, len(before), *edges, digest(text)))
