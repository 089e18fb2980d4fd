"""What differs between two builds: matched through edits and other rules, explained by documents, shown in every form."""

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from factories import contact, folded, many, party
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import SHARED, needs_shared

from diplograph.extract.model import Contact, Evidence, Kind, PartyType, Source, Status
from diplograph.graph.decisions.files import append
from diplograph.graph.decisions.making import decided
from diplograph.graph.decisions.record import Verdict
from diplograph.graph.diff import Build, Cause, Diff, Fate, before, diff
from diplograph.graph.diff.records import Naming, Outcome
from diplograph.graph.formats.jsonl import dump, read_contacts
from diplograph.graph.periods import Turn

MANY = [
    "Ada Abara", "Leo Bianchi", "Max Dorn", "Ole Eriksen", "Ines Fofana", "Karim Haddad", "Timo Ilves", "Pia Jensen",
    "Dana Kovac", "Kari Lunde", "Zoe Moreau",
]  # fmt: skip
NASTY = '=HYPERLINK("x")|<script>alert(1)</script>&[a](b)\x1b[31m'


def _document(name: str, day: str | None = "2021-08-16") -> Source:
    return Source(name, f"Title of {name}", dt.date.fromisoformat(day) if day else None, publisher="Wire")


ONE, TWO, LATER = _document("one"), _document("two", "2021-08-18"), _document("later", "2021-08-25")


def _between(old: list[Contact], new: list[Contact], **wanted: Any) -> Diff:
    return diff(Build.of(old), Build.of(new), **wanted)


def _moved(one: Contact, by: int = 40, **changes: Any) -> Contact:
    """Return a contact as it is read where the text before it has grown: in another place, with another identifier."""
    start = one.evidence.start + by
    moved = replace(one.evidence, start=start, end=one.evidence.end + by)
    return replace(one, id=f"{one.id}+{by}", evidence=moved, **changes)


def _reworded(one: Contact, sentence: str, **changes: Any) -> Contact:
    return replace(one, id=f"{one.id}~", evidence=replace(one.evidence, sentence=sentence), **changes)


def _fates(found: Diff) -> dict[str, int]:
    return {fate.value: count for fate in Fate if (count := len(found.of(fate)))}


# --- which contacts are one


CALL = contact("Ana Castro", "Jun Ito", kind=Kind.CALL, document=ONE)
MEETING = contact("Ana Castro", "Bo Kim", document=ONE)
STORY = [CALL, MEETING, contact("Ivo Demir", "Bo Kim", document=TWO, status=Status.PLANNED, day="2021-08-30")]


@pytest.mark.parametrize(
    ("name", "after", "edits"),
    [
        ("the same", CALL, []),
        ("text was put before it", _moved(CALL), ["moved"]),
        ("a sentence was edited", _reworded(CALL, "Ana Castro again spoke by phone with Jun Ito."), ["evidence"]),
        ("other rules, another kind", replace(CALL, id="c_k", kind=Kind.TALKS), ["kind"]),
        ("other rules, another status", replace(CALL, status=Status.NEGATED), ["status"]),
        ("other rules, no day", replace(CALL, date=None), ["day"]),
        ("other rules, a place", replace(CALL, place="Doha"), ["place"]),
        ("another topic", replace(CALL, topic="visas"), []),
        (
            "other rules, another party",
            replace(CALL, id="c_p", parties=(CALL.parties[0], party("Greta Ito", side=1))),
            ["parties"],
        ),
        (
            "edited, and another party",
            _reworded(
                CALL, "Ana Castro spoke by phone with Ian Ito.", parties=(CALL.parties[0], party("Ian Ito", side=1))
            ),
            ["parties", "evidence"],
        ),
        ("edited, of another kind", _reworded(CALL, "Ana Castro spoke with Jun Ito.", kind=Kind.TALKS), ["kind", "evidence"]),
    ],
)  # fmt: skip
def test_a_contact_is_found_again(name: str, after: Contact, edits: list[str]) -> None:
    """However it is read otherwise, it is one contact that changed, by its document."""
    found = _between(STORY, [after, *STORY[1:]])

    assert [edit.what for d in found.of(Fate.CHANGED) for edit in d.edits] == edits
    assert _fates(found) == ({"changed": 1} if edits else {})
    assert {(b.cause, b.document.id) for d in found.contacts for b in d.because} == (
        {(Cause.READ, "one")} if edits else set()
    )


