"""Whatever a text refers to, and however often, its reading ends, and soon."""

import pytest

from diplograph.extract.model import Document, Source
from diplograph.extract.pipeline import extract_contacts

CALL = "Antony Blinken called Wang Yi."


@pytest.mark.parametrize(
    "text",
    [
        "Members of her delegation met Sergei Lavrov. ",
        "Envoys of the ministers " + "of the ministers " * 40 + "met Sergei Lavrov. ",
        "Envoys of their delegation " + "of their delegation " * 40 + "met Sergei Lavrov. ",
        "A delegation led by " * 40 + "the envoy met Sergei Lavrov. ",
        "US Secretary of State Antony Blinken arrived in Paris. " + "He was glad. " * 400 + "He met Sergei Lavrov. ",
    ],
    ids=["a subject within its own staff", "nested offices", "nested staff", "nested leaders", "a row of pronouns"],
)
def test_reading_ends(text: str) -> None:
    """What can't be followed to its end spoils no other contact of the document."""
    contacts = list(extract_contacts([Document(text + CALL, Source("doc"))]))

    assert {p.name for p in contacts[-1].parties} == {"Antony Blinken", "Wang Yi"}


def test_a_long_row_of_pronouns_is_followed() -> None:
    """The last of many pronouns means whom the first means."""
    text = "US Secretary of State Antony Blinken spoke in Paris. " + "He was glad. " * 400 + "He met Sergei Lavrov."
    contacts = list(extract_contacts([Document(text, Source("doc"))]))

    assert [{p.name for p in c.parties} for c in contacts] == [{"Antony Blinken", "Sergei Lavrov"}]


def test_a_list_of_states_may_end_the_text() -> None:
    """A list that the text breaks off spoils no other contact of the document."""
    contacts = list(
        extract_contacts([Document(f"{CALL} Wang Yi met leaders of the United States, Chad", Source("doc"))])
    )

    assert {p.name for p in contacts[0].parties} == {"Antony Blinken", "Wang Yi"}
