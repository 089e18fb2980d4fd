"""Which columns every format writes, found in files written from contacts that have everything."""

import csv
import datetime as dt
import json
import re
import sqlite3
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from factories import contact, folded, party

from diplograph.extract.model import Contact, Decided, Evidence, Kind, PartyType, Source, Status
from diplograph.extract.provenance import Digest, Extraction
from diplograph.extract.times import Basis, When
from diplograph.graph.formats import Level, write
from diplograph.graph.provenance import Provenance

Columns = dict[str, set[str]]
"""Names of columns by the table that they stand in, which is called FORMAT.TABLE."""

LEVELS: tuple[Level, ...] = ("pair", "kind", "contact")
MADE = Provenance(
    Extraction(("0.1.0+0a",), ("en_core_web_md 3.7.1",), Digest(30, 7)), steps=("build", "graph --kind call")
)
RDF = ("turtle", "json-ld", "ntriples")


def rich() -> list[Contact]:
    """Return contacts among which every field of every record is filled, and parties of every type."""
    first = Source("doc-1", "Readout", dt.date(2021, 8, 18), "https://example.org/1", "Foreign Ministry of Japan")
    second = Source("doc-2", "The same in print", dt.date(2021, 8, 19), "https://example.org/2", "Gazette")
    sides = [
        party("Ana Ito", country="JP", role="foreign minister", org="European Union", ids=(("wikidata", "Q1"),)),
        party("Ms Ito", id="ana-ito", country="JP", side=0),
        party("Bo Kim", country="KR", role="envoy", side=1),
    ]
    told: dict[str, Any] = {
        "date": When(dt.date(2021, 8, 16), dt.date(2021, 8, 17), "Monday", Basis.STATED),
        "place": "Doha", "topic": "visas", "channel": "phone", "recurring": True, "reported_by": "the ministry",
        "code": "041", "plover": "CONSULT", "mode": "phone", "decided": Decided.RIGHT,
    }  # fmt: skip
    one = contact(*sides, kind=Kind.CALL, document=first, **told)
    one = replace(
        one,
        evidence=replace(one.evidence, page=3),
        also=(Evidence("They spoke.", 90, 101, "spoke", 95, 100, "verb.speak", 4),),
    )
    copy = replace(one.every_report()[0], id="c_copy", document=second, copy_of="doc-1")
    state, group = (
        party(n, type=t, side=1, country=c)
        for n, t, c in (("Qatar", PartyType.STATE, "QA"), ("Hamas", PartyType.GROUP, None))
    )
    body = party("European Union", type=PartyType.ORGANISATION)
    return [
        replace(folded(one), reports=(*folded(one).reports, copy)),
        contact("Ana Ito", state, document=first, day=None),
        contact("Ana Ito", group, document=first),
        contact("Ana Ito", group, document=first, status=Status.PLANNED, day=None),
        contact(body, state, document=first),
    ]


def written(name: str, folder: Path) -> Columns:
    """Return the columns that a format writes, at every level."""
    found: Columns = defaultdict(set)
    for level in LEVELS:
        place = folder / level
        place.mkdir(parents=True)
        write(rich(), place / "g", format=name, level=level, made=MADE)
        for table, column in READ.get(name, _plain)(place, name, level):
            found[f"{'rdf' if name in RDF else name}.{table}"].add(column)
    return dict(found)


Found = Iterator[tuple[str, str]]


def _plain(folder: Path, name: str, level: Level) -> Found:
    """Yield the columns of a table that is CSV or JSON Lines; a format of another shape has a reader in READ."""
    text = (folder / "g").read_text(encoding="utf-8-sig")
    if text.startswith("{"):
        yield from (("rows", key) for line in text.splitlines() for key in json.loads(line))
    else:
        yield from (("rows", column) for column in next(csv.reader(text.splitlines())))


def _edges(name: str, level: Level) -> str:
    return f"{'kind' if (name, level) == ('gexf', 'pair') else level}-edges"


def _graphml(folder: Path, name: str, level: Level) -> Found:
    root = ElementTree.parse(folder / "g").getroot()
    names = {k.get("id"): k.get("attr.name", "") for k in root if k.tag.endswith("}key")}
    for tag, table in (("node", "nodes"), ("edge", _edges(name, level))):
        for element in root.iter(f"{{http://graphml.graphdrawing.org/xmlns}}{tag}"):
            yield from ((table, key) for key in element.keys())  # noqa: SIM118
            yield from ((table, names[data.get("key")]) for data in element)


def _gexf(folder: Path, name: str, level: Level) -> Found:
    root = ElementTree.parse(folder / "g").getroot()
    for tag, table in (("node", "nodes"), ("edge", _edges(name, level))):
        for element in root.iter(f"{{http://gexf.net/1.3}}{tag}"):
            yield from ((table, key) for key in element.keys())  # noqa: SIM118
            for inner in element:
                space, _, own = inner.tag[1:].partition("}")
                if own == "attvalues":
                    yield from ((table, str(cell.get("for"))) for cell in inner)
                else:
                    yield table, f"viz:{own}" if space.endswith("viz") else own


