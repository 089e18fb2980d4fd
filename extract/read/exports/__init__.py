"""Exports of press databases: one file, many articles. LexisNexis and Nexis Uni, Factiva, ProQuest.

Only what the databases share decides: a mark at each article, and fields with the names that they use, in several
languages. Whatever the file, its text is made first, so that one reader serves TXT, HTML, RTF and DOCX.
"""

import io
import re
from collections.abc import Callable
from dataclasses import replace

from diplograph.errors import OnError
from diplograph.extract.read.exports.article import HEADLINE, Article, Export
from diplograph.extract.read.raw import Raw
from diplograph.extract.read.streams import Joined, Opened
from diplograph.extract.read.text import InputName, InputNotice, decode, wide

ReadExport = Callable[[bytes, InputName, OnError], Export | None]
"""Takes the bytes of a file and what it is called; None if it is no export."""

TextOf = Callable[[bytes, InputName], tuple[str, str | None]]
"""Returns the text of a file, and what is wrong with its encoding."""

MOST_BYTES = 32 * 2**20
"""Bytes of an export that is text, HTML or XML: some thousand articles."""

_GAP = rb"(?:\s|&nbsp;|&#160;|\xc2?\xa0){1,40}"
_MARKS = re.compile(
    rb"[0-9]" + _GAP + rb"\w{1,3}" + _GAP + rb"[0-9.,]{1,10}" + _GAP + rb"(?:do[ck]ument|stor(?:y|ies)\b)"
    rb"|\bdo[ck]ument\w{0,2}" + _GAP + rb"[0-9.,]{1,10}" + _GAP + rb"\w{1,3}" + _GAP + rb"[0-9]"
    rb"|\b(?:end|ende|fin|fine|fim|einde)" + _GAP + rb"(?:\w{1,3}" + _GAP + rb"){0,2}do[ck]ument"
    rb"|, [0-9][0-9.,]{0,9} (?:words|mots|palabras|parole|palavras|woorden|w\xc3?[\xb6\xf6]rter)\b"
    rb"|dokumentende|proquest|ppsarticle|global\.factiva\.com"
    rb"|\b[a-z0-9]{1,12}(?:19|20)[0-9]{6}[a-z0-9]{7,11}\b"
    rb"|(?:^|>)\s{0,20}(?:(?:sub)?title|titre|titel|titulo|t\xc3?[\xed\xad]tulo|headline|load-date|length)\s?:",
    re.IGNORECASE | re.MULTILINE,
)  # fmt: skip
_HEADLINE_CLASS = re.compile(
    r"<(?:b|span|div|h[1-6])\b[^<>]{0,200}?\bclass\s?=\s?[\"']?[a-z]{2}Headline\b[^<>]{0,200}>", re.IGNORECASE
)
_COUNT = re.compile(r"<meta\b[^<>]{0,100}?\bdocuments\s?=\s?[\"']?(?P<all>[0-9]{1,6})\b", re.IGNORECASE)
_HEAD = 65_536  # characters in which a page says how many articles it has
_TITLE = re.compile(r"\s{0,80}(?:title|titre|titel|título|titolo|headline|schlagzeile|titular)\s?:\s?\S", re.IGNORECASE)
_DAY = re.compile(r"\s{0,80}(?:[\w ]{0,20}\bdate|datum|fecha|data|load-date|published)\s?:\s?\S", re.IGNORECASE)
_LINE = 300  # characters of a line that may say how long an article is
_REPEATED = 3  # times that fields recur in what looks like an export


def articles_of(file: Opened, read: ReadExport, most: int, report: OnError) -> tuple[Opened, list[Raw] | None]:
    """Return the articles of a file as records; None, and the file as it was, if it is no export.

    Where it says how many articles it holds, and another number was found, that is reported.

    Args:
        most: Bytes that it may have if it is no export.
    """
    data = file.stream.read(most + 1)
    if len(data) > most and is_marked(data):
        data += file.stream.read(max(0, MOST_BYTES - len(data)) + 1)
    rest = replace(file, stream=io.BufferedReader(Joined(data, file.stream)))
    if len(data) > max(most, MOST_BYTES):
        return rest, None
    export = read(data, file.name, report)
    if export is None:
        return rest, None
    name, found = file.name, len(export.articles)
    if export.announced is not None and export.announced != found:
        what = f"{name.shown} announces {export.announced:,} articles, and {found:,} were found in it"
        report(InputNotice(f"{what}: it may hold only a part of them; if not, save it again in another format."))
    return rest, [_record(name, at, article) for at, article in enumerate(export.articles, 1)]


