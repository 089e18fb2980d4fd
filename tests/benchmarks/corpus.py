"""What a corpus costs: processes side by side, memory and time over many documents, and writing to a large file.

Usage: PYTHONPATH=. python tests/benchmarks/corpus.py jobs [INPUT ...]
       PYTHONPATH=. python tests/benchmarks/corpus.py many [--documents 100000] [--jobs 2]
       PYTHONPATH=. python tests/benchmarks/corpus.py large [--contacts 1000000]

jobs   words a second of one process and of two, on the same texts, in turns (INPUT as for extract.py)
many   documents made of sentences of the seeds and, where DIPLOGRAPH_SHARED names them, of records of travel: seconds
       for each tenth of them, and the memory of the workers after it
large  documents with contacts written to an empty corpus and to one of a million contacts, in turns
"""

import argparse
import itertools
import json
import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from factories import contact

from diplograph.extract.corpus import Corpus, Tally, update
from diplograph.extract.corpus.store import Version
from diplograph.extract.model import Document, Kind, Source
from diplograph.extract.read import Raw, convert, read_raw
from diplograph.extract.read.text import InputName
from diplograph.extract.run.analysis import Outcome, Settings
from diplograph.extract.run.workers import analyse_all

_ROOT = Path(__file__).parents[2]
_SHARED = Path(os.environ.get("DIPLOGRAPH_SHARED") or "/nonexistent")
_NEWS = _SHARED / "corpora" / "general_news.jsonl"
_TURNS = 3
_SHARES = 10
_AT_ONCE = 2_000  # documents written in a turn


def jobs(inputs: list[str]) -> None:
    """Print how much faster two processes are, with the start of the processes and without."""
    raws = list(read_raw(inputs or [_NEWS if _NEWS.exists() else _ROOT / "seeds"]))
    words = sum(len(document.text.split()) for raw in raws if (document := convert(raw, None, lambda error: None)))
    spent = {1: [0.0, 0.0], 2: [0.0, 0.0]}
    for turn in range(_TURNS):
        for count in (1, 2) if turn % 2 else (2, 1):
            began = time.perf_counter()
            outcomes = analyse_all(raws, Settings(), jobs=count)
            next(outcomes)
            first = time.perf_counter()
            for _ in outcomes:
                pass
            spent[count][0] += time.perf_counter() - began
            spent[count][1] += time.perf_counter() - first
    print(
        f"{len(raws)} documents, {words} words, {_TURNS} turns\n{'words a second':<28}{'1 job':>8}{'2 jobs':>8}{'ratio':>8}"
    )
    for place, name in enumerate(("from the first call on", "from the first result on")):
        one, two = spent[1][place] / _TURNS, spent[2][place] / _TURNS
        print(f"{name:<28}{words / one:>8.0f}{words / two:>8.0f}{one / two:>8.2f}")


# --- many documents -----------------------------------------------------------------------------


def many(count: int, processes: int) -> None:
    """Print time and memory for each tenth of the documents."""
    print(
        f"{count:,} documents, {processes} workers\n{'documents':>10}{'contacts':>10}{'seconds':>9}{'worker MB':>11}{'this MB':>9}{'file MB':>9}"
    )
    with tempfile.TemporaryDirectory() as folder, Corpus(Path(folder, "news.db"), create=True) as corpus:
        row = _Row(count, corpus.path)
        update(corpus, _made(count), Settings(), jobs=processes, on_progress=row.tell)
        print(f"largest worker at any time: {row.peak} MB; last tenth / second: {row.spent[-1] / row.spent[1]:.2f}")
        corpus.close()


