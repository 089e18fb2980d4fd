"""The person set beside an office: "the minister, NAME", "Chad's ambassador in Oslo, NAME", "her deputy, NAME"."""

from dataclasses import replace

from spacy.tokens import Token

from diplograph.extract.lexicon.words import roles
from diplograph.extract.mentions.mention import Mention
from diplograph.extract.model import PartyType
from diplograph.extract.parties.principals import owning
from diplograph.extract.parties.referent import Ref
from diplograph.extract.parties.resolver import Resolver
from diplograph.extract.syntax.subjects import stray_subject
from diplograph.extract.syntax.tokens import SUBJECT, conjuncts

_REACH = 8  # tokens between an office and the comma behind it
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
    person = _behind_comma(office, parties)
    if person is None or not (_is_set_off(person, parties) or _is_same_subject(person, office, parties)):
        return []
    return parties.named(person)


def _hung_on(office: Token, parties: Resolver) -> list[Token]:
    """Return the names that the parser apposed to an office."""
    beside = [c for c in office.children if c.dep_ == "appos" and c not in conjuncts(office)]
    people = [c for c in beside if (m := parties.mentions.covering(c)) and m.is_person]
    # "After a call with the minister, NAME left": the subject of the main clause
    return [c for c in people if [c] != stray_subject(c.sent.root)]


def _behind_comma(office: Token, parties: Resolver) -> Mention | None:
    """Return the person whose name, with its title, begins behind the comma after an office."""
    doc, at = parties.doc, parties.mentions.at
    stop = next((t for t in doc[office.i + 1 : office.i + _REACH + 1] if t.is_punct or t.pos_ in ("VERB", "AUX")), None)
    if stop is None or stop.text != "," or stop.i + 1 >= len(doc):
        return None
    start = stop.i + 1
    # "the envoy, *Chad's* NAME"
    if (state := at.get(start)) and not state.is_person and _is_possessive(state, parties):
        start = state.end + 1
    # "the envoy, *the* Rev. NAME"
    if start not in at and doc[start].lower_ == "the":
        start += 1
    person = at.get(start)
    return person if person is not None and person.is_person and person.left == start else None


def _is_possessive(owner: Mention, parties: Resolver) -> bool:
    return owner.end + 1 < len(parties.doc) and parties.doc[owner.end].tag_ == "POS"


def _is_set_off(person: Mention, parties: Resolver) -> bool:
    """Whether a name that follows a comma is closed by another mark, as an apposition is."""
    doc = parties.doc
    return person.end >= len(doc) or doc[person.end].text in (",", ".", ")", ";", "—", "–")


def _is_same_subject(person: Mention, office: Token, parties: Resolver) -> bool:
    """ "The minister, NAME said": where the parser took both for the subject."""
    name = person.head(parties.doc)
    return name.dep_ == office.dep_ and name.head == office.head and name.dep_ in SUBJECT


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
