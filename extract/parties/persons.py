"""One person under many names within a document: the full name, the surname, the office, the country."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from diplograph.extract.lexicon import officials
from diplograph.extract.lexicon.frames import roles
from diplograph.extract.lexicon.officials import Official
from diplograph.extract.mentions.mention import Mention, Mentions
from diplograph.extract.model import PartyType, slug

_PEERS_GOVERN = 1960
_MOST_NAMESAKES = 50  # in one document; of more, none is told apart
_FAMILY_FIRST = frozenset({"CN", "TW", "KR", "KP", "VN", "SG", "HK", "MO", "KH", "MM", "JP"})


@dataclass(frozen=True, slots=True)
class Actor:
    """A party as this document knows it.

    Attributes:
        org: The organisation whose office the person holds, where the text gives one.
        official: Whether the text shows that the party acts for a state, an organisation or a group.
        private: Whether the text gives it an office that is none of a state (a director, a coach).
    """

    name: str
    type: PartyType
    country: str | None = None
    role: str | None = None
    org: str | None = None
    gender: str | None = None
    official: bool = True
    private: bool = False

    @property
    def id(self) -> str:
        """A slug of the name."""
        return slug(self.name)


_BELOW = frozenset({"assistant", "deputy", "under", "vice"})
# what distinguishes offices of one name: the foreign and the prime minister, the vice president
_FIELDS = frozenset(
    {"prime", "foreign", "defence", "defense", "finance", "interior", "trade", "energy", "deputy", "vice"}
)


class People:
    """Who each personal name of the document stands for."""

    def __init__(self, doc: Doc, mentions: Mentions, day: dt.date | None = None) -> None:
        self._doc = doc
        self._day = day
        self._mentions = mentions
        self.persons = [m for m in mentions.found if m.type is PartyType.PERSON]
        self._starts = [m.start for m in self.persons]
        self._actors: dict[int, Actor | None] = {}
        self._group()

    def actor(self, mention: Mention) -> Actor | None:
        """Return the person, or None where two people bear the name and the text does not say which is meant."""
        return self._actors.get(mention.start)

    def before(self, token: Token, sentences: int) -> Iterable[tuple[Mention, Actor]]:
        """Yield persons named before the token, the nearest first, at most so many sentences back."""
        limit = token.i
        floor = token.sent.start
        for _ in range(sentences):
            floor = self._doc[floor - 1].sent.start if floor > 0 else 0
        for i in range(bisect_left(self._starts, limit) - 1, -1, -1):
            mention = self.persons[i]
            if mention.start < floor:
                return
            if mention.end <= limit and (actor := self._actors.get(mention.start)):
                yield mention, actor

    def by_role(self, token: Token, countries: set[str | None]) -> Actor | None:
        """Return the person last named who holds the office that the noun names ("the secretary")."""
        for words_of in (self._words, self._ever):
            if (actor := self._holding(token, countries, words_of)) is not None:
                return actor
        return None

    def of_same_office(self, token: Token, owner: Actor, countries: set[str | None]) -> Actor | None:
        """Return the one person of a country named before whose office has the same name as the owner's."""
        mine = self._words.get(owner.id, frozenset()) & (roles("leaders") | _FIELDS)
        found = {
            a.id: a
            for _, a in self.before(token, 12)
            if a.country in countries
            and a.id != owner.id
            and self._words.get(a.id, frozenset()) & (roles("leaders") | _FIELDS) == mine
        }
        return next(iter(found.values())) if mine and len(found) == 1 else None

    def _fits_office(self, token: Token, shared: frozenset[str], words: frozenset[str]) -> bool:
        own = {c.lower_ for c in token.children}
        deputy = token.lemma_.lower() in ("secretary", "president", "premier") and (words & _BELOW) - own
        return (
            bool(shared)
            and not deputy
            and (token.lemma_.lower() != "minister" or ("prime" in words) is ("prime" in own))
        )

    def _holding(self, token: Token, countries: set[str | None], words_of: dict[str, frozenset[str]]) -> Actor | None:
        word = token.lemma_.lower()
        wanted = roles("leaders") if word == "leader" else {word}
        holders = [
            actor
            for mention, actor in self.before(token, 12)
            if not (mention.left and self._doc[mention.left - 1].text == "(")
            and self._fits_office(
                token, words_of.get(actor.id, frozenset()) & wanted, words_of.get(actor.id, frozenset())
            )
            and (not countries or actor.country in countries)
        ]
        if holders:
            return holders[0]
        later = {a.id: a for m in self.persons if m.start > token.i and (a := self._actors.get(m.start))}
        fits = [
            a
            for a in later.values()
            if self._fits_office(token, words_of.get(a.id, frozenset()) & wanted, words_of.get(a.id, frozenset()))
            and a.country in (countries or {a.country})
        ]
        return fits[0] if len(fits) == 1 and _plain_definite(token) else None

    def _group(self) -> None:
        full: dict[tuple[str, ...], list[Mention]] = {}
        for m in self.persons:
            parts = _parts(m.name)
            if len(parts) > 1:
                full.setdefault(parts, []).append(m)
        self._akin = _Akin(full)
        names = _one_office_holder(_longest(full, self._akin))
        members: dict[str, list[Mention]] = {}
        chosen: dict[int, str | None] = {}
        for m in self.persons:
            chosen[m.start] = name = self._choose(m, names, full)
            if name is not None:
                members.setdefault(name, []).append(m)
        self._words: dict[str, frozenset[str]] = {
            slug(n): frozenset().union(*(m.role_words for m in ms)) for n, ms in members.items()
        }
        self._ever: dict[str, frozenset[str]] = {}
        for name in members:
            if holder := self._holder(name):
                self._words[slug(name)] |= frozenset((holder.role_on(self._day) or "").split())
                self._ever[slug(name)] = frozenset(w for o in holder.offices for w in o.role.split())
        actors = {name: self._in_office(_actor(name, ms)) for name, ms in members.items()}
        self._actors = {start: actors[name] if name else None for start, name in chosen.items()}

    def _choose(
        self, m: Mention, names: dict[tuple[str, ...], str], full: dict[tuple[str, ...], list[Mention]]
    ) -> str | None:
        parts = _parts(m.name)
        if parts in names:
            return names[parts]
        akin = self._akin.having(parts)
        fits = [p for p in akin if p[-len(parts) :] == parts] or [
            p for p in akin if len(p) > len(parts) and p[0] == parts[0] and len(parts) == 1 and _family_first(full[p])
        ]
        fits = fits or [
            p for p in akin if len(parts) < len(p) and any(p[i : i + len(parts)] == parts for i in range(len(p)))
        ]
        found = sorted({names[p] for p in fits})
        if 1 < len(found) <= _MOST_NAMESAKES:
            found = self._tell_apart(m, found, fits, names, full) or found
        if len(found) > 1:
            return None
        return found[0] if found else self._same_holder(m, names) or m.name

    def _same_holder(self, m: Mention, names: dict[tuple[str, ...], str]) -> str | None:
        """Another spelling of a name in the document: the tables know both for one office-holder."""
        holder = self._holder(m.name)
        if holder is None:
            return None
        return next((n for n in names.values() if officials.by_name(n) == holder), None)

    def _holder(self, name: str) -> Official | None:
        return officials.by_name(name) or (officials.by_surname(name, self._day) if " " not in name else None)

    def _in_office(self, actor: Actor) -> Actor:
        """Add what the table of office-holders knows, unless the text says that it is somebody else."""
        holder = self._holder(actor.name)
        peer = self._words.get(actor.id, frozenset()) & roles("nobility")
        if holder is None and peer and (self._day is None or self._day.year < _PEERS_GOVERN):
            return replace(actor, official=True)
        if holder is None or (actor.country and holder.country and actor.country != holder.country):
            return actor
        office = holder.office_on(self._day) or holder
        return replace(
            actor,
            country=actor.country or office.country,
            org=actor.org or (office.org or office.state if office.country is None else None),
            role=actor.role or holder.role_on(self._day),
            gender=actor.gender or holder.gender,
            official=True,
        )

    def _tell_apart(
        self,
        m: Mention,
        found: list[str],
        fits: list[tuple[str, ...]],
        names: dict[tuple[str, ...], str],
        full: dict[tuple[str, ...], list[Mention]],
    ) -> list[str]:
        def evidence(name: str) -> int:
            ms = [x for p in fits if names[p] == name for x in full[p]]
            words = frozenset().union(*(x.role_words for x in ms))
            follow = {t.lower_ for t in self._doc[m.end : m.end + 3]}
            same = len(words & (m.role_words | follow)) + 2 * any(x.country and x.country == m.country for x in ms)
            return same + any(x.gender and x.gender == m.gender for x in ms)

        best = max(evidence(n) for n in found)
        return [n for n in found if evidence(n) == best] if best else []


