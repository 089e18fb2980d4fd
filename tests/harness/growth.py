"""Documents of one string over and over, in every format: whole commands, whose time may grow only as their input does."""

import ast
import html
import io
import json
import string
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from harness.commands import Ran, diplograph
from harness.inputs import Files, paragraphs, put
from harness.patterns import Repetition, noted, suspects

SMALL, LARGE = 25_000, 100_000
_LINEAR = 6.5  # times as long for four times as much
_NOTICED = 2.0  # seconds of processor time, beyond those that starting takes
_LONGEST = 5.0  # seconds that a document of LARGE characters may take

TOKENS = Path(__file__).with_name("tokens.txt")


@cache
def tokens() -> tuple[str, ...]:
    """Return strings of which hostile or careless texts may be made: signs, marks of formats, words of news.

    In their file, one a line, a backslash begins an escape as in Python, so that a blank may be one.
    """
    lines = TOKENS.read_text(encoding="utf-8").splitlines()
    return (*string.punctuation, *string.whitespace, *(ast.literal_eval(f"'{line}'") for line in lines))


@cache
def suspicious() -> tuple[Repetition, ...]:
    """Return a text for each regular expression of the sources that takes more than its share of some."""
    return tuple(one for _, one, _ in suspects(noted()))


def repetition(chance: Random) -> Repetition:
    """Return one at random: tokens, sentences, what a regular expression is slow with."""
    match chance.randrange(6):
        case 0 if suspicious():
            return chance.choice(suspicious())
        case 1:
            words = chance.choice(paragraphs()).split()
            start = chance.randrange(len(words))
            return Repetition("", " ".join(words[start : start + chance.randint(1, 12)]) + " ", "")
        case 2:
            return Repetition(chance.choice(tokens()), chance.choice(tokens()), chance.choice(tokens()))
        case _:
            return Repetition(
                "",
                "".join(chance.choices(tokens(), k=chance.choice([1, 1, 2, 2, 3, 4]))),
                chance.choice(["", "x", "\n"]),
            )


_GOOD = "Portuguese Foreign Minister Inês Caldeira met Namibian President Petrus Shikongo in Windhoek."


def _page(head: str = "", body: str = "", attributes: str = "") -> str:
    return f"<html {attributes}><head><title>News</title>{head}</head><body><article><p>{_GOOD}</p>{body}</article></body></html>"


def _docx(text: str) -> bytes:
    held = io.BytesIO()
    body = f"<w:p><w:r><w:t>{html.escape(_GOOD)}</w:t></w:r></w:p><w:p><w:r><w:t>{html.escape(text)}</w:t></w:r></w:p>"
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    package = "http://schemas.openxmlformats.org/package/2006"
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        )
        file.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}" Target="word/document.xml"/></Relationships>',
        )
        file.writestr(
            "word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>".encode("utf-8", "replace")
        )
    return held.getvalue()


VESSELS: dict[str, Callable[[str], str | bytes]] = {
    "prose.txt": lambda text: f"{_GOOD} {text}",
    "paragraph.txt": lambda text: f"{_GOOD}\n\n{text}\n\n{_GOOD}",
    "first.txt": lambda text: f"{text}\n\n{_GOOD}",
    "title.txt": lambda text: f"date 2021-08-16 {text}\n\n{_GOOD}",
    "front.md": lambda text: f"---\ntitle: {text}\n---\n\n{_GOOD}",
    "body.md": lambda text: f"{_GOOD}\n\n{text}",
    "body.html": lambda text: _page(body=f"<p>{text}</p>"),
    "escaped.html": lambda text: _page(body=f"<p>{html.escape(text)}</p>"),
    "title.html": lambda text: _page(f'<meta property="og:title" content="{html.escape(text)}">'),
    "date.html": lambda text: _page(f'<meta property="article:published_time" content="{html.escape(text)}">'),
    "script.html": lambda text: _page(f'<script type="application/ld+json">{text}</script>'),
    "article.html": lambda text: _page(
        f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":{text}</script>'
    ),
    "attribute.html": lambda text: _page(attributes=text),
    "raw.html": lambda text: f"<html>{text}<p>{_GOOD}</p>",
    "subject.eml": lambda text: f"Subject: {text}\nFrom: a@example.org\n\n{_GOOD}\n",
    "type.eml": lambda text: f'Subject: x\nContent-Type: text/plain; charset="{text}"\n\n{_GOOD}\n',
    "date.eml": lambda text: f"Subject: x\nDate: {text}\n\n{_GOOD}\n",
    "body.eml": lambda text: f"Subject: x\n\n{_GOOD}\n\n{text}\n",
    "body.mbox": lambda text: f"From a@b Mon Aug 16 09:00:00 2021\nSubject: x\n\n{_GOOD}\n\n{text}\n",
    "text.jsonl": lambda text: json.dumps({"text": f"{_GOOD}\n\n{text}"}) + "\n",
    "title.jsonl": lambda text: json.dumps({"title": text, "text": _GOOD}) + "\n",
    "date.jsonl": lambda text: json.dumps({"date": text, "text": _GOOD}) + "\n",
    "raw.jsonl": lambda text: json.dumps({"text": _GOOD}) + "\n" + text,
    "raw.json": lambda text: f'[{{"text": "{_GOOD}"}}, {text}',
    "raw.csv": lambda text: f"text,title\n{_GOOD},x\n{text}",
    "cell.csv": lambda text: 'text,title\n"' + f"{_GOOD} {text}".replace('"', '""') + '",x\n',
    "entry.rss": lambda text: (
        f"<rss><channel><item><title>x</title><description>{_GOOD} {html.escape(text)}</description></item></channel></rss>"
    ),
    "raw.rss": lambda text: (
        f"<rss><channel><item><title>x</title><description>{_GOOD}</description>{text}</item></channel></rss>"
    ),
    "raw.tei": lambda text: (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><div type="document"><p>{_GOOD}</p><p>{text}</p></div></body></text></TEI>'
    ),
    "text.tei": lambda text: (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><div type="document"><p>{_GOOD}</p><p>{html.escape(text)}</p></div></body></text></TEI>'
    ),
    "raw.rtf": lambda text: "{\\rtf1\\ansi " + _GOOD + "\\par " + text + "}",
    "body.docx": lambda text: _docx("".join(c for c in text if c.isprintable())),
    "factiva.txt": lambda text: (
        f"HD\nTalks\n\nWC 10 words\n\nPD\n16 August 2021\n\nSN\nDaily\n\nLP\n{_GOOD}\n\nTD\n{text}\n\nDocument ABCDEF0020210816eh8g0001a\n"
    ),
    "nexis.txt": lambda text: (
        f"1 of 2 DOCUMENTS\n\nDaily\n\nAugust 16, 2021 Monday\n\n{text}\n\nLENGTH: 20 words\n\n{_GOOD}\n\n2 of 2 DOCUMENTS\n\n{text}\n"
    ),
    "proquest.txt": lambda text: (
        f"Title: {text}\n\nPublication title: Daily\n\nFull text: {_GOOD}\n\nProQuest document ID: 123456789\n"
    ),
    "raw.pdf": lambda text: (
        f"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Kids[3 0 R]/Count 1>>endobj {text}"
    ),
}


