"""Choose contacts by status, kind, day and party."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from diplograph.extract.model import Contact, Kind, Party, Status, slug


def select(contacts: Iterable[Contact], **wanted: Any) -> list[Contact]:
    """Return the contacts that pass every filter, in their order; the filters are those of ``passes``."""
    return [contact for contact in contacts if passes(contact, **wanted)]


def passes(
    contact: Contact,
    *,
    statuses: Collection[Status] | None = None,
    kinds: Collection[Kind] | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    party: str | Collection[str] | None = None,
) -> bool:
    """Tell whether a contact passes every filter; one that is None passes all.

    Args:
        statuses: Contacts of one of these.
        kinds: Contacts of one of these.
        since: Contacts that end on this day or later; contacts without a date fall out.
        until: Contacts that begin on this day or earlier; contacts without a date fall out.
        party: Contacts with a party of (one of) these ids, names or mentions, whatever the case.
    """
    return (
        (statuses is None or contact.status in statuses)
        and (kinds is None or contact.kind in kinds)
        and _within(contact, since, until)
        and (party is None or _has(contact, [party] if isinstance(party, str) else party))
    )


def _has(contact: Contact, names: Iterable[str]) -> bool:
    wanted = set(map(slug, names))
    return any(_goes_by(p) & wanted for p in contact.parties)


def _within(contact: Contact, since: dt.date | None, until: dt.date | None) -> bool:
    if since is None and until is None:
        return True
    when = contact.date
    return when is not None and (since is None or when.end >= since) and (until is None or when.start <= until)


def _goes_by(party: Party) -> set[str]:
    return {slug(party.id), slug(party.name), slug(party.mention)}
