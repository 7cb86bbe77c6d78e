"""How kinds and statuses are drawn: the table of shapes.yaml, and words for kinds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from clew.graph.schema import UNCLASSIFIED, schema


@dataclass(frozen=True, slots=True)
class Shape:
    """How a kind is drawn: `key` is the row of the table, `word` what the legend calls it."""

    key: str
    word: str
    outline: str
    fill: str
    line: str


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a status is drawn: `line` is solid, dashed or dotted; `width` in pixels."""

    line: str
    width: float
    cross: bool


@dataclass(frozen=True, slots=True)
class Look:
    """The whole table; `outlines` holds corners in a box from -1 to 1, x and y by turns."""

    outlines: Mapping[str, tuple[float, ...]]
    shapes: Mapping[str, Shape]
    strokes: Mapping[str, Stroke]

    def shape(self, kind: str) -> Shape:
        """Return how a kind is drawn: like itself, else like the nearest kind above it."""
        rows = (name for name in (kind, *schema().labels(kind)) if name in self.shapes)
        return self.shapes[next(rows, UNCLASSIFIED)]

    def to_json(self) -> dict[str, Any]:
        """Return the table as the page reads it."""
        shapes = {s.key: [s.word, s.outline, s.fill, s.line] for s in self.shapes.values()}
        strokes = {name: [s.line, s.width, s.cross] for name, s in self.strokes.items()}
        outlines = {name: list(corners) for name, corners in self.outlines.items()}
        return {"outlines": outlines, "shapes": shapes, "strokes": strokes}


@cache
def look() -> Look:
    """Return the table of shapes.yaml, read on the first call."""
    import yaml

    raw = yaml.safe_load(Path(__file__).with_name("shapes.yaml").read_text(encoding="utf-8"))
    shapes = {name: Shape(name, **row) for name, row in raw["kinds"].items()}
    strokes = {
        name: Stroke(row["line"], row["width"], row.get("cross", False))
        for name, row in raw["statuses"].items()
    }
    outlines = {name: tuple(corners) for name, corners in raw["outlines"].items()}
    return Look(outlines, shapes, strokes)


def kind_words(kind: str) -> str:
    """Return a kind as words: `MediaOutlet` is `media outlet`, `NGO` stays."""
    parts = re.findall("[A-Z]+(?![a-z])|[A-Z][a-z]+|[^A-Z]+", kind)
    return " ".join(part if part.isupper() else part.lower() for part in parts) or kind


def status_words(status: str) -> str:
    """Return a status as words: `not_stated` is `not stated`."""
    return status.replace("_", " ")
