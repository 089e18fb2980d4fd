"""The names in a text: states and organisations by the tables, persons by label, title and slot.

The entity labels of the model are hints. A title before a name, a state's possessive before it, or
the same name elsewhere in the document overrule them.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from spacy.symbols import PROPN
from spacy.tokens import Doc, Token

from diplograph.extract import gazetteer, officials
from diplograph.extract.frames import roles
from diplograph.extract.gazetteer import Entry, Sense
from diplograph.extract.model import PartyType

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
_MAX_FORM = 10
_NOT_A_NAME = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY", "LANGUAGE"})
_NEVER_BY_SLOT = frozenset({"FAC", "EVENT", "LAW", "WORK_OF_ART", "PRODUCT", "LOC", *_NOT_A_NAME})


@dataclass(slots=True)
class Mention:
    """A name in the text: tokens ``start`` to ``end`` are the name, ``left`` is where its title begins."""

    start: int
    end: int
    left: int
    type: PartyType
    name: str
    entries: tuple[Entry, ...] = ()
    country: str | None = None
    role: str | None = None
    role_words: frozenset[str] = frozenset()
    gender: str | None = None
    org: str | None = None

    @property
    def sense(self) -> Sense | None:
        """In which sense the tables know the name, if they do."""
        return self.entries[0].sense if self.entries else None


@dataclass(slots=True)
class Mentions:
    """All names of a document, in text order, and which of them covers a token."""

    found: list[Mention]
    at: dict[int, Mention] = field(default_factory=dict)
    titled: dict[int, Mention] = field(default_factory=dict)

    def covering(self, token: Token) -> Mention | None:
        """Return the name whose words, or whose title's words, hold the token."""
        mention = self.at.get(token.i)
        if mention is not None and token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj"):
            return self.titled.get(token.i, mention)
        return mention


def find_mentions(doc: Doc, day: dt.date | None = None) -> Mentions:
    """Find every name of a state, organisation, group or person in a parsed document.

    Args:
        day: The document's date, by which Moscow was the Soviet Union and Shultz the Secretary of State;
            None takes the present states, and office-holders of any time.
    """
    tables = [_in_year(m, doc, day.year if day else None) for m in _by_tables(doc)]
    taken = {i: m for m in tables for i in range(m.start, m.end)}
    people = _people(doc, taken, day)
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
    i = 0
    while i < len(texts):
        step = 1
        longest = starts.get(texts[i], 0)
        if longest:
            for j in range(min(len(texts), i + longest), i, -1):
                entries = forms.get(phrase(doc, i, j))
                if entries and not _inside_a_name(doc, i, j):
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


_QUARTERS = frozenset({"North", "South", "East", "West"})


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


def _inside_a_name(doc: Doc, start: int, end: int) -> bool:
    """Whether a table's word is part of a person's name or of a longer name (Jordan Smith, New Jersey)."""
    first = doc[start]
    if (
        start > 0
        and doc[start - 1].tag_ == "POS"
        and end < len(doc)
        and doc[end].pos_ == "PROPN"
        and doc[end].is_title
        and not _title_word(doc[end])
    ):
        return end - start == 1 and first.dep_ == "compound"
    if first.ent_type_ == "PERSON" and end - start == 1:
        ents = [e for e in doc.ents if e.start <= start < e.end]
        if ents and ents[0].end - ents[0].start > 1 and not _title_word(ents[0][0]) and ents[0].start == start:
            follow = doc[end]
            return (
                follow.ent_type_ == "PERSON" and follow.is_title and not _title_word(follow) and first.pos_ == "PROPN"
            )
        if ents and ents[0].start < start and not _title_word(doc[start - 1]) and doc[start - 1].is_title:
            before = doc[ents[0].start : start].text
            return not any(e.text == before and e.label_ == "PERSON" for e in doc.ents)
    if first.ent_type_ in ("ORG", "FAC") and first.ent_iob_ == "I":
        before = doc[start - 1]
        return (
            before.pos_ == "PROPN"
            and before.ent_type_ == first.ent_type_
            and not _title_word(before)
            and not _governs(before)
        )
    return False


def _governs(token: Token) -> bool:
    return (
        token.lower_ in roles("institutions")
        or token.lemma_.lower() in roles("bodies")
        or token.lower_ in ("the", "of")
    )


def _title_word(token: Token) -> bool:
    low = token.lower_
    if low in roles("heads") or low in roles("modifiers") or low in roles("honorifics"):
        return True
    return token.pos_ in ("NOUN", "PROPN") and token.lemma_.lower() in roles("heads")


def _people(doc: Doc, taken: dict[int, Mention], day: dt.date | None) -> list[Mention]:
    spans: dict[int, int] = {}
    for start, end in [*_labelled(doc, taken), *_titled(doc, taken), *_possessed(doc, taken), *_apposed(doc, taken)]:
        start, end = _widen(doc, start, end, taken)
        start, end = _trim(doc, start, end, taken)
        if end > start and any(c.isalpha() for c in doc[start].text):
            spans[start] = max(end, spans.get(start, 0))
    merged = _unglued(doc, _merge(spans))
    merged += _known_again(doc, merged, taken)
    merged += _in_office(doc, merged, taken, day)
    return [_person(doc, s, e, taken) for s, e in sorted(merged)]