@pytest.mark.parametrize(
    "after",
    [
        contact("Ana Castro", "Hodan Abara", document=ONE, day="2021-03-01"),
        _reworded(CALL, "Last spring the two had spoken.", date=contact("A", "B", day="2021-03-01").date),
    ],
)
def test_another_contact_of_the_document_is_new(after: Contact) -> None:
    """What shares a party, or a pair on another day in other words, is not taken for what is gone."""
    found = _between([CALL], [after])

    assert _fates(found) == {"new": 1, "gone": 1}
    assert {b.cause for d in found.contacts for b in d.because} == {Cause.READ}


def test_each_of_many_alike_finds_its_own() -> None:
    """A document that says one thing of one pair over and over, with text put before it, gives no new contact."""
    told = [_moved(CALL, 100 * n, topic=str(n)) for n in range(300)]
    found = _between(told, [_moved(one, 7) for one in told], fold=False)

    assert (_fates(found), found.same) == ({"changed": 300}, 0)
    assert {edit.what for d in found.contacts for edit in d.edits} == {"moved"}


def test_an_encounter_is_found_again_in_another_document() -> None:
    """Where no document is left, what would be told as one encounter is one contact."""
    found = _between([CALL], [replace(CALL, id="c_2", document=TWO, place="Doha")])
    (changed,) = found.contacts

    assert [(e.what, e.before, e.after) for e in changed.edits] == [
        ("place", "", "Doha"),
        ("told by", "Title of one", "Title of two"),
    ]
    assert {(b.cause, b.document.id) for b in changed.because} == {(Cause.GONE, "one"), (Cause.NEW, "two")}
    assert _fates(_between([CALL], [replace(CALL, id="c_2", document=TWO)], fold=False)) == {"new": 1, "gone": 1}


def test_reports_that_are_divided_otherwise() -> None:
    """One contact that was two, two that were one, and two that were two others, each in one difference."""
    one, two = (
        contact("Ana Castro", "Jun Ito", document=ONE, day="2021-08-14"),
        contact("Ana Castro", "Jun Ito", document=TWO, day="2021-08-16"),
    )
    three = contact("Ana Castro", "Jun Ito", document=LATER, day="2021-08-12", kind=Kind.CALL)
    joined, beside = folded(one, two), folded(two, three)

    for old, new, told in (
        ([one, two], [joined], ("2 contacts", "1 contact")),
        ([joined], [one, two], ("1 contact", "2 contacts")),
        ([joined, three], [one, beside], ("2 contacts", "2 contacts, divided otherwise")),
    ):
        found = _between(old, new, fold=False)
        assert [(d.fate, [(e.before, e.after) for e in d.edits if e.what == "told as"]) for d in found.contacts] == [
            (Fate.CHANGED, [told])
        ]
        assert {b.cause for b in found.contacts[0].because} == {Cause.BESIDE}


# --- parties and pairs


def test_a_party_that_is_renamed_changes_no_contact() -> None:
    """A surname that a new document gives in full is the same party under another name."""
    short = contact(party("Castro", country="PT"), "Jun Ito", document=ONE)
    full = contact(party("Ana Castro", country="PT"), "Jun Ito", document=TWO, day="2021-03-01")
    found = _between([short], [short, full])

    assert [(p.naming, p.old, p.new) for p in found.parties] == [(Naming.RENAMED, ("Castro",), ("Ana Castro",))]
    assert {(b.cause, b.document.id) for p in found.parties for b in p.because} == {(Cause.NEW, "two")}
    assert _fates(found) == {"new": 1}


