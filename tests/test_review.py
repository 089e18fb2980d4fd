"""Decisions made in the terminal, by several people at once, are kept with each key and applied by every command."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from factories import contact, party

from diplograph.cli import main
from diplograph.extract.corpus import Corpus
from diplograph.extract.corpus.store import Version
from diplograph.extract.model import Contact, Document, Kind, Source, Status
from diplograph.extract.read import Raw
from diplograph.extract.read.text import InputName
from diplograph.extract.run.analysis import Outcome
from diplograph.graph.decisions import Decision, Verdict, read_decisions
from diplograph.graph.decisions.agreement import agreements, kappa
from diplograph.graph.decisions.making import around, decided, missed, named
from diplograph.graph.formats import write
from diplograph.graph.formats.jsonl import read_contacts

FILE = Path("contacts.jsonl")
KEPT = Path("contacts.decisions.jsonl")


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def contacts() -> list[Contact]:
    """Three contacts in a file, in the order in which they are shown."""
    found = [
        contact("Ana Castro", "Jun Ito", id="c_1", status=Status.PLANNED),
        contact("Boris Lisov", "Dalia Haddad", id="c_2", kind=Kind.CALL, day=None),
        contact("Emeka Fofana", party("Qatar", side=1, country="QA"), id="c_3", place="Doha"),
    ]
    write(found, FILE)
    return found


def review(keys: str, *options: str) -> Result:
    result = CliRunner().invoke(main, ["review", str(FILE), "--by", "ana", *options], input=keys)
    assert result.exit_code == 0, result.output
    return result


def verdicts() -> list[tuple[str, str]]:
    return [(d.verdict.value, d.contact.id) for d in read_decisions(KEPT)]


def test_a_key_decides_and_the_next_contact_comes(contacts: list[Contact]) -> None:
    result = review("yn q")
    assert verdicts() == [("right", "c_1"), ("wrong", "c_2")]
    assert "1 of 3" in result.stdout and "Ana Castro — Jun Ito" in result.stdout
    assert "2 decisions in contacts.decisions.jsonl; 1 contact left" in result.stderr


def test_what_was_decided_is_not_shown_again(contacts: list[Contact]) -> None:
    review("yq")
    assert "1 of 2" in review("nq").stdout
    assert "1 of 1" in review("q").stdout
    assert "Emeka Fofana" in review("q").stdout
    review("y")
    assert review("").stdout == ""


def test_arrows_and_blanks_move_and_other_keys_are_named(contacts: list[Contact]) -> None:
    shown = review("s\rb?q").stdout
    assert [line.split()[0] for line in shown.splitlines() if " of 3" in line] == ["1", "2", "3", "2", "2"]
    assert "'?' means nothing here" in shown
    assert not KEPT.exists()


def test_undo_takes_back_what_was_decided_last(contacts: list[Contact]) -> None:
    review("ynuq")
    assert verdicts() == [("right", "c_1"), ("wrong", "c_2"), ("withdrawn", "c_2")]
    assert "nothing to undo" in review("uq").stdout
    assert "1 of 2" in review("q").stdout


def test_an_edit_changes_what_is_typed(contacts: list[Contact]) -> None:
    review("e\noccurred\n2021-08-20/2021-08-22\n-\n\nJun Itō\nq")
    (decision,) = read_decisions(KEPT)
    assert decision.becomes is not None and decision.becomes.date is not None
    assert (decision.verdict, decision.becomes.status, str(decision.becomes.date.end)) == (
        Verdict.CHANGE,
        Status.OCCURRED,
        "2021-08-22",
    )
    assert [p.name for p in decision.becomes.parties] == ["Ana Castro", "Jun Itō"]
    assert decision.becomes.parties[0] == contacts[0].parties[0]


def test_a_wrong_day_is_asked_for_again_and_no_change_is_none(contacts: list[Contact]) -> None:
    assert "no day, write it as" in review("e\n\ntomorrow\n2021-08-16\n\n\n\nq").stdout
    assert not KEPT.exists() or read_decisions(KEPT)[0].verdict is Verdict.CHANGE
    assert "Nothing was changed" in review("s" + "e" + "\n" * 6 + "q").stdout


def test_a_missed_contact_is_named_by_words_of_the_sentence(contacts: list[Contact]) -> None:
    result = review("mJun Ito\nAna Castro\ncall\n\nq")
    assert "Added" in result.stdout
    (decision,) = read_decisions(KEPT)
    assert (decision.verdict, decision.contact.kind, decision.contact.evidence.rule) == (
        Verdict.MISSED,
        Kind.CALL,
        "reader",
    )
    shown = CliRunner().invoke(main, ["graph", str(FILE), "-o", "out.jsonl", "--no-fold", "--status", "all"])
    assert shown.exit_code == 0, shown.output
    assert {c.decided for c in read_contacts("out.jsonl")} == {None, "added"}


def test_a_name_that_the_sentence_lacks_is_refused(contacts: list[Contact]) -> None:
    assert "the text does not say 'Nobody Here'" in review("mNobody Here\nAna Castro\n\n\nq").stdout
    assert not KEPT.exists()


def test_decisions_beside_the_contacts_are_found(contacts: list[Contact]) -> None:
    review("ynq")
    runner = CliRunner()
    with_them = runner.invoke(main, ["show", str(FILE)])
    assert "Boris Lisov" not in with_them.stdout and "2 decisions applied: 1 right, 1 wrong" in with_them.stderr
    without = runner.invoke(main, ["show", str(FILE), "--no-decisions"])
    assert "Boris Lisov" in without.stdout and "applied" not in without.stderr
    undecided = runner.invoke(main, ["show", str(FILE), "--undecided", "--status", "all"])
    assert "Emeka Fofana" in undecided.stdout and "Ana Castro" not in undecided.stdout


@pytest.mark.parametrize("command", ["graph", "report", "path", "ego", "parties", "show", "extract", "build"])
def test_every_command_with_contacts_takes_decisions(command: str) -> None:
    text = CliRunner().invoke(main, [command, "--help"]).output
    assert all(option in text for option in ("--decisions", "--no-decisions", "--undecided"))


def test_a_file_that_is_not_there_is_told(contacts: list[Contact]) -> None:
    result = CliRunner().invoke(main, ["show", str(FILE), "--decisions", "none.jsonl"])
    assert result.exit_code == 1 and "Can't read none.jsonl" in result.stderr


def test_keys_need_standard_input() -> None:
    result = CliRunner().invoke(main, ["review", "-"])
    assert result.exit_code == 2 and "Keys come by standard input" in result.stderr


# --- agreement ---


def _by(name: str, contacts: list[Contact], verdicts: str) -> list[Decision]:
    meaning = {"y": Verdict.RIGHT, "n": Verdict.WRONG}
    return [
        decided(meaning[v], c, name, at=f"2026-11-30T10:00:{n:02}Z")
        for n, (c, v) in enumerate(zip(contacts, verdicts, strict=True))
    ]


def test_two_who_decide_on_their_own_are_compared(contacts: list[Contact]) -> None:
    review("ynq")
    review("nnyq", "--own", "--by", "ben")
    assert [(d.by, d.verdict.value, d.contact.id) for d in read_decisions(KEPT)][2:] == [
        ("ben", "wrong", "c_1"),
        ("ben", "wrong", "c_2"),
        ("ben", "right", "c_3"),
    ]
    result = CliRunner().invoke(main, ["agreement", str(KEPT), "--list"])
    assert "ana, ben" in result.stdout and "Ana Castro" in result.stdout and "0.00" in result.stdout


def test_kappa_is_that_of_cohen() -> None:
    """The example of J. Cohen's formula on 50 cases: 20 and 15 alike, 5 and 10 not: 0.4."""
    yes, no = Verdict.RIGHT, Verdict.WRONG
    verdicts = [(yes, yes)] * 20 + [(yes, no)] * 5 + [(no, yes)] * 10 + [(no, no)] * 15
    assert kappa(verdicts) == pytest.approx(0.4)
    assert kappa([(yes, yes)] * 3) is None and kappa([]) is None


