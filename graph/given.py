"""Contacts as a program hands them over, and what to say where they are something else."""

from collections.abc import Iterable, Iterator

from diplograph.extract.model import Contact

_TAKEN = "as extract_contacts, fold and read_contacts return them"


def contacts_of(given: object) -> Iterator[Contact]:
    """Yield the contacts that are given.

    Raises:
        TypeError: It is one thing alone, a graph, or, when it is met, something that is no contact.
    """
    if hasattr(given, "is_multigraph"):
        raise TypeError(
            "A graph of networkx holds no sentences: give the contacts that it was assembled of, or what fold made of them."
        )
    if not isinstance(given, Iterable) or isinstance(given, str | bytes):
        raise TypeError(f"{given!r:.60} is no collection of contacts: give a list of them, {_TAKEN}.")
    return _checked(given)


def _checked(given: Iterable[object]) -> Iterator[Contact]:
    for number, one in enumerate(given, 1):
        if not isinstance(one, Contact):
            raise TypeError(
                f"Contact {number} is {one!r:.60}, of the type {type(one).__name__}: give contacts, {_TAKEN}."
            )
        yield one
