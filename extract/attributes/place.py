"""Where a contact took place: a city, venue or country, as written; never a dateline or a posting."""

from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from diplograph.extract.attributes.phrase import below
from diplograph.extract.attributes.scene import Scene
from diplograph.extract.lexicon import gazetteer
from diplograph.extract.lexicon.gazetteer import Sense
from diplograph.extract.lexicon.words import roles, words
from diplograph.extract.mentions.mention import Mention, Mentions
from diplograph.extract.model import PartyType
from diplograph.extract.syntax.tokens import is_verbal

_WHERE = frozenset({"in", "at", "near", "aboard", "outside", "on"})
_IN = frozenset({"in", "at"})
_PLACES = frozenset({"GPE", "FAC", "LOC"})
_NO_PLACES = frozenset({"DATE", "TIME", "EVENT"})
_UNSURE = frozenset({"ORG", "PERSON", ""})  # what the model may take an unknown place for
_MODIFIERS = frozenset({"compound", "amod", "nmod", "poss"})
_MARKS = frozenset({"-", "'s", "'"})
_REACH = 28  # words


class Places:
    """Finds the places of the contacts of one document."""

    def __init__(self, mentions: Mentions, scene: Scene) -> None:
        self._mentions, self._scene = mentions, scene

    def of(self, trigger: Token, path: list[Token], arguments: Iterable[Token]) -> str | None:
        """Return the place of a contact, a city before all else.

        Args:
            path: The words from the contact's own up to the verb of its clause.
            arguments: The heads of the noun phrases that take part.
        """
        found = [*self._hanging(path, arguments)]
        if found:
            return next(filter(gazetteer.capital_or_city, found), found[0])
        for token in path:
            if name := self._where(token):
                return name
            if any(c.lower_ == "there" for c in below(token, "advmod")):  # "met Chile's envoy there"
                return self._scene.place
        return self._before(trigger) or self._behind(trigger)

    def _hanging(self, path: list[Token], arguments: Iterable[Token]) -> Iterator[str]:
        for token in path:
            yield from self._at(token)
        for token in arguments:
            yield from self._at(token) if token in path else self._beside(token)

    def _where(self, verb: Token) -> str | None:
        """ "The city where Peru met Chile"."""
        relative = verb.dep_ == "relcl" and any(c.lower_ == "where" for c in verb.children)
        return self._name(verb.head) if relative else None

    def _before(self, noun: Token) -> str | None:
        """ "The Geneva talks"."""
        for child in below(noun, "compound", "nmod"):
            if child.ent_type_ in ("GPE", "FAC") or gazetteer.city_country(child.text):
                mention = self._mentions.covering(child)
                if mention is None or mention.sense in (Sense.CAPITAL, Sense.SEAT):
                    return _proper_phrase(child)
        return None

    def _behind(self, trigger: Token) -> str | None:
        """Return a known city after "in" or "at" that follows the contact word with no other verb between."""
        for token in trigger.doc[trigger.i + 1 : min(trigger.sent.end, trigger.i + _REACH)]:
            if is_verbal(token) or token.text in (";", ":"):
                return None
            # "met the ambassador in Kigali": a posting
            above = token.head.head
            posted = above.lemma_.lower() in roles("envoys")
            # "discussed the attack in Kigali"
            elsewhere = above.dep_ == "dobj" and above.head == trigger and trigger.lemma_ in words("discussing")
            # "talked, the ministry in Kigali said"
            elsewhere |= above.dep_ == "nsubj" and above.head != trigger and above.head.i > token.i
            if token.dep_ == "pobj" and token.head.lower_ in _IN and not (posted or elsewhere):
                name = self._name(token)
                if name and gazetteer.capital_or_city(name):
                    return name
        return None

    # --- places that hang on a word -------------------------------------------------------------

    def _at(self, token: Token) -> Iterator[str]:
        """ "Met in Kigali", "talks at a hotel in the centre of Kigali"."""
        for preposition in below(token, "prep"):
            about = preposition.lower_ == "on" and self._is_state(preposition)  # "on Gaza, they discussed food"
            if preposition.lower_ in _WHERE and not about:
                yield from self._after(preposition)

    def _beside(self, argument: Token) -> Iterator[str]:
        """The same on a party ("met the envoy of Peru in Kigali"), but for where it is posted."""
        lemma = argument.lemma_.lower()
        if lemma in roles("envoys") and lemma not in roles("leaders"):  # "the ambassador in Kigali"
            return
        leads = lemma in roles("heads")
        for preposition in below(argument, "prep"):
            if preposition.lower_ in _WHERE and not (leads and self._is_state(preposition)):
                yield from self._after(preposition)

    def _after(self, preposition: Token) -> Iterator[str]:
        """Yield the place after a preposition, and those that it is in."""
        yield from self._names(preposition)
        for place in below(preposition, "pobj"):
            yield from self._at(place)  # "at a hotel in Kigali"
            for of in place.children:
                if of.lower_ == "of":  # "on the margins of a summit in Kigali"
                    yield from (name for whole in of.children for name in self._at(whole))

    def _is_state(self, preposition: Token) -> bool:
        """ "The authorities in Rwanda": the state that somebody leads."""
        named = (self._mentions.at.get(o.i) for o in preposition.children)
        return any(m is not None and m.sense is Sense.NAME for m in named)

    # --- names ----------------------------------------------------------------------------------

    def _names(self, preposition: Token) -> Iterator[str]:
        return filter(None, map(self._name, below(preposition, "pobj")))

    def _name(self, token: Token) -> str | None:
        """Return the name of the place that a noun phrase stands for."""
        mention = self._mentions.covering(token)
        if mention is not None and mention.type is PartyType.PERSON:
            return None
        if token.lemma_.lower() in words("localities"):
            for child in below(token, "prep", "appos"):
                if child.lower_ == "of":  # "the town of Musanze"
                    return next(self._names(child), None)
                if child.dep_ == "appos" and (name := self._name(child)):  # "the capital, Kigali"
                    return name
        return _own_name(token, mention)


