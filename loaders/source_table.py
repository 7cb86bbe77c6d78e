"""What a user says of sources: `--sources FILE`, CSV or YAML, by path or SHA-256 (rule 6)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from clew.graph.errors import InputError
from clew.graph.facts import check_facts
from clew.graph.model import SourceFile

_KEYS = ("path", "sha256")


@dataclass(slots=True)
class SourceTable:
    """Rows of facts by what names their source; `used` holds the lines that named one.

    A row's path is relative to the table's folder, or to where the import was started.
    """

    name: str
    rows: dict[str, tuple[int, dict[str, str]]] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)

    def facts_of(self, files: Iterable[SourceFile]) -> dict[str, str]:
        """Return the facts of the source read from these files, {} where none are given."""
        for name in [name for file in files for name in (file.sha256, *_paths(file.path))]:
            if name in self.rows:
                line, facts = self.rows[name]
                self.used.add(line)
                return facts
        return {}

    def unused(self) -> list[int]:
        """Return the lines that named no source of this import."""
        return sorted({line for line, _ in self.rows.values()} - self.used)


def _paths(path: str) -> Iterator[str]:
    yield Path(path).resolve().as_posix()


def read_sources(path: Path) -> SourceTable:
    """Read a table of sources; raises InputError with the line that is wrong."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise InputError("cannot be read as UTF-8 text: check the path", str(path)) from None
    rows = _yaml(text, path) if path.suffix in (".yaml", ".yml") else _csv(text, path)
    table = SourceTable(str(path))
    for line, row in rows:
        facts = {name: value for name, value in row.items() if value and name not in _KEYS}
        check_facts(facts, f"{path}, line {line}")
        for key in _names(row, path):
            if key in table.rows and table.rows[key][0] != line:
                raise InputError("names a source that an earlier line names", str(path), line)
            table.rows[key] = (line, facts)
        if not any(row.get(key) for key in _KEYS):
            raise InputError("names no source: fill in `path` or `sha256`", str(path), line)
    return table


def _names(row: Mapping[str, str], table: Path) -> Iterator[str]:
    if row.get("sha256"):
        yield row["sha256"].lower()
    if row.get("path"):
        yield (table.parent / row["path"]).resolve().as_posix()
        yield Path(row["path"]).resolve().as_posix()


def _csv(text: str, path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        if not reader.fieldnames or not set(_KEYS) & set(reader.fieldnames):
            raise InputError("has no column `path` or `sha256`", str(path), 1)
        for row in reader:
            if None in row or None in row.values():
                raise InputError("has not as many cells as the heading", str(path), reader.line_num)
            yield reader.line_num, {name: value.strip() for name, value in row.items()}
    except csv.Error:
        raise InputError("is no CSV: check its quotes", str(path), reader.line_num) from None


def _yaml(text: str, path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    import yaml

    try:
        found: Any = yaml.safe_load(text)
    except yaml.YAMLError:
        raise InputError("is no YAML", str(path)) from None
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise InputError("is no list of sources, each with `path` or `sha256`", str(path))
    for number, row in enumerate(found, 1):
        yield number, {str(name): str(value) for name, value in row.items() if value is not None}
