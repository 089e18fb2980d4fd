"""What the words around a person's name tell: "Kenya's NAME", "NAME of Brazil", "NAME, China's top diplomat"."""

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from diplograph.extract.lexicon.gazetteer import Sense
from diplograph.extract.lexicon.words import roles, words
from diplograph.extract.mentions.mention import Mention, Mentions
from diplograph.extract.mentions.titles import gender_of, is_plural
from diplograph.extract.syntax.repairs import doubled_subjects, office_before_comma
from diplograph.extract.syntax.tokens import SUBJECT

_LISTING = frozenset({",", "and", "&"})


def read_beside(doc: Doc, mentions: Mentions) -> None:
    """Take for whom each person acts, and in which office, from the words around the name and its title."""
    for person in mentions.found:
        if person.is_person:
            _read_around(doc, person, mentions)
    for person in mentions.found:
        if person.is_person and any(map(is_plural, doc[person.left : person.start])):
            _share_title(doc, person, mentions)


def _share_title(doc: Doc, person: Mention, mentions: Mentions) -> None:
    """ "Presidents *X*, *Y* and *Z*": a plural before a list of names is the title of each."""
    last = person
    while (other := _next_listed(doc, last, mentions)) is not None:
        other.role_words |= person.role_words
        other.role = other.role or person.role
        other.country, other.org = other.country or person.country, other.org or person.org
        last = other


def _next_listed(doc: Doc, name: Mention, mentions: Mentions) -> Mention | None:
    """Return the person without a title whom a comma or "and" joins to the name before."""
    i = name.end
    while i < len(doc) and i - name.end < len(_LISTING) and doc[i].lower_ in _LISTING:
        i += 1
    other = mentions.at.get(i) if i > name.end else None
    untitled = other is not None and other.is_person and other.left == other.start == i
    return other if untitled else None


def _read_around(doc: Doc, person: Mention, mentions: Mentions) -> None:
    for owner in (_owner_before(doc, person, mentions), _owner_behind(doc, person, mentions)):
        if owner is not None:
            person.take_owner(owner)
    for office in _offices(doc, person):
        _read_office(doc, person, office, mentions)


def _owner_before(doc: Doc, person: Mention, mentions: Mentions) -> Mention | None:
    left = person.left
    # "*Kenya*'s NAME"
    if left >= 2 and doc[left - 1].tag_ == "POS":
        possessor = mentions.at.get(left - 2)
        if possessor is not None and not possessor.is_person:
            return possessor
    # "*Kenyan* NAME"
    adjective = mentions.at.get(left - 1) if left else None
    if adjective is not None and adjective.end == left and adjective.sense in (Sense.DEMONYM, Sense.NAME):
        return adjective
    return _owner_before_comma(doc, person, mentions)


def _owner_before_comma(doc: Doc, person: Mention, mentions: Mentions) -> Mention | None:
    """ "The ambassadors of *Kenya*, Mr NAME; of Chad, Ms NAME;"."""
    left = person.left
    if not (3 <= left < person.start and doc[left - 1].text == "," and _is_closed(doc, person)):
        return None
    state = mentions.at.get(left - 2)
    named = state is not None and state.sense is Sense.NAME and _follows_of(doc, state.start)
    return state if named else None


def _is_closed(doc: Doc, person: Mention) -> bool:
    return person.end < len(doc) and doc[person.end].text in (",", ";", "(", ".")


def _follows_of(doc: Doc, start: int) -> bool:
    before = [t.lower_ for t in doc[max(0, start - 3) : start]]
    return "of" in before[-1:] or before[-2:] == ["of", "the"] or before[-3:-2] == ["of"]


def _owner_behind(doc: Doc, person: Mention, mentions: Mentions) -> Mention | None:
    """ "NAME of the *Netherlands*", "NAME (*Brazil*)"."""
    follow = doc[person.end : person.end + 3]
    if len(follow) < 2 or follow[0].lower_ not in ("of", "("):
        return None
    owner = mentions.at.get(person.end + 1 + (follow[1].lower_ == "the"))
    return owner if owner is not None and owner.sense is Sense.NAME else None


def _offices(doc: Doc, person: Mention) -> Iterator[Token]:
    """Yield the nouns for offices that the text gives a person beside the name."""
    name = person.head(doc)
    yield from filter(_is_office, _set_beside(doc, person, name))
    # "NAME, who leads the *delegation*", "NAME, who is *minister*"
    for clause in name.children:
        if clause.dep_ == "relcl" and clause.lemma_ in words("serving"):
            yield from (c for c in clause.children if c.dep_ in ("attr", "dobj"))
    yield from filter(_is_office, _told_of(name))
    if person.role is None and (office := office_before_comma(doc, person.left)) is not None:
        yield office


def _told_of(name: Token) -> Iterator[Token]:
    """ "NAME was appointed *ambassador*", "NAME became *president*", "NAME served as *consul*"; not "NAME is no diplomat"."""
    verb = name.head
    if name.dep_ not in SUBJECT or not _instates(verb):
        return
    told = [c for c in verb.children if c.dep_ in ("attr", "oprd", "dobj") and c.i > verb.i]
    told += [o for c in verb.children if c.lower_ == "as" for o in c.children if o.dep_ == "pobj"]
    yield from (o for o in told if o.tag_ in ("NN", "NNP") and all(c.lower_ != "no" for c in o.children))


def _instates(verb: Token) -> bool:
    """Whether a verb tells that somebody has, or had, an office."""
    left_open = any(c.dep_ == "neg" or c.tag_ == "MD" for c in verb.children)
    return verb.lemma_ in words("instating") and not left_open


def _set_beside(doc: Doc, person: Mention, name: Token) -> Iterator[Token]:
    # "NAME, the foreign *minister*, met"
    yield from (c for c in name.children if c.dep_ == "appos")
    # "the foreign *minister*, NAME, met"
    if name.dep_ == "appos":
        yield name.head
    yield from doubled_subjects(name, person)


def _is_office(token: Token) -> bool:
    return token.lemma_.lower() in roles("heads")


def _read_office(doc: Doc, person: Mention, office: Token, mentions: Mentions) -> None:
    owner = _owner_of_office(doc, office, mentions)
    if owner is not None:
        person.take_owner(owner)
    phrase = doc[office.left_edge.i : office.i + 1]
    low = frozenset(t.lower_ for t in phrase)
    person.role_words |= low & (roles("heads") | roles("modifiers"))
    person.gender = person.gender or gender_of(low)
    if person.role is None:
        own = [t for t in phrase if t.i not in mentions.at and t.tag_ not in ("DT", "POS", "PRP$") and not t.is_punct]
        person.role = " ".join(t.text for t in own if t.lower_ not in ("and", "the")) or office.text


def _owner_of_office(doc: Doc, office: Token, mentions: Mentions) -> Mention | None:
    """Return whose office it is: "*China*'s minister", or else "minister of *China*"."""
    before = [doc[i] for i in range(office.left_edge.i, office.i)]
    behind = (t for p in office.children if p.lower_ in ("of", "at", "from") for t in p.subtree)
    for words_of in (before, behind):
        for token in words_of:
            owner = mentions.at.get(token.i)
            if owner is not None and not owner.is_person:
                return owner
    return None
