"""Explanations: that they tell of the same contacts as extraction, and tell truly how those came about."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import cases_io
import pytest
from click.testing import Result

from diplograph.extract.contacts.candidate import Reason
from diplograph.extract.explain.draw import draw
from diplograph.extract.explain.explanation import HOWS, Explained, Explanation, explain
from diplograph.extract.lexicon import frames
from diplograph.extract.model import Contact, Document, Source, Status
from diplograph.extract.pipeline import extract_contacts

Run = Callable[..., Result]

CASES = [case for theme in [*cases_io.themes(), "known-failures"] for case in cases_io.load(theme)]
DOCUMENTS = [cases_io.document(case) for case in CASES]
ENTRIES = [frame.rule for group in frames.verbs().values() for frame in group]
ENTRIES += [frame.rule for frame in frames.nouns().values()]


@pytest.fixture(scope="module")
def explanations() -> list[Explanation]:
    """The explanations of all cases."""
    return list(explain(DOCUMENTS))


@pytest.fixture(scope="module")
def read_again() -> list[Contact]:
    """The contacts of all cases, as extraction gives them."""
    return list(extract_contacts(DOCUMENTS))


def one(text: str, day: str | None = "2021-08-16") -> Explanation:
    """Explain one text."""
    date = dt.date.fromisoformat(day) if day else None
    (found,) = explain([Document(text, Source("text", date=date))])
    return found


def told(text: str, day: str | None = "2021-08-16") -> Explained:
    """Explain the last contact of a text."""
    return one(text, day).contacts[-1]


# --- over all cases -----------------------------------------------------------------------------


def test_the_contacts_are_those_of_extraction(explanations: list[Explanation], read_again: list[Contact]) -> None:
    """Taking notes changes nothing: every field of every contact is the same, in the same order."""
    assert len(read_again) > 300
    assert [e.contact for x in explanations for e in x.contacts] == read_again


def test_the_rule_and_its_words_give_the_contact_again(
    explanations: list[Explanation], read_again: list[Contact]
) -> None:
    """Read again, what the explanation names as rule and trigger yields the contact with the same id."""
    again: dict[tuple[str, str, int, int], set[str]] = {}
    for c in read_again:
        key = (c.document.id, c.evidence.rule, c.evidence.trigger_start, c.evidence.trigger_end)
        again.setdefault(key, set()).add(c.id)
    for x in explanations:
        for e in x.contacts:
            plain = e.to_dict()
            span = plain["contact"]["evidence"]
            key = (x.document.id, plain["rule"]["name"], span["trigger_start"], span["trigger_end"])
            assert plain["contact"]["id"] in again[key]


def test_each_rule_and_each_way_of_resolving_is_shown_twice(explanations: list[Explanation]) -> None:
    """No rule and no way to find a party exists for one passage: each is at work in two, lexicon examples included."""
    shown: dict[str, set[str]] = {rule: {"example"} for rule in ENTRIES} | {how: set() for how in HOWS}
    for x in explanations:
        for e in x.contacts:
            for name in (e.contact.evidence.rule, *(a.rule for a in e.again), *(p.how for p in e.parties)):
                shown.setdefault(name, set()).add(x.document.id)

    assert {name for name, passages in shown.items() if len(passages) < 2} == set()
    assert "adjective.visiting" in shown


def test_what_is_quoted_stands_in_the_text(explanations: list[Explanation]) -> None:
    """Parties are told one by one, and the spans of words without a contact are theirs in the text as given."""
    texts = {d.source.id: d.text for d in DOCUMENTS}
    for x in explanations:
        text = texts[x.document.id]
        for e in x.contacts:
            assert [r.party for r in e.parties] == list(e.contact.parties)
            assert all(text[p.start : p.end] == p.mention for p in e.contact.parties)
        assert all(text[s.start : s.end] == s.word for s in x.silent)


def test_every_way_of_resolving_has_words(explanations: list[Explanation]) -> None:
    """No party is explained by a bare keyword."""
    hows = {r.how for x in explanations for e in x.contacts for r in e.parties}

    assert len(hows) > 8
    assert hows <= HOWS.keys()


def test_no_sentence_is_left_unexplained(explanations: list[Explanation]) -> None:
    """Each passage without contacts gives a reason, unless no word in it can make one; each reason comes up."""
    silent = [s for x in explanations for s in x.silent]

    assert {s.reason for s in silent} >= set(Reason) - {Reason.WORD, Reason.PREFILTER}
    assert all(s.detail and s.sentence for s in silent)


def test_words_in_sentences_with_a_contact_are_not_listed(explanations: list[Explanation]) -> None:
    """What is told as silent never is the trigger of a contact."""
    for x in explanations:
        triggers = {e.contact.evidence.trigger_start for e in x.contacts}
        assert not triggers & {s.start for s in x.silent}


def test_explanations_are_json(explanations: list[Explanation]) -> None:
    """The records survive JSON, and the contact in them is the contact."""
    for x in explanations[:50]:
        plain = json.loads(json.dumps(x.to_dict()))
        assert [Contact.from_dict(e["contact"]) for e in plain["contacts"]] == [e.contact for e in x.contacts]


# --- parties ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "how", "phrase"),
    [
        ("Chilean President Rosa Quiroga met Aino Salo.", "Rosa Quiroga", "name", "Rosa Quiroga"),
        ("Chilean President Rosa Quiroga flew in. Quiroga met Finland's Aino Salo.", "Rosa Quiroga", "name", "Quiroga"),
        ("Chilean President Rosa Quiroga flew in. She met Finland's Aino Salo.", "Rosa Quiroga", "pronoun", "She"),
        ("Chilean President Rosa Quiroga met her Finnish counterpart.", "Finland", "office", "Finnish counterpart"),
        ("Moscow held talks with Ankara.", "Turkey", "capital", "Ankara"),
        ("The Kremlin held talks with Ankara.", "Russia", "seat", "Kremlin"),
        ("Chilean President Rosa Quiroga held talks with Hamas.", "Hamas", "name", "Hamas"),
        ("Chilean President Rosa Quiroga visited Geneva for talks.", "Switzerland", "city", "Geneva"),
    ],
)
def test_how_a_party_is_resolved(text: str, name: str, how: str, phrase: str) -> None:
    """The explanation names the way and the words."""
    (found,) = (r for e in one(text).contacts for r in e.parties if r.party.name == name)

    assert (found.how, found.phrase) == (how, phrase)


# --- status, day, merging -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "status", "cues"),
    [
        ("met", Status.OCCURRED, ()),
        ("plans to meet", Status.PLANNED, ("plans",)),
        ("never met", Status.NEGATED, ("never",)),
        ("may meet", Status.HYPOTHETICAL, ("may",)),
        ("meets", Status.PLANNED, ("on 20 August",)),
    ],
)
def test_cues_of_the_status(verb: str, status: Status, cues: tuple[str, ...]) -> None:
    """The words that decided it, and the day where a present tense is a plan."""
    day = " on 20 August" if verb == "meets" else ""
    found = told(f"Chilean President Rosa Quiroga {verb} Finnish President Aino Salo{day}.")

    assert found.contact.status is status
    assert [cue.removeprefix("on ") for cue in found.cues] == [cue.removeprefix("on ") for cue in cues]


@pytest.mark.parametrize(
    ("day", "date", "dated"),
    [
        ("on 3 May 2019", "2021-08-16", "the words name the day in full"),
        ("on Monday", "2021-08-16", "counted from the document's date, 2021-08-16"),
        ("last week", "2021-08-16", "counted from the document's date, 2021-08-16"),
        ("on Monday", None, '"Monday" tells no time of it, and the document has no date to count from'),
        (
            "on the war of 2008",
            "2021-08-16",
            '"2008" tells no time of it, and it inherits none; it was no later than its document, 2021-08-16',
        ),
        (
            "",
            "2021-08-16",
            "its sentence has no words of time, and it inherits none; it was no later than its document, 2021-08-16",
        ),
    ],
)
def test_from_what_the_day_is_counted(day: str, date: str | None, dated: str) -> None:
    """In full, from the document's date, or not at all."""
    assert told(f"Chilean President Rosa Quiroga met Finnish President Aino Salo {day}.", date).dated == dated


