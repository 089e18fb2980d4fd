"""Kill -9 a growing corpus at random moments, and see that nothing is lost and nothing doubled.

    python tests/crash.py [--kills 100] [--seed 1] [--by "build --corpus"]

A corpus of copies of the example documents is grown by `diplograph corpus add`, or by `build --corpus`, which is killed again and again until
one run comes through; then the corpus has to equal one that grew undisturbed, and another is begun. Before each kill,
the documents that are finished are read from outside: after it they must be there, unchanged.
"""

import argparse
import json
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

SEEDS = Path(__file__).parents[1] / "seeds"
COPIES = 5  # of each example document
WHOLE = "SELECT id, title, date, text, state, problem, hash FROM documents ORDER BY id"
CONTACTS = "SELECT d.id, c.number, c.record FROM contacts c JOIN documents d ON d.key = c.document ORDER BY 1, 2"
PARTIES = (
    "SELECT d.id, c.number, p.number, p.name FROM parties p JOIN contacts c ON c.key = p.contact"
    " JOIN documents d ON d.key = c.document ORDER BY 1, 2, 3"
)
FOUND = "SELECT rowid FROM sentences WHERE sentences MATCH 'met OR call OR visit OR talk' ORDER BY 1"


@dataclass(slots=True)
class Count:
    """What has happened so far."""

    documents: int  # of a whole corpus
    kills: int = 0
    idle: int = 0  # kills before anything was written
    corpora: int = 0
    most: int = 0  # documents that were finished at a kill
    took: float = 0.0  # seconds of a run that grows a whole corpus


def documents(folder: Path, copies: int) -> Path:
    """Write copies of the example documents as JSON Lines."""
    path = folder / "news.jsonl"
    with path.open("w", encoding="utf-8") as handle:
        for n in range(copies):
            for seed in sorted(SEEDS.glob("2*")):
                text = seed.read_text(encoding="utf-8")
                handle.write(json.dumps({"id": f"{seed.stem}-{n}", "text": text}) + "\n")
    return path


def ask(path: Path, query: str) -> list[tuple[object, ...]]:
    """Ask a corpus as another program would; one that is not yet there has nothing."""
    if not path.exists():
        return []
    with closing(sqlite3.connect(path, timeout=30)) as database:
        try:
            return database.execute(query).fetchall()
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return []
            raise


def state(path: Path) -> list[list[tuple[object, ...]]]:
    """Return all that a corpus holds, but for the keys, which tell the order of writing."""
    return [ask(path, query) for query in (WHOLE, CONTACTS, PARTIES)] + [[(len(ask(path, FOUND)),)]]


WAYS = {
    "corpus add": lambda path, news: ["corpus", "add", path, news],
    "build --corpus": lambda path, news: ["build", news, "--corpus", path, "-o", f"{path}.outputs"],
}


def grow(
    path: Path, news: Path, errors: int = subprocess.DEVNULL, *, by: str = "corpus add"
) -> "subprocess.Popen[bytes]":
    """Begin to add the documents, in a process of its own; ``errors`` is what becomes of its standard error."""
    shell = [sys.executable, "-c", "from diplograph.cli import main; main()"]
    command = [*shell, *map(str, WAYS[by](path, news)), "--quiet"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors)


def check(path: Path, before: list[tuple[object, ...]]) -> None:
    """Check a corpus after a kill: whole, with all that was finished before, and nothing twice."""
    if not path.exists():
        assert not before
        return
    assert ask(path, "PRAGMA integrity_check") == [("ok",)], "the file is damaged"
    after = ask(path, WHOLE)
    assert set(before) <= set(after), "a finished document is lost"
    assert len({row[0] for row in after}) == len(after), "a document is there twice"
    orphans = ask(path, "SELECT count(*) FROM contacts WHERE document NOT IN (SELECT key FROM documents)")
    assert orphans in ([(0,)], []), "a contact has no document"


def kill_until_done(path: Path, news: Path, chance: random.Random, count: Count, most: int, by: str) -> bool:
    """Grow one corpus, killed at random moments, until it is whole; tell whether it came so far before the last kill."""
    while count.kills < most:
        fresh, began = not path.exists(), time.monotonic()
        process = grow(path, news, by=by)
        if runs_until_its_moment(process, path, chance, count):
            finished = ask(path, WHOLE)
            process.send_signal(signal.SIGKILL)
            process.wait()
            check(path, finished)
            count.kills += 1
            count.idle += not finished
            count.most = max(count.most, len(finished))
        else:
            assert process.returncode == 0, "a run failed"
            if fresh:  # the machine has become faster
                count.took = min(count.took, time.monotonic() - began)
            return True
    return False


def runs_until_its_moment(process: "subprocess.Popen[bytes]", path: Path, chance: random.Random, count: Count) -> bool:
    """Wait for a random moment, or every other time until so many documents are finished; tell whether it runs still."""
    if count.kills % 2:
        wanted = chance.randrange(1, count.documents)
        while process.poll() is None and len(ask(path, WHOLE)) < wanted:
            time.sleep(0.02)
    else:
        with suppress(subprocess.TimeoutExpired):
            process.wait(chance.uniform(0.3, 0.95) * count.took)
    return process.poll() is None


def crash(kills: int, seed: int, by: str = "corpus add", copies: int = COPIES) -> Count:
    """Kill so many times; raise AssertionError at the first sign of loss."""
    count, chance = Count(documents=copies * len(list(SEEDS.glob("2*")))), random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        news = documents(folder, copies)
        began = time.monotonic()
        assert grow(folder / "undisturbed.db", news, by=by).wait() == 0
        count.took = time.monotonic() - began
        wanted = state(folder / "undisturbed.db")
        while count.kills < kills:
            path = folder / f"{count.corpora}.db"
            if not kill_until_done(path, news, chance, count, kills, by):
                assert grow(path, news, by=by).wait() == 0
            assert state(path) == wanted, "the corpus differs from the one that grew undisturbed"
            count.corpora += 1
    return count


def main() -> None:
    """Read the command line and tell what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--by", choices=[*WAYS], default="corpus add")
    options = parser.parse_args()
    count = crash(options.kills, options.seed, options.by)
    print(
        f"{count.kills} kills ({count.idle} before the first document, at most {count.most} documents finished),"
        f" {count.corpora} corpora, each equal to the one that grew undisturbed: nothing lost, nothing doubled"
    )


if __name__ == "__main__":
    main()
