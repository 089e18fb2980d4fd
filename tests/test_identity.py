"""Identity: which names are one party, which contacts one encounter, on a corpus of our own and by hand."""

import datetime as dt
import json
import random
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
import yaml
from click.testing import Result
from factories import contact, many, party
from hypothesis import example, given, settings
from hypothesis import strategies as st

from diplograph.errors import InputError
from diplograph.extract.ids import slug
from diplograph.extract.model import Contact, Document, Kind, PartyType, Source, Status
from diplograph.extract.pipeline import extract_contacts
from diplograph.extract.shown import days
from diplograph.graph.formats import write
from diplograph.graph.identity import contradictions, encounters, fold, identify, read_actors
from diplograph.graph.identity.names import likeness, parsed
from diplograph.graph.rollup import by_state

_FOLDER = Path(__file__).parent / "identity"
TIMES: list[dict[str, Any]] = yaml.safe_load((_FOLDER / "times.yaml").read_text("utf-8"))
CORPUS: list[dict[str, Any]] = [*yaml.safe_load((_FOLDER / "corpus.yaml").read_text("utf-8")), *TIMES]

Run = Callable[..., Result]
Labels = dict[tuple[str, ...], tuple[Hashable, Hashable]]


@cache
def extracted() -> tuple[Contact, ...]:
    """The contacts of the corpus."""
    return tuple(
        extract_contacts(Document(d["text"], Source(d["id"], date=d["date"], publisher=d["publisher"])) for d in CORPUS)
    )


def pairwise(labels: Labels) -> tuple[float, float, float]:
    """Return precision, recall and F1 over every two items: whether gold and guess put them together."""
    gold, guess = (_together({k: v[n] for k, v in labels.items()}) for n in (0, 1))
    hit = len(gold & guess)
    p, r = hit / len(guess), hit / len(gold)
    return p, r, 2 * p * r / (p + r)


def _together(labels: Mapping[tuple[str, ...], Hashable]) -> set[frozenset[tuple[str, ...]]]:
    groups: defaultdict[Hashable, list[tuple[str, ...]]] = defaultdict(list)
    for item, label in labels.items():
        groups[label].append(item)
    return {frozenset(pair) for group in groups.values() for pair in combinations(sorted(group), 2)}


# --- the corpus


def test_the_corpus_is_large_enough() -> None:
    encounters = {c["encounter"] for d in CORPUS for c in d["contacts"]}
    assert len(CORPUS) >= 40
    assert len(encounters) >= 12


def test_parties_of_the_corpus() -> None:
    """Pairwise F1 of names is at least 0.95, and no two parties become one."""
    names = {d["id"]: {slug(n): p for n, p in d["parties"].items()} for d in CORPUS}
    identity = identify(extracted())
    labels: Labels = {}
    for c in extracted():
        for before, after in zip(c.parties, identity.rename(c).parties, strict=True):
            if gold := names[c.document.id].get(before.id):
                labels[c.document.id, before.id] = gold, after.id
    precision, _, f1 = pairwise(labels)

    assert len(labels) > 0.9 * sum(map(len, names.values()))
    assert precision == 1
    assert f1 >= 0.95


def test_encounters_of_the_corpus() -> None:
    """Pairwise F1 of reports is at least 0.90, and no look-alike is folded into another encounter."""
    home = {r: c.id for c in fold(extracted()) for r in ([x.id for x in c.reports] or [c.id])}
    labels: Labels = {}
    for d in CORPUS:
        contacts = [c for c in extracted() if c.document.id == d["id"]]
        for label in d["contacts"]:
            found = [c for c in contacts if _is(c, label) and (d["id"], c.id) not in labels]
            if found:
                labels[d["id"], found[0].id] = label["encounter"], home[found[0].id]
    precision, _, f1 = pairwise(labels)

    assert len(labels) > 0.85 * sum(len(d["contacts"]) for d in CORPUS)
    assert precision == 1
    assert f1 >= 0.90


def test_times_of_the_corpus() -> None:
    """Each contact that is found has the time that its document tells, and the basis of it."""
    told, labelled = {}, {}
    for d in TIMES:
        for label in d["contacts"]:
            found = next((c for c in extracted() if c.document.id == d["id"] and _is(c, label)), None)
            if found is not None:
                key = d["id"], label["encounter"]
                labelled[key] = label["time"] and str(label["time"]), label["basis"]
                told[key] = (days(found), found.date.basis.value) if found.date else (None, "none")

    assert len(told) >= 31
    assert told == labelled


