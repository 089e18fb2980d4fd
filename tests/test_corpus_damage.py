"""A corpus under faults: what is damaged is named, what is whole is read, and what has its source is mended."""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import flips
import killed
import pytest
from conftest import Run

from diplograph.errors import CorpusError, DiplographError
from diplograph.extract.corpus import Corpus, Fault, check, repair, update
from diplograph.extract.read import read_raw
from diplograph.extract.run.analysis import Settings

_WHOLE = {"documents": flips.DOCUMENTS, "contacts": 288, "undigested": 0, "damage": []}


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Documents in a folder of the working folder, which tell who met Ana without a language model."""
    for name in ("repair", "update"):
        monkeypatch.setattr(sys.modules[f"diplograph.extract.corpus.{name}"], "analyse_all", flips.outcomes)
    monkeypatch.chdir(tmp_path)
    return flips.news(tmp_path)


@pytest.fixture
def path(news: Path) -> Path:
    """A corpus of these documents."""
    flips.grown(Path("news.db"), Path("news"))
    return Path("news.db")


def _sql(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()


FAULTS: dict[str, tuple[Callable[[Path], None], Fault, str]] = {
    "a record that is none": (
        lambda path: _sql(path, "UPDATE contacts SET record = substr(record, 1, 50) WHERE id LIKE 'c_%' AND document = 3 AND number = 1"),
        Fault.RECORD,
        "news/002.txt",
    ),
    "a text of other letters": (lambda path: _sql(path, "UPDATE documents SET text = 'X' || text WHERE key = 4"), Fault.ALTERED, "news/003.txt"),
    "a party that is gone": (lambda path: _sql(path, "DELETE FROM parties WHERE contact = 1 AND number = 1"), Fault.ALTERED, "news/000.txt"),
    "a contact that is gone": (lambda path: _sql(path, "DELETE FROM contacts WHERE document = 5 AND number = 1"), Fault.ALTERED, "news/004.txt"),
    "a document that is gone": (lambda path: _sql(path, "DELETE FROM documents WHERE key = 6"), Fault.ORPHAN, "news/005.txt"),
    "a day of no text": (lambda path: _sql(path, "UPDATE documents SET title = CAST(x'ff41' AS TEXT) WHERE key = 7"), Fault.ALTERED, "news/006.txt"),
}  # fmt: skip


def test_a_whole_corpus(path: Path, run: Run) -> None:
    """It is said to be whole, and repairing it does nothing."""
    before = path.read_bytes()
    told, as_json, repaired = (
        run("corpus", "check", path),
        run("corpus", "check", path, "--json"),
        run("corpus", "repair", path),
    )

    assert told.exit_code == as_json.exit_code == repaired.exit_code == 0
    assert told.stdout == f"news.db: {flips.DOCUMENTS} documents, 288 contacts; all whole\n"
    assert json.loads(as_json.stdout) == _WHOLE
    assert "nothing was done" in repaired.stderr
    assert path.read_bytes() == before and not Path("news.db.bak").exists()


@pytest.mark.parametrize(("spoil", "fault", "document"), FAULTS.values(), ids=FAULTS)
def test_what_is_damaged_is_named_and_mended(
    path: Path, run: Run, spoil: Callable[[Path], None], fault: Fault, document: str
) -> None:
    """By a check, with the exit code 1; a repair reads it anew, and leaves the damaged file beside the new one."""
    wanted, _ = flips.exported(path)
    spoil(path)
    damaged = path.read_bytes()
    told, repaired = run("corpus", "check", path), run("corpus", "repair", path)

    assert told.exit_code == 1 and "corpus repair news.db" in told.stdout
    assert [line.split()[:2] for line in told.stdout.splitlines() if line.startswith(fault)] == [[fault, document]] * (
        told.stdout.count(f"\n{fault}")
    )
    assert repaired.exit_code == 0, repaired.output
    assert "read from their sources; the damaged file is news.db.bak" in repaired.stderr
    assert check(path).damage == () and flips.exported(path) == (wanted, [])
    assert len(Path("news.db.bak").read_bytes()) == len(damaged)


def test_what_has_no_source_is_kept_and_told(path: Path, run: Run) -> None:
    """What can still be read stays, the rest is named, and the document is read when it is added again."""
    wanted, _ = flips.exported(path)
    Path("news").rename("elsewhere")
    for name in ("a record that is none", "a document that is gone"):
        FAULTS[name][0](path)
    result = run("corpus", "repair", path)
    kept, problems = flips.exported(path)

    assert result.exit_code == 1
    assert "news/002.txt" in result.stdout and "news/005.txt" in result.stdout
    assert len(kept) == len(wanted) - 1 and all(one in wanted for one in kept)
    assert len(problems) == 1 and "contact 1 of news/002.txt" in str(problems[0])
    Path("elsewhere").rename("news")
    with Corpus(path) as corpus:
        assert update(corpus, read_raw([Path("news")]), Settings()).read >= 1
    assert run("corpus", "repair", path).exit_code == 0
    assert flips.exported(path) == (wanted, [])
    assert Path("news.db.bak").exists() and Path("news.db.bak1").exists()


def test_an_older_corpus_is_checked(tmp_path: Path, run: Run) -> None:
    """What it has no digests of is said; it is not brought up to date."""
    path = tmp_path / "old.db"
    killed.DOINGS["bring up"][0](path)
    before = path.read_bytes()
    result = run("corpus", "check", path)

    assert result.exit_code == 0 and "6 documents written by an earlier version" in result.stderr
    assert path.read_bytes() == before


def test_what_another_uses_is_not_repaired(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has it open might write to the damaged file, which would be lost."""
    monkeypatch.setattr(sys.modules["diplograph.extract.corpus.repair"], "PATIENCE", 0.1)
    FAULTS["a text of other letters"][0](path)
    with Corpus(path) as other:
        other.remove(["news/010.txt"])
        with pytest.raises(CorpusError, match=r"another program uses it|locked"):
            repair(path, Settings())
    assert not Path("news.db.repair").exists() and not Path("news.db.bak").exists()
    assert repair(path, Settings()).left == ()


