"""One person under many names within a document: the full name, the surname, the office, the country."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from spacy.tokens import Doc, Token

from diplograph.extract.ids import slug
from diplograph.extract.lexicon import officials
from diplograph.extract.lexicon.officials import Official
from diplograph.extract.lexicon.words import begins, roles, said
from diplograph.extract.mentions.mention import Mention, Mentions, countries_near
from diplograph.extract.model import PartyType
from diplograph.extract.parties.namesakes import FullNames, Parts, parts_of
from diplograph.extract.parties.referent import Referent
from diplograph.extract.syntax.tokens import sentence_start

_PEERS_GOVERN = 1960  # up to this year nobles negotiate by their titles
_MOST_NAMESAKES = 50  # in one document; of more, none is told apart


class Persons:
    """Who each personal name of one document stands for."""

    def __init__(self, doc: Doc, mentions: Mentions, day: dt.date | None = None) -> None:
        self._doc = doc
        self._day = day
        self._mentions = [m for m in mentions.found if m.is_person]
        self._starts = [m.start for m in self._mentions]
        self._at = mentions.at
        self._states = mentions.countries()
        self._full = FullNames(self._mentions)
        self._small = {m.name.casefold(): m.name for m in self._mentions if not m.name.isupper()}
        self._holders: dict[str, Official | None] = {}
        bearers: dict[str, list[Mention]] = {}
        chosen: dict[int, str | None] = {}
        for mention in self._mentions:
            chosen[mention.start] = name = self._full_name(mention)
            if name is not None:
                bearers.setdefault(name, []).append(mention)
        self._offices = {slug(name): self._office_words(name, ms) for name, ms in bearers.items()}
        self._past_offices = {slug(name): self._past_words(name) for name in bearers}
        persons = {name: self._in_office(_as_told(name, ms)) for name, ms in bearers.items()}
        persons |= {name: self._with_spouse(p, bearers[name], persons.values()) for name, p in persons.items()}
        self._bearers = {start: persons[name] if name else None for start, name in chosen.items()}

    def bearer(self, mention: Mention) -> Referent | None:
        """Return the person, or None where two people bear the name and the text does not say which is meant."""
        return self._bearers.get(mention.start)

    def before(self, token: Token, sentences: int) -> Iterator[tuple[Mention, Referent]]:
        """Yield persons named before the token, the nearest first, at most so many sentences back."""
        floor = sentence_start(token, sentences)
        for i in range(bisect_left(self._starts, token.i) - 1, -1, -1):
            mention = self._mentions[i]
            if mention.start < floor:
                return
            if mention.end <= token.i and (referent := self.bearer(mention)):
                yield mention, referent

    def behind(self, token: Token) -> list[Referent]:
        """Return the persons named after the token, each once."""
        later = self._mentions[bisect_left(self._starts, token.i + 1) :]
        return list({a.id: a for m in later if (a := self.bearer(m))}.values())

    def holding(self, office: frozenset[str], country: str | None) -> list[Referent]:
        """Return those whose office has one of some words and who hold it in a country, or, where that is None, in none told."""
        persons = {p.id: p for m in self._mentions if (p := self.bearer(m)) is not None}
        found = (p for p in persons.values() if p.country == country and not (p.org and country is None))
        return [p for p in found if self.office_words(p) & office & roles("leaders")]

    def office_words(self, person: Referent) -> frozenset[str]:
        """Return the words of the office that a person holds, by the text and by the table on the document's day."""
        return self._offices.get(person.id, frozenset())

    def past_office_words(self, person: Referent) -> frozenset[str]:
        """Return the words of all offices that the table knows a person to have held, whenever."""
        return self._past_offices.get(person.id, frozenset())

    def _full_name(self, mention: Mention) -> str | None:
        """Return the full name of whom a name means; None where several in the document may be meant."""
        parts, names = parts_of(mention.name), self._full.longest
        # "Antony Blinken"
        if parts in names:
            return names[parts]
        # "Blinken"
        fits = [p for p in self._full.standing_for(parts) if not self._is_consort(p, mention)]
        found = sorted({names[p] for p in fits})
        if 1 < len(found) <= _MOST_NAMESAKES:
            found = self._told_apart(mention, found, fits) or found
        if len(found) > 1:
            return None
        return (
            found[0] if found else self._same_holder(mention) or self._small.get(mention.name.casefold(), mention.name)
        )

    @cached_property
    def _led(self) -> set[str]:
        """The names that stand behind a leader's title."""
        return {m.name for m in self._mentions if m.role_words & roles("leaders")}

    def _is_consort(self, parts: Parts, mention: Mention) -> bool:
        """Whether a full name is only the spouse's of a leader of that name: "First Lady Ruth Otieno", of "President Otieno", or "Otieno"."""
        if mention.name not in self._led or self._is_styled(mention, roles("spouses")):
            return False
        return all(self._is_styled(m, roles("consorts")) for m in self._full.mentions([parts]))

    def _is_styled(self, mention: Mention, styles: frozenset[str]) -> bool:
        return any(said(token, styles) for token in self._doc[max(mention.start - 2, 0) : mention.start])

    def _told_apart(self, mention: Mention, found: list[str], fits: list[Parts]) -> list[str]:
        """Return those of several people whose office, country and gender elsewhere fit a mention best, if any do."""
        evidence = {name: self._evidence(mention, self._mentions_of(name, fits)) for name in found}
        best = max(evidence.values())
        return [name for name in found if evidence[name] == best] if best else []

    def _mentions_of(self, name: str, fits: list[Parts]) -> list[Mention]:
        return self._full.mentions(p for p in fits if self._full.longest[p] == name)

    def _evidence(self, mention: Mention, others: list[Mention]) -> int:
        words = frozenset().union(*(m.role_words for m in others))
        follow = {t.lower_ for t in self._doc[mention.end : mention.end + 3]}
        country = any(m.country and m.country == mention.country for m in others)
        gender = any(m.gender and m.gender == mention.gender for m in others)
        return len(words & (mention.role_words | follow)) + 2 * country + gender

    def _same_holder(self, mention: Mention) -> str | None:
        """Another spelling of a name in the document: the tables know both for one office-holder."""
        holder = self._holder(mention.name)
        if holder is None:
            return None
        return next((n for n in self._full.longest.values() if officials.by_name(n) == holder), None)

    def _holder(self, name: str) -> Official | None:
        """Return the office-holder of this name in the table; a surname alone must be of the document's day."""
        if name not in self._holders:
            surname = " " not in name
            self._holders[name] = officials.by_name(name) or (self._by_surname(name) if surname else None)
        return self._holders[name]

    def _by_surname(self, name: str) -> Official | None:
        """Return who goes by a surname alone: in office on that day, and if it is common, of a state named beside it."""
        if (holder := officials.by_surname(name, self._day)) is not None or self._day is None:
            return holder
        countries = {c for m in self._mentions if m.name == name for c in countries_near(self._doc[m.start], self._at)}
        return officials.by_surname_of(name, self._day, countries) or self._formerly(name, self._day)

    def _formerly(self, name: str, day: dt.date) -> Official | None:
        """Return who held an office not long ago, of a state that the text names."""
        former = officials.formerly(name, day)
        return former if former is not None and former.country in self._states else None

    def _office_words(self, name: str, mentions: list[Mention]) -> frozenset[str]:
        told = frozenset[str]().union(*(m.role_words for m in mentions))
        holder = self._holder(name)
        return told | frozenset((holder.role_on(self._day) or "").split()) if holder else told

    def _past_words(self, name: str) -> frozenset[str]:
        holder = self._holder(name)
        return frozenset(w for o in holder.offices for w in o.role.split()) if holder else frozenset()

    def _in_office(self, person: Referent) -> Referent:
        """Add what the table of office-holders knows, unless the text says that it is somebody else."""
        holder = self._holder(person.name)
        if holder is None:
            return replace(person, official=True) if self._is_peer(person) else person
        if person.country and holder.country and person.country != holder.country:
            return person
        office = holder.office_on(self._day) or holder
        org = office.org or office.state if office.country is None else None
        return replace(
            person,
            country=person.country or office.country,
            org=person.org or org,
            role=person.role or holder.role_on(self._day),
            gender=person.gender or holder.gender,
            official=True,
            unmarked=person.country is None and person.role is not None,
        )

    def _with_spouse(self, person: Referent, mentions: list[Mention], others: Iterable[Referent]) -> Referent:
        """ "President A Otieno and First Lady B Otieno": of whom no state is told, is of the state of the other."""
        if person.country or person.org or not any(self._is_styled(m, roles("spouses")) for m in mentions):
            return person
        family = parts_of(person.name)[-1]
        states = {o.country for o in others if o.country and o.name != person.name and parts_of(o.name)[-1] == family}
        return replace(person, country=states.pop()) if len(states) == 1 else person

    def _is_peer(self, person: Referent) -> bool:
        """Whether a title of nobility makes an official: "Lord Castlereagh", in 1815."""
        then = self._day is None or self._day.year < _PEERS_GOVERN
        return then and bool(self.office_words(person) & roles("nobility"))


def _as_told(name: str, mentions: list[Mention]) -> Referent:
    """Return what the text tells of a person, at the first of the mentions that tells each."""
    words = frozenset[str]().union(*(m.role_words for m in mentions))
    org = next((m.org for m in mentions if m.org), None)
    regnal = any(begins(m.name, roles("regnal")) for m in mentions)
    official = bool(words & roles("political")) or org is not None or regnal
    return Referent(
        name=name,
        type=PartyType.PERSON,
        country=next((m.country for m in mentions if m.country), None),
        role=next((m.role for m in mentions if m.role), None),
        org=org,
        gender=next((m.gender for m in mentions if m.gender), None),
        official=official,
        private=bool(words & roles("private")) and not official,
    )
