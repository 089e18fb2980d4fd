"""Documents as no one writes them, among those that people do: bounded, named, and the others are read."""

import gzip
import io
import json
import random
import sqlite3
import subprocess
import sys
import time
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Run

pytestmark = [pytest.mark.slow, pytest.mark.real]

MEETING = "Portuguese Foreign Minister Inês Caldeira met Namibian President Petrus Shikongo in Windhoek. "
GB = 2**20  # kB, as the system tells memory
# In a process of its own: of a child the system tells the memory of its parent too, and that of the tests is large.
_RUN = """
import resource
from diplograph.cli import main
try:
    main()
finally:
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def _names(count: int) -> str:
    chance = random.Random(1)
    syllables = ["ka", "lo", "mi", "ne", "ru", "sa", "ti", "vo", "za", "be", "du", "fi"]
    surname = ("".join(chance.choices(syllables, k=4)).capitalize() for _ in range(count))
    return ", ".join(f"Minister {name} of Peru" for name in surname)[:950_000]


def _zip_of(entries: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return held.getvalue()


def _poison(folder: Path) -> None:
    """Write the files; whole numbers of megabytes where a limit is to be passed."""
    line = json.dumps({"id": "line", "text": "x" * 10_000_000})
    (folder / "line.jsonl").write_text(f"{line}\n{json.dumps({'id': 'after the line', 'text': MEETING})}\n")
    (folder / "names.txt").write_text(f"{_names(50_000)} met. {MEETING}")
    (folder / "deep.html").write_text("<div>" * 300_000 + MEETING)
    (folder / "endless.txt").write_text("Portugal met Peru and " * 40_000)
    (folder / "bomb.zip").write_bytes(_zip_of({"bomb.txt": b"\0" * 300_000_000, "good.txt": MEETING.encode()}))
    (folder / "bomb.txt.gz").write_bytes(gzip.compress(b" " * 300_000_000))
    (folder / "brackets.md").write_text("---\n" + "[" * 15_000 + "\n---\n" + MEETING)
    (folder / "quotes.txt").write_text("\"'(" * 300_000 + MEETING)
    (folder / "zalgo.txt").write_text(("a" + "\u0301" * 50_000) * 15 + MEETING)


def test_poison_among_news(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every good document is read, what can't be is named, in bounded time and memory; and again, at no cost."""
    monkeypatch.chdir(tmp_path)
    news = Path("news")
    news.mkdir()
    _poison(news)
    for n in range(10):
        (news / f"{n}.txt").write_text(MEETING)
    began = time.monotonic()
    added = subprocess.run(
        [sys.executable, "-c", _RUN, "corpus", "add", "news.db", "news", "--jobs", "2"],
        capture_output=True,
        text=True,
        check=False,
    )
    took = time.monotonic() - began
    with closing(sqlite3.connect("news.db")) as database:
        read = {id for (id,) in database.execute("SELECT id FROM documents WHERE state = 'read'")}
        ids = {id for (id,) in database.execute("SELECT d.id FROM documents d JOIN contacts c ON c.document = d.key")}

    assert added.returncode == 0
    assert {f"news/{n}.txt" for n in range(10)} | {
        "after the line",
        "news/bomb.zip/good.txt",
        "news/brackets.md",
    } <= ids
    assert {"news/names.txt", "news/endless.txt", "news/quotes.txt", "news/zalgo.txt"} <= read
    for name in ("line.jsonl, line 1", "bomb.zip/bomb.txt", "bomb.txt.gz"):
        assert name in added.stderr
    assert took < 300
    assert int(added.stdout.split()[-1]) < 1.5 * GB
    began = time.monotonic()
    assert "0 documents read" in run("corpus", "add", "news.db", "news").stderr
    assert time.monotonic() - began < 60
