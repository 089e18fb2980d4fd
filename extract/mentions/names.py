"""Personal names: by label, by title, by a state's possessive, by another mention, by the table of office-holders."""

import datetime as dt
from collections.abc import Iterable

from spacy.tokens import Doc, Token

from diplograph.extract.lexicon import gazetteer, officials
from diplograph.extract.mentions.bounds import bounds
from diplograph.extract.mentions.mention import Mention, countries_near
from diplograph.extract.mentions.signs import proper_nouns, signs
from diplograph.extract.mentions.titles import title_word, titled_person
from diplograph.extract.syntax.tokens import DASHES

_JUNIOR = frozenset({"Jr.", "Sr.", "Jr", "Sr"})
_NAME_CLASSES = frozenset({"PROPN", "NOUN", "ADJ", "X"})
_MISTAKEN = frozenset(
    {"GPE", "ORG", "NORP", "LOC", "PRODUCT", "WORK_OF_ART", "LAW", ""}
)  # labels that the model gives to a bare surname
_ARGUMENT = frozenset({"nsubj", "nsubjpass", "dobj", "pobj"})

Spans = list[tuple[int, int]]


def people_in(doc: Doc, tabled: dict[int, Mention], day: dt.date | None) -> list[Mention]:
    """Find every person named in a document, in text order.

    Args:
        tabled: The names of the tables by the tokens that they cover.
        day: The document's date, by which an office-holder goes by the surname alone; None takes those of any time.
    """
    # in order: whole names, without what the sentence glued to them; bare surnames of these; surnames that the table knows
    spans = _unglued(doc, _merged(_bounded(doc, signs(doc, tabled), tabled)))
    spans = [(s, e) for s, e in spans if doc[s:e].text not in _JUNIOR]
    spans = _merged([(s, _end_by_table(doc, s, e)) for s, e in spans])
    pairs = _pairs(doc, spans, day)
    spans = [(s, e) for s, e in spans if not any(s <= i < e for i, _ in pairs)] + pairs
    spans += _surnames_again(doc, spans, tabled)
    spans += [bounds(doc, *span, tabled) for span in _bare_office_holders(doc, spans, tabled, day)]
    named = {i for s, e in spans for i in range(s, e)}
    return [titled_person(doc, s, e, tabled, named) for s, e in sorted(spans)]


def _bounded(doc: Doc, found: Iterable[tuple[int, int]], tabled: dict[int, Mention]) -> Spans:
    spans = (bounds(doc, start, end, tabled) for start, end in found)
    return [(s, e) for s, e in spans if e > s and any(c.isalpha() for c in doc[s].text) and not _is_city(doc, s, e)]


def _is_city(doc: Doc, start: int, end: int) -> bool:
    """ "Ho Chi Minh City", "San Francisco"; one word may be a surname as well."""
    return end - start > 1 and gazetteer.capital_or_city(doc[start:end].text)


def _merged(spans: Spans) -> Spans:
    """Put spans in order, and make one of those that overlap."""
    merged: Spans = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _unglued(doc: Doc, spans: Spans) -> Spans:
    """Drop a first word that belongs to the sentence ("*Applauding* Duterte", "In *Tashkent* Qureshi held ...")."""
    names = {doc[s:e].text for s, e in spans} | {doc[e - 1].text for s, e in spans if e - s > 1}
    return [
        (s + 1, e) if e - s > 1 and _is_glued(doc[s]) and doc[s + 1 : e].text in names else (s, e) for s, e in spans
    ]


def _is_glued(token: Token) -> bool:
    if token.is_sent_start and (token.text.endswith("ing") or token.pos_ == "VERB"):
        return True
    return gazetteer.capital_or_city(token.text) and token.i > 0 and token.nbor(-1).lower_ in ("in", "at", "from")


def _end_by_table(doc: Doc, start: int, end: int) -> int:
    """Return where a name ends that the tagger cut short, by the longest office-holder's name that begins there."""
    last = end
    while last < min(len(doc), end + 3) and doc[last].is_title and doc[last].is_alpha:
        last += 1
    return next((i for i in range(last, end, -1) if officials.by_name(doc[start:i].text) is not None), end)


def _pairs(doc: Doc, spans: Spans, day: dt.date | None) -> Spans:
    """Find the surnames of two that a hyphen joins before a noun: "the *Macron*-*Putin* call"."""
    dashes = [t for t in doc[1:-2] if t.text in DASHES]
    surnames = {doc[e - 1].text for s, e in spans if e - s > 1} if dashes else set()
    return [
        (i, i + 1)
        for dash in dashes
        for i in (dash.i - 1, dash.i + 1)
        if doc[dash.i + 2].pos_ == "NOUN" and all(_is_surname(doc[j], surnames, day) for j in (dash.i - 1, dash.i + 1))
    ]


def _is_surname(token: Token, surnames: set[str], day: dt.date | None) -> bool:
    known = token.text in surnames or officials.by_surname(token.text, day) is not None
    return known and token.is_title and token.is_alpha


def _surnames_again(doc: Doc, spans: Spans, tabled: dict[int, Mention]) -> Spans:
    """Find bare surnames of those named in full that the model labelled otherwise, or not at all."""
    surnames = {doc[e - 1].text for s, e in spans if e - s > 1 and len(doc[e - 1].text) > 2} | _surnames_alone(
        doc, spans
    )
    used = {i for s, e in spans for i in range(s, e)} | tabled.keys()
    return [
        (t.i, t.i + 1)
        for t in (doc if surnames else ())
        if t.text in surnames and t.i not in used and t.pos_ in _NAME_CLASSES and t.text[:1].isupper()
    ]


def _surnames_alone(doc: Doc, spans: Spans) -> set[str]:
    """Return the names of one word that a title introduces: "Mr *Otieno*"."""
    alone = [s for s, e in spans if e - s == 1 and len(doc[s].text) > 2 and doc[s].is_title]
    return {doc[s].text for s in alone if s and (title_word(doc[s - 1]) and doc[s - 1].sent == doc[s].sent)}


def _bare_office_holders(doc: Doc, spans: Spans, tabled: dict[int, Mention], day: dt.date | None) -> Spans:
    """Find surnames of office-holders that stand alone and that the model took for a place or a body."""
    used = {i for s, e in spans for i in range(s, e)} | tabled.keys()
    return [
        (t.i, t.i + 1)
        for t in proper_nouns(doc)
        if t.i not in used and _may_be_surname(t) and _holds_office(t, tabled, day)
    ]


def _holds_office(token: Token, tabled: dict[int, Mention], day: dt.date | None) -> bool:
    """Whether a surname is of one office-holder of that day; a common one, of a state that is named beside it."""
    if officials.by_surname(token.text, day) is not None:
        return True
    if day is None or token.dep_ not in _ARGUMENT or not officials.bears_surname(token.text):
        return False
    return officials.by_surname_of(token.text, day, countries_near(token, tabled)) is not None


def _may_be_surname(token: Token) -> bool:
    """Whether a proper noun stands alone: neither in a longer entity nor before another noun."""
    if not token.is_title or len(token) < 3 or token.dep_ in ("compound", "amod"):
        return False
    entity_goes_on = token.i + 1 < len(token.doc) and token.nbor().ent_iob_ == "I"
    return token.ent_type_ in _MISTAKEN and token.ent_iob_ != "I" and not entity_goes_on
