"""Which changes of diplograph make a corpus be read anew: those that may change a contact, and no others."""

import ast
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from diplograph.extract.corpus.rules import ASIDE, digest, rules_version

EXTRACT = Path(__file__).parents[1] / "extract"
CODE = '''"""Find."""\n\n\ndef find(text: str) -> list[str]:\n    """Find them."""\n    return [text, "a", f"{text!r:>3}"]\n'''
NOTES = {"explain", "trace", "manifest", "trust"}  # what records notes, and which model is the default


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package that is built like extract/."""
    for name, text in {"annotate.py": CODE, "contacts/verbs.py": CODE, "lexicon/verbs.yaml": "meet: {}\n"}.items():
        _put(tmp_path, name, text)
    return tmp_path


def _put(package: Path, name: str, text: str) -> None:
    (package / name).parent.mkdir(parents=True, exist_ok=True)
    (package / name).write_text(text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("contacts/new.py", CODE),
        ("contacts/deep/deeper/new.py", CODE),
        ("room/new.py", CODE),
        ("new.py", CODE),
        ("contacts/verbs.py", CODE.replace('"a"', '"b"')),
        ("contacts/verbs.py", CODE.replace("!r", "!s")),
        ("contacts/nouns/nouns.yaml", "talks: {}\n"),
        ("lexicon/verbs.yaml", "meet: {kind: call}\n"),
    ],
)
def test_what_decides_counts(package: Path, name: str, text: str) -> None:
    """In whatever folder it lies."""
    before = digest(package)
    _put(package, name, text)

    assert digest(package) != before


def test_another_name_counts(package: Path) -> None:
    """Others import by it."""
    before = digest(package)
    (package / "annotate.py").rename(package / "other.py")

    assert digest(package) != before


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *((f"{room}/new.py", CODE) for room in sorted(ASIDE) if not room.endswith(".py")),
        ("explain/deep/new.yaml", "x: 1"),
        ("manifest.py", CODE),
        ("contacts/__pycache__/verbs.cpython-311.pyc", "x"),
        ("contacts/notes.sql", "SELECT 1"),
        ("contacts/verbs.py", CODE.replace("Find them.", "Find all of them.\n\n    As they come.\n    ")),
        ("contacts/verbs.py", f"# a comment\n{CODE}    # another\n"),
        ("contacts/verbs.py", CODE.replace('[text, "a",', "[\n        text,\n        'a',\n       ")),
    ],
)
def test_what_does_not_decide_does_not_count(package: Path, name: str, text: str) -> None:
    """Nor does what code looks like, or says of itself."""
    before = digest(package)
    _put(package, name, text)

    assert digest(package) == before


def test_the_installed_rules() -> None:
    """The same in every process, and with everything that is there."""
    code = "from diplograph.extract.corpus.rules import rules_version; print(rules_version())"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()

    assert told == rules_version()
    assert told.endswith(digest(files("diplograph.extract")))


def test_what_is_set_aside_is_there_and_decides_nothing() -> None:
    """No module that counts imports one that doesn't, but for what takes notes, the name of a model, and how far what was found is to be trusted."""
    assert {entry.name for entry in EXTRACT.iterdir()} >= ASIDE
    aside = {name.removesuffix(".py") for name in ASIDE} - NOTES
    for path in EXTRACT.rglob("*.py"):
        if path.relative_to(EXTRACT).parts[0] not in ASIDE:
            assert not _imported(path) & aside, path


def _imported(path: Path) -> set[str]:
    """Return the rooms of extract/ that a module imports from."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    modules = [str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {name.split(".")[2] for name in modules if name.startswith("diplograph.extract.")}
