"""Why a contact word makes no contact, as well as that can be told after the fact."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.glossary import GLOSSARY
from spacy.tokens import Token

from diplograph.extract.contacts.candidate import Candidate, Reason, apart, internal, once
from diplograph.extract.contacts.nouns import NounRules
from diplograph.extract.contacts.sides import Sides
from diplograph.extract.contacts.verbs import VerbRules, verb_lemma
from diplograph.extract.explain.trace import Reading
from diplograph.extract.lexicon.frames import nouns, words
from diplograph.extract.lexicon.gazetteer import state_of_code
from diplograph.extract.model import PartyType
from diplograph.extract.parties.referent import Ref
from diplograph.extract.parties.resolution import Parties
from diplograph.extract.syntax.grammar import agents, carried, is_verbal, owners, patients, prepositions

_LONGEST = 8  # words of a phrase that are quoted


@dataclass(frozen=True, slots=True)
class WhyNot:
    """The reason, and in a few words what it rests on."""

    reason: Reason
    detail: str


def why_not(reading: Reading, parties: Parties) -> WhyNot:
    """Return why a contact word that was read made no contact."""
    word = reading.word
    if reading.found:
        return _unknown(reading.found)
    if found := _again(word, parties):
        return _divided(found)
    if not (is_verbal(word) or word.pos_ in ("NOUN", "PROPN")):
        return WhyNot(Reason.WORD, f"here it is {_a(GLOSSARY.get(word.pos_, word.pos_))}")
    if not _in_lexicon(word):
        return WhyNot(Reason.WORD, "the lexicon does not have it in this form, or as this part of speech")
    return _in_reach(word, parties)


def _again(word: Token, parties: Parties) -> list[Candidate]:
    sides = Sides(parties.doc, parties.mentions, parties)
    found = list(VerbRules(sides).read(word)) if is_verbal(word) else []
    return found + (list(NounRules(sides).read(word)) if word.pos_ in ("NOUN", "PROPN") else [])


def _unknown(found: Iterable[Candidate]) -> WhyNot:
    people = {r.referent.name: r for f in found for r in f.parties() if r.referent.type is PartyType.PERSON}
    names = _list([n for n, r in people.items() if not r.referent.official] or list(people))
    return WhyNot(Reason.NO_OFFICE, f"no office or country is known of {names}")


def _divided(found: list[Candidate]) -> WhyNot:
    for one in found:
        if len(apart([once(side) for side in one.sides])) > 1:
            return WhyNot(Reason.SPORT, "the sentence speaks of sport")
    return WhyNot(Reason.ONE_SIDE, _one_side(r for f in found for r in f.parties()))


def _one_side(refs: Iterable[Ref]) -> str:
    referents = {r.referent.id: r.referent for r in refs}
    bodies = sorted({body for a in referents.values() if (body := a.org or state_of_code(a.country or ""))})
    names = _list([a.name for a in referents.values()])
    if len(referents) == 1:
        return f"{names} stands on both sides"
    return f"{names} act for one state or body" + (f" ({', '.join(bodies)})" if bodies else "")


def _in_lexicon(word: Token) -> bool:
    if is_verbal(word):
        return verb_lemma(word) is not None or word.lemma_ in words("giving")
    return bool({word.lemma_.lower(), word.lower_.removesuffix("s")} & nouns().keys())


def _in_reach(word: Token, parties: Parties) -> WhyNot:
    """Tell which parties the word could have joined, and what else stands in their places."""
    slots = {phrase: parties.all([phrase]) for phrase in _phrases(word)}
    found = {r.referent.id: r for refs in slots.values() for r in refs}
    rest = [_not_a_party(phrase) for phrase, refs in slots.items() if not refs]
    reason, detail = _reason(word, list(found.values()), sum(map(bool, slots.values())))
    return WhyNot(reason, "; ".join([detail, *rest]))


def _reason(word: Token, refs: list[Ref], slots: int) -> tuple[Reason, str]:
    names = _list([r.referent.name for r in refs])
    if not refs:
        return Reason.NO_PARTY, "no party is named beside it"
    if any(t.lemma_.lower() in words("sport") for t in word.sent):
        return Reason.SPORT, "the sentence speaks of sport"
    if len(refs) == 1 or (slots == 1 and is_verbal(word)):
        return Reason.ONE_PARTY, f"nobody stands opposite {names}"
    if all(internal(refs[0].referent, r.referent) for r in refs[1:]):
        return Reason.ONE_SIDE, _one_side(refs)
    return Reason.OTHER_SENSE, f"it does not join {names}, or has another sense here"


def _phrases(word: Token) -> Iterator[Token]:
    """Yield the heads of the noun phrases where the sides of a contact stand: subject, object, with, between, to ..."""
    if is_verbal(word):
        yield from agents(word)
        yield from patients(word)
    else:
        yield from (
            c for c in word.children if c.dep_ in ("poss", "amod", "compound") and c.pos_ in ("PROPN", "ADJ", "PRON")
        )
        whole = carried(word)
        yield from owners(whole)
        if is_verbal(whole.head) and whole.head.lemma_ in words("light"):
            yield from (noun for _, noun in prepositions(whole.head) if noun != word)
    for name, noun in prepositions(word):
        if name not in ("for", "over", "about", "regarding", "after", "before"):
            yield noun


def _not_a_party(phrase: Token) -> str:
    quoted = f'"{_quoted(phrase)}"'
    if phrase.pos_ == "PRON":
        return f"{quoted} could not be resolved"
    if phrase.lemma_.lower() in words("audience"):
        return f"{quoted} is an audience"
    return f"{quoted} names no party"


def _quoted(phrase: Token) -> str:
    start = max(phrase.left_edge.i, phrase.i + 1 - _LONGEST)
    return " ".join(phrase.doc[start : phrase.i + 1].text.split())


def _list(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _a(noun: str) -> str:
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"
