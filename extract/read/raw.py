"""One document as found, not yet converted: cheap to find, dear to convert."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from diplograph.extract.read.record import word
from diplograph.extract.read.text import InputName


@dataclass(frozen=True, slots=True)
class Raw:
    """One document as found, not yet converted. It can be sent to another process.

    Attributes:
        name: What it is called; the stem of a row is that of its file.
        format: That of its file, or record.
        data: The bytes of a file, or the fields of a row or feed entry as plain JSON values.
        told: What an archive tells of a page beside it, ``url`` and ``date``, which hold where the page tells none.
        file: The absolute path of the file that it is in; None if it came by a stream.
    """

    name: InputName
    format: str
    data: bytes | Mapping[str, Any]
    told: Mapping[str, str] = field(default_factory=dict)
    file: str | None = None

    @property
    def id(self) -> str:
        """The identifier that the document will have: a record's own, if it has one."""
        own = None if isinstance(self.data, bytes) else word(self.data, "id")
        return own or self.name.id

    def digest(self) -> str:
        """Return the SHA-256, in hexadecimal, of all that the document is made of: format, stem, data, and what was told."""
        data = self.data if isinstance(self.data, bytes) else _canonical(self.data)
        told = _canonical(self.told).decode() + "\0" if self.told else ""
        head = f"{self.format}\0{self.name.stem or ''}\0{told}".encode("utf-8", "surrogatepass")
        return hashlib.sha256(head + data).hexdigest()


def _canonical(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, sort_keys=True, ensure_ascii=True, default=str).encode()


def row(name: InputName, number: int, fields: Mapping[str, Any], noun: str = "row") -> Raw:
    """Return the row of a table, called by its place in the file ``name``."""
    return Raw(InputName(f"{name.id}:{number}", f"{name.shown}, {noun} {number}", name.stem), "record", fields)
