"""What single tokens are: which head a clause, in what form, by spaCy's English tags and dependency labels (ClearNLP style)."""

from collections.abc import Iterator

from spacy.tokens import Token

SUBJECT = frozenset({"nsubj", "nsubjpass"})
CLAUSAL = frozenset({"ROOT", "ccomp", "relcl", "advcl"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
RELATIVE = frozenset({"WDT", "WP", "WP$"})
DASHES = frozenset({"-", "–"})
"""What joins two names before a noun."""
_PARTICIPIAL = frozenset({"acl", "advcl", "amod", "relcl"})


def is_verbal(token: Token) -> bool:
    """Whether the token heads a clause."""
    return token.pos_ in ("VERB", "AUX") and token.dep_ != "acomp"


def sentence_start(token: Token, back: int = 0) -> int:
    """Return where a token's sentence begins, or that which stands so many before it, or the text."""
    start: int = token.sent.start
    for _ in range(back):
        start = token.doc[start - 1].sent.start if start else 0
    return start


def is_adjectival(token: Token) -> bool:
    """Whether the token is an adjective, or a participle used as one ("is opposed to")."""
    return token.pos_ == "ADJ" or token.dep_ == "acomp"


def is_reduced(verb: Token) -> bool:
    """Whether a participle stands without an auxiliary ("talks held in", "officials visiting")."""
    return verb.tag_ in ("VBN", "VBG") and not any(c.dep_ in ("aux", "auxpass") for c in verb.children)


def has_to(verb: Token) -> bool:
    """Whether the verb has the "to" of an infinitive."""
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


def has_subject(verb: Token) -> bool:
    """Whether the verb has a subject of its own."""
    return any(c.dep_ in SUBJECT for c in verb.children)


def is_passive(verb: Token) -> bool:
    """Whether the verb's grammatical subject is what the action was done to (full or reduced passive)."""
    if verb.lemma_ == "have":
        return False
    if any(c.dep_ in ("auxpass", "nsubjpass", "csubjpass") for c in verb.children):
        return True
    if verb.tag_ != "VBN" or any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children):
        return False
    by = any(c.dep_ == "agent" for c in verb.children)
    if verb.dep_ == "conj" and is_verbal(verb.head) and not has_subject(verb):
        return by or is_passive(verb.head)
    return by or (verb.dep_ in _PARTICIPIAL and not _has_named_object(verb))


def _has_named_object(verb: Token) -> bool:
    """ "The president, NAME, called NAME", where the parser took the past tense for a participle of the name before it."""
    return any(c.dep_ in ("dobj", "oprd") and c.pos_ == "PROPN" and c.i > verb.i for c in verb.children)


def lemma_guesses(verb: Token) -> Iterator[str]:
    """Yield what may be the verb's lemma, the model's own first; its lemmatizer takes "hoping" for a form of "hop"."""
    low = verb.lower_
    yield verb.lemma_
    for ending in ("ing", "ed", "es", "s"):
        if low.endswith(ending):
            stem = low.removesuffix(ending)
            yield from (stem, stem + "e")


def antecedent(token: Token) -> Token:
    """Return the noun that a relative pronoun stands for, or the token itself."""
    if token.tag_ not in RELATIVE and not (token.lower_ == "that" and token.pos_ == "PRON"):
        return token
    for above in [token, *token.ancestors]:
        if above.dep_ == "relcl":
            return above.head
    return token


def clause_above(token: Token) -> Token:
    """Return the nearest verb above a token, or the root of its sentence."""
    verb = token.head
    while not is_verbal(verb) and verb.head != verb:
        verb = verb.head
    return verb


def relative_object(verb: Token) -> Token | None:
    """Return the noun that a relative clause without a pronoun takes as its object ("the envoy he met")."""
    taken = any(c.dep_ in ("dobj", "nsubjpass") for c in verb.children)
    pronoun = any(t.tag_ in RELATIVE or t.tag_ == "WRB" for t in verb.subtree if t.i < verb.i)
    own = any(c.dep_ == "nsubj" for c in verb.children)
    return verb.head if own and not taken and not pronoun else None


def conjuncts(token: Token) -> list[Token]:
    """Return the token and everything joined to it by "and", "or" or commas, in text order."""
    found, queue = [token], [token]
    while queue:
        for child in queue.pop().children:
            if (child.dep_ == "conj" or _joined(child)) and child not in found:
                found.append(child)
                queue.append(child)
    return sorted(found, key=lambda t: t.i)


def _joined(token: Token) -> bool:
    """Whether an apposition is a further member: "A's head of government and President B"."""
    before = token.left_edge.i - 1
    return token.dep_ == "appos" and before >= 0 and token.doc[before].lower_ in ("and", "or")
