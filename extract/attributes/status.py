"""Occurred, planned, negated, hypothetical: by what governs the contact word, not by words nearby.

The status is that of the contact. Starting at its word, each governing word above it that takes it
as a complement has its say: auxiliaries and negation of the clause, verbs such as "agree to", "deny
that", "urge ... to", nouns such as "proposal for", adjectives such as "due to", conditions and questions.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from spacy.tokens import Token

from diplograph.extract.attributes import formulas
from diplograph.extract.attributes.modality import said_beside
from diplograph.extract.lexicon.words import effects, words
from diplograph.extract.model import Status
from diplograph.extract.syntax.governors import EXISTING, Effect, effects_of, governing, listed_on
from diplograph.extract.syntax.objects import carried
from diplograph.extract.syntax.repairs import verb_behind_participle
from diplograph.extract.syntax.subjects import outlook
from diplograph.extract.syntax.tokens import clause_above, has_subject, has_to, is_adjectival, is_reduced, is_verbal

_STEPS = 12  # up the tree, at most
_GIVEN = frozenset({"despite", "notwithstanding"})
_BEFORE = frozenset({"before", "prior to"})
_OPENING = frozenset({"ahead", "prior", "back"})  # adverbs that begin a preposition of several words
_AFTER = frozenset({"after", "following"})
_COMPLEMENTING = frozenset({"on", "to", "for", "from", "against"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """The status, and the words that decided it, nearest first."""

    status: Status
    cues: tuple[str, ...] = ()


class _Step(NamedTuple):
    """From a word to the one that governs it.

    Attributes:
        found: What the words on the way say of the contact.
        above: Where to go on from; None where nothing above has a say.
        open_only: Whether from there on only what leaves the contact open has a say.
    """

    found: list[Effect]
    above: Token | None
    open_only: bool = False


_END = _Step([], None)


def judge(trigger: Token, own: Status = Status.OCCURRED, *, tried: bool = False) -> Verdict:
    """Return the status of the contact that a word names, with its cues.

    Args:
        own: What the word itself says.
        tried: Whether to try is to do it: who tried to mediate has mediated.
    """
    status, cues = own, [] if own is Status.OCCURRED else [trigger.text]
    for effect, cue in _effects(trigger):
        if tried and cue.lemma_ in words("trying"):
            continue
        combined = effect if _accepts(cue, effect, status) else status.under(effect)
        if combined is not status:
            cues.append(cue.text)
        status = combined
    return Verdict(status, tuple(cues))


def _accepts(cue: Token, effect: Status, status: Status) -> bool:
    """ "A accepted an invitation to meet B": what was only offered is a plan."""
    return status is Status.HYPOTHETICAL and effect is Status.PLANNED and cue.lemma_ in words("accepting")


def _effects(token: Token) -> Iterator[Effect]:
    if formulas.is_answered(token):
        return
    node, open_only = token, False
    for _ in range(_STEPS):
        yield from (e for e in said_beside(node) if not open_only or e[0].open)
        step = _from_verb(node) if is_verbal(node) else _from_noun(node)
        yield from step.found
        if step.above is None:
            return
        node, open_only = step.above, open_only or step.open_only


# --- from a verb


def _from_verb(verb: Token) -> _Step:
    head, dep = verb.head, verb.dep_
    if dep == "conj":
        return _from_joined(verb)
    if dep in ("xcomp", "ccomp", "csubjpass") and is_verbal(head):  # "A refused to meet B"
        return _under_verb(verb, head)
    if dep in ("xcomp", "ccomp", "advcl", "acl") and is_adjectival(head):  # "A is ready to meet B"
        return _under_adjective(head)
    if head.pos_ in ("NOUN", "ADJ") and _completes_noun(verb):  # "A's refusal to meet B"
        return _under_noun(head)
    if _follows_name(verb):  # "President A to meet B"
        return _Step([(Status.PLANNED, verb)], None)
    return _from_adjunct(verb)


def _from_adjunct(verb: Token) -> _Step:
    head, dep = verb.head, verb.dep_
    if dep == "advcl" and (is_verbal(head) or head.pos_ == "NOUN"):  # "C will resign once A meets B"
        return _under_clause(verb, head)
    if dep == "pcomp" and _has_own_tense(verb):  # "in what is A's first visit to B"
        return _END
    after = dep == "pcomp" or (dep in ("prep", "advcl") and head.pos_ in ("ADP", "SCONJ"))
    return _under_preposition(verb, head) if after else _END  # "A left without meeting B"


def _from_joined(verb: Token) -> _Step:
    head = verb.head
    if is_verbal(head):  # "A agreed to come and meet B", not "A agreed to come and C met B"
        return _END if has_subject(verb) or _has_own_tense(verb) else _Step([], head)
    return _Step([], head) if verb.tag_ == "VBG" else _END  # "A denies meeting or speaking with B"


def _has_own_tense(verb: Token) -> bool:
    return verb.tag_ in ("VBD", "VBZ", "VBP") or any(c.dep_ == "aux" and c.lower_ != "to" for c in verb.children)


def _completes_noun(verb: Token) -> bool:
    """Whether a verb says what a noun is for: "the refusal to meet B", "the prospect of A meeting B"; not "the envoy meeting B"."""
    if verb.dep_ == "acl" and not is_reduced(verb):
        return True
    return (verb.dep_ in ("advcl", "relcl") and has_to(verb)) or bool(outlook(verb))


def _under_noun(head: Token) -> _Step:
    # "A was among the first to meet B", "had the chance to meet B"
    if head.lower_ in words("ordinals") or formulas.is_had(head):
        return _Step([], clause_above(head))
    return _Step(effects_of(head, "nouns", head.lemma_.lower()), head) if head.pos_ == "NOUN" else _END


def _follows_name(verb: Token) -> bool:
    """Whether a headline's infinitive hangs on its name."""
    head = verb.head
    return verb.dep_ in ("acl", "relcl") and head.pos_ == "PROPN" and head.dep_ == "ROOT" and has_to(verb)


