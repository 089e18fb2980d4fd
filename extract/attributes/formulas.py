"""Where the words above a contact word say nothing of the contact: answers to it, formulas, ranks."""

from spacy.tokens import Token

from diplograph.extract.lexicon.words import words


def is_answered(noun: Token) -> bool:
    """ "A rejected B's appeal": what became of it does not undo it."""
    addressed = noun.lemma_.lower() in words("addressing_nouns") and noun.dep_ in ("dobj", "nsubjpass")
    return addressed and noun.head.lemma_ in words("answering_verbs")


def is_said_by_doing(verb: Token, head: Token) -> bool:
    speaks = any(c.dep_ == "nsubj" and c.lower_ in ("i", "we") for c in head.children)
    return speaks and verb.lemma_ in words("performing") and head.lemma_ in words("wishing")


def is_told_of(verb: Token) -> bool:
    """ "A was among the first to meet B", "it was an honour to meet B"."""
    to = next(c for c in verb.children if c.lower_ == "to")
    return to.i > 0 and verb.doc[to.i - 1].lower_ in words("ordinals") | words("pleasing")
