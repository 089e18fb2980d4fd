"""Shards: how documents are cut, what is done again and what is not, and that many machines write what one does."""

import datetime as dt
import gzip
import html
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from click.testing import Result
from factories import contact
from reading import PROSE, write

from diplograph.errors import DiplographError, OutputError
from diplograph.extract.limits import OutOfTime
from diplograph.extract.read import Columns, Raw, convert, read_documents
from diplograph.extract.read.text import InputName
from diplograph.extract.run import analysis
from diplograph.extract.run.analysis import Outcome, Settings, analyse
from diplograph.graph.formats.atomic import atomic_write
from diplograph.graph.formats.jsonl import line, read_contacts
from diplograph.shards import CONTACTS, Job, Shard, ShardResult, StaleShards, State, Totals, process_shard, shards
from diplograph.shards import run as run_shards
from diplograph.shards import work as work_module

Run = Callable[..., Result]

ROOT = Path(__file__).parents[1]
NOTE = ".done.json"
INSTALLED = {"diplograph": "1", "spaCy": "3", "model": "en_core_web_md 3"}


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def plan(*inputs: str | Path, **options: Any) -> list[Shard]:
    """Return the shards of inputs that are all there."""
    problems: list[DiplographError] = []
    planned = list(shards(inputs, problems.append, **options))
    assert problems == []
    return planned


def rows(*texts: str, start: int = 0) -> str:
    """Return JSON Lines with an id each."""
    return "".join(json.dumps({"id": f"d{n}", "text": text}) + "\n" for n, text in enumerate(texts, start))


# --- the plan -----------------------------------------------------------------------------------


def test_a_file_of_many_documents_is_a_shard() -> None:
    """Whatever it is packed in, under its own name; files of one document are taken together."""
    names = ["a.jsonl", "b.csv.gz", "c.parquet", "d.zip", "e.rss", "f.txt", "g.html", "h.tsv"]
    planned = plan(*(write(name, "x") for name in names))

    assert [[shown for _, shown in shard.files] for shard in planned] == [
        ["a.jsonl"], ["b.csv.gz"], ["c.parquet"], ["d.zip"], ["e.rss"], ["f.txt", "g.html"], ["h.tsv"],
    ]  # fmt: skip
    assert [shard.name for shard in planned if len(shard.files) == 1] == [*names[:5], names[7]]


def test_paths_are_absolute_and_names_as_given() -> None:
    """Workers find the file wherever they were started; documents are called what ``extract`` calls them."""
    write("news/a.jsonl", "x")
    (shard,) = plan("news")

    assert shard.files == ((str(Path.cwd() / "news" / "a.jsonl"), "news/a.jsonl"),)


def test_each_file_once(tmp_path: Path) -> None:
    """By a pattern, a folder, another path or a link."""
    write("news/a.jsonl", "x")
    Path("link.jsonl").symlink_to("news/a.jsonl")

    assert len(plan("news", "news/*.jsonl", tmp_path / "news" / "a.jsonl", "link.jsonl")) == 1


def test_two_files_of_one_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files from outside of the working folder may have the same name as given: the second gets its whole path."""
    for folder in ("one", "two"):
        write(f"data/{folder}/a.jsonl", "x")
    monkeypatch.chdir("data/one")
    planned = plan("a.jsonl", Path.cwd().parent / "two" / "a.jsonl")

    assert len({shard.name for shard in planned}) == 2
    assert planned[0].files[0][1] == "a.jsonl"
    assert planned[1].files[0][1].endswith("/data/two/a.jsonl")


def test_the_results_are_no_input() -> None:
    """A folder of results within the inputs is left out."""
    write("news/a.jsonl", "x")
    write("news/out/a.jsonl.contacts.jsonl", "x")

    assert [shard.name for shard in plan("news", without="news/out")] == [shard.name for shard in plan("news/a.jsonl")]


HOSTILE = [
    "a b.jsonl", "a_b.jsonl", "A.jsonl", "a.jsonl", "a/b.jsonl", "a__b.jsonl", "..a.jsonl", "-rf.jsonl", "a\nb.jsonl",
    "a\\b.jsonl", "é.jsonl", "e\u0301.jsonl", "王毅.jsonl", "$(reboot).jsonl", "~.jsonl", "x" * 240 + ".jsonl",
    "x" * 239 + "y.jsonl", "a.contacts.jsonl", "a\udce9.jsonl", "CON.jsonl", "`id`.csv", "a;b.csv", "a%2fb.csv",
]  # fmt: skip


def test_hostile_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every shard has a name of plain characters that is its own, in any case, and leads nowhere else."""
    for name in HOSTILE:
        write(f"in/{name}", "x")
    monkeypatch.chdir("in")
    planned = plan(*HOSTILE)
    names = [shard.name for shard in planned]

    assert len({name.lower() for name in names}) == len(HOSTILE)
    for name in names:
        assert re.fullmatch("[A-Za-z0-9][A-Za-z0-9._-]*", name)
        assert len(name) < 130
        assert Path("out", name + CONTACTS).resolve().parent == Path("out").resolve()


