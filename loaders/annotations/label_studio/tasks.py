"""What a Label Studio export holds: who marked what in which task.

Read are the JSON export (a list of tasks, each with its annotations), JSON-MIN (a record for each
annotation), one task or one annotation as it is kept in a cloud storage, and the `completions` of
Label Studio before 1.0. https://labelstud.io/guide/export, https://labelstud.io/guide/task_format
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from clew.graph.schema import fold
from clew.loaders.annotations.json_rows import BadRow, Json

_OWN_OF_MIN = frozenset(
    "id annotator annotation_id created_at updated_at lead_time agreement history".split()
)


@dataclass(slots=True, kw_only=True)
class Work:
    """One annotation of one task: the task's number from 1, and the task's and its own id.

    results     as the tool writes them; data: the task's own values, texts among them
    left_out    what of it is no claim of a person, by why; curated: it is the ground truth
    """

    number: int
    task: str
    id: str
    annotator: str
    data: Json
    results: list[Any]
    left_out: Counter[str] = field(default_factory=Counter)
    curated: bool = False


def is_task(row: Json) -> bool:
    """Say whether a JSON object is a task, an annotation with its task, or of JSON-MIN."""
    if isinstance(row.get("data"), dict):
        return any(isinstance(row.get(name), list) for name in ("annotations", "completions"))
    if isinstance(row.get("result"), list) and isinstance(row.get("task"), dict):
        return isinstance(row["task"].get("data"), dict)
    return _is_min(row)


def _is_min(row: Json) -> bool:
    return "annotation_id" in row and "annotator" in row and "lead_time" in row


def works(row: Json, number: int, left_out: Counter[str]) -> Iterator[Work]:
    """Yield the annotations that hold; what is left out is counted, by why. Raises BadRow."""
    if _is_min(row):
        yield _of_min(row, number)
        return
    if isinstance(row.get("result"), list) and isinstance(row.get("task"), dict):
        row = {**row["task"], "annotations": [{**row, "task": None}]}
    data = row.get("data")
    if not isinstance(data, dict):
        raise BadRow("is no task: it has no `data`")
    found = row.get("annotations", row.get("completions"))
    if not isinstance(found, list):
        raise BadRow("has no list of annotations: export it as JSON, not as predictions")
    for name in ("predictions", "drafts"):
        made = row.get(name)
        left_out[name] += len(made) if isinstance(made, list) else 0
    left_out["tasks without annotations"] += not found
    for one in found:
        if not isinstance(one, dict) or not isinstance(one.get("result"), list):
            raise BadRow("has an annotation without a list of results")
        if why := _why_not(one):
            left_out[why] += 1
        else:
            yield Work(
                number=number,
                task=_id(row.get("id"), number),
                id=_id(one.get("id"), 0),
                annotator=_who(one.get("completed_by")),
                data=data,
                results=one["result"],
                curated=one.get("ground_truth") is True,
            )


def _why_not(annotation: Json) -> str:
    """Return why an annotation does not count, '' where it does."""
    if annotation.get("was_cancelled") is True or annotation.get("skipped") is True:
        return "cancelled annotations"
    return "rejected annotations" if annotation.get("last_action") == "rejected" else ""


def _id(found: object, otherwise: int) -> str:
    return str(found if type(found) is int else otherwise)


def _who(found: object) -> str:
    """Return an annotator by the id, which all exports give; an address only where none is."""
    if isinstance(found, dict):
        found = next((found[key] for key in ("id", "username", "email") if found.get(key)), None)
    return str(found) if type(found) is int or isinstance(found, str) else ""


def _of_min(row: Json, number: int) -> Work:
    """Return the annotation of a JSON-MIN record, its results as the JSON export has them.

    What stands behind the record's `id` and before `annotator` is the annotator's, unless the
    task's own values had an `id`; a list of regions is hers anywhere.
    """
    names = list(row)
    behind = names[names.index("id") + 1 : names.index("annotator")] if "id" in names else []
    work = Work(
        number=number,
        task=_id(row.get("id"), number),
        id=_id(row.get("annotation_id"), 0),
        annotator=_who(row.get("annotator")),
        data={},
        results=[],
    )
    places: dict[str, str] = {}
    for name in names:
        found = row[name]
        if isinstance(found, list) and any(_type(one) for one in found):
            work.results += (_result(one, name, places, work.left_out) for one in found)
        elif name not in _OWN_OF_MIN:
            work.data[name] = found
            if name in behind and isinstance(found, str):
                work.results += _single(found, name, work.left_out)
    work.results = [one for one in work.results if one is not None]
    return work


_VALUES = ("choices", "rating", "taxonomy", "number", "datetime")


def _type(found: object) -> str:
    """Return the type of a result that JSON-MIN gives by its value alone, '' where it is none."""
    if not isinstance(found, dict):
        return ""
    for name in (*(key for key in found if key.endswith("labels")), *_VALUES):
        if name in found:
            return str(name)
    return "textarea" if isinstance(found.get("text"), list) else ""


def _result(found: Any, name: str, places: dict[str, str], left_out: Counter[str]) -> Json | None:
    """Return a result with its type and an id that all results of one region share."""
    if not (kind := _type(found)):
        # a choice of one word, whose region the export does not say
        left_out["choices without their region"] += 1
        return None
    result: Json = {"type": kind, "from_name": name, "value": found}
    spot = {key: found[key] for key in ("start", "end", "startOffset", "endOffset") if key in found}
    if spot:
        result["id"] = places.setdefault(repr(spot), f"T{len(places) + 1}")
    return result


def _single(found: str, name: str, left_out: Counter[str]) -> list[Json]:
    """Return a word that may be said of the text or of a region: only protection is certain."""
    if "protected" in (fold(found), fold(name)):
        value = {"choices": [found]}
        return [{"type": "choices", "from_name": name, "value": value}]
    left_out["choices without their region"] += 1
    return []
