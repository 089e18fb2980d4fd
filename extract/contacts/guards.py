"""What shows that a verb is used in another sense ("called X a thug", "called on X to act"): the guards of its entry, read."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from spacy.tokens import Token

from diplograph.extract.lexicon.frames import Among, Guard
from diplograph.extract.syntax.clauses import Clause

_DIRECT = frozenset({"dobj", "oprd"})


def other_sense(clause: Clause, unless: Iterable[Guard]) -> tuple[Token, ...]:
    """Return the words that fit one of the guards, the first that is fitted; none where the verb is in its own sense."""
    return next(filter(None, (fitting(clause, guard) for guard in unless)), ())


def fitting(clause: Clause, guard: Guard) -> tuple[Token, ...]:
    """Return the words around a verb that fit a guard; none where they are too few."""
    found = tuple(word for word in _places(clause, guard) if _fits(word, guard))
    return found if len(found) > guard.several else ()


def _places(clause: Clause, guard: Guard) -> Iterable[Token]:
    return clause.after(*guard.after) if guard.after else _AMONG[guard.among](clause)


def _below(clause: Clause) -> Iterator[Token]:
    verb = clause.head
    yield from (below for word in (verb, *verb.children) for below in word.children)


def _behind(clause: Clause) -> Iterator[Token]:
    for child in clause.head.children:
        if child.dep_ in _DIRECT:
            yield from child.doc[child.i + 1 : child.i + 2]


_AMONG: Mapping[Among, Callable[[Clause], Iterable[Token]]] = {
    Among.BEHIND: _behind,
    Among.BELOW: _below,
    Among.DEPENDENTS: lambda clause: clause.head.children,
    Among.OBJECTS: lambda clause: clause.objects,
}


def _fits(word: Token, guard: Guard) -> bool:
    if guard.relations and word.dep_ not in guard.relations:
        return False
    if not (guard.words or guard.but):
        return True
    called = {word.lower_, word.lemma_.lower(), word.tag_, word.pos_, word.ent_type_}
    return called.isdisjoint(guard.but) and not (guard.words and called.isdisjoint(guard.words))
