"""Which words make a contact, and of what kind: the lexicons, read once and checked as they are read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from diplograph.errors import LexiconError
from diplograph.extract.model import Kind

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_OBJECTS = frozenset({"none", "party", "person", "envoy", "place"})
_NEEDS = frozenset({"topic", "phone"})
_VERB_KEYS = frozenset(
    {"verb", "particle", "kind", "object", "preps", "joint", "guest", "code", "needs", "persons", "things", "example"}
    | {"each_known"}
)
_NOUN_KEYS = frozenset({"noun", "kind", "plural", "preps", "alone", "public", "code", "needs", "example"})
_EXAMPLE_KEYS = frozenset({"text", "pairs"})


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence of our own and the pairs of party names that its entry must find in it."""

    text: str
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class VerbFrame:
    """A verb that makes a contact, and where its sides stand; see the head of ``lexicon/verbs.yaml``."""

    lemma: str
    kind: Kind
    example: Example
    particle: str | None = None
    object: str = "none"
    preps: tuple[str, ...] = ()
    joint: bool = False
    guest: bool = False
    code: str | None = None
    needs: str | None = None
    things: tuple[str, ...] = ()
    persons: bool = False
    each_known: bool = False

    @property
    def rule(self) -> str:
        """The name under which a contact tells which entry made it."""
        return f"verb.{self.lemma}" + (f"-{self.particle}" if self.particle else "")


@dataclass(frozen=True, slots=True)
class NounFrame:
    """A noun that names a contact, and where its sides stand; see the head of ``lexicon/nouns.yaml``."""

    lemma: str
    kind: Kind
    example: Example
    plural: bool = False
    preps: tuple[str, ...] = ()
    alone: bool = False
    public: bool = False
    code: str | None = None
    needs: tuple[str, ...] = ()

    @property
    def rule(self) -> str:
        """The name under which a contact tells which entry made it."""
        return f"noun.{self.lemma}"


@dataclass(frozen=True, slots=True)
class Effects:
    """The words that give one status to what they govern."""

    verbs: frozenset[str]
    nouns: frozenset[str]
    adjectives: frozenset[str]
    prepositions: frozenset[str]
    until: frozenset[str]


@cache
def load(name: str) -> Any:
    """Return the parsed YAML of ``lexicon/NAME.yaml``.

    Raises:
        LexiconError: The file is not YAML.
    """
    text = (files("diplograph.extract.lexicon") / f"{name}.yaml").read_text(encoding="utf-8")
    return parse(name, text)


