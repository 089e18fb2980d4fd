"""What must hold of whole commands, whatever they read: each promise takes a folder of files and tells what broke it."""

import csv
import html
import json
import re
import sqlite3
import subprocess
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from harness.cluster import dask_is_here, one_worker
from harness.commands import Ran, begin, diplograph, kill
from harness.inputs import MANY, SINGLE, Files, put, text, written

Marks = dict[str, str]
"""The mark of each document, with the file that it is in."""

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Promise:
    """Something that must hold.

    Attributes:
        broken: Tells, of a folder and a place to work in, what is not as promised, or None.
        files: How many are worth a try.
        twisted: Whether texts may be odd.
        damaged: Whether files may be broken.
        every: Is tried once in so many rounds.
    """

    name: str
    broken: Callable[[Files, Marks, Path], str | None]
    files: int = 12
    twisted: bool = True
    damaged: bool = False
    every: int = 1


def read(path: Path) -> list[str]:
    """Return the contacts of a file, or of a folder of shards, one a line, sorted."""
    files = sorted(path.glob("*.contacts.jsonl")) if path.is_dir() else [path]
    return sorted(line for file in files for line in file.read_text(encoding="utf-8").splitlines())


def _said(ran: Ran, what: str) -> str:
    return f"{what} (`diplograph {' '.join(ran.words)}`, code {ran.code}): {ran.err.strip()[-600:]}"


def _first_defect(*all_ran: Ran) -> str | None:
    return next((_said(ran, ran.broken) for ran in all_ran if ran.broken), None)


def _difference(one: Iterable[str], other: Iterable[str]) -> str:
    left, right = sorted(set(one) - set(other)), sorted(set(other) - set(one))
    return f"{len(left)} only there, {len(right)} only here: {[*left[:1], *right[:1]]}"[:1500]


# --- the same contacts by every road -----------------------------------------------------------


def _road(work: Path, road: str) -> tuple[Ran, list[str]]:
    """Read ``news`` by one road; return what was said, and the contacts."""
    match road:
        case "one process":
            ran, place = diplograph("extract", "news", "-o", "one.jsonl", at=work), "one.jsonl"
        case "workers":
            ran, place = diplograph("extract", "news", "-j", "2", "-o", "two.jsonl", at=work), "two.jsonl"
        case "corpus":
            ran, place = diplograph("corpus", "add", "news.db", "news", at=work), "corpus.jsonl"
            diplograph("corpus", "export", "news.db", "-o", place, at=work)
        case "shards":
            ran, place = diplograph("extract", "news", "--shards", "shards", at=work), "shards"
        case _:
            with one_worker(work) as scheduler:
                ran, place = diplograph("extract", "news", "--shards", "dask", "--dask", scheduler, at=work), "dask"
    return ran, read(work / place) if (work / place).exists() else []


def _same(work: Path, roads: Iterable[str]) -> str | None:
    first, wanted = _road(work, "one process")
    if first.broken:
        return _said(first, first.broken)
    for road in roads:
        ran, found = _road(work, road)
        if ran.broken:
            return _said(ran, ran.broken)
        if found != wanted:
            return _said(ran, f"{road} and one process find other contacts: {_difference(wanted, found)}")
        said, before = _warnings(ran, work), _warnings(first, work)
        if (ran.code, said) != (first.code, before):
            told = _difference(before, said)
            return _said(ran, f"{road} and one process say otherwise ({first.code}): {told}")
    return None


def _warnings(ran: Ran, work: Path) -> set[str]:
    """Return what was warned of; shards, which other machines may read, name a file by its whole path."""
    return {line.replace(f"{work.resolve()}/", "") for line in ran.warnings}


def same_by_every_road(files: Files, marks: Marks, work: Path) -> str | None:
    """One process, workers, a corpus and shards find the same contacts and say the same."""
    put(files, work / "news")
    return _same(work, ("workers", "corpus", "shards"))


def same_by_dask(files: Files, marks: Marks, work: Path) -> str | None:
    """The workers of a scheduler find what one process does."""
    put(files, work / "news")
    return _same(work, ["dask"]) if dask_is_here() else None


