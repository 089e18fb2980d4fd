"""The title before a name: which office, whose, and where it begins."""

import re
from collections.abc import Iterable

from spacy.tokens import Doc, Token

from diplograph.extract.lexicon import gazetteer
from diplograph.extract.lexicon.words import roles, said
from diplograph.extract.mentions.mention import Mention
from diplograph.extract.model import PartyType

_LONGEST = 16  # tokens of a title
_FIELD = 9  # tokens between an office and the last word of its field
_TENSES = frozenset({"VB", "VBP", "VBZ", "VBD"})
# words that join the parts of a title: "of", "for" and their like, and what stands for them
_LINKS = frozenset({"of", "for", "and", "&", "-", "'s", "’s", "to", "/", ".", "the"})
# after these the office belongs to somebody else: "envoy to Chad", "minister for Sahel affairs", "talks in Chad"
_NOT_OWNING = frozenset({"for", "to", "on", "in", "at"})


def title_word(token: Token) -> bool:
    """Whether a word may stand in a title: an office, what describes one, or an honorific."""
    low = token.lower_
    if said(token, roles("heads")) or low in roles("modifiers") or low in roles("honorifics"):
        return True
    return token.pos_ in ("NOUN", "PROPN") and bool({token.lemma_.lower(), low.removesuffix("s")} & roles("heads"))


def is_office(token: Token) -> bool:
    """Whether a word makes a title: an office or an honorific."""
    if token.is_lower and token.tag_ in _TENSES:  # "to *host* X"
        return token.lower_ in roles("honorifics")
    heads = roles("heads")
    return bool(said(token, heads)) or bool(_singulars(token) & heads) or token.lower_ in roles("honorifics")


def is_plural(token: Token) -> bool:
    """Whether an office in a title is that of several: "*Presidents* X and Y"."""
    plural = token.tag_ in ("NNS", "NNPS") or token.lower_.endswith("s")
    return plural and token.lower_ not in roles("heads") and bool(_singulars(token) & roles("heads"))


def _singulars(token: Token) -> frozenset[str]:
    """Return what the singular of a noun may be; the tagger knows no lemma of a plural that it takes for a name."""
    found = {token.lemma_.lower()}
    if token.is_title and token.pos_ in ("NOUN", "PROPN"):
        found.add(token.lower_.removesuffix("s"))
    return frozenset(found)


def gender_of(low: frozenset[str]) -> str | None:
    """Return the gender, "f" or "m", that some words of a title tell, in lower case."""
    if low & roles("female"):
        return "f"
    return "m" if low & roles("male") else None


def titled_person(doc: Doc, start: int, end: int, tabled: dict[int, Mention], named: set[int]) -> Mention:
    """Make the mention of a person from the tokens of the name, with what the title before it tells.

    Args:
        tabled: The names of the tables by the tokens that they cover.
        named: The tokens of all persons' names, which end a title.
    """
    words = doc[start:end].text.split()
    while len(words) > 2 and words[-1].lower() in roles("postnominals"):
        words.pop()
    mention = Mention(start, end, _title_start(doc, start, tabled, named), PartyType.PERSON, " ".join(words))
    if mention.left < start:
        _read_title(doc, mention, tabled)
    return mention


def _title_start(doc: Doc, start: int, tabled: dict[int, Mention], named: set[int]) -> int:
    """Walk left over title words; the region counts only if it holds an office or an honorific."""
    left, i = start, start - 1
    sentence = doc[start].sent.start
    while i >= sentence and start - i < _LONGEST and i not in named and not _begins_another(doc, i, tabled):
        # "Republic of Korea (*ROK*) Minister Otieno"
        if i - 2 > sentence and _brackets_a_name(doc, i, tabled):
            i -= 3
            continue
        # "*Chad* Foreign Minister Otieno"
        if i in tabled:
            left = tabled[i].start
            i = left - 1
            continue
        if title_word(doc[i]) or _bracketed(doc, i, start):
            left = i
        elif doc[i].lower_ in _LINKS:
            if not _links(doc, i, start):
                break
        elif _field_of_office(doc, i, start):
            left = i
        else:
            break
        i -= 1
    return left if any(_makes_title(doc[k], start) for k in range(left, start)) else start


def _makes_title(token: Token, start: int) -> bool:
    """Whether a word makes a title of those before a name; not "*officials* of the Otieno government"."""
    apart = is_plural(token) and any(t.lower_ in ("of", "for") for t in token.doc[token.i : start])
    return is_office(token) and not apart


def _begins_another(doc: Doc, i: int, tabled: dict[int, Mention]) -> bool:
    """Whether an "and" divides two parties rather than two fields: "Chad *and* President X", "the President *and* Mrs X"."""
    if doc[i].lower_ not in ("and", "&"):
        return False
    named_apart = i - 1 in tabled or i + 1 in tabled or doc[i - 1].tag_ == "NNS"
    return named_apart or any(said(token, roles("spouses")) for token in doc[i + 1 : i + 3])


