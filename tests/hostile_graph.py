"""A graph of all that files find hard to write, invented: hostile texts, odd names, every type."""

from __future__ import annotations

from collections.abc import Iterator

from clew.graph.model import Edge, Node

#: Texts that some writer or reader could take for something else.
TEXTS = (
    "",
    " ",
    " both ends ",
    "quotes \" ' ` \"\" ''",
    "back\\slash \\\\ \\u0041 \\\\u0041 \\n \\' \\",
    "line\nend\r\nand\rtab\t",
    ":param x => 1;\n:exit\n// not a comment; /* nor this */",
    "a;b|c,d;",
    "'; MATCH (n) DETACH DELETE n; //",
    "\x00nul\x00",
    "\x1b[31m\x7f\x85\u2028\u2029\ufeff\ufffe",
    "\x1c\x1d\x1e\x1f",
    "\x1f",
    "😀 李安 ភ្នំពេញ e\u0301",
    "=HYPERLINK(1)",
    "null",
    "true",
    "1",
    "NaN",
    "$name {name} \\N",
    "long " * 2000,
)
NUMBERS = (0, 1, -1, 2**63 - 1, -(2**63), 2**53 + 1)
FRACTIONS = (0.0, -0.0, 0.1, 5e-324, 1e16, 1.7976931348623157e308, -1e-7)
#: Names of labels, types and properties.
NAMES = (
    "with blank",
    "back`tick",
    "``",
    "ភ្នំពេញ",
    "😀",
    "semi;colon",
    "a:b",
    "a.b",
    "a,b",
    'a"b',
    "a(b){c}",
    "$x",
    "-",
    "'",
)
#: Names that only properties have; a server takes none that holds NUL.
KEYS = ("back\\slash", "\\u0041", "line\nend", "\x1f", " ", "ID", ":ID", "~", "x" * 300)


def hostile() -> Iterator[Node | Edge]:
    """Yield nodes, then edges."""
    nodes = [*_nodes()]
    yield from nodes
    for n, (start, end) in enumerate(zip(nodes, reversed(nodes), strict=True)):
        kind, own = NAMES[n % len(NAMES)], {**start.properties, "id": f"x{n}"}
        yield Edge(f"x{n}", kind, start.id, end.id, own)


def _nodes() -> Iterator[Node]:
    values: list[object] = [*TEXTS, *NUMBERS, *FRACTIONS, True, False]
    values += [[text] for text in TEXTS]
    values += [[], [*TEXTS], [*NUMBERS], [*FRACTIONS], [True, False], ["", ""], [" ", ""]]
    own = [{"value": value} for value in values]
    own += [{name: "named"} for name in (*NAMES, *KEYS)]
    own += [{name: []} for name in (*NAMES, *KEYS)]
    own += [{name: [""]} for name in (*NAMES, *KEYS)]
    for n, properties in enumerate(own):
        label = NAMES[n % len(NAMES)]
        labels = (label, "Entity") if n % 2 else ("Person", "LegalEntity", "Entity")
        yield Node(f"h{n}", labels, {**properties, "id": f"h{n}"})