def test_paths_that_climb(monkeypatch: pytest.MonkeyPatch) -> None:
    """A path with dots in it gives a plain name too."""
    write("a.jsonl", "x")
    Path("below").mkdir()
    monkeypatch.chdir("below")
    (shard,) = plan("../a.jsonl")

    assert shard.name.startswith("a.jsonl-")


@pytest.fixture
def many() -> list[str]:
    """Names of 1,500 files of one document."""
    return [write(f"news/{n:04}.txt", "x") for n in range(1_500)]


def test_groups(many: list[str]) -> None:
    """They hold all files in order, are neither tiny nor huge on the whole, and are the same each time."""
    planned = plan("news")

    assert [shown for shard in planned for _, shown in shard.files] == many
    assert 3 <= len(planned) <= 40
    assert max(len(shard.files) for shard in planned) <= 512
    assert plan("news") == planned


def test_a_file_more_changes_one_group(many: list[str]) -> None:
    """Where a group ends is decided by names, not by numbers."""
    before = plan("news")
    write("news/0000a.txt", "x")

    assert len(set(before) - set(plan("news"))) == 1


# --- one shard ----------------------------------------------------------------------------------


def found_by(analysed: list[str]) -> Callable[[list[Raw], Settings], list[Outcome]]:
    """Return what finds a contact in each document, and notes its id."""

    def find(raws: list[Raw], settings: Settings) -> list[Outcome]:
        outcomes = []
        for raw in raws:
            problems: list[Any] = []
            document = convert(raw, settings.date, problems.append)
            analysed.append(raw.id)
            found = (contact("Ana Castro", "Jun Ito", document=document.source),) if document else ()
            outcomes.append(Outcome(raw, document, found, tuple(problems)))
        return outcomes

    return find


@pytest.fixture
def analysed() -> list[str]:
    """The ids of documents that were analysed."""
    return []


@pytest.fixture
def job() -> Job:
    """What is to be done, in a folder."""
    Path("out").mkdir()
    return Job(str(Path("out").resolve()), Settings(), Columns(), INSTALLED)


@pytest.fixture
def shard() -> Shard:
    """Three documents, one of them empty."""
    (planned,) = plan(write("a.jsonl", rows(PROSE, " ", PROSE)))
    return planned


def test_a_shard_is_written(job: Job, shard: Shard, analysed: list[str]) -> None:
    """Contacts in document order, and a note of what they were made from."""
    result = process_shard(shard, job, analyse=found_by(analysed))
    note = json.loads(Path("out/a.jsonl.done.json").read_text())

    assert [c.document.id for c in read_contacts("out/a.jsonl.contacts.jsonl")] == ["d0", "d2"]
    assert (result.state, result.documents, result.contacts, result.first) == (State.DONE, 2, 2, "d0")
    assert len(result.problems) == 1 and "empty" in result.problems[0]
    assert note["documents"] == note["contacts"] == 2
    assert note["installed"] == INSTALLED and note["problems"] == result.problems
    assert sorted(path.name for path in Path("out").iterdir()) == ["a.jsonl.contacts.jsonl", "a.jsonl.done.json"]


def test_a_finished_shard_is_left_alone(job: Job, shard: Shard, analysed: list[str]) -> None:
    """The second time tells the same of it, and nothing is analysed or written."""
    first = process_shard(shard, job, analyse=found_by(analysed))
    before = {path.name: path.stat().st_mtime_ns for path in Path("out").iterdir()}
    analysed.clear()
    second = process_shard(shard, job, analyse=found_by(analysed))

    assert analysed == []
    assert second == replace(first, state=State.FOUND)
    assert {path.name: path.stat().st_mtime_ns for path in Path("out").iterdir()} == before


