"""What a change of the rules gains and loses: two runs over the same documents, contact by contact."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from diplograph.extract.model import Contact


@dataclass(frozen=True, slots=True, order=True)
class FoundPair:
    """A contact reduced to what tells it from another: where it stands, which two parties, what sort, which status.

    Attributes:
        file: The file that its document comes from, or "".
        pair: The two names in alphabetical order.
    """

    file: str
    document: str
    pair: tuple[str, str]
    kind: str
    status: str

    def __str__(self) -> str:
        """Return it as one line: the document, the pair, the kind and the status."""
        where = f"{self.file}: {self.document}" if self.file else self.document
        return f"{where}: {self.pair[0]} — {self.pair[1]} ({self.kind}, {self.status})"


@dataclass(frozen=True, slots=True)
class Change:
    """What the later of two runs has more and less than the earlier, sorted."""

    gained: tuple[FoundPair, ...]
    lost: tuple[FoundPair, ...]

    def lines(self) -> Iterator[str]:
        """Yield a line a contact, ``+`` for gained and ``-`` for lost, in the order of documents."""
        marked = [(pair, "+") for pair in self.gained] + [(pair, "-") for pair in self.lost]
        yield from (f"{mark} {pair}" for pair, mark in sorted(marked))


def found_pairs(contact: Contact, file: str = "") -> Iterator[FoundPair]:
    """Yield the pairs of a contact, those of parties on different sides."""
    for a, b in contact.pairs():
        first, second = sorted((a.name, b.name))
        yield FoundPair(file, contact.document.id, (first, second), str(contact.kind), str(contact.status))


def compare(before: Iterable[FoundPair], after: Iterable[FoundPair]) -> Change:
    """Return what was gained and lost; what stands several times is counted."""
    old, new = Counter(before), Counter(after)
    return Change(tuple(sorted((new - old).elements())), tuple(sorted((old - new).elements())))
