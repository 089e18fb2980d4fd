"""What shows that a verb is used in another sense ("called X a thug", "called on X to act"): the guards of its entry, read."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from spacy.tokens import Token

from diplograph.extract.lexicon.frames import Among, Guard
from diplograph.extract.syntax.grammar import patients, prepositions

_DIRECT = frozenset({"dobj", "oprd"})


def other_sense(verb: Token, unless: Iterable[Guard]) -> tuple[Token, ...]:
    """Return the words that fit one of the guards, the first that is fitted; none where the verb is in its own sense."""
    return next(filter(None, (fitting(verb, guard) for guard in unless)), ())


def fitting(verb: Token, guard: Guard) -> tuple[Token, ...]:
    """Return the words around a verb that fit a guard; none where they are too few."""
    found = tuple(word for word in _places(verb, guard) if _fits(word, guard))
    return found if len(found) > guard.several else ()


def _places(verb: Token, guard: Guard) -> Iterable[Token]:
    if guard.after:
        return [noun for name, noun in prepositions(verb) if name in guard.after]
    return _AMONG[guard.among](verb)


def _below(verb: Token) -> Iterator[Token]:
    yield from (below for word in (verb, *verb.children) for below in word.children)


def _behind(verb: Token) -> Iterator[Token]:
    for child in verb.children:
        if child.dep_ in _DIRECT:
            yield from child.doc[child.i + 1 : child.i + 2]


_AMONG: Mapping[Among, Callable[[Token], Iterable[Token]]] = {
    Among.BEHIND: _behind,
    Among.BELOW: _below,
    Among.DEPENDENTS: lambda verb: verb.children,
    Among.OBJECTS: patients,
}


def _fits(word: Token, guard: Guard) -> bool:
    if guard.relations and word.dep_ not in guard.relations:
        return False
    if not (guard.words or guard.but):
        return True
    called = {word.lower_, word.lemma_.lower(), word.tag_, word.pos_, word.ent_type_}
    return called.isdisjoint(guard.but) and not (guard.words and called.isdisjoint(guard.words))
