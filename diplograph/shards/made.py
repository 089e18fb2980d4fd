"""What made the contacts of shards, by the notes beside them."""

import shlex
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import reduce
from operator import add
from pathlib import Path
from typing import Any

from diplograph.extract.provenance import Extraction
from diplograph.graph.provenance import Provenance
from diplograph.shards.work import CONTACTS, NOTE, noted_digest, read_note


def provenance(places: Iterable[Path]) -> Provenance:
    """Return what made files of contacts in a folder of shards; unknown of one whose note is not of what it holds."""
    return reduce(add, map(_provenance, places))


def _provenance(place: Path) -> Provenance:
    note = read_note(place.with_name(place.name.removesuffix(CONTACTS) + NOTE))
    with suppress(OSError, KeyError, ValueError, TypeError):
        if note["bytes"] == place.stat().st_size:
            rules, model = str(note["installed"]["diplograph"]), str(note["installed"]["model"])
            extraction = Extraction((rules,), (model,), noted_digest(note))
            return Provenance(extraction, steps=(" ".join(_words(note)),))
    return Provenance()


def _words(note: dict[str, Any]) -> Iterator[str]:
    """Yield the command by which a shard was made, as far as it decides on the contacts."""
    yield "extract"
    if note["date"]:
        yield f"--date {note['date']}"
    if note["any_language"]:
        yield "--any-language"
    for field, name in sorted(dict(note["columns"]).items()):
        yield f"--{field}-column {shlex.quote(str(name))}"