def test_a_day_counted_from_the_contact_before_it() -> None:
    """ "Two days later" leans on the event told before."""
    first = "Chilean President Rosa Quiroga met Finnish President Aino Salo on 3 May 2019."
    found = told(f"{first} Two days later Quiroga met Ghanaian President Kojo Amankwah.")

    assert found.contact.date is not None
    assert found.contact.date.start == dt.date(2019, 5, 5)
    assert found.dated == "counted from 2019-05-03, the day of the contact told before it"


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        (
            "Chilean President Rosa Quiroga met Finnish President Aino Salo on Monday. She also met Ghanaian President Kojo Amankwah.",
            "inherited from the contact told before it",
        ),
        (
            "On Monday, Quiroga spoke in parliament. Chilean President Rosa Quiroga then met Ghanaian President Kojo Amankwah.",
            "inherited from the words with which the passage before it begins",
        ),
        (
            "3 May: Rain fell.\n\n4 May: Chilean President Rosa Quiroga slept. Quiroga also met Ghanaian President Kojo Amankwah.",
            "inherited from the date that it stands under",
        ),
    ],
)
def test_from_what_a_time_is_inherited(text: str, dated: str) -> None:
    assert told(text).dated == dated


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("last week", '2021-08-09 to 2021-08-15, some day of these: "last week", counted'),
        ("from 3 to 5 May 2019", '3 to 5 May 2019", the words name the day in full'),
    ],
)
def test_days_in_words(run: Run, words: str, shown: str) -> None:
    """First and last day, and whether some day of them is meant."""
    text = f"Chilean President Rosa Quiroga met Finnish President Aino Salo {words}."
    assert shown in run("explain", text, "--date", "2021-08-16").stdout


