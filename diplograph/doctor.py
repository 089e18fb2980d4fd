"""Whether this installation can do its work: the versions, the model, and what extraction needs of the machine."""

import os
import platform
import tempfile
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import diplograph
from diplograph.errors import DiplographError
from diplograph.extract.manifest import DEFAULT_MODEL, Examined, Verdict, examine
from diplograph.extract.read import formats as inputs
from diplograph.graph import formats as outputs

EXTRAS = {**inputs.extras(), **outputs.extras(), "pandas": "pandas", "dask": "distributed"}
SENTENCE = "Sergei Lavrov met Wang Yi in Moscow on Monday."
_PARTIES = "Sergei Lavrov — Wang Yi"
_PACKAGES = {"spaCy": "spacy", "numpy": "numpy", "networkx": "networkx", "pyvis": "pyvis", "click": "click"}


class State(StrEnum):
    """How a check came out; a note is worth knowing, and nothing fails for it."""

    OK = "ok"
    NOTE = "note"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was tried.

    Attributes:
        detail: What was found; of what failed, also what to do.
    """

    name: str
    state: State
    detail: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All that is known of an installation.

    Attributes:
        versions: By what it is called; None is not installed.
        extras: The version of the library that each extra brings; None is not installed.
        model: The model that was asked for, or None where there is none.
    """

    versions: Mapping[str, str | None]
    extras: Mapping[str, str | None]
    model: Examined | None
    checks: tuple[Check, ...]

    @property
    def healthy(self) -> bool:
        """Whether nothing failed."""
        return all(check.state is not State.FAILED for check in self.checks)

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        record = asdict(self)
        if self.model:
            record["model"]["folder"] = str(self.model.folder)
        return {**record, "healthy": self.healthy}


_Found = tuple[State, str]


def diagnose(model: str | None = None) -> Diagnosis:
    """Examine this installation; whatever is missing or broken becomes a check that failed.

    Args:
        model: An installed English spaCy pipeline or the folder of one; None takes the default.
    """
    name = model or DEFAULT_MODEL
    examined, files = _examined(name)
    checks = (
        _check("lexicons", _lexicons),
        files,
        _check("extraction", lambda: _extraction(name)),
        _check("SQLite", _sqlite),
        _check("temporary folder", _temporary),
        _check("threads", _threads),
    )
    return Diagnosis(_versions(), {extra: _version(package) for extra, package in EXTRAS.items()}, examined, checks)


def _examined(model: str) -> tuple[Examined | None, Check]:
    try:
        found = examine(model)
    except DiplographError as error:
        return None, Check("model files", State.FAILED, str(error))
    return found, Check("model files", *_files(found))


def _check(name: str, look: Callable[[], _Found]) -> Check:
    try:
        return Check(name, *look())
    except DiplographError as error:
        return Check(name, State.FAILED, str(error))
    except ImportError as error:
        return Check(name, State.FAILED, f"{error}: install diplograph anew, with all that it needs.")
    except Exception as error:  # noqa: BLE001 - what can't be foreseen is what a diagnosis is for
        what = f"{type(error).__name__}: {error}"
        return Check(name, State.FAILED, f"This did not work ({what}): install diplograph and the model anew.")


def _versions() -> dict[str, str | None]:
    return {
        "diplograph": diplograph.__version__,
        "Python": platform.python_version(),
        "platform": platform.platform(),
        **{label: _version(package) for label, package in _PACKAGES.items()},
        "SQLite": _sqlite_version(),
    }


def _sqlite_version() -> str | None:
    try:
        from sqlite3 import sqlite_version
    except ImportError:
        return None
    return sqlite_version


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _lexicons() -> _Found:
    from diplograph.extract.lexicon import frames, gazetteer, officials, words

    words.comparison(), words.roles("heads"), words.effects("planned"), words.words("light")
    gazetteer.country_of_political_party("")
    officials.by_name("")
    verbs, nouns, names = frames.verbs(), frames.nouns(), gazetteer.surface_forms()
    return State.OK, f"{len(verbs):,} verbs, {len(nouns):,} nouns, {len(names):,} names of states and organisations"


def _files(model: Examined) -> _Found:
    if model.those(Verdict.UNKNOWN):
        return State.NOTE, "This model is not in the list, so nothing tells whether its files are genuine"
    if bad := model.those(Verdict.DIFFERS, Verdict.MISSING):
        listed = ", ".join(f"{file} ({model.files[file]})" for file in bad)
        return State.FAILED, f"Not as published in {model.folder}: {listed}: install the model anew."
    return State.OK, f"{len(model.files)} files as published"


def _extraction(model: str) -> _Found:
    from diplograph.extract.model import Document, Source
    from diplograph.extract.pipeline import extract_contacts

    contacts = extract_contacts([Document(SENTENCE, Source("doctor"))], model=model)
    found = "; ".join(" — ".join(party.name for party in contact.parties) for contact in contacts)
    if found == _PARTIES:
        return State.OK, f'{found}, in "{SENTENCE}"'
    wrong = f'{found or "No contact"} was found in "{SENTENCE}" instead of {_PARTIES}'
    return State.FAILED, f"{wrong}: install the model anew, or name an English one."


def _sqlite() -> _Found:
    try:
        import sqlite3
    except ImportError:
        return State.FAILED, "This Python was built without SQLite: use another build of Python."
    with tempfile.TemporaryDirectory() as folder, closing(sqlite3.connect(Path(folder, "doctor.db"))) as base:
        (mode,) = base.execute("PRAGMA journal_mode = wal").fetchone()
        try:
            base.execute("CREATE VIRTUAL TABLE words USING fts5(word)")
        except sqlite3.OperationalError:
            return State.FAILED, "This Python's SQLite has no full-text search (FTS5): use another build of Python."
    if mode != "wal":
        return (
            State.FAILED,
            f"SQLite can't keep a write-ahead log (WAL) in {folder}: set TMPDIR to a folder on a local disk.",
        )
    return State.OK, f"{sqlite3.sqlite_version} with FTS5 and WAL"


def _temporary() -> _Found:
    try:
        with tempfile.TemporaryFile() as handle:
            handle.write(b"diplograph")
    except OSError as error:
        return (
            State.FAILED,
            f"No temporary file can be written ({error}): set TMPDIR to a folder that can be written to.",
        )
    return State.OK, tempfile.gettempdir()


def _threads() -> _Found:
    value = os.environ.get("OPENBLAS_NUM_THREADS") or "1"
    if value != "1":
        return State.NOTE, f"OPENBLAS_NUM_THREADS is {value}: unset it, since a process is fastest with 1"
    return State.OK, f"1 a process (OPENBLAS_NUM_THREADS), {os.cpu_count()} processors"
