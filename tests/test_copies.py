"""Reports in the words of another: one agency's article in several papers is one source, and two that agree are two."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st

from diplograph.extract.model import Contact
from diplograph.extract.pipeline import extract_contacts
from diplograph.graph.assemble import assemble
from diplograph.graph.identity import fold
from diplograph.graph.identity.copies import copies

AGENCY = (
    "Kenyan Foreign Minister Amina Odhiambo met her Ethiopian counterpart, Tesfaye Bekele, in Nairobi on Tuesday to discuss"
    " the drought along their common border. Officials of both sides spoke of a frank exchange that went on for four hours."
    " Odhiambo also spoke by phone with Sudanese Foreign Minister Ibrahim Hassan about grain that is held up in Port Sudan."
)
CHANGED = AGENCY.replace("Tuesday", "Tuesday afternoon").replace("frank exchange", "candid talk")
CUT = AGENCY.split(" Officials")[0]
OWN = (
    "In Nairobi on Tuesday Foreign Minister Amina Odhiambo met Ethiopian Foreign Minister Tesfaye Bekele over water and"
    " pasture. Later Odhiambo rang her Sudanese colleague, Foreign Minister Ibrahim Hassan, with a plea to let grain pass."
)
DOCUMENTS = {
    "agency": ("2021-08-10", "Wire", AGENCY),
    "daily": ("2021-08-11", "The Daily", CHANGED),
    "evening": ("2021-08-11", "Evening Post", CUT),
    "own": ("2021-08-11", "The Herald", OWN),
}


def told(*names: str, **changes: str) -> list[Contact]:
    """The encounters of some of the documents; a change gives a document another date."""
    records: list[dict[str, Any]] = [
        {"id": name, "date": changes.get(name, date), "publisher": publisher, "text": text}
        for name, (date, publisher, text) in DOCUMENTS.items()
        if name in names
    ]
    return fold(extract_contacts(records))


def marks(encounters: list[Contact]) -> dict[str, set[str | None]]:
    """What each document's reports are copies of."""
    found: dict[str, set[str | None]] = {}
    for encounter in encounters:
        for report in encounter.reports:
            found.setdefault(report.document.id, set()).add(report.copy_of)
    return found


def test_a_changed_and_a_cut_copy_are_marked_and_another_s_own_words_are_not() -> None:
    encounters = told(*DOCUMENTS)

    assert marks(encounters) == {"agency": {None}, "daily": {"agency"}, "evening": {"agency"}, "own": {None}}
    assert copies(encounters) == {"daily": "agency", "evening": "agency"}
    assert sorted(e.sources for e in encounters) == [2, 2]
    assert sorted(len(e.reports) for e in encounters) == [3, 4]


def test_copies_do_not_count_as_reports_of_an_edge() -> None:
    graph = assemble(told("agency", "daily", "evening"))
    assert {data["reports"] for _, _, data in graph.edges(data=True)} == {1}
    assert {data["reports"] for _, _, data in assemble(told(*DOCUMENTS)).edges(data=True)} == {2}


def test_the_same_words_weeks_later_are_no_copy() -> None:
    """Who repeats a formula at every meeting does not copy."""
    again = told("agency", "daily", daily="2021-08-31")
    assert not any(report.copy_of for e in again for report in e.reports)


def test_pages_of_one_form_about_others_are_no_copies() -> None:
    """Readouts of two calls of one day in the same words are of two calls."""
    form = "President Joseph Biden spoke by phone today with {} to discuss preparations for the humanitarian summit in Geneva next month."
    others = ("Egyptian President Abdel Fattah al-Sisi", "Amir Sheikh Tamim bin Hamad Al Thani of Qatar")
    calls = fold(extract_contacts([{"date": "2024-08-06", "text": form.format(other)} for other in others]))
    assert len(calls) == 2
    assert copies(calls) == {}


@given(st.permutations(list(DOCUMENTS)))
def test_order_makes_no_difference(names: list[str]) -> None:
    found = list(extract_contacts({"id": n, "date": DOCUMENTS[n][0], "text": DOCUMENTS[n][2]} for n in sorted(names)))
    shuffled = [c for n in names for c in found if c.document.id == n]
    assert fold(shuffled) == fold(found)


def test_what_is_marked_stays_marked() -> None:
    """Folding again, and what a file has kept, changes nothing."""
    encounters = told(*DOCUMENTS)
    assert fold(encounters) == encounters
    kept = [Contact.from_dict(json.loads(json.dumps(e.to_dict()))) for e in encounters]
    assert kept == encounters


@pytest.mark.real
def test_build_tells_of_copies(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "news.jsonl"
    lines = ({"id": n, "date": d, "publisher": p, "text": t} for n, (d, p, t) in DOCUMENTS.items())
    source.write_text("".join(json.dumps(line) + "\n" for line in lines))
    result = run("build", str(source), "-o", str(tmp_path / "out"))

    assert "2 in the words of another" in result.output
    with (tmp_path / "out/documents.csv").open(encoding="utf-8", newline="") as handle:
        rows = {row["id"]: row["copy_of"] for row in csv.DictReader(handle)}
    assert rows == {"agency": "", "daily": "agency", "evening": "agency", "own": ""}
