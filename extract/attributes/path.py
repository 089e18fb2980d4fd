"""The way from a contact word up to the verb of its clause: what is told of a contact hangs on one of these words."""

from spacy.tokens import Token

from diplograph.extract.lexicon.words import words
from diplograph.extract.syntax.tokens import CLAUSAL, is_verbal

_INSIDE = frozenset({"xcomp", "dobj", "pobj", "prep", "acl", "attr", "nsubjpass", "nsubj", "advcl", "pcomp", "conj"})
_INSIDE |= {"agent", "acomp", "dative", "oprd", "prt"}


def path_up(trigger: Token) -> list[Token]:
    """Return the words of the contact's own clause, from its word up to the verb that heads the clause."""
    path = [trigger]
    while (above := _above(path[-1])) is not None:
        path.append(above)
        if _heads_a_clause(above):
            break
    return path


def _above(token: Token) -> Token | None:
    """Return what a word hangs on within its clause."""
    head = token.head
    if head == token or token.dep_ not in _INSIDE:
        return None
    # "Peru called Chile before Cuba met Haiti": a clause with a subject of its own
    if token.dep_ == "advcl" and any(c.dep_ in ("nsubj", "mark") for c in token.children):
        return None
    # "After talks with Chile, Peru said ...": who says it does so later; not so in "Peru announced a meeting"
    said = is_verbal(head) and head.lemma_ in words("saying")
    return None if said and token.dep_ not in ("dobj", "nsubjpass") else head


def _heads_a_clause(token: Token) -> bool:
    if not is_verbal(token) or token.dep_ not in CLAUSAL:
        return False
    return any(c.dep_ in ("nsubj", "nsubjpass") for c in token.children)
