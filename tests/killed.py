"""Kill a process right before each change that it makes to the disk, and see that no corpus loses anything.

    python tests/killed.py [make] [remove] ["bring up"] [repair] [export]

Each thing that is done to a corpus (made, emptied by half, brought up from version 1, repaired, exported) is done again and again from
the same beginning, killed before its first, second, third ... write, until it comes through. After each kill the corpus has to
be whole, to hold either what it held before or more of what it should hold in the end, and doing it once more has to complete it.
Needs a C compiler, on Linux.
"""

import argparse
import ctypes
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
Held = dict[str, list[str]]
"""What a corpus holds: the records of each document, by its id."""


def library(folder: Path) -> Path | None:
    """Build what kills; None where there is no compiler, or another system."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or sys.platform != "linux":
        return None
    built = folder / "kill_at.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", built, HERE / "kill_at.c", "-ldl"], check=True)
    return built


def held(path: Path) -> Held:
    """Return what a corpus holds, as another program sees it."""
    if not path.exists():
        return {}
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'documents'").fetchall():
            return {}
        found: Held = {id: [] for (id,) in db.execute("SELECT id FROM documents")}
        query = "SELECT d.id, c.record FROM contacts c LEFT JOIN documents d ON d.key = c.document ORDER BY c.document, c.number"
        for id, record in db.execute(query):
            found.setdefault(id or "", []).append(record)
    return found


# --- what is done ------------------------------------------------------------------------------


def _outcomes(count: int) -> Iterator[Any]:
    from factories import contact

    from diplograph.extract.model import Document, Source
    from diplograph.extract.read import Raw
    from diplograph.extract.read.text import InputName
    from diplograph.extract.run.analysis import Outcome

    for n in range(count):
        id = f"d{n}"
        found = tuple(contact("Ana Castro", f"Jun Ito{m}", document=Source(id)) for m in range(n % 3 + 1))
        yield Outcome(
            Raw(InputName(id, id), "text", b"x"), Document("Ana Castro met Jun Ito. " * 50, Source(id)), found
        )


def make(path: Path) -> None:
    """Make a corpus of eight documents, or go on making it."""
    from diplograph.extract.corpus import Corpus
    from diplograph.extract.corpus.store import Version

    with Corpus(path, create=True) as corpus:
        for outcome in _outcomes(8):
            corpus.put(outcome, Version("hash", "model", "rules"))
        corpus.index()


def remove(path: Path) -> None:
    """Remove half of the documents."""
    from diplograph.extract.corpus import Corpus

    with Corpus(path) as corpus:
        corpus.remove([f"d{n}" for n in range(4)])


def bring_up(path: Path) -> None:
    """Open a file of an earlier version."""
    from diplograph.extract.corpus import Corpus

    with Corpus(path) as corpus:
        corpus.index()


def repair(path: Path) -> None:
    """Mend a corpus."""
    from diplograph.extract.corpus import repair as mend
    from diplograph.extract.run.analysis import Settings

    mend(path, Settings())


def export(path: Path) -> None:
    """Write the contacts beside the corpus."""
    from diplograph.extract.corpus import Corpus
    from diplograph.graph.formats import write

    with Corpus(path) as corpus:
        write(corpus.contacts(), path.with_suffix(".jsonl"))


def _nothing(path: Path) -> None:
    """Begin with nothing."""


def _first_version(path: Path) -> None:
    """Make a file as the first version left it."""
    from diplograph.extract.corpus import opening

    with closing(sqlite3.connect(path)) as db:
        db.executescript((HERE.parent / "extract/corpus/001.sql").read_text(encoding="utf-8"))
        for key, outcome in enumerate(_outcomes(6), 1):
            row = (key, outcome.raw.id, outcome.document.text)
            db.execute(
                "INSERT INTO documents VALUES (?, ?, 't', '2021-08-16', NULL, NULL, ?, 0, 'read', NULL, 'h', 'm', 'r')",
                row,
            )
            for number, one in enumerate(outcome.contacts, 1):
                query = (
                    "INSERT INTO contacts (document, number, id, kind, status, recurring, sentence, trigger, rule, record)"
                    " VALUES (?, ?, ?, 'meeting', 'occurred', 0, ?, 'met', 'test', ?)"
                )
                db.execute(query, (key, number, one.id, one.evidence.sentence, json.dumps(one.to_dict())))
        db.execute(f"PRAGMA application_id = {opening._APPLICATION}")
        db.execute("PRAGMA user_version = 1")
        db.commit()


def _damaged(path: Path) -> None:
    """Make a corpus with an index that misses a row, which nothing but a repair mends."""
    make(path)
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("INSERT INTO contacts SELECT 999, 77, number, id, kind, status, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL,"
                   " sentence, trigger, rule, record, NULL, NULL, NULL FROM contacts WHERE key = 1")  # fmt: skip
        db.commit()


DOINGS: dict[str, tuple[Callable[[Path], None], Callable[[Path], None]]] = {
    "make": (_nothing, make),
    "remove": (make, remove),
    "bring up": (_first_version, bring_up),
    "repair": (_damaged, repair),
    "export": (make, export),
}


# --- killed ------------------------------------------------------------------------------------


def _in_a_child(do: Callable[[Path], None], path: Path, kill_at: int) -> int:
    """Do it in a copy of this process, killed before its nth change; return how many it made, 0 if it was killed."""
    lib, (ours, its) = ctypes.CDLL(None), os.pipe()
    child = os.fork()
    if child == 0:
        try:
            lib.kill_at(kill_at)
            do(path)
            made = lib.changes()
            lib.kill_at(-1)
            os.write(its, str(made).encode())
            os._exit(0)
        finally:
            os._exit(1)
    os.close(its)
    told = os.read(ours, 20)
    os.close(ours)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) in (0, -9), f"it failed at change {kill_at}"
    return int(told or 0)


def _is_between(now: Held, before: Held, after: Held) -> bool:
    """Tell whether each document is there as before or as it will be."""
    none: list[str] | None = None
    return all(now.get(id, none) in (before.get(id, none), after.get(id, none)) for id in {*now, *before, *after})


def kill_at_each_change(name: str, folder: Path) -> int:
    """Do one thing, killed at each change in turn; return how many changes there are."""
    begin, do = DOINGS[name]
    first, path = folder / "first.db", folder / "news.db"
    begin(first)
    before = held(first)
    _copy(first, path)
    changes = _in_a_child(do, path, 0)
    after = held(path)
    assert changes > 3 and after, "nothing is counted"
    for n in range(1, changes + 1):
        _copy(first, path)
        _in_a_child(do, path, n)
        now = held(path)
        assert _is_between(now, before, after), f"{name}, killed before change {n}: {sorted(now)}"
        exported = path.with_suffix(".jsonl")
        assert not exported.exists() or len(exported.read_text().splitlines()) == sum(map(len, before.values()))
        do(path)
        assert held(path) == after, f"{name}, killed before change {n}, is not completed"
    return changes


def _copy(first: Path, path: Path) -> None:
    for old in path.parent.glob(f"{path.stem}.*"):
        old.unlink()
    if first.exists():
        shutil.copy(first, path)


def run(names: list[str]) -> "subprocess.CompletedProcess[str] | None":
    """Do these in a process that kills itself; None where none can be built."""
    with tempfile.TemporaryDirectory() as folder:
        built = library(Path(folder))
        if built is None:
            return None
        path = os.pathsep.join((str(HERE.parent), str(HERE), os.environ.get("PYTHONPATH", "")))
        return subprocess.run(
            [sys.executable, __file__, *names],
            env={**os.environ, "LD_PRELOAD": str(built), "PYTHONPATH": path},
            capture_output=True,
            text=True,
            check=False,
        )


def main() -> None:
    """Read the command line and tell what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(DOINGS))
    names = parser.parse_args().names or [*DOINGS]
    if "kill_at.so" not in os.environ.get("LD_PRELOAD", ""):
        done = run(names)
        sys.exit("needs a C compiler, on Linux" if done is None else done.stdout + done.stderr)
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            print(f"{name}: killed before each of {kill_at_each_change(name, Path(folder))} changes, nothing lost")


if __name__ == "__main__":
    main()
