"""Contacts to graph: what is counted, merged, named and left out."""

import datetime as dt
import random
from typing import Literal

import pytest
from factories import contact, many, party

from diplograph.extract.model import Contact, Evidence, Kind, PartyType, Status
from diplograph.graph.assemble import assemble, in_order, party_pairs, without_weightless
from diplograph.graph.select import select


def test_only_what_occurred_adds_to_weight() -> None:
    contacts = [contact("Ana Ito", "Bo Kim", status=s) for s in Status] + [
        contact("Ana Ito", "Bo Kim", day="2021-09-01")
    ]
    edge = assemble(contacts).edges["ana-ito", "bo-kim"]
    counts = {name: edge[name] for name in ("weight", "contacts", "planned", "negated", "hypothetical")}
    assert counts == {"weight": 2.0, "contacts": 2, "planned": 1, "negated": 1, "hypothetical": 1}
    assert assemble(contacts).nodes["bo-kim"]["contacts"] == 2


def test_pair_level_sums_up() -> None:
    contacts = [
        contact("Ana Ito", "Bo Kim", kind=Kind.CALL, day="2021-03-01"),
        contact("Bo Kim", "Ana Ito", kind=Kind.CALL, day="2021-05-02", until="2021-05-04"),
        contact("Ana Ito", "Bo Kim", kind=Kind.MEETING, day=None),
        contact("Ana Ito", "Bo Kim", kind=Kind.VISIT, day="2022-01-01", status=Status.PLANNED),
    ]
    edge = assemble(contacts).edges["ana-ito", "bo-kim"]
    assert (edge["kinds"], edge["label"]) == ("call; meeting", "call ×2, meeting")
    assert (edge["first_date"], edge["last_date"]) == ("2021-03-01", "2021-05-04")
    assert edge["evidence"].startswith("Ana Ito spoke by phone with Bo Kim. | Bo Kim spoke")
    assert edge["sources"] == "https://example.org/readout"


def test_long_cells_are_capped_and_say_so() -> None:
    contacts = [contact("Ana Ito", "Bo Kim", day=f"2021-03-{d:02}", evidence=_sentence(d)) for d in range(1, 10)]
    evidence = assemble(contacts).edges["ana-ito", "bo-kim"]["evidence"]
    assert evidence.count("Sentence") == 5 and evidence.endswith("(+4 more)")


def _sentence(number: int) -> Evidence:
    return Evidence(f"Sentence {number}.", 0, 11, "met", 0, 3, "test")


def test_contact_level_has_an_edge_a_contact_and_pair() -> None:
    three = contact(*(party(n, side=i) for i, n in enumerate(["Ana Ito", "Bo Kim", "Cy Day"])))
    two = contact(party("Ana Ito"), party("Eve Ott"), party("Bo Kim", side=1))
    graph = assemble([three, two], level="contact")
    assert graph.number_of_edges() == 5
    assert not graph.has_edge("ana-ito", "eve-ott"), "one side is not in contact with itself"
    keys = [key for *_, key in graph.edges(keys=True)]
    assert len(set(keys)) == 5
    assert f"{three.id}.ana-ito.bo-kim" in keys
    assert {d["contact_id"] for *_, d in graph.edges(data=True)} == {three.id, two.id}


def test_keys_stay_unique_when_ids_do_not() -> None:
    contacts = [contact("Ana Ito", "Bo Kim", day=f"2021-03-0{d}", id="same") for d in (1, 2, 3)]
    contacts.append(contact(party("x", id="b"), party("y", id="c.d", side=1), id="a"))
    contacts.append(contact(party("x", id="b.c"), party("y", id="d", side=1), id="a"))
    keys = [key for *_, key in assemble(contacts, level="contact").edges(keys=True)]
    assert len(keys) == len(set(keys)) == 5


def test_repetitions_count_once() -> None:
    one = contact("Ana Ito", "Bo Kim")
    assert assemble([one, one]).edges["ana-ito", "bo-kim"]["weight"] == 1.0


def test_a_party_named_twice_on_a_side_is_one_pair_and_never_meets_itself() -> None:
    one = contact(party("Ana Ito"), party("Ana Ito"), party("Bo Kim", side=1), party("Ana Ito", side=1))
    assert [(a.id, b.id) for a, b in party_pairs(one)] == [("ana-ito", "bo-kim")]


