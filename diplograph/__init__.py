"""diplograph: who was in contact with whom, when, how, about what, and according to whom.

Five verbs make the public interface::

    documents = diplograph.read_documents(["news/"])
    contacts = list(diplograph.extract_contacts(documents))
    encounters = diplograph.fold(contacts)
    graph = diplograph.assemble(encounters)
    diplograph.write(encounters, "graph.graphml")

``documents`` and ``frame`` take and give data frames, and ``show`` draws the page in a notebook.
The records are Document with its Source, and Contact with its parties, kind and status.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diplograph.errors import DiplographError
    from diplograph.extract.model import Contact, Document, Kind, Party, PartyType, Source, Status
    from diplograph.extract.pipeline import extract_contacts
    from diplograph.extract.read import read_documents
    from diplograph.extract.read.given import documents
    from diplograph.extract.shown import Contacts
    from diplograph.extract.times import Basis
    from diplograph.graph.assemble import assemble
    from diplograph.graph.formats import write
    from diplograph.graph.frame import frame
    from diplograph.graph.identity import fold
    from diplograph.graph.notebook import show
    from diplograph.graph.provenance import Provenance

__version__ = "0.1.0"
__all__ = [
    "Basis",
    "Contact",
    "Contacts",
    "DiplographError",
    "Document",
    "Kind",
    "Party",
    "PartyType",
    "Provenance",
    "Source",
    "Status",
    "__version__",
    "assemble",
    "documents",
    "extract_contacts",
    "fold",
    "frame",
    "read_documents",
    "show",
    "write",
]

_HOMES = {
    "read_documents": "diplograph.extract.read",
    "documents": "diplograph.extract.read.given",
    "extract_contacts": "diplograph.extract.pipeline",
    "fold": "diplograph.graph.identity",
    "assemble": "diplograph.graph.assemble",
    "write": "diplograph.graph.formats",
    "frame": "diplograph.graph.frame",
    "show": "diplograph.graph.notebook",
    "Provenance": "diplograph.graph.provenance",
    "Basis": "diplograph.extract.times",
    "Contacts": "diplograph.extract.shown",
    "DiplographError": "diplograph.errors",
    **dict.fromkeys(
        ("Contact", "Document", "Kind", "Party", "PartyType", "Source", "Status"), "diplograph.extract.model"
    ),
}


def __dir__() -> list[str]:
    return __all__


if not TYPE_CHECKING:  # whose checkers would take any name for one of ours

    def __getattr__(name: str) -> object:
        """Import a name's home when it is first used, so that ``diplograph --help`` need not load spaCy."""
        if name in _HOMES:
            from importlib import import_module

            return getattr(import_module(_HOMES[name]), name)
        raise AttributeError(f"module 'diplograph' has no attribute {name!r}")