def test_parties_that_become_one_and_part_again() -> None:
    """With a user's table, or without."""
    told = [
        contact(party("Ana Castro", country="PT"), "Jun Ito", document=ONE),
        contact(party("A. M. Castro Lopes", country="PT"), "Jun Ito", document=TWO, day="2021-08-17"),
    ]
    other = [
        told[0],
        replace(told[1], parties=(replace(told[1].parties[0], id="ana-castro", name="Ana Castro"), told[1].parties[1])),
    ]
    merged, split = _between(told, other), _between(other, told)

    assert [(p.naming, p.old, p.new) for p in merged.parties if p.naming is not Naming.GONE] in (
        [], [(Naming.MERGED, ("A. M. Castro Lopes", "Ana Castro"), ("Ana Castro",))],
    )  # fmt: skip
    assert [p.naming for p in split.parties] == [
        {Naming.GONE: Naming.NEW, Naming.MERGED: Naming.SPLIT}[p.naming] for p in merged.parties
    ]
    assert {b.cause for p in merged.parties for b in p.because} == {Cause.READ}


def test_persons_of_one_name_are_two() -> None:
    """Of two states, in two documents, they are not taken for one."""
    old = contact(party("John Smith", country="US"), "Jun Ito", document=ONE)
    new = contact(party("John Smith", country="GB"), "Jun Ito", document=TWO, day="2021-08-18")
    found = _between([old], [new])

    assert [p.naming for p in found.parties] == [Naming.NEW, Naming.GONE]
    assert _fates(found) == {"new": 1, "gone": 1}


def test_pairs_count_what_occurred() -> None:
    """Pairs appear, stop, grow and shrank by contacts that occurred, unless a status is asked for."""
    new = [*STORY, contact("Ana Castro", "Jun Ito", document=LATER, day="2021-08-24")]
    grown = _between(STORY, new).pairs
    shrunk = _between(new, [c for c in new if c is not MEETING]).pairs

    assert [(p.turn, p.names, p.before, p.after) for p in grown] == [(Turn.GREW, ("Ana Castro", "Jun Ito"), 1, 2)]
    assert [(p.turn, p.names, p.before, p.after) for p in shrunk] == [(Turn.STOPPED, ("Ana Castro", "Bo Kim"), 1, 0)]
    assert [(b.cause, b.document.id) for b in grown[0].because] == [(Cause.NEW, "later")]
    assert not _between(STORY[:2], STORY).pairs
    assert [p.names for p in _between(STORY[:2], STORY, statuses={Status.PLANNED}).pairs] == [("Bo Kim", "Ivo Demir")]


def test_by_state() -> None:
    """Persons become their states before anything is compared."""
    old = contact(party("Ana Castro", country="PT"), party("Jun Ito", side=1, country="JP"), document=ONE)
    new = contact(
        party("Rui Sousa", country="PT"), party("Jun Ito", side=1, country="JP"), document=TWO, day="2021-08-18"
    )
    found = _between([old], [old, new], states=True)

    assert [(p.turn, p.names) for p in found.pairs] == [(Turn.GREW, ("Japan", "Portugal"))]
    assert not found.parties
    (named,) = _between([old], [old, new], states=True, party="Rui Sousa").pairs
    assert (named.names, named.before, named.after) == (("Japan", "Portugal"), 0, 1)


def test_choosing() -> None:
    """A change shows where it passes on either side; documents by which nothing of that differs are left out."""
    new = [replace(CALL, status=Status.NEGATED), *STORY[1:], contact("Jun Ito", "Bo Kim", document=LATER)]
    found = _between(STORY, new, statuses={Status.NEGATED})

    assert (_fates(found), [d.document.id for d in found.documents]) == ({"changed": 1}, ["one"])
    assert not found.parties


# --- plans


def _plan(day: str | None = "2021-08-20", **changes: Any) -> Contact:
    return contact("Ana Castro", "Jun Ito", status=Status.PLANNED, day=day, document=ONE, **changes)


def _told(day: str | None = "2021-08-20", **changes: Any) -> Contact:
    return contact("Ana Castro", "Jun Ito", day=day, **{"document": LATER, **changes})


NEWS = contact("Ivo Demir", "Bo Kim", document=LATER, day="2021-08-24")


