"""Web archives (WARC, ISO 28500): a document an HTML response. The archive is a stream, of which one page is held.

The same page twice is one document: by its address without what only counts clicks, and by equal text. An archive that
ends too early, or whose lengths are wrong, gives what can be read of it, and is named.
"""

import hashlib
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import IO, Any
from urllib.parse import urlsplit

from diplograph.errors import InputError, OnError
from diplograph.extract.read.columns import Columns
from diplograph.extract.read.header import parse_day
from diplograph.extract.read.html import in_utf8
from diplograph.extract.read.raw import Raw
from diplograph.extract.read.response import MOST_BLOCK, TOO_LONG, NoPageError, page_in
from diplograph.extract.read.seen import Seen
from diplograph.extract.read.streams import Opened
from diplograph.extract.read.text import InputName, InputNotice

ROBOTS, OTHER = "robots.txt", "records of other kinds"
WRONG, CUT = "records of a wrong length", "pages that are cut off"
AGAIN, EQUAL = "pages of an address that was read before", "pages of a text that was read before"

_KINDS = {
    "warcinfo": "descriptions of the archive",
    "request": "requests",
    "revisit": "revisits",
    "metadata": "metadata records",
    "resource": "resources",
    "conversion": "conversions",
}
_MOST_HEADER = 2**20  # bytes from the end of a record to that of the header of the next
_PIECE = 65_536
_BEGINS = re.compile(rb"(?:\A|\n)()WARC/[01]\.[0-9]")
_LONGEST_MARK = 16  # bytes
_NEXT = re.compile(rb"\r?\n\r?\nWARC/[01]\.[0-9]+\r?\n")
_CLICKS = re.compile(r"(?:utm_\w*|fbclid|gclid|dclid|msclkid|mc_cid|mc_eid|igshid|cmpid|ocid)(?:=|\Z)", re.IGNORECASE)
_UNREAD = re.compile(
    rb"<(head|script|style|noscript|template)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL
)
_ARTICLE = re.compile(rb"<article\b([^<>]*>.*)", re.IGNORECASE | re.DOTALL)
_ARTICLE_ENDS = re.compile(rb"</article\b", re.IGNORECASE)
_ARTICLES = re.compile(rb"<article\b", re.IGNORECASE)
_TAG = re.compile(rb"<[^<>]*>")
_LEAST_TEXT = 300  # bytes; a shorter text may stand on many pages


def read_warc(file: Opened, columns: Columns, report: OnError) -> Iterator[Raw]:
    """Yield the pages of a web archive: responses with status 200 that are HTML, each address and each text once.

    A page comes with the address and the day of its record, which hold where it tells none itself.

    Args:
        report: Called at the end with what is wrong with the archive, and with a notice that counts what was not read,
            by its kind.
    """
    shown, stream = file.name.shown, _Stream(file.stream)
    if stream.starts(b"\x1f\x8b"):
        report(InputError(f"{shown} is packed by gzip: let its name end in .warc.gz."))
        return
    with closing(Seen()) as seen:
        pages = _Pages(file.name, seen)
        yield from pages.read(stream)
    if not pages.records:
        report(
            InputError(f"{shown} is no web archive, or is damaged ({stream.problem or 'no record'}): fetch it again.")
        )
        return
    if stream.problem:
        where = f"after {pages.records:,} records ({stream.problem:.80})"
        report(InputError(f"{shown} is damaged {where}: the pages before were read; fetch it again."))
    if pages.left_out or not pages.count:
        report(InputNotice(pages.summary()))