def _plain_definite(token: Token) -> bool:
    """Whether a text may say it before it names the person: "the President"."""
    return token.tag_ == "NNP" and any(c.lower_ == "the" for c in token.children)


def _one_office_holder(names: dict[tuple[str, ...], str]) -> dict[tuple[str, ...], str]:
    """Bring together full names that the table knows for one person (Joe Biden, Joseph R. Biden), under the first."""
    first: dict[str, str] = {}
    for name in names.values():
        if holder := officials.by_name(name):
            first.setdefault(holder.name, name)
    return {p: first[holder.name] if (holder := officials.by_name(name)) else name for p, name in names.items()}


class _Akin:
    """The names of a document by their words, so that a name need not be held against all the others."""

    def __init__(self, names: Iterable[tuple[str, ...]]) -> None:
        self._by_word: dict[str, list[tuple[str, ...]]] = {}
        for name in names:
            for word in dict.fromkeys(name):
                self._by_word.setdefault(word, []).append(name)

    def having(self, words: tuple[str, ...]) -> list[tuple[str, ...]]:
        """Return the names that have the rarest of some words, and so all that have every one of them."""
        return min((self._by_word.get(word, []) for word in words), key=len)


def _longest(full: dict[tuple[str, ...], list[Mention]], akin: _Akin) -> dict[tuple[str, ...], str]:
    """Map each full name to the longest one that tells the same person (Antony Blinken, Antony J. Blinken)."""
    names: dict[tuple[str, ...], str] = {}
    for parts, ms in full.items():
        longer = [p for p in akin.having(parts) if len(p) > len(parts) and _extends(p, parts)]
        best = max(longer, key=len) if longer else parts
        names[parts] = max((m.name for m in full[best]), key=lambda n: (len(n), n)) if longer else ms[0].name
    return names


