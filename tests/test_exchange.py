"""Decisions go to Label Studio, Prodigy and gold passages, and what was answered comes back."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from factories import contact, party

from diplograph.cli import main
from diplograph.extract.evaluate.gold import read_gold
from diplograph.extract.evaluate.scores import evaluate
from diplograph.extract.model import Contact, Kind, Party, PartyType, Source, Status
from diplograph.graph.decisions import Decision, Verdict, append, label_studio, prodigy, read_decisions
from diplograph.graph.decisions.making import decided
from diplograph.graph.decisions.passages import passages
from diplograph.graph.formats import write

SENTENCE = "Ana Castro met Jun Ito."
TEXT = f"It rained. {SENTENCE} Qatar's envoy listened."
AT = TEXT.index(SENTENCE)


def _moved(one: Contact, by: int) -> Contact:
    record = one.to_dict()
    for part in (*record["parties"], record["evidence"]):
        for name in ("start", "end", "trigger_start", "trigger_end"):
            if name in part:
                part[name] += by
    return Contact.from_dict(record)


CONTACT = _moved(contact("Ana Castro", "Jun Ito", id="c_1"), AT)


def text_of(id: str) -> str | None:
    return TEXT


# --- Label Studio ---


def _annotated(
    task: dict[str, Any], *, changes: dict[str, str], relations: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    """Return a task as Label Studio exports it after somebody accepted the prediction and changed some of it."""
    result = [
        dict(r) for r in task["predictions"][0]["result"] if not (r["type"] == "choices" and r["from_name"] in changes)
    ]
    result += [
        {"id": n, "from_name": n, "to_name": "text", "type": "choices", "value": {"choices": [w]}}
        for n, w in changes.items()
    ]
    annotation = {
        "completed_by": {"email": "ana@example.org"},
        "created_at": "2026-11-30T10:00:00.5+01:00",
        "result": result + (relations or []),
    }
    return task | {"id": 1, "annotations": [annotation, {"was_cancelled": True, "result": []}]}


def test_a_task_of_label_studio_marks_what_its_interface_knows() -> None:
    (task,) = label_studio.tasks([CONTACT], text_of)
    text, result = task["data"]["text"], task["predictions"][0]["result"]
    assert text == TEXT
    marked = {r["value"]["text"] for r in result if r["type"] == "labels"}
    assert marked == {"Ana Castro", "Jun Ito", "met"}
    assert all(
        text[r["value"]["start"] : r["value"]["end"]] == r["value"]["text"] for r in result if r["type"] == "labels"
    )
    interface = ElementTree.fromstring(label_studio.INTERFACE)
    known = {element.get("name") for element in interface.iter() if element.get("name")}
    values = {element.get("value") for element in interface.iter()}
    assert {r["from_name"] for r in result if "from_name" in r} <= known
    assert {w for r in result for w in r.get("labels", r.get("value", {}).get("choices", []))} <= values


@pytest.mark.parametrize("changes, verdict", [
    ({"verdict": "right"}, Verdict.RIGHT),
    ({"verdict": "wrong"}, Verdict.WRONG),
    ({"verdict": "right", "kind": "call", "status": "planned"}, Verdict.CHANGE),
])  # fmt: skip
def test_an_annotation_of_label_studio_is_a_decision(changes: dict[str, str], verdict: Verdict) -> None:
    (task,) = json.loads(json.dumps(label_studio.tasks([CONTACT], text_of)))
    (decision,) = label_studio.answers(json.dumps([_annotated(task, changes=changes)]))
    assert (decision.verdict, decision.by, decision.at) == (verdict, "ana@example.org", "2026-11-30T09:00:00.500000Z")
    assert decision.contact == CONTACT and decision.around is not None and decision.around.prefix == TEXT[:AT]
    if decision.becomes is not None:
        assert (decision.becomes.kind, decision.becomes.status) == (Kind.CALL, Status.PLANNED)


def test_a_relation_that_is_added_is_a_missed_contact() -> None:
    (task,) = label_studio.tasks([CONTACT], text_of)
    start = TEXT.index("Qatar")
    region = {"id": "q", "from_name": "mark", "to_name": "text", "type": "labels"}
    region["value"] = {"start": start, "end": start + 5, "text": "Qatar", "labels": ["party"]}  # type: ignore[assignment]
    relation = {"type": "relation", "from_id": "p1", "to_id": "q", "direction": "bi", "labels": ["talks"]}
    answers = label_studio.answers(
        json.dumps([_annotated(task, changes={"verdict": "right"}, relations=[region, relation])])
    )
    right, missed = answers
    assert (right.verdict, missed.verdict, missed.contact.kind) == (Verdict.RIGHT, Verdict.MISSED, Kind.TALKS)
    assert [(p.name, p.type, TEXT[p.start : p.end]) for p in missed.contact.parties] == [
        ("Ana Castro", PartyType.PERSON, "Ana Castro"),
        ("Qatar", PartyType.STATE, "Qatar"),
    ]


# --- Prodigy ---


def test_a_task_of_prodigy_has_tokens_that_its_spans_and_relations_point_to() -> None:
    (task,) = prodigy.tasks([CONTACT], text_of)
    tokens = task["tokens"]
    assert [t["id"] for t in tokens] == list(range(len(tokens)))
    assert all(task["text"][t["start"] : t["end"]] == t["text"] for t in tokens)
    for span in task["spans"]:
        assert (tokens[span["token_start"]]["start"], tokens[span["token_end"]]["end"]) == (span["start"], span["end"])
    (relation,) = task["relations"]
    assert (tokens[relation["head"]]["text"], tokens[relation["child"]]["text"], relation["label"]) == (
        "Castro",
        "Ito",
        "meeting",
    )


@pytest.mark.parametrize("answer, label, verdict", [
    ("accept", "meeting", Verdict.RIGHT),
    ("accept", "call", Verdict.CHANGE),
    ("reject", "meeting", Verdict.WRONG),
    ("ignore", "meeting", None),
])  # fmt: skip
def test_an_answer_of_prodigy_is_a_decision(answer: str, label: str, verdict: Verdict | None) -> None:
    (task,) = prodigy.tasks([CONTACT], text_of)
    task["relations"][0]["label"] = label
    line = json.dumps(task | {"answer": answer, "_timestamp": 1_800_000_000, "_annotator_id": "set-ana"})
    made = list(prodigy.answers(line))
    assert [d.verdict for d in made] == ([verdict] if verdict else [])
    assert all((d.by, d.at, d.contact) == ("set-ana", "2027-01-15T08:00:00.000000Z", CONTACT) for d in made)


# --- from the command line ---


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(
        [contact("Ana Castro", "Jun Ito", id="c_1"), contact("Bo Kim", "Eva Ito", id="c_2", kind=Kind.CALL)], "c.jsonl"
    )
    return tmp_path


@pytest.mark.parametrize("tool", ["label-studio", "prodigy"])
def test_there_and_back(folder: Path, tool: str) -> None:
    runner = CliRunner()
    assert runner.invoke(main, ["decisions", "c.jsonl", "--to", tool, "-o", "tasks"]).exit_code == 0
    text = Path("tasks").read_text(encoding="utf-8")
    if tool == "prodigy":
        text = "\n".join(json.dumps(json.loads(line) | {"answer": "reject"}) for line in text.splitlines())
    else:
        text = json.dumps([_annotated(task, changes={"verdict": "wrong"}) for task in json.loads(text)])
    Path("export").write_text(text, encoding="utf-8")
    added = runner.invoke(main, ["decisions", "c.jsonl", "--from", tool, "--add", "export", "--by", "ana"])
    assert added.exit_code == 0 and "2 decisions added to c.decisions.jsonl" in added.stderr
    assert [(d.by, d.verdict) for d in read_decisions("c.decisions.jsonl")] == [("ana", Verdict.WRONG)] * 2
    assert runner.invoke(main, ["show", "c.jsonl", "-q"]).stdout == ""


@pytest.mark.parametrize("text", ["{", "{}", "[1]", '[{"data": {"text": "x"}, "annotations": []}]'])
def test_what_is_no_export_is_told(folder: Path, text: str) -> None:
    Path("export").write_text(text)
    result = CliRunner().invoke(main, ["decisions", "c.jsonl", "--from", "label-studio", "--add", "export"])
    assert result.exit_code == 1 and "export is no export of label-studio" in result.stderr
    assert not Path("c.decisions.jsonl").exists()


def test_the_list_tells_who_decided_what_and_what_is_stale(folder: Path) -> None:
    one, gone = contact("Ana Castro", "Jun Ito", id="c_1"), contact("Bo Kim", "Eva Ito", id="c_2", kind=Kind.CALL)
    other = contact("X Y", "Z W", document=Source("elsewhere"))
    append("c.decisions.jsonl", [decided(Verdict.RIGHT, one, "ana"), decided(Verdict.WRONG, other, "ben")])
    planned = contact("Bo Kim", "Eva Ito", id="c_2", kind=Kind.CALL, status=Status.PLANNED)
    append("c.decisions.jsonl", [decided(Verdict.WRONG, planned, "ben", why="a hope")])
    told = CliRunner().invoke(main, ["decisions", "c.jsonl"])
    assert told.exit_code == 0 and gone.evidence.sentence in told.stdout
    assert "read otherwise now" in told.stdout and "1 decision on documents that are not here" in told.stdout
    record = json.loads(CliRunner().invoke(main, ["decisions", "c.jsonl", "--json"]).stdout)
    assert (record["applied"], len(record["stale"]), len(record["elsewhere"])) == ({"right": 1}, 1, 1)


def test_decisions_and_tasks_are_no_documents(folder: Path) -> None:
    append("c.decisions.jsonl", [decided(Verdict.RIGHT, contact("Ana Castro", "Jun Ito", id="c_1"), "ana")])
    runner = CliRunner()
    runner.invoke(main, ["decisions", "c.jsonl", "--to", "prodigy", "-o", "p.jsonl"])
    runner.invoke(main, ["decisions", "c.jsonl", "--to", "label-studio", "-o", "l.json"])
    told = runner.invoke(main, ["extract", "c.decisions.jsonl", "p.jsonl", "l.json"]).stderr
    assert told.count("holds decisions, not documents") == 1
    assert told.count("holds contacts to be decided on, not documents") == 2


# --- gold passages ---


def _gold(decisions: list[Decision], contacts: list[Contact], tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(p) + "\n" for p in passages(decisions, contacts, text_of)))
    return path


def test_a_document_that_was_decided_on_whole_is_a_gold_passage(tmp_path: Path) -> None:
    wrong = _moved(contact("Ana Castro", party("Qatar", side=1, type=PartyType.STATE), id="c_2"), AT)
    made = [decided(Verdict.RIGHT, CONTACT, "ana", text=TEXT), decided(Verdict.WRONG, wrong, "ana", text=TEXT)]
    (passage,) = read_gold(_gold(made, [CONTACT, wrong], tmp_path))
    assert not passage.partial and passage.not_contacts == (("Ana Castro", "Qatar"),)
    assert [(label.a, label.b, label.kind) for label in passage.labels] == [("Ana Castro", "Jun Ito", "meeting")]
    assert passage.context == {"title": "Ministers speak", "publisher": "Example News"}
    tally, _ = evaluate([passage], [_in(CONTACT, passage.id), _in(wrong, passage.id)])
    assert (tally.pair, tally.predicted, tally.forbidden) == (1, 2, 1)


def test_a_document_with_open_contacts_counts_for_recall_alone(tmp_path: Path) -> None:
    other = _moved(contact("Ana Castro", "Eva Ito", id="c_2"), AT)
    (passage,) = read_gold(_gold([decided(Verdict.RIGHT, CONTACT, "ana", text=TEXT)], [CONTACT, other], tmp_path))
    assert passage.partial


def _in(one: Contact, document: str) -> Contact:
    record = one.to_dict()
    record["document"]["id"] = document
    return Contact.from_dict(record)


def test_the_record_of_a_party_is_whole() -> None:
    """What an export carries is the contact itself."""
    (task,) = prodigy.tasks([CONTACT], lambda id: None)
    assert task["text"] == SENTENCE
    assert set(task["diplograph"]["contact"]["parties"][0]) == set(Party.__dataclass_fields__) - {
        "ids"
    }  # if there are some
