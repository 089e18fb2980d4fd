"""Identifiers that are made of names."""

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diplograph.extract.model import Kind, Party

# Latin letters that are no letter with an accent
_LATIN = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "ı": "i", "đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "ð": "d", "Ð": "D"}
    | {"þ": "th", "Þ": "Th", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe"}
)


@lru_cache(maxsize=65536)
def slug(name: str) -> str:
    """Return an identifier made of the letters and digits of ``name``, in lower case, joined by hyphens.

    Latin letters lose their accents; other scripts stay. The result is a valid XML NMTOKEN and
    never empty.
    """
    flat = unicodedata.normalize("NFKD", name.translate(_LATIN))
    bare = "".join(c for c in flat if not unicodedata.combining(c))
    joined = re.sub(r"[^\w]+|_+", "-", unicodedata.normalize("NFC", bare).casefold()).strip("-")
    return joined or "x" + hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def home(country: str | None, org: str | None, id: str) -> str:
    """Return what a party acts for: the code of its state, the slug of its organisation, or else itself."""
    return country or (slug(org) if org else id)


def contact_id(document: str, kind: "Kind", start: int, parties: "tuple[Party, ...]") -> str:
    """Return a stable id from the document, the place in its text, the kind and the parties."""
    key = "\x1f".join([document, kind, str(start), *(f"{p.id}/{p.side}" for p in parties)])
    return "c_" + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]
