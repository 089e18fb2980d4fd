"""Evaluation: how names, pairs and passages are compared with labels, and that the figures are the usual ones."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import compare_baseline
import pytest
from click.testing import Result
from factories import contact, party

from diplograph.errors import InputError
from diplograph.extract.evaluate.changes import compare, found_pairs
from diplograph.extract.evaluate.gold import Label, Passage, read_gold
from diplograph.extract.evaluate.scores import (
    COMPATIBLE,
    DIFFERENT,
    FULL,
    Pair,
    Tally,
    bare,
    by_field,
    evaluate,
    match,
    same_pair,
    same_party,
    same_span_pair,
)
from diplograph.extract.lexicon import gazetteer
from diplograph.extract.lexicon.words import comparison
from diplograph.extract.model import Contact, Kind, Status
from diplograph.graph.formats.jsonl import line, read_contacts

Run = Callable[..., Result]

SMALL = Path(__file__).parent / "gold" / "small.jsonl"
SHARED = Path(os.environ.get("DIPLOGRAPH_SHARED") or "/nonexistent") / "gold"


def pair(a: str, b: str, **changes: Any) -> Pair:
    """Make the pair of a contact between two persons."""
    return only(contact(a, b, **changes))


def only(made: Contact) -> Pair:
    """Return the one pair of a contact."""
    ((a, b),) = made.pairs()
    return Pair(a, b, made)


def passage(*labels: Label, **changes: Any) -> Passage:
    """Make a passage with the id of the factory's documents."""
    return Passage("doc-1", "Ministers speak.", labels, **changes)


# --- names --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gold", "found", "level"),
    [
        ("Antony Blinken", "antony blinken", FULL),
        ("Antony Blinken", "Secretary of State Antony Blinken", COMPATIBLE),  # "of" is no title
        ("Dilma Rousseff", "President Dilma Rousseff", FULL),
        ("José Ramos-Horta", "Jose Ramos Horta", FULL),
        ("Antony Blinken", "Blinken", COMPATIBLE),
        ("Wang Yi", "Wang", COMPATIBLE),
        ("Wang Yi", "Yi Wang", DIFFERENT),
        ("Abdullah Abdullah", "Abdullah", DIFFERENT),  # compared as sets of words, neither is the longer
        ("Hodan Warsame", "Hodan Ali", DIFFERENT),
        ("United States", "Washington", FULL),
        ("United States", "the U.S.", FULL),
        ("Turkey", "Türkiye", FULL),
        ("Turkey", "Greece", DIFFERENT),
        ("Guinea", "Guinea-Bissau", COMPATIBLE),
        ("King Felipe VI", "Felipe VI", FULL),
        ("the Taliban", "Taleban", FULL),
        ("President", "President", FULL),  # nothing would be left of it
        ("", "Turkey", DIFFERENT),
        ("王毅", "王毅", DIFFERENT),  # nothing is left in Latin letters
    ],
)
def test_same_party(gold: str, found: str, level: int) -> None:
    """Case, accents, punctuation and titles don't count, a state has one name, and a shorter form is compatible."""
    assert same_party(gold, found) == level


def test_names_are_compared_both_ways() -> None:
    """The order of a pair does not matter, and the weaker name decides."""
    found = pair("Wang Yi", "Blinken")

    assert same_pair(("Wang Yi", "Antony Blinken"), found) == COMPATIBLE
    assert same_pair(("Antony Blinken", "Wang Yi"), found) == COMPATIBLE
    assert same_pair(("Blinken", "Wang Yi"), found) == FULL
    assert same_pair(("Blinken", "Sergei Lavrov"), found) == DIFFERENT


def test_synonyms_stand_for_what_the_tables_say() -> None:
    """A form that the tables of states and organisations know stands for the same party there, and no form stands twice."""
    groups = comparison().same
    forms = [form for group in groups for form in group]
    known = {bare(form): entries[0].name for form, entries in gazetteer.surface_forms().items()}

    assert len(forms) == len(set(forms))
    for group in groups:
        names = {known[tuple(form.split())] for form in group if tuple(form.split()) in known}
        assert len({bare(name) for name in names}) <= 1, group


def test_partial_labels_share_words_with_the_span() -> None:
    """A span holds the name or the mention of the party, or one of its parts does."""
    label = Label("envoys from Laos and Nepal", "the Uruguayan president", a_parts=("Laos", "Nepal"))
    uruguay = party("Uruguay", side=1, mention="Uruguayan president")
    nepal, chad = (only(contact(party(name), uruguay)) for name in ("Nepal", "Chad"))

    assert same_span_pair(label, nepal) == COMPATIBLE
    assert same_span_pair(label, Pair(nepal.b, nepal.a, nepal.contact)) == COMPATIBLE
    assert same_span_pair(label, chad) == DIFFERENT


