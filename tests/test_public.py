"""The public interface: its names, what loads with them, and what ``extract_contacts`` takes."""

import ast
import datetime as dt
import subprocess
import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import diplograph
from diplograph.errors import DiplographError, InputError
from diplograph.extract.model import Document, Source
from diplograph.extract.read.text import LIMIT

TEXT = "Ana Castro met Jun Ito in Lisbon."
DAY = dt.date(2021, 8, 16)


# --- names --------------------------------------------------------------------------------------


def test_names() -> None:
    """Editors are shown every name, and each is there."""
    assert dir(diplograph) == sorted(diplograph.__all__)
    assert {"Contact", "Document", "Kind", "Party", "PartyType", "Source", "Status"} < set(dir(diplograph))
    for name in dir(diplograph):
        assert getattr(diplograph, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        diplograph.nonsense  # type: ignore[attr-defined] # noqa: B018


def test_names_are_what_type_checkers_see() -> None:
    """They read imports that never run: of the same names, from the same modules."""
    tree = ast.parse(Path(diplograph.__file__).read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module != "typing"]
    seen = {name.name: node.module for node in imports if node.module != "importlib" for name in node.names}

    assert seen == diplograph._HOMES
    assert seen.keys() | {"__version__"} == set(diplograph.__all__)
    for name, home in seen.items():
        assert getattr(diplograph, name) is getattr(import_module(str(home)), name)


def test_nothing_heavy_loads_before_it_is_used() -> None:
    """Neither with the package nor with its records."""
    heavy = "{'spacy', 'networkx', 'lxml', 'dateparser', 'yaml', 'numpy', 'pandas', 'pyarrow'}"
    code = f"import sys, diplograph as d; d.Contact, d.Document, d.Source; print(*sorted({heavy} & set(sys.modules)))"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "\n"


# --- what is taken ------------------------------------------------------------------------------


def _taken(*given: Any) -> tuple[list[Document], list[DiplographError]]:
    problems: list[DiplographError] = []
    return list(diplograph.documents(given, on_error=problems.append)), problems


def test_texts_documents_and_mappings() -> None:
    """Mixed, in their order; a Document is left as it is, the others are called by their places."""
    document = Document(TEXT, Source("mine"), body=3)
    found, problems = _taken(TEXT, document, {"text": TEXT})

    assert problems == []
    assert found[1] is document
    assert [d.source.id for d in found] == ["text:1", "mine", "text:3"]
    assert [d.text for d in found] == [TEXT] * 3


def test_a_text_is_read_as_that_of_a_file() -> None:
    """What its header says of it is known, and not read for contacts."""
    (document,), _ = _taken(f"Date: 2021-08-16 Ministers meet.\n\n{TEXT}")

    assert (document.source.date, document.source.title) == (DAY, "Ministers meet")
    assert document.text[document.body :] == TEXT


@pytest.mark.parametrize(
    "row",
    [
        {"text": TEXT, "id": 7, "title": "A", "date": "2021-08-16", "url": "u", "publisher": "p"},
        {"Body": TEXT, "GUID": "7", "Headline": "A", "published": DAY, "link": "u", "source": "p", "more": [1]},
        {"content": TEXT, "doc_id": 7, "title": "A", "pubDate": dt.datetime(2021, 8, 16, 9), "url": "u", "outlet": "p"},
    ],
)
def test_the_usual_names(row: dict[str, object]) -> None:
    """Those that tables have."""
    (document,), problems = _taken(row)

    assert problems == []
    assert document == Document(TEXT, Source("7", "A", DAY, "u", "p"), dated_by="field")


def test_what_a_data_frame_lacks() -> None:
    """NaN and None are nothing, not the words."""
    (document,), problems = _taken({"text": TEXT, "title": float("nan"), "date": None, "publisher": None})

    assert problems == []
    assert document.source == Source("text:1")


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (5, r"^Document 2 is 5, of the type int: give texts, Documents, or mappings with a `text`\.$"),
        (TEXT.encode(), "of the type bytes"),
        (Source("a"), "of the type Source"),
    ],
)
def test_items_of_a_wrong_type(item: Any, words: str) -> None:
    """They are a mistake of the program's, whoever listens."""
    with pytest.raises(TypeError, match=words):
        _taken(TEXT, item)


@pytest.mark.parametrize(
    ("given", "words"),
    [(TEXT, "not one text: put it in a list"), ({"text": TEXT}, "not one dict"), (Document(TEXT, Source("a")), "one Document")],
)  # fmt: skip
def test_a_single_document(given: Any, words: str) -> None:
    """It would be read letter by letter: it is refused, and before anything is loaded."""
    with pytest.raises(TypeError, match=words):
        diplograph.extract_contacts(given)


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ({"words": TEXT}, "document 1 has no field that is known to hold the text; it has: words. Call it `text`."),
        ({"text": None}, "document 1 has no text: nothing was read from it; fill it in, or leave it out (`dropna()`)."),
        (None, "document 1 has no text"),
        (float("nan"), "document 1 has no text"),
        ({"text": 5}, "document 1 has 5 where its text should be, of the type int: give a text there."),
        ({"text": " "}, "document 1 has an empty `text`"),
        ("", "document 1 is empty"),
        ("x" * (LIMIT + 1), "document 1 is too long"),
        ({"text": TEXT, "date": "soon"}, "In document 1, 'soon' is not a date"),
    ],
)
def test_items_that_cannot_be_read(item: Any, words: str) -> None:
    """They are reported, and the others are read."""
    found, (problem,) = _taken(item, TEXT)

    assert words in str(problem)
    assert found[-1].source.id == "text:2"


def test_where_nobody_listens() -> None:
    """What can't be read is raised, what is only odd a warning."""
    with pytest.raises(InputError, match="has 5 where its text should be"):
        list(diplograph.documents([{"text": 5}]))
    with pytest.warns(UserWarning, match="document 1 is empty"):
        assert list(diplograph.documents([""])) == []


def test_no_two_have_one_id() -> None:
    """Also where somebody gives the id that another would have by its place, or that it would be told apart by."""
    several: tuple[list[Any], ...] = (
        [{"id": "text:2", "text": TEXT}, TEXT],
        [{"id": id, "text": TEXT} for id in ("a", "text:3:a", "a")],
    )
    for given in several:
        ids = [document.source.id for document in diplograph.documents(given)]
        assert len(set(ids)) == len(ids)


def test_a_generator_is_read_as_needed() -> None:
    """Nothing is held."""

    def endless() -> Iterable[str]:
        while True:
            yield TEXT

    assert next(diplograph.documents(endless())).text == TEXT


@pytest.mark.real
@pytest.mark.filterwarnings("ignore::UserWarning:spacy.util")
def test_extraction_of_all_three() -> None:
    """Each gives its contact."""
    text = "Sergei Lavrov met Wang Yi in Moscow on Monday."
    found = list(diplograph.extract_contacts([text, {"body": text, "date": DAY}, Document(text, Source("x"))]))

    assert [contact.document.id for contact in found] == ["text:1", "text:2", "x"]
    assert found[1].date and found[1].date.start == DAY
