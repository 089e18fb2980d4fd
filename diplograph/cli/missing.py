"""Sentences one at a time in the terminal in which nothing was found but something may be, and what the keys do."""

from collections.abc import Iterator

import click

from diplograph.cli.asking import Asking, asked_for, told
from diplograph.cli.common import plural
from diplograph.cli.intake import Intake
from diplograph.cli.table import printable
from diplograph.extract.corpus import Corpus
from diplograph.extract.missed import NearMiss, likeliest_first, near_misses
from diplograph.extract.model import Contact
from diplograph.graph.decisions import Decision, Verdict
from diplograph.graph.decisions.answered import Answered
from diplograph.graph.decisions.making import decided, nothing

_AT_ONCE = 20  # documents
_KEYS = {"m": "mark a contact", "n": "none here", "u": "undo", "s": "skip", "b": "back", "q": "quit"}


class Missing(Asking):
    """Goes through the sentences of a corpus that may tell a contact which was not found.

    Documents in which nobody decided on such a sentence come first, so that whoever goes on begins where he stopped.

    Args:
        corpus: Open, and longer so than this.
        place: The file or corpus that decisions are added to.
        by: Who decides.
        intake: Has the decisions that were made, and is told what is wrong with a document.
        model: An installed English spaCy pipeline; None takes the default.
    """

    def __init__(self, corpus: Corpus, place: str, by: str, intake: Intake, model: str | None = None) -> None:
        super().__init__(place, by, _KEYS)
        self._corpus, self._intake, self._model = corpus, intake, model
        self._answered = Answered(intake.deciding.decisions(intake.warn))
        self._ids = sorted(corpus.read(), key=lambda id: id in self._answered)
        self._read = self._known = 0
        self._coming = likeliest_first(self._batches())
        self._shown: list[NearMiss] = []
        self._acts |= {"m": self._mark, "n": self._none}

    @property
    def left(self) -> str:
        """What is left to decide on, in words."""
        open = plural(self._known - len(self._decided), "sentence")
        return f"{open} left in the {self._read:,} of {plural(len(self._ids), 'document')} that were read"

    def _batches(self) -> Iterator[list[NearMiss]]:
        for first in range(0, len(self._ids), _AT_ONCE):
            ids = self._ids[first : first + _AT_ONCE]
            if not self._intake.quiet:
                click.echo(f"Reading documents {first + 1:,} to {first + len(ids):,} of {len(self._ids):,}", err=True)
            documents = {document.source.id: document for id in ids if (document := self._corpus.document(id))}
            found = near_misses(documents.values(), model=self._model, on_error=self._intake.warn)
            open = [n for n in found if not self._answered.has(n.document, n.evidence, documents[n.document.id].text)]
            self._read += len(ids)
            self._known += len(open)
            yield open

    def _is_more(self) -> bool:
        if self._at == len(self._shown) and (near := next(self._coming, None)) is not None:
            self._shown.append(near)
        return self._at < len(self._shown)

    def _lines(self) -> Iterator[str]:
        near = self._shown[self._at]
        yield ""
        yield f"{self._at + 1:,} of {self._known:,}, in {self._read:,} of {plural(len(self._ids), 'document')}"
        yield f"  {printable(near.evidence.trigger)}: {near.reason}, {printable(near.detail)}"
        yield f"  named or meant: {printable(', '.join(near.parties))}"
        yield from (f"  found: {_named(contact)}" for contact in near.found)
        yield from told(nothing(near.document, near.evidence), self._corpus.text(near.document.id))
        yield from self._below()

    def _settles(self, decision: Decision) -> bool:
        return True

    def _mark(self) -> None:
        near, text = self._shown[self._at], self._corpus.text(self._shown[self._at].document.id) or ""
        found = asked_for(near.document, text, (near.evidence.start, near.evidence.end))
        if found is not None:
            self._decide(Verdict.MISSED, found)

    def _none(self) -> None:
        near = self._shown[self._at]
        self._decide(Verdict.NONE, nothing(near.document, near.evidence))

    def _decide(self, verdict: Verdict, contact: Contact) -> None:
        self._keep(decided(verdict, contact, self._by, text=self._corpus.text(contact.document.id)))
        self._move(1)


def _named(contact: Contact) -> str:
    return printable(f"{' — '.join(party.name for party in contact.parties)} ({contact.kind}, {contact.status})")
