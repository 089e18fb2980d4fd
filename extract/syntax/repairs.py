"""What the parser is known to misplace, found again by the order of words and by the names that stand there."""

from spacy.tokens import Token

from diplograph.extract.mentions.mention import Mention, Mentions
from diplograph.extract.syntax.prepositions import after
from diplograph.extract.syntax.subjects import stray_subject
from diplograph.extract.syntax.tokens import is_passive, is_verbal

_REACH = 14  # words
_TENSED = frozenset({"VBD", "VBZ", "VBP", "MD"})


def put_right(verb: Token, found: list[Token], mentions: Mentions) -> list[Token]:
    """Return who does what a verb says, put right.

    Args:
        found: Who does it by the tree.
    """
    if not found:  # "after talks with A, B and C met", where the parser took B and C for more of A
        return names_before(verb, mentions) if _takes_a_subject(verb) else []
    if found == stray_subject(verb):
        return (names_before(verb, mentions) if _takes_a_subject(verb) else []) or found
    return [*_first_of_headline(verb, found, mentions), *found]


def _takes_a_subject(verb: Token) -> bool:
    """Whether a verb has a tense of its own, and is active."""
    tags = {verb.tag_, *(c.tag_ for c in verb.children if c.dep_ == "aux")}
    return not tags.isdisjoint(_TENSED) and not is_passive(verb)


def names_before(verb: Token, mentions: Mentions) -> list[Token]:
    """Return the heads of the list of names that ends right before a verb: "A, B and C met"."""
    doc, start, found = verb.doc, verb.sent.start, list[Token]()
    i, joints = _before_helpers(verb), frozenset({"and"})
    while i >= start and (mention := mentions.at.get(i)):
        if found and not mention.is_person:  # "Sweden and President A met": a list of persons ends at a state
            break
        found.insert(0, mention.head(doc))
        i = _before_owners(verb, mention.left - 1, mentions)
        if i < start or doc[i].lower_ not in joints:
            break
        i, joints = i - 1, frozenset({"and", ","})
    return found


def _before_helpers(verb: Token) -> int:
    """Return what stands before a verb and its adverbs and auxiliaries ("B has also met")."""
    i = verb.i - 1
    while i > verb.sent.start and (verb.doc[i].tag_ in ("RB", "DT") or verb.doc[i].dep_ == "aux"):
        i -= 1
    return i


def _before_owners(verb: Token, i: int, mentions: Mentions) -> int:
    """Return what stands before the state whose official a name is ("France's President A")."""
    while i > verb.sent.start and (verb.doc[i].tag_ == "POS" or _is_no_person(mentions.at.get(i))):
        i -= 1
    return i


def _is_no_person(mention: Mention | None) -> bool:
    return mention is not None and not mention.is_person


def _first_of_headline(verb: Token, found: list[Token], mentions: Mentions) -> list[Token]:
    """Return the first of "Blinken, Lavrov discuss ...": a headline's comma is an "and"."""
    own = mentions.covering(found[0]) if len(found) == 1 else None
    if own is None or own.left < 2 or verb.doc[own.left - 1].text != "," or own.end != verb.i:
        return []
    first = mentions.at.get(own.left - 2)
    at_start = first is not None and first.is_person and first.left == verb.sent.start
    return [first.head(verb.doc)] if first is not None and at_start else []


def loose_objects(verb: Token, mentions: Mentions) -> list[Token]:
    """Return the names behind a verb that the parser took for an apposition or a phrase of time: "met NAME"."""
    return [c for c in verb.children if c.i in mentions.at and c.i > verb.i and c.dep_ in ("npadvmod", "appos")]


def between_behind(noun: Token) -> list[Token]:
    """Return A of "talks in Geneva between A and B", where the parser hung "between" on a place or a day."""
    for token in noun.doc[noun.i + 1 : min(noun.sent.end, noun.i + _REACH)]:
        if is_verbal(token) or token.lower_ in (",", ";", "with"):
            return []
        if token.lower_ == "between" and token.dep_ == "prep":
            return [c for c in token.children if c.dep_ == "pobj"]
    return []


def honoured(noun: Token, honours: frozenset[str]) -> list[Token]:
    """Return B of "a dinner in honour of B", wherever the parser hung it."""
    around = [*after(noun, "in"), *after(noun.head, "in")]
    return [guest for honour in around if honour.lemma_ in honours for guest in after(honour, "of")]