@pytest.mark.parametrize(
    ("name", "plan", "told", "outcome"),
    [
        ("told of that day", _plan(), [_told()], Outcome.CAME_TRUE),
        ("told of a day of the span", _plan(until="2021-08-22"), [_told("2021-08-22")], Outcome.CAME_TRUE),
        ("told as talks", _plan(), [_told(kind=Kind.TALKS)], Outcome.CAME_TRUE),
        ("told as a call", _plan(), [_told(kind=Kind.CALL)], None),
        ("told of another day", _plan(), [_told("2021-08-10")], Outcome.LAPSED),
        ("of another pair", _plan(), [_told(parties=NEWS.parties)], Outcome.LAPSED),
        ("denied", _plan(), [_told(status=Status.NEGATED)], Outcome.CANCELLED),
        ("nothing told", _plan(), [NEWS], Outcome.LAPSED),
        ("not yet", _plan("2021-08-25"), [NEWS], None),
        ("planned for no day", _plan(None), [NEWS], None),
        ("no document has come", _plan(), [], None),
        ("read otherwise", _plan(), [replace(_plan(), status=Status.OCCURRED), NEWS], Outcome.CAME_TRUE),
        ("only planned again", _plan(), [_told(status=Status.PLANNED)], Outcome.LAPSED),
        ("put off", _plan(), [replace(_plan(), date=_plan("2021-09-20").date), NEWS], None),
    ],
)
def test_what_comes_of_a_plan(name: str, plan: Contact, told: list[Contact], outcome: Outcome | None) -> None:
    """It takes place, is cancelled, or its day passes."""
    still = [] if any(c.id == plan.id for c in told) else [plan]
    found = _between([plan], [*still, *told])

    assert [p.outcome for p in found.plans] == ([outcome] if outcome else [])
    assert all(bool(p.told) is (p.outcome is not Outcome.LAPSED) and p.because for p in found.plans)


def test_a_plan_may_have_come_true_at_the_level_of_states() -> None:
    """Where a contact of the states, or one without a day, may be what was planned, nothing is said of it."""
    plan = contact(
        party("Ana Castro", country="PT"),
        party("Jun Ito", side=1, country="JP"),
        status=Status.PLANNED,
        day="2021-08-20",
        document=ONE,
    )
    states = contact(*(party(n, side=i, type=PartyType.STATE, country=c) for i, (n, c) in enumerate([("Portugal", "PT"), ("Japan", "JP")])),
                     kind=Kind.CORRESPONDENCE, day=None, document=_document("later", "2021-08-21"))  # fmt: skip

    assert not _between([plan], [plan, states, NEWS]).plans
    assert [p.outcome for p in _between([plan], [plan, NEWS]).plans] == [Outcome.LAPSED]


def test_what_came_of_a_plan_is_told_once() -> None:
    """Neither what was known before nor what had lapsed before is told again."""
    known, lapsed = [_plan(), _told()], [_plan("2021-08-10"), NEWS]
    more = contact("Hodan Abara", "Bo Kim", document=_document("last", "2021-09-01"), day="2021-08-31")

    assert not _between(known, [*known, more]).plans
    assert not _between(lapsed, [*lapsed, more]).plans


def test_choosing_hides_nothing_of_what_came_of_a_plan() -> None:
    """A plan that came true by a contact that is not shown has not lapsed."""
    found = _between([_plan()], [_plan(), _told(kind=Kind.VISIT)], kinds={Kind.MEETING})

    assert [p.outcome for p in found.plans] == [Outcome.CAME_TRUE]
    assert not _between([_plan()], [_plan(), _told()], kinds={Kind.CALL}).plans


# --- what holds of any two builds


_NAMES = [
    ("Ana Castro", "PT"),
    ("Castro", None),
    ("Jun Ito", "JP"),
    ("Bo Kim", None),
    ("Ivo Demir", "TR"),
    ("Demir", "TR"),
]
_WHO = st.lists(st.sampled_from(_NAMES), min_size=2, max_size=3, unique=True)
_DOCUMENTS = [ONE, TWO, LATER, _document("undated", None)]