def _labelled(doc: Doc, taken: dict[int, Mention]) -> Iterator[tuple[int, int]]:
    for ent in doc.ents:
        if ent.label_ == "PERSON" and not all(i in taken for i in range(ent.start, ent.end)) and "\n" not in ent.text:
            yield ent.start, ent.end


def _titled(doc: Doc, taken: dict[int, Mention]) -> Iterator[tuple[int, int]]:
    for i, low in enumerate([t.lower_ for t in doc[:-1]]):
        if low not in roles("heads") and low not in roles("honorifics"):
            continue
        token = doc[i]
        if (low in roles("heads") or low in roles("honorifics")) and (token.is_title or low in roles("heads")):
            follow = doc[token.i + 1]
            if follow.text == "." and follow.i + 1 < len(doc) and low in roles("honorifics"):
                follow = doc[follow.i + 1]
            if _name_token(follow, taken) and token.sent == follow.sent and follow.ent_type_ not in _NOT_A_NAME:
                yield follow.i, follow.i + 1


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
    for token in [t for t in doc if t.pos == PROPN]:
        if (
            token.dep_ == "appos"
            and token.pos_ == "PROPN"
            and _name_token(token, taken)
            and token.ent_type_ not in ("GPE", "LOC", "FAC")
        ):
            if (
                token.head.lemma_.lower() in roles("heads")
                and token.head.tag_ == "NN"
                and doc[token.left_edge.i - 1].text == ","
            ):
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
            _title_word(doc[i])
            or doc[i].lemma_.lower() in roles("bodies")
            or doc[i].lower_ in roles("institutions") | roles("things")
        ):
            return True
        i += 1
    return i - start == 1 and doc[start].ent_type_ == "ORG" and doc[start].is_upper


def _name_token(token: Token, taken: dict[int, Mention]) -> bool:
    if (
        token.i in taken
        or _title_word(token)
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
        and not _title_word(token)
    ):
        return 1
    if (
        before.dep_ == "compound"
        and before.head == token
        and token.is_title
        and token.i not in taken
        and not _title_word(token)
    ):
        return 1 if token.ent_type_ not in _NOT_A_NAME else 0
    proper = token.pos_ == "PROPN" and token.text[:1].isupper() and token.i not in taken and not _title_word(token)
    return (
        1
        if proper
        and (token.ent_type_ in ("PERSON", "") or token.head.i in range(max(0, end - 4), end + 2))
        and not before.text.endswith("'s")
        and token.ent_type_ not in _NOT_A_NAME
        else 0
    )


def _joins_left(doc: Doc, start: int, taken: dict[int, Mention]) -> int:
    token = doc[start - 1]
    if token.sent != doc[start].sent or token.i in taken or _title_word(token):
        return 0
    if token.text == "-" and not token.whitespace_ and start > 1 and doc[start - 2].text[:1].isalpha():
        return 2 if start - 2 not in taken and doc[start - 2].pos_ == "PROPN" else 0
    if not token.whitespace_ or not doc[start].text[:1].isalpha():
        return 0
    if token.lower_ in _PARTICLES and start > 1 and doc[start - 2].pos_ == "PROPN" and start - 2 not in taken:
        return 1
    near = token.head.i in range(start - 1, start + 5)
    return 1 if token.pos_ == "PROPN" and token.text[:1].isupper() and near and token.ent_type_ in ("PERSON", "") else 0


def _trim(doc: Doc, start: int, end: int, taken: dict[int, Mention]) -> tuple[int, int]:
    while start < end - 1 and (
        start in taken
        or (doc[start].tag_ in ("VBG", "IN", "RB", "DT") and start == doc[start].sent.start)
        or _title_word(doc[start])
        or doc[start].text in ("the", "The", "'s", ".", ",", "’s", "and", "of")
    ):
        start += 1
    while end > start and (
        doc[end - 1].tag_ in ("POS", ",", ".", ":", "''", "``", "-RRB-", "-LRB-", "_SP")
        or doc[end - 1].is_space
        or doc[end - 1].text in ("'s", "’s", "'")
    ):
        end -= 1
    while end - start > 1 and (
        doc[end - 1].tag_ in ("VBZ", "VBD", "MD") or doc[end - 1].lower_ in ("and", "of", "the", "to", "in")
    ):
        end -= 1
    if start < end and all(_title_word(doc[i]) or i in taken for i in range(start, end)):
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
    """Drop a first word that the beginning of a sentence lent to a name ("*Applauding* Duterte")."""
    names = {doc[s:e].text for s, e in spans}
    return [
        (s + 1, e)
        if e - s > 1
        and doc[s].is_sent_start
        and (doc[s].text.endswith("ing") or doc[s].pos_ == "VERB")
        and doc[s + 1 : e].text in names
        else (s, e)
        for s, e in spans
    ]


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


