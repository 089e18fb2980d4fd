"""Manifests: what made a file that can't say so itself, or all files of a folder, with the digest of each.

A file NAME has NAME.manifest.json beside it, the files of ``diplograph build`` have one manifest.json. It holds for a file
only as long as that is the one that was written.
"""

import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from diplograph.graph.formats.atomic import atomic_write
from diplograph.graph.formats.json import indented
from diplograph.graph.provenance import Provenance

NAME = "manifest.json"


def beside(path: Path) -> Path:
    """Return where the manifest of one file is."""
    return path.with_name(f"{path.name}.{NAME}")


def write_manifest(place: Path, made: Provenance, files: Iterable[Path], **more: Any) -> None:
    """Write what made files that lie beside the manifest.

    Args:
        more: What else it shall tell.

    Raises:
        OutputError: The folder can't be written to.
    """
    told = {path.name: {"bytes": path.stat().st_size, "sha256": digest(path)} for path in files}
    with atomic_write(place) as handle:
        handle.write(indented({**made.record(), **more, "files": told}) + "\n")


def read_manifest(path: Path) -> Provenance:
    """Return what made a file of contacts by the manifest beside it; unknown where there is none for this very file."""
    for place in (beside(path), path.with_name(NAME)):
        with suppress(OSError, ValueError, RecursionError, KeyError, TypeError):
            told = json.loads(place.read_bytes())
            if told["files"][path.name]["sha256"] == digest(path):
                return Provenance.from_record(told)
    return Provenance()


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