CHANGES: dict[str, Callable[[Job], Job]] = {
    "model": lambda job: replace(job, installed={**INSTALLED, "model": "en_core_web_lg 3"}),
    "rules": lambda job: replace(job, installed={**INSTALLED, "diplograph": "2"}),
    "date": lambda job: replace(job, settings=Settings(date=dt.date(2021, 8, 16))),
    "columns": lambda job: replace(job, columns=Columns(text="text")),
}


@pytest.mark.parametrize("what", CHANGES)
def test_done_again_when_something_else_is_wanted(job: Job, shard: Shard, analysed: list[str], what: str) -> None:
    """Another model, other rules, another date, other columns."""
    process_shard(shard, job, analyse=found_by([]))
    process_shard(shard, CHANGES[what](job), analyse=found_by(analysed))

    assert analysed == ["d0", "d1", "d2"]


def _changed(job: Job) -> None:
    write("a.jsonl", rows(PROSE, " ", PROSE + " "))


def _cut_short(job: Job) -> None:
    place = job.place("a.jsonl", CONTACTS)
    place.write_bytes(place.read_bytes()[:-10])


DAMAGES: dict[str, Callable[[Job], object]] = {
    "the file changed": _changed,
    "no contacts": lambda job: job.place("a.jsonl", CONTACTS).unlink(),
    "contacts cut short": _cut_short,
    "no note": lambda job: job.place("a.jsonl", NOTE).unlink(),
    "a broken note": lambda job: job.place("a.jsonl", NOTE).write_text('{"digest": '),
    "another note": lambda job: job.place("a.jsonl", NOTE).write_text("[1]"),
    "a note without numbers": lambda job: job.place("a.jsonl", NOTE).write_text(
        json.dumps({k: v for k, v in json.loads(job.place("a.jsonl", NOTE).read_text()).items() if k != "bytes"})
    ),
}


@pytest.mark.parametrize("what", DAMAGES)
def test_done_again_when_not_as_noted(job: Job, shard: Shard, analysed: list[str], what: str) -> None:
    """A change of the file, and whatever a crash or a hand may leave behind."""
    process_shard(shard, job, analyse=found_by([]))
    DAMAGES[what](job)
    process_shard(shard, job, analyse=found_by(analysed))

    assert analysed == ["d0", "d1", "d2"]
    assert len(list(read_contacts(job.place("a.jsonl", CONTACTS)))) == 2


