"""The records: a document, the parties in it, the contacts between them, and the evidence for each.

A contact is an event with parties on two or more sides; edges derive from it. The records hold plain values only, so that
they can be stored, sent and compared without spaCy.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations
from typing import Any, Self

from diplograph.extract.ids import home
from diplograph.extract.named import NamedPerson
from diplograph.extract.plain import plain
from diplograph.extract.status import TOOK_PLACE, Status
from diplograph.extract.times import Basis, Bound, When

__all__ = [
    "MOST_PAIRED",
    "TOOK_PLACE",
    "Contact",
    "Decided",
    "Document",
    "Evidence",
    "Kind",
    "Party",
    "PartyType",
    "Report",
    "Source",
    "Status",
]

MOST_PAIRED = 64
"""Parties of a contact of which every two make a pair: 2,016 pairs. A conference of more is kept whole, and pairs nobody."""


class Kind(StrEnum):
    """What sort of encounter a contact is (the annotation standard, section 5)."""

    MEETING = "meeting"
    CALL = "call"
    TALKS = "talks"
    VISIT = "visit"
    CORRESPONDENCE = "correspondence"
    MEDIATION = "mediation"


class Decided(StrEnum):
    """What a person decided that makes a contact what it is: it was found right, was changed, or was missed and added."""

    RIGHT = "right"
    CHANGED = "changed"
    ADDED = "added"


class PartyType(StrEnum):
    """What a party is."""

    PERSON = "person"
    STATE = "state"
    ORGANISATION = "organisation"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Source:
    """What a contact remembers of its document."""

    id: str
    title: str | None = None
    date: dt.date | None = None
    url: str | None = None
    publisher: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A text as given, with what is known of it. Offsets anywhere count characters of ``text``.

    Attributes:
        body: Where the prose starts: what comes before is a header or front matter, not to be read for contacts.
        persons: Whom names in it mean, where an edition tells; contacts give these persons the full names.
        dated_by: How the day of its source is known: field, page, mail, file, front matter, text, file name or --date.
        pages: Where each page begins, and its number, by place; a note may lead back to an earlier page.
    """

    text: str
    source: Source
    body: int = 0
    persons: tuple[NamedPerson, ...] = ()
    dated_by: str | None = None
    pages: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
    """One participant. ``text[start:end] == mention`` holds for the document's text.

    Attributes:
        name: The longest form of the name, without titles; a state's usual short English name. ``id`` is a slug of it.
        country: ISO 3166-1 alpha-2 code where known (XK for Kosovo).
        role: The office that the text gives, as in the text.
        org: The organisation, or the state without a code (the Soviet Union), that a person acts for, where known.
        side: Parties on different sides were in contact with each other; those on one side were not.
        ids: Identifiers that the user's table of parties gives it, as pairs of name and value, by name.
    """

    id: str
    name: str
    type: PartyType
    mention: str
    start: int
    end: int
    side: int
    country: str | None = None
    role: str | None = None
    org: str | None = None
    ids: tuple[tuple[str, str], ...] = ()

    @property
    def home(self) -> str:
        """What it acts for: the code of its state, the slug of its organisation, or else itself."""
        return home(self.country, self.org, self.id)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentence that a contact rests on, the words that made it, and the rule that read them.

    Attributes:
        page: On which the sentence begins, counted from 1, where the document has pages.
    """

    sentence: str
    start: int
    end: int
    trigger: str
    trigger_start: int
    trigger_end: int
    rule: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What one document says of an encounter that several tell; ``id`` is that of the contact as extracted.

    Attributes:
        copy_of: The document, by its id, that says it earlier in these words, so that the two are one source.
        decided: What a person decided on it; None if nobody did.
    """

    id: str
    document: Source
    kind: Kind
    status: Status
    evidence: Evidence
    date: When | None = None
    place: str | None = None
    channel: str | None = None
    reported_by: str | None = None
    copy_of: str | None = None
    decided: Decided | None = None

    @property
    def time(self) -> When | Bound | None:
        """Its date, or else what its document's day says of it."""
        return self.date or Bound.by([self.document.date], ahead=self.status.open)