def _is(c: Contact, label: Mapping[str, str]) -> bool:
    pair = {slug(label["a"]), slug(label["b"])}
    return (c.kind, c.status) == (label["kind"], label["status"]) and any({a.id, b.id} == pair for a, b in c.pairs())


def test_the_order_makes_no_difference() -> None:
    """Folding shuffled contacts gives the same contacts in the same order."""
    once = fold(extracted())
    shuffled = list(extracted())
    for seed in range(3):
        random.Random(seed).shuffle(shuffled)
        assert fold(shuffled) == once


def test_nothing_is_lost() -> None:
    """Every contact is a report of one encounter, and folding again changes nothing."""
    folded = fold(extracted())
    reports = [r for c in folded for r in ([x.id for x in c.reports] or [c.id])]
    assert sorted(reports) == sorted({c.id for c in extracted()})
    assert [c.id for c in fold(folded)] == [c.id for c in folded]


# --- names


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Sergei Lavrov", "Sergey Lavrov"),
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
        ("Muammar Gaddafi", "Moammar Kadhafi"),
        ("Mohammed bin Salman", "Mohamed bin Salman Al Saud"),
        ("Ban Ki-moon", "Ki-moon Ban"),
        ("S. V. Orlov", "Sergei Viktorovich Orlov"),
        ("Alexander Novak", "Aleksandr Novak"),
        ("Walter Briggs", "Walter T. Briggs"),
        ("Luiz Inácio Lula da Silva", "Luiz Inacio Lula da Silva"),
    ],
)
def test_names_of_one_person(one: str, two: str) -> None:
    assert likeness(one, two) is not None
    assert likeness(two, one) is not None


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Wang Yi", "Wang Yang"),
        ("Mohammed bin Salman", "Mohammed bin Zayed"),
        ("George W. Bush", "George H. W. Bush"),
        ("Anna Kowalska", "Hanna Kowalska"),
        ("Abdullah II", "Abdullah I"),
        ("Xi", "Xi Jinping"),
        ("Pavel Orlov", "Sergei Orlov"),
        ("Wang Rui", "Wang Ruilin"),
    ],
)
def test_names_of_different_persons(one: str, two: str) -> None:
    assert likeness(one, two) is None
    assert likeness(two, one) is None


def test_what_a_monarch_reigns_by_is_no_surname() -> None:
    assert parsed("King Salman").regnal
    assert not parsed("Salman").regnal


# --- persons over documents


def call(*names: str, document: str, day: str = "2021-08-16", status: Status = Status.OCCURRED, **more: Any) -> Contact:
    """A call between two persons, each written as "Name/CC" or "Name"."""
    sides = []
    for number, name in enumerate(names):
        bare, _, country = name.partition("/")
        sides.append(party(bare, side=number, country=country or None, **more.get(bare, {})))
    when = dt.date.fromisoformat(day)
    return contact(*sides, kind=Kind.CALL, status=status, document=Source(document, date=when), day=day)


def names_of(contacts: list[Contact]) -> set[str]:
    """The names of all parties after folding."""
    return {p.name for c in fold(contacts) for p in c.parties}


def test_one_name_in_two_countries_is_two_persons() -> None:
    contacts = [
        call("Ahmed Hassan/EG", "Ana Ito/JP", document="a"),
        call("Ahmed Hassan/SD", "Ana Ito/JP", document="b"),
    ]
    assert len({p.id for c in fold(contacts) for p in c.parties}) == 3


def test_a_surname_joins_the_one_who_fits() -> None:
    contacts = [
        call("Jan Novak/CZ", "Ana Ito/JP", document="a"),
        call("Novak/CZ", "Ito/JP", document="b", day="2021-08-17"),
    ]
    assert names_of(contacts) == {"Jan Novak", "Ana Ito"}


def test_a_surname_of_two_is_left_apart_and_told() -> None:
    contacts = [
        call("Jan Novak/CZ", "Ana Ito/JP", document="a"),
        call("Petr Novak/CZ", "Ana Ito/JP", document="b"),
        call("Novak/CZ", "Ana Ito/JP", document="c", day="2021-08-20"),
    ]
    assert "Novak" in names_of(contacts)
    assert [(d.name, d.others) for d in identify(contacts).doubts] == [("Novak", ("Jan Novak", "Petr Novak"))]


def test_likenesses_form_no_chain() -> None:
    """A is like B and B like C, but A is not like C: the likest two become one, the third stays."""
    contacts = [
        call("Marian Kovacs/HU", "Ana Ito/JP", document="a"),
        call("Marian Kovacz/HU", "Ana Ito/JP", document="b"),
        call("Marion Kovatz/HU", "Ana Ito/JP", document="c"),
    ]
    for one, two in combinations(["Marian Kovacs", "Marian Kovacz", "Marion Kovatz"], 2):
        if likeness(one, two) is None:
            break
    else:
        pytest.fail("the names no longer form a chain")
    assert len(names_of(contacts)) == 3