def _brackets_a_name(doc: Doc, i: int, tabled: dict[int, Mention]) -> bool:
    return doc[i].text == ")" and doc[i - 2].text == "(" and i - 1 in tabled


def _bracketed(doc: Doc, i: int, start: int) -> bool:
    """Whether a bracket stands within a title: "Minister of State (Trade) X"."""
    if doc[i].text == ")":
        return title_word(doc[i - 1])
    return doc[i].text == "(" and ")" in doc[i:start].text


def _links(doc: Doc, i: int, start: int) -> bool:
    """Whether a small word joins what is before it to the title after it."""
    low, sentence = doc[i].lower_, doc[start].sent.start
    if i == sentence:
        return False
    # "Minister *for the* Interior X", but not "said *the* minister X"
    if low == "the":
        return doc[i - 1].lower_ in ("of", "for", "to", "and")
    # "gave the letter *to* President X"
    if low in ("to", "for") and any(is_office(doc[k]) for k in range(i + 1, start)):
        return False
    # "Mr*.* X", but not "He left*.* President X"
    return low != "." or doc[i - 1].lower_ in roles("honorifics")


def _field_of_office(doc: Doc, i: int, start: int) -> bool:
    """Whether a word names the field of an office."""
    return doc[i].pos_ in ("PROPN", "NOUN", "ADJ") and (behind_office(doc, i) or _before_office(doc[i], start))


def _before_office(token: Token, start: int) -> bool:
    """Whether a word names the field of the office after it: "*Information* Minister"."""
    head = token.head
    near = token.i < head.i < start and head.i - token.i < 4
    return near and head.lower_ in roles("heads") and token.dep_ in ("compound", "amod", "nmod")


def behind_office(doc: Doc, i: int) -> bool:
    """Whether a word belongs to a long title: "Minister of Religious *Affairs*"."""
    for k in range(i - 1, max(i - _FIELD, doc[i].sent.start) - 1, -1):
        if doc[k].lower_ in roles("heads") and doc[k].is_title:
            return any(doc[j].lower_ in ("of", "for") for j in range(k, i))
        if doc[k].is_punct and doc[k].text not in ("-", "&"):
            return False
    return False


def _read_title(doc: Doc, mention: Mention, tabled: dict[int, Mention]) -> None:
    words = [t for t in doc[mention.left : mention.start] if not t.is_space]
    low = frozenset(t.lower_ for t in words)
    owner = _owner_of_title(doc, mention, tabled)
    own = [t for t in words if t.i not in tabled or owner is None or not owner.start <= t.i < owner.end]
    mention.role_words = (low & roles("nobility")) | _role_words(map(_word_of_office, own))
    office = _office(own)
    mention.role = _without_brackets(office) or None
    if owner is not None:
        mention.country, mention.org = owner.country, owner.named_org
    else:
        # "Tory leader X", "Lord X"
        mention.country = gazetteer.country_of_political_party(office) or ("GB" if low & roles("peers") else None)
    mention.gender = gender_of(low)
    if title := _regnal_words(doc, mention):
        mention.start -= title
        mention.name = f"{doc[mention.start : mention.start + title].text} {mention.name}"


def _role_words(low: Iterable[str]) -> frozenset[str]:
    return frozenset(low) & (roles("heads") | roles("modifiers") | roles("home"))


def _word_of_office(token: Token) -> str:
    return token.lower_.removesuffix("s") if is_plural(token) else token.lower_


def _office(words: list[Token]) -> str:
    """Return the title as written, each of several in the singular; empty where it has honorifics only."""
    if not any(said(t, roles("heads")) or is_plural(t) or t.lower_ in roles("home") for t in words):
        return ""
    told = "".join((t.text.removesuffix("s") if is_plural(t) else t.text) + t.whitespace_ for t in words)
    return re.sub(r"^['’]s\b|['’]s$", "", told.strip()).strip(" '’,-")


def _without_brackets(office: str) -> str:
    words = re.sub(r"\([^)]*\)", "", office).split()
    while words and words[-1] in ("of", "the"):
        words.pop()
    return " ".join(words)


def _regnal_words(doc: Doc, mention: Mention) -> int:
    """Return how many words of a title stay with the name, of which a first name is left without: "*King* Charles III"."""
    last = doc[mention.start - 1]
    numbered = doc[mention.end - 1].text.strip("IVX") == ""
    alone = mention.end - mention.start == 1 or numbered
    return said(last, roles("regnal")) if last.is_title and alone else 0


def _owner_of_title(doc: Doc, mention: Mention, tabled: dict[int, Mention]) -> Mention | None:
    """Return the state or organisation whose office it is; not the one the office is for, or sent to."""
    for i in range(mention.left, mention.start):
        if i in tabled and _word_before(doc, tabled[i].start, mention.left) not in _NOT_OWNING:
            return tabled[i]
    return None


def _word_before(doc: Doc, i: int, left: int) -> str:
    """Return the word before a token, beyond its article, or nothing where the title begins."""
    before = doc[i - 1].lower_ if i > left else ""
    return doc[i - 2].lower_ if before == "the" and i - 2 >= left else before