@st.composite
def _contacts(draw: st.DrawFn) -> Contact:
    who = [party(name, side=i, country=country) for i, (name, country) in enumerate(draw(_WHO))]
    start = draw(st.sampled_from([0, 100, 200]))
    day = draw(st.sampled_from([None, "2021-08-12", "2021-08-16", "2021-08-20", "2021-08-30"]))
    kind, status = draw(st.sampled_from(list(Kind))), draw(st.sampled_from(list(Status)))
    made = contact(*who, kind=kind, status=status, day=day, document=draw(st.sampled_from(_DOCUMENTS)))
    sentence = draw(st.sampled_from([made.evidence.sentence, "They met.", "He met him again."]))
    evidence = Evidence(sentence, start, start + len(sentence), "met", start, start + 3, "test")
    return replace(made, id=f"{made.id}@{start}", evidence=evidence, place=draw(st.sampled_from([None, "Doha"])))


@st.composite
def _builds(draw: st.DrawFn) -> tuple[list[Contact], list[Contact]]:
    """Draw two builds that share most: some contacts are moved, some read otherwise, some new or gone."""
    old = draw(st.lists(_contacts(), max_size=8))
    turns: list[Callable[[Contact], list[Contact]]] = [
        lambda c: [c], lambda c: [c], lambda c: [], lambda c: [_moved(c)], lambda c: [replace(c, status=Status.OCCURRED)],
        lambda c: [replace(c, document=replace(c.document, id=f"{c.document.id}+"), id=f"{c.id}d")],
    ]  # fmt: skip
    new = [c for one in old for c in draw(st.sampled_from(turns))(one)] + draw(st.lists(_contacts(), max_size=4))
    return old, new


@given(_builds(), st.randoms(use_true_random=False), st.booleans())
@settings(max_examples=150)
def test_of_any_two_builds(builds: tuple[list[Contact], list[Contact]], dice: Any, fold: bool) -> None:
    """The order of contacts makes no difference; new is gone the other way round; each contact is in one place."""
    old, new = builds
    found, back = _between(old, new, fold=fold), _between(new, old, fold=fold)
    shuffled = _between(dice.sample(old, len(old)), dice.sample(new, len(new)), fold=fold)

    assert shuffled == found
    assert not _between(old, dice.sample(old, len(old)), fold=fold)
    for one, other in ((Fate.NEW, Fate.GONE), (Fate.GONE, Fate.NEW), (Fate.CHANGED, Fate.CHANGED)):
        assert {(d.old, d.new) for d in found.of(one)} == {(d.new, d.old) for d in back.of(other)}
    assert found.same == back.same
    for side in ("old", "new"):
        told = Counter(c for d in found.contacts for c in getattr(d, side))
        assert set(told.values()) <= {1}
    _check_explanations(found, Build.of(old), Build.of(new))


def _check_explanations(found: Diff, old: Build, new: Build) -> None:
    """Every difference has a document that explains it, and the explanation is true."""
    parts = (found.contacts, found.parties, found.pairs, found.plans)
    for reasons in (one.because for part in parts for one in part):
        assert reasons
        for because in reasons:
            known = because.document.id in old.documents, because.document.id in new.documents
            assert known == {Cause.NEW: (False, True), Cause.GONE: (True, False)}.get(because.cause, (True, True))
    for difference in found.contacts:
        told = {r.document.id for c in (*difference.old, *difference.new) for r in c.every_report()}
        assert {b.document.id for b in difference.because} <= told
        if any(b.cause is Cause.BESIDE for b in difference.because):
            ids = [{r.id for c in side for r in c.every_report()} for side in (difference.old, difference.new)]
            assert ids[0] == ids[1]
    assert sum(d.contacts > 0 for d in found.documents) <= len(
        {b.document.id for d in found.contacts for b in d.because}
    )


@given(st.lists(_contacts(), max_size=8), st.sampled_from(["2021-08-16", "2021-08-18", "2021-08-26"]))
def test_since_any_day(contacts: list[Contact], day: str) -> None:
    """Nothing told before a day is told by a document of that day or later, folded or not."""
    since, build = dt.date.fromisoformat(day), Build.of(contacts)
    earlier = before(build, since)
    found = diff(earlier, build)

    assert all(r.document.date is None or r.document.date < since for c in earlier.contacts for r in c.every_report())
    assert {c.id for c in earlier.contacts} <= {c.id for c in contacts}
    assert all(b.cause in (Cause.NEW, Cause.BESIDE) for d in found.contacts for b in d.because)
    assert not found.of(Fate.GONE)


