"""What a rule answers: a candidate, which may become a contact, or why a contact word makes none."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from spacy.tokens import Span, Token

from diplograph.extract.lexicon.words import roles
from diplograph.extract.model import Kind, PartyType, Status
from diplograph.extract.parties.referent import Ref, Referent

Side = list[Ref]


class Reason(StrEnum):
    """Why there is no contact."""

    WORD = "no word of contact"
    NO_PARTY = "no party"
    ONE_PARTY = "one party"
    ONE_SIDE = "one side"
    NO_OFFICE = "no office"
    SPORT = "sport"
    OTHER_SENSE = "other sense"
    INTERNAL = "one government"
    RETOLD = "told before"
    PREFILTER = "not parsed"


@dataclass(frozen=True, slots=True)
class Rejected:
    """Why a contact word makes no contact.

    Attributes:
        words: What stands in the places of the parties, resolved or not.
        parties: Who would have been in contact, where the places could be filled.
    """

    reason: Reason
    words: tuple[Token, ...] = ()
    parties: tuple[Ref, ...] = ()


@dataclass(slots=True)
class Candidate:
    """A contact as the grammar gives it.

    Attributes:
        arguments: The heads of the noun phrases that were its arguments.
        status: What the word itself says of the contact, before what governs it.
        heading: The heading of the schedule that it is an entry of; it gives the day.
        each_known: Whether each person must be known for himself, since the word does not let one vouch for another.
    """

    trigger: Token
    kind: Kind
    sides: list[Side]
    rule: str
    code: str | None = None
    arguments: list[Token] = field(default_factory=list)
    status: Status = Status.OCCURRED
    heading: Span | None = None
    each_known: bool = False

    def parties(self) -> list[Ref]:
        """Return the parties of all sides in order."""
        return [ref for side in self.sides for ref in side]


Proposer = Callable[[Token], Iterator[Candidate | Rejected]]
"""What reads a contact word: all that follows treats alike what any of them proposes."""


def once(side: Side) -> Side:
    return list({r.referent.id: r for r in reversed(side)}.values())[::-1]


def internal(a: Referent, b: Referent) -> bool:
    """Whether two parties act for one state or one organisation, or are the same."""
    if a.id == b.id:
        return True
    if a.type is PartyType.PERSON and a.org and a.org in (b.name, b.org):
        return True
    if b.type is PartyType.PERSON and b.org and b.org == a.name:
        return True
    if PartyType.GROUP in (a.type, b.type) or PartyType.ORGANISATION in (a.type, b.type):
        return False
    if a.org or b.org:
        return False
    if _is_couple(a, b):
        return True
    return a.country is not None and a.country == b.country


def _is_couple(a: Referent, b: Referent) -> bool:
    """Whether two persons share a surname, and the text tells the state of one at most: "President X and First Lady Y X"."""
    named = a.is_person and b.is_person and " " in a.name and " " in b.name
    surname, other = a.name.split()[-1], b.name.split()[-1]
    # not "Tsar Nicholas II", "Kaiser Wilhelm II"
    return named and surname == other and not surname.isupper() and None in (a.country, b.country)


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two parties of different sides, those who stand beside the first, and the state of those of whom none is told.

    Attributes:
        scene: The state that most of the text is about.
    """

    one: Ref
    other: Ref
    beside: Side
    home: str | None
    scene: str | None = None

    def at_home(self) -> bool:
        """Whether the first, of whom no state is told, serves under the other's: "Chad's President A met Governor B".

        Presidents, foreign ministers, envoys may be foreign without saying so, and so may whoever stands with a foreigner.
        """
        a, b = self.one.referent, self.other.referent
        if not a.of_none or any(r.referent.country not in (None, b.country) for r in self.beside):
            return False
        office = _office(a)
        if self._faces_abroad(office):
            return False
        # on the page of a government, or in a text of one state, whoever is of no other state is its own
        if self.home is not None:
            return b.country == self.home or b.of_none
        if not b.is_person:
            return False
        if office & roles("home"):  # "President A met Governor B", "Governor B met the president of whom all know"
            return b.country in (None, self.scene) or b.unmarked or self.other.start < self.one.start
        told = not office <= roles("fieldless") | roles("honorifics") | roles("outside")
        return b.country is not None and self.other.start < self.one.start and told

    def _faces_abroad(self, office: set[str]) -> bool:
        """Whether one of an office may be foreign without saying so; on a government's page no deputy, nowhere a majority leader."""
        within = office & roles("chambers") or (self.home and office & roles("below"))
        own = roles("styled") if self.home else set()
        return not (office.isdisjoint(roles("abroad") - own) or within)


def _office(person: Referent) -> set[str]:
    words = [word.rstrip(".") for word in (person.role or "").lower().split()]
    return {*words, *(word.removesuffix("s") for word in words)}


def apart(sides: list[Side], home: str | None = None, scene: str | None = None) -> list[Side]:
    """Drop from each side the parties that stand in no contact with any other side.

    Args:
        home: The state of whoever the text tells no state of, if it is a government's or plays in one state.
        scene: The state that most of the text is about, whose legislators and judges are those of whom it tells no state.
    """
    kept = []
    for i, side in enumerate(sides):
        rest = [(r, other) for j, other in enumerate(sides) if j != i for r in other]
        kept.append([r for r in side if any(_in_contact(r, side, o, others, home, scene) for o, others in rest)])
    return [s for s in kept if s]


def _in_contact(one: Ref, beside: Side, other: Ref, opposite: Side, home: str | None, scene: str | None) -> bool:
    """Whether two parties of different sides act for different states or bodies."""
    if internal(one.referent, other.referent) and not _opposed(one, other):
        return False
    pairs = (_Pair(one, other, beside, home, scene), _Pair(other, one, opposite, home, scene))
    return not any(pair.at_home() for pair in pairs)


def _opposed(one: Ref, other: Ref) -> bool:
    """Whether one acts against the government of his state, and the other for it: "President X met opposition leader Y"."""
    official = all(r.referent.is_person or r.how == "office" for r in (one, other))
    return official and _opposes(one.referent) != _opposes(other.referent)


def _opposes(party: Referent) -> bool:
    return party.is_person and not roles("oppositions").isdisjoint(_office(party))
