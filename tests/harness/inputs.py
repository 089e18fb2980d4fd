"""Documents of the examples' paragraphs, shuffled and sometimes twisted, in files of many formats."""

import csv
import datetime as dt
import gzip
import html
import io
import json
import mailbox
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from random import Random

from harness.commands import ROOT

Files = dict[str, bytes]
"""What a folder holds, by name."""


@dataclass(frozen=True, slots=True)
class Text:
    """A document before it is in a file.

    Attributes:
        mark: A word that no other document has; it stands in the title, and where a format has them, in the identifier.
    """

    mark: str
    day: dt.date
    paragraphs: tuple[str, ...]

    @property
    def title(self) -> str:
        """Return the title, with the mark."""
        return f"Dispatch {self.mark}"

    @property
    def prose(self) -> str:
        """Return the paragraphs, with blank lines between them."""
        return "\n\n".join(self.paragraphs)


@cache
def paragraphs() -> tuple[str, ...]:
    """Return the paragraphs of the example documents, in the order of their files."""
    found: list[str] = []
    for path in sorted((ROOT / "seeds").glob("2*")):
        text = path.read_text(encoding="utf-8")
        body = text.split("\n---\n", 1)[-1] if text.startswith("---\n") else text.partition("\n")[2]
        found += [" ".join(part.replace("**", "").split()) for part in body.split("\n\n") if len(part) > 80]
    return tuple(found)


TWISTS: tuple[Callable[[str, Random], str], ...] = (
    lambda text, chance: text.replace(" ", "\u00a0", chance.randint(1, 9)),
    lambda text, chance: text.replace(" ", "  ", chance.randint(1, 9)),
    lambda text, chance: text.replace("'", "’").replace('"', "“", 1).replace('"', "”", 1),
    lambda text, chance: text.replace(" ", " 😀 ", 1),
    lambda text, chance: text.replace("e", "e\u0301", chance.randint(1, 4)),
    lambda text, chance: text.replace(" ", "\u200b ", 2),
    lambda text, chance: f"\u202b{text}\u202c",
    lambda text, chance: text.upper(),
    lambda text, chance: text.replace(". ", ".\t"),
    lambda text, chance: text.replace(", ", " — "),
    lambda text, chance: text[: chance.randint(20, len(text))],
    lambda text, chance: text.replace("and", "&amp;").replace(" the ", " <b>the</b> "),
    lambda text, chance: "\n".join(text.split(" ")),
    lambda text, chance: f"=cmd|' /C calc'!A0 {text}",
)


def text(number: int, chance: Random, *, twisted: bool = True) -> Text:
    """Make a document."""
    chosen = chance.sample(paragraphs(), chance.randint(1, 5))
    if twisted and chance.random() < 0.4:
        chosen = [chance.choice(TWISTS)(one, chance) for one in chosen]
    day = dt.date(2021, 7, 1) + dt.timedelta(chance.randrange(90))
    return Text(f"zq{number:04}x{chance.randrange(10**4):04}", day, tuple(chosen))


# --- files of one document ---------------------------------------------------------------------


def _txt(one: Text) -> bytes:
    return f"date {one.day} {one.title}.\n\n{one.prose}\n".encode()


def _md(one: Text) -> bytes:
    return f"---\ndate: {one.day}\ntitle: {one.title}\n---\n\n{one.prose}\n".encode()


def _html(one: Text) -> bytes:
    body = "\n".join(f"<p>{html.escape(part)}</p>" for part in one.paragraphs)
    head = (
        f'<meta charset="utf-8"><title>{one.title}</title><meta property="article:published_time" content="{one.day}">'
    )
    return f"<!DOCTYPE html><html><head>{head}</head><body><article><h1>{one.title}</h1>{body}</article></body></html>".encode()


def _eml(one: Text) -> bytes:
    return _message(one).as_bytes()


def _message(one: Text) -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["From"] = one.title, "desk@example.org"
    message["Date"] = dt.datetime(one.day.year, one.day.month, one.day.day, 9, tzinfo=dt.UTC)
    message["Message-ID"] = f"<{one.mark}@example.org>"
    message.set_content(one.prose.replace("\r", " "))
    return message


def _docx(one: Text) -> bytes:
    import docx

    document = docx.Document()
    document.add_heading(one.title)
    for part in one.paragraphs:
        document.add_paragraph(part)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _rtf(one: Text) -> bytes:
    def escaped(words: str) -> str:
        units = words.encode("utf-16-le", "surrogatepass")
        codes = (int.from_bytes(units[n : n + 2], "little", signed=True) for n in range(0, len(units), 2))
        return "".join(chr(code) if 31 < code < 127 and chr(code) not in "\\{}" else f"\\u{code}?" for code in codes)

    return ("{\\rtf1\\ansi " + "".join(f"{escaped(p)}\\par\n" for p in (one.title, *one.paragraphs)) + "}").encode()


def _pdf(one: Text) -> bytes:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    held, styles = io.BytesIO(), getSampleStyleSheet()
    flow = [Paragraph(one.title, styles["Title"])]
    flow += [Paragraph(html.escape(part), styles["BodyText"]) for part in one.paragraphs]
    SimpleDocTemplate(held, invariant=1, title=one.title).build(flow)
    return held.getvalue()


