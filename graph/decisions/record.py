"""One decision: what somebody says of a contact, and the contact as it stood before him."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Self

from diplograph.extract.model import Contact, Kind, Status
from diplograph.extract.plain import plain
from diplograph.graph.decisions.quote import Quote

_OF_A_SENTENCE = {"kind": Kind.TALKS, "status": Status.NEGATED}  # where they say nothing, for there is no contact
_LEFT_OUT = ("also", "reports", "bound", "decided", "trust")  # of a contact's record


class Verdict(StrEnum):
    """What was decided."""

    RIGHT = "right"
    WRONG = "wrong"
    CHANGE = "change"
    MISSED = "missed"
    NONE = "none"
    SAME = "same"
    APART = "apart"
    WITHDRAWN = "withdrawn"

    @property
    def of_two(self) -> bool:
        """Whether it is about two contacts: that they are one encounter, or are not."""
        return self in (Verdict.SAME, Verdict.APART)


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided on a contact.

    Attributes:
        contact: As it stood when it was decided on; if it was missed, as it should have been found; of ``none``, which says of
            a sentence that it tells no other contact, that sentence: it has no parties, and its kind and status say nothing.
        becomes: What a changed contact should be.
        other: The contact that it is the same encounter as, or is apart from.
        around: What stands around the sentence, if the text was at hand.
        other_around: The same for the other contact.
        by: Who decided.
        at: When, as ISO 8601 in UTC: 2026-11-30T18:20:00Z.
        why: In the words of whoever decided.
    """

    verdict: Verdict
    contact: Contact
    by: str
    at: str
    becomes: Contact | None = None
    other: Contact | None = None
    around: Quote | None = None
    other_around: Quote | None = None
    why: str | None = None

    @property
    def asserts(self) -> Contact | None:
        """The contact that there is, by this decision; None if it says that there is none, or nothing."""
        match self.verdict:
            case Verdict.RIGHT | Verdict.MISSED:
                return self.contact
            case Verdict.CHANGE:
                return self.becomes
            case _:
                return None

    def to_dict(self) -> dict[str, Any]:
        """Return the record as JSON holds it, without what is not known."""
        record: dict[str, Any] = {
            "decision": self.verdict.value,
            "by": self.by,
            "at": self.at,
            "why": self.why,
            "contact": plain_contact(self.contact),
            "becomes": self.becomes and plain_contact(self.becomes),
            "other": self.other and plain_contact(self.other),
            "around": plain(self.around),
            "other_around": plain(self.other_around),
        }
        return {name: value for name, value in record.items() if value is not None}

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """Read a record that ``to_dict`` wrote; unknown fields are ignored.

        Raises:
            ValueError: A field is missing or holds what it can't; the message names the field.
        """
        try:
            decision = cls(
                _verdict(record["decision"]),
                _subject(record["contact"]),
                _text(record, "by"),
                _time(record),
                becomes=_contact(record, "becomes"),
                other=_contact(record, "other"),
                around=quote_of(record.get("around")),
                other_around=quote_of(record.get("other_around")),
                why=record.get("why"),
            )
        except KeyError as error:
            raise ValueError(f"the field {error} is missing") from error
        except (TypeError, AttributeError) as error:
            raise ValueError("a field holds what it can't") from error
        if not decision.contact.parties and decision.verdict not in (Verdict.NONE, Verdict.WITHDRAWN):
            raise ValueError(f"the decision '{decision.verdict}' needs a contact with parties")
        if decision.verdict is Verdict.CHANGE and decision.becomes is None:
            raise ValueError("a change needs the field 'becomes'")
        if decision.verdict.of_two and decision.other is None:
            raise ValueError(f"the decision '{decision.verdict}' needs the field 'other'")
        return decision


def _verdict(word: object) -> Verdict:
    if word not in list(Verdict):
        raise ValueError(f"the field 'decision' must be one of {', '.join(Verdict)}, not {word!r:.40}")
    return Verdict(str(word))


def _time(record: Mapping[str, Any]) -> str:
    told = _text(record, "at")
    try:
        known = dt.datetime.fromisoformat(told).tzinfo is not None
    except ValueError:
        known = False
    if not known:
        raise ValueError(f"the field 'at' must be a time in UTC, as 2026-11-30T18:20:00Z, not {told!r:.40}")
    return told


def plain_contact(contact: Contact) -> dict[str, Any]:
    """Return a contact as a decision holds it: alone, as its document tells it; a sentence without one as no more than that."""
    if not contact.parties:
        return {
            "id": contact.id,
            **{name: plain(getattr(contact, name)) for name in ("document", "parties", "evidence")},
        }
    record = replace(contact, also=(), reports=()).to_dict()
    return {name: value for name, value in record.items() if name not in _LEFT_OUT}


def _subject(record: Mapping[str, Any]) -> Contact:
    return Contact.from_dict(record if record["parties"] else _OF_A_SENTENCE | dict(record))


def _contact(record: Mapping[str, Any], name: str) -> Contact | None:
    return Contact.from_dict(record[name]) if record.get(name) is not None else None


def quote_of(record: Mapping[str, Any] | None) -> Quote | None:
    """Return what stands around a sentence, as JSON holds it."""
    if record is None:
        return None
    return Quote(str(record["prefix"]), str(record["suffix"]), int(record["count"]), str(record["digest"]))


def _text(record: Mapping[str, Any], name: str) -> str:
    if not isinstance(record[name], str) or not record[name].strip():
        raise ValueError(f"the field '{name}' must be text")
    return str(record[name])
