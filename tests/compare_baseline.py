"""What extraction gains and loses against the frozen baseline, over the seeds and the cases.

Run as a script it prints the difference and ends well whatever that is; ``--write`` freezes today's contacts.
"""

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path

import cases_io

from diplograph.extract.evaluate.changes import Change, FoundPair, compare, found_pairs
from diplograph.extract.model import Contact, Document
from diplograph.extract.pipeline import extract_contacts
from diplograph.extract.read import read_documents
from diplograph.graph.formats.atomic import atomic_write

BASELINE = Path(__file__).parent / "baseline"
SEEDS = Path(__file__).parents[1] / "seeds"

Runs = Mapping[str, tuple[FoundPair, ...]]


def today() -> Runs:
    """Extract the contacts of the seeds and of each file of cases, sorted."""
    sources = {"seeds": _seeds(), **{theme: _cases(theme) for theme in [*cases_io.themes(), "known-failures"]}}
    return {name: tuple(sorted(_all(extract_contacts(documents)))) for name, documents in sources.items()}


def frozen(folder: Path = BASELINE) -> Runs:
    """Read the baseline."""
    return {path.stem: tuple(map(_parsed, _lines(path))) for path in sorted(folder.glob("*.jsonl"))}


def freeze(runs: Runs, folder: Path = BASELINE) -> None:
    """Write the baseline: a file a source, a contact a line, and none for a source that is gone."""
    folder.mkdir(exist_ok=True)
    for path in folder.glob("*.jsonl"):
        if path.stem not in runs:
            path.unlink()
    for name, contacts in runs.items():
        with atomic_write(folder / f"{name}.jsonl") as handle:
            handle.writelines(_line(contact) for contact in contacts)


def change(before: Runs, after: Runs) -> Change:
    """Return what was gained and lost between two runs, with the name of the source as the file."""
    return compare(_named(before), _named(after))


def report(found: Change) -> Iterator[str]:
    """Yield the lines that are printed."""
    yield f"Against the baseline: {len(found.gained)} contacts gained, {len(found.lost)} lost."
    yield from found.lines()
    if found.gained or found.lost:
        yield "If that is as it should be, `make baseline` freezes it."


def _seeds() -> Iterator[Document]:
    for document in read_documents([SEEDS]):
        yield replace(document, source=replace(document.source, id=Path(document.source.id).name))


def _cases(theme: str) -> Iterator[Document]:
    return (cases_io.document(case) for case in cases_io.load(theme))


def _all(contacts: Iterable[Contact]) -> Iterator[FoundPair]:
    return (t for contact in contacts for t in found_pairs(contact))


def _named(runs: Runs) -> Iterator[FoundPair]:
    return (replace(t, file=name) for name, contacts in runs.items() for t in contacts)


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def _line(contact: FoundPair) -> str:
    record = {key: value for key, value in asdict(contact).items() if key != "file"}
    return json.dumps(record, ensure_ascii=False) + "\n"


def _parsed(line: str) -> FoundPair:
    record = json.loads(line)
    return FoundPair("", record["document"], (record["pair"][0], record["pair"][1]), record["kind"], record["status"])


def main() -> None:
    """Print what changed, or freeze it."""
    parser = argparse.ArgumentParser(description="Compare extraction with the frozen baseline.")
    parser.add_argument("--write", action="store_true", help="freeze what extraction finds today")
    writes = parser.parse_args().write
    now = today()
    print("\n".join(report(change(frozen(), now))))
    if writes:
        freeze(now)


if __name__ == "__main__":
    main()
