"""What is fuzzed: each reader, each writer, and what texts go through between them.

A target takes bytes. Whatever they are it returns, and it raises only where something is wrong with diplograph.
"""

import csv
import datetime as dt
import importlib.util
import io
import json
import re
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from factories import contact, folded, party
from hostile import HOSTILE

from diplograph.errors import DiplographError, InputError
from diplograph.extract.model import Contact, Document, Kind, PartyType, Source, Status
from diplograph.extract.prefilter.prefilter import prefilter
from diplograph.extract.read import SUFFIXES, read_documents
from diplograph.extract.read.formats import BY_SUFFIX
from diplograph.extract.read.header import read_header
from diplograph.extract.read.text import LIMIT
from diplograph.extract.text.clean import clean, paragraphs
from diplograph.extract.text.cleaned import Cleaned
from diplograph.extract.times import When
from diplograph.graph.check import check, lines
from diplograph.graph.formats import formats, write
from diplograph.graph.formats.jsonl import read_contacts
from diplograph.graph.identity.actors import read_actors

LONGEST = 5.0
"""Seconds of processor time that no input may take."""

_LIBRARIES = {
    "parquet": "pyarrow",
    "turtle": "rdflib",
    "json-ld": "rdflib",
    "ntriples": "rdflib",
    "ftm": "followthemoney",
}
_READS = {suffix: f.libraries[0] for suffix, f in BY_SUFFIX.items() if f.extra}
_XML_FORBIDS = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_ANY_SIGN = {
    "html",
    "jsonl",
    "cytoscape",
    "node-link",
    "json-ld",
    "ftm",
    "csl-json",
    "bibtex",
    "ris",
}  # which may hold U+FFFE
_FORMULA = re.compile(r"\s*[=+\-@|%＝＋－＠]|[\t\r]")


@dataclass(frozen=True, slots=True)
class Target:
    """Something to fuzz.

    Attributes:
        ending: Of the samples that its inputs are made from.
    """

    name: str
    ending: str
    run: Callable[[bytes], None]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was wrong with an input; the same defect has the same ``defect``."""

    defect: str
    story: str


def execute(target: Target, data: bytes) -> Finding | None:
    """Run a target on an input and return what is wrong, if anything is."""
    begun = time.process_time()
    try:
        target.run(data)
    except Exception as error:  # noqa: BLE001 - that is the finding
        frames = [f for f in traceback.extract_tb(error.__traceback__) if "site-packages" not in f.filename]
        where = " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames[-3:]))
        return Finding(f"{type(error).__name__} at {where}", traceback.format_exc(limit=-12))
    took = time.process_time() - begun
    return Finding(f"over {LONGEST:.0f} s", f"It took {took:.1f} s.") if took > LONGEST else None


@cache
def folder() -> Path:
    """Return where files are written, which is removed in the end."""
    return Path(_FOLDER.name)


_FOLDER = tempfile.TemporaryDirectory(prefix="diplograph-fuzz-")


# --- readers --------------------------------------------------------------------------------------


def _read(ending: str, data: bytes) -> None:
    path = folder() / f"given{ending}"
    path.write_bytes(data)
    _check_documents(*documents(path))


def documents(*inputs: str | Path, stdin: bytes = b"") -> tuple[list[Document], list[DiplographError]]:
    """Return the documents of inputs and what was reported."""
    problems: list[DiplographError] = []
    return list(read_documents(inputs, stdin=io.BytesIO(stdin), on_error=problems.append)), problems


def _read_stdin(data: bytes) -> None:
    _check_documents(*documents("-", stdin=data))


def _check_documents(found: list[Document], problems: list[DiplographError]) -> None:
    assert found or problems, "nothing was read, and nobody told"
    assert len({d.source.id for d in found}) == len(found)
    assert all(isinstance(p, InputError) and str(p) for p in problems)
    for document in found:
        source = document.source
        assert document.text.strip() and len(document.text) <= LIMIT and 0 <= document.body <= len(document.text)
        assert isinstance(source.id, str) and source.id
        assert all(v is None or isinstance(v, str) for v in (source.title, source.url, source.publisher))
        assert source.date is None or type(source.date) is dt.date


def _read_actors(data: bytes) -> None:
    path = folder() / "actors.yaml"
    path.write_bytes(data)
    try:
        read_actors(path).of("Lula", PartyType.PERSON, None)
    except InputError as error:
        assert str(error)


def _read_contacts(data: bytes) -> None:
    """What is read as contacts can be written, too."""
    problems: list[DiplographError] = []
    found = list(read_contacts(io.BytesIO(data), on_error=problems.append))
    assert found or problems or not data.strip(b"\xef\xbb\xbf \t\r\n\v\f") or data.isspace() or _is_blank(data)
    if found:
        names = [name for name in formats() if _is_there(name)]
        _written(names[len(data) % len(names)], found)


def _is_blank(data: bytes) -> bool:
    return not data.decode("utf-8", "replace").replace("\ufeff", "").strip()


def _check_graph(ending: str, data: bytes) -> None:
    path = folder() / f"given{ending}"
    path.write_bytes(data)
    try:
        assert list(lines(check(path), 20))
    except InputError as error:
        assert str(error)


# --- texts ----------------------------------------------------------------------------------------


def _read_text(data: bytes) -> None:
    """Cleaning and prefiltering keep the way back, and a header lies within its text."""
    text = data.decode("utf-8", "surrogateescape")[:LIMIT]
    header = read_header(text, near=dt.date(2021, 8, 16))
    assert 0 <= header.body <= len(text) and (header.date is None or type(header.date) is dt.date)
    cleaned = clean(text)
    cleaned.text.encode("utf-8")
    _check_offsets(text, cleaned)
    assert all(cleaned.text[a:b].strip() for a, b in paragraphs(cleaned))
    _check_offsets(text, prefilter(cleaned).cleaned)


def _check_offsets(text: str, cleaned: Cleaned) -> None:
    last = 0
    for n in range(0, len(cleaned.text), 1 + len(cleaned.text) // 3_000):
        start, end = cleaned.original(n, n + 1)
        assert last <= start <= end <= len(text)
        last = start
        if end - start == 1 and cleaned.text[n].isalnum():
            assert text[start] in (cleaned.text[n], cleaned.text[n].upper())


# --- writers --------------------------------------------------------------------------------------


class _Bytes:
    """Numbers and strings made of bytes; zeros when these are used up."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def take(self, count: int) -> bytes:
        """Return the next bytes."""
        self._at += count
        return self._data[self._at - count : self._at]

    def number(self, below: int) -> int:
        """Return a number from 0."""
        return int.from_bytes(self.take(2)) % below

    def text(self) -> str:
        """Return a hostile string, or one of the bytes as they are."""
        if self.number(3) == 0:
            return HOSTILE[self.number(len(HOSTILE))]
        return self.take(self.number(40)).decode("utf-8", "surrogateescape")

    def maybe(self) -> str | None:
        """Return a string or None."""
        return self.text() if self.number(3) else None

    def day(self) -> dt.date:
        """Return any day."""
        return dt.date.fromordinal(1 + (self.number(65536) * 65536 + self.number(65536)) % dt.date.max.toordinal())


