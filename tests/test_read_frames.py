"""Documents out of data frames and their columns, of pandas, polars and Arrow: what is read, and what to say of the rest."""

import datetime as dt
import sqlite3
import warnings
from collections.abc import Callable
from typing import Any

import pytest

import diplograph
from diplograph.errors import DiplographError, InputError
from diplograph.extract.model import Document, Source
from diplograph.extract.read.text import InputNotice

pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")
pa = pytest.importorskip("pyarrow")

TEXT = "Ana Castro met Jun Ito in Lisbon."
DAY = dt.date(2021, 8, 16)
Make = Callable[[dict[str, list[Any]]], Any]
FRAMES = [
    pytest.param(pd.DataFrame, id="pandas"),
    pytest.param(pl.DataFrame, id="polars"),
    pytest.param(pa.table, id="arrow"),
]


def _read(given: Any, **options: Any) -> tuple[list[Document], list[DiplographError]]:
    problems: list[DiplographError] = []
    return list(diplograph.documents(given, on_error=problems.append, **options)), problems


# --- what is read -------------------------------------------------------------------------------


@pytest.mark.parametrize("make", FRAMES)
def test_a_row_is_a_document(make: Make) -> None:
    """By the usual names of tables, each field of its own type."""
    columns: dict[str, list[Any]] = {"Body": [TEXT, TEXT], "headline": ["A", None], "published": [DAY, None]}
    found, problems = _read(make(columns | {"doc_id": ["a", "b"], "outlet": ["p", None], "n": [1, 2]}))

    assert problems == []
    assert found == [
        Document(TEXT, Source("a", "A", DAY, None, "p"), dated_by="field"),
        Document(TEXT, Source("b")),
    ]


@pytest.mark.parametrize("make", FRAMES)
def test_columns_by_other_names(make: Make) -> None:
    """They are named; without an id a row is called by its number."""
    frame = make(
        {"words": [TEXT], "text": ["no"], "when": [DAY], "what": ["A"], "where": ["u"], "who": ["p"], "n": [7]}
    )
    found, problems = _read(frame, text="words", date="when", title="what", url="where", publisher="who", id="n")
    (unnamed,), notices = _read(frame, text="words")

    assert (found, problems) == ([Document(TEXT, Source("7", "A", DAY, "u", "p"), dated_by="field")], [])
    assert unnamed.source == Source("row:1")
    (notice,) = map(str, notices)
    assert notice.startswith("In the data frame, no date was taken from `when`, though it looks like one: name it with")
    assert notice.endswith(" `diplograph.documents(..., date=...)`.")


@pytest.mark.parametrize(
    "days",
    [
        pd.to_datetime(["2021-08-16"]),
        pd.to_datetime(["2021-08-16 09:30"]).tz_localize("UTC"),
        pd.PeriodIndex(["2021-08-16"], freq="D"),
        pd.Series(["2021-08-16"], dtype="string"),
        pd.Series(["2021-08-16"], dtype="category"),
        pd.array([20210816], dtype="Int64"),
        pd.Series([DAY], dtype=object),
        pd.Series([pd.Timestamp("2021-08-16").to_datetime64()], dtype=object),
    ],
)
def test_days_of_every_dtype(days: Any) -> None:
    """Times, periods, words and numbers are a day."""
    (found,), problems = _read(pd.DataFrame({"text": [TEXT], "date": days}))
    assert (found.source.date, problems) == (DAY, [])


@pytest.mark.parametrize("dtype", ["object", "string", "str", "category"])
def test_a_column_of_texts(dtype: str) -> None:
    """Each is read as that of a file would be; missing ones are told and left out."""
    found, problems = _read(pd.Series([TEXT, None, f"Date: 2021-08-16 Ministers meet.\n\n{TEXT}"], dtype=dtype))

    assert [(one.source.id, one.source.date) for one in found] == [("row:1", None), ("row:3", DAY)]
    assert [(type(one), str(one)) for one in problems] == [
        (InputNotice, "row 2 has no text: nothing was read from it; fill it in, or leave it out (`dropna()`).")
    ]


def test_a_column_of_polars() -> None:
    """As one of pandas."""
    found, (problem,) = _read(pl.Series("text", [TEXT, None]))
    assert [one.source.id for one in found] == ["row:1"]
    assert str(problem).startswith("row 2 has no text")


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, pd.NaT])
@pytest.mark.parametrize("column", ["text", "title", "date", "doc_id"])
def test_what_is_missing(missing: Any, column: str) -> None:
    """It is nothing, whatever stands for it."""
    row = {"text": TEXT, "title": "A", "date": DAY, "doc_id": "a"} | {column: missing}
    found, problems = _read(pd.DataFrame([row], dtype=object))

    assert len(problems) == (column == "text") and len(found) == (column != "text")
    for one in found:
        assert [one.source.title, one.source.date, one.source.id] == [
            None if column == "title" else "A",
            None if column == "date" else DAY,
            "row:1" if column == "doc_id" else "a",
        ]


def test_rows_of_pandas_and_of_sqlite() -> None:
    """They are mappings too."""
    database = sqlite3.connect(":memory:")
    database.row_factory = sqlite3.Row
    for rows in ([row for _, row in pd.DataFrame({"text": [TEXT], "id": [7]}).iterrows()],
                 database.execute("SELECT ? AS text, 7 AS id", [TEXT])):  # fmt: skip
        assert _read(rows) == ([Document(TEXT, Source("7"))], [])
    database.close()


