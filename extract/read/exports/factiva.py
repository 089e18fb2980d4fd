"""Factiva: each article ends with "Document" and its number. Its fields have codes of two or three letters, or none.

Without codes, headline, author, number of words, day, time, source, code of the source, language and rights stand above
the text, in this order, each on a line.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping

from diplograph.extract.read.exports.article import (
    HEADLINE,
    Article,
    Export,
    blocks_of,
    listing,
    number,
    one_line,
    prose,
)
from diplograph.extract.read.exports.days import begins_with_day, day_in, plain
from diplograph.extract.read.exports.labels import is_copyright, is_length

_ENDS = re.compile(r"\s*(?:\w{1,12} )?(?P<id>[A-Za-z0-9]{1,12}(?P<day>(?:19|20)[0-9]{6})[a-z0-9]{7,11})\s*$")
_ABOVE = frozenset(listing("HD SE CLM BY CR WC PD ET SN SC ED PG VOL LA CY NGC GC TOC DLN"))
_OPENING = frozenset({"HD", "SE"})
_TEXT = ("LP", "TD")
_BELOW = frozenset(listing("ART RF CO IN NS RE IPC IPD PUB AN CT CX"))
_CODES = "|".join(sorted({*_ABOVE, *_TEXT, *_BELOW}, key=len, reverse=True))
_CODE = re.compile(rf"\s*(?P<code>{_CODES})(?P<gap>\s*$|(?:\s{{2}}|[\t|])[\s|]*+| )(?P<value>.*)")
_LISTED = re.compile(r"\w{1,12} : |[^|]{1,60} \| |\S{1,20}$")  # what a code below the text has, and no sentence
_JUNK = re.compile(
    r"(?:Page|Seite|P[áa]gina|Pagina) [0-9]+ (?:of|de|von|sur|di) [0-9]+|(?:©|\(c\)|Copyright)? ?[0-9]{4} Factiva|Dow Jones Factiva$",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:By|BY|Par|PAR|Von|VON|Por|POR|Di|DI|Door|Da|De|Av|Af|Autor:|Author:)\s+\S")
_TIME = re.compile(r"[0-9]{1,2}[:.h][0-9]{2}(?::[0-9]{2})?(?: ?[APap]\.?[Mm]\.?)?(?: ?[A-Z]{2,4})?$")
_SOURCE_CODE = re.compile(r"[A-Z][A-Z0-9]{1,11}$")
_LANGUAGES = frozenset(
    listing(
        "english french german spanish italian portuguese dutch russian chinese japanese arabic turkish polish swedish"
        " anglais francais allemand espagnol englisch franzosisch deutsch spanisch ingles frances aleman espanol italiano"
        " portugues nederlands svenska dansk norsk suomi polski turkce inglese francese tedesco spagnolo russo cinese"
        " russe chinois japonais italien portugais russisch chinesisch italienisch ruso chino japones"
        " 日本語 英語 中文 简体中文 繁體中文 英文 한국어 русский английский العربية"
    )
)
_FOUND = re.compile(
    r"\n\s*(?:Results Found|Résultats trouvés|Gefundene Ergebnisse|Ergebnisse gefunden|Resultados encontrados)\s{1,20}"
    r"(?P<all>[0-9][0-9.,]{0,9})\s*\n"
)
_NUMBERED = re.compile(r"\s*[0-9]{1,4}\.\s+")
_HEADER = 16  # lines of a header without codes
_SECTION = 3  # words


def read_factiva(text: str) -> Export | None:
    """Return the articles of an export of Factiva; None if the text is none."""
    text = text.replace("\u00a0", " ")
    lines = [line for line in text.splitlines() if not _JUNK.match(line.strip())]
    ends = [at for at, line in enumerate(lines) if _ENDS.match(line)]
    headlines = [match for line in lines if (match := _CODE.match(line)) and match["code"] == "HD"]
    if headlines and len(headlines) * 2 >= len(ends):
        spaced = all(match["gap"] == " " for match in headlines)
        articles = [_of_fields(fields) for fields in _fields(lines, spaced=spaced)]
    else:
        bounds = zip([-1, *ends], ends, strict=False)
        articles = [_of_lines(lines[start + 1 : end + 1], first=start < 0) for start, end in bounds]
    found = _FOUND.search(text)
    return Export(tuple(articles), number(found["all"]) if found else None) if _are_known(articles) else None


def _are_known(articles: list[Article]) -> bool:
    known = sum(article.publisher is not None and article.date is not None for article in articles)
    return bool(articles) and known * 2 >= len(articles)


def _fields(lines: list[str], *, spaced: bool) -> Iterator[dict[str, str]]:
    """Yield the fields of each article, by their codes.

    Args:
        spaced: Whether no more than a space follows a code, so that only its place tells it from a word.
    """
    fields: dict[str, list[str]] = {}
    code: str | None = None
    for line in lines:
        match = _code(line, fields, spaced=spaced)
        if match and match["code"] in _OPENING and (match["code"] in fields or _has_text(fields)):
            yield _joined(fields)
            fields = {}
        if match:
            code = match["code"]
            fields.setdefault(code, []).append(match["value"].strip("| \t"))
        elif code:
            fields[code].append(line.strip("| \t"))
        if code == "AN" and _ENDS.match(fields[code][-1]):
            yield _joined(fields)
            fields, code = {}, None
    if "HD" in fields:
        yield _joined(fields)


def _code(line: str, fields: Mapping[str, list[str]], *, spaced: bool) -> re.Match[str] | None:
    """Return the code with which a line begins, unless it is a word there."""
    match = _CODE.match(line)
    if match is None:
        return None
    if match["gap"] == " ":
        return match if spaced and _is_in_place(match["code"], match["value"], fields) else None
    return None if match["code"] in _ABOVE - _OPENING and _has_text(fields) else match


def _is_in_place(code: str, value: str, fields: Mapping[str, list[str]]) -> bool:
    """Tell whether a code may follow the fields that were read, in the order that all articles have."""
    if code == "AN":
        return _ENDS.match(value) is not None
    if code in _BELOW:
        listed = _LISTED.match(value) is not None or not _BELOW.isdisjoint(fields)
        return listed and _has_text(fields)
    if code == "TD":
        return "HD" in fields and "TD" not in fields
    return (code in _OPENING) != ("HD" in fields) and not _has_text(fields)


def _has_text(fields: Mapping[str, list[str]]) -> bool:
    return any(code in fields for code in _TEXT)


def _joined(fields: dict[str, list[str]]) -> dict[str, str]:
    return {code: "\n".join(lines).strip() for code, lines in fields.items()}


def _of_fields(fields: dict[str, str]) -> Article:
    blocks = [block for code in _TEXT for block in blocks_of(fields.get(code, ""))]
    title = one_line(fields.get("HD", "").replace(HEADLINE, ""))
    ended = _ENDS.match(fields.get("AN", ""))
    day = day_in(one_line(fields.get("PD"))) or _day_of(ended)
    return Article(prose(blocks), title, day, one_line(fields.get("SN")), ended["id"] if ended else None)


def _day_of(ended: re.Match[str] | None) -> dt.date | None:
    """Return the day in an article's number, on which the database took it in; hardly ever it is another."""
    return day_in(f"{ended['day'][:4]}-{ended['day'][4:6]}-{ended['day'][6:]}") if ended else None


