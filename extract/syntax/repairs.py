"""What the parser is known to misplace, found again by the order of words and by the names that stand there."""

from collections.abc import Iterable, Iterator
from itertools import takewhile

from spacy.tokens import Doc, Span, Token

from diplograph.extract.lexicon.gazetteer import Sense
from diplograph.extract.lexicon.words import roles, words
from diplograph.extract.mentions.mention import Mention, Mentions
from diplograph.extract.model import PartyType
from diplograph.extract.syntax.governors import EXISTING
from diplograph.extract.syntax.prepositions import after
from diplograph.extract.syntax.subjects import agents, stray_subject
from diplograph.extract.syntax.tokens import FINITE, RELATIVE, SUBJECT, has_subject, is_passive, is_verbal

_REACH = 14  # words
_TO_COMMA = 8  # tokens between an office and the comma behind it
_FIELD = 12  # tokens of an office before its comma
_NAMED = frozenset({"GPE", "LOC", "FAC", "EVENT", "ORG", "PERSON"})
_TO_BODY = 6  # tokens from an office to the body that it heads
_BETWEEN_STATES = frozenset({",", "and", "the"})


def put_right(verb: Token, found: list[Token], mentions: Mentions) -> list[Token]:
    """Return who does what a verb says, put right.

    Args:
        found: Who does it by the tree.
    """
    if (doer := _doer_before_day(verb, mentions)) is not None:
        return [doer]
    if not found:  # "after talks with A, B and C met", where the parser took B and C for more of A
        return names_before(verb, mentions) if _takes_a_subject(verb) else []
    if found == stray_subject(verb):
        return (names_before(verb, mentions) if _takes_a_subject(verb) else []) or found
    return [*_first_of_headline(verb, found, mentions), *found]


def _doer_before_day(verb: Token, mentions: Mentions) -> Token | None:
    """ "*A* on Monday called B", where the parser hung the verb on the day; as a participle, only if a name stands before."""
    day = verb.head
    of_day = verb.dep_ in ("acl", "relcl") and day.dep_ == "pobj" and day.ent_type_ == "DATE" and day.head.i > 0
    if not of_day or has_subject(verb):  # "on Monday, when *he* called B"
        return None
    if verb.tag_ in FINITE:
        return day.head.head
    named = mentions.at.get(day.head.i - 1) if day.i == verb.i - 1 and verb.dep_ == "acl" else None
    return named.head(verb.doc) if named is not None else None


def _takes_a_subject(verb: Token) -> bool:
    """Whether a verb has a tense of its own, and is active."""
    tags = {verb.tag_, *(c.tag_ for c in verb.children if c.dep_ == "aux")}
    return not tags.isdisjoint(FINITE) and not is_passive(verb)


def swallowed_subject(verb: Token, noun: Token, mentions: Mentions) -> list[Token]:
    """Return A of "during *talks* with B, A asked", where the parser took A for more of B and the verb has no subject."""
    if not is_verbal(verb) or verb.i < noun.i or (agents(verb) and not stray_subject(verb)):
        return []
    return put_right(verb, [], mentions)


def names_before(verb: Token, mentions: Mentions) -> list[Token]:
    """Return the heads of the list of names that ends right before a verb: "A, B and C met"."""
    doc, start, found = verb.doc, verb.sent.start, list[Token]()
    i, joints = _before_helpers(verb), frozenset({"and"})
    while i >= start and (mention := mentions.at.get(i)):
        if found and not mention.is_person:  # "Sweden and President A met": a list of persons ends at a state
            break
        found.insert(0, mention.head(doc))
        i = _before_owners(verb, mention.left - 1, mentions)
        if i < start or doc[i].lower_ not in joints:
            break
        i, joints = i - 1, frozenset({"and", ","})
    return found


def _before_helpers(verb: Token) -> int:
    """Return what stands before a verb and its adverbs and auxiliaries ("B has also met")."""
    i = verb.i - 1
    while i > verb.sent.start and (verb.doc[i].tag_ in ("RB", "DT") or verb.doc[i].dep_ == "aux"):
        i -= 1
    return i