def _in_office(
    doc: Doc, spans: list[tuple[int, int]], taken: dict[int, Mention], day: dt.date | None
) -> list[tuple[int, int]]:
    """Find surnames of office-holders that stand alone and that the model took for a place or a body."""
    used = {i for s, e in spans for i in range(s, e)} | taken.keys()
    return [
        (t.i, t.i + 1)
        for t in doc
        if t.pos == PROPN
        and t.is_title
        and len(t) > 2
        and t.i not in used
        and t.ent_type_ in ("GPE", "ORG", "NORP", "LOC", "")
        and t.ent_iob_ != "I"
        and not (t.i + 1 < len(doc) and doc[t.i + 1].ent_iob_ == "I")
        and t.dep_ not in ("compound", "amod")
        and officials.by_surname(t.text, day)
    ]


def _person(doc: Doc, start: int, end: int, taken: dict[int, Mention]) -> Mention:
    left = _title_start(doc, start, taken)
    name = doc[start:end].text.replace("\n", " ")
    mention = Mention(start, end, left, PartyType.PERSON, " ".join(name.split()))
    if left < start:
        _read_title(doc, mention, taken)
    return mention


def _title_start(doc: Doc, start: int, taken: dict[int, Mention]) -> int:
    """Walk left over title words; the region counts only if it holds an office or an honorific."""
    left, i = start, start - 1
    sentence = doc[start].sent.start
    while i >= sentence and start - i < 16:
        token = doc[i]
        if i in taken:
            i = taken[i].start - 1
            left = i + 1
            continue
        if _title_word(token):
            left = i
        elif token.lower_ in ("to", "for") and any(_office(doc[k]) for k in range(i + 1, start)):
            break
        elif token.lower_ == "the":
            if i == sentence or doc[i - 1].lower_ not in ("of", "for", "to", "and"):
                break
        elif token.lower_ in ("of", "for", "and", "&", "-", "'s", "’s", "to", "/", ".") and i > sentence:
            if token.lower_ == "." and doc[i - 1].lower_ not in roles("honorifics"):
                break
        elif token.pos_ in ("PROPN", "NOUN", "ADJ") and (_inside_office(doc, i, taken) or _of_office(token, start)):
            left = i
        else:
            break
        i -= 1
    return left if any(_office(doc[k]) for k in range(left, start)) else start


def _of_office(token: Token, start: int) -> bool:
    """Whether a word names the field of the office after it (*Information* Minister)."""
    head = token.head
    return (
        token.i < head.i < start
        and head.lower_ in roles("heads")
        and token.dep_ in ("compound", "amod", "nmod")
        and head.i - token.i < 4
    )


def _inside_office(doc: Doc, i: int, taken: dict[int, Mention]) -> bool:
    """Whether a capitalised word belongs to a long title (Minister of Religious *Affairs*)."""
    for k in range(i - 1, max(i - 9, doc[i].sent.start) - 1, -1):
        if doc[k].lower_ in roles("heads") and doc[k].is_title:
            return any(doc[j].lower_ in ("of", "for") for j in range(k, i))
        if doc[k].is_punct and doc[k].text not in ("-", "&"):
            return False
    return False


def _office(token: Token) -> bool:
    return (
        token.lower_ in roles("heads") or token.lemma_.lower() in roles("heads") or token.lower_ in roles("honorifics")
    )


def _read_title(doc: Doc, mention: Mention, taken: dict[int, Mention]) -> None:
    words = [t for t in doc[mention.left : mention.start] if not t.is_space]
    lows = frozenset(t.lower_ for t in words)
    owner = _owner_of_title(doc, mention, taken)
    if owner is not None:
        mention.country = owner.country
        mention.org = owner.name if owner.type is not PartyType.STATE else None
    kept = [t for t in words if t.i not in taken or owner is None or not owner.start <= t.i < owner.end]
    offices = [t for t in kept if t.lower_ in roles("heads")]
    mention.role_words = frozenset(
        t.lower_ for t in kept if t.lower_ in roles("heads") or t.lower_ in roles("modifiers")
    )
    text = "".join(t.text_with_ws for t in kept).strip(" '’s,-") if offices else ""
    mention.role = " ".join(text.split()) or None
    mention.gender = "f" if lows & roles("female") else "m" if lows & roles("male") else None
    last = doc[mention.start - 1]
    length = mention.end - mention.start
    numeral = doc[mention.end - 1].text.strip("IVX") == ""
    if last.lower_ in roles("regnal") and last.is_title and (length == 1 or numeral):
        mention.start -= 1
        mention.name = f"{last.text} {mention.name}"


def _owner_of_title(doc: Doc, mention: Mention, taken: dict[int, Mention]) -> Mention | None:
    """Return the state or organisation whose office it is; not the one the office is for, or sent to."""
    for i in range(mention.left, mention.start):
        if i not in taken:
            continue
        before = doc[taken[i].start - 1].lower_ if taken[i].start > mention.left else ""
        if before == "the" and taken[i].start - 2 >= mention.left:
            before = doc[taken[i].start - 2].lower_
        if before not in ("for", "to", "on", "in", "at"):
            return taken[i]
    return None


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
