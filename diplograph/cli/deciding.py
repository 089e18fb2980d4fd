"""What the commands share that take decisions: which files, and what became of them."""

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from diplograph.cli.common import is_corpus, plural
from diplograph.errors import OnError

if TYPE_CHECKING:
    from diplograph.extract.corpus import Corpus
    from diplograph.extract.model import Contact, Source
    from diplograph.graph.decisions import Decision, Ledger
    from diplograph.graph.decisions.context import InContext, Review
    from diplograph.graph.identity import Ties

SUFFIX = ".decisions.jsonl"
_NAMED = 3  # stale decisions

_Function = TypeVar("_Function", bound=Callable[..., Any])


def decision_options(function: _Function) -> _Function:
    """Add --decisions, --no-decisions and --undecided, passed on together as ``deciding``."""

    @wraps(function)
    def wrapped(*args: Any, decisions: tuple[str, ...], found: bool, undecided: bool, **named: Any) -> Any:
        return function(*args, deciding=Deciding(decisions, found=found, undecided=undecided), **named)

    options = (
        click.option(
            "--decisions", metavar="FILE", multiple=True,
            help="What was decided on contacts; NAME.decisions.jsonl beside the contacts is found by itself. Repeatable.",
        ),
        click.option("--no-decisions", "found", is_flag=True, default=True, flag_value=False, help="Look for none."),
        click.option("--undecided", is_flag=True, help="Only contacts on which nobody has decided."),
    )  # fmt: skip
    for option in reversed(options):
        wrapped = option(wrapped)
    return cast(_Function, wrapped)


class Deciding:
    """Applies decisions to contacts as they are read.

    Args:
        given: Files of decisions that were named.
        found: Whether those beside the contacts are taken too.
        undecided: Whether to keep only what nobody decided on.
        only: Whose decisions are applied; None for everybody's.
        tells: Whether commands warn of what could not be applied.
    """

    def __init__(
        self,
        given: Iterable[str] = (),
        *,
        found: bool = True,
        undecided: bool = False,
        only: str | None = None,
        tells: bool = True,
    ) -> None:
        self._only = only
        self._tells = tells
        self._files = list(given)
        self._found = found
        self._undecided = undecided
        self._ledger: Ledger | None = None
        self._made: list[Decision] = []
        self._shown: list[InContext] | None = None

    def again(self) -> "Deciding":
        """Return one of the same options for contacts that are read apart, such as those of another time."""
        return Deciding(self._files, found=self._found, undecided=self._undecided, only=self._only)

    def beside(self, *sources: str) -> None:
        """Take the files of decisions that lie beside these files, before anything is read."""
        if self._found:
            self._files += beside(*sources)

    def decisions(self, on_error: OnError) -> "list[Decision]":
        """Return the decisions of all files and corpora, each once."""
        from diplograph.graph.formats.json import encoded

        made = (d for file in self.files for d in kept_in(file, on_error))
        once = {encoded(d.to_dict()): d for d in made}
        return [d for d in once.values() if self._only in (None, d.by)]

    @property
    def files(self) -> list[str]:
        """The files and corpora that hold decisions, each once."""
        return list(dict.fromkeys(self._files))

    def ledger(self, on_error: OnError) -> "Ledger":
        """Return the decisions of all files, each once, and what becomes of them."""
        if self._ledger is None:
            from diplograph.graph.decisions import Ledger

            self._made = self.decisions(on_error)
            self._ledger = Ledger(self._made)
        return self._ledger

    def keep(self) -> None:
        """Keep what is read from now on in its context, so that somebody can decide on it in a page."""
        self._shown = []

    def review(self, source: str) -> "Review | None":
        """Return what was kept, to be decided on beside a file of contacts; None if nothing was to be kept."""
        from diplograph.graph.decisions.context import Review

        return (
            None if self._shown is None else Review(self._shown, self._made, Path(source).stem.strip("-") or "contacts")
        )

    def settle(
        self, document: "Source", contacts: "Iterable[Contact]", text: str | None, on_error: OnError
    ) -> "Iterator[Contact]":
        """Yield the contacts of a document as decided."""
        ledger = self.ledger(on_error)
        yield from self._chosen(ledger.settle(document, list(contacts), text) if ledger else contacts, text)

    def settle_all(self, contacts: "Iterable[Contact]", on_error: OnError) -> "Iterator[Contact]":
        """Yield the contacts of many documents as decided; without any decision, as they come."""
        ledger = self.ledger(on_error)
        yield from self._chosen(ledger.settle_all(contacts) if ledger else contacts)

    def settle_corpus(self, corpus: "Corpus", contacts: "Iterable[Contact]", on_error: OnError) -> "Iterator[Contact]":
        """Yield the contacts of a corpus, by the id of their document, as decided, with the texts that it holds."""
        ledger = self.ledger(on_error)
        if not ledger and self._shown is None:
            yield from self._chosen(contacts)
            return
        for id, group in groupby(contacts, key=lambda c: c.document.id):
            found = list(group)
            text = corpus.text(id) if id in ledger.documents or self._shown is not None else None
            yield from self._chosen(ledger.settle(found[0].document, found, text), text)
        for id in sorted(ledger.documents - ledger.met):
            source, text = corpus.source(id), corpus.text(id)
            if source is not None:
                yield from self._chosen(ledger.settle(source, [], text), text)

    def ties(self) -> "Ties":
        """Return which contacts were decided to be one encounter, and which to be apart, of those read so far."""
        from diplograph.graph.identity import Ties

        ledger = self._ledger
        return ledger.ties() if ledger else Ties()

    @property
    def asked(self) -> bool:
        """Whether an option asks for decisions."""
        return bool(self._files) or self._undecided

    def applied(self) -> str:
        """Return what was applied, in words; nothing if there are no decisions."""
        if not self._ledger:
            return ""
        counts = self._ledger.applied
        told = ", ".join(f"{count:,} {verdict}" for verdict, count in sorted(counts.items()))
        return f"{plural(counts.total(), 'decision')} applied{f': {told}' if told else ''}"

    def problems(self) -> Iterator[str]:
        """Yield what could not be applied, and why."""
        ledger = self._ledger
        if not ledger or not self._tells:
            return
        stale, elsewhere = ledger.stale(), len(ledger.elsewhere())
        if stale:
            yield f"{plural(len(stale), 'decision')} {'fits' if len(stale) == 1 else 'fit'} nothing any more; `diplograph decisions` lists them:"
            yield from (f"  {named(s.decision)}: {s.reason}" for s in stale[:_NAMED])
        if elsewhere:
            yield f"{plural(elsewhere, 'decision')} on documents that are not here"

    def _chosen(self, contacts: "Iterable[Contact]", text: str | None = None) -> "Iterator[Contact]":
        chosen = (c for c in contacts if not self._undecided or c.decided is None)
        return chosen if self._shown is None else self._kept(chosen, text, self._shown)

    @staticmethod
    def _kept(contacts: "Iterator[Contact]", text: str | None, shown: "list[InContext]") -> "Iterator[Contact]":
        from diplograph.graph.decisions.context import in_context

        for contact in contacts:
            shown.append(in_context(contact, text))
            yield contact


