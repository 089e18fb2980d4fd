"""Measures: values worked out by hand, against networkx, and the same whatever the order of the contacts."""

import datetime as dt
import random
from typing import Any

import networkx as nx
import pytest
from factories import contact, many, party

from diplograph.errors import InputError
from diplograph.extract.model import Contact, Evidence, Kind, PartyType, Report, Source, Status
from diplograph.graph import measures as measures_module
from diplograph.graph.assemble import assemble
from diplograph.graph.communities import communities
from diplograph.graph.ego import partners
from diplograph.graph.initiative import initiative, initiators, reciprocity
from diplograph.graph.lookup import find_party
from diplograph.graph.measures import betweenness, contact_graph, measure
from diplograph.graph.paths import chains
from diplograph.graph.periods import Period, compare, latest_first, months, period
from diplograph.graph.rollup import by_state

TRIAD = [
    contact("Ana", "Boris", day="2021-07-01"),
    contact("Boris", "Ana", kind=Kind.CALL, day="2021-08-05"),
    contact("Ana", "Chen", day=None),
    contact("Ana", "Boris", "Chen", kind=Kind.TALKS, day="2021-08-20"),
    contact("Chen", "Dalia", day="2021-08-09"),
    contact("Ana", "Dalia", status=Status.PLANNED, day="2021-09-01"),
]


def _contact(*names: str, rule: str, sentence: str = "", trigger: str = "told", **changes: Any) -> Contact:
    """Make a contact of a rule, each of two parties on a side of its own."""
    evidence = Evidence(sentence or f"{names[0]} {trigger}.", 0, 9, trigger, 0, 4, rule)
    return contact(*names, evidence=evidence, **changes)


def _links(*pairs: str) -> list[Contact]:
    return [contact(*pair.split("-"), day="2021-08-01") for pair in pairs]


# --- parties and pairs --------------------------------------------------------------------------


def test_parties() -> None:
    """Contacts count encounters, the degree counts them for each partner, and plans don't count."""
    found = {p.name: p for p in measure(TRIAD).parties}
    counted = {n: (p.contacts, p.partners, p.degree, p.betweenness, p.core) for n, p in found.items()}

    assert counted == {
        "Ana": (4, 2, 5, 0.0, 2),
        "Boris": (3, 2, 4, 0.0, 2),
        "Chen": (3, 3, 4, 0.666667, 2),
        "Dalia": (1, 1, 1, 0.0, 1),
    }
    assert (found["Ana"].first, found["Ana"].last) == ("2021-07-01", "2021-08-20")
    assert [p.name for p in measure(TRIAD).parties] == ["Ana", "Boris", "Chen", "Dalia"]


def test_pairs() -> None:
    """The pair with most contacts comes first, with its kinds and days."""
    first, *rest = measure(TRIAD).pairs

    assert (first.names, first.contacts, first.kinds) == (("Ana", "Boris"), 3, "call, meeting, talks")
    assert (first.first, first.last) == ("2021-07-01", "2021-08-20")
    assert [(p.names, p.contacts) for p in rest] == [
        (("Ana", "Chen"), 2),
        (("Boris", "Chen"), 1),
        (("Chen", "Dalia"), 1),
    ]


def test_other_statuses_count_when_asked_for() -> None:
    """A plan then is a contact, an edge and a date like any other."""
    planned = measure(TRIAD, statuses=[Status.PLANNED])

    assert (planned.contacts, planned.undated) == (1, 0)
    assert [(p.name, p.contacts, p.degree, p.first) for p in planned.parties] == [
        ("Ana", 1, 1, "2021-09-01"),
        ("Dalia", 1, 1, "2021-09-01"),
    ]
    assert measure(TRIAD, statuses=list(Status)).contacts == len(TRIAD)


def test_exact_repetitions_count_once() -> None:
    """The same contact read twice is one."""
    assert measure([*TRIAD, *TRIAD]) == measure(TRIAD)


def test_without_contacts() -> None:
    """Nothing is measured, and nothing fails."""
    empty = measure([])

    assert (empty.contacts, empty.parties, empty.pairs, empty.communities, empty.months) == (0, (), (), (), {})
    assert (empty.modularity, empty.reciprocity) == (None, None)


