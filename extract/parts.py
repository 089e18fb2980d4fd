"""A document cleaned, prefiltered and cut into parts that are parsed one by one, and read as one again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from spacy.tokens import Doc

from diplograph.extract.itineraries import told
from diplograph.extract.model import Document
from diplograph.extract.parties.context import spoken_for
from diplograph.extract.prefilter.prefilter import may_tell, prefilter
from diplograph.extract.text.casing import Casing
from diplograph.extract.text.clean import clean
from diplograph.extract.text.cleaned import Cleaned
from diplograph.extract.text.origin import Origin
from diplograph.extract.text.turns import Turn, turns

BATCH = 32
_LONGEST_TITLE = 300  # characters
_LONGEST_PART = 20_000  # characters
_MOST_AT_ONCE = 60_000  # characters; the parser takes about 3 kB a character


@dataclass(slots=True)
class Part:
    """As much of a document as is parsed at once, and what came of it."""

    cleaned: Cleaned
    doc: Doc | Exception | None = None

    @property
    def length(self) -> int:
        """The number of its characters."""
        return len(self.cleaned.text)


@dataclass(slots=True)
class Parted:
    """A document on its way: the parts that are parsed one by one, and what it takes to read them as one."""

    document: Document
    origin: Origin
    parts: list[Part]

    @property
    def length(self) -> int:
        """The number of its characters that are parsed."""
        return sum(part.length for part in self.parts)

    def joined(self) -> Doc:
        """Return the parsed parts as one; what hindered the first that was not parsed is raised."""
        docs = []
        for part in self.parts:
            if not isinstance(part.doc, Doc):
                raise part.doc or ValueError("a part of it was not parsed")
            docs.append(part.doc)
        doc = docs[0]
        if len(docs) > 1:
            doc = Doc.from_docs(docs, ensure_whitespace=False, exclude=["user_data", "tensor"])  # type: ignore[call-arg]
        doc._.diplograph_origin = self.origin
        return doc


def parted(document: Document, casing: Casing, *, whole: bool) -> Parted:
    """Return a document ready to be parsed; if that fails, its one part has the error.

    Args:
        casing: Tells how words in capitals are written in prose.
        whole: Take all of it, also what need not be parsed.
    """
    origin = Origin(document.source, document.text, None, document.body, persons=document.persons, pages=document.pages)
    try:
        cleaned, sport_words = told(clean(document.text[document.body :], casing=casing)), 0
        spoken = spoken_for(document.source.publisher) is not None
        said = (
            tuple(Turn(cleaned.original(t.start, t.start)[0], t.label) for t in turns(cleaned.text)) if spoken else ()
        )
        if (title := _title(document, casing, alone=spoken)) and not cleaned.text.lstrip().startswith(title):
            cleaned = cleaned.headed(title)
        if not whole:
            cleaned, sport_words = prefilter(cleaned, spoken=spoken)
        origin = replace(origin, cleaned=cleaned, sport_words=sport_words, turns=said)
        parts = [Part(cleaned.passages([span])) for span in _spans(cleaned.text)]
    except Exception as error:  # noqa: BLE001 - one document must not stop the others
        parts = [Part(clean(""), error)]
    return Parted(document, origin, parts)


def _title(document: Document, casing: Casing, *, alone: bool) -> str | None:
    """Return the title, if it is one, more than a file's name and no second text, that may tell of a contact.

    Args:
        alone: Whether it need not name both sides, as on a government's page: "Telephone conversation with B".
    """
    title = " ".join(clean(document.source.title or "", casing=casing).text.split())
    if " " not in title or len(title) > _LONGEST_TITLE:
        return None
    return title if may_tell(clean(title), alone=alone) else None


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Cut a long text where a paragraph ends, or a sentence, or else a word."""
    start = 0
    while len(text) - start > _LONGEST_PART:
        end = start + _LONGEST_PART
        for mark in ("\n", ". ", " "):
            if (at := text.rfind(mark, start + 1, end)) > start:
                end = at + len(mark)
                break
        yield start, end
        start = end
    yield start, len(text)


_Sized = TypeVar("_Sized", Part, Parted)


def grouped(items: Iterable[_Sized], most: int = BATCH) -> Iterator[list[_Sized]]:
    """Gather items until they are many or long: what is parsed at once takes memory by its length."""
    group: list[_Sized] = []
    length = 0
    for item in items:
        if group and (len(group) == most or length + item.length > _MOST_AT_ONCE):
            yield group
            group, length = [], 0
        group.append(item)
        length += item.length
    if group:
        yield group
