"""Which words make a contact, and of what kind: the frames of verbs and nouns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from diplograph.extract.lexicon.loading import read_lexicon
from diplograph.extract.model import Kind


class Object(StrEnum):
    """Who may be a verb's direct object."""

    NONE = "none"
    PARTY = "party"
    PERSON = "person"
    ENVOY = "envoy"
    PLACE = "place"


class Need(StrEnum):
    """What a verb makes no contact without."""

    TOPIC = "topic"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence of our own and the pairs of party names that its entry must find in it."""

    text: str
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class VerbFrame:
    """A verb that makes a contact, and where its sides stand; see the head of ``lexicon/verbs.yaml``."""

    verb: str
    kind: Kind
    object: Object
    example: Example
    particle: str | None = None
    preps: tuple[str, ...] = ()
    joint: bool = False
    guest: bool = False
    code: str | None = None
    needs: Need | None = None
    things: frozenset[str] = frozenset()
    persons: bool = False

    @property
    def lemma(self) -> str:
        """The verb without its particle."""
        return self.verb

    @property
    def rule(self) -> str:
        """The name under which a contact tells which entry made it."""
        return f"verb.{self.verb}" + (f"-{self.particle}" if self.particle else "")

    key = rule  # which no two entries share


@dataclass(frozen=True, slots=True)
class NounFrame:
    """A noun that names a contact, and where its sides stand; see the head of ``lexicon/nouns.yaml``."""

    noun: str
    kind: Kind
    preps: tuple[str, ...]
    example: Example
    plural: bool = False
    alone: bool = False
    public: bool = False
    code: str | None = None
    needs: frozenset[str] = frozenset()

    @property
    def lemma(self) -> str:
        """The noun."""
        return self.noun

    @property
    def rule(self) -> str:
        """The name under which a contact tells which entry made it."""
        return f"noun.{self.noun}"

    key = rule  # which no two entries share


@cache
def verbs() -> Mapping[str, tuple[VerbFrame, ...]]:
    """Return the verb frames by lemma; those with a particle stand first."""
    return _by_lemma(read_lexicon("verbs", tuple[VerbFrame, ...]))


@cache
def nouns() -> Mapping[str, NounFrame]:
    """Return the noun frames by lemma."""
    return {frame.noun: frame for frame in read_lexicon("nouns", tuple[NounFrame, ...])}


def _by_lemma(frames: Iterable[VerbFrame]) -> dict[str, tuple[VerbFrame, ...]]:
    table: dict[str, list[VerbFrame]] = {}
    for frame in sorted(frames, key=lambda f: f.particle is None):
        table.setdefault(frame.verb, []).append(frame)
    return {lemma: tuple(group) for lemma, group in table.items()}