@pytest.fixture(scope="module")
def body() -> list[Contact]:
    """Contacts as in real reporting: a few hubs, many parties seen once."""
    return many(400, 120)


def test_against_networkx(body: list[Contact]) -> None:
    """On a graph built apart, networkx finds the same."""
    graph = nx.Graph()
    for c in body:
        for a, b in {tuple(sorted((a.id, b.id))) for a, b in c.pairs()} if c.status is Status.OCCURRED else ():
            graph.add_edge(a, b, weight=graph.get_edge_data(a, b, {"weight": 0})["weight"] + 1)
    found = {p.id: p for p in measure(body).parties}
    between, core = nx.betweenness_centrality(graph), nx.core_number(graph)

    assert found.keys() == set(graph)
    for node, p in found.items():
        assert (p.partners, p.degree, p.core) == (graph.degree(node), graph.degree(node, "weight"), core[node])
        assert p.betweenness == pytest.approx(between[node], abs=1e-6)


def test_order_makes_no_difference(body: list[Contact]) -> None:
    """Communities, sampled betweenness and the order of equals are the same for shuffled contacts."""
    shuffled = body[:]
    random.Random(3).shuffle(shuffled)
    spans = period("2021"), period("2022")

    assert measure(shuffled) == measure(body)
    assert compare(shuffled, *spans) == compare(body, *spans)
    assert chains(shuffled, "brazil", "united-nations") == chains(body, "brazil", "united-nations")
    assert partners(shuffled, "france") == partners(body, "france")


def test_betweenness_of_large_graphs_is_sampled(body: list[Contact], monkeypatch: pytest.MonkeyPatch) -> None:
    """Above the limit it is estimated from a fixed sample: close to the exact one, and the same every time."""
    graph = contact_graph(body)
    exact = betweenness(graph)
    monkeypatch.setattr(measures_module, "_EXACT", 10)
    monkeypatch.setattr(measures_module, "_SOURCES", 60)
    estimated = betweenness(graph)

    assert estimated == betweenness(graph) != exact
    assert max(exact, key=exact.__getitem__) == max(estimated, key=estimated.__getitem__)
    assert all(estimated[n] == pytest.approx(exact[n], abs=0.1) for n in graph)


# --- communities --------------------------------------------------------------------------------


def test_communities() -> None:
    """Two circles joined by one contact are two communities; of equal size, the first in the alphabet comes first."""
    circles = _links("P-Q", "P-R", "Q-R", "Q-S", "P-S", "R-S", "A-B", "A-C", "B-C", "A-D", "B-D", "C-D", "D-P", "X-Y")
    found = communities(contact_graph(circles))

    assert [set(c.names) for c in found] == [set("ABCD"), set("PQRS"), set("XY")]
    assert [(c.number, c.contacts, c.names[0]) for c in found] == [(1, 6, "D"), (2, 6, "P"), (3, 1, "X")]


def test_modularity() -> None:
    """Two pairs that never meet: half of what chance gives is the most there can be."""
    assert measure(_links("A-B", "C-D")).modularity == 0.5


# --- initiative ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "rule", "sentence", "directed"),
    [
        (Kind.VISIT, "verb.receive", "", True),
        (Kind.VISIT, "noun.visit", "", True),
        (Kind.CALL, "verb.telephone", "", True),
        (Kind.CALL, "verb.speak", "Ana told Boris by phone.", False),
        (Kind.CALL, "noun.call", "Ana held a told with Boris.", False),
        (Kind.CALL, "noun.call", "In a told to Boris, Ana protested.", True),
        (Kind.CALL, "noun.call", "Boris took a told from Ana.", True),
        (Kind.CORRESPONDENCE, "verb.write", "", True),
        (Kind.CORRESPONDENCE, "noun.letter", "Ana sent a told to Boris.", True),
        (Kind.CORRESPONDENCE, "noun.letter", "Ana exchanged a told with Boris.", False),
        (Kind.CORRESPONDENCE, "noun.letter", "The told between Ana and Boris came to light.", False),
        (Kind.CORRESPONDENCE, "verb.correspond", "", False),
        (Kind.MEETING, "verb.summon", "", True),
        (Kind.MEETING, "verb.meet", "", False),
        (Kind.TALKS, "noun.talk", "", False),
    ],
)
def test_initiators(kind: Kind, rule: str, sentence: str, directed: bool) -> None:
    """The first side called, visited, wrote or summoned, where the words say so; "spoke by phone" does not."""
    found = initiators(_contact("Ana", "Boris", kind=kind, rule=rule, sentence=sentence))

    assert [p.name for p in found] == (["Ana"] if directed else [])


