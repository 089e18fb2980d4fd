"""A user's own table of parties, ``actors.yaml``: names, aliases, offices, and which names to merge or keep apart.

actors:
  - name: Sergei Lavrov
    aliases: [Sergey Lavrov, Lavrov]
    type: person                # person state organisation group; person if left out
    country: RU                 # ISO 3166-1 alpha-2
    roles:
      - {role: Foreign Minister, from: 2004-03-09}
    ids: {wikidata: Q58217}     # and what other lists call it, under any name
merge:
  - [Lula, Luiz Inácio Lula da Silva]      # one party; the last name is kept
apart:
  - [Carlos Mendes, Carlos Méndez]         # never one party
"""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NoReturn

import yaml

from diplograph.errors import InputError
from diplograph.extract.ids import slug
from diplograph.extract.lexicon.loading import Form
from diplograph.extract.model import PartyType
from diplograph.graph.codes.parties import FORMS

_KEYS = {"name", "aliases", "type", "country", "roles", "ids"}
_SECTIONS = {"actors", "merge", "apart"}
_ID_NAME = re.compile("[a-z][a-z0-9_]*")
_ANY_ID = Form(
    re.compile(r"(?!\s)[^\x00-\x1f\x7f;]*[^\s\x00-\x1f\x7f;]"),
    "an identifier; write it in one line, without blanks around it and without a semicolon",
)
_NOWHERE = frozenset[int]()


@dataclass(frozen=True, slots=True)
class Role:
    """An office and its first and last day, where known."""

    role: str
    start: dt.date | None = None
    end: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A party as the user knows it; type and country are None where the table is silent.

    Attributes:
        ids: Identifiers as pairs of name and value, by name.
    """

    name: str
    aliases: tuple[str, ...] = ()
    type: PartyType | None = None
    country: str | None = None
    roles: tuple[Role, ...] = ()
    ids: tuple[tuple[str, str], ...] = ()

    def in_office(self, days: Iterable[dt.date]) -> bool:
        """Tell whether one of the offices was held on one of the days."""
        return any(
            (r.start is None or r.start <= d) and (r.end is None or d <= r.end) for r in self.roles for d in days
        )


@dataclass(frozen=True, slots=True)
class Actors:
    """The checked table; an empty one knows nobody.

    Attributes:
        apart: In which of the lists of those kept apart each name is, by its slug.
        alike: The slugs of two names of one such list.
    """

    by_name: dict[str, tuple[Actor, ...]] = field(default_factory=dict)
    apart: dict[str, frozenset[int]] = field(default_factory=dict)
    alike: frozenset[str] = frozenset()

    def of(self, name: str, kind: PartyType, country: str | None, days: Iterable[dt.date] = ()) -> Actor | None:
        """Return the one actor of that name, type and country; of several, the one in office on one of the days."""
        found = [
            a
            for a in self.by_name.get(slug(name), ())
            if a.type in (None, kind) and (a.country is None or country in (None, a.country))
        ]
        found = [a for a in found if a.in_office(days)] if len(found) > 1 else found
        return found[0] if len(found) == 1 else None

    def forbids(self, one: str, two: str) -> bool:
        """Tell whether the table keeps two names apart."""
        first, second = slug(one), slug(two)
        if first == second:
            return first in self.alike
        return not self.apart.get(first, _NOWHERE).isdisjoint(self.apart.get(second, _NOWHERE))

    def forbids_any(self, names: Iterable[str]) -> bool:
        """Tell whether the table keeps two of these names apart."""
        times = Counter(map(slug, names))
        lists = Counter(number for one in times for number in self.apart.get(one, _NOWHERE))
        return max(lists.values(), default=0) > 1 or any(times[one] > 1 for one in self.alike)


def read_actors(path: str | Path) -> Actors:
    """Read a user's table.

    Raises:
        InputError: The file can't be read or breaks a rule; the message names file, line and key.
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise InputError(f"Can't read {path}: {reason}; give a table of actors in YAML.") from None
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except RecursionError:
        raise InputError(f"Can't read {path}: it is nested too deeply; a table of actors is flat.") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise InputError(f"{path}{where}: not YAML ({getattr(error, 'problem', error)}); mend the line.") from None
    return _Reader(str(path)).table(node)


def _listed(lists: Iterable[Iterable[str]]) -> tuple[dict[str, frozenset[int]], frozenset[str]]:
    found: defaultdict[str, set[int]] = defaultdict(set)
    alike = set[str]()
    for number, names in enumerate(lists):
        times = Counter(map(slug, names))
        alike.update(one for one in times if times[one] > 1)
        for one in times:
            found[one].add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}, frozenset(alike)


