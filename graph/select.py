"""Choose contacts by status, kind, time and party."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from diplograph.extract.ids import slug
from diplograph.extract.model import Contact, Kind, Party, Status
from diplograph.extract.shown import Contacts
from diplograph.extract.times import LONGEST_EVENT, Basis, When


def select(contacts: Iterable[Contact], **wanted: Any) -> Contacts:
    """Return the contacts that pass every filter, in their order; the filters are those of ``passes``."""
    return Contacts(contact for contact in contacts if passes(contact, **wanted))


def passes(
    contact: Contact,
    *,
    statuses: Collection[Status] | None = None,
    kinds: Collection[Kind] | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    basis: Basis = Basis.INHERITED,
    party: str | Collection[str] | None = None,
    trust: float | None = None,
) -> bool:
    """Tell whether a contact passes every filter; one that is None passes all.

    Args:
        statuses: Contacts of one of these.
        kinds: Contacts of one of these.
        since: Contacts of this day or later; those that have no time fall out.
        until: Contacts of this day or earlier; those that have no time fall out.
        basis: How firmly a time must be known for ``since`` and ``until``: as ``placed`` takes it.
        trust: Contacts that are at least as likely right, from 0 to 1.
        party: Contacts with a party of (one of) these ids, names or mentions, whatever the case.
    """
    return (
        (statuses is None or contact.status in statuses)
        and (kinds is None or contact.kind in kinds)
        and _within(contact, since, until, basis)
        and (trust is None or contact.trust >= trust)
        and (party is None or _has(contact, [party] if isinstance(party, str) else party))
    )


def told_then(contact: Contact, *, basis: Basis = Basis.INHERITED, **wanted: Any) -> bool:
    """Tell whether only its time keeps a contact out: it passes all else, and one less firm, if only its document's day, would do.

    Such contacts are counted apart where contacts are chosen by time, and never mixed in.
    """
    return not passes(contact, basis=basis, **wanted) and passes(contact, basis=Basis.REPORTED, **wanted)


def placed(contact: Contact, basis: Basis) -> When | None:
    """Return the days on which a contact counts, where its time may be no less firm than ``basis``; None if it is.

    For ``Basis.REPORTED`` the day of the first document that tells it stands for a day that no text tells.
    """
    if contact.date is not None:
        return contact.date if contact.date.basis.at_least(basis) else None
    if basis is not Basis.REPORTED or contact.bound is None:
        return None
    return When(contact.bound.day, contact.bound.day, "", Basis.REPORTED)


def day_of(when: When) -> dt.date | None:
    """Return the day that stands for a time where only one can: its first; None if some day of several is meant, or if it is longer than a month."""
    spans = (when.end - when.start).days
    return when.start if spans == 0 or (not when.vague and spans < LONGEST_EVENT) else None


def is_called(party: Party, names: Iterable[str]) -> bool:
    """Tell whether a party is one of those named: by its id, its name or its mention, whatever the case."""
    return not _goes_by(party).isdisjoint(map(slug, names))


def _has(contact: Contact, names: Collection[str]) -> bool:
    return any(is_called(p, names) for p in contact.parties)


def _within(contact: Contact, since: dt.date | None, until: dt.date | None, basis: Basis) -> bool:
    if since is None and until is None:
        return True
    when = placed(contact, basis)
    return when is not None and when.falls_within(since, until)


def _goes_by(party: Party) -> set[str]:
    return {slug(party.id), slug(party.name), slug(party.mention)}
