"""In what a contact changed."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from diplograph.extract.ids import slug
from diplograph.extract.model import Contact, Report
from diplograph.extract.shown import days
from diplograph.graph.diff.parties import Token, TokenOf
from diplograph.graph.diff.records import Edit, named
from diplograph.graph.formats.records import parties

MINOR = frozenset({"moved", "told by"})  # in which a contact stays what it was


def edits(old: Sequence[Contact], new: Sequence[Contact], of_old: TokenOf, of_new: TokenOf) -> tuple[Edit, ...]:
    """Return in what a contact changed; of several that became one, or one that became several, the first are compared.

    A party that goes by another name is no change of its contacts.
    """
    one, two = old[0], new[0]
    found = []
    if len(old) > 1 or len(new) > 1:
        divided = ", divided otherwise" if len(old) == len(new) else ""
        found.append(Edit("told as", _contacts(old), _contacts(new) + divided))
    for what, value, shown in _ASPECTS:
        if value(one) != value(two):
            found.append(Edit(what, shown(one), shown(two)))
    if _sides(one, of_old) != _sides(two, of_new):
        found.append(Edit("parties", parties(one), parties(two)))
    return (*found, *_evidence(_reports(old), _reports(new)))


def _days(contact: Contact) -> object:
    return contact.date and (contact.date.start, contact.date.end, contact.date.vague)


def _place(contact: Contact) -> object:
    return contact.place and slug(contact.place).replace("-", "")  # Washington, D.C. is Washington DC


_ASPECTS: tuple[tuple[str, Callable[[Contact], object], Callable[[Contact], str]], ...] = (
    ("status", lambda c: c.status, lambda c: c.status.value),
    ("kind", lambda c: c.kind, lambda c: c.kind.value),
    ("day", _days, days),
    ("place", _place, lambda c: c.place or ""),
)


def _contacts(contacts: Sequence[Contact]) -> str:
    return "1 contact" if len(contacts) == 1 else f"{len(contacts):,} contacts"


def _sides(contact: Contact, token: TokenOf) -> frozenset[frozenset[Token]]:
    sides: defaultdict[int, set[Token]] = defaultdict(set)
    for party in contact.parties:
        sides[party.side].add(token(party))
    return frozenset(map(frozenset, sides.values()))


def _reports(contacts: Iterable[Contact]) -> dict[str, list[Report]]:
    found: defaultdict[str, list[Report]] = defaultdict(list)
    for report in (r for c in contacts for r in c.every_report()):
        found[report.document.id].append(report)
    return found


def _evidence(old: dict[str, list[Report]], new: dict[str, list[Report]]) -> Iterator[Edit]:
    """Yield the sentences that are others, or elsewhere, in the documents that tell it in both, and which others tell it."""
    for id in sorted(old.keys() & new.keys()):
        before, after = ({_words(r): r for r in side[id]} for side in (old, new))
        if before.keys() != after.keys():
            yield Edit("evidence", _quoted(before, after), _quoted(after, before))
        elif _places(old[id]) != _places(new[id]):
            yield Edit("moved", *(f"at {', '.join(map(str, _places(side[id])))}" for side in (old, new)))
    gone, come = (_titles(a[id] for id in sorted(a.keys() - b.keys())) for a, b in ((old, new), (new, old)))
    if gone or come:
        yield Edit("told by", gone, come)


def _words(report: Report) -> str:
    return " ".join(report.evidence.sentence.split())


def _quoted(sentences: dict[str, Any], others: dict[str, Any]) -> str:
    return " | ".join(sorted(sentences.keys() - others.keys()))


def _places(reports: Iterable[Report]) -> list[int]:
    return sorted(r.evidence.start for r in reports)


def _titles(reports: Iterable[list[Report]]) -> str:
    return "; ".join(named(found[0].document) for found in reports)