def _under_verb(verb: Token, head: Token) -> _Step:
    if formulas.is_said_by_doing(verb, head):  # "I would like to welcome B"
        return _END
    found = [] if formulas.is_reported(verb, head) else governing(head)
    if has_to(verb):
        found += _still_to_come(verb, head)
    if verb.dep_ == "ccomp" and not found and head.lemma_ in words("saying"):  # "C said that A met B"
        return _END
    return _Step(found, head)  # "A agreed to meet B"


def _still_to_come(verb: Token, head: Token) -> list[Effect]:
    if head.lemma_ == "go" and head.tag_ == "VBG":  # "A is going to meet B"
        return [(Status.PLANNED, head)]
    # "A is to meet B", "A has yet to meet B"; not "A had to meet B"
    obliged = head.lemma_ == "have" and head.tag_ == "VBD" and not any(c.lower_ == "yet" for c in head.children)
    if head.lemma_ in ("be", "have") and not obliged and verb.dep_ == "xcomp" and not formulas.is_told_of(verb):
        yet = any(c.lower_ == "yet" for c in head.children)
        return [(Status.NEGATED if yet else Status.PLANNED, head)]
    return []


def _under_adjective(adjective: Token) -> _Step:
    if adjective.lower_ == "ready" and adjective.head.lemma_ == "get":  # "A is getting ready to meet B"
        return _Step([(Status.PLANNED, adjective)], adjective.head)
    managed = adjective.lower_ == "able" and adjective.head.tag_ == "VBD"  # "A was able to meet B"
    found = [] if managed else effects_of(adjective, "adjectives", adjective.lower_)  # "A is ready to meet B"
    return _Step(found, adjective.head if is_verbal(adjective.head) else adjective)


