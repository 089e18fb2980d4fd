"""Gold passages: text with the contacts that a careful reader finds in it, one passage a line of JSON.

A passage whose ``label_is`` is "partial" has only some of its contacts labelled, by their span in the text.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from diplograph.errors import InputError
from diplograph.extract.model import Document

Names = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Label:
    """A contact as labelled: two parties, and what else is known of it.

    Attributes:
        a_parts: In a partial label, the members of a coordinated span; each may be the party.
        b_parts: The same for the other party.
        on: The day, as 2021-08-16.
    """

    a: str
    b: str
    kind: str | None = None
    status: str | None = None
    on: str | None = None
    place: str | None = None
    a_parts: tuple[str, ...] = ()
    b_parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A labelled passage.

    Attributes:
        optional: Pairs that are neither a hit nor an error.
        not_contacts: Pairs that must not be linked, but for a negated contact.
        partial: Whether only some contacts are labelled, so that the passage counts for recall alone.
        fields: The line as it was read, for grouping by any of its fields.
    """

    id: str
    text: str
    labels: tuple[Label, ...]
    optional: tuple[Names, ...] = ()
    not_contacts: tuple[Names, ...] = ()
    partial: bool = False
    fields: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def context(self) -> Mapping[str, str]:
        """The ``title`` and ``publisher`` of the page that it stands on, as far as they are given."""
        given = self.fields.get("context")
        told = given.items() if isinstance(given, Mapping) else ()
        return {name: value for name, value in told if name in ("title", "publisher") and isinstance(value, str)}

    def in_context(self, document: Document) -> Document:
        """Return the passage as a document of the page that it stands on."""
        own, context = document.source, self.context
        title, publisher = context.get("title", own.title), context.get("publisher", own.publisher)
        return replace(document, source=replace(own, title=title, publisher=publisher))


def read_gold(path: str | Path) -> tuple[Passage, ...]:
    """Read a file of gold passages.

    Raises:
        InputError: The file can't be read, a line is no gold passage, or two passages share an id.
    """
    try:
        lines = Path(path).read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise InputError(f"Can't read {path}: {reason}; give a file of gold passages, one a line as JSON.") from error
    passages = tuple(_passages(lines, str(path)))
    if not passages:
        raise InputError(f"{path} holds no passage: give a file of gold passages, one a line as JSON.")
    return passages


def _passages(lines: list[str], path: str) -> Iterator[Passage]:
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            passage = _passage(json.loads(line))
        except (ValueError, RecursionError) as error:
            raise InputError(
                f"{path}, line {number}: {_reason(error)}; each line must hold one gold passage as JSON, "
                "with an `id`, a `text` and its `contacts`."
            ) from error
        if passage.id in seen:
            raise InputError(
                f"{path}, line {number}: the id {passage.id!r} stands in line {seen[passage.id]} too; give each its own."
            )
        seen[passage.id] = number
        yield passage


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"not JSON ({error.msg} at character {error.pos + 1})"
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)


def _passage(record: object) -> Passage:
    if not isinstance(record, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004 - reported like every other broken line
    if missing := [key for key in ("id", "text", "contacts") if record.get(key) in (None, "")]:
        raise ValueError(f"it has no `{missing[0]}`")
    if not isinstance(record["text"], str):
        raise ValueError("its `text` is not text")  # noqa: TRY004 - as above
    labels = [_label(c) for c in _list(record, "contacts") if not (isinstance(c, dict) and c.get("pronoun"))]
    return Passage(
        " ".join(str(record["id"]).split()),
        record["text"],
        tuple(labels),
        tuple(_pair(p, "optional") for p in _list(record, "optional")),
        tuple(_pair(p, "not_contacts") for p in _list(record, "not_contacts")),
        record.get("label_is") == "partial",
        record,
    )


def _list(record: Mapping[str, Any], key: str) -> list[Any]:
    value = record.get(key) or []
    if not isinstance(value, list):
        raise ValueError(f"its `{key}` is not a list")  # noqa: TRY004 - as above
    return value


def _pair(value: object, key: str) -> Names:
    if not (isinstance(value, list) and len(value) == 2 and all(isinstance(v, str) for v in value)):
        raise ValueError(f"{value!r:.60} under `{key}` is not a pair of names")
    return value[0], value[1]


def _label(record: object) -> Label:
    if not isinstance(record, dict) or not all(isinstance(record.get(key), str) for key in "ab"):
        raise ValueError(f"the contact {record!r:.60} has not two names, `a` and `b`")
    words: dict[str, Any] = {key: record.get(key) for key in ("kind", "status", "on", "place")}
    if wrong := [key for key, value in words.items() if not isinstance(value, str | None)]:
        raise ValueError(f"`{wrong[0]}` of the contact of {record['a']!r:.40} is not text")
    a_parts, b_parts = (tuple(map(str, _list(record, f"{key}_parts"))) for key in "ab")
    return Label(record["a"], record["b"], **words, a_parts=a_parts, b_parts=b_parts)
