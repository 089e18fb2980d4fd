"""A volume in TEI in the manner of the Foreign Relations of the United States, of any length: the same bytes each time."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

_NAMESPACES = 'xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0"'
_SURNAMES = ("Castro", "Ito", "Lisov", "Demir", "Kim", "Day", "Okoro", "Silva", "Brandt", "Novak")
_FORENAMES = ("Ana", "Jun", "Boris", "Selin", "Bo", "Cyrus", "Ngozi", "Rui", "Willa", "Petr")
_KINDS = (
    "Memorandum of Conversation",
    "Telegram From the Embassy in Geneva to the Department",
    "Editorial Note",
    "Letter From {} to {}",
)
_WORDS = [
    "the",
    "lake",
    "its",
    "grain",
    "of",
    "and",
    "water",
    "treaty",
    "that",
    "he",
    "would",
    "not",
    "agree",
    "to",
    "said",
    "Chairman",
    "ministers",
    "for",
    "border",
    "trade",
    "week",
    "in",
]
_FIRST = dt.date(1961, 1, 2)


@dataclass(frozen=True)
class Made:
    """What a document of a volume should be read as.

    Attributes:
        date: None of one that its editor dates by a span of days.
        persons: The names, as the volume lists them, of those whom its text names.
        participants: What its text has of its list of participants, if it has one.
    """

    id: str
    title: str
    date: dt.date | None
    persons: frozenset[str]
    participants: str | None


def pieces(count: int, words: int = 3_000) -> Iterator[tuple[str, Made | None]]:
    """Yield the pieces of a volume's text, and what each document in it should be read as.

    Args:
        words: Of a document, about.
    """
    dice = Random(count)
    yield _head(), None
    for number in range(1, count + 1):
        if number % 40 == 1:
            opened = "</div></div>" if number > 1 else ""
            yield f'{opened}<div type="compilation" xml:id="comp{number}"><head>The Lake</head>', None
        if number % 20 == 1:
            closed = "" if number % 40 == 1 else "</div>"
            yield (
                f'{closed}<div type="chapter" xml:id="ch{number}"><head>Grain, {number}</head><p>Documents follow.</p>',
                None,
            )
        yield _document(number, words, dice)
    yield (
        '</div></div></body><back><div type="index"><head>Index</head><p>Castro: 1, 2</p></div></back></text></TEI>\n',
        None,
    )


def _head() -> str:
    people = "".join(
        f'<item><hi rend="strong"><persName xml:id="p_{s[0]}{f[0]}{at}">{s}, {f} {chr(65 + at)}.,</persName></hi> Minister</item>'
        for at, (s, f) in enumerate(_people())
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<TEI {_NAMESPACES} xml:id="lake1961-63v05"><teiHeader><fileDesc><titleStmt>'
        '<title type="complete">Relations of the Lake, 1961–1963, Volume V</title><title type="series">Relations of the Lake</title>'
        "</titleStmt><publicationStmt><publisher>Office of the Lake</publisher></publicationStmt></fileDesc></teiHeader><text>"
        '<front><titlePage><docTitle><titlePart type="main">Relations of the Lake</titlePart></docTitle></titlePage>'
        '<div type="section" xml:id="preface"><head>Preface</head><p>Ana Castro met Jun Ito before this was printed.</p>'
        '<closer><dateline><placeName>Washington</placeName>, <date when="1998-05-01">May 1, 1998</date></dateline></closer></div>'
        f'<div type="section" xml:id="persons"><head>Persons</head><list type="persons">{people}</list></div></front><body>'
    )  # fmt: skip


def _people() -> list[tuple[str, str]]:
    return list(zip(_SURNAMES, _FORENAMES, strict=True))


def _named(at: int, text: str) -> str:
    surname, forename = _people()[at]
    return f'<persName corresp="#p_{surname[0]}{forename[0]}{at}">{text}</persName>'


def _full(at: int) -> str:
    surname, forename = _people()[at]
    return f"{forename} {chr(65 + at)}. {surname}"


def _document(number: int, words: int, dice: Random) -> tuple[str, Made]:
    one, other = dice.sample(range(len(_SURNAMES)), 2)
    kind = _KINDS[number % len(_KINDS)]
    title = kind.format(_SURNAMES[one], _SURNAMES[other])
    day = _FIRST + dt.timedelta(number)
    note = kind == "Editorial Note"
    last = day + dt.timedelta(3 if note else 0)
    span = f'frus:doc-dateTime-min="{day}T00:00:00-05:00" frus:doc-dateTime-max="{last}T23:59:59-05:00"'
    head = f'<head>{number}. {title}<note n="1" type="source">Source: Files, {day:%B %-d}, 1999. Seen by {_named(9, "Novak")}.</note></head>'
    dateline = f'<opener><dateline rendition="#right"><placeName>Geneva</placeName>, <date calendar="gregorian" when="{day}">{day:%B %-d, %Y}</date>, <time>7 p.m.</time></dateline></opener>'
    present = kind.startswith("Memorandum")
    listed = (
        '<list type="participants"><head>PARTICIPANTS</head>'
        f"<item>The Envoy, {_named(one, _SURNAMES[one])}</item><item>{_named(other, f'Mr. {_SURNAMES[other]}')}</item></list>"
    )
    said = f"<p>{_named(one, _SURNAMES[one])} met {_named(other, _SURNAMES[other])} on that day.<note n='2'>Not printed: {_words(dice, 20)}.</note></p>"
    attached = (
        f'<frus:attachment xml:id="d{number}att"><head>Attachment</head><opener><dateline><date when="1960-12-01">December 1, 1960</date>'
        f"</dateline></opener><p>{_words(dice, 40)}.</p></frus:attachment>"
        if number % 5 == 0
        else ""
    )
    body = "".join(f'<p>{_words(dice, 120)}.<pb n="{number}{at}" facs="{at:04}"/></p>' for at in range(words // 120))
    subtype = "editorial-note" if note else "historical-document"
    text = (
        f'<div type="document" subtype="{subtype}" n="{number}" xml:id="d{number}" {span}>{head}{"" if note else dateline}'
        f"{listed if present else ''}{said}{body}{attached}</div>\n"
    )
    participants = f"PARTICIPANTS: The Envoy, {_SURNAMES[one]}; Mr. {_SURNAMES[other]}" if present else None
    persons = frozenset({_full(one), _full(other)})
    return text, Made(f"lake1961-63v05/d{number}", title, None if note else day, persons, participants)


def _words(dice: Random, count: int) -> str:
    return " ".join(dice.choices(_WORDS, k=count)).capitalize()
