"""The seeds: each document gives the contacts of its label, but for those that are marked as known failures."""

import csv
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
from diplograph.graph.formats import write
from diplograph.graph.identity import fold

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


def test_events_of_the_seeds(contacts_by_file: dict[str, list[Contact]], tmp_path: Path) -> None:
    """As many as there are pairs of encounters that occurred; and some that were read by hand."""
    encounters = fold(contact for contacts in contacts_by_file.values() for contact in contacts)
    write(encounters, tmp_path / "e.events.tsv")
    with (tmp_path / "e.events.tsv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle, dialect="excel-tab"))
    names = (
        "Event Date",
        "Actor Name",
        "Actor Country",
        "Actor COW",
        "Recipient Name",
        "Recipient COW",
        "CAMEO Code",
        "Country",
    )
    found = {tuple(row[name] for name in names) for row in rows if row["Directed"] == "TRUE"}

    assert len(rows) == sum(
        len({frozenset((a.id, b.id)) for a, b in c.pairs()}) for c in encounters if c.status == "occurred"
    )
    assert found >= {
        ("2021-07-16", "Xi Jinping", "CHN", "710", "Ashraf Ghani", "700", "041", "None"),
        ("2021-07-27", "King Abdullah II", "JOR", "663", "Joe Biden", "2", "042", "None"),
        ("2021-08-16", "Antony Blinken", "USA", "2", "Sergei Lavrov", "365", "041", "None"),
        ("2021-08-30", "Heiko Maas", "DEU", "255", "Uzbekistan", "704", "042", "None"),
        ("2021-09-09", "Joe Biden", "USA", "2", "Xi Jinping", "710", "041", "None"),
        ("2021-09-12", "Mohammed bin Abdulrahman Al Thani", "QAT", "694", "Afghanistan", "700", "042", "AFG"),
        ("2021-09-20", "Amir Khan Muttaqi", "None", "None", "António Guterres", "None", "040", "None"),
    }
