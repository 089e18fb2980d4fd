"""What made an output: the program and its version, how the contacts were extracted, and what was done with them since.

It tells nothing of the moment, the machine or its user, so that the same documents make the same bytes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

import diplograph
from diplograph.extract.manifest import DEFAULT_MODEL
from diplograph.extract.model import Document
from diplograph.extract.provenance import Digest, Extraction, digest_of, installed

KNOWN, IN_PART, UNKNOWN = "yes", "in part", "no"


@dataclass(frozen=True, slots=True)
class Provenance:
    """What made an output.

    Attributes:
        extraction: How the contacts were extracted, as far as it is known.
        whole: Whether that is known of all of them.
        steps: The commands that they went through, each with the options that matter and differ from the default.
        contacts: How many there are, or encounters; None if nobody counted.
    """

    extraction: Extraction | None = None
    whole: bool = True
    steps: tuple[str, ...] = ()
    contacts: int | None = None

    @classmethod
    def of(cls, documents: Iterable[Document], model: str | None = None) -> Self:
        """Return that of contacts which ``extract_contacts`` finds in documents here and now.

        Args:
            model: As ``extract_contacts`` takes it.

        Raises:
            ModelError: There is no such model, or its files can't be read.
        """
        return cls(installed(model or DEFAULT_MODEL, digest_of(map(Digest.of, documents))))

    def __add__(self, other: "Provenance") -> "Provenance":
        """Return that of the contacts of both."""
        known = [one.extraction for one in (self, other) if one.extraction is not None]
        whole = self.whole and other.whole and len(known) != 1
        extraction = known[0] + known[1] if len(known) > 1 else next(iter(known), None)
        return Provenance(extraction, whole, tuple(dict.fromkeys((*self.steps, *other.steps))))

    def then(self, step: str, contacts: int | None = None) -> "Provenance":
        """Return that of what a command makes of the contacts; None if nobody has counted yet."""
        return replace(self, steps=(*self.steps, step), contacts=contacts)

    @property
    def known(self) -> str:
        """Whether it is known how the contacts were extracted: yes, in part, no."""
        return UNKNOWN if self.extraction is None else KNOWN if self.whole else IN_PART

    def record(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        made = self.extraction
        return {
            "diplograph": diplograph.__version__,
            "extraction_known": self.known,
            "rules": list(made.rules) if made else None,
            "models": list(made.models) if made else None,
            "documents": made.digest.documents if made else None,
            "documents_digest": str(made.digest) if made else None,
            "steps": list(self.steps),
            "contacts": self.contacts,
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self:
        """Read what ``record`` returned.

        Raises:
            ValueError: It is no such record.
        """
        try:
            known, steps = record["extraction_known"], tuple(map(str, record["steps"]))
            if known == UNKNOWN:
                return cls(steps=steps)
            digest = Digest(int(record["documents"]), int(record["documents_digest"], 16))
            rules, models = (tuple(map(str, record[name])) for name in ("rules", "models"))
            return cls(Extraction(rules, models, digest), known == KNOWN, steps)
        except (KeyError, TypeError) as error:
            raise ValueError(f"not a record of provenance: {error}") from error

    def rows(self) -> list[tuple[str, str]]:
        """Return it for people to read, each value with its name."""
        made, told = self.extraction, [("diplograph", diplograph.__version__)]
        if made is not None:
            told += [("rules", ", ".join(made.rules)), ("model", ", ".join(made.models))]
            told += [("documents", f"{made.digest.documents:,}"), ("digest of the documents", str(made.digest))]
        if self.known != KNOWN:
            told.append(("extraction", "not known" if made is None else "not known of all contacts"))
        if self.steps:
            told.append(("steps", ", then ".join(self.steps)))
        return told if self.contacts is None else [*told, ("contacts", f"{self.contacts:,}")]

    def __str__(self) -> str:
        """Return the rows in one line."""
        (name, version), *rows = self.rows()
        return " ".join("; ".join([f"{name} {version}", *(f"{name}: {value}" for name, value in rows)]).split())
