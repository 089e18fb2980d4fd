"""Who does what a verb says, and who has what a noun names: subjects, own or inherited, agents, and owners.

A verb joined to another shares its subject; a participle or infinitive takes that of the clause it leans on, or the
object where the verb above says so ("urged A and B to meet"); a clause on a noun takes the noun. The owner of a noun is
its possessor, or the subject of the verb that it is an object of.
"""

from spacy.tokens import Token

from diplograph.extract.lexicon.words import governors, words
from diplograph.extract.syntax.prepositions import prepositions
from diplograph.extract.syntax.tokens import (
    FINITE,
    SUBJECT,
    antecedent,
    has_to,
    is_adjectival,
    is_passive,
    is_verbal,
    relative_object,
)

_DEPTH = 8
_HELPERS = frozenset({"aux", "auxpass", "neg", "advmod"})
_EXPLETIVE = frozenset({"there", "it"})


def surface_subjects(verb: Token, depth: int = 0) -> list[Token]:
    """Return the heads of the verb's grammatical subject, its own or one inherited from above."""
    own = _own_subjects(verb)
    if own or depth > _DEPTH:
        return [t for t in own if t.lower_ not in _EXPLETIVE] or own
    head = verb.head
    match verb.dep_:
        case "conj":  # "A arrived and met B"; "A's arrival and meeting B"
            return surface_subjects(head, depth + 1) if is_verbal(head) else owners(head, depth + 1)
        case "relcl" if _is_infinitive(verb) and head.lemma_ in governors("nouns"):  # "A's plan to meet B"
            return _subjects_on_noun(verb, depth)
        case "relcl":  # "the envoy who met B"; in "the envoy B met" the noun is the object
            return [] if relative_object(verb) else [head]
        case "acl":  # "officials visiting B", "an offer to meet B"
            return _subjects_on_noun(verb, depth)
        case "xcomp" | "advcl" | "ccomp" | "pcomp" | "dep" | "prep":  # "A agreed to meet B", "after meeting B, A left"
            return _subjects_above(verb, depth)
        case _:
            return []


def _own_subjects(verb: Token) -> list[Token]:
    own = [antecedent(c) for c in verb.children if c.dep_ in SUBJECT] or stray_subject(verb)
    if len(own) < 2 or own[0].i > verb.i or is_passive(verb):
        return own
    before = [t for t in own if t.i < verb.i]
    apposed = len(before) == 2 and before[1].ent_type_ == "PERSON"
    if apposed and verb.doc[before[1].left_edge.i - 1].text == ",":
        return before[1:]  # "the envoy, NAME, said", where the parser took both for the subject
    return before


def stray_subject(verb: Token) -> list[Token]:
    """Return the subject that the parser hung on a phrase before it: "declining a talk with B, A's minister left"."""
    if verb.dep_ != "ROOT" or not is_verbal(verb) or any(c.dep_ in (*SUBJECT, "expl") for c in verb.children):
        return []
    last = _before_helpers(verb)
    if last <= verb.sent.start:
        return []
    for token in [verb.doc[last], *verb.doc[last].ancestors]:
        before = token.left_edge.i - 1
        if token.dep_ in ("appos", "conj") and token.right_edge.i == last and verb.doc[before].text == ",":
            return [token]
    return []


def lacks_subject(verb: Token, depth: int = 0) -> bool:
    """Whether a telegram leaves out who does it: "Saw B today", "have informed B", "please see B and tell him"."""
    if any(c.dep_ in (*SUBJECT, "expl", "auxpass") for c in verb.children):
        return False
    if verb.dep_ == "conj" and depth < _DEPTH:
        return is_verbal(verb.head) and lacks_subject(verb.head, depth + 1)
    helpers = [t for t in verb.doc[verb.sent.start : verb.i] if not (t.is_punct or t.is_space or t.like_num)]
    opens = all(t.dep_ in ("intj", "advmod") or (t.dep_ == "aux" and t.lemma_ == "have") for t in helpers)
    return verb.dep_ == "ROOT" and opens and verb.tag_ in ("VB", "VBD", "VBN")


def is_order(verb: Token) -> bool:
    """Whether a verb without a subject orders something: "please inform B"."""
    return verb.tag_ == "VB"


