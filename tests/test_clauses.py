"""The logical arguments of predicates, on Docs built by hand."""

import pytest
from handmade import parsed
from spacy.tokens import Token

from diplograph.extract.mentions.mention import Mentions
from diplograph.extract.syntax.clauses import Clause
from diplograph.extract.syntax.objects import carried
from diplograph.extract.syntax.prepositions import prepositions
from diplograph.extract.syntax.subjects import owners
from diplograph.extract.syntax.tokens import conjuncts

ACTIVE = "Blinken/NNP/nsubj/2 met/VBD/ROOT/0/meet Lavrov/NNP/dobj/2"
PASSIVE = "Lavrov/NNP/nsubjpass/3 was/VBD/auxpass/3/be received/VBN/ROOT/0/receive by/IN/agent/3 Blinken/NNP/pobj/4"
REDUCED = "Lavrov/NNP/nsubj/5 hosted/VBN/acl/1/host by/IN/agent/2 Blinken/NNP/pobj/3 smiled/VBD/ROOT/0/smile"
RELATIVE = "Blinken/NNP/nsubj/5 who/WP/nsubj/3 met/VBD/relcl/1/meet Lavrov/NNP/dobj/3 left/VBD/ROOT/0/leave"
CONTROL = (
    "Guterres/NNP/nsubj/2 urged/VBD/ROOT/0/urge Sudan/NNP/dobj/2 and/CC/cc/3 Chad/NNP/conj/3 "
    "to/TO/aux/7 meet/VB/xcomp/2/meet"
)
AFTER = "After/IN/prep/4 meeting/VBG/pcomp/1/meet Lavrov/NNP/dobj/2 left/VBD/ROOT/0/leave Blinken/NNP/nsubj/4"


def words(tokens: list[Token]) -> list[str]:
    return [t.text for t in tokens]


@pytest.mark.parametrize(
    ("text", "verb", "agents", "patients"),
    [
        pytest.param(ACTIVE, 1, ["Blinken"], ["Lavrov"], id="active"),
        pytest.param(PASSIVE, 2, ["Blinken"], ["Lavrov"], id="passive"),
        pytest.param(REDUCED, 1, ["Blinken"], ["Lavrov"], id="reduced passive"),
        pytest.param(RELATIVE, 2, ["Blinken"], ["Lavrov"], id="relative clause"),
        pytest.param(CONTROL, 6, ["Sudan"], [], id="object control"),
        pytest.param(AFTER, 1, ["Blinken"], ["Lavrov"], id="gerund after a preposition"),
    ],
)
def test_arguments(text: str, verb: int, agents: list[str], patients: list[str]) -> None:
    """Who does it, and to whom, is the same in every voice and clause."""
    doc = parsed(text)

    assert words(Clause(doc[verb], Mentions([])).agents) == agents
    assert words(Clause(doc[verb], Mentions([])).objects) == patients


def test_conjuncts_are_transitive() -> None:
    """All members of a list are found from its first."""
    doc = parsed("Chad/NNP/nsubj/5 ,/,/punct/1 Mali/NNP/conj/1 Niger/NNP/conj/3 met/VBD/ROOT/0/meet")

    assert words(conjuncts(doc[0])) == ["Chad", "Mali", "Niger"]


def test_owner_of_a_noun_is_its_verbs_subject() -> None:
    """ "Chad held talks": the talks are Chad's."""
    doc = parsed("Chad/NNP/nsubj/2 held/VBD/ROOT/0/hold talks/NNS/dobj/2/talk")

    assert words(owners(doc[2])) == ["Chad"]


def test_preposition_behind_a_place_belongs_to_the_verb() -> None:
    """ "met in Geneva with B", where the parser hung "with" on Geneva."""
    doc = parsed("A/NNP/nsubj/2 met/VBD/ROOT/0/meet in/IN/prep/2 Geneva/NNP/pobj/3 with/IN/prep/4 B/NNP/pobj/5")

    assert [(name, t.text) for name, t in prepositions(doc[1])] == [("in", "Geneva"), ("with", "B")]


def test_round_of_talks_stands_for_the_talks() -> None:
    """A container stands for what it holds."""
    doc = parsed("held/VBD/ROOT/0/hold rounds/NNS/dobj/1/round of/IN/prep/2 talks/NNS/pobj/3/talk")

    assert carried(doc[3]).text == "rounds"
