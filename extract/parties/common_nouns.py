"""What a noun phrase without a name stands for: an office, a body, a number of people."""

from dataclasses import replace

from spacy.tokens import Token

from diplograph.extract.lexicon.words import roles, said, words
from diplograph.extract.parties.appositions import apposed_persons
from diplograph.extract.parties.groups import acronym_of, armed_leaders
from diplograph.extract.parties.named_before import of_those_named
from diplograph.extract.parties.offices import holder, holders, is_plain_title, sovereign
from diplograph.extract.parties.principals import leaders, owning, principals
from diplograph.extract.parties.referent import Ref, Referent, state_ref
from diplograph.extract.parties.resolver import Resolver
from diplograph.extract.syntax.tokens import sentence_start

_SENTENCES = 2  # back to where an office was named with its state
_DESCRIBING = frozenset({"det", "amod", "compound", "poss", "nmod", "prep", "relcl", "appos"})


def common_noun(noun: Token, parties: Resolver) -> list[Ref]:
    """Return the parties that a noun phrase without a name stands for; empty where it is none or unclear."""
    lemma = _lemma(noun)
    # "told reporters", "a group of tourists from Chad"
    if lemma in words("audience") or _is_of_public(noun):
        return []
    # "the rebel group FACT"
    if (group := acronym_of(noun)) is not None:
        return [group]
    office = _is_office(noun, lemma)
    # "the minister, NAME"
    if (office or noun.lemma_.lower() in roles("individuals")) and (persons := apposed_persons(noun, parties)):
        return persons
    # "a number of Chadian officials"
    if lemma in roles("quantities") and (counted := _behind_of(noun)):
        return parties.all([o for o in counted if o.dep_ == "pobj" and o.pos_ != "PRON"])
    if office or lemma in roles("bodies"):
        return _unnamed(noun, parties, office=office)
    # "the two", "both men"
    return parties.refer(noun) if noun.pos_ in ("NUM", "DET", "NOUN") else parties.all(_styled(noun))


def _unnamed(noun: Token, parties: Resolver, *, office: bool) -> list[Ref]:
    """Return whom an unnamed official, or a body, stands for."""
    if persons := leaders(noun, parties):
        return persons
    if office and (group := armed_leaders(noun, parties.mentions)):
        return [group]
    states = principals(noun, parties) or _of_those_speaking(noun, parties) or of_those_named(noun, parties)
    # "the secretary", of whom the text has spoken
    if office and noun.tag_ in ("NN", "NNP") and (person := holder(noun, states, parties)):
        return [Ref.at(person, noun, "office")]
    if not states and (implied := _implied(noun, parties, office=office)):
        return implied
    # "Chad's minister", "the ministers"
    meant = holders(noun, states, parties)
    acting = [replace(s, head=noun.i, how=s.how if s.how in ("own", "bloc") else "office") for s in meant]
    return acting or parties.refer(noun)


def _implied(noun: Token, parties: Resolver, *, office: bool) -> list[Ref]:
    """Return for whom an office acts that names no state itself: one named before, one that only one state has, the publisher's."""
    if office and (before := _named_before(noun, parties)):
        return before
    state = sovereign(noun) or _publishers(noun, parties, office=office)
    return [Ref.at(state, noun, "office")] if state else []


def _of_those_speaking(noun: Token, parties: Resolver) -> list[Ref]:
    """ "*Your* minister", "*our* ambassador": for whom the one who is spoken to, or who speaks, acts; not in "you and *your team*"."""
    if noun.dep_ == "conj" and noun.head.pos_ == "PRON":
        return []
    said = [c for c in noun.children if c.dep_ == "poss" and c.lower_ in ("our", "your")]
    meant = [ref.referent for word in said for ref in parties.refer(word)]
    return [ref for one in meant for ref in state_ref(one.country, noun, "office")]


def _named_before(noun: Token, parties: Resolver) -> list[Ref]:
    """ "The Thai minister came. I told *the minister* ...": for whom the office of the same noun acts that was named last."""
    if noun.tag_ not in ("NN", "NNP") or [c.lower_ for c in noun.children if c.dep_ in _DESCRIBING] != ["the"]:
        return []
    doc = noun.doc
    for i in range(noun.i - 1, sentence_start(noun, _SENTENCES) - 1, -1):
        if doc[i].lower_ == noun.lower_ and (states := owning(doc[i], parties)):
            return [
                replace(s, start=noun.idx, end=noun.idx + len(noun), token=noun.i, head=noun.i, how="office")
                for s in states
            ]
    return []


def _publishers(noun: Token, parties: Resolver, *, office: bool) -> Referent | None:
    """ "The President", on the page of a government: that government; in a letter it may be the president of anybody."""
    own = office and is_plain_title(noun) and (not parties.in_letter() or _lemma(noun) in roles("ministers"))
    return parties.context.speaker if own else None


def _lemma(noun: Token) -> str:
    """Return the lemma, also of a capitalised plural that the tagger took for a name ("Foreign Ministers")."""
    lemma = noun.lemma_.lower()
    if noun.tag_ not in ("NNP", "NNPS"):
        return lemma
    return lemma.removesuffix("ies") + "y" if lemma.endswith("ies") else lemma.removesuffix("s")


def _is_office(noun: Token, lemma: str) -> bool:
    # "his opposite number"
    opposite = lemma in roles("opposites") and any(c.lower_ == "opposite" for c in noun.children)
    return opposite or lemma in roles("heads") or bool(said(noun, roles("heads"))) or _is_partner(noun, lemma)


def _styled(noun: Token) -> list[Token]:
    """ "Her Excellency *the President* of Chad"."""
    return [c for c in noun.children if c.dep_ == "appos"] if noun.lemma_.lower() in roles("styles") else []


def _is_partner(noun: Token, lemma: str) -> bool:
    """ "*Our* Turkish *partners*", of whom the adjective tells the state."""
    ours = any(c.dep_ == "poss" and c.lower_ in ("our", "their") for c in noun.children)
    return (
        ours and lemma in roles("partners") and any(c.dep_ == "amod" and c.ent_type_ == "NORP" for c in noun.children)
    )


def _is_of_public(noun: Token) -> bool:
    return any(o.lemma_.lower() in words("public") for o in _behind_of(noun))


def _behind_of(noun: Token) -> list[Token]:
    return [o for c in noun.children if c.lower_ == "of" for o in c.children]