def test_a_crash_between_contacts_and_note(
    job: Job, shard: Shard, analysed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No note remains of what was there before: it would tell of other contacts if the file changed back."""
    process_shard(shard, job, analyse=found_by([]))
    write("a.jsonl", rows(PROSE, PROSE, PROSE))

    def crash(*args: Any, **options: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(work_module, "_note", crash)
        with pytest.raises(KeyboardInterrupt):
            process_shard(shard, job, analyse=found_by([]))
    write("a.jsonl", rows(PROSE, " ", PROSE))
    process_shard(shard, job, analyse=found_by(analysed))

    assert analysed == ["d0", "d1", "d2"]
    assert [c.document.id for c in read_contacts(job.place("a.jsonl", CONTACTS))] == ["d0", "d2"]


def test_a_failure_leaves_nothing_half_done(job: Job, shard: Shard) -> None:
    """A defect is reported with the shard, and the others are done."""

    def fail(raws: list[Raw], settings: Settings) -> list[Outcome]:
        raise RuntimeError("a defect")

    result = work_module.attempt(shard, job, analyse=fail)

    assert result.state is State.FAILED
    assert result.problems == ["The shard a.jsonl was given up: RuntimeError: a defect."]
    assert list(Path("out").iterdir()) == []


def test_a_folder_that_is_gone(job: Job, shard: Shard) -> None:
    """It concerns all shards, and is no matter of one."""
    Path("out").rmdir()
    with pytest.raises(OutputError, match=r"Can't write .*out"):
        work_module.attempt(shard, job, analyse=found_by([]))


def test_a_file_that_vanished_is_tried_again(job: Job, shard: Shard, analysed: list[str]) -> None:
    """It is reported, and not noted as done."""
    Path("a.jsonl").unlink()
    result = process_shard(shard, job, analyse=found_by(analysed))
    write("a.jsonl", rows(PROSE))
    again = process_shard(shard, job, analyse=found_by(analysed))

    assert len(result.problems) == 1 and "a.jsonl" in result.problems[0]
    assert (again.state, analysed) == (State.DONE, ["d0"])


def test_very_many_problems_are_counted(job: Job) -> None:
    """A note does not grow with a broken file."""
    (planned,) = plan(write("a.jsonl", "{oops\n" * 500))
    result = process_shard(planned, job, analyse=found_by([]))

    assert (len(result.problems), result.more) == (100, 400)


def test_a_document_that_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a thread, where there are no signals, it is given up too, and the others are read."""

    def slow(raws: list[Raw], settings: Settings) -> list[Outcome]:
        until = time.monotonic() + (30 if any(raw.id == "d1" for raw in raws) else 0)
        while time.monotonic() < until:
            time.sleep(0.01)
        return [Outcome(raw, None) for raw in raws]

    monkeypatch.setattr(analysis, "_analyse", slow)
    raws = [Raw(InputName(id, id), "text", b"x") for id in ("d0", "d1", "d2")]
    outcomes: list[Outcome] = []
    thread = Thread(target=lambda: outcomes.extend(analyse(raws, Settings(), limit=0.3)))
    thread.start()
    thread.join(20)

    assert [outcome.failed for outcome in outcomes] == [False, True, False]
    assert "longer than 0.3 seconds" in str(outcomes[1].problems[0])


def test_no_limit_strikes_later() -> None:
    """What was done in time is never given up afterwards."""
    struck: list[bool] = []

    def often() -> None:
        try:
            for _ in range(50):
                with analysis.within(1, ends=True):
                    pass
            time.sleep(1.5)
        except OutOfTime:
            struck.append(True)

    thread = Thread(target=often)
    thread.start()
    thread.join()

    assert struck == []


# --- a run --------------------------------------------------------------------------------------


def test_totals_tell_of_ids_that_recur() -> None:
    """Tables that number their rows from 1 each are likely meant to be told apart."""
    totals = Totals()
    for result in (
        ShardResult("a.csv", first="1"),
        ShardResult("b.csv", State.FOUND),
        ShardResult("c.csv", State.FAILED),
    ):
        totals.add(result)
    before = totals.alike
    totals.add(ShardResult("d.csv", first="1"))

    assert (before, totals.alike) == (None, ("a.csv", "d.csv"))
    assert (totals.done, totals.found, totals.failed, totals.shards) == (2, 1, ["c.csv"], 4)


def _all_written(job: Job, *inputs: str) -> None:
    with StaleShards(Path("out")) as stale:
        for shard in stale.watch(plan(*inputs)):
            process_shard(shard, job, analyse=found_by([]))
        stale.tidy()


def _held() -> list[str]:
    return sorted(c.document.id for path in Path("out").glob(f"*{CONTACTS}") for c in read_contacts(path))


def test_groups_that_were_cut_otherwise_are_removed(job: Job, many: list[str]) -> None:
    """When files come and go, no document counts twice, and none remains that is no more."""
    for name in many:
        write(name, PROSE)
    _all_written(job, "news")
    write("news/0000a.txt", PROSE)
    Path("news/0700.txt").unlink()
    _all_written(job, "news")

    assert _held() == sorted({*many, "news/0000a.txt"} - {"news/0700.txt"})


def test_shards_of_other_inputs_stay(job: Job) -> None:
    """Inputs may be added run by run; what was not given this time is named."""
    write("one/a.txt", PROSE)
    write("two/b.txt", PROSE)
    _all_written(job, "one")
    _all_written(job, "two")
    with StaleShards(Path("out")) as stale:
        list(stale.watch(plan("two")))
        others = stale.tidy()

    assert _held() == ["one/a.txt", "two/b.txt"]
    assert [name.partition("-")[0] for name in others] == ["one_a.txt"]


def test_half_written_files_are_removed(job: Job) -> None:
    """Those of killed processes; nobody else's."""
    write("one/a.txt", PROSE)
    for name in (
        ".a.jsonl.contacts.jsonl.0123456789abcdef.tmp",
        ".a.jsonl.done.json.0123456789abcdef.tmp",
        ".other.tmp",
        "a.tmp",
    ):
        write(f"out/{name}", "x")
    _all_written(job, "one")

    assert {path.name for path in Path("out").glob("*.tmp")} | {path.name for path in Path("out").glob(".*")} == {
        ".other.tmp", "a.tmp",
    }  # fmt: skip


def test_what_another_run_is_writing_stays(job: Job) -> None:
    """Two runs on one folder: the one that ends first sweeps nothing of the other's."""
    write("one/a.txt", PROSE)
    with atomic_write("out/b.contacts.jsonl") as handle:
        handle.write("x")
        _all_written(job, "one")
    assert Path("out/b.contacts.jsonl").read_text() == "x"


def test_a_note_with_a_broken_digest_is_made_anew(job: Job) -> None:
    write("one/a.txt", PROSE)
    _all_written(job, "one")
    (note,) = Path("out").glob("*.done.json")
    for digest in ("no digest", None):
        note.write_text(json.dumps(json.loads(note.read_text()) | {"documents_digest": digest}))
        _all_written(job, "one")
        assert len(json.loads(note.read_text())["documents_digest"]) == 64


# --- the command line ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["a.jsonl", "--dask", "127.0.0.1:1"], "--dask needs --shards"),
        (["a.jsonl", "--shards", "out", "-o", "c.jsonl"], "leave out -o"),
        (["-", "--shards", "out"], "standard input"),
        (["a.jsonl", "--shards", "out", "--dask", "127.0.0.1:1", "-j", "2"], "leave out --jobs"),
    ],
)
def test_wrong_use(run: Run, options: list[str], said: str) -> None:
    """Exit code 2, and a line that says what does not go together."""
    result = run("extract", *options)

    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())