# --- matching -----------------------------------------------------------------------------------


def test_match_prefers_the_status_then_the_kind() -> None:
    """Of several contacts of one pair, each label takes the one that agrees best."""
    labels = [
        Label("Ana Castro", "Jun Ito", "call", "planned"),
        Label("Ana Castro", "Jun Ito", "meeting", "occurred"),
    ]
    call = pair("Jun Ito", "Ana Castro", kind=Kind.CALL)
    meeting, plan = pair("Ana Castro", "Jun Ito"), pair("Castro", "Ito", status=Status.PLANNED)

    assert [(m.label, m.pair) for m in match(labels, [call, meeting, plan])] == [
        (labels[1], meeting),
        (labels[0], plan),
    ]


def test_a_pair_is_matched_once() -> None:
    """Two labels of one pair need two contacts."""
    label = Label("Ana Castro", "Jun Ito", "meeting", "occurred")

    assert len(match([label, label], [pair("Ana Castro", "Jun Ito")])) == 1


def test_evaluate_counts() -> None:
    """A hit, a wrong status, a miss and a spurious pair, each where it belongs."""
    labels = (
        Label("Ana Castro", "Jun Ito", "meeting", "occurred", "2021-08-16", "Geneva"),
        Label("Ana Castro", "Ivo Demir", "call", "planned"),
        Label("Lea Fofana", "Ivo Demir", "talks", "occurred"),
    )
    found = [
        contact("Ana Castro", "Jun Ito", place="Geneva"),
        contact("Ana Castro", "Demir", kind=Kind.CALL, day=None),
        contact("Jun Ito", "Ivo Demir"),
    ]
    tally, mistakes = evaluate([passage(*labels)], found)

    assert tally == Tally(1, 3, 3, 2, 1, 1, 2, 2, 1, 1, 1, 1, 0)
    assert tally.figures()["asserted"] == {"P": 0.333, "R": 0.333, "F1": 0.333}
    assert tally.figures()["names"] == 0.5
    assert [(m.what, m.label, m.pair.contact if m.pair else None) for m in mistakes] == [
        ("status", labels[1], found[1]),
        ("missed", labels[2], None),
        ("spurious", None, found[2]),
    ]


def test_optional_pairs_count_neither_way() -> None:
    """An optional pair is no error, and no hit."""
    tally, mistakes = evaluate(
        [passage(optional=(("Jun Ito", "Ana Castro"),))],
        [contact("Ana Castro", "Jun Ito"), contact("Ana Castro", "X Y")],
    )

    assert (tally.gold, tally.predicted, tally.pair) == (0, 1, 0)
    assert [m.what for m in mistakes] == ["spurious"]


def test_partial_passages_count_for_recall_alone() -> None:
    """What is found beside the labels of a partial passage is no error."""
    found = [contact("Ana Castro", "Jun Ito"), contact("Lea Fofana", "Jun Ito")]
    tally, mistakes = evaluate([passage(Label("Castro", "the envoy Jun Ito"), partial=True)], found)

    assert (tally.gold, tally.predicted, tally.pair) == (1, 1, 1)
    assert [m.what for m in mistakes] == ["status"]


def test_forbidden_pairs() -> None:
    """A pair that must not be linked is counted unless it is negated, and listed once."""
    forbidden = passage(not_contacts=(("Ana Castro", "Jun Ito"),))
    tally, mistakes = evaluate(
        [forbidden], [contact("Jun Ito", "Ana Castro"), contact("Jun Ito", "Ana Castro", status=Status.NEGATED)]
    )

    assert (tally.forbidden, tally.predicted) == (1, 2)
    assert sorted(m.what for m in mistakes) == ["forbidden", "spurious"]


def test_figures_of_nothing() -> None:
    """Without labels there are zeros and no shares, and no division by zero."""
    figures = evaluate([passage()], [])[0].figures()

    assert figures["pair"] == {"P": 0.0, "R": 0.0, "F1": 0.0}
    assert figures["names"] is None


def test_tallies_add_up() -> None:
    """The sum over groups is the whole."""
    passages = read_gold(SMALL)
    groups = by_field(passages, "phenomenon")

    assert list(groups)[:2] == ["active", "coordination"]
    assert list(by_field(passages, "colour")) == ["None"]
    assert sum((evaluate(g, [])[0] for g in groups.values()), Tally()) == evaluate(passages, [])[0]


