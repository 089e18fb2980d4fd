"""Who belongs to a list of parties: also where the parser broke it off, or took its last for more of it."""

from spacy.tokens import Token

from diplograph.extract.lexicon.gazetteer import Sense
from diplograph.extract.mentions.mention import Mention, Mentions
from diplograph.extract.model import PartyType
from diplograph.extract.syntax.subjects import stray_subject
from diplograph.extract.syntax.tokens import SUBJECT, conjuncts


def members(token: Token, mentions: Mentions) -> list[Token]:
    """Return the heads of a list; a person set beside another person is a member, not an apposition."""
    found = conjuncts(token)
    for member in found:  # which grows by what is set beside its members
        mine = mentions.covering(member)
        found += [t for t in _after_a_state(member, mentions) if t not in found]
        for child in member.children:
            other = mentions.covering(child)
            person = other is not None and other.type is PartyType.PERSON
            listed = child.dep_ == "appos" or (child.dep_ == "nmod" and person)
            if child.dep_ == "appos" and other and other is mine:  # "minister NAME and president NAME"
                found += [t for t in conjuncts(child)[1:] if t not in found]
            if listed and other and mine and other is not mine and _peers(mine, other):
                found += [t for t in conjuncts(child) if t not in found]
    found.sort(key=lambda t: t.i)
    if len(found) > 1 and _starts_a_clause(found[-1], mentions):
        found.pop()
    return _preceded(found, mentions) + found + _continued(found, mentions)


def _after_a_state(member: Token, mentions: Mentions) -> list[Token]:
    """The rest of "X of A, Y of B and Z of C", where the parser joined Z to B."""
    mine = mentions.covering(member)
    if mine is None or mine.type is not PartyType.PERSON:
        return []
    below = [o for c in member.children if c.lower_ == "of" for o in c.children if o.dep_ == "pobj"]
    states = [o for o in below if (of := mentions.covering(o)) and of.type is PartyType.STATE]
    joined = [t for state in states for t in conjuncts(state)[1:]]
    return [t for t in joined if (other := mentions.covering(t)) and other.type is PartyType.PERSON]


def _preceded(members: list[Token], mentions: Mentions) -> list[Token]:
    """Take in the first of a list that the parser made a modifier of the second: "King X and Crown Prince Y"."""
    doc = members[0].doc
    found: list[Token] = []
    first = mentions.covering(members[0])
    while first is not None and first.type is PartyType.PERSON and first.left > 1:
        i = first.left - 1
        if doc[i].lower_ not in ("and", ","):
            break
        i -= 1 + (doc[i - 1].text == ",")
        before = mentions.at.get(i)
        if before is None or before.type is not PartyType.PERSON or before.end != i + 1:
            break
        root = doc[before.start : before.end].root
        if root in members or root.dep_ not in ("nmod", "compound", "npadvmod", "dep", "appos"):
            break
        found.insert(0, root)
        first = before
    return found


def _starts_a_clause(token: Token, mentions: Mentions) -> bool:
    """Whether the last of a list is rather the subject of the verb after it ("... with A, and B began ...")."""
    doc = token.doc
    mention = mentions.covering(token)
    end = mention.end if mention is not None else token.i + 1
    follow = doc[end] if end < len(doc) else None
    if follow is None or follow.tag_ not in ("VBD", "VBZ", "VBP", "MD") or follow.sent != token.sent:
        return False
    verb = follow.head if follow.dep_ in ("aux", "auxpass") else follow
    alone = stray_subject(verb) in ([], [token])
    return alone and token.dep_ == "conj" and verb.i > token.i and not any(c.dep_ in SUBJECT for c in verb.children)


def _continued(members: list[Token], mentions: Mentions) -> list[Token]:
    """Go on with a list of persons where the parser broke it off: "his counterpart X, Premier Y, and Z"."""
    doc = members[0].doc
    last = mentions.covering(members[-1])
    last = last or next((m for c in members[-1].children if c.dep_ == "appos" and (m := mentions.covering(c))), None)
    found: list[Token] = []
    while last is not None and last.type is PartyType.PERSON:
        i = last.end
        while i < len(doc) and doc[i].lower_ in (",", "and") and i - last.end < 2:
            i += 1
        if i > last.end and i < len(doc) and doc[i].tag_ == "PRP$":
            commas = [j for j in range(i, min(i + 5, len(doc) - 2)) if doc[j].text == ","]
            i = commas[0] + 1 + (doc[commas[0] + 1].lower_ == "and") if commas else i
        follow = mentions.at.get(i) if i > last.end and i < len(doc) else None
        if follow is None or follow.type is not PartyType.PERSON or follow.left != i:
            break
        root = doc[follow.start : follow.end].root
        if root.dep_ not in ("npadvmod", "appos", "conj", "dep", "dobj", "oprd", "attr") or root in members:
            break
        found.append(root)
        last = follow
    return found


def _peers(a: Mention, b: Mention) -> bool:
    if a.type is PartyType.PERSON:
        return b.type is PartyType.PERSON
    return a.type is b.type and Sense.DEMONYM not in (a.sense, b.sense) and b.sense is not Sense.CAPITAL