def test_name_is_the_commonest_then_the_longest_then_the_first() -> None:
    def named(name: str, day: int) -> Contact:
        return contact(party(name, id="x"), party("Bo Kim", side=1), day=f"2021-01-{day:02}")

    assert assemble([named("Ana", 1), named("Ana", 2), named("Ana Ito", 3)]).nodes["x"]["label"] == "Ana"
    assert assemble([named("Ana", 1), named("Ana Ito", 3)]).nodes["x"]["label"] == "Ana Ito"
    assert assemble([named("Ana Itu", 1), named("Ana Ito", 3)]).nodes["x"]["label"] == "Ana Ito"


@pytest.mark.parametrize(
    ("mention", "kind", "aliases"),
    [
        ("Ito", PartyType.PERSON, "Ito"),
        ("He", PartyType.PERSON, None),
        ("she", PartyType.PERSON, None),
        ("His counterpart", PartyType.PERSON, None),
        ("The Minister", PartyType.PERSON, None),
        ("the two", PartyType.PERSON, None),
        ("the Kremlin", PartyType.STATE, "Kremlin"),
        ("Moscow", PartyType.STATE, "Moscow"),
        ("US", PartyType.STATE, "US"),
        ("山田", PartyType.PERSON, "山田"),
        ("Ana\n Maria Ito", PartyType.PERSON, "Ana Maria Ito"),
        ("Name", PartyType.STATE, None),
    ],
)
def test_aliases_are_names_not_pointers(mention: str, kind: PartyType, aliases: str | None) -> None:
    one = contact(party("Name", id="n", mention=mention, type=kind), party("Bo Kim", side=1))
    assert assemble([one]).nodes["n"].get("aliases") == aliases


def test_what_is_not_known_is_left_out() -> None:
    graph = assemble([contact("Ana Ito", "Bo Kim", day=None)], level="contact")
    every = [d for _, d in graph.nodes(data=True)] + [d for *_, d in graph.edges(data=True)]
    assert all(value is not None for d in every for value in d.values())
    assert not {"date_start", "place"} & set(every[-1]) and "country" not in every[0]


def test_statuses_select_and_weightless_pairs_can_go() -> None:
    contacts = [contact("Ana Ito", "Bo Kim"), contact("Ana Ito", "Cy Day", status=Status.NEGATED)]
    assert assemble(contacts, statuses={Status.NEGATED}).number_of_edges() == 1
    whole = assemble(contacts)
    assert whole.number_of_edges() == 2 and whole.edges["ana-ito", "cy-day"]["weight"] == 0
    slim = without_weightless(whole)
    assert set(slim) == {"ana-ito", "bo-kim"} and whole.number_of_edges() == 2


def test_order_of_input_makes_no_difference() -> None:
    contacts = many(200, 60)
    mixed = random.Random(1).sample(contacts, len(contacts))
    levels: list[Literal["pair", "contact"]] = ["pair", "contact"]
    for level in levels:
        one, two = assemble(contacts, level=level), assemble(mixed, level=level)
        assert list(one.nodes(data=True)) == list(two.nodes(data=True))
        assert list(one.edges(data=True)) == list(two.edges(data=True))


def test_order_is_total_even_for_contacts_of_one_id() -> None:
    contacts = [contact("Ana Ito", "Bo Kim", id="same", topic=str(n)) for n in range(9)]
    assert in_order(contacts) == in_order(reversed(contacts))


def test_select_filters_by_everything() -> None:
    call = contact("Ana Ito", "Bo Kim", kind=Kind.CALL, day="2021-03-01", until="2021-03-05")
    visit = contact("Cy Day", "Bo Kim", kind=Kind.VISIT, day="2021-04-01", status=Status.PLANNED)
    undated = contact(party("Russia", mention="Moscow", type=PartyType.STATE), party("Bo Kim", side=1), day=None)
    contacts = [call, visit, undated]
    assert select(contacts) == contacts
    assert select(contacts, statuses=[Status.PLANNED]) == [visit]
    assert select(contacts, kinds={Kind.CALL, Kind.VISIT}) == [call, visit]
    assert select(contacts, since=dt.date(2021, 3, 5)) == [call, visit]
    assert select(contacts, since=dt.date(2021, 3, 6)) == [visit]
    assert select(contacts, until=dt.date(2021, 3, 31)) == [call]
    assert select(contacts, party="moscow") == select(contacts, party="RUSSIA") == [undated]
    assert select(contacts, party=["Ana Ito", "cy-day"]) == [call, visit]
