"""The unit of work: one shard in, one file of contacts out, and beside it a note of what they were made from.

The note is written last. A shard is finished if its note tells of the same files, model, rules and options as are
wanted, and is left alone then. Several processes may work on one shard at once: each file is replaced whole, by the
same bytes.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Any

from diplograph.errors import DiplographError
from diplograph.extract.corpus.rules import rules_version
from diplograph.extract.limits import SECONDS
from diplograph.extract.manifest import identity
from diplograph.extract.model import Contact
from diplograph.extract.provenance import Digest
from diplograph.extract.read import Columns, Raw, read_found
from diplograph.extract.run.analysis import Outcome, Settings, analyse
from diplograph.extract.run.apart import reader
from diplograph.extract.run.workers import chunks
from diplograph.graph.formats.atomic import atomic_write
from diplograph.graph.formats.jsonl import dump
from diplograph.shards.plan import Shard

CONTACTS, NOTE = ".contacts.jsonl", ".done.json"
_MOST_PROBLEMS = 100  # that a note tells in words

Analyse = Callable[[list[Raw], Settings], list[Outcome]]


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done with every shard.

    Attributes:
        folder: The absolute path of the folder for the results, which is there.
        installed: What ``installed`` has to return wherever a shard is worked on.
    """

    folder: str
    settings: Settings
    columns: Columns
    installed: dict[str, str]

    def place(self, name: str, ending: str) -> Path:
        """Return where a file of the shard of this name is."""
        return Path(self.folder, name + ending)

    def wanted(self, digest: str | None) -> dict[str, Any]:
        """Return what a note must tell for the contacts to be those of files with this digest."""
        date: dt.date | None = self.settings.date
        return {
            "digest": digest,
            "installed": self.installed,
            "date": date.isoformat() if date else None,
            "columns": self.columns.named(),
            "any_language": self.settings.any_language,
        }


class State(StrEnum):
    """What became of a shard; it was finished before, or is so now, or could not be."""

    DONE = "done"
    FOUND = "found"
    FAILED = "failed"


@dataclass(slots=True)
class ShardResult:
    """What became of a shard.

    Attributes:
        name: That of the shard.
        documents: How many were read.
        contacts: How many are in its file.
        first: The identifier of its first document, if that is a record's own.
        problems: What was wrong, each a sentence; of very many, the first hundred.
        more: How many problems there were beyond these.
        foreign: Documents that are not in English and were left alone, by language.
        digest: Of the documents that were read now.
    """

    name: str
    state: State = State.DONE
    documents: int = 0
    contacts: int = 0
    first: str | None = None
    problems: list[str] = field(default_factory=list)
    more: int = 0
    foreign: dict[str, int] = field(default_factory=dict)
    digest: Digest = field(default_factory=Digest)

    def add(self, problem: object) -> None:
        """Note a problem."""
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(str(problem))
        else:
            self.more += 1


def installed(model: str) -> dict[str, str]:
    """Return what contacts depend on besides documents and options, as it is installed here.

    Raises:
        ModelError: There is no such model, or its files can't be read.
    """
    return {"diplograph": rules_version(), "spaCy": version("spacy"), "model": identity(model)}


def _limited(raws: list[Raw], settings: Settings) -> list[Outcome]:
    return analyse(raws, settings, limit=SECONDS)


def attempt(shard: Shard, job: Job, *, analyse: Analyse = _limited) -> ShardResult:
    """Process a shard; a defect costs no more than it.

    Raises:
        DiplographError: As ``process_shard``: every other shard would fail as well.
    """
    try:
        return process_shard(shard, job, analyse=analyse)
    except DiplographError:
        raise
    except Exception as error:  # noqa: BLE001 - what a defect raises is not known
        return failed(shard, f"{type(error).__name__}: {error}")


def failed(shard: Shard, why: str) -> ShardResult:
    """Return the report of a shard that could not be finished."""
    return ShardResult(shard.name, State.FAILED, problems=[f"The shard {shard.name} was given up: {why:.300}."])


