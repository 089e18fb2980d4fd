"""A pipeline without a language model, which reads three forms of sentence, for tests of commands."""

import re
import types
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from typing import Any

from factories import contact

from diplograph.extract.model import Contact, Document, Kind, Status

_TOLD = re.compile(r"(\w+ \w+) (met|will call|did not write to) (\w+ \w+)")
_MEANING: dict[str, dict[str, Any]] = {
    "met": {},
    "will call": {"kind": Kind.CALL, "status": Status.PLANNED},
    "did not write to": {"kind": Kind.CORRESPONDENCE, "status": Status.NEGATED},
}


def extract(documents: Iterable[Document], *, model: str | None = None, on_error: Any = None) -> Iterator[Contact]:
    """Yield the contacts of such sentences."""
    for document in documents:
        for a, verb, b in _TOLD.findall(document.text):
            day = document.source.date.isoformat() if document.source.date else None
            yield contact(a, b, document=document.source, day=day, **_MEANING[verb])


def parse(documents: Iterable[Document], **options: Any) -> Iterator[Any]:
    """Yield documents with the contacts in them, as spaCy would."""
    for document in documents:
        found = types.SimpleNamespace(
            diplograph_origin=types.SimpleNamespace(source=document.source), contacts=tuple(extract([document]))
        )
        yield types.SimpleNamespace(_=found)


def pipeline() -> types.ModuleType:
    """Return what stands for ``diplograph.extract.pipeline``."""
    module = types.ModuleType("diplograph.extract.pipeline")
    module.extract_contacts = extract  # type: ignore[attr-defined]
    module.parse = parse  # type: ignore[attr-defined]
    module.load = lambda model: types.SimpleNamespace(memory_zone=nullcontext)  # type: ignore[attr-defined]
    return module
