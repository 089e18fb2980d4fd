"""Neo4j: five tables that neo4j-admin imports into a new database, and a script that loads them into one that runs.

    (:Party)-[:TOOK_PART]->(:Contact)-[:REPORTED_IN]->(:Document)

A contact is a node, since it may have more than two parties; those of it on different sides were in contact.
"""

import datetime as dt
import os
import re
import shlex
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, TextIO
from urllib.parse import quote

from diplograph.extract.model import Contact, PartyType
from diplograph.graph.codes.parties import NAMES
from diplograph.graph.formats.csv import guarded
from diplograph.graph.formats.records import documents, party_profiles, statements, title
from diplograph.graph.ids import distinct, identified
from diplograph.graph.provenance import Provenance

Row = list[Any]

# neo4j-admin's header: a name and a type each
_PARTIES = (
    "id:ID(Party) name:string type:string country:string country_iso3:string country_cow:string country_gw:string "
    "actor_kind:string wikidata:string ids:string[] aliases:string[] roles:string[] :LABEL"
)
_DOCUMENTS = "id:ID(Document) title:string date:date url:string publisher:string :LABEL"
_CONTACTS = (
    "id:ID(Contact) label:string kind:string status:string date_start:date date_end:date date_precision:string date_basis:string "
    "place:string topic:string channel:string recurring:boolean reported_by:string code:string plover:string "
    "mode:string decided:string trust:double :LABEL"
)
_TOOK_PART = ":START_ID(Party) :END_ID(Contact) number:int side:int mention:string role:string org:string :TYPE"
_REPORTED_IN = (
    ":START_ID(Contact) :END_ID(Document) number:int sentence:string start:long end:long trigger:string rule:string page:int "
    "kind:string status:string date_start:date date_end:date place:string channel:string reported_by:string :TYPE"
)

_NODES = {"parties": _PARTIES, "contacts": _CONTACTS, "documents": _DOCUMENTS}
_LINKS = {"took_part": _TOOK_PART, "reported_in": _REPORTED_IN}

_LABELS = {t: t.value.capitalize() for t in PartyType}
_READ = {
    "int": "toInteger({})",
    "long": "toInteger({})",
    "date": "date({})",
    "boolean": "toBoolean({})",
    "string[]": "split({}, ';')",
}
# Within quotes, LOAD CSV takes a backslash for an escape before these, and neo4j-admin does not.
_ESCAPE = re.compile(r'\\(?=["\\]|\Z)')


def files(contacts: list[Contact], stem: str, made: Provenance) -> dict[str, Callable[[TextIO], None]]:
    """Return what writes each file, by what its name has after the stem."""
    parties = distinct((p.id for c in contacts for p in c.parties), _id)
    sources = distinct((d.id for d in documents(contacts)), _id)
    own = dict(identified(contacts))
    keys = distinct(own, _id)
    named = [(keys[id], contact) for id, contact in own.items()]
    rows = {
        "parties": _parties(contacts, parties),
        "contacts": map(_contact, named),
        "documents": _documents(contacts, sources),
        "took_part": _took_part(named, parties),
        "reported_in": _reported_in(named, sources),
    }
    tables = {f".{n}.csv": partial(_table, header, rows[n]) for n, header in (_NODES | _LINKS).items()}
    return {**tables, "": partial(_script, stem, made)}


def _parties(contacts: list[Contact], ids: dict[str, str]) -> Iterator[Row]:
    for p in party_profiles(contacts):
        codes = [getattr(p.codes, name) for name in NAMES]
        yield [ids[p.id], p.name, p.type, p.country, *codes, p.names, p.roles, f"Party;{_LABELS[p.type]}"]


def _documents(contacts: list[Contact], ids: dict[str, str]) -> Iterator[Row]:
    for d in documents(contacts):
        yield [ids[d.id], d.title, d.date, d.url, d.publisher, "Document"]


def _contact(named: tuple[str, Contact]) -> Row:
    id, c = named
    days = [c.date.start, c.date.end, c.date.precision] if c.date else [None] * 3
    basis = c.time and c.time.basis
    said = [c.place, c.topic, c.channel, c.recurring, c.reported_by, c.code, c.plover, c.mode, c.decided, c.trust]
    return [id, title(c), c.kind, c.status, *days, basis, *said, "Contact"]


