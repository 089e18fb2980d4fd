"""Where a personal name begins and ends, from a word of it on."""

import calendar

from spacy.tokens import Doc, Token

from diplograph.extract.lexicon.words import roles, words
from diplograph.extract.mentions.mention import Mention
from diplograph.extract.mentions.signs import NOT_A_NAME
from diplograph.extract.mentions.titles import behind_office, title_word

_CALENDAR = frozenset([*calendar.month_name, *calendar.month_abbr, *calendar.day_name, *calendar.day_abbr])
_BODIES = frozenset({"GPE", "ORG", "NORP", "LOC", "FAC"})
_ARGUMENT = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "conj", "appos"})
_OPENING = frozenset({"VBG", "IN", "RB", "DT"})
_CLOSING = frozenset({"POS", ",", ".", ":", "''", "``", "-RRB-", "-LRB-", "_SP"})
_BEFORE = frozenset({"the", "The", "'s", ".", ",", "’s", "and", "of"})
_FINITE = frozenset({"VBZ", "VBD", "MD"})
_SMALL = frozenset({"and", "of", "the", "to", "in"})


def bounds(doc: Doc, start: int, end: int, tabled: dict[int, Mention]) -> tuple[int, int]:
    """Return the tokens of the personal name that some tokens belong to; an empty span where they are none.

    Args:
        tabled: The names of the tables by the tokens that they cover.
    """
    while end < len(doc) and (step := _joins_right(doc, end, tabled)):
        end += step
    while start > 0 and (step := _joins_left(doc, start, tabled)):
        start -= step
    return _trimmed(doc, start, end, tabled)


def _joins_right(doc: Doc, end: int, tabled: dict[int, Mention]) -> int:
    """Return how many tokens after a name belong to it."""
    token, before = doc[end], doc[end - 1]
    follow = doc[end + 1] if end + 1 < len(doc) else None
    if token.sent != before.sent:
        return 0
    # "Ban Ki - moon"
    if follow is not None and token.text in ("-", "–") and not before.whitespace_ and not token.whitespace_:
        return 2 * (follow.text[:1].isalpha() and follow.i not in tabled)
    if not before.whitespace_ and token.text != "'":
        return 0
    # "Abdullah *bin* Zayed", "Omar *al*-Bashir"
    if follow is not None and token.lower_ in words("particles") and _capital_or_hyphen(follow):
        return int(_is_particle(token))
    # "Omar *al-Bashir*"
    if token.text.startswith(("al-", "el-", "Al-", "El-")):
        return 1
    return int(_goes_on(token, before) and _free_or_postnominal(token, tabled))


def _is_particle(token: Token) -> bool:
    return token.lower_ not in words("doubtful_particles") or token.dep_ == "compound"


def _goes_on(token: Token, before: Token) -> bool:
    """Whether a capitalised word after a name goes on with it."""
    # "Vasil *Marchuk*", of which the model made one entity, if not a person
    if token.ent_iob_ == "I" and token.ent_type_ in _BODIES and token.pos_ == "PROPN":
        return True
    # "Vasil *Marchuk* met"
    if before.dep_ == "compound" and before.head == token and token.is_title:
        return token.ent_type_ not in NOT_A_NAME or _no_day(token)
    # "Vasil *Marchuk*, the envoy", where the parser joined the two otherwise, or not at all
    proper = token.pos_ == "PROPN" and token.text[:1].isupper() and not before.text.endswith("'s")
    near = range(max(0, token.i - 4), token.i + 2)
    akin = token.ent_type_ in ("PERSON", "") or (token.ent_type_ not in NOT_A_NAME and token.head.i in near)
    return proper and akin


def _free(token: Token, tabled: dict[int, Mention]) -> bool:
    return token.i not in tabled and not title_word(token)


def _free_or_postnominal(token: Token, tabled: dict[int, Mention]) -> bool:
    """Whether a word behind a name is of no other name and no title before one: "Tom Hale *MP*"."""
    return _free(token, tabled) or token.lower_ in roles("postnominals")


def _capital_or_hyphen(token: Token) -> bool:
    return token.text[:1].isupper() or token.text == "-"