def parse(name: str, text: str) -> Any:
    """Return the content of a lexicon file, or say where it is broken."""
    try:
        return yaml.load(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        raise LexiconError(f"lexicon/{name}.yaml is not YAML: {error}") from error


@cache
def verbs() -> Mapping[str, tuple[VerbFrame, ...]]:
    """Return the verb frames by lemma; those with a particle stand first."""
    return _by_lemma(verb_frames(load("verbs")))


@cache
def nouns() -> Mapping[str, NounFrame]:
    """Return the noun frames by lemma."""
    return {frame.lemma: frame for frame in noun_frames(load("nouns"))}


@cache
def words(name: str) -> frozenset[str]:
    """Return one of the closed sets of ``lexicon/words.yaml``."""
    return frozenset(load("words")[name])


@cache
def roles(name: str) -> frozenset[str]:
    """Return one of the sets of ``lexicon/roles.yaml``."""
    return frozenset(load("roles")[name])


@cache
def sovereigns() -> Mapping[str, str]:
    """Return the offices that only one state has, or had, with the state's name."""
    table: dict[str, str] = load("roles")["sovereigns"]
    return table


@cache
def effects(name: str) -> Effects:
    """Return the governing words of one status: negated, planned or hypothetical."""
    entry = load("status")[name]
    sets = {key: frozenset(entry.get(key, ())) for key in ("verbs", "nouns", "adjectives", "prepositions", "until")}
    return Effects(**sets)


@cache
def governors(field: str) -> frozenset[str]:
    """Return the words of one field ("verbs", "nouns" ...) that give any status to what they govern."""
    return frozenset().union(*(getattr(effects(name), field) for name in ("negated", "planned", "hypothetical")))


def verb_frames(entries: Iterable[Mapping[str, Any]]) -> list[VerbFrame]:
    """Turn the entries of ``verbs.yaml`` into frames.

    Raises:
        LexiconError: An entry has an unknown or a missing key, or a value out of its set.
    """
    found: list[VerbFrame] = []
    seen: set[object] = set()
    for entry in entries:
        where = f"lexicon/verbs.yaml, verb {entry.get('verb')!r}"
        _check(entry, _VERB_KEYS, ("verb", "kind", "object", "example"), where)
        if entry["object"] not in _OBJECTS:
            raise LexiconError(f"{where}: object {entry['object']!r} is none of {', '.join(sorted(_OBJECTS))}.")
        frame = VerbFrame(
            entry["verb"],
            _kind(entry["kind"], where),
            _example(entry["example"], where),
            particle=entry.get("particle"),
            object=entry["object"],
            preps=tuple(entry.get("preps", ())),
            joint=entry.get("joint", False),
            guest=entry.get("guest") == "object",
            code=entry.get("code"),
            needs=_need(entry, where),
            things=tuple(entry.get("things", ())),
            persons=entry.get("persons", False),
            each_known=entry.get("each_known", False),
        )
        _once((frame.lemma, frame.particle), seen, where)
        found.append(frame)
    return found


def noun_frames(entries: Iterable[Mapping[str, Any]]) -> list[NounFrame]:
    """Turn the entries of ``nouns.yaml`` into frames; raises like ``verb_frames``."""
    found: list[NounFrame] = []
    seen: set[object] = set()
    for entry in entries:
        where = f"lexicon/nouns.yaml, noun {entry.get('noun')!r}"
        _check(entry, _NOUN_KEYS, ("noun", "kind", "preps", "example"), where)
        frame = NounFrame(
            entry["noun"],
            _kind(entry["kind"], where),
            _example(entry["example"], where),
            plural=entry.get("plural", False),
            preps=tuple(entry["preps"]),
            alone=entry.get("alone", False),
            public=entry.get("public", False),
            code=entry.get("code"),
            needs=tuple(entry.get("needs", ())),
        )
        _once(frame.lemma, seen, where)
        found.append(frame)
    return found


def _need(entry: Mapping[str, Any], where: str) -> str | None:
    need: str | None = entry.get("needs")
    if need not in (None, *_NEEDS):
        raise LexiconError(f"{where}: needs {need!r} is none of {', '.join(sorted(_NEEDS))}.")
    return need


def _by_lemma(frames: Iterable[VerbFrame]) -> dict[str, tuple[VerbFrame, ...]]:
    table: dict[str, list[VerbFrame]] = {}
    for frame in sorted(frames, key=lambda f: f.particle is None):
        table.setdefault(frame.lemma, []).append(frame)
    return {lemma: tuple(group) for lemma, group in table.items()}


def _check(entry: Mapping[str, Any], known: frozenset[str], required: tuple[str, ...], where: str) -> None:
    if unknown := set(entry) - known:
        raise LexiconError(f"{where}: unknown key {min(unknown)!r}; known are {', '.join(sorted(known))}.")
    if missing := [key for key in required if key not in entry]:
        raise LexiconError(f"{where}: the key {missing[0]!r} is missing.")


def _kind(value: str, where: str) -> Kind:
    try:
        return Kind(value)
    except ValueError:
        raise LexiconError(f"{where}: kind {value!r} is none of {', '.join(Kind)}.") from None


def _example(entry: Mapping[str, Any], where: str) -> Example:
    _check(entry, _EXAMPLE_KEYS, ("text", "pairs"), f"{where}, example")
    return Example(entry["text"], tuple((a, b) for a, b in entry["pairs"]))


def _once(key: object, seen: set[object], where: str) -> None:
    if key in seen:
        raise LexiconError(f"{where}: the entry stands twice; merge the two.")
    seen.add(key)