def beside(*sources: str) -> list[str]:
    """Return what holds the decisions on contacts: a corpus itself, and the files that lie beside files and corpora."""
    files = (str(Path(source).with_suffix(SUFFIX)) for source in sources if source not in ("-", "."))
    return [*filter(is_corpus, sources), *(file for file in files if Path(file).is_file())]


def place_of(source: str) -> str:
    """Return where decisions on contacts are kept, if nobody says where: in a corpus itself, else beside a file."""
    return source if is_corpus(source) else str(Path(source).with_suffix(SUFFIX))


def kept_in(place: str, on_error: OnError) -> "Iterator[Decision]":
    """Yield the decisions of a file or a corpus."""
    from diplograph.graph.decisions.files import of_lines, read_decisions

    if not is_corpus(place):
        yield from read_decisions(place, on_error=on_error)
        return
    from diplograph.extract.corpus import Corpus

    with Corpus(place) as corpus:
        lines = [line.encode("utf-8", "surrogatepass") for line in corpus.decisions()]
    yield from of_lines(lines, f"{place}, decisions", on_error)


def keep(place: str, decisions: "Iterable[Decision]") -> None:
    """Add decisions to a file or a corpus; they are on the disk when this returns."""
    from diplograph.graph.decisions import append

    if not is_corpus(place):
        append(place, decisions)
        return
    from diplograph.extract.corpus import Corpus

    with Corpus(place) as corpus:
        corpus.decide(decision.to_dict() for decision in decisions)


def named(decision: "Decision") -> str:
    """Return what a decision is, of which document, on whom."""
    contact = decision.contact
    names = " — ".join(party.name for party in contact.parties)
    return f"{decision.verdict}, {contact.document.id}, {names or contact.evidence.trigger}"
