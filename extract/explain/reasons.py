"""In words: why a contact word makes no contact, as the rules, the support and the prefilter answered."""

from collections.abc import Iterable
from typing import assert_never

from spacy.glossary import GLOSSARY
from spacy.tokens import Token

from diplograph.extract.contacts.candidate import Reason, Rejected
from diplograph.extract.lexicon.gazetteer import state_of_code
from diplograph.extract.lexicon.words import words
from diplograph.extract.model import PartyType
from diplograph.extract.parties.referent import Ref
from diplograph.extract.parties.resolution import Parties

_LONGEST = 8  # words of a phrase that are quoted
_FORMS = frozenset({"VERB", "AUX", "NOUN", "PROPN"})


_OF_ITSELF = {
    Reason.RETOLD: "the text tells of another on that day, and it points back to that one",
    Reason.INTERNAL: "in a capital, one who leads a state that is not named leads that of the other",
    Reason.PREFILTER: "its sentence is not parsed",
}


def detail(why: Rejected, word: Token, parties: Parties) -> str:
    """Return what the reason rests on: who is named, and what stands in the other places."""
    refs = _named(why, parties)
    names = _list([r.referent.name for r in refs])
    match why.reason:
        case Reason.WORD:
            return _form(word)
        case Reason.NO_PARTY:
            said = "no party is named beside it"
        case Reason.ONE_PARTY:
            said = f"nobody stands opposite {names}" if names else "no party is named beside it"
        case Reason.ONE_SIDE:
            return _one_side(refs)
        case Reason.NO_OFFICE:
            return f"no office or country is known of {_list(_persons(refs))}"
        case Reason.SPORT:
            return (
                "the sentence speaks of sport"
                if why.parties or why.words
                else "the text speaks of sport, and of no official"
            )
        case Reason.RETOLD | Reason.INTERNAL | Reason.PREFILTER as reason:
            return _OF_ITSELF[reason]
        case Reason.OTHER_SENSE:
            several = f"it does not join {names}, or has another sense here"
            said = several if len(refs) > 1 else "it has another sense here"
        case _:
            assert_never(why.reason)
    return "; ".join([said, *_unresolved(why, word, parties)])


def _named(why: Rejected, parties: Parties) -> list[Ref]:
    refs = why.parties or [r for w in why.words for r in parties.all([w])]
    return list({r.referent.id: r for r in refs}.values())


def _persons(refs: Iterable[Ref]) -> list[str]:
    """Return those of whom no office is known; where each has one, all of them."""
    people = [r.referent for r in refs if r.referent.type is PartyType.PERSON]
    return [a.name for a in people if not a.official] or [a.name for a in people]


def _form(word: Token) -> str:
    if word.pos_ not in _FORMS:
        return f"here it is {_a(GLOSSARY.get(word.pos_, word.pos_))}"
    return "here it names no contact: it has another form, or is part of a name or of a title"


def _one_side(refs: list[Ref]) -> str:
    referents = [r.referent for r in refs]
    if len(referents) == 1:
        return f"{referents[0].name} stands on both sides"
    bodies = sorted({body for a in referents if (body := a.org or state_of_code(a.country or ""))})
    return f"{_list([a.name for a in referents])} act for one state or body" + (
        f" ({', '.join(bodies)})" if bodies else ""
    )


def _unresolved(why: Rejected, word: Token, parties: Parties) -> list[str]:
    places = dict.fromkeys(w for w in why.words if w != word)
    return [_not_a_party(w) for w in places if not parties.all([w])]


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
