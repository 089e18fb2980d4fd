"""A few valid files of every format, small, in our own words, and the same bytes each time."""

import gzip
import importlib.util
import io
import json
import zipfile
from functools import cache

from factories import contact, folded, party
from pdfs import lines

from diplograph.extract.model import Source
from diplograph.graph.formats import write
from diplograph.graph.formats.jsonl import line

PROSE = (
    "Ana Castro met her counterpart Jun Ito in Geneva on Monday. The two ministers discussed grain exports.\n\n"
    "Russian Foreign Minister Boris Lisov spoke by phone with Chinese State Councilor Chen Wei, the ministry said.\n"
)
_HEADED = f"Date: 2021-08-16 Ministers meet.\n\nGENEVA, Aug. 16 (Example News) - {PROSE}"
_FRONT = f'---\ntitle: "Talks: day one"\ndate: 2021-08-16\nurl: https://example.org/1\ntags: [a, b]\n---\n\n# Talks\n\n{PROSE}'
_PAGE = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Ministers meet</title>
<meta property="og:site_name" content="Example News"><meta property="article:published_time" content="2021-08-16T10:00:00Z">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Ministers meet", "datePublished": "2021-08-16"}}</script>
<link rel="canonical" href="https://example.org/1"></head><body><nav><a href="/">Home</a></nav><article><h1>Ministers meet</h1>
<p>{PROSE}</p><p>Castro &amp; Ito &#8220;agreed&#8221; to meet again.<br>They did.</p><ul><li>One</li></ul></article>
<table><tr><td>x</td></tr></table><footer>&copy; Example</footer></body></html>"""
_ROWS = [
    {"id": "x1", "title": "Ministers meet", "date": "2021-08-16", "url": "https://example.org/1", "text": PROSE},
    {"id": "x2", "title": 'A "call"', "date": "16 August 2021", "url": "", "text": "Castro called Ito."},
]
_RSS = f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Example News</title><item><guid>x1</guid><title>Castro &amp;amp; Ito</title><link>https://example.org/1</link>
<pubDate>Mon, 16 Aug 2021 10:00:00 GMT</pubDate><description>&lt;p&gt;{PROSE}&lt;/p&gt;</description></item>
<item><title>Castro calls Ito</title><content:encoded><![CDATA[<p>Castro called <b>Ito</b>.</p>]]></content:encoded></item></channel></rss>"""
_ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://example.org/"><title>Example News</title><entry><id>x1</id>
<title type="html">Castro &amp;amp; Ito</title><link href="/1"/><published>2021-08-16T10:00:00Z</published><content type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml"><p>{PROSE}</p></div></content></entry></feed>"""
_RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Example News</title></channel><item rdf:about="x1"><title>Castro calls Ito</title><dc:date>2021-08-16</dc:date></item></rdf:RDF>"""
_MAIL = f"""From: =?utf-8?q?Pr=C3=A9s?= <press@example.org>
Subject: =?utf-8?b?TWluaXN0ZXJzIG1lZXQ=?=
Date: Mon, 16 Aug 2021 10:00:00 +0200
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="b1"

--b1
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Ana Castro met Jun Ito =E2=80=94 in Geneva.
--b1
Content-Type: text/html; charset="iso-8859-1"

<p>{PROSE}</p>
--b1
Content-Type: application/pdf; name="x.pdf"
Content-Disposition: attachment
Content-Transfer-Encoding: base64

JVBERi0=
--b1--
"""
_EDITION = f"""<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0" xml:id="x21"><teiHeader><fileDesc><titleStmt>
<title type="complete">Example Relations, 2021</title></titleStmt></fileDesc></teiHeader><text><front><div type="section"><head>Persons</head>
<list><item><persName xml:id="p_CA1">Castro, Ana María</persName>, Minister.</item></list></div></front><body><div type="document" n="1"
 xml:id="d1" frus:doc-dateTime-min="2021-08-16T00:00:00-05:00" frus:doc-dateTime-max="2021-08-16T23:59:59-05:00"><head>1. Ministers
 meet<note n="1">Source: a file.</note></head><opener><dateline><placeName>Geneva</placeName>, <date when="2021-08-16">August 16,
 2021</date>.</dateline></opener><list type="participants"><head>PARTICIPANTS</head><item><persName corresp="#p_CA1">Castro</persName></item>
 <item>Ito</item></list><p>{PROSE}</p></div><div type="document" n="2" xml:id="d2"><head>2. Call</head><p>Castro<lb/>called Ito.</p></div>
</body></text></TEI>"""
_LETTER = """<TEI.2><teiHeader><fileDesc><titleStmt><title>Castro to Ito</title></titleStmt></fileDesc></teiHeader><text><body><opener>
<dateline>Lisbon, <date value="1921-08-16">16 August 1921</date></dateline></opener><p>I met Ito in Geneva.</p></body></text></TEI.2>"""
_ACTORS = """actors:
  - name: Antony Blinken
    aliases: [Tony Blinken, &b Blinken]
    type: person
    country: US
    roles:
      - {role: Secretary of State, from: 2021-01-26, to: 2025-01-20}
  - name: "North Atlantic: Treaty"
    type: organisation
merge:
  - [Lula, Luiz Lula da Silva]
apart:
  - [Carlos Mendes, Carlos Méndez]