def test_dask_is_not_installed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line names the command which installs it."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    write("a.jsonl", rows(PROSE))
    result = run("extract", "a.jsonl", "--shards", "out", "--dask", "127.0.0.1:1")

    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1 and 'pip install "diplograph[dask]"' in result.stderr


@pytest.mark.parametrize("scheduler", ["missing.json", "tcp://nowhere", "a b:80"])
def test_no_address_and_no_file(run: Run, scheduler: str) -> None:
    """The line says what to give."""
    write("a.jsonl", rows(PROSE))
    result = run("extract", "a.jsonl", "--shards", "out", "--dask", scheduler)

    assert result.exit_code == 1
    assert f"There is no file {scheduler}" in result.stderr


def test_the_folder_is_a_file(run: Run) -> None:
    """An output folder that can't be made is one line, and exit code 1."""
    write("a.jsonl", rows(PROSE))
    result = run("extract", "a.jsonl", "--shards", "a.jsonl")

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: Can't make the folder a.jsonl: ")


def test_a_folder_of_shards_is_read(run: Run) -> None:
    """By every command that reads contacts, in place of a file of them; half-written files are not."""
    write("out/a.contacts.jsonl", line(contact("Ana Castro", "Jun Ito")))
    write("out/b.contacts.jsonl", line(contact("Ana Castro", "Ivo Demir")))
    write("out/b.done.json", "{}")
    write("out/.c.contacts.jsonl.1.tmp", "{oops")
    graph, show = run("graph", "out", "-o", "g.jsonl"), run("show", "out")

    assert graph.exit_code == show.exit_code == 0
    assert len(list(read_contacts("g.jsonl"))) == 2
    assert show.stdout.count("Ana Castro") >= 2 and graph.stderr == "2 contacts, 2 encounters in g.jsonl\n"


