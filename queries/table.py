"""What questions with a table share: whom they are about, and how many rows are shown."""

from __future__ import annotations

from clew.graph.errors import UsageError
from clew.queries.question import Parameter, Values
from clew.queries.telling import plural

#: Whom a question is about that can also be asked of the whole case.
MAYBE_ENTITY = Parameter(
    name="entity", meaning="an entity: id or name; without one, the case", entity=True,
    positional=True,
)  # fmt: skip
LIMIT = Parameter(name="limit", meaning="at most so many rows of each sort", default=50)


def limit_of(values: Values) -> int:
    """Return how many rows are wanted; raises UsageError where that is no number from 1 on."""
    try:
        limit = int(values["limit"])
    except (TypeError, ValueError):
        limit = 0
    if limit < 1:
        raise UsageError("--limit takes a whole number from 1 on")
    return limit


def not_shown(rest: int, one: str) -> list[str]:
    """Say how many rows are not shown."""
    are = "is" if rest == 1 else "are"
    return [f"{plural(rest, f'more {one}')} {are} not shown: see --limit."] if rest > 0 else []
