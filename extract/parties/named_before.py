"""Whose office or body it is that a text has named before: "its minister", "the country's leader", "the regime", "the bloc"."""

from collections.abc import Iterable

from spacy.tokens import Token

from diplograph.extract.lexicon.gazetteer import Sense
from diplograph.extract.lexicon.words import roles, words
from diplograph.extract.mentions.mention import Mention
from diplograph.extract.model import PartyType
from diplograph.extract.parties.referent import Ref, Referent
from diplograph.extract.parties.resolver import Resolver
from diplograph.extract.syntax.subjects import surface_subjects
from diplograph.extract.syntax.tokens import SUBJECT, is_verbal, sentence_start

_NEAR = 1  # sentences back to the state that "its" means
_FAR = 2  # likewise for "the regime"


def of_those_named(noun: Token, parties: Resolver) -> list[Ref]:
    """Return for whom an office, or a body, acts that the text calls somebody's without a name; empty where several fit."""
    if _is_possessed(noun):
        named = [] if _has_another_owner(noun, parties) else _states(noun, _NEAR, parties)
        return parties.staff(noun) or _at(noun, _only(named))
    if not _has_only_the(noun) or noun.tag_ not in ("NN", "NNP"):
        return []
    # "the regime", in a text on one state
    if noun.lemma_.lower() in roles("governments"):
        return _at(noun, _only(_states(noun, _FAR, parties, within=True)))
    return _at(noun, _only(_bodies(noun, parties)))


def _at(noun: Token, mentions: list[Mention]) -> list[Ref]:
    return [Ref.at(Referent.of(mention), noun, "office") for mention in mentions]


def _has_another_owner(noun: Token, parties: Resolver) -> bool:
    """ "The firm told Chad that *its president* would come": the subject may be meant, which is no party."""
    subjects = [s for verb in noun.ancestors if is_verbal(verb) for s in surface_subjects(verb)]
    others = [s for s in subjects if s != noun and not s.is_ancestor(noun) and s.pos_ != "PRON" and s.i < noun.i]
    return any(not parties.all([other]) for other in others)


def _is_possessed(noun: Token) -> bool:
    """ "*Its* minister", "the *country's* minister"."""
    owners = [c for c in noun.children if c.dep_ == "poss"]
    return len(owners) == 1 and (
        owners[0].lower_ == "its"
        or (owners[0].lemma_.lower() in words("realms") and _has_only_the(owners[0], "'s", "’s"))
    )


def _has_only_the(noun: Token, *but: str) -> bool:
    return [c.lower_ for c in noun.children if c.dep_ != "punct" and c.lower_ not in but] == ["the"]


def _states(noun: Token, sentences: int, parties: Resolver, *, within: bool = False) -> list[Mention]:
    """Return the states named before a noun in its sentence, else in those before; all of these together ``within`` them."""
    found: list[Mention] = []
    for back in range(sentences + 1):
        named = parties.mentions.between(sentence_start(noun, back), noun.i)
        states = [m for m in named if m.type is PartyType.STATE]
        found = [m for m in states if (m.sense is not Sense.CAPITAL if within else _may_be_meant(m, noun, parties))]
        if found and not within:
            break
    return found


def _may_be_meant(state: Mention, noun: Token, parties: Resolver) -> bool:
    """Whether a state is one that the noun may be of."""
    # "the country" is where X is, not the one that the title of X tells
    if not any(c.lower_ == "its" for c in noun.children):
        return state.sense is not Sense.DEMONYM and state.start not in parties.mentions.titled
    # "its": in the sentence before only the subject, not a place
    return state.start >= noun.sent.start or state.head(parties.doc).dep_ in SUBJECT


def _bodies(noun: Token, parties: Resolver) -> list[Mention]:
    """Return the organisations named before, those that go by the noun ("the *League*") before all others."""
    named = parties.mentions.between(sentence_start(noun, _FAR), noun.i)
    bodies = [m for m in named if m.type is PartyType.ORGANISATION]
    alike = [m for m in bodies if noun.doc[m.end - 1].lower_ == noun.lower_]
    any_body = noun.tag_ == "NN" and noun.lemma_.lower() in roles("alliances")
    return alike or (bodies if any_body else [])


def _only(mentions: Iterable[Mention]) -> list[Mention]:
    """Return a mention of the one party that several name; none where they name more than one."""
    found = list(mentions)
    return found[-1:] if len({m.name for m in found}) == 1 else []