def corpus(folder: Path, files: int, rows_each: int) -> None:
    """Write files of JSON Lines, one of Parquet, and a few of one document, all made of the seeds."""
    import pyarrow
    from pyarrow import parquet

    folder.mkdir()
    documents = list(read_documents([ROOT / "seeds"]))
    for number in range(files + 1):
        chosen = [documents[(number * 7 + n) % len(documents)] for n in range(rows_each)]
        table = [
            {"id": f"{number}-{n}", "title": f"{d.source.title} ({number})", "date": str(d.source.date), "text": d.text}
            for n, d in enumerate(chosen)
        ]
        if number == files:
            parquet.write_table(pyarrow.Table.from_pylist(table), folder / "last.parquet")
        else:
            (folder / f"part{number:02}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in table))
    for number, document in enumerate(documents[:3]):
        (folder / f"z{number}.txt").write_text(document.text, encoding="utf-8")


def _bytes(folder: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}


@pytest.mark.real
def test_shards_hold_what_extract_writes(run: Run) -> None:
    """One after the other, byte for byte; a rerun does nothing; problems are told once."""
    corpus(Path("news"), 2, 3)
    write("news/bad.jsonl", "{oops\n" + rows(PROSE))
    whole = run("extract", "news", "-o", "whole.jsonl")
    first = run("extract", "news", "--shards", "out")
    before = {path: path.stat().st_mtime_ns for path in Path("out").iterdir()}
    second = run("extract", "news", "--shards", "out")

    assert (whole.exit_code, first.exit_code, second.exit_code) == (0, 0, 0), first.output
    names = [shard.name for shard in plan("news")]
    assert b"".join(Path("out", name + CONTACTS).read_bytes() for name in names) == Path("whole.jsonl").read_bytes()
    assert "bad.jsonl, line 1" in first.stderr and "out: 5 shards done; " in first.stderr
    assert second.stderr.startswith("out: 0 shards done, 5 finished before; ")
    assert {path: path.stat().st_mtime_ns for path in Path("out").iterdir()} == before


def web_archive(path: Path, count: int) -> None:
    """Write seeds as pages of a packed web archive, one of them twice, with what is no page among them."""
    pytest.importorskip("warcio")
    documents = list(read_documents([ROOT / "seeds"]))
    with gzip.open(path, "wb") as handle:
        for number in [*range(count), 0]:
            one = documents[number % len(documents)]
            text = "".join(f"<p>{html.escape(part)}</p>" for part in one.text[one.body :].split("\n\n"))
            page = f"<html><head><title>{one.source.title}</title></head><body><article>{text}</article></body></html>"
            handle.write(_record(number, "text/html", page.encode()))
            handle.write(_record(number, "image/png", b"\x89PNG"))


def _record(number: int, kind: str, body: bytes) -> bytes:
    block = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode() + body
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2021-08-16T10:00:00Z\r\nContent-Length: {len(block)}\r\n"
    return f"{head}WARC-Target-URI: https://example.org/{kind}/{number}\r\n\r\n".encode() + block + b"\r\n\r\n"


@pytest.mark.real
def test_a_web_archive_is_a_shard(run: Run) -> None:
    """With the contacts that ``extract`` finds, its pages once; what was no page is counted; a rerun does nothing."""
    Path("news").mkdir()
    web_archive(Path("news/a.warc.gz"), 4)
    write("news/b.txt", PROSE)
    whole = run("extract", "news", "-o", "whole.jsonl")
    first, second = (run("extract", "news", "--shards", "out") for _ in range(2))

    names = [shard.name for shard in plan("news")]
    assert names[0].startswith("news_a.warc.gz") and len(names) == 2
    assert b"".join(Path("out", name + CONTACTS).read_bytes() for name in names) == Path("whole.jsonl").read_bytes()
    assert len(Path("whole.jsonl").read_bytes()) > 2_000
    assert "4 pages were read" in whole.stderr and "4 pages were read" in first.stderr
    assert "out: 0 shards done, 2 finished before; " in second.stderr


_MEMORY = """
import resource, sys
from pathlib import Path
from diplograph.extract.read import Columns
from diplograph.extract.run.analysis import Settings
from diplograph.shards import Job, process_shard, shards

seen = []

def analyse(raws, settings):
    seen.extend([resource.getrusage(resource.RUSAGE_SELF).ru_maxrss] * len(raws))
    return []

(shard,) = shards(["a.warc"], print)
process_shard(shard, Job("out", Settings(), Columns(), INSTALLED), analyse=analyse)
print(len(seen), seen[len(seen) // 10], seen[-1])
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the system doesn't tell what a process takes")
def test_memory_does_not_grow_with_a_web_archive() -> None:
    """As a shard of its own, of any length."""
    pytest.importorskip("warcio")
    page = f"<html><body><article>{'<p>Nobody met anybody at the lake.</p>' * 1_000}</article></body></html>"
    with Path("a.warc").open("wb") as handle:
        handle.writelines(
            _record(number, "text/html", page.replace("anybody", str(number), 1).encode()) for number in range(3_000)
        )
    Path("out").mkdir()
    code = _MEMORY.replace("INSTALLED", repr(INSTALLED))
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    pages, early, last = map(int, done.stdout.split())

    assert pages == 3_000 and Path("a.warc").stat().st_size > 100_000_000
    assert last - early < 20_000 * (1 if sys.platform == "linux" else 1_024)  # kilobytes, or bytes


@pytest.mark.real
@pytest.mark.slow
def test_several_processes_write_the_same(run: Run) -> None:
    """With --jobs."""
    corpus(Path("news"), 2, 3)
    for folder, jobs in (("one", 1), ("two", 2)):
        assert run("extract", "news", "--shards", folder, "--jobs", jobs).exit_code == 0

    assert _bytes("one") == _bytes("two")


def _die(shards: list[Shard], job: Job) -> list[ShardResult]:
    if any("deadly" in shard.name for shard in shards):
        os.kill(os.getpid(), signal.SIGKILL)
    return [process_shard(shard, job, analyse=found_by([])) for shard in shards]


@pytest.mark.slow
def test_a_shard_that_kills_its_process(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named, and the others are finished."""
    for name in ("a", "deadly", "m", "z"):
        write(f"{name}.jsonl", rows(PROSE))
    monkeypatch.setattr(sys.modules[run_shards.__module__], "_attempts", _die)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(ROOT), str(ROOT / "tests"))))
    reports = list(run_shards(plan("a.jsonl", "deadly.jsonl", "m.jsonl", "z.jsonl"), job, jobs=2))

    finished = (State.DONE, State.FOUND)  # found where the process died with the report of one that it had written
    assert [result.state in finished for result in reports] == [True, False, True, True]
    assert reports[1].state is State.FAILED
    assert "the process that worked on it died" in reports[1].problems[0]


