"""A user's Cypher text, answered safely: guarded, limited in rows and time, and cited."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path as File
from typing import TYPE_CHECKING, Any

from clew.graph.errors import QueryError, SecondOpinion, UsageError
from clew.graph.model import Edge, Node, Path
from clew.graph.opened import Opened
from clew.graph.stores.base import Row, Rows, Store

if TYPE_CHECKING:
    import os
    from contextlib import AbstractContextManager

    from clew.graph.stores.guard import Guarded
    from clew.graph.view.picture import Picture

Json = dict[str, Any]

#: How many rows an answer holds where nobody says otherwise.
LIMIT = 10_000
#: How many rows are compared for a second opinion.
COMPARED = 10_000
#: How many rows a notebook shows.
SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a query gave: iterate it for a mapping a row; nodes, edges and paths are Clew's own.

    evidence   the claims behind every node and edge in the rows, by id
    notes      what must be said with the rows: what the guard changed, that a limit cut them
    query      the text as it was asked, with its `parameters`
    reopen     opens the case through the lens once more, for a picture
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    evidence: Mapping[str, list[Json]]
    notes: tuple[str, ...]
    cut: bool
    lens: Json
    graph_version: str
    query: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    reopen: Callable[[], AbstractContextManager[Opened]] | None = field(
        default=None, repr=False, compare=False
    )

    def __iter__(self) -> Iterator[Json]:
        """Yield each row as a mapping by column."""
        for row in self.rows:
            yield dict(zip(self.columns, row, strict=True))

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    def to_json(self, *, cite: bool = False) -> list[Json]:
        """Return an object per row, keyed by column; with `cite` its evidence by id as well."""
        return [self._row(row, cite) for row in self.rows]

    def picture(self) -> Picture:
        """Return the nodes, edges and paths in the rows, as they may leave the case.

        Raises UsageError where there are none, or where the case has changed since.
        """
        from clew.queries.pictures import of_result

        found: Any = self  # pyright reads this module twice: once by its link
        return of_result(found).picture

    def view(self, path: str | os.PathLike[str]) -> File:
        """Write the picture of the rows as one HTML file, for its owner alone; returns its path.

        Raises UsageError where there is nothing to draw, or where the case has changed since.
        """
        from clew.queries.pictures import of_result

        found: Any = self
        return of_result(found).save(File(path))

    def _repr_markdown_(self) -> str:
        """Return the first rows as a Markdown table, for a notebook."""
        from clew.queries.render import marked

        if not self.rows:
            return "No rows.\n"
        lines = [f"| {' | '.join(map(marked, self.columns))} |", "| --- " * len(self.columns) + "|"]
        for row in self.rows[:SHOWN]:
            lines.append(f"| {' | '.join(marked(_words(value)) for value in row)} |")
        rest = len(self.rows) - SHOWN
        return "\n".join([*lines, *([f"\n{rest} more rows."] if rest > 0 else [])]) + "\n"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Say for a notebook what this is: what it keeps beside the table may be handed on."""
        printer.text(f"Result with {len(self)} rows of {', '.join(self.columns)}")

    def _row(self, row: Row, cite: bool) -> Json:
        shown = {name: plain(value) for name, value in zip(self.columns, row, strict=True)}
        if not cite:
            return shown
        items = {item.id for value in row for item in items_in(value)}
        name = "evidence" if "evidence" not in shown else "clew_evidence"
        return {**shown, name: {i: self.evidence[i] for i in sorted(items) if i in self.evidence}}


def ask(
    graph: Opened,
    cypher: str,
    parameters: Mapping[str, Any],
    *,
    limit: int | None = None,
    timeout: float = 30.0,
) -> Result:
    """Answer a read-only text: guard, plan, read, and ask for a second opinion (rules 33-35).

    On a server the text runs as it stands: only what would do more than read is refused.
    """
    most = LIMIT if limit is None else limit
    rows, said = answered(graph.store, cypher, parameters, limit=most, timeout=timeout)
    notes = [*graph.notes, *said]
    if rows.cut:
        notes.append(f"Only the first {most} rows are shown: raise --limit for more.")
    return Result(
        columns=rows.columns,
        rows=tuple(rows.rows),
        evidence=_evidence(graph, rows),
        notes=tuple(notes),
        cut=rows.cut,
        lens=graph.lens.to_json(),
        graph_version=graph.version,
        query=cypher,
        parameters=parameters,
    )


def answered(
    store: Store, cypher: str, parameters: Mapping[str, Any], *, limit: int, timeout: float
) -> tuple[Rows, list[str]]:
    """Return the rows of a read-only text, at most `limit`, and what must be said with them.

    Raises UsageError, QueryRefused, QueryTimeout, SecondOpinion, QueryError.
    """
    if limit < 1 or not timeout > 0:
        raise UsageError("--limit and --timeout take numbers above 0")
    guarded = _guarded(store, cypher)
    if not guarded.prefix:
        store.plan(guarded.text, parameters)
    rows = store.read(guarded.text, parameters, timeout=timeout, limit=limit)
    if len(set(rows.columns)) != len(rows.columns):
        raise QueryError("two columns have one name: name them apart with AS")
    return rows, [*guarded.notes, *_opinion(store, guarded.text, parameters, timeout, rows)]


def _guarded(store: Store, cypher: str) -> Guarded:
    from clew.graph.stores.guard import Guarded, check, guard

    if store.needs_guard:
        return guard(cypher)
    return Guarded(cypher, (), check(cypher).prefix)


def _opinion(
    store: Store, text: str, parameters: Mapping[str, Any], timeout: float, rows: Rows
) -> list[str]:
    from clew.graph.stores.opinion import second_opinion

    if not store.needs_guard:
        return []
    first = None if rows.cut else rows
    opinion = second_opinion(store, text, parameters, timeout=timeout, limit=COMPARED, first=first)
    if opinion.agree is False:
        raise SecondOpinion(opinion.reason)
    return [f"{opinion.reason[:1].upper()}{opinion.reason[1:]}."] if opinion.agree is None else []


def _evidence(graph: Opened, rows: Rows) -> dict[str, list[Json]]:
    found: dict[str, list[Json]] = {}
    for item in (item for row in rows.rows for value in row for item in items_in(value)):
        if item.id not in found and "claims" in item.properties:
            found[item.id] = graph.claims_of(item)
    return found


def items_in(value: Any) -> Iterator[Node | Edge]:
    """Yield the nodes and edges in a value, however deep."""
    if isinstance(value, (Node, Edge)):
        yield value
    elif isinstance(value, Path):
        yield from value.nodes
        yield from value.edges
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from items_in(part)
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from items_in(part)


def _words(value: Any) -> str:
    """Return a value as a table shows it: nodes by name, edges by what they say."""
    from clew.queries.paths import display, phrase

    if isinstance(value, Node):
        return display(value) if "kind" in value.properties else value.id
    if isinstance(value, Edge):
        return f"{phrase(value.type)} ({value.properties.get('status', '')})"
    if isinstance(value, Path):
        return " – ".join(map(_words, value.nodes))
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_words, value))
    return "" if value is None else str(value)


def plain(value: Any) -> Any:
    """Return a value as JSON has it (product.md)."""
    if isinstance(value, (Node, Edge, Path)):
        return value.to_json()
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    return value
