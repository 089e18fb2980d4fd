"""Which rules found a contact: a digest of all that decides, and of nothing that only tells, checks or carries."""

import ast
import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import diplograph

ASIDE = frozenset(
    {"corpus", "evaluate", "explain", "missed", "run", "manifest.py", "provenance.py", "trace.py", "trust"}
)
"""What lies in extract/ and decides on no contact; the model is told by itself."""


@cache
def rules_version() -> str:
    """Return the version of diplograph, and a digest of all that reads and analyses documents."""
    return f"{diplograph.__version__}+{digest(files('diplograph.extract'))}"


def digest(package: Traversable) -> str:
    """Return twelve hexadecimal digits for the code and the lexicons of a package, in all of its folders but ``ASIDE``.

    Comments, docstrings and the layout of code make no difference, nor does the Python that reads it.
    """
    sha = hashlib.sha256()
    for entry in sorted(package.iterdir(), key=lambda entry: entry.name):
        if entry.name not in ASIDE:
            for name, source in _sources(entry, entry.name):
                sha.update(f"{name}\0{len(source)}\0".encode() + source)
    return sha.hexdigest()[:12]


def _sources(entry: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    if entry.is_dir():
        for inner in sorted(entry.iterdir(), key=lambda inner: inner.name):
            yield from _sources(inner, f"{name}/{inner.name}")
    elif name.endswith(".py"):
        yield name, _outline(ast.parse(entry.read_bytes())).encode("utf-8", "surrogatepass")
    elif name.endswith(".yaml"):
        yield name, entry.read_bytes()


def _outline(tree: ast.AST) -> str:
    """Return what code says, as a tree in words; ``ast.dump`` has others from one Python to the next."""
    words: list[str] = []
    _add(tree, words)
    return "\0".join(words)


def _add(node: object, words: list[str]) -> None:
    if isinstance(node, list):
        for inner in node:
            _add(inner, words)
        words.append("]")
    elif not isinstance(node, ast.AST):
        words.append(repr(node))
    elif not _is_docstring(node):
        words.append(type(node).__name__)
        for field in node._fields:
            value = getattr(node, field, None)
            if value is not None and value != []:
                words.append(field)
                _add(value, words)
        words.append(")")


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
