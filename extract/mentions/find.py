"""The names in a text: states and organisations by the tables, persons by label, title and slot.

The entity labels of the model are hints. A title before a name, a state's possessive before it, or
the same name elsewhere in the document overrule them.
"""

import datetime as dt
from collections.abc import Container

from spacy.tokens import Doc, Span, Token

from diplograph.extract.lexicon.words import roles
from diplograph.extract.mentions.mention import Mention, Mentions, covered
from diplograph.extract.mentions.names import people_in
from diplograph.extract.mentions.tables import find_tabled, surface_form
from diplograph.extract.model import PartyType


def find_mentions(doc: Doc, day: dt.date | None = None) -> Mentions:
    """Find every name of a state, organisation, group or person in a parsed document.

    Args:
        day: The document's date, by which Moscow was the Soviet Union and Shultz the Secretary of State;
            None takes the present states, and office-holders of any time.
    """
    tabled = find_tabled(doc, day.year if day else None)
    people = people_in(doc, covered(tabled), day)
    named = covered(people)
    kept = [m for m in tabled if named.keys().isdisjoint(range(m.start, m.end))]
    bodies = _unlisted_bodies(doc, named.keys() | covered(kept).keys())
    return Mentions.of([*kept, *people, *bodies])


def _unlisted_bodies(doc: Doc, used: Container[int]) -> list[Mention]:
    """Find unlisted organisations; one is a party only where its name says that it governs or fights."""
    found = []
    for ent in doc.ents:
        free = ent.label_ in ("ORG", "NORP") and not any(i in used for i in range(ent.start, ent.end))
        if free and _governs(ent):
            start = ent.start + (ent[0].lower_ == "the")
            end = ent.end - (ent[-1].tag_ == "POS")
            if end > start and not _describes(doc[end - 1], end):
                found.append(Mention(start, end, start, PartyType.ORGANISATION, surface_form(doc[start:end].text)))
    return found


def _describes(last: Token, end: int) -> bool:
    """Whether a name only describes the noun behind it: "the State of the Nation *speech*"."""
    return last.dep_ == "compound" and last.head.i >= end and last.head.pos_ == "NOUN"


def _governs(body: Span) -> bool:
    low = {t.lower_ for t in body}
    return len(low) > 1 and bool(low & roles("institutions")) and not low & roles("ungoverning")
