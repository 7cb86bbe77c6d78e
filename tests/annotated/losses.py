"""What each format cannot hold: the table of the docs, and what it makes of a document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from clew.graph.schema import schema
from tests.annotated.meaning import FIELDS, ROLES
from tests.annotated.note import Annotated, Happening, Said, lowest, outer

TABLE = Path(__file__).resolve().parents[2] / "docs" / "annotation_losses.yaml"
Cells = Mapping[str, str]


@cache
def _read() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(TABLE.read_text("utf-8"))
    return found


def table() -> dict[str, dict[str, str]]:
    """Return for each format its cells: `kept` or `lost`, and how, by feature."""
    return _read()["formats"]


def features() -> dict[str, str]:
    """Return the features, with what each is."""
    return _read()["features"]


def lost(cells: Cells, feature: str) -> bool:
    """Say whether a cell says that a feature is lost."""
    word = cells[feature].split(":")[0]
    assert word in ("kept", "lost"), f"{feature}: {word}"
    return word == "lost"


def less(doc: Annotated, cells: Cells) -> Annotated:
    """Return the document less what a format with these cells cannot hold."""
    for feature, without in WITHOUT.items():
        if lost(cells, feature):
            doc = without(doc)
    if "Wikidata alone" in cells["identifiers"]:
        doc = _saying(lambda name: name == "wikidataId" or not _is_identifier(name))(doc)
    if lost(cells, "values") and cells["events"].startswith("kept: as relations"):
        doc = replace(doc, happenings=tuple(_of_ties(doc, one) for one in doc.happenings))
    return doc


def _of_ties(doc: Annotated, event: Happening) -> Happening:
    """Return an event without the roles that are values, which a relation cannot say."""
    kind = doc.marks[event.trigger].kind
    kept = tuple(role for role in event.roles if ROLES[kind, role[0]][1] != "value")
    return replace(event, roles=kept)


def _saying(keep: Callable[[str], bool]) -> Callable[[Annotated], Annotated]:
    def only(said: Said) -> dict[str, str]:
        return {name: value for name, value in said.items() if keep(name)}

    def made(doc: Annotated) -> Annotated:
        return replace(
            doc,
            marks=tuple(replace(one, said=only(one.said)) for one in doc.marks),
            bonds=tuple(replace(one, said=only(one.said)) for one in doc.bonds),
        )

    return made


def _notes(doc: Annotated) -> Annotated:
    marks = tuple(replace(one, note="") for one in doc.marks)
    return replace(doc, marks=marks, bonds=tuple(replace(one, note="") for one in doc.bonds))


def _quiet(doc: Annotated) -> Annotated:
    bonds = tuple(replace(one, said={}, note="") for one in doc.bonds)
    events = tuple(replace(one, quiet=True) for one in doc.happenings)
    return replace(doc, bonds=bonds, happenings=events)


def _of_one_piece(doc: Annotated) -> Annotated:
    return doc.kept(lambda number: len(doc.marks[number].spans) == 1)


def _unstacked(doc: Annotated) -> Annotated:
    first = lowest(doc.marks)
    return doc.kept(first.__contains__)


def _flat(doc: Annotated) -> Annotated:
    """Without what overlaps; what stands on the very words of what stays is stacked."""
    stay = {doc.marks[number].spans for number in outer(doc.marks)}
    return doc.kept(lambda number: doc.marks[number].spans in stay)


def _is_identifier(name: str) -> bool:
    known = schema().values.get(name)
    return known is not None and known.identifier


def _is_value(name: str) -> bool:
    plain = name not in FIELDS and not _is_identifier(name)
    return plain or name in ("attribution", "negated", "key", "value")


#: In this order: what marks are left decides what can be said of them.
WITHOUT: dict[str, Callable[[Annotated], Annotated]] = {
    "discontinuous": _of_one_piece,
    "nested": _flat,
    "stacked": _unstacked,
    "relations": lambda doc: replace(doc, bonds=()),
    "events": lambda doc: replace(doc, happenings=()),
    "coreference": lambda doc: replace(doc, chains=()),
    "said of relations": _quiet,
    "status": _saying(lambda name: name != "status"),
    "dates": _saying(lambda name: name != "when"),
    "protected": _saying(lambda name: name != "protected"),
    "generic": _saying(lambda name: name != "generic"),
    "identifiers": _saying(lambda name: not _is_identifier(name)),
    "values": _saying(lambda name: not _is_value(name)),
    "notes": _notes,
    "annotator": lambda doc: replace(doc, annotator=""),
}