def test_since_a_day_of_what_was_folded() -> None:
    """Of an encounter that several documents tell, what the earlier ones say."""
    from diplograph.graph.identity import fold

    plan = contact("Ana Castro", "Jun Ito", status=Status.PLANNED, day="2021-08-20", document=ONE)
    (encounter,) = fold([plan, _told()])
    (earlier,) = before(Build.of([encounter]), dt.date(2021, 8, 20)).contacts
    found = diff(before(Build.of([encounter]), dt.date(2021, 8, 20)), Build.of([encounter]))

    assert (encounter.status, earlier.status, earlier.id) == (Status.OCCURRED, Status.PLANNED, plan.id)
    assert (earlier.code, earlier.plover, earlier.reports[0].id) == ("036", "AGREE", earlier.id)
    assert [p.outcome for p in found.plans] == [Outcome.CAME_TRUE]


# --- the commands


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[list[Contact], list[Contact]]:
    """Two builds in old.jsonl and new.jsonl: a plan that came true, a new pair, a contact that is gone."""
    monkeypatch.chdir(tmp_path)
    old = [_plan(), CALL, MEETING]
    new = [_plan(), CALL, _told(), NEWS]
    _store(old, "old.jsonl")
    _store(new, "new.jsonl")
    return old, new


def _store(contacts: list[Contact], name: str) -> None:
    with Path(name).open("w", encoding="utf-8") as handle:
        dump(contacts, handle)


def _rows(text: str) -> list[list[str]]:
    return [re.split(r"\s{2,}", row.strip()) for row in text.splitlines()]


def test_diff(run: Run, files: Any) -> None:
    """A sentence that counts, then tables; each row names the document that explains it."""
    result = run("diff", "old.jsonl", "new.jsonl")
    rows = _rows(result.stdout)

    assert result.exit_code == 0
    assert result.stdout.startswith(
        "Documents to 2021-08-16, then to 2021-08-25: 1 new, 0 gone, 1 read otherwise. "
        "Contacts: 1 new, 1 gone, 1 changed, 1 as before.\n"
    )
    assert ["2021-08-20", "Ana Castro — Jun Ito", "meeting", "2021-08-20", "new: Title of later"] in rows
    assert ["2021-08-24", "Ivo Demir — Bo Kim", "meeting", "occurred", "new: Title of later"] in rows
    assert ["2021-08-16", "Ana Castro — Bo Kim", "meeting", "occurred", "read otherwise: Title of one"] in rows
    assert ["2021-08-20", "Ana Castro — Jun Ito", "status", "planned", "occurred", "new: Title of later"] in rows
    assert ["Ivo Demir", "1", "new: Title of later"] in rows
    assert ["Bo Kim — Ivo Demir", "0", "1", "new: Title of later"] in rows
    assert ["2021-08-25", "Title of later", "2"] in rows
    assert result.stderr == "3 contacts before, 4 contacts after\n"


def test_diff_of_one_build(run: Run, files: Any) -> None:
    """Nothing differs, and that is said."""
    result = run("diff", "new.jsonl", "new.jsonl")

    assert result.stdout.splitlines() == [
        "Documents to 2021-08-25, then to 2021-08-25: 0 new, 0 gone, 0 read otherwise. Contacts: 0 new, 0 gone, 0 changed, 3 as before."
    ]
    assert result.stderr == "Nothing differs: 4 contacts before, 4 contacts after\n"


