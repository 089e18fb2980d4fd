"""Occurred, planned, negated, hypothetical: by what governs the contact word, not by words nearby.

The status is that of the contact. Starting at its word, each governing word above it that takes it
as a complement has its say: auxiliaries and negation of the clause, verbs such as "agree to", "deny
that", "urge ... to", nouns such as "proposal for", adjectives such as "due to", conditions and questions.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from diplograph.extract.lexicon.words import effects, words
from diplograph.extract.model import Status
from diplograph.extract.syntax.governors import EXISTING, Effect, effects_of, governing, listed_on
from diplograph.extract.syntax.grammar import (
    carried,
    has_to,
    is_adjectival,
    is_reduced,
    is_verbal,
    outlook,
)

_FUTURE = frozenset({"will", "shall", "'ll", "wo", "gonna"})
_MODAL = frozenset({"can", "could", "may", "might", "should", "must", "would", "'d", "ca", "ought"})
_CONDITION = frozenset({"if", "unless", "whether", "provided"})
_GIVEN = frozenset({"despite", "notwithstanding"})
_ON_EVENTS = frozenset(
    {
        "propose",
        "request",
        "suggest",
        "demand",
        "urge",
        "offer",
        "seek",
        "consider",
        "mull",
        "favour",
        "favor",
        "desire",
    }
    | {"advocate", "explore", "weigh", "contemplate", "want", "recommend", "prefer", "hope"}
)
_ON_IDEAS = frozenset({"support", "endorse", "back", "encourage"})
_OPEN = (Status.PLANNED, Status.HYPOTHETICAL)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The status, and the words that decided it, nearest first."""

    status: Status
    cues: tuple[str, ...] = ()


def judge(trigger: Token, own: Status = Status.OCCURRED) -> Verdict:
    """Return the status of the contact that a word names, with its cues; ``own`` is what the word itself says."""
    status, cues = own, [] if own is Status.OCCURRED else [trigger.text]
    for effect, cue in _effects(trigger):
        accepted = cue.lemma_ == "accept" and effect is Status.PLANNED and status is Status.HYPOTHETICAL
        combined = effect if accepted else _combine(effect, status)
        if combined is not status:
            cues.append(cue.text)
        status = combined
    return Verdict(status, tuple(cues))


def _combine(above: Status, below: Status) -> Status:
    """What a governing word makes of the status below it; a negated negation leaves the matter open."""
    if above is Status.NEGATED:
        return Status.HYPOTHETICAL if below is Status.NEGATED else Status.NEGATED
    if above is Status.HYPOTHETICAL:
        return Status.HYPOTHETICAL
    return above if below is Status.OCCURRED else below


def _effects(token: Token) -> Iterator[Effect]:
    node, depth, inherited = token, 0, False
    while depth < 12:
        depth += 1
        own = list(_own_verb(node)) if is_verbal(node) else list(_own_noun(node))
        yield from (e for e in own if not inherited or e[0] in _OPEN)
        step = _verb_step(node) if is_verbal(node) else _noun_step(node)
        if step is None:
            return
        found, above, loose = step
        yield from found
        inherited = inherited or loose
        if above == node:
            return
        node = above


def _own_verb(verb: Token) -> Iterator[Effect]:
    """Auxiliaries, negation, conditions and questions of the verb's own clause."""
    for child in verb.children:
        low = child.lower_
        if child.dep_ == "neg" or (child.dep_ == "advmod" and low in ("never", "hardly", "barely")):
            yield Status.NEGATED, child
        elif child.dep_ == "aux" and (low in _FUTURE or (low == "to" and verb.dep_ == "ROOT")):
            yield Status.PLANNED, child
        elif child.dep_ == "aux" and low in _MODAL:
            if low in ("would", "'d") and any(
                c.lower_ in ("like", "have") and c.dep_ in ("aux", "xcomp") for c in verb.children
            ):
                yield Status.HYPOTHETICAL, child
            elif low in ("would", "'d") and _reported(verb):
                yield Status.PLANNED, child
            elif not (low in ("'d",) and verb.tag_ == "VBN"):
                yield Status.HYPOTHETICAL, child
        elif child.dep_ == "mark" and low in _CONDITION:
            yield Status.HYPOTHETICAL, child
        elif (child.dep_ in ("preconj", "cc") and low in ("neither", "nor") and child.i < verb.i) or (
            child.dep_ in ("nsubj", "nsubjpass")
            and (
                low in ("neither", "none", "nobody")
                or any(c.lower_ in ("neither", "no") and c.dep_ in ("preconj", "det", "cc") for c in child.children)
            )
        ):
            yield Status.NEGATED, child
        elif child.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in ("if", "unless") for c in child.children):
            if any(a.dep_ == "aux" and a.lower_ in _MODAL for a in verb.children):
                yield Status.HYPOTHETICAL, child
        elif (
            child.dep_ == "aux"
            and low in ("'s", "is", "are", "was", "were", "'re")
            and verb.tag_ == "VBG"
            and verb.lemma_ in ("plan", "prepare")
        ):
            yield Status.PLANNED, child
    if verb.dep_ == "ROOT" and verb.sent.text.rstrip(" \"'”’").endswith("?"):
        yield Status.HYPOTHETICAL, verb.sent[-1]