def _before_owners(verb: Token, i: int, mentions: Mentions) -> int:
    """Return what stands before the state whose official a name is ("France's President A")."""
    while i > verb.sent.start and (verb.doc[i].tag_ == "POS" or _is_no_person(mentions.at.get(i))):
        i -= 1
    return i


def _is_no_person(mention: Mention | None) -> bool:
    return mention is not None and not mention.is_person


def _first_of_headline(verb: Token, found: list[Token], mentions: Mentions) -> list[Token]:
    """Return the first of "Blinken, Lavrov discuss ...": a headline's comma is an "and"."""
    own = mentions.covering(found[0]) if len(found) == 1 else None
    if own is None or own.left < 2 or verb.doc[own.left - 1].text != "," or own.end != verb.i:
        return []
    first = mentions.at.get(own.left - 2)
    at_start = first is not None and first.is_person and first.left == verb.sent.start
    return [first.head(verb.doc)] if first is not None and at_start else []


def loose_objects(verb: Token, mentions: Mentions) -> list[Token]:
    """Return the names behind a verb that the parser took for an apposition or a phrase of time: "met NAME"."""
    names = [c for c in _loose(verb) if c.i in mentions.at]
    return [c for c in names if verb.doc[mentions.at[c.i].left - 1].text != ","]


def behind_set_off(verb: Token, prepositions: Iterable[str]) -> list[Token]:
    """Return B of "met at her house, the Villa, with B", where the parser hung "with" on the words between the commas."""
    aside = [c for c in _loose(verb) if any(p.text == "," and p.i > c.i for p in c.children)]
    return [o for c in aside for o in after(c, *prepositions)]


def _loose(verb: Token) -> list[Token]:
    return [c for c in verb.children if c.i > verb.i and c.dep_ in ("npadvmod", "appos")]


def hung_on_names(names: Iterable[Token], preposition: str) -> list[Token]:
    """Return A of "a visit to Paris of A", B of "a visit by A to B", where the parser hung the last phrase on the name."""
    return [o for name in names for o in after(name, preposition)]


def participles_hung_on_object(preposition: Token) -> Iterator[Token]:
    """Yield "planned" of "a visit to B planned for May", where the parser hung the participle on B."""
    for place in preposition.children:
        if place.dep_ == "pobj":
            yield from (c for c in place.children if c.dep_ == "acl" and c.tag_ == "VBN")


def between_behind(noun: Token) -> list[Token]:
    """Return A of "talks in Geneva between A and B", where the parser hung "between" on a place or a day."""
    for token in noun.doc[noun.i + 1 : min(noun.sent.end, noun.i + _REACH)]:
        if is_verbal(token) or token.lower_ in (",", ";", "with"):
            return []
        if token.lower_ == "between" and token.dep_ == "prep":
            return [c for c in token.children if c.dep_ == "pobj"]
    return []


def honoured(noun: Token) -> list[Token]:
    """Return B of "a dinner in honour of B", wherever the parser hung it."""
    around = [*after(noun, "in"), *after(noun.head, "in")]
    return [guest for honour in around if honour.lemma_ in words("honours") for guest in after(honour, "of")]


def included_behind(heads: Iterable[Token]) -> list[Token]:
    """Return B of "officials in Rome, including B", wherever the parser hung "including"."""
    found = list[Token]()
    for head in heads:
        for token in head.doc[head.i + 1 : min(head.sent.end, head.i + _REACH)]:
            if is_verbal(token) and token.lower_ not in words("including"):
                break
            if token.lower_ in words("including"):
                found += [c for c in token.children if c.dep_ in ("pobj", "dobj")]
                break
    return found


def spans_behind(word: Token, spans: list[Span]) -> Iterator[Span]:
    """Yield those of some spans that follow a word with no other verb between, wherever the parser hung them."""
    for span in spans:
        between = word.doc[word.i + 1 : span.start]
        near = word.i < span.start <= word.i + _REACH
        # "a summit involving B on 17 March"
        if near and not any((is_verbal(t) and t.head != word) or t.text in (";", ":") for t in between):
            yield span


