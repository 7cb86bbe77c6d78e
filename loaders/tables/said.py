"""What a row says of its records and ties beside their names and values."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypedDict

from clew.graph.schema import schema
from clew.loaders.lists.countries import country
from clew.loaders.tables import vocabulary
from clew.loaders.tables.cells import BadCell, Cell, Cells
from clew.loaders.tables.mapping import Mapping as Rules
from clew.loaders.tables.mapping import Record, Said, Value

_TRUTH = {"": False, "no": False, "false": False, "yes": True, "true": True}
_LONGEST_SOURCE = 200


class Told(TypedDict):
    """How something is said: what every item of a list has."""

    status: str
    attribution: str
    when: str


@dataclass(frozen=True, slots=True)
class Source:
    """What a row says of where it has it from: for a locator, and by name."""

    shown: str
    extra: Mapping[str, tuple[str, ...]]


NO_SOURCE = Source("", {})


def source_of(rules: Rules, cells: Cells) -> Source:
    """Return the source and the place in it that the row itself names."""
    given = {"source": rules.source, "locator": rules.locator}
    texts = {name: cell.text(cells) for name, cell in given.items() if cell}
    named = ", ".join(text for text in texts.values() if text)[:_LONGEST_SOURCE]
    extra = {name: (text,) for name, text in texts.items() if text}
    return Source(f" (source: {named})" if named else "", extra)


def kind_of(record: Record, cells: Cells) -> str:
    """Return what a row says that a record is; raises BadCell."""
    word = record.kind.text(cells)
    if not word:
        raise BadCell(f"column {record.kind.heading!r} does not say what `{record.name}` is")
    kind, problem = vocabulary.kind(word)
    if problem:
        victim = problem.endswith(vocabulary.VICTIM)
        what = "names a single victim" if victim else "names no kind of `clew schema`: use `lookup`"
        raise BadCell(f"column {record.kind.heading!r} {what}")
    if record.main and (problem := vocabulary.group_problem(frozenset({kind}), "name")):
        raise BadCell(f"record `{record.name}` {problem}")
    return kind


def said_of(said: Said, cells: Cells) -> Told:
    """Return what status, attribution and time a row gives something."""
    status = said.status.text(cells) if said.status else ""
    known, problem = vocabulary.status(status) if status else ("not_stated", "")
    if problem and said.status:
        raise BadCell(f"column {said.status.heading!r} names no status: use `lookup`")
    return {
        "status": known,
        "attribution": said.attribution.text(cells) if said.attribution else "",
        "when": said.when.text(cells) if said.when else "",
    }


def undated(told: Told) -> Told:
    """Return how something is said, without when it was."""
    return told if not told["when"] else {**told, "when": ""}


def truth(cell: Cell | None, cells: Cells) -> bool:
    """Return what a yes or no of a row says; raises BadCell."""
    word = cell.text(cells).casefold() if cell else ""
    if cell and word not in _TRUTH:
        raise BadCell(f"column {cell.heading!r} says neither yes nor no: use `lookup`")
    return _TRUTH[word]


def key_of(type: str, values: Mapping[str, tuple[str, ...]]) -> str:
    """Return what tells a tie from others of its type and ends: values that the schema names."""
    known = schema().tie(type)
    return "; ".join(
        " ".join(values[key]) for key in (known.keys if known else ()) if key in values
    )


def typed(property: str, text: str) -> str:
    """Return a country's code, where the text is one or names one; anything else as it is."""
    known = schema().values.get(property)
    return country(text) if known and known.type == "country" else text


def scripts(value: Value, text: str) -> dict[str, tuple[str, ...]]:
    """Return the scripts of a name (`LATIN`, `KHMER`), where the mapping asks for them."""
    if not value.script:
        return {}
    if text.isascii() and text.isalpha():
        return {"script": ("Latin",)}
    found = (unicodedata.name(sign, "").partition(" ")[0] for sign in text if sign.isalpha())
    return {"script": tuple(dict.fromkeys(script.capitalize() for script in found if script))}