def test_three_sides_have_no_initiator() -> None:
    """Of three sides nobody is known to have begun."""
    assert initiators(_contact("Ana", "Boris", "Chen", kind=Kind.CALL, rule="verb.call")) == ()


def test_initiative() -> None:
    """Each pair is counted in both directions, the busier one first; what was matched is counted on both sides."""
    calls = [("Ana", "Boris"), ("Boris", "Ana"), ("Boris", "Ana"), ("Chen", "Ana")]
    contacts = [
        _contact(*names, kind=Kind.CALL, rule="verb.call", day=f"2021-08-0{i}", id=f"c{i}")
        for i, names in enumerate(calls, 1)
    ]
    found = initiative(contacts)

    assert [(p.names, p.there, p.back, p.reciprocity) for p in found] == [
        (("Boris", "Ana"), 2, 1, 0.666667),
        (("Chen", "Ana"), 1, 0, 0.0),
    ]
    assert reciprocity(found) == 0.5
    assert {p.name: (p.initiated, p.received) for p in measure(contacts).parties} == {
        "Ana": (1, 3),
        "Boris": (2, 1),
        "Chen": (1, 0),
    }


def test_a_visit_to_several() -> None:
    """Both of two visitors go to each host; those who travel together visit nobody of their own side."""
    sides = [party("Ana"), party("Boris"), party("Peru", side=1), party("Chile", side=1)]
    found = initiative([contact(*sides, kind=Kind.VISIT)])

    assert {p.names for p in found} == {(a, b) for a in ("Ana", "Boris") for b in ("Peru", "Chile")}


# --- periods ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2021", "2021-01-01", "2021-12-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2021-07-15", "2021-07-15", "2021-07-15"),
        ("2021-07-01..2021-07-15", "2021-07-01", "2021-07-15"),
        ("2020..2021-06", "2020-01-01", "2021-06-30"),
    ],
)
def test_period(text: str, start: str, end: str) -> None:
    """A year, a month, a day or a range of them."""
    assert period(text) == Period(dt.date.fromisoformat(start), dt.date.fromisoformat(end), text)


@pytest.mark.parametrize(
    "text", ["", "July", "2021-13", "2021-7", "2021-02-30", "2021-1-1", "0000", "2021..", "2022..2021"]
)
def test_bad_period(text: str) -> None:
    """Anything else is refused by name."""
    with pytest.raises(ValueError, match=text.replace(".", r"\.") or "''"):
        period(text)


@pytest.mark.parametrize(
    ("day", "until", "held"),
    [
        ("2021-07-31", None, True),
        ("2021-08-01", None, False),
        ("2021-07-30", "2021-08-02", True),
        ("2021-07-01", "2021-07-31", True),
        ("2021-06-30", "2021-07-02", False),
        ("2021-07-01", "2021-12-31", False),
        (None, None, False),
    ],
)
def test_a_period_holds_what_begins_in_it(day: str | None, until: str | None, held: bool) -> None:
    """A contact counts once, by its first day; one longer than a month counts only where the whole of it lies."""
    one = contact("Ana", "Boris", day=day, until=until)

    assert period("2021-07").holds(one) is held
    assert period("2021").holds(one) is (day is not None)


def test_months() -> None:
    """In order, without those dated by the year or not at all."""
    contacts = [*TRIAD, contact("Ana", "Boris", day="2021-01-01", until="2021-12-31")]

    assert list(months(contacts).items()) == [("2021-07", 1), ("2021-08", 3), ("2021-09", 1)]


