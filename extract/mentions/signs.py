"""Where the name of a person is to be looked for: a label, a title, a state's possessive, an office beside it."""

from collections.abc import Iterator

import numpy as np
from spacy.attrs import POS
from spacy.symbols import PROPN
from spacy.tokens import Doc, Token

from diplograph.extract.lexicon import officials
from diplograph.extract.lexicon.frames import nouns
from diplograph.extract.lexicon.gazetteer import Sense
from diplograph.extract.lexicon.words import last_words, roles, said
from diplograph.extract.mentions.mention import Mention
from diplograph.extract.mentions.titles import is_plural, title_word

# labels of the model that no personal name bears
NOT_A_NAME = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY", "LANGUAGE"})
# labels that a personal name may bear by the model's error, but not where its place alone tells of it
_NEVER_BY_PLACE = NOT_A_NAME | {"FAC", "EVENT", "LAW", "WORK_OF_ART", "PRODUCT", "LOC"}
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_ARGUMENT = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "conj"})
_NAME_CLASSES = frozenset({"PROPN", "NOUN", "ADJ", "X", "VERB"})
_PARTICIPLES = frozenset({"acl", "advcl", "pcomp", "xcomp"})
_MISTAGGED = frozenset({"VBZ", "VBD", "NNS", "NNPS"})
_LONGEST_NAME = 5  # tokens
_FIELD = 10  # tokens between an office and the name behind its field

Spans = Iterator[tuple[int, int]]


def signs(doc: Doc, tabled: dict[int, Mention]) -> Spans:
    """Yield the tokens that may be a person's name, or the first word of one."""
    yield from _labelled(doc, tabled)
    yield from _titled(doc, tabled)
    yield from _possessed(doc, tabled)
    yield from _beside_an_office(doc, tabled)
    yield from _known_in_full(doc, tabled)


def proper_nouns(doc: Doc) -> list[Token]:
    """Return the proper nouns of a document."""
    return [doc[i] for i in np.flatnonzero(doc.to_array([POS]).ravel() == PROPN).tolist()]


def _labelled(doc: Doc, tabled: dict[int, Mention]) -> Spans:
    for ent in doc.ents:
        if ent.label_ == "PERSON" and not all(i in tabled for i in range(ent.start, ent.end)) and "\n" not in ent.text:
            yield ent.start, ent.end


def _known_in_full(doc: Doc, tabled: dict[int, Mention]) -> Spans:
    """Full names of office-holders, whatever the model labels them."""
    for i, word in enumerate([t.text for t in doc]):
        if word[:1].isupper() and i not in tabled and officials.begins_name(word):
            last = i + 1
            while last < min(len(doc), i + _LONGEST_NAME) and _may_go_on(doc[last]):
                last += 1
            if end := next((e for e in range(last, i + 1, -1) if officials.by_name(doc[i:e].text)), None):
                yield i, end


def _may_go_on(token: Token) -> bool:
    """Whether a word behind another may be of one name with it: "Moon *Jae*-*in*"."""
    hyphen = token.nbor(-1).text == "-" and not token.nbor(-1).whitespace_
    return token.text[:1].isupper() or token.text == "-" or hyphen


def _titled(doc: Doc, tabled: dict[int, Mention]) -> Spans:
    heads, honorifics = roles("heads"), roles("honorifics")
    possible = last_words(heads) | honorifics
    for i in [i for i, low in enumerate([t.lower_ for t in doc[:-1]]) if low in possible]:
        title = doc[i]
        office, honorific = said(title, heads), title.lower_ in honorifics
        if not office and not title.is_title:
            continue
        follow = doc[i + 1]
        # "Mr . Otieno"
        if honorific and follow.text == "." and i + 2 < len(doc):
            follow = doc[i + 2]
        if follow.sent == title.sent and _may_be_name(follow, tabled) and follow.ent_type_ not in NOT_A_NAME:
            yield follow.i, follow.i + 1
        elif office and (name := _behind_a_field(doc, i, tabled)) is not None:
            yield name, name + 1


def _behind_a_field(doc: Doc, office: int, tabled: dict[int, Mention]) -> int | None:
    """Return where a name begins behind "Secretary of State", "Minister for Foreign Affairs of Senegal"."""
    i = office + 1
    if doc[i].lower_ not in ("of", "for"):
        return None
    while i < min(len(doc) - 1, office + _FIELD) and _in_field(doc[i], tabled):
        i += 1
    name, follow = doc[i], doc[min(i + 1, len(doc) - 1)]
    if doc[i - 1].lower_ in ("of", "for", "the", "and") or name.sent != doc[office].sent or _names_a_body(name):
        return None
    if name.ent_type_ in _NEVER_BY_PLACE or follow.ent_type_ != name.ent_type_:
        return None
    return i if all(t.tag_ == "NNP" and _may_be_name(t, tabled) for t in (name, follow)) else None


