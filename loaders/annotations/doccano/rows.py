"""The rows of a doccano export: what is marked in a text, whatever way a version writes it.

https://doccano.github.io/doccano/tutorial, and `backend/data_export` of github.com/doccano/doccano:
a text stands under `text` (`data` in 1.2 to 1.5), its spans under `entities`, `label`, `labels` or
`annotations`, as `[start, end, label]` or as objects with `start_offset` and `end_offset`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from clew.loaders.annotations.json_rows import BadRow, Json, objects, words

SPANS = ("entities", "label", "labels", "annotations")
_WORDS = ("label", "labels", "cats", "annotations")
#: Keys of other tools' rows that have spans and a text, too.
_OTHERS = frozenset(
    "tokens token spans answer _input_hash _task_hash uri target ner sentences sents".split()
)


@dataclass(frozen=True, slots=True)
class Span:
    """A marked stretch: its number in the row from 1, the tool's id where it has one, and who."""

    number: int
    id: int | None
    label: Any
    start: Any
    end: Any
    user: str


def is_row(row: Json) -> bool:
    """Say whether a JSON object is a row of doccano that marks something."""
    if _OTHERS & row.keys() or not isinstance(row.get("text", row.get("data")), str):
        return False
    found = [one for name in {*SPANS, *_WORDS} for one in _list(row.get(name))]
    return any(_is_span(one) or _is_word(one) for one in found)


def text_of(row: Json) -> str:
    """Return the row's text; raises BadRow."""
    if not (text := words(row, "text") or words(row, "data")).strip():
        raise BadRow("has no text")
    return text


@dataclass(slots=True)
class Marks:
    """What a row says: its spans, those that are none, and what is said of the whole text.

    said      (name of the list, word, who)
    users     who says something, [''] where the row does not tell
    """

    spans: list[Span]
    bad: list[BadRow]
    said: list[tuple[str, str, str]]
    users: list[str]


def marks_of(row: Json) -> Marks:
    """Return what a row says; raises BadRow where a list is none."""
    marks = Marks([], [], [], [])
    number = 0
    for name in SPANS:
        for one in objects(row, name):
            number += 1
            if isinstance(one, dict) and "start_offset" in one:
                marks.spans.append(_span(number, one))
            elif isinstance(one, list) and len(one) == 3:
                marks.spans.append(Span(number, None, one[2], one[0], one[1], ""))
            elif not (name in _WORDS and _is_word(one)):
                why = f"has a mark (number {number}) that is no span and no label"
                marks.bad.append(BadRow(why))
    for name in _WORDS:
        for one in objects(row, name):
            if _is_word(one):
                said = one if isinstance(one, str) else one.get("label", one.get("text"))
                marks.said.append((name, str(said), _user(one)))
    users = [*(span.user for span in marks.spans), *(user for _, _, user in marks.said)]
    marks.users += dict.fromkeys(users or [""])
    return marks


def _span(number: int, found: Json) -> Span:
    identity = found.get("id")
    return Span(
        number,
        identity if type(identity) is int else None,
        found.get("label"),
        found["start_offset"],
        found.get("end_offset"),
        _user(found),
    )


def _list(found: object) -> list[Any]:
    return found if isinstance(found, list) else []


def _is_span(one: object) -> bool:
    if isinstance(one, dict):
        return "start_offset" in one and "end_offset" in one
    return isinstance(one, list) and len(one) == 3 and type(one[0]) is type(one[1]) is int


def _is_word(one: object) -> bool:
    if isinstance(one, dict):
        said = one.get("label", one.get("text"))
        return "start_offset" not in one and "user" in one and isinstance(said, str | int)
    return isinstance(one, str) and bool(one.strip())


def _user(one: Any) -> str:
    user = one.get("user") if isinstance(one, dict) else None
    return str(user) if type(user) is int or isinstance(user, str) else ""
