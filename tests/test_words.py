"""The sets of words and roles: each word shows what its set is for in a sentence that another word leaves without it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from diplograph.extract.lexicon.words import roles, words
from diplograph.extract.model import Contact, Document, Kind, Source, Status
from diplograph.extract.pipeline import extract_contacts, load
from diplograph.extract.prefilter.passing import Spared
from diplograph.extract.prefilter.prefilter import judgements
from diplograph.extract.text.clean import clean
from diplograph.extract.times import Basis

A, B = "Kenyan President Peter Otieno", "Bolivian President Rosa Quispe"
Told = list[Contact]


def pair(*names: str) -> Callable[[Told], bool]:
    """Whether one contact is between these parties."""
    return lambda told: any({p.name for p in c.parties} == set(names) for c in told)


def kind(wanted: Kind) -> Callable[[Told], bool]:
    """Whether there is a contact of a kind."""
    return lambda told: any(c.kind is wanted for c in told)


def is_inherited(contact: Contact) -> bool:
    """Whether a contact has its time from what was told before."""
    return contact.time is not None and contact.time.basis is Basis.INHERITED


def nothing(told: Told) -> bool:
    """Whether there is no contact."""
    return not told


BOTH = pair("Peter Otieno", "Rosa Quispe")


@dataclass(frozen=True)
class Proof:
    """Sentences of which each word of a set must fit one, what they then show, and a word with which none shows it."""

    words: frozenset[str]
    texts: tuple[str, ...]
    shows: Callable[[Told], bool]
    control: str


PROOFS = {
    "light": Proof(
        words("light"),
        (
            f"{A} will {{}} talks with {B}.",
            f"{A} wants to {{}} a meeting with {B}.",
            f"{A} will {{}} up talks with {B}.",
        ),
        BOTH,
        "burn",
    ),
    "holding": Proof(
        words("holding"),
        (
            f"{A} met Ghanaian President Kojo Mensah on Monday. He also came to {{}} talks with {B}.",
            f"{A} met Ghanaian President Kojo Mensah on Monday. He also came to {{}} a meeting with {B}.",
            f"{A} met Ghanaian President Kojo Mensah on Monday. He also came to {{}} a visit to {B}.",
            f"{A} met Ghanaian President Kojo Mensah on Monday. He also came to {{}} a phone call to {B}.",
            f"{A} met Ghanaian President Kojo Mensah on Monday. He also came to {{}} a visit from {B}.",
            f"{A} met Ghanaian President Kojo Mensah on Monday. He also came to {{}} letters with {B}.",
        ),
        lambda told: any(
            is_inherited(c) and {p.name for p in c.parties} >= {"Peter Otieno", "Rosa Quispe"} for c in told
        ),
        "praise",
    ),
    "backward": Proof(
        words("backward"),
        (
            f"{A} met Ghanaian President Kojo Mensah on Monday. Otieno {{}} met {B}.",
            f"{A} met Ghanaian President Kojo Mensah on Monday. Otieno held {{}} talks with {B}.",
            f"{A}, {B} and Ghanaian President Kojo Mensah met on Monday. They discussed oil a month {{}}.",
            f"{A}, {B} and Ghanaian President Kojo Mensah met on Monday. They discussed oil {{}} month.",
        ),
        lambda told: any(not is_inherited(c) and c.evidence.start > 0 for c in told),
        "gladly",
    ),
    "mediating": Proof(
        words("mediating"),
        ("Qatar will {} talks between Chad and Mali.", "Qatar may soon {} the talks between Chad and Mali."),
        kind(Kind.MEDIATION),
        "ban",
    ),
    "brokers": Proof(
        words("brokers"),
        ("Chad and Mali held talks in Doha, with Qatar acting as {}.",),
        kind(Kind.MEDIATION),
        "guest",
    ),
    "saying": Proof(
        words("saying"),
        (f"Chad may {{}} that {A} has met {B}.",),
        lambda told: any(c.reported_by == "Chad" for c in told),
        "hear",
    ),
    "audience": Proof(
        words("audience"), (f"{A} told the Bolivian {{}} that the pipeline was safe.",), nothing, "minister"
    ),
    "topic": Proof(
        words("topic"), (f"{A} met {B} {{}} the grain exports.",), lambda told: any(c.topic for c in told), "before"
    ),
    "venue": Proof(
        words("venue"),
        (f"{A} travelled to La Paz for the {{}}.", f"{A} travelled to La Paz for the Asian {{}}."),
        nothing,
        "talks",
    ),
    "separately": Proof(
        words("separately"),
        (f"{A} met {B} and Chadian President Ali Idriss {{}}.",),
        lambda told: len(told) == 2,
        "quietly",
    ),
    "phone": Proof(words("phone"), (f"{A} and {B} held {{}} talks.",), kind(Kind.CALL), "long"),
    "regions": Proof(
        words("regions"),
        (f"{{}} leaders met {A}.",),
        lambda told: any("leaders" in p.name for c in told for p in c.parties),
        "angry",
    ),
    "schedule": Proof(
        words("schedule"),
        (f"{A}'s {{}} lists a meeting with {B}.", f"{A}'s {{}} for Monday includes a meeting with {B}."),
        lambda told: any(c.status is Status.PLANNED for c in told),
        "memoir",
    ),
    "existing": Proof(
        words("existing"),
        ("Talks between Chad and Mali may {} in May.",),
        lambda told: any(c.status is Status.HYPOTHETICAL for c in told),
        "harm",
    ),
    "addressing": Proof(words("addressing"), (f"During the meeting, {A} will {{}} {B}.",), BOTH, "forget"),
    "drawing": Proof(words("drawing"), (f"{A} may {{}} Chad into talks with Mali.",), pair("Chad", "Mali"), "follow"),
    "returning": Proof(words("returning"), ("Chad and Mali will {} to talks.",), pair("Chad", "Mali"), "listen"),
    "definite": Proof(
        words("definite"),
        (
            "Chad and Mali held talks in May. {} talks were hosted by Qatar.",
            "Chad and Mali held a meeting in May. {} meeting was hosted by Qatar.",
        ),
        kind(Kind.MEDIATION),
        "other",
    ),
    "resuming": Proof(
        words("resuming"),
        ("Chad and Mali held talks on 3 May. The negotiations will {} on 1 October.",),
        lambda told: len(told) == 2,
        "end",
    ),
    "heads": Proof(
        roles("heads"),
        (f"A Bolivian {{}} met {A}.", f"A Bolivian {{}} saw {A}."),
        pair("Bolivia", "Peter Otieno"),
        "tree",
    ),
    "bodies": Proof(
        roles("bodies"),
        (f"The Bolivian {{}} held talks with {A}.", f"Bolivian {{}}s held talks with {A}."),
        lambda told: any(p.name.startswith("Bolivia") for c in told for p in c.parties),
        "tree",
    ),
    "missions": Proof(
        roles("missions"), ("Bolivia sent a {} to Kenya for talks.",), pair("Bolivia", "Kenya"), "parcel"
    ),
    "envoys": Proof(roles("envoys"), ("Bolivia summoned the Kenyan {}.",), pair("Bolivia", "Kenya"), "singer"),
    "sides": Proof(
        roles("sides"),
        ("Chad and Mali quarrelled. Both {}s later held talks.", "Chad and Mali quarrelled. The two {}s held talks."),
        pair("Chad", "Mali"),
        "tree",
    ),
    "quantities": Proof(
        roles("quantities"), (f"A {{}} of Bolivian ministers met {A}.",), pair("Bolivia", "Peter Otieno"), "friend"
    ),
    "political": Proof(
        roles("political"), ("{} Rosa Quispe travelled to Kenya.",), pair("Rosa Quispe", "Kenya"), "teacher"
    ),
    "bands": Proof(
        roles("bands"),
        (
            f"Hamas is tired of war. {{}}s met {A}.",
            f"Hamas is tired of war. {A} held talks with the {{}}.",
            f"Hamas is tired of war. {A} held talks with the {{}}s.",
        ),
        pair("Hamas", "Peter Otieno"),
        "tree",
    ),
    "regnal": Proof(
        roles("regnal"),
        (f"{{}} Adelheid met {A}.",),
        lambda told: any(p.name.endswith(" Adelheid") for c in told for p in c.parties),
        "senator",
    ),
}
# Words that no sentence above shows, with what they are for.
ELSEWHERE = {
    # who may be told something and is never a party, in names of a body; what may be of sport, but for "the League"
    "bodies": {"agency", "league", "staff"},
    "heads": {"judge"},  # likewise
    "political": {"foreign", "opposition", "prime"},  # before an office
    "venue": {"games"},  # the Asian Games, of which the tagger makes a name
}


def _fitted(text: str, word: str) -> str:
    said = text.format(word).replace("ys ", "ies ")
    return said[0].upper() + said[1:] if not text.startswith("{}") else text.format(word.title())


@pytest.fixture(scope="module")
def shown() -> dict[str, set[str]]:
    """The words of each set that show what it is for."""
    asked = {
        f"{name}/{word}/{n}": (
            name,
            word,
            Document(_fitted(text, word), Source(f"{name}/{word}/{n}", date=dt.date(2012, 9, 4))),
        )
        for name, proof in PROOFS.items()
        for word in sorted(proof.words | {proof.control})
        for n, text in enumerate(proof.texts)
    }
    told: dict[str, Told] = defaultdict(list)
    for contact in extract_contacts((document for *_, document in asked.values()), whole=True):
        told[contact.document.id].append(contact)
    found: dict[str, set[str]] = defaultdict(set)
    for key, (name, word, _) in asked.items():
        if PROOFS[name].shows(told[key]):
            found[name].add(word)
    return found


@pytest.mark.parametrize("name", PROOFS)
def test_each_word_shows_what_its_set_is_for(name: str, shown: dict[str, set[str]]) -> None:
    """Each but those that are for something else, and the word of no set does not."""
    proof = PROOFS[name]

    assert proof.words - shown[name] == ELSEWHERE.get(name, set())
    assert proof.control not in shown[name]


@pytest.mark.parametrize("word", sorted(words("sport")))
def test_words_of_sport_make_a_match(word: str) -> None:
    """Beside one that is nothing else there is no contact, and the parser is spared the sentence."""
    text = f"Portugal met Namibia in the {word}" + (" of the tournament." if word in words("sport_or_other") else ".")
    (judged,) = judgements(clean(text))

    assert judged.spared is Spared.SPORT


@pytest.mark.parametrize("word", sorted(roles("abbreviations") | roles("hyphenated")))
def test_titles_that_are_one_token(word: str) -> None:
    """Neither the dot nor the hyphen of a title parts it."""
    written = word.capitalize() if word.endswith(".") else word

    assert [t.text for t in load().make_doc(f"{written} Hale")] == [written, "Hale"]


def test_no_word_of_a_title_is_told_twice() -> None:
    """What heads a title need not be told to stand in one."""
    assert roles("modifiers").isdisjoint(roles("heads") | roles("honorifics"))
