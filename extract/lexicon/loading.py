"""The YAML files of the lexicon, read and checked: a file's shape is a type, and what does not fit it is refused by name.

A shape is built of dataclasses (an entry: its fields are the keys, those with a default may be absent), ``str``, ``int``,
``bool``, enums, ``frozenset[str]`` (words whose order says nothing: sorted, each once), ``tuple[X, ...]`` (a list in an
order of its own, nothing twice), ``tuple[X, Y]`` (so many values) and ``dict[str, X]``. A text of a certain form is
``Annotated[str, Form(...)]``; what holds between the keys of an entry is checked in its ``__post_init__`` by a ValueError.
"""

import re
import types
from collections.abc import Callable, Iterable
from dataclasses import MISSING, dataclass, fields, is_dataclass
from enum import StrEnum
from functools import cache, partial
from importlib.resources import files
from itertools import pairwise
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

import yaml

from diplograph.errors import LexiconError

_Shape = TypeVar("_Shape")
_Read = Callable[[Any], Any]
_PLAIN = {str: "text; put it in quotes where YAML reads it otherwise", int: "a whole number", bool: "true or false"}
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Form:
    """How a text is written, and in words what that is."""

    pattern: re.Pattern[str]
    words: str


Code = Annotated[str, Form(re.compile("[A-Z]{2}"), "two capital letters, in quotes if they are NO")]
"""An ISO 3166-1 alpha-2 code."""


def read_lexicon(name: str, shape: type[_Shape]) -> _Shape:
    """Return the content of ``lexicon/NAME.yaml``.

    Raises:
        LexiconError: The file does not have this shape; the message names file, entry and fault.
    """
    text = (files("diplograph.extract.lexicon") / f"{name}.yaml").read_text(encoding="utf-8")
    return parse_lexicon(name, text, shape)


def parse_lexicon(name: str, text: str, shape: type[_Shape]) -> _Shape:
    """Return the content of a lexicon file from its text; raises as ``read_lexicon`` does."""
    try:
        content = yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise LexiconError(f"lexicon/{name}.yaml is not YAML: {error}") from error
    try:
        return _read_as(shape, content)
    except _Fault as fault:
        raise LexiconError(f"{', '.join([f'lexicon/{name}.yaml', *fault.path])}: {fault}.") from None


def _read_as(shape: type[_Shape], content: Any) -> _Shape:
    unhashed: Any = shape
    read: _Shape = _reader(unhashed)(content)
    return read


class _Loader(_Base):  # type: ignore[misc]
    """Refuses a key that stands twice, of which YAML would take the last."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        if len(mapping) != len(node.value):
            raise yaml.constructor.ConstructorError(None, None, "a key stands twice", node.start_mark)
        return mapping


class _Fault(ValueError):
    """What is wrong, and where in the file, from without to within."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.path: list[str] = []


def _within(place: str, read: _Read, value: Any) -> Any:
    try:
        return read(value)
    except _Fault as fault:
        fault.path.insert(0, place)
        raise


# --- shapes -------------------------------------------------------------------------------------


@cache
def _reader(shape: Any) -> _Read:
    """Return what turns a value as YAML has it into the shape, or raises _Fault."""
    if make := _MAKERS.get(get_origin(shape)):
        return make(*get_args(shape))
    if is_dataclass(shape):
        return partial(_entry, shape, *_keys(shape))
    return partial(_one_of if issubclass(shape, StrEnum) else _plain, shape)


def _optional(*shapes: Any) -> _Read:
    return _reader(next(shape for shape in shapes if shape is not types.NoneType))


def _tuple(first: Any, *others: Any) -> _Read:
    if others == (Ellipsis,):
        return partial(_listed, first, _reader(first))
    return partial(_row, [_reader(shape) for shape in (first, *others)])


_MAKERS: dict[Any, Callable[..., _Read]] = {
    Annotated: lambda _, form: partial(_written, form),
    Union: _optional,
    types.UnionType: _optional,
    dict: lambda key, value: partial(_mapped, _reader(key), _reader(value)),
    frozenset: lambda _: _words,
    tuple: _tuple,
}


def _plain(kind: type, value: Any) -> Any:
    if type(value) is not kind:
        raise _Fault(f"{value!r} is not {_PLAIN[kind]}")
    return value


def _one_of(kind: type[StrEnum], value: Any) -> StrEnum:
    try:
        return kind(value)
    except ValueError:
        raise _Fault(f"{value!r} is none of {', '.join(kind)}") from None


def _written(form: Form, value: Any) -> str:
    if not isinstance(value, str) or not form.pattern.fullmatch(value):
        raise _Fault(f"{value!r} is not {form.words}")
    return value


def _words(value: Any) -> frozenset[str]:
    words = _list_of(value)
    for word in words:
        if not isinstance(word, str):
            raise _Fault(f"{word!r} is not {_PLAIN[str]}")
        if word != " ".join(word.split()) or "’" in word or not word:
            raise _Fault(f"{word!r} must have single spaces and the straight apostrophe")
    for before, word in pairwise(words):
        if word == before or (word.casefold(), word) < (before.casefold(), before):
            raise _Fault(f"{word!r} stands twice" if word == before else f"{word!r} must stand before {before!r}")
    return frozenset(words)


def _list_of(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise _Fault("expected a list")
    return value


def _listed(shape: Any, read: _Read, value: Any) -> tuple[Any, ...]:
    found, seen = [], set()
    for number, part in enumerate(_list_of(value), 1):
        place = _label(shape, part) or f"entry {number}"
        item = _within(place, read, part)
        key = getattr(item, "key", item)
        if key in seen:
            raise _Fault(f"{place} stands twice; merge the two")
        seen.add(key)
        found.append(item)
    return tuple(found)


def _label(shape: Any, part: Any) -> str | None:
    """Return what an entry is called by: its first key with its value."""
    if not is_dataclass(shape) or not isinstance(part, dict):
        return None
    first = fields(shape)[0].name
    return f"{first} {part[first]!r}" if first in part else None


def _row(reads: list[_Read], value: Any) -> tuple[Any, ...]:
    if len(_list_of(value)) != len(reads):
        raise _Fault(f"{value!r} has not {len(reads)} values")
    return tuple(read(part) for read, part in zip(reads, value, strict=True))


def _mapped(key: _Read, read: _Read, value: Any) -> dict[str, Any]:
    return {_within(str(k), key, k): _within(str(k), read, v) for k, v in _mapping(value).items()}


def _mapping(value: Any) -> dict[Any, Any]:
    if not isinstance(value, dict):
        raise _Fault("expected keys with their values")
    return value


def _keys(kind: Any) -> tuple[dict[str, _Read], frozenset[str]]:
    """Return the keys of an entry with what reads their values, and those that it must have."""
    hints = get_type_hints(kind, include_extras=True)
    needed = {f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING}
    return {f.name: _reader(hints[f.name]) for f in fields(kind)}, frozenset(needed)


def _entry(kind: Any, reads: dict[str, _Read], needed: frozenset[str], value: Any) -> Any:
    given = _mapping(value)
    if unknown := given.keys() - reads.keys():
        raise _Fault(f"unknown key {_first(unknown)!r}; known are {', '.join(reads)}")
    if missing := needed - given.keys():
        raise _Fault(f"the key {_first(missing)!r} is missing")
    read = {key: _within(key, reads[key], part) for key, part in given.items()}
    try:
        return kind(**read)
    except ValueError as error:
        raise _Fault(str(error)) from None


def _first(keys: Iterable[Any]) -> str:
    return min(map(str, keys))