def process_shard(shard: Shard, job: Job, *, analyse: Analyse = _limited) -> ShardResult:
    """Write the contacts of a shard, in document order, unless that was done before.

    Args:
        analyse: Finds the contacts of some documents.

    Raises:
        OutputError: The folder can't be written to.
        ModelError: The model is not installed, or lacks what extraction needs.
    """
    wanted = job.wanted(_digest(shard))
    before = _finished(shard, job, wanted)
    if before is not None:
        return before
    result, place = ShardResult(shard.name), job.place(shard.name, CONTACTS)
    job.place(shard.name, NOTE).unlink(missing_ok=True)  # it would tell of other contacts
    with atomic_write(place) as handle:
        dump(_contacts(shard, job, result, analyse), handle)
    if wanted["digest"]:
        with atomic_write(job.place(shard.name, NOTE)) as handle:
            json.dump(_note(shard, wanted, result, place.stat().st_size), handle, indent=1)
    return result


def _contacts(shard: Shard, job: Job, result: ShardResult, analyse: Analyse) -> Iterator[Contact]:
    found = ((Path(path), shown) for path, shown in shard.files)
    for number, chunk in enumerate(
        chunks(read_found(found, columns=job.columns, on_error=result.add, reader=reader()))
    ):
        if number == 0 and chunk[0].id != chunk[0].name.id:
            result.first = chunk[0].id
        for outcome in analyse(chunk, job.settings):
            for problem in outcome.problems:
                result.add(problem)
            if outcome.document is not None:
                result.documents += 1
                result.digest += Digest.of(outcome.document)
            result.contacts += len(outcome.contacts)
            if outcome.foreign and outcome.language:
                result.foreign[outcome.language] = result.foreign.get(outcome.language, 0) + 1
            yield from outcome.contacts


def _note(shard: Shard, wanted: dict[str, Any], result: ShardResult, size: int) -> dict[str, Any]:
    return {
        **wanted,
        "files": [[shown, path] for path, shown in shard.files],
        "bytes": size,
        "documents": result.documents,
        "documents_digest": str(result.digest),
        "contacts": result.contacts,
        "first": result.first,
        "problems": result.problems,
        "more": result.more,
        "foreign": result.foreign,
    }


def _finished(shard: Shard, job: Job, wanted: dict[str, Any]) -> ShardResult | None:
    """Return what is noted of a shard, if that is what is wanted, and its contacts are there."""
    note = read_note(job.place(shard.name, NOTE))
    if not wanted["digest"] or {key: note.get(key) for key in wanted} != wanted:
        return None
    with suppress(OSError, KeyError, ValueError, TypeError):
        if job.place(shard.name, CONTACTS).stat().st_size == note["bytes"]:
            names = ("documents", "contacts", "first", "problems", "more", "foreign")
            noted = {key: note[key] for key in names} | {"digest": noted_digest(note)}
            return ShardResult(shard.name, State.FOUND, **noted)
    return None


def noted_digest(note: dict[str, Any]) -> Digest:
    """Return the digest of the documents of a shard.

    Raises:
        KeyError: The note is of a version that told none.
    """
    return Digest(int(note["documents"]), int(note["documents_digest"], 16))


def read_note(path: Path) -> dict[str, Any]:
    """Return what a note tells; nothing if it is not there, or broken."""
    with suppress(OSError, ValueError, RecursionError):
        note = json.loads(path.read_bytes())
        if isinstance(note, dict):
            return note
    return {}


def _digest(shard: Shard) -> str | None:
    """Return the SHA-256 of the names and bytes of the files; None if one can't be read."""
    digest = hashlib.sha256()
    try:
        for path, shown in shard.files:
            with Path(path).open("rb") as handle:
                content = hashlib.file_digest(handle, "sha256").hexdigest()
            digest.update(f"{shown}\0{content}\0".encode("utf-8", "surrogatepass"))
    except (OSError, ValueError):
        return None
    return digest.hexdigest()
