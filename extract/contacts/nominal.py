"""A noun of contact in its sentence, and what stands after its prepositions and after those of the verb that carries it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from spacy.tokens import Token

from diplograph.extract.contacts.candidate import Candidate, Side
from diplograph.extract.lexicon.frames import NounFrame
from diplograph.extract.lexicon.words import roles, words
from diplograph.extract.model import Kind
from diplograph.extract.syntax.governors import EXISTING, governing
from diplograph.extract.syntax.objects import carried, patients
from diplograph.extract.syntax.prepositions import after, prepositions
from diplograph.extract.syntax.subjects import agents, owners
from diplograph.extract.syntax.tokens import is_verbal

_LENT = frozenset({"with", "between", "among", "to"})


@dataclass(frozen=True, slots=True)
class Nominal:
    """A noun of contact in its sentence.

    Attributes:
        whole: The noun that stands for it in its clause: "round" in "a round of talks".
        modifiers: The words that hang on it, in lower case.
        slots: The nouns after each preposition of it, of ``whole``, and of the verb that carries it.
        paid: Whether one pays it ("paid a call on B", "a courtesy call").
    """

    noun: Token
    frame: NounFrame
    whole: Token
    modifiers: frozenset[str]
    slots: Mapping[str, list[Token]]
    paid: bool

    def after(self, *names: str) -> list[Token]:
        """Return the nouns after some prepositions, in the order in which these are given."""
        return [noun for name in names for noun in self.slots.get(name, ())]

    def both(self) -> list[Token]:
        """Return the nouns after "between" and "among"."""
        return self.after("between", "among")

    def holders(self) -> list[Token]:
        """Return the words where whoever held it stands: the possessor, "by" or "of", the subject of its verb."""
        possessors = [c for c in self.noun.children if c.dep_ == "poss"]
        return possessors or self.after("by", "of") or owners(self.whole)

    def is_spoken(self) -> bool:
        """Whether what may be written is said here: "communications with B", but not "a communication to B"."""
        return bool(self.after(*self.frame.spoken))

    def candidate(self, sides: list[Side], arguments: list[Token]) -> Candidate:
        """Return the contact of some sides that the noun names."""
        frame = self.frame
        return Candidate(self.noun, self._kind(), sides, frame.rule, frame.code, arguments, each_known=frame.each_known)

    def _kind(self) -> Kind:
        if self.paid and self.frame.paid is not None:
            return self.frame.paid
        if self.is_spoken():
            return Kind.TALKS
        by_phone = self.frame.kind in (Kind.TALKS, Kind.MEETING) and not self.modifiers.isdisjoint(words("phone"))
        return Kind.CALL if by_phone else self.frame.kind


def nominal(noun: Token, frame: NounFrame) -> Nominal:
    """Read what stands around a noun of contact."""
    whole, slots = carried(noun), dict[str, list[Token]]()
    for name, below in _slots(noun, whole, frame):
        slots.setdefault(name, []).append(below)
    if brought := _brought_together(whole, frame):
        slots["between"] = brought
    modifiers = frozenset(c.lower_ for c in noun.children)
    return Nominal(noun, frame, whole, modifiers, slots, frame.paid is not None and _is_paid(noun, modifiers))


def names_somebody(token: Token) -> bool:
    """Whether a word names an office or a body, be it of nobody whom the text names ("a senior official")."""
    lemma = token.lemma_.lower()
    return lemma in roles("heads") or lemma in roles("bodies")


def _is_paid(noun: Token, modifiers: frozenset[str]) -> bool:
    on = after(noun, "on")
    # "made a call on B"; "my calls on B", but not "my call on B to resign"
    own = any(c.dep_ == "poss" for c in noun.children) and not any(t.tag_ == "VB" for t in noun.subtree)
    # "a courtesy call"
    return bool(on and (own or noun.head.lemma_ in words("paying"))) or not modifiers.isdisjoint(words("courtesy"))


def _brought_together(whole: Token, frame: NounFrame) -> list[Token]:
    """ "The talks brought A together with B": they are held between these."""
    verb = whole.head
    if frame.kind is Kind.MEDIATION or whole.dep_ != "nsubj" or verb.lemma_ not in words("bringing"):
        return []
    return [*patients(verb), *(noun for name, noun in prepositions(verb) if name.endswith("with"))]


def _slots(noun: Token, whole: Token, frame: NounFrame) -> Iterator[tuple[str, Token]]:
    # "talks in Geneva with B"
    yield from prepositions(noun)
    yield from _of_what_is_told(noun, frame)
    # "the talks process between A and B", "a copy of the letter to B"
    if whole.i > noun.i or (whole != noun and noun.dep_ == "pobj"):
        yield from prepositions(whole)
    if (verb := _carrier(whole)) is not None:
        yield from _of_carrier(noun, verb, frame)
        # "received a call yesterday from A"
        if frame.received and verb.lemma_ in words("receiving"):
            yield from (("from", giver) for giver in after(verb, "from"))
    # "a summit involving B"
    involving = [c for c in noun.children if c.dep_ == "acl" and c.lemma_ in words("involving")]
    yield from (("involving", b) for clause in involving for b in clause.children if b.dep_ == "dobj")
    yield from _of_state(noun)
    yield from _of_relative_clause(noun, frame)


def _carrier(whole: Token) -> Token | None:
    """Return the verb that says of an encounter that one holds it, or that it takes place."""
    # "held talks", "talks were held"
    if whole.dep_ in ("dobj", "attr", "nsubjpass", "oprd") and is_verbal(whole.head):
        return whole.head
    # "talks began in Oslo"
    return whole.head if whole.dep_ == "nsubj" and whole.head.lemma_ in EXISTING else None


def _of_carrier(noun: Token, verb: Token, frame: NounFrame) -> Iterator[tuple[str, Token]]:
    """ "Talks began on Monday between A and B": the verb's phrase is the noun's, unless it stands before both."""
    if not (verb.lemma_ in words("light") or verb.lemma_ in EXISTING or governing(verb)):
        return
    lent = _LENT | {"for"} if verb.lemma_ in words("giving_dinners") else _LENT  # "gave a dinner for B"
    for name, below in prepositions(verb):
        if name in lent and name in frame.preps and (below.i > noun.i or verb.dep_ == "relcl"):
            yield name, below


def _of_what_is_told(noun: Token, frame: NounFrame) -> Iterator[tuple[str, Token]]:
    """ "An exchange of *views* with B", "a letter of *thanks* from B"."""
    saved = {word for guard in frame.unless for word in guard.save}
    of = (o for o in after(noun, "of") if o.lower_ in saved or (o.pos_ == "NOUN" and frame.kind is Kind.CORRESPONDENCE))
    return (slot for told in of for slot in prepositions(told))


def _of_state(noun: Token) -> Iterator[tuple[str, Token]]:
    """ "Is on the phone with B", "stayed in touch with B"."""
    inside = noun.dep_ == "pobj" and noun.head.lower_ in ("in", "on")
    verb = noun.head.head if inside else noun
    if is_verbal(verb) and verb.lemma_ in words("engaged"):
        yield from (("with", below) for below in after(verb, "with") if below.i > noun.i)


def _of_relative_clause(noun: Token, frame: NounFrame) -> Iterator[tuple[str, Token]]:
    """ "The talks that it held with B", "the proposals made to B"."""
    for clause in noun.children:
        if clause.dep_ in ("acl", "relcl") and clause.lemma_ in words("light"):
            lent = ("with", "between", "to") if clause.dep_ == "relcl" or frame.received else ("with", "between")
            yield from ((name, below) for name, below in prepositions(clause) if name in lent and name in frame.preps)
            # "the proposals made to A by B"
            if clause.dep_ == "acl" and frame.received and after(clause, "to"):
                yield from (("from", giver) for giver in agents(clause))
