"""Every case of tests/cases: exactly the contacts that it labels, with their kind, status, date, place, topic, source."""

from collections import defaultdict

import cases_io
import pytest

from diplograph.extract.model import Contact
from diplograph.extract.pipeline import extract_contacts

PASSING = [case for theme in cases_io.themes() for case in cases_io.load(theme)]
FAILING = list(cases_io.load("known-failures"))


@pytest.fixture(scope="session")
def contacts_by_case() -> dict[str, list[Contact]]:
    """The contacts of all cases, read in one stream."""
    by_case: dict[str, list[Contact]] = defaultdict(list)
    for contact in extract_contacts(cases_io.document(c) for c in [*PASSING, *FAILING]):
        by_case[contact.document.id].append(contact)
    return by_case


def check(case: cases_io.Case, contacts: list[Contact]) -> None:
    assert cases_io.found(contacts) == cases_io.expected(case), case["text"]
    assert cases_io.wrong_fields(case, contacts) == [], case["text"]


@pytest.mark.parametrize("case", PASSING, ids=lambda c: str(c["id"]))
def test_case(case: cases_io.Case, contacts_by_case: dict[str, list[Contact]]) -> None:
    """The passage gives the contacts of its label, and no others."""
    check(case, contacts_by_case[str(case["id"])])


@pytest.mark.parametrize(
    "case",
    [pytest.param(c, marks=pytest.mark.xfail(strict=True, reason=c["reason"]), id=str(c["id"])) for c in FAILING],
)
def test_known_failure(case: cases_io.Case, contacts_by_case: dict[str, list[Contact]]) -> None:
    """What is known to fail; a case that passes again must go back to its theme's file."""
    check(case, contacts_by_case[str(case["id"])])


def test_ids_are_unique() -> None:
    """No two cases share an id, since contacts are found by it."""
    ids = [case["id"] for case in [*PASSING, *FAILING]]

    assert len(ids) == len(set(ids))
