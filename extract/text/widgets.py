"""What pages hang on a name, and copying runs into the text: who that is, or links to other stories about the person."""

import re

from diplograph.extract.text.cleaned import Change, Cleaned

_OFFICES = "Acting|Chairman|Chancellor|Chief|Crown|Deputy|Director|First|General|Governor|Head|King|Minister|President|Prime|Secretary"
# "Cyril Ramaphosa Ramaphosa CyrilPresident of South Africa": the name again, surname first, run into the office
_OFFICE = re.compile(rf"(?<=[a-z])(?P<again> ?[A-Z][\w'-]+ [A-Z][a-z]+)(?=(?:{_OFFICES})\b)")
# "Daniel Webster Daniel Alan WebsterCongress": the full name again, run into the headline of another story
_STORIES = re.compile(
    r"\b(?P<first>[A-Z][a-z]+) (?P<last>[A-Z][\w'-]+)(?P<again> (?P=first)(?: [A-Z][\w'-]+){0,3}? (?P=last))(?=[A-Z][a-z])"
)


def without_widgets(cleaned: Cleaned) -> Cleaned:
    """Return a text in which a name that a page repeats is written once, and ends where it ends."""
    changes = [_change(m, ", ") for m in _OFFICE.finditer(cleaned.text)]
    changes += [_change(m, ". ") for m in _STORIES.finditer(cleaned.text)]
    return cleaned.changed(sorted(changes))


def _change(match: re.Match[str], new: str) -> Change:
    start, end = match.span("again")
    return start, end, new, (start, end)
