"""Web pages: the article without what surrounds it, and what the page says of itself.

Pages are strings and trees here, never addresses: trafilatura and htmldate would fetch those.
"""

import copy
import datetime as dt
import logging
import re
from functools import cache
from types import ModuleType
from typing import Any

from diplograph.errors import OnError
from diplograph.extract.model import Document, Source
from diplograph.extract.read.declared import judged, parsed
from diplograph.extract.read.header import parse_day
from diplograph.extract.read.links import list_of_links, without_links
from diplograph.extract.read.text import InputName, InputNotice, decode, document, wide
from diplograph.extract.text.clean import BLOCK_TAGS, SILENT_TAGS

_DEEPEST = 200  # elements within one another; libxml2 itself gives up at 255 of them
_MOST_ELEMENTS = 20_000  # trafilatura takes time by the square of them
_DECLARED = re.compile(
    rb"<(?:meta\b[^>]{0,200}?\bcharset|\?xml\b[^>]{0,100}?\bencoding)\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE
)
_HEAD = 4_096  # bytes in which a page declares its encoding
_XML_ILLEGAL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_XML_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]{0,200}>")
_LONG_SPACE = re.compile(r"\s{20,}")  # on which others' patterns don't end
_MOST_ATTRIBUTES = 1_000
_LEAST_LINKS, _LONGEST_LIST = 8, 20_000  # of a list of links, and the characters of its text
_LONG_DATA = 20_000  # characters of JSON-LD
_SCRIPT = re.compile(r"<(script|style)\b.*?(?:</\1\b|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[A-Za-z](?:=\s*\"[^\"]*\"|=\s*'[^']*'|[^>])*+")
_VALUE = re.compile(r"=\s*(?:\"[^\"]*\"|'[^']*')")
_LINE_END = re.compile(r"(?<![ \t])[ \t]*+\n[ \t]*(?!\n)")
_GAP = re.compile(r"(?<![ \t])[ \t]*+\n[ \t\n]*\n[ \t]*")
_BETWEEN = re.compile(r"[\s/=]+")
_WHITE = re.compile(r"\s+")
_SILENT = SILENT_TAGS | {"head", "title", "iframe", "object", "svg"}


def read_html(data: bytes, name: InputName, date: dt.date | None, report: OnError) -> Document | None:
    """Read one page; None, and a report, if there is nothing to read in it.

    The text is that of the article, a blank line between its paragraphs; of a page that is none, all
    of its text. Title, date, address and publisher are those that the page declares.

    Args:
        date: The day of the document if neither the page nor its text tells it.
    """
    page, problem = page_of(data)
    if problem:
        report(InputNotice(f"In {name.shown}, {problem}."))
    text, declared = article(page, Source(name.id))
    listed = _listed(page) if len(text) < _LONGEST_LIST else 0
    if listed:
        report(InputNotice(f"{name.shown} is a list of {listed} links, and no article: nothing was read from it."))
        return None
    if not text.strip():
        report(InputNotice(f"{name.shown} holds no text: nothing was read from it."))
        return None
    return document(text, name, declared, date, report)


def _listed(page: str) -> int:
    """Return how many headlines a page links to, if it is a list of them."""
    tree = tree_of(page) if page.count("<a ") >= _LEAST_LINKS else None
    return 0 if tree is None else list_of_links(tree)


def page_of(data: bytes) -> tuple[str, str | None]:
    """Decode a page, as UTF-8 or else as it declares, and say what is wrong with its encoding."""
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError:
        declared = _DECLARED.search(data[:_HEAD])
    if declared and wide(data) is None:
        try:
            return data.decode(_codec(declared[1].decode().lower())), None
        except (LookupError, UnicodeError):
            pass
    return decode(data)


def in_utf8(data: bytes, charset: str | None) -> bytes:
    """Return a page in UTF-8 where the server that sent it told its encoding; else as it is."""
    if charset is None:
        return data
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return data.decode(_codec(charset.lower())).encode("utf-8", "replace")
        except (LookupError, UnicodeError):
            pass
    return data


