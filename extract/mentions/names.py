"""Personal names: where they begin and end, by label, by title, by a state's possessive, by another mention."""

import calendar
import datetime as dt
from collections.abc import Iterator

import numpy as np
from spacy.attrs import POS
from spacy.symbols import PROPN
from spacy.tokens import Doc, Token

from diplograph.extract.lexicon import gazetteer, officials
from diplograph.extract.lexicon.gazetteer import Sense
from diplograph.extract.lexicon.words import roles, said
from diplograph.extract.mentions.mention import Mention
from diplograph.extract.mentions.titles import title_word, titled_person

_PARTICLES = frozenset(
    [
        "al",
        "el",
        "bin",
        "ibn",
        "bint",
        "ben",
        "abu",
        "abd",
        "ul",
        "ur",
        "de",
        "la",
        "le",
        "du",
        "da",
        "das",
        "dos",
        "di",
        "del",
        "della",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "ten",
        "af",
        "av",
        "zu",
        "y",
        "e",
        "st",
        "d'",
        "o'",
        "dan",
        "ould",
        "abdel",
        "abdul",
    ]
)
_CALENDAR = frozenset([*calendar.month_name, *calendar.month_abbr, *calendar.day_name, *calendar.day_abbr])
_NOT_A_NAME = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY", "LANGUAGE"})
_NEVER_BY_SLOT = frozenset({"FAC", "EVENT", "LAW", "WORK_OF_ART", "PRODUCT", "LOC", *_NOT_A_NAME})


def people_in(doc: Doc, taken: dict[int, Mention], day: dt.date | None) -> list[Mention]:
    spans: dict[int, int] = {}
    for start, end in [*_labelled(doc, taken), *_titled(doc, taken), *_possessed(doc, taken), *_apposed(doc, taken)]:
        start, end = _widen(doc, start, end, taken)
        start, end = _trim(doc, start, end, taken)
        if end > start and any(c.isalpha() for c in doc[start].text):
            spans[start] = max(end, spans.get(start, 0))
    merged = [(s, e) for s, e in _unglued(doc, _merge(spans)) if doc[s:e].text not in ("Jr.", "Sr.", "Jr", "Sr")]
    merged = _merge({s: _known_end(doc, s, e) for s, e in merged})
    merged += _known_again(doc, merged, taken)
    merged += [_trim(doc, *_widen(doc, s, e, taken), taken) for s, e in _office_holders(doc, merged, taken, day)]
    named = {i for s, e in merged for i in range(s, e)}
    return [titled_person(doc, s, e, taken, named) for s, e in sorted(merged)]


def _known_end(doc: Doc, start: int, end: int) -> int:
    """Return where a name ends that the tagger cut short, by the longest office-holder's name that begins there."""
    last = end
    while last < min(len(doc), end + 3) and doc[last].is_title and doc[last].is_alpha:
        last += 1
    return next((i for i in range(last, end, -1) if officials.by_name(doc[start:i].text) is not None), end)


def _labelled(doc: Doc, taken: dict[int, Mention]) -> Iterator[tuple[int, int]]:
    for ent in doc.ents:
        if ent.label_ == "PERSON" and not all(i in taken for i in range(ent.start, ent.end)) and "\n" not in ent.text:
            yield ent.start, ent.end


def _titled(doc: Doc, taken: dict[int, Mention]) -> Iterator[tuple[int, int]]:
    for i, low in enumerate([t.lower_ for t in doc[:-1]]):
        head = said(doc[i], roles("heads"))
        if not head and low not in roles("honorifics"):
            continue
        token = doc[i]
        if head or token.is_title:
            follow = doc[token.i + 1]
            if follow.text == "." and follow.i + 1 < len(doc) and low in roles("honorifics"):
                follow = doc[follow.i + 1]
            if _name_token(follow, taken) and token.sent == follow.sent and follow.ent_type_ not in _NOT_A_NAME:
                yield follow.i, follow.i + 1
            elif head and (named := _behind_a_field(doc, i, taken)) is not None:
                yield named, named + 1


def _behind_a_field(doc: Doc, office: int, taken: dict[int, Mention]) -> int | None:
    """Return where a name begins behind "Secretary of State", "Minister for Foreign Affairs of Senegal"."""
    i = office + 1
    if doc[i].lower_ not in ("of", "for"):
        return None
    while i < min(len(doc) - 1, office + 10) and (
        i in taken or doc[i].lower_ in ("of", "for", "the", "and") or (title_word(doc[i]) and doc[i].is_title)
    ):
        i += 1
    name, before = doc[i], doc[i - 1]
    body = name.lemma_.lower() in roles("bodies") or name.lower_ in roles("institutions") | roles("things")
    joined = before.lower_ in ("of", "for", "the", "and") or name.sent != doc[office].sent
    follow = doc[min(i + 1, len(doc) - 1)]
    proper = name.tag_ == "NNP" and _name_token(name, taken) and name.ent_type_ not in _NEVER_BY_SLOT
    whole = follow.tag_ == "NNP" and _name_token(follow, taken) and follow.ent_type_ == name.ent_type_
    return i if proper and whole and not body and not joined else None


