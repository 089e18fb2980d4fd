"""Contacts into files: the suffix decides the format, or its name does."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TextIO

from diplograph.errors import OutputError
from diplograph.extract.model import TOOK_PLACE, Contact, Status
from diplograph.extract.times import Basis
from diplograph.graph.provenance import Provenance

if TYPE_CHECKING:
    import networkx as nx

    from diplograph.graph.decisions.context import Review
    from diplograph.graph.dyads import Lost

__all__ = ["formats", "suffixes", "write"]

Level = Literal["pair", "kind", "contact"]
Files = Mapping[str, Callable[[TextIO], None]]  # by what the file's name ends in; "" is the file as it is named


def formats() -> tuple[str, ...]:
    """Return the names of the formats that ``write`` knows."""
    return tuple(_FORMATS)


def suffixes() -> tuple[str, ...]:
    """Return the file name endings that ``write`` knows, with their dots."""
    return tuple(f.suffix for f in _FORMATS.values())


def extras() -> dict[str, str]:
    """Return the extras that formats need, as in ``diplograph[rdf]``, with the library that each brings."""
    return {f.extra: f.library for f in _FORMATS.values() if f.extra and f.library}


def write(
    contacts: Iterable[Contact],
    path: str | Path | TextIO,
    *,
    level: Level = "pair",
    title: str | None = None,
    statuses: Collection[Status] | None = None,
    basis: Basis = Basis.INHERITED,
    format: str | None = None,
    tell: Callable[["Lost"], None] | None = None,
    made: Provenance | None = None,
    review: "Review | None" = None,
) -> None:
    """Write contacts in the format that the suffix of ``path`` names, whole or not at all.

    The order of the contacts makes no difference to the file.

    Args:
        contacts: As extracted or folded; a generator is read to its end.
        path: A file name in ``.html`` for the interactive page; ``.graphml``, ``.gexf`` (Gephi), ``.cyjs`` (Cytoscape)
            and ``.json`` (node-link) for a graph; ``.csv`` for two spreadsheets, NAME.nodes.csv and NAME.edges.csv;
            ``.jsonl`` and ``.parquet`` for the contacts themselves; ``.ttl``, ``.jsonld`` and ``.nt`` for RDF;
            ``.cypher`` for Neo4j, with five tables beside it; ``.ftm.json`` for FollowTheMoney; ``.events.tsv`` for
            event data, ``.rem.csv`` for a relational event history; ``.bib``, ``.ris`` and ``.csl.json`` for references to
            the documents; ``.codebook.csv`` for what every column of these means. An open file needs ``format``.
        level: An edge a ``"pair"``, an edge a pair and ``"kind"`` of contact, or an edge a ``"contact"``. GEXF takes
            kind for pair, since its edges have kinds and days.
        title: For the page, its heading.
        statuses: Keep only contacts of these. With None, graphs leave out what did not occur (layouts take weight for
            attraction), and so do FollowTheMoney, which has no word for it, and events, which mean what happened; the
            other formats keep all.
        basis: How firmly a time must be known for the dates and spells of a graph: stated by the contact's sentence, by
            default also inherited from what was told before, or for ``Basis.REPORTED`` also the day of the document. The
            contacts themselves, RDF and the page tell every time with its basis.
        format: One of ``formats()``, whatever the suffix.
        tell: Is called with what a file of events leaves out or can't date, if there is anything.
        made: How the contacts came about, which the file then tells, or for a format that can't, NAME.manifest.json beside
            it. With None it tells that this is not known.
        review: For the page, the contacts as extracted, each in its context, so that they can be decided on in it.

    Raises:
        OutputError: The format is unknown, needs a library that is missing, or the place can't be written to.
    """
    target = Path(path) if isinstance(path, str | os.PathLike) else None
    wanted = _format(target, format)
    counted = contacts if made is None or made.contacts is not None else _Counted(contacts)
    job = _Job(counted, target.stem if target else "", level, title, statuses, basis, tell, made, review)
    try:
        files = wanted.files(job)
    except ImportError as error:
        if wanted.extra is None:
            raise
        hint = f'run `pip install "diplograph[{wanted.extra}]"`'
        raise OutputError(f"Can't write {wanted.name}, since a library is missing: {hint} ({error}).") from error
    _write(files, target or path, wanted.name)
    if made is not None and not wanted.tells and target is not None:
        _tell(job.made, target, files)


class _Counted:
    """Contacts, and how many of them have been read."""

    def __init__(self, contacts: Iterable[Contact]) -> None:
        self._contacts, self.number = contacts, 0

    def __iter__(self) -> Iterator[Contact]:
        for contact in self._contacts:
            self.number += 1
            yield contact


@dataclass(frozen=True, slots=True)
class _Job:
    """What is to be written, and how."""

    contacts: Iterable[Contact]
    stem: str
    level: Level
    title: str | None
    statuses: Collection[Status] | None
    basis: Basis
    tell: Callable[["Lost"], None] | None
    given: Provenance | None
    review: "Review | None"

    @property
    def made(self) -> Provenance:
        """What made the file; the contacts are counted once they are read."""
        if self.given is None:
            return Provenance()
        return replace(self.given, contacts=self.contacts.number) if isinstance(self.contacts, _Counted) else self.given

    def graph(self, level: Level | None = None) -> "nx.Graph | nx.MultiGraph":
        """Return the graph; unless the statuses are given, without what has no weight."""
        from diplograph.graph.assemble import assemble

        wanted = level or self.level
        return assemble(
            self.contacts,
            level=wanted,
            statuses=self.statuses,
            weightless=self.statuses is not None,
            basis=self.basis,
        )

    def chosen(self, default: Collection[Status] = tuple(Status)) -> list[Contact]:
        """Return the contacts in order; unless the statuses are given, those of the default."""
        from diplograph.graph.assemble import in_order

        statuses = default if self.statuses is None else self.statuses
        return [c for c in in_order(self.contacts) if c.status in statuses]

    def told(self, format: str, possible: Collection[Status]) -> list[Contact]:
        """Return the contacts in order that can be events; unless the statuses are given, what occurred. Tell of the others."""
        from diplograph.graph.dyads import eventful

        wanted = TOOK_PLACE if self.statuses is None else self.statuses
        kept, lost = eventful(self.chosen(), {s for s in wanted if s in possible}, self.basis, format)
        if self.tell and lost:
            self.tell(lost)
        return kept


def _module(name: str) -> Any:
    return import_module(f"diplograph.graph.formats.{name}")


def _html(job: _Job) -> Files:
    from diplograph.graph.page import render

    contacts = list(job.contacts)
    page = render(contacts, title=job.title, statuses=job.statuses, made=job.made, review=job.review)
    return {"": lambda handle: handle.writelines([page])}


def _csv(job: _Job) -> Files:
    csv, graph = _module("csv"), job.graph()
    return {".nodes.csv": partial(csv.dump_nodes, graph), ".edges.csv": partial(csv.dump_edges, graph)}


def _gexf(job: _Job) -> Files:
    graph = job.graph("kind" if job.level == "pair" else job.level)
    return {"": partial(_module("gexf").dump, graph, made=job.made)}


def _neo4j(job: _Job) -> Files:
    chosen = job.chosen()
    files: Files = _module("neo4j").files(chosen, job.stem, job.made)
    return files


def _events(job: _Job) -> Files:
    events = _module("events")
    return {"": partial(events.dump, job.told("events", events.CODED), basis=job.basis)}


def _rem(job: _Job) -> Files:
    rem = _module("rem")
    return {"": partial(rem.dump, rem.history(job.told("rem", frozenset(Status)), job.basis))}


def _graph(module: str) -> Callable[[_Job], Files]:
    def files(job: _Job) -> Files:
        graph = job.graph()
        return {"": partial(_module(module).dump, graph, made=job.made)}

    return files


def _records(module: str, dump: str = "dump", default: Collection[Status] = tuple(Status)) -> Callable[[_Job], Files]:
    return lambda job: {"": partial(getattr(_module(module), dump), job.chosen(default))}


def _telling(module: str, dump: str = "dump") -> Callable[[_Job], Files]:
    """Tell what writes records in a format that tells what made it."""

    def files(job: _Job) -> Files:
        chosen = job.chosen()
        return {"": partial(getattr(_module(module), dump), chosen, made=job.made)}

    return files


@dataclass(frozen=True, slots=True)
class _Format:
    """A format of files.

    Attributes:
        files: Tells what writes each file.
        extra: What has to be installed besides, as in ``pip install "diplograph[rdf]"``.
        library: What that brings, which writes the files.
        tells: Whether the files tell what made them; else a manifest beside them does.
    """

    name: str
    suffix: str
    files: Callable[[_Job], Files]
    extra: str | None = None
    library: str | None = None
    tells: bool = False


_FORMATS = {
    f.name: f
    for f in (
        _Format("html", ".html", _html, tells=True),
        _Format("graphml", ".graphml", _graph("graphml"), tells=True),
        _Format("gexf", ".gexf", _gexf, tells=True),
        _Format("csv", ".csv", _csv),
        _Format("jsonl", ".jsonl", _records("jsonl")),
        _Format("parquet", ".parquet", _telling("parquet"), "parquet", "pyarrow", tells=True),
        _Format("cytoscape", ".cyjs", _graph("cytoscape"), tells=True),
        _Format("node-link", ".json", _graph("nodelink"), tells=True),
        _Format("turtle", ".ttl", _telling("rdf", "dump_turtle"), "rdf", "rdflib", tells=True),
        _Format("json-ld", ".jsonld", _telling("rdf", "dump_json_ld"), "rdf", "rdflib", tells=True),
        _Format("ntriples", ".nt", _telling("rdf", "dump_ntriples"), "rdf", "rdflib", tells=True),
        _Format("neo4j", ".cypher", _neo4j, tells=True),
        _Format("events", ".events.tsv", _events),
        _Format("rem", ".rem.csv", _rem),
        _Format("ftm", ".ftm.json", _records("ftm", default=TOOK_PLACE), "ftm", "followthemoney"),
        _Format("bibtex", ".bib", _records("bibtex")),
        _Format("ris", ".ris", _records("ris")),
        _Format("csl-json", ".csl.json", _records("csl")),
        _Format("codebook", ".codebook.csv", _records("codebook")),
    )
}


def format_of(path: str | Path, name: str | None = None) -> str:
    """Return the name of the format that ``write`` gives to a file: the one named, else that of its suffix.

    Raises:
        OutputError: There is no such format.
    """
    return _format(Path(path), name).name


def _format(path: Path | None, name: str | None) -> _Format:
    if name is not None or path is None:
        if name in _FORMATS:
            return _FORMATS[name]
        raise OutputError(f"Can't write the format {name}: choose one of {', '.join(_FORMATS)}.")
    endings = ["".join(path.suffixes[-2:]).lower(), path.suffix.lower()]
    found = [f for ending in endings for f in _FORMATS.values() if f.suffix == ending]
    if not found:
        raise OutputError(f"Can't write {path}: give a name that ends in one of {', '.join(suffixes())}.")
    return found[0]


def _write(files: Files, target: Any, name: str) -> None:
    """Write all files before any takes its name."""
    from diplograph.graph.formats.atomic import atomic_write

    if not isinstance(target, Path):
        if list(files) != [""]:
            raise OutputError(f"Can't write {name} to one stream, since it is several files: give a file name.")
        files[""](target)
        return
    with ExitStack() as stack:
        for ending, dump in files.items():
            dump(stack.enter_context(atomic_write(_place(target, ending))))


def _place(target: Path, ending: str) -> Path:
    return target.with_name(target.stem + ending) if ending else target


def _tell(made: Provenance, target: Path, files: Files) -> None:
    """Write what made files beside them, unless they went to a device."""
    from diplograph.graph.formats.manifest import beside, write_manifest

    places = [_place(target, ending) for ending in files]
    if all(place.is_file() for place in places):
        write_manifest(beside(target), made, places)