def test_every_merge_says_why() -> None:
    contacts = [call("Sergei Lavrov/RU", "Ana Ito/JP", document="a"), call("Sergey Lavrov/RU", "Ito/JP", document="b")]
    merges = identify(contacts).merges
    assert [(m.name, m.party) for m in merges] == [("Ito", "Ana Ito"), ("Sergey Lavrov", "Sergei Lavrov")]
    assert all(m.reason for m in merges)


# --- encounters


def test_a_call_of_persons_is_the_call_of_their_states() -> None:
    states = contact(
        party("United States", type=PartyType.STATE, country="US"),
        party("Russia", type=PartyType.STATE, country="RU", side=1),
        kind=Kind.CALL,
        document=Source("b", date=dt.date(2021, 8, 17)),
    )
    (one,) = fold([call("Lena Ray/US", "Igor Maly/RU", document="a"), states])
    assert [p.name for p in one.parties] == ["Lena Ray", "Igor Maly"]
    assert [r.document.id for r in one.reports] == ["a", "b"]


@pytest.mark.parametrize("late", [Status.OCCURRED, Status.PLANNED])
def test_somebody_of_unknown_state_may_have_acted_for_it(late: Status) -> None:
    """Where day and place agree; whichever is compared first."""
    one = call("Lena Ray/US", "Igor Maly", document="a", status=late)
    state = contact(
        party("Lena Ray", country="US"),
        party("Russia", type=PartyType.STATE, country="RU", side=1),
        kind=Kind.CALL,
        document=Source("b", date=dt.date(2021, 8, 16)),
        place="Geneva",
    )
    assert len(fold([replace(one, place="Geneva"), state])) == 1
    assert len(fold([replace(one, place="Doha"), state])) == 2