def _of_lines(lines: list[str], *, first: bool) -> Article:
    """Read an article whose fields have no codes; the last of the lines is its number."""
    ended = _ENDS.match(lines[-1])
    assert ended is not None
    counted = next((at for at, line in enumerate(lines) if is_length(line.strip())), None)
    listed = next((at for at, line in enumerate(lines) if _is_listed(line)), None) if counted is None else None
    if listed is not None:
        return _of_list(lines, listed, ended)
    if counted is None:  # as in some languages: the day stands below it
        counted = next((at for at, line in enumerate(lines) if begins_with_day(line.strip())), 0) - 1
    below = [at for at in range(counted + 1, len(lines) - 1) if lines[at].strip()][:_HEADER]
    day, publisher, start = _header(lines, below)
    blocks = blocks_of("\n".join(lines[start:-1]))
    title = _title(blocks_of("\n".join(lines[: max(counted, 0)])), lines, first=first)
    return Article(prose(blocks), title, day or _day_of(ended), publisher, ended["id"])


def _is_listed(line: str) -> bool:
    """Tell whether a line of a list of headlines says all of an article: "The Gazette, 4 March 2019, 40 words, (English)"."""
    parts = line.strip().split(", ")
    return 3 <= len(parts) <= _HEADER and any(map(is_length, parts[1:])) and day_in(line) is not None


def _of_list(lines: list[str], at: int, ended: re.Match[str]) -> Article:
    """Read an article of a list of headlines, with its first words, from the line that says all of it."""
    parts = lines[at].strip().split(", ")
    ends = next((p for p in range(len(parts)) if _TIME.match(parts[p]) or begins_with_day(", ".join(parts[p:]))), 1)
    above = [line for line in lines[:at] if line.strip()]
    title = one_line(_NUMBERED.sub("", above[-1])) if above else None
    text = prose(blocks_of("\n".join(lines[at + 1 : -1])))
    return Article(text, title, day_in(lines[at]), one_line(", ".join(parts[:ends])), ended["id"])


def _header(lines: list[str], below: list[int]) -> tuple[dt.date | None, str | None, int]:
    """Return the day, the source, and where the text begins, from the lines below the number of words."""
    texts = [lines[at].strip() for at in below]
    dated = next((place for place, text in enumerate(texts[:4]) if begins_with_day(text)), None)
    if dated is None:
        return None, None, below[0] if below else len(lines) - 1
    day = day_in(texts[dated])
    source = next((p for p in range(dated + 1, len(texts)) if not _TIME.match(texts[p])), None)
    if source is None:
        return day, None, len(lines) - 1
    return day, one_line(texts[source]), below[_last(texts, source)] + 1


def _last(texts: list[str], source: int) -> int:
    """Return the last line of the header: rights, which stand below the language, else the language or a code."""
    near = range(source + 1, min(source + 8, len(texts)))
    language = next((p for p in near if plain(texts[p]) in _LANGUAGES), None)
    start = source if language is None else language
    last = next((p for p in range(start + 1, len(texts)) if is_copyright(texts[p])), None)
    if last is not None and (language is None or last == language + 1):
        return last
    return max((p for p in near if p == language or _SOURCE_CODE.match(texts[p])), default=source)


def _title(above: list[str], lines: list[str], *, first: bool) -> str | None:
    marked = next((line.partition(HEADLINE)[2] for line in lines if HEADLINE in line), None)
    if marked:
        return one_line(marked)
    lines_above = above[0].split("\n") if len(above) == 1 else above
    titles = [line for line in lines_above if not _BYLINE.match(line)] or lines_above[:1]  # "By the lake"
    if first and len(titles) > 2:
        titles = titles[-2:] if len(titles[-1].split()) <= _SECTION < len(titles[-2].split()) else titles[-1:]
    if len(titles) > 1 and len(titles[0].split()) <= _SECTION < len(titles[1].split()):
        titles = titles[1:]
    return one_line(titles[0]) if titles else None
