"""How contacts were extracted: by which rules, with which model, from which documents."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from diplograph.extract.model import Document

if TYPE_CHECKING:
    from diplograph.extract.corpus import Corpus

_SIZE = 2**256
_GIVEN = "--date"  # the day that the user gave, which is not of the document


@dataclass(frozen=True, slots=True)
class Digest:
    """How many documents there are, and one digest of all, the same in any order.

    It is the sum, modulo 2^256, of the SHA-256 of each document: of id, title, date, address, publisher and text, as they were
    read, those that are lacking empty and a NUL between. So digests of parts add up to that of the whole.
    """

    documents: int = 0
    total: int = 0

    def __add__(self, other: "Digest") -> "Digest":
        return Digest(self.documents + other.documents, (self.total + other.total) % _SIZE)

    def __str__(self) -> str:
        return f"{self.total:064x}"

    @classmethod
    def of(cls, document: Document) -> Self:
        """Return that of one document."""
        source = document.source
        day = source.date.isoformat() if source.date and document.dated_by != _GIVEN else None
        return cls.of_fields((source.id, source.title, day, source.url, source.publisher, document.text))

    @classmethod
    def of_fields(cls, fields: Iterable[str | None]) -> Self:
        """Return that of one document, from its fields in the order above."""
        told = "\0".join(field or "" for field in fields)
        return cls(1, int(hashlib.sha256(told.encode("utf-8", "replace")).hexdigest(), 16))


@dataclass(frozen=True, slots=True)
class Extraction:
    """How contacts were extracted.

    Attributes:
        rules: The version of diplograph and of its rules, as ``rules_version`` gives it; several of a corpus that was read by several.
        models: The spaCy pipelines and their versions.
        digest: Of the documents, those included that tell no contact or are not in English; not of what could not be read.
    """

    rules: tuple[str, ...]
    models: tuple[str, ...]
    digest: Digest

    def __add__(self, other: "Extraction") -> "Extraction":
        rules, models = {*self.rules, *other.rules}, {*self.models, *other.models}
        return Extraction(tuple(sorted(rules)), tuple(sorted(models)), self.digest + other.digest)


def installed(model: str, digest: Digest) -> Extraction:
    """Return how contacts are extracted here and now.

    Raises:
        ModelError: There is no such model, or its files can't be read.
    """
    from diplograph.extract.corpus.rules import rules_version
    from diplograph.extract.manifest import identity

    return Extraction((rules_version(),), (identity(model),), digest)


def of_corpus(corpus: "Corpus") -> Extraction:
    """Return how the contacts in a corpus were extracted.

    Raises:
        CorpusError: It can't be read.
    """
    rules, models = (tuple(sorted(corpus.counts(what))) for what in ("rules", "model"))
    return Extraction(rules, models, digest_of(Digest.of_fields(fields) for fields in _fields(corpus)))


def digest_of(digests: Iterable[Digest]) -> Digest:
    """Return the digest of all documents from that of each."""
    whole = Digest()
    for one in digests:
        whole += one
    return whole


def _fields(corpus: "Corpus") -> Iterator[tuple[str | None, ...]]:
    for id, title, date, dated_by, url, publisher, text in corpus.texts():
        yield id, title, None if dated_by == _GIVEN else date, url, publisher, text