def hung_below(anchor: Token, clause: list[Token]) -> bool:
    """Whether words of time hang on what is below a clause in truth: "met in *Geneva* in June", "during his *visit* last week".

    Args:
        anchor: What the parser hung them on.
    """
    below = anchor.dep_ == "pobj" and (anchor.ent_type_ in _NAMED or anchor.head.lower_ in ("during", "on"))
    # "met in Geneva *back* in June"
    return (below and anchor.head.head in clause) or (anchor.lower_ == "back" and anchor.head in clause)


def is_mistaken_participle(verb: Token) -> bool:
    """Whether a past tense was taken for a participle: "in a second talk the minister *met* B"."""
    helped = any(c.dep_ in ("aux", "auxpass") for c in verb.children)
    return verb.tag_ == "VBN" and not helped and any(c.dep_ == "nsubj" for c in verb.children)


def is_clause_of_phrase(verb: Token) -> bool:
    """Whether the verb heads the sentence, where the parser took the phrase before it for the head: "in a second talk A met B"."""
    phrase = verb.head.head if verb.head.dep_ == "pobj" else verb.head
    relative = any(c.tag_ in RELATIVE for c in verb.children)
    return verb.dep_ == "relcl" and phrase.dep_ == "ROOT" and not is_verbal(phrase) and not relative


def verb_behind_participle(noun: Token) -> Token | None:
    """ "The meeting, announced for Friday, will not take place": the verb, where the parser took the participle for it."""
    verb = noun.head
    later = [c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i and c.lemma_ in EXISTING]
    own = any(c.dep_ in ("aux", "auxpass", "dobj", "mark") for c in verb.children)
    alone = later and not own and not any(c.dep_ in ("nsubj", "nsubjpass", "mark") for c in later[0].children)
    return later[0] if alone else None


def verb_above_naming(noun: Token) -> Token | None:
    """ "A held what he termed *talks* with B": the verb of which the noun is in truth the object."""
    naming = noun.head
    named = noun.dep_ == "oprd" and naming.dep_ == "ccomp" and any(c.lower_ == "what" for c in naming.children)
    return naming.head if named else None


# --- lists ---------------------------------------------------------------------------------------


def preposition_of_list(noun: Token) -> list[Token]:
    """Return "from" of "ministers and *envoys* from A and B", where the parser hung it on the first."""
    follow = noun.doc[noun.i + 1 : noun.i + 2]
    return [t for t in follow if noun.dep_ == "conj" and t.head == noun.head]


def states_broken_off(state: Mention, doc: Doc, mentions: Mentions) -> list[Mention]:
    """Return the rest of a list of states that the parser broke off: "leaders of the *United States*, Britain, and ..."."""
    found: list[Mention] = []
    while state.sense is Sense.NAME:
        between = list(takewhile(_BETWEEN_STATES.__contains__, (t.lower_ for t in doc[state.end : state.end + 3])))
        follow = mentions.at.get(state.end + len(between)) if between else None
        if follow is None or not _is_next_state(follow, state.end + len(between), doc):
            return []
        found.append(follow)
        if "and" in between:
            return found
        state = follow
    return []


def _is_next_state(follow: Mention, start: int, doc: Doc) -> bool:
    """Whether a list goes on with a state's name: "Chad, *Niger* and", but not "Chad and *Niger*'s envoy"."""
    return follow.start == start and follow.sense is Sense.NAME and not _is_possessive(follow, doc)


def state_and_name_before(rebels: Token, mentions: Mentions) -> tuple[Token, Token] | None:
    """Return "Khartoum" and "Darfur" of "Khartoum and Darfur *rebels*", which the parser takes for rebels of both."""
    for child in rebels.children:
        state = mentions.covering(child) if child.dep_ in ("nmod", "compound") else None
        other = next((c for c in child.children if c.dep_ == "conj" and c.pos_ == "PROPN"), None)
        is_name = other is not None and other.i not in mentions.at
        if other is not None and is_name and state is not None and state.type is PartyType.STATE:
            return child, other
    return None


