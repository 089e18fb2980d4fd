"""The lexicons: each entry proves itself by its own example, and what does not fit a file's shape is refused by name."""

import ast
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml

import diplograph.extract
from diplograph.errors import LexiconError
from diplograph.extract.contacts import guards
from diplograph.extract.ids import slug
from diplograph.extract.lexicon.forms import regular
from diplograph.extract.lexicon.frames import Guard, NounFrame, VerbFrame, frame_of, nouns, patterned, verbs
from diplograph.extract.lexicon.loading import parse_lexicon, read_lexicon
from diplograph.extract.lexicon.words import Effects, words
from diplograph.extract.model import Contact, Document, Source
from diplograph.extract.pipeline import extract_contacts, load

ENTRIES: list[VerbFrame | NounFrame] = [
    *(frame for group in verbs().values() for frame in group),
    *patterned().values(),
    *nouns().values(),
]


def sets_of(file: str) -> dict[str, frozenset[str]]:
    """The sets of a file of words."""
    return read_lexicon(file, dict[str, frozenset[str]])


@pytest.fixture(scope="session")
def contacts_by_rule() -> dict[str, list[Contact]]:
    """The contacts of all examples, read in one stream."""
    by_rule: dict[str, list[Contact]] = defaultdict(list)
    for contact in extract_contacts(Document(e.example.text, Source(e.rule)) for e in ENTRIES):
        by_rule[contact.document.id].append(contact)
    return by_rule


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e.rule)
def test_example(entry: VerbFrame | NounFrame, contacts_by_rule: dict[str, list[Contact]]) -> None:
    """The entry finds the pairs of its example, and no others."""
    contacts = [c for c in contacts_by_rule[entry.rule] if c.status is entry.example.status]
    pairs = {frozenset((a.id, b.id)) for c in contacts for a, b in c.pairs()}

    assert pairs == {frozenset((slug(a), slug(b))) for a, b in entry.example.pairs}, entry.example.text
    assert entry.rule in {e.rule for c in contacts for e in (c.evidence, *c.also)}


@pytest.mark.parametrize("file", ["words", "roles"])
def test_each_set_is_used_and_none_is_missing(file: str) -> None:
    """What the code asks for by name is what the file has."""
    folder = Path(diplograph.extract.__file__).parent
    calls = [n for path in folder.rglob("*.py") for n in ast.walk(ast.parse(path.read_text("utf-8")))]
    asked = {
        argument.value
        for call in calls
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == file
        for argument in call.args
        if isinstance(argument, ast.Constant)
    }

    assert asked == sets_of(file).keys()


# What is found of a sentence that has an entry of several words in it.
SEVERAL_WORDS = {
    "organs_of_states": ("German President Karl Bauer met the head of Chad's {}, Idris Nur, in Trier.", "Idris Nur"),
    "spouses": ("The Grand Duke and {} Adelheid Kern met German President Karl Bauer in Trier.", "Adelheid Kern"),
    "consorts": ("{} Adelheid Kern slept. German President Kern met Chinese President Wu Tao in Trier.", "Kern"),
    "heads": ("{} Leopold of Luxembourg met German President Karl Bauer in Trier.", "{} Leopold"),
    "regnal": ("German President Karl Bauer met {} Adelheid of Luxembourg in Trier.", "{} Adelheid"),
    "regions": ("{} leaders met Chinese President Wu Tao in Beijing.", "{} leaders"),
}


SEVERAL = [
    (name, e) for file in ("words", "roles") for name, es in sets_of(file).items() for e in sorted(es) if " " in e
]


@pytest.mark.parametrize("entry", [entry for name, entry in SEVERAL if name == "recurring"])
def test_an_encounter_that_recurs(entry: str) -> None:
    """It is told so by words of a clause as by one word."""
    phrase = {"regular basis": "on a regular basis", "twice a": "twice a year"}.get(entry, "")
    verb = "used to meet" if entry == "used to" else "meets"
    text = f"German President Karl Bauer {verb} Chinese President Wu Tao {phrase}."
    (contact,) = extract_contacts([Document(text, Source(entry))])

    assert contact.recurring


@pytest.mark.parametrize(("name", "entry"), [(name, entry) for name, entry in SEVERAL if name != "recurring"])
def test_an_entry_of_several_words(name: str, entry: str) -> None:
    """It is matched as these words together, and stands for its party alone."""
    text, party = SEVERAL_WORDS[name]
    (contact,) = extract_contacts([Document(text.format(entry.title()), Source(entry))])

    assert party.format(entry.title()) in {p.name for p in contact.parties}
    assert len(contact.parties) == 2


# --- facts of the entries -----------------------------------------------------------------------


def test_irregular_forms_are_those_of_the_model() -> None:
    """Each form that the model's own table has for a verb is a regular one or stands in the verb's entry, and none else."""
    lemmatizer: Any = load().get_pipe("lemmatizer")
    table = lemmatizer.lookups.get_table("lemma_exc")["verb"]
    frames = {**verbs(), **{verb: (frame,) for verb, frame in patterned().items()}}
    for verb in frames.keys() | words("mediating") | words("resuming"):
        known = {form for form, lemmas in table.items() if verb in lemmas} - regular(verb)
        given = frozenset().union(*(frame.forms for frame in frames.get(verb, ())))

        assert given == known, verb


