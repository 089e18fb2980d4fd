"""Label Studio: contacts as its tasks with predictions, and what was annotated as decisions.

As https://labelstud.io/guide/task_format describes its JSON: regions with labels, relations between them, choices.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from diplograph.extract.model import Contact, Kind, Status
from diplograph.graph.decisions.record import Decision, Verdict
from diplograph.graph.decisions.tasks import Answer, Task, joined_besides, named, ours, records, timed

INTERFACE = f"""<View>
  <Relations>{"".join(f'<Relation value="{kind}"/>' for kind in Kind)}</Relations>
  <Labels name="mark" toName="text"><Label value="party"/><Label value="trigger"/></Labels>
  <Text name="text" value="$text"/>
  <Choices name="verdict" toName="text" choice="single" showInline="true"><Choice value="right"/><Choice value="wrong"/></Choices>
  <Choices name="kind" toName="text" choice="single" showInline="true">{"".join(f'<Choice value="{k}"/>' for k in Kind)}</Choices>
  <Choices name="status" toName="text" choice="single" showInline="true">{"".join(f'<Choice value="{s}"/>' for s in Status)}</Choices>
</View>
"""
"""The labelling interface that a project of Label Studio needs for our tasks."""


def tasks(contacts: Iterable[Contact], text_of: Callable[[str], str | None]) -> list[dict[str, Any]]:
    """Return contacts as tasks of Label Studio; ``INTERFACE`` is the interface that its project needs.

    Args:
        text_of: Returns the text of a document by its id; None where it is not at hand.
    """
    return [_task(Task.of(c, text_of(c.document.id))) for c in contacts]


def _task(task: Task) -> dict[str, Any]:
    spans = task.spans()
    result = [_region(id, task.text, *span) for id, span in spans.items()]
    result += [
        {"type": "relation", "from_id": a, "to_id": b, "direction": "bi", "labels": [task.contact.kind.value]}
        for a, b in task.joined()
        if a in spans and b in spans
    ]
    result += [_choice(name, getattr(task.contact, name).value) for name in ("kind", "status")]
    return {
        "data": {"text": task.text, "document": task.contact.document.id, "diplograph": task.record()},
        "predictions": [{"model_version": "diplograph", "result": result}],
    }


def _region(id: str, text: str, start: int, end: int, mark: str) -> dict[str, Any]:
    value = {"start": start, "end": end, "text": text[start:end], "labels": [mark]}
    return {"id": id, "from_name": "mark", "to_name": "text", "type": "labels", "value": value}


def _choice(name: str, word: str) -> dict[str, Any]:
    return {"id": name, "from_name": name, "to_name": "text", "type": "choices", "value": {"choices": [word]}}


def answers(export: str, by: str | None = None) -> Iterator[Decision]:
    """Yield the decisions of an export of Label Studio, in its format JSON.

    Args:
        by: Who decided, where the export doesn't tell.

    Raises:
        ValueError: It is none, or holds a task that is not ours.
    """
    for task in records(json.loads(export)):
        data = task.get("data", {})
        own = ours(data, data.get("text", ""))
        for annotation in task.get("annotations", ()):
            if not annotation.get("was_cancelled"):
                yield from own.answered(_from_annotation(annotation, own, by))


def _from_annotation(annotation: Mapping[str, Any], task: Task, by: str | None) -> Answer:
    result = annotation.get("result", ())
    chosen = {r["from_name"]: r["value"]["choices"][0] for r in result if r.get("type") == "choices"}
    regions = {r["id"]: (r["value"]["start"], r["value"]["end"]) for r in result if r.get("type") == "labels"}
    relations = [
        (regions[r["from_id"]], regions[r["to_id"]], r.get("labels") or [Kind.MEETING])
        for r in result
        if r.get("type") == "relation" and {r["from_id"], r["to_id"]} <= regions.keys()
    ]
    return Answer(
        named(annotation.get("completed_by"), by),
        timed(annotation.get("created_at")),
        Verdict(chosen["verdict"]) if "verdict" in chosen else None,
        Kind(chosen["kind"]) if "kind" in chosen else None,
        Status(chosen["status"]) if "status" in chosen else None,
        joined_besides(task, [(a, b, Kind(labels[0])) for a, b, labels in relations]),
    )
