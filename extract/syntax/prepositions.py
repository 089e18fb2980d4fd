"""What stands after the prepositions of a verb or noun, wherever the parser hung them."""

from collections.abc import Iterator

from spacy.tokens import Token

from diplograph.extract.lexicon.frames import Object, verbs
from diplograph.extract.lexicon.words import roles, words
from diplograph.extract.model import Kind
from diplograph.extract.syntax.tokens import antecedent, conjuncts, has_to, is_verbal

_VENUE = frozenset({"in", "at", "on", "by", "after", "during", "via", "through", "over", "near", "about", "regarding"})
_LABELS = frozenset({"prep", "dative", "agent"})
_CLASSES = frozenset({"ADP", "SCONJ", "VERB", "ADV"})
_ACTING = frozenset({"act", "serve"})
_COMPLEMENTS = frozenset({"xcomp", "ccomp", "advcl", "dobj"})
_NESTED = 2


def prepositions(token: Token, depth: int = 0) -> Iterator[tuple[str, Token]]:
    """Yield (preposition, object) of a verb or noun, in text order.

    Two-word prepositions come as one ("according to", "ahead of", "along with"). A phrase that the
    parser hung on a place or a day before it is yielded too ("met in Geneva with B").
    """
    for child in token.children:
        if _belongs_to_a_post(child, token):
            continue
        if _is_preposition(child, token):
            for member in conjuncts(child):
                yield from _objects_of(member, member.lower_, depth)
        elif (taken := _taken_for_subject(child)) is not None:
            yield "with", taken
        elif child.dep_ == "advmod":  # "together with B", "separately with B"
            for below in child.children:
                if below.dep_ == "prep":
                    yield from _objects_of(below, f"{child.lower_} {below.lower_}", depth)
                    yield from _objects_of(below, below.lower_, depth)


def after(token: Token, *names: str) -> list[Token]:
    """Return the nouns after a token's prepositions of these names."""
    return [noun for name, noun in prepositions(token) if name in names]


def place_of_where(verb: Token) -> list[Token]:
    """Return A of "A, where he had arrived", "A, where he was to go"."""
    clause = verb
    while clause.dep_ == "xcomp" and clause.head.i < clause.i:
        clause = clause.head
    where = next((c for v in {verb, clause} for c in v.children if c.lower_ == "where" and c.i < v.i), None)
    if where is None or where.i == where.sent.start or clause.dep_ not in ("relcl", "advcl"):
        return []
    before = where.nbor(-1)
    before = before.nbor(-1) if before.text == "," and before.i > before.sent.start else before
    return [before] if before.pos_ in ("NOUN", "PROPN") else []


def _is_preposition(child: Token, token: Token) -> bool:
    joined = child.dep_ == "conj" and child.pos_ == "ADP" and is_verbal(token)  # "spoke to and with B"
    return (joined or child.dep_ in _LABELS) and child.pos_ in _CLASSES


def _belongs_to_a_post(preposition: Token, token: Token) -> bool:
    """Whether the parser hung on the verb what belongs to an office: "met the Omani ambassador to Kuwait"."""
    return _of_a_post(preposition) and is_verbal(token) and not _sends_or_goes(token)


def _sends_or_goes(verb: Token) -> bool:
    return verb.lemma_ in words("forwarding") or any(frame.kind is Kind.VISIT for frame in verbs().get(verb.lemma_, ()))


def _of_a_post(preposition: Token) -> bool:
    """Whether "to" belongs to the office before it: "the Omani ambassador to Kuwait", "Ambassador of Latvia to Japan"."""
    if preposition.lower_ != "to" or not any(c.ent_type_ in ("GPE", "ORG") for c in preposition.children):
        return False
    for i in range(preposition.i - 1, max(preposition.i - 8, preposition.sent.start) - 1, -1):
        before = preposition.doc[i]
        if before.lemma_.lower() in roles("posted"):
            return True
        if before.pos_ != "PROPN" and before.lower_ not in ("of", "the", "and"):
            return False
    return False


def _objects_of(preposition: Token, name: str, depth: int) -> Iterator[tuple[str, Token]]:
    if go_between(preposition) is not None:
        return
    for child in preposition.children:
        if child.dep_ in ("pobj", "pcomp") or (child.dep_ == "dobj" and preposition.pos_ == "VERB"):
            yield name, visitor(child) or antecedent(child)
            if depth < _NESTED and name in _VENUE and not _leads_no_further(name, child):
                yield from (found for found in prepositions(child, depth + 1) if found[0] in ("with", "between"))
        elif child.dep_ == "prep":  # "ahead of talks"
            yield from _objects_of(child, f"{name} {child.lower_}", depth)


def _taken_for_subject(purpose: Token) -> Token | None:
    """ "Spoke today with *B* to congratulate him": whom the parser took for the subject of the infinitive."""
    subject = _child(purpose, "nsubj") if purpose.dep_ in ("advcl", "xcomp") and has_to(purpose) else None
    if subject is None or subject.left_edge.i == 0:
        return None
    before = subject.doc[subject.left_edge.i - 1]
    alone = before.head in (purpose, purpose.head) and all(c.i < before.i for c in before.children)
    return subject if before.lower_ == "with" and alone else None


def _leads_no_further(name: str, noun: Token) -> bool:
    """ "Met on ties with B", "discussed relief in coordination with B": that is no company."""
    return _is_subject_matter(name, noun) or noun.lower_ in words("alongside")


def _is_subject_matter(name: str, noun: Token) -> bool:
    """Whether "on" brings in what was talked about: "met on ties with B", but not "met on the sidelines with B"."""
    return name == "on" and noun.ent_type_ != "DATE" and noun.lower_ not in words("aside")


def visitor(verb: Token) -> Token | None:
    """Return the guest in "spoke with visiting President X", where the parser took the adjective for a verb."""
    if verb.lower_ != "visiting" or _child(verb, "nsubj") is not None:
        return None
    above = verb.head
    # "told visiting President X that ..."
    addressed = verb.dep_ in _COMPLEMENTS and verb.i == above.i + 1 and _takes_persons(above)
    led = verb.dep_ == "pcomp" and (above.lower_ in ("with", "between") or above.head.lemma_ in words("honours"))
    return _child(verb, "dobj") if addressed or led else None


def _takes_persons(verb: Token) -> bool:
    return any(frame.object in (Object.PARTY, Object.PERSON) for frame in verbs().get(verb.lemma_, ()))


def go_between(preposition: Token) -> Token | None:
    """Return the noun for X in "with X as host" and "with X acting as mediator", who brings the others together."""
    if preposition.lower_ != "with" or preposition.pos_ != "ADP":
        return None
    noun = _child(preposition, "pobj")
    acting = next((c for c in (noun or preposition).children if c.tag_ == "VBG" and c.lemma_ in _ACTING), None)
    if noun is None and acting is not None:  # "with X acting as mediator", where X is the subject of a clause
        noun = _child(acting, "nsubj")
    places = [t for t in (acting, noun, preposition, preposition.head) if t is not None]
    return noun if any(_acts_as_broker(t, preposition) for t in places) else None


def _acts_as_broker(place: Token, preposition: Token) -> bool:
    posts = [c for c in place.children if c.lower_ == "as" and c.i > preposition.i]
    return any(o.lemma_.lower() in words("brokers") for c in posts for o in c.children)


def _child(token: Token, dep: str) -> Token | None:
    return next((c for c in token.children if c.dep_ == dep), None)
