"""The names that the tables know: states, organisations and groups, their people, capitals and seats."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import takewhile

from spacy.tokens import Doc, Span, Token

from diplograph.extract.lexicon import gazetteer
from diplograph.extract.lexicon.gazetteer import Sense
from diplograph.extract.lexicon.words import roles, said, words
from diplograph.extract.mentions.mention import Mention
from diplograph.extract.mentions.titles import title_word
from diplograph.extract.model import PartyType

_MAX_FORM = 10  # tokens
_FACTION = 3  # tokens of a party's name
_PRESENT_STATES = 1993  # from this year on, the tables' first entry is the right one


def find_tabled(doc: Doc, year: int | None) -> list[Mention]:
    """Find the names of the tables; in ``year``, where it is known, Moscow may have been another state's capital."""
    return [_in_year(mention, doc, year) for mention in _all_tabled(doc)]


def surface_form(text: str) -> str:
    """Return a text as the tables spell it: single spaces, straight apostrophes, hyphens for dashes."""
    return " ".join(text.replace("’", "'").replace("–", "-").split())


def _in_year(mention: Mention, doc: Doc, year: int | None) -> Mention:
    if year is None or year >= _PRESENT_STATES or mention.sense not in (Sense.CAPITAL, Sense.SEAT):
        return mention
    entries = gazetteer.lookup_in(surface_form(doc[mention.start : mention.end].text), year)
    if not entries:
        return mention
    return replace(mention, name=entries[0].name, country=entries[0].code, type=entries[0].type)


def _all_tabled(doc: Doc) -> Iterator[Mention]:
    longest = _longest_forms()
    quarters = {word.title() for word in words("quarters")}
    people = [e for e in doc.ents if e.label_ == "PERSON"]
    pieces = [t.text_with_ws for t in doc]
    i = 0
    while i < len(pieces):
        word = pieces[i].rstrip()
        most = longest.get(word, 0)
        block = takewhile(str.strip, pieces[i : i + most])  # no name goes on in the next paragraph
        mention = _longest_at(doc, i, list(block), people) if most else None
        if mention is not None:
            yield mention
        if word in quarters and (twin := _twin(doc, i, quarters)):
            yield twin
        i = mention.end if mention is not None else i + 1


def _longest_at(doc: Doc, start: int, pieces: list[str], people: list[Span]) -> Mention | None:
    """Return the longest form of the tables that begins at a token, given the text from there on, token by token."""
    forms = gazetteer.surface_forms()
    for length in range(len(pieces), 0, -1):
        entries = forms.get(surface_form("".join(pieces[:length])))
        if entries and not _inside_a_name(doc, start, start + length, people):
            return Mention.tabled(start, start + length, entries)
    return None


def _twin(doc: Doc, i: int, quarters: set[str]) -> Mention | None:
    """The first of "South and North Korean", which shares its second word with the other."""
    if i + 3 < len(doc) and doc[i + 1].lower_ in ("and", "or") and doc[i + 2].text in quarters:
        entries = gazetteer.lookup(f"{doc[i].text} {doc[i + 3].text}")
        if entries:
            return Mention.tabled(i, i + 1, entries)
    return None


@cache
def _longest_forms() -> dict[str, int]:
    """Return the first words of all forms of the tables, as the tokenizer cuts them, and how many tokens may follow."""
    found: dict[str, int] = {}
    for form in gazetteer.surface_forms():
        word = form.split(" ")[0]
        length = len(re.findall(r"[^\s\-'/+]+|[-'/+]", form)) + form.count(".") + 1
        for cut in {word, word.rstrip("."), *re.split(r"[-'/+]", word)[:1], word.removesuffix("'s")}:
            found[cut] = max(found.get(cut, 0), min(length, _MAX_FORM))
    return found


def _inside_a_name(doc: Doc, start: int, end: int, people: list[Span]) -> bool:
    """Whether a table's word is part of a person's name or of a longer name."""
    first, before = doc[start], doc[start - 1] if start else None
    # "Latin *American* leaders"
    if said(first, words("regions")) > 1:
        return True
    if before is not None and _goes_on_from(before, doc[start:end]):
        return True
    if _names_a_faction(doc, start, end):
        return True
    # "Kenya's *Jordan* Mwangi", but not "Kenya's China envoy"
    if before is not None and before.tag_ == "POS" and _name_goes_on(doc, end):
        return end - start == 1 and first.dep_ == "compound"
    if first.ent_type_ == "PERSON":
        return end - start == 1 and _inside_a_person(doc, start, people)
    if first.ent_type_ in ("ORG", "FAC") and first.ent_iob_ == "I":
        return _inside_a_body(first)
    return False


def _goes_on_from(before: Token, name: Span) -> bool:
    """Whether the word before a table's name makes it another: "New *Jersey*", "Russia's *Security Council*"."""
    if before.text == "New":
        return before.ent_type_ == name[0].ent_type_ != ""
    # "the Supreme Iraq Council"
    if before.is_title and before.lower_ in words("prefixes"):
        return True
    if surface_form(name.text).lower() not in words("organs_of_states"):
        return False
    return before.tag_ == "POS" or any(e.type is PartyType.STATE for e in gazetteer.lookup(before.text))


def _names_a_faction(doc: Doc, start: int, end: int) -> bool:
    """Whether a table's name is part of a party's: "the *Georgian* Dream party", "the United *Russia* party"."""
    behind = end
    while behind < len(doc) and behind - end < _FACTION and doc[behind].is_title:
        behind += 1
    of_one = behind < len(doc) and doc[behind].text in words("factions")
    before = start > 0 and doc[start - 1].is_title and not title_word(doc[start - 1]) and doc[start - 1].pos_ != "DET"
    return of_one and (behind > end or before)


def _name_goes_on(doc: Doc, end: int) -> bool:
    return end < len(doc) and doc[end].pos_ == "PROPN" and doc[end].is_title and not title_word(doc[end])


def _inside_a_person(doc: Doc, i: int, people: list[Span]) -> bool:
    """Whether a word of the tables belongs to the person that the model labelled around it."""
    person = next((e for e in people if e.start <= i < e.end), None)
    if person is None or _is_of_office(doc, i):
        return False
    # "*Jordan* Mwangi", but not "Chad President Otieno"
    if person.start == i and len(person) > 1 and not title_word(person[0]):
        follow = doc[i + 1]
        goes_on = follow.ent_type_ == "PERSON" and follow.is_title and not title_word(follow)
        return goes_on and doc[i].pos_ == "PROPN"
    # "Ruth *Israel*", but not "Otieno China", where the text names Otieno elsewhere
    if person.start < i and not title_word(doc[i - 1]) and doc[i - 1].is_title:
        before = doc[person.start : i].text
        return not any(e.text == before for e in people)
    return False


def _is_of_office(doc: Doc, i: int) -> bool:
    """ "President of *Azerbaijan* Heydar Aliyev"."""
    return i > 1 and doc[i - 1].lower_ == "of" and title_word(doc[i - 2])


def _inside_a_body(first: Token) -> bool:
    """Whether a word belongs to a longer name of a body: "New *Jersey* Transit", but not "Ministry of *Chad*"."""
    ahead = first.nbor(-1)
    same = ahead.pos_ == "PROPN" and ahead.ent_type_ == first.ent_type_
    return same and not title_word(ahead) and not _governs(ahead)


def _governs(token: Token) -> bool:
    governing = token.lower_ in roles("institutions") or token.lemma_.lower() in roles("bodies")
    return governing or token.lower_ in ("the", "of")