def test_an_encounter_told_twice() -> None:
    """The second telling is named with its rule and sentence."""
    first = "Chilean President Rosa Quiroga held talks with Finnish President Aino Salo in Turku."
    found = one(f"{first} The meeting between Quiroga and Salo lasted an hour.")

    assert len(found.contacts) == 1
    assert [e.rule for e in found.contacts[0].again] == ["noun.meeting"]


def test_the_example_of_the_rule() -> None:
    """A rule of the lexicon shows its own example."""
    found = told("Chilean President Rosa Quiroga met Finnish President Aino Salo.")

    assert found.example is not None
    assert " met " in found.example


# --- why not ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "word", "reason", "detail"),
    [
        ("Chilean President Rosa Quiroga met the deadline.", "met", Reason.OTHER_SENSE, '"the deadline" names no party'),
        ("The plan met all criteria.", "met", Reason.OTHER_SENSE, "it has another sense here"),
        ("The plan met the union.", "met", Reason.NO_PARTY, "no party is named"),
        ("Jane Doe met John Roe.", "met", Reason.NO_OFFICE, "Jane Doe and John Roe"),
        ("Chilean President Rosa Quiroga met Chilean Foreign Minister Luz Vega.", "met", Reason.ONE_SIDE, "(Chile)"),
        ("Italy met Wales in the football match.", "met", Reason.SPORT, "speaks of sport"),
        ("Chilean President Rosa Quiroga called Finnish President Aino Salo a fool.", "called", Reason.OTHER_SENSE, "Aino Salo"),
        ("Chilean President Rosa Quiroga told reporters that it was late.", "told", Reason.ONE_PARTY, '"reporters" is an audience'),
        ("They met in Turku.", "met", Reason.NO_PARTY, '"They" could not be resolved'),
    ],
)  # fmt: skip
def test_why_there_is_no_contact(text: str, word: str, reason: Reason, detail: str) -> None:
    """Each reason, with what it rests on."""
    found = one(text)
    (silent,) = (s for s in found.silent if s.word == word)

    assert found.contacts == ()
    assert (silent.reason, text[silent.start : silent.end]) == (reason, word)
    assert detail in silent.detail