def _codec(label: str) -> str:
    """Browsers read Latin-1 and its like as what was meant."""
    swaps = {"gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "shift-jis": "cp932", "euc-kr": "cp949"}
    usual = re.fullmatch(
        r"(?:iso[-_]?8859|windows|cp|koi8|macintosh|mac|gb|big5|euc|shift|x-sjis|latin|us-ascii|ascii).*", label
    )
    if usual is None:
        raise LookupError(label)
    return "cp1252" if label in {"iso-8859-1", "latin1", "us-ascii", "ascii"} else swaps.get(label, label)


def tree_of(page: str) -> Any:
    """Parse a page for its parts; None if it has no text, or is built so that algorithms would not end."""
    tree = _tree(page)
    return None if tree is None or _is_odd(tree) else tree


def article(page: str, declared: Source) -> tuple[str, Source]:
    """Return the text of a page and what it says of itself, added to what is ``declared``."""
    tree = _tree(page)
    if tree is None:
        return page if page.strip() else "", declared
    if _is_odd(tree):
        return text_of(tree), declared
    trafilatura = _quiet()
    found = trafilatura.bare_extraction(
        without_links(copy.deepcopy(tree)), include_comments=False, include_tables=False
    )
    text = "\n\n".join(line.strip() for line in (found.text if found else "").splitlines() if line.strip())
    text = text or text_of(tree)
    return text, _metadata(trafilatura, tree, declared, text)


def plain(fragment: str) -> str:
    """Return the text of a piece of HTML, a blank line between its blocks; what is no HTML stays."""
    if "<" not in fragment and "&" not in fragment:
        return fragment
    tree = _tree(fragment)
    return fragment if tree is None else text_of(tree)


def _tree(page: str) -> Any:
    """Parse a page, and fetch nothing; None if it has no text, or is built so that no parser would end."""
    from lxml import etree, html

    page = _XML_ILLEGAL.sub("", _XML_DECLARATION.sub("", page.removeprefix("\ufeff"), count=1))
    page = _LONG_SPACE.sub("\n\n", page)
    if not page.strip() or has_endless_tag(page):
        return None
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    try:
        tree = html.document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    return None if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log) else tree


def has_endless_tag(page: str) -> bool:
    """Tell whether a tag has so many attributes that libxml2, which compares each with all, would not end."""
    tags = (tag[0] for tag in _TAG.finditer(_SCRIPT.sub("", page)) if len(tag[0]) > _MOST_ATTRIBUTES)
    return any(len(_BETWEEN.findall(_VALUE.sub("=", tag))) > _MOST_ATTRIBUTES for tag in tags)


def _is_odd(tree: Any) -> bool:
    """Tell whether a page is built so that algorithms for articles would not end."""
    count = depth = deepest = 0
    from lxml import etree

    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        deepest = max(deepest, depth)
        if count > _MOST_ELEMENTS or deepest > _DEEPEST:
            return True
    return False


def text_of(tree: Any) -> str:
    """Return all the text below an element but that of scripts, head and the like; line ends count where they are shown."""
    from lxml import etree

    parts: list[str] = []
    silent = shown = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        start = event == "start"
        silent += (tag in _SILENT) * (1 if start else -1)
        shown += (tag == "pre") * (1 if start else -1)
        parts.append("\n\n" if tag in BLOCK_TAGS else "\n" if tag == "br" and start else "")
        if not silent:
            text = (element.text if start else element.tail) or ""
            parts.append(text.replace("\r", "") if shown else " ".join(_WHITE.split(text)))
    return _GAP.sub("\n\n", _LINE_END.sub("\n", "".join(parts))).strip()


@cache
def _quiet() -> ModuleType:
    """Return trafilatura, which shall report to us and not to the log."""
    import trafilatura

    for logger in ("trafilatura", "htmldate", "courlan", "charset_normalizer", "readability", "justext"):
        logging.getLogger(logger).setLevel(logging.CRITICAL + 1)
    return trafilatura


def _metadata(trafilatura: ModuleType, tree: Any, own: Source, text: str) -> Source:
    settings = {"original_date": True, "extensive_search": False, "max_date": "2099-12-31"}
    page = copy.deepcopy(tree)
    for script in [s for s in page.iter("script") if len(s.text or "") > _LONG_DATA and parsed(s.text) is None]:
        script.text = None  # patterns seek in what does not parse, and take its length squared
    found = trafilatura.extract_metadata(page, date_config=settings)
    day = parse_day(found.date) if found.date else None
    names = (_line(found.title), day, _line(found.url), _line(found.sitename))
    return judged(tree, text, Source(own.id, *names), own)


def _line(value: str | None) -> str | None:
    return " ".join(value.split())[:1_000] or None if value else None
