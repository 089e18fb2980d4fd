"""Whatever is very many or very large: a stated limit, a plain answer, and nothing lost."""

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import networkx as nx
import pytest
from conftest import Run
from factories import contact, party

from diplograph.errors import CorpusError
from diplograph.extract.corpus import Corpus
from diplograph.extract.model import MOST_PAIRED
from diplograph.extract.read import read_documents
from diplograph.extract.read.mail import read_mail
from diplograph.extract.read.text import InputName
from diplograph.graph.assemble import assemble
from diplograph.graph.formats.atomic import atomic_write
from diplograph.graph.formats.jsonl import dump
from diplograph.graph.identity.actors import read_actors
from diplograph.graph.page import render
from diplograph.graph.panel import System, panel
from diplograph.graph.rollup import by_state

MEETING = "Portuguese Foreign Minister Inês Caldeira met Namibian President Petrus Shikongo in Windhoek on 3 May 2021."
_FIRST = ("Ana", "Jun", "Petrus", "Inês", "Boris", "Chen", "Maria", "Omar", "Lena", "Pavel")
_SYLLABLES = ("ka", "lo", "mi", "ne", "ru", "sa", "ti", "vo", "za", "be")


def _leaders(count: int) -> str:
    digits = [f"{n:03}" for n in range(count)]
    names = ["".join(_SYLLABLES[int(d)] for d in number).capitalize() for number in digits]
    titled = [f"President {_FIRST[n % 10]} {name}" for n, name in enumerate(names)]
    return f"{', '.join(titled[:-1])} and {titled[-1]} met in Geneva."


# --- gatherings --------------------------------------------------------------------------------


@pytest.mark.parametrize(("parties", "pairs"), [(MOST_PAIRED, 2_016), (MOST_PAIRED + 1, 0), (1_000, 0)])
def test_a_gathering_pairs_nobody(parties: int, pairs: int) -> None:
    """Up to 64 parties every two make an edge; a conference of more makes none, in no format and no page."""
    many = contact(*(f"Name{n}" for n in range(parties)))
    few = contact("Ana Castro", "Jun Ito")

    assert assemble([many, few]).number_of_edges() == pairs + 1
    assert assemble([many, few], level="contact").number_of_edges() == pairs + 1
    assert ("1 of more than 64 parties not drawn" in render([many, few])) is (pairs == 0)


def test_a_gathering_pairs_no_states_either() -> None:
    """Though its persons are of few: neither by state nor in a panel."""
    many = contact(*(party(f"Name{n}", side=n, country="US" if n % 2 else "RU") for n in range(MOST_PAIRED + 1)))

    assert by_state([many]) == []
    assert panel([many], system=System.SEEN).tally.counted == 0


def test_a_gathering_is_kept_whole_and_named(run: Run, tmp_path: Path) -> None:
    """A thousand parties took minutes: what makes no pair is told, and stays in the file of contacts."""
    file = tmp_path / "contacts.jsonl"
    with file.open("w") as handle:
        dump([contact(*(f"Name{n}" for n in range(1_000))), contact("Ana Castro", "Jun Ito")], handle)
    began = time.monotonic()
    drawn = run("graph", file, "-o", tmp_path / "graph.graphml")
    reported = run("report", file, "-o", tmp_path / "report.md")
    shown = run("show", file)

    for result in (drawn, reported, shown):
        assert result.exit_code == 0
        assert "1 contact has more than 64 parties: it is kept whole and makes no pair" in result.stderr
    assert nx.read_graphml(tmp_path / "graph.graphml").number_of_edges() == 1
    assert "Name999" in shown.stdout
    assert time.monotonic() - began < 60


def test_what_goes_on_without_end_is_named(run: Run) -> None:
    """300 presidents in one sentence are over a thousand words: it is not read, which is told; the rest is read."""
    result = run("extract", "-", stdin=f"{_leaders(300)}\n\n{MEETING}")

    assert [len(json.loads(line)["parties"]) for line in result.stdout.splitlines()] == [2]
    assert "the sentence at character 0" in result.stderr
    assert "where a sentence has at most 1,000: it was not read; divide it" in result.stderr


def test_a_hundred_who_met(run: Run) -> None:
    """Of a hundred, all are told."""
    result = run("extract", "-", stdin=_leaders(100))

    assert [len(json.loads(line)["parties"]) for line in result.stdout.splitlines()] == [100]
    assert "more than 64 parties" in result.stderr


# --- the user's table ----------------------------------------------------------------------------