@dataclass(frozen=True, slots=True)
class Hostile:
    """A repetition in a file."""

    vessel: str
    one: Repetition

    def data(self, size: int) -> bytes:
        """Return the file with so many characters."""
        made = VESSELS[self.vessel](self.one.text(size))
        return made if isinstance(made, bytes) else made.encode("utf-8", "replace")


@cache
def starting() -> float:
    """Return the seconds that a command takes which has all but nothing to do."""
    return _read([Hostile("prose.txt", Repetition("", "x", ""))], 1).seconds


def _files(many: list[Hostile], size: int) -> Files:
    return {f"{n:03}-{one.vessel}": one.data(size) for n, one in enumerate(many)}


def _read(many: list[Hostile], size: int) -> Ran:
    with tempfile.TemporaryDirectory(prefix="harness-") as name:
        put(_files(many, size), Path(name) / "news")
        return diplograph("extract", "news", "-o", "found.jsonl", at=Path(name), longest=150 * len(many))


def hostile(chance: Random, count: int) -> list[Hostile]:
    """Return so many at random."""
    return [Hostile(chance.choice([*VESSELS]), repetition(chance)) for _ in range(count)]


def by_pattern(chance: Random, count: int) -> list[Hostile]:
    """Return what regular expressions are slow with, in so many formats."""
    return [Hostile(chance.choice([*VESSELS]), chance.choice(suspicious())) for _ in range(count)]


def slow_at_a_megabyte(one: Hostile) -> list[tuple[Hostile, str]]:
    """Return it if a million characters take more than their share of what a quarter of them takes."""
    small, large = (_read([one], size) for size in (250_000, 1_000_000))
    ratio = (large.seconds - starting()) / max(small.seconds - starting(), 1.0)
    given_up = "was given up" in large.err  # in two minutes, which is told
    if not large.broken and not given_up and ratio < _LINEAR:
        return []
    told = f"{large.seconds:.1f} s for a million characters, {ratio:.1f} times those for a quarter"
    return [(one, f"{one.vessel} of {one.one}: {told}: {large.err.strip()[-300:]}")]


def slow(many: list[Hostile]) -> list[tuple[Hostile, str]]:
    """Return those that take more time than their length allows, or that no command survives, each with how it was told."""
    large = _read(many, LARGE)
    beyond = large.seconds - starting()
    if not large.broken and beyond < max(_NOTICED, _LONGEST / 2):
        return []
    if len(many) > 1:
        half = len(many) // 2
        return slow(many[:half]) + slow(many[half:])
    small = _read(many, SMALL)
    ratio = beyond / max(small.seconds - starting(), 0.3)
    if not large.broken and ratio < _LINEAR:
        return []
    told = large.broken or f"{beyond:.1f} s for {LARGE:,} characters, {ratio:.1f} times those for {SMALL:,}"
    return [(many[0], f"{many[0].vessel} of {many[0].one}: {told}: {large.err.strip()[-300:]}")]


def files_of(one: Hostile) -> Files:
    """Return the file that shows it."""
    return _files([one], LARGE)