def _no_day(token: Token) -> bool:
    """Whether a word that the model labelled a date has nothing of a calendar ("Ambassador Vasil *Marchuk* on Tuesday")."""
    return token.ent_type_ == "DATE" and token.is_alpha and token.text not in _CALENDAR


def _joins_left(doc: Doc, start: int, tabled: dict[int, Mention]) -> int:
    """Return how many tokens before a name belong to it."""
    token, first = doc[start - 1], doc[start]
    if token.sent != first.sent or not _free(token, tabled):
        return 0
    ahead = doc[start - 2] if start > 1 else None
    proper = ahead is not None and ahead.pos_ == "PROPN" and ahead.i not in tabled
    # "*Jean -* Marie"
    if ahead is not None and token.text == "-" and not token.whitespace_ and ahead.text[:1].isalpha():
        return 2 * proper
    if not token.whitespace_ or not first.text[:1].isalpha():
        return 0
    # "Ursula *von* der Leyen"
    if proper and token.lower_ in words("particles"):
        return 1
    return int(token.pos_ == "PROPN" and _leads(token, first))


def _leads(token: Token, first: Token) -> bool:
    """Whether a proper noun before a name belongs to it: "*Vasil* Marchuk"."""
    # "envoy for Sahel *Affairs* Vasil Marchuk"
    if token.ent_type_ == "" and _names_two(first) and behind_office(token.doc, token.i):
        return False
    if token.dep_ == "compound" and token.head == first and token.ent_type_ not in NOT_A_NAME:
        return True
    near = token.head.i in range(first.i - 1, first.i + 5)
    return token.text[:1].isupper() and near and token.ent_type_ in ("PERSON", "")


def _names_two(first: Token) -> bool:
    """Whether a word begins a person's label of several words."""
    follow = first.nbor() if first.i + 1 < len(first.doc) else first
    return first.ent_type_ == "PERSON" and first.ent_iob_ == "B" and follow.ent_iob_ == "I"


def _trimmed(doc: Doc, start: int, end: int, tabled: dict[int, Mention]) -> tuple[int, int]:
    """Drop what the model's label, or a word's neighbours, brought in that is none of the name."""
    while start < end - 1 and _is_before_name(doc[start], tabled):
        start += 1
    while end > start and _is_mark(doc[end - 1]):
        end -= 1
    end = next((i for i in range(start + 1, end - 1) if _is_dash(doc, i)), end)
    end = next((i for i in range(start + 1, end - 1) if doc[i : i + 2].text.lower() == "en route"), end)
    argument = doc[end - 1].dep_ in _ARGUMENT
    while end - start > 1 and _is_behind_name(doc[end - 1], argument):
        end -= 1
    if start < end and all(i in tabled or _names_nobody(doc[i]) for i in range(start, end)):
        return start, start
    return start, end


def _names_nobody(token: Token) -> bool:
    """ "*President*", a mere title; "(*Laughter*.)", a word of the record or of the page."""
    return title_word(token) or token.lower_ in words("furniture")


def _is_before_name(token: Token, tabled: dict[int, Mention]) -> bool:
    """ "*Visiting* Otieno", "*President* Otieno", "*of* Otieno"."""
    opens = token.tag_ in _OPENING and token.i == token.sent.start
    return token.i in tabled or opens or title_word(token) or token.text in _BEFORE


def _is_mark(token: Token) -> bool:
    return token.tag_ in _CLOSING or token.is_space or token.text in ("'s", "’s", "'")


def _is_dash(doc: Doc, i: int) -> bool:
    """ "Otieno *-* Nairobi": a dash between spaces ends a name, a hyphen does not."""
    return doc[i].text in ("-", "–", "—") and bool(doc[i - 1].whitespace_)


def _is_behind_name(token: Token, argument: bool) -> bool:
    """ "Otieno *says*", "Otieno *of*"; the last word of an argument of the verb is none itself."""
    before = token.nbor(-1) if token.i else token
    joined = before.text == "-" and not before.whitespace_  # "Moon Jae-*in*"
    return not joined and ((token.tag_ in _FINITE and not argument) or token.lower_ in _SMALL)
