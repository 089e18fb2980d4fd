"""What differs between two builds, and by which document."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from diplograph.extract.model import Contact, Source
from diplograph.graph.assemble import in_order
from diplograph.graph.formats.records import documents
from diplograph.graph.identity import Ties
from diplograph.graph.periods import Turn


@dataclass(frozen=True, slots=True)
class Build:
    """What is known at one time: contacts as extracted or folded, and the documents, by their ids.

    Attributes:
        documents: Those that were read. Contacts alone tell only of documents that tell one.
        ties: Which contacts were decided to be one encounter, and which not.
        hashes: What tells of a document, by its id, whether it was edited, where that is known.
    """

    contacts: tuple[Contact, ...]
    documents: Mapping[str, Source]
    ties: Ties = field(default_factory=Ties)
    hashes: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        contacts: Iterable[Contact],
        read: Iterable[Source] = (),
        ties: Ties | None = None,
        hashes: Mapping[str, str] | None = None,
    ) -> "Build":
        """Make a build of contacts, with further documents that were read and tell none."""
        unique = tuple(in_order(contacts))
        return cls(unique, {source.id: source for source in (*read, *documents(unique))}, ties or Ties(), hashes or {})

    @property
    def last(self) -> dt.date | None:
        """The last day of its documents."""
        return max((d.date for d in self.documents.values() if d.date), default=None)


def named(document: Source) -> str:
    """Return what a reader knows a document by: its title, else its address, else its id."""
    return document.title or document.url or document.id


class Cause(StrEnum):
    """Why something differs: what became of a document."""

    NEW = "new"
    GONE = "gone"
    EDITED = "edited"  # it is in both, and was read from another text
    READ = "read otherwise"  # it is in both; the rules or the model are others, or its text, where nobody knows that
    BESIDE = "beside others"  # it tells the same; what it is taken for is decided over all documents


@dataclass(frozen=True, slots=True)
class Because:
    """A document that explains a difference."""

    cause: Cause
    document: Source


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing in which a contact changed, as words: status, kind, day, place, parties, evidence, moved, told by, told as."""

    what: str
    before: str
    after: str


class Fate(StrEnum):
    """What became of a contact or a party."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """A contact that is new, gone or changed.

    Attributes:
        old: The contact before; several, where they are told as one now; none if it is new.
        new: The contact after; several, where one was told before; none if it is gone.
        edits: In what it changed.
    """

    old: tuple[Contact, ...]
    new: tuple[Contact, ...]
    edits: tuple[Edit, ...]
    because: tuple[Because, ...]

    @property
    def fate(self) -> Fate:
        """Whether it is new, gone or changed."""
        if not self.old:
            return Fate.NEW
        return Fate.CHANGED if self.new else Fate.GONE

    @property
    def contact(self) -> Contact:
        """What stands for it: the first contact after, or else before."""
        return (self.new or self.old)[0]


class Naming(StrEnum):
    """What became of a party."""

    NEW = "new"
    GONE = "gone"
    RENAMED = "renamed"
    MERGED = "merged"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class PartyChange:
    """A party that is new or gone, or goes by other names: those before and those after.

    Attributes:
        contacts: In how many contacts of any status, before and after.
    """

    naming: Naming
    old: tuple[str, ...]
    new: tuple[str, ...]
    contacts: tuple[int, int]
    because: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class PairChange:
    """Two parties whose number of contacts changed."""

    turn: Turn
    names: tuple[str, str]
    before: int
    after: int
    because: tuple[Because, ...]


class Outcome(StrEnum):
    """What became of what was planned."""

    CAME_TRUE = "came true"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class PlanOutcome:
    """A plan, and what came of it.

    Attributes:
        plan: The contact as it was planned.
        told: The contact that took place or was denied; None of a plan whose day passed with nothing told.
    """

    outcome: Outcome
    plan: Contact
    told: Contact | None
    because: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """A document that is new, gone or read otherwise, and how many contacts differ by it."""

    cause: Cause
    document: Source
    contacts: int


@dataclass(frozen=True, slots=True)
class Diff:
    """All that differs between two builds, in an order that does not depend on that of the contacts.

    Attributes:
        days: The last day of the documents, before and after.
        same: How many contacts are as before.
    """

    days: tuple[dt.date | None, dt.date | None]
    documents: tuple[DocumentChange, ...]
    contacts: tuple[Difference, ...]
    same: int
    parties: tuple[PartyChange, ...]
    pairs: tuple[PairChange, ...]
    plans: tuple[PlanOutcome, ...]

    def of(self, fate: Fate) -> list[Difference]:
        """Return the contacts that are new, gone or changed."""
        return [d for d in self.contacts if d.fate is fate]

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.documents or self.contacts or self.parties or self.pairs or self.plans)