def test_diff_json(run: Run, files: tuple[list[Contact], list[Contact]]) -> None:
    """Contacts whole, documents by their ids."""
    found = json.loads(run("diff", "old.jsonl", "new.jsonl", "--json").stdout)

    assert set(found) == {"before", "after", "documents", "contacts", "parties", "pairs", "plans"}
    assert (found["before"], found["after"]) == ("2021-08-16", "2021-08-25")
    (new,), (gone,), (changed,) = (found["contacts"][fate] for fate in ("new", "gone", "changed"))
    assert (new["new"], "old" in new, gone["old"]) == ([NEWS.to_dict()], False, [MEETING.to_dict()])
    assert [Contact.from_dict(c).status for c in (*changed["old"], *changed["new"])] == ["planned", "occurred"]
    assert changed["edits"][0] == {"what": "status", "before": "planned", "after": "occurred"}
    assert new["because"] == [{"document": "later", "cause": "new"}]
    assert found["documents"]["later"] == {
        "cause": "new", "title": "Title of later", "date": "2021-08-25", "url": None, "publisher": "Wire", "contacts": 2,
    }  # fmt: skip
    assert [(p["outcome"], p["plan"]["id"]) for p in found["plans"]] == [("came true", files[0][0].id)]
    assert {b["document"] for p in (*found["pairs"], *found["parties"]) for b in p["because"]} <= found[
        "documents"
    ].keys()


def test_diff_markdown(run: Run, files: Any) -> None:
    """All rows, with sentences, and how it is measured."""
    _store(
        [*(contact(name, "Jun Ito", document=LATER) for name in MANY), contact(NASTY, "Jun | Ito")],
        "new.jsonl",
    )
    result = run("diff", "old.jsonl", "new.jsonl", "-o", "changes.md", "--title", "A <week>")
    text = Path("changes.md").read_text(encoding="utf-8")
    cells = [len(re.findall(r"(?<!\\)\|", row)) for row in text.splitlines()]

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.endswith(", what differs in changes.md\n")
    assert text.startswith("# A &lt;week&gt;\n")
    assert (
        "| 2021-08-16 | Zoe Moreau — Jun Ito | meeting | occurred | new: Title of later | Zoe Moreau met Jun Ito. |\n"
        in text
    )
    assert "## How it is measured\n\nA contact is the same" in text
    assert "<script" not in text
    assert all(cells[i] == cells[i - 1] for i in range(1, len(cells)) if cells[i] and cells[i - 1])


def test_what_documents_say_steers_no_terminal(run: Run, files: Any) -> None:
    """Titles and names are printed as they are, without what a terminal obeys."""
    _store([contact(NASTY, "Jun Ito", document=replace(LATER, title=NASTY))], "new.jsonl")

    assert "\x1b" not in run("diff", "old.jsonl", "new.jsonl").stdout


def test_diff_takes_corpora_and_shards(run: Run, files: Any) -> None:
    """In any mix; a corpus also tells of documents without a contact."""
    Path("articles").mkdir()
    Path("articles/one.txt").write_text("Sergei Lavrov met Wang Yi in Moscow on Monday.", encoding="utf-8")
    run("corpus", "add", "old.db", "articles")
    run("extract", "articles", "--shards", "shards")
    Path("articles/two.txt").write_text("Nobody met anybody. It was a quiet day in the capital.", encoding="utf-8")
    Path("articles/three.txt").write_text("Sergei Lavrov met Antony Blinken in Vienna.", encoding="utf-8")
    run("corpus", "add", "new.db", "articles")
    Path("articles/one.txt").write_text("On Tuesday Sergei Lavrov met Wang Yi in Moscow.", encoding="utf-8")
    Path("later.db").write_bytes(Path("new.db").read_bytes())
    run("corpus", "add", "later.db", "articles")
    corpora, mixed = run("diff", "old.db", "new.db"), run("diff", "shards", "new.db")

    assert "2 new, 0 gone, 0 read otherwise. Contacts: 1 new, 0 gone, 0 changed, 1 as before.\n" in corpora.stdout
    assert ["two", "0"] in _rows(corpora.stdout)
    assert mixed.stdout == corpora.stdout
    assert run("diff", "new.db", "new.db").stderr.startswith("Nothing differs")
    assert (
        "0 new, 0 gone, 1 edited, 0 read otherwise. Contacts: 0 new, 0 gone, 1 changed"
        in run("diff", "new.db", "later.db").stdout
    )


