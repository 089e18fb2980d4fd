"""Persons whom an edition identifies: a contact gives them the full name that its list has, whatever the text calls them."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from diplograph.extract.ids import slug
from diplograph.extract.model import Party, PartyType
from diplograph.extract.named import NamedPerson


class KnownPersons:
    """The persons whom an edition names in one document."""

    def __init__(self, persons: Iterable[NamedPerson]) -> None:
        self._persons = sorted(persons, key=lambda person: person.start)
        self._starts = [person.start for person in self._persons]
        self._by_surname: dict[str, set[str]] = defaultdict(set)
        for person in self._persons:
            self._by_surname[_surname(person.name)].add(person.name)

    def named(self, parties: Iterable[Party]) -> tuple[Party, ...]:
        """Return the parties of a contact, those who are known with their full names; none becomes two of one name."""
        given = tuple(parties)
        if not self._persons:
            return given
        found = tuple(self._named(party) for party in given)
        return found if len({p.id for p in found}) == len({p.id for p in given}) else given

    def _named(self, party: Party) -> Party:
        name = self._name_at(party) or self._name_like(party.name) if party.type is PartyType.PERSON else None
        return replace(party, id=slug(name), name=name) if name else party

    def _name_at(self, party: Party) -> str | None:
        """The one whom the edition names where the mention stands: "Chairman *Khrushchev*"."""
        at = bisect_right(self._starts, party.start)
        near = self._persons[max(0, at - 1) : bisect_right(self._starts, party.end - 1)]
        names = {person.name for person in near if person.start < party.end and party.start < person.end}
        return names.pop() if len(names) == 1 else None

    def _name_like(self, name: str) -> str | None:
        """The only one of that surname, where a pronoun or an office stands for him, or a name that is not marked."""
        names = self._by_surname.get(_surname(name), set())
        if len(names) != 1:
            return None
        (full,) = names
        return full if len(name.split()) == 1 or name[0] == full[0] else None


def _surname(name: str) -> str:
    return slug(name.split()[-1]) if name.split() else ""
