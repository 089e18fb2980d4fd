"""The person set beside an office: "the minister, NAME", "Chad's ambassador in Oslo, NAME", "her deputy, NAME"."""

from dataclasses import replace

from spacy.tokens import Token

from diplograph.extract.lexicon.words import roles
from diplograph.extract.model import PartyType
from diplograph.extract.parties.principals import owning
from diplograph.extract.parties.referent import Ref
from diplograph.extract.parties.resolver import Resolver
from diplograph.extract.syntax.repairs import person_behind_comma
from diplograph.extract.syntax.subjects import stray_subject
from diplograph.extract.syntax.tokens import conjuncts

_POSSESSIVE = frozenset({"his", "her", "their", "my", "our"})


def apposed_persons(office: Token, parties: Resolver) -> list[Ref]:
    """Return the person named beside a noun for an office, or the persons beside a plural; empty where there is none."""
    found = [_in_office(ref, office, parties) for ref in _apposed(office, parties)]
    return [replace(ref, how="own") for ref in found] if _is_own_staff(office) else found


def _apposed(office: Token, parties: Resolver) -> list[Ref]:
    if hung := _hung_on(office, parties):
        return parties.all(hung if office.tag_ in ("NNS", "NNPS") else hung[:1])
    if office.tag_ not in ("NN", "NNP") and office.lower_ not in roles("mistagged"):
        return []
    person = person_behind_comma(office, parties.mentions)
    return parties.named(person) if person is not None else []


def _hung_on(office: Token, parties: Resolver) -> list[Token]:
    """Return the names that the parser apposed to an office."""
    beside = [c for c in office.children if c.dep_ == "appos" and c not in conjuncts(office)]
    people = [c for c in beside if (m := parties.mentions.covering(c)) and m.is_person]
    # "After a call with the minister, NAME left": the subject of the main clause
    return [c for c in people if [c] != stray_subject(c.sent.root)]


def _in_office(person: Ref, office: Token, parties: Resolver) -> Ref:
    """ "The *Peruvian* ambassador in Oslo, NAME": the office tells whose NAME is, where nothing else does."""
    if person.referent.country is not None or person.referent.org is not None:
        return person
    owners = owning(office, parties)
    if len(owners) != 1 or owners[0].referent.type is not PartyType.STATE:
        return person
    return replace(person, referent=replace(person.referent, country=owners[0].referent.country))


def _is_own_staff(office: Token) -> bool:
    """Whether the office is one of the subject's own people: "her deputy", but not "her counterpart"."""
    own = any(c.dep_ == "poss" and c.lower_ in _POSSESSIVE for c in office.children)
    return own and office.lemma_.lower() not in roles("outside")
