"""Contacts into files: the suffix decides the format."""

from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TextIO

from diplograph.errors import OutputError
from diplograph.extract.model import Contact, Status

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["suffixes", "write"]

_SUFFIXES = (".html", ".graphml", ".gexf", ".csv", ".jsonl")


def suffixes() -> tuple[str, ...]:
    """Return the file name endings that ``write`` knows, with their dots."""
    return _SUFFIXES


def write(
    contacts: Iterable[Contact],
    path: str | Path,
    *,
    level: Literal["pair", "contact"] = "pair",
    title: str | None = None,
    statuses: Collection[Status] | None = None,
) -> None:
    """Write contacts in the format that the suffix of ``path`` names, whole or not at all.

    The order of the contacts makes no difference to the file.

    Args:
        path: ``.html`` for the interactive page, ``.graphml`` and ``.gexf`` for Gephi (GEXF always holds every
            contact), ``.csv`` for two spreadsheets, NAME.nodes.csv and NAME.edges.csv, ``.jsonl`` for the
            contacts themselves.
        level: For GraphML and CSV, an edge a ``"pair"`` or an edge a ``"contact"``.
        title: For the page, its heading.
        statuses: Keep only contacts of these. With None, GraphML, GEXF and CSV leave out what did not occur
            (Gephi's layouts take weight for attraction); the page and JSON Lines keep all.

    Raises:
        OutputError: The suffix is unknown, or the place can't be written to.
    """
    target = Path(path)
    match target.suffix.lower():
        case ".html":
            _html(contacts, target, title, statuses)
        case ".jsonl":
            _jsonl(contacts, target, statuses)
        case ".csv":
            _csv(_graph(contacts, level, statuses), target)
        case ".graphml":
            from diplograph.graph.formats import graphml

            _dump(_graph(contacts, level, statuses), target, graphml.dump)
        case ".gexf":
            from diplograph.graph.formats import gexf

            _dump(_graph(contacts, "contact", statuses), target, gexf.dump)
        case _:
            raise OutputError(f"Can't write {target}: give a name that ends in one of {', '.join(_SUFFIXES)}.")


def _graph(
    contacts: Iterable[Contact], level: Literal["pair", "contact"], statuses: Collection[Status] | None
) -> "nx.Graph | nx.MultiGraph":
    from diplograph.graph.assemble import assemble, without_weightless

    graph = assemble(contacts, level=level, statuses=statuses)
    return graph if statuses is not None else without_weightless(graph)


def _dump(thing: Any, path: Path, dump: Callable[[Any, TextIO], None]) -> None:
    from diplograph.graph.formats.atomic import atomic_write

    with atomic_write(path) as handle:
        dump(thing, handle)


def _csv(graph: "nx.Graph | nx.MultiGraph", path: Path) -> None:
    from diplograph.graph.formats import csv

    _dump(graph, path.with_name(f"{path.stem}.nodes.csv"), csv.dump_nodes)
    _dump(graph, path.with_name(f"{path.stem}.edges.csv"), csv.dump_edges)


def _jsonl(contacts: Iterable[Contact], path: Path, statuses: Collection[Status] | None) -> None:
    from diplograph.graph.assemble import in_order
    from diplograph.graph.formats import jsonl

    _dump((c for c in in_order(contacts) if statuses is None or c.status in statuses), path, jsonl.dump)


def _html(contacts: Iterable[Contact], path: Path, title: str | None, statuses: Collection[Status] | None) -> None:
    from diplograph.graph.page import render

    _dump([render(contacts, title=title, statuses=statuses)], path, lambda page, handle: handle.writelines(page))
