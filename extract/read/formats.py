"""The formats of files that are read, a row each: names, detection, messages, documentation and the doctor follow.

A new format is a module with its reader and a row here. The first row whose beginning fits wins, so that a format
that is packed as another stands before that.
"""

import datetime as dt
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from diplograph.errors import OnError
from diplograph.extract.model import Document
from diplograph.extract.read.columns import Columns
from diplograph.extract.read.delimited import read_delimited
from diplograph.extract.read.docx import read_docx, rough_docx, text_of_docx
from diplograph.extract.read.exports import ReadExport, read_text_export, text_as_it_is, text_of_page
from diplograph.extract.read.exports.article import Export
from diplograph.extract.read.exports.factiva_xml import read_factiva_xml
from diplograph.extract.read.feeds import read_feed
from diplograph.extract.read.html import read_html
from diplograph.extract.read.live import read_live_blog
from diplograph.extract.read.mail import read_mail
from diplograph.extract.read.mbox import read_mbox
from diplograph.extract.read.odt import read_odt
from diplograph.extract.read.office import MOST_BYTES as MOST_OFFICE
from diplograph.extract.read.parquet import read_parquet
from diplograph.extract.read.pdf import read_pdf
from diplograph.extract.read.raw import Raw
from diplograph.extract.read.rtf import read_rtf, rough_rtf, text_of_rtf
from diplograph.extract.read.services import read_json
from diplograph.extract.read.streams import Opened
from diplograph.extract.read.tei import read_tei
from diplograph.extract.read.text import MOST_BYTES, InputName, read_text, wide
from diplograph.extract.read.warc import read_warc
from diplograph.extract.read.xlsx import read_xlsx

ReadOne = Callable[[bytes, InputName, dt.date | None, OnError], Document | None]
"""Takes the bytes of a file, what it is called, and the day of documents that don't tell theirs."""

ReadMany = Callable[[Opened, Columns, OnError], Iterator[Raw]]


def _read_page(data: bytes, name: InputName, report: OnError) -> Export | None:
    return read_text_export(data, name, report, text_of=text_of_page) or read_live_blog(data, name, report)


_BLANK = rb"[\xef\xbb\xbf \t\r\n]*"
_MAILBOX = rb"From [^\r\n]{1,300}\b[0-9]{1,2}:[0-9]{2}\b[^\r\n]{0,60}\b[0-9]{4}\b"
_TEI = (  # behind declaration, comments, and a document type
    _BLANK + rb"(?:<\?(?>.*?\?>)\s*+|<!--(?>.*?-->)\s*+|<!DOCTYPE(?>[^<>\[]*+(?:\[(?>.*?\]\s*+>)|>))\s*+)*+"
    rb"<(?:[\w.-]{1,40}:)?(?:TEI(?:\.2)?|teiCorpus(?:\.2)?)[\s>]"
)
_WEB = ("lxml", "trafilatura", "htmldate")
_PACKED = (
    rb"PK\x03\x04.{26}(?:\[Content_Types\]\.xml|_rels/|docProps/|customXml/|word/|xl/).{0,4096}?"  # Office Open XML
)
_PROSE = (
    "paragraphs, headings and tables in their order; the title from a style, the first line, or else the properties"
)
_ROWS = (
    "a document a row: `text`, and if there `id`, `title`, `date`, `url`, `publisher`; usual other names are known, "
    "any other is given by `--text-column` and the like"
)


