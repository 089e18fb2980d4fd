"""The title before a name: which office, whose, and where it begins."""

import re

from spacy.tokens import Doc, Token

from diplograph.extract.lexicon import gazetteer
from diplograph.extract.lexicon.words import roles, said
from diplograph.extract.mentions.mention import Mention, body
from diplograph.extract.model import PartyType

# styles that today only members of the House of Lords bear
_PEERS = frozenset({"lord", "baroness"})
_AFTER_A_NAME = frozenset(
    {"MP", "MEP", "MLA", "QC", "KC", "SC", "OBE", "CBE", "MBE", "GCMG", "KCMG", "CMG", "AC", "AO", "PhD"}
)


def title_word(token: Token) -> bool:
    low = token.lower_
    if said(token, roles("heads")) or low in roles("modifiers") or low in roles("honorifics"):
        return True
    return token.pos_ in ("NOUN", "PROPN") and bool({token.lemma_.lower(), low.removesuffix("s")} & roles("heads"))


def titled_person(doc: Doc, start: int, end: int, taken: dict[int, Mention], named: set[int]) -> Mention:
    left = _title_start(doc, start, taken, named)
    words = doc[start:end].text.split()
    while len(words) > 2 and words[-1] in _AFTER_A_NAME:
        words.pop()
    mention = Mention(start, end, left, PartyType.PERSON, " ".join(words))
    if left < start:
        _read_title(doc, mention, taken)
    return mention


def _title_start(doc: Doc, start: int, taken: dict[int, Mention], named: set[int]) -> int:
    """Walk left over title words; the region counts only if it holds an office or an honorific."""
    left, i = start, start - 1
    sentence = doc[start].sent.start
    while i >= sentence and start - i < 16:
        token = doc[i]
        if i in named or (
            token.lower_ in ("and", "&") and (i - 1 in taken or i + 1 in taken or doc[i - 1].tag_ == "NNS")
        ):
            break
        if i in taken:
            i = taken[i].start - 1
            left = i + 1
            continue
        if title_word(token):
            left = i
        elif token.lower_ in ("to", "for") and any(is_office(doc[k]) for k in range(i + 1, start)):
            break
        elif (token.text == ")" and title_word(doc[i - 1])) or (token.text == "(" and ")" in doc[i:start].text):
            left = i
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
    return left if any(is_office(doc[k]) for k in range(left, start)) else start


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


def is_office(token: Token) -> bool:
    return (
        bool(said(token, roles("heads")))
        or token.lemma_.lower() in roles("heads")
        or token.lower_ in roles("honorifics")
    )


def _read_title(doc: Doc, mention: Mention, taken: dict[int, Mention]) -> None:
    words = [t for t in doc[mention.left : mention.start] if not t.is_space]
    lows = frozenset(t.lower_ for t in words)
    owner = _owner_of_title(doc, mention, taken)
    if owner is not None:
        mention.country = owner.country
        mention.org = body(owner)
    kept = [t for t in words if t.i not in taken or owner is None or not owner.start <= t.i < owner.end]
    offices = [t for t in kept if said(t, roles("heads"))]
    mention.role_words = (lows & roles("nobility")) | frozenset(
        t.lower_ for t in kept if t.lower_ in roles("heads") or t.lower_ in roles("modifiers")
    )
    text = "".join(t.text_with_ws for t in kept).strip(" '’s,-") if offices else ""
    plain = re.sub(r"\([^)]*\)", "", text).split()
    mention.role = " ".join(plain[:-1] if plain[-1:] == ["of"] else plain) or None
    if owner is None:
        mention.country = gazetteer.country_of_political_party(text) or ("GB" if lows & _PEERS else None)
    mention.gender = "f" if lows & roles("female") else "m" if lows & roles("male") else None
    last = doc[mention.start - 1]
    length = mention.end - mention.start
    numeral = doc[mention.end - 1].text.strip("IVX") == ""
    if (reigning := said(last, roles("regnal"))) and last.is_title and (length == 1 or numeral):
        mention.start -= reigning
        mention.name = f"{doc[mention.start : last.i + 1].text} {mention.name}"


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
