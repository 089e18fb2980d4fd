"""What shows that a verb is used in another sense ("called X a thug", "called on X to act"): the guards of its entry, read."""

from collections.abc import Iterable, Iterator

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


def _places(clause: Clause, guard: Guard) -> Iterator[Token]:
    if guard.after:
        return iter(clause.after(*guard.after))
    verb = clause.head
    match guard.among:
        case Among.DEPENDENTS:
            return verb.children
        case Among.BELOW:
            return (below for word in (verb, *verb.children) for below in word.children)
        case Among.OBJECTS:
            return iter(clause.objects)
        case Among.BEHIND:
            direct = (c for c in verb.children if c.dep_ in _DIRECT)
            return (behind for d in direct for behind in d.doc[d.i + 1 : d.i + 2])


def _fits(word: Token, guard: Guard) -> bool:
    if guard.relations and word.dep_ not in guard.relations:
        return False
    if not (guard.words or guard.but):
        return True
    called = {word.lower_, word.lemma_.lower(), word.tag_, word.pos_, word.ent_type_}
    return called.isdisjoint(guard.but) and not (guard.words and called.isdisjoint(guard.words))
