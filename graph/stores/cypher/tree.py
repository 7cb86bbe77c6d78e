"""The parse tree of a Cypher text: what a guard must know, each part with its offsets.

An expression is generic (`kind` and parts), since a guard asks what occurs in it and in which
scope; patterns and clauses have their own classes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class Expr:
    """An expression. `parts` see the scope outside, `inner` also what it binds itself.

    kind   variable, parameter, literal, property, index, slice, call, list, map, case, not, and,
           or, xor, compare, in, text (STARTS WITH and its like), null (IS NULL), type, labels, sum,
           product, power, sign, brackets, projection, any, all, none, single, reduce, filter (a
           list comprehension), gather (a pattern comprehension), pattern, exists, count, collect,
           path (shortestPath as a value)
    name   of a variable, parameter, property, function (in small letters); an operator's word
    binds  names that hold in `inner` only
    """

    kind: str
    start: int
    end: int
    parts: tuple[Expr, ...] = ()
    name: str = ""
    binds: tuple[str, ...] = ()
    inner: tuple[Expr, ...] = ()
    pattern: PathPattern | None = None
    query: Query | None = None


@dataclass(slots=True)
class NodePattern:
    """`(n:Label {key: value} WHERE …)`; `named` is where its variable stands."""

    start: int
    end: int
    variable: str = ""
    named: tuple[int, int] = (-1, -1)
    labels: tuple[str, ...] = ()
    properties: Expr | None = None
    where: Expr | None = None
    where_start: int = -1


@dataclass(slots=True)
class RelPattern:
    """`-[r:TYPE*1..3 {key: value} WHERE …]->`, and what may follow it: `{1,3}`, `+`, `*`.

    direction   '>', '<' or '' where both are asked for
    repeated    by `*` inside or by a quantifier behind; `quantified`: only the latter
    bounds      of a quantifier behind: the least and the most, '' where it says none
    arrow_end   where the arrow ends, and the quantifier begins
    """

    start: int
    end: int
    direction: str
    variable: str = ""
    named: tuple[int, int] = (-1, -1)
    types: tuple[str, ...] = ()
    repeated: bool = False
    quantified: bool = False
    bounds: tuple[str, str] = ("", "")
    arrow_end: int = -1
    properties: Expr | None = None
    where: Expr | None = None
    where_start: int = -1


@dataclass(slots=True)
class GroupPattern:
    """`((x)-[e]->(y) WHERE …){1,3}`: a quantified or parenthesised part of a path."""

    start: int
    end: int
    path: PathPattern
    where: Expr | None = None
    quantified: bool = False
    bounds: tuple[str, str] = ("", "")


Element = NodePattern | RelPattern | GroupPattern


@dataclass(slots=True)
class PathPattern:
    """A path, at times a chosen one.

    selector      '' or a function, shortestpath or allshortestpaths, or words: shortest (so many
                  paths between two ends), groups (all paths of so many lengths), all (every path)
    chosen        how many, as it is written
    """

    start: int
    end: int
    elements: list[Element] = field(default_factory=list)
    variable: str = ""
    selector: str = ""
    chosen: str = "1"


@dataclass(slots=True)
class Match:
    """`[OPTIONAL] MATCH patterns [WHERE …]`; `implied` where a subquery holds the bare pattern."""

    start: int
    end: int
    patterns: list[PathPattern]
    optional: bool = False
    implied: bool = False
    where: Expr | None = None
    where_start: int = -1


@dataclass(slots=True)
class Unwind:
    """`UNWIND list AS name`."""

    start: int
    end: int
    list: Expr
    alias: str


@dataclass(slots=True)
class Item:
    """One column of WITH or RETURN; `name` is its alias or, without one, its own text."""

    expr: Expr
    name: str
    aliased: bool
    end: int


@dataclass(slots=True)
class Projection:
    """`WITH` or `RETURN`, with its order, cut and condition."""

    start: int
    end: int
    word: str
    items: list[Item]
    star: bool = False
    distinct: bool = False
    order: list[Expr] = field(default_factory=list)
    order_start: int = -1
    cuts: list[Expr] = field(default_factory=list)
    cut_start: int = -1
    where: Expr | None = None
    where_start: int = -1
    body_end: int = -1

    @property
    def cut(self) -> bool:
        """Whether SKIP or LIMIT cuts it."""
        return bool(self.cuts)


@dataclass(slots=True)
class Subquery:
    """`CALL { … }` or `CALL (a, b) { … }`.

    `imports` is None where there are no round brackets, ['*'] for `(*)`.
    """

    start: int
    end: int
    query: Query
    imports: list[str] | None = None
    optional: bool = False
    in_transactions: bool = False


@dataclass(slots=True)
class Procedure:
    """`CALL name(…) [YIELD … [WHERE …]]`; yields holds the names that come into scope."""

    start: int
    end: int
    name: str
    arguments: list[Expr]
    yields: list[str] = field(default_factory=list)
    where: Expr | None = None
    where_start: int = -1
    optional: bool = False


@dataclass(slots=True)
class Other:
    """A clause that changes data, reads files, governs the server or picks a graph: never run.

    word   CREATE, MERGE, SET, DELETE, REMOVE, FOREACH, LOAD CSV, USE, SHOW, FINISH, …
    kind   write, file, administration, graph
    """

    start: int
    end: int
    word: str
    kind: str


Clause = Match | Unwind | Projection | Subquery | Procedure | Other


@dataclass(slots=True)
class Single:
    """Clauses in a row, without UNION."""

    start: int
    end: int
    clauses: list[Clause]


@dataclass(slots=True)
class Query:
    """One or more `Single` joined by UNION."""

    start: int
    end: int
    singles: list[Single]
    union_all: bool = False


@dataclass(slots=True)
class Statement:
    """A whole text; `prefix` is '', EXPLAIN or PROFILE."""

    text: str
    query: Query
    prefix: str = ""


def clauses(query: Query) -> Iterator[Clause]:
    """Yield a query's own clauses, of every part of a UNION, not those of its subqueries."""
    for single in query.singles:
        yield from single.clauses
