"""What governs a word, and what it says of it: "agree to", "deny that", "proposal for", "due to"."""

from collections.abc import Iterator

from spacy.tokens import Token

from diplograph.extract.lexicon.words import effects, governors, words
from diplograph.extract.model import Status
from diplograph.extract.syntax.grammar import lemma_guesses

Effect = tuple[Status, Token]
"""A status, and the word that gives it to what the word governs."""

EXISTING = words("existing")
_EFFECTIVE = (Status.NEGATED, Status.PLANNED, Status.HYPOTHETICAL)


def listed_on(noun: Token) -> Token | None:
    """Return the schedule in "A's diary lists a meeting" and "a meeting is on the agenda of A", else None."""
    head = noun.head
    if noun.dep_ == "dobj" and head.lemma_ in ("include", "list", "feature", "show"):
        over = [c for c in head.children if c.dep_ == "nsubj"]
    elif noun.dep_ == "nsubj" and head.lemma_ == "be":
        over = [o for c in head.children if c.lower_ == "on" for o in c.children if o.dep_ == "pobj"]
    else:
        return None
    return next((t for t in over if t.lemma_.lower() in words("schedule")), None)


def governing(verb: Token) -> list[Effect]:
    """Return what a verb makes of its complement, with the verb; a participle may stand as an adjective ("set to")."""
    names = phrases(verb)
    found = list(effects_of(verb, "verbs", *names))
    if not found and verb.tag_ == "VBN" and names == [verb.lemma_]:
        found = list(effects_of(verb, "adjectives", verb.lower_))
    return found


def phrases(verb: Token) -> list[str]:
    """Return the verb's lemma, or the verb with its particle ("call off"), which overrules it."""
    particles = [
        f"{verb.lemma_} {c.lower_}"
        for c in verb.children
        if c.dep_ == "prt" or (c.dep_ == "advmod" and c.lower_ in ("forward", "off", "out", "back"))
    ]
    lemma = _lemma_of(verb)
    phrasal = [f"{lemma} {c.lower_}" for c in verb.children if c.dep_ == "prep"]
    return particles or [p for p in phrasal if p in governors("verbs")] or [lemma]


def _lemma_of(verb: Token) -> str:
    """The verb's lemma, or the one that the lexicon knows where the model's is wrong ("hop" for "hoping")."""
    return next((g for g in lemma_guesses(verb) if g in governors("verbs")), verb.lemma_)


def effects_of(token: Token, field: str, *names: str) -> Iterator[Effect]:
    """Yield what a word makes of what it governs, if the lexicon has one of its names among the words of that field."""
    for name in names:
        if name in effects("negated").until and any(
            c.lower_ in ("until", "till", "to") and c.dep_ in ("prep", "mark")
            for t in (token, *(p for p in token.children if p.dep_ in ("prt", "advmod")))
            for c in t.children
        ):
            yield Status.PLANNED, token
            return
        for status in _EFFECTIVE:
            if name in getattr(effects(status.value), field):
                yield status, token
                return