"""


@cache
def samples() -> dict[str, list[bytes]]:
    """Return valid files, by the ending of their names; those that need a missing library are missing."""
    texts = {
        ".txt": [PROSE, _HEADED, f"Ministers meet\n\n{PROSE}", PROSE.upper()],
        ".md": [_FRONT, f"# Ministers meet\n\n* {PROSE}"],
        ".html": [_PAGE, f"<p>{PROSE}"],
        ".jsonl": ["".join(json.dumps(row) + "\n" for row in _ROWS)],
        ".json": [json.dumps({"status": "ok", "articles": _ROWS}), json.dumps(_ROWS, indent=1)],
        ".csv": [_table(","), "sep=;\n" + _table(";")],
        ".tsv": [_table("\t")],
        ".rss": [_RSS, _RDF],
        ".atom": [_ATOM],
        ".xml": [_RSS, _ATOM, _EDITION],
        ".tei": [_EDITION, _LETTER],
        ".mbox": [_mailbox()],
        ".eml": [_MAIL, f"Subject: Ministers meet\nDate: 16 Aug 2021\n\n{PROSE}"],
        ".yaml": [_ACTORS],
    }
    made = {ending: [text.encode() for text in given] for ending, given in texts.items()}
    made |= {".htm": made[".html"], ".xhtml": made[".html"], ".ndjson": made[".jsonl"]}
    made |= _office()
    made |= {".warc": _warc(), ".pdf": _pdf(), ".parquet": _parquet(), ".contacts": [_contacts()], **_graphs()}
    made[".gz"] = [gzip.compress(data[0], mtime=0) for data in (made[".txt"], made[".jsonl"], made[".html"])]
    made[".zip"] = [zipped({"a/b.txt": PROSE.encode(), "c.html": made[".html"][0], "d.csv": made[".csv"][0]})]
    return {ending: data for ending, data in made.items() if data}


def warc_record(
    kind: str, block: bytes, address: str = "", date: str = "2021-08-17T10:00:00Z", length: int | None = None
) -> bytes:
    """Return a record of a web archive."""
    size = len(block) if length is None else length
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: {date}\r\nContent-Length: {size}\r\n"
    head += f"WARC-Target-URI: {address}\r\n" if address else ""
    return f"{head}\r\n".encode() + block + b"\r\n\r\n"


def http(body: bytes, kind: str = "text/html", status: str = "200 OK", more: str = "") -> bytes:
    """Return a response of a web server."""
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + body


def _warc() -> list[bytes]:
    if importlib.util.find_spec("warcio") is None:
        return []
    records = [
        warc_record("warcinfo", b"software: none\r\n"),
        warc_record("request", b"GET / HTTP/1.1\r\n\r\n", "https://example.org/1"),
        warc_record("response", http(_PAGE.encode()), "https://example.org/1"),
        warc_record("response", http(f"<p>{PROSE}".encode(), "text/html; charset=utf-8"), "https://example.org/2"),
    ]
    return [b"".join(records)]


def _mailbox() -> str:
    plain = f"Subject: Ministers call\nDate: 17 Aug 2021\n\n{PROSE}\n>From Geneva, both went home.\n"
    return f"From press@example.org Mon Aug 16 10:00:00 2021\n{_MAIL}\nFrom - Tue Aug 17 10:00:00 2021\n{plain}"


def _office() -> dict[str, list[bytes]]:
    from office_files import docx, odt, rtf, table, xlsx  # which packs its files by ``zipped``

    blocks = ("Ministers meet in Geneva", *PROSE.split("\n\n"))
    rows = [list(_ROWS[0]), *(list(row.values()) for row in _ROWS)]
    return {
        ".docx": [docx(*blocks, table([["Ana Castro", "minister"]]), title="Ministers meet")],
        ".odt": [odt(*blocks, title="Ministers meet")],
        ".rtf": [rtf(*blocks, title="Ministers meet")],
        ".doc": [rtf(*blocks, title="Ministers meet")],
        ".xlsx": [xlsx(Articles=rows), xlsx(Notes=[["x"]], Articles=[["date", "text"], [(44424,), PROSE]])],
    }


def zipped(entries: dict[str, bytes]) -> bytes:
    """Return an archive of files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return buffer.getvalue()


def _table(separator: str) -> str:
    rows = [list(_ROWS[0]), *([value.replace('"', '""') for value in row.values()] for row in _ROWS)]
    return "".join(separator.join(f'"{cell}"' for cell in row) + "\r\n" for row in rows)


def _contacts() -> bytes:
    first = contact("Ana Castro", party("Jun Ito", side=1, role="envoy", country="JP"), place="Geneva", topic="grain")
    other = contact("Ana Castro", "Jun Ito", document=Source("other"), until="2021-08-18")
    return (line(folded(first, other)) + line(contact("Boris Lisov", "Chen Wei", day=None))).encode()


def _graphs() -> dict[str, list[bytes]]:
    contacts = [contact("Ana Castro", "Jun Ito"), contact("Boris Lisov", "Chen Wei", day=None)]
    made = {}
    for name in ("graphml", "gexf"):
        buffer = io.StringIO()
        write(contacts, buffer, format=name)
        made[f".{name}"] = [buffer.getvalue().encode()]
    return made


def _parquet() -> list[bytes]:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ModuleNotFoundError:
        return []
    buffer = io.BytesIO()
    pq.write_table(pa.table({key: [row[key] for row in _ROWS] for key in _ROWS[0]}), buffer, compression="none")
    return [buffer.getvalue()]


def _pdf() -> list[bytes]:
    return [lines(*filter(None, PROSE.splitlines()), info=b"<</Title(Ministers meet in Geneva)>>")]