def _csv(folder: Path, name: str, level: Level) -> Found:
    for file, table in (("nodes", "nodes"), ("edges", _edges(name, level))):
        yield from ((table, column) for column in _header(folder / f"g.{file}.csv"))


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as handle:
        return next(csv.reader(handle))


def _node_link(folder: Path, name: str, level: Level) -> Found:
    graph = json.loads((folder / "g").read_text(encoding="utf-8"))
    for table, records in (("nodes", graph["nodes"]), (_edges(name, level), graph["edges"])):
        yield from ((table, key) for record in records for key in record)


def _cytoscape(folder: Path, name: str, level: Level) -> Found:
    elements = json.loads((folder / "g").read_text(encoding="utf-8"))["elements"]
    for table, records in (("nodes", elements["nodes"]), (_edges(name, level), elements["edges"])):
        for record in records:
            yield from ((table, key) for key in record["data"])
            yield from ((table, f"position.{key}") for key in record.get("position", ()))


_RECORDS = {
    "document": "documents",
    "parties": "parties",
    "evidence": "evidence",
    "also": "evidence",
    "date": "dates",
    "bound": "bounds",
    "reports": "reports",
}


def _jsonl(folder: Path, name: str, level: Level) -> Found:
    for line in (folder / "g").read_text(encoding="utf-8").splitlines():
        yield from _record("contacts", json.loads(line))


def _record(table: str, record: dict[str, Any]) -> Found:
    for key, value in record.items():
        if value not in (None, []):
            yield table, key
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, dict) and key in _RECORDS:
                yield from _record(_RECORDS[key], inner)


def _parquet(folder: Path, name: str, level: Level) -> Found:
    import pyarrow.parquet as pq

    for field in pq.read_schema(folder / "g"):
        yield "contacts", field.name
        if hasattr(field.type, "value_type"):
            yield from ((field.name, inner.name) for inner in field.type.value_type)


_ROOMS = {
    "document": "documents",
    "place": "places",
    "party": "parties",
    "contact": "contacts",
    "part": "parts",
    "report": "reports",
    "activity": "activities",
    "agent": "agents",
    "ns#": "words",
}


def _rdf(folder: Path, name: str, level: Level) -> Found:
    import rdflib

    from diplograph.graph.formats.vocabulary import BASE, PREFIXES

    graph = rdflib.Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's own use of what it deprecates
        graph.parse(folder / "g", format={"ntriples": "nt"}.get(name, name))
    for subject, predicate, _ in graph:
        room = str(subject).removeprefix(BASE).partition(":")[0].partition("#")
        yield _ROOMS["ns#" if room[1] else room[0]], graph.namespace_manager.curie(str(predicate))


def _neo4j(folder: Path, name: str, level: Level) -> Found:
    for path in sorted(folder.glob("g.*.csv")):
        table = path.name.split(".")[1]
        yield from ((table, re.sub(r"(?<=.)[:(].*", "", column)) for column in _header(path))  # its type is behind it


def _events(folder: Path, name: str, level: Level) -> Found:
    with (folder / "g").open(encoding="utf-8", newline="") as handle:
        yield from (("rows", column) for column in next(csv.reader(handle, delimiter="\t")))


def _ftm(folder: Path, name: str, level: Level) -> Found:
    for line in (folder / "g").read_text(encoding="utf-8").splitlines():
        entity = json.loads(line)
        yield from ((entity["schema"], key) for key in ("id", "schema", *entity["properties"]))


def _bibtex(folder: Path, name: str, level: Level) -> Found:
    text = (folder / "g").read_text(encoding="utf-8")
    yield from (("entries", field) for field in ("key", "type", *re.findall(r"^  (\w+) = ", text, re.MULTILINE)))


def _ris(folder: Path, name: str, level: Level) -> Found:
    text = (folder / "g").read_text(encoding="utf-8")
    yield from (("records", tag) for tag in re.findall(r"^(\w\w)  - .", text, re.MULTILINE))


def _csl(folder: Path, name: str, level: Level) -> Found:
    for item in json.loads((folder / "g").read_text(encoding="utf-8")):
        yield from (("items", key) for key in item)


def of_a_corpus(path: Path) -> Columns:
    """Return the columns of the tables and views of a corpus."""
    with sqlite3.connect(path) as db:
        found = db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite%'")
        tables = [name for (name,) in found if not name.startswith(("sentences", "indexed"))]
        return {f"corpus.{t}": {row[1] for row in db.execute(f"PRAGMA table_info({t})")} for t in tables}


READ: dict[str, Callable[[Path, str, Level], Found]] = {
    "graphml": _graphml,
    "gexf": _gexf,
    "csv": _csv,
    "jsonl": _jsonl,
    "parquet": _parquet,
    "cytoscape": _cytoscape,
    "node-link": _node_link,
    **dict.fromkeys(RDF, _rdf),
    "neo4j": _neo4j,
    "events": _events,
    "ftm": _ftm,
    "bibtex": _bibtex,
    "ris": _ris,
    "csl-json": _csl,
}
"""What finds the columns in the files of a format that is no plain table."""
