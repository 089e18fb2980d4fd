"""Data frames: what each row is, what the columns are of, and that nothing is lost or changed on the way."""

import datetime as dt
import sys
from dataclasses import replace
from typing import Any

import pytest
from browse import hostile_contacts, trio
from factories import contact, folded, many, party

import diplograph
from diplograph.errors import OutputError
from diplograph.extract.model import Contact, Decided, Kind, PartyType, Source, Status
from diplograph.extract.times import Basis, Precision
from diplograph.graph.assemble import party_pairs

pd = pytest.importorskip("pandas")
pa = pytest.importorskip("pyarrow")

ROWS = ("contact", "pair", "mention")


def _rows(contacts: list[Contact], rows: Any) -> list[dict[str, Any]]:
    """Return the rows of a frame of pandas as plain values, None for what is missing."""
    found = diplograph.frame(contacts, rows=rows)
    return [
        {
            str(name): value if isinstance(value, list) else None if pd.isna(value) else value
            for name, value in row.items()
        }
        for row in found.to_dict("records")
    ]


# --- rows ---------------------------------------------------------------------------------------


def test_a_row_a_contact() -> None:
    """With all that Parquet has, in the order given."""
    from diplograph.graph.formats.parquet import SCHEMA

    contacts = trio()
    found = _rows(contacts, "contact")

    assert [row["id"] for row in found] == [one.id for one in contacts]
    assert list(found[0]) == SCHEMA.names
    assert [p["name"] for p in found[0]["parties"]] == ["Ana Ito", "Bo Kim"]
    assert (found[0]["kind"], found[0]["topic"], found[0]["place"]) == ("call", "grain", None)
    assert (found[0]["start"], found[0]["source_date"]) == (pd.Timestamp("2021-03-01"), pd.Timestamp("2021-08-16"))
    assert (found[2]["start"], found[2]["end"], found[2]["basis"]) == (None, pd.Timestamp("2021-08-16"), "reported")


def test_a_row_a_pair() -> None:
    """Of parties on different sides, the lesser id first, with what is known of both."""
    france = party("France", side=1, type=PartyType.STATE, country="FR")
    one = contact(party("Wang Yi", country="CN", role="minister"), party("An Aide"), france, id="c_1")
    found = _rows([one, replace(one, id="c_2")], "pair")

    assert [(row["id"], row["a_name"], row["b_name"]) for row in found] == [
        ("c_1", "France", "Wang Yi"), ("c_1", "An Aide", "France"), ("c_2", "France", "Wang Yi"), ("c_2", "An Aide", "France"),
    ]  # fmt: skip
    assert (found[0]["a_type"], found[0]["a_country"], found[0]["a_side"]) == ("state", "FR", 1)
    assert (found[0]["b_role"], found[0]["b_country"], found[0]["b_mention"]) == ("minister", "CN", "Wang Yi")
    assert not {"parties", "also", "reports"} & found[0].keys()


def test_a_row_a_mention() -> None:
    """Every party of a contact, with where it is named."""
    (one, *_) = contacts = trio()
    found = _rows(contacts, "mention")

    assert [(row["id"], row["party_name"]) for row in found] == [(c.id, p.name) for c in contacts for p in c.parties]
    for row, named in zip(found, one.parties, strict=False):
        assert (row["party_start"], row["party_end"], row["party_side"]) == (named.start, named.end, named.side)


@pytest.mark.parametrize("rows", ROWS)
def test_rows_are_as_many_as_there_is_to_tell(rows: Any) -> None:
    """Also of many contacts, of a generator, and of none, whose frame has the same columns of the same dtypes."""
    contacts = many(2000, 60)
    counts = {"contact": 2000, "pair": sum(1 for c in contacts for _ in party_pairs(c)), "mention": 4000}
    found, none = diplograph.frame(iter(contacts), rows=rows), diplograph.frame([], rows=rows)

    assert len(found) == counts[rows] and len(none) == 0
    assert none.dtypes.equals(found.dtypes)
    assert list(found.index) == list(range(len(found)))


def test_reports_are_within_the_row() -> None:
    """What each document says, and that it copies another."""
    one, two = trio()[:2]
    both = folded(one, replace(two, document=Source("doc-2")))
    (row,) = _rows([both], "contact")

    assert [report["source_id"] for report in row["reports"]] == ["doc-1", "doc-2"]
    assert row["also"] == []


# --- dtypes -------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", ROWS)
def test_dtypes(rows: Any) -> None:
    """Text is text, numbers and flags may be missing, days are times, words are categories."""
    found = diplograph.frame(trio(), rows=rows)
    kinds: dict[str, list[str]] = {}
    for name, dtype in found.dtypes.items():
        kinds.setdefault(str(dtype).partition("[")[0], []).append(str(name))

    assert set(kinds) <= {"string", "category", "datetime64", "Int64", "float64", "boolean", "object"}
    assert kinds["datetime64"] == ["start", "end", "source_date"]
    assert kinds["boolean"] == ["recurring"]
    assert kinds["float64"] == ["trust"]
    assert {"kind", "status", "precision", "basis"} <= set(kinds["category"])
    assert {"id", "code", "plover", "mode", "source_id"} <= set(kinds["string"])
    assert kinds.get("object", []) == (["parties", "also", "reports"] if rows == "contact" else [])
    assert "evidence_start" in kinds["Int64"]