def read_text_export(
    data: bytes,
    name: InputName,
    report: OnError,
    *,
    text_of: TextOf,
    rough: Callable[[bytes, InputName], bytes] | None = None,
) -> Export | None:
    """Read a file whose text can be made; None if it is no export.

    What looks like one, in a layout that is not known, is reported.

    Args:
        text_of: Makes the text.
        rough: Makes what is nearly the text, fast, to tell the many files that are no exports.
    """
    if not is_marked(rough(data, name) if rough else data):
        return None
    text, problem = text_of(data, name)
    export = _read(text)
    if export is not None:
        if problem:
            report(InputNotice(f"In {name.shown}, {problem}."))
        return _counted(export, data)
    if _looks_like_export(text):
        what = f"{name.shown} looks like an export of several articles, in a layout that is not known"
        report(InputNotice(f"{what}: it is read as one document; give a file or a table row for each article."))
    return None


def articles_within(text: str) -> int:
    """Return how many articles of a press database a text holds that was read as one document; 0 if it is no export.

    For formats whose exports are not divided, since a document keeps their pages.
    """
    if not is_marked(text.encode("utf-8", "replace")):
        return 0
    export = _read(text)
    return len(export.articles) if export else 0


def _read(text: str) -> Export | None:
    from diplograph.extract.read.exports.factiva import read_factiva
    from diplograph.extract.read.exports.nexis import read_nexis
    from diplograph.extract.read.exports.proquest import read_proquest

    plain = text.replace(HEADLINE, "")
    return read_proquest(plain) or read_nexis(plain) or read_factiva(text)


def text_of_page(data: bytes, name: InputName) -> tuple[str, str | None]:
    """Return the text of a web page, with a mark before each headline that its class tells."""
    from diplograph.extract.read.html import page_of, plain

    page, problem = page_of(data)
    return plain(_HEADLINE_CLASS.sub(lambda match: f"{match[0]}{HEADLINE}", page)), problem


def text_as_it_is(data: bytes, name: InputName) -> tuple[str, str | None]:
    """Return what a plain text file holds."""
    return decode(data)


def is_marked(data: bytes) -> bool:
    """Tell whether anything in a file is as in an export; fast, and not sure."""
    sample = data.replace(b"\0", b"") if wide(data) else data
    return _MARKS.search(sample) is not None


def _counted(export: Export, data: bytes) -> Export:
    """Add the number that the head of a page says."""
    said = _COUNT.search(data[:_HEAD].decode("latin-1"))
    return replace(export, announced=int(said["all"])) if said else export


def _looks_like_export(text: str) -> bool:
    from diplograph.extract.read.exports.labels import is_length

    lines = text.splitlines()
    titles, days = (sum(form.match(line) is not None for line in lines) for form in (_TITLE, _DAY))
    parts = (
        re.split(r"[:,] ", line[:_LINE]) for line in lines
    )  # also of a list: "The Gazette, 4 March 2019, 40 words"
    lengths = sum(any(map(is_length, part)) for part in parts)
    return min(titles, days) >= _REPEATED or lengths >= _REPEATED


def _record(name: InputName, number: int, article: Article) -> Raw:
    """Return an article as a record; the day in the name of an export is that of its download, and tells nothing."""
    fields = {
        "id": article.id,
        "title": article.title,
        "date": article.date.isoformat() if article.date else None,
        "url": article.url,
        "publisher": article.publisher,
    }
    own = InputName(f"{name.id}:{number}", f"{name.shown}, article {number}")
    return Raw(own, "record", {"text": article.text, **{key: value for key, value in fields.items() if value}})