def test_decisions_are_those_of_each_build(run: Run, files: Any) -> None:
    """What lies beside a build was decided on that one: what was found wrong since is gone."""
    append("new.decisions.jsonl", [decided(Verdict.WRONG, CALL, "Ana")])
    result, without = run("diff", "old.jsonl", "new.jsonl"), run("diff", "old.jsonl", "new.jsonl", "--no-decisions")

    assert ["2021-08-16", "Ana Castro — Jun Ito", "call", "occurred", "read otherwise: Title of one"] in _rows(
        result.stdout
    )
    assert " 2 gone, 1 changed" in result.stdout
    assert " 1 gone, 1 changed" in without.stdout


def test_report_since(run: Run, files: Any) -> None:
    """The same of one collection, from a day on."""
    result, more = (
        run("report", "new.jsonl", "--since", "2021-08-20"),
        run("report", "new.jsonl", "--since", "2021-08-20", "-o", "r.md"),
    )

    assert "Plans that came true" in result.stdout
    assert ["Bo Kim — Ivo Demir", "0", "1", "new: Title of later"] in _rows(result.stdout)
    assert result.stderr == "2 of 4 contacts told before 2021-08-20\n"
    assert more.stderr == "2 of 4 contacts told before 2021-08-20, what differs in r.md\n"
    assert not Path("r.svg").exists()


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (["diff", "old.jsonl"], 2, "Missing argument 'NEW'"),
        (["diff", "-", "-"], 2, "OLD and NEW can't both be standard input"),
        (["diff", "old.jsonl", "new.jsonl", "-o", "c.html"], 2, "'c.html' must end in .md."),
        (["diff", "none.jsonl", "new.jsonl"], 1, "Nothing could be read"),
        (["diff", "old.jsonl", "none.jsonl"], 1, "Nothing could be read"),
        (["diff", "old.jsonl", "new.jsonl", "-o", "no/c.md"], 1, "Can't write no/c.md"),
        (["report", "new.jsonl", "--since", "soon"], 2, "'soon' is not a date"),
        (["report", "new.jsonl", "--since", "2021-08-20", "--compare", "2021", "2022"], 2, "--since goes with --json or -o NAME.md"),
        (["report", "new.jsonl", "--since", "2021-08-20", "--csv", "-"], 2, "--since goes with --json or -o NAME.md"),
    ],
)  # fmt: skip
def test_wrong_use_and_failures(run: Run, files: Any, args: list[str], code: int, message: str) -> None:
    """One sentence; a build that can't be read is not taken for an empty one."""
    result = run(*args)

    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr


def test_large_builds(run: Run) -> None:
    """Thousands of contacts of which half have moved: none is told as new."""
    old = many(3000, 300)
    new = [_moved(c) if number % 2 else c for number, c in enumerate(old)]
    found = _between(old, new)

    assert set(_fates(found)) == {"changed"}
    assert {b.cause for d in found.contacts for b in d.because} == {Cause.READ}


# --- of a corpus


@pytest.mark.slow
@pytest.mark.real
@needs_shared
def test_a_week_of_a_corpus_is_explained(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents up to a day, and up to a week later: every difference has its document."""
    monkeypatch.chdir(tmp_path)
    rows = [json.loads(row) for row in (SHARED / "corpora/white_house.jsonl").read_text(encoding="utf-8").splitlines()]
    week = [row for row in rows if "2022-10-25" <= row["date"] <= "2022-11-16"]
    Path("week.jsonl").write_text("".join(json.dumps(row) + "\n" for row in week), encoding="utf-8")
    assert run("extract", "week.jsonl", "-o", "new.jsonl").exit_code == 0
    new = list(read_contacts("new.jsonl"))
    old = [c for c in new if c.document.date and c.document.date <= dt.date(2022, 11, 9)]
    found = _between(old, new)

    assert len(found.of(Fate.NEW)) > 5
    assert not found.of(Fate.GONE)
    assert {b.cause for d in found.contacts for b in d.because} <= {Cause.NEW, Cause.BESIDE}
    _check_explanations(found, Build.of(old), Build.of(new))
