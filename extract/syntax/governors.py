"""What governs a word, and what it says of it: "agree to", "deny that", "proposal for", "due to"."""

from collections.abc import Mapping
from functools import cache

from spacy.tokens import Token

from diplograph.extract.lexicon.words import effects, governors, statuses, words
from diplograph.extract.model import Status
from diplograph.extract.syntax.tokens import lemma_guesses

Effect = tuple[Status, Token]
"""A status, and the word that gives it to what the word governs."""

EXISTING = words("existing")
_PARTICLES = frozenset({"forward", "off", "out", "back"})  # also where the parser takes them for adverbs
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_UNTIL = frozenset({"until", "till", "to"})


def listed_on(noun: Token) -> Token | None:
    """Return the schedule in "A's diary includes a meeting" and "a meeting is on the agenda of A", else None."""
    head = noun.head
    if noun.dep_ == "dobj" and head.lemma_ in words("listing"):
        over = [c for c in head.children if c.dep_ == "nsubj"]
    elif noun.dep_ == "nsubj" and head.lemma_ == "be":
        over = [o for c in head.children if c.lower_ == "on" for o in c.children if o.dep_ == "pobj"]
    else:
        return None
    return next((t for t in over if t.lemma_.lower() in words("schedule")), None)


def governing(verb: Token) -> list[Effect]:
    """Return what a verb makes of its complement, with the verb; a participle may stand as an adjective ("set to")."""
    if tenders(verb):
        return []
    names = phrases(verb)
    found = effects_of(verb, "verbs", *names)
    if not found and verb.tag_ == "VBN" and names == [verb.lemma_]:
        return effects_of(verb, "adjectives", verb.lower_)
    return found


def tenders(verb: Token) -> bool:
    """Whether a verb gives what the words themselves give: "A offered B his condolences": that was their giving."""
    if verb.lemma_ not in words("tendering"):
        return False
    return any(c.dep_ == "dobj" and c.lemma_.lower() in words("tendered") for c in verb.children)


def phrases(verb: Token) -> list[str]:
    """Return the verb's lemma, or the verb with its particle ("call off"), which overrules it."""
    particles = [
        f"{verb.lemma_} {c.lower_}"
        for c in verb.children
        if c.dep_ == "prt" or (c.dep_ == "advmod" and c.lower_ in _PARTICLES)
    ]
    lemma = _lemma_of(verb)
    phrasal = [f"{lemma} {c.lower_}" for c in verb.children if c.dep_ == "prep"]
    return particles or [p for p in phrasal if p in governors("verbs")] or [lemma]


def _lemma_of(verb: Token) -> str:
    """The verb's lemma, or the one that the lexicon knows where the model's is wrong ("hop" for "hoping")."""
    return next((g for g in lemma_guesses(verb) if g in governors("verbs")), verb.lemma_)


def effects_of(token: Token, field: str, *names: str) -> list[Effect]:
    """Return the one effect of a word on what it governs, by the first name of it in that field of the lexicon, or none."""
    for name in names:
        if name in effects(Status.NEGATED).until and _has_another_day(token):
            return [(Status.PLANNED, token)]
        status = _statuses(field).get(name)
        if status is not None:
            return [(status, token)]
    return []


@cache
def _statuses(field: str) -> Mapping[str, Status]:
    """The status that each word of a field gives to what it governs."""
    return {word: status for status, given in statuses().items() for word in getattr(given, field)}


def _has_another_day(token: Token) -> bool:
    """ "Postponed the talks until May", "put the talks back to May"."""
    bearers = [token, *(c for c in token.children if c.dep_ in ("prt", "advmod"))]
    until = (c for b in bearers for c in b.children if c.lower_ in _UNTIL and c.dep_ in ("prep", "mark"))
    # not "postponed a trip to B"
    return any(all(o.ent_type_ not in _PLACES for o in c.children) for c in until)
