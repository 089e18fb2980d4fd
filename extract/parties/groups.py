"""Groups that no table knows: rebels of a region, a group named in capitals, a people within a state."""

from spacy.tokens import Token

from diplograph.extract.lexicon.gazetteer import Sense
from diplograph.extract.lexicon.words import roles
from diplograph.extract.mentions.mention import Mention, Mentions
from diplograph.extract.mentions.titles import title_word
from diplograph.extract.model import PartyType
from diplograph.extract.parties.referent import Ref, Referent
from diplograph.extract.syntax.tokens import conjuncts

_BEFORE = frozenset({"compound", "amod", "nmod"})


def is_armed(noun: Token) -> bool:
    """Whether a noun speaks of fighters who act for themselves."""
    return noun.lemma_.lower() in roles("armed")


def armed_group(noun: Token, mentions: Mentions) -> Ref | None:
    """ "Darfur rebels", "Chadian rebels": fighters act for themselves, not for the state that they come from."""
    if not is_armed(noun):
        return None
    places = [c for c in noun.children if c.dep_ in _BEFORE and (c.pos_ == "PROPN" or c.i in mentions.at)]
    named = [mentions.at[p.i] for p in places if p.i in mentions.at]
    if not places or any(m.type is not PartyType.STATE for m in named):
        return None
    first = places[0]
    name = noun.doc[first.i : noun.i + 1].text if noun.i - first.i < 4 else f"{first.text} {noun.text}"
    return _group(name if noun.tag_ == "NNS" else f"{name}s", noun, "group", first)


def opposition(noun: Token, mentions: Mentions) -> Ref | None:
    """ "The Chadian *opposition*", "Chad's *opposition*": it acts for itself, not for the state that it is in."""
    if noun.lemma_.lower() not in roles("oppositions"):
        return None
    # "the Chadian government and the *opposition*"
    for word in (noun, *conjuncts(_first_joined(noun))):
        origins = {c.i: c for c in word.children if c.dep_ in (*_BEFORE, "poss") and _is_of_state(c, mentions)}
        if len(origins) == 1:
            origin = next(iter(origins.values()))
            return _group(f"{origin.text} {noun.lower_}", noun, "group", origin if word == noun else None)
    return None


def _first_joined(noun: Token) -> Token:
    while noun.dep_ == "conj":
        noun = noun.head
    return noun


def camp(noun: Token, mentions: Mentions) -> Ref | None:
    """ "The Otieno *campaign*", "an Otieno campaign *official*": those who work for one who stands for an office."""
    of_camp = noun if noun.lemma_.lower() in roles("camps") else None
    if of_camp is None:
        of_camp = next((c for c in noun.children if c.dep_ in _BEFORE and c.lower_ in roles("camps")), None)
    whose = noun.doc[of_camp.i - 1] if of_camp is not None and of_camp.i else None
    if of_camp is None or whose is None or whose.dep_ != "compound" or not _may_be_surname(whose, mentions):
        return None
    return _group(f"{whose.text} {of_camp.text}", noun, "group", whose)


def _may_be_surname(word: Token, mentions: Mentions) -> bool:
    mention = mentions.at.get(word.i)
    proper = word.pos_ == "PROPN" and word.is_title and not title_word(word)
    return proper and (mention is None or mention.is_person)


def _is_of_state(word: Token, mentions: Mentions) -> bool:
    mention = mentions.at.get(word.i)
    return mention is not None and mention.type is PartyType.STATE


def armed_leaders(office: Token, mentions: Mentions) -> Ref | None:
    """ "Afghan rebel leaders", "the Chadian opposition leader": they act for the fighters, or for the opposition."""
    for fighters in office.children:
        apart = is_armed(fighters) or fighters.lower_ in roles("oppositions")
        if fighters.dep_ in _BEFORE and apart and not mentions.covering(fighters):
            before = [c for c in office.children if c.i < fighters.i and c.dep_ != "poss"]
            origins = [(c, mentions.at[c.i]) for c in before if c.i in mentions.at]
            if len(origins) == 1 and origins[0][1].type is PartyType.STATE:
                origin, lemma = origins[0][0], fighters.lemma_.lower()
                band = lemma if lemma in roles("collective") else f"{lemma}s"
                return _group(f"{origin.text} {band}", office, "group", origin)
    return None


def acronym_beside(noun: Token) -> Ref | None:
    """ "FDLR *rebels*", "the *group*, FACT, said": an unlisted group that calls itself by capitals."""
    if noun.lemma_.lower() not in roles("in_capitals"):
        return None
    for word in [*(c for c in noun.children if c.dep_ in ("compound", "appos", "nmod")), noun.head]:
        if word.is_upper and word.is_alpha and 2 <= len(word) <= 8 and abs(word.i - noun.i) <= 2:
            return Ref(Referent(word.text, PartyType.GROUP), word.idx, word.idx + len(word), "acronym", word.i, noun.i)
    return None


def acronym_of(word: Token) -> Ref | None:
    """ "The rebel group *FACT*": an unlisted group named in capitals after what it is."""
    if word.is_upper and word.is_alpha and any(c.lemma_.lower() in roles("in_capitals") for c in word.children):
        return _group(word.text, word, "acronym")
    return None


def people_within(noun: Token, mention: Mention) -> Ref | None:
    """ "The Krajina Serbs", "Kosovo Albanians": a people within a state is no state."""
    if not mention.start or mention.sense is not Sense.DEMONYM or noun.tag_ not in ("NNPS", "NNS"):
        return None
    place = noun.doc[mention.start - 1]
    if place.dep_ != "compound" or place.head != noun or place.pos_ != "PROPN":
        return None
    return _group(f"{place.text} {noun.text}", noun, "people", place)


def _group(name: str, head: Token, how: str, first: Token | None = None) -> Ref:
    return Ref.at(Referent(name, PartyType.GROUP), head, how, first)