def _under_clause(verb: Token, head: Token) -> _Step:
    marks = {c.lower_ for c in verb.children if c.dep_ in ("mark", "advmod")}
    if marks & {"if", "unless", "whether"}:  # "C will refuse if A meets B"
        return _END
    # "C will resign once A meets B"
    if marks & {"when", "before", "until", "once"} and verb.tag_ in ("VBZ", "VBP", "VB"):
        return _Step([(Status.PLANNED, verb)], None)
    if has_to(verb):  # "A made a promise to meet B"
        promised = [c for c in head.children if c.dep_ == "dobj" and c.i < verb.i]
        said = [e for c in promised for e in effects_of(c, "nouns", c.lemma_.lower())]
        return _Step(governing(head) + said, head)
    if verb.tag_ == "VBG":  # "A may leave, meeting B on the way"; "A did not stay long, meeting B" is no denial
        return _Step([], head, open_only=True)
    return _END


# --- from a noun


def _from_noun(noun: Token) -> _Step:
    head, dep = noun.head, noun.dep_
    if (schedule := listed_on(noun)) is not None:  # "A's diary includes talks with B"
        return _Step([(Status.PLANNED, schedule)], head)
    if dep in ("dobj", "nsubjpass", "oprd", "attr", "acomp") and is_verbal(head):  # "A cancelled talks with B"
        return _as_object(noun, head)
    if dep == "nsubj" and is_verbal(head):  # "talks with B are likely"
        return _as_subject(noun, head)
    if dep == "pobj":  # "A left for talks with B"
        return _END if _is_past_one(noun) else _under_preposition(noun, head)
    if dep == "ROOT":
        return _END
    if dep == "conj" or carried(noun) == head:  # "A refused lunch and talks with B", "a mediation effort"
        return _Step([], head)
    if dep in ("compound", "nmod") and head.pos_ in ("NOUN", "PROPN"):  # "a meeting request"
        return _Step(effects_of(head, "nouns", head.lemma_.lower()), head)
    return _END


def _is_past_one(noun: Token) -> bool:
    """ "C invited D a month after A's *last* talks with B": one of those that were."""
    return any(c.dep_ == "amod" and c.lower_ in words("backward") for c in noun.children)


def _as_object(noun: Token, verb: Token) -> _Step:
    if verb.lemma_ in words("accepting") and noun.lemma_.lower() in words("accreditation"):
        return _Step([], verb)  # "A accepted the credentials of B's ambassador"
    if formulas.is_asked_for(noun, verb):
        return _END
    found = [] if formulas.wishes_welcome(verb) else governing(verb)
    if noun.dep_ == "nsubjpass" and not _open_in_passive(noun, verb):  # "the talks with B were encouraged by C"
        found = [e for e in found if e[0] is not Status.HYPOTHETICAL]
    return _Step(found, verb)


def _open_in_passive(noun: Token, verb: Token) -> bool:
    """ "Talks with B were proposed", "a meeting with B was backed"."""
    vague = verb.lemma_ in words("backing") and any(c.lower_ in ("a", "an", "any") for c in noun.children)
    return vague or verb.lemma_ in words("soliciting")


def _as_subject(noun: Token, verb: Token) -> _Step:
    if (predicate := verb_behind_participle(noun)) is not None:
        return _Step([], predicate)
    said = _predicate(verb) or _imagined(noun, verb)
    return _Step(said, verb) if said or verb.lemma_ in EXISTING else _END  # "the talks with B will begin on Friday"


def _imagined(noun: Token, verb: Token) -> list[Effect]:
    """ "A visit by A would help": no visit that the text knows of."""
    any_one = any(c.dep_ == "det" and c.lower_ in ("a", "an", "any") for c in noun.children)
    would = [c for c in verb.children if c.dep_ == "aux" and c.lower_ in ("would", "could", "might")]
    return [(Status.HYPOTHETICAL, would[0])] if any_one and would else []


def _predicate(verb: Token) -> list[Effect]:
    """ "A summit is likely", "talks remain an option": what is said of the contact that is the subject."""
    found: list[Effect] = []
    for child in verb.children:
        if child.dep_ == "acomp":
            found += effects_of(child, "adjectives", child.lower_)
        elif child.dep_ == "attr":
            found += effects_of(child, "nouns", child.lemma_.lower())
    return found


# --- from what stands after a preposition