def _before_helpers(verb: Token) -> int:
    """Return what stands before a verb and its auxiliaries: "B has also *left*", but not "ahead of talks, B *left*"."""
    i = verb.i - 1
    while i > verb.sent.start and verb.doc[i].head == verb and verb.doc[i].dep_ in _HELPERS:
        i -= 1
    return i


def _is_infinitive(verb: Token) -> bool:
    return verb.tag_ == "VB" and has_to(verb)


def _subjects_on_noun(verb: Token, depth: int) -> list[Token]:
    noun = verb.head
    if verb.tag_ in ("VBG", "VBN"):  # "officials visiting B", "the prospect of A meeting B"
        return outlook(verb) or [noun]
    if verb.tag_ in FINITE:  # "The president, NAME, called B", where the parser hung the verb on its subject
        return [noun]
    if noun.lemma_ in words("asking"):  # "an appeal to A to meet B"
        asked = [o for name, o in prepositions(noun) if name in ("to", "on", "for") and o.i < verb.i]
        if asked:
            return asked
    return owners(noun, depth + 1)  # "A's offer to meet B"


def outlook(verb: Token) -> list[Token]:
    """Return the subject in "the prospect of A meeting B", where the participle hangs on the noun before "of"."""
    if verb.dep_ != "acl" or verb.tag_ != "VBG" or verb.head.lemma_ not in words("outlooks"):
        return []
    return [o for name, o in prepositions(verb.head) if name == "of" and o.i < verb.i]


def _thanked(verb: Token) -> list[Token]:
    """ "Thank *you* for hosting us", "join *me* in welcoming B"."""
    above = verb.head.head
    named = [c for c in above.children if c.dep_ == "dobj"] if verb.dep_ == "pcomp" else []
    invited = above.lemma_ in words("joining") and all(c.lower_ in ("me", "us") for c in named)
    return named if invited or above.lemma_ in words("thanking") else []


def _subjects_above(verb: Token, depth: int) -> list[Token]:
    if verb.dep_ == "pcomp" and verb.head.lower_ == "about":
        return []
    if thanked := _thanked(verb):
        return thanked
    head = _leant_on(verb)
    if head == verb:
        return []
    if is_verbal(head):
        return _controller(verb, head) or surface_subjects(head, depth + 1)
    if is_adjectival(head):  # "A is ready to meet B"
        return surface_subjects(head.head, depth + 1) if is_verbal(head.head) else []
    return owners(head, depth + 1)  # "A's remarks before meeting B"


def _leant_on(verb: Token) -> Token:
    """Return what a clause hangs on, above its prepositions."""
    head = verb.head
    while head.dep_ == "prep" and head.head != head and head.pos_ in ("ADP", "SCONJ"):
        head = head.head
    return head.head if head.pos_ in ("ADP", "SCONJ") else head


def _controller(verb: Token, head: Token) -> list[Token]:
    """Return the object of the verb above that does what this one says: "A urged B to meet C", "kept B from meeting C"."""
    if head.lemma_ in words("subject_control") or not _is_controlled(verb, head):
        return []
    given = [c for c in head.children if c.dep_ in ("dobj", "dative") and c.i < verb.i and c.pos_ != "ADP"]
    if head.lemma_ in words("asking"):  # "A appealed to B to meet C"
        given += [o for name, o in prepositions(head) if name in ("to", "on", "upon", "for") and o.i < verb.i]
    return [antecedent(given[-1])] if given else []


def _is_controlled(verb: Token, head: Token) -> bool:
    """Whether an object of the verb above does what this one says."""
    if verb.dep_ == "pcomp":  # "kept B from meeting C"
        return verb.head.lower_ == "from"
    complement = verb.dep_ in ("xcomp", "ccomp") or (verb.dep_ == "advcl" and _sets_going(head, verb))
    return complement and verb.tag_ == "VB"  # "urged B to meet C"


def _sets_going(verb: Token, infinitive: Token) -> bool:
    """ "Ordered B to meet C": the object does what the infinitive says, which the parser took for a purpose."""
    if verb.lemma_ in words("forwarding"):
        return True
    start = infinitive.left_edge.i - 1
    close = any(c.dep_ == "dobj" and c.pos_ == "PROPN" and c.right_edge.i == start for c in verb.children)
    return close and verb.lemma_ in governors("verbs")


