"""Prodigy: one answered task a line, as `prodigy db-out` writes them.

https://prodi.gy/docs/api-interfaces. Read are the tasks of `ner.manual`, `ner.correct`,
`spans.manual`, `rel.manual` and `coref.manual` and what has their form: `text`, `spans`, `tokens`,
`relations`. Offsets are code points, and are proved against the tokens. What was rejected or
ignored is left out and counted; so are categories of whole texts, models' predictions that nobody
answered, and pairs labelled as without a relation. Tasks of one text and one annotator
(`_annotator_id`, else `_session_id`) are one document; of a task that was answered twice
(`_task_hash`) the later answer (`_timestamp`) holds. What the recipe `review` settled of several
sessions' versions is the curated reading, by `NAME (review)`. It is told by the keys that Prodigy
gives each task (`_input_hash`, `_task_hash`, `_view_id`, `answer`), or by a text with `spans` of
`start`, `end` and `label` where no key of doccano, Label Studio or W3C stands beside.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from hashlib import sha256

from clew.loaders.annotations.json_rows import BadRow, Json, Row, first_rows, grouped, words
from clew.loaders.annotations.spacy.prodigy_items import Marked
from clew.loaders.base import Input, loader
from clew.loaders.items import Counted, Item, Text

_LEFT_OUT = {"reject": "rejected answers", "ignore": "ignored answers"}
_ANSWERS = ("accept", *_LEFT_OUT)
_TIME = re.compile(r"\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d$")
_KEYS = frozenset({"_input_hash", "_task_hash", "_view_id"})
_OTHERS = frozenset({"entities", "label", "labels", "annotations", "data", "target", "uri"})


def _is_task(row: Json) -> bool:
    """Say whether a row has the keys of a task of Prodigy's."""
    if _KEYS & row.keys() or row.get("answer") in _ANSWERS:
        return True
    spans = row.get("spans")
    first = spans[0] if isinstance(spans, list) and spans else None
    marked = isinstance(first, dict) and {"start", "end", "label"} <= first.keys()
    return marked and isinstance(row.get("text"), str) and not _OTHERS & row.keys()


def _looks_like_prodigy(file: Input) -> bool:
    """Say whether one of the first rows that can be read is a task."""
    return any(_is_task(row) for row in first_rows(file))


def _annotator(row: Json) -> str:
    """Return who answered, '' where the session was given no name and has that of its time."""
    who = words(row, "_annotator_id") or words(row, "_session_id")
    who = "" if _TIME.search(who) else who
    return (f"{who} (review)" if who else "review") if _is_review(row) else who


def _is_review(row: Json) -> bool:
    """Say whether a row was settled from the versions of several (https://prodi.gy/docs/review)."""
    return row.get("_view_id") == "review" or isinstance(row.get("versions"), list)


def _key(row: Json) -> Hashable:
    text = words(row, "text")
    if not text.strip():
        raise BadRow("has no text")
    if not _is_task(row) and "spans" not in row:
        raise BadRow("has no spans and no answer: it is no task of Prodigy")
    return sha256(text.encode()).digest(), _annotator(row)


@loader(
    "prodigy",
    title="Prodigy JSONL (ner, spans, rel, coref)",
    suffixes=(".jsonl", ".ndjson", ".json"),
    specification="https://prodi.gy/docs/api-interfaces",
    detect=_looks_like_prodigy,
)
def prodigy(file: Input) -> Iterator[Item]:
    """Yield each text with its annotator, then what the accepted tasks mark in it."""
    groups, bad = grouped(file, _key)
    for tasks in groups.values():
        first = tasks[0].read()
        place = f"{file.name}#{tasks[0].number}" if len(groups) > 1 else file.name
        who, curated = _annotator(first), _is_review(first)
        yield Text(text=first["text"], path=place, annotator=who, curated=curated)
        yield from bad
        bad = []
        yield from _items(file, tasks)


def _items(file: Input, tasks: list[Row]) -> Iterator[Item]:
    read = [(task.number, task.read()) for task in tasks]
    last = _last_answers(read)
    marked = Marked()
    for number, row in read:
        answer = row.get("answer", "accept")
        if number not in last:
            yield Counted("tasks answered again", left_out=True)
        elif isinstance(answer, str) and answer in _LEFT_OUT:
            yield Counted(_LEFT_OUT[answer], left_out=True)
        elif answer != "accept":
            yield file.rejected(number, "has an answer that is not accept, reject or ignore")
        else:
            for made in marked.items(number, row):
                yield file.rejected(number, str(made)) if isinstance(made, BadRow) else made


def _last_answers(tasks: list[tuple[int, Json]]) -> set[int]:
    """Return the rows that hold: of rows of one task the latest, or the last where none says."""
    held: dict[tuple[str, int], tuple[float, int]] = {}
    for number, row in tasks:
        task, at = row.get("_task_hash"), row.get("_timestamp")
        key = ("task", task) if type(task) is int else ("row", number)
        when = float(at) if isinstance(at, int | float) else 0.0
        held[key] = max(held.get(key, (when, number)), (when, number))
    return {number for _, number in held.values()}
