"""What the words beside a contact word say of it: auxiliaries, negation, conditions and questions of its clause, adjectives."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from diplograph.extract.lexicon.words import effects, statuses, words
from diplograph.extract.model import Status
from diplograph.extract.syntax.governors import Effect
from diplograph.extract.syntax.repairs import participles_hung_on_object
from diplograph.extract.syntax.tokens import is_passive, is_verbal

_FUTURE = frozenset({"will", "shall", "'ll", "wo", "gonna"})
_MODAL = frozenset({"can", "could", "may", "might", "should", "must", "would", "'d", "ca", "ought"})
_BE = frozenset({"'m", "'s", "am", "is", "are", "was", "were", "'re"})
_NEVER = frozenset({"never", "hardly", "barely"})
_NOBODY = frozenset({"neither", "none", "nobody"})
_CONDITION = frozenset({"if", "unless", "whether", "provided"})


def said_beside(word: Token) -> Iterator[Effect]:
    """Yield what the words beside a verb or a noun make of it, in text order."""
    verbal = is_verbal(word)
    beside = _beside_verb if verbal else _beside_noun
    for child in word.children:
        status = beside(child, word)
        if status is not None:
            yield status, child
    # "Will A have met B?", "nothing is planned, but will A meet B?"
    if verbal and _is_question(word.sent) and (_is_inverted(word) or (word.dep_ == "ROOT" and not _is_told(word))):
        yield Status.HYPOTHETICAL, word.sent[-1]
    if verbal and _is_subjunctive(word):
        yield Status.HYPOTHETICAL, word


def _is_inverted(verb: Token) -> bool:
    """Whether a clause joined to another begins with its auxiliary, before its subject."""
    helpers = [c.i for c in verb.children if c.dep_ in ("aux", "auxpass")]
    subjects = [c.i for c in verb.children if c.dep_ in ("nsubj", "nsubjpass", "expl", "attr")]
    return verb.dep_ in ("conj", "ccomp") and bool(helpers and subjects) and helpers[0] < min(subjects)


def _is_told(verb: Token) -> bool:
    """ "A met B, but will there be a treaty?"."""
    return verb.tag_ == "VBD" and any(map(_is_inverted, verb.children))


def _is_question(sentence: Span) -> bool:
    return sentence.text.rstrip().rstrip(" \"'”’").endswith("?")


def _is_subjunctive(verb: Token) -> bool:
    """ "C proposed that A meet B": what one wants to be, in the bare form, which of several is that of the present too."""
    if verb.tag_ not in ("VB", "VBP") or not any(c.lower_ == "that" and c.i < verb.i for c in verb.children):
        return False
    subjects = [c for c in verb.children if c.dep_ == "nsubj" and c.lower_ != "that"]
    if not subjects or any(c.dep_ in ("aux", "auxpass") for c in verb.children):
        return False
    wanted = verb.dep_ == "ccomp" and verb.head.tag_ == "VBD" and verb.head.lemma_ in words("mandative")
    return wanted or not any(map(_is_plural, subjects))


def _is_plural(subject: Token) -> bool:
    return subject.tag_ in ("NNS", "NNPS", "PRP") or bool(subject.conjuncts)


def _beside_verb(child: Token, verb: Token) -> Status | None:
    low = child.lower_
    match child.dep_:
        case "neg":  # "A did not meet B"
            return Status.NEGATED
        case "advmod" if low in _NEVER:  # "A never met B"
            return Status.NEGATED
        case "aux":
            return _auxiliary(child, verb)
        case "mark" if low in _CONDITION:  # "if A meets B"
            return Status.HYPOTHETICAL
        case "preconj" | "cc" if low in ("neither", "nor") and child.i < verb.i:  # "nor did A meet B"
            return Status.NEGATED
        case "nsubj" | "nsubjpass" if _is_nobody(child):  # "none of the ministers met B"
            return Status.NEGATED
        case "advcl" if _is_condition(child) and _has_modal(verb):  # "A would meet B if C agreed"
            return Status.HYPOTHETICAL
    return None


def _is_nobody(subject: Token) -> bool:
    """ "None of the ministers", "no minister", "neither A nor C"."""
    return (
        subject.lower_ in _NOBODY
        or subject.left_edge.lower_ == "neither"
        or any(c.lower_ in ("neither", "no") and c.dep_ in ("preconj", "det", "cc") for c in subject.children)
    )


def _is_condition(clause: Token) -> bool:
    return clause.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in ("if", "unless") for c in clause.children)


def _has_modal(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ in _MODAL for c in verb.children)


def _auxiliary(auxiliary: Token, verb: Token) -> Status | None:
    low = auxiliary.lower_
    if low in _FUTURE:  # "A will meet B"
        return Status.PLANNED
    if low == "to":  # "A to meet B", a headline
        return Status.PLANNED if verb.dep_ == "ROOT" else None
    if low in ("would", "'d"):
        return _would(auxiliary, verb)
    if low in _MODAL:  # "A could meet B"
        return Status.HYPOTHETICAL
    # "A is preparing talks with B", "I am going to Oslo"
    if low in _BE and verb.tag_ == "VBG" and verb.lemma_ in words("preparing"):
        return Status.PLANNED
    return None


def _would(would: Token, verb: Token) -> Status | None:
    if any(c.lower_ in ("like", "have") and c.dep_ in ("aux", "xcomp") for c in verb.children):  # "A would have met B"
        return Status.HYPOTHETICAL
    if _is_reported(verb):  # "C said that A would meet B"
        return Status.PLANNED
    if verb.lemma_ in words("foreseeing"):  # "I would anticipate a call between A and B"
        return None
    had = would.lower_ == "'d" and verb.tag_ == "VBN"  # "he'd met B before"
    return None if had else Status.HYPOTHETICAL


def _is_reported(verb: Token) -> bool:
    """Whether "would" stands for "will" said in the past."""
    node = verb
    while node.dep_ in ("conj", "xcomp") and is_verbal(node.head):
        node = node.head
    if any(_is_condition(c) for c in node.children):
        return False
    told = node.dep_ in ("ccomp", "acl", "parataxis") and node.head.tag_ in ("VBD", "VBN", "NN", "VBG")
    return told or node.dep_ == "relcl"


def _beside_noun(child: Token, noun: Token) -> Status | None:
    match child.dep_:
        case "det" | "neg" if child.lower_ == "no":  # "no talks with B"
            return Status.NEGATED
        case "amod" | "compound" | "advmod" if not _has_own_infinitive(child, noun):
            return _attribute(child)
        case "acl" if child.tag_ == "VBN":
            return _participle(child)
        case "relcl" if is_passive(child):  # "a planned visit to B, which was cancelled"
            off = child.lemma_ in effects(Status.NEGATED).verbs or child.lemma_ in words("cancelled")
            return Status.NEGATED if off else None
        case "prep":  # "a visit to B planned for May", "a visit to B, which was cancelled"
            behind = (_beside_noun(c, noun) for o in child.children for c in o.children if c.dep_ == "relcl")
            return next(map(_participle, participles_hung_on_object(child)), None) or next(filter(None, behind), None)
    return None


def _has_own_infinitive(adjective: Token, noun: Token) -> bool:
    """ "A visit likely to be dominated by": it is not the visit that is likely."""
    return adjective.i > noun.i and any(c.dep_ == "xcomp" for c in adjective.children)


def _attribute(word: Token) -> Status | None:
    for status, given in statuses().items():
        if word.lower_ in given.adjectives and not status.denied:  # "upcoming talks", "possible talks"
            return status
    if word.lemma_ in words("cancelled") and word.tag_ in ("VBN", "JJ", "VBD"):  # "the cancelled talks"
        return Status.NEGATED
    return None


def _participle(verb: Token) -> Status | None:
    planned = effects(Status.PLANNED)
    if any(name in planned.verbs or name in planned.adjectives for name in (verb.lemma_, verb.lower_)):
        return Status.PLANNED  # "talks scheduled for May"
    return Status.HYPOTHETICAL if verb.lemma_ in words("proposing") else None  # "talks proposed by B"