# --- files of many -----------------------------------------------------------------------------


def _row(one: Text) -> dict[str, str]:
    return {"id": one.mark, "title": one.title, "date": one.day.isoformat(), "text": one.prose}


def _jsonl(many: list[Text]) -> bytes:
    return "".join(json.dumps(_row(one)) + "\n" for one in many).encode()


def _json(many: list[Text]) -> bytes:
    return json.dumps({"status": "ok", "articles": [_row(one) for one in many]}).encode()


def _table(divider: str) -> Callable[[list[Text]], bytes]:
    def write(many: list[Text]) -> bytes:
        held = io.StringIO()
        table = csv.DictWriter(held, ["id", "title", "date", "text"], delimiter=divider)
        table.writeheader()
        table.writerows(map(_row, many))
        return held.getvalue().encode()

    return write


def _xlsx(many: list[Text]) -> bytes:
    import openpyxl

    book, held = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    sheet.append(["id", "title", "date", "text"])
    for one in many:
        sheet.append(["'" + cell if cell.startswith("=") else cell for cell in _row(one).values()])
    book.save(held)
    return held.getvalue()


def _rss(many: list[Text]) -> bytes:
    items = "".join(
        f"<item><title>{one.title}</title><guid>{one.mark}</guid><pubDate>{one.day:%d %b %Y} 09:00:00 GMT</pubDate>"
        f"<description>{html.escape(''.join(f'<p>{html.escape(p)}</p>' for p in one.paragraphs))}</description></item>"
        for one in many
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Desk</title>{items}</channel></rss>'.encode()


def _mbox(many: list[Text]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        box = mailbox.mbox(Path(folder) / "box")
        for one in many:
            box.add(_message(one))
        box.close()
        return (Path(folder) / "box").read_bytes()


def _parquet(many: list[Text]) -> bytes:
    import pyarrow
    import pyarrow.parquet

    held = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist([_row(one) for one in many]), held)
    return held.getvalue()


def _zip(many: list[Text]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for n, one in enumerate(many):
            ending, write = [(".txt", _txt), (".html", _html), (".eml", _eml)][n % 3]
            archive.writestr(f"{one.mark}{ending}", write(one))
    return held.getvalue()


SINGLE: dict[str, Callable[[Text], bytes]] = {
    ".txt": _txt,
    ".md": _md,
    ".html": _html,
    ".eml": _eml,
    ".rtf": _rtf,
    ".docx": _docx,
    ".pdf": _pdf,
    ".txt.gz": lambda one: gzip.compress(_txt(one), mtime=0),
}
MANY: dict[str, Callable[[list[Text]], bytes]] = {
    ".jsonl": _jsonl,
    ".json": _json,
    ".csv": _table(","),
    ".tsv": _table("\t"),
    ".xlsx": _xlsx,
    ".rss": _rss,
    ".mbox": _mbox,
    ".parquet": _parquet,
    ".zip": _zip,
    ".jsonl.gz": lambda many: gzip.compress(_jsonl(many), mtime=0),
}


def written(ending: str, texts: list[Text]) -> bytes | None:
    """Return a file of a format, or None where the library that makes one is not installed or can't hold the text."""
    try:
        return SINGLE[ending](texts[0]) if ending in SINGLE else MANY[ending](texts)
    except (ImportError, ValueError):
        return None


def folder(chance: Random, size: int, *, twisted: bool = True) -> tuple[Files, dict[str, str]]:
    """Make the files of a folder, about ``size`` of them.

    Returns:
        The files, and for the mark of each document the file that it is in.
    """
    files, places = Files(), dict[str, str]()
    for number in range(size):
        ending = chance.choice([*SINGLE, *MANY, *SINGLE])
        count = 1 if ending in SINGLE else chance.randint(1, 4)
        texts = [text(number * 10 + n, chance, twisted=twisted) for n in range(count)]
        data = written(ending, texts)
        if data is not None:
            name = f"{texts[0].mark}{ending}"
            files[name] = data
            places |= {one.mark: name for one in texts}
    return files, places


def damaged(data: bytes, chance: Random) -> bytes:
    """Return a file as a bad disk, a broken download or a careless hand leaves it."""
    where = chance.randrange(len(data) + 1)
    match chance.randrange(6):
        case 0:
            return data[:where]
        case 1:
            flipped = bytearray(data)
            for _ in range(chance.randint(1, 20)):
                flipped[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            return bytes(flipped)
        case 2:
            return data[:where] + bytes(chance.randrange(256) for _ in range(chance.randint(1, 200))) + data[where:]
        case 3:
            return data[:where] + data[where + chance.randint(1, 500) :]
        case 4:
            return (
                data[:where]
                + data[max(0, where - chance.randint(1, 2000)) : where] * chance.randint(2, 40)
                + data[where:]
            )
        case _:
            return data.decode("utf-8", "replace").encode(chance.choice(["utf-16", "cp1252", "utf-8-sig"]), "replace")


def put(files: Files, place: Path) -> Path:
    """Write files into a new folder."""
    place.mkdir(parents=True)
    for name, data in files.items():
        (place / name).write_bytes(data)
    return place
