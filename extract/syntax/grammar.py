"""The logical arguments of a predicate, whatever its voice or clause.

Works on spaCy's English dependency labels (ClearNLP style: nsubj, nsubjpass, dobj, agent, relcl,
acl, advcl, xcomp, pcomp ...), and on the closed sets of the lexicon. Nothing here decides what a contact is.
"""

from collections.abc import Iterator

from spacy.tokens import Token

from diplograph.extract.lexicon.frames import verbs
from diplograph.extract.lexicon.words import governors, roles, words
from diplograph.extract.model import Kind

SUBJECT = frozenset({"nsubj", "nsubjpass"})
_RELATIVE = frozenset({"WDT", "WP", "WP$"})
_FORWARDING = frozenset({"send", "dispatch", "instruct", "authorize", "authorise", "order", "direct", "invite", "ask"})
# verbs and nouns that ask somebody, named after a preposition, to do something
_ASKING = frozenset(
    {"appeal", "call", "plead", "plea", "request", "invitation", "order", "demand", "instruction", "permission"}
    | {"opportunity", "chance", "need", "way", "pressure", "option"}
)
# nouns whose "of X doing" has X for its subject
_OUTLOOKS = frozenset(
    {"prospect", "likelihood", "possibility", "chance", "idea", "hope", "risk", "event", "talk", "question", "image"}
)
# verbs by which one tells of one's own plan ("announced its decision to"), or puts it forward
_AVOWING = frozenset(
    {"announce", "declare", "state", "repeat", "reiterate", "express", "confirm", "reaffirm", "renew", "make", "give"}
    | {"issue", "voice", "signal", "underline", "stress", "continue", "keep", "maintain", "honour", "honor", "break"}
    | {"defend", "explain", "withdraw", "drop", "pursue", "show", "indicate", "abandon", "draft", "extend", "table"}
)
_ASIDE = frozenset({"phone", "telephone", "sidelines", "margins", "line"})
_VENUE = frozenset({"in", "at", "on", "by", "after", "during", "via", "through", "over", "near", "about", "regarding"})
_DEPTH = 8


def is_verbal(token: Token) -> bool:
    """Whether the token heads a clause."""
    return token.pos_ in ("VERB", "AUX") and token.dep_ != "acomp"


def is_adjectival(token: Token) -> bool:
    """Whether the token is an adjective, or a participle used as one ("is opposed to")."""
    return token.pos_ == "ADJ" or token.dep_ == "acomp"


def is_reduced(verb: Token) -> bool:
    """Whether a participle stands without an auxiliary ("talks held in", "officials visiting")."""
    return verb.tag_ in ("VBN", "VBG") and not any(c.dep_ in ("aux", "auxpass") for c in verb.children)


def has_to(verb: Token) -> bool:
    """Whether the verb has the "to" of an infinitive."""
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


def lemma_guesses(verb: Token) -> Iterator[str]:
    """Yield what may be the verb's lemma, the model's own first; its lemmatizer takes "hoping" for a form of "hop"."""
    low = verb.lower_
    yield verb.lemma_
    for ending in ("ing", "ed", "es", "s"):
        if low.endswith(ending):
            stem = low.removesuffix(ending)
            yield from (stem, stem + "e")


def is_passive(verb: Token) -> bool:
    """Whether the verb's grammatical subject is what the action was done to (full or reduced passive)."""
    if verb.lemma_ == "have":
        return False
    if any(c.dep_ in ("auxpass", "nsubjpass", "csubjpass") for c in verb.children):
        return True
    if verb.tag_ != "VBN" or any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children):
        return False
    if verb.dep_ == "conj" and is_verbal(verb.head) and not any(c.dep_ in SUBJECT for c in verb.children):
        return is_passive(verb.head) or any(c.dep_ == "agent" for c in verb.children)
    return verb.dep_ in ("acl", "advcl", "amod", "relcl") or any(c.dep_ == "agent" for c in verb.children)


def antecedent(token: Token) -> Token:
    """Return the noun that a relative pronoun stands for, or the token itself."""
    if token.tag_ not in _RELATIVE and not (token.lower_ == "that" and token.pos_ == "PRON"):
        return token
    for above in [token, *token.ancestors]:
        if above.dep_ == "relcl":
            return above.head
    return token


