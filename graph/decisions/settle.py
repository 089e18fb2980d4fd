"""Apply decisions to the contacts of documents: what was decided stays so, whatever reads the documents."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from diplograph.extract.attributes.codes import recoded
from diplograph.extract.ids import contact_id
from diplograph.extract.model import Contact, Decided, Source
from diplograph.graph.decisions.match import Subject, otherwise, pairs, same, subject
from diplograph.graph.decisions.place import placed
from diplograph.graph.decisions.quote import Quote, digest
from diplograph.graph.decisions.record import Decision, Verdict
from diplograph.graph.identity.ties import Ties

_GONE = "its sentence is not in the document any more"
_NOT_TOLD = "no contact here has its sentence: where the documents are read, it is looked for in their texts"
_OTHERWISE = "its sentence is read otherwise now: look at it again"
_MISSING = "one of the two contacts is not there any more"
_DECIDABLE = ("kind", "status", "parties", "date", "place")
# by who found a contact right, besides who was in it; and its day and place, if it had them
_CONFIRMED = ("kind", "status")


@dataclass(frozen=True, slots=True)
class Stale:
    """A decision that fits nothing any more, and why."""

    decision: Decision
    reason: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """A decision with the one of its contacts that is looked for."""

    decision: Decision
    contact: Contact
    around: Quote | None


class Ledger:
    """Decisions, applied a document at a time, and what became of them.

    Where several were made on one contact, the last holds. Each is bound to the words of its sentence and what stands
    around them, and to its parties: not to the identifier of a contact, nor to a rule, a model, or a place in a file.

    Attributes:
        standing: The decisions, in the order in which they were made, without what was withdrawn or decided anew.
        applied: How many decisions of each sort were applied.
    """

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self._by_id: defaultdict[str, list[_Entry]] = defaultdict(list)
        self._by_digest: defaultdict[str, list[_Entry]] = defaultdict(list)
        self.standing = _last(standing(decisions))
        for entry in (entry for decision in self.standing for entry in _entries(decision)):
            self._by_id[entry.contact.document.id].append(entry)
            if entry.around is not None:
                self._by_digest[entry.around.digest].append(entry)
        self._met: set[str] = set()
        self._stale: list[Stale] = []
        self._found: defaultdict[int, dict[str, str]] = defaultdict(dict)
        self.applied: Counter[Verdict] = Counter()

    def __bool__(self) -> bool:
        return bool(self._by_id)

    def settle(self, document: Source, contacts: Sequence[Contact], text: str | None = None) -> tuple[Contact, ...]:
        """Return the contacts of a document as decided, in text order.

        Args:
            text: The document's text. Without it, decisions find their sentences among those of the contacts alone.
        """
        self._met.add(document.id)
        settled = _Document(document, list(contacts), text)
        for entry in self._entries_of(document.id, text):
            problem = self._apply(entry, settled)
            if problem:
                self._stale.append(Stale(entry.decision, problem))
            elif not entry.decision.verdict.of_two:
                self.applied[entry.decision.verdict] += 1
        return tuple(settled.contacts)

    def settle_all(self, contacts: Iterable[Contact]) -> list[Contact]:
        """Return contacts of any number of documents as decided, without their texts; documents in order of their ids."""
        ordered = sorted(contacts, key=lambda c: c.document.id)
        return [
            contact
            for _, group in groupby(ordered, key=lambda c: c.document.id)
            for contact in self._settled(list(group))
        ]

    def stale(self) -> list[Stale]:
        """Return the decisions that fit nothing any more, of the documents that were settled."""
        return self._stale + [Stale(d, _MISSING) for d in self._of_two() if self._is_broken(d)]

    def elsewhere(self) -> list[Decision]:
        """Return the decisions on documents that were not settled."""
        return [e.decision for id, entries in self._by_id.items() if id not in self._met for e in entries]

    def ties(self) -> Ties:
        """Return which contacts were decided to be one encounter, and which to be apart."""
        return Ties(self._tied(Verdict.SAME), self._tied(Verdict.APART))

    def _tied(self, verdict: Verdict) -> tuple[tuple[str, str], ...]:
        both = (self._found[id(d)] for d in self._of_two() if d.verdict is verdict)
        return tuple((found["contact"], found["other"]) for found in both if len(found) == 2)

    @property
    def documents(self) -> frozenset[str]:
        """The documents, by their ids, on which something was decided."""
        return frozenset(self._by_id)

    @property
    def met(self) -> frozenset[str]:
        """The documents, by their ids, that were settled."""
        return frozenset(self._met)

    def _settled(self, contacts: list[Contact]) -> tuple[Contact, ...]:
        return self.settle(contacts[0].document, contacts)

    def _entries_of(self, id: str, text: str | None) -> Iterator[_Entry]:
        own = self._by_id.get(id, [])
        yield from own
        if text is not None and self._by_digest:
            yield from (e for e in self._by_digest.get(digest(text), ()) if e.contact.document.id != id)

    def _of_two(self) -> list[Decision]:
        of_two = (e.decision for entries in self._by_id.values() for e in entries if e.decision.verdict.of_two)
        return list({id(decision): decision for decision in of_two}.values())

    def _is_broken(self, decision: Decision) -> bool:
        met = {decision.contact.document.id, decision.other.document.id if decision.other else ""} <= self._met
        return met and len(self._found[id(decision)]) < 2

    def _apply(self, entry: _Entry, settled: "_Document") -> str | None:
        """Apply one decision; return why it fits nothing, if so."""
        decision = entry.decision
        wanted = settled.placed(entry.contact, entry.around)
        if wanted is None:
            return _GONE if settled.text is not None else _NOT_TOLD
        if decision.verdict.of_two:
            hit = same(wanted, settled.contacts)
            if hit is not None:
                part = "contact" if entry.contact is decision.contact else "other"
                self._found[id(decision)][part] = hit.id
                self.applied[decision.verdict] += part == "other"
            return None
        if decision.verdict is Verdict.NONE:
            return None
        if decision.verdict is Verdict.WRONG:
            return settled.deny(wanted)
        becomes = decision.becomes and settled.placed(decision.becomes, entry.around)
        return settled.assert_(wanted, becomes, decision.verdict)


def standing(decisions: Iterable[Decision]) -> list[Decision]:
    """Return the decisions in the order in which they were made, without those that who made them has withdrawn."""
    kept: list[Decision] = []
    for decision in sorted(decisions, key=lambda d: d.at):
        if decision.verdict is Verdict.WITHDRAWN:
            kept = [d for d in kept if (d.by, subject(d.contact)) != (decision.by, subject(decision.contact))]
        else:
            kept.append(decision)
    return kept


def _last(decisions: Iterable[Decision]) -> list[Decision]:
    """Return the last decision on each contact, and on each two."""
    last: dict[tuple[Subject, Subject | None], Decision] = {}
    for decision in decisions:
        key = subject(decision.contact), subject(decision.other) if decision.other is not None else None
        last.pop(key, None)
        last[key] = decision
    return list(last.values())


def _entries(decision: Decision) -> Iterator[_Entry]:
    yield _Entry(decision, decision.contact, decision.around)
    if decision.other is not None:
        yield _Entry(decision, decision.other, decision.other_around)


class _Document:
    """The contacts of a document while decisions are applied to them."""

    def __init__(self, source: Source, contacts: list[Contact], text: str | None) -> None:
        self.source = source
        self.contacts = contacts
        self.text = text

    def placed(self, contact: Contact, around: Quote | None) -> Contact | None:
        """Return a contact that was decided on at its place in the document as it is now; None if its sentence is gone."""
        return placed(replace(contact, document=self.source), around, self.contacts, self.text)

    def deny(self, wanted: Contact) -> str | None:
        """Take out what was found wrong, if it is there as it was."""
        hit = same(wanted, self.contacts, exactly=True)
        if hit is not None:
            self.contacts.remove(hit)
            return None
        other = same(wanted, self.contacts) or otherwise(wanted, self.contacts)
        return None if other is None or other.decided else _OTHERWISE

    def assert_(self, wanted: Contact, becomes: Contact | None, verdict: Verdict) -> str | None:
        """Bring about what was found right, changed or missed."""
        target = becomes or wanted
        hit = same(wanted, self.contacts) or same(target, self.contacts)
        if hit is not None:
            self._put(hit, _decided(hit, wanted, becomes))
            return None
        rival = otherwise(wanted, self.contacts) or otherwise(target, self.contacts)
        if rival is not None and pairs(rival) > pairs(target) and not rival.decided:
            return _OTHERWISE
        id = contact_id(self.source.id, target.kind, target.evidence.trigger_start, target.parties)
        how = _BECAME[verdict]
        self._put(rival if rival and not rival.decided else None, recoded(replace(target, id=id, decided=how)))
        return None

    def _put(self, old: Contact | None, new: Contact) -> None:
        if old is not None:
            self.contacts.remove(old)
        self.contacts.append(new)
        self.contacts.sort(key=lambda c: (c.evidence.start, c.evidence.trigger_start))


_BECAME = {Verdict.RIGHT: Decided.RIGHT, Verdict.CHANGE: Decided.CHANGED, Verdict.MISSED: Decided.ADDED}


def _decided(hit: Contact, wanted: Contact, becomes: Contact | None) -> Contact:
    """Return a contact that was found as it was decided to be."""
    if becomes is None:
        told = [name for name in ("date", "place") if getattr(wanted, name) is not None]
        values = {name: getattr(wanted, name) for name in (*_CONFIRMED, *told)}
        return recoded(replace(hit, decided=hit.decided or Decided.RIGHT, **values), hit)
    changed = [name for name in _DECIDABLE if getattr(wanted, name) != getattr(becomes, name)]
    values = {name: getattr(becomes, name) for name in changed}
    return recoded(replace(hit, decided=Decided.CHANGED, **values), hit)