def _possessed(doc: Doc, taken: dict[int, Mention]) -> Iterator[tuple[int, int]]:
    for i, mention in taken.items():
        if i != mention.end - 1 or mention.sense not in (Sense.NAME, None):
            continue
        mark = doc[i + 1] if i + 1 < len(doc) else None
        if mark is None or mark.tag_ != "POS" or i + 2 >= len(doc):
            continue
        follow = doc[i + 2]
        several = (
            i + 3 < len(doc)
            and doc[i + 3].pos_ == "PROPN"
            and doc[i + 3].is_title
            and follow.dep_ in ("compound", "nmod")
        )
        barred = _NOT_A_NAME if several else _NEVER_BY_SLOT
        if _name_token(follow, taken) and follow.ent_type_ not in barred and not _institution_ahead(doc, i + 2, taken):
            yield i + 2, i + 3


def _apposed(doc: Doc, taken: dict[int, Mention]) -> Iterator[tuple[int, int]]:
    """A name that stands beside an office: "the foreign minister, NAME, met"."""
    for token in _proper_nouns(doc):
        if token.dep_ == "appos" and _name_token(token, taken):
            place = token.ent_type_ in ("GPE", "LOC", "FAC") and not any(c.dep_ == "compound" for c in token.children)
            office = token.head.lemma_.lower() in roles("heads") and token.head.tag_ in ("NN", "NNP", "NNS")
            if office and not place and doc[token.left_edge.i - 1].text == ",":
                yield token.i, token.i + 1
        elif (
            token.pos_ == "PROPN"
            and token.i not in taken
            and token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj", "conj")
        ):
            office = any(
                c.dep_ == "appos" and c.lemma_.lower() in roles("heads") and c.tag_ in ("NN", "NNP")
                for c in token.children
            )
            if office and _name_token(token, taken):
                yield token.i, token.i + 1


def _institution_ahead(doc: Doc, start: int, taken: dict[int, Mention]) -> bool:
    i = start
    while i < len(doc) and (doc[i].is_title or doc[i].lower_ in ("of", "and", "the", "for")):
        if (
            title_word(doc[i])
            or doc[i].lemma_.lower() in roles("bodies")
            or doc[i].lower_ in roles("institutions") | roles("things")
        ):
            return True
        i += 1
    return i - start == 1 and doc[start].ent_type_ == "ORG" and doc[start].is_upper


def _proper_nouns(doc: Doc) -> list[Token]:
    return [doc[i] for i in np.flatnonzero(doc.to_array([POS]).ravel() == PROPN).tolist()]


def _name_token(token: Token, taken: dict[int, Mention]) -> bool:
    if (
        token.i in taken
        or title_word(token)
        or not token.text[:1].isupper()
        or (not token.is_alpha and "-" not in token.text)
    ):
        return False
    if token.tag_ in ("VBZ", "VBD", "NNS", "NNPS"):
        return token.i + 1 < len(token.doc) and token.doc[token.i + 1].tag_ == "NNP" and token.dep_ == "compound"
    return token.pos_ in ("PROPN", "NOUN", "ADJ", "X", "VERB")


def _widen(doc: Doc, start: int, end: int, taken: dict[int, Mention]) -> tuple[int, int]:
    while end < len(doc) and (step := _joins_right(doc, end, taken)):
        end += step
    while start > 0 and (step := _joins_left(doc, start, taken)):
        start -= step
    return start, end


def _joins_right(doc: Doc, end: int, taken: dict[int, Mention]) -> int:
    token, before = doc[end], doc[end - 1]
    if token.sent != before.sent:
        return 0
    if token.text in ("-", "–") and not before.whitespace_ and not token.whitespace_ and end + 1 < len(doc):
        return 2 if doc[end + 1].text[:1].isalpha() and end + 1 not in taken else 0
    if not before.whitespace_ and token.text not in ("'",):
        return 0
    if (
        token.lower_ in _PARTICLES
        and end + 1 < len(doc)
        and doc[end + 1].text[:1].isupper() | (doc[end + 1].text == "-")
    ):
        return 1 if token.lower_ not in ("y", "e", "den", "dan", "st", "ten") or token.dep_ == "compound" else 0
    if token.text.startswith(("al-", "el-", "Al-", "El-")):
        return 1
    if token.lower_ in ("al", "el") and end + 2 < len(doc) and doc[end + 1].text == "-":
        return 3
    if (
        token.ent_iob_ == "I"
        and token.ent_type_ in ("GPE", "ORG", "NORP", "LOC", "FAC")
        and token.pos_ == "PROPN"
        and token.i not in taken
        and not title_word(token)
    ):
        return 1
    if (
        before.dep_ == "compound"
        and before.head == token
        and token.is_title
        and token.i not in taken
        and not title_word(token)
    ):
        return 1 if token.ent_type_ not in _NOT_A_NAME or _no_day(token) else 0
    proper = token.pos_ == "PROPN" and token.text[:1].isupper() and token.i not in taken and not title_word(token)
    return (
        1
        if proper
        and (token.ent_type_ in ("PERSON", "") or token.head.i in range(max(0, end - 4), end + 2))
        and not before.text.endswith("'s")
        and token.ent_type_ not in _NOT_A_NAME
        else 0
    )


