"""What the commands share that read contacts: the files, who is who in them, and the level of persons or states."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import wraps
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar, cast

import click

from diplograph.cli.common import is_corpus
from diplograph.cli.deciding import Deciding, decision_options
from diplograph.cli.intake import Intake
from diplograph.errors import InputError
from diplograph.extract.read.formats import BY_SUFFIX, JSON_LINES, ending

if TYPE_CHECKING:
    from diplograph.extract.model import Contact
    from diplograph.graph.dyads import Lost

_DOCUMENTS = BY_SUFFIX.keys() - set(JSON_LINES.suffixes)

_Function = TypeVar("_Function", bound=Callable[..., Any])


def read_files(sources: tuple[str, ...], intake: Intake, stdin: IO[bytes] | None = None) -> "Iterator[Contact]":
    """Yield the contacts of what ``diplograph extract`` wrote, files or folders, and of corpora; - is standard input.

    What was decided on them, and lies beside them, is applied.
    """
    intake.deciding.beside(*sources)
    corpora = [source for source in sources if is_corpus(source)]
    rest = tuple(source for source in sources if source not in corpora)
    found = chain(
        *(_of_corpus(c, intake) for c in corpora), intake.deciding.settle_all(_all(rest, intake, stdin), intake.warn)
    )
    yield from intake.counted(found)


def _all(sources: tuple[str, ...], intake: Intake, stdin: IO[bytes] | None) -> "Iterator[Contact]":
    from diplograph.graph.formats.jsonl import read_contacts

    for source in sources:
        if shards := shards_in(source):
            yield from read_contacts(shards, on_error=intake.warn)
        elif ending(source)[0] in _DOCUMENTS or Path(source).is_dir():
            intake.warn(InputError(f"{source} holds documents, not contacts: run `diplograph extract {source}` first."))
        else:
            given = (stdin or sys.stdin.buffer) if source == "-" else source
            yield from read_contacts(given, on_error=intake.warn)


def shards_in(source: str) -> list[Path]:
    """Return the files of contacts that ``diplograph extract --shards`` wrote into a folder, sorted."""
    folder = Path(source)
    return sorted(folder.glob("[!.]*.contacts.jsonl")) if folder.is_dir() else []


@contextmanager
def texts(source: str) -> "Iterator[Callable[[str], str | None]]":
    """Yield what tells the text of a document by its id: a corpus has it, a file of contacts has not."""
    if not is_corpus(source):
        yield lambda id: None
        return
    from diplograph.extract.corpus import Corpus

    with Corpus(source) as corpus:
        yield corpus.text


def _of_corpus(source: str, intake: Intake) -> "Iterator[Contact]":
    from diplograph.extract.corpus import Corpus

    with Corpus(source) as corpus:
        yield from intake.deciding.settle_corpus(corpus, corpus.contacts(on_error=intake.warn), intake.warn)


def names_first(*names: str) -> None:
    """Refuse a file where the name of a party should stand."""
    for name in names:
        if Path(name).suffix.lower() == ".jsonl":
            raise click.UsageError(f"{name!r} is a file, not a party: names come first, then files.")


@dataclass(frozen=True, slots=True)
class Who:
    """Who is who: at which level, by whose table, or nobody taken for anybody else; and what was decided on contacts."""

    by: str = "party"
    actors: str | None = None
    fold: bool = True
    deciding: Deciding = field(default_factory=lambda: Deciding(found=False))


def identity_options(function: _Function) -> _Function:
    """Add --by, --actors, --no-fold and those on decisions, passed on together as ``who``; ``chosen`` reads it."""
    level = click.option(
        "--by",
        type=click.Choice(["party", "state"]),
        default="party",
        show_default=True,
        help="Parties as they are, or every person as his or her state.",
    )

    @wraps(function)
    def wrapped(*args: Any, by: str, who: Who, **named: Any) -> Any:
        return function(*args, who=replace(who, by=by), **named)

    return level(folding_options(cast(_Function, wrapped)))


def folding_options(function: _Function) -> _Function:
    """Add --actors, --no-fold and those on decisions, passed on together as ``who``."""

    @wraps(function)
    def wrapped(*args: Any, actors: str | None, fold: bool, deciding: Deciding, **named: Any) -> Any:
        return function(*args, who=Who(actors=actors, fold=fold, deciding=deciding), **named)

    table = click.option("--actors", metavar="FILE", help="Your own table of parties, in YAML: names, aliases, merges.")
    fold = click.option(
        "--no-fold", "fold", is_flag=True, default=True, flag_value=False,
        help="Each document's contacts as extracted: no party merged, no encounter told once.",
    )  # fmt: skip
    return table(fold(decision_options(cast(_Function, wrapped))))


def chosen(sources: tuple[str, ...], intake: Intake, *, who: Who, wanted: dict[str, Any]) -> "list[Contact]":
    """Return the contacts of files that pass the selecting options, each encounter once.

    Args:
        who: By state, persons become their states; --party then takes the names of both.
        wanted: The keywords of ``diplograph.graph.select.select``.
    """
    from diplograph.graph.rollup import by_state

    intake.deciding = who.deciding
    contacts = encounters(read_files(sources, intake), who)
    if who.by == "state":
        return _passed(by_state(contacts), contacts, intake, wanted)
    return _passed(contacts, (), intake, wanted)


def chosen_of_states(sources: tuple[str, ...], intake: Intake, *, who: Who, wanted: dict[str, Any]) -> "list[Contact]":
    """Return contacts as they are, as ``chosen`` does, and also those that pass by the names of the states of persons."""
    from diplograph.graph.rollup import by_state

    intake.deciding = who.deciding
    contacts = encounters(read_files(sources, intake), who)
    return _passed(contacts, by_state(contacts), intake, wanted)


def _passed(
    shown: "Iterable[Contact]", also: "Iterable[Contact]", intake: Intake, wanted: dict[str, Any]
) -> "list[Contact]":
    """Return the contacts that pass, as they are shown or as others of their ids are."""
    from diplograph.graph.select import passes, told_then

    others = list(also)
    named, then = ({c.id for c in others if test(c, **wanted)} for test in (passes, told_then))
    intake.beside = [c for c in shown if c.id in then or told_then(c, **wanted)]
    intake.apart = len(intake.beside)
    return [c for c in shown if c.id in named or passes(c, **wanted)]


def close(intake: Intake, line: str, lost: "Iterable[Lost]" = ()) -> None:
    """End a command with a line that says what it did, others on what files of events lack, and one on contacts that
    only their documents' days place there.
    """
    if intake.quiet:
        return
    click.echo(line, err=True)
    tell_lost(intake, lost)
    if intake.apart:
        more = "1 more was" if intake.apart == 1 else f"{intake.apart:,} more were"
        click.echo(f"{more} told then without a time as firm; --basis reported takes all in.", err=True)


def tell_lost(intake: Intake, lost: "Iterable[Lost]") -> None:
    """Say what files of events leave out or can't date, a line each."""
    for one in lost if not intake.quiet else ():
        click.echo(_told(one), err=True)