class _Stream:
    """A stream that ends where it is damaged, or where a header is longer than any is.

    Attributes:
        budget: Bytes that may yet be read; None for any number.
        torn: How many records were not followed by what follows a record.
        problem: Why it ended.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)  # what stands before damage is kept
        self._held = b""
        self.torn = 0
        self.budget: int | None = None
        self.problem = ""

    def read(self, size: int) -> bytes:
        """Read on; nothing more behind damage."""
        if self._held:
            data, self._held = self._held[:size], self._held[size:]
            return data
        data = self._more(size)
        if self.budget is not None:
            self.budget -= len(data)
            if self.budget < 0:
                self.problem, data = "a header without end", b""
        return data

    def _more(self, size: int) -> bytes:
        if self.problem:
            return b""
        try:
            return self._read(size)
        except (EOFError, zlib.error, InputError) as error:
            self.problem = " ".join(str(error).split()) or type(error).__name__
            return b""

    def starts(self, beginning: bytes) -> bool:
        """Tell whether the next bytes are these, and leave them there."""
        while len(self._held) < len(beginning) and (more := self._more(_PIECE)):
            self._held += more
        return self._held.startswith(beginning)

    def go_to_next(self, left: bytes) -> bool:
        """Put back what was read too much, and go to where a record begins; tell whether one does."""
        self.budget = None
        data, self._held = left + self._held, b""
        while (found := _BEGINS.search(data)) is None:
            more = self._more(_PIECE)
            if not more:
                self.problem = self.problem or "no record begins behind one of a wrong length"
                return False
            data = data[-_LONGEST_MARK:] + more
        self._held = data[found.end(1) :]
        return True


def _records(stream: _Stream) -> Iterator[Any]:
    """Yield the records, each to be read before the next; behind one of a wrong length, look for where one begins."""
    from warcio.archiveiterator import WARCIterator
    from warcio.exceptions import ArchiveLoadFailed

    class Quiet(WARCIterator):  # type: ignore[misc]
        INC_RECORD = ""  # it would be written to standard error

    going_on = True
    while going_on:
        records, errors = Quiet(stream, no_record_parse=True), 0
        going_on = False
        try:
            stream.budget = _MOST_HEADER
            for record in records:
                stream.torn, errors = stream.torn + records.err_count - errors, records.err_count
                stream.budget = None
                yield record
                if record.length is None:
                    going_on = stream.go_to_next(_rest(records))
                    break
                while record.raw_stream.read(_PIECE):
                    pass
                if record.raw_stream.limit and not stream.problem:
                    stream.problem = "it ends within a record"
                stream.budget = _MOST_HEADER
        except ArchiveLoadFailed:
            stream.torn += 1
            going_on = stream.go_to_next(_rest(records))
        else:
            stream.torn += records.err_count - errors


def _rest(records: Any) -> bytes:
    """What was read of the stream and not used."""
    rest: bytes = records.reader.read(records.reader.rem_length())
    return rest


class _Pages:
    """Takes the pages out of records, and counts what else there is.

    Attributes:
        count: How many pages were read.
        records: How many records there were.
        left_out: How many of each kind were not read.
    """

    def __init__(self, name: InputName, seen: Seen) -> None:
        self._name, self._seen = name, seen
        self.left_out: Counter[str] = Counter()
        self.count = self.records = 0

    def read(self, stream: _Stream) -> Iterator[Raw]:
        """Yield the pages of a stream that were not met before, each when what follows shows that it was whole."""
        page, torn = None, 0
        for record in _records(stream):
            if page and stream.torn == torn:
                yield from self._new(page)
            self.records, torn = self.records + 1, stream.torn
            try:
                page = self._page(record)
            except NoPageError as kind:
                page = None
                self.left_out[str(kind)] += 1
        if page and stream.torn == torn:
            yield from self._new(page)
        if stream.torn:
            self.left_out[WRONG] += stream.torn

    def _page(self, record: Any) -> Raw:
        address = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")
        data, charset = page_in(self._block(record, address))
        day = parse_day(record.rec_headers.get_header("WARC-Date") or "")
        told = {"url": address, "date": day.isoformat() if day else ""}
        name = InputName(f"{self._name.id}:{self.records}", f"{self._name.shown}, record {self.records}")
        return Raw(name, "html", in_utf8(data, charset), {key: value for key, value in told.items() if value})

    def _new(self, page: Raw) -> Iterator[Raw]:
        """Yield a page if it was not met before."""
        assert isinstance(page.data, bytes)
        address, text = page.told.get("url"), _text(page.data)
        if address and not self._seen.add(f"address {_plain_address(address)}"):
            self.left_out[AGAIN] += 1
        elif len(text) >= _LEAST_TEXT and not self._seen.add(f"text {hashlib.sha256(text).hexdigest()}"):
            self.left_out[EQUAL] += 1
        else:
            self.count += 1
            yield page

    def _block(self, record: Any, address: str) -> bytes:
        """Return the bytes of a record that is a response.

        Raises:
            NoPageError: It is of another kind, or too long, or its length is wrong.
        """
        kind = record.rec_type
        if kind != "response":
            raise NoPageError(_KINDS.get(kind, OTHER))
        if _path_of(address) == "/robots.txt":
            raise NoPageError(ROBOTS)
        if record.length is None:
            raise NoPageError(WRONG)
        if record.length > MOST_BLOCK:
            raise NoPageError(TOO_LONG)
        block: bytes = record.raw_stream.read(record.length)
        if len(block) < record.length:
            raise NoPageError(CUT)
        if _NEXT.search(block):  # so long that it reaches over others
            raise NoPageError(WRONG)
        return block

    def summary(self) -> str:
        """Say what was read and what was not."""
        others = ", ".join(f"{count:,} {kind}" for kind, count in sorted(self.left_out.items()))
        shown = f"Of the {self.records:,} records of {self._name.shown}, {self.count:,} pages were read"
        return f"{shown}; not read: {others}." if others else f"{shown}."


def _path_of(address: str) -> str:
    """The path of an address; nothing if it is none."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def _plain_address(address: str) -> str:
    """An address without its scheme, its fragment, and what only tells from where somebody came."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    query = "&".join(part for part in parts.query.split("&") if part and not _CLICKS.match(part))
    return f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}?{query}"


def _text(page: bytes) -> bytes:
    """Return what can be read of a page, roughly: of its one article, else of all of it."""
    read = _UNREAD.sub(b" ", page)
    article = _ARTICLE.search(read) if len(_ARTICLES.findall(read)) == 1 else None
    text = b" ".join(_TAG.sub(b" ", _ARTICLE_ENDS.split(article[1], maxsplit=1)[0]).split()) if article else b""
    return text if len(text) >= _LEAST_TEXT else b" ".join(_TAG.sub(b" ", read).split())
