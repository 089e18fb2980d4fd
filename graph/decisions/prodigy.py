"""Prodigy: contacts as tasks for its view ``relations``, and what was answered as decisions.

As https://prodi.gy/docs/dependencies-relations describes its JSON Lines: text, tokens, spans, relations, answer.
"""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from diplograph.extract.model import Contact, Kind
from diplograph.graph.decisions.making import Span
from diplograph.graph.decisions.record import Decision, Verdict
from diplograph.graph.decisions.tasks import Answer, Task, joined_besides, named, ours, own_pairs, records, timed

_TOKEN = re.compile(r"\w+|[^\w\s]")


def tasks(contacts: Iterable[Contact], text_of: Callable[[str], str | None]) -> Iterator[dict[str, Any]]:
    """Yield contacts as tasks of Prodigy, for ``prodigy mark DATASET tasks.jsonl --view-id relations``.

    Args:
        text_of: Returns the text of a document by its id; None where it is not at hand.
    """
    for contact in contacts:
        yield _task(Task.of(contact, text_of(contact.document.id)))


def _task(task: Task) -> dict[str, Any]:
    tokens = [
        {"text": m[0], "start": m.start(), "end": m.end(), "id": n, "ws": task.text[m.end() : m.end() + 1].isspace()}
        for n, m in enumerate(_TOKEN.finditer(task.text))
    ]
    spans = {id: _of_tokens(tokens, *span) for id, span in task.spans().items()}
    known = {id: span for id, span in spans.items() if span is not None}
    relations = [
        {
            "head": known[a]["token_end"],
            "child": known[b]["token_end"],
            "head_span": known[a],
            "child_span": known[b],
            "label": task.contact.kind.value,
        }
        for a, b in task.joined()
        if a in known and b in known
    ]
    meta = {"document": task.contact.document.id, "kind": task.contact.kind.value, "status": task.contact.status.value}
    return {
        "text": task.text,
        "tokens": tokens,
        "spans": list(known.values()),
        "relations": relations,
        "meta": meta,
        "diplograph": task.record(),
    }


def _of_tokens(tokens: list[dict[str, Any]], start: int, end: int, mark: str) -> dict[str, Any] | None:
    inside = [token["id"] for token in tokens if token["start"] < end and token["end"] > start]
    if not inside:
        return None
    return {"start": start, "end": end, "token_start": inside[0], "token_end": inside[-1], "label": mark}


def answers(export: str, by: str | None = None) -> Iterator[Decision]:
    """Yield the decisions of a dataset of Prodigy, as ``prodigy db-out`` writes it; what was ignored makes none.

    Args:
        by: Who decided, where the dataset doesn't tell.

    Raises:
        ValueError: It is none, or holds a task that is not ours.
    """
    lines = [line for line in export.splitlines() if line.strip()]
    for record in records([json.loads(line) for line in lines]):
        own = ours(record, record.get("text", ""))
        yield from own.answered(_from_answer(record, own, by))


def _from_answer(record: Mapping[str, Any], task: Task, by: str | None) -> Answer:
    verdict = {"accept": Verdict.RIGHT, "reject": Verdict.WRONG}.get(record.get("answer", ""))
    relations = [(_span(r["head_span"]), _span(r["child_span"]), Kind(r["label"])) for r in record.get("relations", ())]
    own = {frozenset(pair) for pair in own_pairs(task)}
    kinds = [kind for a, b, kind in relations if frozenset((a, b)) in own]
    added = joined_besides(task, relations) if verdict is Verdict.RIGHT else ()
    stamp = record.get("_timestamp")
    return Answer(
        named(record.get("_annotator_id") or record.get("_session_id"), by),
        timed(dt.datetime.fromtimestamp(stamp, dt.UTC).isoformat() if stamp else None),
        verdict,
        kinds[0] if kinds else None,
        None,
        added,
    )


def _span(span: Mapping[str, Any]) -> Span:
    return int(span["start"]), int(span["end"])