# --- reading ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{oops", "line 1: not JSON"),
        ("[]", "line 1: not a JSON object"),
        ('{"id": "a", "contacts": []}', "it has no `text`"),
        ('{"id": "a", "text": "A met B."}', "it has no `contacts`"),
        ('{"id": "a", "text": 3, "contacts": []}', "its `text` is not text"),
        ('{"id": "a", "text": "A", "contacts": [{"a": "X"}]}', "has not two names"),
        ('{"id": "a", "text": "A", "contacts": [{"a": "X", "b": "Y", "kind": 3}]}', "`kind` of the contact of 'X'"),
        ('{"id": "a", "text": "A", "contacts": [], "optional": [["X"]]}', "is not a pair of names"),
        ('{"id": "a", "text": "A", "contacts": []}\n{"id": "a", "text": "B", "contacts": []}', "line 2: the id 'a'"),
        ("\n", "holds no passage"),
    ],
)
def test_broken_gold_is_refused(tmp_path: Path, content: str, words: str) -> None:
    """The message names the file, the line and the fault."""
    (tmp_path / "g.jsonl").write_text(content)
    with pytest.raises(InputError, match=r"g\.jsonl") as error:
        read_gold(tmp_path / "g.jsonl")

    assert words in str(error.value)


def test_missing_gold_is_refused(tmp_path: Path) -> None:
    """So is a file that is not there, or not text."""
    (tmp_path / "binary.jsonl").write_bytes(b"\xff\xfe\0")
    for name in ("missing.jsonl", "binary.jsonl"):
        with pytest.raises(InputError, match=name):
            read_gold(tmp_path / name)


def test_pronouns_are_no_labels(tmp_path: Path) -> None:
    """A contact that is labelled by a pronoun only is left out."""
    row = {"id": 7, "text": "They met.", "contacts": [{"a": "they", "b": "them", "pronoun": True}]}
    (tmp_path / "g.jsonl").write_text(json.dumps(row))
    (read,) = read_gold(tmp_path / "g.jsonl")

    assert (read.id, read.labels) == ("7", ())


# --- gained and lost ----------------------------------------------------------------------------


def test_compare_counts_what_stands_twice() -> None:
    """One of two equal contacts may be lost."""
    ana = contact("Jun Ito", "Ana Castro")
    before = [*found_pairs(ana, "f"), *found_pairs(ana, "f")]
    change = compare(
        before, [*found_pairs(ana, "f"), *found_pairs(contact("Ana Castro", "Jun Ito", kind=Kind.CALL), "f")]
    )

    assert list(change.lines()) == [
        "+ f: doc-1: Ana Castro — Jun Ito (call, occurred)",
        "- f: doc-1: Ana Castro — Jun Ito (meeting, occurred)",
    ]


# --- the baseline -------------------------------------------------------------------------------


def test_baseline_comes_back_as_it_was_written(tmp_path: Path) -> None:
    """Freezing and reading lose nothing, and a source that is gone has no file."""
    runs = {"a": tuple(found_pairs(contact("Ana Castro", "Jun Ito"))), "b": ()}
    compare_baseline.freeze({"gone": ()}, tmp_path)
    compare_baseline.freeze(runs, tmp_path)

    assert compare_baseline.frozen(tmp_path) == runs
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.jsonl", "b.jsonl"]


def test_baseline_report() -> None:
    """Gained and lost are printed with their source, and how to accept them."""
    (old,), (new,) = (tuple(found_pairs(contact("Ana Castro", name))) for name in ("Jun Ito", "Ivo Demir"))
    found = compare_baseline.change({"a": (old,)}, {"a": (new,)})

    assert list(compare_baseline.report(found)) == [
        "Against the baseline: 1 contacts gained, 1 lost.",
        "+ a: doc-1: Ana Castro — Ivo Demir (meeting, occurred)",
        "- a: doc-1: Ana Castro — Jun Ito (meeting, occurred)",
        "If that is as it should be, `make baseline` freezes it.",
    ]


def test_the_frozen_baseline_is_sorted_and_large() -> None:
    """It holds what the seeds and cases told when it was written."""
    runs = compare_baseline.frozen()

    assert len(runs["seeds"]) > 150
    assert all(list(contacts) == sorted(contacts) for contacts in runs.values())


# --- the command --------------------------------------------------------------------------------


def test_command(run: Run) -> None:
    """A row a file, a row a value, and no errors listed unless asked for."""
    result = run("evaluate", SMALL, "--by", "phenomenon")
    rows = [row.split() for row in result.stdout.splitlines()]

    assert result.exit_code == 0
    assert rows[0][:4] == ["file", "passages", "gold", "predicted"]
    assert rows[1][:3] == ["small.jsonl", "9", "9"]
    assert [row[0] for row in rows[3:]] == ["phenomenon", *by_field(read_gold(SMALL), "phenomenon")]