def _in_field(token: Token, tabled: dict[int, Mention]) -> bool:
    linked = token.i in tabled or token.lower_ in ("of", "for", "the", "and")
    return linked or (token.is_title and title_word(token))


def _possessed(doc: Doc, tabled: dict[int, Mention]) -> Spans:
    """A name behind a state's possessive: "Kenya's *Otieno*"."""
    for i, owner in tabled.items():
        mark = i + 1
        if i != owner.end - 1 or owner.sense not in (Sense.NAME, None) or mark + 1 >= len(doc):
            continue
        name = doc[mark + 1]
        barred = NOT_A_NAME if _begins_several(name) else _NEVER_BY_PLACE
        if (
            doc[mark].tag_ == "POS"
            and name.ent_type_ not in barred
            and _may_be_name(name, tabled)
            and not _institution_ahead(doc, name.i)
        ):
            yield name.i, name.i + 1


def _begins_several(name: Token) -> bool:
    """Whether a word is the first of several capitalised ones, of which labels tell less."""
    if name.i + 1 >= len(name.doc) or name.dep_ not in ("compound", "nmod"):
        return False
    follow = name.nbor()
    return follow.pos_ == "PROPN" and follow.is_title


def _institution_ahead(doc: Doc, start: int) -> bool:
    """Whether the capitalised words from here on name a body or a thing: "Kenya's *Supreme Council of Imams*"."""
    i = start
    while i < len(doc) and (doc[i].is_title or doc[i].lower_ in ("of", "and", "the", "for")):
        if title_word(doc[i]) or _names_a_body(doc[i]):
            return True
        i += 1
    return i - start == 1 and doc[start].ent_type_ == "ORG" and doc[start].is_upper


def _names_a_body(token: Token) -> bool:
    return token.lemma_.lower() in roles("bodies") or token.lower_ in roles("institutions") | roles("things")


def _beside_an_office(doc: Doc, tabled: dict[int, Mention]) -> Spans:
    for token in proper_nouns(doc):
        if not _may_be_name(token, tabled):
            continue
        beside = _apposed_to_office(token) if token.dep_ == "appos" else _explained_by_office(token)
        if beside or _listed_behind_offices(token):
            yield token.i, token.i + 1


def _apposed_to_office(token: Token) -> bool:
    """ "The foreign minister, *Otieno*, met", but not "the minister, *Nairobi*, met"."""
    place = token.ent_type_ in _PLACES and not any(c.dep_ == "compound" for c in token.children)
    return not place and _is_office(token.head, "NNS") and token.doc[token.left_edge.i - 1].text == ","


def _explained_by_office(token: Token) -> bool:
    """ "*Otieno*, the foreign minister, met"."""
    return token.dep_ in _ARGUMENT and any(c.dep_ == "appos" and _is_office(c) for c in token.children)


def _listed_behind_offices(token: Token) -> bool:
    """ "Presidents X, *Y* and *Z*"."""
    first = token
    while first.dep_ in ("conj", "appos") and first.head.i < first.i:
        first = first.head
    return first != token and any(c.dep_ == "compound" and is_plural(c) for c in first.lefts)


def _is_office(token: Token, *tags: str) -> bool:
    return token.lemma_.lower() in roles("heads") and token.tag_ in ("NN", "NNP", *tags)


def _may_be_name(token: Token, tabled: dict[int, Mention]) -> bool:
    """Whether a word can be one of a personal name: capitalised, and neither in the tables nor in a title."""
    lettered = token.text[:1].isupper() and (token.is_alpha or "-" in token.text)
    # "the Taliban leader *Following* the talks", in a headline's capitals
    if not lettered or token.i in tabled or title_word(token) or token.dep_ == "prep":
        return False
    # "make this Official *Visit* to"
    if token.lower_ in nouns():
        return False
    # "an Official *Previewing* the summit", in a headline's capitals
    if token.tag_ == "VBG" and token.dep_ in _PARTICIPLES:
        return False
    # "Mr *Brooks* Adams", "Count *Berchtold* received", which the tagger takes for a verb or a plural
    if token.tag_ in _MISTAGGED:
        return _leads_a_name(token) or _follows_honorific(token)
    return token.pos_ in _NAME_CLASSES


def _leads_a_name(token: Token) -> bool:
    return token.dep_ == "compound" and token.i + 1 < len(token.doc) and token.nbor().tag_ == "NNP"


def _follows_honorific(token: Token) -> bool:
    """Whether a capital stands behind an honorific and before a word in lower case, as no verb of a headline does."""
    before = token.nbor(-1) if token.i else token
    follow = token.nbor() if token.i + 1 < len(token.doc) else token
    honoured = before.lower_ in roles("honorifics") and before.is_title and (follow.is_lower or follow.is_punct)
    # not "Honourable *Members*"
    return honoured and token.lower_.removesuffix("s") not in roles("bodies")
