"""The names in a text: states and organisations by the tables, persons by label, title and slot.

The entity labels of the model are hints. A title before a name, a state's possessive before it, or
the same name elsewhere in the document overrule them.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from spacy.tokens import Doc, Span, Token

from diplograph.extract.lexicon import gazetteer
from diplograph.extract.lexicon.gazetteer import Sense
from diplograph.extract.lexicon.words import roles, said, words
from diplograph.extract.mentions.mention import Mention, Mentions
from diplograph.extract.mentions.names import people_in
from diplograph.extract.mentions.titles import title_word
from diplograph.extract.model import PartyType

_MAX_FORM = 10
_QUARTERS = frozenset({"North", "South", "East", "West"})


def find_mentions(doc: Doc, day: dt.date | None = None) -> Mentions:
    """Find every name of a state, organisation, group or person in a parsed document.

    Args:
        day: The document's date, by which Moscow was the Soviet Union and Shultz the Secretary of State;
            None takes the present states, and office-holders of any time.
    """
    tables = [_in_year(m, doc, day.year if day else None) for m in _by_tables(doc)]
    taken = {i: m for m in tables for i in range(m.start, m.end)}
    people = people_in(doc, taken, day)
    named = {i for m in people for i in range(m.start, m.end)}
    kept = [m for m in tables if not named & set(range(m.start, m.end))]
    others = _organisations(doc, named | {i for m in kept for i in range(m.start, m.end)})
    every = sorted([*kept, *people, *others], key=lambda m: m.start)
    mentions = Mentions(every)
    for m in every:
        for i in range(m.start, m.end):
            mentions.at[i] = m
    for m in people:
        for i in range(m.left, m.start):
            mentions.at.setdefault(i, m)
            mentions.titled[i] = m
    return mentions


def _in_year(mention: Mention, doc: Doc, year: int | None) -> Mention:
    if year is not None and year < 1993 and mention.sense in (Sense.CAPITAL, Sense.SEAT):
        entries = gazetteer.lookup_in(phrase(doc, mention.start, mention.end), year)
        if entries:
            return replace(mention, name=entries[0].name, country=entries[0].code, type=entries[0].type)
    return mention


def phrase(doc: Doc, start: int, end: int) -> str:
    """Return the text of a token span as the tables spell it: single spaces, straight apostrophes."""
    return " ".join(doc[start:end].text.replace("’", "'").split())


def _by_tables(doc: Doc) -> Iterator[Mention]:
    starts, forms = _first_words(), gazetteer.surface_forms()
    texts = [t.text for t in doc]
    people = [e for e in doc.ents if e.label_ == "PERSON"]
    i = 0
    while i < len(texts):
        step = 1
        longest = starts.get(texts[i], 0)
        if longest:
            for j in range(min(len(texts), i + longest), i, -1):
                entries = forms.get(phrase(doc, i, j))
                if entries and not _inside_a_name(doc, i, j, people):
                    best = entries[0]
                    yield Mention(i, j, i, best.type, best.name, entries, country=best.code)
                    step = j - i
                    break
        if texts[i] in _QUARTERS and (twin := _twin(doc, i)):
            yield twin
        i += step


def _twin(doc: Doc, i: int) -> Mention | None:
    """The first of "South and North Korean", which shares its second word with the other."""
    if i + 3 < len(doc) and doc[i + 1].lower_ in ("and", "or") and doc[i + 2].text in _QUARTERS:
        entries = gazetteer.lookup(f"{doc[i].text} {doc[i + 3].text}")
        if entries:
            return Mention(i, i + 1, i, entries[0].type, entries[0].name, entries, country=entries[0].code)
    return None


@cache
def _first_words() -> dict[str, int]:
    """Return the beginnings of all forms of the tables, cut as the tokenizer cuts, and how many tokens they may have."""
    found: dict[str, int] = {}
    for form in gazetteer.surface_forms():
        word = form.split(" ")[0]
        length = len(re.findall(r"[^\s\-'/+]+|[-'/+]", form)) + form.count(".") + 1
        for cut in {word, word.rstrip("."), *re.split(r"[-'/+]", word)[:1], word.removesuffix("'s")}:
            found[cut] = max(found.get(cut, 0), min(length, _MAX_FORM))
    return found


def _inside_a_name(doc: Doc, start: int, end: int, people: list[Span]) -> bool:
    """Whether a table's word is part of a person's name or of a longer name (Jordan Smith, New Jersey)."""
    first = doc[start]
    if start > 0 and doc[start - 1].text in ("National", "Supreme"):
        return True
    if said(first, words("regions")) > 1:  # "Latin American"
        return True
    if (
        start > 0
        and doc[start - 1].tag_ == "POS"
        and end < len(doc)
        and doc[end].pos_ == "PROPN"
        and doc[end].is_title
        and not title_word(doc[end])
    ):
        return end - start == 1 and first.dep_ == "compound"
    if first.ent_type_ == "PERSON" and end - start == 1:
        ents = [e for e in people if e.start <= start < e.end]
        if ents and ents[0].end - ents[0].start > 1 and not title_word(ents[0][0]) and ents[0].start == start:
            follow = doc[end]
            return follow.ent_type_ == "PERSON" and follow.is_title and not title_word(follow) and first.pos_ == "PROPN"
        if ents and ents[0].start < start and not title_word(doc[start - 1]) and doc[start - 1].is_title:
            before = doc[ents[0].start : start].text
            return not any(e.text == before for e in people)
    if first.ent_type_ in ("ORG", "FAC") and first.ent_iob_ == "I":
        ahead = doc[start - 1]
        named = ahead.pos_ == "PROPN" and ahead.ent_type_ == first.ent_type_
        return named and not title_word(ahead) and not _governs(ahead)
    return False


def _governs(token: Token) -> bool:
    return (
        token.lower_ in roles("institutions")
        or token.lemma_.lower() in roles("bodies")
        or token.lower_ in ("the", "of")
    )


def _organisations(doc: Doc, used: set[int]) -> list[Mention]:
    """Take an unlisted organisation for a party only where its name says that it governs or fights."""
    found = []
    for ent in doc.ents:
        if ent.label_ not in ("ORG", "NORP") or any(i in used for i in range(ent.start, ent.end)):
            continue
        low = {t.lower_ for t in ent}
        if low & roles("institutions") and not low & {"bank", "football", "company"} and len(low) > 1:
            start = ent.start + (ent[0].lower_ == "the")
            end = ent.end - (ent[-1].tag_ == "POS")
            if end > start:
                found.append(Mention(start, end, start, PartyType.ORGANISATION, phrase(doc, start, end)))
    return found