def test_command_lists_errors(run: Run, tmp_path: Path) -> None:
    """A missed contact with its passage, a spurious one with its sentence and rule."""
    text = "Chilean President Rosa Quiroga met Finnish Prime Minister Aino Salo in Turku."
    row = {
        "id": "x",
        "text": text,
        "contacts": [{"a": "Rosa Quiroga", "b": "Chad", "kind": "call", "status": "planned"}],
    }
    (tmp_path / "g.jsonl").write_text(json.dumps(row))
    result = run("evaluate", tmp_path / "g.jsonl", "--errors")
    record = json.loads(run("evaluate", tmp_path / "g.jsonl", "--errors", "--json").stdout)

    assert "g.jsonl: x: missed Rosa Quiroga — Chad (call, planned)\n    " + text in result.stdout
    assert "spurious Rosa Quiroga — Aino Salo (meeting, occurred) [verb.meet: met]\n    " + text in result.stdout
    assert [e["what"] for e in record["errors"]] == ["missed", "spurious"]
    assert record["errors"][1]["found"]["evidence"]["rule"] == "verb.meet"


def test_command_saves_and_compares(run: Run, tmp_path: Path) -> None:
    """A run against itself has no change; a doctored one shows what is gained and lost; other files don't count."""
    kept = tmp_path / "run.jsonl"
    assert run("evaluate", SMALL, "--save", kept).exit_code == 0
    same = run("evaluate", SMALL, "--compare", kept)
    saved = list(read_contacts(kept))
    assert len(saved) > 5

    elsewhere = replace(saved[1], document=replace(saved[1].document, title="other.jsonl"))
    other = replace(saved[1], kind=Kind.MEDIATION)
    kept.write_text("".join(map(line, [elsewhere, other, *saved[2:]])))
    change = json.loads(run("evaluate", SMALL, "--compare", kept, "--json").stdout)

    assert same.stdout.endswith("\n\n0 gained, 0 lost\n")
    assert {c["document"] for c in change["gained"]} == {saved[0].document.id, saved[1].document.id}
    assert {c["kind"] for c in change["lost"]} == {"mediation"}
    assert {c["file"] for c in change["gained"]} == {"small.jsonl"}


def test_command_wrong_use(run: Run, tmp_path: Path) -> None:
    """No file, a missing one, two of one name."""
    (tmp_path / "small.jsonl").write_bytes(SMALL.read_bytes())

    assert run("evaluate").exit_code == 2
    assert run("evaluate", SMALL, tmp_path / "small.jsonl").exit_code == 2
    assert run("evaluate", tmp_path / "none.jsonl").stderr.startswith("Error: Can't read ")


@pytest.mark.skipif(not (SHARED / "score.py").exists(), reason="DIPLOGRAPH_SHARED names no folder with gold/score.py")
def test_figures_are_those_of_the_scorer(run: Run, tmp_path: Path) -> None:
    """Over every gold file, all figures agree exactly with those of the scorer."""
    files = sorted(SHARED.glob("*.jsonl"))
    assert files
    kept = tmp_path / "run.jsonl"
    ours = json.loads(run("evaluate", *files, SMALL, "--save", kept, "--json").stdout)
    for path in [*files, SMALL]:
        command = [sys.executable, str(SHARED / "score.py"), str(path), str(_of(path.name, kept)), "--json"]
        theirs = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        assert ours["files"][path.name] == theirs, path.name


def _of(name: str, run_file: Path) -> Path:
    """Write the contacts of one gold file out of a run of several."""
    part = run_file.with_name(f"part-{name}")
    part.write_text("".join(line(c) for c in read_contacts(run_file) if c.document.title == name), encoding="utf-8")
    return part


@pytest.mark.parametrize(
    "context", [{"title": "Daily Briefing", "publisher": "U.S. Department of State"}, {"publisher": 7}, "none", None]
)
def test_the_context_tells_who_speaks(run: Run, tmp_path: Path, context: object) -> None:
    """With the page's publisher "we" is its state; without, nobody."""
    gold = {
        "id": "a", "date": "2022-03-04", "text": "We have raised this with China.", "context": context,
        "contacts": [{"a": "United States", "b": "China", "kind": "talks", "status": "occurred"}],
    }  # fmt: skip
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold))
    result = run("evaluate", tmp_path / "gold.jsonl", "--json")

    known = isinstance(context, dict) and "title" in context
    assert json.loads(result.stdout)["files"]["gold.jsonl"]["pair"]["R"] == float(known)
