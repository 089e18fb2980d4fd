"""The seeds: each document gives the contacts of its label, but for those that are marked as known failures."""

from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml
from cases_io import CASES

from diplograph.extract.ids import slug
from diplograph.extract.model import Contact
from diplograph.extract.pipeline import extract_contacts
from diplograph.extract.read import read_documents

SEEDS = Path(__file__).parents[1] / "seeds"
LABELS: list[dict[str, Any]] = yaml.safe_load((CASES / "seeds.yaml").read_text(encoding="utf-8"))
PairStatus = tuple[tuple[str, ...], str]


@pytest.fixture(scope="session")
def contacts_by_file() -> dict[str, list[Contact]]:
    """The contacts of all seeds, read in one stream."""
    by_file: dict[str, list[Contact]] = defaultdict(list)
    for contact in extract_contacts(read_documents([SEEDS])):
        by_file[Path(contact.document.id).name].append(contact)
    return by_file


def pairs_with_status(contacts: list[Contact]) -> Counter[PairStatus]:
    """The pairs of contacts, with their status."""
    return Counter((tuple(sorted((a.id, b.id))), str(c.status)) for c in contacts for a, b in c.pairs())


def labelled(label: dict[str, Any], *, missed: bool) -> Counter[PairStatus]:
    """The pairs of a label, with their status: those that are found, or those known to be missed."""
    return Counter(
        (tuple(sorted((slug(c["a"]), slug(c["b"])))), c["status"])
        for c in label["contacts"]
        if bool(c.get("missed")) is missed
    )


@pytest.mark.parametrize("label", LABELS, ids=lambda label: str(label["file"]))
def test_seed(label: dict[str, Any], contacts_by_file: dict[str, list[Contact]]) -> None:
    """All that the label holds is found, what is marked ``missed`` is not, and nothing else but ``known_extra`` is."""
    found = pairs_with_status(contacts_by_file[label["file"]])
    extra = Counter((tuple(sorted((slug(a), slug(b)))), status) for a, b, status in label.get("known_extra", ()))

    assert found == labelled(label, missed=False) + extra


@pytest.mark.parametrize("label", LABELS, ids=lambda label: str(label["file"]))
def test_seed_forbidden(label: dict[str, Any], contacts_by_file: dict[str, list[Contact]]) -> None:
    """No pair that the label forbids is asserted."""
    forbidden = {tuple(sorted((slug(a), slug(b)))) for a, b in label.get("not_contacts", ())}
    known = {tuple(sorted((slug(a), slug(b)))) for a, b, _ in label.get("known_extra", ())}
    asserted = {pair for pair, status in pairs_with_status(contacts_by_file[label["file"]]) if status != "negated"}

    assert not asserted & forbidden - known


def test_every_seed_is_labelled() -> None:
    """The labels and the folder name the same files."""
    files = {p.name for p in SEEDS.iterdir() if p.name != "README.md"}

    assert files == {label["file"] for label in LABELS}