def _under_preposition(node: Token, preposition: Token) -> _Step:
    if preposition.lower_ in _GIVEN:  # "despite talks with B, C refused"
        return _END
    name, above = _whole(preposition)
    if name in _AFTER and above.lemma_ in words("leaving"):  # "A is to leave B after a visit"
        return _END
    if name == "for" and above.lemma_ in words("thanking"):  # "A wants to thank B for coming"
        return _END
    found = _said_by_preposition(preposition, name, above)
    step = _over_preposition(node, preposition, name, above)
    return step._replace(found=found + step.found)


def _whole(preposition: Token) -> tuple[str, Token]:
    """Return the preposition with those that it completes ("ahead of", "prior to"), and the word above them all."""
    name, above = preposition.lower_, preposition.head
    while above.pos_ in ("ADP", "SCONJ") and above.head != above:
        name, above = f"{above.lower_} {name}", above.head
    if above.pos_ == "ADV" and above.lower_ in _OPENING:
        name, above = f"{above.lower_} {name}", above.head
    return name, above


def _said_by_preposition(preposition: Token, name: str, above: Token) -> list[Effect]:
    adverbs = [c for c in preposition.children if c.dep_ == "advmod"]
    negating = [t for t in (preposition, *adverbs) if t.lower_ in effects(Status.NEGATED).prepositions]
    found = [(Status.NEGATED, t) for t in negating]  # "A left without talks with B", "instead of talks with B"
    told = name in _BEFORE and _is_past(above)  # "A spoke to C before meeting B"
    if name in effects(Status.PLANNED).prepositions and not told:  # "A arrived ahead of talks with B"
        found.append((Status.PLANNED, preposition))
    return found


def _is_past(verb: Token) -> bool:
    """Whether a clause is told in the past or the perfect; "is being tightened" is present."""
    helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    perfect = any(c.tag_ == "VBD" or c.lemma_ == "have" for c in helpers)
    return verb.tag_ == "VBD" or (verb.tag_ == "VBN" and (perfect or not helpers))


def _over_preposition(node: Token, preposition: Token, name: str, above: Token) -> _Step:
    if is_verbal(above):
        return _verb_over_preposition(node, preposition, name, above)
    if above.pos_ in ("NOUN", "PROPN"):
        own = preposition.lower_ == "of" and above.lemma_.lower() in words("schedule")  # "the agenda of the talks"
        if preposition.lower_ == "during":  # "A will be at the opening during a visit to B"
            return _Step([], above, open_only=True)
        if preposition.lower_ == "of" and formulas.is_owned_chance(above):  # "will have the chance of talks with B"
            return _Step([], above)
        said = [] if own else effects_of(above, "nouns", above.lemma_.lower())  # "a proposal for talks with B"
        return _Step(said, above if said or carried(node) != node else None)  # "a round of talks with B"
    if is_adjectival(above):  # "A is ready for talks with B"
        return _Step(effects_of(above, "adjectives", above.lower_), above.head if is_verbal(above.head) else None)
    return _END


def _verb_over_preposition(node: Token, preposition: Token, name: str, verb: Token) -> _Step:
    # "to coax A into talks"
    if verb.tag_ == "VB" and verb.lemma_ in words("drawing") and name.endswith(("to", "into")):
        return _Step([(Status.HYPOTHETICAL, verb)], verb)
    if formulas.is_spoken_of(node, preposition, verb):
        return _END
    behind = preposition.i > verb.i  # "A called for talks with B", but not "on a visit to B, A called"
    said = effects_of(verb, "verbs", f"{verb.lemma_} {preposition.lower_}") if behind else []
    if not said and preposition.lower_ in _COMPLEMENTING and node.i > verb.i:  # "A agreed to talks with B"
        said = governing(verb)
    return _Step(_due(verb) + said, verb, open_only=not said)  # "A may travel for talks with B"


def _due(verb: Token) -> list[Effect]:
    """ "A is due in Y for talks with B"."""
    if verb.lemma_ != "be":
        return []
    return [
        (Status.PLANNED, c)
        for c in verb.children
        if c.dep_ == "acomp" and c.lower_ in effects(Status.PLANNED).adjectives
    ]
