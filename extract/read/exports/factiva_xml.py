"""Factiva's XML: an element ``article`` each."""

import datetime as dt
import re
from typing import Any

from diplograph.errors import InputError, OnError
from diplograph.extract.read.exports.article import Article, Export, blocks_of, one_line, only, prose
from diplograph.extract.read.text import InputName, wide

_ROOT = re.compile(
    rb"<(?:\w{1,20}:)?(?:PPSResponse|ppsArticleResponse|ppsarticle)\b|xmlns(?::\w+)?=[\"']http://global\.factiva\.com/"
)
_ENTITY = re.compile(rb"<!(?:ENTITY|DOCTYPE)\b", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml\b[^>]{0,200}>")
_HEAD = 65_536  # bytes in which the file says what it is
_TEXT = ("leadParagraph", "tailParagraphs")


def read_factiva_xml(data: bytes, name: InputName, report: OnError) -> Export | None:
    """Return the articles of an export of Factiva as XML; None if the data is none.

    Raises:
        InputError: It defines entities, or is not well-formed.
    """
    from lxml import etree

    encoding = wide(data[:_HEAD])
    if encoding:
        data = _DECLARATION.sub("", data.decode(encoding, "replace")).encode("utf-8", "replace")
    if not _ROOT.search(data[:_HEAD]):
        return None
    if _ENTITY.search(data):
        raise InputError(f"{name.shown} defines entities, as no export does: it isn't read.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        root = etree.fromstring(data.lstrip(b"\xef\xbb\xbf \t\r\n"), parser)
    except etree.XMLSyntaxError as error:
        raise InputError(
            f"{name.shown} is not well-formed ({error.msg or 'no element'!s:.100}): export it again."
        ) from None
    articles = tuple(_article(element) for element in root.iter() if _name(element) == "article")
    counts = [int(element.get("count")) for element in root.iter() if (element.get("count") or "").isdecimal()]
    return Export(articles, only(counts)) if articles else None


def _article(element: Any) -> Article:
    parts = {_name(child): child for child in element}
    blocks = [block for name in _TEXT for block in _paragraphs(parts.get(name))]
    return Article(
        prose(blocks),
        one_line(_all_text(parts.get("headline"))),
        _day(parts.get("publicationDate")),
        one_line(_all_text(parts.get("sourceName"))),
        one_line(_all_text(parts.get("accessionNo"))),
    )


def _paragraphs(part: Any) -> list[str]:
    """The paragraphs of a part; where it has no elements for them, an indented line begins each."""
    if part is None:
        return []
    paragraphs = [child for child in part if _name(child) == "paragraph"]
    if paragraphs:
        return [text for child in paragraphs if (text := _lines(_all_text(child)))]
    return blocks_of(re.sub(r"\n(?=[ \t]{3,}\S)", "\n\n", _all_text(part).strip("\n")))


def _lines(text: str) -> str:
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def _day(part: Any) -> dt.date | None:
    from diplograph.extract.read.exports.days import day_in

    return day_in(_all_text(part).strip()[:10])


def _all_text(part: Any) -> str:
    return "" if part is None else "".join(part.itertext())


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
