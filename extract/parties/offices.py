"""Who holds the office that a noun names: "the secretary", "his Lao counterpart", "the Pope"."""

from collections.abc import Callable

from spacy.tokens import Doc, Token

from diplograph.extract.lexicon import gazetteer
from diplograph.extract.lexicon.gazetteer import sovereigns
from diplograph.extract.lexicon.words import roles
from diplograph.extract.mentions.mention import Mention
from diplograph.extract.model import PartyType
from diplograph.extract.parties.persons import Persons
from diplograph.extract.parties.referent import Ref, Referent
from diplograph.extract.parties.resolver import Resolver
from diplograph.extract.syntax.tokens import SUBJECT

_REACH = 12  # sentences back to where a holder was named
_POSSESSIVE = frozenset({"his", "her", "their"})

Countries = set[str | None]
Words = Callable[[Referent], frozenset[str]]


def holder(office: Token, states: list[Ref], parties: Resolver) -> Referent | None:
    """Return the person named elsewhere who holds the office that a noun names.

    Args:
        states: For whom the holder acts, by the noun phrase; any state if empty.
    """
    countries = {s.referent.country for s in states}
    if not states and is_plain_title(office) and (own := _own_holder(office, parties)) is not None:
        return own
    if not states or _is_definite(office):
        if (person := _holder(office, countries, parties, parties.persons.office_words)) is not None:
            return person
        # on a government's page "the Secretary" is no foreigner who once was one
        at_home = countries or _home(parties)
        if (person := _holder(office, at_home, parties, parties.persons.past_office_words)) is not None:
            return person
    # "his Lao counterpart"
    return _counterpart(office, countries, parties) if office.lemma_.lower() in roles("same_office") else None


def _home(parties: Resolver) -> Countries:
    """Return the state whose officials a page's plain titles mean; none, and so any, in the press."""
    return {parties.context.state} if parties.context.state is not None else set()


def holders(offices: Token, states: list[Ref], parties: Resolver) -> list[Ref]:
    """Return the persons whom the text names as holding an office in each of some states: "the *presidents* of A and B"."""
    several = offices.tag_ in ("NNS", "NNPS") and len(states) > 1
    persons = [_only_holder(offices, state, parties) for state in states] if several else []
    named = [Ref.at(person, offices, "office") for person in persons if person is not None]
    return named if len(named) == len(states) else states


def _only_holder(offices: Token, state: Ref, parties: Resolver) -> Referent | None:
    country = state.referent.country
    named = parties.persons.holding(roles("leaders"), country) if country else []
    fits = [person for person in named if _fits_office(offices, parties.persons.office_words(person))]
    return fits[0] if len(fits) == 1 else None


def _own_holder(office: Token, parties: Resolver) -> Referent | None:
    """ "Has *the President* spoken with Y since Y called X?", on the page of a president's own government."""
    home = parties.context.state
    if home is None or office.lemma_.lower() not in roles("leading"):
        return None
    own = (p for p in parties.persons.holding(frozenset({office.lemma_.lower()}), home))
    found = [p for p in own if _fits_office(office, parties.persons.office_words(p))]
    return found[0] if len(found) == 1 else None


def sovereign(office: Token) -> Referent | None:
    """Return the state of an office that only one state has, or had: "the Tsar", "the Pope", "the Secretary of State"."""
    low = {c.lower_ for c in office.children}
    of = [o.lower_ for c in office.children if c.lower_ == "of" for o in c.children]
    titles = [office.lower_, *(f"{office.lower_} of {field}" for field in of)]
    name = next((sovereigns()[title] for title in titles if title in sovereigns()), None)
    # "the Secretary of State for Defence" is another's
    if name is None or "the" not in low or "for" in low:
        return None
    state = gazetteer.state_named(name)
    return Referent(name, PartyType.STATE, state.code if state else None)


def _counterpart(office: Token, countries: Countries, parties: Resolver) -> Referent | None:
    """Return the one person of a country named before who has the office there that the possessor has elsewhere."""
    if len(countries) != 1:
        return None
    owners = [r.referent for c in office.children if c.dep_ == "poss" for r in parties.refer(c)]
    mine = _kind_of_office(owners[0], parties.persons) if len(owners) == 1 else frozenset()
    found = {
        person.id: person
        for _, person in (parties.persons.before(office, _REACH) if mine else ())
        if person.country in countries
        and person.id != owners[0].id
        and _kind_of_office(person, parties.persons) == mine
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _holder(office: Token, countries: Countries, parties: Resolver, words_of: Words) -> Referent | None:
    """Return the person last named who fits, or else the only one named later, if the text may say so in advance."""

    def fits(person: Referent) -> bool:
        known = not countries or person.country in countries
        return known and _fits_office(office, words_of(person)) and not parties.corresponds(person)

    # "Minister X arrived. *The minister* met Y.", but nobody who is only named in brackets
    named = [m for m in parties.persons.before(office, _REACH) if fits(m[1]) and not _is_in_brackets(m[0], office.doc)]
    if named:
        return _likeliest(named, office)
    # "*The President* met Y. President X said ..."
    later = [person for person in parties.persons.behind(office) if fits(person)]
    return later[0] if len(later) == 1 and is_plain_title(office) else None


def _is_in_brackets(mention: Mention, doc: Doc) -> bool:
    return mention.left > 0 and doc[mention.left - 1].text == "("


def _likeliest(named: list[tuple[Mention, Referent]], office: Token) -> Referent:
    """Return the person named last, or who in the sentence just before was the subject: "President A met President B. *The president* ..."."""
    doc = office.doc
    last, nearest = named[0]
    sentence = doc[last.start].sent
    if sentence.end != office.sent.start:
        return nearest
    beside = [(m, p) for m, p in named if doc[m.start].sent == sentence]
    subjects = [p for m, p in beside if m.head(doc).dep_ in SUBJECT]
    return subjects[0] if subjects else nearest


def _fits_office(office: Token, words: frozenset[str]) -> bool:
    """Whether a noun can mean somebody whose office has these words."""
    lemma = office.lemma_.lower()
    own = {c.lower_ for c in office.children}
    # "the leader" may be a president, "the president" is one
    if not words & (roles("leaders") if lemma in roles("any_leader") else {lemma}):
        return False
    # "the president" is not the vice president, nor the other way round
    if lemma in roles("deputised") and words & roles("below") != own & roles("below"):
        return False
    # "the minister" is not the prime minister
    return lemma not in roles("ministers") or words & roles("primes") == own & roles("primes")


def _kind_of_office(person: Referent, persons: Persons) -> frozenset[str]:
    return persons.office_words(person) & (roles("leaders") | roles("fields"))


def _is_definite(office: Token) -> bool:
    """ "The minister", "his minister", "Chad's minister": one of whom the text has spoken."""
    return any(
        c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ in _POSSESSIVE | {"the", "'s"}) for c in office.children
    )


def is_plain_title(office: Token) -> bool:
    """Whether a text may say it before it names the person: "the President"."""
    return office.tag_ == "NNP" and any(c.lower_ == "the" for c in office.children)