def _told(lost: "Lost") -> str:
    """Return "events: left out 3 planned (--status planned takes them in); no Event Date for 7 undated." """
    parts = [f"{count:,} {status}{_why_out(lost.format, status)}" for status, count in lost.statuses.items()]
    days = [f"{lost.undated:,} undated (--basis reported takes their documents' days)"] if lost.undated else []
    days += [f"{lost.vague:,} told only as a week, a month or the like"] if lost.vague else []
    if lost.format == "rem":
        parts += days
    said = [f"left out {', '.join(parts)}"] if parts else []
    if lost.format == "events" and days:
        said.append(f"no Event Date for {', '.join(days)}")
    return f"{lost.format}: {'; '.join(said)}."


def _why_out(format: str, status: str) -> str:
    if format == "events" and status != "planned":
        return " (PLOVER has no event for them)"
    return f" (--status {status} takes them in)"


def encounters(contacts: "Iterable[Contact]", who: Who) -> "list[Contact]":
    """Return each encounter once under the names that hold for all documents, unless ``who`` says not to."""
    from diplograph.graph.identity import fold, read_actors

    table = read_actors(who.actors) if who.actors else None
    found = list(contacts)  # which tells what was decided on them
    return fold(found, table, who.deciding.ties()) if who.fold else found