@dataclass(frozen=True, slots=True)
class Contact:
    """A communicative encounter between parties on two or more sides.

    Attributes:
        date: The days that the text tells, by the contact's own sentence or by what was told before; None if it tells none.
        code: CAMEO event code, or None where nothing took place or is agreed (CAMEO 1.1b3, 036 and 040-046).
        plover: PLOVER event type (CONSULT, AGREE) or None.
        mode: PLOVER mode (phone, visit, third-party) or None.
        channel: How they spoke, where the text says it: phone, video, letter ...
        also: Other sentences of the same document that tell the same encounter.
        reports: What each document says, where several contacts were folded into this one; the first is its own.
        decided: What a person decided on it; None if nobody did.
    """

    id: str
    document: Source
    kind: Kind
    status: Status
    parties: tuple[Party, ...]
    evidence: Evidence
    date: When | None = None
    place: str | None = None
    topic: str | None = None
    channel: str | None = None
    recurring: bool = False
    reported_by: str | None = None
    code: str | None = None
    plover: str | None = None
    mode: str | None = None
    also: tuple[Evidence, ...] = field(default=())
    reports: tuple[Report, ...] = field(default=())
    decided: Decided | None = None

    def pairs(self) -> Iterator[tuple[Party, Party]]:
        """Yield every two parties that stand on different sides; none of a gathering."""
        for a, b in combinations(() if self.is_gathering else self.parties, 2):
            if a.side != b.side:
                yield a, b

    @property
    def is_gathering(self) -> bool:
        """Whether it has so many parties that its text says little of any two: over ``MOST_PAIRED``."""
        return len(self.parties) > MOST_PAIRED

    @property
    def bound(self) -> Bound | None:
        """What the days of the documents that tell it say of its time; None if they have none.

        What took place, or was denied, was no later than the first of them; what is yet to come no earlier than the last.
        """
        days = (r.document.date for r in self.every_report() if r.status is self.status)
        return Bound.by(days, ahead=self.status.open)

    @property
    def time(self) -> When | Bound | None:
        """Its date, or else its bound."""
        return self.date or self.bound

    def every_report(self) -> tuple[Report, ...]:
        """Return what each document says: the reports, or of a contact that was not folded the one that it is."""
        own = Report.__dataclass_fields__.keys() & self.__dataclass_fields__.keys()
        return self.reports or (Report(**{name: getattr(self, name) for name in own}),)

    @property
    def sources(self) -> int:
        """How many documents tell it in words of their own."""
        return sum(report.copy_of is None for report in self.every_report())

    def _repr_html_(self) -> str:
        from diplograph.extract.shown import table

        return table([self])

    @property
    def trust(self) -> float:
        """How likely it is right, from 0 to 1, by how often contacts of its sort were; 1 if somebody decided on it."""
        from diplograph.extract.trust import trust

        return trust(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the record as JSON holds it: dates as ISO 8601 strings, enums as their words."""
        record = plain(self)
        assert isinstance(record, dict)
        record["bound"] = None if self.date else plain(self.bound)
        record["trust"] = self.trust
        return record

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """Read a record that ``to_dict`` wrote; unknown fields are ignored.

        Raises:
            ValueError: A field is missing or holds what it can't; the message names the field.
        """
        try:
            return cls(
                id=str(record["id"]),
                document=_source(record["document"]),
                kind=Kind(record["kind"]),
                status=Status(record["status"]),
                parties=tuple(_party(p) for p in record["parties"]),
                evidence=Evidence(**_known(Evidence, record["evidence"])),
                date=_when(record.get("date")),
                also=tuple(Evidence(**_known(Evidence, e)) for e in record.get("also") or ()),
                reports=tuple(map(_report, record.get("reports") or ())),
                recurring=bool(record.get("recurring", False)),
                decided=_decided(record),
                **{k: record.get(k) for k in ("place", "topic", "channel", "reported_by", "code", "plover", "mode")},
            )
        except KeyError as error:
            raise ValueError(f"the field {error} is missing") from error
        except (TypeError, AttributeError) as error:
            raise ValueError(f"not a contact: {error}") from error


def _party(record: Mapping[str, Any]) -> Party:
    ids = (record.get("ids") or {}).items()
    return Party(**{**_known(Party, record), "type": PartyType(record["type"]), "ids": tuple(sorted(ids))})


def _source(record: Mapping[str, Any]) -> Source:
    return Source(**{**_known(Source, record), "date": _day(record.get("date"))})


def _when(record: Mapping[str, Any] | None) -> When | None:
    if not record:
        return None
    start, end = (dt.date.fromisoformat(record[name]) for name in ("start", "end"))
    if end < start:
        raise ValueError(f"the date ends before it begins, {start} to {end}")
    basis, vague = Basis(record.get("basis", Basis.STATED)), bool(record.get("vague", False))
    return When(start, end, record["text"], basis, vague)


def _report(record: Mapping[str, Any]) -> Report:
    return Report(
        id=str(record["id"]),
        document=_source(record["document"]),
        kind=Kind(record["kind"]),
        status=Status(record["status"]),
        evidence=Evidence(**_known(Evidence, record["evidence"])),
        date=_when(record.get("date")),
        decided=_decided(record),
        **{k: record.get(k) for k in ("place", "channel", "reported_by", "copy_of")},
    )


def _decided(record: Mapping[str, Any]) -> Decided | None:
    return Decided(record["decided"]) if record.get("decided") else None


def _known(cls: type, record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: record[name] for name in cls.__dataclass_fields__ if name in record}  # type: ignore[attr-defined]


def _day(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None
