"""What the parser is spared: nothing that a contact needs."""

import itertools
import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplograph.extract.prefilter.passing import Spared
from diplograph.extract.prefilter.prefilter import judgements, prefilter
from diplograph.extract.prefilter.sentences import sentences
from diplograph.extract.text.clean import clean, paragraphs

SHARED = Path(os.environ.get("DIPLOGRAPH_SHARED") or "/nonexistent") / "gold"
SEEDS = Path(__file__).parents[1] / "seeds"
FILLER = "The harvest was late that year. Prices rose in the shops. Nobody had expected so much rain. "
MEETING = "Portuguese Foreign Minister Inês Caldeira met Namibian President Petrus Shikongo in Windhoek. "

KEPT = {
    "a contact": (MEETING, "met"),
    "a pronoun's sentence": (
        "Namibian President Petrus Shikongo was in Lisbon. He met Prime Minister Ana Reis.",
        "was in Lisbon",
    ),
    "the two": (
        "Foreign Minister Inês Caldeira of Portugal likes jazz. So does President Petrus Shikongo of Namibia. The two met.",
        "likes jazz",
    ),
    "who a surname is": (
        f"Inês Caldeira is the foreign minister of Portugal. {FILLER * 3}Caldeira met President Shikongo of Namibia.",
        "is the foreign minister",
    ),
    "talks that resume": ("Peru and Ecuador held talks in Lima. The negotiations will resume in May.", "will resume"),
    "a meeting of theirs": ("Foreign Minister Inês Caldeira likes jazz. It was their second meeting.", "likes jazz"),
    "a longer name with a word of sport": (
        "Arab League envoy Amin Saleh met Libyan Foreign Minister Omar Zarif.",
        "League",
    ),
}
SPARED = {
    "Portugal and Namibia are far apart.": (Spared.WORD, []),
    "He said that the meeting with the band was long.": (Spared.OFFICE, ["meeting"]),
    "Portugal met its target.": (Spared.PARTIES, ["met"]),
    "Portugal met Namibia in the quarter-final of the tournament.": (Spared.SPORT, ["met"]),
    "The Portuguese government called the site useful.": (Spared.PARTIES, ["called"]),
}


@pytest.mark.parametrize(("text", "words"), KEPT.values(), ids=KEPT)
def test_keeps_what_a_contact_needs(text: str, words: str) -> None:
    """The sentence of a contact stays, and so does what it takes to know who its parties are."""
    assert words in prefilter(clean(FILLER * 20 + text + " " + FILLER * 20)).cleaned.text


@pytest.mark.parametrize(("text", "reason", "words"), [(t, *why) for t, why in SPARED.items()])
def test_spares_what_holds_none(text: str, reason: Spared, words: list[str]) -> None:
    """Without a contact word between two parties there is nothing to parse, and it is told why."""
    cleaned = clean(FILLER + text)
    *_, judged = judgements(cleaned)

    assert prefilter(cleaned).cleaned.text == ""
    assert (judged.kept, judged.spared) == (False, reason)
    assert cleaned.text[judged.start : judged.end] == text
    assert [cleaned.text[start:end] for start, end in judged.words] == words


def test_tells_what_it_keeps_and_why() -> None:
    """A sentence may be kept for itself, for another one, or since too little of the text could be left out."""
    found = list(judgements(clean(f"Petrus Shikongo is president of Namibia. {FILLER * 20}Portugal met Shikongo.")))
    short = list(judgements(clean(f"The harvest was late. {MEETING}")))

    assert [(j.kept, j.spared) for j in (found[0], found[1], found[-1])] == [
        (True, Spared.WORD),
        (False, Spared.WORD),
        (True, None),
    ]
    assert [(j.kept, j.spared) for j in short] == [(True, Spared.WORD), (True, None)]


def test_keeps_who_gives_a_title() -> None:
    """A sentence that gives the title of a person is kept, though a state stands beside the name in another before it."""
    text = (
        f"Premier Petrus Shikongo telephoned Marsh over Namibian wheat. {FILLER * 20}President Marsh left. {FILLER * 9}"
    )
    kept = [j for j in judgements(clean(text)) if j.kept]

    assert [text[j.start : j.end].strip() for j in kept][-1] == "President Marsh left."


@pytest.mark.parametrize("text", [MEETING * 3 + FILLER * 20, FILLER * 3, "Diary of Minister X. " + FILLER, ""])
def test_the_judgement_is_what_is_done(text: str) -> None:
    """The sentences judged to be kept are those that are left."""
    cleaned = clean(text)
    kept = [cleaned.text[j.start : j.end].strip() for j in judgements(cleaned) if j.kept]

    assert "".join(prefilter(cleaned).cleaned.text.split()) == "".join("".join(kept).split())


@given(
    st.lists(
        st.sampled_from([MEETING, FILLER, "\n\n", "“Yes,” he said.\r\n", "<p>No&nbsp;one. ", "A.B. "]), max_size=30
    )
)
def test_offsets_lead_back(pieces: list[str]) -> None:
    """Each word that is left is the word as given that its offsets lead to."""
    text = "".join(pieces)
    left = prefilter(clean(text)).cleaned
    for word in ("Inês", "Windhoek", "harvest", "rain"):
        at = left.text.find(word)
        while at >= 0:
            start, end = left.original(at, at + len(word))
            assert text[start:end] == word
            at = left.text.find(word, at + 1)


@given(st.text(alphabet=st.sampled_from("aZ .!?\"')(\n-ß’“0Москва"), max_size=300))
def test_sentences_lose_no_word(text: str) -> None:
    """Any text is cut into sentences that hold all letters of its paragraphs, in order and apart from each other."""
    cleaned = clean(text)
    found = sentences(cleaned)
    held = "".join(cleaned.text[s.start : s.end] for s in found)
    given = "".join(cleaned.text[start:end] for start, end in paragraphs(cleaned))

    assert [c for c in held if c.isalnum()] == [c for c in given if c.isalnum()]
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@pytest.mark.parametrize("piece", ["met ", "Minister met. ", "...... ", "'\" ", "Peru-", "they met Peru and "])
def test_cost_is_linear(piece: str) -> None:
    """Ten times the text takes about ten times as long, whatever it repeats."""
    took = []
    for count in (5_000, 50_000):
        cleaned = clean(piece * count)
        start = time.process_time()
        prefilter(cleaned)
        took.append(time.process_time() - start)

    assert took[1] < 40 * max(took[0], 0.01)
