"""Precision by reading: draw a sample of extracted contacts from records of facts or a corpus, and count our judgements.

    python tests/precision.py draw SHARED SAMPLE.jsonl [CORPUS]   contacts to read, with their text
    python tests/precision.py count                               figures of tests/gold/judgements.jsonl, by where they are from

A record of travel or visit is no prose: the traveller and the country become a first sentence of our own, and each
remark a sentence with "he" as its subject. What that first sentence gives is left out of the sample.
"""

import datetime as dt
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from diplograph.extract.model import Contact, Document, Source
from diplograph.extract.pipeline import extract_contacts
from diplograph.extract.read import read_documents

JUDGEMENTS = Path(__file__).parent / "gold" / "judgements.jsonl"
SEED, SIZE, RECORDS = 2026, 200, 700
_REMARK = re.compile(r"(?<=[a-z)])\.\s+")
_OURS: set[str] = set()
_VERBS = ("Met", "Attended", "Visited", "Discussed", "Addressed", "Held", "Led", "Signed", "Received", "Conferred")


def main(arguments: list[str]) -> int:
    """Draw or count; return the exit code."""
    if arguments == ["count"]:
        return _count()
    if len(arguments) in (3, 4) and arguments[0] == "draw":
        shared, target, *corpus = arguments[1:]
        return _draw(_of_corpus(Path(shared), *corpus) if corpus else _of_records(Path(shared)), Path(target))
    print(__doc__, file=sys.stderr)
    return 2


def _draw(drawn: Iterable[Document], target: Path) -> int:
    documents = {d.source.id: d for d in drawn}
    contacts = [c for c in extract_contacts(documents.values()) if c.evidence.sentence not in _OURS]
    sample = random.Random(SEED).sample(contacts, min(SIZE, len(contacts)))
    with target.open("w", encoding="utf-8") as handle:
        for contact in sample:
            handle.write(json.dumps(_to_read(contact, documents[contact.document.id].text), ensure_ascii=False) + "\n")
    print(f"{len(sample)} of {len(contacts)} contacts from {len(documents)} documents")
    return 0


def _to_read(contact: Contact, text: str) -> dict[str, Any]:
    return {
        "contact": contact.id,
        "document": contact.document.id,
        "kind": contact.kind,
        "status": contact.status,
        "parties": [[p.name, p.side] for p in contact.parties],
        "sentence": contact.evidence.sentence,
        "rule": contact.evidence.rule,
        "text": text,
    }


def _of_corpus(shared: Path, corpus: str) -> list[Document]:
    documents = list(read_documents([shared / f"corpora/{corpus}.jsonl"]))
    return random.Random(f"{SEED} {corpus}").sample(documents, min(RECORDS, len(documents)))


def _of_records(shared: Path) -> Iterator[Document]:
    rows: list[dict[str, Any]] = []
    for name in ("us_travels", "us_visits", "general"):
        path = shared / ("corpora/general_news.jsonl" if name == "general" else f"facts/{name}.jsonl")
        with path.open(encoding="utf-8") as handle:
            read = [json.loads(line) for line in handle]
        rows += read if name == "general" else random.Random(f"{SEED} {name}").sample(read, RECORDS)
    for row in rows:
        if "traveler" in row:
            office = "US Secretary of State" if "sec" in row["role"] else "US President"
            yield _wrapped(row, f"{office} {row['traveler']} travelled to {row['country']}.", row["remarks"] or "")
        elif "visitor" in row:
            visitor = f"{row['visitor']} of {' and '.join(row['from'])}"
            yield _wrapped(row, f"{visitor} visited the United States.", row["description"] or "")
        else:
            yield Document(row["text"], Source(row["id"], row["title"]))


def _wrapped(row: dict[str, Any], first: str, remarks: str) -> Document:
    sentences = [s.strip().rstrip(".") for s in _REMARK.split(remarks) if s.strip()]
    wrapped = [f"He {s[0].lower()}{s[1:]}." if s.startswith(_VERBS) else f"{s}." for s in sentences]
    _OURS.add(first)
    text = " ".join([first, *wrapped])
    return Document(text, Source(row["id"], None, dt.date.fromisoformat(row["start"])))


def _count() -> int:
    found: dict[str, Counter[str]] = {}
    with JUDGEMENTS.open(encoding="utf-8") as handle:
        for row in map(json.loads, handle):
            found.setdefault(row["from"], Counter())[row["verdict"]] += 1
    print(f"{'from':<14}{'contacts read':>14}{'contact is there':>18}{'and status agrees':>19}")
    for origin, verdicts in found.items():
        every = sum(verdicts.values())
        there, right = every - verdicts["wrong"], verdicts["right"]
        print(f"{origin:<14}{every:>14}{f'{there} {there / every:.3f}':>18}{f'{right} {right / every:.3f}':>19}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
