"""Words a second of ``extract_contacts`` beside the bare spaCy pipeline on the same texts, as a ratio.

Beside that, how many of the contacts of the whole texts it finds, which it parses only in part.

Both use the same model in the same process with the same settings; the bare one is as spaCy loads it, and does
nothing with the parse. They take turns at each share of the texts, so that a machine that slows down slows both.

Usage: PYTHONPATH=. python tests/benchmarks/extract.py [--every N] [INPUT ...]

INPUT is what diplograph reads: files, folders, patterns. Without any, it is general_news.jsonl in the folder
$DIPLOGRAPH_SHARED/corpora where that variable is set, else the seeds. Give no text twice: ours remembers words.
"""

import argparse
import os
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from diplograph import extract_contacts, read_documents
from diplograph.extract.manifest import DEFAULT_MODEL
from diplograph.extract.model import Contact, Document
from diplograph.extract.parts import BATCH

_ROOT = Path(__file__).parents[2]
_TURNS = 10


class Spent(NamedTuple):
    """Seconds, of the processor and on the clock."""

    cpu: float
    wall: float


def main() -> None:
    """Print words a second of both, by processor and by clock, and ours as a share of the bare pipeline's."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="*", metavar="INPUT")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="take every Nth document")
    options = parser.parse_args()
    documents = list(read_documents(_inputs(options.inputs)))[:: options.every]
    words = sum(len(d.text.split()) for d in documents)
    for work in (_ours, _bare):  # load the model and the tables
        work(documents[:1])
    bare, ours = _compared(documents)
    print(f"{len(documents)} documents, {words} words\n{'words a second':<18}{'bare':>8}{'ours':>8}{'ratio':>8}")
    for name, theirs, mine in zip(("processor", "clock"), bare, ours, strict=True):
        print(f"{name:<18}{words / theirs:>8.0f}{words / mine:>8.0f}{theirs / mine:>8.3f}")
    print(_kept(documents))


def _inputs(inputs: list[str]) -> list[str]:
    """Return the inputs, or if there are none those that the usage tells."""
    if inputs:
        return inputs
    shared = os.environ.get("DIPLOGRAPH_SHARED")
    return [str(Path(shared, "corpora", "general_news.jsonl") if shared else _ROOT / "seeds")]


def _kept(documents: list[Document]) -> str:
    """Say how many contacts of the whole texts are found, and how many others."""
    whole, found = ({_key(c) for c in extract_contacts(documents, whole=whole)} for whole in (True, False))
    return f"{len(whole & found)} of the {len(whole)} contacts of the whole texts, {len(found - whole)} others"


def _key(contact: Contact) -> tuple[object, ...]:
    parties = tuple(sorted((p.name, p.side) for p in contact.parties))
    return contact.document.id, contact.evidence.trigger_start, contact.kind, contact.status, parties


def _compared(documents: list[Document]) -> tuple[Spent, Spent]:
    bare, ours = Spent(0, 0), Spent(0, 0)
    for turn, share in enumerate(_shares(documents)):
        if turn % 2:
            ours = _added(ours, _ours, share)
            bare = _added(bare, _bare, share)
        else:
            bare = _added(bare, _bare, share)
            ours = _added(ours, _ours, share)
    return bare, ours


def _shares(documents: list[Document]) -> Iterator[list[Document]]:
    for turn in range(_TURNS):
        if share := documents[turn::_TURNS]:
            yield share


def _added(before: Spent, work: Callable[[list[Document]], None], share: list[Document]) -> Spent:
    cpu, wall = time.process_time(), time.perf_counter()
    work(share)
    return Spent(before.cpu + time.process_time() - cpu, before.wall + time.perf_counter() - wall)


def _ours(documents: list[Document]) -> None:
    for _ in extract_contacts(documents):
        pass


def _bare(documents: list[Document]) -> None:
    for _ in _spacy().pipe((d.text for d in documents), batch_size=BATCH):
        pass


@cache
def _spacy() -> Any:
    import spacy  # after diplograph, which sets how numbers are computed

    return spacy.load(DEFAULT_MODEL)


if __name__ == "__main__":
    main()
