"""A script for `cypher-shell`: statements without parameters, of a few hundred rows each.

    UNWIND split("m1\\u001FBo Ray\\u001Em2\\u001FCy Dow", "\\u001E") AS row
    WITH split(row, "\\u001F") AS f CREATE (n:`Person`:`Entity`) SET n = {`id`:f[0],`name`:f[1]};

The rows of a statement have the same properties, each of one type, and are one text, cut up by
letters that no value of it holds: a server plans such a statement once, and plans one with rows as
maps for each of their values (measured: ten rows a second and less). A row that holds such a letter
is written as a map.

Every text is JSON text in ASCII, which is Cypher text, too: each escape of JSON is one of Cypher
with the same meaning, a quotation mark or a backslash is never written by its number (which a
server reads before it looks at quotation marks), letters beyond ASCII always are, so that no
terminal's letters matter. The first statement refuses a database that holds anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from json import JSONEncoder
from shlex import quote
from typing import Any, BinaryIO

from clew.graph.exchange.formats import Told
from clew.graph.exchange.place import Place
from clew.graph.handed import HandedOn
from clew.graph.stores.values import written

#: Rows and about how many letters of one statement; letters that wait for their statements.
ROWS, LETTERS, WAITING = 500, 200_000, 16_000_000
_HEAD = """\
// The graph of a case, for an empty database of Neo4j 5 or later:
//     cypher-shell -d DATABASE -f THIS_FILE
// A load that was broken off is begun anew: empty the database first.
MATCH (n) WITH count(*) AS n WHERE n > 0
RETURN date("This database holds " + n + " nodes already: load the script into an empty one");
CREATE CONSTRAINT IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT IF NOT EXISTS FOR (n:Source) REQUIRE n.id IS UNIQUE;
"""
_ENDS = "MATCH (a:Entity {id: f[0]}) MATCH (b:Entity {id: f[1]})"
#: What is between rows, between fields, between the values of a list.
_ROW, _FIELD, _PART = "\x1e", "\x1f", "\x1d"
#: How a field of each type is read, alone and in a list.
_READ = {
    str: ("{}", "split({}, {})"),
    int: ("toInteger({})", "[x IN split({}, {}) | toInteger(x)]"),
    float: ("toFloat({})", "[x IN split({}, {}) | toFloat(x)]"),
    bool: ('{} = "true"', '[x IN split({}, {}) | x = "true"]'),
}
_THEN = "Load it into an empty database: cypher-shell -a ADDRESS -u USER -d DATABASE -f {name}"
Shape = tuple[tuple[str, Any], ...]
#: Return a text, number, truth value or list as Cypher text.
value_of = JSONEncoder(ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode


def write(given: HandedOn, place: Place) -> Told:
    """Write the script."""
    leaves: set[str] = set()
    with place.open() as file:
        file.write(_HEAD.encode())
        statements = _Statements(file)
        for node in given.nodes():
            leaves.add(node.labels[0])
            statements.add(_node(node.labels), written(node))
        statements.end()
        for edge in given.edges():
            statements.add(_edge(edge.type), written(edge), edge.start, edge.end)
        statements.end()
        file.writelines(f"{line};\n".encode() for line in indexes(leaves))
    return Told(then=_THEN.format(name=quote(place.called)))


def indexes(leaves: set[str]) -> Iterator[str]:
    """Yield what makes the indexes that Clew's own pushes make (rule 32), and waits for them."""
    for kind in sorted({"Entity", *leaves} - {"Source"}):
        yield f"CREATE INDEX IF NOT EXISTS FOR (n:{name_of(kind)}) ON (n.name)"
    yield "CALL db.awaitIndexes(3600)"


@lru_cache(maxsize=4096)
def name_of(word: str) -> str:
    """Return a label, type or property name as Cypher text in ASCII.

    Within backticks a server reads `\\uXXXX` and nothing else, once: so is a backslash written.
    """
    plain = (c if c.isascii() and c.isprintable() and c not in "\\`" else _escaped(c) for c in word)
    return "`" + "".join(plain) + "`"


def _escaped(letter: str) -> str:
    if letter == "`":
        return "``"
    units = letter.encode("utf-16-be").hex().upper()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


@lru_cache(maxsize=4096)
def _node(labels: tuple[str, ...]) -> str:
    return f"CREATE (n:{':'.join(map(name_of, labels))}) SET n ="


@lru_cache(maxsize=4096)
def _edge(kind: str) -> str:
    return f"{_ENDS} CREATE (a)-[r:{name_of(kind)}]->(b) SET r ="


def _as_map(row: Mapping[str, Any]) -> str:
    return "{" + ",".join(f"{name_of(key)}:{value_of(own)}" for key, own in row.items()) + "}"


def shape_of(row: Mapping[str, Any]) -> Shape:
    """Return names and types of a row, a list's by that of its values, `list` for an empty one."""
    return tuple(
        (key, (list, type(own[0]) if own else list) if type(own) is list else type(own))
        for key, own in row.items()
    )


@lru_cache(maxsize=65536)
def _read(shape: Shape, first: int) -> str:
    """Return the map that a row's fields make, from the field `first` on."""
    found = []
    for at, (key, kind) in enumerate(shape, first):
        field = f"f[{at}]"
        if isinstance(kind, tuple):
            text = "[]" if kind[1] is list else _READ[kind[1]][1].format(field, value_of(_PART))
        else:
            text = _READ[kind][0].format(field)
        found.append(f"{name_of(key)}:{text}")
    return "{" + ",".join(found) + "}"


def _text(own: Any) -> str:
    if type(own) is str:
        return own
    if type(own) is list:
        return _PART.join(own if own and type(own[0]) is str else map(value_of, own))
    return value_of(own)


class _Statements:
    """Gathers rows by what is done with them; a statement goes when it is long enough."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._rows: dict[tuple[str, Shape, int], list[str]] = {}
        self._letters: dict[tuple[str, Shape, int], int] = {}
        self._waiting = 0

    def add(self, does: str, row: Mapping[str, Any], *ends: str) -> None:
        fields = [*ends, *map(_text, row.values())]
        text = _FIELD.join(fields)
        parts = sum(len(own) - 1 for own in row.values() if type(own) is list and own)
        if _ROW in text or (text.count(_FIELD), text.count(_PART)) != (len(fields) - 1, parts):
            self._alone(does, row, ends)
            return
        head = does, shape_of(row), len(ends)
        rows = self._rows.setdefault(head, [])
        rows.append(text)
        letters = self._letters[head] = self._letters.get(head, 0) + len(text)
        self._waiting += len(text)
        if len(rows) >= ROWS or letters >= LETTERS:
            self._write(head)
        elif self._waiting > WAITING:
            self.end()

    def end(self) -> None:
        """Write what waits."""
        for head in list(self._rows):
            self._write(head)

    def _alone(self, does: str, row: Mapping[str, Any], ends: tuple[str, ...]) -> None:
        self._file.write(f"WITH {value_of(ends)} AS f {does} {_as_map(row)};\n".encode("ascii"))

    def _write(self, head: tuple[str, Shape, int]) -> None:
        does, shape, first = head
        rows = value_of(_ROW.join(self._rows.pop(head)))
        self._waiting -= self._letters.pop(head)
        cut = f"split({rows}, {value_of(_ROW)}) AS row\nWITH split(row, {value_of(_FIELD)}) AS f"
        self._file.write(f"UNWIND {cut} {does} {_read(shape, first)};\n".encode("ascii"))
