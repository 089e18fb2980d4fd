"""What a page is given so that contacts can be decided on in it, and what it leaves to be filled in."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from browse import trio
from conftest import Run
from desk import BEFORE, given, placed, review, text_of, told
from factories import contact, folded, party

from diplograph.cli.deciding import Deciding
from diplograph.extract.corpus import Corpus
from diplograph.extract.model import Contact, Decided, Kind, Source, Status
from diplograph.graph.decisions import Decision, Ledger, Verdict, append, read_decisions
from diplograph.graph.decisions.context import in_context
from diplograph.graph.decisions.making import around, completed, decided, missed, named, window
from diplograph.graph.decisions.order import doubtful_first
from diplograph.graph.formats import write
from diplograph.graph.page import render

# --- what stands around a sentence ---


def test_a_passage_is_what_the_text_says_there() -> None:
    (one,) = told(1)
    text, passage = text_of(one), in_context(one, text_of(one)).passage
    assert passage is not None
    first, last = window(text, one.evidence.start, one.evidence.end)
    assert "".join(passage.sentences) == text[first:last]
    assert passage.sentences[passage.own] == one.evidence.sentence
    assert (
        "".join(passage.sentences[: passage.own]).strip()
        == BEFORE
        == around(text, one.evidence.start, one.evidence.end)[0]
    )
    assert (passage.prefix, passage.suffix) == (text[max(0, first - 32) : first], text[last : last + 32])
    assert set(passage.counts) == {1}


@pytest.mark.parametrize("text", [None, "Another text.", ""])
def test_without_its_text_a_contact_has_no_passage(text: str | None) -> None:
    assert in_context(told(1)[0], text).passage is None


def test_how_often_a_text_has_each_sentence_is_counted() -> None:
    one = contact("Ana", "Bo")
    passage = in_context(one, f"{one.evidence.sentence} It rained. {one.evidence.sentence}").passage
    assert passage is not None and passage.counts == (2, 1, 2) and passage.own == 0


# --- what the page leaves to be filled in ---


def _missed() -> tuple[Contact, str, dict[str, Any]]:
    text = "😀 Boris Lisov spoke. He then saw the envoy of Qatar."
    source, span = contact("A B", "C D").document, (text.index("He"), len(text))
    places = [(text.index(name), text.index(name) + len(name)) for name in ("Boris Lisov", "Qatar")]
    whole = missed(source, text, span, [places[:1], places[1:]], kind=Kind.MEETING, status=Status.OCCURRED)
    short = whole.to_dict()
    for name in ("id", "code", "plover", "mode"):
        del short[name]
    short["parties"] = [{n: p[n] for n in ("mention", "start", "end", "side")} for p in short["parties"]]
    return whole, text, {"decision": "missed", "by": "ana", "at": "2026-11-30T18:20:00.000001Z", "contact": short}


def test_a_missed_contact_is_completed_as_if_it_was_made_here(tmp_path: Path) -> None:
    whole, text, short = _missed()
    file = tmp_path / "d.jsonl"
    file.write_text(json.dumps(short) + "\n" + json.dumps(short | {"decision": "withdrawn"}) + "\n")
    assert [d.contact for d in read_decisions(file)] == [whole, whole]
    (added,) = Ledger([Decision.from_dict(completed(short))]).settle(whole.document, [], text)
    assert (added, added.id) == (replace(whole, decided=Decided.ADDED), whole.id)


def test_a_party_of_another_name_is_another_party() -> None:
    record = told(1)[0].to_dict()
    for party_, name, type in zip(record["parties"], ("Qatar", "Ana Kåstrø"), ("state", "person"), strict=True):
        del party_["id"]
        party_ |= {"name": name, "type": type, "country": None}
    parties = completed({"becomes": record})["becomes"]["parties"]
    assert [(p["id"], p["country"]) for p in parties] == [("qatar", "QA"), ("ana-kastro", None)]


@pytest.mark.parametrize(("name", "before"), [
    ("Russia", ""),
    ("Russian", "Russia spoke of it. The "),
    ("Qatar", "Russia spoke of it. The Russian envoy saw a "),
    ("spoke of it", "Russia "),
])  # fmt: skip
def test_a_name_is_a_word_of_its_own_where_it_is_one_somewhere(name: str, before: str) -> None:
    text = "Russia spoke of it. The Russian envoy saw a Qatari."
    assert named(text, (20, len(text)), name) == (len(before), len(before + name))


@pytest.mark.parametrize("contact", [3, None, {}, {"parties": 1}, {"parties": [1]}, {"parties": [{"mention": 1}]}, {"parties": []}, {"parties": [{"mention": "A"}], "kind": "x"}])  # fmt: skip
def test_what_is_no_contact_is_named_as_such(contact: Any) -> None:
    with pytest.raises(ValueError):
        Decision.from_dict(completed({"decision": "missed", "by": "ana", "at": "x", "contact": contact}))


# --- what the page is given ---


def test_the_page_has_every_contact_of_what_it_shows_the_doubtful_first() -> None:
    contacts = [*told(4), placed(contact("Ana", "Bo", status=Status.PLANNED, id="c_p"), Source("p"))]
    page = given(render([folded(contacts[0], contacts[1]), *contacts[2:]], review=review([*contacts, *trio()])))
    assert [c["contact"]["id"] for c in page["review"]["contacts"]] == [c.id for c in doubtful_first(contacts)]
    ids = [c["id"] for c in page["contacts"]]
    assert {c["contact"]["id"]: ids[c["encounter"]] for c in page["review"]["contacts"]}["c_001"] == "c_000"


def test_order_makes_no_difference_and_other_pages_stay_as_they_are() -> None:
    contacts = told(9)
    assert render(contacts, review=review(contacts)) == render(contacts[::-1], review=review(contacts[::-1]))
    plain = render(contacts)
    assert "review" not in plain.split("<script>")[0] and "localStorage" not in plain


def test_a_file_of_contacts_makes_such_a_page(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(told(3), "news.jsonl")
    Path("news.decisions.jsonl").write_text(json.dumps(decided(Verdict.WRONG, told(3)[0], "ben").to_dict()) + "\n")
    assert run("graph", "news.jsonl", "-o", "a.html", "--review").exit_code == 0
    found = given(Path("a.html").read_text(encoding="utf-8"))["review"]
    assert (found["name"], len(found["contacts"]), len(found["decisions"])) == ("news", 2, 1)
    assert all("passage" not in c for c in found["contacts"])
    refused = run("graph", "news.jsonl", "-o", "a.gexf", "--review")
    assert refused.exit_code == 2 and "it needs a page" in refused.stderr


class _Texts:
    """A corpus of which only the texts matter."""

    def text(self, id: str) -> str | None:
        return {c.document.id: text_of(c) for c in told()}.get(id)


def test_what_a_corpus_holds_comes_with_its_text(tmp_path: Path) -> None:
    deciding = Deciding()
    deciding.keep()
    corpus, problems = cast(Corpus, _Texts()), list[Exception]()
    found = list(deciding.settle_corpus(corpus, iter(told()), problems.append))
    kept = deciding.review("somewhere/news.db")
    assert kept is not None and kept.name == "news" and found == [one.contact for one in kept.contacts] == told()
    assert all(one.passage for one in kept.contacts)
    assert Deciding().review("news.db") is None


def test_states_in_place_of_persons_are_reviewed_as_their_documents_tell_them(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    one = contact(party("Ana Castro", country="FR"), party("Jun Ito", side=1, country="JP"))
    write([one], "news.jsonl")
    assert run("graph", "news.jsonl", "-o", "a.html", "--review", "--by", "state").exit_code == 0
    (shown,) = given(Path("a.html").read_text(encoding="utf-8"))["review"]["contacts"]
    assert [p["name"] for p in shown["contact"]["parties"]] == ["Ana Castro", "Jun Ito"]


def test_fields_that_hold_anything_stop_nobody(tmp_path: Path) -> None:
    odd = decided(Verdict.RIGHT, told(1)[0], "ben").to_dict() | {"why": {"a": []}}
    odd["contact"]["place"] = ["a"]
    (tmp_path / "a").write_text(json.dumps(odd) + "\n" + json.dumps(odd))
    problems = list[Exception]()
    assert len(Deciding([str(tmp_path / "a")]).decisions(problems.append)) == 1


def test_a_decision_that_stands_in_two_files_counts_once(tmp_path: Path) -> None:
    made, problems = decided(Verdict.WRONG, told(1)[0], "ben"), list[Exception]()
    for name in ("a", "b"):
        append(tmp_path / name, [made])
    assert Deciding([str(tmp_path / "a"), str(tmp_path / "b")]).decisions(problems.append) == [made]
