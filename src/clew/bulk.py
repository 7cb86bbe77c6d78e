"""Decisions of identity from a table (rule 21)."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from clew.deciding import reference_of, same_or_different
from clew.graph.errors import InputError, UsageError
from clew.graph.identity.decisions import spoken_of
from clew.graph.lens import Disclosure
from clew.graph.opened import Opened
from clew.graph.scene import Scene, look

if TYPE_CHECKING:
    import sqlite3

    from clew.case import Case

COLUMNS = ("verb", "left", "right", "because")
VERBS = ("same", "different")


@dataclass(slots=True)
class Done:
    """What a table brought: decisions made, rows that stood already, rows with their reason."""

    made: list[str] = field(default_factory=list)
    known: int = 0
    rejected: list[InputError] = field(default_factory=list)

    def __str__(self) -> str:
        """Return it in words."""
        made = "1 decision" if len(self.made) == 1 else f"{len(self.made)} decisions"
        counts = f"{made} made, {self.known} stood already, {len(self.rejected)} rejected."
        return "\n".join([counts, *(f"Rejected: {error}" for error in self.rejected)])


def decide(case: Case, file: Path, disclose: Disclosure) -> Done:
    """Decide what the rows of a CSV table say, row by row; raises InputError for no such table."""
    rows = _rows(file)
    done = Done()
    with case.deciding("decisions import", disclose) as (db, graph):
        for line, row in rows:
            try:
                _one(db, graph, row, done)
            except UsageError as error:
                done.rejected.append(InputError(str(error), str(file), line))
    return done


def _one(db: sqlite3.Connection, graph: Opened, row: dict[str, str], done: Done) -> None:
    verb, left, right, because = (row[name] for name in COLUMNS)
    if verb not in VERBS:
        raise UsageError("the verb is neither same nor different")
    try:
        done.made.append(same_or_different(db, graph, verb, left, right, because))
    except UsageError:
        if not _stands(look(db, graph.lens), graph, verb, left, right):
            raise
        done.known += 1


def _stands(scene: Scene, graph: Opened, verb: str, left: str, right: str) -> bool:
    """Tell whether a decision says this already, or, for `same`, the annotations do."""
    identity = scene.identity
    one, other = (reference_of(scene, graph, words) for words in (left, right))
    if verb == "same":
        return identity.entity[one] == identity.entity[other]
    records = {identity.record[one], identity.record[other]}
    told = (spoken_of(d, identity.record) for d in scene.decisions if d.verb == verb)
    return any(pair and set(pair) == records for pair in told)


def _rows(file: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise InputError("cannot be read as UTF-8 text: check the path", str(file)) from None
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        if missing := set(COLUMNS) - set(reader.fieldnames or ()):
            raise InputError(f"has no column {', '.join(sorted(missing))}", str(file), 1)
        if len(set(reader.fieldnames or ())) < len(reader.fieldnames or ()):
            raise InputError("has two columns of one name: keep one of them", str(file), 1)
        return [(reader.line_num, _plain(row)) for row in reader]
    except csv.Error:
        raise InputError(
            "is no CSV from here on: mend it", str(file), reader.reader.line_num
        ) from None


def _plain(row: dict[str, str | None]) -> dict[str, str]:
    """Return a row as it was meant, without the mark that keeps a cell from being a formula."""
    from clew.tables import FORMULA

    cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
    marked = tuple(f"'{sign}" for sign in FORMULA)
    return {k: v[1:] if v.startswith(marked) else v for k, v in cells.items()}
