"""What is coordinated with a noun phrase: also where the parser broke the list off, or took its last for more of it."""

from collections.abc import Iterator

from spacy.tokens import Token

from diplograph.extract.lexicon.gazetteer import Sense
from diplograph.extract.lexicon.words import roles
from diplograph.extract.mentions.mention import Mention, Mentions
from diplograph.extract.model import PartyType
from diplograph.extract.syntax.subjects import stray_subject
from diplograph.extract.syntax.tokens import FINITE, SUBJECT, conjuncts

# relations in which the parser hangs the first of a list on the second, or what follows a list on its last
_MODIFIER = frozenset({"nmod", "compound", "npadvmod", "dep", "appos"})
_BROKEN_OFF = frozenset({"npadvmod", "appos", "conj", "dep", "dobj", "oprd", "attr"})
_PHRASE = 5  # tokens of "his counterpart" before the comma and the name


def coordinated(token: Token, mentions: Mentions) -> list[Token]:
    """Return the heads of a list; a person set beside another person is a member, not an apposition."""
    found = [t for t in conjuncts(token) if not (_ends_a_name(t, token, mentions) or _is_office_of(t, mentions))]
    for member in found:  # which grows by what is set beside its members
        for other in (*_behind_its_state(member, mentions), *_set_beside(member, mentions)):
            if other not in found:
                found.append(other)
    found.sort(key=lambda t: t.i)
    if len(found) > 1 and _starts_a_clause(found[-1], mentions):
        found.pop()
    return _before(found, mentions) + found + _behind(found, mentions)


def _ends_a_name(member: Token, first: Token, mentions: Mentions) -> bool:
    """ "X of Trinidad and *Tobago*", where the parser joined half a state to X."""
    name = mentions.covering(member)
    if name is None or name is mentions.covering(first):
        return False
    return any(t.dep_ == "cc" for t in member.doc[name.start : member.i])


def _is_office_of(member: Token, mentions: Mentions) -> bool:
    """ "X, *Spokesman* and Adviser to the President": what X is, where the parser took it for another."""
    if member.dep_ != "conj" or mentions.covering(member) is not None:
        return False
    if member.head.dep_ == "conj" and _is_office_of(member.head, mentions):
        return True
    head, before = mentions.covering(member.head), member.left_edge.i - 1
    behind_name = _is_person(head) and head is not None and head.end == before and member.doc[before].text == ","
    bare = all(c.dep_ in ("compound", "amod", "cc", "conj", "prep", "punct") for c in member.children)
    return behind_name and bare and member.tag_ in ("NN", "NNP") and member.lemma_.lower() in roles("heads")


def _behind_its_state(member: Token, mentions: Mentions) -> list[Token]:
    """ "X of A, Y of B and *Z* of C", where the parser joined Z to B."""
    if not _is_person(mentions.covering(member)):
        return []
    below = [o for c in member.children if c.lower_ == "of" for o in c.children if o.dep_ == "pobj"]
    states = [o for o in below if (m := mentions.covering(o)) and m.type is PartyType.STATE]
    joined = [t for state in states for t in conjuncts(state)[1:]]
    return [t for t in joined if _is_person(mentions.covering(t))]


def _set_beside(member: Token, mentions: Mentions) -> Iterator[Token]:
    mine = mentions.covering(member)
    if mine is None:
        return
    for child in member.children:
        other = mentions.covering(child)
        # "minister NAME and *president NAME*", where a title hangs on its name
        if child.dep_ == "appos" and other is mine:
            yield from conjuncts(child)[1:]
        # "X, *Y* and *Z*"
        listed = child.dep_ == "appos" or (child.dep_ == "nmod" and _is_person(other))
        if listed and other is not None and other is not mine and _are_peers(mine, other):
            yield from conjuncts(child)


def _are_peers(one: Mention, other: Mention) -> bool:
    """Whether two names may stand in one list: "France, Germany", but not "France, the French" or "France, Paris"."""
    if one.is_person or other.is_person:
        return one.is_person and other.is_person
    return one.type is other.type and Sense.DEMONYM not in (one.sense, other.sense) and other.sense is not Sense.CAPITAL


def _starts_a_clause(token: Token, mentions: Mentions) -> bool:
    """Whether the last of a list is rather the subject of the verb after it ("... with A, and B began ...")."""
    mention = mentions.covering(token)
    end = mention.end if mention is not None else token.i + 1
    follow = token.doc[end] if end < len(token.doc) else None
    if follow is None or follow.tag_ not in FINITE or follow.sent != token.sent:
        return False
    verb = follow.head if follow.dep_ in ("aux", "auxpass") else follow
    alone = stray_subject(verb) in ([], [token]) and not any(c.dep_ in SUBJECT for c in verb.children)
    return alone and token.dep_ == "conj" and verb.i > token.i


def _before(members: list[Token], mentions: Mentions) -> list[Token]:
    """Return the first of a list that the parser made a modifier of the second: "*King X* and Crown Prince Y"."""
    found: list[Token] = []
    person = mentions.covering(members[0])
    while person is not None and person.is_person and (ahead := _person_ahead(person, members[0], mentions)):
        head = ahead.head(members[0].doc)
        if head in members or head.dep_ not in _MODIFIER:
            break
        found.insert(0, head)
        person = ahead
    return found


def _person_ahead(person: Mention, token: Token, mentions: Mentions) -> Mention | None:
    """Return the person whose name ends before the "and" or the comma ahead of another's title."""
    doc, i = token.doc, person.left - 1
    if i < 1 or doc[i].lower_ not in ("and", ","):
        return None
    i -= 2 if doc[i - 1].text == "," else 1
    ahead = mentions.at.get(i)
    return ahead if ahead is not None and ahead.is_person and ahead.end == i + 1 else None


def _behind(members: list[Token], mentions: Mentions) -> list[Token]:
    """Go on with a list of persons where the parser broke it off: "his counterpart X, *Premier Y*, and *Z*"."""
    found: list[Token] = []
    person = _last_person(members[-1], mentions)
    while person is not None and person.is_person and (follow := _person_behind(person, members[0], mentions)):
        head = follow.head(members[0].doc)
        if head in members or head.dep_ not in _BROKEN_OFF:
            break
        found.append(head)
        person = follow
    return found


def _last_person(member: Token, mentions: Mentions) -> Mention | None:
    """Return the name of a list's last member, or that set beside it ("his counterpart *X*")."""
    if (own := mentions.covering(member)) is not None:
        return own
    beside = (mentions.covering(c) for c in member.children if c.dep_ == "appos")
    return next((m for m in beside if m is not None), None)


def _person_behind(person: Mention, token: Token, mentions: Mentions) -> Mention | None:
    """Return the person whose name, with its title, begins behind the comma and the "and" after another's."""
    doc, i = token.doc, person.end
    while i < len(doc) and doc[i].lower_ in (",", "and") and i - person.end < 2:
        i += 1
    if i == person.end or i >= len(doc):
        return None
    # "X, *his counterpart,* and Y"
    if doc[i].tag_ == "PRP$":
        comma = next((j for j in range(i, min(i + _PHRASE, len(doc) - 2)) if doc[j].text == ","), None)
        i = i if comma is None else comma + 1 + (doc[comma + 1].lower_ == "and")
    follow = mentions.at.get(i)
    return follow if follow is not None and follow.is_person and follow.left == i else None


def _is_person(mention: Mention | None) -> bool:
    return mention is not None and mention.is_person