def _took_part(named: list[tuple[str, Contact]], ids: dict[str, str]) -> Iterator[Row]:
    for id, contact in named:
        for number, p in enumerate(contact.parties, 1):
            yield [ids[p.id], id, number, p.side, p.mention, p.role, p.org, "TOOK_PART"]


def _reported_in(named: list[tuple[str, Contact]], ids: dict[str, str]) -> Iterator[Row]:
    for id, contact in named:
        for number, r in enumerate(statements(contact), 1):
            e = r.evidence
            days = [r.date.start, r.date.end] if r.date else [None] * 2
            said = [e.sentence, e.start, e.end, e.trigger, e.rule, e.page, r.kind, r.status, *days]
            yield [id, ids[r.document.id], number, *said, r.place, r.channel, r.reported_by, "REPORTED_IN"]


def _table(header: str, rows: Iterable[Row], handle: TextIO) -> None:
    handle.write(",".join(header.split()) + "\n")
    handle.writelines(",".join(map(_cell, row)) + "\n" for row in rows)


def _cell(value: object) -> str:
    """Return the cell with quotes around text; one without anything is null."""
    if isinstance(value, tuple):
        value = ";".join(str(v).replace(";", ",") for v in value)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | dt.date):
        return str(value)
    return '"' + _readable(str(value)).replace('"', '""') + '"'


def _readable(text: str) -> str:
    return _ESCAPE.sub("＼", guarded(text))


def _id(name: str) -> str:
    return _readable(name) or "_"


def _script(stem: str, made: Provenance, handle: TextIO) -> None:
    handle.write(f"// {made}\n")
    handle.write("// Into a database that runs: put the tables into its import folder, then run this script.\n")
    handle.write("// Into a new database, which is faster when there are very many:\n")
    handle.write(f"// neo4j-admin database import full neo4j --multiline-fields=true {_options(stem)}\n\n")
    handle.writelines(
        f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE;\n"
        for label in ("Party", "Contact", "Document")
    )
    handle.writelines(_load_csv(stem, name) + _node(header) for name, header in _NODES.items())
    handle.writelines(_load_csv(stem, name) + _link(name.upper(), header) for name, header in _LINKS.items())


def _options(stem: str) -> str:
    line = " ".join(stem.split())
    nodes = [f"--nodes={shlex.quote(f'{line}.{name}.csv')}" for name in _NODES]
    return " ".join([*nodes, *(f"--relationships={shlex.quote(f'{line}.{name}.csv')}" for name in _LINKS)])


def _load_csv(stem: str, name: str) -> str:
    return f"\nLOAD CSV WITH HEADERS FROM 'file:///{quote(os.fsencode(stem))}.{name}.csv' AS row\n"


def _node(header: str) -> str:
    key, *columns, _ = header.split()
    label = _inner(key)
    lines = [f"MERGE (n:{label} {{id: row['{key}']}})", f"SET n += {_properties(columns)}"]
    for type in PartyType if label == "Party" else ():
        lines.append(
            f"FOREACH (_ IN CASE row['type:string'] WHEN '{type}' THEN [1] ELSE [] END | SET n:{_LABELS[type]})"
        )
    return "\n".join(lines) + ";\n"


def _link(type: str, header: str) -> str:
    start, end, number, *columns, _ = header.split()
    return (
        f"MATCH (a:{_inner(start)} {{id: row['{start}']}}), (b:{_inner(end)} {{id: row['{end}']}})\n"
        f"MERGE (a)-[r:{type} {{number: {_value(number)}}}]->(b)\nSET r += {_properties(columns)};\n"
    )


def _inner(column: str) -> str:
    return column[column.index("(") + 1 : -1]


def _properties(columns: list[str]) -> str:
    return "{" + ", ".join(f"{c.partition(':')[0]}: {_value(c)}" for c in columns) + "}"


def _value(column: str) -> str:
    return _READ.get(column.partition(":")[2], "{}").format(f"row['{column}']")