def surface_subjects(verb: Token, depth: int = 0) -> list[Token]:
    """Return the heads of the verb's grammatical subject, its own or one inherited from above.

    A verb joined to another shares its subject; a participle or infinitive takes that of the clause
    it leans on, or the object where the verb above says so ("urged A and B to meet"); a clause on a
    noun takes the noun.
    """
    own = [antecedent(c) for c in verb.children if c.dep_ in SUBJECT] or stray_subject(verb)
    if len(own) > 1 and own[0].i < verb.i and not is_passive(verb):
        own = [t for t in own if t.i < verb.i]
        if len(own) == 2 and own[1].ent_type_ == "PERSON" and verb.doc[own[1].left_edge.i - 1].text == ",":
            own = own[1:]  # "the envoy, NAME, said", where the parser took both for the subject
    if own or depth > _DEPTH:
        return [t for t in own if t.lower_ not in ("there", "it")] or own
    head, dep = verb.head, verb.dep_
    if dep == "conj":
        return surface_subjects(head, depth + 1) if is_verbal(head) else owners(head, depth + 1)
    if dep == "relcl" and _infinitive(verb) and head.lemma_ in governors("nouns"):
        return _subject_from_noun(verb, head, depth)
    if dep == "relcl":
        return [head] if not relative_object(verb) else []
    if dep == "acl":
        return _subject_from_noun(verb, head, depth)
    if dep in ("xcomp", "advcl", "ccomp", "pcomp", "dep", "prep"):
        return _subject_from_above(verb, depth)
    return []


def stray_subject(verb: Token) -> list[Token]:
    """Return the subject that the parser hung on a phrase before it: "declining a talk with B, A's minister left"."""
    if verb.dep_ != "ROOT" or not is_verbal(verb) or any(c.dep_ in (*SUBJECT, "expl") for c in verb.children):
        return []
    helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass", "neg", "advmod") and c.i < verb.i]
    last = min([verb, *helpers], key=lambda t: t.i).i - 1
    if last <= verb.sent.start:
        return []
    for token in [verb.doc[last], *verb.doc[last].ancestors]:
        before = token.left_edge.i - 1
        if token.dep_ in ("appos", "conj") and token.right_edge.i == last and verb.doc[before].text == ",":
            return [token]
    return []


def outlook(verb: Token) -> list[Token]:
    """Return the subject in "the prospect of A meeting B", where the participle hangs on the noun before "of"."""
    if verb.dep_ != "acl" or verb.tag_ != "VBG" or verb.head.lemma_ not in _OUTLOOKS:
        return []
    return [o for name, o in prepositions(verb.head) if name == "of" and o.i < verb.i]


def _subject_from_noun(verb: Token, noun: Token, depth: int) -> list[Token]:
    if verb.tag_ in ("VBG", "VBN"):
        return outlook(verb) or [noun]
    asked = [o for name, o in prepositions(noun) if name in ("to", "on", "for") and o.i < verb.i]
    return asked if asked and noun.lemma_ in _ASKING else owners(noun, depth + 1)


def _infinitive(verb: Token) -> bool:
    return verb.tag_ == "VB" and has_to(verb)


def _subject_from_above(verb: Token, depth: int) -> list[Token]:
    head = verb.head
    if verb.dep_ == "pcomp" and head.lower_ == "about":
        return []
    while head.dep_ == "prep" and head.head != head and head.pos_ in ("ADP", "SCONJ"):
        head = head.head
    if head.pos_ in ("ADP", "SCONJ"):
        head = head.head
    if head == verb:
        return []
    if not is_verbal(head):
        if is_adjectival(head):
            return surface_subjects(head.head, depth + 1) if is_verbal(head.head) else []
        return owners(head, depth + 1)
    controls = verb.dep_ in ("xcomp", "ccomp") or (verb.dep_ == "advcl" and _sets_going(head, verb))
    kept_from = verb.dep_ == "pcomp" and verb.head.lower_ == "from"
    if (controls and verb.tag_ == "VB") or kept_from:
        given = [c for c in head.children if c.dep_ in ("dobj", "dative") and c.i < verb.i and c.pos_ != "ADP"]
        if head.lemma_ in _ASKING:
            given += [o for name, o in prepositions(head) if name in ("to", "on", "upon", "for") and o.i < verb.i]
        if given and head.lemma_ != "promise":
            return [antecedent(given[-1])]
    return surface_subjects(head, depth + 1)


