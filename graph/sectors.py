"""The PLOVER sector of a party, where its type and its office leave no doubt."""

import re
from functools import lru_cache

from diplograph.extract.lexicon.gazetteer import state_named
from diplograph.extract.model import Party, PartyType
from diplograph.graph.dyads import home_of

# What is looked for in an office, in this order; None where it leaves the sector open
_OFFICES: tuple[tuple[str | None, str], ...] = (
    ("ELI", r"\b(?:former|ex)\b"),
    (None, r"\b(?:elect|designate|candidate|nominee|general secretary|exiled|deposed|ousted)\b"),
    ("OPP", r"\b(?:opposition|shadow)\b"),
    ("LEG", r"\b(?:senators?|congress(?:wo)?man|lawmaker|legislator|mp|parliamentarian|speaker)\b"),
    (None, r"\b(?:senate|parliament|assembly|party|bank|university|company|club|church|court|council)\b"),
    ("JUD", r"\b(?:judge|chief justice)\b"),
    ("SPY", r"\bspy chief\b|\bintelligence (?:chief|director|head)\b|\bcia\b"),
    ("GOV", r"\b(?:minister|premier|taoiseach|chancellor|undersecretary|under-secretary|president|vice-president)\b"),
    ("GOV", r"\b(?:ambassador|envoy|emissary|consul|diplomat|negotiator|charg[eé]|plenipotentiary|attach[eé])\b"),
    ("GOV", r"\bsecretary\b(?![ -]general)|\bspecial representative\b|\bsecurity advis[eo]r\b|\bhead of (?:state|government)\b"),
    ("GOV", r"\b(?:king|queen|emir|sultan|emperor|empress|tsar|shah|monarch|crown prince|kaiser)\b"),
    ("MIL", r"^(?:(?:retired|army|major|lieutenant|brigadier|four-star) )*general$"),
    ("MIL", r"\badmiral\b|\bcolonel\b|\bfield[- ]marshal\b|\b(?:army|military|naval|air force|navy) (?:chief|commander)\b"),
)  # fmt: skip
_PATTERNS = tuple((sector, re.compile(pattern)) for sector, pattern in _OFFICES)


@lru_cache(maxsize=4096)
def sector(party: Party) -> str | None:
    """Return the primary sector by PLOVER's table, such as GOV; None where it is in doubt.

    A state that meets another does so by its government. A person's sector is told by the office that the text gives,
    if it is a state's. The sectors of groups, of organisations and of their people are not told.
    """
    if party.type is PartyType.STATE:
        return "GOV"
    if party.type is not PartyType.PERSON or not party.role or not _of_state(party):
        return None
    office = party.role.lower()
    return next((sector for sector, pattern in _PATTERNS if pattern.search(office)), None)


def _of_state(party: Party) -> bool:
    if party.org:
        return state_named(party.org) is not None
    return home_of(party) == party.country