def contacts(data: bytes) -> list[Contact]:
    """Make contacts of bytes: every string in them may be anything."""
    source = _Bytes(data)
    contacts = [_contact(source) for _ in range(1 + source.number(3))]
    return [*contacts, folded(contacts[0], _contact(source))] if source.number(2) else contacts


def _contact(source: _Bytes) -> Contact:
    sides = [
        party(source.text(), id=source.text(), mention=source.text(), side=n % 3, type=list(PartyType)[source.number(4)],
              country=source.maybe(), role=source.maybe(), org=source.maybe())
        for n in range(2 + source.number(2))
    ]  # fmt: skip
    words: dict[str, Any] = {name: source.maybe() for name in ("place", "topic", "channel", "reported_by", "code")}
    document = Source(source.text(), source.maybe(), source.day(), source.maybe(), source.maybe())
    status, kind = list(Status)[source.number(4)], list(Kind)[source.number(6)]
    made = contact(*sides, kind=kind, status=status, day=None, document=document, id=source.text(), **words)
    first, last = sorted([source.day(), source.day()])
    evidence = replace(made.evidence, sentence=source.text(), trigger=source.text(), rule=source.text())
    return replace(made, evidence=evidence, date=When(first, last, source.text()) if source.number(4) else None)


def _write(name: str, data: bytes) -> None:
    _written(name, contacts(data))


def _written(name: str, contacts: list[Contact]) -> None:
    """Write twice, in either order: the same bytes, in the same few files, which their parser reads."""
    level = "contact" if len(contacts) % 2 else "pair"
    made: list[dict[str, bytes]] = []
    for order in (contacts, contacts[::-1]):
        place = Path(tempfile.mkdtemp(dir=folder()))
        write(order, place / "g", format=name, level=level, statuses=set(Status))  # type: ignore[arg-type]
        made.append({path.name: path.read_bytes() for path in sorted(place.iterdir())})
        for path in place.iterdir():
            path.unlink()
        place.rmdir()
    assert made[0] == made[1]
    assert set(made[0]) <= _NAMES
    for file, data in made[0].items():
        if name == "parquet":
            _parse_parquet(data)
        else:
            text = data.decode("utf-8")
            forbidden = _CONTROL if name in _ANY_SIGN else _XML_FORBIDS
            assert not forbidden.search(text), f"{file} holds a character that it must not"
            _PARSERS[file.removeprefix("g") if name in ("csv", "neo4j") else name](text)


