"""To whom a verb's action is done, in any voice, and what stands for a noun in its clause."""

from spacy.tokens import Token

from diplograph.extract.lexicon.words import words
from diplograph.extract.syntax.prepositions import visitor
from diplograph.extract.syntax.subjects import surface_subjects
from diplograph.extract.syntax.tokens import antecedent, is_passive, is_verbal, relative_object

_LONGEST_CHAIN = 8
_ADJUNCTS = frozenset({"prep", "advmod", "npadvmod", "ccomp", "xcomp", "conj", "advcl"})


def patients(verb: Token) -> list[Token]:
    """Return to whom the verb's action is done: the direct object, or in a passive the subject."""
    if is_passive(verb):
        return surface_subjects(verb)
    return (
        [antecedent(visitor(c) or c) for c in verb.children if c.dep_ in ("dobj", "dative") and c.pos_ != "ADP"]
        or [guest for c in verb.children if (guest := visitor(c)) is not None]
        or _misread_object(verb)
        or _object_of_the_relative(verb)
        or _shared_object(verb)
        or _object_of_the_next(verb)
    )


def receivers(verb: Token) -> list[Token]:
    """Return to whom something is given without a preposition: "sent B a letter", also where the parser took B for an object."""
    objects = [c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i]
    name = objects[0] if len(objects) > 1 and objects[0].pos_ == "PROPN" else None
    return [c for c in verb.children if (c.dep_ == "dative" and c.pos_ != "ADP") or c == name]


def _misread_object(verb: Token) -> list[Token]:
    """Return an object that the parser labelled otherwise: a second subject, or a predicate ("called NAME")."""
    subjects = [c for c in verb.children if c.dep_ == "nsubj"]
    behind = [c for c in subjects if c.i > verb.i]
    if behind and len(behind) < len(subjects):
        return behind
    return [c for c in verb.children if c.dep_ == "oprd" and c.pos_ == "PROPN"]


def _object_of_the_relative(verb: Token) -> list[Token]:
    """ "The envoy he met"."""
    bare = relative_object(verb) if verb.dep_ == "relcl" else None
    return [] if bare is None else [bare]


def _shared_object(verb: Token) -> list[Token]:
    """ "A met and briefed B"."""
    if verb.dep_ != "conj" or not is_verbal(verb.head) or any(c.dep_ in _ADJUNCTS for c in verb.children):
        return []
    return [c for c in verb.head.children if c.dep_ == "dobj" and c.i > verb.i]


def _object_of_the_next(verb: Token) -> list[Token]:
    """ "A *called* and congratulated B": a person behind both verbs."""
    behind = [c for c in verb.children if c.i > verb.i and c.dep_ not in ("punct", "cc")]
    following = behind[0] if behind and behind[0].dep_ == "conj" else None
    if following is None or following.tag_ != verb.tag_ or following.i != verb.i + 2:
        return []
    return [c for c in following.children if c.dep_ == "dobj" and c.ent_type_ == "PERSON"]


def direct_objects(verb: Token) -> list[Token]:
    """Return what a verb acts on: its objects, or in a passive its subject."""
    found = [c for c in verb.children if c.dep_ == "dobj"]
    return found + (surface_subjects(verb) if is_passive(verb) else [])


def judged_for(noun: Token) -> list[Token]:
    """Return B of "faulted *B* for his talks", "gave *B* credit for his talks"."""
    if noun.dep_ != "pobj" or noun.head.lower_ != "for":
        return []
    above = noun.head.head
    if is_verbal(above) and above.lemma_ in words("faulting"):
        return [c for c in above.children if c.dep_ == "dobj"]
    verb = above.head if above.dep_ == "dobj" else above
    merit = next((c for c in verb.children if c.dep_ == "dobj" and c.lemma_ in words("merits")), None)
    return _given_merit(verb, merit) if merit is not None and merit.i < noun.i else []


def _given_merit(verb: Token, merit: Token) -> list[Token]:
    """Return to whom credit is given, also where the parser took the name for a part of "credit"."""
    return [c for c in merit.children if c.dep_ == "compound" and c.pos_ == "PROPN"] or receivers(verb)


def carried(noun: Token) -> Token:
    """Return the noun that stands for a noun in its clause: the first of a list, "round" in "a round of talks"."""
    node = noun
    for _ in range(_LONGEST_CHAIN):
        above = _carrier(node)
        if above is None:
            return node
        node = above
    return node


def _carrier(noun: Token) -> Token | None:
    head = noun.head
    if noun.dep_ == "conj" and head.pos_ in ("NOUN", "PROPN"):  # "a visit and talks"
        return head
    if noun.dep_ == "compound" and head.lemma_ in words("undertakings"):  # "a mediation effort"
        return head
    if noun.dep_ == "pobj" and head.lower_ == "of":  # "a round of talks", "letters of credence"
        return head.head if head.head.lemma_ in words("containers") or noun.lower_ in words("credentials") else None
    return None