def same_in_any_order(files: Files, marks: Marks, work: Path) -> str | None:
    """Files given one by one, the last first, tell what the folder tells; the page of them is the same to the byte."""
    put(files, work / "news")
    names = [f"news/{name}" for name in sorted(files)]
    there, back = (diplograph("build", *given, "-o", out, at=work) for given, out in ((names, "a"), (names[::-1], "b")))
    if broken := _first_defect(there, back):
        return broken
    if there.code:
        return None
    one, other = read(work / "a/contacts.jsonl"), read(work / "b/contacts.jsonl")
    if one != other:
        return _said(back, f"the order matters: {_difference(one, other)}")
    unlike = [
        n for n in ("graph.graphml", "graph.html") if (work / "a" / n).read_bytes() != (work / "b" / n).read_bytes()
    ]
    return _said(back, f"the order matters to {unlike}") if unlike else None


def same_alone(files: Files, marks: Marks, work: Path) -> str | None:
    """A file alone tells what it tells among others."""
    put(files, work / "news")
    whole = diplograph("extract", "news", "-o", "all.jsonl", at=work)
    for name in sorted(files)[:3]:
        alone = diplograph("extract", f"news/{name}", "-o", "alone.jsonl", at=work)
        if broken := _first_defect(whole, alone):
            return broken
        if alone.code:
            continue
        mine = {mark for mark, file in marks.items() if file == name}
        among = [line for line in read(work / "all.jsonl") if _mark_of(json.loads(line), mine)]
        if among != (found := [line for line in read(work / "alone.jsonl") if _mark_of(json.loads(line), mine)]):
            return _said(alone, f"{name} alone tells otherwise: {_difference(among, found)}")
    return None


def _mark_of(record: Record, marks: Iterable[str]) -> str | None:
    told = json.dumps(record["document"])
    return next((mark for mark in marks if mark in told), None)


# --- what changes nothing ----------------------------------------------------------------------


def blank_paragraphs_change_nothing(files: Files, marks: Marks, work: Path) -> str | None:
    """Blank lines between paragraphs are no content."""
    texts = {name: data for name, data in files.items() if name.endswith((".txt", ".md"))}
    put(texts, work / "a" / "news")
    put({n: data.replace(b"\n\n", b"\n\n\n \n\t\n\n") for n, data in texts.items()}, work / "b" / "news")
    ran = [diplograph("extract", "news", "-o", "found.jsonl", at=work / side) for side in "ab"]
    if (broken := _first_defect(*ran)) or not texts:
        return broken
    one, other = (sorted(map(_without_offsets, read(work / side / "found.jsonl"))) for side in "ab")
    return _said(ran[1], f"blank paragraphs matter: {_difference(one, other)}") if one != other else None


def _without_offsets(line: str) -> str:
    return re.sub(r'"(start|end|trigger_start|trigger_end|id)": ?("[^"]*"|\d+),? ?', "", line)


def formats_agree(files: Files, marks: Marks, work: Path) -> str | None:
    """A text tells the same in every format that holds it whole."""
    one = text(1, Random(min(marks)), twisted=False)
    made = {f"{n}{ending}": written(ending, [one]) for n, ending in enumerate((*SINGLE, *MANY))}
    place = put({name: data for name, data in made.items() if data is not None}, work / "news")
    told: dict[tuple[str, ...], str] = {}
    ran = diplograph("corpus", "add", "news.db", "news", at=work)
    diplograph("corpus", "export", "news.db", "-o", "found.jsonl", at=work)
    if ran.broken:
        return _said(ran, ran.broken)
    with closing(sqlite3.connect(work / "news.db")) as database:
        files_of = dict(database.execute("SELECT id, file FROM documents"))
    by_file: dict[str, list[str]] = {path.name: [] for path in place.iterdir()}
    for line in read(work / "found.jsonl"):
        record = json.loads(line)
        by_file[Path(files_of[record["document"]["id"]]).name].append(_gist(record))
    for name, gists in by_file.items():
        told.setdefault(tuple(sorted(gists)), name)
    return f"formats differ: {told}"[:1500] if len(told) > 1 else None