def test_a_check_meanwhile_finds_no_damage(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another writes between two of its questions is not there for it."""
    module = sys.modules["diplograph.extract.corpus.damage"]
    indexed: Any = module.indexed

    def slowly(db: sqlite3.Connection) -> Any:
        found = indexed(db)
        with Corpus(path) as writer:
            writer.remove(["news/020.txt"])
            Path("news/021.txt").write_text("Maria met")
            update(writer, read_raw([Path("news")]), Settings())
        return found

    monkeypatch.setattr(module, "indexed", slowly)
    assert check(path).damage == ()


def test_what_is_written_meanwhile_is_no_damage(path: Path) -> None:
    """One reads while another replaces, removes and adds documents."""
    problems: list[DiplographError] = []
    with Corpus(path) as reader, Corpus(path) as writer:
        reading = reader.contacts(on_error=problems.append)
        first = next(reading)
        writer.remove(["news/020.txt", "news/079.txt"])
        Path("news/021.txt").write_text("Maria met")
        update(writer, read_raw([Path("news")]), Settings())
        assert len([first, *reading]) >= 280
    assert problems == []


@pytest.mark.parametrize("command", ["check", "repair"])
@pytest.mark.parametrize("content", [None, b"", b"Ana met Jun. " * 1000, b"SQLite format 3\0" + b"\xff" * 5000])
def test_what_is_no_corpus(tmp_path: Path, run: Run, command: str, content: bytes | None) -> None:
    """One sentence says so, and the file stays as it was."""
    path = tmp_path / "news.db"
    if content is not None:
        path.write_bytes(content)
    result = run("corpus", command, path)

    assert result.exit_code == 1 and result.stdout == ""
    assert result.stderr.startswith("Error: ") and result.stderr.count("\n") == 1 and "news.db" in result.stderr
    assert (path.read_bytes() if path.exists() else None) == content


@pytest.mark.parametrize("copies", [4, pytest.param(50, marks=pytest.mark.slow)])
def test_turned_bits(copies: int) -> None:
    """Copies of a corpus with bits turned: see ``flips``."""
    count = flips.flip(copies, seed=copies)

    assert count.copies == copies
    assert count.exported > 0.85 * 288 * (copies - count.unreadable)
    assert count.mended >= 0.7 * copies


@pytest.mark.parametrize(
    "name", ["bring up", *(pytest.param(n, marks=pytest.mark.slow) for n in killed.DOINGS if n != "bring up")]
)
def test_killed_at_each_write(name: str) -> None:
    """Killed right before each change to the disk, nothing is lost: see ``killed``."""
    done = killed.run([name])
    if done is None:
        pytest.skip("needs a C compiler, on Linux")

    assert "nothing lost" in done.stdout, done.stderr


def test_the_clock_goes_backwards(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is new is told by content: not by the day of a file, nor by the clock of the machine."""
    now = iter(range(2_000_000_000, 0, -1000))
    monkeypatch.setattr(time, "time", lambda: float(next(now)))
    for number, file in enumerate(sorted(Path("news").iterdir())):
        os.utime(file, (number, number) if number % 2 else (4e9, 4e9))
    changed = Path("news/001.txt")
    changed.write_text("Maria met")
    os.utime(changed, (0, 0))
    with Corpus(path) as corpus:
        first = update(corpus, read_raw([Path("news")]), Settings())
        second = update(corpus, read_raw([Path("news")]), Settings())

    assert (first.read, first.unchanged) == (1, flips.DOCUMENTS - 1)
    assert (second.read, second.unchanged) == (0, flips.DOCUMENTS)


READ = """
import os, sys
from pathlib import Path
from diplograph.extract.corpus import Corpus, check

def read(path):
    with Corpus(path) as corpus:
        return len(list(corpus.contacts())), len(list(corpus.contacts(search="Ana"))), len(check(path).damage)

path, other = map(Path, sys.argv[1:])
read(other)  # all is imported before this user is another, who may not look at it
if os.getuid() == 0:
    os.setuid(65534)
print(*read(path))
try:
    open(path.parent / "x", "w")
except PermissionError:
    print("nobody may write here")
"""


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """A folder that every user may look into, which those of pytest are not."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.mark.skipif(sys.platform == "win32", reason="other rights")
def test_a_read_only_medium(path: Path, open_to_all: Path) -> None:
    """A user who may write neither the file nor its folder reads, searches and checks it."""
    other, path = path, open_to_all / "news.db"
    path.write_bytes(other.read_bytes())
    path.chmod(0o444)
    open_to_all.chmod(0o555)
    done = subprocess.run(
        [sys.executable, "-c", READ, path, other.resolve()],
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join((str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", ""))),
        },
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    open_to_all.chmod(0o755)

    assert done.stdout == "288 288 0\nnobody may write here\n", done.stderr
