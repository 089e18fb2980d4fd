"""How contacts show themselves in a notebook: a table in which text is text, and the words of a sentence are marked."""

import pickle
import re
from dataclasses import replace
from typing import Any

import pytest
from browse import hostile_contacts, inherited, trio
from factories import contact, many, party
from lxml import etree, html

from diplograph import Contacts, fold
from diplograph.extract.model import Contact, Source
from diplograph.extract.shown import ROWS, parties, segments
from diplograph.graph.rollup import by_state
from diplograph.graph.select import select

TAGS = {"table", "thead", "tbody", "tr", "th", "td", "b", "mark", "a", "div", "p", "span"}


def _cells(shown: str) -> list[list[str]]:
    return [[cell.text_content() for cell in row] for row in html.fromstring(shown).iter("tr")]


def test_a_contact_shows_itself() -> None:
    """As a table of one row, without a word below it."""
    shown = trio()[0]._repr_html_()

    assert _cells(shown) == [
        ["Day", "Kind", "Status", "Parties", "Sentence", "Source"],
        [
            "2021-03-01",
            "call",
            "occurred",
            "Ana Ito – Bo Kim",
            "Ana Ito spoke by phone with Bo Kim.",
            "Ministers speak",
        ],
    ]
    assert "<b>Ana Ito</b> <mark>spoke by phone with</mark> <b>Bo Kim</b>." in shown
    assert (
        '<a href="https://example.org/readout" target="_blank" rel="noopener noreferrer">Ministers speak</a>' in shown
    )
    assert "<p>" not in shown


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"date": None}, 0, "by 2021-08-16"),
        ({"date": None, "document": Source("d")}, 0, "undated"),
        ({"date": inherited().date}, 0, "2022-06-13/2022-06-19 (inherited)"),
        ({"document": Source("notes.txt")}, 5, "notes.txt"),
    ],
)
def test_what_is_not_known(changes: dict[str, Any], column: int, words: str) -> None:
    """A bound is told as one, and what has no title by its id."""
    assert _cells(replace(trio()[0], **changes)._repr_html_())[1][column] == words


def test_sides() -> None:
    """Those of one side are together."""
    one = contact(party("Ana Ito"), party("Jun Ito"), party("Bo Kim", side=1))
    assert parties(one) == "Ana Ito, Jun Ito – Bo Kim"


@pytest.mark.parametrize("count", [0, 1, 2, ROWS, ROWS + 1, 3000])
def test_a_list_shows_the_first_of_them(count: int) -> None:
    """And says how many there are, and what shows all of them; however many, it is short."""
    found = Contacts(many(count, 30))
    shown = found._repr_html_()

    assert len(_cells(shown)) == 1 + min(count, ROWS)
    assert len(shown) < 30_000
    assert ("diplograph.show(" in shown) == (count > ROWS)
    assert re.fullmatch(rf"<{count:,} contacts? of [\d,]+ documents?>", repr(found))
    assert count == 1 or repr(found).strip("<>") in shown


def test_what_gives_a_list_of_contacts() -> None:
    """Folding, choosing, rolling up and slicing: each shows itself, and is a list as any other."""
    lists: list[Contacts] = [fold(trio()), select(trio(), kinds=["call"]), by_state(trio()), Contacts(trio())[1:]]

    assert [type(one) for one in lists] == [Contacts] * 4
    assert fold(trio()) == list(fold(trio()))
    assert isinstance(fold(trio())[0], Contact)
    assert pickle.loads(pickle.dumps(lists[0])) == lists[0]


def test_text_is_text() -> None:
    """Markup, formulas and characters that are none do nothing: what the table holds is what was put there."""
    found = Contacts(hostile_contacts())
    for shown in [found._repr_html_(), *(one._repr_html_() for one in found)]:
        tree = html.fromstring(shown)
        elements = [element for element in tree.iter() if isinstance(element.tag, str)]
        assert {element.tag for element in elements} <= TAGS
        assert {name for element in elements for name in element.attrib} <= {
            "class", "style", "scope", "dir", "href", "target", "rel",
        }  # fmt: skip
        assert all(link.startswith(("http://", "https://")) for link in tree.xpath("//@href"))
        assert etree.tostring(tree, encoding="utf-8")
        shown.encode("utf-8")
        assert "mathjax_ignore" in shown


def test_the_sentence_is_whole() -> None:
    """Marked or not."""
    for one in hostile_contacts():
        assert "".join(words for words, _ in segments(one, one.evidence)) == one.evidence.sentence