# --- offices and names ---------------------------------------------------------------------------


def person_behind_comma(office: Token, mentions: Mentions) -> Mention | None:
    """Return who is set beside an office behind its comma ("the minister, Mr NAME,"), wherever the parser hung the name."""
    person = _named_behind_comma(office, mentions)
    if person is None or not (_is_set_off(person, office.doc) or _is_same_subject(person, office)):
        return None
    return person


def _named_behind_comma(office: Token, mentions: Mentions) -> Mention | None:
    """Return the person whose name, with its title, begins behind the comma after an office."""
    doc, at = office.doc, mentions.at
    near = doc[office.i + 1 : office.i + _TO_COMMA + 1]
    stop = next((t for t in near if t.is_punct or t.pos_ in ("VERB", "AUX")), None)
    if stop is None or stop.text != "," or stop.i + 1 >= len(doc):
        return None
    start = stop.i + 1
    # "the envoy, *Chad's* NAME"
    state = at.get(start)
    if state is not None and not state.is_person and _is_possessive(state, doc):
        start = state.end + 1
    # "the envoy, *the* Rev. NAME"
    if start not in at and doc[start].lower_ == "the":
        start += 1
    person = at.get(start)
    return person if person is not None and person.is_person and person.left == start else None


def _is_possessive(owner: Mention, doc: Doc) -> bool:
    return owner.end + 1 < len(doc) and doc[owner.end].tag_ == "POS"


def _is_set_off(person: Mention, doc: Doc) -> bool:
    """Whether a name that follows a comma is closed by another mark, as an apposition is."""
    return person.end >= len(doc) or doc[person.end].text in (",", ".", ")", ";", "—", "–")


def _is_same_subject(person: Mention, office: Token) -> bool:
    """ "The minister, NAME said": where the parser took both for the subject."""
    name = person.head(office.doc)
    return name.dep_ == office.dep_ and name.head == office.head and name.dep_ in SUBJECT


def is_head_of_body(person: Mention, body: Mention, doc: Doc, mentions: Mentions) -> bool:
    """ "The Secretary of Russia's *Security Council*, NAME, met", where the parser took the office for the body's owner."""
    closed = person.end < len(doc) and doc[person.end].is_punct
    for token in reversed(doc[max(0, body.start - _TO_BODY) : body.start] if closed else doc[0:0]):
        if token.lower_ in roles("heads"):
            return True
        if token.i not in mentions.at and token.tag_ != "POS" and token.lower_ not in ("of", "the"):
            return False
    return False


def doubled_subjects(name: Token, person: Mention) -> Iterator[Token]:
    """Yield the office of "the minister, NAME, met", where the parser took both for the subject."""
    if name.dep_ in ("nsubj", "nsubjpass") and person.left and name.doc[person.left - 1].text == ",":
        yield from (c for c in name.head.children if c.dep_ == name.dep_ and c.i < person.left)


def office_before_comma(doc: Doc, left: int) -> Token | None:
    """ "The *Minister* for Trade, Mr NAME", wherever the parser hung the name."""
    if left < 3 or doc[left - 1].text != ",":
        return None
    first = max(left - _FIELD, doc[left].sent.start)
    for office in (doc[i] for i in range(left - 2, first, -1)):
        if office.is_title and office.lower_ in roles("heads"):
            return office if _word_before_capitals(doc, office.i, left).lower_ == "the" else None
        if office.pos_ not in ("PROPN", "NOUN", "ADJ") and office.lower_ not in ("for", "of", "and", "the"):
            return None
    return None


def _word_before_capitals(doc: Doc, i: int, left: int) -> Token:
    """Return the word before the capitalised ones that end at a token."""
    first = next((k for k in range(i, left - _FIELD, -1) if not doc[k - 1].is_title or k == 1), i)
    return doc[first - 1]