def _sets_going(verb: Token, infinitive: Token) -> bool:
    """ "Ordered B to meet C": the object does what the infinitive says, which the parser took for a purpose."""
    if verb.lemma_ in _FORWARDING:
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
    possessors = [c for c in noun.children if c.dep_ == "poss"]
    head = noun.head
    avowed = noun.dep_ == "dobj" and is_verbal(head) and head.lemma_ in _AVOWING
    if possessors and not (avowed and all(p.tag_ == "PRP$" for p in possessors)):
        return [antecedent(p) for p in possessors]
    if noun.lemma_ in governors("nouns"):
        apart = {c.i for c in below.children} if below is not None else set()
        doers = [o for name, o in prepositions(noun) if name in ("of", "by") and not is_verbal(o) and o.i not in apart]
        if noun.dep_ == "nsubjpass" and head.lemma_ in _AVOWING:
            doers = doers or agents(head, depth + 1)
        doers = doers or [c for c in noun.children if c.dep_ in ("amod", "compound") and _is_national(c)]
        if doers:
            return doers
    if noun.dep_ in ("dobj", "attr", "oprd", "acomp") and is_verbal(head):
        return surface_subjects(head, depth + 1)
    if noun.dep_ == "conj" and head != noun:
        return owners(head, depth + 1)
    if noun.dep_ == "pobj":
        return _owners_through_preposition(head, depth)
    return []


def _is_national(token: Token) -> bool:
    """Whether a word before a noun tells whose it is (a *Libyan* offer, a *US* request; not the *Geneva* agreement)."""
    return token.ent_type_ == "NORP" or (token.ent_type_ == "GPE" and token.is_upper)


def _owners_through_preposition(preposition: Token, depth: int) -> list[Token]:
    above = preposition.head
    while above.dep_ in ("prep", "pcomp", "advmod") and above.head != above and not is_verbal(above):
        above = above.head
    if above.ent_type_ == "DATE" and above.dep_ in ("appos", "npadvmod") and is_verbal(above.sent.root):
        return surface_subjects(above.sent.root)
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


def patients(verb: Token) -> list[Token]:
    """Return to whom the verb's action is done: the direct object, or in a passive the subject."""
    if is_passive(verb):
        return surface_subjects(verb)
    found = [antecedent(c) for c in verb.children if c.dep_ in ("dobj", "dative") and c.pos_ != "ADP"]
    if not found and any(c.dep_ == "nsubj" and c.i < verb.i for c in verb.children):
        found = [c for c in verb.children if c.dep_ == "nsubj" and c.i > verb.i]
    if not found:
        found = [c for c in verb.children if c.dep_ == "oprd" and c.pos_ == "PROPN"]
    if not found and verb.dep_ == "relcl":
        bare = relative_object(verb)
        found = [bare] if bare is not None else []
    if not found and verb.dep_ == "conj" and is_verbal(verb.head):
        shared = [
            c for c in verb.children if c.dep_ in ("prep", "advmod", "npadvmod", "ccomp", "xcomp", "conj", "advcl")
        ]
        later = [c for c in verb.head.children if c.dep_ == "dobj" and c.i > verb.i]
        found = later if not shared else []
    return found


def visitor(verb: Token) -> Token | None:
    """Return the guest in "spoke with visiting President X", where the parser took the adjective for a verb."""
    adjectival = verb.lower_ == "visiting" and verb.dep_ == "pcomp"
    adjectival = adjectival and (
        verb.head.lower_ in ("with", "between") or verb.head.head.lemma_ in ("honour", "honor")
    )
    return next((c for c in verb.children if c.dep_ == "dobj"), None) if adjectival else None


def relative_object(verb: Token) -> Token | None:
    """Return the noun that a relative clause without a pronoun takes as its object ("the envoy he met")."""
    taken = any(c.dep_ in ("dobj", "nsubjpass") for c in verb.children)
    pronoun = any(t.tag_ in _RELATIVE or t.tag_ == "WRB" for t in verb.subtree if t.i < verb.i)
    own = any(c.dep_ == "nsubj" for c in verb.children)
    return verb.head if own and not taken and not pronoun else None


def prepositions(token: Token, depth: int = 0) -> Iterator[tuple[str, Token]]:
    """Yield (preposition, object) of a verb or noun, in text order.

    Two-word prepositions come as one ("according to", "ahead of", "along with"). A phrase that the
    parser hung on a place or a day before it is yielded too ("met in Geneva with B").
    """
    for child in token.children:
        joined = child.dep_ == "conj" and child.pos_ == "ADP" and is_verbal(token)
        if _of_a_post(child) and is_verbal(token) and not _sends_or_goes(token):
            continue
        if (joined or child.dep_ in ("prep", "dative", "agent")) and child.pos_ in ("ADP", "SCONJ", "VERB", "ADV"):
            for member in conjuncts(child):
                yield from _objects_of(member, member.lower_, depth)
        elif child.dep_ == "advmod":
            for below in child.children:
                if below.dep_ == "prep":
                    yield from _objects_of(below, f"{child.lower_} {below.lower_}", depth)
                    yield from _objects_of(below, below.lower_, depth)


