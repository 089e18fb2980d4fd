"""Where the words above a contact word say nothing of the contact: answers to it, formulas, ranks."""

from spacy.tokens import Token

from diplograph.extract.lexicon.words import words
from diplograph.extract.syntax.governors import tenders


def is_answered(noun: Token) -> bool:
    """ "A rejected B's appeal": what became of it does not undo it."""
    addressed = noun.lemma_.lower() in words("addressing_nouns") and noun.dep_ in ("dobj", "nsubjpass")
    return addressed and noun.head.lemma_ in words("answering_verbs")


def is_said_by_doing(verb: Token, head: Token) -> bool:
    """ "I would like to *welcome* B", "allow me to *welcome* B", "we wish to *extend* our condolences": who says so does it."""
    if not (verb.lemma_ in words("performing") or tenders(verb) or wishes_welcome(verb)):
        return False
    if head.lemma_ in words("allowing"):
        return head.dep_ == "ROOT" and any(c.dep_ == "nsubj" and c.lower_ in ("me", "us") for c in verb.children)
    speaks = any(c.dep_ == "nsubj" and c.lower_ in ("i", "we") for c in head.children)
    return speaks and head.lemma_ in words("wishing")


def wishes_welcome(verb: Token) -> bool:
    """ "I wish you a *welcome*"."""
    return any(c.dep_ == "dobj" and c.lemma_ in words("welcoming") for c in verb.children)


def is_told_of(verb: Token) -> bool:
    """ "A was among the first to meet B", "it was an honour to meet B"."""
    to = next(c for c in verb.children if c.lower_ == "to")
    return to.i > 0 and verb.doc[to.i - 1].lower_ in words("ordinals") | words("pleasing")


def is_reported(verb: Token, head: Token) -> bool:
    """ "The readout suggests that A met B": what took place is told, not proposed ("suggested that A meet B")."""
    tensed = verb.tag_ in ("VBD", "VBZ", "VBP") or any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children)
    return verb.dep_ == "ccomp" and tensed and head.lemma_ in words("reporting")


def is_had(noun: Token) -> bool:
    """ "A had the opportunity to meet B", "takes the chance to meet B", "is glad to have the chance to meet B": A does."""
    verb = noun.head
    had = (verb.lemma_ == "have" and verb.tag_ == "VBD") or verb.lemma_ in words("seizing") or _is_at_hand(noun)
    denied = any(c.dep_ == "neg" for c in verb.children)
    return had and not denied and noun.dep_ == "dobj" and noun.lemma_ in words("chances")


def _is_at_hand(noun: Token) -> bool:
    """ "We have *this* opportunity to meet B", "it is good to have the *chance* to meet B"."""
    verb = noun.head
    if verb.lemma_ not in words("getting"):
        return False
    pleased = verb.dep_ == "xcomp" and verb.head.lower_ in words("pleasing")
    return pleased or any(c.dep_ == "det" and c.lower_ == "this" for c in noun.children)


def is_owned_chance(noun: Token) -> bool:
    """ "A will have the *opportunity* of talks with B"."""
    return noun.lemma_ in words("chances") and noun.dep_ == "dobj" and noun.head.lemma_ == "have"


def is_spoken_of(noun: Token, preposition: Token, verb: Token) -> bool:
    """ "Did C speak about A's visit to B?", "I wanted to follow up on the meeting": what one speaks of is taken for granted."""
    known = any(c.dep_ == "poss" or c.lower_ == "the" for c in noun.children)
    on = preposition.lower_ == "on" and verb.lemma_ in words("commenting")
    return (on and known) or (preposition.lower_ == "about" and any(c.dep_ == "poss" for c in noun.children))


def is_asked_for(noun: Token, verb: Token) -> bool:
    """ "Can you describe A's talks with B?": what one is asked to tell of is taken for granted; not "will you discuss"."""
    asked = any(c.dep_ == "nsubj" and c.lower_ == "you" for c in verb.children)
    able = any(c.dep_ == "aux" and c.lower_ in ("can", "could") for c in verb.children)
    return asked and able and verb.lemma_ in words("describing") and any(c.dep_ == "poss" for c in noun.children)