def test_compare() -> None:
    """What appeared, stopped, grew and shrank, of parties and of pairs; what stayed is not told."""
    old = [("Ana", "Boris"), ("Ana", "Boris"), ("Ana", "Chen"), ("Dalia", "Emeka"), ("Farid", "Greta")]
    new = [("Ana", "Boris"), ("Ana", "Chen"), ("Ana", "Chen"), ("Ana", "Ivo"), ("Farid", "Greta")]
    contacts = [contact(*names, day=f"2021-07-{i:02}") for i, names in enumerate(old, 1)]
    contacts += [contact(*names, day=f"2021-08-{i:02}") for i, names in enumerate(new, 1)]
    found = compare(contacts, period("2021-07"), period("2021-08"))

    assert found.contacts == (5, 5)
    assert [(str(c.turn), c.names, c.before, c.after) for c in found.pairs] == [
        ("appeared", ("Ana", "Ivo"), 0, 1),
        ("stopped", ("Dalia", "Emeka"), 1, 0),
        ("grew", ("Ana", "Chen"), 1, 2),
        ("shrank", ("Ana", "Boris"), 2, 1),
    ]
    assert [(str(c.turn), *c.names, c.before, c.after) for c in found.parties] == [
        ("appeared", "Ivo", 0, 1),
        ("stopped", "Dalia", 1, 0),
        ("stopped", "Emeka", 1, 0),
        ("grew", "Ana", 3, 4),
        ("grew", "Chen", 1, 2),
        ("shrank", "Boris", 2, 1),
    ]


def test_latest_first() -> None:
    """By the last day, and the undated at the end."""
    late, long, undated = (
        contact("Ana", "Boris", day="2021-08-05"),
        contact("Ana", "Boris", day="2021-08-01", until="2021-08-09"),
        contact("Ana", "Boris", day=None),
    )

    assert latest_first([undated, late, long]) == [long, late, undated]


# --- by state -----------------------------------------------------------------------------------


def _of(name: str, code: str | None, side: int, **changes: Any) -> Any:
    return party(name, side=side, country=code, **changes)


def test_by_state() -> None:
    """Persons become their states and merge on a side; ids, evidence and mentions stay."""
    before = contact(
        _of("Antony Blinken", "US", 0, mention="Blinken"), _of("Lloyd Austin", "US", 0), _of("Wang Yi", "CN", 1)
    )
    (after,) = by_state([before])

    assert [(p.id, p.name, p.type, p.country, p.role, p.mention, p.side) for p in after.parties] == [
        ("united-states", "United States", PartyType.STATE, "US", None, "Blinken", 0),
        ("china", "China", PartyType.STATE, "CN", None, "Wang Yi", 1),
    ]
    assert (after.id, after.evidence, after.date) == (before.id, before.evidence, before.date)


@pytest.mark.parametrize(
    "one",
    [
        _of("Abdul Ghani Baradar", None, 0),
        _of("Taliban", None, 0, type=PartyType.GROUP),
        _of("United Nations", None, 0, type=PartyType.ORGANISATION),
        _of("António Guterres", "PT", 0, role="Secretary-General"),
        _of("Josep Borrell", "ES", 0, role="EU High Representative"),
        _of("Nobody", "ZZ", 0),
        _of("Peru", "PE", 0, type=PartyType.STATE),
    ],
)
def test_by_state_leaves_the_rest(one: Any) -> None:
    """Bodies, groups, who has no country, and who serves an international body stay what they are."""
    (after,) = by_state([contact(one, _of("Wang Yi", "CN", 1))])

    assert (after.parties[0].name, after.parties[0].type) == (one.name, one.type)


def test_by_state_knows_states_of_the_past() -> None:
    """A person of the Soviet Union, which has no code, acts for it as one of Russia does for Russia."""
    brezhnev = party("Leonid Brezhnev", side=1, org="Soviet Union", role="general secretary")
    (after,) = by_state([contact(_of("Richard Nixon", "US", 0), brezhnev)])

    assert [(p.id, p.name, p.home) for p in after.parties] == [
        ("united-states", "United States", "US"),
        ("soviet-union", "Soviet Union", "soviet-union"),
    ]