def _reported(verb: Token) -> bool:
    """Whether "would" stands for "will" said in the past."""
    node = verb
    while node.dep_ in ("conj", "xcomp") and is_verbal(node.head):
        node = node.head
    conditional = any(
        c.dep_ == "advcl" and any(m.lower_ in ("if", "unless") for m in c.children) for c in node.children
    )
    return (
        not conditional
        and node.dep_ in ("ccomp", "acl", "parataxis", "relcl")
        and (node.head.tag_ in ("VBD", "VBN", "NN", "VBG") or node.dep_ == "relcl")
    )


def _own_noun(noun: Token) -> Iterator[Effect]:
    for child in noun.children:
        low = child.lower_
        if child.dep_ in ("det", "neg") and low == "no":
            yield Status.NEGATED, child
        elif child.dep_ in ("amod", "compound", "advmod"):
            if child.i > noun.i and any(c.dep_ == "xcomp" for c in child.children):
                continue  # "a visit likely to be dominated by": it is not the visit that is likely
            if low in effects("planned").adjectives:
                yield Status.PLANNED, child
            elif low in effects("hypothetical").adjectives:
                yield Status.HYPOTHETICAL, child
            elif child.tag_ in ("VBN", "JJ", "VBD") and child.lemma_ in (
                "cancel",
                "cancelled",
                "canceled",
                "abort",
                "aborted",
                "postpone",
                "scrap",
            ):
                yield Status.NEGATED, child
        elif child.dep_ == "acl" and child.tag_ == "VBN":
            if {child.lemma_, child.lower_} & (effects("planned").verbs | effects("planned").adjectives):
                yield Status.PLANNED, child
            elif child.lemma_ in ("propose", "request", "suggest", "offer", "seek"):
                yield Status.HYPOTHETICAL, child


_Step = tuple[list[Effect], Token, bool]


def _verb_step(verb: Token) -> _Step | None:
    """Go from a verb to what governs it: (effects, governor, whether only open effects pass from there on)."""
    head, dep = verb.head, verb.dep_
    if dep == "conj" and is_verbal(head):
        own = any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)
        tensed = any(c.dep_ == "aux" and c.lower_ != "to" for c in verb.children) or verb.tag_ in ("VBD", "VBZ", "VBP")
        return None if own or tensed else ([], head, False)
    if dep == "conj" and verb.tag_ == "VBG":
        return [], head, False
    if dep in ("xcomp", "ccomp", "csubjpass") and is_verbal(head):
        return _under_verb(verb, head)
    if dep in ("xcomp", "ccomp", "advcl", "acl") and is_adjectival(head):
        return _under_adjective(head)
    infinitive = has_to(verb)
    if infinitive and dep in ("acl", "relcl") and head.pos_ == "PROPN" and head.dep_ == "ROOT":
        return [(Status.PLANNED, verb)], verb, False
    clause = (dep == "acl" and not is_reduced(verb)) or (dep in ("advcl", "relcl") and infinitive)
    if head.pos_ == "NOUN" and (clause or outlook(verb)):
        return [*effects_of(head, "nouns", head.lemma_.lower())], head, False
    if dep == "advcl" and is_verbal(head):
        return _under_clause(verb, head)
    if dep == "pcomp" or (dep in ("prep", "advcl") and head.pos_ in ("ADP", "SCONJ")):
        return _under_preposition(verb, head)
    return None


def _under_verb(verb: Token, head: Token) -> _Step:
    found = governing(head)
    infinitive = has_to(verb)
    if head.lemma_ in ("be", "have") and infinitive and verb.dep_ == "xcomp":
        yet = any(c.lower_ == "yet" for c in head.children)
        found.append((Status.NEGATED if yet else Status.PLANNED, head))
    if head.lemma_ == "go" and head.tag_ == "VBG" and infinitive:
        found.append((Status.PLANNED, head))
    if verb.dep_ == "ccomp" and head.lemma_ in words("saying") and not found:
        return found, verb, False
    if head.lemma_ in words("saying") and found and head.lemma_ not in ("deny", "suggest"):
        return found, verb, False
    return found, head, False


def _under_adjective(adjective: Token) -> _Step:
    managed = adjective.lower_ == "able" and adjective.head.tag_ == "VBD"
    found = [] if managed else list(effects_of(adjective, "adjectives", adjective.lower_))
    return found, adjective.head if is_verbal(adjective.head) else adjective, False


def _under_clause(verb: Token, head: Token) -> _Step | None:
    marks = {c.lower_ for c in verb.children if c.dep_ in ("mark", "advmod")}
    if marks & {"if", "unless", "whether"}:
        return None
    if marks & {"when", "before", "until", "once"} and verb.tag_ in ("VBZ", "VBP", "VB"):
        return [(Status.PLANNED, verb)], verb, False
    if has_to(verb):
        promised = [c for c in head.children if c.dep_ == "dobj" and c.i < verb.i]
        said = [e for c in promised for e in effects_of(c, "nouns", c.lemma_.lower())]
        return governing(head) + said, head, False
    return ([], head, True) if verb.tag_ == "VBG" else None


