"""What many documents cost: words a second of one core from file to file, memory, and bytes on the disk.

It is what one worker of ``diplograph extract --shards`` does, whoever started it, and then ``diplograph corpus add``.

Usage: PYTHONPATH=. python tests/benchmarks/shards.py [--corpus] INPUT ...
"""

import argparse
import resource
import tempfile
import time
from pathlib import Path

from diplograph.extract.corpus import Corpus, update
from diplograph.extract.pipeline import load
from diplograph.extract.read import Columns, read_documents, read_raw
from diplograph.extract.run.analysis import Settings
from diplograph.shards import CONTACTS, Job, Totals, installed, run, shards


def main() -> None:
    """Print a line a figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="+", metavar="INPUT")
    parser.add_argument("--corpus", action="store_true", help="also build a corpus, which reads everything again")
    options = parser.parse_args()
    sizes = [(len(d.text.split()), len(d.text.encode())) for d in read_documents(options.inputs)]
    words, size = map(sum, zip(*sizes, strict=True))
    print(f"{len(sizes):,} documents, {words:,} words, {size:,} bytes of text")
    with tempfile.TemporaryDirectory() as folder:
        _shards(options.inputs, Path(folder), words)
        if options.corpus:
            _corpus(options.inputs, Path(folder, "corpus.db"))


def _shards(inputs: list[str], folder: Path, words: int) -> None:
    began = time.perf_counter()
    settings = Settings()
    load(settings.model)
    print(f"{time.perf_counter() - began:.1f} s to load the model")
    job, totals = Job(str(folder), settings, Columns(), installed(settings.model)), Totals()
    cpu, wall = time.process_time(), time.perf_counter()
    for report in run(shards(inputs, print), job):
        totals.add(report)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    written = sum(path.stat().st_size for path in folder.glob(f"*{CONTACTS}"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{words / cpu:,.0f} words a second by processor, {words / wall:,.0f} by clock")
    print(f"{totals.contacts:,} contacts in {written:,} bytes; {peak:,} MB of memory at most")


def _corpus(inputs: list[str], place: Path) -> None:
    with Corpus(place, create=True) as corpus:
        update(corpus, read_raw(inputs), Settings())
    print(f"{place.stat().st_size:,} bytes of corpus")


if __name__ == "__main__":
    main()