_NAMES = {
    "g",
    *(f"g.{t}.csv" for t in ("nodes", "edges", "parties", "contacts", "documents", "took_part", "reported_in")),
}


def _parse_parquet(data: bytes) -> None:
    import pyarrow.parquet as pq

    assert pq.read_table(io.BytesIO(data)).num_rows


def _parse_html(text: str) -> None:
    from lxml import html

    page = html.document_fromstring(text.encode())
    _check_json(page.get_element_by_id("data").text)
    assert (len(page.findall(".//script")), text.count("<script")) == _scripts()


@cache
def _scripts() -> tuple[int, int]:
    """Return how many scripts a page has without any contact, and how often it says so."""
    from lxml import html

    buffer = io.StringIO()
    write([], buffer, format="html")
    page = buffer.getvalue()
    return len(html.document_fromstring(page.encode()).findall(".//script")), page.count("<script")


def _parse_xml(text: str) -> None:
    from lxml import etree

    ElementTree.fromstring(text.encode())
    etree.fromstring(text.encode())


def _parse_json(text: str) -> None:
    _check_json(text)


def _parse_lines(text: str) -> None:
    for line in text.splitlines():
        _check_json(line)


def _check_json(text: str) -> None:
    json.dumps(json.loads(text, parse_constant=_refuse), ensure_ascii=False).encode("utf-8")


def _refuse(word: str) -> None:
    raise AssertionError(f"{word} is no JSON")


def _parse_csv(text: str) -> None:
    header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    for row in rows:
        assert len(row) == len(header)
        assert not any(_FORMULA.match(cell) for cell in row if not _is_number(cell))


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"-?[0-9.]+(?:e[-+]?[0-9]+)?", cell) is not None


def _parse_rdf(name: str, text: str) -> None:
    import rdflib

    assert len(rdflib.Graph().parse(data=text, format=name))


def _parse_cypher(text: str) -> None:
    assert text.startswith("// ") and "LOAD CSV" in text


def _parse_tabs(text: str) -> None:
    header, *rows = (line.split("\t") for line in text.splitlines())
    assert all(len(row) == len(header) for row in rows)


def _parse_entries(text: str) -> None:
    """BibTeX: whatever opens is closed, and each entry begins a line."""
    assert text.count("{") == text.count("}")
    assert all(line.startswith(("@", " ", "}")) for line in text.splitlines() if line)


def _parse_tags(text: str) -> None:
    """RIS: each line has a tag, and each reference ends."""
    lines = [line for line in text.splitlines() if line]
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) or line == "ER  -" for line in lines)
    assert sum(line.startswith("TY") for line in lines) == sum(line.startswith("ER") for line in lines)


_PARSERS: dict[str, Callable[[str], None]] = {
    "html": _parse_html,
    "graphml": _parse_xml,
    "gexf": _parse_xml,
    "jsonl": _parse_lines,
    "cytoscape": _parse_json,
    "node-link": _parse_json,
    "turtle": partial(_parse_rdf, "turtle"),
    "json-ld": _parse_json,
    "ntriples": partial(_parse_rdf, "nt"),
    "ftm": _parse_lines,
    "events": _parse_tabs,
    "rem": _parse_csv,
    "codebook": _parse_csv,
    "csl-json": _parse_json,
    "bibtex": _parse_entries,
    "ris": _parse_tags,
    "": _parse_cypher,
    **{name.removeprefix("g"): _parse_csv for name in _NAMES - {"g"}},
}


def _is_there(name: str) -> bool:
    library = (_LIBRARIES | _READS).get(name)
    return library is None or importlib.util.find_spec(library) is not None


def targets() -> dict[str, Target]:
    """Return everything that can be fuzzed here, by name."""
    made = [Target(f"read{ending}", ending, partial(_read, ending)) for ending in SUFFIXES if _is_there(ending)]
    made += [
        Target("read.txt.gz", ".gz", partial(_read, ".txt.gz")),
        Target("read.jsonl.gz", ".gz", partial(_read, ".jsonl.gz")),
        Target("read-stdin", ".zip", _read_stdin),
        Target("actors", ".yaml", _read_actors),
        Target("contacts", ".contacts", _read_contacts),
        Target("check.graphml", ".graphml", partial(_check_graph, ".graphml")),
        Target("check.gexf", ".gexf", partial(_check_graph, ".gexf")),
        Target("text", ".txt", _read_text),
        Target("text.md", ".md", _read_text),
    ]
    made += [Target(f"write-{name}", ".txt", partial(_write, name)) for name in formats() if _is_there(name)]
    return {target.name: target for target in made}