def _gist(record: Record) -> str:
    parties = sorted(f"{party['name']}/{party.get('side')}" for party in record["parties"])
    return f"{record['kind']} {record['status']} {' | '.join(parties)}"


# --- nothing lost, nothing made up -------------------------------------------------------------


def offsets_are_true(files: Files, marks: Marks, work: Path) -> str | None:
    """What a record cites stands where it says, in the text that the corpus keeps and, of a plain text, in the file."""
    return _offsets(files, work, str)


def offsets_hold(files: Files, marks: Marks, work: Path) -> str | None:
    """Of odd texts, whose sentences are cited without signs that nobody sees, the letters stand where a record says."""
    return _offsets(files, work, _letters)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, html.unescape(re.sub(r"</?b>", "", text))))


def _offsets(files: Files, work: Path, plainly: Callable[[str], str]) -> str | None:
    put(files, work / "news")
    added = diplograph("corpus", "add", "news.db", "news", at=work)
    exported = diplograph("corpus", "export", "news.db", "-o", "found.jsonl", at=work)
    if broken := _first_defect(added, exported):
        return broken
    with closing(sqlite3.connect(work / "news.db")) as database:
        texts = dict(database.execute("SELECT id, text FROM documents"))
    for line in read(work / "found.jsonl"):
        record = json.loads(line)
        id = record["document"]["id"]
        if wrong := _untrue(record, texts[id], plainly):
            return f"{id}: {wrong}: {line[:1200]}"
        plain = files.get(id.removeprefix("news/")) if id.endswith(".txt") else None
        if plain is not None and plain.decode("utf-8", "replace") != texts[id]:
            return f"{id}: the corpus keeps another text than the file has"
    return None


def _untrue(record: Record, text: str, plainly: Callable[[str], str]) -> str | None:
    evidence = record["evidence"]
    cited = [(party["mention"], party["start"], party["end"]) for party in record["parties"]]
    cited += [(evidence["sentence"], evidence["start"], evidence["end"])]
    cited += [(evidence["trigger"], evidence["trigger_start"], evidence["trigger_end"])]
    wrong = (
        f"{words!r} is not at {start}" for words, start, end in cited if plainly(text[start:end]) != plainly(words)
    )
    return next(wrong, None)


def read_or_named(files: Files, marks: Marks, work: Path) -> str | None:
    """Each document is in the list of documents, or else its file is named on standard error or in the list."""
    put(files, work / "news")
    ran = diplograph("build", "news", "-o", "out", at=work)
    if ran.broken:
        return _said(ran, ran.broken)
    listed = (work / "out/documents.csv").read_text(encoding="utf-8") if (work / "out/documents.csv").exists() else ""
    if lost := _lost(marks, listed, ran.err):
        return _said(ran, f"read in silence or not at all: {lost[:3]}")
    rows = list(csv.DictReader(listed.splitlines()))
    known = (
        {str(record["document"]["id"]) for record in map(json.loads, read(work / "out/contacts.jsonl"))}
        if listed
        else set()
    )
    strange = known - {row["id"].removeprefix("'") for row in rows}
    return _said(ran, f"contacts of documents that are not listed: {sorted(strange)[:3]}") if strange else None


def _lost(marks: Marks, listed: str, said: str) -> list[str]:
    """Return the marks of documents that are neither listed nor named; of a damaged file, which is its own mark, one does."""
    damaged = {mark for mark, file in marks.items() if mark == file}
    told = {mark for mark, file in marks.items() if mark in listed or file in listed + said}
    files = {file for mark, file in marks.items() if mark in told}
    strange = any(
        not any(mark in row for mark in marks) for row in listed.splitlines()[1:]
    )  # a mark may be damaged too
    missing = [m for m, file in marks.items() if m not in told and file not in damaged]
    return missing + [file for file in damaged if file not in files and not strange]


