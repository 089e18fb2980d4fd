"""Files made for a test and those handed to it, and what reading them gives."""

import os
from pathlib import Path
from typing import Any

import pytest

from diplograph.errors import DiplographError
from diplograph.extract.model import Document
from diplograph.extract.read import read_documents

SHARED = Path(os.environ.get("DIPLOGRAPH_SHARED") or "/nonexistent")
needs_shared = pytest.mark.skipif(not os.environ.get("DIPLOGRAPH_SHARED"), reason="DIPLOGRAPH_SHARED names no folder")
PROSE = "Ana Castro met Jun Ito in Lisbon."


def write(name: str, content: str | bytes) -> str:
    """Write a file below the working folder and return its name."""
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return name


def read(*inputs: str | Path, **options: Any) -> tuple[list[Document], list[DiplographError]]:
    """Return the documents of the inputs and what was reported."""
    problems: list[DiplographError] = []
    return list(read_documents(inputs, on_error=problems.append, **options)), problems


def messages(problems: list[DiplographError]) -> str:
    """Return all that was reported as one text."""
    return "\n".join(map(str, problems))