class _Reader:
    """Checks the tree of nodes, which knows its lines."""

    def __init__(self, file: str) -> None:
        self._file = file

    def table(self, node: Any) -> Actors:
        if node is None:
            return Actors()
        sections = dict(self._mapping(node, "the file", _SECTIONS))
        actors = [self._actor(n) for n in self._list(sections.get("actors"), "actors")]
        merge = [self._names(n, "merge") for n in self._list(sections.get("merge"), "merge")]
        apart = [self._names(n, "apart") for n in self._list(sections.get("apart"), "apart")]
        table = Actors(_index(_merged(actors, merge)), *_listed(apart))
        for names in merge:
            if table.forbids_any(names):
                self._fail(sections["merge"], "merge", f"{names[0]!r} and {names[-1]!r} are also kept apart; drop one")
        return table

    def _actor(self, node: Any) -> Actor:
        values = dict(self._mapping(node, "actors", _KEYS))
        if "name" not in values:
            self._fail(node, "actors", "an entry has no 'name'; add it")
        kind, country = self._text(values.get("type")), self._text(values.get("country"))
        if kind is not None and kind not in {t.value for t in PartyType}:
            self._fail(values["type"], "type", f"{kind!r} is none of {', '.join(PartyType)}")
        if country is not None and not re.fullmatch("[A-Z]{2}", country):
            self._fail(
                values["country"],
                "country",
                f"{country!r} is no code; write two capital letters, in quotes if they are NO",
            )
        return Actor(
            name=self._text(values["name"]) or "",
            aliases=tuple(self._names(values["aliases"], "aliases")) if "aliases" in values else (),
            type=PartyType(kind) if kind else PartyType.PERSON,
            country=country,
            roles=tuple(self._role(n) for n in self._list(values.get("roles"), "roles")),
            ids=tuple(sorted(self._ids(values.get("ids")))),
        )

    def _ids(self, node: Any) -> Iterator[tuple[str, str]]:
        for name, value in self._mapping(node, "ids") if node is not None else ():
            text, form = self._text(value) or "", FORMS.get(name, _ANY_ID)
            if not _ID_NAME.fullmatch(name):
                self._fail(
                    value, name, "no name of an identifier; use small letters, digits and underscores, as in wikidata"
                )
            if not form.pattern.fullmatch(text):
                self._fail(value, name, f"{text!r} is not {form.words}")
            yield name, text

    def _role(self, node: Any) -> Role:
        values = dict(self._mapping(node, "roles", {"role", "from", "to"}))
        if "role" not in values:
            self._fail(node, "roles", "an office has no 'role'; add it")
        first, last = self._day(values.get("from"), "from"), self._day(values.get("to"), "to")
        if first and last and last < first:
            self._fail(values["to"], "to", f"{last} is before {first}; change one")
        return Role(self._text(values["role"]) or "", first, last)

    def _day(self, node: Any, key: str) -> dt.date | None:
        text = self._text(node)
        try:
            return dt.date.fromisoformat(text) if text else None
        except ValueError:
            self._fail(node, key, f"{text!r} is no day; write it as 2021-08-16")

    def _names(self, node: Any, key: str) -> list[str]:
        names = [self._text(n) or "" for n in self._list(node, key)]
        if not names or not all(n.strip() for n in names):
            self._fail(node, key, "a list of names is needed, such as [Lula, Luiz Inácio Lula da Silva]")
        return names

    def _mapping(self, node: Any, key: str, keys: set[str] | None = None) -> Iterator[tuple[str, Any]]:
        """Yield the keys, of some or any, with their nodes."""
        known = f"known are {', '.join(sorted(keys))}" if keys else "write a name and a value each"
        if not isinstance(node, yaml.MappingNode):
            self._fail(node, key, f"keys are needed; {known}")
        for name, value in node.value:
            if not isinstance(name, yaml.ScalarNode):
                self._fail(name, key, f"a key is no word; {known}")
            if keys and name.value not in keys:
                self._fail(name, name.value, f"unknown key; {known}")
            yield name.value, value

    def _list(self, node: Any, key: str) -> list[Any]:
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self._fail(node, key, "a list is needed")
        found: list[Any] = node.value
        return found

    def _text(self, node: Any) -> str | None:
        if node is None:
            return None
        if not isinstance(node, yaml.ScalarNode):
            self._fail(node, "", "text is needed")
        return str(node.value)

    def _fail(self, node: Any, key: str, reason: str) -> NoReturn:
        line = node.start_mark.line + 1
        raise InputError(f"{self._file}, line {line}{f', {key}' if key else ''}: {reason}.")


def _merged(actors: list[Actor], groups: list[list[str]]) -> list[Actor]:
    """Add each group of names to the actor that bears one of them, or as an actor of its own."""
    found = list(actors)
    for names in groups:
        wanted = set(map(slug, names))
        place = next((i for i, a in enumerate(found) if wanted & set(map(slug, (a.name, *a.aliases)))), None)
        if place is None:
            found.append(Actor(names[-1], tuple(names[:-1])))
        else:
            old = found[place]
            found[place] = replace(old, aliases=(*old.aliases, *names))
    return found


def _index(actors: Iterable[Actor]) -> dict[str, tuple[Actor, ...]]:
    index: defaultdict[str, list[Actor]] = defaultdict(list)
    for actor in actors:
        for name in {slug(n) for n in (actor.name, *actor.aliases)}:
            index[name].append(actor)
    return {name: tuple(group) for name, group in index.items()}