def _extends(long: tuple[str, ...], short: tuple[str, ...]) -> bool:
    if long[0] == short[0] and long[-1] == short[-1]:
        rest = iter(long)
        return all(part in rest for part in short)
    return long[-len(short) :] == short or long[: len(short)] == short


def _parts(name: str) -> tuple[str, ...]:
    words = name.casefold().replace("’", "'").split()
    return tuple(w for w in words if w not in ("jr.", "sr.")) or tuple(words)


def _family_first(ms: list[Mention]) -> bool:
    return any(m.country in _FAMILY_FIRST for m in ms) or all(len(m.name) <= 14 and m.country is None for m in ms)


def _actor(name: str, ms: list[Mention]) -> Actor:
    countries = [m.country for m in ms if m.country]
    titled = [m for m in ms if m.role]
    words = frozenset().union(*(m.role_words for m in ms))
    official = (
        bool(words & roles("political"))
        or any(m.org for m in ms)
        or any(m.name.split()[0].lower() in roles("regnal") for m in ms)
    )
    gender = next((m.gender for m in ms if m.gender), None)
    return Actor(
        name=name,
        type=PartyType.PERSON,
        country=countries[0] if countries else None,
        role=titled[0].role if titled else None,
        org=next((m.org for m in ms if m.org), None),
        gender=gender,
        official=official,
        private=bool(words & roles("private")) and not official,
    )