def test_f1_counts_the_contacts_that_each_says_there_are(contacts: list[Contact]) -> None:
    (agreement,) = agreements([*_by("ana", contacts, "yyn"), *_by("ben", contacts, "yny")])
    assert (agreement.both, agreement.agreed, agreement.f1) == (3, 1, 0.5)
    assert len(agreement.differing) == 2


def test_nobody_to_compare_is_told(contacts: list[Contact]) -> None:
    review("yq")
    result = CliRunner().invoke(main, ["agreement", str(KEPT)])
    assert result.exit_code == 1 and "Nobody can be compared" in result.stderr


# --- what stands around a sentence ---


def test_two_sentences_stand_on_each_side() -> None:
    text = "One is here. Two said so. Three met Four. Five left. Six stayed. Seven slept."
    start = text.index("Three")
    assert around(text, start, start + len("Three met Four.")) == (
        "One is here. Two said so.",
        "Five left. Six stayed.",
    )
    assert around("Only this.", 0, 10) == ("", "")


def test_a_missed_contact_finds_a_name_before_its_sentence() -> None:
    text = "Boris Lisov spoke. He then saw Qatar's envoy."
    source = contact("A B", "C D").document
    span = (text.index("He"), len(text))
    found = missed(
        source,
        text,
        span,
        [[named(text, span, name)] for name in ("Boris Lisov", "Qatar")],
        kind=Kind.MEETING,
        status=Status.OCCURRED,
    )
    assert [(p.name, p.type.value, p.country, text[p.start : p.end]) for p in found.parties] == [
        ("Boris Lisov", "person", None, "Boris Lisov"),
        ("Qatar", "state", "QA", "Qatar"),
    ]