def test_by_state_within_one_state() -> None:
    """A contact within one state is gone; of three sides, two of one state, the contact with the third stays."""
    home, guest = (
        contact(_of("A", "US", 0), _of("B", "US", 1)),
        contact(_of("A", "US", 0), _of("B", "US", 1), _of("C", "CN", 2)),
    )
    (after,) = by_state([home, guest])

    assert after.id == guest.id
    assert [(p.names, p.contacts) for p in measure([after]).pairs] == [(("China", "United States"), 1)]


# --- names, chains and partners -----------------------------------------------------------------


@pytest.mark.parametrize("name", ["wang-yi", "Wang Yi", "WANG YI", "wang"])
def test_find_party(name: str) -> None:
    """By id, name or mention, whatever the case."""
    assert find_party([contact(party("Wang Yi", mention="Wang"), party("Ana", side=1))], name) == "wang-yi"


def test_find_party_prefers_the_name_itself() -> None:
    """A party called just so comes before those of whom it is a short form."""
    contacts = [contact(party("Wang Yi", mention="Wang"), "Ana"), contact("Wang", "Ana")]

    assert find_party(contacts, "wang") == "wang"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("wang", "'wang' may be Wang Wei or Wang Yi: give the full name."),
        ("Anna Castro", "No party is called 'Anna Castro'; did you mean Ana Castro?"),
        ("Castro", "No party is called 'Castro'; did you mean Ana Castro?"),
        ("Zzyzx", "No party is called 'Zzyzx'; `diplograph report` lists who is there."),
    ],
)
def test_party_not_found(name: str, message: str) -> None:
    """The message tells which names are near."""
    contacts = [contact(party(n, mention="Wang"), party("Ana Castro", side=1)) for n in ("Wang Yi", "Wang Wei")]
    with pytest.raises(InputError) as error:
        find_party(contacts, name)

    assert str(error.value) == message


def test_chains() -> None:
    """All the shortest chains, the one with the firmest weakest link first; a step holds its contacts, the latest first."""
    contacts = [
        *_links("A-B", "B-Z", "A-C", "C-Z", "A-X", "X-Y", "Y-Z"),
        contact("A", "C"),
        contact("C", "Z", day="2021-09-01"),
    ]
    found = chains(contacts, "a", "z")

    assert [[step.names for step in chain] for chain in found] == [[("A", "C"), ("C", "Z")], [("A", "B"), ("B", "Z")]]
    assert [c.date.start.isoformat() for c in found[0][1].contacts if c.date] == ["2021-09-01", "2021-08-01"]


@pytest.mark.parametrize(("start", "goal"), [("a", "c"), ("a", "a"), ("a", "nobody")])
def test_no_chain(start: str, goal: str) -> None:
    """Parties that nothing joins have no chain."""
    assert chains(_links("A-B", "C-D"), start, goal) == []


def test_partners() -> None:
    """By kind and status, those with most contacts that occurred first."""
    found = partners(TRIAD, "ana")

    assert [(p.name, p.statuses) for p in found] == [
        ("Boris", {"occurred": 3}),
        ("Chen", {"occurred": 2}),
        ("Dalia", {"planned": 1}),
    ]
    assert found[0].kinds == {"meeting": {"occurred": 1}, "call": {"occurred": 1}, "talks": {"occurred": 1}}
    assert (found[2].first, found[2].last) == ("2021-09-01", "2021-09-01")


def test_the_graph_is_that_of_assemble() -> None:
    """Measures and files speak of the same nodes and edges."""
    occurred = [c for c in TRIAD if c.status is Status.OCCURRED]
    ours, theirs = contact_graph(occurred), assemble(occurred)

    assert dict(ours.nodes(data=True)) == dict(theirs.nodes(data=True))
    assert list(ours.edges(data="weight")) == list(theirs.edges(data="weight"))


def test_reports_count_as_one_contact() -> None:
    """What several documents tell of one encounter is one contact."""
    one = TRIAD[0]
    other = Report("c_2", Source("doc-2"), one.kind, one.status, one.evidence, one.date)
    one = contact("Ana", "Boris", reports=(Report(one.id, one.document, one.kind, one.status, one.evidence), other))

    assert measure([one]).contacts == measure([one]).parties[0].contacts == 1
