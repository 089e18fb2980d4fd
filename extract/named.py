"""Persons whom an edition tells of a text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """Whom a name in a text means, as those say who edited it: ``text[start:end]`` is one called ``name`` in full."""

    start: int
    end: int
    name: str
