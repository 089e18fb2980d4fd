"""Which words make a contact, and of what kind: the frames of verbs and nouns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from diplograph.extract.lexicon.loading import read_lexicon
from diplograph.extract.model import Kind, Status


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
    ENCOUNTER = "encounter"
    PASSIVE = "passive"


class Pattern(StrEnum):
    """How the sides of a verb stand, where not as its subject, its object and what its prepositions bring in."""

    DELIVERY = "delivery"
    INVITATION = "invitation"
    JOURNEY = "journey"
    LEADING = "leading"
    MISSION = "mission"


class Among(StrEnum):
    """Where a word stands that shows another sense of a verb."""

    DEPENDENTS = "dependents"
    BELOW = "below"
    OBJECTS = "objects"
    BEHIND = "behind"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A sentence of our own, the pairs of party names that its entry must find in it, and their status."""

    text: str
    pairs: tuple[tuple[str, str], ...]
    status: Status = Status.OCCURRED


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """What shows that a verb is used in another sense, and a sentence that it rejects.

    Attributes:
        among: Where the word stands.
        after: Prepositions that it follows; it then need not be ``among`` anything.
        relations: The dependencies that it may have; any, if empty.
        words: What it is: one of these as a word, a lemma, a tag or an entity's label; anything, if empty.
        but: What it is not, told likewise.
        several: Whether it takes two such words.
    """

    among: Among = Among.DEPENDENTS
    after: frozenset[str] = frozenset()
    relations: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    but: frozenset[str] = frozenset()
    several: bool = False
    example: str

    def __post_init__(self) -> None:
        if not (self.after or self.relations or self.words):
            raise ValueError("it would fit any word; add 'after', 'relations' or 'words'")
        if self.after and self.among is not Among.DEPENDENTS:
            raise ValueError("what follows a preposition is not 'among' anything; drop one of the two")


@dataclass(frozen=True, slots=True, kw_only=True)
class NounGuard:
    """What shows that a noun names no contact, and a sentence that it rejects.

    Attributes:
        preps: Prepositions; what stands after one of them, and is no day, shows the other sense.
        things: What that must be, as a word; anything, if empty.
        save: What that must not be: the noun itself ("an exchange of views").
        but: Prepositions that overrule it where they stand beside it.
    """

    preps: frozenset[str]
    things: frozenset[str] = frozenset()
    save: frozenset[str] = frozenset()
    but: frozenset[str] = frozenset()
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerbFrame:
    """A verb that makes a contact, and where its sides stand; see the head of ``lexicon/verbs.yaml``."""

    verb: str
    particle: str | None = None
    forms: frozenset[str] = frozenset()
    kind: Kind
    object: Object = Object.NONE
    preps: tuple[str, ...] = ()
    joint: bool = False
    guest: bool = False
    directed: bool | None = None
    code: str | None = None
    things: frozenset[str] = frozenset()
    persons: bool = False
    needs: Need | None = None
    close: bool = False
    states: bool = True
    homeward: bool = False
    each_known: bool = False
    pattern: Pattern | None = None
    status: Status = Status.OCCURRED
    unless: tuple[Guard, ...] = ()
    example: Example

    @property
    def lemma(self) -> str:
        """The verb without its particle."""
        return self.verb

    @property
    def rule(self) -> str:
        """The name under which a contact tells which entry made it."""
        return f"verb.{self.verb}" + (f"-{self.particle}" if self.particle else "")

    key = rule  # which no two entries share


@dataclass(frozen=True, slots=True, kw_only=True)
class NounFrame:
    """A noun that names a contact, and where its sides stand; see the head of ``lexicon/nouns.yaml``."""

    noun: str
    kind: Kind
    plural: bool = False
    preps: tuple[str, ...]
    alone: bool = False
    public: bool = False
    each_known: bool = False
    guest: bool = False
    directed: bool | None = None
    code: str | None = None
    needs: frozenset[str] = frozenset()
    unless: tuple[NounGuard, ...] = ()
    places: tuple[str, ...] = ()
    received: bool = False
    paid: Kind | None = None
    spoken: tuple[str, ...] = ()
    persons: bool = False
    example: Example

    @property
    def visitors(self) -> tuple[str, ...]:
        """The prepositions before the visitor."""
        return tuple(name for name in self.preps if name not in self.places)

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
    """Return the frames of verbs by lemma, those with a particle first; not those with a pattern of their own."""
    return _by_lemma(frame for frame in _verb_frames() if frame.pattern is None)


@cache
def patterned() -> Mapping[str, VerbFrame]:
    """Return the frames of verbs with a pattern of their own, by lemma."""
    return {frame.verb: frame for frame in _verb_frames() if frame.pattern is not None}


@cache
def nouns() -> Mapping[str, NounFrame]:
    """Return the frames of nouns by lemma."""
    return {frame.noun: frame for frame in read_lexicon("nouns", tuple[NounFrame, ...])}


def frame_of(rule: str) -> VerbFrame | NounFrame | None:
    """Return the entry that made a contact, by the contact's rule; None where no entry did ("noun.brokered")."""
    return _by_rule().get(rule)


@cache
def _by_rule() -> Mapping[str, VerbFrame | NounFrame]:
    frames: list[VerbFrame | NounFrame] = [*_verb_frames(), *nouns().values()]
    return {frame.rule: frame for frame in frames}


@cache
def _verb_frames() -> tuple[VerbFrame, ...]:
    return read_lexicon("verbs", tuple[VerbFrame, ...])


def _by_lemma(frames: Iterable[VerbFrame]) -> dict[str, tuple[VerbFrame, ...]]:
    table: dict[str, list[VerbFrame]] = {}
    for frame in sorted(frames, key=lambda f: f.particle is None):
        table.setdefault(frame.verb, []).append(frame)
    return {lemma: tuple(group) for lemma, group in table.items()}
