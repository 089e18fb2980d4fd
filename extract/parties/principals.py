"""For whom an unnamed official or body acts: "Chad's envoy", "representatives of the ministries of A", "European leaders"."""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from diplograph.extract.lexicon.gazetteer import Sense
from diplograph.extract.lexicon.words import roles, said, words
from diplograph.extract.mentions.mention import Mention
from diplograph.extract.model import PartyType
from diplograph.extract.parties.groups import acronym_beside, armed_group, camp, opposition
from diplograph.extract.parties.referent import Ref, Referent, state_ref
from diplograph.extract.parties.resolver import Resolver
from diplograph.extract.syntax.repairs import preposition_of_list, states_broken_off

_NOMINAL = frozenset({"amod", "compound", "poss", "nmod", "conj", "det", "nummod", "appos", "npadvmod"})
_SUCH_AS = frozenset({"including", "as"})
_BEFORE_A_LIST = frozenset({"-", "–", "—", ":", ",", "(", "including", "the"})


def principals(noun: Token, parties: Resolver) -> list[Ref]:
    """Return the states or organisations that an unnamed official or body acts for."""
    # "Chad's envoy", but "the UN envoy of Chad" is Chad's
    own = _modifying(noun, parties)
    posted = noun.lemma_.lower() in roles("postings") and all(r.referent.type is PartyType.ORGANISATION for r in own)
    if own and not posted:
        return own
    # "the envoy of Chad"
    for preposition in _sending(noun):
        if found := _senders(preposition, parties):
            return found
    return own or _bloc(noun) or _examples(noun, parties)


def owning(noun: Token, parties: Resolver) -> list[Ref]:
    """Return the states and organisations whose names or adjectives stand before a noun."""
    governs = noun.lemma_.lower() in roles("governments")
    found: dict[str, Ref] = {}
    for i in range(noun.left_edge.i, noun.i + 1):
        mention = parties.mentions.at.get(i)
        if mention is None or mention.is_person or mention.start != i:
            continue
        # "the Moscow government", but not "the Moscow summit"
        place = mention.sense is Sense.CAPITAL and not governs
        if not place and _hangs_on(parties.doc[mention.end - 1], noun):
            for ref in parties.named(mention):
                found.setdefault(ref.referent.id, ref)
    # "Chad's Taliban leaders": a group acts for itself, not for the state that it is in
    groups = [ref for ref in found.values() if ref.referent.type is PartyType.GROUP]
    possessed = any(c.dep_ == "poss" for c in noun.children)
    return groups if groups and possessed else list(found.values())


def leaders(body: Token, parties: Resolver) -> list[Ref]:
    """ "A Chadian delegation led by X": X stands for the body, and acts for its state."""
    for clause in body.children:
        if clause.dep_ in ("acl", "relcl") and clause.lemma_ in words("leading"):
            for by in clause.children:
                if by.dep_ in ("agent", "prep") and by.lower_ == "by":
                    people = [r for r in parties.all(by.children) if r.referent.is_person]
                    states = principals(body, parties)
                    return [_acting_for(r, states[0].referent.country if states else None) for r in people]
    return []


def listed(noun: Token, parties: Resolver) -> list[Ref]:
    """ "Four countries - A, B and C": the states that a dash, a colon or "including" brings after the noun."""
    doc = parties.doc
    i = noun.i + 1
    while i < len(doc) and doc[i].lower_ in _BEFORE_A_LIST:
        i += 1
    mention = parties.mentions.at.get(i) if i > noun.i + 1 else None
    if mention is None or mention.start != i or mention.sense is not Sense.NAME:
        return []
    return [*parties.named(mention), *_states_after(mention, parties)]


def _acting_for(leader: Ref, country: str | None) -> Ref:
    return replace(leader, referent=replace(leader.referent, country=leader.referent.country or country, official=True))


def _modifying(noun: Token, parties: Resolver) -> list[Ref]:
    """Return for whom somebody acts by what stands before the noun, or beside it."""
    mentions = parties.mentions
    if group := armed_group(noun, mentions) or opposition(noun, mentions) or camp(noun, mentions):
        return [group]
    if found := owning(noun, parties) or _possessor(noun, parties):
        return found
    return [group] if (group := acronym_beside(noun)) else []