def _own_name(token: Token, mention: Mention | None) -> str | None:
    """Return the name that a noun phrase itself is, if it is one of a place."""
    named = _proper_phrase(token)
    if not named or token.ent_type_ in _NO_PLACES or (mention is not None and mention.type is not PartyType.STATE):
        return None
    is_state = mention is not None and mention.sense is not Sense.DEMONYM
    known = is_state or token.ent_type_ in _PLACES or gazetteer.city_country(named) is not None
    return named if known or _stands_for_one(token) else None


def _stands_for_one(token: Token) -> bool:
    """ "Met in Mtelawezi": a name that nobody knows, where a place would stand."""
    return token.ent_type_ in _UNSURE and token.is_title and token.head.lower_ in _IN


def _proper_phrase(token: Token) -> str:
    """Return the capitalised words around a place's head word, without article."""
    if city := _city_ending_at(token):
        return city
    doc, start, end = token.doc, _first(token), _end(token)
    if not any(t.text[:1].isupper() for t in doc[start:end]):
        return ""
    if doc[end : end + 1].text == "," and doc[end + 1 : end + 2].text in ("D.C.", "DC"):
        end += 2
    return doc[start:end].text.removesuffix("'s").strip()


def _city_ending_at(token: Token) -> str | None:
    """ "Addis Ababa", "Rio de Janeiro", whatever the parser made of their words."""
    doc = token.doc
    for first in range(max(token.sent.start, token.i - 3), token.i):
        if doc[first].text[:1].isupper() and gazetteer.capital_or_city(name := doc[first : token.i + 1].text):
            return name
    return None


def _first(token: Token) -> int:
    """Return where the capitalised words before a place's head word begin."""
    doc, floor, start = token.doc, token.sent.start, token.i
    while start > floor and start - 1 <= doc[start - 1].head.i <= token.i and _joins(doc[start - 1]):
        start -= 1
    return start


def _joins(before: Token) -> bool:
    """ "Port-au-Prince", "St. John's"."""
    return before.text in _MARKS or (before.dep_ in _MODIFIERS and before.text[:1].isupper())


def _end(token: Token) -> int:
    """Return where the words end that the model marked as one place with its head word."""
    doc, end = token.doc, token.i + 1
    while end < len(doc) and doc[end].ent_iob_ == "I" and doc[end].ent_type_ in _PLACES:
        end += 1
    return end