def test_only_what_may_be_the_same_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is lost by that: comparing all with all finds the same encounters."""
    contacts = [
        replace(c, parties=tuple(replace(p, country=p.country if n % 5 else None) for p in c.parties))
        for n, c in enumerate(many(800, 12))
    ]
    some = fold(contacts)
    monkeypatch.setattr(encounters, "_keys", lambda telling: ({"all"}, {"all"}))

    assert len(some) < 790
    assert fold(contacts) == some


def test_a_week_later_is_another_call() -> None:
    contacts = [call("Lena Ray/US", "Igor Maly/RU", document=d, day=d) for d in ("2021-08-16", "2021-08-23")]
    assert len(fold(contacts)) == 2


def test_a_denial_stays_visible_beside_the_claim() -> None:
    claim = call("Lena Ray/US", "Igor Maly/RU", document="a")
    denial = call("Lena Ray/US", "Igor Maly/RU", document="b", status=Status.NEGATED)
    (one,) = fold([claim, denial])
    assert one.status is Status.OCCURRED
    assert contradictions(one) == ("reported by a, denied by b",)


def test_what_was_planned_and_took_place_is_one() -> None:
    plan = call("Lena Ray/US", "Igor Maly/RU", document="a", status=Status.PLANNED)
    (one,) = fold([plan, call("Lena Ray/US", "Igor Maly/RU", document="b")])
    assert one.status is Status.OCCURRED
    assert {r.status for r in one.reports} == {Status.PLANNED, Status.OCCURRED}
    assert contradictions(one) == ()


def test_days_that_differ_are_told() -> None:
    contacts = [
        call("Lena Ray/US", "Igor Maly/RU", document=d, day=day)
        for d, day in (("a", "2021-08-16"), ("b", "2021-08-17"))
    ]
    (one,) = fold(contacts)
    assert contradictions(one) == ("day: 2021-08-16 (1), 2021-08-17 (1)",)


@settings(max_examples=150)
@given(st.lists(st.tuples(st.text(max_size=40), st.text(max_size=40), st.sampled_from(["US", None])), max_size=6))
@example([("\ud800", "]]>", None), ("\u202e\x00", "Al-", "US"), ("King", "II", None), ("a" * 10_000, "-", None)])
def test_any_names_can_be_folded(names: list[tuple[str, str, str | None]]) -> None:
    """Whatever names there are, every contact is a report of one encounter, in any order."""
    contacts = [
        contact(party(a, country=c), party(b, side=1), document=Source(str(i), date=dt.date(2021, 8, 16)))
        for i, (a, b, c) in enumerate(names)
    ]
    folded = fold(contacts)
    assert sorted(r for c in folded for r in ([x.id for x in c.reports] or [c.id])) == sorted({c.id for c in contacts})
    assert fold(reversed(contacts)) == folded


# --- the user's table


def table(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "actors.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_users_table_goes_first(tmp_path: Path) -> None:
    actors = read_actors(
        table(
            tmp_path,
            "actors:\n  - {name: Maria Silva Ito, aliases: [Ana Ito], country: JP}\n"
            "merge:\n  - [Jan N., Jan Novak]\napart:\n  - [Sergei Maly, Sergey Maly]\n",
        )
    )
    contacts = [
        call("Ana Ito/JP", "Sergei Maly/RU", document="a"),
        call("Jan N./CZ", "Sergey Maly/RU", document="b"),
        call("Jan Novak/CZ", "Sergey Maly/RU", document="c", day="2021-09-01"),
    ]
    found = {p.name for c in fold(contacts, actors) for p in c.parties}
    assert found == {"Maria Silva Ito", "Jan Novak", "Sergei Maly", "Sergey Maly"}


def test_identifiers_of_the_users_table_are_kept(tmp_path: Path) -> None:
    """Through every fold, under every name of the party, in files, and not by the state that stands for a person."""
    actors = read_actors(
        table(
            tmp_path,
            "actors:\n  - {name: Ana Ito, aliases: [A. Ito], country: JP, ids: {wikidata: Q58217, viaf: 17}}\n",
        )
    )
    contacts = [call("A. Ito/JP", "Bo Kim/KR", document="a"), call("Ana Ito/JP", "Bo Kim/KR", document="b")]
    ids = (("viaf", "17"), ("wikidata", "Q58217"))

    once = fold(contacts, actors)
    assert {(p.name, p.ids) for c in once for p in c.parties} == {("Ana Ito", ids), ("Bo Kim", ())}
    assert fold(once) == once
    assert fold([*once, call("Ana Ito/JP", "Cy Roe/KR", document="c", day="2021-10-01")])[-1].parties[0].ids == ids

    assert all(Contact.from_dict(json.loads(json.dumps(c.to_dict()))) == c for c in once)
    assert [p.get("ids") for p in once[0].to_dict()["parties"]] == [dict(ids), None]
    assert "ids" not in once[0].to_dict()["parties"][1]
    assert {p.ids for c in by_state(once) for p in c.parties} == {()}


def test_an_identifier_of_the_table_goes_before_an_earlier_one(tmp_path: Path) -> None:
    """And where no table decides, the order of the contacts makes no difference."""
    one, two = (
        replace(
            call("Ana Ito/JP", "Bo Kim/KR", document=d), parties=(party("Ana Ito", country="JP", ids=(("viaf", v),)), b)
        )
        for d, v, b in (("a", "2", party("Bo Kim", side=1)), ("b", "1", party("Cy Roe", side=1)))
    )
    actors = read_actors(table(tmp_path, "actors:\n  - {name: Ana Ito, ids: {viaf: 3}}\n"))

    for contacts in ([one, two], [two, one]):
        assert {c.parties[0].ids for c in fold(contacts)} == {(("viaf", "1"),)}
        assert {c.parties[0].ids for c in fold(contacts, actors)} == {(("viaf", "3"),)}


def test_offices_tell_two_of_one_alias_apart(tmp_path: Path) -> None:
    actors = read_actors(
        table(
            tmp_path,
            "actors:\n"
            "  - {name: Old Bush, aliases: [Bush], roles: [{role: President, from: 1989-01-20, to: 1993-01-20}]}\n"
            "  - {name: Young Bush, aliases: [Bush], roles: [{role: President, from: 2001-01-20, to: 2009-01-20}]}\n",
        )
    )
    contacts = [call("Bush/US", "Ana Ito/JP", document=d, day=f"{d}-05-01") for d in ("1990", "2005")]
    assert {p.name for c in fold(contacts, actors) for p in c.parties} == {"Old Bush", "Young Bush", "Ana Ito"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("actors: [", "not YAML"),
        ("actorz: []", "line 1, actorz: unknown key; known are actors, apart, merge"),
        ("actors:\n  - {aliases: [A]}", "line 2, actors: an entry has no 'name'"),
        ("actors:\n  - name: A\n    type: alien", "line 3, type: 'alien' is none of"),
        ("actors:\n  - name: A\n    country: usa", "line 3, country: 'usa' is no code"),
        ("actors:\n  - name: A\n    aliases: B", "line 3, aliases: a list is needed"),
        ("actors:\n  - name: A\n    roles:\n      - {role: R, from: May}", "line 4, from: 'May' is no day"),
        ("actors:\n  - name: A\n    roles: [{role: R, from: 2021-02-01, to: 2021-01-01}]", "is before"),
        ("actors:\n  - name: A\n    ids: Q1", "line 3, ids: keys are needed; write a name and a value each"),
        ("actors:\n  - name: A\n    ids: {wikidata: 58217}", "line 3, wikidata: '58217' is not a Wikidata item"),
        ("actors:\n  - name: A\n    ids: {wikidata: Q0}", "line 3, wikidata: 'Q0' is not a Wikidata item"),
        ("actors:\n  - name: A\n    ids:\n      cow: GMY", "line 4, cow: 'GMY' is not a number of that list"),
        ("actors:\n  - name: A\n    ids: {iso3: de}", "line 3, iso3: 'de' is not a code"),
        ("actors:\n  - name: A\n    ids: {My list: 1}", "line 3, My list: no name of an identifier"),
        ("actors:\n  - name: A\n    ids: {viaf: ' '}", "line 3, viaf: ' ' is not an identifier"),
        ("actors:\n  - name: A\n    ids: {viaf: [1]}", "line 3: text is needed"),
        ("merge:\n  - [A, B]\napart:\n  - [B, A]", "line 2, merge: 'A' and 'B' are also kept apart"),
    ],
)
def test_a_broken_table_is_refused_by_line_and_key(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(InputError, match=r"actors\.yaml") as error:
        read_actors(table(tmp_path, text))
    assert words in str(error.value)


def test_a_table_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Can't read"):
        read_actors(tmp_path / "none.yaml")


def test_merges_that_were_read_were_right() -> None:
    """Of a sample of the merges of names in records of travels, judged one by one, 97 in 100 are right."""
    path = Path(__file__).parent / "identity" / "merges.jsonl"
    verdicts = [json.loads(line)["verdict"] for line in path.read_text("utf-8").splitlines()]
    assert len(verdicts) == 100
    assert verdicts.count("right") >= 97


# --- the commands


def test_parties_lists_names_merges_and_doubts(tmp_path: Path, run: Run) -> None:
    contacts = [
        call("Jan Novak/CZ", "Ana Ito/JP", document="a"),
        call("Petr Novak/CZ", "Anna Ito/JP", document="b"),
        call("Novak/CZ", "Ana Ito/JP", document="c", day="2021-08-20"),
        call("Sergei Lavrov/RU", "Ana Ito/JP", document="d"),
        call("Sergey Lavrov/RU", "Ana Ito/JP", document="e", day="2021-09-20"),
    ]
    write(contacts, tmp_path / "c.jsonl")
    shown = run("parties", tmp_path / "c.jsonl", "--merges")
    plain = json.loads(run("parties", tmp_path / "c.jsonl", "--json").stdout)

    assert shown.exit_code == 0
    lines = [" ".join(line.split()) for line in shown.stdout.splitlines()]
    assert "Sergey Lavrov Sergei Lavrov the same name (100)" in lines
    assert "Novak Jan Novak or Petr Novak one surname, several persons" in lines
    assert {p["name"]: p["aliases"] for p in plain["parties"]}["Sergei Lavrov"] == ["Sergey Lavrov"]
    assert [d["name"] for d in plain["doubts"]] == ["Novak"]


def test_a_graph_is_of_encounters_unless_told_otherwise(tmp_path: Path, run: Run) -> None:
    contacts = [call("Lena Ray/US", "Igor Maly/RU", document="a"), call("Lena Ray/US", "Igor Maly/RU", document="b")]
    write(contacts, tmp_path / "c.jsonl")
    for options, edges, nodes in (([], 1, 2), (["--no-fold"], 2, 2), (["--by", "state"], 1, 2)):
        done = run("graph", tmp_path / "c.jsonl", "-o", tmp_path / "g.graphml", "--level", "contact", *options)
        graph = nx.read_graphml(tmp_path / "g.graphml", force_multigraph=True)
        assert done.exit_code == 0
        assert (graph.number_of_edges(), len(graph)) == (edges, nodes)
    assert set(graph.nodes) == {"russia", "united-states"}


def test_a_broken_table_of_actors_fails_in_one_line(tmp_path: Path, run: Run) -> None:
    write([call("Lena Ray/US", "Igor Maly/RU", document="a")], tmp_path / "c.jsonl")
    (tmp_path / "actors.yaml").write_text("actorz: []", encoding="utf-8")
    done = run("graph", tmp_path / "c.jsonl", "-o", tmp_path / "g.html", "--actors", tmp_path / "actors.yaml")

    assert done.exit_code == 1
    assert "line 1, actorz: unknown key" in done.stderr
    assert not (tmp_path / "g.html").exists()
