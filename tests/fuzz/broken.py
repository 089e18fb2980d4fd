"""Thousands of broken files of every format, the same each time, through reading and through the whole extraction."""

import gzip
import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from random import Random

from diplograph.errors import DiplographError, InputError
from diplograph.extract.model import Document
from diplograph.extract.read import SUFFIXES
from fuzz.mutate import again, mutated
from fuzz.samples import samples
from fuzz.targets import LONGEST, documents, folder

_ENDINGS = [*SUFFIXES, ".txt.gz", ".html.gz", ".jsonl.gz", ".csv.gz", ".xml.gz", ".eml.gz"]
_LARGE_EACH = 97  # files; no multiple of the endings, so that each has its turn
_LARGE = 4_000_000  # bytes
_TOKEN = re.compile(rb"<[^<>]{1,60}>|[^\w\s]|\w+")
_BATCH = 100
_LONG, _WHOLE_EACH = 5_000, 20  # characters of most documents that are extracted from; each 20th is taken whole
_PACE = 10_000
"""Characters a second, at least, that extraction takes beyond the first seconds; it is the parser's own pace."""


def broken(count: int) -> Iterator[tuple[str, bytes]]:
    """Yield the names and the bytes of so many broken files; every 97th is some megabytes of one thing."""
    for number in range(count):
        dice = Random(f"broken/{number}")
        ending = _ENDINGS[number % len(_ENDINGS)]
        inner = ending.removesuffix(".gz")
        if inner not in samples():
            continue
        data = _large(dice, inner) if number % _LARGE_EACH == _LARGE_EACH - 1 else mutated(dice, inner)
        if ending != inner:
            data = gzip.compress(data, 1, mtime=0)
            data = again(dice, data, ".gz") if dice.random() < 0.3 else data
        yield f"{number:05}{ending}", data


def _large(dice: Random, ending: str) -> bytes:
    """Repeat something of a valid file until it is large, with what stood around it."""
    data = dice.choice(samples()[ending])
    token = dice.choice(list(_TOKEN.finditer(data[:5_000])))
    new = token[0] + dice.choice([b"", b"", b" ", b"\n", b"x"])
    return data[: token.start()] + new * (_LARGE // len(new)) + data[token.end() :]


@dataclass(slots=True)
class Tally:
    """What became of the files.

    Attributes:
        wrong: What failed or took too long, a line each.
        slowest: The longest time of one file, and its name; of reading and of extraction.
    """

    files: int = 0
    documents: int = 0
    contacts: int = 0
    reports: int = 0
    wrong: list[str] = field(default_factory=list)
    slowest: dict[str, tuple[float, str]] = field(default_factory=dict)

    def note(self, what: str, seconds: float, name: str, limit: float) -> None:
        """Take down how long something took."""
        self.slowest[what] = max(self.slowest.get(what, (0.0, "")), (seconds, name))
        if seconds > limit:
            self.wrong.append(f"{name}: {what} took {seconds:.1f} s")


def read_all(files: Iterable[tuple[str, bytes]], tally: Tally) -> Iterator[tuple[str, Document]]:
    """Read the files one by one, and yield the documents that they hold."""
    for name, data in files:
        path = folder() / name
        path.write_bytes(data)
        begun = time.process_time()
        try:
            found, problems = documents(path)
        except Exception as error:  # noqa: BLE001 - that is what must not happen
            tally.wrong.append(f"{name}: {error!r:.200}")
            continue
        finally:
            path.unlink()
        tally.note("reading", time.process_time() - begun, name, LONGEST)
        tally.files += 1
        tally.documents += len(found)
        tally.reports += len(problems)
        tally.wrong += (f"{name}: {problem}" for problem in problems if not isinstance(problem, InputError))
        if tally.files % 1_000 == 0:
            print(f"{tally.files:,} files", flush=True)
        yield from ((name, document) for document in found)


def extract_all(found: Iterator[tuple[str, Document]], tally: Tally) -> None:
    """Extract the contacts of documents; those of a batch that took long are told apart by doing it again."""
    cut = ((name, _cut(document) if n % _WHOLE_EACH else document) for n, (name, document) in enumerate(found))
    while batch := list(islice(cut, _BATCH)):
        seconds = _extract([document for _, document in batch], tally, batch[0][0])
        if seconds > LONGEST + sum(len(document.text) for _, document in batch) / _PACE:
            for name, document in batch:
                allowed = LONGEST + len(document.text) / _PACE
                tally.note("extraction", _extract([document], None, name), name, allowed)


def _cut(document: Document) -> Document:
    return replace(document, text=document.text[:_LONG], body=min(document.body, _LONG))


def _extract(found: list[Document], tally: Tally | None, name: str) -> float:
    from diplograph.extract.pipeline import extract_contacts

    problems: list[DiplographError] = []
    begun = time.process_time()
    try:
        contacts = list(extract_contacts(found, on_error=problems.append))
    except Exception as error:  # noqa: BLE001 - that is what must not happen
        contacts, problems = [], [DiplographError(f"from {name} on: {error!r:.200}")]
    if tally is not None:
        tally.contacts += len(contacts)
        tally.wrong += map(str, problems)
    return time.process_time() - begun


def run(count: int, *, extract: bool, say: Callable[[str], None] = print) -> int:
    """Read so many broken files, say how it went, and return the exit code."""
    begun, tally = time.monotonic(), Tally()
    found = read_all(broken(count), tally)
    if extract:
        extract_all(found, tally)
    else:
        list(found)
    say(f"{tally.files:,} broken files read in {time.monotonic() - begun:.0f} s: {tally.documents:,} documents, ")
    say(f"{tally.reports:,} reports, {tally.contacts:,} contacts; {len(tally.wrong)} went wrong.")
    for what, (seconds, name) in tally.slowest.items():
        say(f"The slowest {what}: {seconds:.2f} s, {name}.")
    for line in tally.wrong:
        say(line)
    return 1 if tally.wrong else 0
