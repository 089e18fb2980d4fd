"""What became of each document: what is known of it, what it told, or why it was not read."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diplograph.extract.run.analysis import Outcome


class Skipped(StrEnum):
    """Why no contact was looked for in a document, or in files of a folder."""

    FOREIGN = "not in English"
    UNREADABLE = "could not be read"
    GIVEN_UP = "given up"
    KINDS = "of kinds that are not read"


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one document; a row of documents.csv and of a corpus' view of the same name.

    Attributes:
        id: As contacts call it; None of a file from which no document came.
        date: ISO 8601.
        dated_by: How the date is known, as in ``Document``.
        language: ISO 639-1; None if it could not be read.
        words: How many its text has, divided by spaces, without its header.
        contacts: How many it tells; None if it was skipped.
        skipped: Why it was not read, if it was not.
        problem: What was wrong with it, if anything was.
    """

    id: str | None
    title: str | None = None
    date: str | None = None
    dated_by: str | None = None
    publisher: str | None = None
    language: str | None = None
    words: int | None = None
    contacts: int | None = None
    skipped: str | None = None
    problem: str | None = None


def fate(outcome: "Outcome") -> Fate:
    """Return what became of a document."""
    document, why = outcome.document, skipped(outcome)
    problem = " ".join(map(str, outcome.problems)) or None
    if document is None:
        return Fate(outcome.raw.id, skipped=why, problem=problem)
    source = document.source
    return Fate(
        source.id,
        source.title,
        source.date.isoformat() if source.date else None,
        document.dated_by,
        source.publisher,
        outcome.language,
        words(outcome),
        None if why else len(outcome.contacts),
        why,
        problem,
    )


def skipped(outcome: "Outcome") -> Skipped | None:
    """Return why no contact was looked for in a document."""
    if outcome.failed:
        return Skipped.GIVEN_UP
    if outcome.document is None:
        return Skipped.UNREADABLE
    return Skipped.FOREIGN if outcome.foreign else None


def words(outcome: "Outcome") -> int | None:
    """Return how many words the prose of a document has."""
    document = outcome.document
    return len(document.text[document.body :].split()) if document else None


@dataclass(slots=True)
class Fates:
    """How many documents became what.

    Attributes:
        undated: Documents without a date.
        silent: Documents that were read and tell no contact.
        unread: Documents and files that could not be read, or were given up.
        foreign: Documents that are not in English and were not read, by language.
    """

    undated: int = 0
    silent: int = 0
    unread: int = 0
    foreign: Counter[str] = field(default_factory=Counter)

    def add(self, one: Fate) -> None:
        """Count a document."""
        if one.skipped == Skipped.KINDS:
            return
        unread = one.skipped in (Skipped.UNREADABLE, Skipped.GIVEN_UP)
        self.unread += unread
        self.undated += one.date is None and not unread
        self.silent += one.contacts == 0
        if one.skipped == Skipped.FOREIGN and one.language:
            self.foreign[one.language] += 1


def not_in_english(foreign: Counter[str]) -> str:
    """Return "12 documents are not in English: 9 French, 3 Russian"."""
    from diplograph.extract.text.language import NAMES

    count = foreign.total()
    head = "1 document is" if count == 1 else f"{count:,} documents are"
    ranked = sorted(foreign.items(), key=lambda item: (-item[1], item[0]))
    return f"{head} not in English: " + ", ".join(f"{n:,} {NAMES.get(code, code)}" for code, n in ranked)
