"""``diplograph build``: documents to contacts, page and graph files, in one go."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from diplograph.cli.common import common_options, example, open_page, page_options, plural
from diplograph.cli.contacts import Who, encounters, identity_options
from diplograph.cli.intake import Intake, Reading, intake_options
from diplograph.cli.made import digests, extracted, provenance_of, step
from diplograph.cli.table import aligned, printable
from diplograph.errors import OutputError
from diplograph.extract.model import Kind, Status
from diplograph.extract.run.fates import Fate, Fates, not_in_english

if TYPE_CHECKING:
    from diplograph.extract.model import Contact
    from diplograph.graph.provenance import Provenance

_PAGE = "graph.html"
_FILES = ("contacts.jsonl", _PAGE, "graph.graphml", "graph.gexf")
_DOCUMENTS = "documents.csv"
_TOP = 10
_MOST_FOR_A_PAGE = 100_000  # contacts


@click.command(
    "build",
    short_help="The main job: documents to contacts, page and graph.",
    epilog=example(
        "diplograph build seeds -o outputs", "diplograph build news/*.txt --date 2021-08-16 --title 'August'"
    ),
)
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@click.option(
    "-o", "--output", "folder", metavar="FOLDER", default="outputs", show_default=True, help="Where to write."
)
@click.option(
    "--corpus", metavar="FILE.db",
    help="Keep documents and contacts in this file; only new and changed documents are read, and all in it are shown.",
)  # fmt: skip
@page_options
@identity_options
@intake_options
@common_options
def command(
    inputs: tuple[str, ...],
    folder: str,
    corpus: str | None,
    title: str | None,
    review: bool,
    show: bool,
    who: Who,
    reading: Reading,
    quiet: bool,
) -> None:
    """Read documents and write who was in contact with whom.

    INPUT is a file, a folder, a pattern, or - for standard input: {formats}. FOLDER gets contacts.jsonl (every contact of
    every document with its sentence), and, with each encounter once, graph.html (a page to explore), graph.graphml and
    graph.gexf (for Gephi); documents.csv (what became of each document); and manifest.json (what made all this, and of what). A
    summary goes to standard output. For more documents than one page can show, see `diplograph corpus`.
    """
    from diplograph.graph.identity.copies import copies
    from diplograph.graph.rollup import by_state

    who.deciding.beside(str(Path(folder) / _FILES[0]), *filter(None, [corpus]))
    if review:
        who.deciding.keep()
    intake, fates = Intake(quiet=quiet, deciding=who.deciding), list[Fate]()
    intake.each = fates.append
    contacts = list(_kept(corpus, inputs, reading, intake, fates) if corpus else intake.analyse(inputs, reading))
    folded = encounters(contacts, who)
    folded = by_state(folded) if who.by == "state" else folded
    repeated, made = copies(folded), _made(corpus, intake, reading)
    page = {"title": title, "review": who.deciding.review(_FILES[0]), "made": made}
    files = [*_write(contacts, folded, Path(folder), page), list_documents(fates, repeated, Path(folder))]
    files.append(_manifest(made, intake, inputs, files, encounters=len(folded), copies=len(repeated)))
    for line in _summary(folded, intake, files, len(repeated)):
        click.echo(line)
    if not quiet:
        click.echo(_closing(contacts, intake, files[_FILES.index(_PAGE)]), err=True)
    if show:
        open_page(files[_FILES.index(_PAGE)])


def _kept(
    corpus: str, inputs: tuple[str, ...], reading: Reading, intake: Intake, fates: "list[Fate]"
) -> "Iterator[Contact]":
    """Bring a corpus up to date and yield all that it holds; what became of its documents goes to ``fates``."""
    from diplograph.extract.corpus import Corpus

    tally = intake.update(corpus, inputs, reading)
    with Corpus(corpus) as held:
        count = sum(held.counts("kind").values())
        if count > _MOST_FOR_A_PAGE:
            raise OutputError(
                f"{corpus} is up to date, but its {count:,} contacts are more than one page can show:"
                f" choose some with `diplograph corpus export {corpus} -o page.html --from DAY`."
            )
        fates += held.fates()
        intake.fates, intake.documents = Fates(), sum(one.words is not None or one.skipped is None for one in fates)
        for one in fates:
            intake.fates.add(one)
        intake.contacts = count
        intake.note = f"{corpus}: {tally.read:,} new or changed, {tally.unchanged:,} unchanged"
        yield from intake.deciding.settle_corpus(held, held.contacts(on_error=intake.warn), intake.warn)


def _made(corpus: str | None, intake: Intake, reading: Reading) -> "Provenance":
    made = provenance_of([corpus]) if corpus else extracted(intake, reading)
    return made.then(step(intake))


def _manifest(made: "Provenance", intake: Intake, inputs: tuple[str, ...], files: list[Path], **counts: int) -> Path:
    """Write what made the files, of what, and what became of it."""
    from diplograph.graph.formats.manifest import NAME, write_manifest

    place, fates = files[0].with_name(NAME), intake.fates
    counts |= {"without_contact": fates.silent, "without_date": fates.undated, "not_in_english": fates.foreign.total()}
    counts |= {"not_read": fates.unread}
    given = sorted(digests(inputs, intake.files, place.parent), key=lambda one: (one["name"], one["sha256"]))
    write_manifest(place, replace(made, contacts=intake.contacts), files, counts=counts, inputs=given)
    return place


def _write(contacts: "list[Contact]", folded: "list[Contact]", folder: Path, page: dict[str, Any]) -> list[Path]:
    from diplograph.graph.formats import write

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"Can't make the folder {folder}: {error.strerror}; give another with -o.") from None
    files = [folder / name for name in _FILES]
    for path in files:
        if path.suffix == ".jsonl":
            write(contacts, path)
        else:
            write(folded, path, **page)
    return files


def list_documents(fates: "list[Fate]", repeated: dict[str, str], folder: Path) -> Path:
    """Write what became of each document, and of each file that none came from; ``repeated`` tells which are copies of which."""
    from diplograph.graph.formats.atomic import atomic_write
    from diplograph.graph.formats.csv import guarded

    path = folder / _DOCUMENTS
    with atomic_write(path) as handle:
        rows = csv.writer(handle, lineterminator="\n")
        rows.writerow([*(field.name for field in fields(Fate)), "copy_of"])
        ordered = sorted(fates, key=lambda one: (one.id is None, one.id, one.problem))
        rows.writerows(map(guarded, (*astuple(one), repeated.get(one.id or ""))) for one in ordered)
    return path


def _summary(contacts: "list[Contact]", intake: Intake, files: list[Path], repeated: int) -> Iterator[str]:
    fates = intake.fates
    told = [
        (fates.undated, "without a date"),
        (fates.silent, "without a contact"),
        (fates.foreign.total(), "not in English"),
        (repeated, "in the words of another"),
    ]
    remarks = ", ".join(f"{count:,} {what}" for count, what in told if count)
    remarks = f" ({remarks})" if remarks else ""
    counts = f"{plural(intake.contacts, 'contact')}, {plural(len(contacts), 'encounter')}"
    yield f"{plural(intake.documents, 'document')}{remarks}, {counts}"
    if fates.foreign:
        yield not_in_english(fates.foreign)
    if fates.unread:
        yield f"{fates.unread:,} could not be read: {_DOCUMENTS} tells why"
    if intake.note:
        yield intake.note
    if contacts:
        yield ""
        yield from aligned(_counts(contacts))
        yield ""
        yield from aligned([("in contact most often", "contacts"), *_top_pairs(contacts)])
    yield ""
    yield from aligned([("file", "size"), *((str(path), _size(path)) for path in files)])


def _counts(contacts: "list[Contact]") -> Iterator[tuple[str, ...]]:
    """Yield the table of contacts by status and kind, without empty rows and columns."""
    cells = Counter((c.status, c.kind) for c in contacts)
    kinds = [k for k in Kind if any(cells[s, k] for s in Status)]
    yield ("status", *kinds, "all")
    for status in Status:
        row = [cells[status, kind] for kind in kinds]
        if any(row):
            yield (status, *(f"{n:,}" if n else "." for n in row), f"{sum(row):,}")


def _top_pairs(contacts: "list[Contact]") -> Iterator[tuple[str, str]]:
    """Yield the pairs with the most contacts that occurred."""
    from diplograph.graph.assemble import party_pairs

    occurred = [c for c in contacts if c.status.took_place]
    pairs = Counter((a.id, b.id) for c in occurred for a, b in party_pairs(c))
    names = {p.id: p.name for c in occurred for p in c.parties}
    for (a, b), count in sorted(pairs.items(), key=lambda item: (-item[1], item[0]))[:_TOP]:
        yield printable(f"{names[a]} — {names[b]}"), f"{count:,}"


def _size(path: Path) -> str:
    size = path.stat().st_size
    return f"{size:,} bytes" if size < 10_000 else f"{size / 1000:,.0f} kB"


def _closing(contacts: "list[Contact]", intake: Intake, page: Path) -> str:
    if contacts:
        return f"The page is {page}: open it in a browser."
    english = intake.documents - intake.fates.foreign.total()
    found = plural(english, "document") + (" in English" if intake.fates.foreign else "")
    return f"No contacts were found in {found}: the graph is empty. `diplograph show --help` tells what is read."