def _under_preposition(node: Token, preposition: Token) -> _Step | None:
    name = preposition.lower_
    found: list[Effect] = []
    if name in _GIVEN:
        return None
    for word in (preposition, *(c for c in preposition.children if c.dep_ == "advmod")):
        if word.lower_ in effects("negated").prepositions:
            found.append((Status.NEGATED, word))
    above = preposition.head
    while above.pos_ in ("ADP", "SCONJ") and above.head != above:
        name = f"{above.lower_} {name}"
        above = above.head
    if above.pos_ == "ADV" and above.lower_ in ("ahead", "prior", "back"):
        name, above = f"{above.lower_} {name}", above.head
    if name in effects("planned").prepositions and not (name in ("before", "prior to") and _past(above)):
        found.append((Status.PLANNED, preposition))
    if is_verbal(above):
        if above.tag_ == "VB" and above.lemma_ in words("drawing") and name.endswith(("to", "into")):
            return [*found, (Status.HYPOTHETICAL, above)], above, False
        if above.lemma_ == "be":
            due = [c for c in above.children if c.dep_ == "acomp" and c.lower_ in effects("planned").adjectives]
            found += [(Status.PLANNED, c) for c in due]
        phrasal = f"{above.lemma_} {preposition.lower_}"
        lexical = list(effects_of(above, "verbs", phrasal)) or (
            governing(above)
            if preposition.lower_ in ("on", "to", "for", "from", "against") and node.i > above.i
            else []
        )
        if lexical:
            return found + lexical, above, False
        return found, above, True
    if above.pos_ in ("NOUN", "PROPN"):
        own = preposition.lower_ == "of" and above.lemma_.lower() in words("schedule")
        lexical = [] if own else list(effects_of(above, "nouns", above.lemma_.lower()))
        return found + lexical, above if lexical or carried(node) != node else node, False
    if is_adjectival(above):
        return (
            found + list(effects_of(above, "adjectives", above.lower_)),
            above.head if is_verbal(above.head) else node,
            False,
        )
    return (found, node, False) if found else None


def _past(verb: Token) -> bool:
    """Whether a clause is told in the past or the perfect; "is being tightened" is present."""
    helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    perfect = any(c.tag_ == "VBD" or c.lemma_ == "have" for c in helpers)
    return verb.tag_ == "VBD" or (verb.tag_ == "VBN" and (perfect or not helpers))


def _noun_step(noun: Token) -> _Step | None:
    head, dep = noun.head, noun.dep_
    if (schedule := listed_on(noun)) is not None:
        return [(Status.PLANNED, schedule)], head, False
    if dep in ("dobj", "nsubjpass", "oprd", "attr", "acomp") and is_verbal(head):
        found = [] if noun.lemma_.lower().startswith("creden") and head.lemma_ == "accept" else governing(head)
        vague = head.lemma_ in _ON_IDEAS and any(c.lower_ in ("a", "an", "any") for c in noun.children)
        if dep == "nsubjpass" and head.lemma_ not in _ON_EVENTS and not vague:
            found = [e for e in found if e[0] is not Status.HYPOTHETICAL]
        return found, head, False
    if dep == "nsubj" and is_verbal(head):
        if (predicate := _behind_a_participle(noun)) is not None:
            return [], predicate, False
        said = list(_predicate(head))
        return (said, head, False) if said or head.lemma_ in EXISTING else None
    if dep == "pobj":
        return _under_preposition(noun, head)
    if dep == "conj":
        return [], head, False
    if carried(noun) == head:
        return [], head, False
    if dep in ("compound", "nmod") and head.pos_ in ("NOUN", "PROPN"):
        return list(effects_of(head, "nouns", head.lemma_.lower())), head, False
    if dep == "ROOT" and noun.sent.text.rstrip().endswith("?"):
        return [(Status.HYPOTHETICAL, noun.sent[-1])], noun, False
    return None


def _behind_a_participle(noun: Token) -> Token | None:
    """ "The meeting, announced for Friday, will not take place": the verb, where the parser took the participle for it."""
    verb = noun.head
    later = [c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i and c.lemma_ in EXISTING]
    own = any(c.dep_ in ("aux", "auxpass", "dobj", "mark") for c in verb.children)
    alone = later and not own and not any(c.dep_ in ("nsubj", "nsubjpass", "mark") for c in later[0].children)
    return later[0] if alone else None


def _predicate(verb: Token) -> Iterator[Effect]:
    """ "A summit is likely", "talks remain an option": what is said of the contact that is the subject."""
    for child in verb.children:
        if child.dep_ == "acomp":
            yield from effects_of(child, "adjectives", child.lower_)
        elif child.dep_ == "attr":
            yield from effects_of(child, "nouns", child.lemma_.lower())