# --- many machines ------------------------------------------------------------------------------

_PATIENCE = 120  # seconds for anything that another process has to do

_DEADLY = """
import os, signal
from diplograph.shards import cluster

attempt = cluster.attempt

def deadly(shard, job, **options):
    if "deadly" in shard.name:
        os.kill(os.getpid(), signal.SIGKILL)
    return attempt(shard, job, **options)

def dask_setup(worker):
    cluster.attempt = deadly
"""


class Cluster:
    """A real scheduler and its workers, each a process of this machine."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self.file = Path("scheduler.json").resolve()
        self.scheduler = self._start("scheduler", "--port", "0", "--scheduler-file", self.file)
        until(self.file.exists)

    def worker(self, *options: str) -> "subprocess.Popen[bytes]":
        """Start a worker, and wait until the scheduler knows it."""
        name = f"w{time.monotonic_ns()}"
        common = ("--scheduler-file", self.file, "--nthreads", "1", "--nworkers", "1", "--local-directory", "scratch")
        process = self._start("worker", *common, "--name", name, "--memory-limit", "0", *options, log=name)
        until(lambda: "Registered to" in Path(name).read_text())
        return process

    def extract(self, *words: str) -> "subprocess.Popen[bytes]":
        """Begin a run."""
        code = "from diplograph.cli import main; main(prog_name='diplograph')"
        return self._process([sys.executable, "-c", code, "extract", *words, "--dask", str(self.file)], "run")

    def _start(self, what: str, *options: Any, log: str = "scheduler") -> "subprocess.Popen[bytes]":
        module = f"distributed.cli.dask_{what}"
        words = ("--host", "127.0.0.1", "--no-dashboard", *options)
        return self._process([sys.executable, "-m", module, *map(str, words)], log)

    def _process(self, command: list[str], log: str) -> "subprocess.Popen[bytes]":
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        with Path(log).open("wb") as handle:
            process = subprocess.Popen(command, stdout=handle, stderr=handle, env=environment, start_new_session=True)
        self._stack.callback(_end, process)
        return process


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(_PATIENCE)


def until(come: Callable[[], bool]) -> None:
    """Wait for something, but not for ever."""
    end = time.monotonic() + _PATIENCE
    while not come():
        assert time.monotonic() < end, "it has not come about in time"
        time.sleep(0.05)


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """A scheduler without workers; whatever is started is ended."""
    with ExitStack() as stack:
        yield Cluster(stack)


@pytest.mark.real
@pytest.mark.slow
def test_a_worker_is_killed_in_the_middle_of_a_run(run: Run, cluster: Cluster) -> None:
    """What two workers write of which one dies is, byte for byte, what one process writes; a rerun does nothing."""
    corpus(Path("news"), 10, 12)
    planned = [shard.name for shard in plan("news")]
    workers = [cluster.worker("--no-nanny") for _ in range(2)]
    process = cluster.extract("news", "--shards", "many")
    until(lambda: len(list(Path("many").glob(f"*{NOTE}"))) >= 2)
    workers[0].kill()
    finished = {name for name in planned if Path("many", name + NOTE).exists()}
    assert 2 <= len(finished) < len(planned) and process.poll() is None

    assert process.wait(_PATIENCE) == 0, Path("run").read_text()
    assert workers[0].wait(_PATIENCE) == -signal.SIGKILL and workers[1].poll() is None
    assert run("extract", "news", "--shards", "one").exit_code == 0
    assert _bytes("many") == _bytes("one")
    assert len(_bytes("many")) == 2 * len(planned)
    run("extract", "news", "-o", "whole.jsonl")
    assert b"".join(Path("many", n + CONTACTS).read_bytes() for n in planned) == Path("whole.jsonl").read_bytes()

    before = {path: path.stat().st_mtime_ns for path in Path("many").iterdir()}
    again = cluster.extract("news", "--shards", "many")
    assert again.wait(_PATIENCE) == 0
    assert f"many: 0 shards done, {len(planned)} finished before; " in Path("run").read_text()
    assert {path: path.stat().st_mtime_ns for path in Path("many").iterdir()} == before


@pytest.mark.real
@pytest.mark.slow
def test_a_web_archive_by_a_worker(run: Run, cluster: Cluster) -> None:
    """It writes, byte for byte, what one process does."""
    Path("news").mkdir()
    web_archive(Path("news/a.warc.gz"), 6)
    web_archive(Path("news/b.warc.gz"), 3)
    cluster.worker()
    process = cluster.extract("news", "--shards", "many")

    assert process.wait(_PATIENCE) == 0, Path("run").read_text()
    assert run("extract", "news", "--shards", "one").exit_code == 0
    assert _bytes("many") == _bytes("one")
    assert Path("run").read_text().count("pages were read") == 2


@pytest.mark.real
@pytest.mark.slow
def test_a_shard_that_kills_every_worker(cluster: Cluster) -> None:
    """It is named at the end, with exit code 1, and all others are finished."""
    write("preload.py", _DEADLY)
    for name in ("a", "b", "deadly", "m", "z"):
        write(f"news/{name}.jsonl", rows(PROSE))
    cluster.worker("--preload", "preload.py")
    process = cluster.extract("news", "--shards", "out")

    assert process.wait(_PATIENCE) == 1
    said = Path("run").read_text()
    assert "deadly" in said and "1 shard could not be finished" in said and "Traceback" not in said
    assert len(list(Path("out").glob(f"*{NOTE}"))) == 4


@pytest.mark.real
@pytest.mark.slow
def test_the_scheduler_goes_away(run: Run, cluster: Cluster) -> None:
    """The run ends with one line, what is finished stays finished, and the next run, by whomever, does the rest."""
    corpus(Path("news"), 6, 6)
    cluster.worker("--no-nanny")
    process = cluster.extract("news", "--shards", "out")
    until(lambda: any(Path("out").glob(f"*{NOTE}")))
    cluster.scheduler.kill()

    assert process.wait(_PATIENCE) == 1
    assert re.fullmatch(r"Error: The dask scheduler at \S+ went away: .*\n", Path("run").read_text())
    assert any(Path("out").glob(f"*{NOTE}"))
    assert run("extract", "news", "--shards", "out").exit_code == 0
    assert run("extract", "news", "--shards", "undisturbed").exit_code == 0
    assert _bytes("out") == _bytes("undisturbed")


@pytest.mark.slow
def test_nobody_answers(run: Run) -> None:
    """An unreachable scheduler is one line, soon."""
    write("a.jsonl", rows(PROSE))
    began = time.monotonic()
    result = run("extract", "a.jsonl", "--shards", "out", "--dask", "127.0.0.1:1")

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: No dask scheduler answers at 127.0.0.1:1 ")
    assert result.stderr.count("\n") == 1
    assert time.monotonic() - began < 30


@pytest.mark.slow
def test_a_worker_with_another_version(cluster: Cluster, tmp_path: Path) -> None:
    """It is named, with what it has; nothing is written."""
    code = "from diplograph.shards import cluster, work\n"
    code += "def dask_setup(worker):\n    work.rules_version = lambda: '0.0.9'\n"
    write("preload.py", code)
    write("a.jsonl", rows(PROSE))
    cluster.worker("--no-nanny", "--preload", "preload.py")
    process = cluster.extract("a.jsonl", "--shards", "out")

    assert process.wait(_PATIENCE) == 1
    assert re.search(r"The worker tcp://\S+ has diplograph 0\.0\.9 where this machine has ", Path("run").read_text())
    assert list(Path("out").iterdir()) == []