@dataclass(frozen=True, slots=True)
class Format:
    """A format of files.

    Attributes:
        name: What its documents are marked with on their way, in ``Raw.format``.
        title: What messages and help call it.
        suffixes: What its files' names end in, in lower case.
        shares: Endings of other formats that its files may have, then told by their beginning.
        gives: What is taken from it, for the documentation.
        one: Reads a file that is one document.
        many: Reads a file that holds many.
        is_archive: Whether it holds files, which have readers of their own.
        begins: What a file without a name begins with, a pattern; None if that tells nothing.
        most: Bytes that a file of one document may have.
        libraries: The modules that parse it: where they fail, the file is broken.
        export: Reads a file that may be an export of a press database, with many articles.
        extra: What brings the first of these where it does not come with diplograph: ``diplograph[pdf]``.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    gives: str
    one: ReadOne | None = None
    many: ReadMany | None = None
    is_archive: bool = False
    begins: bytes | None = None
    most: int = MOST_BYTES
    libraries: tuple[str, ...] = ()
    extra: str | None = None
    shares: tuple[str, ...] = ()
    export: ReadExport | None = None

    def __post_init__(self) -> None:
        if sum([self.one is not None, self.many is not None, self.is_archive]) != 1:
            raise ValueError(f"the format {self.name!r} needs one of: a reader of one, a reader of many, is_archive")
        if self.shares and not self.begins:
            raise ValueError(f"the format {self.name!r} shares endings, so that it must say how it begins")


TEXT = Format(
    "text", "text or Markdown", (".txt", ".md"),
    "title and date from a first line such as `date 2021-08-16 TITLE.`, a front matter (`date`, `title`, `url`, "
    "`publisher`), a line that is a day (`8 September 2021`), a dateline (`DOHA, Sept 7, 2021 — `) and a headline",
    one=read_text, export=partial(read_text_export, text_of=text_as_it_is),
)  # fmt: skip
_ARTICLES = (
    "a document an article, in a list, in an object with a list, or in lines, as NewsAPI, GDELT, Guardian, New York Times, "
    "Media Cloud, Event Registry and others give them, with the fields of a table or these in others (`source.name`)"
)
JSON_LINES = Format(
    "jsonl", "JSON Lines", (".jsonl", ".ndjson"), _ROWS,
    many=partial(read_json, lines=True), begins=_BLANK + rb'(?:\{\s*"|\[\s*\{)', libraries=("ijson",),
)  # fmt: skip
FORMATS = (
    TEXT,
    Format(
        "html", "HTML", (".html", ".htm", ".xhtml"),
        "the article without what is around it, title, date, publisher and canonical address "
        "([trafilatura](https://trafilatura.readthedocs.io), htmldate)",
        one=read_html, begins=rb"(?:\xef\xbb\xbf)?\s*<(?i:!doctype\s+html|html[\s>])", libraries=_WEB,
        export=_read_page,
    ),
    JSON_LINES,
    Format("json", "JSON", (".json",), _ARTICLES, many=partial(read_json, lines=False), libraries=("ijson",)),
    Format("csv", "CSV", (".csv",), _ROWS, many=partial(read_delimited, tabs=False)),
    Format("tsv", "TSV", (".tsv",), _ROWS, many=partial(read_delimited, tabs=True)),
    Format("xlsx", "XLSX", (".xlsx",), _ROWS, many=read_xlsx, begins=_PACKED + rb"xl/", libraries=("openpyxl", "zipfile")),
    Format(
        "parquet", "Parquet", (".parquet",), _ROWS,
        many=read_parquet, begins=rb"PAR1", libraries=("pyarrow",), extra="parquet",
    ),
    Format(
        "pdf", "PDF", (".pdf",), "its text in reading order, title, date, and the page of each sentence",
        one=read_pdf, begins=rb"%PDF-", most=64 * 2**20, libraries=("pypdfium2",), extra="pdf",
    ),
    Format(
        "mail", "mail", (".eml",), "a newsletter: its HTML or else its text, subject, date and sender",
        one=read_mail, most=64 * 2**20, libraries=("email", *_WEB),
    ),
    Format(
        "mbox", "mailbox", (".mbox",), "a document a message, each as a mail",
        many=read_mbox, begins=_MAILBOX, libraries=("email", *_WEB),
    ),
    Format(
        "tei", "TEI", (".tei",),
        "a document a `div` of the type document or letter, or with an opener, else the whole text: title, date, the volume's "
        "title as publisher, and the persons that it names with their names in its list of persons",
        many=read_tei, begins=_TEI, shares=(".xml",),
    ),
    Format(
        "warc", "WARC", (".warc",), "a web archive: a document an HTML page, as above; address and day of its record",
        many=read_warc, begins=rb"WARC/[01]\.[0-9]", libraries=("warcio",), extra="warc",
    ),
    Format(
        "docx", "DOCX", (".docx",), _PROSE,
        one=read_docx, begins=_PACKED + rb"word/", most=MOST_OFFICE, libraries=("docx", "lxml", "zipfile"), shares=(".doc",),
        export=partial(read_text_export, text_of=text_of_docx, rough=rough_docx),
    ),
    Format(
        "rtf", "RTF", (".rtf", ".doc"), _PROSE,
        one=read_rtf, begins=rb"(?:\xef\xbb\xbf)?\s{0,64}\{\\rtf", most=MOST_OFFICE, libraries=("striprtf",),
        export=partial(read_text_export, text_of=text_of_rtf, rough=rough_rtf),
    ),
    Format(
        "odt", "ODT", (".odt",), _PROSE,
        one=read_odt, begins=rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis\.opendocument\.text",
        most=MOST_OFFICE, libraries=("lxml", "zipfile"),
    ),
    Format(
        "feed", "RSS or Atom", (".rss", ".atom", ".xml"), "a document an entry",
        many=read_feed, libraries=("feedparser", *_WEB), export=read_factiva_xml,
    ),
    Format("zip", "ZIP", (".zip",), "the same, unpacked in memory", is_archive=True, begins=rb"PK\x03\x04", libraries=("zipfile",)),
)  # fmt: skip

BY_NAME = {format.name: format for format in FORMATS}
BY_SUFFIX = {suffix: format for format in FORMATS for suffix in format.suffixes}
SHARED = {suffix for format in FORMATS for suffix in format.shares}
SUFFIXES = tuple(BY_SUFFIX)
"""The file name endings that are read; each but those of archives also with .gz behind it."""


def ending(name: str) -> tuple[str, bool]:
    """Return the ending of a file name, in lower case, and whether .gz follows it; no ending if it is not known."""
    low = name.lower()
    packed = low.endswith(".gz")
    suffix = os.path.splitext(low.removesuffix(".gz"))[1]  # noqa: PTH122 - of an archive's member too
    read = suffix in BY_SUFFIX and not (packed and BY_SUFFIX[suffix].is_archive)
    return (suffix, packed) if read else ("", False)


def beginning_like(first: bytes) -> Format:
    """Return the format that a file begins like, text if like none."""
    return next((f for f in FORMATS if f.begins and re.match(f.begins, first, re.DOTALL)), TEXT)


def told_by_beginning(format: Format, first: bytes) -> Format:
    """Return the format of a file whose ending is that of ``format``: one that shares the ending, if it begins so."""
    encoding = wide(first)
    first = first.decode(encoding, "replace").encode() if encoding else first
    rivals = (f for f in FORMATS if f.begins and not set(f.shares).isdisjoint(format.suffixes))
    return next((f for f in rivals if re.match(f.begins or b"", first, re.DOTALL)), format)


def listed_suffixes() -> str:
    """Return the endings for a message."""
    return f"{', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}"


def listed_titles() -> str:
    """Return the formats for a help text, with how they may be packed."""
    titles = ", ".join(f.title for f in FORMATS if not f.is_archive)
    packed = " or ".join(f.title.lower() for f in FORMATS if f.is_archive)
    return f"{titles}, also packed by gzip or {packed}"


def extras() -> dict[str, str]:
    """Return the extras that formats need, as in ``diplograph[pdf]``, with the library that each brings."""
    return {f.extra: f.libraries[0] for f in FORMATS if f.extra}


def table() -> list[str]:
    """Return the rows of the table for the documentation, in Markdown; formats that give the same share one."""
    rows: dict[str, list[str]] = {}
    for f in FORMATS:
        mark = " ¹" if f.extra else ""
        names = [f"`{suffix}`" for suffix in (*f.suffixes, *f.shares)]
        names[-1] += mark
        names[0] = f"all of them with `.gz`, and {names[0]}" if f.is_archive else names[0]
        rows.setdefault(f.gives, []).extend(names)
    return [f"| {', '.join(dict.fromkeys(names))} | {gives} |" for gives, names in rows.items()]