# --- several at once, and one that is killed ---

_REVIEWS = """
import sys
from click.testing import CliRunner
from diplograph.cli import main
name, keys = sys.argv[1:]
CliRunner().invoke(main, ["review", "contacts.jsonl", "--own", "--by", name], input=keys)
"""


def test_two_at_once_and_one_killed_lose_nothing() -> None:
    write([contact(f"Ana Castro {n}", "Jun Ito", id=f"c_{n:03}") for n in range(300)], FILE)
    running = [subprocess.Popen([sys.executable, "-c", _REVIEWS, name, "y" * 300]) for name in ("ana", "ben")]
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and (not KEPT.exists() or KEPT.read_bytes().count(b"\n") < 100):
        time.sleep(0.01)
    os.kill(running[0].pid, signal.SIGKILL)
    running[0].wait()
    assert running[1].wait() == 0
    killed = [d for d in read_decisions(KEPT, on_error=lambda error: None) if d.by == "ana"]
    again = subprocess.run([sys.executable, "-c", _REVIEWS, "ana", "y" * (300 - len(killed))], check=False)
    assert again.returncode == 0
    made = read_decisions(KEPT, on_error=lambda error: None)
    for name in ("ana", "ben"):
        assert sorted(d.contact.id for d in made if d.by == name) == [f"c_{n:03}" for n in range(300)]


# --- in a corpus ---


@pytest.fixture
def corpus() -> Path:
    """A corpus with one document and its contact."""
    text = "It rained. Ana Castro met Jun Ito. Then it stopped."
    one = contact("Ana Castro", "Jun Ito", document=Source("a.txt"), id="c_1")
    shift = text.index("Ana")
    parties = tuple(replace(p, start=p.start + shift, end=p.end + shift) for p in one.parties)
    places = {n: getattr(one.evidence, n) + shift for n in ("start", "end", "trigger_start", "trigger_end")}
    placed = replace(one, parties=parties, evidence=replace(one.evidence, **places))
    raw = Raw(InputName("a.txt", "a.txt"), "text", b"x")
    with Corpus("n.db", create=True) as made:
        made.put(Outcome(raw, Document(text, Source("a.txt")), (placed,)), Version("hash", "model", "rules"))
    return Path("n.db")


def test_a_corpus_holds_what_was_decided_on_it(corpus: Path) -> None:
    result = CliRunner().invoke(main, ["review", "n.db", "--by", "ana"], input="n")
    assert result.exit_code == 0 and "It rained." in result.stdout and "Then it stopped." in result.stdout
    with Corpus(corpus) as held:
        (line,) = held.decisions()
    assert '"prefix": "It rained. "' in line and not list(Path().glob("*.decisions.jsonl"))
    assert CliRunner().invoke(main, ["show", "n.db", "-q"]).stdout == ""
    assert "Ana Castro" in CliRunner().invoke(main, ["show", "n.db", "-q", "--no-decisions"]).stdout
    rows = sqlite3.connect(corpus).execute('SELECT document, decision, "by" FROM decisions').fetchall()
    assert rows == [("a.txt", "wrong", "ana")]


def test_decisions_of_a_corpus_go_into_a_file_and_back(corpus: Path) -> None:
    runner = CliRunner()
    runner.invoke(main, ["review", "n.db", "--by", "ana"], input="n")
    assert runner.invoke(main, ["decisions", "n.db", "--to", "jsonl", "-o", "kept.jsonl"]).exit_code == 0
    with Corpus(corpus) as held:
        held.remove(["a.txt"])
        assert len(list(held.decisions())) == 1, "a document that goes takes no decision with it"
    again = runner.invoke(main, ["decisions", "n.db", "--from", "jsonl", "--add", "kept.jsonl"])
    assert "1 decision added to n.db" in again.stderr
    with Corpus(corpus) as held:
        assert len(list(held.decisions())) == 1, "what is there already is left"


def test_a_repaired_corpus_keeps_its_decisions(corpus: Path) -> None:
    CliRunner().invoke(main, ["review", "n.db", "--by", "ana"], input="y")
    with sqlite3.connect(corpus) as db:
        db.execute("UPDATE contacts SET record = substr(record, 9)")
    done = CliRunner().invoke(main, ["corpus", "repair", "n.db"])
    with Corpus(corpus) as held:
        assert len(list(held.decisions())) == 1, done.output