def _no_day(token: Token) -> bool:
    """Whether a word that the model labelled a date has nothing of a calendar ("Ambassador Vasil *Marchuk* on Tuesday")."""
    return token.ent_type_ == "DATE" and token.is_alpha and token.text not in _CALENDAR


def _joins_left(doc: Doc, start: int, taken: dict[int, Mention]) -> int:
    token = doc[start - 1]
    if token.sent != doc[start].sent or token.i in taken or title_word(token):
        return 0
    if token.text == "-" and not token.whitespace_ and start > 1 and doc[start - 2].text[:1].isalpha():
        return 2 if start - 2 not in taken and doc[start - 2].pos_ == "PROPN" else 0
    if not token.whitespace_ or not doc[start].text[:1].isalpha():
        return 0
    if token.lower_ in _PARTICLES and start > 1 and doc[start - 2].pos_ == "PROPN" and start - 2 not in taken:
        return 1
    near = token.head.i in range(start - 1, start + 5)
    if (
        token.dep_ == "compound"
        and token.head == doc[start]
        and token.pos_ == "PROPN"
        and token.ent_type_ not in _NOT_A_NAME
    ):
        return 1
    return 1 if token.pos_ == "PROPN" and token.text[:1].isupper() and near and token.ent_type_ in ("PERSON", "") else 0


def _trim(doc: Doc, start: int, end: int, taken: dict[int, Mention]) -> tuple[int, int]:
    while start < end - 1 and (
        start in taken
        or (doc[start].tag_ in ("VBG", "IN", "RB", "DT") and start == doc[start].sent.start)
        or title_word(doc[start])
        or doc[start].text in ("the", "The", "'s", ".", ",", "’s", "and", "of")
    ):
        start += 1
    while end > start and (
        doc[end - 1].tag_ in ("POS", ",", ".", ":", "''", "``", "-RRB-", "-LRB-", "_SP")
        or doc[end - 1].is_space
        or doc[end - 1].text in ("'s", "’s", "'")
    ):
        end -= 1
    dash = next(
        (i for i in range(start + 1, end - 1) if doc[i].text in ("-", "–", "—") and doc[i - 1].whitespace_), end
    )
    end = min(end, dash)
    argument = doc[end - 1].dep_ in ("nsubj", "nsubjpass", "dobj", "pobj", "conj", "appos")
    while end - start > 1 and (
        (doc[end - 1].tag_ in ("VBZ", "VBD", "MD") and not argument)
        or doc[end - 1].lower_ in ("and", "of", "the", "to", "in")
    ):
        end -= 1
    if start < end and all(title_word(doc[i]) or i in taken for i in range(start, end)):
        return start, start
    return start, end


def _merge(spans: dict[int, int]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], spans[start]))
        else:
            merged.append((start, spans[start]))
    return merged


def _unglued(doc: Doc, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Drop a first word that belongs to the sentence ("*Applauding* Duterte", "In *Tashkent* Qureshi held ...")."""
    names = {doc[s:e].text for s, e in spans} | {doc[e - 1].text for s, e in spans if e - s > 1}
    return [(s + 1, e) if e - s > 1 and _lent(doc[s]) and doc[s + 1 : e].text in names else (s, e) for s, e in spans]


def _lent(token: Token) -> bool:
    if token.is_sent_start and (token.text.endswith("ing") or token.pos_ == "VERB"):
        return True
    return gazetteer.capital_or_city(token.text) and token.i > 0 and token.nbor(-1).lower_ in ("in", "at", "from")


def _known_again(doc: Doc, spans: list[tuple[int, int]], taken: dict[int, Mention]) -> list[tuple[int, int]]:
    """Find bare surnames that the model labelled otherwise, or not at all."""
    surnames = {doc[e - 1].text for s, e in spans if e - s > 1 and len(doc[e - 1].text) > 2}
    used = {i for s, e in spans for i in range(s, e)}
    return [
        (t.i, t.i + 1)
        for t in doc
        if t.text in surnames
        and t.i not in used
        and t.i not in taken
        and t.pos_ in ("PROPN", "NOUN", "ADJ", "X")
        and t.text[:1].isupper()
    ]


def _office_holders(
    doc: Doc, spans: list[tuple[int, int]], taken: dict[int, Mention], day: dt.date | None
) -> list[tuple[int, int]]:
    """Find surnames of office-holders that stand alone and that the model took for a place or a body."""
    used = {i for s, e in spans for i in range(s, e)} | taken.keys()
    return [
        (t.i, t.i + 1)
        for t in _proper_nouns(doc)
        if t.is_title
        and len(t) > 2
        and t.i not in used
        and t.ent_type_ in ("GPE", "ORG", "NORP", "LOC", "")
        and t.ent_iob_ != "I"
        and not (t.i + 1 < len(doc) and doc[t.i + 1].ent_iob_ == "I")
        and t.dep_ not in ("compound", "amod")
        and officials.by_surname(t.text, day)
    ]