def the_others_are_read(files: Files, marks: Marks, work: Path) -> str | None:
    """A file that can't be read, whichever it is, costs no other one a contact."""
    broken_one = min(files)
    put(files, work / "a" / "news")
    put({n: data for n, data in files.items() if n != broken_one}, work / "b" / "news")
    ran = [diplograph("extract", "news", "-o", "found.jsonl", at=work / side) for side in "ab"]
    if broken := _first_defect(*ran):
        return broken
    if any(r.code for r in ran):
        return None
    lost = set(read(work / "b/found.jsonl")) - set(read(work / "a/found.jsonl"))
    return _said(ran[0], f"{broken_one} cost others {len(lost)} contacts: {sorted(lost)[:1]}") if lost else None


def nothing_grows(files: Files, marks: Marks, work: Path) -> str | None:
    """Whatever was written beside the documents is not read as one, by any command, however often."""
    put(files, work / "news")
    at = work / "news"
    sizes: list[dict[str, int]] = []
    for _ in range(3):
        ran = diplograph("build", ".", at=at)
        if ran.broken or ran.code:
            return _said(ran, ran.broken) if ran.broken else None
        for more in (
            ("corpus", "add", "news.db", "."),
            ("report", "news.db", "-o", "report.html"),
            ("graph", "news.db", "-o", "graph.csv"),
        ):
            beside = diplograph(*more, at=at)
            if beside.broken:
                return _said(beside, beside.broken)
        sizes.append(
            {
                str(p.relative_to(at)): p.stat().st_size
                for p in sorted(at.rglob("*"))
                if p.is_file() and ".db" not in p.name
            }
        )
    sizes[0]["outputs/documents.csv"] = sizes[1][
        "outputs/documents.csv"
    ]  # what the first run wrote is named from then on
    grown = {n: (sizes[0].get(n), size) for n, size in sizes[-1].items() if sizes[0].get(n) != size}
    left = [n for n in sizes[-1] if ".tmp" in n or Path(n).name.startswith(".")]
    return f"grown or changed: {grown}; left: {left}" if grown or left else None


def killed_is_whole(files: Files, marks: Marks, work: Path) -> str | None:
    """A build that is killed leaves each file as before or whole, and the next one sweeps what it left."""
    put(files, work / "news")
    undisturbed = diplograph("build", "news", "-o", "out", at=work)
    if undisturbed.broken or undisturbed.code:
        return _said(undisturbed, undisturbed.broken) if undisturbed.broken else None
    wanted = {path.name: path.read_bytes() for path in (work / "out").iterdir()}
    chance = Random(min(files))
    for _ in range(3):
        process = begin("build", "news", "-o", "out", at=work)
        try:
            process.wait(chance.uniform(0.5, 1.2) * undisturbed.seconds)
        except subprocess.TimeoutExpired:
            kill(process)
            process.wait()
        for name, data in wanted.items():
            if (work / "out" / name).read_bytes() != data:
                return f"{name} is neither as before nor whole"
    last = diplograph("build", "news", "-o", "out", at=work)
    left = sorted({path.name for path in (work / "out").iterdir()} - set(wanted))
    return _said(last, f"left after kills: {left}") if left else None


PROMISES = (
    Promise("same by every road", same_by_every_road),
    Promise("same by every road, damaged", same_by_every_road, damaged=True),
    Promise("same by Dask", same_by_dask, every=4),
    Promise("same in any order", same_in_any_order, files=8),
    Promise("same alone", same_alone),
    Promise("blank paragraphs change nothing", blank_paragraphs_change_nothing, files=30),
    Promise("formats agree", formats_agree, files=1, twisted=False),
    Promise("offsets are true", offsets_are_true, files=20, twisted=False),
    Promise("offsets of odd texts are true", offsets_hold, files=20),
    Promise("read or named", read_or_named, files=20),
    Promise("read or named, damaged", read_or_named, files=16, damaged=True),
    Promise("the others are read", the_others_are_read, damaged=True),
    Promise("nothing grows", nothing_grows, files=6, every=2),
    Promise("killed is whole", killed_is_whole, files=6, every=2),
)
