"""HTTP responses as crawlers keep them (RFC 9112): the page in one, or why it holds none."""

import re
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

from diplograph.extract.read.text import MOST_BYTES

MOST_BLOCK = MOST_BYTES + 2**20
"""Bytes that a response may have, with its header."""

NOT_OK, NO_HTML = "responses without status 200", "responses that are no HTML"
TOO_LONG, PACKED = f"pages of over {MOST_BYTES:,} bytes", "pages packed in a way that is not known, or damaged"

_HTML_TYPES = ("text/html", "application/xhtml+xml")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_HTML = re.compile(rb"\s*+(?:<!--.{0,1000}?-->\s*+)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_DECODERS: dict[str, tuple[Callable[[], Any], ...]] = {
    "gzip": (lambda: zlib.decompressobj(16 + zlib.MAX_WBITS),),
    "deflate": (zlib.decompressobj, lambda: zlib.decompressobj(-zlib.MAX_WBITS)),
}


class NoPageError(Exception):
    """A response holds no page: its words say of which kind it is, as many of that kind are counted."""


def page_in(block: bytes) -> tuple[bytes, str | None]:
    """Return the page in a response, unpacked, and the encoding that its header declares.

    Raises:
        NoPageError: It has another status or type, is too long, or can't be unpacked.
    """
    from warcio.statusandheaders import StatusAndHeadersParser

    stream = BytesIO(block)
    try:
        head = StatusAndHeadersParser([], verify=False).parse(stream)
    except EOFError:
        raise NoPageError(NOT_OK) from None
    if head.get_statuscode() != "200":
        raise NoPageError(NOT_OK)
    declared = head.get_header("content-type") or ""
    kind = declared.partition(";")[0].strip().lower()
    if kind and kind not in _HTML_TYPES:
        raise NoPageError(NO_HTML)
    body = _unpacked(_unchunked(stream, head), head.get_header("content-encoding") or "")
    if len(body) > MOST_BYTES:
        raise NoPageError(TOO_LONG)
    if not kind and not _HTML.match(body):
        raise NoPageError(NO_HTML)
    charset = _CHARSET.search(declared)
    return body, charset[1] if charset else None


def _unchunked(stream: BytesIO, head: Any) -> bytes:
    from warcio.bufferedreaders import ChunkedDataReader

    chunked = "chunked" in (head.get_header("transfer-encoding") or "").lower()
    data: bytes = (ChunkedDataReader(stream) if chunked else stream).read()
    return data


def _unpacked(body: bytes, coding: str) -> bytes:
    """Undo a coding; many archives hold the page as it was unpacked, under the header that it came with."""
    name = coding.strip().lower().removeprefix("x-")
    if name in ("", "identity", "none", "utf-8") or _HTML.match(body):
        return body
    for decoder in _DECODERS.get(name, ()):
        try:
            return decoder().decompress(body, MOST_BYTES + 1)  # type: ignore[no-any-return]
        except zlib.error:
            continue
    raise NoPageError(PACKED)
