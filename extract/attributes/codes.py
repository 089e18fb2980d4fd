"""The codes of event data for a contact (annotation standard, section 5)."""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple, assert_never

from diplograph.extract.lexicon import gazetteer
from diplograph.extract.model import Contact, Kind, Party, Status

_OF_KIND = {
    Kind.MEETING: "040",
    Kind.CALL: "041",
    Kind.VISIT: "042",
    Kind.TALKS: "046",
    Kind.MEDIATION: "045",
    Kind.CORRESPONDENCE: "040",
}
_AT_THIRD_PLACE = "044"
_MODES = {"041": "phone", "042": "visit", _AT_THIRD_PLACE: "third-party"}


class Codes(NamedTuple):
    """The CAMEO code, and the PLOVER event type with its mode; None where there is no event."""

    code: str | None = None
    plover: str | None = None
    mode: str | None = None


def codes(kind: Kind, status: Status, own: str | None, where: str | None, parties: Iterable[Party]) -> Codes:
    """Return the codes of a contact.

    Args:
        own: The code of the word that made it, where that differs from its kind's.
    """
    match status:
        case Status.OCCURRED:
            cameo = own or _OF_KIND[kind]
            if kind is Kind.MEETING and where and _is_third_place(where, parties):
                cameo = _AT_THIRD_PLACE
            return Codes(cameo, "CONSULT", _MODES.get(cameo))
        case Status.PLANNED:
            return Codes("036", "AGREE")
        case Status.NEGATED | Status.HYPOTHETICAL:
            return Codes()
        case _:
            assert_never(status)


def recoded(contact: Contact, before: Contact | None = None) -> Contact:
    """Return a contact with the codes of what it is now; as long as kind and status are as they were, its own code stays."""
    as_before = before is not None and (before.kind, before.status) == (contact.kind, contact.status)
    own = before.code if before is not None and as_before else None
    code, plover, mode = codes(contact.kind, contact.status, own, contact.place, contact.parties)
    return replace(contact, code=code, plover=plover, mode=mode)


def _is_third_place(where: str, parties: Iterable[Party]) -> bool:
    """ "Peru's envoy met Chile's in Quito": in the country of neither."""
    country = gazetteer.city_country(where)
    homes = {p.country for p in parties}
    return bool(country) and None not in homes and country not in homes