def _hangs_on(token: Token, head: Token) -> bool:
    """Whether a word belongs to the modifiers before a noun: "*Chadian* foreign minister"."""
    while token != head:
        if token.dep_ not in _NOMINAL or token.head == token:
            return False
        token = token.head
    return True


def _possessor(noun: Token, parties: Resolver) -> list[Ref]:
    """Return for whom a body acts by whose it is."""
    lemma = noun.lemma_.lower()
    for child in noun.children:
        mention = parties.mentions.covering(child)
        # "the Otieno government"
        led = child.dep_ == "compound" and mention is not None and mention.is_person and lemma in roles("by_leader")
        if child.dep_ != "poss" and not led:
            continue
        # "Ankara's delegation": a capital that has a body is a government
        if mention and mention.sense is Sense.CAPITAL:
            return parties.named(mention)
        # "her government": a person's government is the state's
        if lemma in roles("state_bodies"):
            owners = parties.refer(child) if child.pos_ == "PRON" else parties.named(mention) if mention else []
            return state_ref(owners[0].referent.country, noun, "office") if len(owners) == 1 else []
        # "A ordered its envoys to ..."
        if child.tag_ == "PRP$" and lemma in roles("missions"):
            return parties.staff(noun)
    return []


def _sending(noun: Token) -> Iterator[Token]:
    """Yield the prepositions by which a noun tells for whom somebody acts: "the envoy *of* Chad"."""
    lemma = noun.lemma_.lower()
    for preposition in [*noun.children, *preposition_of_list(noun)]:
        low = preposition.lower_
        # "the authorities in Baghdad", but not "the ambassador in Baghdad"
        located = low == "in" and lemma in roles("located")
        # "a negotiator for the rebels"
        speaks = low == "for" and lemma in roles("speaking_for")
        if preposition.dep_ == "prep" and (low in words("sending") or located or speaks):
            yield preposition
        # "the Minister for Foreign Affairs of Chad"
        elif preposition.dep_ == "prep" and low == "for" and noun.tag_ == "NNP":
            yield from (
                of for o in _objects(preposition) if o.pos_ == "PROPN" for of in o.children if of.lower_ == "of"
            )


def _senders(preposition: Token, parties: Resolver) -> list[Ref]:
    """Return the states after "of" or "from", also through a body between ("representatives of the ministers of A")."""
    below = _objects(preposition)
    deeper = [o for t in below for of in t.children if of.lower_ == "of" for o in _objects(of)]
    found = {r.referent.id: r for r in [*parties.all(deeper), *parties.all(below)] if not r.referent.is_person}
    # "the speaker of Chad's parliament"
    refs = list(found.values()) or [
        r for t in below if t.lemma_.lower() in roles("parliaments") for r in owning(t, parties)
    ]
    last = parties.mentions.at.get(refs[-1].token) if refs else None
    return [*refs, *_states_after(last, parties)] if last else refs


def _states_after(state: Mention, parties: Resolver) -> list[Ref]:
    return [ref for other in states_broken_off(state, parties.doc, parties.mentions) for ref in parties.named(other)]


def _objects(preposition: Token) -> list[Token]:
    return [t for t in preposition.children if t.dep_ == "pobj"]


def _bloc(noun: Token) -> list[Ref]:
    """ "European leaders", "Arab states": a region's governments together, under the text's own name."""
    if noun.tag_ != "NNS" or noun.lemma_.lower() not in roles("blocs"):
        return []
    regions = words("regions")
    named = [c for c in noun.children if c.dep_ in ("amod", "compound") and said(c, regions)]
    if not named:
        return []
    region = max(named, key=lambda c: said(c, regions))
    first = region.doc[region.i + 1 - said(region, regions)]
    name = f"{region.doc[first.i : region.i + 1].text} {noun.text}"
    return [Ref.at(Referent(name, PartyType.GROUP), noun, "bloc", first)]


def _examples(noun: Token, parties: Resolver) -> list[Ref]:
    """ "Opposition groups including the INC", "countries such as Chad": those that are named."""
    found = [c for c in noun.children if c.dep_ == "prep" and c.lower_ in _SUCH_AS]
    if not found or noun.tag_ not in ("NNS", "NNPS"):
        return []
    return parties.all([o for c in found for o in _objects(c)])
