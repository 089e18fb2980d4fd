"""diplograph: who was in contact with whom, when, how, about what, and according to whom.

Five verbs make the public interface::

    documents = diplograph.read_documents(["news/"])
    contacts = list(diplograph.extract_contacts(documents))
    encounters = diplograph.fold(contacts)
    graph = diplograph.assemble(encounters)
    diplograph.write(encounters, "graph.graphml")
"""

from typing import Any

__version__ = "0.1.0"
__all__ = ["__version__", "assemble", "extract_contacts", "fold", "read_documents", "write"]

_HOMES = {
    "read_documents": "diplograph.extract.read",
    "extract_contacts": "diplograph.extract.pipeline",
    "fold": "diplograph.graph.identity",
    "assemble": "diplograph.graph.assemble",
    "write": "diplograph.graph.formats",
}


def __getattr__(name: str) -> Any:
    """Import a verb's home when it is first used, so that ``diplograph --help`` need not load spaCy."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'diplograph' has no attribute {name!r}")
