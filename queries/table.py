"""What questions with a table share: whom they are about, its ties, how many rows are shown."""

from __future__ import annotations

from collections.abc import Iterable

from clew.graph.errors import UsageError
from clew.graph.model import Edge, Node
from clew.queries.question import Graph, Parameter, Values
from clew.queries.telling import plural

#: The ties of one entity.
TIES_OF = """\
MATCH (a:Entity {id: $entity})-[r]-(b:Entity)
RETURN DISTINCT r.id"""
#: Whom a question is about that can also be asked of the whole case.
MAYBE_ENTITY = Parameter(
    name="entity", meaning="an entity: id or name; without one, the case", entity=True,
    positional=True,
)  # fmt: skip
#: More rows than any answer has, and a number that every engine takes.
MOST = 1_000_000_000
LIMIT = Parameter(name="limit", meaning="at most so many rows of each sort", default=50)


def limit_of(values: Values) -> int:
    """Return how many rows are wanted; raises UsageError where that is no number from 1 on."""
    try:
        limit = int(values["limit"])
    except (TypeError, ValueError):
        limit = 0
    if limit < 1:
        raise UsageError("--limit takes a whole number from 1 on")
    return min(limit, MOST)


def not_shown(rest: int, one: str) -> list[str]:
    """Say how many rows are not shown."""
    are = "is" if rest == 1 else "are"
    return [f"{plural(rest, f'more {one}')} {are} not shown: see --limit."] if rest > 0 else []


def ties_of(graph: Graph, node: Node) -> dict[str, Edge]:
    """Return the ties of an entity, by id."""
    ids = sorted(identity for (identity,) in graph.read(TIES_OF, {"entity": node.id}).rows)
    return {i: edge for i in ids if isinstance(edge := graph.item(i), Edge)}


def ends_of(graph: Graph, edges: Iterable[Edge]) -> dict[str, Node]:
    """Return the entities at the ends of ties, by id."""
    ids = sorted({end for edge in edges for end in (edge.start, edge.end)})
    return {i: node for i in ids if isinstance(node := graph.item(i), Node)}
