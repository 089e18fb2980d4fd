"""Trust: a share between 0 and 1 that the record of a contact alone gives, the same everywhere, and in words."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from factories import contact, many, party

from diplograph.cli import main
from diplograph.extract.model import Contact, Decided, PartyType, Source, Status
from diplograph.extract.trust import IN_WORDS, in_words, interval, trust
from diplograph.extract.trust.features import features, text_kind
from diplograph.graph.decisions.order import doubtful_first
from diplograph.graph.formats import write
from diplograph.graph.select import select

FIRM = contact(
    party("Ana Castro", country="PE", role="foreign minister"), party("Jun Ito", side=1, country="JP", role="envoy")
)
LOOSE = contact(
    party("Ito", country="JP"),
    party("Front", side=1, type=PartyType.GROUP),
    status=Status.HYPOTHETICAL,
    day=None,
    id="c_loose",
)


def test_a_contact_plainly_told_is_trusted_more() -> None:
    assert 0 <= trust(LOOSE) < trust(FIRM) <= 1


def test_what_somebody_decided_on_is_trusted() -> None:
    assert contact("A B", "C D", decided=Decided.CHANGED).trust == 1


def test_the_record_alone_gives_it() -> None:
    """So that a file of contacts, from wherever it comes, has the same."""
    for one in many(200, 30):
        assert Contact.from_dict(json.loads(json.dumps(one.to_dict()))).trust == one.trust == one.to_dict()["trust"]


def test_features_say_how_parties_are_named_and_in_which_text() -> None:
    assert "named=whole in office" in features(FIRM) and "countries=known" in features(FIRM)
    assert "named=bare" in features(LOOSE) and "countries=one unknown" in features(LOOSE)
    pointed = contact(party("Ana Castro", mention="she"), party("Peru", side=1, type=PartyType.STATE, mention="we"))
    assert {"named=pointed", "named=speaking"} <= set(features(pointed))
    assert len(set(features(FIRM))) == len(features(FIRM))


@pytest.mark.parametrize("title, year, kind", [
    ("Readout of the President's call with the King", 2021, "readout"),
    ("Remarks by the Minister", 2021, "speech"),
    ("Telegram 12", 1914, "old"),
    (None, 2021, "other"),
])  # fmt: skip
def test_kinds_of_text(title: str | None, year: int, kind: str) -> None:
    import datetime as dt

    assert text_kind(contact("A B", "C D", document=Source("d", title, dt.date(year, 1, 1)))) == kind


@pytest.mark.parametrize(
    "share, words", [(1.0, "19 times in 20"), (0.94, "19 times in 20"), (0.69, "2 times in 3"), (0.0, "1 time in 10")]
)
def test_shares_in_words(share: float, words: str) -> None:
    assert in_words(share) == f"right {words}"
    assert list(IN_WORDS) == sorted(IN_WORDS, reverse=True)


def test_a_contact_without_parties_has_one_too() -> None:
    assert 0 <= replace(FIRM, parties=()).trust <= 1


def test_a_share_lies_in_its_interval() -> None:
    for share in (0.0, 0.3, 0.55, 0.69, 0.75, 0.85, 0.9, 0.96, 1.0):
        low, high = interval(share)
        assert 0 <= low <= share <= high <= 1
    assert interval(0.75)[1] - interval(0.75)[0] < 0.2


def test_the_doubtful_come_first_in_a_review() -> None:
    assert doubtful_first([FIRM, LOOSE]) == [LOOSE, FIRM]


def test_contacts_are_chosen_by_trust(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert select([FIRM, LOOSE], trust=FIRM.trust) == [FIRM]
    write([FIRM, LOOSE], "c.jsonl")
    shown = CliRunner().invoke(main, ["show", "c.jsonl", "--trust", str(FIRM.trust), "-q"])
    assert shown.exit_code == 0 and "Ana Castro" in shown.stdout and "Front" not in shown.stdout
    assert CliRunner().invoke(main, ["show", "c.jsonl", "--trust", "2"]).exit_code == 2