class _Row:
    """Prints a line whenever another tenth is done."""

    def __init__(self, count: int, path: Path) -> None:
        self.share, self.path = count // _SHARES, path
        self.peak, self.spent = 0, list[float]()
        self._began = time.perf_counter()

    def tell(self, tally: Tally) -> None:
        """Look at the workers before they end, and print."""
        if tally.read % max(1, self.share // 20) == 0:
            self.peak = max([self.peak, *_memory(children=True)])
        if tally.read % self.share == 0:
            now = time.perf_counter()
            self.spent.append(now - self._began)
            self._began = now
            size = sum(p.stat().st_size for p in self.path.parent.iterdir()) // 2**20
            workers, mine = max(_memory(children=True), default=0), max(_memory(children=False))
            print(
                f"{tally.read:>10,}{tally.contacts:>10,}{self.spent[-1]:>9.1f}{workers:>11}{mine:>9}{size:>9}",
                flush=True,
            )


def _memory(*, children: bool) -> list[int]:
    """Return the resident MB of this process, or of each of its children."""
    mine = os.getpid()
    pids = Path(f"/proc/{mine}/task/{mine}/children").read_text().split() if children else [str(mine)]
    found = []
    for pid in pids:
        status = Path(f"/proc/{pid}/status").read_text() if Path(f"/proc/{pid}").exists() else ""
        found += [int(kb) // 1024 for kb in re.findall(r"VmRSS:\s+(\d+)", status)]
    return found


def _made(count: int) -> Iterator[Raw]:
    """Make documents of a few sentences: of the seeds, of records, and names that no other document has."""
    chance = random.Random(1)
    paragraphs = [
        p for seed in sorted((_ROOT / "seeds").glob("2*")) for p in seed.read_text().split("\n\n") if len(p) > 80
    ]
    records = _records()
    for n in range(count):
        name = f"{chance.choice(_FIRST)} {_surname(n)}"
        sentence = f"Foreign Minister {name} of Peru met his Ecuadorean counterpart in Lima on Tuesday."
        text = "\n\n".join([sentence, chance.choice(paragraphs), *([chance.choice(records)] if records else [])])
        yield Raw(InputName(f"d{n:07}", f"d{n:07}"), "text", text.encode())


_FIRST = ("Ana", "Boris", "Carla", "Davit", "Elena", "Farid", "Goran", "Hanna")


def _surname(n: int) -> str:
    """Return a name of syllables that no other number has."""
    syllables = ("ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu")
    return "".join(syllables[int(digit)] for digit in str(n + 100)).capitalize()


def _records() -> list[str]:
    path = _SHARED / "facts" / "us_travels.jsonl"
    if not path.exists():
        return []
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines()[:5000])
    offices = {"president": "US President", "secretary": "US Secretary of State"}
    return [
        f"{offices.get(r['role'], 'US envoy')} {r['traveler']} travelled to {r['country']}. {r['remarks'] or ''}"
        for r in rows
    ]


# --- a large file -------------------------------------------------------------------------------


def large(contacts: int) -> None:
    """Print documents a second written to an empty corpus and to a large one."""
    with tempfile.TemporaryDirectory() as folder, Corpus(Path(folder, "large.db"), create=True) as big:
        numbers = itertools.count()
        took = _write(big, _outcomes(numbers, contacts // 2))
        print(f"{contacts:,} contacts written in {took:.0f} s, {big.path.stat().st_size / 2**20:,.0f} MB")
        spent = [0.0, 0.0]
        for turn in range(_SHARES):
            with Corpus(Path(folder, f"small{turn}.db"), create=True) as small:
                for place, corpus in ((0, small), (1, big)) if turn % 2 else ((1, big), (0, small)):
                    spent[place] += _write(corpus, list(_outcomes(numbers, _AT_ONCE)))
        rates = [_SHARES * _AT_ONCE * 2 / seconds for seconds in spent]
        print(
            f"contacts a second: {rates[0]:,.0f} to an empty corpus, {rates[1]:,.0f} to the large one, ratio {rates[1] / rates[0]:.2f}"
        )


def _write(corpus: Corpus, outcomes: Iterable[Outcome]) -> float:
    """Write documents, and return the seconds that it took."""
    version = Version("hash", "model", "rules")
    began = time.perf_counter()
    for outcome in outcomes:
        corpus.put(outcome, version)
    corpus.index()
    return time.perf_counter() - began


def _outcomes(numbers: Iterator[int], documents: int) -> Iterator[Outcome]:
    """Make documents of two contacts each, none twice, as they come from a folder for each day."""
    for n in itertools.islice(numbers, documents):
        source = Source(f"news/{n // 1000:06}/{n}.html", "A title", None, f"https://example.org/{n}", "Example")
        contacts = tuple(
            contact(f"Ana Castro{n % 5000}", f"Jun Ito{n % 7000}", kind=kind, document=source)
            for kind in (Kind.MEETING, Kind.CALL)
        )
        text = "Ana Castro met Jun Ito. " * 60
        yield Outcome(Raw(InputName(source.id, source.id), "text", b""), Document(text, source), contacts)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    which = parser.add_subparsers(dest="which", required=True)
    which.add_parser("jobs").add_argument("inputs", nargs="*", metavar="INPUT")
    many_parser = which.add_parser("many")
    many_parser.add_argument("--documents", type=int, default=100_000)
    many_parser.add_argument("--jobs", type=int, default=2)
    which.add_parser("large").add_argument("--contacts", type=int, default=1_000_000)
    options = parser.parse_args()
    match options.which:
        case "jobs":
            jobs(options.inputs)
        case "many":
            many(options.documents, options.jobs)
        case _:
            large(options.contacts)


if __name__ == "__main__":
    main()
