"""What a user says of sources: `--sources FILE`, CSV or YAML, by path or SHA-256 (rule 6)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from clew.graph.errors import InputError
from clew.graph.facts import check_facts
from clew.graph.known import address_of
from clew.graph.model import SourceFile
from clew.loaders.yaml_text import read_yaml

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

    def addresses(self, *folders: Path | None) -> dict[str, list[Path]]:
        """Return the files that rows name, by the addresses that they give them.

        They lie below the table's folder or one of these: others are not read.
        """
        inside = [one.resolve() for one in (Path(self.name).parent, *filter(None, folders))]
        found: dict[str, dict[Path, None]] = {}
        for name, (_, facts) in self.rows.items():
            path = Path(name)
            for address in filter(None, map(facts.get, ("url", "archive_url"))):
                if any(path.is_relative_to(one) for one in inside) and path.is_file():
                    found.setdefault(address_of(address) or address, {})[path] = None
        return {address: list(paths) for address, paths in found.items()}

    def unused(self) -> list[int]:
        """Return the lines that named no source of this import."""
        return sorted({line for line, _ in self.rows.values()} - self.used)


def _paths(path: str) -> Iterator[str]:
    yield Path(path).resolve().as_posix()


def read_sources(path: Path) -> SourceTable:
    """Read a table of sources; raises InputError with the line that is wrong."""
    rows = _yaml(path) if path.suffix.lower() in (".yaml", ".yml") else _csv(path)
    table = SourceTable(str(path))
    for line, row in rows:
        facts = {name: value for name, value in row.items() if value and name not in _KEYS}
        check_facts(facts, f"{path}, line {line}")
        if "\0" in row.get("path", ""):
            raise InputError("has a path with a NUL in it", str(path), line)
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


def _csv(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise InputError("cannot be read as UTF-8 text: check the path", str(path)) from None
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        if not reader.fieldnames or not set(_KEYS) & set(reader.fieldnames):
            raise InputError("has no column `path` or `sha256`", str(path), 1)
        if len(set(reader.fieldnames)) < len(reader.fieldnames):
            raise InputError("has two columns of one name: keep one of them", str(path), 1)
        for row in reader:
            if None in row or None in row.values():
                raise InputError("has not as many cells as the heading", str(path), reader.line_num)
            yield reader.line_num, {name: value.strip() for name, value in row.items()}
    except csv.Error:
        reason = "is no CSV: check its quotes, and that no cell has more than 131,072 characters"
        raise InputError(reason, str(path), reader.reader.line_num) from None


def _yaml(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    found = read_yaml(path)
    if not isinstance(found, list) or not all(isinstance(row, dict) and row for row in found):
        raise InputError("is no list of sources, each with `path` or `sha256`", str(path))
    for row in found:
        line = min(getattr(name, "line", 0) for name in row)
        for name, value in row.items():
            if not isinstance(name, str) or not isinstance(value, str | None):
                reason = "has a value that is no single word or text"
                raise InputError(reason, str(path), getattr(name, "line", line))
        yield line, {str(name): str(value) for name, value in row.items() if value is not None}