GUARDED = [(frame, guard) for group in verbs().values() for frame in group for guard in frame.unless]


@pytest.mark.parametrize(("frame", "guard"), GUARDED, ids=[f"{f.rule}-{g.example}" for f, g in GUARDED])
def test_guard(frame: VerbFrame, guard: Guard, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its example tells no contact, and without the guard it would tell one by this entry."""
    document = Document(guard.example, Source("example"))
    guarded = list(extract_contacts([document], whole=True))
    fitting = guards.fitting
    monkeypatch.setattr(guards, "fitting", lambda verb, one: () if one is guard else fitting(verb, one))
    unguarded = list(extract_contacts([document], whole=True))

    assert guarded == []
    assert frame.rule in {c.evidence.rule for c in unguarded}


def test_the_entry_of_a_rule() -> None:
    """Each contact leads back to the entry that made it, if one did."""
    assert [frame_of(e.rule) for e in ENTRIES] == ENTRIES
    assert frame_of("noun.brokered") is None


def test_words_of_sport_that_may_be_others() -> None:
    """They are words of sport."""
    assert words("sport_or_other") < words("sport")


# --- what is refused ----------------------------------------------------------------------------

GOOD: dict[str, Any] = {
    "verb": "meet",
    "kind": "meeting",
    "object": "party",
    "example": {"text": "A met B.", "pairs": []},
}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"colour": "red"}, "verb 'meet': unknown key 'colour'; known are verb,"),
        ({"kind": "party"}, "verb 'meet', kind: 'party' is none of meeting,"),
        ({"object": "dog"}, "verb 'meet', object: 'dog' is none of none, party"),
        ({"example": {"text": "A met B."}}, "verb 'meet', example: the key 'pairs' is missing"),
        ({"example": {"text": "A met B.", "pairs": [["A"]]}}, "example, pairs, entry 1: ['A'] has not 2 values"),
        ({"joint": "yes"}, "verb 'meet', joint: 'yes' is not true or false"),
        ({"code": 40}, "verb 'meet', code: 40 is not text"),
        ({"particle": True}, "verb 'meet', particle: True is not text; put it in quotes where YAML reads it otherwise"),
        ({"preps": "with"}, "verb 'meet', preps: expected a list"),
        ({"preps": ["with", "with"]}, "verb 'meet', preps: entry 2 stands twice; merge the two"),
        ({"things": ["b", "a"]}, "verb 'meet', things: 'a' must stand before 'b'"),
        ({"things": ["a", "a"]}, "verb 'meet', things: 'a' stands twice"),
        ({"things": ["a  b"]}, "verb 'meet', things: 'a  b' must have single spaces"),
        ({"things": [1]}, "verb 'meet', things: 1 is not text"),
        ({"unless": [{"example": "A met B."}]}, "verb 'meet', unless, entry 1: it would fit any word; add 'after'"),
        ({"unless": [{"words": ["target"]}]}, "verb 'meet', unless, entry 1: the key 'example' is missing"),
    ],
)
def test_a_broken_entry_is_refused(change: dict[str, Any], fault: str) -> None:
    """The message names the file, the entry and the fault."""
    with pytest.raises(LexiconError) as error:
        parse_lexicon("verbs", yaml.safe_dump([{**GOOD, **change}]), tuple[VerbFrame, ...])

    assert str(error.value).startswith("lexicon/verbs.yaml, verb 'meet'")
    assert fault in str(error.value)


@pytest.mark.parametrize(
    ("text", "shape", "fault"),
    [
        ("- [", tuple[VerbFrame, ...], "lexicon/x.yaml is not YAML: "),
        ("a: [b]\na: [c]", dict[str, frozenset[str]], "a key stands twice"),
        ("a: b", tuple[VerbFrame, ...], "lexicon/x.yaml: expected a list"),
        ("", dict[str, frozenset[str]], "lexicon/x.yaml: expected keys with their values"),
        ("- {kind: meeting}", tuple[VerbFrame, ...], "lexicon/x.yaml, entry 1: the key 'example' is missing"),
        (yaml.safe_dump([GOOD, GOOD]), tuple[VerbFrame, ...], "lexicon/x.yaml: verb 'meet' stands twice"),
        ("verbs: [b, a]", Effects, "lexicon/x.yaml: the key 'adjectives' is missing"),
        ("a: [b]\n1: [c]", dict[str, frozenset[str]], "lexicon/x.yaml, 1: 1 is not text"),
    ],
)
def test_a_broken_file_is_refused(text: str, shape: type, fault: str) -> None:
    """What is no list, no mapping, no YAML, or stands twice."""
    with pytest.raises(LexiconError) as error:
        parse_lexicon("x", text, shape)

    assert fault in str(error.value)
