"""What a volume in TEI costs to read whole: seconds, memory, and whether each document is what it should be.

Usage: PYTHONPATH=.:tests python tests/benchmarks/tei.py [--documents 400] [--words 4000]
"""

import argparse
import resource
import tempfile
import time
from pathlib import Path

from volumes import Made, pieces

from diplograph.extract.model import Document
from diplograph.extract.read import convert, read_raw


def main() -> None:
    """Print a line a figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=400)
    parser.add_argument("--words", type=int, default=4_000, help="of each")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path, made = Path(folder, "volume.xml"), list[Made]()
        with path.open("w", encoding="utf-8") as handle:
            for piece, one in pieces(options.documents, options.words):
                handle.write(piece)
                made += [one] if one else []
        before, began = _memory(), time.perf_counter()
        right = found = 0
        for raw in read_raw([path], on_error=lambda problem: print(problem)):
            document = convert(raw, None, print)
            right += document is not None and is_as_made(document, made[found])
            found += 1
        took = time.perf_counter() - began
        print(f"{path.stat().st_size:,} bytes, {found} of {len(made)} documents, {right} of them all right")
        print(f"{took:.1f} s, {_memory() - before:,} KB more memory than before")


def is_as_made(document: Document, made: Made) -> bool:
    """Tell whether a document has the id, title, day, persons and participants that it should."""
    source = document.source
    named = frozenset(person.name for person in document.persons)
    same = (source.id, source.title, source.date, named) == (made.id, made.title, made.date, made.persons)
    return same and (made.participants is None or f"{made.participants}\n\n" in document.text)


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main()