def test_codes_keep_their_zeros() -> None:
    """041 is not 41."""
    found = diplograph.frame([replace(trio()[0], code="041"), trio()[1]])
    assert found["code"].iloc[0] == "041"
    assert found["code"].iloc[1] is pd.NA


def test_categories_are_all_words_and_can_be_joined() -> None:
    """Two frames one upon the other keep their dtypes, and a count has a row for what did not occur."""
    one = diplograph.frame(trio()[:1], rows="pair")
    two = pd.concat([one, diplograph.frame(trio()[2:], rows="pair")])

    for name, words in (
        ("kind", Kind),
        ("status", Status),
        ("basis", Basis),
        ("precision", Precision),
        ("decided", Decided),
    ):
        assert list(one[name].cat.categories) == [word.value for word in words]
        assert two[name].dtype == one[name].dtype
    assert list(one["a_type"].cat.categories) == [word.value for word in PartyType]
    assert two.groupby("status", observed=False).size()["planned"] == 0


@pytest.mark.parametrize("day", ["0476-09-04", "1648-10-24", "1677-09-21", "1866-07-26", "9999-12-31"])
def test_days_of_every_year(day: str) -> None:
    """Nanoseconds begin in 1677 and end in 2262, years do not."""
    found = diplograph.frame([contact("A", "B", day=day, document=Source("d", date=dt.date.fromisoformat(day)))])
    assert found["start"].dt.date[0] == found["source_date"].dt.date[0] == dt.date.fromisoformat(day)
    assert found["start"].dt.year[0] == int(day[:4])


@pytest.mark.parametrize("rows", ROWS)
def test_hostile_text_is_kept(rows: Any) -> None:
    """But for characters that are none."""
    contacts = hostile_contacts()
    for row, one in zip(_rows(contacts, rows)[:: 2 if rows == "mention" else 1], contacts, strict=True):
        for name in ("topic", "place", "evidence"):
            told = one.evidence.sentence if name == "evidence" else getattr(one, name)
            assert row[name] == told.encode("utf-8", "replace").decode() or "\ufffd" in row[name]


# --- other libraries ----------------------------------------------------------------------------


@pytest.mark.parametrize("rows", ROWS)
def test_arrow_and_polars(rows: Any) -> None:
    """They hold the same."""
    pl = pytest.importorskip("polars")
    contacts = many(50, 12)
    table = diplograph.frame(contacts, rows=rows, library="arrow")
    other = diplograph.frame(contacts, rows=rows, library="polars")

    assert isinstance(table, pa.Table) and isinstance(other, pl.DataFrame)
    assert table.to_pylist() == other.to_dicts()
    assert (other.schema["start"], other.schema["kind"]) == (pl.Date, pl.Categorical)
    assert table.column("id").to_pylist() == list(diplograph.frame(contacts, rows=rows)["id"])


def test_a_frame_holds_what_the_parquet_file_holds(tmp_path: Any) -> None:
    """They share their columns; only the words are categories."""
    import pyarrow.parquet as pq

    contacts = diplograph.fold(many(50, 12))
    diplograph.write(contacts, tmp_path / "c.parquet")

    assert diplograph.frame(contacts, library="arrow").to_pylist() == pq.read_table(tmp_path / "c.parquet").to_pylist()


@pytest.mark.parametrize(
    ("library", "missing", "command"),
    [
        ("pandas", "pandas", 'pip install "diplograph[pandas]"'),
        ("pandas", "pyarrow", 'pip install "diplograph[pandas]"'),
        ("polars", "polars", "pip install polars pyarrow"),
        ("arrow", "pyarrow", 'pip install "diplograph[parquet]"'),
    ],
)
def test_a_missing_library(library: Any, missing: str, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence names the command that installs it, and comes before the first contact is read."""
    for name in ("diplograph.graph.arrow", "diplograph.graph.formats.parquet"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, missing, None)
    contacts = iter(trio())

    with pytest.raises(OutputError) as error:
        diplograph.frame(contacts, library=library)
    assert f"since a library is missing: run `{command}` (" in str(error.value)
    assert len(list(contacts)) == 3


# --- what is no contact -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "options", "words"),
    [
        (
            "contacts.jsonl",
            {},
            r"'contacts.jsonl' is no collection of contacts: give a list of them, as extract_contacts",
        ),
        (5, {}, "5 is no collection of contacts"),
        (["a"], {}, "Contact 1 is 'a', of the type str: give contacts"),
        ([*trio(), None], {}, "Contact 4 is None"),
        (
            diplograph.assemble(trio()),
            {},
            "A graph of networkx holds no sentences: give the contacts that it was assembled",
        ),
        (trio(), {"rows": "dyad"}, "rows='dyad': choose one of contact, pair, mention"),
        (trio(), {"library": "R"}, "library='R': choose one of pandas, polars, arrow"),
    ],
)
def test_what_is_wrong_is_told(given: Any, options: dict[str, Any], words: str) -> None:
    """In one sentence, with what to do."""
    with pytest.raises((TypeError, OutputError), match=words):
        diplograph.frame(given, **options)
