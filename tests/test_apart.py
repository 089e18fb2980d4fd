"""Files are opened and converted apart: bounded in time and memory, with one process as with many."""

import gzip
import io
import json
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import stalling
from conftest import Run
from fuzz.samples import samples

from diplograph.extract.read import Columns, read_raw
from diplograph.extract.run import apart, bounded
from diplograph.extract.run.analysis import Settings, converted
from diplograph.extract.run.bounded import BoundedProcess, DiedError

MEETING = "Portuguese Foreign Minister Inês Caldeira met Namibian President Petrus Shikongo in Windhoek on 3 May 2021."


@pytest.fixture
def process() -> Iterator[BoundedProcess]:
    """Yield a process that ends with the test."""
    made = BoundedProcess("stalling")
    yield made
    made.end()


@pytest.mark.skipif(sys.platform == "win32", reason="its children are limited otherwise")
@pytest.mark.parametrize(
    ("work", "error", "why"),
    [
        (stalling.stalls, DiedError, "it took longer than 1 seconds"),
        (stalling.hangs, DiedError, "it took longer than 1 seconds"),
        (stalling.dies, DiedError, "the process that read it died"),
        (stalling.devours, DiedError, "more memory than there is"),
        (stalling.breaks, FileNotFoundError, "No such file"),
    ],
)
def test_whatever_it_does_the_next_work_is_done(
    process: BoundedProcess,
    monkeypatch: pytest.MonkeyPatch,
    work: Callable[..., None],
    error: type[Exception],
    why: str,
) -> None:
    """What it gave before is there, the reason is told, and another one takes its place."""
    monkeypatch.setattr(bounded, "GRACE", 1)
    results = process.results(work, limit=60 if work is stalling.devours else 1)

    assert next(results) == "before"
    with pytest.raises(error, match=why):
        next(results)
    assert list(process.results(stalling.gives, 1, 2, limit=60)) == [1, 2]


def test_work_that_nobody_waits_for_is_ended(process: BoundedProcess) -> None:
    """Its results must not come as those of the next."""
    results = process.results(stalling.gives, 1, 2, 3, limit=60)
    assert next(results) == 1
    results.close()  # type: ignore[attr-defined]

    assert list(process.results(stalling.gives, 4, limit=60)) == [4]


def test_a_stream_of_the_parent_may_wait(process: BoundedProcess) -> None:
    """Standard input counts no time: who types it may be slow."""
    stream = io.BytesIO(b"0123456789abc")

    def fetch(size: int) -> bytes:
        time.sleep(0.6)
        return stream.read(size)

    assert list(process.results(stalling.fetches, limit=0.5, fetch=fetch)) == [b"0123456789", b"abc"]


@pytest.mark.skipif(sys.platform == "win32", reason="no alarm there that could ask")
def test_who_gets_on_with_a_large_file_is_not_late(process: BoundedProcess, tmp_path: Path) -> None:
    """A web archive may hold gigabytes of films between two pages."""
    with (tmp_path / "large").open("wb") as handle:
        handle.truncate(1_000 * 2**20)

    assert list(process.results(stalling.takes_its_time, str(tmp_path / "large"), limit=2)) == ["after"]


def _feed(items: int) -> str:
    return f"<rss version='2.0'><channel><title>x</title>{'<item><title>t</title></item>' * items}</channel></rss>"


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a feed and an archive that take seconds to open, and texts."""
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text(MEETING)
    (folder / "b.rss").write_text(_feed(15_000))
    with zipfile.ZipFile(folder / "c.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("one.txt", MEETING)
        archive.writestr("two.rss", _feed(15_000))
        archive.writestr("three.txt", MEETING)
    (folder / "d.txt").write_text(MEETING)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(apart, "_PATIENCE", 0.3)
    return folder


_COMMANDS = {
    "extract": ("extract", "news"),
    "extract -j 2": ("extract", "news", "-j", "2"),
    "corpus add": ("corpus", "add", "c.db", "news"),
    "shards": ("extract", "news", "--shards", "out"),
}


@pytest.mark.skipif(sys.platform == "win32", reason="no alarm there")
@pytest.mark.parametrize("command", _COMMANDS.values(), ids=_COMMANDS)
def test_no_file_takes_longer_than_it_may(run: Run, news: Path, command: tuple[str, ...]) -> None:
    """A feed that takes too long is named, also within an archive; everything beside it is read."""
    result = run(*command)
    told = result.stderr
    if "--shards" in command:
        told += "".join(file.read_text() for file in sorted(Path("out").glob("*.done.json")))

    assert result.exit_code == 0
    assert "news/b.rss was given up: it took longer than 0.3 seconds" in told
    assert "news/c.zip/two.rss was given up: it took longer than 0.3 seconds" in told
    found = run("corpus", "export", "c.db").stdout if "corpus" in command else result.stdout
    if "--shards" in command:
        found = "".join(file.read_text() for file in sorted(Path("out").glob("*.contacts.jsonl")))
    ids = [json.loads(line)["document"]["id"] for line in found.splitlines()]
    assert ids == ["news/a.txt", "news/c.zip/one.txt", "news/c.zip/three.txt", "news/d.txt"]


def test_the_same_documents_as_in_one_process(tmp_path: Path) -> None:
    """Of files of every kind, packed and not, and of a stream: what is found, and what is told."""
    _write_samples(tmp_path)
    here, there = list[object](), list[object]()
    raws = list(read_raw([tmp_path], on_error=here.append))
    again = list(read_raw([tmp_path], on_error=there.append, reader=apart.reader()))
    assert again == raws and list(map(str, there)) == list(map(str, here))

    read = [one.document for one in apart.convert_apart(raws, Settings())]
    assert read == [converted(raw, Settings()).document for raw in raws]
    stream = list(apart.reader().stream(io.BytesIO(MEETING.encode()), Columns(), here.append))
    assert [raw.data for raw in stream] == [MEETING.encode()]


def _write_samples(folder: Path) -> None:
    for number, (suffix, files) in enumerate(samples().items()):
        for data in files:
            (folder / f"{number}{suffix}").write_bytes(data)
            (folder / f"{number}{suffix}.gz").write_bytes(gzip.compress(data))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such pipes there")
def test_what_only_this_process_can_open(tmp_path: Path) -> None:
    """A pipe that is named, as shells make for <(command)."""
    os.mkfifo(tmp_path / "pipe")
    writer = subprocess.Popen([sys.executable, "-c", f"open({str(tmp_path / 'pipe')!r}, 'w').write({MEETING!r})"])
    (raw,) = read_raw([tmp_path / "pipe"], reader=apart.reader())

    assert writer.wait() == 0
    assert raw.data == MEETING.encode()
