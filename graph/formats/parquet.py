"""Parquet: a row a contact, for data frames and DuckDB. Columns have the names that GraphML and CSV give them.

Every contact has its time in ``start``, ``end``, ``precision`` and ``basis``, of which a mere bound leaves one end null.

Parties, further sentences and reports are lists of records within the row, so that nothing is lost.
Contacts give the same bytes every time, with one release of pyarrow.
"""

from collections.abc import Iterable
from itertools import islice
from typing import Any, TextIO

import pyarrow as pa
import pyarrow.parquet as pq

from diplograph.extract.model import Contact, Evidence, Party, Report, Source
from diplograph.extract.times import Bound, When
from diplograph.graph.codes import codes_of
from diplograph.graph.codes.parties import NAMES
from diplograph.graph.formats.atomic import storable
from diplograph.graph.formats.json import encoded
from diplograph.graph.provenance import Provenance

_ROWS = 10_000  # of a row group, and in memory at a time
_LONG = 2**63 - 1


def _fields(texts: str = "", numbers: str = "", days: str = "", flags: str = "") -> list[pa.Field]:
    kinds = ((texts, pa.string()), (numbers, pa.int64()), (days, pa.date32()), (flags, pa.bool_()))
    return [pa.field(name, kind) for names, kind in kinds for name in names.split()]


_TIME = [*_fields(days="start end"), *_fields("precision basis date_text")]
_EVIDENCE = _fields("evidence trigger rule", "evidence_start evidence_end trigger_start trigger_end page")
_SOURCE = _fields("source_id source_title source_url source_publisher", days="source_date")
_REPORT = [*_fields("id kind status place channel reported_by copy_of decided"), *_TIME, *_EVIDENCE, *_SOURCE]
_TOLD = ("id", "kind", "status", "place", "channel", "reported_by", "decided")
PARTY = [*_fields("id name type country role org mention", "start end side"), *_fields(" ".join(NAMES))]

SCHEMA = pa.schema(
    [
        *_fields("id kind status"),
        *_TIME,
        *_fields("place topic channel reported_by code plover mode decided", flags="recurring"),
        pa.field("trust", pa.float64()),
        *_EVIDENCE,
        *_SOURCE,
        pa.field("parties", pa.list_(pa.struct(PARTY))),
        pa.field("also", pa.list_(pa.struct(_EVIDENCE))),
        pa.field("reports", pa.list_(pa.struct(_REPORT))),
    ]
)


def dump(contacts: Iterable[Contact], handle: TextIO, made: Provenance | None = None) -> None:
    """Write one contact a row, in the order given, to the bytes beneath the handle; what made them is in the schema's metadata."""
    rows = map(row, contacts)
    schema = SCHEMA.with_metadata({"diplograph": encoded((made or Provenance()).record())})
    with pq.ParquetWriter(handle.buffer, schema) as writer:
        while batch := list(islice(rows, _ROWS)):
            writer.write_table(pa.Table.from_pylist(batch, schema))


def row(contact: Contact) -> dict[str, Any]:
    """Return what the columns hold of a contact."""
    return {
        **_report_columns(contact),
        **{n: _cell(getattr(contact, n)) for n in ("topic", "code", "plover", "mode", "recurring", "trust")},
        "parties": [party_row(p, contact.time) for p in contact.parties],
        "also": [_evidence(e) for e in contact.also],
        "reports": [{**_report_columns(r), "copy_of": _cell(r.copy_of)} for r in contact.reports],
    }


def _report_columns(report: Contact | Report) -> dict[str, Any]:
    plain = {n: _cell(getattr(report, n)) for n in _TOLD}
    return plain | _time(report.time) | _evidence(report.evidence) | _source(report.document)


def _time(time: When | Bound | None) -> dict[str, Any]:
    if time is None:
        return {}
    text = _cell(time.text) if isinstance(time, When) else None
    known = {"precision": time.precision.value, "basis": time.basis.value}
    return {"start": time.start, "end": time.end, "date_text": text, **known}


def _evidence(evidence: Evidence) -> dict[str, Any]:
    names = ((n.name.replace("evidence_", ""), n.name) for n in _EVIDENCE if n.name != "evidence")
    return {"evidence": _cell(evidence.sentence)} | {name: _cell(getattr(evidence, own)) for own, name in names}


def _source(source: Source) -> dict[str, Any]:
    return {n.name: _cell(getattr(source, n.name.removeprefix("source_"))) for n in _SOURCE}


def party_row(party: Party, time: When | Bound | None) -> dict[str, Any]:
    """Return what the fields hold of a party, its codes those of the days of its contact."""
    days = [day for day in (time.start, time.end) if day] if time else []
    codes = codes_of(party.id, party.type, party.home, party.ids, (min(days), max(days)) if days else None)
    plain = {n.name: _cell(getattr(party, n.name)) for n in PARTY[: -len(NAMES)]}
    return plain | {name: _cell(value) or None for name, value in codes.attributes().items()}


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    return max(-_LONG, min(value, _LONG)) if type(value) is int else value
