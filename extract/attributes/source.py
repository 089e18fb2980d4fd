"""Who reported a contact, by the account of the text."""

from collections.abc import Iterator

from spacy.tokens import Token

from diplograph.extract.attributes.phrase import below, shown
from diplograph.extract.lexicon.words import roles, words
from diplograph.extract.model import PartyType
from diplograph.extract.parties.resolution import Parties
from diplograph.extract.syntax.subjects import agents
from diplograph.extract.syntax.tokens import antecedent

_WITHIN = frozenset({"xcomp", "conj", "ccomp", "advcl", "relcl", "dobj", "pobj", "prep", "pcomp"})
_NOBODY = frozenset({"it", "there", "which", "that", "who", "i", "we", "you"})
_LEFT_OUT = frozenset({"det", "nummod", "quantmod"})
_DEPTH = 4


def reported_by(path: list[Token], parties: Parties) -> str | None:
    """Return the source that the text gives for a contact: a person's longest name, or the office's words.

    Args:
        path: The words from the contact's own up to the verb of its clause.
    """
    source = next(_according_to(path), None)
    if source is None:
        source = _teller(path)
    return _name(source, parties) if source is not None else None


def _according_to(path: list[Token]) -> Iterator[Token]:
    """ "According to the ministry"."""
    for token in path:
        for preposition in below(token, "prep"):
            if preposition.lower_ == "according":
                yield from (noun for to in preposition.children for noun in below(to, "pobj"))


def _teller(path: list[Token]) -> Token | None:
    """ "The ministry said that ...": the subject of the verb of saying above the contact's clause."""
    own, node = {t.i for t in path}, path[-1]
    for _ in range(_DEPTH):
        tellers = _tellers(node.head) if node.dep_ == "ccomp" else iter(())
        if (teller := next((t for t in tellers if t.i not in own), None)) is not None:
            return teller
        if node.head == node or node.dep_ not in _WITHIN:
            return None
        node = node.head
    return None


def _tellers(verb: Token) -> Iterator[Token]:
    if verb.lemma_ in words("saying") or verb.lemma_ in words("expecting"):
        yield from (t for t in agents(verb) if t.lower_ not in _NOBODY)


def _name(source: Token, parties: Parties) -> str | None:
    source = antecedent(source)
    mention = parties.mentions.covering(source)
    if source.pos_ == "PRON" or (mention is not None and mention.type is PartyType.PERSON):
        refs = parties.of(source)
        return refs[0].referent.name if refs else mention.name if mention is not None else None
    authors = _authors(source) if source.lemma_.lower() in words("statements") else iter(())
    return _words(next(authors, source))


def _authors(statement: Token) -> Iterator[Token]:
    """ "A ministry statement", "a report by the ministry": whose it is."""
    for child in statement.children:
        if child.dep_ in ("compound", "poss"):
            inner = iter((child,))
        else:
            inner = below(child, "pobj") if child.lower_ in ("by", "of", "from") else iter(())
        yield from (t for t in inner if t.ent_type_ or t.lemma_.lower() in roles("bodies"))


def _words(noun: Token) -> str | None:
    """ "Two officials of the ministry" as "officials": the words up to the noun, without article and number."""
    run = noun.doc[noun.left_edge.i : noun.i + 1]
    return shown(t for t in run if t.dep_ not in _LEFT_OUT or t.i == noun.i) or None
