"""Sentences in which no contact was found, or not by every word of contact, and that may tell one: how likely each does."""

from collections.abc import Iterable

from diplograph.errors import OnError
from diplograph.extract.missed.near import NearMiss, near_misses_in
from diplograph.extract.missed.queue import likeliest_first
from diplograph.extract.model import Document

__all__ = ["NearMiss", "likeliest_first", "near_misses"]


def near_misses(
    documents: Iterable[Document], *, model: str | None = None, on_error: OnError | None = None
) -> list[NearMiss]:
    """Return the sentences of documents that may tell a contact which was not found, in text order.

    A sentence is one if it has a word of contact that made none, and names or points at a party; what the parser is spared
    (``diplograph.extract.prefilter``) is none.

    Args:
        documents: Some hundreds at most: the parser's memory of them is freed when all have been read.
        model: An installed English spaCy pipeline; None takes the default.
        on_error: Called with an error that concerns one document, or one sentence of it, which is then left out; None
            raises it.

    Raises:
        ModelError: The model is not installed, or lacks what extraction needs.
        ExtractionError: A document, or a sentence, could not be analysed, and there is no ``on_error``.
    """
    from diplograph.extract.manifest import DEFAULT_MODEL
    from diplograph.extract.pipeline import load, parse
    from diplograph.extract.trace import Trace

    with load(model or DEFAULT_MODEL).memory_zone():
        docs = parse(documents, model=model, whole=False, on_error=on_error, trace=Trace)
        return [near for doc in docs for near in near_misses_in(doc._.diplograph_origin, doc._.diplograph_trace)]
