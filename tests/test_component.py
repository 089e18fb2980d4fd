"""The component in a spaCy pipeline: its contacts go where a Doc goes, and the day that they count from can be given."""

import datetime as dt
import pickle
from typing import Any

import pytest
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from diplograph.extract.model import Contact, Source
from diplograph.extract.pipeline import load

TEXT = "Sergei Lavrov met Wang Yi in Moscow on Monday."
DAYS = {"a": dt.date(2021, 8, 18), "b": dt.date(2021, 8, 25)}
MONDAYS = {"a": dt.date(2021, 8, 16), "b": dt.date(2021, 8, 23)}


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load()


@pytest.fixture
def read(nlp: Language) -> Doc:
    doc = nlp.make_doc(TEXT)
    doc._.diplograph_source = Source("a", "A title", DAYS["a"], "https://example.org", "TASS")
    return nlp(doc)


def _told(contacts: tuple[Contact, ...]) -> dict[str, dt.date | None]:
    return {contact.document.id: contact.date.start if contact.date else None for contact in contacts}


def _pickled(doc: Doc) -> Doc:
    found = pickle.loads(pickle.dumps(doc))
    assert isinstance(found, Doc)
    return found


def _in_bytes(doc: Doc) -> Doc:
    return Doc(doc.vocab).from_bytes(doc.to_bytes())


def _stored(doc: Doc) -> Doc:
    kept = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (found,) = DocBin().from_bytes(kept).get_docs(doc.vocab)
    return found


@pytest.mark.parametrize("sent", [_pickled, _stored, _in_bytes])
@pytest.mark.real
def test_contacts_go_where_a_doc_goes(read: Doc, sent: Any) -> None:
    """With all that they hold; and so does what is known of the document."""
    again = sent(read)

    assert again._.contacts == read._.contacts and len(again._.contacts) == 1
    assert isinstance(again._.contacts[0], Contact)
    assert again._.diplograph_source == read._.contacts[0].document
    assert again._.diplograph_source == Source("a", "A title", DAYS["a"], "https://example.org", "TASS")


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.real
def test_a_source_beside_each_text(nlp: Language, processes: int) -> None:
    """It tells which document a contact is of, and the day that its days are counted from; in other processes too."""
    texts = [(TEXT, Source(name, date=day)) for name, day in DAYS.items()]
    found = list(nlp.pipe(texts, as_tuples=True, n_process=processes))

    assert [_told(doc._.contacts) for doc, _ in found] == [{name: day} for name, day in MONDAYS.items()]
    assert [source for _, source in found] == [source for _, source in texts]


@pytest.mark.parametrize("day", [DAYS["a"], "2021-08-18", dt.datetime(2021, 8, 18, 23, 30)])
@pytest.mark.real
def test_the_day_of_a_doc(nlp: Language, day: Any) -> None:
    """Given alone, it leaves the rest as it is."""
    doc = nlp.make_doc(TEXT)
    doc._.diplograph_date = day

    assert (doc._.diplograph_date, doc._.diplograph_source) == (DAYS["a"], Source("doc", date=DAYS["a"]))
    assert _told(nlp(doc)._.contacts) == {"doc": MONDAYS["a"]}


@pytest.mark.real
def test_without_a_day_nothing_is_counted(nlp: Language) -> None:
    """What stands beside a text is only read where it is a source."""
    ((doc, context),) = nlp.pipe([(TEXT, {"date": "2021-08-18"})], as_tuples=True)

    assert _told(doc._.contacts) == {"doc": None}
    assert (doc._.diplograph_date, context) == (None, {"date": "2021-08-18"})


@pytest.mark.parametrize("day", ["Monday", 20210818, "18.8.2021"])
@pytest.mark.real
def test_what_is_no_day(nlp: Language, day: Any) -> None:
    """The sentence says how to write one."""
    with pytest.raises(ValueError, match=r"is not a day: give a datetime.date, or write it as 2021-08-16\."):
        nlp.make_doc(TEXT)._.diplograph_date = day
    with pytest.raises(TypeError, match=r"is no source of a document: give a diplograph.Source\."):
        nlp.make_doc(TEXT)._.diplograph_source = day


@pytest.mark.real
def test_a_doc_that_was_not_read_has_no_contacts(nlp: Language) -> None:
    """None is an empty tuple."""
    assert nlp.make_doc(TEXT)._.contacts == ()
