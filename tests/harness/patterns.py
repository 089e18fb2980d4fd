"""Every regular expression of the sources, the strings that it repeats, and how long it takes with many of them.

The sources are walked for calls of ``re``; the patterns themselves are noted when the modules are imported.
"""

import ast
import importlib
import re
import signal
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from harness.commands import ROOT

_PARTS = ("extract", "graph")
_CALLS = {"compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
_SIZE = 8_000  # characters; what takes the square of them takes a good part of a second
_SLOW = 0.015  # seconds
_SUPERLINEAR = 3.0  # times as long for twice as much
_MOST = 60  # repetitions a pattern
_GIVEN_UP = 1.0  # seconds


@dataclass(frozen=True, slots=True)
class Repetition:
    """A text that repeats a string."""

    before: str
    pump: str
    after: str

    def text(self, size: int) -> str:
        """Return so many characters of it."""
        return self.before + self.pump * max(1, size // len(self.pump)) + self.after


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression, and the file and line that it is made in."""

    place: str
    regex: "re.Pattern[str]"


def noted() -> list[Pattern]:
    """Import every module of ``extract`` and ``graph``, and return the patterns that they make.

    It has to be the first to import them.
    """
    found: dict[str, Pattern] = {}
    made = re.compile

    def note(pattern: Any, flags: Any = 0) -> Any:
        regex, frame = made(pattern, flags), sys._getframe(1)
        if (place := _place(frame)) and isinstance(regex.pattern, str):
            found[f"{place} {regex.pattern}"] = Pattern(place, regex)
        return regex

    re.compile = note
    try:
        for name in _modules():
            with suppress(ModuleNotFoundError):  # of a library that is not installed
                importlib.import_module(name)
    finally:
        re.compile = made
    known = {pattern.place for pattern in found.values()}
    return [*found.values(), *(one for one in _written() if one.place not in known)]


def _place(frame: FrameType) -> str | None:
    path = Path(frame.f_code.co_filename).resolve()
    if path.is_relative_to(ROOT) and path.relative_to(ROOT).parts[0] in _PARTS:
        return f"{path.relative_to(ROOT)}:{frame.f_lineno}"
    return None


def _modules() -> Iterator[str]:
    for part in _PARTS:
        for path in sorted((ROOT / part).rglob("*.py")):
            dotted = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            yield f"diplograph.{dotted.removesuffix('.__init__')}"


def _written() -> Iterator[Pattern]:
    """Yield the patterns that stand as they are in a call within a function."""
    for path, call in calls():
        first = call.args[0] if call.args else None
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield Pattern(f"{path.relative_to(ROOT)}:{call.lineno}", re.compile(first.value))


def calls() -> Iterator[tuple[Path, ast.Call]]:
    """Yield each call of ``re`` in the sources."""
    for part in _PARTS:
        for path in sorted((ROOT / part).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    owner = node.func.value
                    if isinstance(owner, ast.Name) and owner.id == "re" and node.func.attr in _CALLS:
                        yield path, node


# --- what a pattern repeats --------------------------------------------------------------------


def repetitions(regex: "re.Pattern[str]") -> list[Repetition]:
    """Return what may keep a pattern busy: whatever it repeats, after what goes before it, and its own parts over and over."""
    tree = re._parser.parse(regex.pattern, regex.flags & ~re.DEBUG)  # type: ignore[attr-defined]
    found: dict[Repetition, None] = {}
    pieces: dict[str, None] = {}
    for before, pump in _pumps(list(tree), ""):
        pieces |= {piece: None for piece in (pump, before + pump, before) if piece}
        for after in ("", "\x00", "!", "\n"):
            if pump:
                found[Repetition(before, pump, after)] = None
                found[Repetition("", pump, after)] = None
    characters = [piece[:1] for piece in pieces] + list(_sample(list(tree))[:8])
    for pump in (*pieces, *dict.fromkeys(characters)):
        found[Repetition("", pump, "")] = None
        found |= {Repetition("", pump + other, ""): None for other in dict.fromkeys(characters)}
    step = max(1, len(found) // _MOST)
    return [*found][::step]


def _pumps(items: list[Any], before: str) -> Iterator[tuple[str, str]]:
    """Yield what is repeated in a tree of ``re``'s parser, each with a text for what goes before."""
    for op, given in items:
        match str(op):
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                inner = list(given[2])
                yield from ((before, choice) for choice in _choices(inner))
                yield from _pumps(inner, before)
            case "SUBPATTERN":
                yield from _pumps(list(given[3]), before)
            case "BRANCH":
                for branch in given[1]:
                    yield from _pumps(list(branch), before)
            case "ASSERT" | "ASSERT_NOT":
                yield from _pumps(list(given[1]), before)
            case "ATOMIC_GROUP":
                yield from _pumps(list(given), before)
        before += _sample([(op, given)])


def _choices(items: list[Any]) -> Iterator[str]:
    """Yield texts that a part may match: one, or one a branch or a member of a class where it is no more than that."""
    yield _sample(items)
    if len(items) == 1 and str(items[0][0]) == "IN":
        yield from (_member(one) for one in items[0][1][:6])
    if len(items) == 1 and str(items[0][0]) == "SUBPATTERN":
        yield from _choices(list(items[0][1][3]))
    if len(items) == 1 and str(items[0][0]) == "BRANCH":
        yield from (_sample(list(branch)) for branch in items[0][1][1][:6])


def _sample(items: list[Any]) -> str:
    """Return a short text that the items match, more or less."""
    return "".join(_one(str(op), given) for op, given in items)


def _one(op: str, given: Any) -> str:
    match op:
        case "LITERAL":
            return chr(given)
        case "NOT_LITERAL" | "ANY":
            return "x" if given != ord("x") else "y"
        case "IN":
            return _class(given)
        case "SUBPATTERN":
            return _sample(list(given[3]))
        case "BRANCH":
            return _sample(list(given[1][0]))
        case "ATOMIC_GROUP":
            return _sample(list(given))
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return _sample(list(given[2])) * max(int(given[0]), 1)
        case _:
            return ""


def _class(members: list[Any]) -> str:
    if str(members[0][0]) == "NEGATE":
        none = {_member(member) for member in members[1:]}
        return next(letter for letter in "x y.1-\n\x00é" if letter not in none)
    return _member(members[0])


_CATEGORIES = {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a", "CATEGORY_NOT_SPACE": "x"}


def _member(member: Any) -> str:
    op, given = member
    match str(op):
        case "LITERAL":
            return chr(given)
        case "RANGE":
            return chr(given[0])
        case _:
            return str(_CATEGORIES.get(str(given), "."))


# --- how long it takes -------------------------------------------------------------------------


class _TooLong(BaseException):
    pass


def growth(regex: "re.Pattern[str]", one: Repetition) -> float | None:
    """Return how much longer twice as much takes, if that is more than it should be."""
    took = _seconds(regex, one.text(_SIZE))
    if took < _SLOW:
        return None
    ratio = took / max(_seconds(regex, one.text(_SIZE // 2)), 1e-6)
    return ratio if ratio > _SUPERLINEAR or took >= _GIVEN_UP else None


def _seconds(regex: "re.Pattern[str]", text: str) -> float:
    def ring(number: int, frame: object) -> None:
        raise _TooLong

    signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, _GIVEN_UP)
    began = time.process_time()
    try:
        deque(regex.finditer(text), maxlen=0)
        regex.fullmatch(text)
    except _TooLong:
        return _GIVEN_UP
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - began


def suspects(found: list[Pattern]) -> Iterator[tuple[Pattern, Repetition, float]]:
    """Yield the patterns whose time grows faster than their text, each with a text that shows it."""
    for pattern in found:
        for one in repetitions(pattern.regex):
            ratio = growth(pattern.regex, one)
            if ratio is not None:
                yield pattern, one, ratio
                break