# --- what rows are called -----------------------------------------------------------------------


def test_the_index_for_ids() -> None:
    """Where it is asked for, and messages tell it in any case."""
    frame = pd.DataFrame({"text": [TEXT, None, TEXT]}, index=["a", "b", "c"])

    assert [one.source.id for one in _read(frame, index=True)[0]] == ["a", "c"]
    assert [one.source.id for one in _read(frame["text"], index=True)[0]] == ["a", "c"]
    assert [one.source.id for one in _read(frame)[0]] == ["row:1", "row:3"]
    assert str(_read(frame)[1][0]).startswith("row 2 (index b) has no text")
    assert [one.source.id for one in _read(pd.DataFrame({"text": [TEXT]}, index=[17]), index=True)[0]] == ["17"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            pd.DataFrame({"text": [TEXT] * 2}, index=[0, 0]),
            "Labels of the index stand for several rows: give each its own",
        ),
        (pl.DataFrame({"text": [TEXT]}), "What was given has no index: name the column of the identifiers with `id=`."),
        ([TEXT], "What was given has no index"),
    ],
)
def test_an_index_that_names_no_rows(given: Any, words: str) -> None:
    """It is refused, before anything is read."""
    found, (problem,) = _read(given, index=True)
    assert found == [] and words in str(problem)


def test_no_two_documents_have_one_id() -> None:
    """The second of rows or mappings is called by its place too; a Document keeps its own."""
    frame = pd.DataFrame({"text": [TEXT] * 3, "id": ["a", "a", "b"]})
    mine = Document(TEXT, Source("a"))

    assert [one.source.id for one in _read(frame)[0]] == ["a", "row:2:a", "b"]
    mapping = {"text": TEXT, "id": "a"}
    assert [one.source.id for one in _read([mapping, mine, mapping])[0]] == ["a", "a", "text:3:a"]


# --- what can't be read -------------------------------------------------------------------------


@pytest.mark.parametrize("make", FRAMES)
@pytest.mark.parametrize(
    ("columns", "options", "words"),
    [
        ({"words": [TEXT], "n": [1]}, {},
         "no column that is known to hold the text; it has: words, n. Name it with `diplograph.documents(..., text=...)`."),
        ({"text": [TEXT]}, {"date": "day", "id": "n"}, "no column `n` or `day`; it has: text. Name one of these."),
    ],
)  # fmt: skip
def test_columns_that_are_not_there(make: Make, columns: Any, options: dict[str, str], words: str) -> None:
    """It is said once, with those that are there."""
    found, (problem,) = _read(make(columns), **options)
    assert (found, str(problem)) == ([], f"The data frame has {words}")


def test_a_frame_without_rows() -> None:
    """It has no documents."""
    assert _read(pd.DataFrame({"text": []})) == ([], [])


def test_what_is_no_text() -> None:
    """A number, in a frame, is reported with its row; in a column it is a mistake of the program's."""
    found, (problem,) = _read(pd.DataFrame({"text": [TEXT, 5]}, dtype=object))

    assert len(found) == 1
    assert str(problem) == "row 2 has 5 where its text should be, of the type int: give a text there."
    with pytest.raises(TypeError, match=r"Row 1 is 5, of the type int: give texts"):
        _read(pd.Series([5]))
    with pytest.raises(InputError, match="row 2 has 5 where its text"):
        list(diplograph.documents(pd.DataFrame({"text": [TEXT, 5]}, dtype=object)))
    with pytest.warns(UserWarning, match="row 1 has no text"):
        assert list(diplograph.documents(pd.Series([None], dtype=object))) == []


def test_a_frame_of_something_else_is_given_up() -> None:
    """Thousands of rows without a text are one problem more, not thousands."""
    found, problems = _read(pd.Series([None] * 5000, dtype=object))

    assert found == [] and len(problems) == 1002
    assert str(problems[-1]).startswith("Of the first 1,001 rows of what was given hardly any holds a text")


def test_a_wide_frame_is_quickly_read() -> None:
    """Without a copy of it."""
    frame = pd.DataFrame({f"c{n}": range(2000) for n in range(50)} | {"text": [TEXT] * 2000})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(_read(frame)[0]) == 2000


# --- what is extracted --------------------------------------------------------------------------


@pytest.mark.real
@pytest.mark.parametrize("make", FRAMES)
def test_contacts_of_a_frame(make: Make) -> None:
    """From the frame, from its column, and with columns of other names."""
    text = "Sergei Lavrov met Wang Yi in Moscow on Monday."
    frame, other = make({"id": ["x"], "text": [text], "date": [DAY]}), make({"words": [text], "day": [DAY]})
    whole = list(diplograph.extract_contacts(frame))

    assert [(contact.document.id, contact.date and contact.date.start) for contact in whole] == [("x", DAY)]
    named = diplograph.extract_contacts(diplograph.documents(other, text="words", date="day"))
    assert [contact.date for contact in named] == [contact.date for contact in whole]
    if make is not pa.table:
        assert [contact.document.id for contact in diplograph.extract_contacts(frame["text"])] == ["row:1"]
