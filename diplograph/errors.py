"""The errors that diplograph raises on purpose: what, where, and what to do next, in one sentence."""

from collections.abc import Callable


class DiplographError(Exception):
    """Base of every error that a user of diplograph may want to catch."""


class InputError(DiplographError):
    """An input can't be read: missing, not text, or not in the format that its name promises."""


class LexiconError(DiplographError):
    """A lexicon file breaks its own rules; the message names the file and the entry."""


class ModelError(DiplographError):
    """The spaCy model is missing or unfit; the message names the command that installs it."""


class OutputError(DiplographError):
    """A result can't be written: an unknown format, or a place that can't be written to."""


class ExtractionError(DiplographError):
    """A document, or a sentence of it, could not be read or analysed: a defect of ours or of the model, which the message names.

    Attributes:
        document: The identifier of the document.
        sentence: Where the sentence starts that alone was lost, in characters; None where all of the document was.
    """

    def __init__(self, message: str, document: str | None = None, sentence: int | None = None) -> None:
        super().__init__(message, document, sentence)
        self.document = document
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.args[0])


class CorpusError(DiplographError):
    """A corpus file can't be used: no corpus, of a newer version, locked, damaged, or on a full disk."""


class ClusterError(DiplographError):
    """Other machines can't be used: no scheduler answers, no worker is there, or a worker has something else installed."""


OnError = Callable[[DiplographError], None]
"""Told of a problem that does not end the work: a document, a sentence or a file that is skipped, or read in part."""
