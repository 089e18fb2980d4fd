"""Identifiers that stay apart: where a format can't hold one as it is, or one comes twice, the results still differ."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from diplograph.extract.model import Contact


def distinct(names: Iterable[str], clean: Callable[[str], str], taken: Iterable[str] = ()) -> dict[str, str]:
    """Return a different identifier for every name, itself where ``clean`` leaves it alone and it isn't taken."""
    names, closed = list(dict.fromkeys(names)), Counter(set(taken))
    given = {n: n for n in names if n not in closed and clean(n) == n}
    closed.update(list(given))
    return {n: given[n] if n in given else unused(clean(n), closed) for n in names}


def identified(contacts: Iterable[Contact]) -> Iterator[tuple[str, Contact]]:
    """Yield every contact with its identifier, numbered where other contacts had it before."""
    taken: Counter[str] = Counter()
    for contact in contacts:
        yield unused(contact.id, taken), contact


def unused(name: str, taken: Counter[str]) -> str:
    """Return the name, with a number behind it if it is taken, and take it."""
    taken[name] += 1
    while taken[name] > 1:
        name = f"{name}.{taken[name]}"
        taken[name] += 1
    return name
