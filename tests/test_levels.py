"""How high an office stands."""

import pytest

from diplograph.errors import LexiconError
from diplograph.extract.lexicon import levels
from diplograph.extract.lexicon.levels import Level, Levels, highest, level_of
from diplograph.extract.lexicon.loading import parse_lexicon, read_lexicon

TABLE = read_lexicon("levels", Levels)


@pytest.mark.parametrize(
    ("role", "level"),
    [
        ("President", Level.LEADERS),
        ("acting president", Level.LEADERS),
        ("Prime Minister", Level.LEADERS),
        ("crown prince and prime minister", Level.LEADERS),
        ("Vice President and Prime Minister", Level.LEADERS),
        ("Majesty King", Level.LEADERS),
        ("General Secretary", Level.LEADERS),
        ("Minister of Europe and Foreign Affairs", Level.FOREIGN_MINISTERS),
        ("Secretary of State", Level.FOREIGN_MINISTERS),
        ("Deputy Prime Minister/Foreign Minister", Level.FOREIGN_MINISTERS),
        ("acting foreign minister", Level.FOREIGN_MINISTERS),
        ("Secretary of State for Defence", Level.MINISTERS),
        ("Secretary of Defense", Level.MINISTERS),
        ("vice president", Level.MINISTERS),
        ("Deputy Prime Minister", Level.MINISTERS),
        ("Crown Prince", Level.MINISTERS),
        ("minister in charge of trade", Level.MINISTERS),
        ("US ambassador to the United Nations", Level.ENVOYS),
        ("special envoy of the president", Level.ENVOYS),
        ("minister to Great Britain", Level.ENVOYS),
        ("Special Representative for Afghanistan", Level.ENVOYS),
        ("adviser to the president and prime minister", Level.OFFICIALS),
        ("president's adviser", Level.OFFICIALS),
        ("head of the office of the president", Level.OFFICIALS),
        ("spokesman for the prime minister", Level.OFFICIALS),
        ("Deputy Foreign Minister", Level.OFFICIALS),
        ("Vice Foreign Minister", Level.OFFICIALS),
        ("under-secretary of state", Level.OFFICIALS),
        ("former president", Level.OFFICIALS),
        ("president-elect", Level.OFFICIALS),
        ("Vice President-elect", Level.OFFICIALS),
        ("opposition leader", Level.OFFICIALS),
        ("National Security Council Secretary", Level.OFFICIALS),
        ("State University President", Level.OFFICIALS),
        ("State Secretary", Level.OFFICIALS),
        ("minister-counsellor", Level.OFFICIALS),
        ("general", Level.OFFICIALS),
        ("", Level.OFFICIALS),
    ],
)
def test_the_level_of_a_role(role: str, level: Level) -> None:
    """By the office that begins first, the highest of several, and not by that of whom it serves."""
    assert level_of(role) is level


@pytest.mark.parametrize(("level", "offices"), TABLE.levels.items())
def test_every_office_is_at_its_level(level: Level, offices: frozenset[str]) -> None:
    """None is hidden by another that begins before it."""
    assert {office for office in offices if level_of(office) is not level} == set()


def test_levels_have_an_order() -> None:
    """From leaders down to states."""
    assert highest(Level.STATES, Level.ENVOYS, Level.MINISTERS) is Level.MINISTERS
    assert set(TABLE.levels) == set(Level) - {Level.STATES}


def test_an_office_at_two_levels_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """And named."""
    text = "levels: {leaders: [king], officials: [king]}\nlowering: []\nahead: []\n"
    monkeypatch.setattr(levels, "read_lexicon", lambda name, shape: parse_lexicon(name, text, shape))
    with pytest.raises(LexiconError, match="'king' is at two levels, leaders and officials"):
        levels._table.__wrapped__()
