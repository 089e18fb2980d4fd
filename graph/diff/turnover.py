"""Which parties are new, gone, or go by other names, and which pairs were in contact more often or less."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from diplograph.extract.model import Contact
from diplograph.graph.assemble import party_names, party_pairs
from diplograph.graph.diff.matching import pairs_of
from diplograph.graph.diff.parties import Token, TokenOf
from diplograph.graph.diff.reasons import Reasons
from diplograph.graph.diff.records import Naming, PairChange, PartyChange
from diplograph.graph.periods import Turn, turn

Pair = frozenset[Token]
_Counted = Mapping[Pair, Sequence[Contact]]


class Side:
    """The contacts of one build by their parties and pairs.

    Attributes:
        names: What each party is called, by its ids; several where it is several parties in the other build.
        by_party: The contacts of each party.
        by_pair: The contacts of each two parties.
    """

    def __init__(self, contacts: Sequence[Contact], token: TokenOf) -> None:
        self.names: defaultdict[Token, dict[str, str]] = defaultdict(dict)
        self.by_party: defaultdict[Token, list[Contact]] = defaultdict(list)
        self.by_pair = by_pair(contacts, token)
        called = party_names(contacts)
        for contact in contacts:
            parties = {party.id: token(party) for pair in party_pairs(contact) for party in pair}
            for id, one in parties.items():
                self.names[one][id] = called[id]
            for one in set(parties.values()):
                self.by_party[one].append(contact)

    def called(self, token: Token) -> tuple[str, ...]:
        """Return what a party is called, in order; nothing if it is not there."""
        return tuple(sorted(self.names[token].values())) if token in self.names else ()


def by_pair(contacts: Iterable[Contact], token: TokenOf) -> dict[Pair, list[Contact]]:
    """Return the contacts of each two parties."""
    found: defaultdict[Pair, list[Contact]] = defaultdict(list)
    for contact in contacts:
        for pair in pairs_of(contact, token):
            found[pair].append(contact)
    return found


def party_changes(old: Side, new: Side, shown: Collection[Token], reasons: Reasons) -> tuple[PartyChange, ...]:
    """Return which parties are new or gone, or are called otherwise.

    Args:
        shown: The parties to tell of.
    """
    found = []
    for token in shown:
        before, after = old.names.get(token, {}), new.names.get(token, {})
        if before.keys() != after.keys() and old.called(token) != new.called(token):
            one, two = old.by_party.get(token, []), new.by_party.get(token, [])
            naming, names = _naming(len(before), len(after)), (old.called(token), new.called(token))
            found.append(PartyChange(naming, *names, (len(one), len(two)), reasons.of(one, two)))
    order = list(Naming)
    return tuple(sorted(found, key=lambda p: (order.index(p.naming), -sum(p.contacts), p.new, p.old)))


def _naming(before: int, after: int) -> Naming:
    if not before or not after:
        return Naming.GONE if before else Naming.NEW
    if before == after:
        return Naming.RENAMED
    return Naming.MERGED if before > after else Naming.SPLIT


def pair_changes(old: Side, new: Side, counted: tuple[_Counted, _Counted], reasons: Reasons) -> tuple[PairChange, ...]:
    """Return which pairs have more contacts than before, or fewer, the greatest change first.

    Args:
        counted: Those contacts of each pair that count, before and after.
    """
    found = []
    before, after = counted
    for pair in before.keys() | after.keys():
        one, two = len(before.get(pair, ())), len(after.get(pair, ()))
        if one != two:
            because = reasons.of(old.by_pair.get(pair, ()), new.by_pair.get(pair, ()))
            found.append(PairChange(turn(one, two), _names(pair, old, new), one, two, because))
    return tuple(sorted(found, key=_order))


def _names(pair: Pair, old: Side, new: Side) -> tuple[str, str]:
    """Return what two parties are called now, or else were called before."""
    first, second = sorted(" / ".join(new.called(token) or old.called(token)) for token in pair)
    return first, second


def _order(change: PairChange) -> tuple[object, ...]:
    documents = [b.document.id for b in change.because]
    return list(Turn).index(change.turn), -abs(change.after - change.before), change.names, documents