def owners(noun: Token, depth: int = 0, below: Token | None = None) -> list[Token]:
    """Return who has, holds or does what the noun names: its possessor, or the subject of its verb.

    What stands after the preposition ``below`` is no owner.
    """
    if depth > _DEPTH:
        return []
    if found := _possessors(noun) or _doers(noun, below, depth):
        return found
    head = noun.head
    match noun.dep_:
        case "dobj" | "attr" | "oprd" | "acomp" if is_verbal(head):  # "A held talks"
            return surface_subjects(head, depth + 1)
        case "advcl" if is_adjectival(noun) and is_verbal(head):  # "fresh from talks, A left"
            return surface_subjects(head, depth + 1)
        case "conj" if head != noun:  # "A's visit and talks"
            return owners(head, depth + 1)
        case "pobj":  # "A left after talks"
            return _owners_through_preposition(head, depth)
        case _:
            return []


def _possessors(noun: Token) -> list[Token]:
    """Return "A" in "A's offer"; in "announced its offer" the pronoun says no more than the subject."""
    found = [c for c in noun.children if c.dep_ == "poss" and c.ent_type_ not in ("DATE", "TIME")]
    avowed = noun.dep_ == "dobj" and noun.head.lemma_ in words("avowing")
    return [] if avowed and all(p.tag_ == "PRP$" for p in found) else [antecedent(p) for p in found]


def _doers(noun: Token, below: Token | None, depth: int) -> list[Token]:
    """Return whose the offer, plan or refusal is that a governing noun names."""
    if noun.lemma_ not in governors("nouns"):
        return []
    apart = {c.i for c in below.children} if below is not None else set()
    doers = [o for name, o in prepositions(noun) if name in ("of", "by") and not is_verbal(o) and o.i not in apart]
    if not doers and noun.dep_ == "nsubjpass" and noun.head.lemma_ in words("avowing"):  # "an offer was made by A"
        doers = agents(noun.head, depth + 1)
    return doers or [c for c in noun.children if c.dep_ in ("amod", "compound") and _is_national(c)]


def _is_national(token: Token) -> bool:
    """Whether a word before a noun tells whose it is (a *Libyan* offer, a *US* request; not the *Geneva* agreement)."""
    return token.ent_type_ == "NORP" or (token.ent_type_ == "GPE" and token.is_upper)


def _owners_through_preposition(preposition: Token, depth: int) -> list[Token]:
    above = preposition.head
    while above.dep_ in ("prep", "pcomp", "advmod") and above.head != above and not is_verbal(above):
        above = above.head
    if above.ent_type_ == "DATE" and above.dep_ in ("appos", "npadvmod") and is_verbal(above.sent.root):
        return surface_subjects(above.sent.root)  # "A said on Monday, after talks with B"
    # "A, in Y for talks with B, said"; "A, due in Y for talks with B, said"
    if above.pos_ == "PROPN" and any(t.text == "," for t in above.doc[above.i + 1 : preposition.i]):
        return [above]
    if above.dep_ == "advcl" and is_adjectival(above) and is_verbal(above.head):
        return surface_subjects(above.head)
    if is_verbal(above):
        return agents(_told_clause(preposition, above), depth + 1)
    return owners(above, depth + 1, preposition) if above != preposition else []


def _told_clause(preposition: Token, verb: Token) -> Token:
    """ "A and B failed to agree, despite hours of talks, sources said": the phrase belongs to what was said."""
    for clause in verb.children:
        told_first = clause.dep_ == "ccomp" and clause.i < preposition.i
        if told_first and all(s.i > preposition.i for s in surface_subjects(verb)):
            return clause
    return verb


def agents(verb: Token, depth: int = 0) -> list[Token]:
    """Return who does what the verb says: the subject, or in a passive the noun after "by"."""
    if not is_passive(verb):
        return surface_subjects(verb, depth)
    own = [by for by in verb.children if by.dep_ == "agent"]
    return [antecedent(t) for by in own or _stray_by(verb) for t in by.children if t.dep_ == "pobj"]


def _stray_by(verb: Token) -> list[Token]:
    """Return a "by" that the parser hung on a place or a day after the passive ("was met in X by Y")."""
    for token in verb.subtree:
        if token.lower_ == "by" and token.dep_ == "prep" and token.i > verb.i:
            between = [a for a in token.ancestors if a.i > verb.i]
            if not any(is_verbal(a) for a in between):
                return [token]
    return []
