"""A defect of ours, or of the model, met by one text in a million: it costs a sentence, or a document, and is reported."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from spacy.tokens import Span

from diplograph.errors import ExtractionError, OnError
from diplograph.extract.text.origin import Origin

_LONGEST = 80  # characters of a sentence that are quoted
_PLEA = "please report it with the text, if you may share it."


def failed(document: str, error: Exception) -> ExtractionError:
    """Return the error to report for a document that could not be analysed."""
    if isinstance(error, ExtractionError):
        return error
    return ExtractionError(f"{document} could not be analysed ({_detail(error)}): {_PLEA}", document)


@contextmanager
def costing_a_sentence(sent: Span, origin: Origin, on_error: OnError | None) -> Iterator[None]:
    """Report an error in the block and go on; want of memory, and an error that nobody hears, cost the document."""
    try:
        yield
    except MemoryError:
        raise
    except Exception as error:
        problem = _failed_sentence(sent, origin, error)
        if on_error is None:
            raise problem from error
        on_error(problem)


def endless(sents: Sequence[Span], origin: Origin, most: int) -> ExtractionError:
    """Return the error to report for what goes on for too many words to be a sentence; of several, the first is quoted."""
    start, where = _place(sents[0], origin)
    others = f", and {len(sents) - 1:,} more like it were not either; divide them" if len(sents) > 1 else "; divide it"
    what = f"has {len(sents[0]):,} words, where a sentence has at most {most:,}: it was not read{others}"
    return ExtractionError(f"In {origin.source.id}, {where} {what}.", origin.source.id, start)


def _failed_sentence(sent: Span, origin: Origin, error: Exception) -> ExtractionError:
    start, where = _place(sent, origin)
    message = f"{origin.source.id} could not be analysed in part: {where} is left out ({_detail(error)}); {_PLEA}"
    return ExtractionError(message, origin.source.id, start)


def _place(sent: Span, origin: Origin) -> tuple[int, str]:
    start, _ = origin.original(sent.start_char, sent.end_char)
    quoted = " ".join(sent.text[:_LONGEST].split()) + (" ..." if len(sent.text) > _LONGEST else "")
    return start, f'the sentence at character {start} ("{quoted}")'


def _detail(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