def _sends_or_goes(verb: Token) -> bool:
    return verb.lemma_ in _FORWARDING or any(frame.kind is Kind.VISIT for frame in verbs().get(verb.lemma_, ()))


def _of_a_post(preposition: Token) -> bool:
    """Whether "to" belongs to the office before it: "the Omani ambassador to Kuwait", "Ambassador of Latvia to Japan"."""
    if preposition.lower_ != "to" or not any(c.ent_type_ in ("GPE", "ORG") for c in preposition.children):
        return False
    for i in range(preposition.i - 1, max(preposition.i - 8, preposition.sent.start) - 1, -1):
        before = preposition.doc[i]
        if before.lemma_.lower() in roles("posted"):
            return True
        if before.pos_ != "PROPN" and before.lower_ not in ("of", "the", "and"):
            return False
    return False


def go_between(preposition: Token) -> Token | None:
    """Return the noun for X in "with X as host" and "with X acting as mediator", who brings the others together."""
    if preposition.lower_ != "with" or preposition.pos_ != "ADP":
        return None
    noun = next((c for c in preposition.children if c.dep_ == "pobj"), None)
    acting = next((c for c in (noun or preposition).children if c.tag_ == "VBG" and c.lemma_ in ("act", "serve")), None)
    if noun is None and acting is not None:
        noun = next((c for c in acting.children if c.dep_ == "nsubj"), None)
    places = [t for t in (acting, noun, preposition, preposition.head) if t is not None]
    acts_as = [o for t in places for c in t.children if c.lower_ == "as" and c.i > preposition.i for o in c.children]
    return noun if any(o.lemma_.lower() in words("brokers") for o in acts_as) else None


def _objects_of(preposition: Token, name: str, depth: int) -> Iterator[tuple[str, Token]]:
    if go_between(preposition) is not None:
        return
    for child in preposition.children:
        if child.dep_ in ("pobj", "pcomp") or (child.dep_ == "dobj" and preposition.pos_ == "VERB"):
            yield name, visitor(child) or antecedent(child)
            chance = name == "on" and child.ent_type_ != "DATE" and child.lower_ not in _ASIDE
            if name in _VENUE and depth < 2 and not chance:
                for below, noun in prepositions(child, depth + 1):
                    if below in ("with", "between"):
                        yield below, noun
        elif child.dep_ == "prep":
            yield from _objects_of(child, f"{name} {child.lower_}", depth)


def conjuncts(token: Token) -> list[Token]:
    """Return the token and everything joined to it by "and", "or" or commas, in text order."""
    found, queue = [token], [token]
    while queue:
        for child in queue.pop().children:
            if (child.dep_ == "conj" or _joined(child)) and child not in found:
                found.append(child)
                queue.append(child)
    return sorted(found, key=lambda t: t.i)


def _joined(token: Token) -> bool:
    """Whether an apposition is a further member: "A's head of government and President B"."""
    before = token.left_edge.i - 1
    return token.dep_ == "appos" and before >= 0 and token.doc[before].lower_ in ("and", "or")


_CONTAINERS = frozenset(
    {
        "round",
        "series",
        "set",
        "day",
        "week",
        "hour",
        "month",
        "string",
        "raft",
        "session",
        "start",
        "resumption",
        "number",
        "course",
        "flurry",
        "spate",
        "lot",
        "pair",
        "couple",
        "opening",
        "conclusion",
        "beginning",
        "end",
        "form",
        "kind",
        "cycle",
        "phase",
        "marathon",
    }
)


def carried(noun: Token) -> Token:
    """Return the noun that stands for a noun in its clause: the first of a list, "round" in "a round of talks"."""
    node = noun
    for _ in range(_DEPTH):
        if (node.dep_ == "conj" and node.head.pos_ in ("NOUN", "PROPN")) or (
            node.dep_ == "compound" and node.head.lemma_ in ("effort", "mission", "bid", "attempt", "process", "drive")
        ):
            node = node.head
        elif (
            node.dep_ == "pobj"
            and node.head.lower_ == "of"
            and (node.head.head.lemma_ in _CONTAINERS or node.lower_ == "credence")
        ):
            node = node.head.head
        else:
            return node
    return node
