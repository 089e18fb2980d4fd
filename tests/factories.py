"""Contacts for tests and benchmarks, made in one line, and whole bodies of them made at random."""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from diplograph.extract.ids import contact_id, slug
from diplograph.extract.model import (
    Contact,
    Evidence,
    Kind,
    Party,
    PartyType,
    Source,
    Status,
)
from diplograph.extract.times import When

_DOCUMENT = Source("doc-1", "Ministers speak", dt.date(2021, 8, 16), "https://example.org/readout", "Example News")
_TRIGGERS = {
    Kind.MEETING: "met",
    Kind.CALL: "spoke by phone with",
    Kind.TALKS: "held talks with",
    Kind.VISIT: "visited",
    Kind.CORRESPONDENCE: "wrote to",
    Kind.MEDIATION: "mediated for",
}


def party(name: str, *, side: int = 0, type: PartyType = PartyType.PERSON, **changes: Any) -> Party:
    """Make a party that is mentioned by its name at the start of the text."""
    values: dict[str, Any] = {"id": slug(name), "mention": name, "start": 0, "end": len(name)} | changes
    return Party(name=name, type=type, side=side, **values)


def contact(
    *parties: Party | str,
    kind: Kind = Kind.MEETING,
    status: Status = Status.OCCURRED,
    day: str | None = "2021-08-16",
    until: str | None = None,
    document: Source = _DOCUMENT,
    **changes: Any,
) -> Contact:
    """Make a contact; names stand for persons, each on a side of its own, and the sentence names them all."""
    sides = [p if isinstance(p, Party) else party(p, side=i) for i, p in enumerate(parties)]
    sentence, sides, span = _sentence(sides, _TRIGGERS[kind])
    evidence = Evidence(sentence, 0, len(sentence), _TRIGGERS[kind], *span, "test")
    when = When(dt.date.fromisoformat(day), dt.date.fromisoformat(until or day), day) if day else None
    base = Contact("", document, kind, status, tuple(sides), evidence, when)
    values = {name: getattr(base, name) for name in Contact.__dataclass_fields__} | changes
    key = "\x1f".join([document.id, str(day), status, *(f"{p.mention}{p.type}" for p in sides)])
    return Contact(**values | {"id": changes.get("id") or contact_id(key, kind, 0, tuple(sides))})


def folded(*contacts: Contact) -> Contact:
    """Make one contact of several that tell the same encounter: the first, with what each of their documents says."""
    return replace(contacts[0], reports=tuple(report for c in contacts for report in c.every_report()))


def _sentence(parties: list[Party], trigger: str) -> tuple[str, list[Party], tuple[int, int]]:
    placed, text = [], ""
    span = (0, 0)
    for i, one in enumerate(parties):
        glue = "" if i == 0 else f" {trigger} " if i == 1 else " and "
        span = (len(text) + 1, len(text) + 1 + len(trigger)) if i == 1 else span
        text += glue
        spot = {"start": len(text), "end": len(text) + len(one.mention)}
        placed.append(Party(**{n: getattr(one, n) for n in Party.__dataclass_fields__} | spot))
        text += one.mention
    return text + ".", placed, span


_STATES = [
    ("United States", "US"), ("Russia", "RU"), ("China", "CN"), ("France", "FR"), ("Germany", "DE"),
    ("Turkey", "TR"), ("Iran", "IR"), ("Qatar", "QA"), ("India", "IN"), ("Brazil", "BR"), ("Egypt", "EG"), ("Japan", "JP"),
]  # fmt: skip
_BODIES = [("United Nations", PartyType.ORGANISATION), ("European Union", PartyType.ORGANISATION)]
_BODIES += [
    ("African Union", PartyType.ORGANISATION),
    ("NATO", PartyType.ORGANISATION),
    ("Northern Front", PartyType.GROUP),
]
_FIRST = [
    "Ana",
    "Boris",
    "Chen",
    "Dalia",
    "Emeka",
    "Farid",
    "Greta",
    "Hodan",
    "Ivo",
    "Jun",
    "Karim",
    "Лев",
    "سارة",
    "伟",
]
_LAST = [
    "Abara",
    "Bianchi",
    "Castro",
    "Demir",
    "Eriksen",
    "Fofana",
    "Haddad",
    "Ito",
    "Kovač",
    "Лисов",
    "Nguyễn",
    "العلي",
    "王",
]
_TOPICS = ["grain exports", "the ceasefire", "visas", "a gas pipeline", "consular access", None]
_STATUSES = [Status.OCCURRED] * 7 + [Status.PLANNED, Status.NEGATED, Status.HYPOTHETICAL]


def many(count: int, parties: int, seed: int = 0) -> list[Contact]:
    """Make contacts among so many parties, a few of whom are in most of them, as in real reporting."""
    return list(stream(count, parties, seed))


def stream(count: int, parties: int, seed: int = 0) -> Iterator[Contact]:
    """Make the contacts of ``many`` one at a time."""
    dice = random.Random(seed)
    cast = _cast(parties, dice)
    documents = [_document(i, dice) for i in range(max(1, count // 4))]
    yield from (_one(i, cast, documents, dice) for i in range(count))


def _cast(count: int, dice: random.Random) -> list[Party]:
    cast = [party(n, type=PartyType.STATE, country=c) for n, c in _STATES]
    cast += [party(n, type=t) for n, t in _BODIES]
    dice.shuffle(cast)
    while len(cast) < count:
        first, last, number = dice.choice(_FIRST), dice.choice(_LAST), len(cast)
        name = f"{first} {last}" if number < 90 else f"{first} {last} {number}"
        cast.append(party(name, id=f"{slug(name)}-{number}", country=dice.choice(_STATES)[1], role="foreign minister"))
    dice.shuffle(cast)
    return cast[:count]


def _document(number: int, dice: random.Random) -> Source:
    day = dt.date(2021, 1, 4) + dt.timedelta(days=dice.randrange(900))
    return Source(
        f"doc-{number}", f"Report {number}", day, f"https://example.org/{number}", dice.choice(["Wire", "Gazette"])
    )


def _one(number: int, cast: list[Party], documents: list[Source], dice: random.Random) -> Contact:
    first, second = _two(len(cast), number, dice)
    document = dice.choice(documents)
    day = (document.date or dt.date(2021, 1, 1)) - dt.timedelta(days=dice.randrange(6))
    sides = [cast[first], Party(**{n: getattr(cast[second], n) for n in Party.__dataclass_fields__} | {"side": 1})]
    return contact(
        *sides,
        kind=dice.choice(list(Kind)),
        status=dice.choice(_STATUSES),
        day=None if dice.random() < 0.1 else day.isoformat(),
        document=document,
        id=f"c_{number:06d}",
        topic=dice.choice(_TOPICS),
        place=dice.choice(["Geneva", "Doha", None]),
        reported_by=dice.choice(["the foreign ministry", None]),
    )


def _two(count: int, number: int, dice: random.Random) -> tuple[int, int]:
    """Pick two parties: everybody comes up once, the first of the cast over and over."""
    second = number % count if number < count else int(count * dice.random() ** 2.5)
    first = int(count * dice.random() ** (5 if dice.random() < 0.85 else 1.2))
    return (first, second) if first != second else (first, (second + 1) % count)
