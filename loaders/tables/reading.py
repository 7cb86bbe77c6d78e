"""Mappings as they are written: YAML, read whole, with all that is wrong in it at once.

`docs/tables.md` describes the language.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from clew.graph.errors import ClewError, InputError
from clew.graph.facts import FIELDS, check_facts
from clew.graph.model import digest
from clew.loaders.tables.cell_entries import cell, lookup, only, said
from clew.loaders.tables.cells import Cell
from clew.loaders.tables.entries import Notes, Problem, Section
from clew.loaders.tables.mapping import STATUS, Mapping, Said
from clew.loaders.tables.options import Options
from clew.loaders.tables.record_entries import records, ties
from clew.loaders.yaml_text import read_yaml

#: Mappings that come with Clew, named without folder and suffix.
SHIPPED = Path(__file__).with_name("mappings")

_SECTIONS = "list source table only lookups properties status attribution row records ties".split()
_TABLE = "delimiter encoding quote sheet heading columns skip empty".split()


@dataclass(frozen=True, slots=True)
class Read:
    """A mapping as far as it could be read, and what is wrong with it, by line."""

    mapping: Mapping
    problems: tuple[Problem, ...]


def load(path: Path) -> Mapping:
    """Return the mapping of this file, or the shipped one of this name; raises InputError."""
    found = read(path)
    if found.problems:
        line, reason = found.problems[0]
        count = len(found.problems) - 1
        more = f" (and {count} more: see `clew mapping check`)" if count else ""
        raise InputError(f"{reason}{more}", str(found.mapping.path), line)
    return found.mapping


def place_of(path: Path) -> Path:
    """Return where the mapping is: in this file, or among the shipped ones; raises InputError."""
    if path.exists() or path.name != str(path) or path.suffix:
        return path
    shipped = SHIPPED / f"{path}.yaml"
    if not shipped.is_file():
        names = ", ".join(sorted(one.stem for one in SHIPPED.glob("*.yaml")))
        raise InputError(f"is no file, and no mapping that comes with Clew ({names})", str(path))
    return shipped


def read(path: Path) -> Read:
    """Read a mapping and all that is wrong with it; raises InputError where it is no YAML."""
    path = place_of(path)
    raw = read_yaml(path)
    if not isinstance(raw, dict):
        raise InputError("is no mapping: it has no section `records:`", str(path))
    notes = Notes()
    found = notes.section(raw, "a mapping", _SECTIONS)
    notes.properties = frozenset(map(str, found.read("properties", Notes.words, ())))
    found.read("lookups", _lookups, None)
    mapping = _mapping(found, path, digest(json.dumps(raw, sort_keys=True)))
    return Read(mapping, tuple(sorted(set(notes.problems), key=lambda problem: problem[0])))


def _lookups(notes: Notes, entry: Any, at: Any) -> None:
    if not isinstance(entry, dict):
        notes.wrong(at, "`lookups` needs names, each with words and what they mean")
        return
    for name, table in entry.items():
        notes.lookups[str(name)] = lookup(notes, {} if isinstance(table, str) else table, name)


def _mapping(found: Section, path: Path, meaning: str) -> Mapping:
    above = said(found.only("status", "attribution")).over(Said(status=Cell(constant=STATUS)))
    row = found.read("row", _row, Section(found.notes, "row"))
    if "records" not in found:
        found.notes.wrong(1, "the mapping needs `records:`, each with an `id` and a `kind`")
    things = found.read("records", partial(records, above=above), {})
    return Mapping(
        path=path,
        digest=meaning,
        list=found.read("list", Notes.word, ""),
        facts=found.read("source", _facts, {}),
        table=found.read("table", _table, Options()),
        only=found.read("only", only, ()),
        source=row.read("source", cell, None),
        locator=row.read("locator", cell, None),
        records=things,
        ties=found.read("ties", partial(ties, known=things, above=above), ()),
        columns=found.notes.columns,
    )


def _row(notes: Notes, entry: Any, at: Any) -> Section:
    return notes.section(entry, at, ("source", "locator"))


def _facts(notes: Notes, entry: Any, at: Any) -> dict[str, str]:
    found = notes.section(entry, at, FIELDS)
    facts = {key: found.read(key, Notes.word, "") for key in found.entries}
    for key, text in facts.items():
        try:
            check_facts({key: text}, "the source")
        except ClewError as error:
            found.wrong(key, str(error))
    return facts


def _table(notes: Notes, entry: Any, at: Any) -> Options:
    found = notes.section(entry, at, _TABLE)
    heading = found.read("heading", _heading, 0)
    columns = found.read("columns", Notes.words, ())
    if (heading < 0) is not bool(columns):
        found.wrong("", "a table without headings has `heading: none` and its `columns`")
    if len(set(columns)) < len(columns):
        found.wrong("columns", "`columns` names a column twice")
    return Options(
        delimiter=found.read("delimiter", _sign, ""),
        encoding=found.read("encoding", Notes.encoding, ""),
        quote=found.read("quote", _sign, '"'),
        sheet=found.read("sheet", Notes.word, ""),
        heading=heading,
        columns=tuple(map(str, columns)),
        skip=found.read("skip", Notes.number, 0),
        empty=frozenset(map(str, found.read("empty", Notes.words, ()))),
    )


def _heading(notes: Notes, entry: Any, at: Any) -> int:
    return -1 if entry == "none" else notes.number(entry, at)


def _sign(notes: Notes, entry: Any, at: Any) -> str:
    words = {"tab": "\t"} if at == "delimiter" else {"none": ""}
    sign = words.get(notes.word(entry, at), entry)
    if isinstance(sign, str) and (
        sign in words.values() or (len(sign) == 1 and sign.isprintable())
    ):
        return sign
    notes.wrong(at, f"`{at}` needs one sign, or the word `{next(iter(words))}`")
    return ","