def test_thousands_who_are_kept_apart(tmp_path: Path) -> None:
    """Their pairs were eight millions, and took a minute."""
    names = [f"Name {n}" for n in range(4_000)]
    table = tmp_path / "actors.yaml"
    table.write_text(f"apart:\n  - {json.dumps(names)}\n  - [José Prado, Jose Prado]\nmerge:\n  - [Ana, Ana Castro]\n")
    began = time.monotonic()
    actors = read_actors(table)

    assert time.monotonic() - began < 20
    assert actors.forbids("Name 1", "Name 3999") and actors.forbids("José Prado", "Jose Prado")
    assert not actors.forbids("Name 1", "Name 1") and not actors.forbids("Name 1", "José Prado")
    assert actors.forbids_any(["x", "Name 1", "Name 2"]) and actors.forbids_any(["José Prado", "Jose Prado"])
    assert not actors.forbids_any(["Name 1", "José Prado", "x"])


# --- files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("behind", [b"\n", b"trailing", b"\0\0x", b"\x1f\x8c" + b"y" * 100_000])
def test_bytes_behind_what_gzip_packed(run: Run, tmp_path: Path, behind: bytes) -> None:
    """As gzip itself does: what is whole is read, and what follows is named."""
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(MEETING.encode()) + behind)
    for args, stdin in ((["extract", tmp_path], None), (["extract", "-"], (tmp_path / "a.txt.gz").read_bytes())):
        result = run(*args, stdin=stdin)
        assert result.exit_code == 0 and len(result.stdout.splitlines()) == 1
        assert "holds bytes behind its end that gzip did not pack: they were not read" in result.stderr


def test_what_gzip_did_not_pack_whole_is_damaged(tmp_path: Path) -> None:
    """A wrong checksum, no beginning, an early end: as before."""
    packed = gzip.compress(MEETING.encode())
    for number, data in enumerate((packed[:-8] + b"\0" * 8, b"no gzip at all", packed[:-9])):
        (tmp_path / f"{number}.txt.gz").write_bytes(data)
    problems = list[object]()
    assert list(read_documents([tmp_path], on_error=problems.append)) == []
    assert len(problems) == 3 and all("is damaged" in str(problem) for problem in problems)


_WRITER = """
import sys, time
from diplograph.graph.formats.atomic import atomic_write
with atomic_write(sys.argv[1]) as handle:
    handle.write("half")
    handle.flush()
    print("begun", flush=True)
    time.sleep(60)
"""


def _begun(file: Path) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen([sys.executable, "-c", _WRITER, str(file)], stdout=subprocess.PIPE)
    assert process.stdout is not None and process.stdout.readline()
    return process


@pytest.mark.skipif(sys.platform == "win32", reason="other signals there")
@pytest.mark.parametrize("signal_", [signal.SIGTERM, signal.SIGKILL])
def test_what_a_killed_run_leaves_is_swept(tmp_path: Path, signal_: signal.Signals) -> None:
    """By the next that writes into the folder; not what one that is alive is writing, nor what is no file of ours."""
    (tmp_path / ".other.tmp").write_text("not ours")
    killed, alive = _begun(tmp_path / "a.csv"), _begun(tmp_path / "b.csv")
    with killed, alive:
        killed.send_signal(signal_)
        killed.wait()
        assert len(list(tmp_path.glob(".*.tmp"))) == 3
        with atomic_write(tmp_path / "c.csv") as handle:
            handle.write("whole")
        assert sorted(file.name[:6] for file in tmp_path.iterdir()) == [".b.csv", ".other", "c.csv"]
        alive.kill()


# --- a corpus ------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name != "posix", reason="what is open can't be moved there")
@pytest.mark.parametrize("move", [Path.unlink, lambda path: path.rename(path.with_name("moved.db"))])
def test_a_corpus_that_goes_away(run: Run, tmp_path: Path, move: object) -> None:
    """What is written then is lost, or elsewhere: that is told."""
    with Corpus(tmp_path / "a.db", create=True) as corpus:
        corpus.check_place()
        move(tmp_path / "a.db")  # type: ignore[operator]
        with pytest.raises(CorpusError, match="was moved, deleted or replaced while it was written to"):
            corpus.remove(["x"])
        with pytest.raises(CorpusError, match="run this again"):
            corpus.check_place()


@pytest.mark.parametrize(
    "field",
    ["Content-Type: text/plain; a=" + ';"' * 200_000, "content-disposition: inline;\n" + ' a*0="x";\n' * 50_000],
    ids=["quotes", "parameters"],
)
def test_a_header_of_mail_without_end(field: str) -> None:
    """The library takes time by its square: none is read, which is told."""
    problems = list[object]()
    data = f"Subject: s\n{field}\n\n{MEETING}".encode()
    began = time.monotonic()

    assert read_mail(data, InputName("a", "a"), None, problems.append) is None
    assert "has a header of over 10,000 characters about a part" in str(problems[0])
    assert time.monotonic() - began < 5
