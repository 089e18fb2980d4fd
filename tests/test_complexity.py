"""No function is harder to follow than it has to be: those that are excused are listed, and become fewer."""

import json
import re

import pytest

pytest.importorskip("radon", reason="radon is not installed: make test brings it")

from complexity import LIMIT, LIST, MOST, ROOT, SHARE, Function, functions, listed, modules, problems

LONGEST = 350
"""Lines of a module."""


@pytest.fixture(scope="module")
def found() -> list[Function]:
    """Every function of diplograph."""
    return list(functions())


def test_functions_are_simple_or_listed(found: list[Function]) -> None:
    """Above the limit only those in ``complexity.json``, each with what it has there; nobody else is excused from ruff's."""
    assert list(problems(found, listed())) == []


@pytest.mark.parametrize("folder", ["extract/", "graph/", "diplograph/"])
def test_bounds(found: list[Function], folder: str) -> None:
    """The list can't grow beyond these."""
    own = [function for function in found if function.name.startswith(folder)]

    assert [function.name for function in own if function.complexity > MOST] == []
    assert sum(function.complexity > LIMIT for function in own) <= SHARE * len(own)


def test_the_list_is_sorted() -> None:
    """So that a change of it shows."""
    assert list(listed()) == sorted(listed())
    assert json.dumps(listed(), indent=1) + "\n" == LIST.read_text(encoding="utf-8")


def test_ruff_excuses_no_file() -> None:
    """A whole file that is excused would hide every new function in it."""
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")

    assert not re.search(r'"(?:C9|C901|PLR0916)"', settings.partition("per-file-ignores")[2])


@pytest.mark.parametrize(
    ("function", "allowed", "words"),
    [
        (Function("a.py::f", 16, False), {}, "a.py::f has 16, and may have 15"),
        (Function("a.py::f", 16, False), {"a.py::f": 16}, None),
        (Function("a.py::f", 17, False), {"a.py::f": 16}, "a.py::f has 17, and may have 16"),
        (Function("a.py::f", 15, False), {"a.py::f": 16}, "a.py::f needs no excuse any more"),
        (Function("a.py::f", 11, True), {}, "a.py::f has 11"),
        (Function("a.py::f", 11, True), {"a.py::f": 11}, None),
        (Function("a.py::g", 15, False), {"a.py::f": 16}, "a.py::f needs no excuse any more"),
    ],
)
def test_what_is_a_problem(function: Function, allowed: dict[str, int], words: str | None) -> None:
    """What is new, what has grown, and what is listed for nothing."""
    told = list(problems([function], allowed))

    assert len(told) == (words is not None)
    assert words is None or told[0].startswith(words)


def test_modules_are_short() -> None:
    """Each can be read in a sitting."""
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}

    assert {str(path): length for path, length in lengths.items() if length > LONGEST} == {}