def test_a_text_without_a_word_of_contact() -> None:
    """There is nothing to explain."""
    found = one("The weather was fine.")

    assert (found.contacts, found.silent) == ((), ())


# --- the picture --------------------------------------------------------------------------------


def test_the_picture_is_one_image_of_all_sentences() -> None:
    """Well-formed, the same each time, with every word; sentences are below each other."""
    document = Document("Rosa Quiroga met Aino Salo. They saw <R&D> and left\x0c\x01 early.", Source("text"))
    image = draw(document)
    root = ElementTree.fromstring(image)
    space = "{http://www.w3.org/2000/svg}"

    assert draw(document) == image
    assert root.tag == f"{space}svg"
    assert len(root.findall(f"{space}g")) >= 2
    assert {"Quiroga", "met", "They", "left"} <= {t.text for t in root.iter(f"{space}tspan")}
    assert len({g.get("transform") for g in root.findall(f"{space}g")}) == len(root.findall(f"{space}g"))


# --- the command --------------------------------------------------------------------------------

TEXT = "The Kremlin said Vladimir Putin plans to meet Xi Jinping in Beijing on 20 August. He met the deadline."


def test_command(run: Run) -> None:
    """Sides, rule, status with its cue, day, place and source, and then what has no contact."""
    result = run("explain", TEXT, "--date", "2021-08-16")

    assert result.exit_code == 0
    assert result.stderr == ""
    for part in (
        "1. Vladimir Putin — Xi Jinping (meeting, planned)",
        'verb.meet, by "meet", as in: ',
        'planned, by "plans"',
        '2021-08-20: "20 August", counted from the document\'s date, 2021-08-16',
        "place       Beijing",
        "source      Kremlin",
        'met         other sense: it has another sense here; "the deadline" names no party',
    ):
        assert part in result.stdout


def test_command_from_standard_input(run: Run) -> None:
    """``-`` reads the text; a header gives the date as it does for ``extract``."""
    found = json.loads(run("explain", "-", "--json", stdin=f"date 2021-08-16 A plan.\n\n{TEXT}\n").stdout)

    assert found["document"]["date"] == "2021-08-16"
    assert found["contacts"][0]["contact"]["date"]["start"] == "2021-08-20"
    assert [s["reason"] for s in found["silent"]] == ["other sense"]


def test_command_without_anything(run: Run) -> None:
    """A text without a word of contact is no error; no text is."""
    assert run("explain", "The weather was fine.").stdout == "No word in the text can make a contact.\n"
    assert run("explain", " ").exit_code == 2
    assert run("explain", "-", stdin="").exit_code == 2
    assert run("explain").exit_code == 2


def test_command_draws(run: Run, tmp_path: Path) -> None:
    """--svg writes the parse; a place that can't be written to is one line."""
    assert run("explain", TEXT, "--svg", tmp_path / "p.svg").exit_code == 0
    ElementTree.parse(tmp_path / "p.svg")
    lost = run("explain", TEXT, "--svg", tmp_path / "none" / "p.svg")

    assert lost.exit_code == 1
    assert lost.stderr.startswith("Error: Can't write ")
    assert len(lost.stderr.splitlines()) == 1


def test_command_colours_only_as_help(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The text is the same without colour, and NO_COLOR turns it off."""
    coloured, plain = run("explain", TEXT, color=True).stdout, run("explain", TEXT).stdout
    monkeypatch.setenv("NO_COLOR", "1")

    assert "\x1b[" in coloured
    assert "\x1b[" not in plain
    assert run("explain", TEXT, color=True).stdout == plain


def test_a_text_cannot_steer_the_terminal(run: Run) -> None:
    """Control and direction characters of the text are not passed on."""
    result = run("explain", "Chilean President Rosa Quiroga met \x1b[31mFinnish President Aino Salo\u202e.", color=True)

    assert "\x1b[31mFinnish" not in result.stdout
    assert "\u202e" not in result.stdout
