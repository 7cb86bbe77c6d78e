"""CSV files for `neo4j-admin database import full`: for graphs too large for Bolt.

https://neo4j.com/docs/operations-manual/5/import/. A pair of files, header and rows, for each set
of labels and each type; a further pair where a property has another type of values there. What the
import cannot read (empty lists, lists of one empty text, which it takes for nothing; names with
signs of its own; letters that part lists) is put right by `after-import.cypher`, so that nothing is
lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from shlex import quote
from typing import Any, BinaryIO

from clew.graph.exchange.cypher_script import Shape, indexes, name_of, shape_of, value_of
from clew.graph.exchange.formats import Told
from clew.graph.exchange.place import Place
from clew.graph.handed import HandedOn
from clew.graph.model import Edge, Node
from clew.graph.stores.values import written

#: What parts the values of a list: a control character that texts do not hold (where one does, its
#: list goes the other way).
PART = "\x1f"
#: Names of properties that a header can say; others mean something in one.
_PLAIN = re.compile(r"[\w][\w .'-]*")
#: Lists that are set after the import, by item; a name that no property can have (`values`).
EMPTY, BLANK = "@empty", "@blank"
_TYPES = {str: "string", int: "long", float: "double", bool: "boolean"}
_LISTS_OF = {kind: f"{name}[]" for kind, name in _TYPES.items()}
_EDGE, _WAITING, _TOGETHER = (":START_ID", ":END_ID", ":TYPE"), 32_000_000, 256_000
#: Letters of a row for which the import's own buffer is enough.
_BUFFER = 1_000_000
CALL, AFTER = "import.sh", "after-import.cypher"
_AFTER = """\
// To be run when the server has started on the imported database (Neo4j 5.26 or later):
//     cypher-shell -d DATABASE -f after-import.cypher
"""
_CONSTRAINT = "CREATE CONSTRAINT IF NOT EXISTS FOR (n:{}) REQUIRE n.id IS UNIQUE"
#: What the import writes beside, empty where all went well.
_REPORT = "import.report"
_SCRIPT = f"""\
#!/bin/sh
# sh {CALL} DATABASE
CDPATH= cd -- "$(dirname -- "$0")" || exit 1
{{call}}ended=$?
[ -s {_REPORT} ] || rm -f {_REPORT}
exit "$ended"
"""
_LISTS = """\
MATCH {what} WHERE x.`@empty` IS NOT NULL OR x.`@blank` IS NOT NULL CALL (x) {{
  FOREACH (key IN coalesce(x.`@empty`, []) | SET x[key] = [])
  FOREACH (key IN coalesce(x.`@blank`, []) | SET x[key] = [""])
  REMOVE x.`@empty`, x.`@blank`
}} IN TRANSACTIONS OF 10000 ROWS;
"""
_THEN = """\
Stop the server, or take a database that is not there yet; then, where neo4j-admin is:
cd {folder} && sh {call} neo4j
It runs:
{line}
Start the server, then: cypher-shell -d neo4j -f {after}"""


def write(given: HandedOn, place: Place) -> Told:
    """Write the files, the call and what is to be run after it."""
    files, late = _Files(place), place.path("late.part")
    for item in given.items():
        files.see(*_kind(item), shape_of(written(item)))
    with late.open("wb") as odd:
        leaves = _rows(given, files, odd)
    files.end()
    with place.open(AFTER) as after:
        lines = (_CONSTRAINT.format(kind) for kind in ("Entity", "Source"))
        after.write(_AFTER.encode())
        after.writelines(f"{line};\n".encode() for line in (*lines, *indexes(leaves)))
        after.writelines(_LISTS.format(what=what).encode() for what in ("(x)", "()-[x]->()"))
        with late.open("rb") as odd:
            after.writelines(odd)
    late.unlink()
    line = files.call()
    with place.open(CALL) as file:
        file.write(_SCRIPT.format(call=line.format(database='"${1:-neo4j}"')).encode())
    shown = line.format(database="neo4j").rstrip()
    then = _THEN.format(folder=quote(place.called), call=CALL, line=shown, after=AFTER)
    return Told(then=then, more={"call": CALL, "after": AFTER})


def _rows(given: HandedOn, files: _Files, odd: BinaryIO) -> set[str]:
    """Write all rows, and what is to be set by itself; returns the leaf kinds."""
    leaves = set[str]()
    for node in given.nodes():
        leaves.add(node.labels[0])
        row, rest = _row(written(node))
        files.add(*_kind(node), [node.id, PART.join(node.labels)], row)
        if rest:
            end = "Source" if "Source" in node.labels else "Entity"
            odd.writelines(_set(f"MATCH (x:{end} {{id: {value_of(node.id)}}})", rest))
    for edge in given.edges():
        row, rest = _row(written(edge))
        files.add(*_kind(edge), [edge.start, edge.end, edge.type], row)
        if rest:
            start = f"MATCH (:Entity {{id: {value_of(edge.start)}}})"
            own = f"[x:{name_of(edge.type)} {{id: {value_of(edge.id)}}}]"
            odd.writelines(_set(f"{start}-{own}->()", rest))
    return leaves


Row = dict[tuple[str, str], str]


def _kind(item: Node | Edge) -> tuple[str, tuple[str, ...]]:
    """Return of what sort an item is, and what it shares with those of its files."""
    return ("nodes", item.labels) if isinstance(item, Node) else ("edges", (item.type,))


def _row(own: Mapping[str, Any]) -> tuple[Row, dict[str, Any]]:
    """Return the fields of a row by name and type, and what is to be set after the import."""
    row: Row = {}
    rest: dict[str, Any] = {}
    empty, blank = list[str](), list[str]()
    for key, value in own.items():
        many = type(value) is list
        if many and value in ([], [""]):
            (blank if value else empty).append(key)
        elif not _PLAIN.fullmatch(key):
            rest[key] = value
        elif many:
            kind = type(value[0])
            text = PART.join(value if kind is str else map(_text, value))
            if text.count(PART) == len(value) - 1:
                row[key, _LISTS_OF[kind]] = text
            else:
                rest[key] = value
        else:
            row[key, _TYPES[type(value)]] = value if type(value) is str else _text(value)
    for name, keys in ((EMPTY, empty), (BLANK, blank)):
        odd = [key for key in keys if PART in key]
        rest |= {key: own[key] for key in odd}
        if keys != odd:
            row[name, "string[]"] = PART.join(key for key in keys if key not in odd)
    return row, rest


def _columns(shape: Shape) -> list[tuple[str, str]]:
    """Return the columns that rows of a shape may need, by name and type."""
    found, lists = [], False
    for key, kind in shape:
        many = isinstance(kind, tuple)
        lists |= many
        kind = kind[1] if many else kind
        if kind is not list and _PLAIN.fullmatch(key):
            found.append((key, (_LISTS_OF if many else _TYPES)[kind]))
    return [*found, *((name, "string[]") for name in (EMPTY, BLANK) if lists)]


def _text(value: Any) -> str:
    return value if type(value) is str else str(value_of(value))


def _set(match: str, rest: Mapping[str, Any]) -> Iterator[bytes]:
    for key, value in rest.items():
        yield f"{match} SET x.{name_of(key)} = {value_of(value)};\n".encode("ascii")


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


@dataclass(slots=True)
class _File:
    """A file of rows, and its header: the type of each property."""

    name: str
    columns: dict[str, str] = field(default_factory=dict)
    rows: list[str] = field(default_factory=list)
    letters: int = 0

    def takes(self, row: Iterable[tuple[str, str]]) -> bool:
        """Tell whether each property has the type that it has here, or none yet."""
        return all(self.columns.get(key, kind) == kind for key, kind in row)


class _Files:
    """The files of nodes and edges, filled together; none is kept open."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._files: dict[tuple[str, ...], list[_File]] = {}
        self._made: set[str] = set()
        self._seen: set[tuple[str, tuple[str, ...], Shape]] = set()
        self._many = self._waiting = self._largest = 0

    def see(self, sort: str, kind: tuple[str, ...], shape: Shape) -> None:
        """Make place for rows: a column for each property, a file for each clash of types."""
        if (sort, kind, shape) in self._seen:
            return
        self._seen.add((sort, kind, shape))
        row = _columns(shape)
        files = self._files.setdefault((sort, *kind), [])
        file = next((one for one in files if one.takes(row)), None)
        if file is None:
            self._many += 1
            slug = re.sub("[^A-Za-z0-9]+", "_", kind[0])[:40]
            file = _File(f"{sort}-{self._many:03}-{slug}")
            files.append(file)
        for key, type_ in row:
            file.columns.setdefault(key, type_)

    def add(self, sort: str, kind: tuple[str, ...], ends: list[str], row: Row) -> None:
        """Write a row that was seen before; short rows lead the import astray."""
        file = next(one for one in self._files[(sort, *kind)] if one.takes(row))
        named = {key: text for (key, _), text in row.items()}
        fields = [_quoted(named[key]) if key in named else "" for key in file.columns]
        line = ",".join([*map(_quoted, ends), *fields]) + "\n"
        file.rows.append(line)
        file.letters += len(line)
        self._waiting += len(line)
        self._largest = max(self._largest, len(line))
        if file.letters > _TOGETHER:
            self._flush(file)
        elif self._waiting > _WAITING:
            self._all()

    def end(self) -> None:
        """Write what waits, and the headers."""
        self._all()
        for (sort, *_), files in self._files.items():
            for file in files:
                if f"{file.name}.csv" not in self._made:  # an earlier one took all of its rows
                    continue
                ends = _EDGE if sort == "edges" else (":ID", ":LABEL")
                own = (f"{key}:{kind}" for key, kind in file.columns.items())
                with self._place.open(f"{file.name}-header.csv") as header:
                    header.write((",".join([*ends, *own]) + "\n").encode())

    def call(self) -> str:
        """Return the call, its database as `{database}`."""
        parts = ["neo4j-admin database import full {database}", "--id-type=string"]
        parts += ["--array-delimiter=U+001F", "--multiline-fields=true"]
        if self._largest > _BUFFER:
            parts.append(f"--read-buffer-size={self._largest * 4 // 1_000_000 + 1}m")
        for (sort, *_), files in self._files.items():
            option = "relationships" if sort == "edges" else "nodes"
            names = (file.name for file in files if f"{file.name}.csv" in self._made)
            parts += [f"--{option}={name}-header.csv,{name}.csv" for name in names]
        return " \\\n  ".join(parts) + "\n"

    def _all(self) -> None:
        for files in self._files.values():
            for file in files:
                self._flush(file)

    def _flush(self, file: _File) -> None:
        if file.rows:
            name = f"{file.name}.csv"
            path = self._place.folder / name if name in self._made else self._place.path(name)
            self._made.add(name)
            with path.open("ab") as out:
                out.write("".join(file.rows).encode())
            self._waiting -= file.letters
            file.rows, file.letters = [], 0
